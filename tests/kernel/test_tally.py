"""Tallies against a slow twin that lives every worker into a ledger of its own."""

from collections.abc import Callable

import numpy as np
import pytest

from poortwachter.accounting import columns, tallies
from poortwachter.accounting.tallies import COLUMNS, OfCohort, Tallied, Tallies
from poortwachter.accounting.views import wia_inflow_cells, wia_stock_cells
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import BIRTH, SEX
from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.blocks import Ledger, Lives, plain_ledger, scratch, tallied_ledger
from poortwachter.simulation.worlds import Built

WORKERS = 600


@pytest.fixture(scope="module")
def built(build: Callable[..., Built], much_illness: dict[str, object]) -> Built:
    return build(behaviour=much_illness)


def lives(built: Built, *, threads: int = 1, block_size: int = 500) -> Lives:
    return Lives(built.totals.cohort_workers(WORKERS), 1, 0, threads, block_size)


def tallied(built: Built, **how: int) -> tuple[Ledger, Tallies]:
    years = built.world.clock.years
    return tallied_ledger(pack(built.world), years=years, lives=lives(built, **how), progress=lambda _: None)


@pytest.fixture(scope="module")
def counted(built: Built) -> tuple[Ledger, Tallies]:
    return tallied(built)


@pytest.fixture(scope="module")
def twin(built: Built) -> Tallies:
    """Live one by one in Python, and spread week by week."""
    years = built.world.clock.years
    found = Tallies(*(np.zeros(shape, dtype=np.int64) for shape in tallies.shapes(years)))
    packed, key, life = pack(built.world), (np.uint64(1), np.uint64(0)), scratch()
    for cohort, number in enumerate(lives(built).workers):
        for ordinal in range(int(number)):
            cells = np.zeros((GROUPS, years, columns.N_COLUMNS), dtype=np.int64)
            simulate_block(cells, packed, key, cohort, ordinal, ordinal + 1, life)
            tally(found, row=cells[ordinal % GROUPS], group=ordinal % GROUPS, built=built, life=life[0])
    return found


def tally(found: Tallies, *, row: Ledger, group: int, built: Built, life: Ledger) -> None:
    clock, ages = built.world.clock, built.world.ages
    for what, places in COLUMNS.items():
        counts = row[:, list(places)].sum(axis=1)
        for year in np.flatnonzero(counts):
            for week in range(clock.year_first_week[year], clock.year_first_week[year + 1]):
                band = ages.band7[ages.years[week - life[BIRTH]]]
                found.times[group, year, what, band, life[SEX]] += counts[year]
                found.persons[group, year, what, band, life[SEX]] += 1
    inflow, stock = (view(row).sum(axis=(1, 2, 3)) for view in (wia_inflow_cells, wia_stock_cells))
    if inflow.any():
        first = int(np.flatnonzero(inflow)[0])
        found.cohorts[group, first, :, OfCohort.INFLOW] += inflow
        found.cohorts[group, first, :, OfCohort.STOCK] += stock


def test_every_tally_is_that_of_lives_lived_one_by_one(counted: tuple[Ledger, Tallies], twin: Tallies) -> None:
    for name, here, there in zip(Tallies._fields, counted[1], twin, strict=True):
        assert there.any()
        assert np.array_equal(here, there), name


def test_the_ledger_beside_the_tallies_is_the_plain_one(built: Built, counted: tuple[Ledger, Tallies]) -> None:
    years = built.world.clock.years
    plain = plain_ledger(pack(built.world), years=years, lives=lives(built), progress=lambda _: None)
    assert np.array_equal(counted[0], plain)


@pytest.mark.parametrize(("threads", "block_size"), [(1, 7), (3, 64), (2, 100_000)])
def test_tallies_are_the_same_for_any_threads_and_blocks(
    built: Built, counted: tuple[Ledger, Tallies], threads: int, block_size: int
) -> None:
    cells, found = tallied(built, threads=threads, block_size=block_size)
    assert np.array_equal(cells, counted[0])
    assert all(np.array_equal(here, there) for here, there in zip(found, counted[1], strict=True))


def test_every_event_is_counted_at_some_age_in_every_week_of_its_year(
    built: Built, counted: tuple[Ledger, Tallies]
) -> None:
    weeks = np.diff(built.world.clock.year_first_week)
    cells, found = counted
    for what in Tallied:
        in_ledger = cells[:, :, list(COLUMNS[what])].sum(axis=(0, 2))
        assert np.array_equal(found.times[:, :, what].sum(axis=(0, 2, 3)), in_ledger * weeks)


def test_who_has_more_than_one_spell_in_a_year_is_one_person(counted: tuple[Ledger, Tallies]) -> None:
    times, persons = (table[:, :, Tallied.SPELLS].sum() for table in counted[1][:2])
    assert 0 < persons < times


def test_cohorts_hold_all_inflow_and_all_stock(counted: tuple[Ledger, Tallies]) -> None:
    cells, found = counted
    for what, view in ((OfCohort.INFLOW, wia_inflow_cells), (OfCohort.STOCK, wia_stock_cells)):
        assert np.array_equal(found.cohorts[..., what].sum(axis=(0, 1)), view(cells).sum(axis=(0, 2, 3, 4)))
    stock = found.cohorts[..., OfCohort.STOCK].sum(axis=0)
    assert not np.tril(stock, k=-1).any()
