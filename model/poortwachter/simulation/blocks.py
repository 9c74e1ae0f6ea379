"""Cut a run in blocks of workers and live them on threads.

Every thread adds to a ledger of its own and the ledgers are summed: integer sums commute, so the result is the
same bytes for any number of threads and any block size.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import tallies
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.accounting.tallies import Tallies
from poortwachter.kernel.reach import Touch
from poortwachter.kernel.simulate import N_CONTINUATIONS, SANCTION_LEDGER, affected_block, simulate_block, split_block
from poortwachter.kernel.state import N_FIELDS
from poortwachter.kernel.tally import tally_block
from poortwachter.primitives.codes import GROUPS

Ledger = npt.NDArray[np.int64]
Progress = Callable[[int], None]
"""Called with the number of lives done since the last call."""

DEFAULT_BLOCK: Final = 16_384


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


def own_blocks(lives: Lives) -> Sequence[Block]:
    """Return the blocks of a share: a range of them, so that every block is in one share."""
    blocks = list(blocks_of(lives.workers, size=lives.block_size))
    part, parts = lives.share
    return blocks[len(blocks) * part // parts : len(blocks) * (part + 1) // parts]


def plain_ledger(world: np.void, *, years: int, lives: Lives, progress: Progress) -> Ledger:
    """Live everyone in one world and return the ledger (256, Y, C)."""
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], block: Block) -> None:
        simulate_block(ledgers[0], world, key, block.cohort, block.first, block.last, scratch())

    (cells,) = _on_threads(live, shapes=((GROUPS, years, N_COLUMNS),), lives=lives, progress=progress)
    return cells


def tallied_ledger(world: np.void, *, years: int, lives: Lives, progress: Progress) -> tuple[Ledger, Tallies]:
    """Live everyone in one world and return the ledger (256, Y, C), as `plain_ledger`, with its tallies."""
    key = (np.uint64(lives.seed), np.uint64(lives.replication))
    columns = tallies.column_table()

    def live(ledgers: tuple[Ledger, ...], block: Block) -> None:
        seen, wia = (np.zeros((years, width), dtype=np.int64) for width in (len(columns), len(tallies.OfCohort)))
        cells, times, persons, cohorts = ledgers
        room = (columns, seen, wia, scratch())
        tally_block(cells, times, persons, cohorts, world, key, block.cohort, block.first, block.last, *room)

    shapes = ((GROUPS, years, N_COLUMNS), *tallies.shapes(years))
    cells, *counted = _on_threads(live, shapes=shapes, lives=lives, progress=progress)
    return cells, Tallies(*counted)


def affected_ledgers(
    world: np.void, reform: np.void, *, touch: Touch, years: int, lives: Lives, progress: Progress
) -> tuple[Ledger, Ledger]:
    """Live everyone in the baseline and again whom the reform can touch; return both ledgers (256, Y, C).

    They are the same bytes as those of everyone lived twice.
    """
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], block: Block) -> None:
        cells, effect = ledgers
        who = (block.cohort, block.first, block.last)
        affected_block(cells, effect, world, reform, key, *who, touch.stage, touch.week, scratch())

    one = (GROUPS, years, N_COLUMNS)
    cells, effect = _on_threads(live, shapes=(one, one), lives=lives, progress=progress)
    effect += cells
    return cells, effect


def split_ledgers(
    world: np.void, reform: np.void, *, years: int, replicates: int, lives: Lives, progress: Progress
) -> tuple[Ledger, Ledger]:
    """Live everyone with the split estimator.

    Returns the baseline's ledger (256, Y, C) and the effects (3, 256, Y, C) in units of 2**-20 / replicates: full
    lapse, income only and return only, each minus the sanction.
    """
    key = (np.uint64(lives.seed), np.uint64(lives.replication))

    def live(ledgers: tuple[Ledger, ...], block: Block) -> None:
        cells, effect = ledgers
        split_block(cells, effect, world, reform, key, block.cohort, block.first, block.last, replicates, scratch())

    one = (GROUPS, years, N_COLUMNS)
    cells, continuations = _on_threads(live, shapes=(one, (N_CONTINUATIONS, *one)), lives=lives, progress=progress)
    effect = continuations[:SANCTION_LEDGER]
    effect -= continuations[SANCTION_LEDGER]
    return cells, effect


def scratch() -> Ledger:
    """Return room for a life and a copy of it."""
    return np.zeros((2, N_FIELDS), dtype=np.int64)


def _on_threads(
    live: Callable[[tuple[Ledger, ...], Block], None],
    *,
    shapes: tuple[tuple[int, ...], ...],
    lives: Lives,
    progress: Progress,
) -> tuple[Ledger, ...]:
    """Do all blocks on the threads, each with its own ledgers, and return the sums."""
    kept = threading.local()
    all_ledgers: list[tuple[Ledger, ...]] = []
    stop = threading.Event()

    def work(block: Block) -> int:
        if stop.is_set():
            return 0
        if not hasattr(kept, "ledgers"):
            kept.ledgers = tuple(np.zeros(shape, dtype=np.int64) for shape in shapes)
            all_ledgers.append(kept.ledgers)
        live(kept.ledgers, block)
        return block.last - block.first

    with ThreadPoolExecutor(max_workers=lives.threads) as pool:
        try:
            for done in pool.map(work, own_blocks(lives)):
                progress(done)
        except BaseException:
            stop.set()
            raise
    total = all_ledgers[0] if all_ledgers else tuple(np.zeros(shape, dtype=np.int64) for shape in shapes)
    for ledgers in all_ledgers[1:]:
        for sums, part in zip(total, ledgers, strict=True):
            sums += part
    return total
