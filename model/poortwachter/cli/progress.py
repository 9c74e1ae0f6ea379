"""Show how far a run is, a bar per stage with the time left, on a terminal only."""

import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from poortwachter.cli.stop import stoppable

if TYPE_CHECKING:
    from rich.console import Console

STAGES: Final = {
    "nl": {
        "compile": "Rekenkern klaarzetten",
        "lives": "Levens doorlopen",
        "expected": "Verwachtingswaarden",
        "order": "Eerste orde",
        "range": "Bandbreedte",
        "check": "Controle",
        "figures": "Figuren",
    },
    "en": {
        "compile": "Preparing the kernel",
        "lives": "Living lives",
        "expected": "Expected values",
        "order": "First order",
        "range": "Range",
        "check": "Check",
        "figures": "Figures",
    },
}

COMPILE: Final = "compile"
SECONDS: Final = {COMPILE: 20.0, "expected": 5.0, "check": 10.0, "figures": 8.0}
"""What stages that tell nothing of their progress take on a two-core machine; their bars run on the clock.

A compilation takes this long once; afterwards the kernel comes from the cache.
"""
ENDED: Final = 0.95
"""How far a bar on the clock runs before its stage is done."""


def progress_bars(
    lang: str, *, shown: bool = True, console: "Console | None" = None
) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    """Return a watcher that shows a bar per stage on the error stream; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    screen = console or Console(stderr=True)
    columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())

    @contextmanager
    def stage(name: str, size: int) -> Generator[Callable[[int], None]]:
        guard = stoppable() if name == COMPILE else nullcontext()
        if not (shown and screen.is_terminal):
            with guard:
                yield _ignore
            return
        finished = threading.Event()
        with Progress(*columns, console=screen) as progress, guard:
            total = SECONDS.get(name, size)
            task = progress.add_task(STAGES[lang].get(name, name), total=total)

            def tick() -> None:
                while not finished.wait(0.5):
                    progress.advance(task, min(0.5, max(total * ENDED - progress.tasks[0].completed, 0.0)))

            if name in SECONDS:
                threading.Thread(target=tick, daemon=True).start()
            try:
                yield _ignore if name in SECONDS else lambda done: progress.advance(task, done)
            finally:
                finished.set()
            progress.update(task, completed=total)

    return stage


def _ignore(done: int) -> None:
    del done
