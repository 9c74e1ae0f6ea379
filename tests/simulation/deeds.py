"""What workers do in the tests of batches; it stands in a module so that other processes find it."""

import os
import signal
from pathlib import Path


def square(number: int) -> int:
    return number * number


def die_once(number: int, *, folder: str) -> int:
    """Kill the process the first time that a number is asked for, then square it."""
    flag = Path(folder) / str(number)
    if number % 3 == 0 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    raise ValueError(f"not {number}")


def pid(_: int) -> int:
    return os.getpid()
