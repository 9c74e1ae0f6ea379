"""Draw the figures of the page about speed, in the style of the model's own."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import FuncFormatter, MultipleLocator, NullFormatter, NullLocator

from benchmarks.history import Entry, Figure
from poortwachter.report.style import BLACK, BLUE, GREY, VERMILION, figure_of, image, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from benchmarks.page import Peer

__all__ = ["TITLES", "available", "drawn", "image"]

TITLES: Final = {
    "over_time": "Speed of marked commits, relative to the first",
    "workers": "Time per life by number of simulated employees, and what a second thread gives",
    "horizon": "Time per person-year by last simulated year",
    "peers": "How many times as fast as other engines",
}
FOLLOWED: Final = {
    "lives_of[10000-1]": "lives",
    "estimator[split-1]": "effect, split",
    "start[run]": "start of a run",
    "start_with_nothing_compiled": "first run, compiling",
}
"""Figures that the first plot follows, and their words."""
MARKS: Final = ("o", "s", "^", "D")
COLOURS: Final = (BLUE, VERMILION, BLACK, GREY)
BY_WORKERS: Final = "lives by number of workers"
BY_HORIZON: Final = "lives by horizon"
LABELS: Final = 8
"""Commits named below a plot; of more, some."""
HEADROOM: Final = 1.12
"""Height of an axis over that of the highest point."""
MICRO: Final = 1e3
MILLION: Final = 1_000_000
THOUSAND: Final = 1_000


def available(entry: Entry | None, *, history: Sequence[Entry], peers: "Sequence[Peer]") -> set[str]:
    """Return the names of the plots there is something for."""
    groups = set() if entry is None else {figure.group for figure in entry.figures.values()}
    known = {
        "over_time": any(name in other.figures for other in history for name in FOLLOWED),
        "workers": BY_WORKERS in groups,
        "horizon": BY_HORIZON in groups,
        "peers": bool(peers),
    }
    return {name for name, present in known.items() if present}


def drawn(entry: Entry | None, *, history: Sequence[Entry], peers: "Sequence[Peer]") -> dict[str, Drawing]:
    """Return the plots there is something for, by name."""
    makers: dict[str, Callable[[], Drawing]] = {
        "over_time": lambda: over_time(history),
        "workers": lambda: by_workers(_group(entry, BY_WORKERS)),
        "horizon": lambda: by_horizon(_group(entry, BY_HORIZON)),
        "peers": lambda: beside_peers(peers),
    }
    present = available(entry, history=history, peers=peers)
    with styled():
        return {name: make() for name, make in makers.items() if name in present}


def _group(entry: Entry | None, group: str) -> list[Figure]:
    return [] if entry is None else [figure for figure in entry.figures.values() if figure.group == group]


def over_time(history: Sequence[Entry]) -> Drawing:
    """Draw the speed of the figures that are followed, relative to the first entry that has them."""
    figure, (axes,) = figure_of(panels=1, height=4.0)
    axes.axhline(1, color=GREY, linewidth=0.8)
    for (name, label), colour, mark in zip(FOLLOWED.items(), COLOURS, MARKS, strict=True):
        found = [(place, entry.figures[name].cost) for place, entry in enumerate(history) if name in entry.figures]
        if found:
            places, costs = zip(*found, strict=True)
            speeds = [costs[0] / cost for cost in costs]
            axes.plot(places, speeds, color=colour, marker=mark, markersize=5, label=label)
    axes.set_title("Speed of marked commits")
    axes.set_ylabel("relative to the first")
    _from_zero(axes)
    shown = range(0, len(history), math.ceil(len(history) / LABELS))
    axes.set_xticks(shown, [f"{history[place].date}\n{history[place].commit[:7]}" for place in shown])
    axes.set_xlim(-0.5, len(history) - 0.5)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def by_workers(figures: Iterable[Figure]) -> Drawing:
    """Draw the time per life by number of employees for each number of threads, and the gain of more threads."""
    by_threads: dict[int, dict[int, Figure]] = {}
    for each in figures:
        by_threads.setdefault(int(each.params["threads"]), {})[int(each.params["workers"])] = each
    figure, (left, right) = figure_of(panels=2, height=3.8)
    for place, (threads, found) in enumerate(sorted(by_threads.items())):
        label = f"{threads} thread{'s' if threads > 1 else ''}"
        style: dict[str, Any] = {"color": COLOURS[place], "marker": MARKS[place], "markersize": 5}
        workers = sorted(found)
        times = [found[number].nanoseconds() / MICRO for number in workers]
        spread = [time * (found[number].noise or 0) / 2 for time, number in zip(times, workers, strict=True)]
        left.errorbar(workers, times, yerr=spread, capsize=3, label=label, **style)
        if threads > 1:
            shared = [number for number in workers if number in by_threads.get(1, {})]
            right.plot(shared, [by_threads[1][number].scaled / found[number].scaled for number in shared], **style)
            right.axhline(threads, color=GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    left.set_title("Time per life")
    left.set_ylabel("microseconds")
    right.set_title("Gain of threads")
    right.set_ylabel("times as fast as one")
    right.yaxis.set_major_locator(MultipleLocator(0.5))
    for axes in (left, right):
        _from_zero(axes)
        axes.set_xscale("log")
        axes.set_xlabel("simulated employees")
        axes.set_xticks(sorted({number for found in by_threads.values() for number in found}))
        axes.xaxis.set_major_formatter(FuncFormatter(_count))
        axes.xaxis.set_minor_locator(NullLocator())
    left.legend(loc="lower left")
    return figure


def by_horizon(figures: Iterable[Figure]) -> Drawing:
    """Draw the time per person-year by last simulated year."""
    points = sorted((int(each.params["last_year"]), each.nanoseconds()) for each in figures)
    figure, (axes,) = figure_of(panels=1, height=3.4)
    years, times = zip(*points, strict=True)
    axes.plot(years, times, color=BLUE, marker="o", markersize=5)
    axes.set_title("Time per person-year, by last simulated year")
    axes.set_ylabel("nanoseconds")
    _from_zero(axes)
    axes.set_xticks(years)
    return figure


def beside_peers(peers: "Sequence[Peer]") -> Drawing:
    """Draw how many times as fast ours is, with the range, the nearest on top."""
    figure, (axes,) = figure_of(panels=1, height=1.4 + 0.35 * len(peers))
    ratios = [peer.ratio for peer in peers]
    reach = [[peer.ratio - peer.low for peer in peers], [peer.high - peer.ratio for peer in peers]]
    places = range(len(peers))
    axes.errorbar(ratios, places, xerr=reach, color=BLUE, marker="o", markersize=6, linestyle="none", capsize=3)
    axes.axvline(1, color=GREY, linewidth=0.8)
    axes.set_yticks(places, [peer.name for peer in peers])
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_xscale("log")
    _times(axes.xaxis)
    axes.set_xlabel("times as fast as the other engine, on the small model")
    axes.set_title("Our speed over that of other engines")
    return figure


def _from_zero(axes: "Axes") -> None:
    axes.set_ylim(0, HEADROOM * axes.dataLim.ymax)


def _times(axis: Any) -> None:
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def _count(value: float, _: int) -> str:
    if value >= MILLION:
        return f"{value / MILLION:g} mln"
    return f"{value / THOUSAND:g} k" if value >= THOUSAND else f"{value:g}"
