from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
import xarray as xr

from poortwachter.report import amount_figures, people_figures
from poortwachter.report.amount_figures import payers_figure, tornado_figure
from poortwachter.report.people_figures import gate_figure, gate_of, people_figure
from poortwachter.report.style import image
from poortwachter.report.words import Words, load_words
from report.documents.sample import sample
from report.whole import EVENTS, START, whole_result

DRAWN: dict[str, Callable[[xr.Dataset, Words], object]] = {
    "payers": lambda dataset, words: payers_figure(dataset, words=words),
    "people": lambda dataset, words: people_figure(dataset, words=words),
    "gate": lambda dataset, words: gate_figure(gate_of(dataset), words=words),
    "tornado": lambda _, words: tornado_figure(sample().carried, amount=48.0, se=0.3, price_year=2022, words=words),
}


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return whole_result()


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_comes_from_a_dataset_alone_with_the_same_bytes(name: str, result: xr.Dataset) -> None:
    draw, nl, en = DRAWN[name], load_words("nl", also="annex"), load_words("en", also="annex")
    first = {kind: image(draw(result, nl), kind=kind) for kind in ("png", "svg")}  # type: ignore[arg-type]
    assert first["png"].startswith(b"\x89PNG")
    assert first == {kind: image(draw(result, nl), kind=kind) for kind in ("png", "svg")}  # type: ignore[arg-type]
    assert image(draw(result, en), kind="svg") != first["svg"]  # type: ignore[arg-type]


def test_what_is_told_apart_by_colour_is_also_told_apart_without_it() -> None:
    lines = [(dashes, marker) for _, dashes, marker in people_figures.LINES.values()]
    assert all(one != other for one, other in combinations(lines, 2))
    fills = [(fill.get("hatch"), fill["facecolor"]) for fill in amount_figures.FILLS.values()]
    assert all(one != other for one, other in combinations(fills, 2))


def test_the_bars_of_the_payers_add_up_to_the_effect(result: xr.Dataset) -> None:
    figure = payers_figure(result, words=load_words("nl", also="annex"))
    widths = [patch.get_width() for patch in figure.axes[0].patches]  # type: ignore[attr-defined]
    assert sum(widths) == pytest.approx(float(result["structural"].sum()))


def test_without_a_structural_amount_the_last_year_is_drawn(result: xr.Dataset) -> None:
    unsettled = result.assign(structural=result["structural"] * np.nan)
    figure = payers_figure(unsettled, words=load_words("nl", also="annex"))
    widths = [patch.get_width() for patch in figure.axes[0].patches]  # type: ignore[attr-defined]
    assert sum(widths) == pytest.approx(float(result["effect"].isel(year=-1).sum()))


def test_the_gate_counts_the_baseline_and_what_lapses_once_the_reform_works(result: xr.Dataset) -> None:
    gate = gate_of(result)
    assert (gate.first, gate.last) == (START + 1, START + 5)
    assert (gate.reports, gate.substantive, gate.lapsed) == (EVENTS["RIV"], EVENTS["SANCTION_SUBSTANTIVE"], 600)
    baseline = result.copy(deep=True)
    baseline["event"][1] = baseline["event"][0]
    assert (gate_of(baseline).lapsed, gate_of(baseline).last) == (0, 2040)


def test_the_values_of_a_tornado_stand_outside_its_bars_also_where_both_ends_lie_on_one_side() -> None:
    (each, *_) = sample().carried
    carried = [each._replace(at_low=50.0, at_high=80.0)]
    figure = tornado_figure(carried, amount=48.0, se=0.3, price_year=2022, words=load_words("nl", also="annex"))
    assert [text.xy[0] for text in figure.axes[0].texts] == [48.0, 80.0]  # type: ignore[attr-defined]
