"""Draw for a life: one block of four words for each decision, by who, which spell, which decision and step."""

from typing import Final

import numpy as np

from poortwachter.kernel.state import (
    ACCEPTS,
    BATCH,
    COHORT,
    DRAWN,
    GAP_FACTOR,
    GAPS,
    LENGTHS,
    NEVER,
    ONSET,
    REPLICATE,
    ROUTES,
    WORKER,
)
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, draw, exponential

# Typed constants: a plain integer would compile a function anew for every value it is called with.
FIRST: Final = np.int64(0)
SECOND: Final = np.int64(1)
THIRD: Final = np.int64(2)
_ONSET: Final = np.int64(Decision.ONSET)
_WORD_BITS: Final = np.uint64(32)
LONGEST: Final = 2.0**53
"""Weeks that a time drawn at a rate next to zero is held to, far beyond NEVER."""


@compiled
def decide(key, life, decision, step):
    """Return the words of a decision in the present spell of a life, and of its replicate in a split."""
    return draw(key, life[WORKER], life[COHORT], life[ONSET], decision, step, life[REPLICATE])


@compiled
def attribute(key, life, decision, step, part):
    """Return the words of an attribute of a worker, the same in every replicate.

    part: which block of words of it, from FIRST on; it takes the place of the onset in the counter.
    """
    return draw(key, life[WORKER], life[COHORT], part, decision, step, FIRST)


@compiled
def draw_onsets(key, life):
    """Draw the next batch of potential onsets at once, which the vector unit does many times faster than one by one."""
    worker, cohort, first, replicate = life[WORKER], life[COHORT], life[ONSET], life[REPLICATE]
    mean_gap = np.int64(life[GAP_FACTOR]).view(np.float64)
    for place in range(BATCH):
        gap, accept, length, route = draw(key, worker, cohort, first + place, _ONSET, FIRST, replicate)
        life[GAPS + place] = np.int64(exponential(np.int64(gap)) * mean_gap)
        life[ACCEPTS + place] = np.int64(accept)
        life[LENGTHS + place] = np.int64(length)
        life[ROUTES + place] = np.int64(route)
    life[DRAWN] = first


@compiled
def within(word, count):
    """Return a whole number below `count`, uniform."""
    return np.int64((word * np.uint64(count)) >> _WORD_BITS)


@compiled
def weeks_until(word, rate):
    """Return the whole weeks until an event with a weekly rate; NEVER where the rate is zero."""
    return np.int64(min(exponential(np.int64(word)) / rate, LONGEST)) if rate > 0.0 else np.int64(NEVER)
