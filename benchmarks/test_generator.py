"""Measure chance: single blocks of four words, and exponential times."""

from typing import Any

import numpy as np
import pytest

from benchmarks.measure import Measure
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import draw, exponential

KEY = (np.uint64(1), np.uint64(0))
DRAWS = 1_000_000


@compiled
def many_draws(key, number):
    found = np.uint64(0)
    for worker in range(number):
        found ^= draw(key, worker, 0, 0, 1, 0, 0)[0]
    return found


@compiled
def many_times(key, number):
    total = 0.0
    for worker in range(number):
        for word in draw(key, worker, 0, 0, 1, 0, 0):
            total += exponential(word)
    return total


@pytest.mark.quick
@pytest.mark.benchmark(group="generator")
def test_draws_of_four_words(measure: Measure) -> None:
    measure(lambda: many_draws(KEY, np.int64(DRAWS)), unit="draws", work=_draws)


@pytest.mark.benchmark(group="generator")
def test_draws_of_four_exponential_times(measure: Measure) -> None:
    measure(lambda: many_times(KEY, np.int64(DRAWS)), unit="draws", work=_draws)


def _draws(_: Any) -> dict[str, float]:
    return {"draws": DRAWS}
