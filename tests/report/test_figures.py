from typing import Any

import numpy as np
import xarray as xr

from poortwachter.report.figures import effect_figure, hindcast_figure, result_figures
from poortwachter.report.letter import Yardstick
from poortwachter.report.words import load_words

NL = load_words("nl")
STOCK = {2006: 19_100.0, 2007: 38_400.0}
INFLOW = {2006: 21_000.0, 2007: 22_300.0}


def drawn(result: xr.Dataset, yardstick: Yardstick | None) -> dict[str, bytes]:
    return result_figures(result, words=NL, yardstick=yardstick, published_stock=STOCK, published_inflow=INFLOW)


def legend_of(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_figures_are_png_and_svg_with_the_same_bytes_every_time(result: xr.Dataset, yardstick: Yardstick) -> None:
    first = drawn(result, yardstick)
    assert sorted(first) == ["effect_wia.png", "effect_wia.svg", "hindcast_wia.png", "hindcast_wia.svg"]
    assert first["effect_wia.png"].startswith(b"\x89PNG")
    assert b"<svg" in first["effect_wia.svg"]
    assert b"date" not in first["effect_wia.svg"]
    assert drawn(result, yardstick) == first


def test_the_effect_figure_shows_effect_structural_amount_and_yardstick(
    result: xr.Dataset, yardstick: Yardstick
) -> None:
    axes = effect_figure(result, words=NL, yardstick=yardstick, band=None).axes[0]
    legend = legend_of(axes)
    assert "structureel € 57,6 mln" in legend
    assert "Kamerbrief 2022: € 60 mln per jaar" in legend
    assert axes.get_xlim()[0] == 2022
    line = next(line for line in axes.lines if line.get_label() == "effect per jaar")
    assert np.array_equal(line.get_ydata(), result["line_effect"].sel(line="wia_benefits", year=slice(2022, None)))


def test_a_yardstick_of_another_line_is_not_drawn(result: xr.Dataset, yardstick: Yardstick) -> None:
    other = yardstick._replace(line="premiums")
    axes = effect_figure(result, words=NL, yardstick=other, band=None).axes[0]
    assert not any("Kamerbrief" in text for text in legend_of(axes))


def test_the_hindcast_sets_the_baseline_beside_the_published_series(result: xr.Dataset) -> None:
    stock, inflow = hindcast_figure(result, words=NL, published_stock=STOCK, published_inflow=INFLOW).axes
    assert np.array_equal(stock.lines[1].get_ydata(), [19.1, 38.4])
    assert np.array_equal(inflow.lines[0].get_xdata(), [2006, 2007])
    assert np.array_equal(inflow.lines[0].get_ydata(), [22.0, 23.8])
