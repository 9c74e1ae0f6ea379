from datetime import date

import numpy as np
import pytest

from poortwachter.population.margins import load_margins
from poortwachter.population.parameters import load, on_day
from poortwachter.primitives.parameters import DIMENSIONS

DAY = date(2024, 1, 1)


@pytest.fixture(scope="module")
def population():
    return load()


@pytest.fixture(scope="module")
def margins():
    return load_margins()


def test_disability_follows_its_formula_from_the_published_inflow(population, margins):
    bands = DIMENSIONS["leeftijd7"]
    inflow = sum(margins.values("wia_inflow_by_age", bands, scheme) for scheme in ("wga", "iva")) * 12 / 8
    five_year = margins.values("jobs_by_age", margins.rows("jobs_by_age"))
    five_year[-1] *= on_day(population, "werknemers.aandeel_onder_aow", DAY)
    jobs = np.add.reduceat(five_year, [0, 2, 4, 6, 8, 9, 10])
    by_sex = np.sum(
        [margins.values("wia_inflow_by_sex", DIMENSIONS["geslacht"], scheme) for scheme in ("wga", "iva")], axis=0
    )
    sex = by_sex / by_sex.sum() / np.array([0.515, 0.485])
    expected = (inflow / (8_250_000 * jobs / jobs.sum()))[:, None] * sex
    assert on_day(population, "uitval.wia", DAY) == pytest.approx(expected, rel=0.01)


def test_contract_parameters_follow_their_formulas(population, margins):
    people = {name: margins.value("persons_by_contract", name) for name in ("vast", "flex", "uitzend")}
    income = {name: margins.value("income_by_contract", name) for name in ("vast", "flex", "uitzend")}
    assert on_day(population, "contract.aandeel_uitzend", DAY) == pytest.approx(
        people["uitzend"] / people["flex"], rel=1e-3
    )
    other = people["flex"] - people["uitzend"]
    temporary = (people["flex"] * income["flex"] - people["uitzend"] * income["uitzend"]) / other
    hourly = margins.value("hourly_wage_ratio", "flex", "vast")
    expected = [1.0, temporary / income["vast"] / hourly, income["uitzend"] / income["vast"] / hourly]
    assert on_day(population, "loon.flexibel_uren", DAY) == pytest.approx(expected, rel=2e-3)


def test_hours_of_women_follow_from_three_published_hourly_wages(population, margins):
    men, mean = margins.value("hourly_wage", "man"), margins.value("hourly_wage", "totaal")
    women = men * margins.value("hourly_wage_ratio", "vrouw", "man")
    share = (mean - women) / (men - women)
    expected = ((1 - share) / 0.485) / (share / 0.515)
    assert on_day(population, "loon.vrouw_uren", DAY) == pytest.approx(expected, rel=5e-3)


def test_every_assumed_value_has_a_reason_and_every_derived_one_a_formula(population):
    assert all(parameter.reason for parameter in population.values() if parameter.status == "assumed")
    assert all(parameter.formula for parameter in population.values() if parameter.status == "derived")
