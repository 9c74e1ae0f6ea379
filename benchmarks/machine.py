"""Tell how fast the machine is at this moment by a fixed loop, and name its class without naming the machine."""

import os
import platform
from time import perf_counter
from typing import Any, Final

import llvmlite.binding
import numpy as np

from poortwachter.primitives import compiled  # noqa: F401  (sets the cache before numba is imported)

import numba  # isort: skip

TURNS: Final = np.int64(5_000_000)
"""Some milliseconds: long beside the clock, short beside what makes a machine change its speed."""


def _loop(turns: Any) -> Any:
    """Mix a word and halve a sum, each turn waiting for the one before, without memory."""
    word, sum_ = np.uint64(88172645463325252), 1.0
    for _ in range(turns):
        word ^= word << np.uint64(13)
        word ^= word >> np.uint64(7)
        word ^= word << np.uint64(17)
        sum_ = (sum_ + np.float64(word >> np.uint64(11)) * 1.1102230246251565e-16) * 0.5
    return sum_


# With numba's own options, so that a change of how the model is compiled does not change the loop.
_compiled_loop: Any = numba.njit(_loop)


def loop_seconds() -> float:
    """Return what the loop takes now."""
    start = perf_counter()
    _compiled_loop(TURNS)
    return perf_counter() - start


def machine_class() -> str:
    """Return words for the class of machine: cores, architecture and generation of the processor."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()} ({llvmlite.binding.get_host_cpu_name()}), {platform.system()}"
