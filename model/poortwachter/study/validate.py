"""Compare the baseline with every published figure, and hold it against the gates written down beforehand.

Nothing is fitted here and nothing is left out: what was fitted is marked, what the model cannot give says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from poortwachter.primitives.codes import AgeBand, Scheme, labels
from poortwachter.primitives.errors import Problem, did_you_mean, refuse
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.comparison import Ages, Compared, Contrast, Judged, Jump, Line, Texts, Validation
from poortwachter.scenario.load import World, current_world
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.hindcast import GIVEN_INFLOW, Hindcast, Key, Size, contrasted, hindcast
from poortwachter.study.lived import ready_kernel
from poortwachter.study.targets import Target, load_targets

GATES: Final = Path(__file__).parent / "data" / "gates.yaml"
WORKERS: Final = 4_000_000
"""Workers unless told otherwise: a minute and a quarter on two cores, errors below one per cent of a year's inflow."""
SEED: Final = 20252
"""Seed unless told otherwise: that of the figures in the fit's report, not of the fit."""
INFLOW: Final = "wia_inflow"
"""Published inflow that the stock given inflow follows from."""
STOCKS_BY_AGE: Final = ("wga_stock_by_age", "iva_stock_by_age")
INFLOW_BY_AGE: Final = "wia_inflow_share_by_age"
FIRST_SHOWN: Final = 2006
"""First year of the model's lines; the WIA started at the end of 2005."""


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
    moment: str | None
    """Figure of the model that is held against the target, where it is not that of the same name."""
    source: Texts


@dataclass(frozen=True)
class Without:
    """A part of the model that is left out, and what is then looked at."""

    name: str
    behaviour: Mapping[str, float]
    """Values under which the part is not there."""
    series: tuple[str, ...]
    years: tuple[int, int]
    jump: tuple[int, int] | None
    """Years between which the first of the series jumps."""


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
    contrasts: tuple[Without, ...] = ()
    ages: tuple[int, ...] = ()
    """Years of which the stock is shown by age."""


def load_rules(path: Path = GATES, *, targets: Mapping[str, Target]) -> Rules:
    """Read the gates.

    Raises:
        InputError: with every name in it that is no target.
    """
    table, problems = read_yaml(path)
    refuse(problems)
    read: dict[str, Any] = plain(table)
    named = [name for gate in read["gates"].values() for name in gate["targets"]]
    named += [name for one in read["contrasts"].values() for name in one["series"]]
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
        contrasts=tuple(_without(name, entry) for name, entry in read["contrasts"].items()),
        ages=tuple(read["ages"]),
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
        moment=entry.get("moment"),
        source=entry["source"],
    )


def _without(name: str, entry: Mapping[str, Any]) -> Without:
    first, last = entry["years"]
    jump = entry.get("jump")
    return Without(
        name=name,
        behaviour=entry["behaviour"],
        series=tuple(entry["series"]),
        years=(first, last),
        jump=None if jump is None else (jump[0], jump[1]),
    )


def validate(*, workers: int = WORKERS, seed: int = SEED, threads: int, watch: Watch = unwatched) -> Validation:
    """Live the baseline, as it is and without some of its parts, and compare it with every target."""
    targets = load_targets()
    rules = load_rules(targets=targets)
    world = current_world()
    size = Size(workers, seed, rules.last_year, rules.price_year, threads)
    with watch("compile", 1):
        ready_kernel(world, last_year=rules.last_year, price_year=rules.price_year)
    found = hindcast(world, size=size, inflow=_published(targets[INFLOW]), watch=watch)
    others = ((one, contrasted(_left_out(world, one), size=size, watch=watch)) for one in rules.contrasts)
    contrasts = tuple(contrast(one, found=found, other=other, targets=targets) for one, other in others)
    return compare(found, rules=rules, targets=targets, fitted=fitted_figures(targets), contrasts=contrasts)


def _left_out(world: World, one: Without) -> World:
    return world.overridden({"behaviour": {name: {FIRST_DAY: value} for name, value in one.behaviour.items()}})


def _published(target: Target) -> dict[int, float]:
    return {year: value for (year, _), value in target.series.items()}


def fitted_figures(targets: Mapping[str, Target]) -> frozenset[Key]:
    """Return the figures that the calibration is fitted to."""
    return frozenset((aim.name, aim.year, aim.group) for aim in load_plan(targets=targets).aims)


def compare(
    found: Hindcast,
    *,
    rules: Rules,
    targets: Mapping[str, Target],
    fitted: frozenset[Key],
    contrasts: tuple[Contrast, ...] = (),
) -> Validation:
    """Compare what was lived with every target and judge the gates."""
    compared = [
        _compared((target,), year=year, group=group, found=found, fitted=fitted)
        for target in targets.values()
        for year, group in target.series
    ]
    names = (*targets, GIVEN_INFLOW)
    years = range(FIRST_SHOWN, rules.last_year)
    return Validation(
        compared=tuple(compared),
        judged=tuple(_judged(gate, found=found, targets=targets, fitted=fitted) for gate in rules.gates),
        lines={name: line for name in names if (line := _line(name, found=found, years=years))},
        contrasts=contrasts,
        ages=_ages(found, years=rules.ages, shown=years),
        miss=rules.miss,
        misses=rules.misses,
        unmeasured=rules.unmeasured,
        themes=rules.themes,
        workers=found.workers,
        lives=found.lives,
        seed=found.seed,
    )


def contrast(one: Without, *, found: Hindcast, other: Hindcast, targets: Mapping[str, Target]) -> Contrast:
    """Set the series of two worlds on the same draws side by side."""
    years = range(one.years[0], one.years[1] + 1)
    lines = {
        name: (here, there)
        for name in one.series
        if (here := _line(name, found=found, years=years)) and (there := _line(name, found=other, years=years))
    }
    return Contrast(one.name, lines, _jump(one, found=found, other=other, targets=targets))


def _jump(one: Without, *, found: Hindcast, other: Hindcast, targets: Mapping[str, Target]) -> Jump | None:
    if one.jump is None:
        return None
    name, (first, last) = one.series[0], one.jump
    steps = [
        (after - before)
        for world in (found, other)
        if (after := world.drawn((name, last, ""))) and (before := world.drawn((name, first, "")))
    ]
    if len(steps) < 2:
        return None
    here, there = steps
    published = targets[name].series[last, ""] - targets[name].series[first, ""]
    return Jump(name, one.jump, published, here.figure, there.figure, (here - there).figure)


def _ages(found: Hindcast, *, years: Iterable[int], shown: Iterable[int]) -> Ages | None:
    """Return the WIA by age, or nothing where the hindcast has none."""
    bands = labels(AgeBand)
    stock = {
        (year, scheme): tuple(figure for band in bands if (figure := found.figure(((name, year, band),))))
        for year in years
        for scheme, name in zip(labels(Scheme), STOCKS_BY_AGE, strict=True)
    }
    if not stock or any(len(figures) < len(bands) for figures in stock.values()):
        return None
    shares = {band: _line(INFLOW_BY_AGE, found=found, years=shown, group=band) for band in bands}
    return Ages(bands, stock, {band: line for band, line in shares.items() if line})


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
    moments = (gate.moment,) if gate is not None and gate.moment else tuple(target.name for target in parts)
    keys = tuple((name, year, group) for name in moments)
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
        gate.name,
        gate.what,
        gate.source,
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


def _line(name: str, *, found: Hindcast, years: Iterable[int], group: str = "") -> Line | None:
    """Return the model's line of a series, or nothing where the model does not give it."""
    known = [(year, figure) for year in years if (figure := found.figure(((name, year, group),))) is not None]
    if not known:
        return None
    return Line(
        tuple(year for year, _ in known),
        tuple(figure.value for _, figure in known),
        tuple(figure.standard_error for _, figure in known),
    )
