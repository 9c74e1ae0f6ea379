"""Draw for a life: one block of four words for each decision, by who, which spell, which decision and step."""

from typing import Final

import numpy as np

from poortwachter.kernel.state import COHORT, NEVER, ONSET, REPLICATE, WORKER
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import draw, exponential

# Typed constants: a plain integer would compile a function anew for every value it is called with.
FIRST: Final = np.int64(0)
SECOND: Final = np.int64(1)
THIRD: Final = np.int64(2)
_WORD_BITS: Final = np.uint64(32)
LONGEST: Final = 2.0**53
"""Weeks that a time drawn at a rate next to zero is held to, far beyond NEVER."""


@compiled
def decide(key, life, decision, step):
    """Return the words of a decision in the present spell of a life, and of its replicate in a split."""
    return draw(key, life[WORKER], life[COHORT], life[ONSET], decision, step, life[REPLICATE])


@compiled
def attribute(key, life, decision, step, part):
    """Return the words of an attribute of a worker, the same in every replicate; `part` is FIRST or SECOND."""
    return draw(key, life[WORKER], life[COHORT], part, decision, step, FIRST)


@compiled
def within(word, count):
    """Return a whole number below `count`, uniform."""
    return np.int64((word * np.uint64(count)) >> _WORD_BITS)


@compiled
def weeks_until(word, rate):
    """Return the whole weeks until an event with a weekly rate; NEVER where the rate is zero."""
    return np.int64(min(exponential(word) / rate, LONGEST)) if rate > 0.0 else np.int64(NEVER)
