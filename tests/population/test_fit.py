from datetime import date

import numpy as np
import pytest

from poortwachter.population.fit import contract_shares, fit, proportional_fit, wage_quantiles
from poortwachter.population.margins import load_margins
from poortwachter.population.margins_report import margins_report
from poortwachter.population.parameters import load
from poortwachter.primitives.codes import Contract, Sector, Sex


@pytest.fixture(scope="module")
def population():
    return load()


@pytest.fixture(scope="module")
def fitted(population):
    return fit(population, load_margins())


def test_every_margin_that_must_be_met_is_met(population):
    lines = margins_report(population)
    gaps = {(line.margin, line.category): abs(line.gap) for line in lines if line.exact}
    assert len(gaps) > 40
    assert max(gaps.values()) < 1e-6


def test_assumed_shares_of_women_by_sector_are_approached_within_a_tenth(population):
    gaps = [abs(line.gap) for line in margins_report(population) if not line.exact]
    assert len(gaps) == len(Sector)
    assert max(gaps) < 0.1


def test_two_by_two_fit_has_the_closed_form_solution():
    # margins 0.5/0.5 and odds ratio w: the diagonal is sqrt(w) / (2 (1 + sqrt(w)))
    seed = np.array([[9.0, 1.0], [1.0, 1.0]])
    half = np.array([0.5, 0.5])
    table = proportional_fit(seed, [((0,), half), ((1,), half)])
    assert table == pytest.approx(np.array([[0.375, 0.125], [0.125, 0.375]]))


def test_fitting_keeps_the_odds_ratios_of_the_seed():
    rng = np.random.default_rng(1)
    seed, goal = rng.random((4, 3)) + 0.1, rng.random((4, 3)) + 0.1
    table = proportional_fit(seed, [((0,), goal.sum(axis=1)), ((1,), goal.sum(axis=0))])

    def odds(t):
        return t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0])

    assert odds(table) == pytest.approx(odds(seed))
    assert table.sum(axis=0) == pytest.approx(goal.sum(axis=0), rel=1e-11)


def test_contradictory_margins_are_refused():
    with pytest.raises(ArithmeticError, match="cannot be met"):
        proportional_fit(np.ones((2, 2)), [((0,), np.array([1.0, 1.0])), ((1,), np.array([1.0, 2.0]))], rounds=50)


def test_a_margin_on_an_empty_part_of_the_seed_is_refused():
    seed = np.array([[1.0, 1.0], [0.0, 0.0]])
    with pytest.raises(ArithmeticError, match="cannot be met"):
        proportional_fit(seed, [((0,), np.array([0.5, 0.5])), ((1,), np.array([0.5, 0.5]))], rounds=50)


def test_the_flexible_share_is_met_in_every_year(population):
    days = [date(year, 1, 1) for year in (2004, 2015, 2025, 2060)]
    by_age = np.array([[17.0, 25, 26, 22, 9, 1]] * 4)
    shares = contract_shares(population, days=days, by_age=by_age)
    found = (by_age * (1 - shares[:, :, Contract.VAST])).sum(axis=1) / by_age.sum(axis=1)
    assert found == pytest.approx(population["contract.aandeel_flexibel"].series(days), rel=1e-9)
    assert shares.sum(axis=2) == pytest.approx(np.ones((4, 6)))


def test_wage_factors_have_mean_one_and_the_spread_asked_for():
    factors = wage_quantiles(spread=0.45, count=4096)
    assert factors.mean() == pytest.approx(1.0, abs=1e-12)
    assert np.log(factors).std() == pytest.approx(0.45, rel=2e-3)
    assert np.all(np.diff(factors) > 0)


def test_agency_workers_are_in_business_services_and_care_is_mostly_women(fitted):
    agency = fitted.employees[:, :, Contract.UITZEND].sum(axis=(0, 1, 2))
    care = fitted.employees[..., Sector.Q_ZORG].sum(axis=(0, 2, 3))
    assert agency[Sector.JN_ZAKELIJK] > 0.9 * agency.sum()
    assert care[Sex.VROUW] > 0.75 * care.sum()


def test_no_cell_lacks_a_wage(fitted):
    assert np.all(np.isfinite(fitted.wage))
    assert np.all(fitted.wage > 0)
