import numpy as np
import pytest

from poortwachter.behaviour.hazards import return_rate_during_extension, return_survival


def survival(factor: float = 1.0) -> np.ndarray:
    return return_survival(
        beyond_1=0.31,
        beyond_4=0.103,
        beyond_42=0.011,
        hazard_at_42=0.02,
        decline=0.01,
        floor=0.002,
        weeks=104,
        factor=factor,
    )


def test_survival_goes_through_its_anchors_and_never_rises() -> None:
    found = survival()
    assert found[[0, 1, 4, 42]] == pytest.approx([1.0, 0.31, 0.103, 0.011])
    assert (np.diff(found) < 0).all()


def test_the_hazard_falls_with_duration_from_the_second_week_on() -> None:
    found = survival()
    hazard = 1 - found[2:] / found[1:-1]
    assert (np.diff(hazard[3:40]) < 0).all()
    assert (np.diff(hazard[42:]) < 0).all()


def test_slower_return_leaves_more_people_sick_and_the_first_week_as_it_is() -> None:
    assert survival(0.7)[1] == survival()[1]
    assert survival(0.7)[104] > survival()[104]


def test_the_return_rate_of_an_extension_leaves_the_published_share() -> None:
    rate = return_rate_during_extension(not_pursued=0.25, repaired=0.32, mean_repair_week=26, maximum=52)
    weeks = np.arange(1, 52)
    gone = 0.32 * (1 - np.exp(-rate * weeks)).mean() + 0.68 * (1 - np.exp(-rate * 52))
    assert gone == pytest.approx(0.25)
