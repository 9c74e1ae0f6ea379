"""Lay out time and people of the expected-value approximation: quarters by year of birth and sex.

Times are in quarters since 1 January of the first year; a stage of a spell lies a fixed number of weeks after its
onset, onsets are spread evenly over their quarter, and so are births over their year.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Sex
from poortwachter.primitives.weeks import WEEKS_PER_YEAR

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

QUARTERS: Final = 4
"""Quarters in a year."""
WEEKS: Final = WEEKS_PER_YEAR / QUARTERS
"""Weeks in a quarter."""
MONTHS: Final = 3
"""Months in a quarter."""
MIDDLE: Final = 0.5
"""Where in its quarter a flow lies on average."""
WORD: Final = 2.0**32


class Grid(NamedTuple):
    """T quarters and B years of birth."""

    first_year: int
    years: int
    born: Integers
    """(B,) calendar years of birth."""

    @property
    def quarters(self) -> int:
        """Return the number of quarters."""
        return self.years * QUARTERS

    @property
    def middles(self) -> Floats:
        """Return the middle of every quarter, (T,)."""
        return np.arange(self.quarters, dtype=np.float64) + MIDDLE

    def year_of(self, time: Floats | Integers) -> Integers:
        """Return the place of the year of times in quarters, held to the years of the grid."""
        return np.clip(np.floor(np.asarray(time) / QUARTERS), 0, self.years - 1).astype(np.int64)

    def year_after(self, weeks: float) -> Integers:
        """Return the place of the year some weeks after onsets in the middle of every quarter, (T,)."""
        return self.year_of(self.middles + weeks / WEEKS)

    def per_year(self, values: Floats) -> Floats:
        """Return sums by year of values by quarter (T, ...), shape (Y, ...)."""
        return values.reshape(self.years, QUARTERS, *values.shape[1:]).sum(axis=1)

    def at_year_end(self, values: Floats) -> Floats:
        """Return the last quarter of every year of values by quarter (T, ...), shape (Y, ...)."""
        return values[QUARTERS - 1 :: QUARTERS]

    def law_at(self, by_week: npt.NDArray[np.generic], *, later: int = 0) -> Floats:
        """Return the mean over each quarter, shifted, of law by week (W, ...), shape (T, ...)."""
        values = np.asarray(by_week, dtype=np.float64)
        last = len(values) - 1
        border = np.rint(np.arange(later, later + self.quarters + 1) * WEEKS).astype(np.int64)
        first = np.minimum(border[:-1], last)
        end = np.maximum(np.minimum(border[1:], last + 1), first + 1)
        sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
        weeks = (end - first).reshape(-1, *(1,) * (values.ndim - 1))
        return (sums[end] - sums[first]) / weeks


class Ages(NamedTuple):
    """Ages of everyone at some times: those who have not and who have had their birthday in the year."""

    before: Integers
    after: Integers
    """(n, B) completed years."""
    passed: Floats
    """(n, 1) share of the year that is over."""

    def mean(self, values: Floats) -> Floats:
        """Return the mean over birthdays of values by age, (ages, ...) or (n, ages, ...), shape (n, B, ...)."""
        rest = (1,) * (values.ndim - 1)
        share = self.passed.reshape(-1, 1, *rest)
        return values[self.before] * (1.0 - share) + values[self.after] * share

    def mean_by(self, row: Integers, values: Floats) -> Floats:
        """Return the same of values (rows, ages, ...), of the row for every time, shape (n, B, ...)."""
        share = self.passed.reshape(-1, 1, *(1,) * (values.ndim - 2))
        at = row[:, None]
        return values[at, self.before] * (1.0 - share) + values[at, self.after] * share


def build_grid(world: World, *, ages: int) -> Grid:
    """Return the grid of a world: everyone born from the oldest in the first stock to the youngest entrant."""
    first, years = world.clock.first_year, world.clock.years
    born = np.arange(first - world.youngest - ages, first + years - world.youngest)
    return Grid(first_year=first, years=years, born=born)


def ages_at(grid: Grid, time: Floats, *, oldest: int) -> Ages:
    """Return the ages at times (n,) in quarters; ages beyond a table are held to its ends."""
    year = np.floor(time / QUARTERS)
    after = (grid.first_year + year)[:, None].astype(np.int64) - grid.born
    return Ages(
        before=np.clip(after - 1, 0, oldest),
        after=np.clip(after, 0, oldest),
        passed=(time / QUARTERS - year)[:, None],
    )


def chance(threshold: npt.ArrayLike) -> Floats:
    """Return thresholds for a 32-bit word as probabilities; one above 2**32 is met for certain."""
    return np.minimum(np.asarray(threshold, dtype=np.float64) / WORD, 1.0)


def shifted(flow: Floats, later: float) -> Floats:
    """Return a flow by quarter (T, ...) some quarters later; what falls after the last quarter is dropped."""
    whole = int(np.floor(later))
    part = later - whole
    result = np.zeros_like(flow)
    count = len(flow)
    if whole < count:
        result[whole:] += (1.0 - part) * flow[: count - whole]
    if part > 0.0 and whole + 1 < count:
        result[whole + 1 :] += part * flow[: count - whole - 1]
    return result


def ratio(above: Floats, below: Floats) -> Floats:
    """Return a quotient, zero where there is nothing to divide by."""
    return np.divide(above, below, out=np.zeros(np.broadcast_shapes(above.shape, below.shape)), where=below > 0.0)


def by_cell(values: Floats) -> Floats:
    """Return values by year of birth and sex (..., B, 2 or 1) by cell, as compiled loops take them, (..., 2B)."""
    both = np.broadcast_to(values, (*values.shape[:-1], len(Sex)))
    return np.ascontiguousarray(both).reshape(*values.shape[:-2], -1)


def by_birth(values: Floats) -> Floats:
    """Return values by cell (..., 2B) by year of birth and sex, (..., B, 2)."""
    return values.reshape(*values.shape[:-1], -1, len(Sex))
