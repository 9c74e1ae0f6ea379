"""Load the parameters of law, behaviour and population: dated values with unit and source, refused where they lack one.

A value holds from its date until the next; the first also holds before its date, the last for ever. Parameters with
linear interpolation move between dates in a straight line by days. A value that is set for a period, as an amount of
half a year, runs out: `last_day` says when, `beyond` what the model does after it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import Field

from poortwachter.primitives.advice import date_advice, has_thousands, meant_number, number_advice, short
from poortwachter.primitives.codes import AGE_BAND_LABELS, SECTOR_LABELS, SIZE_LABELS, Contract, Sex, labels
from poortwachter.primitives.errors import InputError, Problem, did_you_mean, one_of, refuse
from poortwachter.primitives.validation import Strict, validated
from poortwachter.primitives.yaml import Entry, Leaf, Node, Place, Row, Table, described, plain, read_yaml

Kind: TypeAlias = Literal["law", "behaviour", "population"]
Value: TypeAlias = bool | float | tuple[Any, ...]
Beyond: TypeAlias = Literal["indexed", "held", "assumed"]
"""What holds after the last set period: the last value indexed with wages, the last value, or an assumed path."""

FIRST_DAY: Final = date(2004, 1, 1)
"""First day a simulation can reach."""

DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "leeftijd6": ("<25", "25-34", "35-44", "45-54", "55-64", "65+"),
        "leeftijd7": AGE_BAND_LABELS,
        "geslacht": labels(Sex),
        "contract": labels(Contract),
        "grootte": SIZE_LABELS,
        "sector": SECTOR_LABELS,
        "klasse4": ("35-45", "45-55", "55-65", "65-80"),
        "type6": ("35-45", "45-55", "55-65", "65-80", "80-100 WGA", "IVA"),
        "duuranker": ("1 week", "6 weken", "104 weken"),
        "hoofdgrond": ("werkgever", "bedrijfsarts", "overig"),
        "leeftijd_lgu": ("<23", "23-27", "28-32", "33-37", "38-42", "43-47", "48-52", "53-57", "58+"),
    }
)
"""Names of the dimensions a parameter can have, with the labels in order of position."""


class Unit(NamedTuple):
    """What a number in a unit can be: true or false, or a number between two bounds (both included)."""

    low: float = 0.0
    high: float = float("inf")
    is_switch: bool = False


UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        "ja/nee": Unit(is_switch=True),
        "aandeel": Unit(high=1.0),
        "%": Unit(high=100.0),
        "procentpunt": Unit(low=-100.0, high=100.0),
        "factor": Unit(),
        "groei per jaar": Unit(low=-1.0, high=1.0),
        "per jaar": Unit(),
        "per maand": Unit(),
        "per week": Unit(),
        "jaartal": Unit(low=1900.0, high=2200.0),
        "jaren": Unit(),
        "maanden": Unit(),
        "weken": Unit(),
        "dagen": Unit(),
        "werkdagen": Unit(),
        "uren": Unit(),
        "dagen per maand": Unit(high=31.0),
        "uren per week": Unit(high=168.0),
        "leeftijd in jaren": Unit(high=130.0),
        "leeftijd in maanden": Unit(high=1560.0),
        "EUR": Unit(),
        "EUR/uur": Unit(),
        "EUR/dag": Unit(),
        "EUR/week": Unit(),
        "EUR/maand": Unit(),
        "EUR/jaar": Unit(),
        "EUR mln": Unit(),
        "personen": Unit(),
        "aantal": Unit(),
    }
)
"""Units a parameter can have, with the range of values that makes sense in them."""


_WITHOUT_THOUSANDTHS: Final = ("EUR", "EUR/dag", "EUR/week", "EUR/maand", "EUR/jaar", "personen", "aantal")
"""Units in which nobody writes three decimals: a point before three digits is one between thousands."""

_MONTHS: Final[Mapping[str, int]] = MappingProxyType({"half year": 6, "year": 12})


class Source(Strict):
    """Where a figure comes from: title, table or page, address (none where the figure has no publication)."""

    title: Annotated[str, Field(min_length=1)]
    table: str | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None
    period: str | None = None
    note: str | None = None


class Uncertainty(Strict):
    """How little is known of a value: uniform(low, high), normal(sd), relative(low, high: factors) or none."""

    kind: Literal["uniform", "normal", "relative", "none"]
    low: float | None = None
    high: float | None = None
    sd: Annotated[float, Field(gt=0)] | None = None


class Bounds(Strict):
    """Between what a number must lie, where its unit allows more than makes sense or the model can follow."""

    above: float | None = None
    low: float | None = None
    high: float | None = None
    below: float | None = None

    def broken(self, number: float) -> str:
        """Return what a number must be instead, in words; nothing where it lies between the bounds."""
        asked = (
            ("above", self.above, np.greater),
            ("at least", self.low, np.greater_equal),
            ("at most", self.high, np.less_equal),
            ("below", self.below, np.less),
        )
        bounds = [(word, bound, holds(number, bound)) for word, bound, holds in asked if bound is not None]
        if all(kept for _, _, kept in bounds):
            return ""
        return "it must be " + " and ".join(f"{word} {short(bound)}" for word, bound, _ in bounds)


class Description(Strict):
    """What a parameter file says of a parameter besides its values."""

    label: Annotated[str, Field(min_length=1)]
    unit: str
    selects: Literal["first_sick_day", "decision", "end_of_wachttijd", "dismissal", "payment", "none"] = "none"
    article: str | None = None
    sources: Annotated[tuple[Source, ...], Field(alias="source", strict=False)]
    reliability: Literal["primary", "secondary", "derived", "memory-unverified"] | None = None
    status: Literal["published", "derived", "calibrated", "assumed"] | None = None
    reason: str | None = None
    formula: str | None = None
    targets: Annotated[tuple[str, ...], Field(strict=False)] = ()
    uncertainty: Uncertainty | None = None
    bounds: Bounds | None = None
    role: Literal["condition", "response"] = "condition"
    neutral: bool | float | None = None
    """Value at which it changes nothing: of a lever of policy, or of a response to one."""
    response_to: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Levers that bring a response about: without them it is nowhere read, or, of a condition, changes nothing."""
    by: Annotated[tuple[str, ...], Field(strict=False)] = ()
    interpolation: Literal["step", "linear"] = "step"
    set_for: Literal["half year", "year"] | None = None
    """Period for which each value is set; without it, and without `set_until`, a value is in force until amended."""
    set_until: date | None = None
    """Last day for which a value is set, where that is no fixed period after its date."""
    beyond: Beyond | None = None
    note: str | None = None

    @property
    def source(self) -> Source:
        """Return the first source."""
        return self.sources[0]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the number of places along every dimension."""
        return tuple(len(DIMENSIONS[name]) for name in self.by)


class Parameter(Description):
    """A parameter with its dated values, in order of date; `before` holds the path ahead of the first of them."""

    name: str
    values: tuple[tuple[date, Value], ...]
    before: "Parameter | None" = None

    @property
    def is_neutral(self) -> bool:
        """Return whether it changes nothing on any day."""
        return self.neutral is not None and all(value == self.neutral for _, value in self.values)

    @property
    def waits_for_lever(self) -> bool:
        """Return whether it is a response that is part of the model only where one of its levers is pulled."""
        return self.role == "response" and bool(self.response_to)

    @property
    def last_day(self) -> date | None:
        """Return the last day for which a value is set; None where the last is in force until amended."""
        if self.set_for is None:
            return self.set_until
        start, _ = self.values[-1]
        month = start.month - 1 + _MONTHS[self.set_for]
        return date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def at(self, day: date) -> Value:
        """Return the value on a day: bool, float, or nested tuples in the order of `by`."""
        position = bisect_right(self.values, day, key=_day_of) - 1
        if position < 0:
            return self.before.at(day) if self.before is not None else self.values[0][1]
        start, value = self.values[position]
        if self.interpolation == "step" or position + 1 == len(self.values):
            return value
        end, following = self.values[position + 1]
        return _between(value, following, share=(day - start).days / (end - start).days)

    def series(self, days: Sequence[date]) -> npt.NDArray[np.float64]:
        """Return the values on days, shape (days, *shape); true is 1."""
        if self.moves:
            return np.array([self.at(day) for day in days], dtype=np.float64).reshape(len(days), *self.shape)
        return self.steps(np.array([day.toordinal() for day in days], dtype=np.int64))

    def steps(self, days: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the values that hold on days given as ordinals, as `series` without a path between dates."""
        starts = [day.toordinal() for day, _ in self.values]
        positions = np.searchsorted(starts, days, side="right") - 1
        return np.array([value for _, value in self.values], dtype=np.float64)[np.maximum(positions, 0)]

    def content(self) -> tuple[Any, ...]:
        """Return all that a table made of the parameter can depend on."""
        ahead = None if self.before is None else self.before.content()
        period = (self.set_for, self.set_until, self.beyond)
        return (self.name, self.values, ahead, self.interpolation, self.unit, self.by, self.bounds, *period)

    @property
    def moves(self) -> bool:
        """Return whether values lie on a path between dates."""
        return self.interpolation == "linear" and (len(self.values) > 1 or self.before is not None)

    def out_of_bounds(self) -> Iterator[Problem]:
        """Tell which values lie outside the bounds, for values that did not come from a file."""
        for day, value in self.values if self.bounds is not None else ():
            for number in np.ravel(np.array(value, dtype=np.float64)).tolist():
                if broken := self.bounds.broken(number) if self.bounds is not None else "":
                    yield Problem(f"{self.name} is {short(number)} {self.unit} from {day}: {broken}")

    def overridden(self, values: Mapping[date, Value]) -> "Parameter":
        """Return the parameter with new values: they replace everything from their first date on.

        Values from the first day of the simulation on, or earlier, replace the parameter altogether.
        """
        if not values:
            return self
        new = tuple(sorted(values.items()))
        first = new[0][0]
        if first <= FIRST_DAY:
            return self.model_copy(update={"values": new, "before": None})
        if self.interpolation == "linear":
            return self.model_copy(update={"values": new, "before": self})
        kept = tuple((day, value) for day, value in self.values if day < first)
        return self.model_copy(update={"values": (*(kept or ((FIRST_DAY, self.at(FIRST_DAY)),)), *new)})

    def held_at(self, value: Value) -> "Parameter":
        """Return the parameter with one value in every cell, for all dates."""
        cells = _cells(np.broadcast_to(np.asarray(value, dtype=np.float64), self.shape))
        return self.model_copy(update={"values": ((FIRST_DAY, cells),), "before": None})

    def moved(self, factor: float, *, neutral: "Parameter") -> "Parameter":
        """Return the parameter at a factor of its distance to another state of it, which is what it is at factor 0."""
        first = self.values[0][0]
        turns = {day for day, _ in neutral.values if self.before is None or day > first}
        days = sorted({*(day for day, _ in self.values), *turns})
        values = tuple((day, _apart(neutral.at(day), self.at(day), factor=factor)) for day in days)
        before = None if self.before is None else self.before.moved(factor, neutral=neutral)
        return self.model_copy(update={"values": values, "before": before})

    def beyond_unit(self) -> Iterator[Problem]:
        """Tell which values its unit cannot have, for values that did not come from a file."""
        low, high, _ = UNITS[self.unit]
        for day, value in self.values:
            for number in np.ravel(np.array(value, dtype=np.float64)).tolist():
                if not low <= number <= high:
                    what = f"{self.name} is {short(number)} {self.unit} from {day}"
                    yield Problem(f"{what}: it must be at least {short(low)} and at most {short(high)}")

    def frozen(self, day: date) -> "Parameter":
        """Return the parameter with its value on a day, for all dates."""
        update = {"values": ((FIRST_DAY, self.at(day)),), "before": None, "interpolation": "step"}
        return self.model_copy(update=update | {"set_for": None, "set_until": None, "beyond": None})


class ParameterSet(Mapping[str, Parameter]):
    """Parameters by name; never changed, `overridden` and `frozen` return a new set."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = MappingProxyType(dict(sorted(parameters.items())))

    def __getitem__(self, name: str) -> Parameter:
        """Return a parameter; an unknown name raises KeyError with the nearest known one."""
        try:
            return self._parameters[name]
        except KeyError:
            raise KeyError(f"no parameter {name!r}; {did_you_mean(name, self._parameters)}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._parameters

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def __repr__(self) -> str:
        return f"ParameterSet({len(self)} parameters)"

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how the set is pickled: as the parameters it was made of."""
        return ParameterSet, (dict(self._parameters),)

    def overridden(self, overrides: Mapping[str, Mapping[date, Value]]) -> "ParameterSet":
        """Return the set with values replaced from the first date of every override on."""
        changed = {name: self[name].overridden(values) for name, values in overrides.items()}
        return ParameterSet({**self._parameters, **changed})

    def out_of_bounds(self) -> Iterator[Problem]:
        """Tell which values lie outside the bounds of their parameter."""
        for parameter in self._parameters.values():
            yield from parameter.out_of_bounds()

    def frozen(self, day: date) -> "ParameterSet":
        """Return the set in which every parameter has its value on a day, for all dates."""
        return ParameterSet({name: parameter.frozen(day) for name, parameter in self._parameters.items()})


def load_parameters(folder: Path, *, kind: Kind) -> ParameterSet:
    """Load every `*.yaml` in a folder of parameter files.

    Raises:
        InputError: with every problem in every file: unknown or missing keys, units, dates, shapes, sources.
    """
    problems: list[Problem] = []
    found: dict[str, Parameter] = {}
    places: dict[str, Place] = {}
    for path in sorted(folder.glob("*.yaml")):
        for parameter, place in _load_file(path, kind=kind, problems=problems):
            if parameter.name in found:
                first = places[parameter.name]
                what = f"parameter {parameter.name!r} also stands in {first.file.name}, line {first.line}"
                problems.append(place.problem(what, "keep one of the two"))
            found[parameter.name] = parameter
            places[parameter.name] = place
    refuse(problems)
    return ParameterSet(found)


def read_values(
    node: Node, *, unit: str, by: tuple[str, ...], at: Place, bounds: Bounds | None = None
) -> tuple[dict[date, Value], list[Problem]]:
    """Return the dated values that a tree gives for a parameter, and the problems in dates, types, shapes, ranges.

    `unit`, `by` and `bounds` are the parameter's; `at` is the place of its key, for a table without values.
    """
    if not isinstance(node, Table) or not node.entries:
        what = f"values must be given by date, not {described(node)}"
        advice = f"write {{2028-01-01: {described(node)}}}" if isinstance(node, Leaf) and node.value is not None else ""
        return {}, [at.problem(what, advice or "write {date: value}")]
    values: dict[date, Value] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(node.entries):
        wrong_date = _date_problem(entry, before=node.entries[number - 1] if number else None)
        value, wrong_value = _value(entry.value, unit=unit, by=by) if wrong_date is None else (None, [wrong_date])
        problems.extend(wrong_value or _bound_problems(entry.value, unit=unit, bounds=bounds))
        if value is not None and isinstance(entry.key.value, date):
            values.setdefault(entry.key.value, value)
    return values, problems


def _day_of(dated: tuple[date, Value]) -> date:
    return dated[0]


def _between(low: Value, high: Value, *, share: float) -> Value:
    if isinstance(low, tuple) and isinstance(high, tuple):
        return tuple(_between(one, other, share=share) for one, other in zip(low, high, strict=True))
    if isinstance(low, tuple) or isinstance(high, tuple):
        raise TypeError("values of unequal shape")
    return low + (high - low) * share


def _apart(neutral: Value, value: Value, *, factor: float) -> Value:
    start = np.asarray(neutral, dtype=np.float64)
    return _cells(start + factor * (np.asarray(value, dtype=np.float64) - start))


def _cells(array: npt.NDArray[np.float64]) -> Value:
    return tuple(_cells(part) for part in array) if array.ndim else float(array)


def _load_file(path: Path, *, kind: Kind, problems: list[Problem]) -> Iterator[tuple[Parameter, Place]]:
    try:
        table, found = read_yaml(path)
    except InputError as error:
        problems.extend(error.problems)
        return
    problems.extend(found)
    for entry in table.entries:
        parameter, found = _parameter(entry, kind=kind)
        problems.extend(found)
        if parameter is not None:
            yield parameter, entry.key.place


def _parameter(entry: Entry, *, kind: Kind) -> tuple[Parameter | None, list[Problem]]:
    name, at = entry.key.text, entry.key.place
    if not isinstance(entry.value, Table):
        return None, [at.problem(f"parameter {name!r} has no keys", "give it label, unit, source and values")]
    table = _with_source_list(entry.value)
    description, problems = validated(Description, table.without("values"), at=at, what=name)
    problems.extend(_duties(Entry(entry.key, table), kind=kind))
    given: dict[str, Any] = plain(table)
    unit, by, dated = given.get("unit"), given.get("by", []), table.get("values")
    if dated is None or unit not in UNITS or not _are_dimensions(by):
        return None, problems
    bounds = None if description is None else description.bounds
    values, wrong = read_values(dated.value, unit=str(unit), by=tuple(by), at=dated.key.place, bounds=bounds)
    problems.extend(wrong)
    if description is None or problems:
        return None, problems
    fields = {field.alias or key: getattr(description, key) for key, field in Description.model_fields.items()}
    return Parameter(**fields, name=name, values=tuple(sorted(values.items()))), []


def _with_source_list(table: Table) -> Table:
    """Return the table in which a single source is a list of one."""
    return Table(
        tuple(
            Entry(entry.key, Row((entry.value,), entry.value.place))
            if entry.key.value == "source" and isinstance(entry.value, Table)
            else entry
            for entry in table.entries
        ),
        table.place,
    )


def _are_dimensions(by: Any) -> bool:
    return isinstance(by, list) and all(isinstance(name, str) and name in DIMENSIONS for name in by)


_REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        "law": ("source", "selects", "article", "reliability", "values"),
        "behaviour": ("source", "selects", "status", "uncertainty", "values"),
        "population": ("source", "status", "uncertainty", "values"),
    }
)
_REQUIRED_BY_STATUS: Final = MappingProxyType({"assumed": "reason", "derived": "formula", "calibrated": "targets"})
_WITHOUT_ADDRESS: Final = frozenset({"assumed", "calibrated", "derived", "memory-unverified"})


def _duties(entry: Entry, *, kind: Kind) -> list[Problem]:
    """Return what a parameter lacks or contradicts that its types alone do not show."""
    table = entry.value
    assert isinstance(table, Table)
    given: dict[str, Any] = plain(table)
    required = list(_REQUIRED[kind])
    if given.get("status") in _REQUIRED_BY_STATUS:
        required.append(_REQUIRED_BY_STATUS[given["status"]])
    missing = [key for key in required if given.get(key) in (None, "", [])]
    problems = [entry.key.place.problem(f"{entry.key.text} lacks {key!r}", f"add `{key}:`") for key in missing]
    return [*problems, *_doubts(entry.key.text, given=given, table=table)]


def _doubts(name: str, *, given: Mapping[str, Any], table: Table) -> Iterator[Problem]:
    def at(key: str) -> Place:
        entry = table.get(key)
        return table.place if entry is None else entry.key.place

    unit, by, unsure = given.get("unit"), given.get("by"), given.get("uncertainty")
    if isinstance(unit, str) and unit not in UNITS:
        yield at("unit").problem(f"{name} has the unknown unit {unit!r}", one_of(unit, UNITS))
    for dimension in by if isinstance(by, list) else ():
        if dimension not in DIMENSIONS:
            yield at("by").problem(
                f"{name} has the unknown dimension {dimension!r}", one_of(str(dimension), DIMENSIONS)
            )
    if unit == "ja/nee" and given.get("interpolation") == "linear":
        yield at("interpolation").problem(f"{name} is true or false and cannot be linear", "remove interpolation")
    if _lacks_address(given):
        advice = "give the address, or say `reliability: memory-unverified` or `status: assumed`"
        yield at("source").problem(f"{name} has a source without url", advice)
    yield from _period_doubts(name, given=given, at=at)
    if isinstance(unsure, dict):
        for what in _uncertainty_doubts(unsure, status=given.get("status")):
            yield at("uncertainty").problem(f"{name}: {what}")


def _period_doubts(name: str, *, given: Mapping[str, Any], at: Callable[[str], Place]) -> Iterator[Problem]:
    periods = [key for key in ("set_for", "set_until") if given.get(key) is not None]
    if len(periods) == 2:
        yield at("set_until").problem(f"{name} is set both for a period and until a day", "keep one of the two")
    if periods and given.get("beyond") is None:
        advice = "add `beyond: indexed`, `beyond: held` or `beyond: assumed`"
        yield at(periods[0]).problem(f"{name} runs out, but lacks what holds after it", advice)
    if not periods and given.get("beyond") is not None:
        advice = "add `set_for: half year`, `set_for: year` or `set_until: DATE`, or remove beyond"
        yield at("beyond").problem(f"{name} says what holds beyond a period, but not which period", advice)


def _lacks_address(given: Mapping[str, Any]) -> bool:
    sources = given.get("source")
    given_sources = sources if isinstance(sources, list) else []
    without = [one for one in given_sources if isinstance(one, dict) and one.get("url", "") is None]
    return bool(without) and not {given.get("status"), given.get("reliability")} & _WITHOUT_ADDRESS


def _uncertainty_doubts(unsure: Mapping[str, Any], *, status: Any) -> Iterator[str]:
    kind, low, high = unsure.get("kind"), unsure.get("low"), unsure.get("high")
    if kind in ("uniform", "relative") and (low is None or high is None):
        yield f"uncertainty {kind} needs low and high"
    if kind == "normal" and unsure.get("sd") is None:
        yield "uncertainty normal needs sd"
    if kind == "none" and status != "published":
        yield "only a published count can be without uncertainty"
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield f"uncertainty runs from {low} down to {high}"


def _date_problem(entry: Entry, *, before: Entry | None) -> Problem | None:
    key = entry.key
    if isinstance(key.value, date):
        return None
    if isinstance(key.value, int) and isinstance(entry.value, Leaf) and entry.value.value is None:
        # Between braces `{2028-01-01: 0,25}` holds the value 0 and a key 25.
        whole = before.value.text if before is not None and isinstance(before.value, Leaf) else "0"
        return key.place.problem(f"{key.text} is not a date", f"write decimals with a point, as {whole}.{key.text}")
    return key.place.problem(f"{key.text!r} is not a date", date_advice(key.text))


def _value(node: Node, *, unit: str, by: tuple[str, ...]) -> tuple[Value | None, list[Problem]]:
    if by:
        return _values_along(node, unit=unit, by=by)
    if not isinstance(node, Leaf):
        problem = node.place.problem(f"one value is needed, not {described(node)}", "write a single value")
        return None, [problem]
    wrong = _switch_problem(node) if UNITS[unit].is_switch else _number_problem(node, unit=unit)
    if wrong is not None:
        return None, [wrong]
    value = node.value
    assert isinstance(value, bool | int | float)
    return (value if isinstance(value, bool) else float(value)), []


def _values_along(node: Node, *, unit: str, by: tuple[str, ...]) -> tuple[Value | None, list[Problem]]:
    names = DIMENSIONS[by[0]]
    if not isinstance(node, Row) or len(node.items) != len(names):
        what = f"{len(names)} values are needed, by {by[0]} ({', '.join(names)}), not {described(node)}"
        return None, [node.place.problem(what, _cells_advice(node, count=len(names)))]
    read = [_value(item, unit=unit, by=by[1:]) for item in node.items]
    values = tuple(value for value, _ in read if value is not None)
    problems = [problem for _, found in read for problem in found]
    return (values if len(values) == len(names) else None), problems


def _cells_advice(node: Node, *, count: int) -> str:
    """Return what to do about a wrong number of values; twice as many whole ones come from decimal commas."""
    texts = [item.text for item in node.items if isinstance(item, Leaf)] if isinstance(node, Row) else []
    if len(texts) == 2 * count and all(text.isdigit() for text in texts):
        return f"write decimals with a point, as {texts[0]}.{texts[1]}, not with a comma"
    return "write them between [ and ]"


def _switch_problem(leaf: Leaf) -> Problem | None:
    if isinstance(leaf.value, bool):
        return None
    word = leaf.text.lower()
    advice = {"ja": "write true", "nee": "write false", "yes": "write true", "no": "write false"}
    advice.update({"1": "write true", "0": "write false", "aan": "write true", "uit": "write false"})
    what = f"the value must be true or false, not {described(leaf)}"
    return leaf.place.problem(what, advice.get(word, "write true or false"))


def _number_problem(leaf: Leaf, *, unit: str) -> Problem | None:
    value, low, high = leaf.value, UNITS[unit].low, UNITS[unit].high
    if isinstance(value, bool) or not isinstance(value, int | float):
        what = f"the value must be a number in {unit!r}, not {described(leaf)}"
        return leaf.place.problem(what, number_advice(leaf.text, unit=unit))
    if unit in _WITHOUT_THOUSANDTHS and has_thousands(leaf.text):
        what = f"{leaf.text} is read as {short(value)}, with a decimal point"
        return leaf.place.problem(what, f"write {short(meant_number(leaf.text) or value)}, or {short(value)}")
    if not np.isfinite(value):
        return leaf.place.problem(f"{leaf.text} is not a finite number", "write a number")
    if low <= value <= high:
        return None
    advice = f"write {short(value / 100)} for {short(value)}%" if unit == "aandeel" and 1 < value <= 100 else ""
    bounds = f"below {short(low)}" if value < low else f"above {short(high)}"
    return leaf.place.problem(f"{leaf.text} is out of range for unit {unit!r}: {bounds}", advice)


def _bound_problems(node: Node, *, unit: str, bounds: Bounds | None) -> list[Problem]:
    """Return the problems of numbers, alone or in rows, that lie outside the bounds of their parameter."""
    if bounds is None:
        return []
    if isinstance(node, Row):
        return [problem for item in node.items for problem in _bound_problems(item, unit=unit, bounds=bounds)]
    if not isinstance(node, Leaf) or not isinstance(node.value, int | float) or not (said := bounds.broken(node.value)):
        return []
    in_months = node.value * _MONTHS["year"]
    is_in_years = unit.endswith("maanden") and not bounds.broken(in_months)
    advice = f"write {short(in_months)} for {short(node.value)} years" if is_in_years else ""
    return [node.place.problem(f"{node.text} is out of range, in {unit!r}: {said}", advice)]


__all__ = [
    "DIMENSIONS",
    "FIRST_DAY",
    "UNITS",
    "Beyond",
    "Bounds",
    "Description",
    "Kind",
    "Parameter",
    "ParameterSet",
    "Source",
    "Uncertainty",
    "Unit",
    "Value",
    "load_parameters",
    "read_values",
]
