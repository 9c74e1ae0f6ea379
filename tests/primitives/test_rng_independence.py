"""Draws that differ in one coordinate of the counter or key tell nothing of each other.

Pairs of draws are compared that are neighbours along one coordinate (worker, cohort, onset, decision, step, replicate,
seed, replication) with small consecutive values elsewhere, which is how the model counts and what a weak generator
does worst on. Statistics of a sound generator exceed their limits with a probability below 1e-10 each, some 500 of
them below 1e-7 together; every statistic is shown to see a fault of the kind it is there for.
"""

from collections.abc import Callable
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from poortwachter.primitives.rng import draw, philox

Coordinates = npt.NDArray[np.uint64]
"""(n, 8) in the order of `PLACES`."""
Words = npt.NDArray[np.uint64]
"""(n, 4)."""
Generator = Callable[[Coordinates], Words]

PLACES: Final = ("worker", "cohort", "onset", "decision", "step", "replicate", "seed", "replication")
RADIX: Final = (8, 4, 4, 4, 4, 2, 2, 2)
"""Number of consecutive values of each coordinate; their product is the number of pairs."""
FALSE_ALARM: Final = 1e-10
CELLS: Final = 16


def neighbours(axis: int) -> tuple[Coordinates, Coordinates]:
    """Return points and those one further along an axis; no point is in two pairs."""
    grid = np.stack(np.meshgrid(*map(np.arange, RADIX), indexing="ij"), axis=-1).reshape(-1, len(RADIX))
    one = grid.astype(np.uint64)
    one[:, axis] *= np.uint64(2)
    other = one.copy()
    other[:, axis] += np.uint64(1)
    return one, other


def model(points: Coordinates) -> Words:
    """Return the words of the model's own draws."""
    drawn = [
        draw((seed, replication), worker, cohort, onset, decision, step, replicate)
        for worker, cohort, onset, decision, step, replicate, seed, replication in points
    ]
    return np.array(drawn, dtype=np.uint64).reshape(-1, 4)


# ---- faulty generators ----------------------------------------------------------------------------------------------

LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
M0, M1, W0, W1 = (np.uint64(word) for word in (0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85))


def rounds_of(number: int) -> Generator:
    """Return Philox4x32 with another number of rounds; ten is the model's."""

    def words(points: Coordinates) -> Words:
        worker, cohort, onset, decision, step, replicate, k0, k1 = points.T
        shift = np.uint64(16)
        c0, c1, c2, c3 = worker, cohort << shift | onset, decision << shift | step, replicate
        for _ in range(number):
            p0, p1 = M0 * c0, M1 * c2
            c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
            k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
        return np.stack([c0, c1, c2, c3], axis=1)

    return words


def overlapping(points: Coordinates) -> Words:
    """Draw from a counter in which coordinates run into each other: each has two bits, and some need more."""
    packed = np.zeros(len(points), dtype=np.uint64)
    for place in range(6):
        packed += points[:, place] << np.uint64(2 * place)
    zero = np.uint64(0)
    words = [philox(one, zero, zero, zero, *key) for one, key in zip(packed, points[:, 6:], strict=True)]
    return np.array(words, dtype=np.uint64)


def echoing(axis: int) -> Generator:
    """Return a sound generator of which the second word is, one time in eight, that of the neighbour before."""

    def words(points: Coordinates) -> Words:
        drawn = model(points)
        copied = (points[:, axis] % np.uint64(2) == 1) & (drawn[:, 3] % np.uint64(8) == 0)
        before = points[copied]
        before[:, axis] -= np.uint64(1)
        drawn[copied, 1] = model(before)[:, 1]
        return drawn

    return words


def repeating(_: int) -> Generator:
    """Return a sound generator of which the third word is, one time in eight, the first."""

    def words(points: Coordinates) -> Words:
        drawn = model(points)
        drawn[:, 2] = np.where(drawn[:, 3] % np.uint64(8) == 0, drawn[:, 0], drawn[:, 2])
        return drawn

    return words


# ---- statistics: each returns the least probability over its tests ---------------------------------------------------


def correlation(one: Words, other: Words) -> float:
    """Test the correlations of every word with every word of the neighbour."""
    left, right = ((words - words.mean(axis=0)) / words.std(axis=0) for words in (one * 1.0, other * 1.0))
    return least_of_normal(left.T @ right / np.sqrt(len(one)))


def correlation_within(one: Words, other: Words) -> float:
    """Test the correlations of the words of one draw."""
    scores = [np.corrcoef(one[:, a] * 1.0, one[:, b] * 1.0)[0, 1] for a, b in combinations(range(4), 2)]
    return least_of_normal(np.array(scores) * np.sqrt(len(one)))


def joint_cells(one: Words, other: Words) -> float:
    """Test whether all pairs of high digits, and of low digits, of a word and a neighbour's are as likely."""
    worst = 1.0
    for digit in (np.uint64(28), np.uint64(0)):
        left, right = ((words >> digit) & np.uint64(CELLS - 1) for words in (one, other))
        for a in range(4):
            for b in range(4):
                seen = np.bincount((left[:, a] * np.uint64(CELLS) + right[:, b]).astype(np.int64), minlength=CELLS**2)
                worst = min(worst, float(stats.chisquare(seen).pvalue))
    return worst


def changed_bits(one: Words, other: Words) -> float:
    """Test whether half of the bits of every word differ from those of the neighbour."""
    changed = np.bitwise_count(one ^ other).mean(axis=0)
    return least_of_normal((changed - 16.0) / np.sqrt(8.0 / len(one)))


def least_of_normal(scores: Any) -> float:
    return float((2.0 * stats.norm.sf(np.abs(scores))).min())


STATISTICS: Final = (correlation, correlation_within, joint_cells, changed_bits)


def words_of(generator: Generator, axis: int) -> tuple[Words, Words]:
    one, other = neighbours(axis)
    return generator(one), generator(other)


def repeats(generator: Generator) -> int:
    """Return how many of the points of all axes have the first two words of another point."""
    points = np.concatenate([part for axis in range(len(PLACES)) for part in neighbours(axis)])
    _, first = np.unique(points @ np.uint64(BITS) ** np.arange(len(PLACES), dtype=np.uint64), return_index=True)
    words = generator(points[first])
    return len(first) - len(np.unique(words[:, 0] << HALF | words[:, 1]))


BITS: Final = 32
"""More than any coordinate here has values, so that points have numbers of their own."""


# ---- tests ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Words, Words]]:
    return [words_of(model, axis) for axis in range(len(PLACES))]


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("axis", range(len(PLACES)), ids=PLACES)
def test_neighbours_along_a_coordinate_are_independent(
    axis: int, statistic: Callable[[Words, Words], float], pairs: list[tuple[Words, Words]]
) -> None:
    assert statistic(*pairs[axis]) > FALSE_ALARM


def test_no_two_points_have_the_same_words() -> None:
    assert repeats(rounds_of(10)) == 0


def test_the_generator_with_ten_rounds_is_the_model_s(pairs: list[tuple[Words, Words]]) -> None:
    for axis, (one, _) in enumerate(pairs):
        np.testing.assert_array_equal(one, words_of(rounds_of(10), axis)[0])


FAULTS: Final[dict[Callable[[Words, Words], float], Callable[[int], Generator]]] = {
    correlation: echoing,
    correlation_within: repeating,
    joint_cells: lambda _: rounds_of(2),
    changed_bits: echoing,
}


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("axis", range(len(PLACES)), ids=PLACES)
def test_every_statistic_sees_a_fault_along_every_coordinate(
    axis: int, statistic: Callable[[Words, Words], float]
) -> None:
    assert statistic(*words_of(FAULTS[statistic](axis), axis)) < FALSE_ALARM


@pytest.mark.parametrize("generator", [rounds_of(1), rounds_of(2), overlapping])
def test_a_weak_generator_is_seen_along_every_coordinate(generator: Generator) -> None:
    for axis in range(len(PLACES)):
        pair = words_of(generator, axis)
        assert min(statistic(*pair) for statistic in STATISTICS) < FALSE_ALARM


def test_coordinates_that_run_into_each_other_repeat_words() -> None:
    assert repeats(overlapping) > 0
