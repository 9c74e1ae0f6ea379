import numpy as np
import pytest

from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.blocks import groups_of, workers_in

WORKERS = np.array([83_133, 2_129, 0, 5, 257])


@pytest.mark.parametrize("size", [1, 500, 16_384, 10_000_000])
def test_blocks_hold_every_group_once_and_in_order(size: int) -> None:
    held = [group for groups in groups_of(WORKERS, size=size) for group in range(*groups)]
    assert held == list(range(GROUPS))


def test_a_block_holds_about_as_many_workers_as_asked() -> None:
    asked = 4 * int(WORKERS.sum()) // GROUPS
    assert {groups.last - groups.first for groups in groups_of(WORKERS, size=asked + GROUPS)} == {4}


def test_nobody_still_makes_a_block() -> None:
    assert list(groups_of(np.zeros(3, dtype=np.int64), size=100))


@pytest.mark.parametrize("group", [0, 4, 5, 255])
def test_the_workers_of_a_group_are_those_with_its_remainder(group: int) -> None:
    assert workers_in(WORKERS, group) == sum(len(range(group, int(number), GROUPS)) for number in WORKERS)
