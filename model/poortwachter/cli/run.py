"""Answer `poortwachter run`: simulate a scenario, print its table and write its result folder."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.doubts import warn
from poortwachter.cli.printed import print_table
from poortwachter.cli.progress import progress_bars


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(run)


def run(
    scenario: options.Scenario,
    variant: options.Variant = None,
    workers: options.Workers = None,
    seed: options.Seed = None,
    output: Annotated[Path | None, options.output("./uitkomsten/<scenario>-<hash>")] = None,
    threads: options.Threads = None,
    block_size: options.BlockSize = None,
    to: options.To = None,
    method: Annotated[
        str | None,
        typer.Option(help="Estimator auto, pair, affected or split; or fast: expected values in seconds, approximate."),
    ] = None,
    responses: options.Responses = None,
    lang: options.Lang = "nl",
    no_figures: options.NoFigures = False,
    quiet: options.Quiet = False,
    strict: options.Strict = False,
    force: options.Force = False,
) -> None:
    """Simulate a scenario, or with --method fast compute it approximately, and write its result folder."""
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    asked = RunOptions(seed=seed, workers=workers, to=to, method=method, responses=responses)
    warn(resolve(load(scenario, variant=variant), asked), strict=strict)

    from poortwachter import api

    result = api.run(
        scenario,
        variant=variant,
        workers=workers,
        seed=seed,
        output=output,
        threads=threads,
        block_size=block_size,
        to=to,
        method=method,
        responses=responses,
        lang=lang,
        figures=not no_figures,
        force=force,
        watch=progress_bars(lang, shown=not quiet),
    )
    if not quiet:
        print_table(result.table())
        print(f"\n{result.folder}/")
        print(f"\nNext, for a Word table: poortwachter table {result.folder}")
