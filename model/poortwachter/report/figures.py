"""Draw the figures of a result: one style, legible without colour, the same bytes every time."""

import io
import textwrap
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.report.letter import BAND_Z, EUR_MLN, Yardstick, supported, yardstick_amount
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colours of the Okabe-Ito palette, which the colour-blind can tell apart; line style and marker differ as well.
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
BLACK: Final = "#222222"
GREY: Final = "#777777"

LEGEND_WIDTH: Final = 48
"""Characters in a line of a legend."""

STYLE: Final[Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.ymargin": 0.1,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.8,
    "xtick.color": BLACK,
    "ytick.color": BLACK,
    "ytick.left": False,
    "legend.frameon": False,
    "svg.hashsalt": "poortwachter",
    "svg.fonttype": "path",
    "savefig.dpi": 150,
}


def result_figures(
    dataset: "xr.Dataset",
    *,
    words: Words,
    yardstick: Yardstick | None,
    published_stock: Mapping[int, float],
    published_inflow: Mapping[int, float],
    band: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, bytes]:
    """Return every figure of a result by file name, PNG and SVG.

    Args:
        dataset: what `results.assemble` returned.
        words: language.
        yardstick: the published amount, if there is one.
        published_stock: year -> persons in the WIA on 31 December.
        published_inflow: year -> persons who entered the WIA.
        band: year -> 80% range of WIA benefits from draws of the behaviour; without it, simulation noise.
    """
    found: dict[str, bytes] = {}
    with _style():
        drawn = {
            "effect_wia": effect_figure(dataset, words=words, yardstick=yardstick, band=band),
            "hindcast_wia": hindcast_figure(
                dataset, words=words, published_stock=published_stock, published_inflow=published_inflow
            ),
        }
        for name, figure in drawn.items():
            found |= {f"{name}.png": image(figure, kind="png"), f"{name}.svg": image(figure, kind="svg")}
    return found


def image(figure: "Figure", *, kind: str) -> bytes:
    """Return a figure as PNG or SVG, without date or name of the program that drew it."""
    nameless = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    buffer = io.BytesIO()
    with _style():
        figure.savefig(buffer, format=kind, metadata=nameless)
    return buffer.getvalue()


def effect_figure(
    dataset: "xr.Dataset",
    *,
    words: Words,
    yardstick: Yardstick | None,
    band: Mapping[str, tuple[float, float]] | None,
) -> "Figure":
    """Draw the effect on WIA benefits over time with its 80% band, the structural amount and the yardstick."""
    with _style():
        figure, (axes,) = _figure(panels=1, height=4.4)
        years, effect, low, high = _effect_series(dataset, band=band)
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        label = words["figure.noise" if band is None else "figure.band"]
        axes.fill_between(years, low, high, color=BLUE, alpha=0.25, linewidth=0, label=label)
        axes.plot(years, effect, color=BLUE, linewidth=2, label=words["figure.effect"])
        _reference_lines(axes, dataset=dataset, words=words, yardstick=yardstick)
        axes.set_title(words["figure.effect_title"])
        axes.set_ylabel(words["figure.effect_axis"].format(year=dataset.attrs["price_year"]))
        axes.set_xlim(years[0], years[-1])
        _finish(axes, words=words)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    return figure


def hindcast_figure(
    dataset: "xr.Dataset",
    *,
    words: Words,
    published_stock: Mapping[int, float],
    published_inflow: Mapping[int, float],
) -> "Figure":
    """Draw the baseline's WIA stock and inflow against the published series."""
    with _style():
        figure, panels = _figure(panels=2, height=4.2)
        series = (("wia_stock", published_stock, "stock"), ("wia_inflow", published_inflow, "inflow"))
        for axes, (variable, published, name) in zip(panels, series, strict=True):
            _hindcast_panel(axes, model=_baseline_total(dataset, variable), published=published, words=words)
            axes.set_title(words[f"figure.{name}_title"])
            axes.set_ylabel(words["figure.thousand"])
            _finish(axes, words=words)
        panels[0].legend(loc="upper left")
    return figure


def _style() -> AbstractContextManager[None]:
    import matplotlib as mpl

    return mpl.rc_context(STYLE)


def _figure(*, panels: int, height: float) -> "tuple[Figure, list[Axes]]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, [figure.add_subplot(1, panels, panel + 1) for panel in range(panels)]


def _effect_series(
    dataset: "xr.Dataset", *, band: Mapping[str, tuple[float, float]] | None
) -> tuple[Any, Any, Any, Any]:
    """Return years, effect and band of WIA benefits from the year before the reform works."""
    line = dataset.sel(line="wia_benefits")
    years, effect, se = (line[name].to_numpy() for name in ("year", "line_effect", "line_effect_se"))
    start = max(0, int(np.argmax(effect != 0)) - 1) if effect.any() else 0
    low, high = effect - BAND_Z * se, effect + BAND_Z * se
    if band is not None:
        known = [band.get(str(year), (np.nan, np.nan)) for year in years]
        low, high = (np.array(side, dtype=np.float64) for side in zip(*known, strict=True))
    return years[start:], effect[start:], low[start:], high[start:]


def _reference_lines(axes: "Axes", *, dataset: "xr.Dataset", words: Words, yardstick: Yardstick | None) -> None:
    structural, se = (
        float(dataset[name].sel(line="wia_benefits")) for name in ("line_structural", "line_structural_se")
    )
    if np.isfinite(structural):
        amount = words["amount.eur_mln"].format(amount=supported(structural, se=se, words=words))
        label = words["figure.structural"].format(amount=amount)
        axes.axhline(structural, color=BLACK, linewidth=1.4, linestyle=(0, (1, 1.5)), label=label)
    if yardstick is not None and yardstick.line == "wia_benefits" and yardstick.unit.startswith(EUR_MLN):
        amount = yardstick_amount(yardstick, words=words)
        label = words["figure.yardstick"].format(source=yardstick.source, amount=amount)
        label = textwrap.fill(label, LEGEND_WIDTH)
        axes.axhline(yardstick.amount, color=VERMILION, linewidth=1.4, linestyle=(0, (6, 3)), label=label)


def _baseline_total(dataset: "xr.Dataset", variable: str) -> dict[int, float]:
    totals = dataset[variable].sel(scenario="baseline").sum(("scheme", "age_band", "sex"))
    return {int(year): float(total) for year, total in zip(dataset["year"].to_numpy(), totals.to_numpy(), strict=True)}


def _hindcast_panel(axes: "Axes", *, model: Mapping[int, float], published: Mapping[int, float], words: Words) -> None:
    shown = [year for year in model if not published or min(published) <= year <= max(published)]
    axes.plot(
        shown, [model[year] / 1000 for year in shown], color=BLUE, linewidth=2, label=words["figure.model"], zorder=2
    )
    years = sorted(published)
    axes.plot(
        years,
        [published[year] / 1000 for year in years],
        color=VERMILION,
        marker="o",
        markersize=5,
        markerfacecolor="white",
        markeredgewidth=1.4,
        linestyle="none",
        label=words["figure.published"],
        zorder=3,
    )
    axes.set_ylim(bottom=0)


def _finish(axes: "Axes", *, words: Words) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    def tick(value: float, _: int) -> str:
        return words.number(value, decimals=0 if float(value).is_integer() else 1)

    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
