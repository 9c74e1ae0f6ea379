"""A life in plain Python has the compiled life's ledger; the plain half runs as a script, without compilation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting.columns import FIRST_EVENT, N_COLUMNS
from poortwachter.kernel.pack import pack
from poortwachter.kernel.plain import live, plain_world
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import GROUPS, Event
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Horizon, build_world

LEADING = "advies_bedrijfsarts_leidend"
Ledger = npt.NDArray[np.int64]
Who = list[tuple[int, int]]


def worlds() -> tuple[World, World]:
    resolved = resolve(load(LEADING), RunOptions(to=2060))
    horizon = Horizon(last_year=2060, price_year=2022, frozen=False)
    baseline, reform = (
        build_world(policy, dated=resolved.baseline, horizon=horizon).world
        for policy in (resolved.baseline, resolved.reform)
    )
    return baseline, reform


def compiled_rows(world: World, who: Who) -> Ledger:
    """Return the ledger (workers, Y, C) of single workers by the compiled kernel."""
    record, key = pack(world), (np.uint64(1), np.uint64(0))
    cells = np.zeros((GROUPS, world.clock.years, N_COLUMNS), dtype=np.int64)
    rows = np.empty((len(who), world.clock.years, N_COLUMNS), dtype=np.int64)
    for place, (cohort, worker) in enumerate(who):
        simulate_block(cells, record, key, cohort, worker, worker + 1, scratch())
        rows[place] = cells[worker % GROUPS]
        cells[worker % GROUPS] = 0
    return rows


def plain_rows(world: World, who: Who) -> Ledger:
    tables = plain_world(world)
    return np.stack([live(tables, seed=1, replication=0, cohort=cohort, worker=worker) for cohort, worker in who])


@pytest.fixture(scope="module")
def who() -> Who:
    """Return workers whose sanction lapses under the reform, others who reach the gate, and some of other cohorts."""
    candidates = [(0, worker) for worker in range(3000)]
    counts = compiled_rows(worlds()[1], candidates)[
        :, :, [FIRST_EVENT + Event.SANCTION_LAPSED, FIRST_EVENT + Event.RIV]
    ]
    lapsed, tested = counts.sum(axis=1).T > 0
    at_gate = np.concatenate([np.flatnonzero(lapsed)[:2], np.flatnonzero(tested & ~lapsed)[:8]])
    assert lapsed.any()
    return [*(candidates[place] for place in at_gate), *((cohort, 7 * cohort) for cohort in range(1, 55, 3))]


def test_a_plain_life_has_the_compiled_ledger_bit_for_bit(who: Who, tmp_path: Path) -> None:
    found = tmp_path / "rows.npy"
    subprocess.run(
        [sys.executable, "-W", "error", __file__, json.dumps(who), str(found)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        check=True,
    )
    compiled = np.stack([compiled_rows(world, who) for world in worlds()])
    np.testing.assert_array_equal(np.load(found), compiled)
    assert (compiled[0] != compiled[1]).any()


def test_plain_tables_are_refused_where_the_kernel_is_compiled() -> None:
    with pytest.raises(RuntimeError, match="NUMBA_DISABLE_JIT"):
        plain_world(worlds()[0])


if __name__ == "__main__":
    np.save(sys.argv[2], np.stack([plain_rows(world, json.loads(sys.argv[1])) for world in worlds()]))
