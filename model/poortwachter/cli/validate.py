"""Answer `poortwachter validate`: baseline and population beside every published figure, and the gates."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

OUTPUT = Path("uitkomsten/validatie")
"""Folder of the report unless told otherwise."""
COUNTED = 200_000
"""Workers that are counted by every margin of the population: five seconds, and few enough for exact margins."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(validate)


def validate(
    workers: Annotated[int | None, options.workers("4000000")] = None,
    seed: options.Seed = None,
    output: Annotated[Path, typer.Option(help="Folder of report.md, table.csv and the figures.")] = OUTPUT,
    lang: options.Lang = "nl",
) -> None:
    """Compare the baseline of 2006-2025 with every published figure and with the gates, and the population drawn.

    It reports and does not judge: the exit code is 0 where gates fail as well.
    """
    from poortwachter.primitives.files import check_writable_folder
    from poortwachter.report.words import load_words

    words, margins = load_words(lang, also="validation"), load_words(lang, also="population")
    check_writable_folder(output)

    from poortwachter.report import population
    from poortwachter.report.validation import terminal_lines, write
    from poortwachter.scenario.load import current_world
    from poortwachter.simulation.runner import Effort
    from poortwachter.study import validate as study
    from poortwachter.study.census import census

    threads, number = Effort().used_threads, workers or study.WORKERS
    chance = study.SEED if seed is None else seed
    watch = progress_bars(lang)
    with watch("census", 1):
        counted = census(current_world(), workers=min(number, COUNTED), seed=chance, threads=threads)
    found = study.validate(workers=number, seed=chance, threads=threads, watch=watch)
    with watch("figures", 1):
        write(found, folder=output, words=words)
        population.write(counted, folder=output, words=margins)
    print("\n".join([*terminal_lines(found, words=words), population.summary(counted, words=margins)]))
    print(f"{output}/")
