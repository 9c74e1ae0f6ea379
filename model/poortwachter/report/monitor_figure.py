"""Draw the monitor of sanctions: by kind over the years, by firm size and sector, and what became of the people."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from poortwachter.report.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    NAVY,
    ORANGE,
    SILVER,
    SKY,
    SMALLEST,
    VERMILION,
    count_on,
    sheet,
    styled,
)
from poortwachter.report.words import Words
from poortwachter.results.monitored import Entry, Monitor

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE: Final = 11.0
HIGH: Final = 8.2
"""Inches."""
PERCENT: Final = 100.0
LINES: Final[Mapping[str, Any]] = {
    "administrative": {"color": BLUE, "linestyle": "-"},
    "substantive": {"color": VERMILION, "linestyle": "--"},
}
MARKERS: Final = {"administrative": "o", "substantive": "s"}
SHADES: Final = (SILVER, GREEN, SKY, BLUE, NAVY, ORANGE, VERMILION, GREY)
"""Of the ends, in their order: light to dark within the WIA, and within a refusal."""
HATCHES: Final = ("", "//", "||", "..", "", "\\\\", "", "xx")
HEADROOM: Final = 1.2
"""Height of an axis over that of the highest bar, for its legend."""
SMALL: Final[Any] = {"font.size": 9, "axes.titlesize": 10}


def monitor_figure(page: Monitor, *, words: Words) -> "Figure":
    """Return the figure; everything in it stands in the monitor."""
    with styled(SMALL):
        figure = sheet(width=WIDE, height=HIGH)
        panels = [figure.add_subplot(2, 2, place) for place in range(1, 5)]
        _kinds(panels[0], page=page, words=words)
        _rates(panels[1], page=page, part="sizes", head="size", words=words)
        _rates(panels[2], page=page, part="sectors", head="sector", words=words)
        _ends(panels[3], page=page, words=words)
        return figure


def _kinds(axes: "Axes", *, page: Monitor, words: Words) -> None:
    """Draw sanctions by kind and year: lines are the model's, points are published."""
    from matplotlib.ticker import MaxNLocator

    for kind, line in LINES.items():
        table = page.table("kinds", measure="files", kind=kind)
        years = sorted(year for year, _ in table)
        label = words[f"monitor.kinds.{kind}"]
        axes.plot(
            years, [table[year, ""].model.value for year in years], label=f"{label}, {words['monitor.model']}", **line
        )
        known = [year for year in years if math.isfinite(table[year, ""].published)]
        axes.plot(
            known,
            [table[year, ""].published for year in known],
            label=f"{label}, {words['monitor.published']}",
            color=line["color"],
            marker=MARKERS[kind],
            linestyle="none",
        )
    axes.set_ylim(bottom=0)
    count_on(axes.yaxis, words=words)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(words["monitor.kinds"])
    axes.legend(fontsize=SMALLEST, loc="upper center", bbox_to_anchor=(0.45, -0.1), ncols=2)


def _rates(axes: "Axes", *, page: Monitor, part: str, head: str, words: Words) -> None:
    """Draw sanctions per hundred tested files by firm size or sector, the two kinds on each other."""
    tables = {kind: page.table(part, measure="rate", kind=kind) for kind in LINES}
    both = page.table(part, measure="rate", kind="both")
    groups = list(dict.fromkeys(group for _, group in both))
    bottom = [0.0] * len(groups)
    for kind, table in tables.items():
        heights = [PERCENT * _value(table[page.year, group]) for group in groups]
        hatch = "" if kind == "administrative" else "//"
        axes.bar(
            groups,
            heights,
            bottom=bottom,
            width=0.6,
            color=LINES[kind]["color"],
            edgecolor="white",
            hatch=hatch,
            label=words[f"monitor.kinds.{kind}"],
        )
        bottom = [under + height for under, height in zip(bottom, heights, strict=True)]
    errors = [PERCENT * both[page.year, group].model.standard_error for group in groups]
    axes.errorbar(groups, bottom, yerr=errors, fmt="none", ecolor=BLACK, capsize=3, linewidth=1)
    count_on(axes.yaxis, words=words)
    axes.set_title(f"{words[f'monitor.{part}']} {page.year}: {words['monitor.rate']}")
    axes.set_xlabel(words[f"monitor.{head}"])
    highest = max(one + error for one, error in zip(bottom, errors, strict=True))
    axes.set_ylim(bottom=0.0, top=highest * HEADROOM if highest > 0.0 else 1.0)
    axes.legend(fontsize=SMALLEST, loc="upper right", ncols=2)


def _value(entry: Entry) -> float:
    value = entry.model.value
    return value if math.isfinite(value) else 0.0


def _ends(axes: "Axes", *, page: Monitor, words: Words) -> None:
    """Draw what became of the people by kind of sanction, as parts of a bar."""
    kinds = ("substantive", "administrative")
    tables = {kind: page.table("ends", measure="share", kind=kind) for kind in kinds}
    ends = list(dict.fromkeys(group for _, group in tables["substantive"]))
    left = [0.0] * len(kinds)
    labels = [words[f"monitor.kinds.{kind}"] for kind in kinds]
    for end, colour, hatch in zip(ends, SHADES, HATCHES, strict=True):
        widths = [PERCENT * _value(tables[kind][page.year, end]) for kind in kinds]
        axes.barh(
            labels,
            widths,
            left=left,
            height=0.55,
            color=colour,
            edgecolor="white",
            hatch=hatch,
            label=words[f"monitor.end.{end}"],
        )
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.grid(visible=False)
    axes.set_xlim(0, PERCENT)
    axes.xaxis.set_major_formatter(lambda value, _: f"{words.number(value)}%")
    axes.set_title(f"{words['monitor.ends']}, {page.year}")
    axes.tick_params(axis="y", colors=GREY)
    axes.legend(fontsize=SMALLEST, loc="upper center", bbox_to_anchor=(0.45, -0.1), ncols=2)
