"""Answer `poortwachter monitor`: the yearly report of sanctions, simulated beside published."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

OUTPUT = Path("uitkomsten/monitor")
"""Folder of the report unless told otherwise."""
LAST_PUBLISHED = 2025
"""Year of the report unless told otherwise: the last with published sanctions."""
FIRST_POSSIBLE, LAST_POSSIBLE = 2013, 2098
"""Years a report can be of: sanctions are published from the first, and lives can be followed on after the last."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(monitor)


def monitor(
    scenario: options.Scenario = "baseline",
    variant: options.Variant = None,
    year: Annotated[
        int, typer.Option(min=FIRST_POSSIBLE, max=LAST_POSSIBLE, help="Year of the report.")
    ] = LAST_PUBLISHED,
    workers: Annotated[int | None, options.workers("2000000")] = None,
    seed: options.Seed = None,
    output: Annotated[Path, typer.Option(help="Folder of report.md, table.csv and the figure.")] = OUTPUT,
    lang: options.Lang = "nl",
) -> None:
    """Report the year's sanctions by kind, ground, size, sector, repair, objection, and what became of the people.

    What is monitored is the reform of the scenario, or the baseline where it changes nothing.
    """
    from poortwachter.primitives.files import check_writable_folder
    from poortwachter.report.words import load_words
    from poortwachter.scenario.resolve import check

    words, resolved = load_words(lang, also="monitor"), check(scenario, variant=variant)
    check_writable_folder(output)

    from poortwachter.report import monitor as report
    from poortwachter.simulation.runner import Effort
    from poortwachter.study import monitor as study

    watch = progress_bars(lang)
    found = study.monitor(
        resolved,
        year=year,
        workers=workers or study.WORKERS,
        seed=resolved.run.seed if seed is None else seed,
        threads=Effort().used_threads,
        watch=watch,
    )
    with watch("figures", 1):
        report.write(found, folder=output, words=words)
    print(report.summary(found, words=words))
    print(f"{output}/")
