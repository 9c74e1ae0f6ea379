"""Answer `poortwachter law`: every parameter with its dated values, on the screen or as the reference page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from poortwachter.cli.doubts import BEYOND
from poortwachter.cli.printed import value_text
from poortwachter.primitives.errors import InputError, Problem, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poortwachter.primitives.parameters import Parameter
    from poortwachter.scenario.load import World

PAGE = Path("docs/law.md")
"""Where the reference page is written unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(law)


def law(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only parameters with these words in their name or label.")
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write the reference page of every parameter instead, in Dutch.")
    ] = False,
    output: Annotated[Path | None, typer.Option(help=f"File of the reference page [{PAGE}].")] = None,
) -> None:
    """List every parameter with its dated values, unit, source and status."""
    from poortwachter.scenario.load import current_world

    world = current_world()
    if markdown:
        _write_page(world, words=words or [], path=output or PAGE)
    elif output is not None:
        raise InputError([Problem(f"--output {output}: only the reference page is written", "add --markdown")])
    else:
        _list(world, words=words or [])


def _write_page(world: "World", *, words: list[str], path: Path) -> None:
    from poortwachter.report.law_page import write_law_page

    if words:
        what = f"--markdown writes every parameter, not only those with {' and '.join(words)}"
        raise InputError([Problem(what, "leave out the words, or --markdown")])
    write_law_page(world, path=path)
    print(path)


def _list(world: "World", *, words: list[str]) -> None:
    from poortwachter.scenario.schema import LAYERS

    chosen = {layer: [each for each in world.layer(layer).values() if _matches(each, words)] for layer in LAYERS}
    if not any(chosen.values()):
        names = [name for layer in LAYERS for name in world.layer(layer)]
        raise InputError([Problem(f"no parameter has {' and '.join(words)}", one_of(words[0], names))])
    for layer, parameters in chosen.items():
        if parameters:
            print(f"# {layer}\n")
        for parameter in parameters:
            print("\n".join(_lines(parameter)), end="\n\n")


def _matches(parameter: "Parameter", words: list[str]) -> bool:
    text = f"{parameter.name} {parameter.label}".lower()
    return all(word.lower() in text for word in words)


def _lines(parameter: "Parameter") -> "Iterator[str]":
    standing = ", ".join(mark for mark in (parameter.status, parameter.reliability) if mark is not None)
    by = f" by {', '.join(parameter.by)}" if parameter.by else ""
    yield f"{parameter.name}  [{parameter.unit}{by}]  {standing}"
    yield f"  {parameter.label}"
    for day, value in parameter.values:
        yield f"  {day}  {value_text(value)}"
    if parameter.article is not None:
        yield f"  selected by {parameter.selects}; {parameter.article}"
    if parameter.last_day is not None and parameter.beyond is not None:
        yield f"  set to {parameter.last_day}; beyond that {BEYOND[parameter.beyond]}"
    for note in (parameter.reason, parameter.formula):
        if note is not None:
            yield f"  {' '.join(note.split())}"
    for source in parameter.sources:
        yield f"  source: {', '.join(part for part in (source.title, source.table, source.url) if part is not None)}"
