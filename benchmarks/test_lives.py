"""Measure the kernel: lives by number of workers, threads and horizon, and the small invented model beside it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.measure import Measure
from benchmarks.work import Work, draws_per_event, work_of
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Ledger, Lives, plain_ledger, scratch
from poortwachter.simulation.reduced import ReducedResult, read_model, simulate_reduced
from poortwachter.simulation.worlds import Built

WORKERS = 10_000
LAST_YEAR = 2080
SLOTS = 40_000
COUNTRY = 8_500_000
"""Employees in work on 1 January 2025."""
ROUNDS = {WORKERS: 7, 100_000: 5, 1_000_000: 4, COUNTRY: 1}
MARKS = {WORKERS: (pytest.mark.quick,), 1_000_000: (pytest.mark.full,), COUNTRY: (pytest.mark.full,)}
SIZES = [pytest.param(workers, marks=MARKS.get(workers, ())) for workers in ROUNDS]


def live(built: Built, *, workers: int, threads: int = 1) -> Callable[[], Ledger]:
    """Return what lives so many workers, as a run does, without building their world."""
    lives = Lives(built.totals.cohort_workers(workers), 1, 0, threads, DEFAULT_BLOCK)
    world, years = pack(built.world), built.world.clock.years
    return lambda: plain_ledger(world, years=years, lives=lives, progress=lambda _: None)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("workers", SIZES)
@pytest.mark.benchmark(group="lives by number of workers")
def test_lives_of(measure: Measure, built: Any, workers: int, threads: int) -> None:
    function = live(built(LAST_YEAR), workers=workers, threads=threads)
    measure(function, unit="lives", work=work_of, rounds=ROUNDS[workers], warm=workers <= WORKERS)


@pytest.mark.parametrize("last_year", [2030, 2050, 2080, 2100])
@pytest.mark.benchmark(group="lives by horizon")
def test_lives_up_to(measure: Measure, built: Any, last_year: int) -> None:
    measure(live(built(last_year), workers=WORKERS), unit="person_years", work=work_of)


@pytest.mark.benchmark(group="lives")
def test_one_life_per_call(measure: Measure, built: Any) -> None:
    """Most of it is the call from Python, which a block of lives pays once."""
    world, years, workers = pack(built(LAST_YEAR).world), built(LAST_YEAR).world.clock.years, 1_000
    cells, key, room = np.zeros((GROUPS, years, N_COLUMNS), dtype=np.int64), (np.uint64(1), np.uint64(0)), scratch()

    def each() -> Ledger:
        cells[:] = 0
        for worker in range(workers):
            simulate_block(cells, world, key, np.int64(0), np.int64(worker), np.int64(worker + 1), room)
        return cells

    measure(each, unit="calls", work=lambda cells: {"calls": workers, **work_of(cells)})


@pytest.mark.quick
@pytest.mark.benchmark(group="events")
def test_events_of_the_model(measure: Measure, built: Any) -> None:
    draws = draws_per_event("life")

    def work(cells: Ledger) -> Work:
        counted = work_of(cells)
        return counted | {"draws": draws * counted["events"]}

    measure(live(built(LAST_YEAR), workers=WORKERS), unit="events", work=work)


@pytest.mark.quick
@pytest.mark.benchmark(group="events")
def test_events_of_the_small_model(measure: Measure) -> None:
    model, draws = read_model(), draws_per_event("reduced")

    def work(found: ReducedResult) -> Work:
        onsets, gates, sanctions = found.baseline.events(by_year=False)[0]
        events = onsets + gates + sanctions
        years = SLOTS * found.baseline.groups.shape[1]
        return {"person_years": years, "spells": onsets, "events": events, "draws": draws * events}

    measure(lambda: simulate_reduced(model, slots=SLOTS, method="baseline"), unit="events", work=work)
