"""The monitor against the ledger it is counted beside, and against lives told one by one."""

from collections.abc import Callable

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.monitored import (
    ALL,
    ENDS,
    FIRST_GROUND,
    FIRST_SECTOR,
    FIRST_SIZE,
    GROUNDS,
    MEDICAL_ROLE,
    Counted,
    Kind,
)
from poortwachter.accounting.views import event_cells
from poortwachter.kernel.pack import pack
from poortwachter.primitives.codes import Event, Sector, Size
from poortwachter.simulation.blocks import Ledger, Lives, monitored_ledger, plain_ledger
from poortwachter.simulation.worlds import Built

WORKERS = 1500
OFTEN = {
    "riv_toets.kans_inhoudelijk": 0.3,
    "riv_toets.kans_administratief": 0.2,
    "loonsanctie.bezwaar_gegrond": 0.3,
}
PARTS = {
    "size": slice(FIRST_SIZE, FIRST_SIZE + len(Size)),
    "sector": slice(FIRST_SECTOR, FIRST_SECTOR + len(Sector)),
    "ground": slice(FIRST_GROUND, FIRST_GROUND + GROUNDS),
}


@pytest.fixture(scope="module")
def built(build: Callable[..., Built], much_illness: dict[str, object]) -> Built:
    return build(behaviour=much_illness | OFTEN)


def lives(built: Built, *, threads: int = 1, block_size: int = 500) -> Lives:
    return Lives(built.totals.cohort_workers(WORKERS), 1, 0, threads, block_size)


def monitored(built: Built, **how: int) -> tuple[Ledger, Ledger]:
    years = built.world.clock.years
    return monitored_ledger(pack(built.world), years=years, lives=lives(built, **how), progress=lambda _: None)


@pytest.fixture(scope="module")
def counted(built: Built) -> tuple[Ledger, Ledger]:
    return monitored(built)


def test_the_ledger_beside_the_monitor_is_the_plain_one(built: Built, counted: tuple[Ledger, Ledger]) -> None:
    years = built.world.clock.years
    plain = plain_ledger(pack(built.world), years=years, lives=lives(built), progress=lambda _: None)
    assert np.array_equal(counted[0], plain)


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (Kind.ADMINISTRATIVE, Event.SANCTION_ADMINISTRATIVE),
        (Kind.SUBSTANTIVE, Event.SANCTION_SUBSTANTIVE),
        (Kind.TESTED, Event.RIV),
    ],
)
def test_files_are_those_of_the_ledger_in_every_group_and_year(
    counted: tuple[Ledger, Ledger], kind: Kind, event: Event
) -> None:
    cells, found = counted
    assert found[:, :, kind, ALL, Counted.FILES].any()
    assert np.array_equal(found[:, :, kind, ALL, Counted.FILES], event_cells(cells)[..., event])


def test_grounds_of_substantive_sanctions_are_those_of_the_ledger(counted: tuple[Ledger, Ledger]) -> None:
    cells, found = counted
    events = event_cells(cells)[..., Event.GROUND_EMPLOYER : Event.GROUND_MEDICAL_ANY_ROLE + 1]
    here = found[:, :, Kind.SUBSTANTIVE, FIRST_GROUND : MEDICAL_ROLE + 1, Counted.FILES]
    assert np.array_equal(here, events)


@pytest.mark.parametrize("part", PARTS)
def test_every_file_has_one_size_one_sector_and_one_ground(counted: tuple[Ledger, Ledger], part: str) -> None:
    found = counted[1]
    assert np.array_equal(found[:, :, :, PARTS[part]].sum(axis=3), found[:, :, :, ALL])


def test_every_file_comes_to_one_end(counted: tuple[Ledger, Ledger]) -> None:
    found = counted[1]
    assert (found >= 0).all()
    assert all(found[:, :, Kind.SUBSTANTIVE, ALL, end].any() for end in ENDS)
    assert np.array_equal(found[..., list(ENDS)].sum(axis=-1), found[..., Counted.FILES])


def test_what_happens_on_the_way_adds_up_to_the_ledger(counted: tuple[Ledger, Ledger]) -> None:
    cells, found = counted
    for what, event in (
        (Counted.UPHELD, Event.OBJECTION_UPHELD),
        (Counted.REPAIRED, Event.SANCTION_REPAIRED),
        (Counted.DAYS, Event.SANCTION_DAYS),
    ):
        sanctions = found[:, :, [Kind.ADMINISTRATIVE, Kind.SUBSTANTIVE], ALL, what].sum(axis=(1, 2))
        assert sanctions.any()
        assert np.array_equal(sanctions, event_cells(cells)[..., event].sum(axis=1)), what.name


def test_who_is_extended_and_awarded_is_the_ledgers_award_after_a_sanction(counted: tuple[Ledger, Ledger]) -> None:
    cells, found = counted
    sanctions = found[:, :, [Kind.ADMINISTRATIVE, Kind.SUBSTANTIVE], ALL]
    awards = sanctions[..., [Counted.WGA_PARTIAL, Counted.WGA_FULL, Counted.IVA]].sum()
    after = event_cells(cells)[..., Event.AWARD_AFTER_SANCTION].sum()
    assert after <= awards <= after + sanctions[..., Counted.UPHELD].sum() + after // 50


@pytest.mark.parametrize(("threads", "block_size"), [(1, 7), (3, 64)])
def test_the_monitor_is_the_same_for_any_threads_and_blocks(
    built: Built, counted: tuple[Ledger, Ledger], threads: int, block_size: int
) -> None:
    for here, there in zip(monitored(built, threads=threads, block_size=block_size), counted, strict=True):
        assert np.array_equal(here, there)


def test_nothing_outside_the_ledger_is_counted(counted: tuple[Ledger, Ledger]) -> None:
    assert not counted[0][..., columns.ERROR_COLUMN].any()
