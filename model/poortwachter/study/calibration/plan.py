"""Read the plan of a calibration: which numbers are free, between which bounds, and which figures they must meet.

A free number is a factor on starting values: of whole parameters, or only of the cells of a table that `where` names
(an age band, a sex, a date). Several free numbers can act on one cell: their factors multiply. With `scale: odds` the
factor acts on p / (1 - p), so that a share never leaves 0 to 1; the factors of `scale: factor` are taken first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import Field

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.primitives.errors import Problem, did_you_mean, one_of, refuse
from poortwachter.primitives.parameters import (
    DIMENSIONS,
    FIRST_DAY,
    UNITS,
    Parameter,
    ParameterSet,
    Value,
    read_values,
)
from poortwachter.primitives.validation import Strict, validated
from poortwachter.primitives.yaml import Entry, Leaf, Node, Place, Row, Table, plain, read_yaml
from poortwachter.scenario.load import Overrides
from poortwachter.study.targets import Target

Floats = npt.NDArray[np.float64]
Dated: TypeAlias = Mapping[date, Value]

PLAN: Final = Path(__file__).parents[1] / "data" / "calibration.yaml"
DATE: Final = "datum"
"""Name, in `where`, of the dimension of dated starting values."""
DIGITS: Final = 4
"""Significant digits of a fitted value."""
UNIFORM: Final = float(np.sqrt(12.0))
"""Width of a uniform distribution in its standard deviations."""


class PriorKeys(Strict):
    """What is known of a free number beforehand: mean and standard deviation of the log of its factor."""

    mean: float = 0.0
    sd: Annotated[float, Field(gt=0)]


class FreeKeys(Strict):
    """One free number as it stands in the plan."""

    multiplies: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    where: dict[str, list[Any]] | None = None
    scale: Literal["factor", "odds"] = "factor"
    low: Annotated[float, Field(gt=0)]
    high: Annotated[float, Field(gt=0)]
    prior: PriorKeys | None = None
    targets: Annotated[tuple[str, ...], Field(strict=False)] = ()


class AimKeys(Strict):
    """Which figures of a target are in the fit; all its groups unless some are named."""

    years: Annotated[tuple[int, ...], Field(strict=False, min_length=1)]
    groups: Annotated[tuple[str, ...], Field(strict=False)] | None = None
    discrepancy: Annotated[float, Field(ge=0)]


class RunKeys(Strict):
    """How the fit is made."""

    workers: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    check_workers: Annotated[int, Field(ge=1)]
    check_seed: Annotated[int, Field(ge=0, lt=2**32)]
    """Of the figures in the report: more lives than those of the fit, and others."""
    last_year: int
    price_year: int
    step: Annotated[float, Field(gt=0, lt=1)]
    """Step of the finite differences, in the log of a factor: wide enough to be seen through chance."""
    rounds: Annotated[int, Field(ge=1)] = 8
    """Simulations at most of the search that an approximation steers."""
    not_identified: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Share of its spread beforehand that a number must keep to count as not identified by the targets."""


class PlanKeys(Strict):
    """The whole plan."""

    run: RunKeys
    start: dict[Any, Any]
    free: dict[str, FreeKeys]
    targets: dict[str, AimKeys]


@dataclass(frozen=True)
class Free:
    """One fitted number: a factor on cells of the starting values of one or more parameters."""

    name: str
    cells: Mapping[str, npt.NDArray[np.bool_]]
    """(date, *dimensions) which starting values it multiplies, by parameter."""
    odds: bool
    """Whether it multiplies p / (1 - p) instead of p."""
    low: float
    high: float
    """Bounds of the factor."""
    prior: tuple[float, float] | None
    """Mean and standard deviation of its log, where stated."""
    targets: tuple[str, ...]

    @property
    def spread(self) -> float:
        """Return the standard deviation of its log beforehand: the stated one, or that of a uniform on its bounds."""
        return self.prior[1] if self.prior else float(np.log(self.high / self.low)) / UNIFORM


@dataclass(frozen=True)
class Aim:
    """One published figure in the fit; the error holds that of the figure and what the model is allowed to miss."""

    name: str
    year: int
    group: str
    published: float
    standard_error: float
    place: Place | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """Return name and group."""
        return " ".join(part for part in (self.name, self.group) if part)


@dataclass(frozen=True)
class Plan:
    """What is fitted to what, and how."""

    run: RunKeys
    start: Mapping[str, Dated]
    free: tuple[Free, ...]
    aims: tuple[Aim, ...]
    tree: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False)
    """The plan as it stands in its file, without comments."""

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Return the bounds of the log factors."""
        return np.log([one.low for one in self.free]), np.log([one.high for one in self.free])

    @property
    def spreads(self) -> Floats:
        """Return the standard deviations of the log factors beforehand."""
        return np.array([one.spread for one in self.free])

    @property
    def parameters(self) -> frozenset[str]:
        """Return the names of what is fitted."""
        return frozenset(name for one in self.free for name in one.cells)

    def arrays(self, logs: Floats) -> dict[str, Floats]:
        """Return the values (date, *dimensions) of the fitted parameters at log factors."""
        found = {name: _array(dated) for name, dated in self.start.items()}
        for one, log in sorted(zip(self.free, logs, strict=True), key=lambda pair: pair[0].odds):
            factor = float(np.exp(log))
            for name, cells in one.cells.items():
                here = found[name][cells]
                found[name][cells] = here * factor / (1.0 + here * (factor - 1.0)) if one.odds else here * factor
        return found

    def values(self, logs: Floats, *, digits: int | None = None) -> dict[str, Dated]:
        """Return the values of the fitted parameters by name and date, rounded to significant digits if asked."""
        return {
            name: {day: _tuple(part, digits=digits) for day, part in zip(self.start[name], array, strict=True)}
            for name, array in self.arrays(logs).items()
        }


def overrides(values: Mapping[str, Dated]) -> dict[str, Overrides]:
    """Return values of behaviour as overrides of a world."""
    return {"behaviour": values}


def load_plan(path: Path = PLAN, *, targets: Mapping[str, Target], behaviour: ParameterSet | None = None) -> Plan:
    """Read a plan; discrepancies are relative to the published figure.

    Raises:
        InputError: with every problem, at its line: unknown parameters, cells, targets, years and groups, starting
            values of another shape, and factors that would take a value out of its range.
    """
    table, problems = read_yaml(path)
    keys, found = validated(PlanKeys, table, at=Place(path, 1, 1), what="the plan")
    refuse([*problems, *found])
    assert keys is not None
    known = load_behaviour() if behaviour is None else behaviour
    start = dict(_start(_entries(table, "start"), behaviour=known, problems=problems))
    free = tuple(_free(_entries(table, "free"), keys=keys.free, start=start, behaviour=known, problems=problems))
    aims = tuple(_aims(_entries(table, "targets"), keys=keys.targets, targets=targets, problems=problems))
    problems.extend(_not_aimed(_entries(table, "free"), aims=aims))
    refuse(problems)
    plan = Plan(run=keys.run, start=start, free=free, aims=aims, tree=plain(table))
    refuse(_out_of_range(plan, entries=_entries(table, "start"), behaviour=known))
    return plan


def _entries(table: Table, key: str) -> tuple[Entry, ...]:
    entry = table.get(key)
    return entry.value.entries if entry is not None and isinstance(entry.value, Table) else ()


def _start(
    entries: Sequence[Entry], *, behaviour: ParameterSet, problems: list[Problem]
) -> Iterator[tuple[str, Dated]]:
    """Yield the starting values; one without a date holds throughout."""
    for entry in entries:
        name, place = entry.key.text, entry.key.place
        if name not in behaviour:
            advice = did_you_mean(name, behaviour) or "`poortwachter law` lists every parameter"
            problems.append(place.problem(f"there is no parameter {name!r}", advice))
            continue
        parameter = behaviour[name]
        dated = entry.value if isinstance(entry.value, Table) else _throughout(entry.value)
        values, found = read_values(dated, unit=parameter.unit, by=parameter.by, at=place, bounds=parameter.bounds)
        if parameter.selects == "none" and tuple(values) not in ((), (FIRST_DAY,)):
            found.append(place.problem(f"{name} holds for the whole run", f"write {FIRST_DAY}, or no date"))
        problems.extend(found)
        yield name, values


def _throughout(node: Node) -> Table:
    return Table((Entry(Leaf(FIRST_DAY, FIRST_DAY.isoformat(), node.place), node),), node.place)


def _free(
    entries: Sequence[Entry],
    *,
    keys: Mapping[str, FreeKeys],
    start: Mapping[str, Dated],
    behaviour: ParameterSet,
    problems: list[Problem],
) -> Iterator[Free]:
    for entry in entries:
        one, name = keys[entry.key.text], entry.key.text
        if not one.low < 1.0 < one.high:
            what = f"{name}: the start, factor 1, does not lie between low {one.low:g} and high {one.high:g}"
            problems.append(entry.key.place.problem(what, "widen the bounds or move the starting values"))
        cells: dict[str, npt.NDArray[np.bool_]] = {}
        for parameter in one.multiplies:
            if parameter not in start:
                what = f"{name}: {parameter!r} has no starting value"
                at = _place(entry, "multiplies", parameter)
                problems.append(at.problem(what, did_you_mean(parameter, start) or "add it below `start:`"))
            else:
                cells[parameter] = _cells(entry, behaviour[parameter], dated=start[parameter], problems=problems)
        prior = (one.prior.mean, one.prior.sd) if one.prior else None
        yield Free(name, cells, one.scale == "odds", one.low, one.high, prior, one.targets)


def _place(entry: Entry, *path: str) -> Place:
    """Return the place of a word in a free number or aim, or else the nearest key above it."""
    place, here = entry.key.place, entry.value
    for part in path:
        if isinstance(here, Table) and (found := here.get(part)) is not None:
            place, here = found.key.place, found.value
        elif isinstance(here, Row):
            place = next((item.place for item in here.items if isinstance(item, Leaf) and item.text == part), place)
    return place


def _cells(entry: Entry, parameter: Parameter, *, dated: Dated, problems: list[Problem]) -> npt.NDArray[np.bool_]:
    """Return which cells (date, *dimensions) of a parameter `where` names."""
    dimensions = {DATE: tuple(day.isoformat() for day in dated)}
    dimensions |= {name: DIMENSIONS[name] for name in parameter.by}
    chosen = np.ones([len(labels) for labels in dimensions.values()], dtype=np.bool_)
    asked = entry.value.get("where") if isinstance(entry.value, Table) else None
    for one in asked.value.entries if asked is not None and isinstance(asked.value, Table) else ():
        dimension = one.key.text
        if dimension not in dimensions:
            what = f"{parameter.name} has no dimension {dimension!r}"
            problems.append(one.key.place.problem(what, one_of(dimension, dimensions)))
            continue
        labels = dimensions[dimension]
        kept = np.zeros(len(labels), dtype=np.bool_)
        for leaf in one.value.items if isinstance(one.value, Row) else ():
            text = leaf.text if isinstance(leaf, Leaf) else ""
            if text in labels:
                kept[labels.index(text)] = True
            else:
                problems.append(leaf.place.problem(f"{dimension} has no {text!r}", f"choose from: {', '.join(labels)}"))
        axis = list(dimensions).index(dimension)
        chosen &= kept.reshape([-1 if place == axis else 1 for place in range(chosen.ndim)])
    return chosen


def _aims(
    entries: Sequence[Entry],
    *,
    keys: Mapping[str, AimKeys],
    targets: Mapping[str, Target],
    problems: list[Problem],
) -> Iterator[Aim]:
    """Yield the aims of every target in the years and groups asked for."""
    for entry in entries:
        name = entry.key.text
        if name not in targets:
            problems.append(entry.key.place.problem(f"there is no target {name!r}", one_of(name, targets)))
            continue
        target, asked = targets[name], keys[name]
        for year in asked.years:
            place = _place(entry, "years", str(year))
            known = [group for each, group in target.series if each == year]
            if not known:
                years = ", ".join(str(each) for each in sorted({each for each, _ in target.series}))
                problems.append(place.problem(f"{name} has no figure of {year}", f"choose from: {years}"))
            for group in asked.groups if asked.groups is not None and known else known:
                if group not in known:
                    at = _place(entry, "groups", group)
                    problems.append(at.problem(f"{name} has no group {group!r} in {year}", one_of(group, known)))
                    continue
                published, error = target.series[year, group], target.standard_error[year, group]
                yield Aim(
                    name, year, group, published, float(np.hypot(error, asked.discrepancy * published)), place=place
                )


def _not_aimed(entries: Sequence[Entry], *, aims: Sequence[Aim]) -> Iterator[Problem]:
    aimed = {aim.name for aim in aims}
    for entry in entries:
        asked = entry.value.get("targets") if isinstance(entry.value, Table) else None
        for leaf in asked.value.items if asked is not None and isinstance(asked.value, Row) else ():
            if isinstance(leaf, Leaf) and leaf.value not in aimed:
                what = f"{entry.key.text}: no figure of {leaf.text!r} is in the fit"
                yield leaf.place.problem(what, one_of(leaf.text, aimed))


def _out_of_range(plan: Plan, *, entries: Sequence[Entry], behaviour: ParameterSet) -> Iterator[Problem]:
    """Tell which values the bounds of their factors can take out of the range of their unit."""
    _, high = plan.bounds
    highest = plan.arrays(high)
    for entry in entries:
        name = entry.key.text
        limit = UNITS[behaviour[name].unit].high
        if (highest[name] > limit).any():
            what = (
                f"{name} can reach {float(highest[name].max()):.3g}, above {limit:g}, at the high ends of its factors"
            )
            yield entry.key.place.problem(what, "lower `high`, or say `scale: odds`")


def _array(dated: Dated) -> Floats:
    return np.array(list(dated.values()), dtype=np.float64)


def _tuple(value: Any, *, digits: int | None) -> Value:
    if np.ndim(value):
        return tuple(_tuple(part, digits=digits) for part in value)
    return float(value) if digits is None else float(f"{float(value):.{digits}g}")
