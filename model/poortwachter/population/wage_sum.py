"""Add up the wages over which employers owe premiums: every employee's wage up to the maximum premium wage.

Nobody is simulated for it: employees, their contracts, employers and wage ranks are the shares lives are drawn from.
A wage counts as paid in full; what the sick get less in their second year, and the wages that stop with the Ziektewet,
are some thousandths of the sum.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.population.fit import MONTHS_PER_YEAR, Fit
from poortwachter.population.stock import Stock, band_sums
from poortwachter.population.table import PopulationTable

Array = npt.NDArray[np.float64]

_WORD: Final = 2.0**32


def premium_wages(
    table: PopulationTable, fitted: Fit, people: Stock, *, levels: Array, ranks: Array, maximum: Array, by_size: Array
) -> Array:
    """Return premium wages by year, firm size, contract and sector, shape (Y, 5, 3, 6), in the unit of the maximum.

    levels: (Y, 6) what a wage of the table's base year comes to, by year and age band; ranks: (Y, 6, 64) shares of wage
    ranks by year and age band; maximum: (Y,) the highest wage a month over which premiums are owed; by_size: (5,) mean
    wage by firm size relative to each other, which leaves the sum over all sizes as it is.
    """
    jobs = fitted.employees
    given = jobs / jobs.sum(axis=(3, 4), keepdims=True)
    return np.stack(
        [
            _of_year(persons, given, wage, by_size=by_size)
            for persons, wage in zip(_persons(table, people), _capped(table, levels, ranks, maximum), strict=True)
        ]
    )


def _of_year(persons: Array, given: Array, wage: Array, *, by_size: Array) -> Array:
    """Return the wages of a year (5, 3, 6) from persons (6, 2, 3), their employers and a month's wage (6, 2, 3, 6)."""
    plain = np.einsum("asc,asczk,asck->zck", persons, given, wage) * MONTHS_PER_YEAR
    sized = plain * by_size[:, None, None]
    return sized * (plain.sum() / sized.sum())


def _persons(table: PopulationTable, people: Stock) -> Array:
    """Return the mean number of employees in the year by age band, sex and contract (Y, 6, 2, 3)."""
    during = (people.employees[:-1] + people.employees[1:]) / 2
    by_band = np.stack([band_sums(year) for year in during])
    contracts = np.diff(table.flex_threshold / _WORD, axis=-1, prepend=0.0)
    return by_band[:, :, :, None] * contracts[:, :, None, :]


def _capped(table: PopulationTable, levels: Array, ranks: Array, maximum: Array) -> Array:
    """Return the mean wage a month up to the maximum by age band, sex, contract and sector, (Y, 6, 2, 3, 6)."""
    return np.stack(
        [
            np.einsum(
                "asckr,ar->asck",
                np.minimum((table.wage_month * level[:, None, None, None])[..., None] * table.wage_quantile, most),
                rank,
            )
            for level, rank, most in zip(levels, ranks, maximum, strict=True)
        ]
    )
