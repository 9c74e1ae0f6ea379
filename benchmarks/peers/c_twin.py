"""Compile the same algorithm in C, and run it on the tables of the engine."""

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.peers.outcome import Outcome, model
from poortwachter.kernel import reduced as kernel
from poortwachter.primitives.codes import GROUPS
from poortwachter.simulation.reduced import Probabilities, build_tables

SOURCE = Path(__file__).with_suffix(".c")
COMMAND = ("gcc", "-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")

_ARRAYS = (
    *("key", "year", "year_end", "band", "wage", "onsets_drawn", "onset_stay", "onset_accept", "death_accept_work"),
    *("death_accept", "recover", "recover_guide", "track", "gate", "assessment", "assessment_to", "stay"),
    *("stay_limit", "stay_limit_to", "exit", "exit_to", "percent"),
)
_COUNTS = ("weeks", "years", "life", "groups", "bands", "longest", "track_week", "deaths_drawn")
_WORDS = ("group_shift", "wage_shift", "death_accept_well", "then_lau")


class _Tables(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in _ARRAYS),
        *((name, ctypes.c_int64) for name in _COUNTS),
        *((name, ctypes.c_uint64) for name in _WORDS),
        ("death_stay", ctypes.c_double),
    )


def available() -> bool:
    """Say whether there is a compiler."""
    return shutil.which(COMMAND[0]) is not None


@cache
def _library() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "c_twin.so"
        subprocess.run([*COMMAND, "-o", str(built), str(SOURCE)], check=True)
        return ctypes.CDLL(str(built))


def _addresses(arrays: tuple[npt.NDArray[Any], ...]) -> list[int]:
    if not all(array.flags.c_contiguous for array in arrays):
        raise ValueError("rows must be contiguous")
    return [array.ctypes.data for array in arrays]


def simulate(p: Probabilities, tables: kernel.Tables, *, slots: int) -> npt.NDArray[np.int64]:
    """Return the ledger (256, years, columns) of the baseline."""
    groups, bands = p.onset.shape
    years, longest = p.weeks // p.weeks_per_year, p.recover.shape[1]
    counts = (p.weeks, years, p.life, groups, bands, longest, p.track_week, tables.deaths_drawn)
    words = [int(getattr(tables, name)) for name in _WORDS]
    arrays = tuple(getattr(tables, name) for name in _ARRAYS)
    ledger = np.zeros((GROUPS, years, kernel.COLUMNS), dtype=np.int64)
    failed = _library().simulate_slots(
        ctypes.byref(_Tables(*_addresses(arrays), *counts, *words, tables.death_stay)),
        ctypes.c_int64(0),
        ctypes.c_int64(slots),
        ctypes.c_void_p(ledger.ctypes.data),
    )
    if failed:
        raise MemoryError
    return ledger


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate in C."""
    outcome, p = Outcome(slots, weeks), model(weeks)
    tables = build_tables(p, seed=seed, replication=0)
    _library()
    with outcome.timed():
        ledger = simulate(p, tables, slots=slots)
    outcome.read_ledger(ledger)
    return outcome
