import time
from datetime import date

import numpy as np
import pytest

from poortwachter.population.fit import hours_by_band
from poortwachter.population.parameters import load
from poortwachter.population.table import PopulationTable, build, employer_draw, hours_week, thresholds, totals
from poortwachter.primitives.codes import Sex

FIRST, LAST = 2004, 2060
YEARS = np.arange(FIRST, LAST + 1)
AOW_MONTHS = np.interp(YEARS, [2012, 2025, 2027, 2060], [780, 804, 804, 837]).astype(np.int64)
WORD = 2**32


@pytest.fixture(scope="module")
def population():
    return load()


@pytest.fixture(scope="module")
def real(population):
    return totals(population, first_year=FIRST, last_year=LAST, aow_months=AOW_MONTHS, frozen_year=None)


@pytest.fixture(scope="module")
def table(population):
    return build(population, first_year=FIRST, last_year=LAST, aow_months=AOW_MONTHS, frozen_year=None)


@pytest.fixture(scope="module")
def frozen(population):
    months = np.full(80, 804)
    return build(population, first_year=2004, last_year=2083, aow_months=months, frozen_year=2025)


def test_thresholds_rise_to_two_to_the_32(table):
    for name in ("birth_cell", "flex_threshold", "employer_proposal"):
        found = getattr(table, name)
        assert found.dtype == np.uint64
        assert np.all(found[..., 1:] >= found[..., :-1])
        assert np.all(found[..., -1] == WORD)


def test_an_empty_cell_at_the_end_is_never_drawn():
    assert thresholds(np.array([1.0, 3.0, 0.0])).tolist() == [WORD // 4, WORD, WORD]


def test_the_first_accepted_proposal_has_the_shares_of_the_table():
    shares = np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.2, 0.7, 0.0]])
    proposal, accept = employer_draw(shares)
    proposed = np.diff(proposal.astype(float), prepend=0.0) / WORD
    taken = proposed * accept.astype(float) / WORD
    assert taken / taken.sum(axis=1, keepdims=True) == pytest.approx(shares, abs=1e-9)


def test_a_proposal_is_surely_accepted_where_its_share_is_highest():
    _, accept = employer_draw(np.array([[0.5, 0.5], [0.2, 0.8]]))
    assert accept.tolist() == [[WORD, round(0.625 * WORD)], [round(0.4 * WORD), WORD]]


def test_a_table_without_anyone_draws_as_all_tables_together():
    proposal, accept = employer_draw(np.array([[3.0, 1.0], [0.0, 0.0], [0.0, 4.0]]))
    taken = np.diff(proposal.astype(float), prepend=0.0) * accept[1].astype(float)
    assert taken / taken.sum() == pytest.approx([3 / 8, 5 / 8])


def test_hours_a_week_by_age_are_the_published_ones(real):
    jobs = real.fit.employees.sum(axis=3)
    by_age = (jobs * hours_week(real.fit, real.margins)).sum(axis=(1, 2, 3)) / jobs.sum(axis=(1, 2, 3))
    assert by_age == pytest.approx(hours_by_band(real.margins), rel=1e-6)


def test_shapes_are_those_of_the_contract(table):
    years, cohorts = len(YEARS), len(YEARS) + 1
    shapes = {
        "cohort_persons": (cohorts,),
        "birth_cell": (cohorts, 120),
        "exit_chance": (years, 85, 2),
        "death_chance": (years, 85, 2),
        "flex_threshold": (years, 6, 3),
        "employer_proposal": (30,),
        "employer_accept": (6, 2, 3, 30),
        "erd_wga": (5,),
        "erd_zw": (5,),
        "insured": (5,),
        "wage_month": (6, 2, 3, 6),
        "wage_quantile": (64,),
        "wage_index": (years,),
        "job_change": (6,),
        "age_band6_lower": (6,),
    }
    assert set(shapes) == set(PopulationTable._fields)
    assert {name: getattr(table, name).shape for name in shapes} == shapes


def test_birth_cells_hold_age_times_two_plus_sex(table, real):
    first = np.diff(table.birth_cell[0].astype(float), prepend=0.0).reshape(60, 2) / WORD
    stock = real.stock.employees[0]
    assert first == pytest.approx(stock / stock.sum(), abs=1e-9)
    assert first[:, Sex.MAN].sum() == pytest.approx(0.515, abs=1e-8)


def test_first_cohort_is_the_stock_and_the_others_the_entrants(table, real):
    assert table.cohort_persons[0] == pytest.approx(6_900_000)
    assert table.cohort_persons[5] == pytest.approx(real.stock.entry[4].sum())


def test_sample_has_the_asked_number_in_work_on_1_january_2025(real):
    assert real.weight(830_000) == pytest.approx(10.0)
    assert real.cohort_workers(830_000)[0] == 690_000


def test_mean_wage_is_the_anchor(table, real):
    people = real.fit.employees.sum(axis=3)
    mean = (people * table.wage_month).sum()
    assert mean == pytest.approx(29_520 * 1.094 * 1.08 / 12)
    assert table.wage_quantile.mean() == pytest.approx(1.0, abs=1e-14)


def test_wage_index_is_one_in_the_year_of_the_anchor_and_grows_as_stated(table):
    assert table.wage_index[2017 - FIRST] == 1.0
    assert table.wage_index[2004 - FIRST] == pytest.approx(1.02**-13, abs=1e-4)
    assert table.wage_index[2040 - FIRST] / table.wage_index[2039 - FIRST] == pytest.approx(1.025)


def test_capped_wage_is_near_the_premium_wage_of_2017(table, real):
    # Whk parameters: EUR 32,200 per employee; the cap is the maximum premium wage, EUR 53,701
    capped = np.minimum(12 * table.wage_month[..., None] * table.wage_quantile, 53_701).mean(axis=-1)
    assert (capped * real.fit.employees.sum(axis=3)).sum() == pytest.approx(32_200, rel=0.08)


def test_frozen_run_keeps_stock_structure_and_wages(frozen, population):
    real = totals(population, first_year=2004, last_year=2083, aow_months=np.full(80, 804), frozen_year=2025)
    assert real.stock.employees.sum(axis=(1, 2)) == pytest.approx(np.full(81, 8_300_000))
    assert real.reference == pytest.approx(8_300_000)
    assert frozen.cohort_persons[1:] == pytest.approx(np.full(80, frozen.cohort_persons[1]))
    for name in ("exit_chance", "death_chance", "flex_threshold", "wage_index"):
        array = getattr(frozen, name)
        assert np.all(array == array[0]), name
    assert np.all(frozen.birth_cell[1:] == frozen.birth_cell[1])


def test_frozen_wages_are_those_of_the_frozen_year(frozen, table):
    assert frozen.wage_index[0] == pytest.approx(table.wage_index[2025 - FIRST])


def test_parameters_frozen_beforehand_give_the_same_population_and_wages(frozen, population):
    held = population.frozen(date(2025, 1, 1))
    other = build(held, first_year=2004, last_year=2083, aow_months=np.full(80, 804), frozen_year=2025)
    for name in ("cohort_persons", "birth_cell", "exit_chance", "death_chance", "flex_threshold", "wage_index"):
        assert np.array_equal(getattr(other, name), getattr(frozen, name)), name
    assert other.wage_month == pytest.approx(frozen.wage_month, rel=0.01)


def test_wages_frozen_after_the_last_known_year_have_grown_until_then(population):
    months = np.full(80, 804)
    later = build(population, first_year=2004, last_year=2083, aow_months=months, frozen_year=2035)
    assert later.wage_index[0] == pytest.approx(population["loon.index"].at(date(2025, 1, 1)) * 1.025**10)


def test_fewer_years_give_the_same_first_years(population, table):
    short = build(population, first_year=FIRST, last_year=2030, aow_months=AOW_MONTHS[:27], frozen_year=None)
    assert np.array_equal(short.birth_cell, table.birth_cell[:28])
    assert np.array_equal(short.employer_accept, table.employer_accept)


def test_an_override_moves_the_table(population, table):
    insured = (0.9, 0.9, 0.9, 0.9, 0.9)
    changed = population.overridden({"werkgevers.verzekerd": {date(2004, 1, 1): insured}})
    other = build(changed, first_year=FIRST, last_year=LAST, aow_months=AOW_MONTHS, frozen_year=None)
    assert other.insured.tolist() == [round(0.9 * WORD)] * 5
    assert np.array_equal(other.employer_accept, table.employer_accept)


def test_a_wrong_number_of_aow_ages_is_refused(population):
    with pytest.raises(ValueError, match="one per year"):
        build(population, first_year=FIRST, last_year=LAST, aow_months=AOW_MONTHS[:3], frozen_year=None)


def test_the_table_is_built_well_within_a_second(population):
    start = time.perf_counter()
    build(population, first_year=FIRST, last_year=LAST, aow_months=AOW_MONTHS, frozen_year=None)
    assert time.perf_counter() - start < 0.5
