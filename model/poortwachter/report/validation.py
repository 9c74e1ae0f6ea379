"""Put the validation on paper: gates, every figure, why it misses, and what the figures show."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from poortwachter.primitives.files import write_whole
from poortwachter.report.validation_figures import AGES_FIGURE, GIVEN_FIGURE, GIVEN_INFLOW, STOCK, figures
from poortwachter.report.words import Words
from poortwachter.results.comparison import PASSED, Ages, Compared, Contrast, Figure, Judged, Jump, Texts, Validation

OUTFLOW: Final = "wia_outflow"
INFLOW: Final = "wia_inflow"
CLEAR: Final = 2
"""Standard errors from which a difference is told from nothing."""
CSV_HEAD: Final = "target,group,year,unit,published,published_se,model,model_se,gap,standard_errors_apart,fitted,source"


def write(page: Validation, *, folder: Path, words: Words) -> list[Path]:
    """Write report, table and figures; every file is made beside its place and then renamed."""
    files = {"report.md": markdown(page, words=words).encode(), "table.csv": csv_text(page).encode()}
    files |= figures(page, words=words)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def terminal_lines(page: Validation, *, words: Words) -> list[str]:
    """Return the gates as lines: outcome, what, how many figures within, the largest gap, and what lies outside."""
    width = max(len(words[f"validation.{gate.outcome}"]) for gate in page.judged)
    wide = max(len(gate.what[words.language]) for gate in page.judged)
    lines: list[str] = []
    for gate in page.judged:
        outcome = words[f"validation.{gate.outcome}"].ljust(width)
        tail = f"{_inside(gate, words=words)}  {words['validation.worst']} {_worst(gate, words=words)}"
        lines.append(f"{outcome}  {gate.what[words.language].ljust(wide)}  {tail}".rstrip())
    return [*lines, "", summary(page, words=words)]


def summary(page: Validation, *, words: Words) -> str:
    """Return how many gates are passed."""
    passed = sum(gate.outcome == PASSED for gate in page.judged)
    return words["validation.summary"].format(passed=passed, all=len(page.judged))


def _inside(gate: Judged, *, words: Words) -> str:
    return words["validation.inside_of"].format(inside=sum(row.within for row in gate.figures), all=len(gate.figures))


def _worst(gate: Judged, *, words: Words) -> str:
    worst = gate.worst
    if worst is None:
        return words["number.unknown"]
    return f"{_signed(worst.gap, words=words)} ({_when(worst)})"


def _when(row: Compared) -> str:
    return " ".join(part for part in (row.group, str(row.year)) if part)


def markdown(page: Validation, *, words: Words) -> str:
    """Return the report as Markdown."""
    numbers = {source: place + 1 for place, source in enumerate(_sources(page.compared))}
    about = words["validation.about"].format(
        workers=words.number(page.workers), lives=words.number(page.lives), seed=page.seed
    )
    parts = [
        f"# {words['validation.title']}",
        about,
        f"## {words['validation.gates']}",
        f"{words['validation.gates_about']} {summary(page, words=words)}",
        _gate_table(page, words=words),
        *_gate_details(page, words=words),
        *_given_inflow(page, words=words),
        *_contrasts(page, words=words),
        *_by_age(page.ages, words=words),
        f"## {words['validation.figures']}",
        *_theme_tables(page, words=words, numbers=numbers),
        f"## {words['validation.misses']}",
        words["validation.misses_about"].format(miss=_percent(page.miss, words=words, decimals=0)),
        _miss_table(page, words=words),
        f"## {words['validation.unmeasured']}",
        _unmeasured_table(page, words=words, numbers=numbers),
        f"## {words['validation.sources']}",
        "\n".join(f"{number}. {source}" for source, number in numbers.items()) or words["validation.no_sources"],
    ]
    return "\n\n".join(parts) + "\n"


def _sources(rows: Iterable[Compared]) -> list[str]:
    return list(dict.fromkeys(source for row in rows for source in row.sources))


def _table(heads: Sequence[str], *, rows: Iterable[Sequence[str]], left: int = 1) -> str:
    rule = ["---"] * left + ["---:"] * (len(heads) - left)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def _gate_table(page: Validation, *, words: Words) -> str:
    heads = [words[f"validation.{name}"] for name in ("gate", "outcome", "stands", "inside", "worst")]
    rows = [
        (
            gate.what[words.language],
            _outcome(gate, words=words),
            gate.source[words.language],
            _inside(gate, words=words),
            _escaped(_worst(gate, words=words)),
        )
        for gate in page.judged
    ]
    return _table(heads, rows=rows, left=3)


def _outcome(gate: Judged, *, words: Words) -> str:
    return f"**{words[f'validation.{gate.outcome}']}**"


def _gate_details(page: Validation, *, words: Words) -> list[str]:
    """Return for every gate the figures it looks at with their limits."""
    names = ("year", "published", "model", "gap", "limits", "inside")
    heads = [words[f"validation.{name}"] for name in names]
    found: list[str] = []
    for gate in page.judged:
        found.append(f"### {gate.what[words.language]}: {words[f'validation.{gate.outcome}']}")
        rows = [
            (
                _escaped(_when(row)),
                _number(row.published, row=row, words=words),
                _model(row, words=words),
                _signed(row.gap, words=words),
                f"{_number(row.low, row=row, words=words)} – {_number(row.high, row=row, words=words)}",
                words["validation.yes" if row.within else "validation.no"],
            )
            for row in gate.figures
        ]
        found.append(_table(heads, rows=rows))
    return found


def _given_inflow(page: Validation, *, words: Words) -> list[str]:
    if GIVEN_INFLOW not in page.lines:
        return []
    title = words["validation.given"]
    picture = f"![{title}]({GIVEN_FIGURE}.png)"
    return [f"## {title}", picture, words["validation.given_about"], *_closing(page, words=words)]


def _closing(page: Validation, *, words: Words) -> list[str]:
    """Say where published stocks, outflow and inflow agree least: what differs there no model can meet."""
    stock, outflow, inflow = (
        {row.year: row.published for row in page.compared if row.name == name} for name in (STOCK, OUTFLOW, INFLOW)
    )
    known = [year for year in inflow if {year, year - 1} <= stock.keys() and year in outflow]
    closings = {year: stock[year] - stock[year - 1] + outflow[year] for year in known}
    if not closings:
        return []
    year = max(closings, key=lambda one: abs(closings[one] - inflow[one]))
    numbers = {"closing": words.number(closings[year]), "given": words.number(inflow[year])}
    return [words["validation.given_closing"].format(year=year, **numbers)]


def _contrasts(page: Validation, *, words: Words) -> list[str]:
    """Return what the model gives with and without some of its parts."""
    found = [f"## {words['validation.contrasts']}", words["validation.contrasts_about"]] if page.contrasts else []
    for one in page.contrasts:
        title = words[f"contrast.{one.name}"]
        found += [f"### {title}", f"![{title}]({one.name}.png)", words[f"contrast.{one.name}.about"]]
        if one.jump is not None:
            found.append(jump_text(one.jump, words=words))
        found += [_contrast_table(name, contrast=one, page=page, words=words) for name in one.lines]
    return found


def _contrast_table(name: str, *, contrast: Contrast, page: Validation, words: Words) -> str:
    here, there = contrast.lines[name]
    rows = {row.year: row for row in page.compared if row.name == name}
    like = next(iter(rows.values()))
    cells = [
        (
            str(year),
            _number(rows[year].published if year in rows else math.nan, row=like, words=words),
            *(_with_error(line.at(year), row=like, words=words) for line in (here, there)),
        )
        for year in here.years
    ]
    heads = (words["validation.published"], words["validation.model"], words[f"contrast.{contrast.name}.without"])
    return _table((like.label, *heads), rows=cells)


def jump_text(jump: Jump, *, words: Words) -> str:
    """Return how much of the jump of a series one part of the model explains."""
    explained, published = jump.explained, jump.published
    if abs(explained.value) < CLEAR * explained.standard_error:
        verdict = words["jump.unclear"]
    elif explained.value * published < 0:
        verdict = words["jump.against"]
    else:
        verdict = words["jump.share"].format(share=_percent(explained.value / published, words=words, decimals=0))
    first, last = jump.years
    text = words["jump.text"].format(
        first=first,
        last=last,
        published=_points(published, words=words),
        model=_points_with_error(jump.model, words=words),
        without=_points_with_error(jump.without, words=words),
        explained=_points_with_error(explained, words=words),
    )
    return f"{text} {verdict}"


def _points(share: float, *, words: Words) -> str:
    return words.number(100 * share, decimals=1)


def _points_with_error(figure: Figure, *, words: Words) -> str:
    return f"{_points(figure.value, words=words)} ± {_points(figure.standard_error, words=words)}"


def _by_age(ages: Ages | None, *, words: Words) -> list[str]:
    """Return the stock by age at the end of some years, and the age at inflow by year."""
    if ages is None:
        return []
    title = words["validation.ages"]
    heads = (words["validation.age"], *(f"{scheme.upper()} {year}" for year, scheme in ages.stock))
    stock = [
        (
            _escaped(band),
            *(
                f"{words.number(of[place].value)} ± {words.number(of[place].standard_error)}"
                for of in ages.stock.values()
            ),
        )
        for place, band in enumerate(ages.bands)
    ]
    years = next(iter(ages.inflow.values())).years
    shares = [
        (str(year), *(_percent(line.at(year).value, words=words, decimals=1) for line in ages.inflow.values()))
        for year in years
    ]
    return [
        f"## {title}",
        f"![{title}]({AGES_FIGURE}.png)",
        words["validation.ages_about"],
        _table(heads, rows=stock),
        words["validation.inflow_ages_about"],
        _table((words["validation.year"], *map(_escaped, ages.inflow)), rows=shares),
    ]


def _theme_tables(page: Validation, *, words: Words, numbers: Mapping[str, int]) -> list[str]:
    names = ("target", "year", "published", "model", "gap", "apart", "source")
    heads = [words["validation.target"], "", *(words[f"validation.{name}"] for name in names[1:])]
    found: list[str] = []
    for theme, series in page.themes.items():
        rows = [row for name in series for row in page.compared if row.name == name and row.model is not None]
        if not rows:
            continue
        found.append(f"### {words[f'theme.{theme}']}")
        found.append(f"![{words[f'theme.{theme}']}]({theme}.png)")
        found.append(_table(heads, rows=[_cells(row, words=words, numbers=numbers) for row in rows], left=2))
    return found


def _cells(row: Compared, *, words: Words, numbers: Mapping[str, int]) -> tuple[str, ...]:
    return (
        _named(row),
        "●" if row.fitted else "○",
        str(row.year),
        _number(row.published, row=row, words=words),
        _model(row, words=words),
        _signed(row.gap, words=words),
        words.number(row.apart, decimals=1),
        _references(row, numbers=numbers),
    )


def _named(row: Compared) -> str:
    label = f"{row.label} (`{row.name}`)"
    return f"{label}: {_escaped(row.group)}" if row.group else label


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def _references(row: Compared, *, numbers: Mapping[str, int]) -> str:
    return ", ".join(str(numbers[source]) for source in row.sources)


def _miss_table(page: Validation, *, words: Words) -> str:
    heads = [words[f"validation.{name}"] for name in ("target", "reason", "worst")]
    missed: dict[str, Compared] = {}
    for row in page.compared:
        if abs(row.gap) > page.miss and abs(row.gap) > abs(missed[row.name].gap if row.name in missed else 0.0):
            missed[row.name] = row
    rows = [
        (
            f"{row.label} (`{name}`)",
            _reason(page.misses, name=name, words=words),
            f"{_signed(row.gap, words=words)} ({_escaped(_when(row))})",
        )
        for name, row in missed.items()
    ]
    return _table(heads, rows=rows, left=2)


def _unmeasured_table(page: Validation, *, words: Words, numbers: Mapping[str, int]) -> str:
    heads = [words[f"validation.{name}"] for name in ("target", "reason", "year", "published", "source")]
    rows = [
        (
            _named(row),
            _reason(page.unmeasured, name=row.name, words=words),
            str(row.year),
            _number(row.published, row=row, words=words),
            _references(row, numbers=numbers),
        )
        for row in page.compared
        if row.model is None
    ]
    return _table(heads, rows=rows, left=2)


def _reason(reasons: Mapping[str, Texts], *, name: str, words: Words) -> str:
    return reasons[name][words.language] if name in reasons else words["validation.no_reason"]


def _number(value: float, *, row: Compared, words: Words) -> str:
    size = abs(row.published)
    return words.number(value, decimals=3 if size < 1 else 1 if size < 100 else 0)


def _model(row: Compared, *, words: Words) -> str:
    return words["number.unknown"] if row.model is None else _with_error(row.model, row=row, words=words)


def _with_error(figure: Figure, *, row: Compared, words: Words) -> str:
    """Return a figure with its standard error, in the decimals of a published one."""
    numbers = (_number(number, row=row, words=words) for number in (figure.value, figure.standard_error))
    return " ± ".join(numbers)


def _signed(share: float, *, words: Words) -> str:
    if not math.isfinite(share):
        return words["number.unknown"]
    return f"{'+' if share > 0 else ''}{_percent(share, words=words, decimals=1)}"


def _percent(share: float, *, words: Words, decimals: int) -> str:
    return f"{words.number(100 * share, decimals=decimals)}%"


def csv_text(page: Validation) -> str:
    """Return every figure as CSV, unrounded; what the model does not give is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD.split(","))
    for row in page.compared:
        numbers = (row.value, row.error, row.gap, row.apart)
        shown = [repr(float(value)) if math.isfinite(value) else "" for value in numbers]
        writer.writerow(
            (
                row.name,
                row.group,
                row.year,
                row.unit,
                repr(float(row.published)),
                repr(float(row.published_error)),
                *shown,
                "yes" if row.fitted else "no",
                "; ".join(row.sources),
            )
        )
    return out.getvalue()
