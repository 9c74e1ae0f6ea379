"""Answer `poortwachter validate`: the baseline beside every published figure, and the gates."""

from pathlib import Path
from typing import Annotated

import typer

OUTPUT = Path("uitkomsten/validatie")
"""Folder of the report unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(validate)


def validate(
    workers: Annotated[
        int | None, typer.Option(min=1, help="Simulated employees in work on 1 January 2025 [1500000].")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all chance events.")] = None,
    output: Annotated[Path, typer.Option(help="Folder of report.md, table.csv and the figures.")] = OUTPUT,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
) -> None:
    """Compare the baseline of 2006-2025 with every published figure and with the gates.

    It reports and does not judge: the exit code is 0 where gates fail as well.
    """
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.report.validation import terminal_lines, write
    from poortwachter.report.words import load_words

    words = load_words(lang, also="validation")
    if output.exists() and not output.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder with --output", output)])

    from poortwachter.simulation.runner import Effort
    from poortwachter.study import validate as study

    found = study.validate(
        workers=workers or study.WORKERS,
        seed=study.SEED if seed is None else seed,
        threads=Effort().used_threads,
    )
    write(found, folder=output, words=words)
    print("\n".join(terminal_lines(found, words=words)))
    print(f"{output}/")
