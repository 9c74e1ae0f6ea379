"""Draw the validation: a small panel for every series, and the stock and the awards taken apart."""

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.report.letter import BAND_Z
from poortwachter.report.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    HATCHED,
    SMALLEST,
    SOLID,
    VERMILION,
    finish,
    headed,
    images,
    sheet,
    styled,
)
from poortwachter.report.words import Words
from poortwachter.results.comparison import Ages, Compared, Contrast, Judged, Line, Validation

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS: Final = 3
"""Panels side by side."""
PANEL: Final = (3.6, 2.5)
"""Width and height of a panel, inches."""
WIDE: Final = 10.0
"""Width of a figure of large panels, inches."""
HEADROOM: Final = 1.15
"""Height of an axis over that of the highest bar, for its error bar."""
LABEL_GAP: Final = 1.2
"""Least distance between labels at the ends of lines, in units of the axis."""
TITLE_WIDTH: Final = 40
"""Characters in a line of a panel's title."""
THOUSAND: Final = 1000
LARGE: Final = 10_000
"""From here on a panel counts in thousands."""
STOCK: Final = "wia_stock"
GIVEN_INFLOW: Final = "wia_stock_given_inflow"
GIVEN_FIGURE: Final = "stock_given_inflow"
AGES_FIGURE: Final = "ages"
OWN: Final[Any] = {"color": BLUE, "linewidth": 1.5}
OTHER: Final[Any] = {"color": BLACK, "linewidth": 1.5, "linestyle": "--"}
BY_AGE: Final[Sequence[Mapping[str, Any]]] = [
    {"color": color, "linestyle": dashes}
    for dashes in ("-", (0, (4, 1.5)))
    for color in (BLACK, BLUE, VERMILION, GREEN)
]
"""Bands from young to old; each has its name at the end of its line."""
SMALL: Final[Any] = {
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titlepad": 6,
}


def figures(page: Validation, *, words: Words) -> dict[str, bytes]:
    """Return all figures by file name, PNG and SVG."""
    drawn = {
        theme: theme_figure(page, names=names, title=words[f"theme.{theme}"], words=words)
        for theme, names in page.themes.items()
    }
    drawn[GIVEN_FIGURE] = given_figure(page, words=words)
    drawn |= {one.name: contrast_figure(one, page=page, words=words) for one in page.contrasts}
    drawn[AGES_FIGURE] = None if page.ages is None else ages_figure(page.ages, words=words)
    return images({name: figure for name, figure in drawn.items() if figure is not None})


def _sheet(*, across: int, title: str, deep: int = 1, width: float = PANEL[0], height: float = PANEL[1]) -> "Figure":
    """Return an empty figure for so many panels, with a title above them; styles hold while it is drawn."""
    figure = sheet(width=across * width, height=deep * height + 0.7)
    headed(figure, title)
    return figure


def given_figure(page: Validation, *, words: Words) -> "Figure | None":
    """Draw the stock from the model's own and from published inflow, and how far each is from the published one."""
    if GIVEN_INFLOW not in page.lines or STOCK not in page.lines:
        return None
    rows = _of(page, name=STOCK)
    published = {row.year: row.published for row in rows}
    lines = {
        words["validation.own_inflow"]: (page.lines[STOCK], OWN),
        words["validation.given"]: (page.lines[GIVEN_INFLOW], OTHER),
    }
    with styled(SMALL):
        figure = _sheet(across=2, title=words["validation.given_title"], width=5.0, height=3.4)
        stock, gaps = (figure.add_subplot(1, 2, place) for place in (1, 2))
        for line, style in lines.values():
            _line(stock, line=line.upto(max(published)), style=style, scale=THOUSAND)
            years = [year for year in line.years if year in published]
            shares = [line.at(year).value / published[year] - 1 for year in years]
            gaps.plot(years, [100 * share for share in shares], **style)
        stock.plot(list(published), [value / THOUSAND for value in published.values()], zorder=3, **_mark(fitted=False))
        gaps.axhline(0, color=VERMILION, linewidth=1)
        for gate, (_, style) in zip(
            (gate for gate in page.judged if {one.name for one in gate.figures} == {STOCK}),
            lines.values(),
            strict=False,
        ):
            _gate_lines(gaps, gate=gate, style=style)
        stock.set_title(words["validation.given_stock"])
        gaps.set_title(words["validation.given_gap"])
        stock.set_ylim(bottom=0)
        _finish(stock, unit=rows[0].unit, scale=THOUSAND, words=words)
        _finish(gaps, unit="%", scale=1, words=words)
        _key(figure, lines={label: style for label, (_, style) in lines.items()}, words=words)
    return figure


def _gate_lines(axes: "Axes", *, gate: Judged, style: Mapping[str, Any]) -> None:
    """Draw the limits of a gate in per cent of the published figures, over its years."""
    years = [one.year for one in gate.figures]
    for limit in ("low", "high"):
        limits = [100 * (getattr(one, limit) / one.published - 1) for one in gate.figures]
        axes.plot(years, limits, color=style["color"], linewidth=0.8, linestyle=":")


def contrast_figure(one: Contrast, *, page: Validation, words: Words) -> "Figure | None":
    """Draw every series of a contrast with and without the part, beside the published figures."""
    if not one.lines:
        return None
    with styled(SMALL):
        width = WIDE / len(one.lines)
        figure = _sheet(across=len(one.lines), title=words[f"contrast.{one.name}"], width=width, height=3.4)
        for place, (name, (here, there)) in enumerate(one.lines.items()):
            rows = [row for row in _of(page, name=name) if here.years[0] <= row.year <= here.years[-1]]
            axes = figure.add_subplot(1, len(one.lines), place + 1)
            scale = _scale([*here.values, *there.values])
            _line(axes, line=here, style=OWN, scale=scale)
            _line(axes, line=there, style=OTHER, scale=scale)
            for row in rows:
                _point(axes, x=row.year, row=row, scale=scale)
            axes.set_title(rows[0].label)
            if scale > 1:
                axes.set_ylim(bottom=0)
            _finish(axes, unit=rows[0].unit, scale=scale, words=words)
        _key(figure, lines={words["validation.model"]: OWN, words[f"contrast.{one.name}.without"]: OTHER}, words=words)
    return figure


def ages_figure(ages: Ages, *, words: Words) -> "Figure":
    """Draw the stock by age at the end of some years, and the bands' shares of inflow by year."""
    years = sorted({year for year, _ in ages.stock})
    with styled(SMALL):
        figure = _sheet(across=len(years) + 1, title=words["validation.ages"], width=3.8, height=3.2)
        panels = [figure.add_subplot(1, len(years) + 1, place + 1) for place in range(len(years) + 1)]
        highest = HEADROOM * max(figure.value for stock in ages.stock.values() for figure in stock) / THOUSAND
        for axes, year in zip(panels, years, strict=False):
            _stock_by_age(axes, ages=ages, year=year, words=words)
            axes.set_ylim(0, highest)
        _inflow_by_age(panels[-1], ages=ages, words=words)
    return figure


def _stock_by_age(axes: "Axes", *, ages: Ages, year: int, words: Words) -> None:
    schemes = [scheme for of, scheme in ages.stock if of == year]
    places = np.arange(len(ages.bands))
    wide = 0.8 / len(schemes)
    for number, (scheme, fill) in enumerate(zip(schemes, (SOLID, HATCHED), strict=False)):
        stock = [figure.value / THOUSAND for figure in ages.stock[year, scheme]]
        half = [BAND_Z * figure.standard_error / THOUSAND for figure in ages.stock[year, scheme]]
        at = places + (number - (len(schemes) - 1) / 2) * wide
        axes.bar(at, stock, wide, yerr=half, label=scheme.upper(), **fill)
    axes.set_title(words["validation.stock_of"].format(year=year))
    _finish(axes, unit=words["validation.benefits"], scale=THOUSAND, words=words)
    axes.set_xticks(places, ages.bands, fontsize=SMALLEST)
    axes.legend(loc="upper left")


def _inflow_by_age(axes: "Axes", *, ages: Ages, words: Words) -> None:
    ends = _apart([100 * line.values[-1] for line in ages.inflow.values()], gap=LABEL_GAP)
    label: dict[str, Any] = {"fontsize": SMALLEST, "va": "center", "textcoords": "offset points", "xytext": (4, 0)}
    for (band, line), end, style in zip(ages.inflow.items(), ends, cycle(BY_AGE), strict=False):
        axes.plot(line.years, [100 * value for value in line.values], linewidth=1.5, **style)
        axes.annotate(band, (line.years[-1], end), color=style["color"], **label)
    axes.set_title(words["validation.inflow_ages"])
    axes.set_ylim(bottom=0)
    _finish(axes, unit=words["validation.share_of_inflow"], scale=1, words=words)


def _apart(values: Sequence[float], *, gap: float) -> list[float]:
    """Return values moved up so that no two are nearer than a gap, in their own order."""
    placed = list(values)
    below = -math.inf
    for place in sorted(range(len(values)), key=lambda one: values[one]):
        placed[place] = below = max(values[place], below + gap)
    return placed


def _of(page: Validation, *, name: str) -> list[Compared]:
    return [row for row in page.compared if row.name == name]


def _line(axes: "Axes", *, line: Line, style: Mapping[str, Any], scale: float) -> None:
    """Draw a line of the model with its band."""
    values, half = np.array(line.values), BAND_Z * np.array(line.standard_errors)
    axes.fill_between(
        line.years, (values - half) / scale, (values + half) / scale, color=style["color"], alpha=0.25, linewidth=0
    )
    axes.plot(line.years, values / scale, **style)


def _key(figure: "Figure", *, lines: Mapping[str, Mapping[str, Any]], words: Words) -> None:
    """Write below a figure what its lines and points are."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], **style) for style in lines.values()]
    handles.append(Line2D([], [], **_mark(fitted=False)))
    labels = [*lines, words["validation.published"]]
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=9)


def theme_figure(page: Validation, *, names: Sequence[str], title: str, words: Words) -> "Figure | None":
    """Draw a panel for every series that the model gives, or nothing without one."""
    series = {name: [row for row in page.compared if row.name == name and row.model is not None] for name in names}
    series = {name: rows for name, rows in series.items() if rows}
    if not series:
        return None
    deep = math.ceil(len(series) / COLUMNS)
    with styled(SMALL):
        figure = _sheet(across=COLUMNS, deep=deep, title=title)
        for place, (name, rows) in enumerate(series.items()):
            axes = figure.add_subplot(deep, COLUMNS, place + 1)
            if rows[0].group:
                _groups_panel(axes, rows=rows, words=words)
            else:
                _years_panel(axes, rows=rows, line=page.lines[name], words=words)
            axes.set_title(textwrap.fill(_panel_title(rows), TITLE_WIDTH))
        figure.legend(*_legend(words), loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return figure


def _panel_title(rows: Sequence[Compared]) -> str:
    year = f", {_latest(rows)}" if rows[0].group and str(_latest(rows)) not in rows[0].label else ""
    return f"{rows[0].label}{year}"


def _latest(rows: Sequence[Compared]) -> int:
    return max(row.year for row in rows)


def _years_panel(axes: "Axes", *, rows: Sequence[Compared], line: Line, words: Words) -> None:
    """Draw the model's line with its band and the published points by year."""
    scale = _scale([*line.values, *(row.published for row in rows)])
    _line(axes, line=line, style=OWN, scale=scale)
    for row in rows:
        _point(axes, x=row.year, row=row, scale=scale)
    axes.set_ylim(bottom=0)
    _finish(axes, unit=rows[0].unit, scale=scale, words=words)


def _groups_panel(axes: "Axes", *, rows: Sequence[Compared], words: Words) -> None:
    """Draw the model with its band and the published points by group, in the latest year."""
    chosen = [row for row in rows if row.year == _latest(rows)]
    scale = _scale([value for row in chosen for value in (row.value, row.published)])
    places = np.arange(len(chosen))
    model = np.array([row.value for row in chosen]) / scale
    half = BAND_Z * np.array([row.error for row in chosen]) / scale
    axes.bar(places, model, 0.62, color=BLUE, alpha=0.35, linewidth=0)
    axes.errorbar(places, model, yerr=half, fmt="none", ecolor=BLUE, elinewidth=1.5)
    for place, row in zip(places, chosen, strict=True):
        _point(axes, x=float(place), row=row, scale=scale)
    axes.set_ylim(bottom=0)
    _finish(axes, unit=rows[0].unit, scale=scale, words=words)
    axes.set_xticks(places, [row.group.replace("_", "\n") for row in chosen], fontsize=SMALLEST)


def _point(axes: "Axes", *, x: float, row: Compared, scale: float) -> None:
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
    from matplotlib.ticker import MaxNLocator

    finish(axes, words=words, years=5)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
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
