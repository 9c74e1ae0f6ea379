"""Turn a scenario into two worlds, baseline and reform, and say what differs from current law.

Overrides of behaviour and population describe the world: they hold in baseline and reform alike, except for
parameters with `role: response`. Overrides of law, and responses, hold in the reform only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

import numpy as np

from poortwachter.primitives.errors import Problem, refuse
from poortwachter.primitives.parameters import UNITS, Beyond, Parameter, ParameterSet, Value
from poortwachter.primitives.yaml import yaml_text
from poortwachter.scenario.alignment import PARAMETER, Alignment, fingerprint, load_alignment
from poortwachter.scenario.load import BASELINE, Overrides, Scenario, World, load
from poortwachter.scenario.schema import LAW_BEFORE, LAYERS, Yardstick, checked_options

Day: TypeAlias = date
Scope: TypeAlias = Literal["baseline and reform", "reform"]
BOTH: Final = "baseline and reform"
REFORM: Final = "reform"

EMPLOYEES: Final = "werknemers.aantal"
LAST_OBSERVED: Final = "werknemers.laatste_jaar"
COMPOSITION: Final = ("werknemers.", "contract.")
"""Parameters of the number and composition of employees."""
CONSTANT: Final = "constant"
REFERENCE_DAY: Final = date(2025, 1, 1)
EMPLOYEES_PER_WORKER: Final = 10
"""Default size of a run: one simulated worker for every ten employees on the reference day."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How to run; `workers` is the number of simulated employees on 1 January 2025, `k` that of split replicates."""

    seed: int
    workers: int
    to: int
    method: str
    price_year: int
    replication: int
    k: int
    population: str
    alignment: str | None = None
    """Name of the factors that lay the baseline on a published series; without it there are none."""
    capacity: bool | None = None
    """Whether waits are still to be solved by the capacity of UWV's doctors; then nothing can be simulated yet."""
    responses: float = 1.0
    """Where in the reform responses stand between their neutral value (0) and their value (1), or beyond."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Run settings given in a call; they go before those of the scenario."""

    seed: int | None = None
    workers: int | None = None
    to: int | None = None
    method: str | None = None
    responses: str | float | None = None


class Difference(NamedTuple):
    """A value that differs from current law or behaviour from a date on; `replaced` are later values it puts aside."""

    name: str
    date: Day
    old: Value
    new: Value
    scope: Scope
    replaced: tuple[tuple[Day, Value], ...] = ()


class Response(NamedTuple):
    """A parameter of behaviour that the changes of a scenario bring about, as it has it, and where it is neutral."""

    parameter: Parameter
    neutral: Parameter


class RunOut(NamedTuple):
    """A value set for a period that ends before the run does: its last day, and what the model does after it."""

    name: str
    label: str
    last: Day
    beyond: Beyond


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario ready to run: its two worlds, its settings, what differs from current law, and what runs out."""

    name: str
    variant: str | None
    title: str
    source: str | None
    yardstick: Yardstick | None
    run: RunSettings
    current: World
    overrides: Mapping[str, Overrides]
    baseline: World
    reform: World
    differences: tuple[Difference, ...]
    warnings: tuple[str, ...]
    run_outs: tuple[RunOut, ...]
    law_before: Overrides = field(default_factory=dict[str, Mapping[Day, Value]])
    """Law before the measure, in both worlds; what `law` sets again holds in the reform."""

    @property
    def responses(self) -> tuple[Parameter, ...]:
        """Return the responses that what this scenario changes can bring about, as they are under the reform."""
        changed = {difference.name for difference in self.differences}
        responses = (each for each in self.reform.behaviour.values() if each.role == "response")
        return tuple(each for each in responses if changed & {each.name, *each.response_to})

    @property
    def active(self) -> tuple[Response, ...]:
        """Return the responses that can stand elsewhere than at their neutral value, as the scenario has them."""
        return tuple(_active(_worlds(self.current, self.overrides)[1], self.current, changed=self._changed))

    @property
    def moved(self) -> frozenset[str]:
        """Return the parameters that the responses asked for set elsewhere than the scenario has them."""
        return frozenset(each.parameter.name for each in self.active) if self.run.responses != 1.0 else frozenset()

    @property
    def _changed(self) -> frozenset[str]:
        return frozenset(difference.name for difference in self.differences)

    def with_responses(self, factor: float) -> "Resolved":
        """Return the scenario with its responses at a factor of their distance to their neutral value.

        Raises:
            InputError: when a response leaves its range there.
        """
        found = replace(self, run=replace(self.run, responses=factor))
        return replace(found, reform=found._responding(_worlds(self.current, self.overrides)[1], self.current))

    def _responding(self, reform: World, current: World) -> World:
        """Return a reform with its responses where the run asks for them; current: the world it changes."""
        if self.run.responses == 1.0:
            return reform
        found = {
            response.parameter.name: response.parameter.moved(self.run.responses, neutral=response.neutral)
            for response in _active(reform, current, changed=self._changed)
        }
        refuse(_too_far(found.values(), factor=self.run.responses))
        return replace(reform, behaviour=ParameterSet({**reform.behaviour, **found}))

    def frozen(self, day: date) -> tuple[World, World]:
        """Return baseline and reform with everything at its value on a day, and overrides at their final value.

        Current law is frozen first, so that an override holds throughout whatever its date.
        """
        final = {layer: _final(overrides) for layer, overrides in self.overrides.items()}
        current = self.current.frozen(day).overridden({"law": _final(self.law_before)})
        baseline, reform = _worlds(current, final)
        return baseline, self._responding(reform, current)


def resolve(scenario: Scenario, options: RunOptions | None = None) -> Resolved:
    """Return the two worlds and the settings of a scenario.

    Raises:
        InputError: for settings out of range.
    """
    run = _run_settings(scenario, RunOptions() if options is None else options)
    alignment = load_alignment(run.alignment) if run.alignment else None
    current = scenario.before if alignment is None else _aligned(scenario, alignment=alignment)
    if run.population == CONSTANT:
        current = _held(current)
    overrides = _changing(scenario.overrides, current=current)
    baseline, reform = _worlds(current, overrides)
    differences = tuple(_differences(scenario))
    resolved = Resolved(
        name=scenario.name,
        variant=scenario.variant,
        title=scenario.title,
        source=scenario.source,
        yardstick=scenario.yardstick,
        run=run,
        current=current,
        overrides=overrides,
        baseline=baseline,
        reform=reform,
        differences=differences,
        warnings=(*_warnings(differences, to=run.to), *_outdated(scenario, alignment=alignment)),
        run_outs=tuple(_run_outs(scenario, last=date(max(run.to, run.price_year), 12, 31))),
        law_before=_changing({"law": scenario.law_before}, current=scenario.current)["law"],
    )
    return resolved if run.responses == 1.0 else resolved.with_responses(run.responses)


@dataclass(frozen=True, slots=True)
class Part:
    """A measure of a package: its name and title, and the parameters it changes in the reform, with their layer."""

    name: str
    title: str
    changes: frozenset[tuple[str, str]]


def parts_of(scenario: Scenario) -> tuple[Part, ...]:
    """Return the measures of a package in their order, and last what the package changes beside them, if anything.

    What a measure says of the world, not of the reform, holds for the whole package.
    """
    changes = {
        (layer, name)
        for layer, given in scenario.overrides.items()
        for name in given
        if _scope(scenario.current, layer, name) == REFORM
    }
    parts: list[Part] = []
    for member in scenario.members:
        own = {(layer, name) for layer in LAYERS for name in member.sets[layer]}
        parts.append(Part(member.name, member.title, frozenset(own & changes)))
    rest = changes.difference(*(part.changes for part in parts))
    if rest:
        parts.append(Part(scenario.name, scenario.title, frozenset(rest)))
    return tuple(parts)


def only(scenario: Scenario, parts: Collection[Part]) -> Scenario:
    """Return a scenario with the reform of some of its parts alone, in the same world."""
    kept = {change for part in parts for change in part.changes}
    overrides = {
        layer: {
            name: values
            for name, values in given.items()
            if (layer, name) in kept or _scope(scenario.current, layer, name) != REFORM
        }
        for layer, given in scenario.overrides.items()
    }
    return replace(scenario, overrides=overrides)


def check(scenario: str | Path, *, variant: str | None = None) -> Resolved:
    """Read and resolve a scenario without running it; every error in it is raised at once."""
    return resolve(load(scenario, variant=variant))


def plan(resolved: Resolved) -> dict[str, Any]:
    """Return the resolved scenario as the content of a scenario file that, when run, gives the same result."""
    settings = asdict(resolved.run)
    settings["replicates"] = settings.pop("k")
    for name in ("alignment", "capacity"):
        if settings[name] is None:
            del settings[name]
    if settings["responses"] == 1.0:
        del settings["responses"]
    content: dict[str, Any] = {"extends": BASELINE, "title": resolved.title}
    if resolved.source is not None:
        content["source"] = resolved.source
    if resolved.yardstick is not None:
        content["yardstick"] = resolved.yardstick.model_dump(exclude_defaults=True)
    if resolved.law_before:
        content[LAW_BEFORE] = {name: _listed(values) for name, values in resolved.law_before.items()}
    for layer in LAYERS:
        if resolved.overrides.get(layer):
            content[layer] = {name: _listed(values) for name, values in resolved.overrides[layer].items()}
    content["run"] = settings
    return content


def plan_yaml(resolved: Resolved) -> str:
    """Return the plan as the text of a scenario file."""
    return yaml_text(plan(resolved))


def _run_settings(scenario: Scenario, options: RunOptions) -> RunSettings:
    given, problems = checked_options({key: value for key, value in asdict(options).items() if value is not None})
    refuse(problems)
    assert given is not None
    keys: dict[str, Any] = {**scenario.run.model_dump(), **given.model_dump(exclude_none=True)}
    keys["k"] = keys.pop("replicates")
    if keys["workers"] is None:
        keys["workers"] = _default_workers(scenario.current)
    if keys["responses"] is None:
        del keys["responses"]
    return RunSettings(**keys)


def _default_workers(current: World) -> int:
    employees = current.population[EMPLOYEES].at(REFERENCE_DAY)
    assert isinstance(employees, float)
    return round(employees / EMPLOYEES_PER_WORKER)


def _held(current: World) -> World:
    """Return the world in which number and composition of employees stay as last observed."""
    population = current.population
    last = int(cast("float", population[LAST_OBSERVED].at(REFERENCE_DAY)))
    day = date(last, 1, 1)
    held = {
        name: {day: parameter.at(day)}
        for name, parameter in population.items()
        if name.startswith(COMPOSITION) and any(start > day for start, _ in parameter.values)
    }
    return current.overridden({"population": held})


def _worlds(current: World, overrides: Mapping[str, Overrides]) -> tuple[World, World]:
    conditions = {
        layer: {name: values for name, values in overrides[layer].items() if _scope(current, layer, name) == BOTH}
        for layer in overrides
    }
    return current.overridden(conditions), current.overridden(overrides)


def _active(reform: World, current: World, *, changed: frozenset[str]) -> Iterator[Response]:
    """Yield the responses of a reform that its changes bring about and that are not neutral on every day.

    A response without levers is brought about by what sets it, and neutral where that leaves it. What has levers but no
    neutral value, as a price or a target group, is no matter of more or less behaviour.
    """
    for name, parameter in reform.behaviour.items():
        own = {name} if parameter.role == "response" else set[str]()
        if not changed & {*own, *parameter.response_to} or UNITS[parameter.unit].is_switch:
            continue
        if parameter.neutral is not None:
            neutral = parameter.held_at(parameter.neutral)
        elif parameter.role == "response" and not parameter.response_to:
            neutral = current.behaviour[name]
        else:
            continue
        if differ(neutral, parameter):
            yield Response(parameter, neutral)


def _too_far(moved: Iterable[Parameter], *, factor: float) -> Iterator[Problem]:
    """Tell which responses lie outside their range at a factor."""
    for parameter in moved:
        for problem in (*parameter.beyond_unit(), *parameter.out_of_bounds()):
            yield Problem(f"--responses {factor:g}: {problem.what}", "take a smaller factor")


def _aligned(scenario: Scenario, *, alignment: Alignment) -> World:
    """Return current law and behaviour with the factors of an alignment, the same for baseline and reform.

    Raises:
        InputError: when the scenario also sets the parameter that is aligned.
    """
    if PARAMETER in scenario.overrides.get("behaviour", {}):
        what = f"{PARAMETER} is overridden and set by the alignment {alignment.name}"
        refuse([Problem(what, "leave one of the two out", scenario.path)])
    return scenario.before.overridden({"behaviour": {PARAMETER: alignment.values()}})


def _outdated(scenario: Scenario, *, alignment: Alignment | None) -> Iterator[str]:
    """Tell when an alignment was estimated on other parameters than the model has now."""
    if alignment is None:
        return
    changed = [
        layer for layer in LAYERS if fingerprint(scenario.current.layer(layer)) != alignment.estimated_on.get(layer)
    ]
    if changed:
        yield (
            f"alignment {alignment.name} was estimated on another {' and '.join(changed)}: "
            f"it need not meet {alignment.series} any more"
        )


def _scope(current: World, layer: str, name: str) -> Scope:
    if layer == "law" or current.layer(layer)[name].role == "response":
        return REFORM
    return BOTH


def _changing(overrides: Mapping[str, Overrides], *, current: World) -> dict[str, Overrides]:
    """Return the overrides by layer without those that say what holds already on every day."""
    return {
        layer: {name: values for name, values in given.items() if _changes(current.layer(layer)[name], values)}
        for layer, given in overrides.items()
    }


def _changes(old: Parameter, values: Mapping[Day, Value]) -> bool:
    """Tell whether new values make a difference on any day."""
    return differ(old, old.overridden(values))


def differ(old: Parameter, new: Parameter) -> bool:
    """Tell whether two states of a parameter give another value on any day.

    Both paths are constant or straight between the days of a value, so that they are compared at both ends of these.
    A value that runs out later has another path beyond it.
    """
    if new.last_day != old.last_day:
        return True
    starts = {*_starts(old), *_starts(new)}
    days = starts | {start - timedelta(days=1) for start in starts if start > date.min}
    return not all(np.allclose(new.at(day), old.at(day), rtol=_SAME, atol=0.0) for day in days)


_SAME: Final = 1e-12
"""Relative difference that is rounding, on a straight line cut in two."""


def _starts(parameter: Parameter) -> Iterator[Day]:
    yield from (start for start, _ in parameter.values)
    if parameter.before is not None:
        yield from _starts(parameter.before)


def steps_apart(one: Parameter, other: Parameter) -> Iterator[tuple[Day, Value, Value]]:
    """Tell from which day on two states of a parameter have which values, as far as these are not the same."""
    apart = False
    for day in sorted({*_starts(one), *_starts(other)}):
        here, there = one.at(day), other.at(day)
        differs = not np.allclose(here, there, rtol=_SAME, atol=0.0)
        if differs or apart:
            yield day, here, there
        apart = differs


def _says_the_same(old: Parameter, difference: Difference) -> bool:
    """Tell whether one of several new values is what holds from its date until the next."""
    held = {difference.old, *(value for _, value in difference.replaced)}
    return old.interpolation == "step" and old.beyond is None and held == {difference.new}


def _differences(scenario: Scenario) -> Iterator[Difference]:
    for name, values in scenario.law_before.items():
        yield from _changed(scenario.current.law[name], values, scope=BOTH)
    world = scenario.before
    for layer in LAYERS:
        for name, values in scenario.overrides.get(layer, {}).items():
            yield from _changed(world.layer(layer)[name], values, scope=_scope(world, layer, name))


def _changed(old: Parameter, values: Mapping[Day, Value], *, scope: Scope) -> Iterator[Difference]:
    """Yield what new values of a parameter change, and when."""
    if not _changes(old, values):
        return
    days = sorted(values)
    for day, end in zip(days, (*days[1:], date.max), strict=True):
        replaced = tuple((start, value) for start, value in old.values if day < start < end)
        found = Difference(old.name, day, old.at(day), values[day], scope, replaced)
        if not _says_the_same(old, found):
            yield found


def _warnings(differences: tuple[Difference, ...], *, to: int) -> Iterator[str]:
    first: dict[str, date] = {}
    for difference in differences:
        first.setdefault(difference.name, difference.date)
    for name, day in first.items():
        if day.year > to:
            yield f"{name} changes on {day}, after the last year of the run ({to}): its effect there is 0"


def _run_outs(scenario: Scenario, *, last: Day) -> Iterator[RunOut]:
    """Tell which values run out before a day; what a scenario overrides in the whole world does not."""
    for layer in LAYERS:
        given = scenario.overrides.get(layer, {})
        for name, parameter in scenario.current.layer(layer).items():
            ends, beyond = parameter.last_day, parameter.beyond
            if ends is None or beyond is None or ends >= last:
                continue
            if layer == "law" and name in scenario.law_before:
                continue
            if name not in given or _scope(scenario.current, layer, name) == REFORM:
                yield RunOut(name, parameter.label, ends, beyond)


def _final(overrides: Overrides) -> Overrides:
    return {name: {date.min: values[max(values)]} for name, values in overrides.items()}


def _listed(values: Mapping[date, Value]) -> dict[date, Any]:
    def listed(value: Any) -> Any:
        return [listed(each) for each in cast("tuple[Any, ...]", value)] if isinstance(value, tuple) else value

    return {day: listed(value) for day, value in sorted(values.items())}
