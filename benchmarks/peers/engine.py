"""The engine itself: compiled Python, from event to event."""

import numpy as np

from benchmarks.peers.outcome import Outcome, model
from poortwachter.kernel import reduced as kernel
from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.reduced import build_tables, work_space


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate the baseline on one thread."""
    outcome, p = Outcome(slots, weeks), model(weeks)
    tables = build_tables(p, seed=seed, replication=0)
    points = work_space(tables)
    shape = (GROUPS, weeks // p.weeks_per_year, kernel.COLUMNS)
    with outcome.timed():
        ledger, unused = np.zeros(shape, dtype=np.int64), np.zeros((GROUPS, 1, 1), dtype=np.int64)
        kernel.simulate_slots(tables, points, 0, slots, kernel.BASELINE_ONLY, 0, ledger, unused)
    outcome.read_ledger(ledger)
    return outcome
