"""Answer `poortwachter sensitivity`: what an amount rests on, and the level of a parameter that gives an amount."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

if TYPE_CHECKING:
    from poortwachter.report.sensitivity import BreakEven, Page
    from poortwachter.scenario.resolve import Resolved
    from poortwachter.study.sensitivity.run import BreakEven as Found
    from poortwachter.study.sensitivity.run import Sensitivity

OUTPUT = Path("uitkomsten")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(sensitivity)


def sensitivity(
    scenario: options.Scenario,
    variant: options.Variant = None,
    break_even: Annotated[
        str | None, typer.Option(help="Instead: a parameter whose value is sought that gives --amount.")
    ] = None,
    amount: Annotated[
        float | None, typer.Option(help="EUR mln a year, structural WIA benefits [the scenario's yardstick].")
    ] = None,
    trajectories: Annotated[int, typer.Option(min=2, help="Trajectories of the Morris screening.")] = 4,
    samples: Annotated[int, typer.Option(min=64, help="Base sample of the Sobol indices, a power of two.")] = 256,
    top: Annotated[int, typer.Option(min=2, help="Parameters over which Sobol divides the variance.")] = 8,
    workers: Annotated[int | None, options.workers("100000")] = None,
    seed: options.Seed = None,
    scheduler: options.Scheduler = "processes",
    address: options.Address = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads or processes at a time.")] = None,
    output: Annotated[
        Path | None, options.output("./uitkomsten/<scenario>-sensitivity", what="Folder of page, figures and numbers")
    ] = None,
    lang: options.Lang = "nl",
    no_figures: options.NoFigures = False,
    quiet: options.Quiet = False,
) -> None:
    """Rank what the structural amount rests on, or find the value of a parameter at which it is a given amount."""
    from poortwachter.primitives.files import check_writable_folder
    from poortwachter.report.words import load_words
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    words, loaded = load_words(lang, also="sensitivity"), load(scenario, variant=variant)
    _check(samples=samples, resolved=resolve(loaded), break_even=break_even, amount=amount)
    folder = output or OUTPUT / f"{loaded.name}{f'-{variant}' if variant else ''}-sensitivity"
    check_writable_folder(folder)

    from poortwachter.primitives.files import write_whole
    from poortwachter.report import sensitivity as report
    from poortwachter.simulation.batch import SERIAL, backend
    from poortwachter.simulation.runner import Effort, ready_kernel
    from poortwachter.study.sensitivity import run as study
    from poortwachter.study.settings import settings

    asked = RunOptions(seed=seed, workers=workers or int(settings("sensitivity")["workers"]), method="auto")
    resolved = resolve(loaded, asked)
    watch = progress_bars(lang, shown=not quiet)
    cores = Effort(threads=threads or 0).used_threads
    effort = Effort(threads=cores if scheduler == SERIAL else 1)
    if address is None:
        with watch("compile", 1) as progress:
            ready_kernel(resolved)
            progress(1)
    with backend(scheduler, cores=cores, address=address) as found:
        if break_even is not None:
            target = amount if amount is not None else resolved.yardstick.amount if resolved.yardstick else 0.0
            level = study.break_even(
                loaded,
                parameter=break_even,
                amount=target,
                options=asked,
                backend=found,
                effort=effort,
                watch=watch,
            )
            text = report.break_even_text(_of_level(level), words=words)
            files: dict[str, bytes | str] = {f"break_even_{break_even}.md": text}
        else:
            ranked = study.sensitivity(
                loaded,
                options=asked,
                backend=found,
                effort=effort,
                trajectories=trajectories,
                samples=samples,
                top=top,
                seed=resolved.run.seed,
                watch=watch,
            )
            page = _page(ranked, resolved=resolved)
            text = report.markdown(page, words=words)
            files = {"sensitivity.md": text, "sensitivity.csv": report.csv(page)}
            files |= {} if no_figures else report.figures(page, words=words)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    if not quiet:
        print(text)
        print(f"{folder}/")


def _check(*, samples: int, resolved: "Resolved", break_even: str | None, amount: float | None) -> None:
    from poortwachter.primitives.errors import InputError, Problem, did_you_mean, refuse

    problems: list[Problem] = []
    if samples & (samples - 1):
        problems.append(Problem(f"--samples {samples}: it must be a power of two", "for example 64"))
    if break_even is None and amount is not None:
        problems.append(Problem("--amount is only for a break-even value", "add --break-even PARAMETER"))
    if break_even is not None and break_even not in resolved.baseline.behaviour:
        advice = did_you_mean(break_even, resolved.baseline.behaviour) or "`poortwachter law` lists every parameter"
        problems.append(Problem(f"--break-even {break_even}: there is no such parameter of behaviour", advice))
    refuse(problems)
    if break_even is not None and amount is None and resolved.yardstick is None:
        raise InputError([Problem("the scenario has no yardstick to break even with", "give --amount")])


def _page(found: "Sensitivity", *, resolved: "Resolved") -> "Page":
    from poortwachter.report.sensitivity import Effect, Page, Share, Swing
    from poortwachter.study.settings import settings

    def simulated(swing: object) -> tuple[tuple[float, float], tuple[float, float]] | None:
        both = getattr(swing, "simulated", None)
        return None if both is None else ((both[0].value, both[0].se), (both[1].value, both[1].se))

    known = settings("sensitivity")
    return Page(
        title=resolved.title,
        price_year=resolved.run.price_year,
        estimate=found.estimate,
        gap=(found.gap.value, found.gap.se),
        workers=found.workers,
        swings=[
            Swing(
                one.factor.name,
                one.factor.label,
                one.factor.fitted,
                one.low,
                one.high,
                one.at_low,
                one.at_high,
                simulated(one),
            )
            for one in found.swings
        ],
        shares=[Share(*one) for one in found.shares],
        effects=[Effect(*one) for one in found.screened],
        labels=found.labels,
        shown=int(known["bars"]),
        named=int(known["named"]),
    )


def _of_level(found: "Found") -> "BreakEven":
    from poortwachter.report.sensitivity import BreakEven

    return BreakEven(
        name=found.parameter,
        label=found.label,
        target=found.target,
        estimate=found.estimate,
        range80=found.range80,
        range95=found.range95,
        searched=found.searched,
        at_searched=found.at_searched,
        level=found.level,
        below=found.below,
        simulated=None if found.simulated is None else (found.simulated.value, found.simulated.se),
        gap=(found.gap.value, found.gap.se),
    )
