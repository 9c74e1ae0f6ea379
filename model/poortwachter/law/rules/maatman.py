"""Hours and wage of the maatman, against which disability is measured (Schattingsbesluit)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def hours_a_week(hours, periods, periods_per_year, weeks_per_year):
    """Return mean hours a week from hours over some periods, unrounded.

    periods_per_year: 13 of four weeks, with 52 weeks a year; or 12 months, with 52.2.
    Source: UWV, vaststellen maatman.
    """
    return hours / periods * periods_per_year / weeks_per_year


@compiled
def hours_a_month(hours_a_week, weeks_per_year, months_per_year):
    """Return hours a month from hours a week, unrounded. Source: UWV, vaststellen maatman."""
    return hours_a_week * weeks_per_year / months_per_year


@compiled
def sheltered_hours(hours, factor):
    """Return the hours of sheltered work that count, in whole hours, a half upwards.

    Source: UWV, vaststellen maatman.
    """
    return int(hours * factor + 0.5)


@compiled
def weighted_wage(earned, hours):
    """Return the hourly wage over years of unequal hours: all that was earned over all hours, in whole cents.

    earned: eurocents, the sum of hours x wage. Source: UWV, vaststellen maatman.
    """
    return to_cents(earned / hours)


@compiled
def reduction_factor(capacity_hours, maatman_hours):
    """Return by how much fewer hours reduce the hourly wage of remaining capacity; never above 1.

    Source: Schattingsbesluit arbeidsongeschiktheidswetten; UWV Handboek WIA.
    """
    return min(capacity_hours / maatman_hours, 1.0)


@compiled
def reduced_wage(hourly_wage, capacity_hours, maatman_hours):
    """Return the hourly wage of remaining capacity after the reduction for hours, in whole cents.

    Source: Schattingsbesluit arbeidsongeschiktheidswetten; UWV Handboek WIA.
    """
    return to_cents(hourly_wage * reduction_factor(capacity_hours, maatman_hours))
