"""Transfer of the risk of WGA benefits with (part of) an undertaking (art. 82 lid 4 en 5 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def passed_on(risk, share):
    """Return the part of a risk that passes to who takes over a share of the undertaking.

    risk: part of the whole that the transferor has, who bears no risk itself; unrounded.
    Source: art. 82 lid 4 en 5 Wet WIA.
    """
    return risk * share


@compiled
def kept(risk, shares):
    """Return the part of a risk that the transferor keeps after shares of it are taken over at once.

    Source: art. 82 lid 4 en 5 Wet WIA.
    """
    return risk * max(1.0 - shares, 0.0)
