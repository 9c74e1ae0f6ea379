"""The chance at a noted decision; compiled or, in a process without that, plain."""

import numpy as np
import pytest

from poortwachter.kernel.decisions import CHANCE_UNIT
from poortwachter.kernel.simulate import among_spared
from poortwachter.kernel.state import N_FIELDS, SPARED

UNIT = int(CHANCE_UNIT)


@pytest.mark.parametrize(
    ("spared", "chance", "among"),
    [
        (0, 0, 0),
        (0, 1, 1),
        (0, UNIT // 3, UNIT // 3),
        (0, UNIT, UNIT),
        (1 << 31, UNIT // 4, UNIT // 2),
        (1 << 31, UNIT // 2, UNIT),
        (1 << 31, UNIT - 5, UNIT),
        (3 << 30, 1, 4),
        ((1 << 32) // 3, 1_000, 1_500),
        ((1 << 32) // 3 + 1, 1_001, 1_502),
    ],
)
def test_the_chance_of_an_award_is_shared_by_those_who_were_not_spared(spared: int, chance: int, among: int) -> None:
    life = np.zeros(N_FIELDS, dtype=np.int64)
    life[SPARED] = spared
    assert among_spared(life, np.int64(chance)) == among
