"""Measure the engine: generator, a block of lives, the split, the tables. Nothing here fails on a time."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import N_CONTINUATIONS, simulate_block, split_block
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import draw
from poortwachter.scenario.load import current_world
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world

KEY = (np.uint64(1), np.uint64(0))
WORKERS = 5_000
DRAWS = 1_000_000


@compiled
def many_draws(key, number):
    found = np.uint64(0)
    for worker in range(number):
        found ^= draw(key, worker, 0, 0, 1, 0, 0)[0]
    return found


def ledger(*shape: int) -> Any:
    return np.zeros((*shape, N_COLUMNS), dtype=np.int64)


@pytest.mark.benchmark(group="generator")
def test_a_million_blocks_of_four_words(benchmark: Any) -> None:
    many_draws(KEY, 1)
    benchmark(many_draws, KEY, DRAWS)


@pytest.mark.benchmark(group="lives")
def test_five_thousand_workers_2004_to_2080(benchmark: Any, built: Built) -> None:
    cells, world, life = ledger(GROUPS, built.world.clock.years), pack(built.world), scratch()
    simulate_block(cells, world, KEY, 0, 0, 1, life)
    benchmark(simulate_block, cells, world, KEY, 0, 0, WORKERS, life)


@pytest.mark.benchmark(group="lives")
def test_five_thousand_workers_split(benchmark: Any, built: Built) -> None:
    ground = {"riv_toets.grond_bedrijfsarts_toetsbaar": {date(2023, 7, 1): False}}
    current = current_world()
    changed = current.overridden({"law": ground})
    after = build_world(changed, dated=current, horizon=Horizon(last_year=2080, price_year=2022, frozen=False))
    years = built.world.clock.years
    ledgers = ledger(GROUPS, years), ledger(N_CONTINUATIONS, GROUPS, years)
    worlds = pack(built.world), pack(after.world)
    split_block(*ledgers, *worlds, KEY, 0, 0, 1, 4, scratch())
    benchmark(split_block, *ledgers, *worlds, KEY, 0, 0, WORKERS, 4, scratch())


@pytest.mark.benchmark(group="start")
def test_the_tables_of_a_world(benchmark: Any) -> None:
    current = current_world()
    horizon = Horizon(last_year=2080, price_year=2022, frozen=False)
    benchmark(build_world, current, dated=current, horizon=horizon)


@pytest.mark.benchmark(group="start")
def test_the_parameters(benchmark: Any) -> None:
    benchmark(current_world.__wrapped__ if hasattr(current_world, "__wrapped__") else current_world)
