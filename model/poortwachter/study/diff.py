"""Set two scenarios or results side by side: parameters, settings, lines of the table, and what made them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.parameters import Value
from poortwachter.results.manifest import PLAN, RESULT
from poortwachter.results.provenance import result_hash
from poortwachter.results.store import STRUCTURAL, read_result
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import BOTH, REFORM, Resolved, differ, resolve, steps_apart
from poortwachter.scenario.schema import LAYERS

if TYPE_CHECKING:
    import xarray as xr

BASELINE: Final = "baseline"
MADE_BY: Final = ("seed", "replication", "workers", "lives", "estimator", "price_year", "weight", "plan_hash")
"""Attributes of a result that say what made it."""


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, the value on either side; equal where the two come together again."""

    day: date
    values: tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class ParameterDiff:
    """A parameter that is not the same on both sides; `scope` says under which policies."""

    layer: str
    name: str
    label: str
    unit: str
    scope: str
    steps: tuple[Step, ...]
    sources: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that is said of both sides, in different words."""

    name: str
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LineDiff:
    """A line of the cost table in a year or structurally, EUR mln: on either side and the second minus the first.

    The error of the difference takes the two as independent; on the same seed it is smaller.
    """

    line: str
    year: str
    amounts: tuple[float, float]
    errors: tuple[float, float]

    @property
    def difference(self) -> float:
        """Return the second minus the first."""
        return self.amounts[1] - self.amounts[0]

    @property
    def error(self) -> float:
        """Return the standard error of the difference of two independent results; 0 where both are the same."""
        return 0.0 if self.amounts[0] == self.amounts[1] else float(np.hypot(*self.errors))


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two sides; `lines` and `provenance` are None unless both are results."""

    titles: tuple[str, str]
    parameters: tuple[ParameterDiff, ...]
    settings: tuple[Pair, ...]
    lines: tuple[LineDiff, ...] | None
    provenance: tuple[Pair, ...] | None
    same_content: bool | None

    @property
    def nothing(self) -> bool:
        """Return whether nothing differs."""
        return not (self.parameters or self.settings or self.provenance or self.same_content is False)


@dataclass(frozen=True)
class _Side:
    resolved: Resolved
    dataset: "xr.Dataset | None"


def diff(
    one: str | Path, other: str | Path, *, variant_one: str | None = None, variant_other: str | None = None
) -> Diff:
    """Tell what differs between two scenarios, two results, or one of each.

    Parameters are compared day by day as the installed version reads them; a result stands for its `plan.yaml`.

    Args:
        one: a shipped name, the path of a scenario, or a result folder.
        other: the same.
        variant_one: a variant of the first, when it is a scenario.
        variant_other: a variant of the second, when it is a scenario.

    Raises:
        InputError: for anything wrong in either.
    """
    sides = _side(one, variant=variant_one), _side(other, variant=variant_other)
    first, second = (side.resolved for side in sides)
    datasets = [side.dataset for side in sides if side.dataset is not None]
    both = tuple(datasets) if len(datasets) == 2 else None
    return Diff(
        titles=(first.title, second.title),
        parameters=tuple(_parameters(first, second)),
        settings=tuple(_pairs(_settings(first), _settings(second))),
        lines=None if both is None else tuple(_lines(*both)),
        provenance=None if both is None else tuple(_pairs(_made_by(both[0]), _made_by(both[1]))),
        same_content=None if both is None else result_hash(both[0]) == result_hash(both[1]),
    )


def _side(place: str | Path, *, variant: str | None) -> _Side:
    folder = Path(place)
    if not (folder / RESULT).is_file():
        return _Side(resolve(load(place, variant=variant)), None)
    if variant is not None:
        raise InputError([Problem("a result has no variants", "name the result of the variant", folder)])
    return _Side(resolve(load(folder / PLAN)), read_result(folder))


def _parameters(one: Resolved, other: Resolved) -> Iterator[ParameterDiff]:
    for layer in LAYERS:
        policies = {
            BASELINE: (one.baseline.layer(layer), other.baseline.layer(layer)),
            REFORM: (one.reform.layer(layer), other.reform.layer(layer)),
        }
        for name in policies[REFORM][0]:
            apart = {
                policy: (here[name], there[name])
                for policy, (here, there) in policies.items()
                if here[name] is not there[name] and differ(here[name], there[name])
            }
            if apart:
                scope = BOTH if len(apart) == len(policies) else next(iter(apart))
                here, there = apart.get(REFORM) or apart[BASELINE]
                yield ParameterDiff(
                    layer=layer,
                    name=name,
                    label=here.label,
                    unit=here.unit,
                    scope=scope,
                    steps=tuple(Step(day, (value, instead)) for day, value, instead in steps_apart(here, there)),
                    sources=(_source(one, layer=layer, name=name), _source(other, layer=layer, name=name)),
                )


def _source(resolved: Resolved, *, layer: str, name: str) -> str:
    """Return where a value comes from: the scenario that sets it, or else the source of current law and behaviour."""
    if name in resolved.overrides.get(layer, {}):
        return f"scenario: {resolved.source or 'no source given'}"
    parameter = resolved.current.layer(layer)[name]
    titles = list(dict.fromkeys(source.title for source in parameter.sources))
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"{parameter.article}; {titles[0]}{more}" if parameter.article else f"{titles[0]}{more}"


def _settings(resolved: Resolved) -> dict[str, str]:
    found = {"title": resolved.title, "source": resolved.source or ""}
    found["yardstick"] = "" if resolved.yardstick is None else _yardstick(resolved)
    return found | {name: str(value) for name, value in asdict(resolved.run).items()}


def _yardstick(resolved: Resolved) -> str:
    said = resolved.yardstick
    assert said is not None
    return f"{said.amount:g} {said.unit}, {said.what} ({said.source})"


def _made_by(dataset: "xr.Dataset") -> dict[str, str]:
    versions: dict[str, Any] = json.loads(dataset.attrs.get("versions", "{}"))
    found = {name: str(dataset.attrs[name]) for name in MADE_BY if name in dataset.attrs}
    return found | {f"version of {name}": str(value) for name, value in sorted(versions.items())}


def _pairs(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Pair]:
    for name in dict.fromkeys((*one, *other)):
        values = one.get(name, ""), other.get(name, "")
        if values[0] != values[1]:
            yield Pair(name, values)


def _lines(one: "xr.Dataset", other: "xr.Dataset") -> Iterator[LineDiff]:
    """Tell the lines that both results have, in the years that both have, and structurally."""
    years, lines = (
        [label for label in one[name].to_numpy().tolist() if label in other[name].to_numpy().tolist()]
        for name in ("year", "line")
    )
    sides = [dataset.sel(line=lines, year=years) for dataset in (one, other)]
    columns = (*map(str, years), STRUCTURAL)
    amounts, errors = (
        [_table(side, f"line_effect{suffix}", f"line_structural{suffix}") for side in sides] for suffix in ("", "_se")
    )
    for row, line in enumerate(lines):
        for column, year in enumerate(columns):
            cells = tuple((float(table[0][row, column]), float(table[1][row, column])) for table in (amounts, errors))
            yield LineDiff(line, year, *cells)


def _table(side: "xr.Dataset", by_year: str, structural: str) -> npt.NDArray[np.float64]:
    """Return lines by years with the structural amount as the last column."""
    return np.column_stack([side[by_year].transpose("line", "year").to_numpy(), side[structural].to_numpy()])
