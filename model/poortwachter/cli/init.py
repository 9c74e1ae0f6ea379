"""Answer `poortwachter init`: a folder to write a scenario in."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(help="Where; made if needed.")],
    lang: options.Lang = "nl",
    force: Annotated[
        bool, typer.Option("--force", help="Into a folder that holds files: add what is missing, renew the schema.")
    ] = False,
) -> None:
    """Make a folder with a commented scenario and the schema with which an editor completes it."""
    from poortwachter.scenario.load import current_world
    from poortwachter.scenario.start import SCENARIO, start

    started = start(folder, world=current_world(), lang=lang, force=force)
    for path in started.written:
        print(path)
    for path in started.kept:
        print(f"{path} (left as it was)")
    print(f"\nNext: poortwachter check {folder / SCENARIO}")
