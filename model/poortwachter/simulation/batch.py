"""Do many tasks one after the other, in processes, or on a cluster, behind one interface.

A backend is given a function and tasks, and yields every task with its result as it comes, in any order. It holds only
a few tasks at a time, so that its memory does not grow with their number, and does again what a lost worker had in
hand. Functions, tasks and results travel between processes: a function stands in a module, and holds what it needs.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from multiprocessing import active_children, get_context
from typing import Any, Final, Protocol, TypeVar

from poortwachter.primitives.errors import InputError, Problem, one_of

T = TypeVar("T")
R = TypeVar("R")

SERIAL: Final = "serial"
PROCESSES: Final = "processes"
DASK: Final = "dask"
SCHEDULERS: Final = (SERIAL, PROCESSES, DASK)
AHEAD: Final = 2
"""Tasks in hand for every worker, so that none waits for its next one."""
LOSSES: Final = 3
"""Times in a row that a worker may be lost without any task being finished."""
WATCH_SECONDS: Final = 1.0
"""How often a worker process looks whether its client is still there."""
KEPT: Final = str(2**30)
"""Bytes that a process keeps of what it has given back: a task asks for as much as the one before it."""
OF_SEVERAL: Final = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    **dict.fromkeys(("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"), KEPT),
}
"""What numerical libraries and the GNU allocator read on their start in a process of several."""


class Backend(Protocol):
    """What does tasks."""

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield every task with its result, as they come.

        Raises:
            ConnectionError: when workers are lost again and again.
        """
        ...


class Serial:
    """Do tasks here, one after the other."""

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield every task with its result, in their order."""
        for task in tasks:
            yield task, work(task)


class Processes:
    """Do tasks in processes of this machine, each in one thread; they stay for the next tasks."""

    def __init__(self, cores: int) -> None:
        self.cores = cores
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[Any] = set()

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield every task with its result, as they come; a lost process is replaced."""
        waiting, again, losses = iter(tasks), list[T](), 0
        while losses <= LOSSES:
            running: dict[Future[R], T] = {}
            try:
                pool = self._ready()
                for one, result in _windowed(pool, work, again, waiting, running=running, most=AHEAD * self.cores):
                    losses = 0
                    yield one, result
                return
            except BrokenProcessPool:
                losses += 1
                again = [*running.values(), *again]
                self.stop(at_once=True)
            except BaseException:
                self.stop(at_once=True)
                raise
        raise ConnectionError(f"a worker process was lost {losses} times in a row on the same tasks")

    def _ready(self) -> ProcessPoolExecutor:
        """Return the processes, started if there are none."""
        if self._pool is None:
            self._others = set(active_children())
            with _environment(OF_SEVERAL):
                context = get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    self.cores, mp_context=context, initializer=_begin, initargs=(os.getpid(),)
                )
                # All processes start with the first task, and take their environment from here.
                self._pool.submit(int).result()
        return self._pool

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the processes; at once: with whatever they have in hand."""
        if self._pool is None:
            return
        if at_once:
            for process in set(active_children()) - self._others:
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def _windowed(
    pool: ProcessPoolExecutor,
    work: Callable[[T], R],
    again: list[T],
    waiting: Iterator[T],
    *,
    running: dict[Future[R], T],
    most: int,
) -> Iterator[tuple[T, R]]:
    """Yield results of tasks of which at most some are in hand; each stands in `running`, or in `again` until then."""

    def start() -> None:
        while len(running) < most:
            again.extend(islice(waiting, 0 if again else 1))
            if not again:
                return
            running[pool.submit(work, again[0])] = again[0]
            del again[0]

    start()
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            task = running.pop(future)
            yield task, result
        start()


@contextmanager
def _environment(values: Mapping[str, str]) -> Generator[None]:
    """Let processes that are started meanwhile have these in their environment."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _begin(client: int) -> None:
    """Leave Ctrl-C to the client, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == client:
            time.sleep(WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def backend(name: str, *, cores: int, address: str | None = None) -> AbstractContextManager[Backend]:
    """Lend a backend; address: of the scheduler of a running dask cluster, without which one is started here.

    Raises:
        InputError: for a name that does not exist, an address without dask, or dask that is not installed.
    """
    if name not in SCHEDULERS:
        raise InputError([Problem(f"--scheduler {name}: there is no such scheduler", one_of(name, SCHEDULERS))])
    if address is not None and name != DASK:
        raise InputError([Problem(f"--address {address}: only a dask cluster has one", "add --scheduler dask")])
    if name == DASK:
        try:
            from poortwachter.simulation.batch_dask import cluster
        except ImportError:
            what = "--scheduler dask: dask.distributed is not installed"
            raise InputError([Problem(what, "install poortwachter[cluster]")]) from None
        return cluster(cores=cores, address=address)
    return nullcontext(Serial()) if name == SERIAL else _processes(cores)


@contextmanager
def _processes(cores: int) -> Generator[Backend]:
    found = Processes(cores)
    try:
        yield found
    finally:
        found.stop()
