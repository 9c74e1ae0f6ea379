"""Make small ledgers that balance, by a random walk of persons over the statuses the model knows."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from poortwachter.accounting import columns
from poortwachter.primitives.codes import GROUPS, OUTSIDE, AgeBand, Event, Item, Scheme, Sex, Status

settings.register_profile("timeless", deadline=None)  # how long an example takes says nothing
settings.load_profile("timeless")

Cells = npt.NDArray[np.int64]

_WGA = (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU)
_ITEM_OF_STATUS = {
    Status.ZIEK_LOON: Item.LOON_JAAR1,
    Status.ZIEK_ZW: Item.ZW,
    Status.SANCTIE: Item.LOON_SANCTIE,
    Status.WGA_LGU: Item.WGA_LGU,
    Status.WGA_LAU: Item.WGA_LAU,
    Status.WGA_VVU: Item.WGA_VVU,
    Status.IVA: Item.IVA,
    Status.WW: Item.WW,
}


def random_ledger(seed: int, *, years: int, persons: int = 512) -> Cells:
    """Return a ledger (256, years, C) in which everyone makes at most one change of status a year."""
    rng = np.random.default_rng(seed)
    cells = np.zeros((GROUPS, years, columns.N_COLUMNS), dtype=np.int64)
    flows, money = columns.flow_column_table(), columns.money_column_table()
    targets = {origin: [t for o, t in columns.TRANSITIONS if o == origin] for origin in range(OUTSIDE + 1)}
    for person in range(persons):
        group, status = person % GROUPS, OUTSIDE
        age, sex = int(rng.integers(len(AgeBand))), int(rng.integers(len(Sex)))
        for year in range(int(rng.integers(years)), years):
            row = cells[group, year]
            if targets[status] and (status == OUTSIDE or rng.random() < 0.6):
                target = int(rng.choice(targets[status]))
                row[flows[status, target]] += 1
                if _scheme(target) is not None and _scheme(status) is None:
                    row[columns.FIRST_WIA_INFLOW + _wia_position(target, age, sex)] += 1
                    row[columns.FIRST_EVENT + Event.AWARD_AFTER_SANCTION] += status == Status.SANCTIE
                row[columns.FIRST_EVENT + Event.SANCTION_SUBSTANTIVE] += target == Status.SANCTIE
                status = target
            if status != OUTSIDE:
                row[columns.FIRST_STOCK + status] += 1
            if _scheme(status) is not None:
                row[columns.FIRST_WIA_STOCK + _wia_position(status, age, sex)] += 1
                row[columns.FIRST_EVENT + Event.LAU1_YEAR_END] += status == Status.WGA_LAU
                row[columns.FIRST_EVENT + (Event.IVA_DAYS if status == Status.IVA else Event.WGA_DAYS)] += 365
            row[columns.FIRST_EVENT + Event.SANCTION_DAYS] += 300 * (status == Status.SANCTIE)
            _pay(row, status=status, cents=int(rng.integers(1_000_000, 3_000_000)), money=money, rng=rng)
    return cells


def _pay(
    row: npt.NDArray[np.int64], *, status: int, cents: int, money: npt.NDArray[np.int32], rng: np.random.Generator
) -> None:
    item = _ITEM_OF_STATUS.get(Status(status)) if status < OUTSIDE else None
    if item is not None:
        row[money[item, rng.choice(columns.PAYERS_OF_ITEM[item])]] += cents
        row[columns.receipt_column_table()[item]] += cents


def _scheme(status: int) -> Scheme | None:
    if status in _WGA:
        return Scheme.WGA
    return Scheme.IVA if status == Status.IVA else None


def _wia_position(status: int, age: int, sex: int) -> int:
    scheme = Scheme.IVA if status == Status.IVA else Scheme.WGA
    return (int(scheme) * len(AgeBand) + age) * len(Sex) + sex


@pytest.fixture(scope="session")
def ledger() -> Callable[..., Cells]:
    """Return the maker of ledgers that balance."""
    return random_ledger
