"""Answer `poortwachter catalogue`: every shipped scenario with the amount it gives."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from poortwachter.results.catalogue import Entry

OUTPUT = Path("scenarios/README.md")
"""File of the list unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(catalogue)


def catalogue(
    workers: Annotated[int | None, typer.Option(min=1, help="Simulated employees in work on 1 January 2025.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all chance events.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")] = None,
    output: Annotated[Path, typer.Option(help="File of the list.")] = OUTPUT,
) -> None:
    """Run every shipped scenario and list it with its lever, structural amounts, yardstick and what is unmeasured."""
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.primitives.files import write_whole

    if output.is_dir():
        raise InputError([Problem("this is a folder, not a file", "name a file with --output", output)])

    from poortwachter.report.catalogue import markdown
    from poortwachter.report.words import load_words
    from poortwachter.simulation.runner import Effort
    from poortwachter.study import catalogue as study

    made, effort = study.made_with(workers=workers, seed=seed), Effort(threads=threads or 0)
    entries: list[Entry] = []
    for name in study.names():
        print(name, file=sys.stderr, flush=True)
        entries.append(study.worked_out(name, workers=made.workers, seed=made.seed, effort=effort))
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, markdown(entries, made=made, words=load_words("en", also="catalogue")))
    print(output)
