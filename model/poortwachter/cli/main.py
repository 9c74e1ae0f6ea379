"""Answer on the command line. Everything heavy is imported inside the command that needs it."""

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from poortwachter import __version__
from poortwachter.cli import (
    benefit,
    calibrate,
    catalogue,
    diff,
    ensemble,
    examples,
    explain,
    groups,
    init,
    monitor,
    sensitivity,
    spread,
    table,
    validate,
    verify,
)
from poortwachter.cli.stop import SAID, STOPPED
from poortwachter.primitives.errors import InputError, Problem, one_of, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poortwachter.api import Comparison, Result
    from poortwachter.primitives.parameters import Parameter
    from poortwachter.scenario.load import World
    from poortwachter.scenario.resolve import Difference, Resolved, RunOut

BAD_INPUT = 2

LAW_PAGE = Path("docs/law.md")
"""Where the reference page of every parameter is written unless told otherwise."""

app = typer.Typer(
    help="Estimate what a change in Dutch sickness and disability policy costs, and print the table of the letter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
benefit.register(app)
calibrate.register(app)
catalogue.register(app)
diff.register(app)
ensemble.register(app)
examples.register(app)
explain.register(app)
groups.register(app)
init.register(app)
monitor.register(app)
sensitivity.register(app)
spread.register(app)
table.register(app)
validate.register(app)
verify.register(app)

ScenarioArgument = Annotated[str, typer.Argument(help="A shipped name or the path of a scenario file.")]
VariantOption = Annotated[str | None, typer.Option(help="A variant that the scenario names.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Refuse a scenario with warnings or values that run out.")]


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 stopped by Ctrl-C, 1 anything else."""
    try:
        app()
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as ending:
        if ending.code == STOPPED:
            _stopped()
        raise
    except InputError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except OSError as error:
        print(f"{error.filename or 'poortwachter'}: {error.strerror or error}", file=sys.stderr)
        sys.exit(1)


def _stopped() -> None:
    print(SAID, file=sys.stderr)
    sys.exit(STOPPED)


def _version(asked: bool) -> None:
    if asked:
        print(f"poortwachter {__version__}")
        raise typer.Exit


@app.callback()
def _entry(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Take the options that hold for every command."""


@app.command()
def run(
    scenario: ScenarioArgument,
    variant: VariantOption = None,
    workers: Annotated[int | None, typer.Option(help="Simulated employees in work on 1 January 2025.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance events.")] = None,
    output: Annotated[Path | None, typer.Option(help="Result folder [./uitkomsten/<scenario>-<hash>].")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")] = None,
    block_size: Annotated[int | None, typer.Option(min=1, help="Workers per block; never changes a result.")] = None,
    to: Annotated[int | None, typer.Option(help="Last simulated year.")] = None,
    method: Annotated[
        str | None,
        typer.Option(help="Estimator auto, pair, affected or split; or fast: expected values in seconds, approximate."),
    ] = None,
    responses: Annotated[
        str | None, typer.Option(help="Responses to the reform: off (first order), on, or a factor on them.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the table: nl or en.")] = "nl",
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Leave the figures out.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor table.")] = False,
    strict: StrictOption = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a folder that holds another plan.")] = False,
) -> None:
    """Simulate a scenario, or with --method fast compute it approximately, and write its result folder."""
    from poortwachter.cli.progress import progress_bars
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions, resolve

    if lang not in ("nl", "en"):
        raise InputError([Problem(f"--lang {lang}: there is no such language", one_of(lang, ("nl", "en")))])
    options = RunOptions(seed=seed, workers=workers, to=to, method=method, responses=responses)
    resolved = resolve(load(scenario, variant=variant), options)
    warn(resolved, strict=strict)

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
        _show(result)
        print(f"\nNext, for a Word table: poortwachter table {result.folder}")


@app.command()
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(help="Measures in order, NAME:VARIANT for a variant; or one scenario with measures.")
    ],
    workers: Annotated[int | None, typer.Option(help="Simulated employees in work on 1 January 2025.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance events.")] = None,
    output: Annotated[Path | None, typer.Option(help="Result folder [./uitkomsten/<measures>-<hash>].")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")] = None,
    block_size: Annotated[int | None, typer.Option(min=1, help="Workers per block; never changes a result.")] = None,
    to: Annotated[int | None, typer.Option(help="Last simulated year.")] = None,
    responses: Annotated[
        str | None, typer.Option(help="Responses to the reform: off (first order), on, or a factor on them.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the table: nl or en.")] = "nl",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor table.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a folder that holds another plan.")] = False,
) -> None:
    """Divide a package over its measures: each alone, stacked in order, by Shapley, and their interaction."""
    from poortwachter.cli.progress import progress_bars

    if lang not in ("nl", "en"):
        raise InputError([Problem(f"--lang {lang}: there is no such language", one_of(lang, ("nl", "en")))])

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
        _show(result)


@app.command()
def check(scenario: ScenarioArgument, variant: VariantOption = None, strict: StrictOption = False) -> None:
    """Show every error at once, then what differs from current law."""
    from poortwachter.scenario.resolve import check as checked

    resolved = checked(scenario, variant=variant)
    print(resolved.title)
    settings = resolved.run
    print(
        f"{settings.workers} workers, seed {settings.seed}, to {settings.to}, method {settings.method}, "
        f"prices of {settings.price_year}, population: {settings.population}"
    )
    if resolved.run.alignment:
        print(f"Aligned: {resolved.run.alignment}, with the same factors in baseline and reform.")
    if resolved.run.responses != 1.0:
        print(f"Responses at {resolved.run.responses:g} of their distance to their neutral value (0: first order).")
    if resolved.run.capacity:
        print("Waits at UWV are solved when it is run, from the hours of its doctors.")
    if not resolved.differences:
        print("Nothing differs from current law and behaviour: the effect is exactly 0.")
    else:
        print("Differs from current law and behaviour:")
    for name, changes in groupby(resolved.differences, key=lambda change: change.name):
        for change in changes:
            print(f"  {change.name}  from {change.date}: {_changed(change)}  ({change.scope})")
        for line in _sourced(name, resolved):
            print(f"    {line}")
    warn(resolved, strict=strict)


@app.command()
def law(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only parameters with these words in their name or label.")
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write the reference page of every parameter instead, in Dutch.")
    ] = False,
    output: Annotated[Path | None, typer.Option(help=f"File of the reference page [{LAW_PAGE}].")] = None,
) -> None:
    """List every parameter with its dated values, unit, source and status."""
    from poortwachter.scenario.load import current_world
    from poortwachter.scenario.schema import LAYERS

    world = current_world()
    if markdown:
        _write_law_page(world, words=words or (), output=output)
        return
    if output is not None:
        raise InputError([Problem(f"--output {output}: only the reference page is written", "add --markdown")])
    found = 0
    for layer in LAYERS:
        chosen = [each for each in world.layer(layer).values() if _matches(each, words or ())]
        found += len(chosen)
        if chosen:
            print(f"# {layer}\n")
        for parameter in chosen:
            _list(parameter)
    if not found:
        names = [name for layer in LAYERS for name in world.layer(layer)]
        raise InputError([Problem(f"no parameter has {' and '.join(words or ())}", one_of((words or [""])[0], names))])


def _write_law_page(world: "World", *, words: list[str] | tuple[()], output: Path | None) -> None:
    from poortwachter.report.law_page import write_law_page

    if words:
        what = f"--markdown writes every parameter, not only those with {' and '.join(words)}"
        raise InputError([Problem(what, "leave out the words, or --markdown")])
    path = output or LAW_PAGE
    write_law_page(world, path=path)
    print(path)


def _matches(parameter: "Parameter", words: list[str] | tuple[()]) -> bool:
    text = f"{parameter.name} {parameter.label}".lower()
    return all(word.lower() in text for word in words)


def _list(parameter: "Parameter") -> None:
    marks = [parameter.status, parameter.reliability]
    standing = ", ".join(mark for mark in marks if mark is not None)
    by = f" by {', '.join(parameter.by)}" if parameter.by else ""
    print(f"{parameter.name}  [{parameter.unit}{by}]  {standing}")
    print(f"  {parameter.label}")
    for day, value in parameter.values:
        print(f"  {day}  {_shown(value)}")
    if parameter.article is not None:
        print(f"  selected by {parameter.selects}; {parameter.article}")
    if parameter.last_day is not None and parameter.beyond is not None:
        print(f"  set to {parameter.last_day}; beyond that {BEYOND[parameter.beyond]}")
    for note in (parameter.reason, parameter.formula):
        if note is not None:
            print(f"  {' '.join(note.split())}")
    for source in parameter.sources:
        print(f"  source: {', '.join(part for part in (source.title, source.table, source.url) if part is not None)}")
    print()


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_shown(each) for each in cast('tuple[Any, ...]', value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}"


def _changed(change: "Difference") -> str:
    later = ", ".join(f"{_shown(value)} from {day}" for day, value in change.replaced)
    if change.old == change.new:
        return f"held at {_shown(change.new)} instead of {later}"
    return f"{_shown(change.old)} -> {_shown(change.new)}{f', instead of {later}' if later else ''}"


def _sourced(name: str, resolved: "Resolved") -> "Iterator[str]":
    """Tell what a changed parameter is, where its value of now comes from and where the new one does."""
    from poortwachter.scenario.schema import LAYERS

    parameter = next(resolved.current.layer(layer)[name] for layer in LAYERS if name in resolved.current.layer(layer))
    selected = "" if parameter.selects == "none" else f", selected by {parameter.selects}"
    yield f"{parameter.label} [{parameter.unit}]{selected}"
    titles = list(dict.fromkeys(source.title for source in parameter.sources))
    more = f" and {len(titles) - 1} more (poortwachter law {name})" if len(titles) > 1 else ""
    address = f", {parameter.source.url}" if parameter.source.url else ""
    marks = (f"{mark}; " for mark in (parameter.article, parameter.status) if mark)
    yield f"now: {''.join(marks)}{titles[0]}{address}{more}"
    yield f"new: {resolved.source or 'the scenario gives no source'}"


def warn(resolved: "Resolved", *, strict: bool) -> None:
    """Print what is doubtful in a scenario; refuse it where that is asked for."""
    if strict:
        refuse(_refusals(resolved))
    for warning in resolved.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if resolved.run_outs:
        print(f"warning: {_run_out_paragraph(resolved.run_outs)}", file=sys.stderr)


def _refusals(resolved: "Resolved") -> "Iterator[Problem]":
    for warning in resolved.warnings:
        yield Problem(warning, "or leave out --strict")
    for name, _, last, beyond in resolved.run_outs:
        what = f"{name} is set to {last}; beyond that it is {BEYOND[beyond]}"
        yield Problem(what, f"end the run in {last.year} (--to), or leave out --strict")


def _run_out_paragraph(run_outs: "Sequence[RunOut]") -> str:
    """Return in one paragraph which values run out during the run, by what the model does after them."""
    parts: list[str] = []
    for beyond, words in BEYOND.items():
        named = [f"{each.name} ({each.last})" for each in run_outs if each.beyond == beyond]
        if named:
            parts.append(f"{words}: {', '.join(named)}")
    count = f"{len(run_outs)} values run out" if len(run_outs) > 1 else "one value runs out"
    return f"{count} before the run ends; after the day shown, {'; '.join(parts)}"


BEYOND = {
    "indexed": "indexed with wages",
    "held": "held at the last value",
    "assumed": "on an assumed path",
}
"""What the model does after the last period a value is set for."""


def _show(result: "Result | Comparison") -> None:
    """Print the table of a result and where it was written."""
    from rich.console import Console

    console = Console(markup=False, highlight=False, width=max(Console().width, TABLE_WIDTH))
    console.print(result.table())
    console.print(f"\n{result.folder}/")


TABLE_WIDTH = 132
"""Narrower than this the columns of the table would be cut."""
