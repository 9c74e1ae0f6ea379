"""Hold what every document of a result is made of: the letter's table with its notes, the annex, the bare figures."""

from dataclasses import dataclass
from typing import NamedTuple

from poortwachter.report.letter import LetterTable, Note
from poortwachter.report.words import Words


class Carrying(NamedTuple):
    """A figure that carries the amount, as numbers: its range, and the structural amount at both ends, EUR mln."""

    name: str
    label: str
    value: float
    unit: str
    status: str
    low: float
    high: float
    at_low: float
    at_low_se: float
    at_high: float
    at_high_se: float
    sources: str
    why: str


class Bare(NamedTuple):
    """One unrounded amount of a line with its standard error, EUR mln; `year` is a number or `structureel`."""

    line: str
    label: str
    year: int | str
    amount: float
    se: float


@dataclass(frozen=True)
class Document:
    """A result on paper, in one language; every format is made from this alone.

    annex: the sections of the annex, in order.
    origin: what binds the document to its result, label and value.
    made: one line for the foot of a page.
    """

    letter: LetterTable
    annex: tuple[Note, ...]
    carried: tuple[Carrying, ...]
    bare: tuple[Bare, ...]
    origin: tuple[tuple[str, str], ...]
    made: str
    version: str
    price_year: int
    words: Words

    @property
    def subject(self) -> str:
        """Return what the table is about: the title of the scenario."""
        return self.origin[0][1]
