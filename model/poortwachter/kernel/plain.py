"""Live one life without compiled code, on the same tables and with the same ledger bit for bit.

Plain Python cannot read the attributes of a packed record; it reads the padded tables themselves. It needs a
process that was started with `NUMBA_DISABLE_JIT=1`, because the choice is made when the kernel is imported.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.pack import padded
from poortwachter.kernel.simulate import enter, live_on
from poortwachter.kernel.state import N_FIELDS, World

_ONCE: Final = np.int64(1)
_AT_WORK: Final = np.int64(0)


def plain_world(world: World) -> World:
    """Return the tables as plain Python code reads them: padded as in the record, scalars as numpy scalars.

    Raises:
        RuntimeError: in a process in which the kernel is compiled.
    """
    if hasattr(live_on, "py_func"):
        raise RuntimeError("a life in plain Python needs a process started with NUMBA_DISABLE_JIT=1")
    tables = _with_scalars(padded(world))
    return tables._replace(ages=tables.ages._replace(years=_for_all_ages(tables)))


def _for_all_ages(tables: World) -> npt.NDArray[np.int64]:
    """Return completed years by week of age, held at the last value for ages that only the end of the clock reaches.

    The chances of leaving and of death are drawn for the whole clock, also where AOW has long come first.
    """
    return np.pad(tables.ages.years, (0, int(tables.clock.weeks)), mode="edge")


def _with_scalars(tables: Any) -> Any:
    """Take the value out of every array without dimensions."""
    return type(tables)(*(_with_scalars(value) if hasattr(value, "_fields") else value[()] for value in tables))


def live(world: World, *, seed: int, replication: int, cohort: int, worker: int) -> npt.NDArray[np.int64]:
    """Live one worker in tables from `plain_world` and return the ledger (Y, C).

    worker: ordinal in the cohort.
    """
    row = np.zeros((int(world.clock.years), N_COLUMNS), dtype=np.int64)
    life = np.zeros(N_FIELDS, dtype=np.int64)
    key = (np.uint64(seed), np.uint64(replication))
    with np.errstate(all="ignore"):  # as compiled code: no warning where a rate is zero
        enter(row, _ONCE, world, key, life, np.int64(cohort), np.int64(worker))
        live_on(row, _ONCE, world, key, life, _AT_WORK)
    return row
