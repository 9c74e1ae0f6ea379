"""Hold the solution of UWV's capacity: what is asked, what is done, what waits, by month and policy.

Its years stand as JSON in the attribute `capacity` of `result.nc`, so that documents can be made of the folder alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]
ATTRIBUTE: Final = "capacity"
MONTHS_PER_YEAR: Final = 12


class Months(NamedTuple):
    """What is asked and done by month (M,): persons, assessments, hours."""

    claims: Floats
    """Claims that ask for a doctor."""
    decided: Floats
    backlog: Floats
    """Claims beyond the term at the end of the month."""
    assessed: Floats
    needed: Floats
    """Assessments of all kinds that are done, and that are asked for."""
    doctor_hours: Floats
    test_hours: Floats
    """Hours of doctors that are asked for, those in the RIV-toets among them."""
    doctor_capacity: Floats
    expert_hours: Floats
    """Hours of labour experts that are asked for."""
    handled: Floats
    refused: Floats
    """Claims at the end of the waiting period, also those without a doctor, and those that will be refused."""


class Course(NamedTuple):
    """The months of a policy, with who waits and how long by year (Y,)."""

    months: Months
    share: Floats
    weeks: Floats


@dataclass(frozen=True)
class Years:
    """A solution by year: sums, backlog, waits and advances by policy, year and name, beside published figures."""

    residual: float
    iterations: int
    by_year: Mapping[str, Mapping[int, Mapping[str, float]]]
    published: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Capacity:
    """A solution: its courses by policy, the residual of its iterations, and published figures by name and year."""

    years: tuple[int, ...]
    residual: float
    iterations: int
    course: Mapping[str, Course]
    published: Mapping[str, Mapping[int, float]]

    @property
    def in_years(self) -> Years:
        """Return the solution by year."""
        by_year = {policy: dict(self.by_year(policy)) for policy in self.course}
        return Years(self.residual, self.iterations, by_year, self.published)

    def by_year(self, policy: str) -> Iterator[tuple[int, Mapping[str, float]]]:
        """Yield every year with its sums, its backlog at the end, who waits, and the advances that are paid meanwhile.

        An advance that turns out to be without a right counts as a new benefit while it is paid.
        """
        course = self.course[policy]
        for place, year in enumerate(self.years):
            span = slice(place * MONTHS_PER_YEAR, (place + 1) * MONTHS_PER_YEAR)
            sums = {name: float(values[span].sum()) for name, values in course.months._asdict().items()}
            sums["backlog"] = float(course.months.backlog[span][-1])
            share = float(course.share[place])
            advances, kept = share * sums["handled"], share * sums["refused"]
            waits = {"share": share, "weeks": float(course.weeks[place])}
            paid = {"advances": advances, "advances_refused": kept}
            new = sums["handled"] - sums["refused"] + kept
            yield year, {**sums, **waits, **paid, "advances_share": advances / new if new else 0.0}


def keep(years: Years, *, dataset: "xr.Dataset") -> None:
    """Write a solution by year into the attributes of a result."""
    dataset.attrs[ATTRIBUTE] = json.dumps(asdict(years), sort_keys=True)


def kept(dataset: "xr.Dataset") -> Years | None:
    """Return the solution by year of a result, or None of a result that was made with given waits."""
    if ATTRIBUTE not in dataset.attrs:
        return None
    read: dict[str, Any] = json.loads(dataset.attrs[ATTRIBUTE])
    by_year = {policy: _by_year(years) for policy, years in read["by_year"].items()}
    published = {name: _by_year(values) for name, values in read["published"].items()}
    return Years(read["residual"], read["iterations"], by_year, published)


def _by_year(values: Mapping[str, Any]) -> dict[int, Any]:
    return {int(year): value for year, value in values.items()}
