"""The waiting period (wachttijd) and its short form for an early IVA (art. 23 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def early_iva_week(asked, term, minimum, maximum):
    """Return the week of illness in which a shortened waiting period ends.

    asked: week of illness of the request; term: weeks after the request before which the right cannot start;
    minimum and maximum: bounds of the shortened waiting period, in weeks. Source: art. 23 lid 6 Wet WIA.
    """
    return min(max(asked + term, minimum), maximum)
