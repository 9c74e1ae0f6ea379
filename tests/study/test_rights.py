"""The compiled inner loops of the recursion have the numbers of the same steps in arrays."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.worlds import Built
from poortwachter.study.calibration.draws import drawn_scenario
from poortwachter.study.ensemble.job import fit_of_baseline
from poortwachter.study.expected import claims, payers
from poortwachter.study.expected.account import account_of
from poortwachter.study.expected.evaluate import expected_of, expected_pair
from poortwachter.study.expected.grid import by_cell
from poortwachter.study.expected.rights import Course
from poortwachter.study.expected.run import built_worlds, common_of, expectation_of, expected_spending
from study import claims_in_arrays, rights_in_arrays


def worlds(draw: int, *, frozen: bool) -> tuple[Built, Built]:
    scenario = drawn_scenario(draw, scenario=load("advies_bedrijfsarts_leidend"), fit=fit_of_baseline())
    return built_worlds(resolve(scenario, RunOptions(method="fast", to=2030)), frozen=frozen)


@pytest.mark.parametrize(("draw", "frozen", "policy"), [(0, False, 0), (3, False, 1), (5, True, 1)])
def test_a_course_one_by_one_is_that_in_arrays(draw: int, frozen: bool, policy: int):
    expected = expected_of(worlds(draw, frozen=frozen)[policy])
    parts = (expected.people, expected.onsets, expected.filed, expected.claims)
    slow = rights_in_arrays.follow(expected.built.world, *parts)
    for field in dataclasses.fields(Course):
        here, there = getattr(expected.course, field.name), getattr(slow, field.name)
        np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12 * abs(there).max(), err_msg=field.name)


def given(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[Any]:
    """Keep what a compiled loop is given."""
    found, loop = [], getattr(module, name)

    def keeping(*records: Any) -> None:
        found.append(records[0])
        loop(*records)

    monkeypatch.setattr(module, name, keeping)
    return found


@pytest.mark.parametrize(("draw", "frozen", "policy"), [(0, False, 1), (5, True, 0)])
def test_claims_decided_one_by_one_are_those_in_arrays(
    monkeypatch: pytest.MonkeyPatch, draw: int, frozen: bool, policy: int
):
    asked = given(monkeypatch, claims, "decide_all")
    found = expected_of(worlds(draw, frozen=frozen)[policy]).claims
    for name, there in claims_in_arrays.decide(asked[0]).items():
        here = by_cell(getattr(found, name))
        np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12 * abs(there).max(), err_msg=name)


def test_bearers_followed_one_by_one_are_those_in_arrays(monkeypatch: pytest.MonkeyPatch):
    asked = given(monkeypatch, payers, "follow_bearers")
    one = expected_of(worlds(3, frozen=False)[1])
    payers.bearers_of(one.built.world, one.people.grid, one.claims, one.course, public=one.absence.public)
    early, later = claims_in_arrays.borne(asked[0].new, one.course, term=asked[0].term)
    for here, there in ((asked[0].in_early, early), (asked[0].in_later, later)):
        np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12 * abs(there).max())


def test_who_is_not_seen_in_the_years_that_are_read_hardly_matters():
    """Only how rights are divided over who bears them remembers anyone from before."""
    (before, after), last = worlds(0, frozen=True), slice(-5, None)
    found = expected_pair(before, after)
    every = expected_pair(*(dataclasses.replace(one, first_read=0) for one in (before, after)))
    assert found[0].people.employed.shape[1] < 0.7 * every[0].people.employed.shape[1]
    less, more = (account_of(two)[0] - account_of(one)[0] for one, two in (found, every))
    np.testing.assert_allclose(np.nansum(less[last], axis=2), np.nansum(more[last], axis=2), rtol=1e-4, atol=1e7)
    np.testing.assert_allclose(np.nansum(less[last]), np.nansum(more[last]), rtol=1e-4)


@pytest.mark.parametrize("frozen", [False, True])
def test_what_draws_have_in_common_changes_nothing(frozen: bool):
    scenario = load("advies_bedrijfsarts_leidend")
    options = RunOptions(method="fast", to=2030)
    common = common_of(resolve(scenario, options), frozen=frozen)
    drawn = resolve(drawn_scenario(2, scenario=scenario, fit=fit_of_baseline()), options)
    alone = expectation_of(*built_worlds(drawn, frozen=frozen)).money
    np.testing.assert_array_equal(expected_spending(drawn, frozen=frozen, common=common), alone)
