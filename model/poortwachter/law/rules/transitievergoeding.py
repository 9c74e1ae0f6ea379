"""Transition payment on dismissal and its compensation (art. 7:673 and 7:673e BW)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def transition_payment(wage, years_of_service, months_per_year):
    """Return the transition payment in eurocents: wage a month x months per year x years of service.

    Source: art. 7:673 lid 2 BW.
    """
    return to_cents(wage * months_per_year * max(years_of_service, 0.0))
