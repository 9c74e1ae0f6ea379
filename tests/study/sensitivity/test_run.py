from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from poortwachter.api import unwatched
from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.scenario.load import Scenario, load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.runner import Effort
from poortwachter.study.carrying import Amount
from poortwachter.study.expected.run import evaluate
from poortwachter.study.sensitivity import run as study
from poortwachter.study.sensitivity.points import Point, asked, at, question_of
from poortwachter.study.settings import settings

HEADLINE = "advies_bedrijfsarts_leidend"
CAUSAL = "loonsanctie.causaal_aandeel"
LAPSE = "riv_toets.aandeel_vervalbaar"
OPTIONS = RunOptions(workers=1000, method="auto")
EFFORT = Effort(threads=1)
SLOPES = {CAUSAL: 30.0, LAPSE: -10.0}
BASE = 20.0


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(HEADLINE)


class Plane:
    """Stands for a model whose amount is a plane over the places, and a line over a level."""

    def __init__(self, line: Callable[[float], float] = lambda level: 50.0 * level - 5.0) -> None:
        self.line = line
        self.asked: list[Point] = []

    def results(self, work: Any, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        for point in reversed(list(tasks)):
            self.asked.append(point)
            value = BASE + sum(SLOPES.get(name, 0.0) * (place - 0.5) for name, place in point.places)
            value = value if point.level is None else self.line(point.level[1])
            yield point, Amount(value + (0.1 if point.lived else 0.0), 0.05 if point.lived else 0.0)


def measured(scenario: Scenario, backend: Plane) -> study.Sensitivity:
    return study.sensitivity(
        scenario,
        options=OPTIONS,
        backend=backend,
        effort=EFFORT,
        trajectories=2,
        samples=64,
        top=3,
        seed=1,
        watch=unwatched,
    )


@pytest.fixture(scope="module")
def plane(scenario: Scenario) -> study.Sensitivity:
    return measured(scenario, Plane())


def test_swings_screening_and_shares_rank_what_the_amount_rests_on(plane: study.Sensitivity):
    assert [one.factor.name for one in plane.swings[:2]] == [CAUSAL, LAPSE]
    assert [one.name for one in plane.screened[:2]] == [CAUSAL, LAPSE]
    assert [one.name for one in plane.shares[:2]] == [CAUSAL, LAPSE]
    assert plane.shares[0].total == pytest.approx(0.9, abs=0.05)
    assert plane.shares[1].total == pytest.approx(0.1, abs=0.03)
    known = settings("sensitivity")
    width = known["highest"] - known["lowest"]
    assert [one.mean for one in plane.screened[:3]] == pytest.approx([30.0 * width, 10.0 * width, 0.0])


def test_swings_are_between_the_ends_of_the_distribution_and_hold_the_gap(plane: study.Sensitivity):
    first = plane.swings[0]
    assert (first.low, first.high) == pytest.approx((0.1, 0.9), abs=1e-5)
    assert first.at_high - first.at_low == pytest.approx(30.0 * 0.8)
    assert plane.estimate == pytest.approx(BASE + plane.gap.value)


def test_the_longest_bars_are_simulated(plane: study.Sensitivity):
    confirmed = int(settings("sensitivity")["confirmed"])
    assert [one.simulated is not None for one in plane.swings[: confirmed + 1]] == [True] * confirmed + [False]
    low, _ = plane.swings[0].simulated or (None, None)
    assert low is not None
    assert low.value == pytest.approx(BASE - 12.0 + 0.1)


def test_no_point_is_asked_twice_within_a_stage(scenario: Scenario):
    backend = Plane()
    asker = study.Asker(question_of(scenario, options=OPTIONS), backend, EFFORT, unwatched)
    points = [Point(((CAUSAL, 0.1),)), Point(), Point(((CAUSAL, 0.1),))]
    assert [one.value for one in asker.amounts(points)] == pytest.approx([8.0, 20.0, 8.0])
    assert len(backend.asked) == 2


def even(scenario: Scenario, *, amount: float, line: Callable[[float], float]) -> study.BreakEven:
    return study.break_even(
        scenario, parameter=CAUSAL, amount=amount, options=OPTIONS, backend=Plane(line), effort=EFFORT, watch=unwatched
    )


def test_the_break_even_value_is_the_root_and_its_place_in_the_range_its_plausibility(scenario: Scenario):
    gap = study.known_gap(resolve(scenario))
    assert gap is not None
    found = even(scenario, amount=20.0 + gap.value, line=lambda level: 40.0 * level**2 + 10.0)
    assert found.level == pytest.approx(0.5, abs=1e-3)
    assert found.below == pytest.approx(0.5, abs=0.01)
    assert found.range80 == pytest.approx((0.1, 0.9), abs=0.01)
    assert found.simulated is not None


def test_an_amount_that_no_value_gives_says_between_which_it_was_sought(scenario: Scenario):
    found = even(scenario, amount=60.0, line=lambda level: 40.0 * level)
    assert (found.level, found.below, found.simulated) == (None, None, None)
    assert found.searched == (0.0, 1.0)
    assert found.at_searched == pytest.approx((found.gap.value, 40.0 + found.gap.value))


def test_a_parameter_without_a_range_is_refused(scenario: Scenario):
    current = scenario.current
    sure = current.behaviour[CAUSAL].model_copy(update={"uncertainty": None})
    world = replace(current, behaviour=ParameterSet({**current.behaviour, CAUSAL: sure}))
    with pytest.raises(InputError, match="has no range"):
        even(replace(scenario, current=world), amount=20.0, line=lambda level: level)


def test_points_without_a_place_have_the_amount_of_the_fast_method(scenario: Scenario):
    question = question_of(scenario, options=OPTIONS)
    expected = evaluate(resolve(scenario, RunOptions(to=2026, method="fast")))
    found = asked(Point(), question=question, effort=EFFORT)
    assert found.value == pytest.approx(float(expected["line_structural"].sel(line="wia_benefits")), abs=1e-6)


def test_a_level_holds_throughout_and_a_table_moves_in_proportion(scenario: Scenario):
    question = question_of(scenario, options=OPTIONS)
    assert {
        value for _, value in at(Point(level=(CAUSAL, 0.3)), question=question).baseline.behaviour[CAUSAL].values
    } == {0.3}
    name = "beoordeling.klasse"
    usual, half = (
        np.array(one.baseline.behaviour[name].values[-1][1])
        for one in (at(Point(), question=question), at(Point(level=(name, 0.125)), question=question))
    )
    np.testing.assert_allclose(half / usual, np.full_like(usual, half.mean() / usual.mean()))


def test_a_worker_with_another_program_refuses(scenario: Scenario):
    question = replace(question_of(scenario, options=OPTIONS), program="older")
    with pytest.raises(RuntimeError, match="another version"):
        asked(Point(), question=question, effort=EFFORT)
