"""Read what the command line says of itself: every command with its help."""

from dataclasses import dataclass
from typing import Final

from typer.testing import CliRunner

from poortwachter.cli.main import app

WIDTH: Final = 100


@dataclass(frozen=True)
class Command:
    """A command, with what `--help` prints."""

    name: str
    help: str
    summary: str


def every_command() -> tuple[Command, ...]:
    """Return all commands that the program lists, in alphabetical order."""
    named = {each.name or getattr(each.callback, "__name__", ""): each for each in app.registered_commands}
    return tuple(_command(name, named[name].callback.__doc__ or "") for name in sorted(named) if not named[name].hidden)


def _command(name: str, text: str) -> Command:
    shown = CliRunner().invoke(app, [name, "--help"], prog_name="poortwachter", env={"COLUMNS": str(WIDTH)})
    assert shown.exit_code == 0, shown.output
    return Command(name=name, help=shown.output.rstrip(), summary=text.strip().partition("\n")[0])
