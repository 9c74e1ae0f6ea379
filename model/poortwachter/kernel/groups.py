"""Live all workers of some error groups, cohort after cohort: what a thread does at a time.

A worker belongs to one group, so that threads with different groups share one ledger without a word. The rows of the
group that is being lived stay in a core's cache from its first life to its last; those of all groups would not fit.
"""

import numpy as np

from poortwachter.kernel.reach import last_week, touched
from poortwachter.kernel.simulate import enter, live_and_split, live_on, live_whole
from poortwachter.kernel.state import REACHED
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled

_WHOLE = np.int64(1)
_AT_WORK = np.int64(0)


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

    effect: (last - first, 8, Y, C) ledgers of the continuations in these groups; life: scratch, int64 (2, N_FIELDS): a
    life and the copy that is continued.
    """
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(cells[group], _WHOLE, world, key, life[0], cohort, worker)
                live_and_split(cells[group], effect[group - first], world, reform, key, life[0], life[1], replicates)


@compiled
def chosen_groups(
    cells, effect, stage, until, world, reform, key, cohorts, workers, starts, first, last, replicates, life
):
    """Live chosen workers of groups first .. last - 1, with the split where there are replicates.

    cohorts, workers: (N,) who, group after group; starts: (257,) place of the first of each group; stage, until: (N,)
    receive the furthest stage of each, in her life or a continuation, and her last week: what `reach.touched` asks.
    """
    for group in range(first, last):
        row = cells[group]
        for place in range(starts[group], starts[group + 1]):
            enter(row, _WHOLE, world, key, life[0], np.int64(cohorts[place]), np.int64(workers[place]))
            if replicates == 0:
                live_on(row, _WHOLE, world, key, life[0], _AT_WORK)
            else:
                live_and_split(row, effect[group - first], world, reform, key, life[0], life[1], replicates)
            stage[place] = max(np.int64(stage[place]), life[0, REACHED])
            until[place] = max(np.int64(until[place]), last_week(life[0]))
