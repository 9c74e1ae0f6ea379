"""Unemployment benefit after dismissal (art. 42-47 WW)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def ww(maandloon, share):
    """Return the unemployment benefit in eurocents a month: share x maandloon. Source: art. 47 WW."""
    return to_cents(maandloon * share)


@compiled
def ww_months(history_years, minimum, maximum):
    """Return the longest duration in months: one a year of work history, between minimum and maximum.

    Source: art. 42 WW.
    """
    return int(min(max(history_years, minimum), maximum))
