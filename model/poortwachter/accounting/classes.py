"""Lay out sums by class of worker: which classes there are, and what is summed in each.

A row is a class of one division: by wage, age, sex, firm size or sector, or by two of these. Every division holds
every worker once, so that its rows add up to the row of all.
"""

from typing import Final, NamedTuple

from poortwachter.accounting import columns
from poortwachter.primitives.codes import AgeBand, Sector, Sex, Size, labels

WAGE_CLASSES: Final = 5
"""Quintiles of employees by wage."""


class Division(NamedTuple):
    """A division of all workers: its name, its classes, and the row of the first."""

    name: str
    classes: tuple[str, ...]
    first: int


def _divisions() -> tuple[Division, ...]:
    wage = tuple(str(number + 1) for number in range(WAGE_CLASSES))
    age, sex, size, sector = (labels(codes) for codes in (AgeBand, Sex, Size, Sector))
    named = {
        "all": ("",),
        "wage": wage,
        "age": age,
        "sex": sex,
        "size": size,
        "sector": sector,
        "wage_age": tuple(f"{one} x {other}" for one in wage for other in age),
        "size_sector": tuple(f"{one} x {other}" for one in size for other in sector),
    }
    first, found = 0, list[Division]()
    for name, classes in named.items():
        found.append(Division(name, classes, first))
        first += len(classes)
    return tuple(found)


DIVISIONS: Final = _divisions()
"""In the order of the rows."""
N_DIVISIONS: Final = len(DIVISIONS)
N_CLASSES: Final = sum(len(division.classes) for division in DIVISIONS)
(
    FIRST_ALL,
    FIRST_WAGE,
    FIRST_AGE,
    FIRST_SEX,
    FIRST_SIZE,
    FIRST_SECTOR,
    FIRST_WAGE_AGE,
    FIRST_SIZE_SECTOR,
) = (division.first for division in DIVISIONS)

N_MONEY: Final = len(columns.MONEY)
"""The first columns: money by item and payer, as the ledger has it."""
EARNED: Final = N_MONEY
"""Wages a month of those at work on 31 December, who are not ill: eurocents."""
BESIDE: Final = N_MONEY + 1
"""Earnings a month beside a WGA benefit on 31 December: eurocents."""
AT_WORK: Final = N_MONEY + 2
"""Persons at work on 31 December, who are not ill."""
IN_WIA: Final = N_MONEY + 3
"""Persons with a WIA benefit on 31 December."""
N_SUMS: Final = N_MONEY + 4
