"""List the shipped scenarios, and work out the structural amounts of each from its frozen run."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.parameters import Parameter
from poortwachter.results.catalogue import Amounts, Entry, Made
from poortwachter.results.provenance import plan_hash, versions
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import BASELINE, Scenario, load, shipped_scenarios
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.scenario.schema import LAYERS, Yardstick
from poortwachter.simulation.runner import Effort, structural_lines
from poortwachter.study.capacity import settled

HASH_DIGITS: Final = 12
_OF_THE_LIST: Final = ("workers", "seed", "to")
"""Settings that the list has one of, or that no structural amount depends on."""


def names() -> tuple[str, ...]:
    """Return the scenarios of the list: all that come with the model but current law, by folder and name."""
    found = {name: path.parent.name for name, path in shipped_scenarios().items() if name != BASELINE}
    return tuple(sorted(found, key=lambda name: (found[name], name)))


def described(name: str) -> Entry:
    """Return what a shipped scenario says of itself, without amounts."""
    scenario = load(name)
    resolved = resolve(scenario)
    return Entry(
        name=name,
        folder=scenario.path.parent.name,
        title=resolved.title,
        letter=resolved.source or "",
        lever=tuple(_lever(scenario)),
        price_year=resolved.run.price_year,
        yardstick=_yardstick(resolved.yardstick),
        unmeasured=tuple(each.label for each in _responses(scenario, resolved) if _is_unmeasured(each)),
    )


def worked_out(name: str, *, workers: int | None, seed: int | None, effort: Effort) -> Entry:
    """Return a shipped scenario with its amounts, simulated."""
    scenario = load(name)
    if scenario.run.capacity:
        scenario, _ = settled(scenario)
    found = structural_lines(resolve(scenario, RunOptions(workers=workers, seed=seed)), effort=effort)
    wia, balance = (LINE_NAMES.index(line) for line in ("wia_benefits", "public_balance"))
    amounts = (float(each[place]) for place in (wia, balance) for each in (found.total, found.se))
    return replace(described(name), amounts=Amounts(*amounts))


def made_with(*, workers: int | None, seed: int | None) -> Made:
    """Return how a list is made now."""
    resolved = resolve(load(BASELINE), RunOptions(workers=workers, seed=seed))
    return Made(resolved.run.workers, resolved.run.seed, versions()["poortwachter"], basis())


def basis() -> str:
    """Return a hash of what every scenario says and of the parameters that all rest on."""
    world = resolve(load(BASELINE)).current
    content: dict[str, Any] = {layer: fingerprint(world.layer(layer)) for layer in LAYERS}
    content |= {name: _said(resolve(load(name))) for name in names()}
    return plan_hash(content)[:HASH_DIGITS]


def _said(resolved: Resolved) -> dict[str, Any]:
    said = plan(resolved)
    settings = {key: value for key, value in said["run"].items() if key not in _OF_THE_LIST}
    return {**{key: said[key] for key in (*LAYERS, "law_before") if key in said}, "run": settings}


def _lever(scenario: Scenario) -> Iterator[str]:
    """Yield the measures of a package, or the law and the responses that a scenario sets."""
    if scenario.members:
        yield from (member.name for member in scenario.members)
        return
    yield from scenario.overrides["law"]
    behaviour = scenario.current.behaviour
    yield from (name for name in scenario.overrides["behaviour"] if behaviour[name].role == "response")
    if scenario.run.capacity:
        yield "run: {capacity: true}"


def _responses(scenario: Scenario, resolved: Resolved) -> Iterator[Parameter]:
    """Yield the responses that the changes of a scenario bring about, or that it names itself."""
    brought_about = {each.name for each in resolved.responses}
    for name, parameter in resolved.reform.behaviour.items():
        named = parameter.role == "response" and name in scenario.overrides["behaviour"]
        if named or name in brought_about:
            yield parameter


def _is_unmeasured(response: Parameter) -> bool:
    """Tell whether a response is none, and not because a measurement found none."""
    nothing = 0.0 if response.neutral is None else response.neutral
    cells = np.concatenate([np.ravel(np.asarray(value, dtype=np.float64)) for _, value in response.values])
    return response.status == "assumed" and bool((cells == float(nothing)).all())


def _yardstick(yardstick: Yardstick | None) -> str:
    if yardstick is None:
        return ""
    return f"{yardstick.amount:g} {yardstick.unit}, {yardstick.what} ({yardstick.source})"
