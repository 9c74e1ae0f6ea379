from datetime import date

import numpy as np
import pytest

from poortwachter.primitives.weeks import EPOCH, build_calendar, monday_of, week_of


def test_week_0_starts_on_monday_29_december_2003() -> None:
    assert EPOCH.isoweekday() == 1
    assert week_of(date(2004, 1, 1)) == 0
    assert week_of(date(2004, 1, 5)) == 1
    assert monday_of(1) == date(2004, 1, 5)


def test_a_clock_starts_in_2004_and_nowhere_else() -> None:
    with pytest.raises(ValueError, match="2004"):
        build_calendar(first_year=2005, last_year=2010)


def test_every_week_lies_in_the_year_of_its_monday() -> None:
    clock = build_calendar(first_year=2004, last_year=2080)
    for week in range(1, clock.weeks):
        assert clock.first_year + clock.year_of_week[week] == monday_of(week).year
    assert clock.year_of_week[0] == 0
    assert clock.year_of_week[clock.weeks] == clock.years


def test_the_days_of_all_weeks_are_the_days_of_the_years() -> None:
    clock = build_calendar(first_year=2004, last_year=2080)
    assert clock.day_of_span[clock.weeks] == clock.year_start_day[-1] == (date(2081, 1, 1) - date(2004, 1, 1)).days
    assert np.diff(clock.day_of_span).max() == 7


def test_the_last_week_of_a_year_holds_31_december() -> None:
    clock = build_calendar(first_year=2004, last_year=2030)
    for year in range(clock.years):
        assert clock.year_first_week[year + 1] - 1 == week_of(date(2004 + year, 12, 31))


def test_a_month_later_falls_in_the_week_of_its_date() -> None:
    clock = build_calendar(first_year=2004, last_year=2010)
    assert clock.months_later[24] // 7 == week_of(date(2006, 1, 1))
