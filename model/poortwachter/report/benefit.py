"""Show the benefit of one person as text, in Dutch or English: what it rests on, month by month, and who bears it.

The protocols say what is read of a benefit, since the calculation stands in a package beside this one.
"""

# ruff: noqa: D102  (members of a protocol are described where they are given)

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, Protocol

from poortwachter.report.words import Words

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

CENTS: Final = 100
NUMERIC: Final = ("amount", "holiday")
COLUMNS: Final = ("month", "what", "amount", "holiday", "payer", "how", "article")
SUMS: Final = ("on_top", "upto_minimum", "upto_maandloon")
"""Calculations that need brackets when a part of a month multiplies them."""
CSV_COLUMNS: Final = (
    "phase",
    "month",
    "what",
    "amount_eur",
    "holiday_eur",
    "payer",
    "days",
    "days_in_month",
    "monthly_eur",
    "set_off_eur",
    "article",
)


class How(Protocol):
    """How an amount a month came about."""

    @property
    def kind(self) -> str: ...
    @property
    def share(self) -> float: ...
    @property
    def base(self) -> int: ...
    @property
    def less(self) -> int: ...


class Row(Protocol):
    """What is paid in a calendar month, in eurocents."""

    @property
    def month(self) -> date: ...
    @property
    def what(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def holiday(self) -> int: ...
    @property
    def payer(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def monthly(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def days_in_month(self) -> int: ...
    @property
    def how(self) -> How: ...
    @property
    def set_off(self) -> int: ...
    @property
    def to_worker(self) -> bool: ...


class Phase(Protocol):
    """A stretch in which one kind of payment runs."""

    @property
    def key(self) -> str: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def article(self) -> str: ...
    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def total(self) -> int: ...
    @property
    def holiday(self) -> int: ...


class Fact(Protocol):
    """Something the amounts rest on."""

    @property
    def key(self) -> str: ...
    @property
    def figures(self) -> Mapping[str, date | int | float | str]: ...
    @property
    def article(self) -> str: ...


class Benefit(Protocol):
    """The payments of one person, what they rest on and what was left out."""

    @property
    def facts(self) -> Sequence[Fact]: ...
    @property
    def phases(self) -> Sequence[Phase]: ...
    @property
    def remarks(self) -> Sequence[Fact]: ...


class _Filler(Formatter):
    """Fill a template: `eur` writes eurocents as euros, `pct` a fraction as a percentage, `word` the words of a key."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "eur":
            return _euros(value, words=self.words)
        if format_spec == "pct":
            return f"{_short(value * CENTS, words=self.words)}%"
        if format_spec == "num":
            return _short(value, words=self.words)
        if format_spec == "word":
            return self.words[value]
        return str(value)


def _euros(cents: int, *, words: Words) -> str:
    return words.number(cents / CENTS, decimals=2)


def _short(value: float, *, words: Words) -> str:
    """Return a number with at most two decimals, without zeros at the end."""
    text = words.number(value, decimals=2)
    return text.rstrip("0").rstrip(words["number.decimal"])


def told(fact: Fact, *, kind: str, words: Words) -> str:
    """Return a fact or remark as a sentence, with its article before the point."""
    text = _Filler(words).format(words[f"{kind}.{fact.key}"], **fact.figures)
    return f"{text.removesuffix('.')} ({fact.article})." if fact.article else text


def calculation(row: Row, *, words: Words) -> str:
    """Return how the amount of a row came about, with the days of a month that is not paid whole."""
    how = row.how
    key = {"share": "less", "rest": "rest_less"}.get(how.kind, how.kind) if how.less else how.kind
    figures = {"share": f"{_short(how.share * CENTS, words=words)}%"}
    figures["months"] = words.number(how.share, decimals=4)
    figures |= {name: _euros(cents, words=words) for name, cents in (("base", how.base), ("less", how.less))}
    text = words[f"how.{key}"].format(**figures)
    if row.days in (0, row.days_in_month):
        return text
    part = "part_of_sum" if how.kind in SUMS else "part"
    return words[f"how.{part}"].format(days=row.days, month=row.days_in_month, how=text)


def cells(row: Row, *, words: Words) -> tuple[str, ...]:
    """Return the texts of a row, in the order of `COLUMNS`."""
    return (
        f"{row.month:%Y-%m}",
        words[f"what.{row.what}"],
        _euros(row.amount, words=words),
        _euros(row.holiday, words=words),
        words[f"payer.{row.payer}"],
        calculation(row, words=words),
        row.article or words["article.none"],
    )


def heading(phase: Phase, *, words: Words) -> str:
    """Return the name of a phase with its first and last day and its article."""
    last = phase.end - timedelta(days=1)
    when = words["period" if last > phase.start else "once"].format(start=phase.start, last=last)
    return f"{words[f'phase.{phase.key}']}, {when} ({phase.article})"


def borne(phase: Phase) -> dict[str, int]:
    """Return what each payer bears of a phase, in eurocents; what an employer gets back is taken off."""
    found: dict[str, int] = {}
    for row in phase.rows:
        found[row.payer] = found.get(row.payer, 0) + row.amount
        if not row.to_worker:
            found["werkgever"] = found.get("werkgever", 0) - row.amount
    return found


def terminal(benefit: Benefit, *, words: Words) -> "Group":
    """Return the benefit to print on a rich console; text is shown as it is, markup is not read."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [Text(words["title"], style="bold"), ""]
    parts += [Text(words["facts"], style="bold"), _list(benefit.facts, kind="fact", words=words)]
    widths = _widths(benefit, words=words)
    for phase in benefit.phases:
        parts += ["", Text(heading(phase, words=words), style="bold"), _table(phase, widths=widths, words=words)]
    if benefit.phases:
        parts += ["", Text(words["totals"], style="bold"), _totals(benefit, words=words)]
    else:
        parts += ["", Text(words["nothing"])]
    parts += ["", Text(words["remarks"], style="bold"), _list(benefit.remarks, kind="remark", words=words)]
    return Group(*parts)


def _list(facts: Sequence[Fact], *, kind: str, words: Words) -> "RenderableType":
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for number, fact in enumerate(facts, 1):
        grid.add_row(Text(f"{number}."), Text(told(fact, kind=kind, words=words)))
    return Padding(grid, (0, 0, 0, 2))


def _widths(benefit: Benefit, *, words: Words) -> tuple[int, ...]:
    """Return the width of every column, the same for all phases."""
    heads = [words[f"column.{name}"] for name in COLUMNS]
    texts = [heads, *(cells(row, words=words) for phase in benefit.phases for row in phase.rows)]
    texts += [_total(phase, words=words) for phase in benefit.phases]
    return tuple(max(len(text[place]) for text in texts) for place in range(len(COLUMNS)))


def _total(phase: Phase, *, words: Words) -> tuple[str, ...]:
    amounts = (_euros(cents, words=words) for cents in (phase.total, phase.holiday))
    return ("", words["total"], *amounts, "", "", "")


def _table(phase: Phase, *, widths: Sequence[int], words: Words) -> "Table":
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, width in zip(COLUMNS, widths, strict=True):
        justify = "right" if name in NUMERIC else "left"
        fixed = None if name == "article" else width
        grid.add_column(Text(words[f"column.{name}"]), justify=justify, min_width=fixed, no_wrap=name != "article")
    for row in phase.rows:
        grid.add_row(*(Text(cell) for cell in cells(row, words=words)))
    grid.add_row(*(Text(cell) for cell in _total(phase, words=words)), style="bold")
    return grid


def _totals(benefit: Benefit, *, words: Words) -> "Table":
    from rich.table import Table
    from rich.text import Text

    by_phase = [(phase, borne(phase)) for phase in benefit.phases]
    payers = [name for name in _payers(words) if any(name in found for _, found in by_phase)]
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(Text(words["column.phase"]))
    for name in payers:
        grid.add_column(Text(words[f"payer.{name}"]), justify="right", no_wrap=True)
    grid.add_column(Text(words["total"]), justify="right", no_wrap=True)
    for phase, found in by_phase:
        amounts = [_euros(found[name], words=words) if name in found else "" for name in payers]
        grid.add_row(Text(words[f"phase.{phase.key}"]), *amounts, _euros(phase.total, words=words))
    sums = [sum(found.get(name, 0) for _, found in by_phase) for name in payers]
    whole = [_euros(cents, words=words) for cents in (*sums, sum(sums))]
    grid.add_row(Text(words["total"]), *whole, style="bold")
    return grid


def _payers(words: Words) -> Iterator[str]:
    """Return the payers, in the order of the words."""
    return (key.removeprefix("payer.") for key in words.entries if key.startswith("payer."))


def csv_text(benefit: Benefit) -> str:
    """Return the rows as CSV: euros with a decimal point, keys instead of words, one line per month and payment."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for phase in benefit.phases:
        for row in phase.rows:
            money = [f"{cents / CENTS:.2f}" for cents in (row.amount, row.holiday, row.monthly, row.set_off)]
            start = (phase.key, f"{row.month:%Y-%m}", row.what, money[0], money[1], row.payer)
            writer.writerow((*start, row.days, row.days_in_month, money[2], money[3], row.article))
    return buffer.getvalue()
