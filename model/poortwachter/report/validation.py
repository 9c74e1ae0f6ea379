"""Put the validation on paper: gates, every figure, why it misses, and a small panel for every series."""

import csv
import io
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.primitives.files import write_whole
from poortwachter.report.figures import BLUE, GREY, STYLE, VERMILION, image
from poortwachter.report.letter import BAND_Z
from poortwachter.report.words import Words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PASSED: Final = "passed"
COLUMNS: Final = 3
"""Panels side by side."""
PANEL: Final = (3.6, 2.5)
"""Width and height of a panel, inches."""
TITLE_WIDTH: Final = 40
"""Characters in a line of a panel's title."""
THOUSAND: Final = 1000
LARGE: Final = 10_000
"""From here on a panel counts in thousands."""
CSV_HEAD: Final = "target,group,year,unit,published,published_se,model,model_se,gap,standard_errors_apart,fitted,source"
SMALL: Final[Any] = {
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titlepad": 6,
    "svg.hashsalt": "poortwachter",
}


@dataclass(frozen=True)
class Row:
    """A published figure beside that of the model; not finite where the model does not give it."""

    name: str
    label: str
    unit: str
    year: int
    group: str
    published: float
    published_error: float
    model: float
    model_error: float
    gap: float
    """Share of the published figure."""
    apart: float
    """Standard errors of model and source together."""
    fitted: bool
    sources: tuple[str, ...]
    low: float
    high: float
    """Limits of a gate; not finite without one."""

    @property
    def measured(self) -> bool:
        """Return whether the model gives the figure."""
        return math.isfinite(self.model)

    @property
    def within(self) -> bool:
        """Return whether the figure lies within its gate."""
        return self.low <= self.model <= self.high


@dataclass(frozen=True)
class GateRow:
    """A gate with its outcome (passed, failed or not_measured) and figures."""

    what: str
    source: str
    outcome: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Line:
    """A series of the model by year, with standard errors."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...]


@dataclass(frozen=True)
class Page:
    """All that is written of a validation."""

    workers: int
    lives: int
    seed: int
    gates: tuple[GateRow, ...]
    rows: tuple[Row, ...]
    miss: float
    misses: Mapping[str, str]
    """Why a series is missed, by its name."""
    unmeasured: Mapping[str, str]
    lines: Mapping[str, Line]
    themes: Mapping[str, tuple[str, ...]]


def write(page: Page, *, folder: Path, words: Words) -> list[Path]:
    """Write report, table and figures; every file is made beside its place and then renamed."""
    files = {"report.md": markdown(page, words=words).encode(), "table.csv": csv_text(page).encode()}
    files |= figures(page, words=words)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def terminal_lines(page: Page, *, words: Words) -> list[str]:
    """Return the gates as lines: outcome, what, how many figures within, the largest gap, and what lies outside."""
    width = max(len(words[f"validation.{gate.outcome}"]) for gate in page.gates)
    wide = max(len(gate.what) for gate in page.gates)
    lines: list[str] = []
    for gate in page.gates:
        outcome = words[f"validation.{gate.outcome}"].ljust(width)
        tail = f"{_inside(gate, words=words)}  {words['validation.worst']} {_worst(gate, words=words)}"
        lines.append(f"{outcome}  {gate.what.ljust(wide)}  {tail}".rstrip())
    return [*lines, "", summary(page, words=words)]


def summary(page: Page, *, words: Words) -> str:
    """Return how many gates are passed."""
    passed = sum(gate.outcome == PASSED for gate in page.gates)
    return words["validation.summary"].format(passed=passed, all=len(page.gates))


def _inside(gate: GateRow, *, words: Words) -> str:
    return words["validation.inside_of"].format(inside=sum(row.within for row in gate.rows), all=len(gate.rows))


def _worst(gate: GateRow, *, words: Words) -> str:
    rows = [row for row in gate.rows if math.isfinite(row.gap)]
    if not rows:
        return words["number.unknown"]
    worst = max(rows, key=lambda row: abs(row.gap))
    return f"{_signed(worst.gap, words=words)} ({_when(worst)})"


def _when(row: Row) -> str:
    return " ".join(part for part in (row.group, str(row.year)) if part)


def markdown(page: Page, *, words: Words) -> str:
    """Return the report as Markdown."""
    numbers = {source: place + 1 for place, source in enumerate(_sources(page.rows))}
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


def _sources(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(source for row in rows for source in row.sources))


def _table(heads: Sequence[str], *, rows: Iterable[Sequence[str]], left: int = 1) -> str:
    rule = ["---"] * left + ["---:"] * (len(heads) - left)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def _gate_table(page: Page, *, words: Words) -> str:
    heads = [words[f"validation.{name}"] for name in ("gate", "outcome", "stands", "inside", "worst")]
    rows = [
        (
            gate.what,
            _outcome(gate, words=words),
            gate.source,
            _inside(gate, words=words),
            _worst(gate, words=words),
        )
        for gate in page.gates
    ]
    return _table(heads, rows=rows, left=3)


def _outcome(gate: GateRow, *, words: Words) -> str:
    return f"**{words[f'validation.{gate.outcome}']}**"


def _gate_details(page: Page, *, words: Words) -> list[str]:
    """Return for every gate the figures it looks at with their limits."""
    names = ("year", "published", "model", "gap", "limits", "inside")
    heads = [words[f"validation.{name}"] for name in names]
    found: list[str] = []
    for gate in page.gates:
        found.append(f"### {gate.what}: {words[f'validation.{gate.outcome}']}")
        rows = [
            (
                _when(row),
                _number(row.published, row=row, words=words),
                _model(row, words=words),
                _signed(row.gap, words=words),
                f"{_number(row.low, row=row, words=words)} – {_number(row.high, row=row, words=words)}",
                words["validation.yes" if row.within else "validation.no"],
            )
            for row in gate.rows
        ]
        found.append(_table(heads, rows=rows))
    return found


def _theme_tables(page: Page, *, words: Words, numbers: Mapping[str, int]) -> list[str]:
    names = ("target", "year", "published", "model", "gap", "apart", "source")
    heads = [words["validation.target"], "", *(words[f"validation.{name}"] for name in names[1:])]
    found: list[str] = []
    for theme, series in page.themes.items():
        rows = [row for name in series for row in page.rows if row.name == name and row.measured]
        if not rows:
            continue
        found.append(f"### {words[f'theme.{theme}']}")
        found.append(f"![{words[f'theme.{theme}']}]({theme}.png)")
        found.append(_table(heads, rows=[_cells(row, words=words, numbers=numbers) for row in rows], left=2))
    return found


def _cells(row: Row, *, words: Words, numbers: Mapping[str, int]) -> tuple[str, ...]:
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


def _named(row: Row) -> str:
    label = f"{row.label} (`{row.name}`)"
    return f"{label}: {_escaped(row.group)}" if row.group else label


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def _references(row: Row, *, numbers: Mapping[str, int]) -> str:
    return ", ".join(str(numbers[source]) for source in row.sources)


def _miss_table(page: Page, *, words: Words) -> str:
    heads = [words[f"validation.{name}"] for name in ("target", "reason", "worst")]
    missed: dict[str, Row] = {}
    for row in page.rows:
        if abs(row.gap) > page.miss and abs(row.gap) > abs(missed[row.name].gap if row.name in missed else 0.0):
            missed[row.name] = row
    rows = [
        (
            f"{row.label} (`{name}`)",
            page.misses.get(name, words["validation.no_reason"]),
            f"{_signed(row.gap, words=words)} ({_escaped(_when(row))})",
        )
        for name, row in missed.items()
    ]
    return _table(heads, rows=rows, left=2)


def _unmeasured_table(page: Page, *, words: Words, numbers: Mapping[str, int]) -> str:
    heads = [words[f"validation.{name}"] for name in ("target", "reason", "year", "published", "source")]
    rows = [
        (
            _named(row),
            page.unmeasured.get(row.name, words["validation.no_reason"]),
            str(row.year),
            _number(row.published, row=row, words=words),
            _references(row, numbers=numbers),
        )
        for row in page.rows
        if not row.measured
    ]
    return _table(heads, rows=rows, left=2)


def _number(value: float, *, row: Row, words: Words) -> str:
    size = abs(row.published)
    return words.number(value, decimals=3 if size < 1 else 1 if size < 100 else 0)


def _model(row: Row, *, words: Words) -> str:
    if not row.measured:
        return words["number.unknown"]
    return f"{_number(row.model, row=row, words=words)} ± {_number(row.model_error, row=row, words=words)}"


def _signed(share: float, *, words: Words) -> str:
    if not math.isfinite(share):
        return words["number.unknown"]
    return f"{'+' if share > 0 else ''}{_percent(share, words=words, decimals=1)}"


def _percent(share: float, *, words: Words, decimals: int) -> str:
    return f"{words.number(100 * share, decimals=decimals)}%"


def csv_text(page: Page) -> str:
    """Return every figure as CSV, unrounded; what the model does not give is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD.split(","))
    for row in page.rows:
        numbers = (row.model, row.model_error, row.gap, row.apart)
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


def figures(page: Page, *, words: Words) -> dict[str, bytes]:
    """Return a figure of small panels for every theme by file name, PNG and SVG."""
    found: dict[str, bytes] = {}
    for theme, names in page.themes.items():
        figure = theme_figure(page, names=names, title=words[f"theme.{theme}"], words=words)
        if figure is not None:
            found |= {f"{theme}.{kind}": image(figure, kind=kind) for kind in ("png", "svg")}
    return found


def theme_figure(page: Page, *, names: Sequence[str], title: str, words: Words) -> "Figure | None":
    """Draw a panel for every series that the model gives, or nothing without one."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    series = {name: [row for row in page.rows if row.name == name and row.measured] for name in names}
    series = {name: rows for name, rows in series.items() if rows}
    if not series:
        return None
    deep = math.ceil(len(series) / COLUMNS)
    with mpl.rc_context({**STYLE, **SMALL}):
        figure = Figure(figsize=(COLUMNS * PANEL[0], deep * PANEL[1] + 0.7), layout="constrained")
        FigureCanvasAgg(figure)
        for place, (name, rows) in enumerate(series.items()):
            axes = figure.add_subplot(deep, COLUMNS, place + 1)
            if rows[0].group:
                _groups_panel(axes, rows=rows, words=words)
            else:
                _years_panel(axes, rows=rows, line=page.lines[name], words=words)
            axes.set_title(textwrap.fill(_panel_title(rows), TITLE_WIDTH))
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        figure.legend(*_legend(words), loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return figure


def _panel_title(rows: Sequence[Row]) -> str:
    year = f", {_latest(rows)}" if rows[0].group and str(_latest(rows)) not in rows[0].label else ""
    return f"{rows[0].label}{year}"


def _latest(rows: Sequence[Row]) -> int:
    return max(row.year for row in rows)


def _years_panel(axes: "Axes", *, rows: Sequence[Row], line: Line, words: Words) -> None:
    """Draw the model's line with its band and the published points by year."""
    values, errors = np.array(line.values), np.array(line.errors)
    scale = _scale([*line.values, *(row.published for row in rows)])
    half = BAND_Z * errors
    axes.fill_between(line.years, (values - half) / scale, (values + half) / scale, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(line.years, values / scale, color=BLUE, linewidth=1.5)
    for row in rows:
        _point(axes, x=row.year, row=row, scale=scale)
    axes.set_ylim(bottom=0)
    _finish(axes, unit=rows[0].unit, scale=scale, words=words)


def _groups_panel(axes: "Axes", *, rows: Sequence[Row], words: Words) -> None:
    """Draw the model with its band and the published points by group, in the latest year."""
    chosen = [row for row in rows if row.year == _latest(rows)]
    scale = _scale([value for row in chosen for value in (row.model, row.published)])
    places = np.arange(len(chosen))
    model = np.array([row.model for row in chosen]) / scale
    half = BAND_Z * np.array([row.model_error for row in chosen]) / scale
    axes.bar(places, model, 0.62, color=BLUE, alpha=0.35, linewidth=0)
    axes.errorbar(places, model, yerr=half, fmt="none", ecolor=BLUE, elinewidth=1.5)
    for place, row in zip(places, chosen, strict=True):
        _point(axes, x=float(place), row=row, scale=scale)
    axes.set_ylim(bottom=0)
    _finish(axes, unit=rows[0].unit, scale=scale, words=words)
    axes.set_xticks(places, [row.group.replace("_", "\n") for row in chosen], fontsize=7 if len(chosen) < 7 else 6)


def _point(axes: "Axes", *, x: float, row: Row, scale: float) -> None:
    axes.plot(x, row.published / scale, zorder=3, **_mark(fitted=row.fitted))


def _mark(*, fitted: bool) -> dict[str, Any]:
    """Return how a published point looks: filled where the model is fitted to it."""
    return {
        "color": VERMILION,
        "marker": "o",
        "markersize": 4.5,
        "markerfacecolor": VERMILION if fitted else "white",
        "markeredgewidth": 1.2,
        "linestyle": "none",
    }


def _scale(values: Iterable[float]) -> float:
    return THOUSAND if max(abs(value) for value in values) >= LARGE else 1


def _finish(axes: "Axes", *, unit: str, scale: float, words: Words) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    def tick(value: float, _: int) -> str:
        decimals = next((d for d in range(3) if math.isclose(value, round(value, d), abs_tol=1e-9)), 3)
        return words.number(value, decimals=decimals)

    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.set_ylabel(words["validation.thousand"].format(unit=unit) if scale > 1 else unit, color=GREY)


def _legend(words: Words) -> "tuple[list[Artist], list[str]]":
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Line2D([], [], color=BLUE, linewidth=1.5),
        Patch(color=BLUE, alpha=0.25, linewidth=0),
        *(Line2D([], [], **_mark(fitted=fitted)) for fitted in (True, False)),
    ]
    published = words["validation.published"]
    kinds = [f"{published}, {words[f'validation.{kind}']}" for kind in ("fitted", "kept_apart")]
    return handles, [words["validation.model"], words["validation.band"], *kinds]
