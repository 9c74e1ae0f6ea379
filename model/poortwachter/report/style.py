"""Give all figures one style: colours that the colour-blind tell apart, numbers as the language writes them, no dates.

The colours are of the Okabe-Ito palette. Whatever a colour tells apart differs in line style, marker, hatch or place as
well, so that a figure can be read in black and white.
"""

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from poortwachter.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREEN: Final = "#009E73"
SKY: Final = "#56B4E9"
ORANGE: Final = "#E69F00"
NAVY: Final = "#08306B"
BLACK: Final = "#222222"
GREY: Final = "#777777"
SILVER: Final = "#BBBBBB"

KINDS: Final = ("png", "svg")
SMALLEST: Final = 7.0
"""Least size of a letter, points."""
PAGE_WIDTH: Final = 8.0
"""Inches."""
MARGIN: Final = 0.08
"""White around a panel, inches."""
MOST_DECIMALS: Final = 3

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
    "axes.formatter.useoffset": False,
    "figure.constrained_layout.h_pad": MARGIN,
    "figure.constrained_layout.w_pad": MARGIN,
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
SOLID: Final[Mapping[str, Any]] = MappingProxyType({"facecolor": BLUE, "edgecolor": BLUE, "hatch": ""})
HATCHED: Final[Mapping[str, Any]] = MappingProxyType({"facecolor": "white", "edgecolor": VERMILION, "hatch": "////"})
"""Two sides of one thing: they differ in black and white as well."""

_NOTHING_MORE: Final[Any] = MappingProxyType({})


def styled(more: Any = _NOTHING_MORE) -> AbstractContextManager[None]:
    """Draw in the style of all figures, with what one figure has of its own, for as long as this is open."""
    import matplotlib as mpl

    return mpl.rc_context({**STYLE, **more})


def sheet(*, width: float = PAGE_WIDTH, height: float) -> "Figure":
    """Return an empty figure, inches; no window and no state of the program goes with it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def figure_of(*, panels: int, height: float) -> "tuple[Figure, list[Axes]]":
    """Return a figure as wide as a page, with panels side by side; height in inches."""
    figure = sheet(height=height)
    return figure, [figure.add_subplot(1, panels, panel + 1) for panel in range(panels)]


def headed(figure: "Figure", title: str) -> None:
    """Write a title above all panels."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")


def image(figure: "Figure", *, kind: str) -> bytes:
    """Return a figure as PNG or SVG, without date or name of the program that drew it."""
    nameless = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format=kind, metadata=nameless)
    return buffer.getvalue()


def images(drawn: "Mapping[str, Figure]") -> dict[str, bytes]:
    """Return figures by file name, each as PNG and SVG."""
    return {f"{name}.{kind}": image(figure, kind=kind) for name, figure in drawn.items() for kind in KINDS}


def count_on(axis: Any, *, words: Words) -> None:
    """Write the numbers along an axis as the language does, with no more decimals than they have."""

    def tick(value: float, _: int) -> str:
        exact = (places for places in range(MOST_DECIMALS) if abs(value - round(value, places)) < 1e-9)
        return words.number(value, decimals=next(exact, MOST_DECIMALS))

    axis.set_major_formatter(tick)


def finish(axes: "Axes", *, words: Words, years: int = 7) -> None:
    """Write at most so many years below a panel, and the numbers beside it."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=years, integer=True))
    count_on(axes.yaxis, words=words)
