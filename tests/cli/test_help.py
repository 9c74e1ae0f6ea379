import json
import subprocess
import sys

import pytest

from poortwachter.cli.main import app

COMMANDS = sorted(
    command.name or command.callback.__name__ for command in app.registered_commands if command.callback is not None
)
HEAVY = ("numba", "xarray", "matplotlib", "numpy", "ruamel", "docx", "openpyxl", "jinja2", "rich.table")

EVERY_HELP = f"""\
import contextlib, io, json, sys
from poortwachter.cli.main import main

def helped(*arguments):
    sys.argv = ["poortwachter", *arguments, "--help"]
    before, said = set(sys.modules), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        main()
    return said.getvalue(), [name for name in {HEAVY!r} if name in set(sys.modules) - before]

at_start = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps({{"": at_start}} | {{name: helped(name) for name in {COMMANDS!r}}}))
"""


@pytest.fixture(scope="module")
def helped() -> dict[str, tuple[str, list[str]]]:
    """Return what `--help` of each command says and the heavy modules it imports; of no command, what main does."""
    done = subprocess.run([sys.executable, "-c", EVERY_HELP], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_command_line_itself_imports_nothing_heavy(helped: dict[str, tuple[str, list[str]]]):
    assert helped[""] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_imports_nothing_heavy(helped: dict[str, tuple[str, list[str]]], command: str):
    said, heavy = helped[command]
    assert said.startswith(f"Usage: poortwachter {command} ")
    assert heavy == []
