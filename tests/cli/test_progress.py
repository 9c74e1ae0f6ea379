"""Progress on a terminal, silence elsewhere, and what is left when a run is stopped."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from poortwachter.cli.progress import COMPILING, SECONDS, STAGES, progress_bars
from poortwachter.cli.stop import SAID

MAIN = "from poortwachter.cli.main import main; main()"
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
BAR = re.compile(r"Living lives .* \d+% \d:\d\d:\d\d \d:\d\d:\d\d")
"""A bar with its share done, the time gone by and the time left."""
NEVER = re.compile(r"(?!)")


def shown(*, terminal: bool, stage: str, size: int) -> str:
    """Return what a stage that does half of its work leaves on the screen."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=100)
    with progress_bars("en", console=console)(stage, size) as progress:
        progress(size // 2)
        time.sleep(0.3)
        progress(size - size // 2)
    return CONTROL.sub("", screen.getvalue())


def test_a_stage_shows_a_bar_with_the_time_left_on_a_terminal():
    assert BAR.search(shown(terminal=True, stage="lives", size=100))


def test_a_stage_that_tells_nothing_of_its_progress_shows_a_bar_on_the_clock():
    assert "Preparing the kernel" in shown(terminal=True, stage="compile", size=1)


def test_a_stage_within_another_has_its_bar_below_until_it_ends():
    screen = io.StringIO()
    watch = progress_bars("en", console=Console(file=screen, force_terminal=True, width=100))
    with watch("polish", 2) as outer:
        with watch("slopes", 1) as inner:
            inner(1, "half way")
            time.sleep(0.3)  # the screen is drawn ten times a second
        outer(1)
        time.sleep(0.3)
        outer(1)
    said = CONTROL.sub("", screen.getvalue())
    assert "half way" in said
    assert "Slopes" not in said.splitlines()[-1]
    assert "100%" in said.splitlines()[-1]


def test_both_languages_have_words_for_the_same_stages():
    assert STAGES["nl"].keys() == STAGES["en"].keys()
    assert SECONDS.keys() <= STAGES["en"].keys()
    assert set(COMPILING) <= SECONDS.keys()


@pytest.mark.parametrize("stage", ["lives", "compile"])
def test_nothing_is_shown_where_there_is_no_terminal(stage: str):
    assert shown(terminal=False, stage=stage, size=100) == ""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", MAIN, "run", "baseline", "--lang", "en", "--no-figures", *arguments]


def test_a_run_into_a_pipe_says_nothing_but_its_table(tmp_path: Path):
    done = subprocess.run(
        command("--workers", "300", "--to", "2026"), cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Table 1. ")


def read_until(terminal: int, pattern: re.Pattern[str], *, said: str = "") -> str:
    """Return what a process writes to its terminal until a pattern appears, or until it ends."""
    while not pattern.search(said):
        try:
            said += CONTROL.sub("", os.read(terminal, 4096).decode(errors="replace"))
        except OSError:  # Linux says so where others give an empty answer
            break
    return said


STUCK = """\
import hashlib
from poortwachter.cli.progress import progress_bars
with progress_bars("en", shown=False)("compile", 1):
    print("busy", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)  # minutes in one step, in which no signal is looked at
"""


def test_ctrl_c_ends_a_compilation_that_holds_the_main_thread():
    process = subprocess.Popen([sys.executable, "-c", STUCK], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, SAID)


def on_a_terminal(command: list[str], *, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a command whose errors go to a terminal of its own; return it and our end of the terminal."""
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    return process, terminal


MONITOR = [sys.executable, "-c", MAIN, "monitor", "--lang", "en", "--workers", "50000", "--year", "2014"]


def test_a_terminal_shows_every_stage_with_the_time_left_and_a_pipe_none(tmp_path: Path):
    process, terminal = on_a_terminal(MONITOR, folder=tmp_path)
    said = read_until(terminal, NEVER)
    assert process.wait(timeout=120) == 0
    assert BAR.search(said)
    assert "Preparing the kernel" in said
    assert "Figures" in said
    piped = subprocess.run(MONITOR, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert piped.stderr == ""


def test_ctrl_c_in_mid_run_leaves_nothing_behind_but_one_line(tmp_path: Path):
    busy = command("--workers", "3000000", "--to", "2030")
    process, terminal = on_a_terminal(busy, folder=tmp_path)
    said = read_until(terminal, BAR)
    assert process.poll() is None, "the run must still be busy, or this test proves nothing"
    process.send_signal(signal.SIGINT)
    said = read_until(terminal, NEVER, said=said)
    assert process.wait(timeout=120) == 130
    assert said.strip().splitlines()[-1] == SAID
    assert "Traceback" not in said
    assert list(tmp_path.rglob("*")) == []
