from datetime import date

import numpy as np
import pytest

from poortwachter.population.margins import load_margins
from poortwachter.population.parameters import load
from poortwachter.population.stock import (
    AGES,
    FIRST_AGE,
    aow_limits,
    base_employees,
    death_chances,
    employees,
    entrants_present,
    stock,
)

FIRST, LAST = 2004, 2060
YEARS = np.arange(FIRST, LAST + 1)
AOW_MONTHS = np.interp(YEARS, [2012, 2025, 2027, 2060], [780, 804, 804, 837]).astype(np.int64)
DAYS = [date(int(year), 1, 1) for year in (*YEARS, LAST + 1)]


@pytest.fixture(scope="module")
def population():
    return load()


@pytest.fixture(scope="module")
def margins():
    return load_margins()


@pytest.fixture(scope="module")
def stocks(population, margins):
    return stock(population, margins, days=DAYS, aow_months=AOW_MONTHS)


def test_employees_total_the_parameter_on_every_first_of_january(population, stocks):
    found = stocks.employees.sum(axis=(1, 2))
    assert found == pytest.approx(population["werknemers.aantal"].series(DAYS), rel=1e-12)
    assert found[2025 - FIRST] == pytest.approx(8_300_000)


def test_limits_on_1_january_are_the_aow_age_of_the_year_before():
    assert aow_limits(np.array([780, 786, 804])).tolist() == [65.0, 65.0, 65.5, 67.0]


@pytest.mark.parametrize(("year", "first_empty"), [(2004, 65), (2012, 65), (2026, 67), (2028, 67), (2060, 70)])
def test_nobody_of_aow_age_is_an_employee(stocks, year, first_empty):
    by_age = stocks.employees[year - FIRST].sum(axis=1)
    assert np.all(by_age[: first_empty - FIRST_AGE] > 0.0)
    assert by_age[first_empty - FIRST_AGE :].sum() == 0.0


def test_next_year_follows_from_stock_deaths_disability_exits_and_entry(stocks):
    limits = aow_limits(AOW_MONTHS)
    for year in range(len(YEARS)):
        expected = np.zeros((AGES, 2))
        for age in range(AGES):
            stay = (
                (1 - stocks.death_chance[year, age])
                * (1 - stocks.disability[year, age])
                * (1 - stocks.exit_chance[year, age])
            )
            exact = FIRST_AGE + age
            held = min(max(limits[year] - exact, 0.0), 1.0)
            kept = min(held, max(limits[year + 1] - exact - 1, 0.0))
            if held > 0 and age + 1 < AGES:
                expected[age + 1] += stocks.employees[year, age] * stay * kept / held
        risk = (1 - stocks.death_chance[year, :AGES]) * (1 - stocks.disability[year]) * (1 - stocks.exit_chance[year])
        expected += stocks.entry[year] * entrants_present(risk[None])[0]
        assert expected == pytest.approx(stocks.employees[year + 1], rel=1e-9, abs=1e-6)


def test_entry_is_never_negative_and_no_age_both_enters_and_leaves(stocks):
    assert stocks.entry.min() >= 0.0
    assert stocks.exit_chance.min() >= 0.0
    assert stocks.exit_chance.max() < 1.0
    assert np.all((stocks.entry[:, 1:] == 0.0) | (stocks.exit_chance[:, :-1] == 0.0))


def test_base_year_has_the_published_jobs_by_age(population, margins):
    people = base_employees(population, margins).sum(axis=1)
    share_45_50 = people[30:35].sum() / people[:50].sum()
    jobs = margins.values("jobs_by_age", margins.rows("jobs_by_age"))
    assert share_45_50 == pytest.approx(jobs[6] / jobs[:10].sum(), rel=1e-12)


def test_a_higher_aow_age_adds_older_workers_only_above_sixty(population, margins):
    day = [date(2022, 1, 1)]
    low, high = (employees(population, margins, days=day, limits=np.array([limit]))[0] for limit in (65.0, 69.0))
    below, above = high[:45].sum(axis=1) / low[:45].sum(axis=1), high[45:].sum() / low[45:].sum()
    assert below == pytest.approx(np.full(45, below[0]))
    # nine years above sixty instead of five, at the same density
    assert above / below[0] == pytest.approx(9 / 5)


def test_a_constant_structure_gives_a_constant_stock_and_constant_flows(population, margins):
    days = [date(2025, 1, 1)] * 31
    found = stock(population, margins, days=days, aow_months=np.full(30, 804))
    assert found.employees == pytest.approx(np.broadcast_to(found.employees[:1], found.employees.shape))
    assert found.entry == pytest.approx(np.broadcast_to(found.entry[:1], found.entry.shape))


def test_deaths_follow_the_published_points(population):
    chance = death_chances(population, days=[date(2023, 1, 1), date(2060, 1, 1)])
    # age on 31 December is one more than on 1 January
    assert chance[0, 60 - FIRST_AGE, 0] == pytest.approx(0.00694, rel=1e-6)
    assert chance[0, 80 - FIRST_AGE, 0] == pytest.approx(0.05690, rel=0.01)
    assert chance[1, 49 - FIRST_AGE, 0] == pytest.approx(0.00104, rel=0.05)
    # of 99,289 men alive at 21, 92,787 reach 61 in the life table of 2023
    survival = np.prod(1 - chance[0, 20 - FIRST_AGE : 60 - FIRST_AGE, 0])
    assert survival == pytest.approx(92_787 / 99_289, abs=0.002)


def test_entrants_spread_over_the_year_run_half_the_risk():
    share = entrants_present(np.full((1, AGES, 2), 0.98))
    assert share == pytest.approx(np.full((1, AGES, 2), 0.98**0.5), rel=1e-4)
    assert entrants_present(np.ones((1, AGES, 2))) == pytest.approx(np.ones((1, AGES, 2)))
