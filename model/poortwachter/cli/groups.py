"""Answer `poortwachter groups`: who gains and who loses by a reform."""

from pathlib import Path
from typing import Annotated

import typer

OUTPUT = Path("uitkomsten/groepen")
"""Folder of the report unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(groups)


def groups(
    scenario: Annotated[str, typer.Argument(help="A shipped name or the path of a scenario file.")],
    variant: Annotated[str | None, typer.Option(help="A variant that the scenario names.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Simulated employees in work on 1 January 2025.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all chance events.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="Folder of groups.md, groups.csv and the figure [uitkomsten/groepen].")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")] = None,
    method: Annotated[str | None, typer.Option(help="Estimator auto, pair, affected or split.")] = None,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor amounts.")] = False,
) -> None:
    """Divide the structural effect on workers and employers by wage, age, sex, firm size and sector."""
    from poortwachter.cli.progress import progress_bars
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    words = load_words(lang, also="gains")
    resolved = resolve(load(scenario, variant=variant), RunOptions(seed=seed, workers=workers, method=method))
    folder = output or OUTPUT
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder with --output", folder)])

    from poortwachter.report import gains as report
    from poortwachter.simulation.gains import simulate_gains
    from poortwachter.simulation.runner import Effort

    watch = progress_bars(lang, shown=not quiet)
    found = simulate_gains(resolved, effort=Effort(threads=threads or 0), watch=watch)
    report.write(found, folder=folder, words=words)
    if not quiet:
        print(report.summary(found, words=words))
        print(f"{folder}/")
