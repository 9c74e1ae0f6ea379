"""Put a calibration on paper: the fitted numbers, every figure, what the figures leave open, and two pictures."""

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.report.style import BLACK, BLUE, GREY, SMALLEST, VERMILION, image, sheet, styled
from poortwachter.results.comparison import Residual

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS: Final = 3
"""Panels side by side."""
PANEL: Final = (3.6, 2.3)
"""Width and height of a panel, inches."""
TITLE_WIDTH: Final = 40
"""Characters in a line of a panel's title."""
BAND: Final = 2.0
"""Half-width of a band, standard errors."""
NARROW: Final = 0.9
"""Figures within a year are drawn beside one another over this part of the year."""
THOUSAND: Final = 1000
LARGE: Final = 10_000
"""From here on a panel counts in thousands."""
CELL: Final = 0.27
"""Side of a cell of the heat map, inches."""
TOLD: Final = 0.5
"""Correlation from which a pair is named in the report."""
SMALL: Final[Any] = {"font.size": 8, "axes.titlesize": 8.5, "axes.titlepad": 6, "axes.ymargin": 0.08}


@dataclass(frozen=True)
class Number:
    """A free number: a factor on starting values, with what holds it."""

    name: str
    acts_on: str
    factor: float
    error: float
    """Of the log of the factor."""
    kept: float
    """Share of its spread beforehand."""
    prior: str
    at_bound: bool


@dataclass(frozen=True)
class Value:
    """A fitted parameter: its value at the start and now, as text."""

    name: str
    start: str
    fitted: str
    error: str


@dataclass(frozen=True)
class Page:
    """All that is written of a fit."""

    name: str
    about: tuple[str, ...]
    numbers: tuple[Number, ...]
    values: tuple[Value, ...]
    rows: tuple[Residual, ...]
    correlations: tuple[tuple[float, ...], ...]
    not_identified: tuple[str, ...]
    combinations: tuple[tuple[float, str], ...]
    """Share of the spread that is left, and the combination in words."""
    limit: float


def written(page: Page) -> dict[str, bytes]:
    """Return the report and its figures by file name."""
    return {
        "report.md": markdown(page).encode(),
        "fitted.png": image(fitted_figure(page.rows), kind="png"),
        "correlations.png": image(
            correlation_figure(page.correlations, names=[one.name for one in page.numbers]), kind="png"
        ),
    }


def markdown(page: Page) -> str:
    """Return the report."""
    parts = [
        f"# Fit `{page.name}`",
        "\n".join(page.about),
        "## Free numbers",
        "Each is a factor on starting values. *kept* is the share of its spread beforehand (the stated prior, or a "
        "uniform distribution on its bounds) that the figures leave it: 0 is known, 1 is as unknown as before.",
        _table(
            ("number", "acts on", "factor", "standard error", "kept", "prior"),
            rows=[_number_cells(one) for one in page.numbers],
            left=2,
        ),
        "## Not identified by the targets",
        *_open(page),
        "## Correlations",
        "![Correlations of the log factors](correlations.png)",
        _correlated(page),
        "## Parameters",
        _table(
            ("parameter", "start", "fitted", "standard error"),
            rows=[(one.name, one.start, one.fitted, one.error) for one in page.values],
            left=1,
        ),
        "## Fitted figures",
        "![Published and model](fitted.png)",
        "*apart*: the gap in standard errors of the two together; that of a published figure holds what the model is "
        "allowed to miss.",
        _figures(row for row in page.rows if row.fitted),
        "## Other figures, not fitted",
        _figures(row for row in page.rows if not row.fitted),
    ]
    return "\n\n".join(parts) + "\n"


def _number_cells(one: Number) -> tuple[str, ...]:
    factor = f"{one.factor:.3f}{' (at its bound)' if one.at_bound else ''}"
    return one.name, one.acts_on, factor, f"{one.error:.1%}", f"{one.kept:.2f}", one.prior


def _open(page: Page) -> list[str]:
    if not page.not_identified and not page.combinations:
        return [f"Every number keeps less than {page.limit:.0%} of its spread beforehand: all are identified."]
    named = ", ".join(page.not_identified) or "none by itself"
    found = [f"Numbers that keep more than {page.limit:.0%} of their spread, or make up such a combination: {named}."]
    if page.combinations:
        found.append("Combinations of which the figures say little (weights in units of each number's own spread):")
        found.append(_table(("kept", "combination"), rows=[(f"{kept:.2f}", text) for kept, text in page.combinations]))
    return found


def _correlated(page: Page) -> str:
    names = [one.name for one in page.numbers]
    pairs = [
        (page.correlations[row][column], names[row], names[column])
        for row in range(len(names))
        for column in range(row)
        if abs(page.correlations[row][column]) >= TOLD
    ]
    if not pairs:
        return f"No two numbers have a correlation of {TOLD} or more."
    rows = [(other, one, f"{value:+.2f}") for value, one, other in sorted(pairs, key=lambda pair: -abs(pair[0]))]
    return _table(("number", "with", "correlation"), rows=rows, left=2)


def _figures(rows: Iterable[Residual]) -> str:
    cells = [
        (
            _escaped(" ".join(part for part in (row.name, row.group) if part)),
            str(row.year),
            _shown(row.published, of=row.published),
            f"{_shown(row.model, of=row.published)} ± {_shown(row.model_error, of=row.published)}",
            "-" if math.isnan(row.gap) else f"{row.gap:+.1%}",
            "-" if math.isnan(row.apart) else f"{row.apart:+.1f}",
        )
        for row in rows
    ]
    return _table(("target", "year", "published", "model", "gap", "apart"), rows=cells, left=1)


def _shown(value: float, *, of: float) -> str:
    return f"{value:,.{3 if abs(of) < 1 else 1 if abs(of) < 100 else 0}f}"


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def _table(heads: Sequence[str], *, rows: Sequence[Sequence[str]], left: int = 2) -> str:
    marks = [":--" if place < left else "--:" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, marks, *rows))


def fitted_figure(rows: Sequence[Residual]) -> "Figure":
    """Draw a panel for every fitted series: published with what the model may miss, and the model."""
    series: dict[str, list[Residual]] = {}
    for row in rows:
        if row.fitted:
            series.setdefault(row.name, []).append(row)
    deep = max(math.ceil(len(series) / COLUMNS), 1)
    with styled(SMALL):
        figure = sheet(width=COLUMNS * PANEL[0], height=deep * PANEL[1] + 0.5)
        for place, chosen in enumerate(series.values()):
            axes = figure.add_subplot(deep, COLUMNS, place + 1)
            _panel(axes, rows=chosen)
            axes.set_title(textwrap.fill(chosen[0].label, TITLE_WIDTH))
        _legend(figure)
    return figure


def _panel(axes: "Axes", *, rows: Sequence[Residual]) -> None:
    """Draw one series: by year, or by group with its years beside one another."""
    groups = list(dict.fromkeys(row.group for row in rows))
    years = sorted({row.year for row in rows})
    by_group = len(groups) > 1
    scale = THOUSAND if max(abs(row.published) for row in rows) >= LARGE else 1
    for row in rows:
        x = float(row.year)
        if by_group:
            x = groups.index(row.group) + (years.index(row.year) + 0.5) / len(years) * NARROW - NARROW / 2
        half = (NARROW / len(years) if by_group else NARROW) / 2
        _mark(axes, row=row, x=x, half=half * 0.8, scale=scale)
    if by_group:
        axes.set_xticks(range(len(groups)), [group.replace("_", "\n") for group in groups], fontsize=SMALLEST)
        axes.set_xlabel(", ".join(map(str, years)), color=GREY, fontsize=SMALLEST)
    else:
        from matplotlib.ticker import MaxNLocator

        axes.set_xlim(years[0] - 1, years[-1] + 1)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.set_ylim(bottom=0)
    axes.set_ylabel(f"thousand {rows[0].unit}" if scale > 1 else rows[0].unit, color=GREY)


def _mark(axes: "Axes", *, row: Residual, x: float, half: float, scale: float) -> None:
    published, model = row.published / scale, row.model / scale
    reach = BAND * row.error / scale
    axes.fill_between([x - half, x + half], published - reach, published + reach, **_BAND)
    axes.plot([x - half, x + half], [published, published], **_LINE)
    axes.errorbar(x, model, yerr=BAND * row.model_error / scale, **_POINT)


_BAND: Final[Mapping[str, Any]] = {"color": VERMILION, "alpha": 0.25, "linewidth": 0}
_LINE: Final[Mapping[str, Any]] = {"color": VERMILION, "linewidth": 1.5}
_POINT: Final[Mapping[str, Any]] = {"color": BLUE, "marker": "o", "markersize": 3.5, "elinewidth": 1.2, "zorder": 3}


def _legend(figure: "Figure") -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], **_LINE),
        Patch(**_BAND),
        Line2D([], [], color=BLUE, marker="o", markersize=3.5, linewidth=1.2),
    ]
    labels = ["published", "± 2 standard errors, with what the model may miss", "model ± 2 standard errors of chance"]
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=9)


def correlation_figure(correlations: Sequence[Sequence[float]], *, names: Sequence[str]) -> "Figure":
    """Draw the correlations of the log factors, the lower half; strong ones are written out."""
    from matplotlib.colors import LinearSegmentedColormap

    shown = np.ma.masked_where(np.triu(np.ones((len(names), len(names)))) > 0, np.array(correlations))
    side = CELL * len(names)
    with styled({**SMALL, "axes.grid": False}):
        figure = sheet(width=side + 3.2, height=side + 2.0)
        axes = figure.add_subplot()
        colours = LinearSegmentedColormap.from_list("correlation", [VERMILION, "white", BLUE])
        shades = axes.pcolormesh(shown, cmap=colours, vmin=-1, vmax=1, linewidth=0)
        middles = np.arange(len(names)) + 0.5
        axes.set_xticks(middles[:-1], names[:-1], rotation=90)
        axes.set_yticks(middles[1:], names[1:])
        axes.tick_params(length=0)
        axes.set_xlim(0, len(names) - 1)
        axes.set_ylim(len(names), 1)
        axes.set_aspect("equal")
        for spine in axes.spines.values():
            spine.set_visible(False)
        for row, column in zip(*np.nonzero(np.abs(shown.filled(0.0)) >= TOLD), strict=True):
            value = correlations[row][column]
            text = f"{value:.1f}".replace("0.", ".")
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=SMALLEST, color=_on(value))
        figure.colorbar(shades, ax=axes, shrink=min(2.5 / side, 0.8), label="correlation", pad=0.02)
        axes.set_title("Correlations of the log factors")
    return figure


def _on(value: float) -> str:
    return "white" if abs(value) > 0.75 else BLACK
