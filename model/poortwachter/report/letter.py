"""Make the cost table as a letter to Parliament has it: rounded, adding up, with what carries the amount below it."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from poortwachter.accounting.lines import LINES
from poortwachter.accounting.premiums import PREMIUM_LINES
from poortwachter.report.rounding import half_away, shares, supported_step
from poortwachter.report.words import Words
from poortwachter.results.bridge import BRIDGE_UNITS, Bridge
from poortwachter.results.channels import CHANNELS
from poortwachter.results.prices import FACTOR, FROM

if TYPE_CHECKING:
    import xarray as xr

    from poortwachter.scenario.resolve import RunOut

YEAR_COLUMNS: Final = 6
"""Years across the table when the caller names none."""

COARSE: Final = 5
"""The structural headline is also given rounded to this many millions."""

EUR_MLN: Final = "EUR mln"
"""How a unit begins that can be compared with our amounts."""

BAND: Final = 0.80
"""Share of the distribution inside a band."""

BAND_Z: Final = NormalDist().inv_cdf((1 + BAND) / 2)
"""Half width of a normal 80% band in standard errors."""

_SPENDING: Final = ("wia_benefits", "other_benefits", "execution_costs")
_WIA_PARTS: Final = ("iva", "wga", "wga_erd")
_OTHER_PARTS: Final = ("zw", "ww", "tw")

BLOCKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wia_benefits": "spending",
        "iva": "spending",
        "wga": "spending",
        "wga_erd": "spending",
        "other_benefits": "spending",
        "zw": "spending",
        "ww": "spending",
        "tw": "spending",
        "execution_costs": "spending",
        "total": "total",
        "premiums": "revenue",
        **dict.fromkeys(PREMIUM_LINES, "revenue"),
        "public_balance": "revenue",
        "employers": "memo",
        "noise": "range",
        "band": "range",
        "variants": "range",
    }
)
"""Every row a table can have, in its order, with the block it stands in."""

ROWS: Final = tuple(BLOCKS)
DEFAULT_ROWS: Final = tuple(name for name in ROWS if name not in (*_OTHER_PARTS, "public_balance"))
BOLD: Final = frozenset({"wia_benefits", "total"})
"""Rows that formats with type set in bold."""
_LINE: Final = {line.name: line for line in LINES}

_BRIDGE_DECIMALS: Final = {
    "weeks_earlier": 1,
    "award_share_after_sanction": 2,
    "stay_years": 1,
    "product_eur_mln": 1,
}


class Assumption(NamedTuple):
    """One figure that carries the amount, as text; `status` is a status of the parameter files."""

    label: str
    value: str
    status: str
    range: str = ""


class Variant(NamedTuple):
    """The structural WIA benefits under another reading, EUR mln, with its standard error."""

    name: str
    structural: float
    se: float


class Yardstick(NamedTuple):
    """A published structural amount to compare with `line`; `note` says what the source leaves open.

    It is set beside our amount when its unit begins with `EUR mln`.
    """

    amount: float
    unit: str
    what: str
    source: str
    note: str = ""
    line: str = "wia_benefits"


class Row(NamedTuple):
    """One row of the table: label, whether it is a part of the row above, flags U and E, a text per column.

    `amounts` are the rounded amounts behind the texts, EUR mln, NaN where unknown; a row of ranges has none.
    """

    name: str
    label: str
    part: bool
    flags: str
    cells: tuple[str, ...]
    amounts: tuple[float, ...] = ()
    coarse: float | None = None
    """The last amount in coarser steps, where the text gives it in brackets."""

    @property
    def block(self) -> str:
        """Return the block the row stands in."""
        return BLOCKS.get(self.name, "")


class Note(NamedTuple):
    """What stands below the table: a heading (may be empty), lines of text or numbered lines, or a small table.

    `widths` are shares of the page for the columns of a table of words; without them it is one of a label and numbers.
    """

    heading: str
    text: tuple[str, ...] = ()
    numbered: bool = False
    table: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class LetterTable:
    """The table with its notes, as text, ready for any format."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    caption: str = ""
    """The title without its number, for formats that number themselves."""
    decimals: int = 0
    """Of the amounts in the rows."""

    @property
    def has_coarse(self) -> bool:
        """Return whether a row gives its last amount in coarser steps too."""
        return any(row.coarse is not None for row in self.rows)


class _Column(NamedTuple):
    name: str
    values: Mapping[str, float]
    errors: Mapping[str, float]

    @property
    def step(self) -> float:
        """The finest step that the standard errors of the spending rows support, EUR mln."""
        return supported_step(max(_finite(self.errors[name]) for name in _SPENDING))


def letter_table(
    dataset: "xr.Dataset",
    *,
    words: Words,
    yardstick: Yardstick | None,
    assumptions: Sequence[Assumption],
    variants: Sequence[Variant],
    years: Sequence[int] = (),
    band: Mapping[str, tuple[float, float]] | None = None,
    rows: Sequence[str] = DEFAULT_ROWS,
) -> LetterTable:
    """Return the letter's table of a result.

    Args:
        dataset: what `results.assemble` returned.
        words: language of the table.
        yardstick: the published amount, if there is one.
        assumptions: what carries the amount, the heaviest first.
        variants: structural WIA benefits under other readings.
        years: columns; without any, six years from the first in which the reform has an effect.
        band: year or `structureel` -> 80% range of WIA benefits from draws of the behaviour. Without it the row
            shows the simulation noise, and says so.
        rows: which of `ROWS`; they stand in the order of the letter whatever the order here.
    """
    columns = _columns(dataset, years=years or _default_years(dataset))
    structural = columns[-1]
    found = (*_spending_rows(columns, words=words), *_memo_rows(columns, words=words))
    if band is not None or not without_errors(dataset):
        found += (_band_row(columns, band=band, words=words),)
    if variants:
        found += (_variants_row(variants, columns=columns, words=words),)
    noise = band is None and not without_errors(dataset) and "noise" in rows
    notes = (
        Note("", text=_remarks(dataset, columns=columns, words=words, noise=noise)),
        Note("", text=_comparison(structural, yardstick=yardstick, words=words)),
        *_bridge_note(dataset, structural=structural, words=words),
        *_assumption_note(assumptions, words=words),
        *_variant_note(variants, words=words),
    )
    heading = words["table.title"].format(year=dataset.attrs["price_year"])
    names = tuple(words["table.structural"] if c is structural else c.name for c in columns)
    shown = tuple(row for row in found if row.name in rows)
    return LetterTable(f"{words['table.number']}. {heading}", names, shown, notes, caption=heading)


def without_errors(dataset: "xr.Dataset") -> bool:
    """Return whether a result is one of expected values, without standard errors."""
    return "method" in dataset.attrs


def markdown(table: LetterTable) -> str:
    """Return the table and its notes as Markdown."""
    lines = [f"**{table.title}**", "", _markdown_row(("", "", *table.columns))]
    lines.append(_markdown_row((":--", ":--", *("--:" for _ in table.columns))))
    for row in table.rows:
        label = f"&nbsp;&nbsp;{row.label}" if row.part else row.label
        lines.append(_markdown_row((label, row.flags, *row.cells)))
    for note in table.notes:
        lines += markdown_note(note)
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def markdown_note(note: Note) -> list[str]:
    """Return the lines of Markdown of a note, each paragraph after an empty one."""
    lines = ["", f"**{note.heading}**"] if note.heading else []
    if note.table:
        head, *body = note.table
        rest = ":--" if note.widths else "--:"
        lines += ["", _markdown_row(head), _markdown_row((":--", *(rest for _ in head[1:])))]
        lines += [_markdown_row(row) for row in body]
    if note.text:
        lines += ["", *(f"{i}. {text}" for i, text in enumerate(note.text, 1))] if note.numbered else []
        lines += [] if note.numbered else [part for text in note.text for part in ("", text)]
    return lines


def run_out_line(run_outs: "Sequence[RunOut]", *, words: Words) -> str:
    """Return the line that names the values set to a day inside the run, by what the model does after it."""
    parts: list[str] = []
    for beyond in dict.fromkeys(each.beyond for each in run_outs):
        labels = [each.label for each in run_outs if each.beyond == beyond]
        parts.append(f"{words[f'beyond.{beyond}']} ({'; '.join(labels)})")
    return words["table.run_out"].format(count=len(run_outs), names=", ".join(parts))


def _default_years(dataset: "xr.Dataset") -> tuple[int, ...]:
    years = [int(year) for year in dataset["year"].to_numpy()]
    moved = dataset["line_effect"].to_numpy().any(axis=0)
    if not moved.any() and "effect" in dataset:
        moved = np.nan_to_num(dataset["effect"].to_numpy()).any(axis=(1, 2))
    start = int(np.argmax(moved)) if moved.any() else max(0, len(years) - YEAR_COLUMNS)
    return tuple(years[start : start + YEAR_COLUMNS])


def _columns(dataset: "xr.Dataset", *, years: Sequence[int]) -> tuple[_Column, ...]:
    def column(name: str, values: "xr.DataArray", errors: "xr.DataArray") -> _Column:
        return _Column(
            name,
            {line.name: float(values.sel(line=line.name)) for line in LINES},
            {line.name: float(errors.sel(line=line.name)) for line in LINES},
        )

    effect, error = dataset["line_effect"], dataset["line_effect_se"]
    found = [column(str(year), effect.sel(year=year), error.sel(year=year)) for year in years]
    return (*found, column("structureel", dataset["line_structural"], dataset["line_structural_se"]))


def _spending_rows(columns: Sequence[_Column], *, words: Words) -> tuple[Row, ...]:
    rounded = [_rounded(column) for column in columns]
    rows: list[Row] = []
    for name in ("wia_benefits", *_WIA_PARTS, "other_benefits", *_OTHER_PARTS, "execution_costs", "total"):
        amounts = [steps.get(name, math.nan) * column.step for column, steps in zip(columns, rounded, strict=True)]
        coarse = _coarse(columns[-1]) if name == "wia_benefits" else None
        rows.append(_row(name, amounts=amounts, words=words, coarse=coarse))
    return tuple(rows)


def _rounded(column: _Column) -> dict[str, int]:
    """Return the spending rows in steps of the column, adding up; nothing when the amounts are not known.

    Every row is its nearest step and the total the sum of the rows, so that a small amount is never shown as more
    than it is; the parts of the WIA are rounded to add up to its row.
    """
    step = column.step
    values = {name: value / step for name, value in column.values.items()}
    spending = [values[name] for name in _SPENDING]
    if not all(map(math.isfinite, spending)):
        return {}
    headline, *rest = (half_away(value) for value in spending)
    parts = shares([values[name] for name in _WIA_PARTS], total=headline)
    parts = parts or tuple(half_away(values[name]) for name in _WIA_PARTS)
    others = shares([values[name] for name in _OTHER_PARTS], total=rest[0])
    others = others or tuple(half_away(values[name]) for name in _OTHER_PARTS)
    names = ("wia_benefits", *_SPENDING[1:], "total", *_WIA_PARTS, *_OTHER_PARTS)
    return dict(zip(names, (headline, *rest, headline + sum(rest), *parts, *others), strict=True))


def _coarse(column: _Column) -> float | None:
    value = column.values["wia_benefits"]
    if not math.isfinite(value) or column.step > COARSE:
        return None
    return float(half_away(value / COARSE) * COARSE)


def _memo_rows(columns: Sequence[_Column], *, words: Words) -> tuple[Row, ...]:
    rows: list[Row] = []
    for name in ("premiums", "public_balance", "employers"):
        rows.append(_row(name, amounts=[_rounded_alone(column, name=name) for column in columns], words=words))
        if name == "premiums":
            rows.extend(_premium_rows(columns, words=words))
    return tuple(rows)


def _premium_rows(columns: Sequence[_Column], *, words: Words) -> Iterator[Row]:
    """Yield the parts of the premiums that change, in whole millions that add up to their row."""
    rounded = [
        shares([column.values[name] for name in PREMIUM_LINES], total=half_away(column.values["premiums"]))
        if math.isfinite(column.values["premiums"])
        else None
        for column in columns
    ]
    for place, name in enumerate(PREMIUM_LINES):
        if any(column.values[name] for column in columns if math.isfinite(column.values[name])):
            amounts = [math.nan if parts is None else float(parts[place]) for parts in rounded]
            yield _row(name, amounts=amounts, words=words)


def _rounded_alone(column: _Column, *, name: str) -> float:
    """Return an amount in the steps its own error supports; the balance as total minus premiums are shown."""
    if name == "public_balance":
        steps = _rounded(column)
        return (steps["total"] * column.step if steps else math.nan) - _rounded_alone(column, name="premiums")
    step, value = supported_step(_finite(column.errors[name])), column.values[name]
    return half_away(value / step) * step if math.isfinite(value) else value


def _row(name: str, *, amounts: Sequence[float], words: Words, coarse: float | None = None) -> Row:
    line = _LINE.get(name)
    part = line is not None and bool(line.part_of)
    flags = "" if line is None or part else " ".join(_flags(expenditure=line.expenditure, emu=line.emu))
    cells = [words.number(amount) for amount in amounts]
    if coarse is not None:
        cells[-1] += f" ({words.number(coarse)})"
    return Row(name, words[f"line.{name}"], part, flags, tuple(cells), tuple(amounts), coarse)


def _flags(*, expenditure: bool, emu: bool) -> tuple[str, ...]:
    return ("U",) * expenditure + ("E",) * emu


def _band_row(columns: Sequence[_Column], *, band: Mapping[str, tuple[float, float]] | None, words: Words) -> Row:
    cells: list[str] = []
    for column in columns:
        if band is not None:
            low, high = band.get(column.name, (math.nan, math.nan))
            cells.append(_span(low, high, step=column.step, words=words))
        else:
            value, se = column.values["wia_benefits"], column.errors["wia_benefits"]
            cells.append(_noise(value - BAND_Z * se, value + BAND_Z * se, words=words))
    name = "noise" if band is None else "band"
    return Row(name, words[f"table.{name}"], False, "", tuple(cells))


def _variants_row(variants: Sequence[Variant], *, columns: Sequence[_Column], words: Words) -> Row:
    amounts = [variant.structural for variant in variants]
    own = columns[-1].values["wia_benefits"]
    amounts += [own] if math.isfinite(own) else []
    step = supported_step(max(_finite(variant.se) for variant in variants))
    cell = _span(min(amounts), max(amounts), step=step, words=words)
    blank = ("",) * (len(columns) - 1)
    return Row("variants", words["table.variants_range"], False, "", (*blank, cell))


def _noise(low: float, high: float, *, words: Words) -> str:
    """Return an interval of simulation noise; a narrow one with a decimal, so that it does not vanish."""
    return words.span(low, high, decimals=1 if high - low < COARSE else 0)


def _span(low: float, high: float, *, step: float, words: Words) -> str:
    if not (math.isfinite(low) and math.isfinite(high)):
        return words["number.unknown"]
    return words.span(half_away(low / step) * step, half_away(high / step) * step)


def supported(value: float, *, se: float, words: Words) -> str:
    """Return an amount with one decimal where its standard error is below half a million, else in supported steps."""
    if _finite(se) < 1 / 2:
        return words.number(value, decimals=1)
    step = supported_step(_finite(se))
    return words.number(half_away(value / step) * step if math.isfinite(value) else value)


def _finite(se: float) -> float:
    return se if math.isfinite(se) else 0.0


def _remarks(dataset: "xr.Dataset", *, columns: Sequence[_Column], words: Words, noise: bool) -> tuple[str, ...]:
    attributes = dataset.attrs
    found = [words["table.scenario"].format(title=str(attributes["title"]).rstrip("."))]
    fast = "_fast" if without_errors(dataset) else ""
    source = words[f"table.source{fast}"].format(
        version=json.loads(attributes["versions"]).get("poortwachter", "?"),
        hash=str(attributes["plan_hash"])[:12],
        lives=words.number(float(attributes["lives"])),
        estimator=attributes["estimator"],
        seed=attributes["seed"],
    )
    found.append(source)
    structural = columns[-1]
    if math.isfinite(structural.values["wia_benefits"]):
        se = structural.errors["wia_benefits"]
        error = words.number(se, decimals=2 if se < 1 else 1)
        year = attributes.get(FROM, attributes["price_year"])
        found.append(words[f"table.structural_how{fast}"].format(year=year, se=error))
    else:
        found.append(words["table.unsettled"])
    found.append(" ".join([words["table.rounding"], *_coarse_columns(columns, words=words)]))
    if FROM in attributes:
        found.append(
            words["table.rescaled"].format(
                year=attributes["price_year"],
                old=attributes[FROM],
                factor=words.number(float(attributes[FACTOR]), decimals=4),
            )
        )
    if noise:
        found.append(words["table.noise_is_not_uncertainty"])
    if not any(column.values["premiums"] for column in columns if math.isfinite(column.values["premiums"])):
        found.append(words["table.no_premiums"])
    return (*found, *_compensation(dataset, words=words))


def _coarse_columns(columns: Sequence[_Column], *, words: Words) -> tuple[str, ...]:
    coarse = [
        words["table.coarse_column"].format(
            column=words["table.structural"] if column is columns[-1] else column.name, step=words.number(column.step)
        )
        for column in columns
        if column.step > 1
    ]
    return (words["table.coarse"].format(columns="; ".join(coarse)),) if coarse else ()


def _compensation(dataset: "xr.Dataset", *, words: Words) -> tuple[str, ...]:
    place = {"item": "compensatie_tv", "payer": "aof"}
    value, se = (float(dataset[name].sel(place)) for name in ("structural", "structural_se"))
    if not math.isfinite(value) or value == 0:
        return ()
    return (words["table.compensation"].format(amount=supported(value, se=se, words=words)),)


def _comparison(structural: _Column, *, yardstick: Yardstick | None, words: Words) -> tuple[str, ...]:
    if yardstick is None:
        return (words["table.no_yardstick"],)
    value, se = structural.values[yardstick.line], structural.errors[yardstick.line]
    known = math.isfinite(value) and yardstick.unit.startswith(EUR_MLN)
    said = words["table.yardstick_structural" if known else "table.yardstick"].format(
        amount=yardstick_amount(yardstick, words=words),
        what=yardstick.what,
        source=yardstick.source,
        line=words[f"line.{yardstick.line}"],
        ours=words["amount.eur_mln"].format(amount=supported(value, se=se, words=words)),
    )
    return (f"{said} {yardstick.note}".rstrip(),)


def yardstick_amount(yardstick: Yardstick, *, words: Words) -> str:
    """Return the published amount as text; `EUR mln` in its unit is written as the language has it."""
    amount = words.number(yardstick.amount, decimals=0 if float(yardstick.amount).is_integer() else 1)
    if not yardstick.unit.startswith(EUR_MLN):
        return f"{amount} {yardstick.unit}".rstrip()
    return words["amount.eur_mln"].format(amount=amount) + yardstick.unit.removeprefix(EUR_MLN)


def _bridge_note(dataset: "xr.Dataset", *, structural: _Column, words: Words) -> tuple[Note, ...]:
    if "bridge" not in dataset:
        return ()
    bridge = Bridge.from_values(dataset["bridge"].to_numpy())
    rows = [(words["bridge.term"], words["bridge.value"])]
    for term in BRIDGE_UNITS:
        value = words.number(getattr(bridge, term), decimals=_BRIDGE_DECIMALS.get(term, 0))
        rows.append((words[f"bridge.{term}"], value))
    value, se = structural.values["wia_benefits"], structural.errors["wia_benefits"]
    own = "bridge.expected" if without_errors(dataset) else "bridge.simulated"
    rows.append((words[own], supported(value, se=se, words=words)))
    rows += _channel_rows(dataset, words=words)
    return (Note(words["bridge.title"], table=tuple(rows), text=(words["bridge.explained"],)),)


def _channel_rows(dataset: "xr.Dataset", *, words: Words) -> list[tuple[str, str]]:
    """Return the channels; in tenths they add up as the simulated amount above them shows it."""
    if "channel_structural" not in dataset:
        return []
    amounts, errors = (dataset[name].to_numpy() for name in ("channel_structural", "channel_structural_se"))
    labels = [words[f"channel.{channel}"] for channel in CHANNELS]
    tenths = (
        shares((amounts * 10).tolist(), total=half_away(float(amounts.sum()) * 10))
        if np.isfinite(amounts).all()
        else None
    )
    if tenths is None or max(errors) >= 1 / 2:
        texts = [supported(float(a), se=float(e), words=words) for a, e in zip(amounts, errors, strict=True)]
    else:
        texts = [words.number(tenth / 10, decimals=1) for tenth in tenths]
    return list(zip(labels, texts, strict=True))


def _assumption_note(assumptions: Sequence[Assumption], *, words: Words) -> tuple[Note, ...]:
    if not assumptions:
        return ()
    text = tuple(
        words["table.assumption" if item.range else "table.assumption_without_range"].format(
            label=item.label,
            value=item.value,
            status=words.or_else(f"status.{item.status}", item.status),
            range=item.range,
        )
        for item in assumptions
    )
    return (Note(words["table.assumptions"], text=text, numbered=True),)


def _variant_note(variants: Sequence[Variant], *, words: Words) -> tuple[Note, ...]:
    if not variants:
        return ()
    head = (words["table.variant"], words["table.amount"], words["table.se"])
    body = tuple(
        (
            variant.name,
            supported(variant.structural, se=variant.se, words=words),
            words.number(variant.se, decimals=2 if variant.se < 1 else 1),
        )
        for variant in variants
    )
    return (Note(words["table.variants"], table=(head, *body)),)
