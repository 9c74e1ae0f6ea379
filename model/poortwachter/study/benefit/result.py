"""What is worked out for one person: payments by phase and month, and what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from poortwachter.primitives.codes import Payer
from poortwachter.study.benefit.request import Request


class How(NamedTuple):
    """How an amount a month came about: share x (base - less), where `kind` is not a bound of its own."""

    kind: str = "share"
    share: float = 1.0
    base: int = 0
    less: int = 0


def by_share(share: float, *, base: int, less: int = 0) -> How:
    """Return how a share of a base, less what is set off, comes about."""
    return How("share", float(share), base, less)


class Line(NamedTuple):
    """What is due on a day, as an amount a month in eurocents."""

    what: str
    payer: Payer
    monthly: int
    article: str
    how: How
    set_off: int = 0


Due: TypeAlias = tuple[str, tuple[Line, ...]]
"""The phase that a day lies in and what is due on it; an empty phase where nothing is."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is paid in a calendar month: eurocents with holiday allowance, of which `holiday` is that allowance.

    days of the days_in_month are paid; monthly is the amount of a whole month; set_off the income a month that was
    set off, scaled to the maximised dagloon. A payment made at once has 0 days. to_worker: what she receives; False
    for what an employer gets back.
    """

    month: date
    what: str
    amount: int
    holiday: int
    payer: str
    article: str
    monthly: int
    days: int
    days_in_month: int
    how: How
    set_off: int = 0
    to_worker: bool = True


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch in which one kind of payment runs; end is the day after the last."""

    key: str
    start: date
    end: date
    article: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """Return what the worker receives in the phase, in eurocents with holiday allowance."""
        return sum(row.amount for row in self.rows if row.to_worker)

    @property
    def holiday(self) -> int:
        """Return the holiday allowance in the total, in eurocents."""
        return sum(row.holiday for row in self.rows if row.to_worker)


Figure: TypeAlias = date | int | float | str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the amounts rest on: key, figures (amounts in eurocents, shares as fractions) and article."""

    key: str
    figures: Mapping[str, Figure]
    article: str = ""


@dataclass(frozen=True, slots=True)
class Benefit:
    """The payments of one person by phase, what they rest on (facts) and what was left out or assumed (remarks)."""

    request: Request
    facts: tuple[Fact, ...]
    phases: tuple[Phase, ...]
    remarks: tuple[Fact, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all rows in order of phase and month."""
        return tuple(row for phase in self.phases for row in phase.rows)
