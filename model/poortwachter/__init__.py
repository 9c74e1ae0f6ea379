"""Estimate what a change in Dutch sickness and disability policy costs, per year and structurally."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from poortwachter.api import compare, ensemble, explain, run
    from poortwachter.results.manifest import verify
    from poortwachter.scenario.resolve import check
    from poortwachter.study.benefit.evaluate import benefit
    from poortwachter.study.diff import diff
    from poortwachter.study.replay import replay
    from poortwachter.tables import table

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "benefit",
    "check",
    "compare",
    "diff",
    "ensemble",
    "explain",
    "replay",
    "run",
    "table",
    "verify",
]

_MODULE_OF: Final = {
    "run": "poortwachter.api",
    "compare": "poortwachter.api",
    "ensemble": "poortwachter.api",
    "explain": "poortwachter.api",
    "table": "poortwachter.tables",
    "check": "poortwachter.scenario.resolve",
    "benefit": "poortwachter.study.benefit.evaluate",
    "diff": "poortwachter.study.diff",
    "replay": "poortwachter.study.replay",
    "verify": "poortwachter.results.manifest",
}


def __getattr__(name: str) -> Any:
    """Import a public verb when it is first used, so that `--help` loads nothing heavy."""
    if name in _MODULE_OF:
        return getattr(import_module(_MODULE_OF[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
