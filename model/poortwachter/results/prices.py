"""Give a result in the constant prices of another year."""

from typing import TYPE_CHECKING, Final

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.results.schema import VARIABLES

if TYPE_CHECKING:
    import xarray as xr

FROM: Final = "price_year_of_run"
"""Attribute with the price year that a rescaled result was made in."""
FACTOR: Final = "price_factor"
"""Attribute with what its amounts were multiplied by."""


def price_factor(dataset: "xr.Dataset", *, year: int) -> float:
    """Return the amount in prices of a year per amount in prices of the result.

    Raises:
        InputError: when the result has no deflator for either year.
    """
    own = int(dataset.attrs["price_year"])
    years = {int(one) for one in dataset["year"].to_numpy()}
    lacking = [one for one in (year, own) if one not in years]
    if lacking:
        what = f"--price-level {year}: the result has no deflator for {' and '.join(map(str, lacking))}"
        raise InputError([Problem(what, f"choose from {min(years)} to {max(years)}")])
    deflator = dataset["deflator"]
    return float(deflator.sel(year=year)) / float(deflator.sel(year=own))


def at_prices(dataset: "xr.Dataset", *, year: int) -> "xr.Dataset":
    """Return a result with every amount in constant prices of another year; people and shares stay as they are.

    The attributes `price_year_of_run` and `price_factor` say what was done.

    Raises:
        InputError: when the result has no deflator for the year.
    """
    factor = price_factor(dataset, year=year)
    money = {str(name): variable * factor for name, variable in dataset.data_vars.items() if _is_money(dataset, name)}
    if "bridge" in dataset:
        units = dataset["bridge_unit"].to_numpy()
        scales = [factor if str(unit).startswith("EUR") else 1.0 for unit in units]
        money["bridge"] = dataset["bridge"] * scales
    found = dataset.assign(money)
    found["deflator"] = dataset["deflator"] / factor
    for name, variable in dataset.variables.items():
        found[name].attrs.update(variable.attrs)
    level = {"price_year": year, "price_level": f"constant prices {year}"}
    return found.assign_attrs(**level, **{FROM: int(dataset.attrs["price_year"]), FACTOR: factor})


def _is_money(dataset: "xr.Dataset", name: object) -> bool:
    known = VARIABLES.get(str(name))
    units = known.units if known is not None else str(dataset[name].attrs.get("units", ""))
    return units.startswith("EUR")
