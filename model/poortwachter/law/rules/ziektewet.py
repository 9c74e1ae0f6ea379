"""Sickness benefit (art. 29 Ziektewet)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def ziekengeld(maandloon, share):
    """Return the sickness benefit in eurocents a month: share x maandloon. Source: art. 29 lid 7 ZW."""
    return to_cents(maandloon * share)
