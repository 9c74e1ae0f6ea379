"""Degree of disability, duration and amounts of the WGA benefits (art. 5 and 54-62 Wet WIA), eurocents a month."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled

NO_RIGHT = -1
"""Class of someone below 35%."""
VVU, LAU1, LAU2 = 0, 1, 2
"""Kinds of benefit after the wage-related one."""


@compiled
def disability_degree(maatmanloon, capacity):
    """Return the degree of disability: the share of the old wage that can no longer be earned.

    maatmanloon, capacity: the same unit, an hour or a month. Source: art. 5 Wet WIA; art. 7 Schattingsbesluit.
    """
    return max(maatmanloon - capacity, 0) / maatmanloon


@compiled
def remaining_capacity(maatmanloon, degree):
    """Return what can still be earned a month at a degree of disability. Source: art. 6 Wet WIA."""
    return to_cents(maatmanloon * (1.0 - degree))


@compiled
def disability_class(degree, lower, full_from):
    """Return the class of a degree: 0 (35-45%), 1, 2, 3 (65-80%), 4 (80-100%), or `NO_RIGHT` below the first.

    lower: (4,) lower bounds of the classes; full_from: 0.80. A bound belongs to the class above it.
    Source: art. 5 en 62 Wet WIA.
    """
    if degree >= full_from:
        return len(lower)
    found = NO_RIGHT
    for place in range(len(lower)):
        if degree >= lower[place]:
            found = place
    return found


@compiled
def meets_weeks_requirement(weeks_worked, required):
    """Return whether someone worked in enough (26) of the 36 weeks before sickness for an LGU.

    Source: art. 58 Wet WIA.
    """
    return weeks_worked >= required


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
def income_requirement(capacity, share):
    """Return the income requirement a month: half of remaining capacity. Source: art. 60 lid 2 Wet WIA."""
    return to_cents(capacity * share)


@compiled
def requirement_applies(fully_disabled, week, deferred_until):
    """Return whether an income requirement holds: not at 80-100%, nor for 24 months after it.

    Source: art. 60 lid 1 en 3 Wet WIA.
    """
    return not fully_disabled and week >= deferred_until


@compiled
def kind_after_lgu(income, capacity, requirement, applies):
    """Return which benefit follows the wage-related one: `LAU1`, `LAU2` or `VVU`.

    income, capacity, requirement: eurocents a month; applies: whether there is an income requirement.
    Source: art. 60 lid 1 en art. 61 lid 2-4 Wet WIA.
    """
    if not applies or income >= capacity:
        return LAU1
    return LAU2 if income >= requirement else VVU


@compiled
def lau1(maandloon, income, share):
    """Return the wage supplement without income requirement or with the whole of remaining capacity earned.

    Source: art. 61 lid 2 en 4 Wet WIA.
    """
    return to_cents(max(maandloon - income, 0) * share)


@compiled
def lau2(maandloon, income, capacity, share, fictive_vvu):
    """Return the wage supplement of someone who earns between half and the whole of remaining capacity.

    share x (maandloon - capacity), at least the follow-up benefit of the class (bodem), but never more than
    share x (maandloon - income). Source: art. 61 lid 3, 5 en 7 Wet WIA.
    """
    supplement = to_cents(max(maandloon - capacity, 0) * share)
    return max(supplement, min(fictive_vvu, lau1(maandloon, income, share)))


@compiled
def vvu(maandloon, minimum_wage, class_share):
    """Return the follow-up benefit: class share x the lower of minimum wage (with holiday pay) and maandloon.

    Source: art. 62 lid 1-2 Wet WIA.
    """
    return to_cents(min(maandloon, minimum_wage) * class_share)


@compiled
def guarantee_supplement(guarantee, benefit):
    """Return what lifts a later benefit to the wage-related one that renewed work would have given.

    guarantee: `lgu` on the maandloon of the new work. Source: art. 61 lid 9 en art. 62 lid 5 Wet WIA.
    """
    return max(guarantee - benefit, 0)


@compiled
def months_of_guarantee(lgu_duration, passed_in_lgu, passed_in_lau):
    """Return how many months of a guarantee are left: its duration less those in LGU and in LAU.

    Source: art. 61 lid 9 Wet WIA.
    """
    return max(lgu_duration - passed_in_lgu - passed_in_lau, 0)


@compiled
def earns_too_much(earnings, maatmanloon, limit):
    """Return whether earnings exceed 65% of the old wage, which ends a right after a year.

    Source: art. 56 lid 3 Wet WIA.
    """
    return earnings > maatmanloon * limit


@compiled
def end_by_earnings(year_of_earnings_over, lgu_end, protected_until):
    """Return the week in which a right ends by earnings: after a year, not before the end of the LGU.

    protected_until: end of the five years in which earnings do not lower the degree, where that rule holds.
    Source: art. 56 lid 3 Wet WIA.
    """
    return max(year_of_earnings_over, max(lgu_end, protected_until))


@compiled
def protected_until(in_force, from_work, right_plus_term, work_plus_term, never):
    """Return until which week earnings do not lower the degree: five years from the right or from work.

    never: what is returned where the rule is not in force. Source: Kamerbrief 4 juli 2019 (niet ingevoerd).
    """
    if not in_force:
        return never
    return work_plus_term if from_work else right_plus_term


@compiled
def assessed_simply(in_force, age_years, from_age, takes_part, earnings, maatmanloon, limit):
    """Return whether a claim gets the simplified assessment for those over 60: WGA 80-100 without examination.

    takes_part: the claimant agrees; with earnings over 65% of the old wage the assessment rests on them.
    Source: Regeling vereenvoudigde WIA-beoordeling 60-plus.
    """
    return in_force and age_years >= from_age and takes_part and not earns_too_much(earnings, maatmanloon, limit)


@compiled
def borne_by_employer(benefit, fictive_vvu):
    """Return the part of a wage supplement that counts for the employer: at most the fictive follow-up benefit.

    The rest is borne by the Aof. Source: art. 83 Wet WIA.
    """
    return min(benefit, fictive_vvu)
