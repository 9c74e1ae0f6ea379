"""Make up measurements."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from benchmarks.history import Entry, Figure

LIVES = "lives by number of workers"


def made_up_figure(scaled: float, *, noise: float | None = 0.02, lives: float = 1000.0, **other: Any) -> Figure:
    known: dict[str, Any] = {"group": LIVES, "params": {"workers": 1, "threads": 1}, "unit": "lives", "rounds": 7}
    known |= {"work": {"lives": lives}, "seconds": scaled / 100, "scaled": scaled, "noise": noise}
    return Figure(**(known | other))


def made_up_entry(day: int = 1, *, machine: str = "2 cores of some kind", **figures: Figure) -> Entry:
    return Entry(commit="0123abc", date=date(2026, 11, day), version="1.0", machine=machine, loop=0.01, figures=figures)


@pytest.fixture
def figure() -> Callable[..., Figure]:
    return made_up_figure


@pytest.fixture
def entry() -> Callable[..., Entry]:
    return made_up_entry
