"""Lay out what is tallied life by life beside the ledger: events and employees by age and sex, and the WIA by cohort.

The ledger counts most events by year only. A tally adds whose they are; ages are those a person passes through in
the year, so its unit is the event times the weeks of the year at that age. A cohort is everyone whose first WIA
benefit began in the same year.
"""

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.columns import FIRST_EVENT, FIRST_FLOW, FIRST_STOCK, TRANSITIONS
from poortwachter.primitives.codes import GROUPS, AgeBand, Event, Sex, Status


class Tallied(IntEnum):
    """What is counted by age and sex; longer spells last beyond their first week, stocks are those of 31 December."""

    SPELLS = 0
    LONGER_SPELLS = 1
    NOTIFICATIONS = 2
    CLAIMS = 3
    REFUSALS = 4
    EMPLOYEES = 5
    SICK_ON_PAY = 6


class OfCohort(IntEnum):
    """What is counted by year of the first WIA benefit: new and re-opened benefits, and the stock on 31 December."""

    INFLOW = 0
    STOCK = 1


COLUMNS: Final[dict[Tallied, tuple[int, ...]]] = {
    Tallied.SPELLS: (FIRST_EVENT + Event.SPELL,),
    Tallied.LONGER_SPELLS: tuple(
        FIRST_FLOW + TRANSITIONS.index((origin, target))
        for origin in (Status.WERK, Status.ONDER35_WERK)
        for target in (Status.ZIEK_LOON, Status.ZIEK_ZW)
    ),
    Tallied.NOTIFICATIONS: (FIRST_EVENT + Event.WEEK42,),
    Tallied.CLAIMS: (FIRST_EVENT + Event.CLAIM, FIRST_EVENT + Event.CLAIM_EARLY_IVA),
    Tallied.REFUSALS: (FIRST_EVENT + Event.REFUSED,),
    Tallied.EMPLOYEES: tuple(
        FIRST_STOCK + status for status in (Status.WERK, Status.ZIEK_LOON, Status.SANCTIE, Status.ONDER35_WERK)
    ),
    Tallied.SICK_ON_PAY: (FIRST_STOCK + Status.ZIEK_LOON, FIRST_STOCK + Status.SANCTIE),
}
"""Columns of the ledger behind each."""

N_TALLIED: Final = len(Tallied)


class Tallies(NamedTuple):
    """What is counted life by life, in 256 groups of workers."""

    times: npt.NDArray[np.int64]
    """(256, Y, tallied, age band, sex) events times the weeks of the year at that age."""
    persons: npt.NDArray[np.int64]
    """The same, of persons with at least one of them in the year."""
    cohorts: npt.NDArray[np.int64]
    """(256, Y, Y, 2) inflow and stock by year of the first WIA benefit and year."""


def shapes(years: int) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of the tallies over so many years."""
    by_age = (GROUPS, years, N_TALLIED, len(AgeBand), len(Sex))
    return by_age, by_age, (GROUPS, years, years, len(OfCohort))


def column_table() -> npt.NDArray[np.int64]:
    """Return (ledger column, what it is tallied as) of every tallied column, shape (columns, 2)."""
    return np.array([(column, tallied) for tallied, columns in COLUMNS.items() for column in columns], dtype=np.int64)
