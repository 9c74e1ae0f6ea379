import numpy as np
import pytest

from poortwachter.study.calibration.identification import uncertain

NAMES = ("a", "b", "c")
SPREADS = np.array([0.5, 0.5, 0.2])


def of(slopes: list[list[float]], residuals: list[float] | None = None):
    jacobian = np.array(slopes)
    return uncertain(
        jacobian,
        residuals=np.zeros(len(jacobian)) if residuals is None else np.array(residuals),
        spreads=SPREADS,
        names=NAMES,
        limit=0.7,
    )


def test_sharp_figures_give_the_errors_of_least_squares() -> None:
    found = of([[100.0, 0.0, 0.0], [0.0, 50.0, 0.0], [0.0, 0.0, 200.0]])
    assert found.standard_errors == pytest.approx([0.01, 0.02, 0.005], rel=0.01)
    assert (found.names, found.combinations) == ((), ())


def test_a_number_on_which_the_figures_are_silent_keeps_its_spread_and_is_named() -> None:
    found = of([[100.0, 0.0, 0.0], [0.0, 50.0, 0.0]])
    assert found.standard_errors[2] == pytest.approx(0.2)
    assert found.kept[2] == pytest.approx(1.0)
    assert found.names == ("c",)


def test_two_numbers_of_which_only_the_sum_is_seen_are_named_with_their_combination() -> None:
    found = of([[100.0, 100.0, 0.0], [0.0, 0.0, 100.0]])
    (combination,) = found.combinations
    assert dict(combination.weights) == {"a": pytest.approx(0.71), "b": pytest.approx(-0.71)} or dict(
        combination.weights
    ) == {"a": pytest.approx(-0.71), "b": pytest.approx(0.71)}
    assert found.names == ("a", "b")
    assert found.correlations[0, 1] == pytest.approx(-1.0, abs=0.01)


def test_a_fit_worse_than_its_errors_widens_them() -> None:
    slopes = [[100.0, 0.0, 0.0], [0.0, 50.0, 0.0], [0.0, 0.0, 200.0]] * 3
    good, bad = of(slopes, [1.0] * 9), of(slopes, [4.0] * 9)
    assert bad.standard_errors / good.standard_errors == pytest.approx(4.0, rel=0.01)


def test_the_share_kept_is_that_of_the_combination() -> None:
    found = of([[2.0, 0.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 100.0]])
    assert found.kept[0] == pytest.approx(1 / np.sqrt(1 + (2.0 * 0.5) ** 2))
    assert found.combinations[0].kept == pytest.approx(found.kept[0])
