"""Answer `poortwachter monitor`: the yearly report of sanctions, simulated beside published."""

from pathlib import Path
from typing import Annotated

import typer

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
    scenario: Annotated[
        str, typer.Argument(help="A shipped name or the path of a scenario file; its reform is monitored.")
    ] = "baseline",
    variant: Annotated[str | None, typer.Option(help="A variant that the scenario names.")] = None,
    year: Annotated[
        int, typer.Option(min=FIRST_POSSIBLE, max=LAST_POSSIBLE, help="Year of the report.")
    ] = LAST_PUBLISHED,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Simulated employees in work on 1 January 2025 [2000000].")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all chance events.")] = None,
    output: Annotated[Path, typer.Option(help="Folder of report.md, table.csv and the figure.")] = OUTPUT,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
) -> None:
    """Report the year's sanctions by kind, ground, size, sector, repair, objection, and what became of the people."""
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.report.words import load_words
    from poortwachter.scenario.resolve import check

    words, resolved = load_words(lang, also="monitor"), check(scenario, variant=variant)
    if output.exists() and not output.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder with --output", output)])

    from poortwachter.report import monitor as report
    from poortwachter.simulation.runner import Effort
    from poortwachter.study import monitor as study

    found = study.monitor(
        resolved,
        year=year,
        workers=workers or study.WORKERS,
        seed=resolved.run.seed if seed is None else seed,
        threads=Effort().used_threads,
    )
    report.write(found, folder=output, words=words)
    print(report.summary(found, words=words))
    print(f"{output}/")
