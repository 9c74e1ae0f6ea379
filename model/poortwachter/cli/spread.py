"""Answer `poortwachter spread`: a scenario's structural amount under draws of all uncertain behaviour."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from poortwachter.primitives.parameters import ParameterSet
    from poortwachter.report.draws import Page
    from poortwachter.scenario.load import Scenario
    from poortwachter.study.spread import Spread

HEADLINE = "advies_bedrijfsarts_leidend"
RESULTS = Path("results")
RANKS = 10
"""Parameters named with their rank correlation."""


def register(app: typer.Typer) -> None:
    """Add the command to the application; it is not listed."""
    app.command(hidden=True)(spread)


def spread(
    scenario: Annotated[str, typer.Argument(help="A shipped name or the path of a scenario file.")] = HEADLINE,
    draws: Annotated[int, typer.Option(min=2, help="Number of draws.")] = 100,
    workers: Annotated[int | None, typer.Option(min=1, help="Workers of each draw [20000].")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")] = None,
    hold: Annotated[list[str] | None, typer.Option(help="A parameter that is not drawn; can be repeated.")] = None,
    fit: Annotated[Path | None, typer.Option(help="Folder of the fit [that of the baseline].")] = None,
    output: Annotated[
        Path | None, typer.Option(help=f"Folder of draws.csv and draws.md [{RESULTS}/<scenario>].")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor outcome.")] = False,
) -> None:
    """Run a scenario's structural amount under draws of behaviour and write draws.csv and draws.md."""
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.report.draws import markdown
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.study.calibration.folder import read_fit, shipped_fit
    from poortwachter.study.targets import load_targets

    words = load_words(lang, also="draws")
    loaded = load(scenario)
    folder = output or RESULTS / loaded.name
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder with --output", folder)])
    held = _held(hold or [], behaviour=loaded.current.behaviour)
    fitted = read_fit(fit or shipped_fit(), behaviour=loaded.current.behaviour, targets=load_targets())

    from rich.console import Console
    from rich.progress import Progress

    from poortwachter.primitives.files import write_whole
    from poortwachter.study import spread as study

    with Progress(console=Console(stderr=True), disable=quiet) as shown:
        task = shown.add_task("Draws", total=draws + 1)
        found = study.spread(
            loaded,
            fit=fitted,
            draws=draws,
            workers=workers or study.WORKERS,
            held=held,
            threads=threads or 0,
            progress=lambda done: shown.advance(task, done),
        )
    page = page_of(found, scenario=loaded, held=held)
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name, _ in found.ranks(most=len(found.draws[0].levels))]
    write_whole(folder / "draws.csv", study.draws_csv(found, names=sorted(names)))
    text = markdown(page, words=words)
    write_whole(folder / "draws.md", text)
    if not quiet:
        print(text)
        print(f"{folder}/")


def _held(names: list[str], *, behaviour: "ParameterSet") -> tuple[str, ...]:
    from poortwachter.primitives.errors import Problem, did_you_mean, refuse

    unknown = [name for name in names if name not in behaviour]
    refuse(Problem(f"--hold {name}: there is no such parameter", did_you_mean(name, behaviour)) for name in unknown)
    return tuple(names)


def page_of(found: "Spread", *, scenario: "Scenario", held: tuple[str, ...] = ()) -> "Page":
    """Return what is written of draws."""
    from poortwachter.report.draws import Page
    from poortwachter.report.letter import Yardstick
    from poortwachter.scenario.resolve import resolve

    low95, low80, median, high80, high95 = (float(one) for one in found.quantiles)
    measure = scenario.yardstick
    return Page(
        title=scenario.title,
        price_year=resolve(scenario).run.price_year,
        point=found.estimate.value,
        point_error=found.estimate.se,
        amounts=tuple(float(one) for one in found.amounts),
        quantiles=(low95, low80, median, high80, high95),
        noise_share=found.noise_share,
        workers=found.workers,
        yardstick=None if measure is None else Yardstick(**measure.model_dump()),
        ranks=tuple(found.ranks(most=RANKS)),
        held=held,
    )
