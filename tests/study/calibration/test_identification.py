import numpy as np
import pytest

from poortwachter.study.calibration.identification import Uncertain, uncertain

NAMES = ("a", "b", "c")
SPREADS = np.array([0.5, 0.5, 0.2])


def of(
    slopes: list[list[float]], residuals: list[float] | None = None, *, chance: list[list[float]] | None = None
) -> Uncertain:
    jacobian = np.array(slopes)
    deviations = np.zeros((1, len(jacobian))) if chance is None else np.array(chance)
    return uncertain(
        jacobian,
        residuals=np.zeros(len(jacobian)) if residuals is None else np.array(residuals),
        stated=1.0 - (deviations**2).sum(axis=0),
        chance=deviations,
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


def test_figures_that_share_their_chance_count_once() -> None:
    slopes = [[100.0, 0.0, 0.0], [100.0, 0.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 100.0]]
    apart = of(slopes)
    shared = of(slopes, chance=[[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert shared.standard_errors[0] / apart.standard_errors[0] == pytest.approx(np.sqrt(2), rel=0.01)
    assert shared.standard_errors[1:] == pytest.approx(apart.standard_errors[1:])
