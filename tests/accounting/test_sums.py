"""Whole sums of a ledger give the lines of the letter, with charges, as the lines themselves do."""

import numpy as np
import pytest

from poortwachter.accounting.lines import LINE_NAMES, Rates, charges, line_amounts
from poortwachter.accounting.sums import N_SUMS, line_sums, lines_of_sums
from poortwachter.primitives.codes import Item, Payer

YEARS = 4


@pytest.fixture
def money() -> np.ndarray:
    found = np.random.default_rng(1).integers(-(10**12), 10**12, (3, YEARS, len(Item), len(Payer)))
    found[..., Item.WERKGEVERSLASTEN, :] = 0
    return found


def rates(of_wages: float) -> Rates:
    return Rates(wages=np.linspace(of_wages, 2 * of_wages, YEARS), benefits=np.full(YEARS, 0.07))


def with_charges(money: np.ndarray, of: Rates) -> np.ndarray:
    found = money.astype(np.float64)
    found[..., Item.WERKGEVERSLASTEN, :] = charges(found, rates=of)
    return found


def test_sums_are_whole_and_add_up_over_groups(money: np.ndarray):
    sums = line_sums(money)
    assert (sums.dtype, sums.shape) == (np.int64, (3, YEARS, N_SUMS))
    assert np.array_equal(line_sums(money.sum(axis=0)), sums.sum(axis=0))


def test_lines_of_sums_are_those_of_the_money_with_charges(money: np.ndarray):
    same = rates(0.1)
    found = lines_of_sums(line_sums(money).astype(float), baseline_wages=np.zeros((3, YEARS)), before=same, after=same)
    np.testing.assert_allclose(found, line_amounts(with_charges(money, same)), rtol=1e-12)


def test_a_change_of_rates_is_owed_over_the_wages_of_the_baseline(money: np.ndarray):
    before, after = rates(0.1), rates(0.15)
    reform = money + money[::-1]
    expected = line_amounts(with_charges(reform, after) - with_charges(money, before))
    found = lines_of_sums(
        line_sums(reform - money).astype(float),
        baseline_wages=line_sums(money)[..., -1].astype(float),
        before=before,
        after=after,
    )
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1.0)
    assert abs(found[..., LINE_NAMES.index("employers")]).max() > 1e9
