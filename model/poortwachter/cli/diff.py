"""Answer `poortwachter diff`: two scenarios or results side by side."""

from typing import TYPE_CHECKING, Annotated

import typer

from poortwachter.cli.printed import value_text
from poortwachter.primitives.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poortwachter.study.diff import Diff, LineDiff, Pair, ParameterDiff

YEARS_SHOWN = 6
SHOWN = 60
"""Longer texts are cut to this many characters."""

SideArgument = Annotated[str, typer.Argument(help="A shipped name, the path of a scenario, or a result folder.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(diff)


def diff(
    one: SideArgument,
    other: SideArgument,
    variant_one: Annotated[str | None, typer.Option(help="A variant of the first scenario.")] = None,
    variant_other: Annotated[str | None, typer.Option(help="A variant of the second scenario.")] = None,
    years: Annotated[
        str | None, typer.Option(help="Years of the table, as 2027,2030 or 2027-2032 [six from the first effect].")
    ] = None,
) -> None:
    """Tell what differs between two scenarios, two results, or one of each."""
    from poortwachter.study.diff import diff as differences

    wanted = None if years is None else _years(years)
    found = differences(one, other, variant_one=variant_one, variant_other=variant_other)
    print(f"A: {found.titles[0]} ({one})\nB: {found.titles[1]} ({other})")
    for line in _report(found, years=wanted):
        print(line)


def _report(found: "Diff", *, years: set[str] | None) -> "Iterator[str]":
    if found.nothing:
        yield "\nNothing differs."
    if found.parameters:
        yield "\nParameters (A | B)"
    for parameter in found.parameters:
        yield from _parameter(parameter)
    yield from _pairs("\nSettings (A | B)", found.settings)
    if found.lines is not None and not found.same_content:
        yield from _lines(found.lines, years=years)
    yield from _pairs("\nMade by (A | B)", found.provenance or ())
    if found.same_content is not None:
        yield f"\nThe figures are {'the same, to the last bit' if found.same_content else 'not the same'}."


def _parameter(parameter: "ParameterDiff") -> "Iterator[str]":
    yield f"  {parameter.name}  [{parameter.unit}]  {parameter.label}  ({parameter.layer}; {parameter.scope})"
    for step in parameter.steps:
        here, there = (value_text(value) for value in step.values)
        yield f"    from {step.day}: {here} | {there}" if here != there else f"    from {step.day}: {here} in both"
    if parameter.sources[0] == parameter.sources[1]:
        yield f"    source of both: {parameter.sources[0]}"
        return
    for side, source in zip("AB", parameter.sources, strict=True):
        yield f"    source of {side}: {source}"


def _pairs(title: str, pairs: "Iterable[Pair]") -> "Iterator[str]":
    for number, pair in enumerate(pairs):
        if not number:
            yield title
        here, there = (value if len(value) <= SHOWN else f"{value[: SHOWN - 3]}..." for value in pair.values)
        yield f"  {pair.name}: {here or 'none'} | {there or 'none'}"


def _lines(lines: "tuple[LineDiff, ...]", *, years: set[str] | None) -> "Iterator[str]":
    wanted = years or _first_years(lines)
    apart = {line.line for line in lines if line.difference}
    yield "\nLines of the table, EUR mln (A | B | B - A; standard errors in brackets, that of B - A as if independent)"
    for line in lines:
        if line.line in apart and (line.year in wanted or not line.year.isdigit()):
            cells = [f"{amount:11.2f} ({error:.2f})" for amount, error in zip(line.amounts, line.errors, strict=True)]
            yield f"  {line.line:16}{line.year:>12}{' |'.join(cells)} |{line.difference:+11.2f} ({line.error:.2f})"


def _first_years(lines: "tuple[LineDiff, ...]") -> set[str]:
    """Return the first six years from that in which either side has an effect."""
    years = sorted({line.year for line in lines if line.year.isdigit()})
    moved = [line.year for line in lines if line.year.isdigit() and any(line.amounts)]
    start = years.index(min(moved)) if moved else 0
    return set(years[start : start + YEARS_SHOWN])


def _years(text: str) -> set[str]:
    chosen: set[str] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdigit() and (last or first).isdigit()):
            raise InputError([Problem(f"--years {text}: {part!r} is no year", "write 2027,2030 or 2027-2032")])
        chosen |= {str(year) for year in range(int(first), int(last or first) + 1)}
    return chosen
