"""Measure the estimators of an effect on the same workers, and the expectations that need no chance."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from benchmarks.measure import Measure
from benchmarks.work import Work, work_of
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import touch_of
from poortwachter.scenario.load import World
from poortwachter.simulation import blocks
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Lives
from poortwachter.simulation.reduced import probabilities, read_model
from poortwachter.simulation.worlds import Built, Horizon, build_world
from poortwachter.study.expected.evaluate import expected_moments
from poortwachter.study.reduced_oracle import expect

WORKERS = 10_000
LAST_YEAR = 2080
PRICE_YEAR = 2022
REPLICATES = 4
REFORM = {"riv_toets.grond_bedrijfsarts_toetsbaar": {date(2023, 7, 1): False}}


@pytest.fixture(scope="module")
def reform(current: World) -> Built:
    horizon = Horizon(last_year=LAST_YEAR, price_year=PRICE_YEAR, frozen=False)
    return build_world(current.overridden({"law": REFORM}), dated=current, horizon=horizon)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("method", ["pair", "split", "affected"])
@pytest.mark.benchmark(group="estimators")
def test_estimator(measure: Measure, built: Any, reform: Built, method: str, threads: int) -> None:
    measure(estimate(built(LAST_YEAR), reform, method=method, threads=threads), unit="lives", work=_work)


def estimate(before: Built, after: Built, *, method: str, threads: int) -> Callable[[], Any]:
    """Return what estimates the effect of the reform; the ledger of the baseline is its first result."""
    worlds = pack(before.world), pack(after.world)
    options: dict[str, Any] = {
        "years": before.world.clock.years,
        "lives": Lives(before.totals.cohort_workers(WORKERS), 1, 0, threads, DEFAULT_BLOCK),
        "progress": lambda _: None,
    }
    if method == "pair":
        return lambda: [blocks.plain_ledger(world, **options) for world in worlds]
    if method == "split":
        return lambda: blocks.split_ledgers(*worlds, replicates=REPLICATES, **options)
    touch = touch_of(before.world, after.world)
    assert touch is not None
    return lambda: blocks.affected_ledgers(*worlds, touch=touch, **options)


def _work(found: Any) -> Work:
    return work_of(found[0])


@pytest.mark.benchmark(group="expectations")
def test_recursion_of_the_model(measure: Measure, current: World) -> None:
    def evaluate() -> Any:
        return expected_moments(current, last_year=2030, price_year=PRICE_YEAR)

    measure(evaluate, unit="evaluations", work=_once)


@pytest.mark.full
@pytest.mark.benchmark(group="expectations")
def test_recursion_of_the_small_model(measure: Measure) -> None:
    of_model = probabilities(read_model())
    measure(lambda: expect(of_model, scenario=0), unit="evaluations", work=_once, rounds=4)


def _once(_: Any) -> Work:
    return {"evaluations": 1}
