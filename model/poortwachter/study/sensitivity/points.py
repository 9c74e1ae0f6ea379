"""Work out the structural amount of a scenario at points: by expected values, or lived to confirm them.

An amount by expected values is corrected by the gap to the simulation at the estimate. What was worked out before is
taken from the per-user cache, so that what was stopped goes on where it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from poortwachter.accounting.lines import LINE_NAMES, line_amounts
from poortwachter.primitives.memory import remembered
from poortwachter.primitives.parameters import Value
from poortwachter.results.approximate import settled_spending
from poortwachter.results.provenance import plan_hash
from poortwachter.scenario.load import Overrides, Scenario, current_world
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.simulation.runner import Effort, frozen_charges
from poortwachter.study.carrying import START, Amount
from poortwachter.study.ensemble.job import fit_of_baseline, program_hash
from poortwachter.study.expected.gap import simulated_structural
from poortwachter.study.expected.known import load_gap
from poortwachter.study.expected.run import Common, built_worlds, common_of, expected_spending
from poortwachter.study.sensitivity.factors import unsure_of


class Point(NamedTuple):
    """Where an amount is asked: places of factors, or the level of one parameter; all else at the estimate."""

    places: tuple[tuple[str, float], ...] = ()
    level: tuple[str, float] | None = None
    lived: bool = False


@dataclass(frozen=True)
class Question:
    """A scenario of which amounts are asked; two are the same if their hashes are."""

    hash: str
    scenario: Scenario = field(compare=False)
    """Without current law and behaviour."""
    options: RunOptions = field(compare=False)
    program: str = field(compare=False)


def question_of(scenario: Scenario, *, options: RunOptions) -> Question:
    """Return the question of a scenario; options: with the workers of what is lived."""
    hashed = plan_hash({"plan": plan(resolve(scenario, options)), "program": program_hash()})
    return Question(hashed, replace(scenario, current=None), options, program_hash())  # type: ignore[arg-type]


def asked(point: Point, *, question: Question, effort: Effort) -> Amount:
    """Return the structural effect on WIA benefits at a point, EUR mln a year; expected ones have no standard error.

    Raises:
        RuntimeError: when the program here is another than that of the question.
    """
    if question.program != program_hash():
        raise RuntimeError("a worker runs another version of the program, or has other parameters, than its client")

    def work_out() -> list[float]:
        resolved = at(point, question=question)
        if point.lived:
            amount = simulated_structural(resolved, effort=effort)[1]
            return [amount.value, amount.se]
        return [expected_structural(resolved, common=_common(question)), 0.0]

    return Amount(*remembered("points", {"question": question.hash, "point": list(point)}, work_out))


def at(point: Point, *, question: Question) -> Resolved:
    """Return the scenario of a question at a point."""
    scenario = replace(question.scenario, current=current_world())
    if point.places:
        scenario = unsure_of(scenario, fit=fit_of_baseline()).at(dict(point.places))
    if point.level is not None:
        scenario = at_level(scenario, name=point.level[0], level=point.level[1])
    resolved = resolve(scenario, question.options)
    method = "auto" if resolved.run.method == "fast" else resolved.run.method
    return replace(resolved, run=replace(resolved.run, method=method))


def at_level(scenario: Scenario, *, name: str, level: float) -> Scenario:
    """Return a scenario in which a parameter of behaviour has a level throughout; a table moves in proportion."""
    behaviour: Mapping[str, Mapping[date, Value]] = {
        **scenario.overrides.get("behaviour", {}),
        name: {START: value_at_level(scenario, name=name, level=level)},
    }
    overrides: dict[str, Overrides] = {**scenario.overrides, "behaviour": behaviour}
    return replace(scenario, overrides=overrides)


def value_at_level(scenario: Scenario, *, name: str, level: float) -> Value:
    """Return the value of a parameter at a level: that of the scenario in the price year, in proportion."""
    resolved = resolve(scenario)
    value = resolved.reform.behaviour[name].at(date(resolved.run.price_year, 1, 1))
    return level if isinstance(value, float | int) else _scaled(value, level / mean_of(value))


def mean_of(value: Value) -> float:
    """Return the mean of a value over its cells."""
    return float(np.mean(np.asarray(value, dtype=np.float64)))


def _scaled(value: Value, factor: float) -> Value:
    if isinstance(value, tuple):
        return tuple(_scaled(part, factor) for part in value)
    return float(value) * factor  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _common(question: Question) -> Common:
    return common_of(at(Point(), question=question), frozen=True)


def expected_structural(resolved: Resolved, *, common: Common) -> float:
    """Return the expected structural effect on WIA benefits, EUR mln a year."""
    money = expected_spending(resolved, frozen=True, common=common)
    baseline, _ = built_worlds(resolved, frozen=True, common=common)
    before, after = settled_spending(money, charges=frozen_charges(resolved, built=baseline))
    return float(line_amounts(after - before)[LINE_NAMES.index("wia_benefits")])


def known_gap(resolved: Resolved) -> Amount | None:
    """Return the stored gap of expected values, simulated less expected, where it was measured on this scenario."""
    gap = load_gap()
    return Amount(gap.simulated - gap.expected, gap.se) if gap.holds_for(resolved) else None
