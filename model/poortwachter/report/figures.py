"""Draw the figures of a result: the effect over time, and the baseline beside published figures."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.report.letter import BAND_Z, EUR_MLN, Yardstick, supported, without_errors, yardstick_amount
from poortwachter.report.style import BLACK, BLUE, GREY, VERMILION, figure_of, finish, images, sheet, styled
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEGEND_WIDTH: Final = 48
"""Characters in a line of a legend."""

CAPTION_WIDTH: Final = 57
"""Characters in a line of the text below a panel."""
CAPTION_SIZE: Final = 8.0
LINE_HEIGHT: Final = 0.15
"""Of the text below a panel, inches."""
PARAGRAPH_GAP: Final = 0.5
"""White below a paragraph, lines."""

Series = Mapping[tuple[int, str], float]
"""Published figures by year and group; the group is empty where there is none."""

KINDS: Final = ("lgu", "lau1", "lau2", "vvu")
PARTIAL_KINDS: Final = ("lau2", "vvu")
"""Kinds that only the partially disabled have."""
DEGREES: Final = ("partial", "full")
WGA_ITEMS: Final = ("wga_lgu", "wga_lau", "wga_vvu")
AUGUST: Final = 8 / 12
"""Share of the year behind at the end of August."""
EUR_PER_MLN: Final = 1e6
BAR_WIDTH: Final = 0.38
HEADROOM: Final = 1.12
"""Height of the axis over that of the highest bar, for its label."""


def result_figures(
    dataset: "xr.Dataset",
    *,
    words: Words,
    yardstick: Yardstick | None,
    published_stock: Mapping[int, float],
    published_inflow: Mapping[int, float],
    published: Mapping[str, Series] | None = None,
    band: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, bytes]:
    """Return every figure of a result by file name, PNG and SVG.

    Args:
        dataset: what `results.assemble` returned.
        words: language.
        yardstick: the published amount, if there is one.
        published_stock: year -> persons in the WIA on 31 December.
        published_inflow: year -> persons who entered the WIA.
        published: the published figures by name of the target, for the validation figure; left out without them, or
            where the run does not reach their years.
        band: year -> 80% range of WIA benefits from draws of the behaviour; without it, simulation noise.
    """
    drawn = {
        "effect_wia": effect_figure(dataset, words=words, yardstick=yardstick, band=band),
        "hindcast_wia": hindcast_figure(
            dataset, words=words, published_stock=published_stock, published_inflow=published_inflow
        ),
    }
    if published is not None and reaches(dataset, published=published):
        drawn["validation"] = validation_figure(dataset, words=words, published=published)
    return images(drawn)


def effect_figure(
    dataset: "xr.Dataset",
    *,
    words: Words,
    yardstick: Yardstick | None,
    band: Mapping[str, tuple[float, float]] | None,
) -> "Figure":
    """Draw the effect on WIA benefits over time with its 80% band, the structural amount and the yardstick."""
    with styled():
        figure, (axes,) = figure_of(panels=1, height=4.4)
        years, effect, low, high = _effect_series(dataset, band=band)
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        label = words["figure.noise" if band is None else "figure.band"]
        if np.isfinite(low).any():
            axes.fill_between(years, low, high, color=BLUE, alpha=0.25, linewidth=0, label=label)
        fast = "_fast" if without_errors(dataset) else ""
        axes.plot(years, effect, color=BLUE, linewidth=2, label=words[f"figure.effect{fast}"])
        _reference_lines(axes, dataset=dataset, words=words, yardstick=yardstick)
        axes.set_title(words["figure.effect_title"])
        axes.set_ylabel(words["figure.effect_axis"].format(year=dataset.attrs["price_year"]))
        axes.set_xlim(years[0], years[-1])
        finish(axes, words=words)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    return figure


def hindcast_figure(
    dataset: "xr.Dataset",
    *,
    words: Words,
    published_stock: Mapping[int, float],
    published_inflow: Mapping[int, float],
) -> "Figure":
    """Draw the baseline's WIA stock and inflow against the published series."""
    with styled():
        figure, panels = figure_of(panels=2, height=4.2)
        series = (("wia_stock", published_stock, "stock"), ("wia_inflow", published_inflow, "inflow"))
        for axes, (variable, published, name) in zip(panels, series, strict=True):
            _hindcast_panel(axes, model=_baseline_total(dataset, variable), published=published, words=words)
            axes.set_title(words[f"figure.{name}_title"])
            axes.set_ylabel(words["figure.thousand"])
            finish(axes, words=words)
        panels[0].legend(loc="upper left")
    return figure


def reaches(dataset: "xr.Dataset", *, published: Mapping[str, Series]) -> bool:
    """Return whether a run holds what the validation figure compares: its years, and LAU by kind."""
    year, years = _stock_year(published), _benefit_years(published)
    awards = {year for degree in DEGREES for year, _ in published[f"wia_claims_awarded_wga_{degree}"]}
    asked = {year - 1, year, min(years) - 1, *years, *awards}
    if not asked <= {int(one) for one in dataset["year"].to_numpy()}:
        return False
    split = dataset["event"].sel(scenario="baseline", year=year, event_kind=["lau1_year_end", "lau2_year_end"])
    return float(split.sum()) > 0


def validation_figure(dataset: "xr.Dataset", *, words: Words, published: Mapping[str, Series]) -> "Figure":
    """Draw the baseline's WGA by kind and average benefits beside the published ones, with what explains the gaps."""
    baseline = _baseline(dataset)
    captions = [
        _about_kinds(baseline, words=words, published=published),
        _about_benefits(baseline, words=words, published=published),
    ]
    with styled():
        figure, panels = _captioned(captions, height=4.2)
        _kinds_panel(panels[0], baseline=baseline, words=words, published=published)
        _benefit_panel(panels[1], baseline=baseline, words=words, published=published)
    return figure


@dataclass(frozen=True)
class _Baseline:
    """The baseline by year; stocks are those at the end of August, amounts in the prices of the year."""

    kinds: "Mapping[str, xr.DataArray]"
    """Persons by kind of WGA benefit."""
    wga: "xr.DataArray"
    inflow: "xr.DataArray"
    """Persons who enter the WGA in the year."""
    advances: "xr.DataArray"
    """Of whom with an advance."""
    awards: "Mapping[str, xr.DataArray]"
    """WGA awards in the year by degree."""
    benefits: "Mapping[str, xr.DataArray]"
    """EUR a year per person, over the mean of the stocks at the start and the end of the year."""
    own_risk: "xr.DataArray"
    """Share of WGA spending that own-risk bearers pay."""


def _baseline(dataset: "xr.Dataset") -> _Baseline:
    base = dataset.sel(scenario="baseline")
    stock, event = base["stock"], base["event"]
    persons = base["wia_stock"].sum(("age_band", "sex"))
    wga, iva = (persons.sel(scheme=scheme, drop=True) for scheme in ("wga", "iva"))
    spent = base["amount"] * base["deflator"] * EUR_PER_MLN
    by_payer = spent.sel(item=list(WGA_ITEMS)).sum("item")
    all_wga, own_risk = by_payer.sum("payer"), by_payer.sel(payer="erd", drop=True)
    mean_wga = _mean_of_year(wga)
    return _Baseline(
        kinds={
            "lgu": _in_august(stock.sel(status="wga_lgu")),
            "lau1": _in_august(event.sel(event_kind="lau1_year_end")),
            "lau2": _in_august(event.sel(event_kind="lau2_year_end")),
            "vvu": _in_august(stock.sel(status="wga_vvu")),
        },
        wga=_in_august(wga),
        inflow=base["wia_inflow"].sum(("age_band", "sex")).sel(scheme="wga"),
        advances=base["wga_advance_inflow"].sum(("age_band", "sex")),
        awards={degree: event.sel(event_kind=f"award_wga_{degree}") for degree in DEGREES},
        benefits={
            "iva": spent.sel(item="iva").sum("payer") / _mean_of_year(iva),
            "wga": all_wga / mean_wga,
            "without_own_risk": (all_wga - own_risk) / mean_wga,
        },
        own_risk=own_risk / all_wga,
    )


def _in_august(stock: "xr.DataArray") -> "xr.DataArray":
    """Return the stock at the end of August, on a straight line between ends of years."""
    before = stock.shift(year=1)
    return before + (stock - before) * AUGUST


def _mean_of_year(stock: "xr.DataArray") -> "xr.DataArray":
    return (stock.shift(year=1) + stock) / 2


def _at(series: "xr.DataArray", year: int) -> float:
    return float(series.sel(year=year))


def _over(series: "xr.DataArray", years: Sequence[int]) -> float:
    return float(series.sel(year=list(years)).sum())


def _stock_year(published: Mapping[str, Series]) -> int:
    return max(year for year, _ in published["wga_share_august_by_kind"])


def _benefit_years(published: Mapping[str, Series]) -> list[int]:
    return sorted(year for year, _ in published["wga_average_benefit"])


def _mean_gap(baseline: _Baseline, scheme: str, *, published: Mapping[str, Series], against: str = "") -> float:
    """Return how far the model's average benefit lies from the published one, over their years together."""
    years = _benefit_years(published)
    whole = sum(published[f"{scheme}_average_benefit"][year, ""] for year in years)
    return _over(baseline.benefits[against or scheme], years) / whole - 1


def _signed(value: float, *, words: Words) -> str:
    """Return a relative difference as a percentage with its sign; small ones with a decimal."""
    percent = 100 * value
    text = words.number(percent, decimals=1 if abs(percent) < 10 else 0)
    return text if percent < 0 else f"+{text}"


def _percent(share: float, *, words: Words, decimals: int = 0) -> str:
    return words.number(100 * share, decimals=decimals)


def _about_kinds(baseline: _Baseline, *, words: Words, published: Mapping[str, Series]) -> list[str]:
    """Return what explains the gaps by kind."""
    year = _stock_year(published)
    whole = published["wga_stock_august"][year, ""]
    shown = sum(published["wga_stock_august_by_kind"][year, kind] for kind in KINDS)
    stock = words["figure.explain_stock"].format(
        model=words.number(_at(baseline.wga, year) / 1000),
        published=words.number(whole / 1000),
        other=_percent(1 - shown / whole, words=words, decimals=1),
    )
    return [
        stock,
        _about_lgu(baseline, words=words, published=published),
        _about_partial(baseline, words=words, published=published),
    ]


def _about_lgu(baseline: _Baseline, *, words: Words, published: Mapping[str, Series]) -> str:
    year = _stock_year(published)
    inflow, inflow_published = _at(baseline.inflow, year), published["wga_inflow_8_months"][year, ""]
    months = 12 * _at(baseline.kinds["lgu"], year) / inflow
    months_published = 12 * published["wga_stock_august_by_kind"][year, "lgu"] / inflow_published
    text = words["figure.explain_lgu"].format(
        model=words.number(months, decimals=1),
        published=words.number(months_published, decimals=1),
        advances=_percent(published["wga_advances"][year, ""] / inflow_published, words=words),
        ours=_percent(_at(baseline.advances, year) / inflow, words=words),
    )
    return f"{text} {words['figure.explain_lgu_longer']}" if months > months_published else text


def _about_partial(baseline: _Baseline, *, words: Words, published: Mapping[str, Series]) -> str:
    year = _stock_year(published)
    counted, shares = published["wga_stock_august_by_kind"], published["wga_share_august_by_kind"]
    partial = sum(_at(baseline.kinds[kind], year) for kind in PARTIAL_KINDS)
    awards = [published[f"wia_claims_awarded_wga_{degree}"] for degree in DEGREES]
    years = sorted(year for year, _ in awards[0])
    return words["figure.explain_partial"].format(
        model=_percent(partial / _at(baseline.wga, year), words=words, decimals=1),
        published=_percent(sum(shares[year, kind] for kind in PARTIAL_KINDS), words=words, decimals=1),
        gap=_signed(partial / sum(counted[year, kind] for kind in PARTIAL_KINDS) - 1, words=words),
        awards=_percent(_first_share(*(_over(baseline.awards[degree], years) for degree in DEGREES)), words=words),
        awards_published=_percent(_first_share(*(sum(one.values()) for one in awards)), words=words),
        first=years[0],
        last=years[-1],
    )


def _first_share(first: float, second: float) -> float:
    return first / (first + second)


def _about_benefits(baseline: _Baseline, *, words: Words, published: Mapping[str, Series]) -> list[str]:
    """Return what explains the gaps of the average benefits."""
    years = _benefit_years(published)
    iva = words["figure.explain_iva"].format(
        gap=_signed(_mean_gap(baseline, "iva", published=published), words=words), first=years[0], last=years[-1]
    )
    gap = _mean_gap(baseline, "wga", published=published)
    without = _mean_gap(baseline, "wga", published=published, against="without_own_risk")
    share = (gap - without) / (1 + gap)
    wga = words["figure.explain_wga"].format(gap=_signed(gap, words=words), share=_percent(share, words=words))
    if gap < 0:
        return [iva, f"{wga} {words['figure.explain_below']}"]
    if without > 0:
        beyond = words["figure.explain_beyond"].format(rest=_percent(without, words=words))
        return [iva, f"{wga} {beyond}"]
    missed = _percent(gap / (gap - without), words=words)
    within = words["figure.explain_within"].format(missed=missed)
    return [iva, f"{wga} {within}", *_about_own_risk(baseline, words=words, published=published)]


def _about_own_risk(baseline: _Baseline, *, words: Words, published: Mapping[str, Series]) -> list[str]:
    """Return that own-risk bearers pay more in the model than in the budget, where they do."""
    spent = published["spending_2023"]
    year = max(year for year, _ in spent)
    in_budget = spent[year, "wga_erd"] / (spent[year, "wga"] + spent[year, "wga_erd"])
    if year not in baseline.own_risk["year"] or _at(baseline.own_risk, year) <= in_budget:
        return []
    text = words["figure.explain_own_risk"].format(
        model=_percent(_at(baseline.own_risk, year), words=words),
        published=_percent(in_budget, words=words),
        year=year,
    )
    return [text]


def _captioned(captions: Sequence[Sequence[str]], *, height: float) -> "tuple[Figure, list[Axes]]":
    """Return a figure with a panel above every text, by its paragraphs; height is that of the panels, inches."""
    texts = [[textwrap.fill(paragraph, CAPTION_WIDTH) for paragraph in paragraphs] for paragraphs in captions]
    lines = max(sum(map(_lines, text)) for text in texts)
    figure = sheet(height=height + lines * LINE_HEIGHT)
    grid = figure.add_gridspec(2, len(texts), height_ratios=(height, lines * LINE_HEIGHT))
    for column, text in enumerate(texts):
        _write_below(figure.add_subplot(grid[1, column]), text=text, lines=lines)
    return figure, [figure.add_subplot(grid[0, column]) for column in range(len(texts))]


def _lines(paragraph: str) -> float:
    """Return the height of a paragraph in lines, with the white below it."""
    return paragraph.count("\n") + 1 + PARAGRAPH_GAP


def _write_below(axes: "Axes", *, text: Sequence[str], lines: float) -> None:
    axes.set_axis_off()
    top = 1.0
    for paragraph in text:
        written = axes.text(0, top, paragraph, fontsize=CAPTION_SIZE, color=BLACK, va="top", linespacing=1.2)
        written.set_in_layout(False)
        top -= _lines(paragraph) / lines


def _effect_series(
    dataset: "xr.Dataset", *, band: Mapping[str, tuple[float, float]] | None
) -> tuple[Any, Any, Any, Any]:
    """Return years, effect and band of WIA benefits from the year before the reform works."""
    line = dataset.sel(line="wia_benefits")
    years, effect, se = (line[name].to_numpy() for name in ("year", "line_effect", "line_effect_se"))
    start = max(0, int(np.argmax(effect != 0)) - 1) if effect.any() else 0
    low, high = effect - BAND_Z * se, effect + BAND_Z * se
    if band is not None:
        known = [band.get(str(year), (np.nan, np.nan)) for year in years]
        low, high = (np.array(side, dtype=np.float64) for side in zip(*known, strict=True))
    return years[start:], effect[start:], low[start:], high[start:]


def _reference_lines(axes: "Axes", *, dataset: "xr.Dataset", words: Words, yardstick: Yardstick | None) -> None:
    structural, se = (
        float(dataset[name].sel(line="wia_benefits")) for name in ("line_structural", "line_structural_se")
    )
    if np.isfinite(structural):
        amount = words["amount.eur_mln"].format(amount=supported(structural, se=se, words=words))
        label = words["figure.structural"].format(amount=amount)
        axes.axhline(structural, color=BLACK, linewidth=1.4, linestyle=(0, (1, 1.5)), label=label)
    if yardstick is not None and yardstick.line == "wia_benefits" and yardstick.unit.startswith(EUR_MLN):
        amount = yardstick_amount(yardstick, words=words)
        label = words["figure.yardstick"].format(source=yardstick.source, amount=amount)
        label = textwrap.fill(label, LEGEND_WIDTH)
        axes.axhline(yardstick.amount, color=VERMILION, linewidth=1.4, linestyle=(0, (6, 3)), label=label)


def _baseline_total(dataset: "xr.Dataset", variable: str) -> dict[int, float]:
    totals = dataset[variable].sel(scenario="baseline").sum(("scheme", "age_band", "sex"))
    return {int(year): float(total) for year, total in zip(dataset["year"].to_numpy(), totals.to_numpy(), strict=True)}


def _hindcast_panel(axes: "Axes", *, model: Mapping[int, float], published: Mapping[int, float], words: Words) -> None:
    shown = [year for year in model if not published or min(published) <= year <= max(published)]
    axes.plot(
        shown, [model[year] / 1000 for year in shown], color=BLUE, linewidth=2, label=words["figure.model"], zorder=2
    )
    years = sorted(published)
    axes.plot(
        years,
        [published[year] / 1000 for year in years],
        color=VERMILION,
        marker="o",
        markersize=5,
        markerfacecolor="white",
        markeredgewidth=1.4,
        linestyle="none",
        label=words["figure.published"],
        zorder=3,
    )
    axes.set_ylim(bottom=0)


def _kinds_panel(axes: "Axes", *, baseline: _Baseline, words: Words, published: Mapping[str, Series]) -> None:
    year = _stock_year(published)
    model = [100 * _at(baseline.kinds[kind], year) / _at(baseline.wga, year) for kind in KINDS]
    counted = [100 * published["wga_share_august_by_kind"][year, kind] for kind in KINDS]
    places = np.arange(len(KINDS))
    ours = axes.bar(places - BAR_WIDTH / 2, model, BAR_WIDTH, color=BLUE, label=words["figure.model"])
    theirs = axes.bar(
        places + BAR_WIDTH / 2,
        counted,
        BAR_WIDTH,
        color="white",
        edgecolor=VERMILION,
        linewidth=1.4,
        hatch="////",
        label=words["figure.published"],
    )
    for bars, values in ((ours, model), (theirs, counted)):
        axes.bar_label(bars, [words.number(value, decimals=1) for value in values], padding=2, fontsize=CAPTION_SIZE)
    axes.set_title(words["figure.kinds_title"].format(year=year))
    axes.set_ylabel(words["figure.kinds_axis"])
    finish(axes, words=words)
    axes.set_xticks(places, [words[f"figure.kind_{kind}"] for kind in KINDS])
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(top=max(*model, *counted) * HEADROOM)
    axes.legend(loc="upper right", handlelength=1.1, handletextpad=0.6, borderaxespad=0)


def _benefit_panel(axes: "Axes", *, baseline: _Baseline, words: Words, published: Mapping[str, Series]) -> None:
    from matplotlib.ticker import MaxNLocator

    years = _benefit_years(published)
    model = {name: [_at(series, year) / 1000 for year in years] for name, series in baseline.benefits.items()}
    axes.plot([], [], color=BLUE, linewidth=2, label=words["figure.model"])
    axes.fill_between(years, model["without_own_risk"], model["wga"], color=BLUE, alpha=0.12, linewidth=0)
    for name, style in (("iva", "-"), ("wga", "-"), ("without_own_risk", (0, (4, 2)))):
        axes.plot(years, model[name], color=BLUE, linewidth=2, linestyle=style)
        place = (years[0], model[name][0])
        above = 6 if name != "without_own_risk" else -13
        axes.annotate(words[f"figure.benefit_{name}"], place, xytext=(0, above), textcoords="offset points", color=BLUE)
    for name, marker, label in (("iva", "o", "published_cbs"), ("wga", "^", "lower_bound")):
        values = [published[f"{name}_average_benefit"][year, ""] / 1000 for year in years]
        axes.plot(
            years,
            values,
            color=VERMILION,
            marker=marker,
            markersize=6,
            markerfacecolor="white",
            markeredgewidth=1.4,
            linestyle="none",
            label=words[f"figure.{label}"],
            zorder=3,
        )
    axes.set_title(words["figure.benefit_title"])
    axes.set_ylabel(words["figure.benefit_axis"])
    axes.set_ylim(bottom=0)
    finish(axes, words=words)
    axes.set_xticks(years)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.legend(loc="lower right")
