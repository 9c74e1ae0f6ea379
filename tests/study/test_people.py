import numpy as np
import pytest

from poortwachter.accounting import tallies
from poortwachter.accounting.tallies import OfCohort, Tallied, Tallies
from poortwachter.study.people import People, by_person, people, stock_given_inflow

FIRST, YEARS = 2010, 3
WEEKS = np.array([52, 52, 53])


def empty() -> Tallies:
    return Tallies(*(np.zeros(shape, dtype=np.int64) for shape in tallies.shapes(YEARS)))


def read(found: Tallies, *, weight: float = 10.0) -> People:
    return people(found, weight=weight, weeks_of_year=WEEKS, first_year=FIRST, first_week=0.01)


def test_events_come_back_in_persons_by_the_bands_of_the_series() -> None:
    found = empty()
    found.times[3, 2, Tallied.NOTIFICATIONS, 4, 0] = 53  # one man of 55-59 in the year of 53 weeks
    found.times[7, 2, Tallied.NOTIFICATIONS, 5, 1] = 2 * 53  # two women of 60-64
    series = by_person(read(found))
    assert series["notifications_42_weeks_by_age"][2012, "55-64"] == pytest.approx(30.0)
    assert series["notifications_42_weeks_by_sex"][2012, "vrouw"] == pytest.approx(20.0)
    assert sum(series["notifications_42_weeks_by_age"].values()) == pytest.approx(30.0)


def test_shares_are_of_the_employees_of_the_same_age() -> None:
    found = empty()
    found.times[0, 0, Tallied.EMPLOYEES, 1, 0] = 4 * 52
    found.times[0, 0, Tallied.SPELLS, 1, 0] = 6 * 52
    found.persons[0, 0, Tallied.SPELLS, 1, 0] = 3 * 52
    series = by_person(read(found))
    assert series["absent_share_by_age"][2010, "25-34"] == pytest.approx(0.75)
    assert series["spells_per_employee"][2010, ""] == pytest.approx(1.5)
    assert np.isnan(series["absent_share_by_age"][2010, "35-44"])


def test_absence_is_who_is_sick_on_pay_and_the_days_of_short_spells() -> None:
    found = empty()
    found.times[0, 0, Tallied.EMPLOYEES, 1, 0] = 100 * 52
    found.times[0, 0, Tallied.SICK_ON_PAY, 1, 0] = 4 * 52
    found.times[0, 0, Tallied.SPELLS, 1, 0] = 50 * 52
    found.times[0, 0, Tallied.LONGER_SPELLS, 1, 0] = 20 * 52
    assert by_person(read(found))["absence_rate"][2010, ""] == pytest.approx((4 + 30 * 0.01) / 100)


def cohorts() -> People:
    """Two cohorts: 10 enter in 2010, of whom 8 and 5 are left and 1 comes back; 20 in 2011, of whom 15 are left."""
    found = empty()
    found.cohorts[0, 0, :, OfCohort.INFLOW] = (10, 0, 1)
    found.cohorts[0, 0, :, OfCohort.STOCK] = (10, 8, 5)
    found.cohorts[0, 1, :, OfCohort.INFLOW] = (0, 20, 0)
    found.cohorts[0, 1, :, OfCohort.STOCK] = (0, 20, 15)
    found.cohorts[0, 2, :, OfCohort.INFLOW] = (0, 0, 4)
    found.cohorts[0, 2, :, OfCohort.STOCK] = (0, 0, 4)
    return read(found, weight=1.0)


def test_the_stock_given_inflow_weighs_every_cohort_by_its_published_inflow() -> None:
    found = stock_given_inflow(cohorts(), inflow={2010: 20.0, 2011: 10.0, 2012: 8.0})
    # factors 2, 1/2 and (8 - 2 x 1) / 4
    assert found == {(2010, ""): 20.0, (2011, ""): 2 * 8 + 10.0, (2012, ""): 2 * 5 + 15 / 2 + 1.5 * 4}


def test_who_entered_before_the_first_published_year_is_left_out() -> None:
    found = stock_given_inflow(cohorts(), inflow={2011: 20.0, 2012: 4.0})
    assert found == {(2011, ""): 20.0, (2012, ""): 15.0 + 4.0}


def test_nothing_is_said_of_years_beyond_the_run() -> None:
    assert set(stock_given_inflow(cohorts(), inflow={2012: 4.0, 2013: 4.0})) == {(2012, "")}
