"""Amounts and duration of the WGA benefits (art. 56-62 Wet WIA), in eurocents a month."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def lgu_months(history_years, before_change_years, tenth, rate_before, rate_after, minimum, maximum):
    """Return the duration of the wage-related benefit by work history, in whole months.

    history_years: years of work history at the start of the right; before_change_years: those of them before
    2016; tenth: number of years that count in full (10); rate_before and rate_after: months per further year
    before and from 2016; minimum and maximum in months. Source: art. 59 lid 1-4 Wet WIA.
    """
    first = min(history_years, tenth)
    further_before = max(min(before_change_years, history_years) - tenth, 0.0)
    further_after = max(history_years - tenth, 0.0) - further_before
    months = first + further_before * rate_before + further_after * rate_after
    return int(min(max(months, minimum), maximum))


@compiled
def lgu(maandloon, income, share):
    """Return the wage-related benefit: share x (maandloon - income). Source: art. 61 lid 1 Wet WIA."""
    return to_cents(max(maandloon - income, 0) * share)


@compiled
def counted_income(income, maandloon, wage):
    """Return income scaled to the maximised maandloon (x dagloon / unmaximised dagloon).

    Source: art. 61 lid 2-5 Wet WIA.
    """
    return to_cents(income * (maandloon / wage)) if wage > maandloon else income


@compiled
def lau(maandloon, income, remaining_capacity, uses_whole, share):
    """Return the wage supplement of someone who meets the income requirement or has none.

    With earnings at or above the whole remaining capacity (or 80-100% disabled): share x (maandloon - income);
    with earnings between half and the whole: share x (maandloon - remaining capacity).
    Source: art. 61 Wet WIA.
    """
    return to_cents(max(maandloon - (income if uses_whole else remaining_capacity), 0) * share)


@compiled
def vvu(maandloon, minimum_wage, class_share):
    """Return the follow-up benefit: class share x the lower of minimum wage (with holiday pay) and maandloon.

    Source: art. 62 lid 1-2 Wet WIA.
    """
    return to_cents(min(maandloon, minimum_wage) * class_share)


@compiled
def borne_by_employer(benefit, fictive_vvu):
    """Return the part of a wage supplement that counts for the employer: at most the fictive follow-up benefit.

    The rest is borne by the Aof. Source: art. 83 Wet WIA.
    """
    return min(benefit, fictive_vvu)
