"""Draw who pays the effect, and on which figures it rests."""

import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.report.documents.annex import value_text
from poortwachter.report.documents.document import Carrying
from poortwachter.report.letter import supported
from poortwachter.report.style import (
    BLACK,
    BLUE,
    GREY,
    HATCHED,
    SILVER,
    SKY,
    SOLID,
    count_on,
    figure_of,
    styled,
)
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "wia": ("iva", "wga_lgu", "wga_lau", "wga_vvu"),
        "other": ("zw", "ww", "tw", "uitvoering"),
        "wage": ("loon_jaar1", "loon_jaar2", "loon_sanctie", "cao_aanvulling", "werkgeverslasten"),
        "end": ("transitievergoeding", "compensatie_tv", "premie"),
    }
)
"""Kinds of spending that are told apart, with their items."""
FILLS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "wia": SOLID,
        "other": {"facecolor": SKY, "edgecolor": BLUE, "hatch": "\\\\\\\\"},
        "wage": HATCHED,
        "end": {"facecolor": SILVER, "edgecolor": GREY},
    }
)
"""Colour and hatching: the kinds differ in black and white as well."""
LEAST: Final = 0.05
"""An amount smaller than this is not drawn, EUR mln."""
BAR: Final = 0.62
ROW: Final = 0.42
"""Height of a bar with its white, inches."""
LABEL_WIDTH: Final = 46
"""Characters in a line of the name of a figure."""


def settled(dataset: "xr.Dataset") -> bool:
    """Return whether a result has a structural effect."""
    return bool(np.isfinite(dataset["structural"].to_numpy()).any())


def payers_of(dataset: "xr.Dataset") -> list[str]:
    """Return the payers who pay enough more or less to be drawn."""
    kinds = _kinds(dataset).values()
    payers = dataset["payer"].to_numpy()
    return [str(one) for one in payers if any(abs(float(amounts.sel(payer=one))) >= LEAST for amounts in kinds)]


def payers_figure(dataset: "xr.Dataset", *, words: Words) -> "Figure":
    """Draw the structural effect by payer and kind of spending; without one, that of the last year."""
    payers = payers_of(dataset)
    kinds = {kind: [float(each.sel(payer=one)) for one in payers] for kind, each in _kinds(dataset).items()}
    with styled():
        figure, (axes,) = figure_of(panels=1, height=1.5 + ROW * max(len(payers), 3))
        places = np.arange(len(payers))[::-1]
        _bars(axes, kinds=kinds, places=places, words=words)
        axes.axvline(0, color=BLACK, linewidth=0.9)
        axes.set_yticks(places, [words.or_else(f"payer.{payer}", payer) for payer in payers])
        axes.set_title(words["figure.payers_title"])
        _amount_axis(axes, words=words, year=int(dataset.attrs["price_year"]))
        figure.legend(loc="outside lower center", ncols=2)
    return figure


def _kinds(dataset: "xr.Dataset") -> "dict[str, xr.DataArray]":
    """Return the effect by payer, by kind of spending; what is not known counts as nothing."""
    effect = dataset["structural"] if settled(dataset) else dataset["effect"].isel(year=-1)
    return {kind: effect.sel(item=list(items)).fillna(0.0).sum("item") for kind, items in KINDS.items()}


def _bars(axes: "Axes", *, kinds: Mapping[str, Sequence[float]], places: Any, words: Words) -> None:
    """Stack the kinds from zero outwards, what is paid more to the right and what is paid less to the left."""
    right, left = np.zeros(len(places)), np.zeros(len(places))
    for kind, amounts in kinds.items():
        values = np.array(amounts)
        if not (np.abs(values) >= LEAST).any():
            continue
        start = np.where(values >= 0, right, left)
        axes.barh(places, values, BAR, left=start, label=words[f"kind.{kind}"], linewidth=1.0, **FILLS[kind])
        right, left = right + np.maximum(values, 0), left + np.minimum(values, 0)
    for place, more, less in zip(places, right, left, strict=True):
        text = words.number(more + less, decimals=0 if abs(more + less) >= 1 else 1)
        axes.annotate(text, (more, place), xytext=(5, 0), textcoords="offset points", va="center")


def _amount_axis(axes: "Axes", *, words: Words, year: int) -> None:
    count_on(axes.xaxis, words=words)
    axes.set_xlabel(words["figure.payers_axis"].format(year=year))
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.use_sticky_edges = False  # else the axis ends where a bar does, without room for its amount
    axes.margins(x=0.1)


def tornado_figure(carried: Sequence[Carrying], *, amount: float, se: float, price_year: int, words: Words) -> "Figure":
    """Draw the structural amount at both ends of every figure's range.

    Args:
        carried: the figures, the heaviest first.
        amount: structural WIA benefits with every figure at its value, EUR mln.
        se: its standard error.
        price_year: year of the prices.
        words: language.
    """
    with styled():
        figure, (axes,) = figure_of(panels=1, height=1.6 + 1.3 * ROW * max(len(carried), 2))
        places = np.arange(len(carried))[::-1]
        for end, fill in (("low", SOLID), ("high", HATCHED)):
            values = np.array([getattr(each, f"at_{end}") for each in carried])
            label = words[f"figure.tornado_{end}"]
            axes.barh(places, values - amount, BAR, left=amount, label=label, **fill)
        _end_values(axes, carried=carried, amount=amount, places=places, words=words)
        said = words["amount.eur_mln"].format(amount=supported(amount, se=se, words=words))
        axes.axvline(amount, color=BLACK, linewidth=1.2, label=words["figure.own_value"].format(amount=said))
        axes.set_yticks(places, [textwrap.fill(each.label, LABEL_WIDTH) for each in carried], fontsize=8.5)
        axes.set_title(words["figure.tornado_title"])
        _amount_axis(axes, words=words, year=price_year)
        axes.margins(x=0.12)
        figure.legend(loc="outside lower right", ncols=1)
    return figure


def _end_values(axes: "Axes", *, carried: Sequence[Carrying], amount: float, places: Any, words: Words) -> None:
    """Write the value of the parameter outside each end of its bar, also where both ends lie on one side."""
    for each, place in zip(carried, places, strict=True):
        ends = sorted(((each.at_low, each.low), (each.at_high, each.high)))
        for (at, value), right in zip(ends, (False, True), strict=True):
            axes.annotate(
                value_text(value, words=words),
                (max(at, amount) if right else min(at, amount), place),
                xytext=(4 if right else -4, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                fontsize=8.5,
            )
