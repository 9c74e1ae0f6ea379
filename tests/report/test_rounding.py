import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poortwachter.report.rounding import half_away, shares, supported_step

AMOUNTS = st.floats(-500, 500, allow_nan=False).map(lambda value: round(value, 4))


@given(st.lists(AMOUNTS, min_size=3, max_size=3))
def test_parts_add_up_to_their_rounded_sum(values: list[float]) -> None:
    found = shares(values, total=half_away(math.fsum(values)))
    if found is not None:
        assert sum(found) == half_away(math.fsum(values))
        assert all(abs(share - value) < 1 for share, value in zip(found, values, strict=True))


def test_parts_that_cannot_reach_the_total_are_not_forced() -> None:
    assert shares([1.0, 2.0], total=4) is None
    assert shares([1.5, 2.5], total=4) == (2, 2)
    assert shares([], total=0) == ()


def test_halves_go_away_from_zero() -> None:
    assert [half_away(value) for value in (0.5, -0.5, 1.5, -1.4)] == [1, -1, 2, -1]


@pytest.mark.parametrize(
    ("se", "step"), [(0, 1), (1, 1), (1.1, 5), (5, 5), (8, 10), (26, 50), (51, 100), (math.nan, 1)]
)
def test_the_step_is_the_smallest_that_the_standard_error_supports(se: float, step: float) -> None:
    assert supported_step(se) == step
