from itertools import pairwise

import numpy as np
import pytest

from poortwachter.scenario.load import current_world
from poortwachter.study.census import LIMIT, Census, CensusLine, census, ratio

WORKERS = 60_000
SEED = 5


@pytest.fixture(scope="module")
def counted() -> Census:
    return census(current_world(), workers=WORKERS, seed=SEED, threads=1)


def test_every_binding_margin_is_drawn_within_four_standard_errors(counted: Census):
    binding = [line for line in counted.lines if line.binding]
    assert len(binding) > 120
    assert [line for line in binding if not line.within] == []


def test_employees_of_every_year_are_within_one_and_a_half_per_cent(counted: Census):
    totals = [line for line in counted.lines if line.margin == "employees"]
    assert [line.category for line in totals] == [str(year) for year in range(2004, 2026)]
    assert max(abs(line.drawn / line.target - 1.0) for line in totals) < 0.015


def test_shares_of_a_margin_add_up_to_one(counted: Census):
    for margin in ("age_sex", "age", "sex", "contract", "size", "sector"):
        lines = [line for line in counted.lines if line.margin == margin]
        assert sum(line.drawn for line in lines) == pytest.approx(1.0)
        assert sum(line.target for line in lines) == pytest.approx(1.0)


def test_other_shares_are_missed_by_the_same_people(counted: Census):
    size = [line for line in counted.lines if line.margin == "size"]
    swapped = [
        CensusLine(line.margin, line.category, line.unit, other.target, line.drawn, line.standard_error, True)
        for line, other in pairwise(size)
    ]
    assert not any(line.within for line in swapped)


def test_more_people_have_smaller_errors_and_other_seeds_other_draws(counted: Census):
    few = census(current_world(), workers=WORKERS // 4, seed=SEED, threads=1)
    pairs = [(a, b) for a, b in zip(counted.lines, few.lines, strict=True) if a.binding]
    assert np.median([b.standard_error / a.standard_error for a, b in pairs]) == pytest.approx(2.0, rel=0.1)
    assert all(a.target == b.target for a, b in pairs)


def test_the_error_of_a_share_of_independent_people_is_the_binomial_one():
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(256), 400)
    value = (rng.random(len(group)) < 0.2).astype(float)
    share, error = ratio(group, value, np.ones(len(group)))
    assert share == pytest.approx(value.mean())
    assert error == pytest.approx(np.sqrt(0.2 * 0.8 / len(group)), rel=0.15)


def test_a_line_without_spread_is_within_only_where_both_agree():
    agrees = CensusLine("size", "a", "share", 0.5, 0.5, 0.0, True)
    differs = CensusLine("size", "a", "share", 0.5, 0.6, 0.0, True)
    assert (agrees.within, differs.within) == (True, False)
    assert CensusLine("size", "a", "share", 0.5, 0.5 + 0.99 * LIMIT * 0.01, 0.01, True).within
