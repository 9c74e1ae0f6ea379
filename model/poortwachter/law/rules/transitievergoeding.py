"""Transition payment on dismissal and its compensation (art. 7:673 and 7:673e BW)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled

_HALF_YEAR = 6
_YEAR = 12


@compiled
def months_by_half_year(service, until_50, first_ten, first_rate, later_rate, rate_50):
    """Return the transition payment in months of wage by the half-years of 2015-2019.

    service: months of service; until_50: those of them before the fiftieth birthday; first_ten: months of service
    (120) in which half a year counts at first_rate (1/6), later ones count at later_rate (1/4); rate_50: rate (1/2)
    of half-years after the fiftieth birthday, for who served ten years. Broken half-years before and after that
    birthday are taken together. Source: art. 7:673 lid 2 en 7:673a lid 1 BW (oud).
    """
    before = min(service, until_50) if service >= first_ten else service
    after = service - before
    together = before % _HALF_YEAR + after % _HALF_YEAR
    halves = before // _HALF_YEAR + together // _HALF_YEAR
    first = min(halves, first_ten // _HALF_YEAR)
    return first * first_rate + (halves - first) * later_rate + (after // _HALF_YEAR) * rate_50


@compiled
def months_by_year(service, per_year):
    """Return the transition payment in months of wage since 2020: a third of a month for every year of service.

    service: months, whole and broken. Source: art. 7:673 lid 2 BW.
    """
    return max(service, 0.0) / _YEAR * per_year


@compiled
def transition_payment(wage, months, maximum):
    """Return the transition payment in eurocents: at most the maximum, or a year's wage where that is higher.

    wage: eurocents a month; months: months of wage. Source: art. 7:673 lid 2 BW.
    """
    return to_cents(min(wage * months, max(maximum, wage * _YEAR)))


@compiled
def compensation(paid, built_in_wachttijd, wage_during_sickness):
    """Return the compensation of a transition payment after long sickness, in eurocents.

    paid: transition payment; built_in_wachttijd: what it would have been at the end of the 104 weeks, so that an
    extension adds nothing; wage_during_sickness: wage paid in those weeks. Source: art. 7:673e lid 1-2 BW.
    """
    return min(paid, min(built_in_wachttijd, wage_during_sickness))
