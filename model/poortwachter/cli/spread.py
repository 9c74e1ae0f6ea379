"""Answer `poortwachter spread`: a scenario's structural amount under draws of all uncertain behaviour."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

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
    scenario: options.Scenario = HEADLINE,
    draws: Annotated[int, typer.Option(min=2, help="Number of draws.")] = 100,
    workers: Annotated[int | None, options.workers("20000")] = None,
    threads: options.Threads = None,
    hold: Annotated[list[str] | None, typer.Option(help="A parameter that is not drawn; can be repeated.")] = None,
    fit: Annotated[Path | None, typer.Option(help="Folder of the fit [that of the baseline].")] = None,
    output: Annotated[
        Path | None, options.output(f"{RESULTS}/<scenario>", what="Folder of draws.csv and draws.md")
    ] = None,
    lang: options.Lang = "nl",
    quiet: options.Quiet = False,
) -> None:
    """Run a scenario's structural amount under draws of behaviour and write draws.csv and draws.md."""
    from poortwachter.primitives.files import check_writable_folder, write_whole
    from poortwachter.report.draws import markdown
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.study.calibration.folder import read_fit, shipped_fit
    from poortwachter.study.targets import load_targets

    words = load_words(lang, also="draws")
    loaded = load(scenario)
    folder = output or RESULTS / loaded.name
    check_writable_folder(folder)
    held = _held(hold or [], behaviour=loaded.current.behaviour)
    fitted = read_fit(fit or shipped_fit(), behaviour=loaded.current.behaviour, targets=load_targets())

    from poortwachter.scenario.resolve import resolve
    from poortwachter.simulation.runner import ready_kernel
    from poortwachter.study import spread as study

    watch = progress_bars(lang, shown=not quiet)
    with watch("compile", 1):
        ready_kernel(resolve(loaded))
    with watch("draws", draws + 1) as progress:
        found = study.spread(
            loaded,
            fit=fitted,
            draws=draws,
            workers=workers or study.WORKERS,
            held=held,
            threads=threads or 0,
            progress=progress,
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
