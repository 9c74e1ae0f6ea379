"""The compiled inner loop of the recursion has the numbers of the same steps in arrays."""

import dataclasses

import numpy as np
import pytest

from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.worlds import Built
from poortwachter.study.calibration.draws import drawn_scenario
from poortwachter.study.ensemble.job import fit_of_baseline
from poortwachter.study.expected.evaluate import expected_of
from poortwachter.study.expected.rights import Course
from poortwachter.study.expected.run import built_worlds, common_of, expectation_of, expected_spending
from study import rights_in_arrays


def worlds(draw: int, *, frozen: bool) -> tuple[Built, Built]:
    scenario = drawn_scenario(draw, scenario=load("advies_bedrijfsarts_leidend"), fit=fit_of_baseline())
    return built_worlds(resolve(scenario, RunOptions(method="fast", to=2030)), frozen=frozen)


@pytest.mark.parametrize(("draw", "frozen", "policy"), [(0, False, 0), (3, False, 1), (5, True, 1)])
def test_a_course_one_by_one_is_that_in_arrays(draw: int, frozen: bool, policy: int):
    expected = expected_of(worlds(draw, frozen=frozen)[policy])
    parts = (expected.people, expected.onsets, expected.claims)
    slow = rights_in_arrays.follow(expected.built.world, *parts)
    for field in dataclasses.fields(Course):
        here, there = getattr(expected.course, field.name), getattr(slow, field.name)
        np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12 * abs(there).max(), err_msg=field.name)


@pytest.mark.parametrize("frozen", [False, True])
def test_what_draws_have_in_common_changes_nothing(frozen: bool):
    scenario = load("advies_bedrijfsarts_leidend")
    options = RunOptions(method="fast", to=2030)
    common = common_of(resolve(scenario, options), frozen=frozen)
    drawn = resolve(drawn_scenario(2, scenario=scenario, fit=fit_of_baseline()), options)
    alone = expectation_of(*built_worlds(drawn, frozen=frozen)).money
    np.testing.assert_array_equal(expected_spending(drawn, frozen=frozen, common=common), alone)
