"""Answer `poortwachter catalogue`: every shipped scenario with the amount it gives."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

if TYPE_CHECKING:
    from poortwachter.results.catalogue import Entry

OUTPUT = Path("scenarios/README.md")
"""File of the list unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(catalogue)


def catalogue(
    workers: options.Workers = None,
    seed: options.Seed = None,
    threads: options.Threads = None,
    output: Annotated[Path, typer.Option(help="File of the list.")] = OUTPUT,
) -> None:
    """Run every shipped scenario and list it with its lever, structural amounts, yardstick and what is unmeasured."""
    from poortwachter.primitives.files import check_writable_file, write_whole

    check_writable_file(output)

    from poortwachter.report.catalogue import markdown
    from poortwachter.report.words import load_words
    from poortwachter.simulation.runner import Effort
    from poortwachter.study import catalogue as study

    made, effort = study.made_with(workers=workers, seed=seed), Effort(threads=threads or 0)
    names = study.names()
    entries: list[Entry] = []
    with progress_bars("en")("scenarios", len(names)) as bar:
        for name in names:
            bar(0, name)
            entries.append(study.worked_out(name, workers=made.workers, seed=made.seed, effort=effort))
            bar(1)
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, markdown(entries, made=made, words=load_words("en", also="catalogue")))
    print(output)
