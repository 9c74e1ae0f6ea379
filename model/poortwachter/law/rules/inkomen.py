"""Income that counts against a benefit in a month (Algemeen inkomensbesluit socialezekerheidswetten), eurocents."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def income_of_month(wage, paid_extra, accrued_extra):
    """Return the income of a month: extra pay counts when it is earned, not when it is paid out.

    wage: sv-loon of the month; paid_extra: holiday pay, extra pay or IKB taken up in it; accrued_extra: what was
    accrued of these in the month. Source: art. 3:2 lid 1 en 3:3 AIB.
    """
    return max(wage - paid_extra + accrued_extra, 0)


@compiled
def with_bonus(income, bonus):
    """Return the income of the month in which a one-off bonus is reported: it counts there as a whole.

    Source: UWV Wetsuitleg WIA, verrekenen van inkomsten.
    """
    return income + bonus


@compiled
def part_of_period(wage, days, days_of_period):
    """Return the part of a four-weekly wage that falls in a calendar month, by working days.

    days: working days of the period in that month; days_of_period: 20. Rounded to whole cents.
    Source: art. 4:1 AIB.
    """
    return to_cents(wage * days / days_of_period)


@compiled
def month_of_days(wage, days, days_per_month):
    """Return wages over working days as the income of a standard month of 21.75 days, rounded to whole cents.

    Source: art. 4:1 AIB.
    """
    return to_cents(wage * days_per_month / days)


@compiled
def sick_pay(wage_before, wage_during_sickness):
    """Return what counts of wages during sickness: no less than the wage before.

    The source prints only a wage that rises in sickness. Source: art. 3:3 lid 14 AIB.
    """
    return max(wage_before, wage_during_sickness)


@compiled
def youth_minimum_wage(minimum_wage, share):
    """Return the minimum wage of someone below the adult age, in whole cents. Source: art. 8 Wml."""
    return to_cents(minimum_wage * share)
