"""Advances (voorschotten) while a claim waits for its decision, and their settlement (art. 67 Wet WIA)."""

from poortwachter.law.rules.wga import lgu
from poortwachter.primitives.compiled import compiled


@compiled
def advance(maandloon, counted, share):
    """Return the advance in eurocents a month: share x (A - B x C / D), as the wage-related benefit would be.

    maandloon: A; counted: income B scaled by C / D where the dagloon is at its maximum; share: 0.70 or 0.75.
    Source: UWV-instructie voorschot WIA.
    """
    return lgu(maandloon, counted, share)


@compiled
def overpaid(advanced, due):
    """Return what was advanced beyond what is due. Source: art. 76 en 77 Wet WIA."""
    return max(advanced - due, 0)


@compiled
def recovered(advanced, due, waived):
    """Return what is claimed back: what was advanced beyond what is due, less what is waived.

    Source: art. 77 Wet WIA.
    """
    return max(overpaid(advanced, due) - waived, 0)
