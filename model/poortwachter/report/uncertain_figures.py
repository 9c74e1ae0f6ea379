"""Draw what is not known: the range of an effect over time, and the swings of the parameters that carry it."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from poortwachter.report.style import BLACK, BLUE, GREY, HATCHED, SOLID, count_on, finish, images, sheet, styled
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HEADLINE: Final = "wia_benefits"
LABEL_WIDTH: Final = 44
"""Characters in a line of a parameter's name."""
WIDE: Final = 9.0
ROW: Final = 0.42
"""Height of a row of the tornado, inches."""
MARGIN: Final = 1.5
"""Height of a tornado without rows, inches."""
ROOM: Final = 0.2
"""Width of an axis beside the longest bar on either side, as a share of all bars, for its label."""
SIMULATED: Final[Mapping[str, Any]] = {"color": BLACK, "marker": "D", "linestyle": "none", "markersize": 4}


class Bar(NamedTuple):
    """One bar of a tornado: what is changed, its two values as text, and the amounts at them, EUR mln."""

    label: str
    low: str
    high: str
    at_low: float
    at_high: float
    simulated: tuple[float, float] | None = None
    """The amounts by simulation, where they were confirmed."""


def range_figure(dataset: "xr.Dataset", *, words: Words) -> dict[str, bytes]:
    """Return the effect on WIA benefits by year with its ranges over draws, PNG and SVG."""
    with styled():
        figure = sheet(width=WIDE, height=4.4)
        axes = figure.add_subplot()
        line = dataset.sel(line=HEADLINE)
        estimate = line["estimate"].mean("replication").to_numpy()
        first = max(int(np.argmax(estimate != 0.0)) - 1, 0)
        years = line["year"].to_numpy()[first:]
        low95, low80, median, high80, high95 = (band[first:] for band in line["range"].to_numpy())
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        axes.fill_between(years, low95, high95, color=BLUE, alpha=0.15, linewidth=0, label=words["ensemble.range95"])
        axes.fill_between(years, low80, high80, color=BLUE, alpha=0.4, linewidth=0, label=words["ensemble.range80"])
        axes.plot(years, median, color=BLUE, linewidth=2, label=words["ensemble.median"])
        label = words["ensemble.estimate"]
        axes.plot(years, estimate[first:], color=BLACK, linewidth=1.5, linestyle="--", label=label)
        axes.set_title(words["figure.effect_title"])
        axes.set_ylabel(words["figure.effect_axis"].format(year=dataset.attrs["price_year"]))
        axes.set_xlim(years[0], years[-1])
        finish(axes, words=words)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4)
    return images({"range_wia": figure})


def tornado_figure(
    bars: Sequence[Bar], *, estimate: float, words: Words, title: str, axis: str, simulated: str
) -> dict[str, bytes]:
    """Return the amounts at both ends of the range of every parameter, the widest on top, PNG and SVG."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    with styled({"axes.grid.axis": "x"}):
        figure = sheet(width=WIDE, height=MARGIN + ROW * len(bars))
        axes = figure.add_subplot()
        for row, bar in enumerate(bars):
            _draw_bar(axes, bar, row=row, estimate=estimate)
        shown: dict[str, Artist] = {
            words["figure.tornado_low"]: Patch(**SOLID),
            words["figure.tornado_high"]: Patch(**HATCHED),
        }
        if any(bar.simulated for bar in bars):
            shown[simulated] = Line2D([], [], **SIMULATED)
        figure.legend(shown.values(), shown.keys(), loc="outside lower center", ncols=3)
        axes.axvline(estimate, color=BLACK, linewidth=1.2)
        axes.set_yticks(range(len(bars)), [textwrap.fill(bar.label, LABEL_WIDTH) for bar in bars], fontsize=8)
        axes.set_ylim(len(bars) - 0.4, -0.6)
        ends = [end for bar in bars for end in (bar.at_low, bar.at_high, *(bar.simulated or ()))] + [estimate]
        room = (max(ends) - min(ends) or 1.0) * ROOM
        axes.set_xlim(min(ends) - room, max(ends) + room)
        axes.set_title(title)
        axes.set_xlabel(axis)
        count_on(axes.xaxis, words=words)
    return images({"tornado": figure})


def _draw_bar(axes: "Axes", bar: Bar, *, row: int, estimate: float) -> None:
    sides = ((bar.at_low, bar.low, SOLID), (bar.at_high, bar.high, HATCHED))
    # The longer side below, so that both are seen where they lie on one side of the estimate.
    for at, _, fill in sorted(sides, key=lambda side: -abs(side[0] - estimate)):
        axes.barh(row, at - estimate, left=estimate, height=0.6, **fill)
    (low, low_text, _), (high, high_text, _) = sorted(sides, key=lambda side: side[0])
    ends = (estimate, *(bar.simulated or ()))
    outer = ((min(low, *ends), low_text, -6, "right"), (max(high, *ends), high_text, 6, "left"))
    for at, text, shift, side in outer:
        axes.annotate(
            text, (at, row), xytext=(shift, 0), textcoords="offset points", ha=side, va="center", fontsize=7.5
        )
    if bar.simulated is not None:
        axes.plot(bar.simulated, [row, row], zorder=4, **SIMULATED)
