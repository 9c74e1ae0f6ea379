"""Answer `poortwachter calibrate`: fit the baseline to the published history and write the folder of the fit."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from poortwachter.report.calibration import Number, Page, Value
    from poortwachter.study.calibration.fit import Fit
    from poortwachter.study.calibration.plan import Free, Plan
    from poortwachter.study.calibration.recovery import Recovery
    from poortwachter.study.calibration.search import Watch
    from poortwachter.study.calibration.simulated import Measure
    from poortwachter.study.targets import Target

FITS = Path("calibration") / "fits"
"""Folder of fits, where the command writes unless told otherwise."""
AT_BOUND = 0.01
"""Distance to a bound, in the log of a factor, within which a number lies at it."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(calibrate)


def calibrate(
    name: Annotated[str, typer.Option(help="Name of the fit.")] = "basis",
    plan: Annotated[Path | None, typer.Option(help="What is fitted to what [the plan of the baseline].")] = None,
    workers: Annotated[int | None, options.workers("that of the plan")] = None,
    seed: options.Seed = None,
    threads: options.Threads = None,
    output: Annotated[Path | None, options.output(f"{FITS}/<name>", what="Folder of the fit")] = None,
    recover: Annotated[
        bool, typer.Option("--recover", help="Fit figures simulated at known numbers instead, and see them come back.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Fit behaviour to the published history of 2006-2025 and write values, errors and report.

    With --recover the folder keeps its fit and gets the outcome of the test.
    """
    from poortwachter.study.calibration.folder import check_place
    from poortwachter.study.calibration.plan import PLAN, load_plan
    from poortwachter.study.targets import load_targets

    folder = output or FITS / name
    check_place(folder)
    targets = load_targets()
    loaded = _sized(load_plan(plan or PLAN, targets=targets), workers=workers, seed=seed)
    watch = _watch(shown=not quiet)
    if recover:
        lines = _recover(loaded, folder=folder, threads=threads, watch=watch)
    else:
        lines = _fit(loaded, name=name, folder=folder, targets=targets, threads=threads, watch=watch)
    if not quiet:
        print("\n".join(lines))
        print(f"{folder}/")


def _sized(plan: "Plan", *, workers: int | None, seed: int | None) -> "Plan":
    """Return the plan with workers and seed as asked for; the check has no fewer workers than the fit."""
    from dataclasses import replace

    run = plan.run
    size = workers or run.workers
    check = max(run.check_workers * size // run.workers, 1)
    found = run.model_copy(update={"workers": size, "check_workers": check, "seed": run.seed if seed is None else seed})
    return replace(plan, run=found)


def _threads(threads: int | None) -> int:
    from poortwachter.simulation.runner import Effort

    return Effort(threads=threads or 0).used_threads


def _approximation(plan: "Plan") -> "Measure":
    """Return what steers the search: the expected course of a world, without chance."""
    from functools import partial

    from poortwachter.study.expected.evaluate import expected_moments

    return partial(expected_moments, last_year=plan.run.last_year, price_year=plan.run.price_year)


def _fit(
    plan: "Plan",
    *,
    name: str,
    folder: Path,
    targets: Mapping[str, "Target"],
    threads: int | None,
    watch: "Watch",
) -> list[str]:
    """Make and write a fit, and return what is said of it."""
    from poortwachter.report.calibration import written
    from poortwachter.scenario.load import current_world
    from poortwachter.study.calibration.fit import calibrate as fitted
    from poortwachter.study.calibration.folder import write_fit
    from poortwachter.study.calibration.simulated import samples

    sample, check = samples(plan, threads=_threads(threads))
    found = fitted(
        plan, base=current_world(), sample=sample, check=check, approximate=_approximation(plan), watch=watch
    )
    page = page_of(found, name=name, targets=targets)
    write_fit(found, folder=folder, targets=targets, report=written(page))
    missed = sum(abs(row.apart) > 2.0 for row in page.rows if row.fitted)
    return [
        *page.about,
        f"{missed} of {len(plan.aims)} fitted figures are missed by more than two standard errors.",
        f"Not identified by the targets: {', '.join(page.not_identified) or 'none'}.",
    ]


def _recover(plan: "Plan", *, folder: Path, threads: int | None, watch: "Watch") -> list[str]:
    """Make a recovery test, write its outcome beside the fit, and return what is said of it."""
    from dataclasses import replace

    from poortwachter.primitives.files import write_whole
    from poortwachter.scenario.load import current_world
    from poortwachter.study.calibration.folder import RECOVERY
    from poortwachter.study.calibration.recovery import drawn_truth, recover, recovery_text
    from poortwachter.study.calibration.simulated import samples

    sample, check = samples(plan, threads=_threads(threads))
    found = recover(
        plan,
        base=current_world(),
        truth=drawn_truth(plan, seed=plan.run.check_seed),
        sample=sample,
        published=replace(check, workers=sample.workers, unemployed=sample.unemployed),
        approximate=_approximation(plan),
        watch=watch,
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / RECOVERY, recovery_text(found))
    return _recovered(found)


def _recovered(found: "Recovery") -> list[str]:
    free = found.plan.free
    worst = free[int(abs(found.apart).argmax())].name
    return [
        f"{len(free)} numbers recovered in {found.evaluations} simulations; the furthest, {worst}, lies "
        f"{found.worst:.1f} standard errors from the truth."
    ]


def page_of(fit: "Fit", *, name: str, targets: Mapping[str, "Target"]) -> "Page":
    """Return what is written of a fit."""
    from poortwachter.report.calibration import Page
    from poortwachter.study.calibration.folder import residuals_of

    unsure = fit.uncertain
    return Page(
        name=name,
        about=_about(fit),
        numbers=tuple(_numbers(fit)),
        values=tuple(_values(fit)),
        rows=tuple(residuals_of(fit, targets=targets)),
        correlations=tuple(tuple(float(value) for value in row) for row in unsure.correlations),
        not_identified=unsure.names,
        combinations=tuple((one.kept, one.text) for one in unsure.combinations),
        limit=fit.plan.run.not_identified,
    )


def _about(fit: "Fit") -> tuple[str, ...]:
    run = fit.plan.run
    steered = "steered by the expected values" if fit.approximated else "by least squares on the simulation alone"
    return (
        f"{len(fit.plan.aims)} figures, {len(fit.plan.free)} free numbers, {run.workers} workers, seed {run.seed}, "
        f"{fit.evaluations} simulations, {steered}; half the sum of squares {fit.cost:.1f}.",
        f"The figures of the model below come from {run.check_workers} workers on another seed ({run.check_seed}).",
        "Standard errors come from the slopes of the simulation, widened where the fit is worse than the stated "
        "errors; they say how tightly the targets hold a number, not how true the model is.",
    )


def _numbers(fit: "Fit") -> "Generator[Number]":
    from math import exp

    from poortwachter.report.calibration import Number

    low, high = fit.plan.bounds
    unsure = fit.uncertain
    for place, one in enumerate(fit.plan.free):
        log = float(fit.logs[place])
        yield Number(
            name=one.name,
            acts_on=_acts_on(one, plan=fit.plan),
            factor=exp(log),
            error=float(unsure.standard_errors[place]),
            kept=float(unsure.kept[place]),
            prior=f"{one.prior[0]:+g} ± {one.prior[1]:g}" if one.prior else f"{one.low:g} - {one.high:g}",
            at_bound=min(log - float(low[place]), float(high[place]) - log) < AT_BOUND,
        )


def _acts_on(one: "Free", *, plan: "Plan") -> str:
    """Return what a free number multiplies, with the cells as the plan names them."""
    where: Mapping[str, list[Any]] = plan.tree["free"][one.name].get("where") or {}
    cells = ", ".join("/".join(map(str, labels)) for labels in where.values())
    scale = " (odds)" if one.odds else ""
    return f"{', '.join(one.cells)}{f' [{cells}]' if cells else ''}{scale}".replace("<", "&lt;")


def _values(fit: "Fit") -> "Generator[Value]":
    from poortwachter.report.calibration import Value
    from poortwachter.study.calibration.folder import behaviour_tree

    for name, entry in behaviour_tree(fit).items():
        yield Value(name, _text(entry["start"]), _text(entry["value"]), _text(entry["relative_standard_error"]))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        dated = cast("Mapping[Any, Any]", value)
        return "; ".join(f"{day}: {_text(one)}" for day, one in dated.items())
    if isinstance(value, list):
        return f"[{', '.join(_text(one) for one in cast('list[Any]', value))}]"
    return f"{value:g}"


def _watch(*, shown: bool) -> "Watch":
    """Return a watcher that shows a bar per stage, with the sum of squares so far."""
    from contextlib import contextmanager

    bars = progress_bars("en", shown=shown)

    @contextmanager
    def stage(name: str, size: int) -> "Generator[Callable[[str], None]]":
        with bars(name, size) as bar:
            yield lambda said: bar(1, said and f"half sum of squares {said}")

    return stage
