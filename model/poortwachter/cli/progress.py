"""Show how far a run is, a bar per stage with the time left, on a terminal only."""

import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from poortwachter.cli.stop import stoppable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

STAGES: Final = {
    "nl": {
        "compile": "Rekenkern klaarzetten",
        "waits": "Wachttijden oplossen",
        "lives": "Levens doorlopen",
        "census": "Bevolking tellen",
        "without": "Zonder onderdelen",
        "expected": "Verwachtingswaarden",
        "order": "Eerste orde",
        "range": "Bandbreedte",
        "check": "Controle",
        "pilot": "Proef",
        "draws": "Trekkingen",
        "points": "Punten",
        "confirm": "Bevestigen",
        "levels": "Waarden proberen",
        "scenarios": "Scenario's",
        "start": "Bij het begin",
        "published": "Terug te vinden cijfers",
        "approach": "Naderen",
        "search": "Kleinste kwadraten",
        "slopes": "Hellingen",
        "polish": "Laatste stappen",
        "others": "Op andere levens",
        "figures": "Figuren",
        "documents": "Documenten",
        "life": "Leven zoeken",
        "told": "Leven vertellen",
    },
    "en": {
        "compile": "Preparing the kernel",
        "waits": "Solving the waits",
        "lives": "Living lives",
        "census": "Counting people",
        "without": "Without some parts",
        "expected": "Expected values",
        "order": "First order",
        "range": "Range",
        "check": "Check",
        "pilot": "Pilot",
        "draws": "Draws",
        "points": "Points",
        "confirm": "Confirming",
        "levels": "Trying values",
        "scenarios": "Scenarios",
        "start": "At the start",
        "published": "Figures to recover",
        "approach": "Approaching",
        "search": "Least squares",
        "slopes": "Slopes",
        "polish": "Last steps",
        "others": "On other lives",
        "figures": "Figures",
        "documents": "Documents",
        "life": "Looking for the life",
        "told": "Telling the life",
    },
}

COMPILING: Final = ("compile", "life")
"""Stages in which compiled code may be made, which holds the main thread."""
SECONDS: Final = {
    "compile": 20.0,
    "life": 20.0,
    "told": 5.0,
    "waits": 5.0,
    "census": 5.0,
    "expected": 5.0,
    "check": 10.0,
    "figures": 8.0,
    "documents": 3.0,
}
"""What stages that tell nothing of their progress take on a two-core machine; their bars run on the clock.

A compilation takes this long once; afterwards the kernel comes from the cache.
"""
ENDED: Final = 0.95
"""How far a bar on the clock runs before its stage is done."""
TICK: Final = 0.5
"""Seconds between two steps of a bar on the clock."""
SPEED_SECONDS: Final = 600.0
"""The time left is reckoned from the speed of as long ago: one task can take minutes."""


class Bar(Protocol):
    """Is told how much more of a stage is done, and what to say of it."""

    def __call__(self, done: int, said: str = "") -> None:
        """Move on."""
        ...


def progress_bars(
    lang: str, *, shown: bool = True, console: "Console | None" = None
) -> Callable[[str, int], AbstractContextManager[Bar]]:
    """Return a watcher that shows a bar per stage on the error stream; nothing where that is no terminal.

    A stage that is opened within another has its bar below that one, until it ends; one of size 0 has no known end.
    """
    from rich.console import Console

    screen = _Screen(console or Console(stderr=True))

    @contextmanager
    def stage(name: str, size: int) -> Generator[Bar]:
        with stoppable() if name in COMPILING else nullcontext():
            if not (shown and screen.console.is_terminal):
                yield _ignore
                return
            with screen.display() as display, _bar_on(display, name, text=STAGES[lang][name], size=size) as bar:
                yield bar

    return stage


def _ignore(done: int, said: str = "") -> None:
    del done, said


class _Screen:
    """Has one display at a time, however deep stages lie in each other."""

    def __init__(self, console: "Console") -> None:
        self.console = console
        self.running: Progress | None = None

    @contextmanager
    def display(self) -> "Generator[Progress]":
        """Lend the display that is running, or else run one."""
        if self.running is not None:
            yield self.running
            return
        with _display_on(self.console) as self.running:
            try:
                yield self.running
            finally:
                self.running = None


def _display_on(console: "Console") -> "Progress":
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description:24}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[said]}"),
        console=console,
        speed_estimate_period=SPEED_SECONDS,
    )


@contextmanager
def _bar_on(display: "Progress", name: str, *, text: str, size: int) -> Generator[Bar]:
    """Show a bar that moves as it is told, or on the clock."""
    on_clock, total, inner = name in SECONDS, SECONDS.get(name, size), bool(display.tasks)
    task = display.add_task(text, total=total or None, said="")

    def move(done: int, said: str = "") -> None:
        display.update(task, advance=0 if on_clock else done, said=said)

    try:
        with _ticking(partial(display.advance, task), seconds=total) if on_clock else nullcontext():
            yield move
        display.update(task, total=total or 1, completed=total or 1)
    finally:
        if inner:
            display.remove_task(task)


@contextmanager
def _ticking(advance: Callable[[float], None], *, seconds: float) -> Generator[None]:
    """Advance with the clock on a thread of its own, nearly as far as so many seconds."""
    finished = threading.Event()

    def tick() -> None:
        for _ in range(int(seconds * ENDED / TICK)):
            if finished.wait(TICK):
                return
            advance(TICK)

    threading.Thread(target=tick, daemon=True).start()
    try:
        yield
    finally:
        finished.set()
