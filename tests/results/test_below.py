import json

import numpy as np
import pytest
import xarray as xr

from poortwachter.primitives.errors import InputError
from poortwachter.results.below import AtFactor, Below, Carried, Check, VariantAmount, keep, kept
from poortwachter.results.prices import FACTOR, FROM, at_prices

BELOW = Below(
    carried=(
        Carried(name="a.b", value=0.1, low=0.0, high=1 / 3, at_low=1.1, at_low_se=0.1, at_high=2 / 3, at_high_se=0.2),
    ),
    variants=(VariantAmount(name="half", value=0.1 + 0.2, se=1e-9),),
    orders=(AtFactor(factor=0.0, wia=0.1, wia_se=1 / 3, balance=2.0, balance_se=0.3),),
    check=Check(simulated=131.881, se=2.04, expected=128.24, z=1.78),
    parameters={"law": "ab", "behaviour": "cd"},
)


def a_result() -> xr.Dataset:
    return xr.Dataset(
        {
            "line_effect": (("line", "year"), np.array([[1.0, 2.0], [3.0, 4.0]]), {"units": "EUR mln per year"}),
            "stock": (("year",), np.array([10.0, 20.0]), {"units": "persons"}),
            "deflator": (("year",), np.array([1.0, 1.25]), {"units": "1"}),
            "bridge": (("bridge_term",), np.array([650.0, 20_000.0])),
        },
        coords={"year": [2022, 2026], "line": ["a", "b"], "bridge_unit": ("bridge_term", ["1", "EUR per person-year"])},
        attrs={"price_year": 2022, "price_level": "constant prices 2022"},
    )


def test_what_stands_below_the_table_comes_back_as_the_same_numbers() -> None:
    dataset = a_result()
    assert kept(dataset) is None
    keep(BELOW, dataset=dataset)
    assert kept(dataset) == BELOW


def test_amounts_below_the_table_follow_the_prices_and_values_do_not() -> None:
    scaled = BELOW.scaled(2.0)
    assert scaled.carried[0].at_high == 2 * BELOW.carried[0].at_high
    assert scaled.carried[0].high == BELOW.carried[0].high
    assert scaled.variants[0].se == 2 * BELOW.variants[0].se
    assert scaled.orders == (AtFactor(factor=0.0, wia=0.2, wia_se=2 / 3, balance=4.0, balance_se=0.6),)
    assert scaled.check == BELOW.check


def test_a_result_that_never_worked_out_first_order_does_not_say_that_it_is_the_same() -> None:
    dataset = a_result()
    keep(BELOW, dataset=dataset)
    old = json.loads(dataset.attrs["below"])
    del old["orders"]
    dataset.attrs["below"] = json.dumps(old)
    found = kept(dataset)
    assert found is not None
    assert found.orders is None


def test_other_prices_change_amounts_by_the_deflator_and_nothing_else() -> None:
    result = a_result()
    found = at_prices(result, year=2026)
    assert np.array_equal(found["line_effect"], 1.25 * result["line_effect"])
    assert np.array_equal(found["stock"], result["stock"])
    assert np.array_equal(found["bridge"], [650.0, 25_000.0])
    assert np.array_equal(found["deflator"], [0.8, 1.0])
    assert (found.attrs["price_year"], found.attrs[FROM], found.attrs[FACTOR]) == (2026, 2022, 1.25)
    assert found["line_effect"].attrs["units"] == "EUR mln per year"
    assert result.attrs["price_year"] == 2022


def test_there_and_back_gives_the_amounts_of_the_run() -> None:
    result = a_result()
    back = at_prices(at_prices(result, year=2026), year=2022)
    np.testing.assert_allclose(back["line_effect"], result["line_effect"], rtol=1e-15)


def test_prices_of_a_year_outside_the_result_are_refused() -> None:
    with pytest.raises(InputError, match="no deflator for 2030"):
        at_prices(a_result(), year=2030)
