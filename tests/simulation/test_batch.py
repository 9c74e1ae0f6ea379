import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.simulation.batch import AHEAD, SCHEDULERS, backend
from simulation import deeds

NUMBERS = range(12)


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_every_task_comes_back_once_with_its_result(scheduler: str):
    with backend(scheduler, cores=2) as found:
        results = list(found.results(deeds.square, iter(NUMBERS)))
    assert sorted(results) == [(number, number * number) for number in NUMBERS]


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_an_error_in_a_task_is_that_of_the_caller(scheduler: str):
    with backend(scheduler, cores=1) as found, pytest.raises(ValueError, match="not 0"):
        list(found.results(deeds.fail, [0]))


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_tasks_are_taken_a_few_at_a_time(scheduler: str):
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    with backend(scheduler, cores=2) as found:
        results = found.results(deeds.square, tasks())
        for done in range(1, 5):
            next(results)
            assert taken <= done + 2 * AHEAD
        results.close()  # type: ignore[attr-defined]


def test_processes_stay_for_the_next_tasks_and_end_with_the_backend():
    before = set(active_children())
    with backend("processes", cores=1) as found:
        first, second = ({pid for _, pid in found.results(deeds.pid, [1])} for _ in range(2))
        assert first == second
        assert os.getpid() not in first
    assert set(active_children()) == before


def test_what_a_lost_process_had_in_hand_is_done_again(tmp_path: Path):
    with backend("processes", cores=2) as found:
        results = list(found.results(partial(deeds.die_once, folder=str(tmp_path)), NUMBERS))
    assert sorted(results) == [(number, number * number) for number in NUMBERS]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("broken", [{2}, {3}, {4, 6}, {2, 3, 5}])
def test_a_task_is_done_also_where_the_process_was_lost_when_it_was_handed_over(
    broken: set[int], monkeypatch: pytest.MonkeyPatch
):
    handed = itertools.count(1)

    def submit(pool: ProcessPoolExecutor, work: Any, *task: Any) -> Any:
        if work is deeds.square and next(handed) in broken:
            raise BrokenProcessPool
        return original(pool, work, *task)

    original = ProcessPoolExecutor.submit
    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with backend("processes", cores=1) as found:
        results = list(found.results(deeds.square, NUMBERS))
    assert sorted(results) == [(number, number * number) for number in NUMBERS]


def test_processes_that_are_lost_again_and_again_are_given_up():
    with backend("processes", cores=1) as found, pytest.raises(ConnectionError, match="in a row"):
        list(found.results(deeds.die, [1]))


def test_a_scheduler_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="did you mean 'serial'"):
        backend("seriall", cores=1)


def test_an_address_is_only_of_a_dask_cluster():
    with pytest.raises(InputError, match="add --scheduler dask"):
        backend("processes", cores=1, address="tcp://127.0.0.1:1")


def test_an_address_where_nothing_answers_is_refused(monkeypatch: pytest.MonkeyPatch):
    from poortwachter.simulation import batch_dask

    monkeypatch.setattr(batch_dask, "CONNECT_SECONDS", "1s")
    with (
        pytest.raises(InputError, match="no dask scheduler answers"),
        backend("dask", cores=1, address="tcp://127.0.0.1:9"),
    ):
        pass


def test_dask_is_not_imported_unless_asked_for():
    code = (
        "import sys\nfrom poortwachter.simulation.batch import backend\n"
        "with backend('serial', cores=1) as found: list(found.results(abs, [1]))\n"
        "print([name for name in ('dask', 'distributed') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
