"""Hold figures of the model beside published ones: what a validation finds and a report shows."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PASSED, FAILED, NOT_MEASURED = "passed", "failed", "not_measured"

Texts = Mapping[str, str]
"""A sentence by language."""
NO_LIMIT: Final = float("nan")


@dataclass(frozen=True)
class Figure:
    """A figure of the model with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True)
class Residual:
    """A published figure beside that of the fitted model."""

    name: str
    label: str
    unit: str
    group: str
    year: int
    published: float
    error: float
    """Of the published figure, with what the model is allowed to miss where it was fitted."""
    model: float
    model_error: float
    fitted: bool

    @property
    def gap(self) -> float:
        """Return (model - published) / published."""
        return self.model / self.published - 1.0 if self.published else float("nan")

    @property
    def apart(self) -> float:
        """Return the gap in standard errors of the two together."""
        width = math.hypot(self.error, self.model_error)
        return (self.model - self.published) / width if width else float("nan")


@dataclass(frozen=True)
class Line:
    """A series of the model by year, with standard errors."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    standard_errors: tuple[float, ...]

    def at(self, year: int) -> Figure:
        """Return the figure of a year, which must be on the line."""
        place = self.years.index(year)
        return Figure(self.values[place], self.standard_errors[place])

    def upto(self, last: int) -> "Line":
        """Return the line up to a year."""
        number = sum(year <= last for year in self.years)
        return Line(self.years[:number], self.values[:number], self.standard_errors[:number])


@dataclass(frozen=True)
class Compared:
    """A published figure beside that of the model, which is None where the model does not give it."""

    name: str
    label: str
    unit: str
    year: int
    group: str
    published: float
    published_error: float
    model: Figure | None
    fitted: bool
    sources: tuple[str, ...]
    low: float = NO_LIMIT
    high: float = NO_LIMIT
    """Between which the figure must lie for a gate; without a gate not finite."""

    @property
    def value(self) -> float:
        """Return the figure of the model, not finite where it gives none."""
        return float("nan") if self.model is None else self.model.value

    @property
    def error(self) -> float:
        """Return the standard error of that figure."""
        return float("nan") if self.model is None else self.model.standard_error

    @property
    def gap(self) -> float:
        """Return (model - published) / published."""
        return self.value / self.published - 1.0 if self.published else float("nan")

    @property
    def apart(self) -> float:
        """Return the gap in standard errors of the two figures together."""
        error = math.hypot(self.error, self.published_error)
        return (self.value - self.published) / error if error else float("nan")

    @property
    def within(self) -> bool:
        """Return whether the figure of the model lies within the gate."""
        return self.low <= self.value <= self.high


@dataclass(frozen=True)
class Judged:
    """A gate with every figure it looks at."""

    name: str
    what: Texts
    source: Texts
    """The sentence it was written down in."""
    figures: tuple[Compared, ...]

    @property
    def outcome(self) -> str:
        """Return passed, failed, or not_measured where the model does not give a figure."""
        if not self.figures or any(one.model is None for one in self.figures):
            return NOT_MEASURED
        return PASSED if all(one.within for one in self.figures) else FAILED

    @property
    def worst(self) -> Compared | None:
        """Return the figure furthest from the published one."""
        measured = [one for one in self.figures if math.isfinite(one.gap)]
        return max(measured, key=lambda one: abs(one.gap), default=None)


@dataclass(frozen=True)
class Jump:
    """The change of a series from one year to the next: published, in the model, and without one of its parts."""

    series: str
    years: tuple[int, int]
    published: float
    model: Figure
    without: Figure
    explained: Figure
    """The difference of the last two, on the same draws."""


@dataclass(frozen=True)
class Contrast:
    """The same lives with and without one part of the model."""

    name: str
    lines: Mapping[str, tuple[Line, Line]]
    """By series: as the model is, and without the part."""
    jump: Jump | None = None


@dataclass(frozen=True)
class Ages:
    """The WIA by age: persons on 31 December by year, scheme and band, and the bands' shares of inflow by year."""

    bands: tuple[str, ...]
    stock: Mapping[tuple[int, str], tuple[Figure, ...]]
    inflow: Mapping[str, Line]


@dataclass(frozen=True)
class Validation:
    """All that is found when the baseline is held against published figures."""

    compared: tuple[Compared, ...]
    judged: tuple[Judged, ...]
    lines: Mapping[str, Line]
    """By name, of the series without groups."""
    contrasts: tuple[Contrast, ...]
    ages: Ages | None
    miss: float
    """A gap larger than this share of the published figure asks for a reason."""
    misses: Mapping[str, Texts]
    """Why a series is missed, by its name."""
    unmeasured: Mapping[str, Texts]
    """Why a series cannot be read from the model."""
    themes: Mapping[str, tuple[str, ...]]
    workers: int
    lives: int
    seed: int
