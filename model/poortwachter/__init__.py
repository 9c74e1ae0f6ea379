"""Estimate what a change in Dutch sickness and disability policy costs, per year and structurally."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poortwachter.api import run
    from poortwachter.scenario.resolve import check

__version__ = "0.1.0"
__all__ = ["__version__", "check", "run"]


def __getattr__(name: str) -> Any:
    """Import a public verb when it is first used, so that `--help` loads nothing heavy."""
    if name == "run":
        from poortwachter.api import run

        return run
    if name == "check":
        from poortwachter.scenario.resolve import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
