"""Write the annex: which figures carry the amount, what changes, what is and is not modelled, how it was computed."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.primitives.errors import refuse
from poortwachter.primitives.parameters import FIRST_DAY, Parameter, Source, Value
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.report.documents.document import Carrying
from poortwachter.report.letter import Note, Yardstick, supported, without_errors, yardstick_amount
from poortwachter.report.words import Words
from poortwachter.results.below import Below
from poortwachter.results.prices import FACTOR, FROM
from poortwachter.scenario.resolve import BOTH, Difference, Resolved

if TYPE_CHECKING:
    import xarray as xr

DIGITS: Final = 3
"""Of a parameter's value below one; zeros at the end are left out."""
CENTS: Final = 2
"""Decimals of a larger one."""
SCOPE: Final = Path(__file__).parents[1] / "data" / "scope.yaml"


@dataclass(frozen=True)
class Subject:
    """What an annex is about: the result, the scenario it came from, and what was worked out beside it."""

    dataset: "xr.Dataset"
    resolved: Resolved
    below: Below | None
    result_hash: str
    """Of the result as it was written, in its own prices."""
    parameters: Mapping[str, str]
    """Hash of the present values of every layer."""
    version: str
    """Of the program that writes the annex."""


class _Bibliography:
    """Numbers sources in the order in which the annex first names them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str | None], int] = {}

    def cite(self, sources: Iterable[Source]) -> str:
        """Return references to sources, as [1], [3]."""
        keys = [(source.title, source.url) for source in sources]
        numbers = sorted({self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys})
        return ", ".join(f"[{number}]" for number in numbers)

    def listed(self) -> tuple[str, ...]:
        """Return the sources in their order."""
        return tuple(title if url is None else f"{title}. {url}" for title, url in self._numbers)


def annex(subject: Subject, *, words: Words) -> tuple[Note, ...]:
    """Return the sections of the annex."""
    books = _Bibliography()
    return (
        *_cautions(subject, words=words),
        *_carried(subject, words=words, books=books),
        _changes(subject, words=words, books=books),
        _order(subject, words=words),
        *_scope(subject.dataset, words=words),
        _yardstick(subject, words=words),
        Note(
            words["annex.how"],
            table=((words["annex.item"], words["annex.value"]), *_how(subject, words=words)),
            widths=(0.34, 0.66),
        ),
        Note(
            words["annex.origin"],
            table=((words["annex.item"], words["annex.value"]), *origin(subject, words=words)),
            widths=(0.34, 0.66),
        ),
        Note(words["annex.bibliography"], text=books.listed(), numbered=True),
    )


def carried(subject: Subject) -> tuple[Carrying, ...]:
    """Return the figures that carry the amount as numbers, the heaviest first."""
    if subject.below is None:
        return ()
    behaviour = subject.resolved.baseline.behaviour
    found: list[Carrying] = []
    for each in subject.below.carried:
        parameter = behaviour.get(each.name)
        found.append(
            Carrying(
                name=each.name,
                label=each.name if parameter is None else parameter.label,
                value=each.value,
                unit="" if parameter is None else parameter.unit,
                status="" if parameter is None else parameter.status or "",
                low=each.low,
                high=each.high,
                at_low=each.at_low,
                at_low_se=each.at_low_se,
                at_high=each.at_high,
                at_high_se=each.at_high_se,
                sources="" if parameter is None else "; ".join(source.title for source in parameter.sources),
                why="" if parameter is None else _why(parameter),
            )
        )
    return tuple(found)


def origin(subject: Subject, *, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what binds a document to its result: title, source, hashes and versions."""
    attributes = subject.dataset.attrs
    below = subject.below
    rows = [
        (words["origin.title"], str(attributes["title"])),
        (words["origin.source"], str(attributes.get("source", "")) or words["how.none"]),
        (words["origin.plan_hash"], str(attributes["plan_hash"])),
        (words["origin.result_hash"], subject.result_hash),
    ]
    for layer, fingerprint in (below.parameters if below is not None else {}).items():
        label = words["origin.parameters"].format(layer=words.or_else(f"origin.{layer}", layer))
        rows.append((label, fingerprint))
    versions: dict[str, str] = json.loads(attributes["versions"])
    rows += [(words["origin.version"].format(package=name), version) for name, version in versions.items()]
    return tuple(rows)


def value_text(value: Value, *, words: Words) -> str:
    """Return a value of a parameter as text, in the language."""
    if isinstance(value, tuple):
        return words["annex.values"].format(count=np.size(np.array(value, dtype=np.float64)))
    if isinstance(value, bool):
        return words["document.yes" if value else "document.no"]
    small = 0 < abs(value) < 1
    decimals = DIGITS - 1 - math.floor(math.log10(abs(value))) if small else CENTS
    text = words.number(float(value), decimals=decimals)
    return text.rstrip("0").rstrip(words["number.decimal"])


def day_text(day: date, *, words: Words) -> str:
    """Return a date as the language writes it."""
    return f"{day.day}-{day.month}-{day.year}" if words.language == "nl" else day.isoformat()


def made_by(dataset: "xr.Dataset") -> str:
    """Return the version of the program that made a result."""
    return str(json.loads(dataset.attrs["versions"]).get("poortwachter", "?"))


def _cautions(subject: Subject, *, words: Words) -> tuple[Note, ...]:
    made = made_by(subject.dataset)
    found: list[str] = []
    if made != subject.version:
        found.append(words["annex.other_version"].format(made=made, now=subject.version))
    before = subject.below.parameters if subject.below is not None else {}
    layers = [words[f"origin.{name}"] for name, known in before.items() if subject.parameters.get(name) != known]
    if layers:
        found.append(words["annex.other_parameters"].format(layers=", ".join(layers)))
    return (Note("", text=tuple(found)),) if found else ()


def _carried(subject: Subject, *, words: Words, books: _Bibliography) -> tuple[Note, ...]:
    heading = words["annex.carried"]
    rows = carried(subject)
    if not rows:
        key = "annex.not_kept" if subject.below is None else "annex.carried_none"
        return (Note(heading, text=(words[key],)),)
    intro = words["annex.carried_intro"].format(year=subject.dataset.attrs["price_year"])
    head = tuple(words[f"annex.{key}"] for key in ("figure", "value", "unit", "status", "range", "at_range", "sources"))
    table = [head, *(_carried_row(row, subject=subject, words=words, books=books) for row in rows)]
    why = tuple(f"{row.label}: {row.why}" for row in rows if row.why)
    widths = (0.36, 0.09, 0.09, 0.13, 0.12, 0.1, 0.11)
    notes = (Note(heading, text=(intro,)), Note("", table=tuple(table), widths=widths))
    return (*notes, Note(words["annex.why"], text=why, numbered=True)) if why else notes


def _carried_row(row: Carrying, *, subject: Subject, words: Words, books: _Bibliography) -> tuple[str, ...]:
    behaviour = subject.resolved.baseline.behaviour
    low, high = (value_text(value, words=words) for value in (row.low, row.high))
    ends = ((row.at_low, row.at_low_se), (row.at_high, row.at_high_se))
    at_low, at_high = (supported(value, se=se, words=words) for value, se in ends)
    to = words["number.to"]
    return (
        f"{row.label} ({row.name})",
        value_text(row.value, words=words),
        row.unit,
        words.or_else(f"status.{row.status}", row.status),
        f"{low}{to}{high}",
        f"{at_low}{to}{at_high}",
        books.cite(behaviour[row.name].sources) if row.name in behaviour else "",
    )


def _why(parameter: Parameter) -> str:
    said = parameter.reason or parameter.formula or ""
    return " ".join(said.split())


def _changes(subject: Subject, *, words: Words, books: _Bibliography) -> Note:
    differences = subject.resolved.differences
    if not differences:
        return Note(words["annex.changes"], text=(words["annex.no_changes"],))
    head = tuple(words[f"annex.{key}"] for key in ("change", "from_to", "from_date", "holds", "ground"))
    rows = [_change(each, resolved=subject.resolved, words=words, books=books) for each in differences]
    return Note(words["annex.changes"], table=(head, *rows), widths=(0.36, 0.26, 0.11, 0.13, 0.14))


def _change(change: Difference, *, resolved: Resolved, words: Words, books: _Bibliography) -> tuple[str, ...]:
    parameter = next(
        layer[change.name]
        for layer in (resolved.current.law, resolved.current.behaviour, resolved.current.population)
        if change.name in layer
    )
    return (
        f"{parameter.label} ({change.name})",
        _step(change, words=words),
        words["annex.always"] if change.date <= FIRST_DAY else day_text(change.date, words=words),
        words["annex.both" if change.scope == BOTH else "annex.reform"],
        parameter.article or books.cite(parameter.sources),
    )


def _step(change: Difference, *, words: Words) -> str:
    """Return what a value becomes, or against which later values it is held."""
    old, new = (value_text(value, words=words) for value in (change.old, change.new))
    if change.old != change.new:
        return f"{old} → {new}"
    later = (f"{value_text(value, words=words)} ({day_text(day, words=words)})" for day, value in change.replaced)
    return words["annex.held"].format(value=new, later=", ".join(later))


def _order(subject: Subject, *, words: Words) -> Note:
    """Say which responses to the measure are taken into account; what nobody has measured is zero."""
    responses = subject.resolved.responses
    zero = [each.label for each in responses if each.is_neutral]
    on = [each.label for each in responses if not each.is_neutral]
    fast = "_fast" if without_errors(subject.dataset) else ""
    lines = [words[f"annex.order_chain{fast}"]]
    if on:
        lines.append(words["annex.order_on"].format(names="; ".join(on)))
    if zero:
        lines.append(words["annex.order_zero"].format(names="; ".join(zero)))
    if not responses:
        lines.append(words["annex.order_none"])
    return Note(words["annex.order"], text=tuple(lines))


def _scope(dataset: "xr.Dataset", *, words: Words) -> Iterator[Note]:
    for part in ("modelled", "not_modelled"):
        said = tuple(each[words.language] for each in _scope_data()[part] if _holds(each, dataset=dataset))
        yield Note(words[f"annex.{part}"], text=said, numbered=True)


def _holds(sentence: Mapping[str, str], *, dataset: "xr.Dataset") -> bool:
    line = sentence.get("unless_line")
    return line is None or not bool((dataset["line_effect"].sel(line=line).fillna(0.0) != 0).any())


@cache
def _scope_data() -> dict[str, Any]:
    table, problems = read_yaml(SCOPE)
    refuse(problems)
    return plain(table)


def _yardstick(subject: Subject, *, words: Words) -> Note:
    held = subject.resolved.yardstick
    if held is None:
        return Note(words["annex.yardstick"], text=(words["table.no_yardstick"],))
    yardstick = Yardstick(**held.model_dump())
    place = {"line": yardstick.line}
    value, se = (float(subject.dataset[name].sel(place)) for name in ("line_structural", "line_structural_se"))
    ours = words["amount.eur_mln"].format(amount=supported(value, se=se, words=words))
    rows = [
        (words["annex.item"], words["annex.value"]),
        (words["annex.published"], yardstick_amount(yardstick, words=words)),
        (words["annex.what"], yardstick.what),
        (words["annex.source"], yardstick.source),
        (words["annex.ours"], f"{ours} ({words[f'line.{yardstick.line}']})"),
    ]
    if yardstick.note:
        rows.append((words["annex.remark"], yardstick.note))
    return Note(words["annex.yardstick"], table=tuple(rows), text=(words["annex.yardstick_rule"],), widths=(0.34, 0.66))


def _how(subject: Subject, *, words: Words) -> tuple[tuple[str, str], ...]:
    attributes, run = subject.dataset.attrs, subject.resolved.run
    years = subject.dataset["year"].to_numpy()
    estimator = str(attributes["estimator"])
    price = "how.constant_from" if FROM in attributes else "how.constant"
    own = attributes.get(FROM, attributes["price_year"])
    fast = "_fast" if without_errors(subject.dataset) else ""
    return (
        (words["how.estimator"], words.or_else(f"how.estimator_{estimator}", estimator).format(k=run.k)),
        (words["how.workers"], words.number(float(attributes["workers"]))),
        (words["how.lives"], words.number(float(attributes["lives"]))),
        (words["how.weight"], words.number(float(attributes["weight"]), decimals=2)),
        (words["how.seed"], f"{attributes['seed']}; {attributes['replication']}"),
        (words["how.years"], f"{int(years[0])}–{int(years[-1])}"),
        (
            words["how.price"],
            words[price].format(
                year=attributes["price_year"],
                old=own,
                factor=words.number(float(attributes.get(FACTOR, 1.0)), decimals=4),
            ),
        ),
        (words["how.structural"], words["how.structural_is"].format(year=own)),
        (words["how.error"], words[f"how.error_is{fast}"]),
        (words["how.population"], words.or_else(f"how.population_{run.population}", run.population)),
        (words["how.alignment"], str(attributes.get("alignment", "")) or words["how.none"]),
    )
