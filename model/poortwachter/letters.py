"""Make the letter's table and the documents around it, of a run that has just ended or of a result folder.

Everything comes from the result: amounts and what was worked out beside them from `result.nc`, what the scenario
says from `plan.yaml`, labels and sources from the parameters of the model.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.errors import InputError, Problem, one_of, refuse
from poortwachter.primitives.language import LANGUAGES
from poortwachter.primitives.parameters import Value
from poortwachter.report.capacity import notes as capacity_notes
from poortwachter.report.documents.document import Bare, Document
from poortwachter.report.insurance import insurance_notes
from poortwachter.report.letter import (
    DEFAULT_ROWS,
    ROWS,
    Assumption,
    LetterTable,
    Note,
    Variant,
    Yardstick,
    letter_table,
    run_out_line,
    without_errors,
)
from poortwachter.report.responses import orders_note, responses_note
from poortwachter.report.words import Words, load_words
from poortwachter.results import capacity
from poortwachter.results.below import Below, Carried, Check, kept
from poortwachter.results.prices import FACTOR, FROM, at_prices
from poortwachter.results.provenance import result_hash, versions
from poortwachter.results.store import PLAN, STRUCTURAL, read_result
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, resolve
from poortwachter.scenario.schema import LAYERS

if TYPE_CHECKING:
    import xarray as xr

UNVERIFIED: Final = "memory-unverified"
PERCENT: Final = 100.0
LEFT_FROM: Final = ("ziek_loon", "ziek_zw", "sanctie", "wga_lgu", "ww")
"""Statuses from which someone without a right and without work leaves the model."""


@dataclass(frozen=True)
class Selection:
    """What of a result a table shows: years (none: the usual six), rows, and the year of its prices (none: its own)."""

    years: tuple[int, ...] = ()
    rows: tuple[str, ...] = DEFAULT_ROWS
    price_level: int | None = None


ALL: Final = Selection()


def letter_of(dataset: "xr.Dataset", *, resolved: Resolved, words: Words, selection: Selection = ALL) -> LetterTable:
    """Return the letter's table of a result with all that stands below it.

    Args:
        dataset: the result in the prices of its table, with what was worked out beside it in its attributes.
        resolved: the scenario it came from.
        words: language.
        selection: years and rows; prices are those of the dataset.
    """
    below = below_of(dataset)
    letter = letter_table(
        dataset,
        words=words,
        yardstick=yardstick_of(resolved),
        assumptions=[_assumption(each, resolved=resolved, words=words) for each in below.carried] if below else (),
        variants=[Variant(each.name, each.value, each.se) for each in below.variants] if below else (),
        years=selection.years,
        rows=selection.rows,
    )
    if without_errors(dataset):
        own = _of_fast(resolved, words=words)
    else:
        check = below.check if below is not None else None
        checked = () if check is None else (Note("", text=(_checked(check, words=words),)),)
        own = (*checked, _left(dataset, words=words))
    own = (*orders_note(below, resolved=resolved, words=words), *own)
    own = (*insurance_notes(dataset, words=words), *own, *responses_note(resolved.responses, words=words))
    notes = (*letter.notes, *own, _standing(resolved, words=words), *_of_capacity(dataset, resolved, words=words))
    return LetterTable(letter.title, letter.columns, letter.rows, notes, caption=letter.caption)


def _of_capacity(dataset: "xr.Dataset", resolved: Resolved, *, words: Words) -> tuple[Note, ...]:
    """Say what UWV's doctors can do, what waits, and which part of an advance without a right is kept."""
    found = capacity.kept(dataset)
    if found is None:
        return ()
    claimed_back = resolved.reform.behaviour["voorschot.teruggevorderd"].values
    waived = {day.year: 1.0 - float(share) for day, share in claimed_back if isinstance(share, float)}
    return capacity_notes(found, waived=waived, words=load_words(words.language, also="capacity"))


def below_of(dataset: "xr.Dataset") -> Below | None:
    """Return what was worked out beside the amounts, in the prices of the dataset."""
    below = kept(dataset)
    return below.scaled(float(dataset.attrs[FACTOR])) if below is not None and FACTOR in dataset.attrs else below


def yardstick_of(resolved: Resolved) -> Yardstick | None:
    """Return the published amount a scenario is set beside."""
    found = resolved.yardstick
    return None if found is None else Yardstick(**found.model_dump())


def fingerprints(resolved: Resolved) -> dict[str, str]:
    """Return the hash of current values by layer."""
    return {layer: fingerprint(resolved.current.layer(layer)) for layer in LAYERS}


def _of_fast(resolved: Resolved, *, words: Words) -> tuple[Note, ...]:
    """Say how far expected values lie from the simulation and what they leave out."""
    from poortwachter.study.expected.known import limits, load_gap

    gap = load_gap()
    line = words["table.gap"].format(
        scenario=gap.scenario,
        date=gap.date,
        expected=words.number(gap.expected, decimals=1),
        simulated=words.number(gap.simulated, decimals=1),
        se=words.number(gap.se, decimals=1),
        effect=words.number(gap.effect * PERCENT, decimals=1),
        spending=words.number(gap.spending * PERCENT, decimals=1),
    )
    elsewhere = () if gap.holds_for(resolved) else (words["table.gap_elsewhere"],)
    said = tuple(each[words.language] for each in limits())
    return Note("", text=(line, *elsewhere)), Note(words["table.limits"], text=said, numbered=True)


def _left(dataset: Any, *, words: Words) -> Note:
    """Say how many people the baseline follows no further after a refusal or the end of their WW, in the price year."""
    year = int(dataset.attrs.get(FROM, dataset.attrs["price_year"]))
    if year not in dataset["year"]:
        return Note("", text=())
    flows = dataset["flow"].sel(scenario="baseline", year=year, transition=[f"{one}>uit" for one in LEFT_FROM])
    people = words.number(round(float(flows.sum()), -2), decimals=0)
    return Note("", text=(words["table.left"].format(people=people, year=year),))


def _standing(resolved: Resolved, *, words: Words) -> Note:
    """Say how many behaviour figures have which status, and which figures rest on memory only."""
    world = resolved.baseline
    statuses = Counter(each.status for each in world.behaviour.values() if not each.waits_for_lever)
    counts = {name: statuses[name] for name in ("published", "derived", "calibrated", "assumed")}
    layers = (world.law, world.behaviour, world.population)
    names = [each.label for layer in layers for each in layer.values() if each.reliability == UNVERIFIED]
    lines = [words["table.statuses"].format(**counts)]
    if names:
        lines.append(words["table.unverified"].format(names="; ".join(names)))
    if resolved.run.alignment:
        lines.append(words["table.aligned"].format(name=resolved.run.alignment))
    if resolved.run_outs:
        lines.append(run_out_line(resolved.run_outs, words=words))
    return Note("", text=tuple(lines))


def _checked(check: Check, *, words: Words) -> str:
    """Return the line that sets the simulation beside the exact expectation on the reduced population."""
    return words["table.check"].format(
        simulated=words.number(check.simulated, decimals=2),
        se=words.number(check.se, decimals=2),
        expected=words.number(check.expected, decimals=2),
        z=words.number(check.z, decimals=1),
    )


def _assumption(each: Carried, *, resolved: Resolved, words: Words) -> Assumption:
    behaviour = resolved.baseline.behaviour
    parameter = behaviour.get(each.name)
    low, high = (words.number(amount) for amount in (each.at_low, each.at_high))
    reach = f"{_text(each.low, words)} - {_text(each.high, words)}: € {low} - {high} mln"
    label, status = (each.name, "") if parameter is None else (parameter.label, parameter.status or "")
    return Assumption(label, _text(each.value, words), status, reach)


def _text(value: Value, words: Words) -> str:
    return words.number(float(value), decimals=3).rstrip("0").rstrip(",.") if isinstance(value, float) else str(value)


def document_of(dataset: "xr.Dataset", *, resolved: Resolved, words: Words, selection: Selection = ALL) -> Document:
    """Return a result on paper: table, annex and bare figures.

    Raises:
        InputError: when the result has no deflator for the price level asked for.
    """
    from poortwachter.report.documents.annex import Subject, annex, carried, origin

    priced = shown(dataset, selection=selection)
    subject = Subject(
        dataset=priced,
        resolved=resolved,
        below=below_of(priced),
        result_hash=result_hash(dataset),
        parameters=fingerprints(resolved),
        version=_version(),
    )
    return Document(
        letter=letter_of(priced, resolved=resolved, words=words, selection=selection),
        annex=annex(subject, words=words),
        carried=carried(subject),
        bare=tuple(_bare(priced, words=words)),
        origin=origin(subject, words=words),
        made=words["document.made"].format(version=subject.version, hash=str(dataset.attrs["plan_hash"])[:12]),
        version=subject.version,
        price_year=int(priced.attrs["price_year"]),
        words=words,
    )


def shown(dataset: "xr.Dataset", *, selection: Selection) -> "xr.Dataset":
    """Return a result in the prices that a selection asks for."""
    level = selection.price_level
    return dataset if level is None else at_prices(dataset, year=level)


def _version() -> str:
    return versions()["poortwachter"]


def _bare(dataset: "xr.Dataset", *, words: Words) -> Iterator[Bare]:
    years = [int(year) for year in dataset["year"].to_numpy()]
    for row, name in enumerate(map(str, dataset["line"].to_numpy())):
        label = words[f"line.{name}"]
        amounts, errors = (dataset[each].to_numpy()[row] for each in ("line_effect", "line_effect_se"))
        for year, amount, se in zip(years, amounts, errors, strict=True):
            yield Bare(name, label, year, float(amount), float(se))
        last = (float(dataset[each].to_numpy()[row]) for each in ("line_structural", "line_structural_se"))
        yield Bare(name, label, STRUCTURAL, *last)


@dataclass(frozen=True)
class Asked:
    """A result folder that was read, with what of it is to be shown."""

    dataset: "xr.Dataset"
    resolved: Resolved
    words: Words
    selection: Selection


def asked(
    folder: Path,
    *,
    lang: str,
    years: str | Collection[int] = (),
    rows: Sequence[str] = (),
    price_level: int | None = None,
    wrong: Sequence[Problem] = (),
) -> Asked:
    """Read a result folder and what is to be shown of it.

    Raises:
        InputError: with everything wrong in folder and options; `wrong` is what the caller has found already.
    """
    chosen, unread = years_of(years) if isinstance(years, str) else (tuple(sorted(years)), [])
    problems = [*wrong, *unknown("rows", rows, known=ROWS), *unknown("lang", (lang,), known=LANGUAGES), *unread]
    try:
        dataset, resolved = open_result(folder)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    refuse([*problems, *_outside(dataset, years=chosen, price_level=price_level)])
    selection = Selection(years=chosen, rows=tuple(rows) or DEFAULT_ROWS, price_level=price_level)
    return Asked(dataset, resolved, load_words(lang, also="annex"), selection)


def open_result(folder: Path) -> "tuple[xr.Dataset, Resolved]":
    """Return the dataset of a result folder and the scenario it came from.

    Raises:
        InputError: when it holds no result, or a plan that this version cannot read.
    """
    dataset = read_result(folder)
    path = folder / PLAN
    if not path.is_file():
        raise InputError([Problem("this folder holds no plan", f"name a folder with {PLAN}", folder)])
    refuse(_incomplete(dataset, folder=folder))
    try:
        return dataset, resolve(load(path))
    except InputError as error:
        from poortwachter.report.documents.annex import made_by

        made = made_by(dataset)
        if made == _version():
            raise
        said = Problem(f"the plan was made by poortwachter {made}; this is {_version()}", "run it again", path)
        raise InputError([said, *error.problems]) from None


def _incomplete(dataset: "xr.Dataset", *, folder: Path) -> Iterator[Problem]:
    """Tell what a table needs that a result lacks, as one that another version made."""
    lines = {str(line) for line in dataset["line"].to_numpy()} if "line" in dataset else set[str]()
    lacking = [name for name in NEEDED if name not in dataset] + [name for name in LINE_NAMES if name not in lines]
    if lacking:
        advice = "it was made by another version, or is none of a scenario: run the scenario again"
        yield Problem(f"the result lacks {', '.join(lacking)}", advice, folder)


NEEDED: Final = ("line_effect", "line_effect_se", "line_structural", "line_structural_se", "structural", "deflator")
"""Variables without which there is no table."""


_YEARS: Final = re.compile(r"(\d{4})(?:-(\d{4}))?")


def years_of(text: str) -> tuple[tuple[int, ...], list[Problem]]:
    """Return the years that a text such as `2027-2032,2040` names, in order, and what is wrong with it."""
    found: set[int] = set()
    problems: list[Problem] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        read = _YEARS.fullmatch(part)
        first, last = (int(read[1]), int(read[2] or read[1])) if read else (1, 0)
        if first > last:
            problems.append(Problem(f"--years {part}: this is no year or range", "write 2027-2032,2040"))
        found.update(range(first, last + 1))
    return tuple(sorted(found)), problems


def unknown(option: str, given: Sequence[str], *, known: Sequence[str]) -> Iterator[Problem]:
    """Tell which words of an option (format, rows, lang) are not known."""
    for each in given:
        if each not in known:
            yield Problem(f"--{option} {each}: there is no such {_NOUN[option]}", one_of(each, known))


_NOUN: Final = {"format": "format", "rows": "row", "lang": "language"}


def _outside(dataset: "xr.Dataset", *, years: Sequence[int], price_level: int | None) -> Iterator[Problem]:
    held = [int(year) for year in dataset["year"].to_numpy()]
    advice = f"the result has {held[0]}-{held[-1]}"
    lacking = [year for year in years if year not in held]
    if lacking:
        yield Problem(f"--years: there is no {', '.join(map(str, lacking))}", advice)
    if price_level is not None and price_level not in held:
        yield Problem(f"--price-level {price_level}: the result has no deflator for it", advice)
