"""Build worlds to live in: current law, and the reform that makes the bedrijfsarts' advice decisive."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.blocks import Lives, scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world

HORIZON = Horizon(last_year=2030, price_year=2022, frozen=False)
KEY = (np.uint64(1), np.uint64(0))

Override = dict[str, Any]


@pytest.fixture(scope="session")
def current() -> World:
    return current_world()


@pytest.fixture(scope="session")
def build(current: World) -> Callable[..., Built]:
    """Return a builder of worlds with overrides that hold from the start."""

    def built(*, law: Override | None = None, behaviour: Override | None = None, horizon: Horizon = HORIZON) -> Built:
        start = date(2004, 1, 1)
        changed = current.overridden(
            {
                "law": {name: {start: value} for name, value in (law or {}).items()},
                "behaviour": {name: {start: value} for name, value in (behaviour or {}).items()},
            }
        )
        return build_world(changed, dated=current, horizon=horizon)

    return built


@pytest.fixture(scope="session")
def lives() -> Callable[..., Lives]:
    def of(built: Built, *, workers: int, threads: int = 2, block_size: int = 4096, seed: int = 1) -> Lives:
        return Lives(built.totals.cohort_workers(workers), seed, 0, threads, block_size)

    return of


@pytest.fixture(scope="session")
def rows_by_worker() -> Callable[[Built, int], Any]:
    """Return the ledger rows (Y, C) of single workers of the first cohort, one by one."""

    def rows(built: Built, number: int) -> Any:
        world = pack(built.world)
        cells = np.zeros((GROUPS, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)
        found = np.empty((number, *cells.shape[1:]), dtype=np.int64)
        for worker in range(number):
            simulate_block(cells, world, KEY, 0, worker, worker + 1, scratch())
            found[worker] = cells[worker % GROUPS]
            cells[worker % GROUPS] = 0
        return found

    return rows
