"""Amount of the IVA benefit (art. 51 Wet WIA)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def iva(maandloon, share):
    """Return the benefit for full and lasting disability in eurocents a month: share x maandloon.

    Source: art. 51 lid 1 Wet WIA.
    """
    return to_cents(maandloon * share)
