"""Print what a command has found."""

from typing import Any, cast

TABLE_WIDTH = 132
"""Narrower than this the columns of a table would be cut."""


def print_table(table: Any, *, width: int = TABLE_WIDTH) -> None:
    """Print a rich renderable, no narrower than so many characters."""
    from rich.console import Console

    Console(markup=False, highlight=False, width=max(Console().width, width)).print(table)


def value_text(value: Any) -> str:
    """Return the value of a parameter as text."""
    if isinstance(value, tuple):
        return f"[{', '.join(value_text(each) for each in cast('tuple[Any, ...]', value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}"
