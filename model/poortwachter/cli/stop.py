"""End on Ctrl-C with one line, also where a compiler holds the main thread."""

import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

STOPPED: Final = 130
"""Exit code of a command that was interrupted, as shells have it."""
SAID: Final = "Stopped by Ctrl-C; a result is written whole or not at all."
SHOW_CURSOR: Final = "\x1b[?25h"
"""Tells a terminal to show the cursor that a bar has hidden."""
PATIENCE: Final = 1.0
"""Seconds in which the main thread may end by itself."""


@contextmanager
def stoppable(patience: float = PATIENCE) -> Generator[None]:
    """End the process soon after Ctrl-C while the main thread is in compiled code that does not return.

    Python tells the main thread only between two of its own steps, and a compilation is one step of many seconds. To be
    used only where nothing is being written.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    left = threading.Event()

    def wait() -> None:
        while number := os.read(reads, 1):  # the system writes the number of every signal; nothing once it is closed
            if number[0] == signal.SIGINT and not left.wait(patience):
                os.write(2, f"{SHOW_CURSOR if os.isatty(2) else ''}\n{SAID}\n".encode())
                os._exit(STOPPED)
        os.close(reads)

    before = signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
    threading.Thread(target=wait, daemon=True).start()
    try:
        yield
    finally:
        left.set()
        signal.set_wakeup_fd(before)
        os.close(writes)
