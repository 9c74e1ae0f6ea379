"""Show the letter's table in a terminal."""

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from poortwachter.report.letter import BOLD

if TYPE_CHECKING:
    from rich.console import RenderableType

    from poortwachter.report.letter import LetterTable, Note


def terminal_table(table: "LetterTable") -> Group:
    """Return the table and its notes to print on a rich console; text is shown as it is, markup is not read."""
    grid = Table(title=Text(table.title, style="bold"), title_justify="left", box=None, pad_edge=False)
    grid.add_column("", no_wrap=True)
    grid.add_column("", no_wrap=True)
    for column in table.columns:
        grid.add_column(Text(column), justify="right", no_wrap=True)
    for row in table.rows:
        label = f"  {row.label}" if row.part else row.label
        cells = [Text(cell) for cell in (label, row.flags, *row.cells)]
        grid.add_row(*cells, style="bold" if row.name in BOLD else "")
    parts: list[RenderableType] = [grid]
    for note in table.notes:
        parts += ["", *_note(note)]
    return Group(*parts)


def _note(note: "Note") -> "list[RenderableType]":
    parts: list[RenderableType] = [Text(note.heading, style="bold")] if note.heading else []
    if note.table:
        head, *body = note.table
        grid = Table(box=None, pad_edge=False)
        for position, column in enumerate(head):
            grid.add_column(Text(column), justify="right" if position else "left")
        for cells in body:
            grid.add_row(*(Text(cell) for cell in cells))
        parts.append(Padding(grid, (0, 0, 0, 2)))
    for number, text in enumerate(note.text, 1):
        parts.append(Text(f"{number}. {text}" if note.numbered else text))
    return parts
