"""Keep the clock: weeks from Monday 29 December 2003, and tables that lead from weeks to months and years.

Weeks map to years and months by table, never by division. A date belongs to the week it falls in. An amount
per month is cumulated with the share of the month's days that lie before the week, so that whole months add
up exactly and a week that straddles two years is split by its days.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

EPOCH: Final = date(2003, 12, 29)
"""Monday of week 0."""

WEEKS_PER_YEAR: Final = 1461 / 28
"""Mean length of a year in weeks (365.25 days)."""


class Calendar(NamedTuple):
    """Lead from weeks to years and months for a span of whole calendar years.

    Shapes: W = weeks + 1 (the boundary after the last week is included), Y years, M months.
    """

    first_year: int
    years: int
    weeks: int
    """Number of weeks; week `weeks` is the boundary after the last 31 December."""
    year_of_week: npt.NDArray[np.int64]
    """(W,) index of the year of the week's Monday; before the span 0, after it Y."""
    month_of_week: npt.NDArray[np.int64]
    """(W,) months since January of the first year, at the week's Monday, clamped to the span."""
    day_of_month: npt.NDArray[np.int64]
    """(W,) days of that month before the week's Monday."""
    month_days: npt.NDArray[np.int64]
    """(W,) number of days of that month."""
    day_of_span: npt.NDArray[np.int64]
    """(W,) days since 1 January of the first year at the week's Monday, clamped to the span."""
    year_start_day: npt.NDArray[np.int64]
    """(Y + 1,) days from 1 January of the first year to 1 January of each year."""
    year_first_week: npt.NDArray[np.int64]
    """(Y + 1,) first week whose Monday lies in the year (clamped to the span)."""
    months_later: npt.NDArray[np.int64]
    """(M + 1,) day, counted from week 0's Monday, on which each month starts; reaches beyond the span."""


def week_of(day: date) -> int:
    """Return the week a date falls in; negative before week 0."""
    return (day - EPOCH).days // 7


def monday_of(week: int) -> date:
    """Return the Monday of a week."""
    return EPOCH + timedelta(weeks=week)


def first_of_month(months: int, *, first_year: int) -> date:
    """Return the first day of the month that lies `months` after January of the first year."""
    return date(first_year + months // 12, months % 12 + 1, 1)


@cache
def build_calendar(*, first_year: int, last_year: int, months_beyond: int = 1300) -> Calendar:
    """Build the tables for the years first_year..last_year (inclusive).

    The first year must be 2004, the year week 0 belongs to; months_beyond extends the month table past the
    span for terms that end after it.
    """
    if first_year != EPOCH.year + 1:
        raise ValueError(f"the clock starts in {EPOCH.year + 1}, not in {first_year}")
    years = last_year - first_year + 1
    start, end = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    weeks = week_of(end - timedelta(days=1)) + 1
    mondays = [monday_of(week) for week in range(weeks + 1)]
    clamped = [min(max(monday, start), end) for monday in mondays]
    months = [(day.year - first_year) * 12 + day.month - 1 for day in clamped]
    year_starts = [date(first_year + year, 1, 1) for year in range(years + 1)]
    month_starts = [first_of_month(month, first_year=first_year) for month in range(years * 12 + months_beyond)]
    return Calendar(
        first_year=first_year,
        years=years,
        weeks=weeks,
        year_of_week=_int([(day.year - first_year) for day in clamped]),
        month_of_week=_int(months),
        day_of_month=_int([day.day - 1 for day in clamped]),
        month_days=_int([_month_length(day) for day in clamped]),
        day_of_span=_int([(day - start).days for day in clamped]),
        year_start_day=_int([(day - start).days for day in year_starts]),
        year_first_week=_int(_first_weeks(clamped, year_starts)),
        months_later=_int([(day - EPOCH).days for day in month_starts]),
    )


def _first_weeks(clamped: Sequence[date], year_starts: Sequence[date]) -> list[int]:
    ordinals = np.array([day.toordinal() for day in clamped])
    return [int(np.searchsorted(ordinals, day.toordinal())) for day in year_starts]


def _month_length(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days


def _int(values: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.asarray(values, dtype=np.int64)
