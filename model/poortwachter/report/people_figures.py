"""Draw what a reform does to people: in benefits and sanction year, into the WIA, and through the gate."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from poortwachter.report.style import BLACK, BLUE, GREEN, GREY, VERMILION, figure_of, finish, styled
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"wga": ("wga_lgu", "wga_lau", "wga_vvu"), "iva": ("iva",), "sanction": ("sanctie",), "ww": ("ww",)}
)
"""Where a difference is shown, with its statuses."""
LINES: Final[Mapping[str, tuple[str, Any, str]]] = MappingProxyType(
    {
        "wga": (BLUE, "-", ""),
        "iva": (VERMILION, (0, (6, 2)), ""),
        "sanction": (BLACK, (0, (1, 1.5)), ""),
        "ww": (GREEN, "-", "o"),
    }
)
"""Colour, dashes and marker."""
YEARS: Final = 5
"""Years over which the gate is averaged."""
NODE: Final = 0.05
"""Width of a node of the gate, share of the figure."""
WHITE: Final = 0.06
"""White between nodes, share of all that flows."""
GAP: Final = 0.015
"""White between a node and its label."""
SIDES: Final[Mapping[str, str]] = MappingProxyType({"administrative": "above", "substantive": "below"})
"""Where the label of a node stands that people leave to the right of it."""


def moves_people(dataset: "xr.Dataset") -> bool:
    """Return whether the stocks are known and anyone is elsewhere under the reform."""
    change = _change(dataset["stock"]).to_numpy()
    return bool(np.isfinite(change).all() and change.any())


def people_figure(dataset: "xr.Dataset", *, words: Words) -> "Figure":
    """Draw the difference in stocks by group, and in WIA inflow by scheme, from the year before the reform works."""
    change = {name: _change(dataset["stock"].sel(status=list(status)).sum("status")) for name, status in GROUPS.items()}
    inflow = _change(dataset["wia_inflow"].sum(("age_band", "sex")))
    years = dataset["year"].to_numpy()
    start = _first(
        np.stack([*(each.to_numpy() for each in change.values()), *inflow.transpose("scheme", "year").to_numpy()])
    )
    with styled():
        figure, (left, right) = figure_of(panels=2, height=4.2)
        for name, series in change.items():
            _line(left, years[start:], series.to_numpy()[start:], name=name, words=words)
        for scheme in ("wga", "iva"):
            _line(right, years[start:], inflow.sel(scheme=scheme).to_numpy()[start:], name=scheme, words=words)
        for axes, title in ((left, "stock_effect"), (right, "inflow_effect")):
            axes.axhline(0, color=GREY, linewidth=0.8, zorder=1)
            axes.set_title(words[f"figure.{title}_title"])
            finish(axes, words=words)
            axes.set_xlim(years[start], years[-1])
        left.set_ylabel(words["figure.difference_axis"])
        left.legend(loc="upper left")
        right.legend(loc="best")
    return figure


def _change(variable: "xr.DataArray") -> "xr.DataArray":
    return variable.sel(scenario="reform", drop=True) - variable.sel(scenario="baseline", drop=True)


def _first(changes: Any) -> int:
    """Return the position of the year before anything differs; the first where nothing does."""
    moved = (changes != 0).any(axis=0)
    return max(0, int(np.argmax(moved)) - 1) if moved.any() else 0


def _line(axes: "Axes", years: Any, values: Any, *, name: str, words: Words) -> None:
    colour, dashes, marker = LINES[name]
    axes.plot(
        years,
        values,
        color=colour,
        linestyle=dashes,
        marker=marker,
        markevery=max(len(years) // 8, 1),
        markersize=4,
        linewidth=2,
        label=words[f"stocks.{name}"],
    )


class Gate(NamedTuple):
    """Persons at the gate per year, baseline: reports assessed, sanctions by kind, WIA after one; how many lapse."""

    first: int
    last: int
    reports: float
    administrative: float
    substantive: float
    lapsed: float
    awarded: float


def gate_of(dataset: "xr.Dataset") -> Gate:
    """Return the gate over the first years in which a reform fully works, or else over the last years."""
    events, years = dataset["event"], dataset["year"].to_numpy()
    lapsing = events.sel(scenario="reform", event_kind="sanction_lapsed").to_numpy()
    start = int(np.argmax(lapsing > 0)) + 1 if (lapsing > 0).any() else len(years)
    start = min(start, max(len(years) - YEARS, 0))
    mean = events.isel(year=slice(start, start + YEARS)).mean("year")

    def of(kind: str, *, scenario: str = "baseline") -> float:
        return float(mean.sel(scenario=scenario, event_kind=kind))

    shown = years[start : start + YEARS]
    return Gate(
        int(shown[0]),
        int(shown[-1]),
        reports=of("riv"),
        administrative=of("sanction_administrative"),
        substantive=of("sanction_substantive"),
        lapsed=of("sanction_lapsed", scenario="reform"),
        awarded=of("award_after_sanction"),
    )


def gate_figure(gate: Gate, *, words: Words) -> "Figure":
    """Draw the flow through the gate: reports, sanctions, and what follows; widths are persons."""
    sanctions = gate.administrative + gate.substantive
    none = max(gate.reports - sanctions, 0.0)
    columns: list[list[tuple[str, float]]] = [
        [("riv", none + sanctions)],
        [("none", none), ("administrative", gate.administrative), ("substantive", gate.substantive)],
        [("award", min(gate.awarded, sanctions)), ("no_award", max(sanctions - gate.awarded, 0.0))],
    ]
    whole = max(none + sanctions, 1.0)
    with styled():
        figure, (axes,) = figure_of(panels=1, height=4.4)
        axes.set_axis_off()
        axes.set_xlim(-0.02, 1.42)
        axes.set_title(words["figure.gate_title"])
        nodes = _nodes(columns, whole=whole)
        for source, target in (("riv", "none"), ("riv", "administrative"), ("riv", "substantive")):
            _band(axes, nodes[source], nodes[target], size=nodes[target].size, whole=whole)
        for source in ("administrative", "substantive"):
            for target in ("award", "no_award"):
                share = nodes[source].size / max(sanctions, 1.0)
                _band(axes, nodes[source], nodes[target], size=nodes[target].size * share, whole=whole)
        for name, node in nodes.items():
            text = (words[f"gate.{name}"], _rounded(node.size, words=words))
            _node(axes, node, text=text, side=SIDES.get(name, "right"), whole=whole)
        if gate.lapsed > 0:
            _lapsed(axes, nodes["substantive"], lapsed=gate.lapsed, whole=whole, words=words)
        axes.set_ylim(-1.0 - 4.5 * WHITE, 0.04)
    return figure


class _Node:
    """A place in the figure: left edge and top, and how much of it has been used on either side."""

    def __init__(self, left: float, top: float, size: float) -> None:
        self.left, self.top, self.size = left, top, size
        self.taken, self.given = 0.0, 0.0


def _nodes(columns: Sequence[Sequence[tuple[str, float]]], *, whole: float) -> dict[str, _Node]:
    nodes: dict[str, _Node] = {}
    for place, column in enumerate(columns):
        # What follows a sanction stands at the height of the sanctions, below those without one.
        top = 0.0 if place < 2 else nodes["administrative"].top
        for name, size in column:
            nodes[name] = _Node(place * 0.5, top, size)
            top -= size / whole + WHITE * (1.6 if place else 1.0)
    return nodes


def _band(axes: "Axes", source: _Node, target: _Node, *, size: float, whole: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    height = size / whole
    x0, x1 = source.left + NODE, target.left
    y0, y1 = source.top - source.given / whole, target.top - target.taken / whole
    source.given, target.taken = source.given + size, target.taken + size
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 - height)]
    points += [(middle, y1 - height), (middle, y0 - height), (x0, y0 - height), (x0, y0)]
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, curve), facecolor=BLUE, alpha=0.25, linewidth=0))


def _node(axes: "Axes", node: _Node, *, text: tuple[str, str], side: str, whole: float) -> None:
    from matplotlib.patches import Rectangle

    height = max(node.size / whole, 0.002)
    axes.add_patch(Rectangle((node.left, node.top - height), NODE, height, facecolor=BLUE, linewidth=0))
    behind = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1.5}
    written: dict[str, Any] = {"fontsize": 9, "color": BLACK}
    if side == "right":
        place = (node.left + NODE + GAP, node.top - height / 2)
        axes.text(*place, "\n".join(text), va="center", bbox=behind, **written)
    else:
        place, align = (node.top + GAP, "bottom") if side == "above" else (node.top - height - GAP, "top")
        axes.text(node.left, place, ": ".join(text), va=align, **written)


def _lapsed(axes: "Axes", node: _Node, *, lapsed: float, whole: float, words: Words) -> None:
    from matplotlib.patches import Rectangle

    height = min(lapsed, node.size) / whole
    bottom = node.top - node.size / whole
    hatched = {"facecolor": "white", "edgecolor": VERMILION, "hatch": "//////", "linewidth": 1.0}
    axes.add_patch(Rectangle((node.left, bottom), NODE, height, **hatched))
    label = f"{words['gate.lapsed']}: {_rounded(lapsed, words=words)}"
    axes.annotate(
        label,
        (node.left, bottom),
        xytext=(0, -18),
        textcoords="offset points",
        va="top",
        fontsize=9,
        color=VERMILION,
    )


def _rounded(persons: float, *, words: Words) -> str:
    return words.number(round(persons, -1) if persons < 10_000 else round(persons, -2))
