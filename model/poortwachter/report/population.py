"""Put the drawn population on paper: every margin, table against draw, and a figure of the main ones."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from poortwachter.primitives.files import write_whole
from poortwachter.report.letter import BAND_Z
from poortwachter.report.style import BLUE, GREY, VERMILION, headed, images, sheet, styled
from poortwachter.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CSV_HEAD: Final = "margin,category,unit,target,drawn,standard_error,standard_errors_apart,binding,within"
DECIMALS: Final = {"persons": 0, "share": 4, "eur_month": 0, "hours_week": 2, "years": 2}
WIDE: Final = 13.0
HIGH: Final = 7.4
"""Of the figure, inches."""
BARS: Final = 0.62
WIDER: Final = 1.1
"""Half width of the pyramid over that of its widest bar."""
PERCENT: Final = 100
MILLION: Final = 1e6


class MarginLine(Protocol):
    """A figure of the drawn population beside that of the tables."""

    @property
    def margin(self) -> str: ...  # noqa: D102
    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def target(self) -> float: ...  # noqa: D102
    @property
    def drawn(self) -> float: ...  # noqa: D102
    @property
    def standard_error(self) -> float: ...  # noqa: D102
    @property
    def apart(self) -> float: ...  # noqa: D102
    @property
    def binding(self) -> bool: ...  # noqa: D102
    @property
    def within(self) -> bool: ...  # noqa: D102


class Counted(Protocol):
    """A drawn population counted on 31 December of a year."""

    @property
    def year(self) -> int: ...  # noqa: D102
    @property
    def workers(self) -> int: ...  # noqa: D102
    @property
    def seed(self) -> int: ...  # noqa: D102
    @property
    def counted(self) -> int: ...  # noqa: D102
    @property
    def without_employer(self) -> float: ...  # noqa: D102
    @property
    def limit(self) -> float: ...  # noqa: D102
    @property
    def lines(self) -> Sequence[MarginLine]: ...  # noqa: D102


def write(census: Counted, *, folder: Path, words: Words) -> list[Path]:
    """Write `population.csv`, `population.md` and the figure; every file is made beside its place and then renamed."""
    files = {"population.csv": csv_text(census).encode(), "population.md": markdown(census, words=words).encode()}
    figure = population_figure(census, words=words)
    files |= images({"population": figure})
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def csv_text(census: Counted) -> str:
    """Return every margin as CSV, unrounded; an infinite distance is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD.split(","))
    for line in census.lines:
        numbers = (line.target, line.drawn, line.standard_error, line.apart)
        shown = [repr(float(value)) if math.isfinite(value) else "" for value in numbers]
        marks = ["yes" if mark else "no" for mark in (line.binding, line.within)]
        writer.writerow((line.margin, line.category, line.unit, *shown, *marks))
    return out.getvalue()


def summary(census: Counted, *, words: Words) -> str:
    """Return how many binding margins are drawn within the limit."""
    binding = [line for line in census.lines if line.binding]
    return words["population.summary"].format(
        within=sum(line.within for line in binding), all=len(binding), limit=words.number(census.limit)
    )


def markdown(census: Counted, *, words: Words) -> str:
    """Return title, what was counted, and a table of the binding margins and one of the others with the reason."""
    about = words["population.about"].format(
        year=census.year,
        counted=words.number(census.counted),
        workers=words.number(census.workers),
        seed=census.seed,
        zw=f"{words.number(PERCENT * census.without_employer, decimals=1)}%",
        limit=words.number(census.limit),
    )
    named = [line for line in census.lines if not line.binding]
    parts = [
        f"# {words['population.title']}",
        about,
        f"![{words['population.title']}](population.png)",
        f"## {words['population.binding']}",
        summary(census, words=words),
        _table((line for line in census.lines if line.binding), words=words),
        f"## {words['population.named']}",
        *(
            f"{words[f'margin.{name}']}: {words[f'reason.{name}']}"
            for name in dict.fromkeys(each.margin for each in named)
        ),
        _table(named, words=words),
    ]
    return "\n\n".join(parts) + "\n"


def _table(lines: Iterable[MarginLine], *, words: Words) -> str:
    names = ("margin", "target", "drawn", "gap", "apart", "within")
    heads = [words[f"population.{name}"] for name in names]
    rule = ["---", *["---:"] * (len(heads) - 1)]
    rows = [_cells(line, words=words) for line in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def _cells(line: MarginLine, *, words: Words) -> tuple[str, ...]:
    places = DECIMALS[line.unit]
    name = f"{words[f'margin.{line.margin}']} {line.category.replace('<', '&lt;')}".strip()
    gap = PERCENT * (line.drawn / line.target - 1.0)
    answer = words["population.yes" if line.within else "population.no"]
    return (
        f"{name}, {words[f'population.{line.unit}']}",
        words.number(line.target, decimals=places),
        f"{words.number(line.drawn, decimals=places)} ± {words.number(line.standard_error, decimals=places)}",
        f"{'+' if gap > 0 else ''}{words.number(gap, decimals=1)}%",
        words.number(line.apart, decimals=1),
        answer if line.binding else words["population.not_binding"],
    )


def population_figure(census: Counted, *, words: Words) -> "Figure":
    """Draw the age pyramid and bars of contract, sector, size, wage and schooling: draw as bars, table as points."""
    by_margin: dict[str, list[MarginLine]] = {}
    for line in census.lines:
        by_margin.setdefault(line.margin, []).append(line)
    permanent = by_margin["contract_by_age"][:: len(by_margin["contract"])]
    with styled({"font.size": 9, "axes.titlesize": 10}):
        figure = sheet(width=WIDE, height=HIGH)
        grid = figure.add_gridspec(2, 4, width_ratios=(1.5, 1.0, 1.0, 1.0))
        _pyramid(figure.add_subplot(grid[:, 0]), lines=by_margin["age_sex"], words=words)
        panels = (
            (grid[0, 1], "contract", by_margin["contract"]),
            (grid[0, 2], "sector", by_margin["sector"]),
            (grid[0, 3], "size", by_margin["size"]),
            (grid[1, 1], "permanent", permanent),
            (grid[1, 2], "wage_by_age", by_margin["wage_by_age"]),
            (grid[1, 3], "unqualified", by_margin["unqualified"]),
        )
        for place, name, lines in panels:
            axes = figure.add_subplot(place)
            _bars(axes, lines=lines, words=words)
            axes.set_title(words[f"population.{name}"])
        title = words["population.figure"].format(year=census.year)
        headed(figure, title)
        _legend(figure, words=words)
    return figure


def _pyramid(axes: "Axes", *, lines: Sequence[MarginLine], words: Words) -> None:
    """Draw men to the left and women to the right, by age of five years."""
    from matplotlib.ticker import FuncFormatter

    men, women = lines[0::2], lines[1::2]
    places = np.arange(len(men))
    for side, sign in ((men, -1.0), (women, 1.0)):
        drawn, target, error = (
            np.array([getattr(line, name) for line in side]) * PERCENT for name in ("drawn", "target", "standard_error")
        )
        axes.barh(places, sign * drawn, 0.8, color=BLUE, alpha=0.35, linewidth=0)
        axes.errorbar(sign * drawn, places, xerr=BAND_Z * error, fmt="none", ecolor=BLUE, elinewidth=1.5)
        axes.plot(sign * target, places, color=VERMILION, marker="o", markersize=4.5, linestyle="none", zorder=3)
    axes.axvline(0, color=GREY, linewidth=0.8)
    widest = PERCENT * max(max(line.target, line.drawn) for line in lines) * WIDER
    axes.set_xlim(-widest, widest)
    axes.set_ylim(-0.6, len(men) - 0.2)
    axes.set_yticks(places, [line.category.split()[-1] for line in men])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(abs(value))))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(words["population.percent_of_employees"], color=GREY)
    axes.set_ylabel(words["population.age_axis"], color=GREY)
    axes.set_title(words["population.pyramid"])
    for side, where, align in (("men", 0.02, "left"), ("women", 0.98, "right")):
        axes.text(where, 0.985, words[f"population.{side}"], transform=axes.transAxes, ha=align, va="top", color=GREY)


def _bars(axes: "Axes", *, lines: Sequence[MarginLine], words: Words) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    share = lines[0].unit == "share"
    scale = PERCENT if share else 1
    places = np.arange(len(lines))
    drawn, target, error = (
        np.array([getattr(line, name) for line in lines]) * scale for name in ("drawn", "target", "standard_error")
    )
    axes.bar(places, drawn, BARS, color=BLUE, alpha=0.35, linewidth=0)
    axes.errorbar(places, drawn, yerr=BAND_Z * error, fmt="none", ecolor=BLUE, elinewidth=1.5)
    axes.plot(places, target, color=VERMILION, marker="o", markersize=4.5, linestyle="none", zorder=3)
    axes.set_ylim(bottom=0)
    axes.set_xticks(places, [line.category.split()[0] for line in lines], fontsize=8)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value)))
    axes.set_ylabel(words["population.percent" if share else f"population.{lines[0].unit}"], color=GREY)


def _legend(figure: "Figure", *, words: Words) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(color=BLUE, alpha=0.35, linewidth=0),
        Line2D([], [], color=VERMILION, marker="o", markersize=4.5, linestyle="none"),
    ]
    names = [words["population.drawn"], words["population.target"]]
    figure.legend(handles, names, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
