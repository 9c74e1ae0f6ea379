import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.study.calibration.search import Point, Search

Floats = npt.NDArray[np.float64]

TRUTH = np.array([0.3, -0.2, 0.1])
MIX = np.array([[1.0, 0.4, 0.0], [0.2, 1.0, 0.3], [0.0, 0.5, 1.0], [1.0, 1.0, 1.0], [0.3, 0.0, -0.6]])
LOW, HIGH = np.full(3, -0.7), np.full(3, 0.7)


def model(logs: Floats) -> Floats:
    """Return the figures of a curved model in standard errors of 2%."""
    return np.exp(MIX @ logs) * 50.0


def simulate(logs: Floats) -> tuple[Floats, Floats]:
    return model(logs) - model(TRUTH), np.zeros((2, 5))


def near(logs: Floats) -> Floats:
    """Return an approximation whose levels are 10% off and whose slopes are too flat."""
    return 1.1 * np.exp(0.85 * MIX @ logs) * 50.0 - model(TRUTH)


def search(approximate: object, *, rounds: int = 8, low: Floats = LOW, high: Floats = HIGH) -> Search:
    return Search(simulate, approximate, low, high, step=0.05, rounds=rounds)  # type: ignore[arg-type]


def test_both_ways_find_the_same_point() -> None:
    steered, alone = search(near).run(np.zeros(3)), search(None).run(np.zeros(3))
    assert steered.point.logs == pytest.approx(TRUTH, abs=0.005)
    assert alone.point.logs == pytest.approx(TRUTH, abs=0.005)


def test_an_approximation_saves_simulations() -> None:
    steered, alone = search(near).run(np.zeros(3)), search(None).run(np.zeros(3))
    assert steered.evaluations < 0.75 * alone.evaluations


def test_a_search_that_is_steered_ends_at_the_truth_and_not_at_that_of_the_approximation() -> None:
    own = np.linalg.lstsq(0.85 * MIX, np.log(model(TRUTH) / 50.0 / 1.1), rcond=None)[0]
    assert np.abs(own - TRUTH).max() > 0.05
    assert search(near).run(np.zeros(3)).point.logs == pytest.approx(TRUTH, abs=0.005)


def test_what_the_approximation_does_not_give_is_left_to_the_simulation() -> None:
    def partial(logs: Floats) -> Floats:
        return np.where(np.arange(5) < 3, near(logs), np.nan)

    assert search(partial).run(np.zeros(3)).point.logs == pytest.approx(TRUTH, abs=0.005)


def test_a_wrong_approximation_never_makes_it_worse() -> None:
    def backwards(logs: Floats) -> Floats:
        return near(-logs)

    found = search(backwards).run(np.zeros(3))
    assert found.point.cost < 1e-2 * float(simulate(np.zeros(3))[0] @ simulate(np.zeros(3))[0])


def test_bounds_hold() -> None:
    high = np.array([0.1, 0.7, 0.7])
    for approximate in (near, None):
        found = search(approximate, high=high).run(np.zeros(3))
        assert (found.point.logs <= high + 1e-12).all()
        assert found.point.logs[0] == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize("approximate", [near, None])
def test_the_slopes_are_those_of_the_simulation(approximate: object) -> None:
    found = search(approximate).run(np.zeros(3))
    exact = MIX * model(TRUTH)[:, None]
    assert np.abs(found.slopes / np.where(exact, exact, 1.0) - (exact != 0)).max() < 0.06


def test_slopes_that_are_only_chance_do_not_count() -> None:
    rng = np.random.default_rng(1)
    parts = 16

    def noisy(logs: Floats) -> tuple[Floats, Floats]:
        """Return residuals of which only the first five hang on the numbers, with deviations of the size of chance."""
        residuals, _ = simulate(logs)
        deviations = rng.normal(0.0, 1.0, (parts, 105)) / np.sqrt(parts)
        return np.concatenate([residuals, np.zeros(100)]) + deviations.sum(axis=0), deviations

    found = Search(noisy, None, LOW, HIGH, step=0.2, rounds=8).run(np.zeros(3))
    assert (found.slopes[5:] != 0.0).mean() < 0.05
    assert found.point.logs == pytest.approx(TRUTH, abs=0.15)


def test_what_an_approximation_misses_of_the_slopes_is_learned_on_the_way() -> None:
    def flat(logs: Floats) -> Floats:
        return 1.1 * np.exp(0.4 * MIX @ logs) * 50.0 - model(TRUTH)

    steered = search(flat)
    start = Point(np.zeros(3), *simulate(np.zeros(3)))
    assert steered._approach(start, flat).cost < 1e-3 * start.cost
    assert steered.evaluations <= 6
