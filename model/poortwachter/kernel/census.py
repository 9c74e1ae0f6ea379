"""Live people to the end of the clock and keep what they then are."""

import numpy as np

from poortwachter.kernel.birth import move_on
from poortwachter.kernel.simulate import enter, first_of_group, live_on
from poortwachter.kernel.state import CHANGE, STATUS
from poortwachter.primitives.codes import GROUPS, Status
from poortwachter.primitives.compiled import compiled

_ONCE = np.int64(1)
_AT_WORK = np.int64(0)
_WERK, _ONDER35 = np.int64(Status.WERK), np.int64(Status.ONDER35_WERK)


@compiled
def census_block(people, cells, world, key, cohort, first, last):
    """Live the workers first .. last - 1 of a cohort, group after group, and leave each life as it then stands.

    people: int64 (last - first, N_FIELDS); cells: ledger (256, Y, C). A life takes the jobs of the time it passed
    only where its next potential spell asks for one, so those at work are brought up to the day.
    """
    for group in range(GROUPS):
        for worker in range(first_of_group(first, group), last, GROUPS):
            life = people[worker - first]
            enter(cells[group], _ONCE, world, key, life, cohort, worker)
            live_on(cells[group], _ONCE, world, key, life, _AT_WORK)
            if life[STATUS] == _WERK or life[STATUS] == _ONDER35:
                while life[CHANGE] <= world.clock.weeks:
                    move_on(world, key, life)
