from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.primitives.parameters import FIRST_DAY, UNITS, ParameterSet, load_parameters
from poortwachter.scenario.load import World, current_world, load
from poortwachter.simulation.worlds import Horizon, build_world
from poortwachter.study.calibration.draws import (
    Change,
    draw,
    drawn_behaviour,
    drawn_logs,
    drawn_scenario,
)
from poortwachter.study.calibration.folder import Fitted
from poortwachter.study.calibration.plan import Plan

Read = Callable[[str], Plan]
MANY = 2000

SMALL = """\
gelijkmatig: {unit: aandeel, uncertainty: {kind: uniform, low: 0.2, high: 0.6}, values: {2004-01-01: 0.5}}
pad: {unit: aandeel, selects: decision, uncertainty: {kind: uniform, low: 0.3, high: 0.5},
  values: {2004-01-01: 0.2, 2010-01-01: 0.4}}
factor: {unit: per jaar, by: [leeftijd6], uncertainty: {kind: relative, low: 0.5, high: 2.0},
  values: {2004-01-01: [1, 2, 3, 4, 5, 6]}}
normaal: {unit: per jaar, uncertainty: {kind: normal, sd: 0.1}, values: {2004-01-01: 1.0}}
verdeling: {unit: aandeel, by: [klasse4], uncertainty: {kind: relative, low: 0.8, high: 1.2},
  values: {2004-01-01: [0.4, 0.3, 0.2, 0.1]}}
vast: {unit: aandeel, status: published, uncertainty: {kind: none}, values: {2004-01-01: 0.7}}
antwoord: {unit: aandeel, role: response, uncertainty: {kind: uniform, low: 0, high: 1}, values: {2004-01-01: 0.0}}
heel: {unit: weken, uncertainty: {kind: uniform, low: 2, high: 9}, values: {2004-01-01: 4}}
"""
COMMON = "label: x, source: {title: Eigen aanname, url: null}, reason: voor de toets, "


@pytest.fixture
def small(tmp_path: Path) -> ParameterSet:
    lines = []
    for line in SMALL.splitlines():
        extra = (
            COMMON
            + ("" if "selects" in line else "selects: none, ")
            + ("" if "status" in line else "status: assumed, ")
        )
        if "vast:" in line:
            extra = extra.replace("reason: voor de toets, ", "").replace("url: null", "url: 'https://x.nl'")
        lines.append(line.replace(": {unit", f": {{{extra}unit") if ": {unit" in line else line)
    (tmp_path / "behaviour").mkdir()
    (tmp_path / "behaviour" / "all.yaml").write_text("\n".join(lines), encoding="utf-8")
    return load_parameters(tmp_path / "behaviour", kind="behaviour")


@pytest.fixture
def fit(read: Read, text: str) -> Fitted:
    errors = np.array([0.1, 0.05, 0.3])
    correlations = np.array([[1.0, -0.6, 0.0], [-0.6, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return Fitted(read(text), np.array([0.1, 0.0, 0.5]), correlations * np.outer(errors, errors))


def drawn(small: ParameterSet, fit: Fitted, name: str) -> Any:
    """Return the values of a parameter in many draws, shape (draws, dates, *cells)."""
    days = [day for day, _ in small[name].values]
    return np.array(
        [
            [np.asarray(drawn_behaviour(n, behaviour=small, fit=fit)[name].at(day)) for day in days]
            for n in range(1, MANY + 1)
        ],
        dtype=np.float64,
    )


def test_draw_zero_is_the_estimate(fit: Fitted) -> None:
    behaviour = load_behaviour()
    assert dict(drawn_behaviour(0, behaviour=behaviour, fit=fit)) == dict(behaviour)


def test_the_same_number_gives_the_same_values_and_another_number_others(fit: Fitted) -> None:
    behaviour = load_behaviour()
    one, same, other = (drawn_behaviour(number, behaviour=behaviour, fit=fit) for number in (7, 7, 8))
    assert [each.values for each in one.values()] == [each.values for each in same.values()]
    changed = [name for name in behaviour if one[name].values != behaviour[name].values]
    differ = [name for name in changed if one[name].values != other[name].values]
    assert len(differ) > 0.95 * len(changed)
    assert dict(drawn_behaviour(7, behaviour=behaviour, fit=fit, seed=1)) != dict(one)


def test_a_parameter_more_does_not_change_the_others(small: ParameterSet, fit: Fitted) -> None:
    fewer = ParameterSet({name: one for name, one in small.items() if name != "gelijkmatig"})
    there, here = (drawn_behaviour(3, behaviour=each, fit=fit) for each in (small, fewer))
    assert all(there[name].values == here[name].values for name in fewer)


def test_a_uniform_level_lies_evenly_in_its_range(small: ParameterSet, fit: Fitted) -> None:
    levels = drawn(small, fit, "gelijkmatig")[:, 0]
    assert (levels.min() >= 0.2, levels.max() <= 0.6) == (True, True)
    assert levels.mean() == pytest.approx(0.4, abs=4 * 0.4 / np.sqrt(12 * MANY))
    assert levels.std() == pytest.approx(0.4 / np.sqrt(12), rel=0.05)


def test_a_path_moves_in_proportion_and_its_last_level_lies_in_the_range(small: ParameterSet, fit: Fitted) -> None:
    first, last = drawn(small, fit, "pad").T
    assert first / last == pytest.approx(np.full(MANY, 0.5), rel=1e-4)
    assert (last.min() >= 0.3, last.max() <= 0.5) == (True, True)
    assert last.mean() == pytest.approx(0.4, abs=0.006)


def test_a_relative_range_is_one_factor_uniform_in_its_log(small: ParameterSet, fit: Fitted) -> None:
    factors = drawn(small, fit, "factor")[:, 0] / np.arange(1, 7)
    assert np.ptp(factors, axis=1).max() < 1e-4
    logs = np.log(factors[:, 0])
    assert logs.mean() == pytest.approx(0.0, abs=4 * 2 * np.log(2) / np.sqrt(12 * MANY))
    assert (np.abs(logs) <= np.log(2) + 1e-5).all()


def test_a_normal_amount_has_its_deviation(small: ParameterSet, fit: Fitted) -> None:
    levels = drawn(small, fit, "normaal")[:, 0]
    assert levels.mean() == pytest.approx(1.0, abs=0.01)
    assert levels.std() == pytest.approx(0.1, rel=0.07)


def test_shares_still_add_up_to_one_and_move_apart(small: ParameterSet, fit: Fitted) -> None:
    shares = drawn(small, fit, "verdeling")[:, 0]
    assert shares.sum(axis=1) == pytest.approx(np.ones(MANY), abs=1e-5)
    assert (shares.std(axis=0) > 0.005).all()
    assert shares.mean(axis=0) == pytest.approx([0.4, 0.3, 0.2, 0.1], abs=0.01)


def test_whole_weeks_stay_whole(small: ParameterSet, fit: Fitted) -> None:
    weeks = drawn(small, fit, "heel")[:, 0]
    assert set(weeks) == {2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0}


def test_what_is_certain_a_response_or_held_is_not_drawn(small: ParameterSet, fit: Fitted) -> None:
    changes = draw(5, behaviour=small, fit=fit, held=["factor"])
    assert {"vast", "antwoord", "factor"}.isdisjoint(changes)
    assert "gelijkmatig" in changes


def test_the_fitted_numbers_have_the_covariance_of_the_fit(fit: Fitted) -> None:
    logs = np.array([drawn_logs(number, fit=fit) for number in range(1, MANY + 1)])
    errors = np.sqrt(np.diag(fit.covariance))
    assert logs.mean(axis=0) == pytest.approx(fit.logs, abs=float(4 * errors.max() / np.sqrt(MANY)))
    assert logs.std(axis=0) == pytest.approx(errors, rel=0.06)
    assert float(np.corrcoef(logs[:, 0], logs[:, 1])[0][1]) == pytest.approx(-0.6, abs=0.06)


def test_no_draw_leaves_the_bounds_of_the_plan(fit: Fitted) -> None:
    low, high = fit.plan.bounds
    wide = Fitted(fit.plan, np.array([0.69, 0.4, 1.3]), fit.covariance * 4.0)
    logs = np.array([drawn_logs(number, fit=wide) for number in range(1, 500)])
    assert ((logs >= low) & (logs <= high)).all()
    assert (high - logs).min(axis=0) == pytest.approx(np.zeros(3), abs=0.02)


def test_a_draw_that_never_falls_within_the_bounds_is_reflected(fit: Fitted) -> None:
    low, high = fit.plan.bounds
    astray = Fitted(fit.plan, high + 5.0, fit.covariance * 1e-6)
    logs = drawn_logs(1, fit=astray)
    assert ((logs >= low) & (logs <= high)).all()


def test_drawn_values_are_those_of_the_drawn_factors(fit: Fitted) -> None:
    plan = fit.plan
    behaviour = load_behaviour().overridden(plan.values(fit.logs))
    there = drawn_behaviour(9, behaviour=behaviour, fit=fit)
    expected = plan.values(drawn_logs(9, fit=fit))
    for name in plan.parameters:
        assert there[name].at(FIRST_DAY) == pytest.approx(expected[name][FIRST_DAY], rel=1e-4)


def test_every_draw_lies_in_the_range_of_its_unit_and_builds_a_world(fit: Fitted) -> None:
    world = current_world()
    for number in range(1, 60):
        behaviour = drawn_behaviour(number, behaviour=world.behaviour, fit=fit)
        for one in behaviour.values():
            values = np.array([value for _, value in one.values], dtype=np.float64)
            assert ((values >= UNITS[one.unit].low) & (values <= UNITS[one.unit].high)).all(), one.name
        policy = World(law=world.law, behaviour=behaviour, population=world.population)
        built = build_world(policy, dated=policy, horizon=Horizon(2026, 2022, False)).world.behaviour
        for table in (built.survival, built.survival_zw):
            assert (np.diff(table.astype(np.float64), axis=-1) <= 0).all(), number
        assert (np.diff(built.gate, axis=-1) >= 0).all()
        assert (built.award >= 0).all()


def test_what_a_scenario_says_moves_along_unless_it_chose_a_level(fit: Fitted) -> None:
    plain = load("advies_bedrijfsarts_leidend", variant="causaal_half")
    moved = drawn_scenario(4, scenario=plain, fit=fit)
    before, after = plain.overrides["behaviour"], moved.overrides["behaviour"]
    name, day = "riv_toets.kans_inhoudelijk", date(2018, 1, 1)
    change = draw(4, behaviour=plain.current.behaviour, fit=fit)[name]
    assert isinstance(change, Change)
    (factor,) = change.factors.values()
    assert after[name][day] == pytest.approx(before[name][day] * float(factor), rel=1e-4)  # type: ignore[operator]
    assert after["loonsanctie.causaal_aandeel"] == before["loonsanctie.causaal_aandeel"]
    assert (
        moved.current.behaviour["loonsanctie.causaal_aandeel"] != plain.current.behaviour["loonsanctie.causaal_aandeel"]
    )
    assert moved.overrides["law"] == plain.overrides["law"]
