"""Compare the baseline with every published figure, and hold it against the gates written down beforehand.

Nothing is fitted here and nothing is left out: what was fitted is marked, what the model cannot give says why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from poortwachter.primitives.errors import Problem, did_you_mean, refuse
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.scenario.load import current_world
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.hindcast import Figure, Hindcast, Key, hindcast
from poortwachter.study.targets import Target, load_targets

GATES: Final = Path(__file__).parent / "data" / "gates.yaml"
WORKERS: Final = 1_500_000
"""Workers unless told otherwise: under a minute on two cores, errors of about one per cent of a year's inflow."""
SEED: Final = 20252
"""Seed unless told otherwise: that of the figures in the fit's report, not of the fit."""
PASSED, FAILED, NOT_MEASURED = "passed", "failed", "not_measured"
FIRST_SHOWN: Final = 2006
"""First year of the model's lines; the WIA started at the end of 2005."""

Texts = Mapping[str, str]
"""A sentence by language."""


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
    low: float
    high: float
    """Between which the figure must lie for a gate; without a gate not finite."""

    @property
    def gap(self) -> float:
        """Return (model - published) / published."""
        if self.model is None or not self.published:
            return float("nan")
        return self.model.value / self.published - 1.0

    @property
    def apart(self) -> float:
        """Return the gap in standard errors of the two figures together."""
        if self.model is None:
            return float("nan")
        error = float(np.hypot(self.model.standard_error, self.published_error))
        return (self.model.value - self.published) / error if error else float("nan")

    @property
    def within(self) -> bool:
        """Return whether the figure of the model lies within the gate."""
        return self.model is not None and self.low <= self.model.value <= self.high


@dataclass(frozen=True)
class Gate:
    """What the model is held to, as it stands in the file."""

    name: str
    what: Texts
    targets: tuple[str, ...]
    years: tuple[int, ...]
    together: bool
    tolerance: float | None
    """Largest gap as a share of the published figure."""
    ranges: Mapping[int, tuple[float, float]]
    """Without a tolerance: lowest and highest published figure by year."""
    errors: float
    """Standard errors by which a range is widened on both sides."""
    source: str


@dataclass(frozen=True)
class Judged:
    """A gate with every figure it looks at."""

    gate: Gate
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
        measured = [one for one in self.figures if one.model is not None]
        return max(measured, key=lambda one: abs(one.gap), default=None)


@dataclass(frozen=True)
class Rules:
    """The file of gates: the horizon, the gates, why series are missed or not measured, and the figures."""

    last_year: int
    price_year: int
    miss: float
    """A gap larger than this share of the published figure asks for a reason."""
    gates: tuple[Gate, ...]
    misses: Mapping[str, Texts]
    unmeasured: Mapping[str, Texts]
    themes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Line:
    """A series of the model by year, with standard errors."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    standard_errors: tuple[float, ...]


@dataclass(frozen=True)
class Validation:
    """The whole comparison."""

    compared: tuple[Compared, ...]
    judged: tuple[Judged, ...]
    lines: Mapping[str, Line]
    """By name, of the series without groups."""
    rules: Rules
    workers: int
    seed: int
    lives: int


def load_rules(path: Path = GATES, *, targets: Mapping[str, Target]) -> Rules:
    """Read the gates.

    Raises:
        InputError: with every name in it that is no target.
    """
    table, problems = read_yaml(path)
    refuse(problems)
    read: dict[str, Any] = plain(table)
    named = [name for gate in read["gates"].values() for name in gate["targets"]]
    named += [*read["misses"], *read["unmeasured"], *(name for theme in read["themes"].values() for name in theme)]
    refuse(Problem(f"{name} is no target", did_you_mean(name, targets), path) for name in named if name not in targets)
    return Rules(
        last_year=read["horizon"]["last_year"],
        price_year=read["horizon"]["price_year"],
        miss=read["miss"],
        gates=tuple(_gate(name, entry) for name, entry in read["gates"].items()),
        misses=read["misses"],
        unmeasured=read["unmeasured"],
        themes={name: tuple(theme) for name, theme in read["themes"].items()},
    )


def _gate(name: str, entry: Mapping[str, Any]) -> Gate:
    return Gate(
        name=name,
        what=entry["what"],
        targets=tuple(entry["targets"]),
        years=tuple(entry["years"]),
        together=entry.get("together", False),
        tolerance=entry.get("tolerance"),
        ranges={year: (float(low), float(high)) for year, (low, high) in entry.get("ranges", {}).items()},
        errors=entry.get("errors", 0.0),
        source=entry["source"],
    )


def validate(*, workers: int = WORKERS, seed: int = SEED, threads: int) -> Validation:
    """Live the baseline and compare it with every target."""
    targets = load_targets()
    rules = load_rules(targets=targets)
    found = hindcast(
        current_world(),
        workers=workers,
        seed=seed,
        last_year=rules.last_year,
        price_year=rules.price_year,
        threads=threads,
    )
    return compare(found, rules=rules, targets=targets, fitted=fitted_figures(targets))


def fitted_figures(targets: Mapping[str, Target]) -> frozenset[Key]:
    """Return the figures that the calibration is fitted to."""
    return frozenset((aim.name, aim.year, aim.group) for aim in load_plan(targets=targets).aims)


def compare(found: Hindcast, *, rules: Rules, targets: Mapping[str, Target], fitted: frozenset[Key]) -> Validation:
    """Compare what was lived with every target and judge the gates."""
    compared = [
        _compared((target,), year=year, group=group, found=found, fitted=fitted)
        for target in targets.values()
        for year, group in target.series
    ]
    return Validation(
        compared=tuple(compared),
        judged=tuple(_judged(gate, found=found, targets=targets, fitted=fitted) for gate in rules.gates),
        lines={name: line for name in targets if (line := _line(name, found=found, last=rules.last_year - 1))},
        rules=rules,
        workers=found.workers,
        seed=found.seed,
        lives=found.lives,
    )


def _compared(
    parts: tuple[Target, ...],
    *,
    year: int,
    group: str,
    found: Hindcast,
    fitted: frozenset[Key],
    gate: Gate | None = None,
) -> Compared:
    """Compare the sum of targets in a year and group; the limits are those of the gate."""
    keys = tuple((target.name, year, group) for target in parts)
    published = sum(target.series[year, group] for target in parts)
    error = float(np.hypot.reduce([target.standard_error[year, group] for target in parts]))
    low, high = _limits(gate, year=year, published=published, error=error)
    return Compared(
        name="+".join(target.name for target in parts),
        label=" + ".join(target.label for target in parts),
        unit=parts[0].unit,
        year=year,
        group=group,
        published=published,
        published_error=error,
        model=found.figure(keys),
        fitted=any(key in fitted for key in keys),
        sources=tuple(dict.fromkeys(source for target in parts for source in target.sources)),
        low=low,
        high=high,
    )


def _limits(gate: Gate | None, *, year: int, published: float, error: float) -> tuple[float, float]:
    if gate is None:
        return float("nan"), float("nan")
    if gate.tolerance is not None:
        return published * (1 - gate.tolerance), published * (1 + gate.tolerance)
    low, high = gate.ranges[year]
    return low - gate.errors * error, high + gate.errors * error


def _judged(gate: Gate, *, found: Hindcast, targets: Mapping[str, Target], fitted: frozenset[Key]) -> Judged:
    return Judged(
        gate,
        tuple(
            _compared(parts, year=year, group=group, found=found, fitted=fitted, gate=gate)
            for parts in _parts(gate, targets=targets)
            for year, group in parts[0].series
            if year in gate.years
        ),
    )


def _parts(gate: Gate, *, targets: Mapping[str, Target]) -> Iterator[tuple[Target, ...]]:
    """Yield the targets of a gate, one by one or all together."""
    chosen = tuple(targets[name] for name in gate.targets)
    if gate.together:
        yield chosen
    else:
        yield from ((one,) for one in chosen)


def _line(name: str, *, found: Hindcast, last: int) -> Line | None:
    """Return the model's line of a series without groups."""
    years = range(FIRST_SHOWN, last + 1)
    known = [(year, figure) for year in years if (figure := found.figure(((name, year, ""),))) is not None]
    if not known:
        return None
    return Line(
        tuple(year for year, _ in known),
        tuple(figure.value for _, figure in known),
        tuple(figure.standard_error for _, figure in known),
    )
