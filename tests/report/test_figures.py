from typing import Any

import numpy as np
import pytest
import xarray as xr

from poortwachter.primitives.codes import Event, Item, Payer, Status, labels
from poortwachter.report.figures import effect_figure, hindcast_figure, reaches, result_figures, validation_figure
from poortwachter.report.letter import Yardstick
from poortwachter.report.words import load_words

NL = load_words("nl")
STOCK = {2006: 19_100.0, 2007: 38_400.0}
INFLOW = {2006: 21_000.0, 2007: 22_300.0}
DEFLATOR = 0.8
PUBLISHED = {
    "wga_share_august_by_kind": {(2025, "lgu"): 0.2, (2025, "lau1"): 0.6, (2025, "lau2"): 0.05, (2025, "vvu"): 0.1},
    "wga_stock_august_by_kind": {
        (2025, "lgu"): 200.0,
        (2025, "lau1"): 600.0,
        (2025, "lau2"): 50.0,
        (2025, "vvu"): 100.0,
    },
    "wga_stock_august": {(2025, ""): 1000.0},
    "wga_inflow_8_months": {(2025, ""): 240.0},
    "wga_advances": {(2025, ""): 60.0},
    "wia_claims_awarded_wga_partial": {(2014, ""): 30.0, (2018, ""): 30.0},
    "wia_claims_awarded_wga_full": {(2014, ""): 70.0, (2018, ""): 70.0},
    "iva_average_benefit": {(2011, ""): 20_000.0, (2012, ""): 20_000.0},
    "wga_average_benefit": {(2011, ""): 12_000.0, (2012, ""): 12_000.0},
    "spending_2023": {(2023, "iva"): 5.0, (2023, "wga"): 90.0, (2023, "wga_erd"): 10.0},
}


def with_benefits(result: xr.Dataset, *, wga: float = 15_000.0, own_risk: float = 0.25) -> xr.Dataset:
    """Return a result with benefits: EUR a year per person in the prices of the year, and who pays them.

    A thousand persons have a WGA benefit and a thousand an IVA; in 2025 thirty pass from LAU1 to LGU.
    """
    years = result["year"].to_numpy()
    stock = np.zeros((2, len(years), len(Status)))
    event = np.zeros((2, len(years), len(Event)))
    amount = np.zeros((2, len(years), len(Item), len(Payer)))
    stock[..., [Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU, Status.IVA]] = (150, 710, 140, 1000)
    event[..., [Event.LAU1_YEAR_END, Event.LAU2_YEAR_END]] = (650, 60)
    event[..., [Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL]] = (40, 60)
    stock[:, years >= 2025, Status.WGA_LGU] += 30
    stock[:, years >= 2025, Status.WGA_LAU] -= 30
    event[:, years >= 2025, Event.LAU1_YEAR_END] -= 30
    amount[..., Item.IVA, Payer.AOF] = 20_000 * 1000 / 1e6 / DEFLATOR
    amount[..., Item.WGA_LGU, Payer.ERD] = own_risk * wga * 1000 / 1e6 / DEFLATOR
    amount[..., Item.WGA_LAU, Payer.WHK] = (1 - own_risk) * wga * 1000 / 1e6 / DEFLATOR
    amount[1] *= 2
    wia = np.zeros(result["wia_stock"].shape)
    wia[..., 3, 0] = 1000
    inflow = np.zeros(result["wia_stock"].shape)
    inflow[..., 0, 3, 1] = 120
    return result.assign(
        stock=(("scenario", "year", "status"), stock),
        event=(("scenario", "year", "event_kind"), event),
        amount=(("scenario", "year", "item", "payer"), amount),
        wia_stock=(result["wia_stock"].dims, wia),
        wia_inflow=(result["wia_inflow"].dims, inflow),
        wga_advance_inflow=(("scenario", "year", "age_band", "sex"), inflow[:, :, 0] / 4),
        deflator=("year", np.full(len(years), DEFLATOR)),
    ).assign_coords(status=list(labels(Status)), event_kind=list(labels(Event)))


def text_of(figure: Any) -> str:
    """Return the text below the panels of a figure, on one line."""
    return " ".join(text.get_text() for axes in figure.axes for text in axes.texts).replace("\n", " ")


def explained(dataset: xr.Dataset) -> str:
    return text_of(validation_figure(dataset, words=NL, published=PUBLISHED))


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


def test_the_validation_figure_is_drawn_with_the_others_the_same_bytes_every_time(result: xr.Dataset) -> None:
    def pictures() -> dict[str, bytes]:
        return result_figures(
            with_benefits(result),
            words=NL,
            yardstick=None,
            published_stock=STOCK,
            published_inflow=INFLOW,
            published=PUBLISHED,
        )

    first = pictures()
    assert first["validation.png"].startswith(b"\x89PNG")
    assert b"<svg" in first["validation.svg"]
    assert pictures() == first


def test_wga_by_kind_stands_at_the_end_of_august_beside_the_published_shares(result: xr.Dataset) -> None:
    axes = validation_figure(with_benefits(result), words=NL, published=PUBLISHED).axes[2]
    model, published = ([bar.get_height() for bar in bars] for bars in axes.containers)
    assert model == pytest.approx([17.0, 63.0, 6.0, 14.0])
    assert published == pytest.approx([20.0, 60.0, 5.0, 10.0])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["LGU", "LAU1", "LAU2", "VVU"]
    assert legend_of(axes) == ["model", "UWV (gepubliceerd)"]


def test_average_benefits_of_the_baseline_are_in_prices_of_the_year(result: xr.Dataset) -> None:
    axes = validation_figure(with_benefits(result), words=NL, published=PUBLISHED).axes[3]
    drawn_values = [np.asarray(line.get_ydata()).tolist() for line in axes.lines[1:]]
    expected = [[20.0, 20.0], [15.0, 15.0], [11.25, 11.25], [20.0, 20.0], [12.0, 12.0]]
    assert drawn_values == [pytest.approx(values) for values in expected]
    assert legend_of(axes) == ["model", "CBS (gepubliceerd)", "CBS, ondergrens"]


def test_the_gaps_by_kind_are_explained_from_the_figures(result: xr.Dataset) -> None:
    text = explained(with_benefits(result))
    assert "model 1 duizend, UWV 1 duizend, waarvan 5,0% bodemuitkering" in text
    assert "17,0 maanden WGA-instroom in het model en 10,0 bij UWV" in text
    assert "bij UWV 25% met een voorschot, in het model 25%" in text
    assert "zonder onderbreking" in text
    assert "samen 20,0 tegen 15,0%" in text
    assert "(+33%)" in text
    assert "in het model 40% gedeeltelijk, bij UWV 30% (2014-2018)" in text


@pytest.mark.parametrize(
    ("wga", "own_risk", "said"),
    [
        (15_000.0, 0.25, "WGA: model +25%"),
        (15_000.0, 0.25, "25% van de WGA. Als CBS 80% daarvan mist, is het verschil verklaard. Hun deel is"),
        (15_000.0, 0.25, "(25 tegen 10% in 2023)"),
        (15_000.0, 0.04, "Ook zonder hen blijft het model 20% hoger: dat is niet verklaard."),
        (11_400.0, 0.25, "WGA: model −5,0%"),
        (11_400.0, 0.25, "ligt onder deze ondergrens"),
    ],
)
def test_the_gap_of_the_wga_benefit_is_held_against_what_own_risk_bearers_pay(
    result: xr.Dataset, wga: float, own_risk: float, said: str
) -> None:
    assert said in explained(with_benefits(result, wga=wga, own_risk=own_risk))


def test_a_benefit_the_model_is_fitted_to_is_not_called_a_test(result: xr.Dataset) -> None:
    assert "IVA: model +0,0%, gemiddeld over 2011-2012. Hieraan is het model geijkt" in explained(with_benefits(result))


def test_a_run_that_ends_before_the_published_figures_has_no_validation_figure(result: xr.Dataset) -> None:
    whole = with_benefits(result)
    assert reaches(whole, published=PUBLISHED)
    assert not reaches(whole.sel(year=slice(2004, 2024)), published=PUBLISHED)
    assert not reaches(whole.sel(year=slice(2011, 2080)), published=PUBLISHED)


def test_a_run_that_does_not_tell_the_kinds_of_lau_apart_has_no_validation_figure(result: xr.Dataset) -> None:
    whole = with_benefits(result)
    whole["event"].loc[{"event_kind": ["lau1_year_end", "lau2_year_end"]}] = 0.0
    assert not reaches(whole, published=PUBLISHED)


def test_the_shipped_targets_hold_what_the_validation_figure_compares(result: xr.Dataset) -> None:
    from poortwachter.study.targets import load_targets

    shipped = {name: target.series for name, target in load_targets().items()}
    assert shipped["wga_share_august_by_kind"] == pytest.approx(
        {(2025, "lgu"): 0.164, (2025, "lau1"): 0.708, (2025, "lau2"): 0.020, (2025, "vvu"): 0.105}
    )
    assert reaches(with_benefits(result), published=shipped)
    for language in ("nl", "en"):
        figure = validation_figure(with_benefits(result), words=load_words(language), published=shipped)
        assert "{" not in text_of(figure)
