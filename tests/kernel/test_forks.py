"""The chance at a decision, and its outcome; compiled or, in a process without that, plain."""

import numpy as np
import pytest

from poortwachter.kernel.decisions import CHANCE_UNIT, yes
from poortwachter.kernel.simulate import (
    LAPSED_LEDGER,
    N_CONTINUATIONS,
    N_KINDS,
    SANCTION_LEDGER,
    among_spared,
    continuation,
    is_whole,
    ledger_of,
)
from poortwachter.kernel.state import FORCED, LAPSED, LAPSED_INCOME_ONLY, LAPSED_RETURN_ONLY, N_FIELDS, SPARED

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


@pytest.mark.parametrize(("beyond", "outcome"), [(-1, True), (0, False), (1, False)])
def test_a_decision_is_yes_for_words_below_its_chance(beyond: int, outcome: bool) -> None:
    word = np.uint64((1_000 << 12) + beyond)
    assert bool(yes(np.zeros(N_FIELDS, dtype=np.int64), word, np.int64(1_000))) is outcome


@pytest.mark.parametrize(("forced", "outcome"), [(-1, False), (1, True)])
def test_a_decision_is_forced_once_whatever_the_word_says(forced: int, outcome: bool) -> None:
    life = np.zeros(N_FIELDS, dtype=np.int64)
    life[FORCED] = forced
    against = np.uint64(0) if not outcome else np.uint64(2**32 - 1)
    assert bool(yes(life, against, np.int64(1_000))) is outcome
    assert bool(yes(life, against, np.int64(1_000))) is not outcome


def test_the_ledgers_of_a_split_hold_a_lapse_its_two_sides_and_the_sanction_by_the_way_to_return() -> None:
    intended = np.int64(2)
    held = [continuation(np.int64(kind), intended) for kind in range(N_KINDS)]
    assert held == [LAPSED, LAPSED_INCOME_ONLY, LAPSED_RETURN_ONLY, intended]
    places = [[int(ledger_of(np.int64(kind), np.int64(way))) for kind in range(N_KINDS)] for way in (0, 1)]
    assert places == [[LAPSED_LEDGER, 1, 2, SANCTION_LEDGER], [3, 4, 5, SANCTION_LEDGER + 1]]
    assert sorted([*places[0], *places[1]]) == list(range(N_CONTINUATIONS))
    assert [bool(is_whole(np.int64(kind))) for kind in range(N_KINDS)] == [True, False, False, True]
