"""Answer `poortwachter ensemble`: a scenario under draws of behaviour and replications of chance."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.doubts import warn
from poortwachter.cli.progress import progress_bars

MOST_REPLICATIONS = 1024


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(ensemble)


def ensemble(
    scenario: options.Scenario,
    draws: Annotated[int, typer.Option(min=2, help="Draws of behaviour.")] = 100,
    replications: Annotated[
        int, typer.Option(min=1, max=MOST_REPLICATIONS, help="Replications of chance for every draw.")
    ] = 1,
    scheduler: options.Scheduler = "processes",
    address: options.Address = None,
    draw_seed: Annotated[int | None, typer.Option(min=0, help="Seed of the draws.")] = None,
    variant: options.Variant = None,
    workers: Annotated[int | None, options.workers("chosen from the share of chance")] = None,
    seed: options.Seed = None,
    output: Annotated[Path | None, options.output("./uitkomsten/<scenario>-ensemble-<hash>")] = None,
    threads: options.Threads = None,
    block_size: options.BlockSize = None,
    to: options.To = None,
    method: Annotated[
        str | None,
        typer.Option(
            help="Estimator auto, pair, affected or split; or fast: expected values, corrected by their measured gap."
        ),
    ] = None,
    lang: options.Lang = "nl",
    no_figures: options.NoFigures = False,
    quiet: options.Quiet = False,
    strict: options.Strict = False,
    force: options.Force = False,
) -> None:
    """Run a scenario under draws of behaviour and replications of chance; go on where it was stopped."""
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    asked = RunOptions(seed=seed, workers=workers, to=to, method=method)
    warn(resolve(load(scenario, variant=variant), asked), strict=strict)

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
            watch=progress_bars(lang, shown=not quiet),
        )
    except (KeyboardInterrupt, OSError):
        print("stopped; what is finished is kept: the same command goes on with it", file=sys.stderr)
        raise
    if not quiet:
        print(found.text)
        print(f"{found.folder}/")
