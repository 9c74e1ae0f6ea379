"""Sickness benefit (art. 19aa, 29, 29b and 39a Ziektewet)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def ziekengeld(maandloon, share):
    """Return the sickness benefit in eurocents a month: share x maandloon. Source: art. 29 lid 7 ZW."""
    return to_cents(maandloon * share)


@compiled
def extended_weeks(shortcoming, maximum):
    """Return by how many weeks sickness benefit is extended at an employer that bears its own risk: 52 at most.

    Source: art. 29 lid 9 ZW.
    """
    return maximum if shortcoming else 0


@compiled
def recourse_weeks(stagnation, free, administrative, administrative_weeks):
    """Return over how many weeks sickness benefit is recovered from the former employer of who left sick.

    stagnation: weeks in which re-integration stood still; free: the first weeks (14) that do not count; an
    incomplete file costs administrative_weeks (1). Source: art. 39a ZW.
    """
    return administrative_weeks if administrative else max(stagnation - free, 0)
