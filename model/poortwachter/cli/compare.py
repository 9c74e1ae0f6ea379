"""Answer `poortwachter compare`: divide what several measures change together over them."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.printed import print_table
from poortwachter.cli.progress import progress_bars


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(compare)


def compare(
    scenarios: Annotated[
        list[str], typer.Argument(help="Measures in order, NAME:VARIANT for a variant; or one scenario with measures.")
    ],
    workers: options.Workers = None,
    seed: options.Seed = None,
    output: Annotated[Path | None, options.output("./uitkomsten/<measures>-<hash>")] = None,
    threads: options.Threads = None,
    block_size: options.BlockSize = None,
    to: options.To = None,
    responses: options.Responses = None,
    lang: options.Lang = "nl",
    quiet: options.Quiet = False,
    force: options.Force = False,
) -> None:
    """Divide a package over its measures: each alone, stacked in order, by Shapley, and their interaction."""
    from poortwachter import api

    result = api.compare(
        *scenarios,
        workers=workers,
        seed=seed,
        output=output,
        threads=threads,
        block_size=block_size,
        to=to,
        responses=responses,
        lang=lang,
        force=force,
        watch=progress_bars(lang, shown=not quiet),
    )
    if not quiet:
        print_table(result.table())
        print(f"\n{result.folder}/")
