"""Draw by counter: Philox4x32-10, and what is made of its words (docs/life.md, section 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

Words = tuple[int, int, int, int]

NEVER: Final = 2**30
"""A week that does not come; a number, so that NEVER + 104 is later than NEVER."""

NUMBER: Final = {
    "birth": 1,
    "fate": 2,
    "job": 3,
    "onset": 4,
    "vangnet": 5,
    "middle": 6,
    "claim": 7,
    "sanction": 8,
    "assessment": 9,
    "wia exit": 10,
    "under 35": 11,
    "reopening": 12,
    "sanction return": 13,
    "household": 14,
    "file": 15,
    "extension": 16,
    "leaver": 17,
    "right": 18,
    "resumption": 19,
    "examiners": 20,
    "cause": 21,
    "frailty": 22,
}
"""Number of every draw in the counter (section 21)."""

_WORD: Final = 2**32
_BELOW_WORD: Final = _WORD - 1


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Return the four 32-bit words of a counter.

    Source: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        even, odd = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (odd >> 32) ^ c1 ^ k0, odd & _BELOW_WORD, (even >> 32) ^ c3 ^ k1, even & _BELOW_WORD
        k0, k1 = (k0 + 0x9E3779B9) & _BELOW_WORD, (k1 + 0xBB67AE85) & _BELOW_WORD
    return c0, c1, c2, c3


@dataclass(frozen=True)
class Chance:
    """The chance of one worker: attributes of the person, and choices in her life."""

    seed: int
    replication: int
    worker: int
    cohort: int

    def attribute(self, name: str, step: int, part: int) -> Words:
        """Return A(name, step, part)."""
        high = self.cohort * 2**16 + part
        return philox((self.worker, high, NUMBER[name] * 2**16 + step, 0), (self.seed, self.replication))

    def choice(self, name: str, step: int, *, onset: int, replicate: int) -> Words:
        """Return D(name, step) at this onset."""
        high = self.cohort * 2**16 + onset
        return philox((self.worker, high, NUMBER[name] * 2**16 + step, replicate), (self.seed, self.replication))


def unit(word: int) -> float:
    """Return the word as a number strictly between 0 and 1."""
    return word * 2.0**-32 + 2.0**-33


def within(word: int, n: int) -> int:
    """Return a whole number from 0 to n - 1."""
    return word * n // _WORD


def pick(word: int, cumulative: Sequence[int]) -> int:
    """Return the first place whose cumulative threshold exceeds the word."""
    return next((place for place, threshold in enumerate(cumulative[:-1]) if word < threshold), len(cumulative) - 1)


def exponential(word: int) -> float:
    """Return -ln((word + 1/2) / 2**32) by a series with a fixed order of operations."""
    mantissa, halvings = word + 0.5, 32
    while mantissa < 2.0**31:
        mantissa, halvings = mantissa * 2.0, halvings + 1
    mantissa, halvings = mantissa * 2.0**-31, halvings - 31
    if mantissa > 1.4142135623730951:
        mantissa, halvings = mantissa / 2.0, halvings - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    series = 1.0 / 15.0
    for n in (13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0):
        series = series * square + 1.0 / n
    return halvings * 0.6931471805599453 - (2.0 * s) * series


def wait(word: int, rate: float) -> int:
    """Return the whole weeks until an event with a weekly rate."""
    if not rate > 0.0:
        return NEVER
    return 0 if rate == inf else int(min(exponential(word) / rate, 2.0**53))


def wait_two_rates(word: int, *, passed: int, border: int, first: float, later: float) -> int:
    """Return the whole weeks until an event whose rate changes when `passed` reaches the border (section 16)."""
    reach, start = exponential(word), 0
    if passed < border:
        before = (border - passed) * first
        if reach < before:
            return int(reach / first)
        reach, start = reach - before, border - passed
    return int(min(reach / later, 2.0**53)) + start if later > 0.0 else NEVER
