"""Put the monitor of sanctions on paper: what the model counts by year beside what is published."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from poortwachter.primitives.files import write_whole
from poortwachter.report.monitor_figure import monitor_figure
from poortwachter.report.style import images
from poortwachter.report.words import Words
from poortwachter.results.comparison import Figure
from poortwachter.results.monitored import COUNT, SHARE, Entry, Monitor

CSV_HEAD: Final = "part,measure,kind,group,year,unit,model,model_se,published,published_se,source"
FIGURE: Final = "sanctions"
KINDS: Final = ("administrative", "substantive", "both")
PERCENT: Final = 100.0


def write(page: Monitor, *, folder: Path, words: Words) -> list[Path]:
    """Write report, table and figure; every file is made beside its place and then renamed."""
    files = {"report.md": markdown(page, words=words).encode(), "table.csv": csv_text(page).encode()}
    figure = monitor_figure(page, words=words)
    files |= images({FIGURE: figure})
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def summary(page: Monitor, *, words: Words) -> str:
    """Return the year's sanctions in one line."""

    def number(part: str, measure: str, kind: str) -> str:
        return words.number(page.table(part, measure=measure, kind=kind)[page.year, ""].model.value)

    return words["monitor.summary"].format(
        year=page.year,
        **{kind: number("kinds", "files", kind) for kind in ("tested", "administrative", "substantive")},
        repaired=number("repair", "repaired", "both"),
        upheld=number("objections", "upheld", "both"),
    )


def markdown(page: Monitor, *, words: Words) -> str:
    """Return the report."""
    picture = words["monitor.figure"]
    parts = [
        f"# {words['monitor.title'].format(year=page.year)}",
        words["monitor.about"].format(
            title=page.title, workers=words.number(page.workers), lives=words.number(page.lives), seed=page.seed
        ),
        summary(page, words=words),
        f"![{picture}]({FIGURE}.png)",
        *_section("kinds", table=_kinds(page, words=words), words=words),
        *_section("grounds", table=_grounds(page, words=words), words=words),
        *_section("sizes", table=_employers(page, part="sizes", head="size", words=words), words=words),
        *_section("sectors", table=_employers(page, part="sectors", head="sector", words=words), words=words),
        *_section("repair", table=_repair(page, words=words), words=words),
        *_section("objections", table=_objections(page, words=words), words=words),
        *_section("ends", table=_ends(page, words=words), words=words),
        words["monitor.ends_told"],
        _told(page, words=words),
        f"## {words['monitor.sources']}",
        "\n".join(f"{number}. {source}" for number, source in enumerate(_sources(page), start=1)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(part: str, *, table: str, words: Words) -> list[str]:
    about = words.or_else(f"monitor.{part}_about", "")
    return [f"## {words[f'monitor.{part}']}", *([about] if about else []), table]


def _sources(page: Monitor) -> list[str]:
    return list(dict.fromkeys(source for entry in page.entries for source in entry.sources))


def _table(heads: Sequence[str], *, rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def _years(page: Monitor) -> range:
    return range(page.first_year, page.year + 1)


def _kinds(page: Monitor, *, words: Words) -> str:
    """Return every year's tests and sanctions, model and published."""
    shown = [
        kind for kind in ("tested", "administrative", "substantive") if page.table("kinds", measure="files", kind=kind)
    ]
    lapsed = page.table("kinds", measure="files", kind="lapsed")
    rates = page.table("kinds", measure="rate", kind="both")
    tables = {kind: page.table("kinds", measure="files", kind=kind) for kind in shown}
    heads = [words["monitor.year"]]
    for kind in shown:
        heads += [words[f"monitor.kinds.{kind}"], words["monitor.published"]]
    heads += [words["monitor.rate"], *([words["monitor.kinds.lapsed"]] if lapsed else [])]
    rows: list[list[str]] = []
    for year in _years(page):
        cells = [str(year)]
        for kind in shown:
            entry = tables[kind][year, ""]
            cells += [_model(entry, words=words), _published(entry, words=words)]
        cells.append(_model(rates[year, ""], words=words))
        if lapsed:
            cells.append(_model(lapsed[year, ""], words=words) if (year, "") in lapsed else words.number(0))
        rows.append(cells)
    return _table(heads, rows=rows)


def _grounds(page: Monitor, *, words: Words) -> str:
    shares = page.table("grounds", measure="share", kind="substantive")
    files = page.table("grounds", measure="files", kind="substantive")
    heads = [words["monitor.ground"], words["monitor.number"], words["monitor.share"], words["monitor.share_published"]]
    rows = [
        (
            words[f"monitor.ground.{group}"],
            _model(files[page.year, group], words=words),
            _model(shares[page.year, group], words=words),
            _last_published(shares, group=group, words=words),
        )
        for group in dict.fromkeys(group for _, group in shares)
    ]
    return _table(heads, rows=rows)


def _employers(page: Monitor, *, part: str, head: str, words: Words) -> str:
    """Return tests and sanctions by size or sector of the year, and shares of an earlier year beside published ones."""
    tested = page.table(part, measure="files", kind="tested")
    by_kind = {kind: page.table(part, measure="files", kind=kind) for kind in ("administrative", "substantive")}
    rates, shares = (page.table(part, measure=measure, kind="both") for measure in ("rate", "share"))
    then = sorted({year for (year, _), entry in shares.items() if math.isfinite(entry.published)})[-1:]
    heads = [words[f"monitor.{head}"], words["monitor.kinds.tested"]]
    heads += [words[f"monitor.kinds.{kind}"] for kind in by_kind]
    heads += [words["monitor.rate"], words["monitor.share"]]
    for year in then:
        heads += [words["monitor.share_then"].format(year=year), words["monitor.share_published"]]
    rows: list[list[str]] = []
    for group in dict.fromkeys(group for _, group in shares):
        key = page.year, group
        tables = (tested, *by_kind.values(), rates, shares)
        cells = [group, *(_model(table[key], words=words) for table in tables)]
        for year in then:
            cells += [_model(shares[year, group], words=words), _published(shares[year, group], words=words)]
        rows.append(cells)
    return _table(heads, rows=rows)


def _repair(page: Monitor, *, words: Words) -> str:
    measures = {
        name: page.table("repair", measure=name, kind="both") for name in ("repaired", "repaired_share", "weeks")
    }
    heads = [words[f"monitor.{name}"] for name in ("year", "repaired", "published", "share", "weeks")]
    return _table(heads, rows=_by_year(page, tables=measures, beside=("repaired",), words=words))


def _objections(page: Monitor, *, words: Words) -> str:
    names = ("raised", "raised_share", "upheld", "upheld_share")
    measures = {name: page.table("objections", measure=name, kind="both") for name in names}
    published = words["monitor.published"]
    heads = [words["monitor.year"], words["monitor.raised"], published, words["monitor.share"], published]
    heads += [words["monitor.upheld"], published, words["monitor.upheld_share"], published]
    return _table(heads, rows=_by_year(page, tables=measures, beside=names, words=words))


def _by_year(
    page: Monitor, *, tables: Mapping[str, Mapping[tuple[int, str], Entry]], beside: Sequence[str], words: Words
) -> list[list[str]]:
    """Return a row for every year: each measure of the model, with the published one beside some."""
    rows: list[list[str]] = []
    for year in _years(page):
        cells = [str(year)]
        for name, table in tables.items():
            cells.append(_model(table[year, ""], words=words))
            if name in beside:
                cells.append(_published(table[year, ""], words=words))
        rows.append(cells)
    return rows


def _ends(page: Monitor, *, words: Words) -> str:
    tables = {kind: page.table("ends", measure="share", kind=kind) for kind in KINDS}
    heads = [words["monitor.end"], *(words[f"monitor.kinds.{kind}"] for kind in KINDS)]
    rows = [
        (words[f"monitor.end.{group}"], *(_model(tables[kind][page.year, group], words=words) for kind in KINDS))
        for group in dict.fromkeys(group for _, group in tables["both"])
    ]
    return _table(heads, rows=rows)


def _told(page: Monitor, *, words: Words) -> str:
    """Return what followed an extension, of the year and of the last with a published figure."""
    told = page.table("ends", measure="after_extension", kind="both")
    at_work = page.table("ends", measure="refused_at_work", kind="both")
    lines = {group: {year: one for (year, name), one in told.items() if name == group} for _, group in told}
    lines["refused_at_work"] = {year: one for (year, _), one in at_work.items()}
    then = max(
        (year for line in lines.values() for year, one in line.items() if math.isfinite(one.published)), default=None
    )
    years = [year for year in (then, page.year) if year is not None]
    heads = [words["monitor.end"], *(f"{words['monitor.model']} {year}" for year in years), words["monitor.published"]]
    rows = [
        (
            words[f"monitor.told.{group}"],
            *(_model(line[year], words=words) for year in years),
            _published(line[years[0]], words=words),
        )
        for group, line in lines.items()
    ]
    return _table(heads, rows=rows)


def _last_published(table: Mapping[tuple[int, str], Entry], *, group: str, words: Words) -> str:
    """Return the last published figure of a group with its year."""
    known = {year: one for (year, name), one in table.items() if name == group and math.isfinite(one.published)}
    if not known:
        return words["monitor.no_year"]
    year = max(known)
    return words["monitor.published_in"].format(value=_published(known[year], words=words), year=year)


def _model(entry: Entry, *, words: Words) -> str:
    """Return the figure of the model with its standard error; one that is given and not drawn has none."""
    value, error = (_number(number, unit=entry.unit, words=words) for number in _both(entry.model))
    return value if entry.model.standard_error == 0.0 else f"{value} ± {error}"


def _both(figure: Figure) -> tuple[float, float]:
    return figure.value, figure.standard_error


def _published(entry: Entry, *, words: Words) -> str:
    return _number(entry.published, unit=entry.unit, words=words)


def _number(value: float, *, unit: str, words: Words) -> str:
    if unit == COUNT:
        return words.number(value)
    if unit == SHARE:
        return f"{words.number(PERCENT * value, decimals=1)}%" if math.isfinite(value) else words["number.unknown"]
    return words.number(value, decimals=1)


def csv_text(page: Monitor) -> str:
    """Return every figure as CSV, unrounded; what is not known is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD.split(","))
    for entry in page.entries:
        numbers = (*_both(entry.model), entry.published, entry.published_error)
        shown = [repr(float(number)) if math.isfinite(number) else "" for number in numbers]
        place = (entry.part, entry.measure, entry.kind, entry.group, entry.year, entry.unit)
        writer.writerow((*place, *shown, "; ".join(entry.sources)))
    return out.getvalue()
