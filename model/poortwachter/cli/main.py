"""Answer on the command line. Everything heavy is imported inside the command that needs it."""

import sys
from typing import Annotated

import typer

from poortwachter import __version__
from poortwachter.cli import (
    benefit,
    calibrate,
    catalogue,
    check,
    compare,
    diff,
    ensemble,
    examples,
    explain,
    groups,
    init,
    law,
    monitor,
    run,
    sensitivity,
    spread,
    table,
    validate,
    verify,
)
from poortwachter.cli.stop import SAID, STOPPED
from poortwachter.primitives.errors import InputError

NAME = "poortwachter"
FAILED = 1
BAD_INPUT = 2
BAD_PLACES = (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
"""What the system says of a path that is not as a command was told."""

app = typer.Typer(
    help="Estimate what a change in Dutch sickness and disability policy costs, and print the table of the letter.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    *(run, compare, check, law),
    *(benefit, calibrate, catalogue, diff, ensemble, examples, explain, groups),
    *(init, monitor, sensitivity, spread, table, validate, verify),
):
    command.register(app)


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 stopped by Ctrl-C, 1 anything else."""
    sys.exit(_answered())


def _answered() -> int:
    try:
        code = app(prog_name=NAME, standalone_mode=False) or 0
    except KeyboardInterrupt:
        code = STOPPED
    except InputError as error:
        return _told(error, code=BAD_INPUT)
    except typer.TyperException as error:
        return _told(_in_one_line(error), code=error.exit_code)
    except OSError as error:
        said = f"{error.filename or NAME}: {error.strerror or error}"
        return _told(said, code=BAD_INPUT if isinstance(error, BAD_PLACES) else FAILED)
    return _told(SAID, code=STOPPED) if code == STOPPED else code


def _told(said: object, *, code: int) -> int:
    print(said, file=sys.stderr)
    return code


def _in_one_line(error: typer.TyperException) -> str:
    """Return what is wrong with options and arguments, and where it says how they are used."""
    context = getattr(error, "ctx", None)
    of = context.command_path if context is not None else NAME
    return f"{' '.join(error.format_message().split()).rstrip('.')}; see `{of} --help`"


@app.callback(invoke_without_command=True)
def _entry(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Take the options that hold for every command."""
    if version:
        print(f"{NAME} {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(BAD_INPUT)
