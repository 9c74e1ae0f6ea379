"""Write the list of shipped scenarios as a page: what each is, what it changes, and the amount it gives."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from poortwachter.report.letter import Note, markdown_note
from poortwachter.report.words import Words
from poortwachter.results.catalogue import Amounts, Entry, Made, header

AMOUNT_COLUMNS: Final = (4, 5)
"""Cells of a row that hold simulated amounts, counted from the bar before the first."""


def markdown(entries: Sequence[Entry], *, made: Made, words: Words) -> str:
    """Return the page, a table for every folder of scenarios."""
    lines = [f"# {words['catalogue.title']}", "", words["catalogue.made"].format(workers=made.workers)]
    lines += ["", header(made), "", words["catalogue.how"]]
    for folder, members in groupby(entries, key=lambda entry: entry.folder):
        lines += ["", f"## {words.or_else(f'catalogue.{folder}', folder)}"]
        lines += markdown_note(_table(tuple(members), words=words))
    return "\n".join(lines) + "\n"


def _table(entries: Sequence[Entry], *, words: Words) -> Note:
    columns = ("scenario", "letter", "lever", "wia", "balance", "prices", "yardstick", "unmeasured")
    head = tuple(words[f"catalogue.{column}"] for column in columns)
    rows = (tuple(_cells(entry, words=words)) for entry in entries)
    return Note("", table=(head, *rows), widths=(1.0,) * len(head))


def _cells(entry: Entry, *, words: Words) -> Iterator[str]:
    yield f"`{entry.name}`<br>{_line(entry.title)}"
    yield _line(entry.letter)
    yield "<br>".join(f"`{name}`" for name in entry.lever)
    yield from _amounts(entry.amounts, words=words)
    yield str(entry.price_year)
    yield _line(entry.yardstick) or words["catalogue.no_yardstick"]
    yield "; ".join(map(_line, entry.unmeasured)) or words["catalogue.none"]


def _amounts(amounts: Amounts | None, *, words: Words) -> tuple[str, str]:
    if amounts is None:
        return "", ""
    wia, wia_se, balance, balance_se = (words.number(each, decimals=1) for each in amounts)
    return f"{wia} ({wia_se})", f"{balance} ({balance_se})"


def _line(text: str) -> str:
    return " ".join(text.split())


def without_amounts(page: str) -> str:
    """Return a page with its simulated amounts left out, which are all that cannot be made without simulation."""

    def bare(line: str) -> str:
        cells = line.split("|")
        if not line.startswith("| `"):
            return line
        return "|".join("  " if place in AMOUNT_COLUMNS else cell for place, cell in enumerate(cells))

    return "\n".join(map(bare, page.splitlines())) + "\n"
