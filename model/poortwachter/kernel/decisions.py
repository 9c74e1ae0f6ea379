"""Fork a life at decisions whose chances a reform changes.

A decision point has two outcomes or more, and says with what chance each comes under a policy: its chance function,
which is asked under both. Where the chances differ, the split adds for each outcome the difference in chance times
the life that follows from it under the reform. That is exact for a reform that changes nothing else: along the
baseline's own course the differences at its decisions telescope to the difference between the two policies.

A decision notes the life as it stands when it is reached, and the life goes on; what was noted is followed when the
spell is over. The gate, whose outcome is decided weeks before it takes effect, is split where it is passed.
"""

from enum import IntEnum
from typing import Final

import numpy as np

from poortwachter.behaviour.table import GATE_UNIT
from poortwachter.kernel.state import (
    BATCH,
    DRAWN,
    FORCED,
    FORK_AREA,
    FORK_POINT,
    FORK_VALUE,
    FORK_WEEK,
    FORKS,
    N_STATE,
    ONSET,
    REPLICATE,
)
from poortwachter.primitives.compiled import compiled

_TO_UNIT = np.uint64(12)
CHANCE_UNIT: Final = float(GATE_UNIT)
"""Chances at decisions are whole multiples of one over this, 2**20."""
_AS_IT_STANDS: Final = np.int64(0)
_NOT_FORCED: Final = np.int64(0)


class Point(IntEnum):
    """Name a decision at which a life can fork."""

    GATE = 0
    OBJECTION = 1
    AWARD = 2
    SHORTCOMING = 3


DECIDE: Final[dict[str, Point]] = {
    "gate": Point.GATE,
    "ground_tested": Point.GATE,
    "upheld": Point.OBJECTION,
    "zw_shortcoming": Point.SHORTCOMING,
    "award": Point.AWARD,
    "award_alignment": Point.AWARD,
    "award_after_extension": Point.AWARD,
    "award_lapsed_returner": Point.AWARD,
    "award_lapsed_stayer": Point.AWARD,
    "award_medical_ground": Point.AWARD,
}
"""Tables that say nothing but the chances at a decision, and at which."""


@compiled
def in_units(word):
    """Return a word, or a threshold for words, in units of 2**-20."""
    return np.int64(word >> _TO_UNIT)


@compiled
def yes(life, word, chance):
    """Return the outcome of a decision with two: as forced, once, or as drawn."""
    forced = life[FORCED]
    if forced == _NOT_FORCED:
        return in_units(word) < chance
    life[FORCED] = _NOT_FORCED
    return forced > _NOT_FORCED


@compiled
def note(life, point, week, value):
    """Note a life as it stands at a decision; week and value: what following it needs beside its state."""
    place = FORK_AREA + life[FORKS] * N_STATE
    life[FORKS] += 1
    for field in range(N_STATE):
        life[place + field] = life[field]
    life[place + FORK_POINT] = point
    life[place + FORK_WEEK] = week
    life[place + FORK_VALUE] = value


@compiled
def recall(life, number, copy, replicate):
    """Make a copy of a noted life, for a replicate."""
    copy_state(life, FORK_AREA + number * N_STATE, copy, replicate)


@compiled
def copy_life(life, copy, replicate):
    """Make a copy of a life as it stands, for a replicate."""
    copy_state(life, _AS_IT_STANDS, copy, replicate)


@compiled
def copy_state(life, place, copy, replicate):
    """Copy the state that begins at a place, with chance of its own: onsets drawn anew, and nothing noted."""
    for field in range(N_STATE):
        copy[field] = life[place + field]
    copy[REPLICATE] = replicate + 1
    copy[DRAWN] = copy[ONSET] - BATCH
    copy[FORKS] = 0
