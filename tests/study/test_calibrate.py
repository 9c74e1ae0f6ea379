from datetime import date
from pathlib import Path

import numpy as np
import pytest

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.study.calibrate import Aim, load_plan, residuals
from poortwachter.study.targets import load_targets

FIT = Path(__file__).parents[2] / "calibration" / "fits" / "basis" / "behaviour.yaml"


def fitted() -> dict[str, dict[str, object]]:
    table, _ = read_yaml(FIT)
    return plain(table)


def as_tuple(value: object) -> object:
    return tuple(as_tuple(part) for part in value) if isinstance(value, list) else value


def test_the_shipped_behaviour_is_the_fit() -> None:
    behaviour = load_behaviour()
    for name, entry in fitted().items():
        assert behaviour[name].at(FIRST_DAY) == as_tuple(entry["value"]), name
        assert behaviour[name].at(date(2060, 1, 1)) == behaviour[name].at(FIRST_DAY), name


def test_what_is_fitted_says_so() -> None:
    behaviour = load_behaviour()
    for name in fitted():
        assert behaviour[name].status == "calibrated", name
        assert "calibration/fits/basis" in (behaviour[name].reason or ""), name


def test_the_fit_holds_every_parameter_of_the_plan() -> None:
    plan = load_plan(targets=load_targets())
    assert {name for free in plan.free for name in free.start} == fitted().keys()


def test_every_target_that_holds_a_parameter_is_in_the_fit() -> None:
    plan = load_plan(targets=load_targets())
    aimed = {aim.name for aim in plan.aims}
    assert {name for free in plan.free for name in free.targets} <= aimed


def test_a_residual_is_the_gap_in_standard_errors() -> None:
    aims = [Aim("stock", 2010, "", 100.0, 5.0), Aim("flow", 2011, "man", 50.0, 2.0)]
    found = {"stock": {(2010, ""): 110.0}, "flow": {(2011, "man"): 48.0}}
    assert np.allclose(residuals(found, aims), [2.0, -1.0])


def test_the_discrepancy_widens_the_published_error() -> None:
    plan, targets = load_plan(targets=load_targets()), load_targets()
    aim = next(aim for aim in plan.aims if aim.name == "wia_inflow" and aim.year == 2010)
    assert aim.standard_error == pytest.approx(np.hypot(targets["wia_inflow"].standard_error[2010, ""], 0.05 * 35600))


def test_nothing_else_says_that_it_is_calibrated() -> None:
    calibrated = {name for name, one in load_behaviour().items() if one.status == "calibrated"}
    assert calibrated == fitted().keys()
