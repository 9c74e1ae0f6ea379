"""The waiting period (wachttijd), its extension and its short form for an early IVA (art. 23-25 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def end_of_wachttijd(first_sick_week, waiting_weeks, voluntary_weeks):
    """Return the week in which the waiting period ends: 104 weeks, and longer where both parties asked for it.

    Source: art. 23 lid 1 en art. 24 lid 1 Wet WIA.
    """
    return first_sick_week + waiting_weeks + voluntary_weeks


@compiled
def early_iva_week(asked, term, minimum, maximum):
    """Return the week of illness in which a shortened waiting period ends.

    asked: week of illness of the request; term: weeks after the request before which the right cannot start;
    minimum and maximum: bounds of the shortened waiting period, in weeks. Source: art. 23 lid 6 Wet WIA.
    """
    return min(max(asked + term, minimum), maximum)
