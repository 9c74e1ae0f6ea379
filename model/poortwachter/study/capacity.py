"""Solve how long UWV's decisions on claims wait, from what its doctors must assess and the hours they have.

Demand comes from the expected course (`study.expected`), without chance: claims, assessments after a year and
RIV-toetsen by month. A shortage of doctors' hours falls on claims for a given share and on other assessments for the
rest, as far as those can bear it; claims that are not decided wait. A backlog of so many weeks of claims says who is
decided late and how much later. The path is put back into the course, damped and a fixed number of times; as a wait
does not change what is asked in the present course, the path settles at once, and the residual says so.

What is found is written into the scenario as values of `beoordeling.wacht_aandeel` and `beoordeling.wacht_weken`, and
for the reform as factors on them, so that a plan replays to the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import Event
from poortwachter.primitives.errors import InputError, Problem, refuse
from poortwachter.primitives.parameters import ParameterSet, Value, load_parameters
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.capacity import Capacity, Course, Months
from poortwachter.scenario.load import Overrides, Scenario, World
from poortwachter.scenario.resolve import REFORM, Resolved, resolve
from poortwachter.simulation.worlds import FIRST_YEAR, Horizon, build_world
from poortwachter.study.expected.evaluate import Reading, expected_of
from poortwachter.study.expected.filed import present_after
from poortwachter.study.expected.grid import MONTHS, QUARTERS, WORD
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import Stage
from poortwachter.study.targets import load_targets

Floats = npt.NDArray[np.float64]

FOLDER: Final = Path(__file__).parent / "data" / "capacity"
SHARE, WEEKS = "beoordeling.wacht_aandeel", "beoordeling.wacht_weken"
SHARE_FACTOR, WEEKS_FACTOR = "respons.wacht_aandeel", "respons.wacht_weken"
SET: Final = (SHARE, WEEKS, SHARE_FACTOR, WEEKS_FACTOR)
"""What a solution sets, and a scenario that asks for one cannot."""
EXTRA: Final = "capaciteit.extra_artsen"
MONTHS_PER_YEAR: Final = 12
WEEKS_PER_MONTH: Final = 52.1775 / MONTHS_PER_YEAR


class Method(NamedTuple):
    """How the waiting time is solved."""

    first_year: int
    last_year: int
    iterations: int
    damping: float
    digits: int


class Waits(NamedTuple):
    """Who is decided late and how many weeks later, by solved year (Y,)."""

    share: Floats
    weeks: Floats


@dataclass(frozen=True)
class Setting:
    """What the solution rests on: parameters and method."""

    parameters: ParameterSet
    method: Method

    @property
    def years(self) -> range:
        """Return the solved years."""
        return range(self.method.first_year, self.method.last_year + 1)

    def one(self, name: str, *, year: int = FIRST_YEAR) -> float:
        """Return a parameter in a year."""
        return float(self.parameters[name].at(date(year, 7, 1)))  # type: ignore[arg-type]

    def monthly(self, name: str) -> Floats:
        """Return a parameter by month of the solved years."""
        return np.repeat([self.one(name, year=year) for year in self.years], MONTHS_PER_YEAR)


def load_setting() -> Setting:
    """Read parameters and method."""
    table, problems = read_yaml(FOLDER / "solution.yaml")
    refuse(problems)
    return Setting(load_parameters(FOLDER / "world", kind="behaviour"), Method(**plain(table)))


def settled(scenario: Scenario) -> tuple[Scenario, Capacity]:
    """Return a scenario that asks for it with its waits solved, and the solution.

    Raises:
        InputError: when the scenario also sets what is solved.
    """
    _refuse_set(scenario)
    setting = load_setting()
    asked = replace(scenario, run=scenario.run.model_copy(update={"capacity": None}))
    resolved = resolve(asked)
    before = _solve(resolved.baseline, dated=resolved, setting=setting)
    after = before
    if any(difference.scope == REFORM for difference in resolved.differences):
        after = _solve(resolved.reform, dated=resolved, setting=setting)
    behaviour = {**asked.overrides.get("behaviour", {}), **_overrides(before.waits, after.waits, setting=setting)}
    found = replace(asked, overrides={**asked.overrides, "behaviour": dict(sorted(behaviour.items()))})
    residual = max(before.residual, after.residual)
    course = {"baseline": before.course, "reform": after.course}
    return found, Capacity(tuple(setting.years), residual, setting.method.iterations, course, _published())


def _refuse_set(scenario: Scenario) -> None:
    given = [name for name in SET if name in scenario.overrides.get("behaviour", {})]
    if given:
        what = f"{', '.join(given)} is overridden and solved by run: {{capacity: true}}"
        raise InputError([Problem(what, "leave one of the two out", scenario.path)])


def _published() -> Mapping[str, Mapping[int, float]]:
    targets = load_targets(FOLDER / "published")
    return {name: {year: value for (year, _), value in one.series.items()} for name, one in targets.items()}


def _overrides(before: Waits, after: Waits, *, setting: Setting) -> Overrides:
    """Return the values that put both paths into a scenario, dated by year; the last is held."""

    def dated(values: Floats) -> dict[date, Value]:
        return {date(year, 1, 1): float(value) for year, value in zip(setting.years, values, strict=True)}

    values = {SHARE: dated(before.share), WEEKS: dated(before.weeks)}
    if not all(np.array_equal(*pair) for pair in zip(before, after, strict=True)):
        values |= {SHARE_FACTOR: dated(_over(after.share, before.share))}
        values |= {WEEKS_FACTOR: dated(_over(after.weeks, before.weeks))}
    return values


def _over(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.ones_like(above), where=below > 0.0)


class _Solved(NamedTuple):
    waits: Waits
    residual: float
    course: Course


def _solve(policy: World, *, dated: Resolved, setting: Setting) -> _Solved:
    """Return the waits of a policy: the course under them needs what leaves them behind, but for the residual."""
    waits, residual, people = _present_waits(policy, setting=setting), float("inf"), None
    months, found = None, waits
    for _ in range(setting.method.iterations):
        demand, people = _demand(policy, waits, dated=dated, setting=setting, people=people)
        months = _work_off(demand, setting=setting, extra=_extra(policy, setting=setting))
        found = _waits_of(months, setting=setting)
        residual = max(float(np.abs(new - old).max()) for new, old in zip(found, waits, strict=True))
        part = setting.method.damping
        waits = Waits(*(old + part * (new - old) for new, old in zip(found, waits, strict=True)))
    assert months is not None
    rounded = Waits(np.round(found.share, setting.method.digits), np.maximum(np.rint(found.weeks), 1.0))
    return _Solved(rounded, residual, Course(months, rounded.share, rounded.weeks))


def _present_waits(policy: World, *, setting: Setting) -> Waits:
    days = [date(year, 7, 1) for year in setting.years]
    return Waits(policy.behaviour[SHARE].series(days), policy.behaviour[WEEKS].series(days))


def _extra(policy: World, *, setting: Setting) -> Floats:
    """Return the extra doctors of a policy by month, fte."""
    return np.repeat(policy.law[EXTRA].series([date(year, 7, 1) for year in setting.years]), MONTHS_PER_YEAR)


class _Demand(NamedTuple):
    """What is asked of UWV by month of the solved years: assessments, and hours of doctors and labour experts."""

    claims: Floats
    first_year: Floats
    tests: Floats
    tests_with_doctor: Floats
    with_expert: Floats
    handled: Floats
    refused: Floats


def _demand(
    policy: World, waits: Waits, *, dated: Resolved, setting: Setting, people: People | None
) -> tuple[_Demand, People]:
    """Return what the expected course under a path of waits asks for by month."""
    days = [date(year, 1, 1) for year in setting.years]
    path: dict[str, dict[date, Any]] = {
        name: dict(zip(days, map(float, values), strict=True))
        for name, values in ((SHARE, np.clip(waits.share, 0.0, 1.0)), (WEEKS, np.maximum(waits.weeks, 1.0)))
    }
    world = policy.overridden({"behaviour": path})
    horizon = Horizon(last_year=setting.method.last_year, price_year=dated.run.price_year, frozen=False)
    expected = expected_of(build_world(world, dated=dated.baseline, horizon=horizon), people=people)
    reading = Reading(expected)
    claims, events, law = reading.claims, reading.events(), reading.world.law
    decided = reading.total_by_decision(claims.refused + claims.awarded.sum(axis=0))
    simple = events[Event.AWARD_SIMPLE]
    with_doctor = decided - simple + events[Event.CLAIM_EARLY_IVA]
    after = float(law.ezwb_week[0])
    first_year = reading.total_after(expected.onsets.of(Stage.ASSESSED) * present_after(expected.people, after), after)
    tested = reading.grid.law_at(law.ground_tested)
    alone = reading.world.behaviour.doctor_alone / WORD

    def monthly(values: Floats) -> Floats:
        first = (setting.method.first_year - FIRST_YEAR) * QUARTERS
        return np.repeat(values[first : first + len(setting.years) * QUARTERS] / MONTHS, MONTHS)

    done_by_uwv = setting.monthly("nodig.ezwb_aandeel")
    found = _Demand(
        claims=monthly(with_doctor),
        first_year=monthly(first_year) * done_by_uwv,
        tests=monthly(events[Event.RIV]),
        tests_with_doctor=monthly(events[Event.RIV] * tested) * setting.one("artsen.riv_aandeel"),
        with_expert=monthly((decided - simple) * (1.0 - alone) + simple),
        handled=monthly(decided),
        refused=monthly(events[Event.REFUSED]),
    )
    return found, expected.people


def _work_off(demand: _Demand, *, setting: Setting, extra: Floats) -> Months:
    """Let doctors work month by month; what is not decided waits."""
    per_claim, per_other = setting.one("artsen.uren_claim"), setting.one("artsen.uren_overig")
    first_year = demand.first_year * setting.one("artsen.uren_ezwb")
    tests = demand.tests_with_doctor * setting.one("artsen.uren_riv")
    other = setting.monthly("nodig.overig") / MONTHS_PER_YEAR * per_other
    capacity = (setting.monthly("artsen.fte") + extra) * setting.one("artsen.uren_per_fte") / MONTHS_PER_YEAR
    share, floor = setting.one("tekort.aandeel_claims"), setting.one("tekort.ondergrens_overig")
    backlog, waiting = setting.one("achterstand.begin"), np.empty_like(capacity)
    decided, others = np.empty_like(capacity), np.empty_like(capacity)
    for month in range(len(capacity)):
        due = demand.claims[month] * per_claim
        delayable = other[month] + first_year[month]
        shortage = due + delayable + tests[month] - capacity[month]
        borne = min((1.0 - share) * max(shortage, 0.0), (1.0 - floor) * delayable)
        on_claims = min(max(shortage - borne, -backlog * per_claim), due)
        backlog += on_claims / per_claim
        decided[month], waiting[month] = demand.claims[month] - on_claims / per_claim, backlog
        others[month] = (1.0 - borne / delayable) * (setting.monthly("nodig.overig")[month] / MONTHS_PER_YEAR)
        others[month] += (1.0 - borne / delayable) * demand.first_year[month]
    experts = demand.with_expert * setting.one("arbeidsdeskundigen.uren_claim")
    return Months(
        claims=demand.claims,
        decided=decided,
        backlog=waiting,
        assessed=decided + others,
        needed=demand.claims + demand.first_year + setting.monthly("nodig.overig") / MONTHS_PER_YEAR,
        doctor_hours=demand.claims * per_claim + first_year + other + tests,
        test_hours=tests,
        doctor_capacity=capacity,
        handled=demand.handled,
        refused=demand.refused,
        expert_hours=experts + demand.tests * setting.one("arbeidsdeskundigen.uren_riv"),
    )


def _waits_of(months: Months, *, setting: Setting) -> Waits:
    """Return who is decided late and how much later by year, from the weeks of claims that wait beyond the term.

    Of a backlog of y weeks of claims, a share s that is w weeks late makes y = s x (w + 3): the term ends three weeks
    before the waiting period. w grows with y to its highest, and s follows, up to everyone.
    """
    highest, growth, term = (setting.one(f"wachten.{name}") for name in ("hoogste_vertraging", "groei", "na_termijn"))
    weeks = months.backlog / (months.claims / WEEKS_PER_MONTH)
    weeks = weeks.reshape(-1, MONTHS_PER_YEAR).mean(axis=1)
    delay = highest * -np.expm1(-weeks / growth)
    share = weeks / (delay + term)
    return Waits(np.minimum(share, 1.0), np.where(share > 1.0, weeks - term, delay))
