"""The fit that is shipped: the model's own behaviour is what came out of it."""

from datetime import date
from pathlib import Path

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.targets import load_targets

FIT = Path(__file__).parents[3] / "calibration" / "fits" / "basis" / "behaviour.yaml"


def fitted() -> dict[str, dict[str, object]]:
    table, _ = read_yaml(FIT)
    return plain(table)


def as_tuple(value: object) -> object:
    return tuple(as_tuple(part) for part in value) if isinstance(value, list) else value


def test_the_shipped_behaviour_is_the_fit() -> None:
    behaviour = load_behaviour()
    for name, entry in fitted().items():
        value = entry["value"]
        dated = value if isinstance(value, dict) else {FIRST_DAY: value}
        assert dict(behaviour[name].values) == {day: as_tuple(one) for day, one in dated.items()}, name
        assert behaviour[name].at(date(2060, 1, 1)) == as_tuple(dated[max(dated)]), name


def test_what_is_fitted_says_so() -> None:
    behaviour = load_behaviour()
    for name in fitted():
        assert behaviour[name].status == "calibrated", name
        assert "calibration/fits/basis" in (behaviour[name].reason or ""), name


def test_the_fit_holds_every_parameter_of_the_plan() -> None:
    assert load_plan(targets=load_targets()).parameters == fitted().keys()


def test_nothing_else_says_that_it_is_calibrated() -> None:
    calibrated = {name for name, one in load_behaviour().items() if one.status == "calibrated"}
    assert calibrated == fitted().keys()
