"""Measures that cut a benefit for not co-operating."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def after_measure(benefit, percentage):
    """Return a benefit in eurocents after a cut of a percentage of it, rounded to whole cents.

    Source: UWV, afhandeling voorschot na definitieve beslissing (Woo-besluit 14-12-2023, bijlage 5).
    """
    return to_cents(benefit * (1.0 - percentage / 100.0))
