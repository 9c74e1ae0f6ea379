"""Cut a run in blocks of workers and live them on threads.

A block is all workers of some error groups. No two blocks write in the same rows, so that all threads add to one
ledger and the result is the same bytes for any number of threads and any block size.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import monitored, tallies
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.accounting.tallies import Tallies
from poortwachter.kernel.groups import affected_groups, simulate_groups, split_groups
from poortwachter.kernel.monitor import N_FILE, monitor_groups
from poortwachter.kernel.reach import Touch
from poortwachter.kernel.simulate import LAPSED_LEDGER, N_CONTINUATIONS, SANCTION_LEDGER
from poortwachter.kernel.state import N_FIELDS
from poortwachter.kernel.tally import tally_groups
from poortwachter.primitives.codes import GROUPS

Ledger = npt.NDArray[np.int64]
Progress = Callable[[int], None]
"""Called with the number of lives done since the last call."""


DEFAULT_BLOCK: Final = 16_384
MOST_GROUPS: Final = 8
"""In one block, so that a small run too has work for all threads."""


class Groups(NamedTuple):
    """Groups first .. last - 1."""

    first: int
    last: int


class Block(NamedTuple):
    """Workers first .. last - 1 of a cohort."""

    cohort: int
    first: int
    last: int


class Share(NamedTuple):
    """One of equal parts of the blocks of a run, counted from 0."""

    part: int
    parts: int


WHOLE: Final = Share(0, 1)


class Lives(NamedTuple):
    """Who is simulated and how: workers by cohort, chance, threads, block size, and which share of the blocks."""

    workers: npt.NDArray[np.int64]
    """(cohorts,) number of workers."""
    seed: int
    replication: int
    threads: int
    block_size: int
    share: Share = WHOLE


def blocks_of(workers: Sequence[int] | npt.NDArray[np.int64], *, size: int) -> Iterator[Block]:
    """Yield the blocks of all cohorts; the first cohort has one even when it is empty."""
    for cohort, number in enumerate(workers):
        for first in range(0, max(int(number), 1 - cohort), size):
            yield Block(cohort, first, min(first + size, int(number)))


def groups_of(workers: npt.NDArray[np.int64], *, size: int) -> Iterator[Groups]:
    """Yield all groups a few at a time, as many as hold about `size` workers of all cohorts together."""
    number = min(max(size * GROUPS // max(int(workers.sum()), 1), 1), MOST_GROUPS)
    for first in range(0, GROUPS, number):
        yield Groups(first, min(first + number, GROUPS))


def own_groups(lives: Lives) -> Sequence[Groups]:
    """Return the groups of a share, a few at a time: a range of them, so that every group is in one share."""
    blocks = list(groups_of(lives.workers, size=lives.block_size))
    part, parts = lives.share
    return blocks[len(blocks) * part // parts : len(blocks) * (part + 1) // parts]


def plain_ledger(world: np.void, *, years: int, lives: Lives, progress: Progress) -> Ledger:
    """Live everyone in one world and return the ledger (256, Y, C)."""
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        simulate_groups(ledgers[0], world, key, lives.workers, *groups, scratch())

    (cells,) = _on_threads(live, shapes=((GROUPS, years, N_COLUMNS),), lives=lives, progress=progress)
    return cells


def tallied_ledger(world: np.void, *, years: int, lives: Lives, progress: Progress) -> tuple[Ledger, Tallies]:
    """Live everyone in one world and return the ledger (256, Y, C), as `plain_ledger`, with its tallies."""
    key = (np.uint64(lives.seed), np.uint64(lives.replication))
    columns = tallies.column_table()

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        seen, wia = (np.zeros((years, width), dtype=np.int64) for width in (len(columns), len(tallies.OfCohort)))
        cells, times, persons, cohorts = ledgers
        room = (columns, seen, wia, scratch())
        tally_groups(cells, times, persons, cohorts, world, key, lives.workers, *groups, *room)

    shapes = ((GROUPS, years, N_COLUMNS), *tallies.shapes(years))
    cells, *counted = _on_threads(live, shapes=shapes, lives=lives, progress=progress)
    return cells, Tallies(*counted)


def monitored_ledger(world: np.void, *, years: int, lives: Lives, progress: Progress) -> tuple[Ledger, Ledger]:
    """Live everyone in one world; return the ledger (256, Y, C), as `plain_ledger`, and the counts of the monitor."""
    key = (np.uint64(lives.seed), np.uint64(lives.replication))
    columns = monitored.column_table()

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        seen, file = np.zeros((2, len(monitored.Seen)), dtype=np.int64), np.zeros(N_FILE, dtype=np.int64)
        cells, counts = ledgers
        room = (columns, seen, file, scratch())
        monitor_groups(cells, counts, world, key, lives.workers, *groups, *room)

    shapes = ((GROUPS, years, N_COLUMNS), monitored.shape(years))
    cells, counts = _on_threads(live, shapes=shapes, lives=lives, progress=progress)
    return cells, counts


def affected_ledgers(
    world: np.void, reform: np.void, *, touch: Touch, years: int, lives: Lives, progress: Progress
) -> tuple[Ledger, Ledger]:
    """Live everyone in the baseline and again whom the reform can touch; return both ledgers (256, Y, C).

    They are the same bytes as those of everyone lived twice.
    """
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        cells, effect = ledgers
        affected_groups(cells, effect, world, reform, key, lives.workers, *groups, touch.stage, touch.week, scratch())

    one = (GROUPS, years, N_COLUMNS)
    cells, effect = _on_threads(live, shapes=(one, one), lives=lives, progress=progress)
    effect += cells
    return cells, effect


def split_ledgers(
    world: np.void, reform: np.void, *, years: int, replicates: int, lives: Lives, progress: Progress
) -> tuple[Ledger, Ledger]:
    """Live everyone with the split estimator.

    Returns the baseline's ledger (256, Y, C) and what `effects_of` makes of the continuations.
    """
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        cells, effect = ledgers
        split_groups(cells, effect, world, reform, key, lives.workers, *groups, replicates, scratch())

    one = (GROUPS, years, N_COLUMNS)
    cells, continuations = _on_threads(live, shapes=(one, (N_CONTINUATIONS, *one)), lives=lives, progress=progress)
    return cells, effects_of(continuations)


def effects_of(continuations: Ledger) -> Ledger:
    """Make the effects (6, 256, Y, C) of the ledgers of the continuations, in their place, in 2**-20 / replicates.

    Full lapse, income only and return only, each minus the sanction; then the same of those whose return to work hangs
    on the protection from dismissal.
    """
    effects = continuations[:SANCTION_LEDGER]
    everyone, by_dismissal = effects[:LAPSES], effects[LAPSES:]
    everyone -= continuations[SANCTION_LEDGER]
    by_dismissal -= continuations[SANCTION_LEDGER + 1]
    everyone += by_dismissal
    return effects


def lapse_of(continuations: Ledger) -> Ledger:
    """Return the effect of the full lapse alone (256, Y, C), the first of `effects_of`."""
    lapsed, by_dismissal = continuations[LAPSED_LEDGER], continuations[LAPSED_LEDGER + LAPSES]
    return (lapsed - continuations[SANCTION_LEDGER]) + (by_dismissal - continuations[SANCTION_LEDGER + 1])


LAPSES: Final = SANCTION_LEDGER // 2
"""Ways in which a sanction lapses: whole, income only, return only."""


def scratch() -> Ledger:
    """Return room for a life and a copy of it."""
    return np.zeros((2, N_FIELDS), dtype=np.int64)


def _on_threads(
    live: Callable[[tuple[Ledger, ...], Groups], None],
    *,
    shapes: tuple[tuple[int, ...], ...],
    lives: Lives,
    progress: Progress,
) -> tuple[Ledger, ...]:
    """Do all groups of a run on its threads and return the ledgers."""
    jobs = ((groups, sum(workers_in(lives.workers, group) for group in range(*groups))) for groups in own_groups(lives))
    return on_threads(live, shapes=shapes, jobs=jobs, threads=lives.threads, progress=progress)


def on_threads(
    live: Callable[[tuple[Ledger, ...], Groups], None],
    *,
    shapes: tuple[tuple[int, ...], ...],
    jobs: Iterable[tuple[Groups, int]],
    threads: int,
    progress: Progress,
) -> tuple[Ledger, ...]:
    """Do jobs, each with its number of lives, on threads and return the ledgers: no two jobs share a group's rows."""
    ledgers = tuple(np.zeros(shape, dtype=np.int64) for shape in shapes)
    stop = threading.Event()

    def work(job: tuple[Groups, int]) -> int:
        if stop.is_set():
            return 0
        live(ledgers, job[0])
        return job[1]

    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            for done in pool.map(work, jobs):
                progress(done)
        except BaseException:
            stop.set()
            raise
    return ledgers


def workers_in(workers: npt.NDArray[np.int64], group: int) -> int:
    """Return how many workers of all cohorts belong to a group: one in 256 from its number on."""
    return int(((workers - group + GROUPS - 1) // GROUPS).clip(min=0).sum())
