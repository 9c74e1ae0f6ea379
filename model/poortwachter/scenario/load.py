"""Find and read a scenario with everything it extends; refuse it with all its problems at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from poortwachter.behaviour import parameters as behaviour_parameters
from poortwachter.law import parameters as law_parameters
from poortwachter.population import parameters as population_parameters
from poortwachter.primitives.errors import InputError, Problem, did_you_mean, one_of, refuse
from poortwachter.primitives.files import shipped
from poortwachter.primitives.memory import kept
from poortwachter.primitives.parameters import Parameter, ParameterSet, Value, read_values
from poortwachter.primitives.validation import keys_of, validated
from poortwachter.primitives.yaml import Entry, Leaf, Place, Row, Table, read_yaml
from poortwachter.scenario.schema import LAW_BEFORE, LAYERS, RunKeys, ScenarioKeys, VariantKeys, Yardstick

SCENARIO: Final = "scenario.yaml"
"""The file of a folder that `init` makes."""

BASELINE: Final = "baseline"
FIRST_DATE: Final = date(2004, 1, 1)
LAST_DATE: Final = date(2100, 12, 31)

Overrides = Mapping[str, Mapping[date, Value]]
"""New values by parameter name and date."""


@dataclass(frozen=True, slots=True)
class World:
    """All parameters that a simulated path depends on."""

    law: ParameterSet
    behaviour: ParameterSet
    population: ParameterSet

    def overridden(self, overrides: Mapping[str, Overrides]) -> "World":
        """Return the world with overrides by layer (`law`, `behaviour`, `population`)."""
        return World(**{layer: self.layer(layer).overridden(overrides.get(layer, {})) for layer in LAYERS})

    def frozen(self, day: date) -> "World":
        """Return the world in which every parameter has its value on a day, for all dates."""
        return World(**{layer: self.layer(layer).frozen(day) for layer in LAYERS})

    def content(self) -> str:
        """Return all values as text: worlds with the same text are the same."""
        return repr([[parameter.content() for parameter in self.layer(layer).values()] for layer in LAYERS])

    def out_of_bounds(self) -> Iterator[Problem]:
        """Tell which values lie outside the bounds of their parameter."""
        for layer in LAYERS:
            yield from self.layer(layer).out_of_bounds()

    def layer(self, name: str) -> ParameterSet:
        """Return the parameters of a layer by its name."""
        return {"law": self.law, "behaviour": self.behaviour, "population": self.population}[name]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario with all it extends and its variant laid over each other, checked against current law."""

    name: str
    path: Path
    variant: str | None
    title: str
    source: str | None
    yardstick: Yardstick | None
    overrides: Mapping[str, Overrides]
    run: RunKeys
    variants: tuple[str, ...]
    members: "tuple[Member, ...]"
    """The measures that a package is made of, in the order in which they are stacked; none in another scenario."""
    current: World
    law_before: Overrides = field(default_factory=dict[str, Mapping[date, Value]])

    @property
    def before(self) -> World:
        """Current law and behaviour, with the law before the measure."""
        return self.current.overridden({"law": self.law_before})


@dataclass(frozen=True, slots=True)
class Member:
    """A measure in a package: its scenario and variant as written, its title, and the parameters it sets by layer."""

    name: str
    title: str
    sets: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Layer:
    """What one file or variant says; later layers go over earlier ones."""

    title: str | None = None
    source: str | None = None
    yardstick: Yardstick | None = None
    overrides: dict[str, Overrides] = field(default_factory=dict[str, Overrides])
    law_before: Overrides = field(default_factory=dict[str, Mapping[date, Value]])
    run: RunKeys | None = None
    measures: tuple[Leaf, ...] = ()
    variants: "dict[str, _Layer]" = field(default_factory=dict[str, "_Layer"])


@cache
def current_world() -> World:
    """Return current law, behaviour and population, read and checked once for each version of the program."""
    return kept("parameters", "current world", read_world, most=1)


def read_world() -> World:
    """Read and check current law, behaviour and population."""
    return World(
        law=law_parameters.load(), behaviour=behaviour_parameters.load(), population=population_parameters.load()
    )


def shipped_scenarios() -> dict[str, Path]:
    """Return the scenarios that come with the model, by name."""
    return {path.stem: path for path in sorted(shipped("scenarios").rglob("*.yaml"))}


def load(name_or_path: str | Path, *, variant: str | None = None, current: World | None = None) -> Scenario:
    """Read a scenario, by shipped name or path, with what it extends and one of its variants.

    All variants are checked, whichever is asked for. `current` is current law and behaviour, loaded if not given.

    Raises:
        InputError: with every problem in the file, the files it extends and the name of the variant.
    """
    own, measures = _read(_found(name_or_path, beside=None, place=None), variant=variant, current=current)
    return packaged(own, measures=measures) if measures else own


def _read(path: Path, *, variant: str | None, current: World | None) -> tuple[Scenario, tuple[Leaf, ...]]:
    """Return what a file says with all it extends and a variant, and the measures it names, not yet read."""
    world = current_world() if current is None else current
    return _chosen(_layers(path, world=world), path=path, variant=variant, world=world)


def load_variants(scenario: Scenario, variants: Sequence[str]) -> list[Scenario]:
    """Return variants of a scenario, whose files are read once for all."""
    layers = _layers(scenario.path, world=scenario.current)
    chosen = (_chosen(layers, path=scenario.path, variant=one, world=scenario.current) for one in variants)
    return [packaged(own, measures=measures) if measures else own for own, measures in chosen]


def _layers(path: Path, *, world: World) -> list[_Layer]:
    problems: list[Problem] = []
    layers = [_layer(table, path=file, world=world, problems=problems) for file, table in _chain(path, problems)]
    refuse(problems)
    if len(layers) > 1:
        layers[0].source = None  # where current law and behaviour come from is no source for what changes them
    return layers


def _chosen(
    layers: list[_Layer], *, path: Path, variant: str | None, world: World
) -> tuple[Scenario, tuple[Leaf, ...]]:
    """Lay the layers of a file over each other, with one of their variants on top; the measures come apart."""
    variants = {name: overlay for layer in layers for name, overlay in layer.variants.items()}
    if variant is not None and variant not in variants:
        advice = one_of(variant, variants) if variants else "this scenario has no variants"
        raise InputError([Problem(f"there is no variant {variant!r}", advice, path)])
    chosen = layers if variant is None else [*layers, variants[variant]]
    own = _merged(chosen, path=path, variant=variant, variants=tuple(variants), world=world)
    return own, tuple(measure for layer in layers for measure in layer.measures)


def package(names: Sequence[str], *, current: World | None = None) -> Scenario:
    """Return the package of measures named, as a file with no more than these would be read.

    Raises:
        InputError: with every problem in the scenarios named, and where two of them contradict each other.
    """
    here = Path.cwd() / PACKAGE
    stems = (Path(name.split(VARIANT_MARK)[0]).stem for name in names)
    own = replace(load(BASELINE, current=current), name="-".join(stems), title=" + ".join(names), path=here)
    try:
        return packaged(own, measures=[Leaf(name, name, Place(here, 1, 1)) for name in names])
    except InputError as error:
        named = (replace(one, file=None, line=None, column=None) for one in error.problems if one.file == here)
        raise InputError([*named, *(one for one in error.problems if one.file != here)]) from None


def packaged(own: Scenario, *, measures: Sequence[Leaf]) -> Scenario:
    """Lay the measures of a package below what it says itself.

    What the package sets goes before what a measure in it says of the same parameter.

    Raises:
        InputError: for a measure that is not there or is a package, and for what two measures set differently.
    """
    problems: list[Problem] = []
    found = [(leaf, one) for leaf in measures if (one := _measure(leaf, own, problems)) is not None]
    refuse(problems)
    for layer in LAYERS:
        said = [(leaf, one.overrides[layer]) for leaf, one in found]
        problems.extend(_contradictions(said, settled=own.overrides[layer]))
    problems.extend(_contradictions([(leaf, one.law_before) for leaf, one in found], settled=own.law_before))
    run, contradicting = _common_run(found, own=own)
    refuse([*problems, *contradicting])
    members = tuple(
        Member(leaf.text, one.title, {layer: frozenset(one.overrides[layer]) for layer in LAYERS})
        for leaf, one in found
    )
    overrides = {layer: _over(*(one.overrides[layer] for _, one in found), own.overrides[layer]) for layer in LAYERS}
    before = _over(*(one.law_before for _, one in found), own.law_before)
    return replace(own, overrides=overrides, run=run, members=members, law_before=before)


PACKAGE: Final = "package.yaml"
"""What a package that is named and not written would be called; it stands where its relative paths start."""
VARIANT_MARK: Final = ":"
"""Between the name of a measure in a package and that of its variant."""


def _measure(leaf: Leaf, own: Scenario, problems: list[Problem]) -> Scenario | None:
    """Return a measure of a package: a shipped name or a path, with a variant if one is named."""
    name, _, variant = (leaf.text, "", "") if Path(leaf.text).exists() else leaf.text.partition(VARIANT_MARK)
    try:
        path = _found(name, beside=own.path.parent, place=leaf.place)
        found, measures = _read(path, variant=variant or None, current=own.current)
    except InputError as error:
        problems.extend(error.problems)
        return None
    if measures:
        problems.append(leaf.place.problem(f"{name} is itself a package", "name the measures in it"))
        return None
    return found


def _contradictions(found: Sequence[tuple[Leaf, Overrides]], *, settled: Overrides) -> Iterator[Problem]:
    """Tell which parameters two measures set differently and the package itself does not set."""
    first: dict[str, tuple[str, Mapping[date, Value]]] = {}
    for leaf, overrides in found:
        for name, values in overrides.items():
            before, held = first.setdefault(name, (leaf.text, values))
            if held != values and name not in settled:
                what = f"{before} and {leaf.text} set {name} differently"
                yield leaf.place.problem(what, f"set {name} in a file with `measures:`, or leave one of the two out")


def _common_run(found: "Sequence[tuple[Leaf, Scenario]]", *, own: Scenario) -> tuple[RunKeys, list[Problem]]:
    """Return the settings of a package: its own, or what its measures agree on beside those of every scenario."""
    usual = load(BASELINE, current=own.current).run.model_dump()
    keys = own.run.model_dump()
    problems: list[Problem] = []
    for setting in (name for name, value in keys.items() if value == usual[name]):
        asked = {
            leaf.text: getattr(one.run, setting) for leaf, one in found if getattr(one.run, setting) != usual[setting]
        }
        if len(set(asked.values())) > 1:
            said = ", ".join(f"{value} in {name}" for name, value in asked.items())
            what = f"the measures are to be run with another {setting}: {said}"
            problems.append(
                found[-1][0].place.problem(what, f"set `run: {{{setting}: ...}}` in a file with `measures:`")
            )
        keys.update(dict.fromkeys([setting] if asked else [], next(iter(asked.values()), None)))
    return RunKeys.model_validate(keys), problems


def _merged(
    layers: list[_Layer], *, path: Path, variant: str | None, variants: tuple[str, ...], world: World
) -> Scenario:
    title = next(layer.title for layer in reversed(layers) if layer.title is not None)
    if variant is not None and layers[-1].title is None:
        title = f"{title} (variant {variant})"
    keys: dict[str, int | str] = {}
    for layer in layers:
        keys.update(layer.run.model_dump(exclude_none=True) if layer.run is not None else {})
    return Scenario(
        name=_name_of(path),
        path=path,
        variant=variant,
        title=title,
        source=next((layer.source for layer in reversed(layers) if layer.source is not None), None),
        yardstick=next((layer.yardstick for layer in reversed(layers) if layer.yardstick is not None), None),
        overrides={name: _over(*(layer.overrides.get(name, {}) for layer in layers)) for name in LAYERS},
        run=RunKeys.model_validate(keys),
        variants=variants,
        members=(),
        current=world,
        law_before=_over(*(layer.law_before for layer in layers)),
    )


def _over(*layers: Overrides) -> Overrides:
    """Lay overrides over each other: what a later layer says of a parameter replaces what earlier ones said of it."""
    merged: dict[str, Mapping[date, Value]] = {}
    for layer in layers:
        merged.update(layer)
    return dict(sorted(merged.items()))


def _chain(path: Path, problems: list[Problem]) -> list[tuple[Path, Table]]:
    """Return a file and all it extends, the deepest first."""
    chain: list[tuple[Path, Table]] = []
    seen: list[Path] = []
    at: Path | None = path
    while at is not None:
        seen.append(at.resolve())
        try:
            table, found = read_yaml(at)
        except InputError as error:
            problems.extend(error.problems)
            break
        problems.extend(found)
        chain.append((at, table))
        at = _extended(at, table, seen=seen, problems=problems)
    return chain[::-1]


def _extended(path: Path, table: Table, *, seen: list[Path], problems: list[Problem]) -> Path | None:
    entry = table.get("extends")
    if entry is None or not isinstance(entry.value, Leaf) or not isinstance(entry.value.value, str):
        base = shipped_scenarios().get(BASELINE)
        return None if base is None or base.resolve() == path.resolve() or entry is not None else base
    place = entry.value.place
    try:
        found = _found(entry.value.value, beside=path.parent, place=place)
    except InputError as error:
        problems.extend(error.problems)
        return None
    if found.resolve() in seen:
        circle = " > ".join(file.name for file in [*seen, found])
        problems.append(place.problem(f"the scenario extends itself: {circle}", "break the circle"))
        return None
    return found


def _name_of(path: Path) -> str:
    """Return what results of a scenario are named after: its file, or the folder that `init` made it in."""
    return path.resolve().parent.name if path.name == SCENARIO else path.stem


def _found(name_or_path: str | Path, *, beside: Path | None, place: Place | None) -> Path:
    """Return the file of a shipped name or a path; a path is relative to `beside`, or else to the working folder."""
    shipped = shipped_scenarios()
    text = str(name_or_path)
    if text in shipped:
        return shipped[text]
    try:
        path = (beside or Path()) / Path(text).expanduser()
        if path.exists() and not path.is_dir():
            return path
        is_folder = path.is_dir()
    except (OSError, RuntimeError, ValueError):  # a name too long for the disk, no such home, a null character
        path, is_folder = Path(text), False
    is_path = path.suffix in (".yaml", ".yml") or len(Path(text).parts) > 1
    what = f"there is no file {path}" if is_path else f"there is no shipped scenario or file {text!r}"
    advice = did_you_mean(Path(text).stem, shipped) or "" if is_path else one_of(text, shipped)
    if is_folder:
        inside = Path(text) / SCENARIO
        what, advice = f"{text or '.'} is a folder, not a file", f"name {inside if inside.is_file() else 'a YAML file'}"
    raise InputError([place.problem(what, advice) if place is not None else Problem(what, advice)])


def _layer(table: Table, *, path: Path, world: World, problems: list[Problem]) -> _Layer:
    top = Place(path, 1, 1)
    keys, found = validated(ScenarioKeys, table, at=top, what="the scenario")
    problems.extend(found)
    layer = _Layer(overrides=_all_overrides(table, world=world, problems=problems))
    before = table.get(LAW_BEFORE)
    if before is not None and isinstance(before.value, Table):
        layer.law_before = _overrides(before.value, layer="law", world=world, problems=problems)
    layer.measures = tuple(_measures(table.get("measures")))
    for name, overlay in _variant_tables(table):
        layer.variants[name] = _Layer(overrides=_all_overrides(overlay, world=world, problems=problems))
    if keys is None:
        return layer
    layer.title, layer.source, layer.yardstick, layer.run = keys.title, keys.source, keys.yardstick, keys.run
    for name, variant in (keys.variants or {}).items():
        layer.variants[name].title, layer.variants[name].run = variant.title, variant.run
    return layer


def _variant_tables(table: Table) -> Iterator[tuple[str, Table]]:
    entry = table.get("variants")
    if entry is not None and isinstance(entry.value, Table):
        for variant in entry.value.entries:
            if isinstance(variant.value, Table):
                yield variant.key.text, variant.value


def _measures(entry: Entry | None) -> Iterator[Leaf]:
    for item in entry.value.items if entry is not None and isinstance(entry.value, Row) else ():
        if isinstance(item, Leaf) and isinstance(item.value, str):
            yield item


def _all_overrides(table: Table, *, world: World, problems: list[Problem]) -> dict[str, Overrides]:
    overrides: dict[str, Overrides] = {}
    for layer in LAYERS:
        entry = table.get(layer)
        if entry is not None and isinstance(entry.value, Table):
            overrides[layer] = _overrides(entry.value, layer=layer, world=world, problems=problems)
    return overrides


def _overrides(table: Table, *, layer: str, world: World, problems: list[Problem]) -> Overrides:
    parameters = world.layer(layer)
    overrides: dict[str, Mapping[date, Value]] = {}
    for entry in table.entries:
        name = entry.key.text
        if name not in parameters:
            problems.append(_unknown_parameter(entry, layer=layer, world=world))
            continue
        parameter = parameters[name]
        values, found = read_values(
            entry.value, unit=parameter.unit, by=parameter.by, at=entry.key.place, bounds=parameter.bounds
        )
        problems.extend(found)
        problems.extend(_dates_out_of_range(entry))
        problems.extend(_cannot_change(entry, parameter, layer=layer))
        overrides[name] = values
    return overrides


def _unknown_parameter(entry: Entry, *, layer: str, world: World) -> Problem:
    name, place = entry.key.text, entry.key.place
    for other in LAYERS:
        if name in world.layer(other):
            return place.problem(f"{name!r} is a parameter of {other}, not of {layer}", f"move it below `{other}:`")
    if name in keys_of(ScenarioKeys) or name in keys_of(VariantKeys):
        return place.problem(f"{name!r} is no parameter but a key of the scenario", "check its indentation")
    known = [known for each in LAYERS for known in world.layer(each)]
    if isinstance(entry.value, Table) and any(each.startswith(f"{name}.") for each in known):
        within = f"{name}.{entry.value.entries[0].key.text}" if entry.value.entries else name
        what = f"{name!r} is a group of parameters, not a parameter"
        return place.problem(what, did_you_mean(within, known) or "write its parameters as `group.name`")
    advice = did_you_mean(name, known) or "`poortwachter law` lists every parameter"
    return place.problem(f"there is no parameter {name!r}", advice)


def _cannot_change(entry: Entry, parameter: Parameter, *, layer: str) -> Iterator[Problem]:
    """Tell what cannot be overridden, or not from a date on, because the model holds it for the whole run."""
    if layer == "law" and parameter.name in FIXED_LAW:
        yield entry.key.place.problem(
            f"{parameter.name} cannot be changed: {FIXED_LAW[parameter.name]}", "leave it out"
        )
        return
    if not holds_for_whole_run(parameter, layer=layer):
        return
    for dated in entry.value.entries if isinstance(entry.value, Table) else ():
        day = dated.key.value
        if isinstance(day, date) and day > FIRST_DATE:
            what = f"{parameter.name} holds for the whole run and cannot change on {day}"
            yield dated.key.place.problem(what, f"write {FIRST_DATE}")


def holds_for_whole_run(parameter: Parameter, *, layer: str) -> bool:
    """Tell whether the model holds a parameter for the whole run, so that an override counts from the first date."""
    return parameter.name in WHOLE_RUN_LAW or (layer == "behaviour" and parameter.selects == "none")


_SPELLS: Final = "sickness is followed for exactly this long"
FIXED_LAW: Final = {
    "wachttijd.duur": _SPELLS,
    "loondoorbetaling.duur": _SPELLS,
    "zw.duur": _SPELLS,
    "minimumloon.maand": "amounts are expressed in it, so that a change would only change the unit",
    "lgu.maanden_per_jaar_boven_10": "work history of before 2016 counts otherwise than that of after it",
}
"""Law that cannot be overridden, with the reason."""

WHOLE_RUN_LAW: Final = (
    "vakantietoeslag.aandeel",
    "dagloon.dagen_per_maand",
    "lgu.volledige_jaren",
    "lgu.duur_naar_leeftijd",
    "transitievergoeding.jaren_50plus",
)
"""Law that an override changes for the whole run."""


def _dates_out_of_range(entry: Entry) -> Iterator[Problem]:
    for dated in entry.value.entries if isinstance(entry.value, Table) else ():
        day = dated.key.value
        if isinstance(day, date) and not FIRST_DATE <= day <= LAST_DATE:
            what = f"{day} lies outside {FIRST_DATE} to {LAST_DATE}"
            yield dated.key.place.problem(what, f"write {min(max(day, FIRST_DATE), LAST_DATE)} or a date between")
