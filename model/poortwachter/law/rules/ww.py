"""Unemployment benefit after dismissal (art. 42-47 WW)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def ww(maandloon, share):
    """Return the unemployment benefit in eurocents a month: share x maandloon. Source: art. 47 WW."""
    return to_cents(maandloon * share)


@compiled
def ww_sick_weeks(unemployed, weeks):
    """Return for how many weeks of sickness unemployment benefit goes on: the first thirteen.

    Source: art. 43 lid 2 WW.
    """
    return weeks if unemployed else 0


@compiled
def ww_beside_income(maandloon, income, share):
    """Return the unemployment benefit in eurocents of a month with income: share x (maandloon - income).

    income: scaled to the maximised maandloon, as `wga.counted_income` does. Source: art. 47 lid 1 WW.
    """
    return ww(max(maandloon - income, 0), share)
