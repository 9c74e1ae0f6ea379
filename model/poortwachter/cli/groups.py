"""Answer `poortwachter groups`: who gains and who loses by a reform."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

OUTPUT = Path("uitkomsten/groepen")
"""Folder of the report unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(groups)


def groups(
    scenario: options.Scenario,
    variant: options.Variant = None,
    workers: options.Workers = None,
    seed: options.Seed = None,
    output: Annotated[Path, typer.Option(help="Folder of groups.md, groups.csv and the figure.")] = OUTPUT,
    threads: options.Threads = None,
    method: Annotated[str | None, typer.Option(help="Estimator auto, pair, affected or split.")] = None,
    lang: options.Lang = "nl",
    quiet: options.Quiet = False,
) -> None:
    """Divide the structural effect on workers and employers by wage, age, sex, firm size and sector."""
    from poortwachter.primitives.files import check_writable_folder
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    words = load_words(lang, also="gains")
    resolved = resolve(load(scenario, variant=variant), RunOptions(seed=seed, workers=workers, method=method))
    check_writable_folder(output)

    from poortwachter.report import gains as report
    from poortwachter.simulation.gains import simulate_gains
    from poortwachter.simulation.runner import Effort

    watch = progress_bars(lang, shown=not quiet)
    found = simulate_gains(resolved, effort=Effort(threads=threads or 0), watch=watch)
    with watch("figures", 1):
        report.write(found, folder=output, words=words)
    if not quiet:
        print(report.summary(found, words=words))
        print(f"{output}/")
