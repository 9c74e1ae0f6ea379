"""Answer `poortwachter check`: every error of a scenario at once, or what differs from current law."""

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from poortwachter.cli import options
from poortwachter.cli.doubts import warn
from poortwachter.cli.printed import value_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poortwachter.scenario.resolve import Difference, Resolved, RunSettings


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


def check(scenario: options.Scenario, variant: options.Variant = None, strict: options.Strict = False) -> None:
    """Show every error at once, then what differs from current law."""
    from poortwachter.scenario.resolve import check as checked

    resolved = checked(scenario, variant=variant)
    print("\n".join([resolved.title, *_settings(resolved.run), *_differences(resolved)]))
    warn(resolved, strict=strict)


def _settings(run: "RunSettings") -> "Iterator[str]":
    yield (
        f"{run.workers} workers, seed {run.seed}, to {run.to}, method {run.method}, "
        f"prices of {run.price_year}, population: {run.population}"
    )
    if run.alignment:
        yield f"Aligned: {run.alignment}, with the same factors in baseline and reform."
    if run.responses != 1.0:
        yield f"Responses at {run.responses:g} of their distance to their neutral value (0: first order)."
    if run.capacity:
        yield "Waits at UWV are solved when it is run, from the hours of its doctors."


def _differences(resolved: "Resolved") -> "Iterator[str]":
    if not resolved.differences:
        yield "Nothing differs from current law and behaviour: the effect is exactly 0."
        return
    yield "Differs from current law and behaviour:"
    for name, changes in groupby(resolved.differences, key=lambda change: change.name):
        for change in changes:
            yield f"  {change.name}  from {change.date}: {_changed(change)}  ({change.scope})"
        for line in _sourced(name, resolved):
            yield f"    {line}"


def _changed(change: "Difference") -> str:
    later = ", ".join(f"{value_text(value)} from {day}" for day, value in change.replaced)
    if change.old == change.new:
        return f"held at {value_text(change.new)} instead of {later}"
    return f"{value_text(change.old)} -> {value_text(change.new)}{f', instead of {later}' if later else ''}"


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
