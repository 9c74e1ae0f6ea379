"""Answer `poortwachter ensemble`: a scenario under draws of behaviour and replications of chance."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from poortwachter.api import Watch

STAGES = {
    "nl": {
        "compile": "Rekenkern",
        "pilot": "Proef",
        "draws": "Trekkingen",
        "points": "Punten",
        "confirm": "Bevestigen",
    },
    "en": {"compile": "Kernel", "pilot": "Pilot", "draws": "Draws", "points": "Points", "confirm": "Confirming"},
}
SPEED_SECONDS = 600.0
"""The time left is reckoned from the speed of as long ago: one task can take minutes."""
MOST_REPLICATIONS = 1024


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(ensemble)


def ensemble(
    scenario: Annotated[str, typer.Argument(help="A shipped name or the path of a scenario file.")],
    draws: Annotated[int, typer.Option(min=2, help="Draws of behaviour.")] = 100,
    replications: Annotated[
        int, typer.Option(min=1, max=MOST_REPLICATIONS, help="Replications of chance for every draw.")
    ] = 1,
    scheduler: Annotated[
        str, typer.Option(help="What does the work: serial, processes or dask; never changes a result.")
    ] = "processes",
    address: Annotated[str | None, typer.Option(help="Scheduler of a running dask cluster.")] = None,
    draw_seed: Annotated[int | None, typer.Option(min=0, help="Seed of the draws.")] = None,
    variant: Annotated[str | None, typer.Option(help="A variant that the scenario names.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Simulated employees in work on 1 January 2025 [chosen from the share of chance]."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance events.")] = None,
    output: Annotated[Path | None, typer.Option(help="Folder [./uitkomsten/<scenario>-ensemble-<hash>].")] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads or processes at a time; never changes a result.")
    ] = None,
    block_size: Annotated[int | None, typer.Option(min=1, help="Workers per block; never changes a result.")] = None,
    to: Annotated[int | None, typer.Option(help="Last simulated year.")] = None,
    method: Annotated[
        str | None,
        typer.Option(
            help="Estimator auto, pair, affected or split; or fast: expected values, corrected by their measured gap."
        ),
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the page: nl or en.")] = "nl",
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Leave the figure out.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor page.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse a scenario with warnings or values that run out.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the ensemble of another plan.")] = False,
) -> None:
    """Run a scenario under draws of behaviour and replications of chance; go on where it was stopped."""
    from poortwachter.cli.main import warn
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    load_words(lang)
    options = RunOptions(seed=seed, workers=workers, to=to, method=method)
    warn(resolve(load(scenario, variant=variant), options), strict=strict)

    from poortwachter import api

    try:
        found = api.ensemble(
            scenario,
            draws=draws,
            replications=replications,
            scheduler=scheduler,
            address=address,
            draw_seed=draw_seed,
            variant=variant,
            workers=workers,
            seed=seed,
            output=output,
            threads=threads,
            block_size=block_size,
            to=to,
            method=method,
            lang=lang,
            figures=not no_figures,
            force=force,
            watch=api.unwatched if quiet else bars(lang),
        )
    except (KeyboardInterrupt, OSError):
        print("stopped; what is finished is kept: the same command goes on with it", file=sys.stderr)
        raise
    if not quiet:
        print(found.text)
        print(f"{found.folder}/")


def bars(lang: str) -> "Watch":
    """Return a watcher that shows a bar per stage, with what is done and the time left, on the error stream."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        *(TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn()),
        *(TimeElapsedColumn(), TimeRemainingColumn()),
    )

    @contextmanager
    def stage(name: str, size: int) -> "Generator[Callable[[int], None]]":
        with Progress(*columns, console=Console(stderr=True), speed_estimate_period=SPEED_SECONDS) as shown:
            task = shown.add_task(STAGES[lang].get(name, name), total=size)
            yield lambda done: shown.advance(task, done)

    return stage
