"""Draw gainers and losers: what a reform is worth to workers and to employers, by class of worker."""

from typing import TYPE_CHECKING, Any, Final

from poortwachter.report.style import BLACK, BLUE, GREY, VERMILION, headed, sheet, styled
from poortwachter.report.words import Words
from poortwachter.results.gains import EMPLOYERS, WORKERS, Gain, Gains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE: Final = 12.0
HIGH: Final = 7.6
"""Inches."""
DIVISIONS: Final = ("wage", "age", "sex", "size", "sector")
BAR: Final = 0.38
SIDES: Final = {"income": (BLUE, "", 1.0), "cost": (VERMILION, "//", -1.0)}
"""Colour, hatch, and the sign that makes a gain of a measure."""
SMALL: Final[Any] = {"font.size": 9, "axes.titlesize": 10, "axes.grid.axis": "x"}


def gains_figure(found: Gains, *, words: Words) -> "Figure":
    """Return the figure; what the sample does not carry has a word instead of a bar."""
    with styled(SMALL):
        figure = sheet(width=WIDE, height=HIGH)
        panels = [figure.add_subplot(2, 3, place) for place in range(1, 7)]
        for axes, division in zip(panels, DIVISIONS, strict=False):
            _division(axes, found=found, division=division, words=words)
        _same_scale(panels[: len(DIVISIONS)])
        _parts(panels[-1], found=found, words=words)
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=2, title=words["gains.bars"])
        headed(figure, words["gains.suptitle"].format(year=found.price_year))
        return figure


def _same_scale(panels: "Sequence[Axes]") -> None:
    """Let panels in the same unit reach as far as the widest of them."""
    low, high = (pick(axes.get_xlim()[side] for axes in panels) for side, pick in enumerate((min, max)))
    for axes in panels:
        axes.set_xlim(low, high)


def _division(axes: "Axes", *, found: Gains, division: str, words: Words) -> None:
    """Draw what each class of a division gains, EUR a year per employee, workers above employers."""
    table = found.table(division)
    labels = list(dict.fromkeys(label for label, _ in table))
    for side, (measure, (colour, hatch, sign)) in enumerate(SIDES.items()):
        places = [place + (side - 0.5) * BAR for place in range(len(labels))]
        entries = [table[label, measure] for label in labels]
        per_mln = [each.each / each.effect if each.effect else 0.0 for each in entries]
        _bars(
            axes,
            places=places,
            entries=entries,
            factors=[sign * factor for factor in per_mln],
            colours=[colour] * len(entries),
            hatches=[hatch] * len(entries),
            label=words[f"gains.gain_{measure}"],
            words=words,
        )
    _named(axes, [words.or_else(f"gains.class.{division}.{label}", label) for label in labels])
    axes.set_title(words[f"gains.{division}"])
    axes.xaxis.set_major_formatter(lambda value, _: words.number(value, decimals=0 if float(value).is_integer() else 1))


def _parts(axes: "Axes", *, found: Gains, words: Words) -> None:
    """Draw of what parts the gain of workers and employers together consists, EUR mln a year."""
    table = found.table("all")
    measures = (*WORKERS, *EMPLOYERS)
    sides = [SIDES["income"]] * len(WORKERS) + [SIDES["cost"]] * len(EMPLOYERS)
    _bars(
        axes,
        places=list(range(len(measures))),
        entries=[table["", measure] for measure in measures],
        factors=[sign for _, _, sign in sides],
        colours=[colour for colour, _, _ in sides],
        hatches=[hatch for _, hatch, _ in sides],
        label="",
        words=words,
    )
    _named(axes, [words[f"gains.part.{measure}"] for measure in measures])
    axes.set_title(words["gains.parts"])
    axes.xaxis.set_major_formatter(lambda value, _: words.number(value))


def _bars(
    axes: "Axes",
    *,
    places: "Sequence[float]",
    entries: "Sequence[Gain]",
    factors: "Sequence[float]",
    colours: "Sequence[str]",
    hatches: "Sequence[str]",
    label: str,
    words: Words,
) -> None:
    """Draw effects times their factors with their standard errors, or a word."""
    shown = [each.shown for each in entries]
    lengths = [
        each.effect * factor if here else 0.0 for each, factor, here in zip(entries, factors, shown, strict=True)
    ]
    errors = [
        each.error * abs(factor) if here else 0.0 for each, factor, here in zip(entries, factors, shown, strict=True)
    ]
    axes.barh(
        places, lengths, xerr=errors, height=BAR, color=colours, hatch=hatches, edgecolor="white", label=label,
        error_kw={"ecolor": BLACK, "capsize": 2, "linewidth": 1},
    )  # fmt: skip
    for place, here in zip(places, shown, strict=True):
        if not here:
            axes.text(0.0, place, f" {words['number.unknown']}", va="center", fontsize=7, color=GREY)


def _named(axes: "Axes", names: "Sequence[str]") -> None:
    axes.axvline(0.0, color=BLACK, linewidth=0.8)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
