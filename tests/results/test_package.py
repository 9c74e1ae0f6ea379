"""Shares of a package add up, and are those of the textbook."""

from itertools import permutations

import numpy as np
import pytest

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.results.package import (
    SHAPLEY,
    STACKED,
    WAYS,
    Subset,
    SubsetEffect,
    Weights,
    all_subsets,
    antithetic_orders,
    asked,
    decomposed,
    package_csv,
    package_dataset,
    terms_of,
)

MEASURES = ("a", "b", "c")
YEARS = 2
WEIGHTS = Weights(calendar=10.0, frozen=7.0)
CENT = 1e-8


def effects(measures: tuple[str, ...], seed: int = 0) -> dict[Subset, SubsetEffect]:
    chance = np.random.default_rng(seed)
    found = {
        one: SubsetEffect(*(chance.normal(size=(256, *years, len(LINE_NAMES))) for years in ((YEARS,), ())))
        for one in all_subsets(measures)
    }
    nothing = found[frozenset()]
    found[frozenset()] = SubsetEffect(*(np.zeros_like(one) for one in nothing))
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_parts_add_up_to_the_whole_to_the_cent(count: int) -> None:
    measures = tuple("abcdef"[:count])
    values = decomposed(measures, effects(measures), orders=[], weights=WEIGHTS)
    for suffix in ("", "_structural"):
        cents = {
            name: np.rint(values[f"{name}{suffix}"] / CENT).astype(int) for name in ("part", "whole", "interaction")
        }
        for way in (STACKED, SHAPLEY):
            assert (cents["part"][WAYS.index(way)].sum(axis=0) == cents["whole"]).all()
        assert (cents["part"][0].sum(axis=0) + cents["interaction"] == cents["whole"]).all()


def test_shapley_is_the_mean_of_what_a_measure_adds_over_all_orders() -> None:
    value = {one: float(3 * ("a" in one) + ("b" in one) * ("c" in one) * 6) for one in all_subsets(MEASURES)}

    def share(measure: str) -> float:
        added = [
            value[frozenset(order[: order.index(measure) + 1])] - value[frozenset(order[: order.index(measure)])]
            for order in permutations(MEASURES)
        ]
        return sum(added) / len(added)

    by_terms = [
        sum(weight * value[one] for one, weight in terms.items()) for terms in terms_of(MEASURES, orders=[])[SHAPLEY]
    ]
    assert by_terms == pytest.approx([share(measure) for measure in MEASURES])
    assert by_terms == pytest.approx([3.0, 3.0, 3.0])


def test_a_share_has_the_error_of_the_same_sum_over_the_groups() -> None:
    found = effects(MEASURES)
    values = decomposed(MEASURES, found, orders=[], weights=WEIGHTS)
    added = found[frozenset("ab")].calendar - found[frozenset("a")].calendar
    se = 10.0 * np.sqrt(256 / 255 * ((added - added.mean(axis=0)) ** 2).sum(axis=0))
    np.testing.assert_allclose(values["part_se"][WAYS.index(STACKED), 1], se.T)
    np.testing.assert_allclose(values["part"][WAYS.index(STACKED), 1], 10.0 * added.sum(axis=0).T, atol=2 * CENT)


def test_over_some_orders_the_sums_stay_exact_and_their_error_is_told() -> None:
    measures = tuple("abcdef")
    found = effects(measures)
    orders = antithetic_orders(measures, pairs=3, seed=1)
    assert all(later == earlier[::-1] for earlier, later in zip(orders[::2], orders[1::2], strict=True))
    assert len(asked(measures, orders=orders)) < 2 ** len(measures)
    values = decomposed(measures, found, orders=orders, weights=WEIGHTS)
    whole = np.rint(values["whole_structural"] / CENT)
    assert (np.rint(values["part_structural"][WAYS.index(SHAPLEY)] / CENT).sum(axis=0) == whole).all()
    exact = decomposed(measures, found, orders=[], weights=WEIGHTS)
    assert (exact["order_se"] == 0).all()
    gaps = values["part_structural"][WAYS.index(SHAPLEY)] - exact["part_structural"][WAYS.index(SHAPLEY)]
    apart = gaps / values["order_structural_se"]
    assert 0.3 < np.median(np.abs(apart)) < 3.0, "the error told is of the size of the error made"


def test_all_orders_of_two_measures_give_the_exact_share() -> None:
    found = effects(("a", "b"))
    some, every = (
        decomposed(("a", "b"), found, orders=orders, weights=WEIGHTS)
        for orders in (antithetic_orders(("a", "b"), pairs=1, seed=0), [])
    )
    np.testing.assert_array_equal(some["part"], every["part"])


def test_the_table_is_tidy() -> None:
    values = decomposed(MEASURES, effects(MEASURES), orders=[], weights=WEIGHTS)
    dataset = package_dataset(
        values, measures=MEASURES, titles=MEASURES, years=np.array([2004, 2005]), attributes={"seed": 1}
    )
    head, *rows = package_csv(dataset).splitlines()
    assert head == "way,measure,line,year,amount_eur_mln,se_eur_mln"
    assert len(rows) == (3 * len(MEASURES) + 2) * len(LINE_NAMES) * (YEARS + 1)
    assert sum(row.startswith("whole,,wia_benefits,") for row in rows) == YEARS + 1
    assert all(variable.attrs["units"] for variable in dataset.variables.values())
