"""Do tasks on a `dask.distributed` cluster: one that runs elsewhere, or processes started here for the occasion."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, TypeVar

from dask import config
from distributed import Client, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.simulation.batch import AHEAD, OF_SEVERAL, Backend

T = TypeVar("T")
R = TypeVar("R")

CONNECT_SECONDS: Final = "20s"
"""How long a scheduler may take to answer."""
QUIET: Final = {"distributed.worker.profile.enabled": False}
"""Nothing is profiled."""


class Cluster:
    """Do tasks on a cluster; what a lost worker had in hand is done again by another."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield every task with its result, as they come."""
        waiting, running = iter(tasks), dict[Any, T]()
        done = as_completed(loop=self.client.loop)

        def start() -> None:
            for task in islice(waiting, max(AHEAD * self._threads() - len(running), 0)):
                future = self.client.submit(work, task, pure=False)
                running[future.key] = task
                done.add(future)

        start()
        while running:
            future = next(done)
            task = running.pop(future.key)
            try:
                result = future.result()
            except KilledWorker as lost:
                raise ConnectionError(f"workers of the cluster were lost again and again on {task}") from lost
            if future.status == "cancelled":
                raise ConnectionError("the cluster is gone")
            future.release()
            yield task, result
            start()

    def _threads(self) -> int:
        """Return the number of threads of the cluster now; one that has none yet is waited for."""
        threads: Any = self.client.nthreads()
        return max(sum(threads.values()), 1)


@contextmanager
def cluster(*, cores: int, address: str | None) -> Generator[Backend]:
    """Lend a cluster: that at an address, or one of worker processes with one thread each.

    Raises:
        InputError: when nothing answers at the address.
    """
    with config.set(QUIET):
        if address is not None:
            try:
                client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError, TimeoutError):
                what = f"--address {address}: no dask scheduler answers"
                raise InputError([Problem(what, "start one with `dask scheduler`, or leave --address out")]) from None
            with client:
                yield Cluster(client)
            return
        with (
            config.set({"distributed.nanny.pre-spawn-environ": OF_SEVERAL}),
            LocalCluster(
                n_workers=cores, threads_per_worker=1, processes=True, dashboard_address="", env=OF_SEVERAL
            ) as local,
            Client(local, set_as_default=False) as client,
        ):
            yield Cluster(client)
