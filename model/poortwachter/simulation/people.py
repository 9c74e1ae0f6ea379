"""Take everyone's state at the end of a clock, on threads."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.census import census_block
from poortwachter.kernel.state import N_FIELDS
from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.blocks import Block, Ledger, Lives, blocks_of

States = npt.NDArray[np.int64]


def people(world: np.void, *, years: int, lives: Lives, fields: Sequence[int]) -> tuple[States, Ledger]:
    """Live everyone to the end of the clock; return these fields of every life, (lives, fields), and the ledger.

    The order is that of cohorts and workers, whatever the threads and blocks.
    """
    key = (np.uint64(lives.seed), np.uint64(lives.replication))
    kept = threading.local()
    ledgers: list[Ledger] = []

    def live(block: Block) -> States:
        if not hasattr(kept, "cells"):
            kept.cells = np.zeros((GROUPS, years, N_COLUMNS), dtype=np.int64)
            ledgers.append(kept.cells)
        states = np.zeros((block.last - block.first, N_FIELDS), dtype=np.int64)
        census_block(states, kept.cells, world, key, block.cohort, block.first, block.last)
        return states[:, list(fields)]

    with ThreadPoolExecutor(max_workers=lives.threads) as pool:
        found = list(pool.map(live, blocks_of(lives.workers, size=lives.block_size)))
    return np.concatenate(found), np.sum(ledgers, axis=0)
