"""First order beside behaviour, from frozen runs of few workers."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from poortwachter.api import unwatched
from poortwachter.report.responses import orders_note
from poortwachter.report.words import load_words
from poortwachter.results.below import AtFactor, Below
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation.runner import Effort, estimator_of, simulate, structural_lines
from poortwachter.study.first_order import order_lines, worked_out_order

HEADLINE = "advies_bedrijfsarts_leidend"
CAUSAL = "loonsanctie.causaal_aandeel"
START = date(2004, 1, 1)
SMALL = RunOptions(workers=2_000, to=2026)
NL = load_words("nl")


@pytest.fixture(scope="module")
def headline() -> Resolved:
    return resolve(load(HEADLINE), SMALL)


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        (HEADLINE, None),
        ("verzekeringsgraad", None),
        ("tegemoetkoming_kleine_werkgevers", None),
        ("vijfjaarsregel", None),
    ],
)
def test_a_frozen_run_by_itself_gives_the_structural_lines_of_the_result(name: str, variant: str | None) -> None:
    resolved = resolve(load(name, variant=variant), SMALL)
    result = simulate(resolved, effort=Effort(), watch=unwatched)
    found = structural_lines(resolved, effort=Effort())
    np.testing.assert_allclose(found.total, result["line_structural"].to_numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(found.se, result["line_structural_se"].to_numpy())


def test_off_is_the_amount_without_a_causal_share_and_on_that_of_the_scenario(headline: Resolved) -> None:
    off, on = (worked_out_order(line) for line in order_lines(headline))
    scenario = load(HEADLINE)
    said = {**scenario.overrides["behaviour"], CAUSAL: {START: 0.0}}
    without = resolve(replace(scenario, overrides={**scenario.overrides, "behaviour": said}), SMALL)
    assert off == worked_out_order(without)
    assert on == worked_out_order(headline)
    assert off[0] < on[0]


def test_a_run_at_a_factor_stands_between_the_two_and_uses_the_same_estimator(headline: Resolved) -> None:
    lines = order_lines(headline.with_responses(0.5))
    assert [line.run.responses for line in lines] == [0.0, 0.5, 1.0]
    assert {estimator_of(line) for line in lines} == {"split"}
    assert lines[1].reform.behaviour[CAUSAL].at(START) == 0.5


def test_a_measure_of_which_only_the_response_counts_does_nothing_without_it() -> None:
    resolved = resolve(load("visie_werknemer", variant="meer_terugkeer"), SMALL)
    off, on = order_lines(resolved)
    assert not structural_lines(off, effort=Effort()).total.any()
    assert structural_lines(on, effort=Effort()).total.any()


@pytest.mark.parametrize("name", ["vijfjaarsregel", "scholing_wga", "baseline"])
def test_without_an_active_response_nothing_is_run_and_one_line_says_so(name: str) -> None:
    resolved = resolve(load(name), SMALL)
    assert order_lines(resolved) == []
    (note,) = orders_note(Below(orders=(), parameters={}), resolved=resolved, words=NL)
    assert note.text == (NL["table.orders_alike"],)
    assert not note.table


def test_the_table_shows_both_lines_with_standard_errors(headline: Resolved) -> None:
    orders = tuple(
        AtFactor(factor=factor, wia=wia, wia_se=0.6, balance=2 * wia, balance_se=1.25)
        for factor, wia in ((0.0, 4.4), (0.5, 25.0), (1.0, 44.9))
    )
    below = Below(orders=orders, parameters={})
    (note,) = orders_note(below, resolved=headline.with_responses(0.5), words=NL)
    assert note.table == (
        ("", "Uitkeringslasten WIA", "Belasting EMU-saldo (+ is slechter)"),
        ("Eerste orde (zonder gedragsreactie)", "4 (0,60)", "10 (1,3)"),
        ("Gedragsreactie maal 0,5", "25 (0,60)", "50 (1,3)"),
        ("Met gedragsreactie", "45 (0,60)", "90 (1,3)"),
    )
    assert headline.active[0].parameter.label in note.text[0]
    assert note.text[1] == "De tabel zelf: Gedragsreactie maal 0,5."


def test_a_result_without_these_lines_says_nothing_of_them(headline: Resolved) -> None:
    assert orders_note(None, resolved=headline, words=NL) == ()
    assert orders_note(Below(parameters={}), resolved=headline, words=NL) == ()
