"""Draw chance without state: a draw is a function of who, when and which decision.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011) maps a
counter of four 32-bit words and a key of two to four uniform 32-bit words. The counter is (ordinal of the
worker in the cohort; cohort << 16 | ordinal of the onset; decision << 16 | step; split replicate) and the key
is (seed, replication), so no draw depends on how many draws were made before.
"""

from enum import IntEnum

import numpy as np

from poortwachter.primitives.compiled import compiled, inlined

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_SHIFT = np.uint64(16)
_ONE = np.uint64(1)


class Decision(IntEnum):
    """Name the decision a block of four words serves. Append-only: a new decision takes the next number."""

    BIRTH = 1
    FATE = 2
    JOB = 3
    ONSET = 4
    VANGNET = 5
    MIDDLE = 6
    CLAIM = 7
    SANCTION = 8
    ASSESSMENT = 9
    WIA_EXIT = 10
    UNDER_35 = 11
    REOPENING = 12
    SANCTION_RETURN = 13
    HOUSEHOLD = 14
    FILE = 15
    EXTENSION = 16
    LEAVER = 17
    RIGHT = 18
    RESUMPTION = 19
    EXAMINERS = 20
    CAUSE = 21
    FRAILTY = 22


@inlined
def philox(c0, c1, c2, c3, k0, k1):
    """Return the four output words of Philox4x32-10 as uint64 values below 2**32.

    Arguments are uint64 values below 2**32: counter words c0..c3 and key words k0, k1.
    """
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@inlined
def draw(key, worker, cohort, onset, decision, step, replicate):
    """Return four uniform 32-bit words for one decision of one worker.

    key: (seed, replication) as uint64 pair; the others are non-negative integers: ordinal of the worker in
    the cohort, cohort number, ordinal of the potential onset, decision number, step within it, and replicate.
    """
    return philox(
        np.uint64(worker),
        (np.uint64(cohort) << _SHIFT) | np.uint64(onset),
        (np.uint64(decision) << _SHIFT) | np.uint64(step),
        np.uint64(replicate),
        key[0],
        key[1],
    )


_UNIT = 1.0 / 4294967296.0
_HALF_UNIT = 0.5 / 4294967296.0


@compiled
def unit(word):
    """Return the float64 in the open interval (0, 1) at the centre of the word's cell."""
    return np.float64(word) * _UNIT + _HALF_UNIT


_LN2 = 0.6931471805599453
_SQRT2 = 1.4142135623730951
_EXPONENT = np.int64(52)
_BIAS = np.int64(1023)
_FRACTION = np.int64((1 << 52) - 1)
_EXPONENT_OF_ONE = np.int64(1023 << 52)
_WORD_BITS = np.int64(32)


@inlined
def exponential(word):
    """Return -ln(u) for u at the centre of the word's cell, by + - x / and comparisons only.

    The word is scaled to m in [1/sqrt(2), sqrt(2)) by its exponent; ln m = 2 artanh((m - 1) / (m + 1)) as an odd
    polynomial of degree 15, whose truncation error is below 3e-14. The same bytes on every processor. Free of
    branches, so that a batch goes through the vector unit.
    """
    bits = np.float64(np.float64(word) + 0.5).view(np.int64)
    m = np.int64((bits & _FRACTION) | _EXPONENT_OF_ONE).view(np.float64)
    halvings = np.float64(_WORD_BITS + _BIAS - (bits >> _EXPONENT))
    upper = m > _SQRT2
    m = m * 0.5 if upper else m
    halvings = halvings - 1.0 if upper else halvings
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = 1.0 / 15.0
    p = p * q + 1.0 / 13.0
    p = p * q + 1.0 / 11.0
    p = p * q + 1.0 / 9.0
    p = p * q + 1.0 / 7.0
    p = p * q + 1.0 / 5.0
    p = p * q + 1.0 / 3.0
    p = p * q + 1.0
    return halvings * _LN2 - 2.0 * s * p


@compiled
def pick(word, thresholds):
    """Return the first index whose cumulative threshold exceeds the word.

    thresholds: uint64 (n,), cumulative probabilities times 2**32, the last one 2**32.
    """
    low = 0
    high = thresholds.shape[0] - 1
    while low < high:
        middle = (low + high) >> 1
        if word < thresholds[middle]:
            high = middle
        else:
            low = middle + 1
    return low
