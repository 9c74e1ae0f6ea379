from datetime import date

import numpy as np
import pytest

from poortwachter.scenario.load import Scenario, load
from poortwachter.study.ensemble.job import fit_of_baseline
from poortwachter.study.sensitivity.factors import Unsure, level_of, unsure_of

HEADLINE = "advies_bedrijfsarts_leidend"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(HEADLINE)


@pytest.fixture(scope="module")
def unsure(scenario: Scenario) -> Unsure:
    return unsure_of(scenario, fit=fit_of_baseline())


def level(unsure: Unsure, name: str, place: float) -> float:
    return level_of(unsure.at({name: place}).current.behaviour[name])


def test_factors_are_the_numbers_of_the_fit_and_every_other_parameter_with_a_range(unsure: Unsure):
    names = [one.name for one in unsure.factors]
    fit, behaviour = unsure.fit, unsure.scenario.current.behaviour
    assert len(names) == len(set(names))
    assert [one.name for one in unsure.factors if one.fitted] == [one.name for one in fit.plan.free]
    others = {name for name, one in behaviour.items() if one.uncertainty and one.uncertainty.kind != "none"}
    responses = {name for name, one in behaviour.items() if one.role == "response"}
    assert set(names) - {one.name for one in fit.plan.free} == others - set(fit.plan.parameters) - responses


def test_a_level_that_a_scenario_has_chosen_is_not_unsure():
    chosen = load(HEADLINE, variant="causaal_half")
    names = [one.name for one in unsure_of(chosen, fit=fit_of_baseline()).factors]
    assert "loonsanctie.causaal_aandeel" not in names


def test_nothing_placed_is_the_scenario(unsure: Unsure):
    assert unsure.at({}).overrides == unsure.scenario.overrides
    assert unsure.at({}).current.behaviour == unsure.scenario.current.behaviour


def test_a_place_in_a_uniform_range_is_a_share_of_it(unsure: Unsure):
    name = "loonsanctie.causaal_aandeel"
    range_of = unsure.scenario.current.behaviour[name].uncertainty
    assert range_of is not None
    low, high = range_of.low or 0.0, range_of.high or 0.0
    for place in (0.1, 0.5, 0.9):
        assert level(unsure, name, place) == pytest.approx(low + place * (high - low), abs=1e-5)


def test_the_middle_of_a_relative_range_is_even_in_its_log(unsure: Unsure):
    relative = next(
        name
        for name, one in unsure.scenario.current.behaviour.items()
        if one.uncertainty and one.uncertainty.kind == "relative" and one.uncertainty.low and name not in FITTED
    )
    low, middle, high = (level(unsure, relative, place) for place in (0.1, 0.5, 0.9))
    assert middle / low == pytest.approx(high / middle, rel=1e-3)


FITTED = fit_of_baseline().plan.parameters


def test_shares_that_add_up_tilt_and_still_add_up(unsure: Unsure):
    name = "riv_toets.hoofdgrond"
    low, high = (
        np.array(unsure.at({name: place}).current.behaviour[name].values[-1][1], dtype=float) for place in (0.1, 0.9)
    )
    assert low.sum() == pytest.approx(1.0, abs=1e-5)
    assert high.sum() == pytest.approx(1.0, abs=1e-5)
    assert (low[0] > high[0], low[-1] < high[-1]) == (True, True)


def test_a_number_of_the_fit_moves_most_at_its_own_place_and_its_fellows_as_the_fit_ties_them(unsure: Unsure):
    from scipy.stats import norm

    from poortwachter.study.calibration.draws import root

    square = root(unsure.fit.covariance)
    np.testing.assert_allclose(square @ square, unsure.fit.covariance, atol=1e-10)
    assert (np.abs(square).argmax(axis=0) == np.arange(len(square))).mean() > 0.9
    name = next(one.name for one in unsure.fit.plan.free if len(one.cells) == 1 and not one.odds)
    place = [one.name for one in unsure.fit.plan.free].index(name)
    logs = unsure.fit.logs + norm.ppf(0.6) * square[place]
    expected = unsure.fit.plan.arrays(logs)
    changed = unsure.at({name: 0.6}).current.behaviour
    for parameter in unsure.fit.plan.parameters:
        found = np.array(changed[parameter].values[-1][1], dtype=float)
        np.testing.assert_allclose(found, expected[parameter][-1], rtol=1e-3, err_msg=parameter)


def test_what_the_scenario_says_moves_along(unsure: Unsure, scenario: Scenario):
    name, day = "riv_toets.kans_inhoudelijk", date(2018, 1, 1)
    low, high = (unsure.at({name: place}).overrides["behaviour"][name][day] for place in (0.1, 0.9))
    assert float(low) < float(scenario.overrides["behaviour"][name][day]) < float(high)  # type: ignore[arg-type]
