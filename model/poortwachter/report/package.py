"""Show what each measure of a package adds: alone, stacked, by Shapley, and what the interaction is."""

from collections.abc import Iterable, Sequence
from math import factorial
from typing import TYPE_CHECKING, Final

import numpy as np

from poortwachter.report.letter import YEAR_COLUMNS, LetterTable, Note, Row
from poortwachter.report.rounding import half_away, shares
from poortwachter.report.words import Words
from poortwachter.results.package import ALONE, SHAPLEY, STACKED, WAYS

if TYPE_CHECKING:
    import xarray as xr

_FIRST: Final = "wia_benefits"
_OTHERS: Final = ("public_balance", "employers")
"""Lines of the cost table that are divided in the document; all lines stand in the data."""
_TENTHS: Final = 10


def package_table(dataset: "xr.Dataset", *, words: Words, years: Sequence[int] = ()) -> LetterTable:
    """Return the table of a package and its notes; amounts in tenths of a million that add up after rounding.

    years: of what is told by year; without any, six from the first in which the package changes something.
    """
    notes = (
        Note("", text=tuple(_remarks(dataset, words=words))),
        Note("", text=(_source(dataset, words=words),)),
        *(_divided(dataset, line=line, words=words) for line in _OTHERS),
        _by_year(dataset, line=_FIRST, years=years or _first_years(dataset, line=_FIRST), words=words),
    )
    heading = _title(dataset, line=_FIRST, words=words)
    rows = _rows(dataset, _FIRST, words=words)
    return LetterTable(f"{words['table.number']}. {heading}", _columns(words), rows, notes, heading, decimals=1)


def _title(dataset: "xr.Dataset", *, line: str, words: Words) -> str:
    return words["package.title"].format(
        count=dataset.sizes["measure"], line=words[f"line.{line}"], year=dataset.attrs["price_year"]
    )


def _columns(words: Words) -> tuple[str, ...]:
    return tuple(text for way in WAYS for text in (words[f"package.{way}"], words["package.se"]))


def _rows(dataset: "xr.Dataset", line: str, *, words: Words) -> tuple[Row, ...]:
    """Return the rows of every measure, of the interaction and of the whole."""
    whole = float(dataset["whole_structural"].sel(line=line))
    between = float(dataset["interaction_structural"].sel(line=line))
    parts = {way: dataset["part_structural"].sel(line=line, way=way).to_numpy() for way in WAYS}
    total = half_away(whole * _TENTHS)
    tenths = {way: _adding_up(parts[way], total=total) for way in (STACKED, SHAPLEY)}
    alone = _adding_up([*parts[ALONE], between], total=total)
    tenths[ALONE], apart = alone[:-1], alone[-1]

    def error(name: str, **place: str) -> float:
        return float(dataset[name].sel({"line": line, **place}))

    def row(name: str, label: str, pairs: Sequence[tuple[int, float]]) -> Row:
        texts = [(words.number(value / _TENTHS, decimals=1), _bracketed(se, words)) for value, se in pairs]
        missing = 2 * (len(WAYS) - len(pairs))
        amounts = [amount for value, se in pairs for amount in (value / _TENTHS, se)] + [np.nan] * missing
        cells = [text for pair in texts for text in pair] + [""] * missing
        return Row(name, label, False, "", tuple(cells), tuple(amounts))

    rows = [
        row(name, title, [(tenths[way][p], error("part_structural_se", way=way, measure=name)) for way in WAYS])
        for p, (name, title) in enumerate(_measures(dataset))
    ]
    rows.append(row("interaction", words["package.interaction"], [(apart, error("interaction_structural_se"))]))
    rows.append(row("total", words["package.whole"], [(total, error("whole_structural_se"))] * len(WAYS)))
    return tuple(rows)


def _bracketed(se: float, words: Words) -> str:
    return f"({words.number(se, decimals=1)})"


def _adding_up(values: Iterable[float], *, total: int) -> tuple[int, ...]:
    """Return amounts in tenths that add up; where no rounding up or down does, each rounded for itself."""
    scaled = [float(value) * _TENTHS for value in values]
    return shares(scaled, total=total) or tuple(half_away(value) for value in scaled)


def _measures(dataset: "xr.Dataset") -> list[tuple[str, str]]:
    return [(str(n), str(t)) for n, t in zip(dataset["measure"].values, dataset["measure_title"].values, strict=True)]


def _divided(dataset: "xr.Dataset", *, line: str, words: Words) -> Note:
    head = (words["package.measure"], *_columns(words))
    rows = tuple((row.label, *row.cells) for row in _rows(dataset, line, words=words))
    return Note(f"{words[f'line.{line}']} ({words['package.structural']})", table=(head, *rows))


def _first_years(dataset: "xr.Dataset", *, line: str) -> list[int]:
    """Return the first years in which the package changes anything."""
    whole = dataset["whole"].sel(line=line).to_numpy()
    start = int(np.argmax(whole != 0)) if whole.any() else max(0, len(whole) - YEAR_COLUMNS)
    return [int(year) for year in dataset["year"].to_numpy()[start : start + YEAR_COLUMNS]]


def _by_year(dataset: "xr.Dataset", *, line: str, years: Sequence[int], words: Words) -> Note:
    """Return what every measure adds in some years to those named before it."""
    chosen = dataset.sel(line=line, year=list(years))
    whole, parts = chosen["whole"].to_numpy(), chosen["part"].sel(way=STACKED).to_numpy()
    totals = [half_away(amount * _TENTHS) for amount in whole]
    columns = [_adding_up(parts[:, place], total=total) for place, total in enumerate(totals)]
    head = (words["package.measure"], *map(str, years))
    rows = [
        (title, *(words.number(column[place] / _TENTHS, decimals=1) for column in columns))
        for place, (_, title) in enumerate(_measures(dataset))
    ]
    rows.append((words["package.whole"], *(words.number(total / _TENTHS, decimals=1) for total in totals)))
    return Note(words["package.by_year"].format(line=words[f"line.{line}"]), table=(head, *rows))


def _remarks(dataset: "xr.Dataset", *, words: Words) -> list[str]:
    said = [words["package.how"]]
    attributes = dataset.attrs
    if attributes["orders"]:
        error = float(np.nanmax(dataset["order_structural_se"].sel(line=_FIRST).to_numpy()))
        every = factorial(dataset.sizes["measure"])
        text = words["package.orders"].format(
            orders=attributes["orders"], all=every, error=words.number(error, decimals=1)
        )
        said.append(text)
    if attributes["split"]:
        said.append(words["package.split"].format(names=attributes["split"]))
    return said


def _source(dataset: "xr.Dataset", *, words: Words) -> str:
    attributes = dataset.attrs
    keys = ("version", "lives", "subsets", "worlds", "seed")
    facts = {key: attributes[key] for key in keys} | {"hash": str(attributes["plan_hash"])[:8]}
    facts["lives"] = words.number(float(attributes["lives"]))
    return words["package.source"].format(**facts)
