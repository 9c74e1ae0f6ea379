"""Follow who bears a WGA through the quarters by expected values: a small loop beside that of `rights`.

`study.expected.payers` says what is followed, sets everything up and reads it back.
"""

from typing import Final, NamedTuple

from poortwachter.kernel.expected.rights import HALF, PARTIAL, WGA, WHOLE, Array
from poortwachter.primitives.compiled import compiled

EMPLOYER, SECTOR, PUBLIC = range(3)
"""Who bears a right: Whk or own-risk bearer, sector fund, Aof."""
BEARERS: Final = 3


class Borne(NamedTuple):
    """Rights to a WGA; T quarters, D and L quarters since the start of a right, the last standing for all later."""

    new: Array
    """(T, 2, bearers) rights that begin in a quarter, by kind."""
    kept: Array
    changed: Array
    early: Array
    """(T, D, 2) share that keeps its kind over a quarter, changes it, and is in a wage-related benefit at its end."""
    term: Array
    """(T,) int64 quarters after which the Aof bears a right that begins then."""
    held: Array
    """(L, 2, bearers) rights as they stand: none before the first quarter."""
    in_early: Array
    in_later: Array
    """(T, 2, bearers) rights at the end of a quarter in the wage-related benefit, and after it."""


@compiled
def follow_bearers(borne: Borne) -> None:
    """Run forward from the first quarter to the last; the rights of every bearer last as long as others."""
    last = borne.held.shape[0] - 1
    for quarter in range(borne.new.shape[0]):
        for back in range(last + 1):
            duration = last - back
            _grow_older(borne, quarter, duration)
            if duration >= borne.term[max(quarter - duration, 0)]:
                _hand_over(borne, duration)
            _measure(borne, quarter, duration)


@compiled
def _grow_older(borne: Borne, quarter: int, duration: int) -> None:
    """Let rights reach a duration over a quarter; half of the new ones have begun before it."""
    place = min(duration, borne.kept.shape[1] - 1)
    for bearer in range(BEARERS):
        if duration == 0:
            partial = borne.new[quarter, PARTIAL, bearer] * HALF
            whole = borne.new[quarter, WHOLE, bearer] * HALF
        else:
            partial = borne.held[duration - 1, PARTIAL, bearer]
            whole = borne.held[duration - 1, WHOLE, bearer]
        if duration == borne.held.shape[0] - 1:
            partial += borne.held[duration, PARTIAL, bearer]
            whole += borne.held[duration, WHOLE, bearer]
        to_whole = partial * borne.changed[quarter, place, PARTIAL]
        to_partial = whole * borne.changed[quarter, place, WHOLE]
        borne.held[duration, PARTIAL, bearer] = partial * borne.kept[quarter, place, PARTIAL] + to_partial
        borne.held[duration, WHOLE, bearer] = whole * borne.kept[quarter, place, WHOLE] + to_whole
        if duration == 0:
            for kind in range(WGA):
                borne.held[0, kind, bearer] += borne.new[quarter, kind, bearer] * HALF


@compiled
def _hand_over(borne: Borne, duration: int) -> None:
    """Let the Aof bear rights from now on."""
    for kind in range(WGA):
        for bearer in range(PUBLIC):
            borne.held[duration, kind, PUBLIC] += borne.held[duration, kind, bearer]
            borne.held[duration, kind, bearer] = 0.0


@compiled
def _measure(borne: Borne, quarter: int, duration: int) -> None:
    """Add the rights of a duration at the end of a quarter."""
    place = min(duration, borne.early.shape[1] - 1)
    for kind in range(WGA):
        for bearer in range(BEARERS):
            first = borne.held[duration, kind, bearer] * borne.early[quarter, place, kind]
            borne.in_early[quarter, kind, bearer] += first
            borne.in_later[quarter, kind, bearer] += borne.held[duration, kind, bearer] - first
