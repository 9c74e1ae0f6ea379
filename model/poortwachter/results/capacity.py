"""Hold the solution of UWV's capacity: what is asked, what is done, what waits, by month and policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
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


class Course(NamedTuple):
    """The months of a policy, with who waits and how long by year (Y,)."""

    months: Months
    share: Floats
    weeks: Floats


@dataclass(frozen=True)
class Capacity:
    """A solution: its courses by policy, the residual of its iterations, and published figures by name and year."""

    years: tuple[int, ...]
    residual: float
    iterations: int
    course: Mapping[str, Course]
    published: Mapping[str, Mapping[int, float]]

    def by_year(self, policy: str) -> Iterator[tuple[int, Mapping[str, float]]]:
        """Yield every year with its sums, its backlog at the end, and who waits."""
        course = self.course[policy]
        for place, year in enumerate(self.years):
            span = slice(place * MONTHS_PER_YEAR, (place + 1) * MONTHS_PER_YEAR)
            sums = {name: float(values[span].sum()) for name, values in course.months._asdict().items()}
            sums["backlog"] = float(course.months.backlog[span][-1])
            yield year, {**sums, "share": float(course.share[place]), "weeks": float(course.weeks[place])}
