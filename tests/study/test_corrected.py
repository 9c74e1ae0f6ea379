"""A correction by a measured gap: closed forms, and a judgement that sees what is there."""

import numpy as np
import pytest

from poortwachter.study.expected.corrected import Reference, judge

REFERENCE = Reference(expected=40.0, simulated=44.0, se=1.0)
DRAWS = 4000


@pytest.fixture(scope="module")
def expected() -> np.ndarray:
    return np.random.default_rng(3).uniform(5.0, 50.0, DRAWS)


def test_the_reference_corrects_itself_to_the_simulation() -> None:
    assert REFERENCE.correct(40.0) == (44.0, 1.0)


def test_a_world_that_moves_by_so_much_is_corrected_by_as_much() -> None:
    assert REFERENCE.correct(30.0) == (34.0, 1.0)
    assert REFERENCE.correct(41.5) == (45.5, 1.0)


def test_a_gap_that_is_the_same_everywhere_is_corrected_altogether(expected: np.ndarray) -> None:
    judged = judge(REFERENCE, expected=expected, simulated=expected + 4.0, errors=np.zeros(DRAWS))
    found = judged.explained, judged.slope, judged.bias, judged.spread
    assert found == pytest.approx((1.0, 1.0, 0.0, 0.0), abs=1e-9)


def test_noise_of_the_simulation_is_not_held_against_it(expected: np.ndarray) -> None:
    chance = np.random.default_rng(4)
    noisy = expected + 4.0 + chance.normal(0.0, 2.0, DRAWS)
    judged = judge(REFERENCE, expected=expected, simulated=noisy, errors=np.full(DRAWS, 2.0))
    assert judged.explained == pytest.approx(1.0, abs=0.005)
    assert abs(judged.bias) < 4 * judged.controlled_se
    assert judged.controlled_se == pytest.approx(2.0 / np.sqrt(DRAWS), rel=0.1)
    assert judged.mean_se > 5 * judged.controlled_se


def test_what_the_expected_values_miss_is_seen(expected: np.ndarray) -> None:
    chance = np.random.default_rng(5)
    missed = 3.0 + chance.normal(0.0, 5.0, DRAWS)
    judged = judge(REFERENCE, expected=expected, simulated=expected + 4.0 + missed, errors=np.zeros(DRAWS))
    assert judged.bias == pytest.approx(-3.0, abs=0.3)
    assert judged.spread == pytest.approx(5.0, rel=0.05)
    between = np.var(expected) + 25.0
    assert judged.explained == pytest.approx(1.0 - 34.0 / between, abs=0.01)


def test_expected_values_that_say_nothing_explain_nothing(expected: np.ndarray) -> None:
    other = np.random.default_rng(6).permutation(expected)
    judged = judge(REFERENCE, expected=other, simulated=expected + 4.0, errors=np.zeros(DRAWS))
    assert judged.explained < 0.0
    assert judged.controlled_se > judged.mean_se
