"""Answer `poortwachter explain`: one simulated life on paper."""

from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explain)


def explain(
    result: options.Result = None,
    worker: Annotated[
        int | None, typer.Option(help="Which life: a number from 0, over all lives in order of cohort.")
    ] = None,
    affected: Annotated[
        int | None, typer.Option(min=0, help="Instead: the K-th life, from 0, that differs under the reform.")
    ] = None,
    frozen: Annotated[bool, typer.Option("--frozen", help="Follow the structural run, with numbered years.")] = False,
    lang: options.Lang = "nl",
    width: Annotated[int | None, typer.Option(min=80, help="Characters on a line [132].")] = None,
) -> None:
    """Tell one simulated life week by week, baseline and reform side by side."""
    from poortwachter.api import explain as explained

    told = explained(
        result,
        worker=worker,
        affected=affected,
        lang=lang,
        frozen=frozen,
        width=width,
        watch=progress_bars(lang),
    )
    print(told.text, end="")
