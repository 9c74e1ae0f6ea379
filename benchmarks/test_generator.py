"""Measure chance: draws of four words that wait for each other or not, and exponential times."""

from typing import Any

import numpy as np
import pytest

from benchmarks.measure import Measure
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import draw, exponential

KEY = (np.uint64(1), np.uint64(0))
DRAWS = 1_000_000


@compiled
def one_after_another(key, number):
    found = np.uint64(0)
    for _ in range(number):
        found = draw(key, found, 0, 0, 1, 0, 0)[0]
    return found


@compiled
def side_by_side(key, number):
    found = np.uint64(0)
    for worker in range(number):
        for word in draw(key, worker, 0, 0, 1, 0, 0):
            found ^= word
    return found


@compiled
def times_side_by_side(key, number):
    total = 0.0
    for worker in range(number):
        for word in draw(key, worker, 0, 0, 1, 0, 0):
            total += exponential(word)
    return total


@pytest.mark.quick
@pytest.mark.benchmark(group="generator")
def test_draws_one_after_another(measure: Measure) -> None:
    measure(lambda: one_after_another(KEY, np.int64(DRAWS)), unit="draws", work=_draws)


@pytest.mark.quick
@pytest.mark.benchmark(group="generator")
def test_draws_side_by_side(measure: Measure) -> None:
    measure(lambda: side_by_side(KEY, np.int64(DRAWS)), unit="draws", work=_draws)


@pytest.mark.benchmark(group="generator")
def test_draws_of_exponential_times(measure: Measure) -> None:
    measure(lambda: times_side_by_side(KEY, np.int64(DRAWS)), unit="draws", work=_draws)


def _draws(_: Any) -> dict[str, float]:
    return {"draws": DRAWS}
