"""Lay out what a monitor of sanctions counts beside the ledger: every tested file, by employer and ground, and its end.

The ledger counts sanctions by year only. Here each has the firm size and the sector of its employer, its main ground,
and what became of the person, all under the year in which the RIV-toets was decided.
"""

from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.columns import FIRST_EVENT, FIRST_FLOW, TRANSITIONS
from poortwachter.primitives.codes import GROUPS, Event, Sector, Size, Status


class Kind(IntEnum):
    """What came of a RIV-toets: all tests, and those that ended in a sanction or in one that the law lets lapse."""

    TESTED = 0
    ADMINISTRATIVE = 1
    SUBSTANTIVE = 2
    LAPSED = 3


class Counted(IntEnum):
    """What is counted of a kind: files, the one end each comes to (`ENDS`), and what happened on the way."""

    FILES = 0
    BACK_BEFORE = 1
    BACK_DURING = 2
    WGA_PARTIAL = 3
    WGA_FULL = 4
    IVA = 5
    REFUSED_AT_WORK = 6
    REFUSED_WITHOUT_WORK = 7
    LEFT = 8
    UPHELD = 9
    REPAIRED = 10
    DAYS = 11


ENDS: Final = tuple(Counted(place) for place in range(Counted.BACK_BEFORE, Counted.LEFT + 1))
"""Ends of a file, of which each has one: at work again or gone before the waiting period ends, back at work during the
extension (the claim is not pursued), awarded, refused, or gone by death or AOW during the extension."""

GROUNDS: Final = 3
ALL: Final = 0
FIRST_SIZE: Final = ALL + 1
FIRST_SECTOR: Final = FIRST_SIZE + len(Size)
FIRST_GROUND: Final = FIRST_SECTOR + len(Sector)
MEDICAL_ROLE: Final = FIRST_GROUND + GROUNDS
N_PLACES: Final = MEDICAL_ROLE + 1
"""Places of a count: all files, then by firm size, by sector, by main ground, and with a medical shortcoming."""


class Seen(IntEnum):
    """What is read from the ledger around the gate."""

    UPHELD = 0
    REPAIRED = 1
    DAYS = 2
    WGA_PARTIAL = 3
    WGA_FULL = 4
    IVA = 5
    REFUSED = 6
    WITHOUT_WORK = 7


_COLUMNS: Final[dict[Seen, tuple[int, ...]]] = {
    Seen.UPHELD: (FIRST_EVENT + Event.OBJECTION_UPHELD,),
    Seen.REPAIRED: (FIRST_EVENT + Event.SANCTION_REPAIRED,),
    Seen.DAYS: (FIRST_EVENT + Event.SANCTION_DAYS,),
    Seen.WGA_PARTIAL: (FIRST_EVENT + Event.AWARD_WGA_PARTIAL,),
    Seen.WGA_FULL: (FIRST_EVENT + Event.AWARD_WGA_FULL,),
    Seen.IVA: (FIRST_EVENT + Event.AWARD_IVA,),
    Seen.REFUSED: (FIRST_EVENT + Event.REFUSED,),
    Seen.WITHOUT_WORK: tuple(
        FIRST_FLOW + place for place, (_, target) in enumerate(TRANSITIONS) if target in (Status.WW, Status.UIT)
    ),
}


def shape(years: int) -> tuple[int, ...]:
    """Return the shape of the counts over so many years: (256, Y, kind, place, counted)."""
    return GROUPS, years, len(Kind), N_PLACES, len(Counted)


def column_table() -> npt.NDArray[np.int64]:
    """Return (ledger column, what it is seen as) of every column that is read, shape (columns, 2)."""
    return np.array([(column, seen) for seen, columns in _COLUMNS.items() for column in columns], dtype=np.int64)
