"""Measure what comes after the last life: assembling a result, and writing and reading it."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.measure import Measure
from benchmarks.work import Work
from poortwachter.results.assemble import assemble
from poortwachter.results.store import read_result, write_result
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.simulation import runner

SCENARIO = "advies_bedrijfsarts_leidend"


class Ran(NamedTuple):
    """A run, and what its result was assembled from."""

    resolved: Resolved
    dataset: Any
    arrays: tuple[Any, ...]
    context: Any


@contextmanager
def unwatched(_stage: str, _size: int) -> Any:
    yield lambda _: None


@pytest.fixture(scope="module")
def ran() -> Ran:
    resolved = resolve(load(SCENARIO), RunOptions(workers=2_000, to=2080))
    lived: list[Any] = []
    contexts: list[Any] = []

    def keeping(half: Any) -> Any:
        def of(run: Any, *, context: Any) -> Any:
            lived.append(run)
            contexts.append(context)
            return half(run, context=context)

        return of

    with pytest.MonkeyPatch.context() as patch:
        for name in ("calendar_half", "frozen_half"):
            patch.setattr(runner, name, keeping(getattr(runner, name)))
        dataset = runner.simulate(resolved, effort=runner.Effort(threads=1), watch=unwatched)
    return Ran(resolved, dataset, tuple(lived), contexts[0])


@pytest.mark.benchmark(group="result")
def test_assembly_of_a_result(measure: Measure, ran: Ran) -> None:
    measure(lambda: assemble(*ran.arrays, context=ran.context), unit="results", work=_results)


@pytest.mark.benchmark(group="result")
def test_result_written(measure: Measure, ran: Ran, tmp_path: Path) -> None:
    planned = plan(ran.resolved)

    def write() -> Path:
        return write_result(
            ran.dataset, folder=tmp_path / "result", plan=planned, cost_table="", figures={}, force=True
        )

    measure(write, unit="results", work=_results)


@pytest.mark.benchmark(group="result")
def test_result_read(measure: Measure, ran: Ran, tmp_path: Path) -> None:
    folder = tmp_path / "result"
    write_result(ran.dataset, folder=folder, plan=plan(ran.resolved), cost_table="", figures={})
    measure(lambda: read_result(folder), unit="results", work=_results)


def _results(_: Any) -> Work:
    return {"results": 1}
