"""Live all workers of some error groups, cohort after cohort: what a thread does at a time.

A worker belongs to one group, so that threads with different groups share one ledger without a word. The rows of the
group that is being lived stay in a core's cache from its first life to its last; those of all groups would not fit.
"""

import numpy as np

from poortwachter.kernel.reach import touched
from poortwachter.kernel.simulate import enter, live_and_split, live_whole
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled

_WHOLE = np.int64(1)


@compiled
def simulate_groups(cells, world, key, workers, first, last, life):
    """Live the workers of groups first .. last - 1 into a ledger (256, Y, C).

    workers: (cohorts,) number of workers; life: scratch, int64 (2, N_FIELDS).
    """
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                live_whole(cells[group], _WHOLE, world, key, life[0], cohort, worker)


@compiled
def affected_groups(cells, effect, world, reform, key, workers, first, last, stage, from_week, life):
    """Live the workers of groups first .. last - 1, and those again whom a reform can touch.

    cells, effect: ledgers (256, Y, C) of the baseline and of reform minus baseline; stage, from_week: see
    `reach.touched`; life: scratch, int64 (2, N_FIELDS).
    """
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                live_whole(cells[group], _WHOLE, world, key, life[0], cohort, worker)
                if touched(life[0], stage, from_week):
                    live_whole(effect[group], -_WHOLE, world, key, life[0], cohort, worker)
                    live_whole(effect[group], _WHOLE, reform, key, life[0], cohort, worker)


@compiled
def split_groups(cells, effect, world, reform, key, workers, first, last, replicates, life):
    """Live the workers of groups first .. last - 1 with the split estimator.

    life: scratch, int64 (2, N_FIELDS): a life and the copy that is continued.
    """
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(cells[group], _WHOLE, world, key, life[0], cohort, worker)
                live_and_split(cells[group], effect, world, reform, key, life[0], life[1], replicates)
