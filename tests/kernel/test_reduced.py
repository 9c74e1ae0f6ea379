"""The reduced model gives the same bytes however it is cut up, and its estimators agree with each other."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from poortwachter.kernel import reduced as kernel
from poortwachter.simulation.reduced import (
    Method,
    ReducedResult,
    Sums,
    build_tables,
    probabilities,
    read_model,
    simulate_reduced,
    work_space,
)

SLOTS = 20_000


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    model = read_model()
    model["clock"]["years"] = 15
    return model


@pytest.fixture(scope="module")
def split(model: dict[str, Any]) -> ReducedResult:
    return simulate_reduced(model, slots=SLOTS, method="split")


def _effect(result: ReducedResult) -> Sums:
    assert result.effect is not None
    return result.effect


def _same(left: ReducedResult, right: ReducedResult) -> bool:
    return bool(
        (left.baseline.groups == right.baseline.groups).all() and (_effect(left).groups == _effect(right).groups).all()
    )


@pytest.mark.parametrize(("threads", "block_size"), [(1, 1), (2, 16384), (2, 777), (3, 10_000)])
def test_threads_and_blocks_do_not_change_a_byte(
    model: dict[str, Any], split: ReducedResult, threads: int, block_size: int
) -> None:
    assert _same(split, simulate_reduced(model, slots=SLOTS, method="split", threads=threads, block_size=block_size))


def test_what_other_slots_left_in_the_work_space_does_not_matter(model: dict[str, Any]) -> None:
    slots = 3_000
    tables = build_tables(probabilities(model), seed=1, replication=0)
    shape = (256, model["clock"]["years"], kernel.COLUMNS)
    baseline, second = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for number in range(slots):  # an empty work space holds deaths in week 0 that every state accepts
        kernel.simulate_slots(tables, work_space(tables), number, number + 1, kernel.SPLIT, 4, baseline, second)
    together = simulate_reduced(model, slots=slots, method="split", k=4)
    assert (together.baseline.groups == baseline).all()
    assert (_effect(together).groups == second).all()


def test_more_slots_leave_the_first_ones_as_they_were(model: dict[str, Any]) -> None:
    few = simulate_reduced(model, slots=256, method="pair")
    more = simulate_reduced(model, slots=257, method="pair")
    assert (few.baseline.groups[1:] == more.baseline.groups[1:]).all()
    assert (few.baseline.groups[0] != more.baseline.groups[0]).any()


def test_only_affected_slots_again_gives_the_bytes_of_the_pair(model: dict[str, Any]) -> None:
    pair = simulate_reduced(model, slots=SLOTS, method="pair")
    assert _same(pair, simulate_reduced(model, slots=SLOTS, method="affected"))


def test_the_estimators_share_one_baseline(model: dict[str, Any], split: ReducedResult) -> None:
    alone = simulate_reduced(model, slots=SLOTS, method="baseline")
    assert alone.effect is None
    assert (alone.baseline.groups == split.baseline.groups).all()


@pytest.mark.parametrize("method", ["pair", "affected", "split"])
def test_an_empty_reform_has_an_effect_of_exactly_zero(model: dict[str, Any], method: Method) -> None:
    unchanged = {**model, "reform": {"sanction_factor": 1.0}}
    effect = _effect(simulate_reduced(unchanged, slots=SLOTS, method=method))
    assert not effect.groups.any()
    assert not effect.at_work.any()


def test_every_slot_is_somewhere_every_week(split: ReducedResult) -> None:
    weeks, _ = split.baseline.weeks()
    assert (weeks.sum(axis=1) == SLOTS * 52).all()
    assert (weeks >= 0).all()
    effect, _ = _effect(split).weeks()
    assert np.abs(effect.sum(axis=1)).max() < 1e-6


def test_cost_is_weeks_times_the_rounded_amount_when_all_earn_the_same(model: dict[str, Any]) -> None:
    tables = build_tables(probabilities(model), seed=1, replication=0)
    tables = tables._replace(wage=np.full_like(tables.wage, 79_999))
    shape = (256, model["clock"]["years"], kernel.COLUMNS)
    baseline, second = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    points = work_space(tables)
    kernel.simulate_slots(tables, points, 0, SLOTS, kernel.SPLIT, 2, baseline, second)
    for ledger in (baseline, second):
        for state, percent in enumerate([35, 25, 18, 70, 75], start=kernel.LGU):
            assert (ledger[:, :, kernel.COST + state] == ledger[:, :, state] * (79_999 * percent // 100)).all()


def test_split_and_pair_agree_within_four_standard_errors(model: dict[str, Any]) -> None:
    slots = 100_096
    pair = _effect(simulate_reduced(model, slots=slots, method="affected"))
    split = _effect(simulate_reduced(model, slots=slots, method="split"))
    (by_pair, pair_error), (by_split, split_error) = pair.total_cost(), split.total_cost()
    assert abs(by_pair - by_split) < 4 * np.hypot(pair_error, split_error)
    assert split_error < pair_error / 3


def test_without_chance_of_illness_everybody_works(model: dict[str, Any]) -> None:
    healthy = {**model, "at_work": {**model["at_work"], "onset": 1e-12}}
    result = simulate_reduced(healthy, slots=2_000, method="baseline")
    assert not result.baseline.groups.any()


def test_when_all_fall_ill_and_none_recover_all_are_ill_for_the_rest_of_the_year(model: dict[str, Any]) -> None:
    p = probabilities(model)
    never = replace(p, onset=np.full_like(p.onset, 0.99), recover=np.zeros_like(p.recover))
    tables = build_tables(never, seed=1, replication=0)
    shape = (256, model["clock"]["years"], kernel.COLUMNS)
    baseline, second = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    kernel.simulate_slots(tables, work_space(tables), 0, 256 * 20, kernel.BASELINE_ONLY, 0, baseline, second)
    ill = baseline[:, 0, kernel.SICK].sum() / (256 * 20 * 51)
    assert ill == pytest.approx(1.0, abs=0.005)  # newcomers and the few that need a second week miss one
