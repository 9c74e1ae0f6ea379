"""The simulation of the whole model agrees with exact expected values on a population of identical workers."""

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.kernel.state import World
from poortwachter.law.parameters import load as load_law
from poortwachter.population.parameters import load as load_population
from poortwachter.primitives.codes import Event, Status
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.worlds import Horizon, build_world
from poortwachter.study import agreement, oracle

Floats = npt.NDArray[np.float64]

WORKERS = 600 * 256
REPLICATES = 4
REFORM = {"law": {"riv_toets.grond_bedrijfsarts_toetsbaar": {date(2010, 7, 1): False}}}
HORIZON = Horizon(last_year=2026, price_year=2022, frozen=False)
GATE = (0.04, 0.10, 0.28, 0.40)
"""Cumulative chances of the four sanctions: many, so that little noise hides a mistake."""
KEY_YEARS = [4, 9, 14, 19, 22]
CELL_LIMIT = 5.0
"""Standard errors for the thousand cells of all years: among so many, one beyond 4 is no surprise."""
STOCKS = slice(columns.FIRST_STOCK, columns.FIRST_STOCK + len(Status))
UNCOUNTED = [columns.FIRST_EVENT + Event.SPELL_OVER_SIX_WEEKS]
"""What the oracle does not count."""
WITHOUT_FLOWS = np.setdiff1d(np.r_[: columns.FIRST_FLOW, columns.FIRST_STOCK : columns.ERROR_COLUMN], UNCOUNTED)


def sharpened(world: World) -> World:
    """Return a degenerate world in which everything the reform touches happens often."""
    behaviour = world.behaviour
    gate = np.rint(np.array([GATE, 0.8 * np.array(GATE)]) * agreement.GATE_UNIT).astype(np.int64)
    return agreement.degenerate(
        world._replace(
            behaviour=behaviour._replace(
                gate=np.broadcast_to(gate[:, None], behaviour.gate.shape).copy(),
                award_medical_ground=0.9,
                award_lapsed_stayer=0.95,
                award_lapsed_returner=0.4,
                change_class=behaviour.change_class * 8.0,
                iva_recovery=behaviour.iva_recovery * 20.0,
            )
        )
    )


@pytest.fixture(scope="module")
def worlds() -> tuple[World, World]:
    current = Parameters(law=load_law(), behaviour=load_behaviour(), population=load_population())
    reform = current.overridden(REFORM)
    baseline, reformed = (build_world(policy, dated=current, horizon=HORIZON).world for policy in (current, reform))
    return sharpened(baseline), sharpened(reformed)


@pytest.fixture(scope="module")
def expected(worlds: tuple[World, World]) -> tuple[Floats, Floats]:
    groups = agreement.groups_of(worlds[0])
    return oracle.expected_cells(worlds[0], groups), oracle.expected_cells(worlds[1], groups)


@pytest.fixture(scope="module")
def simulated(worlds: tuple[World, World]) -> Floats:
    return agreement.simulated_level(worlds[0], workers=WORKERS, seed=11)


@pytest.fixture(scope="module")
def split(worlds: tuple[World, World]) -> Floats:
    return agreement.simulated_effect(*worlds, workers=WORKERS, seed=12, replicates=REPLICATES)


def assert_agreement(by_group: Floats, expected: Floats, *, at_least: int) -> None:
    """Judge sums over years and the key years within 4 standard errors, and each of the many other cells within 5.

    at_least: number of cells that enough groups speak about.
    """
    years = agreement.judge(by_group[:, :, WITHOUT_FLOWS], expected[:, WITHOUT_FLOWS])
    sums = agreement.judge(by_group.sum(axis=1)[:, WITHOUT_FLOWS], expected.sum(axis=0)[WITHOUT_FLOWS])
    for z, limit in ((sums.z, agreement.LIMIT), (years.z[KEY_YEARS], agreement.LIMIT), (years.z, CELL_LIMIT)):
        wrong = np.argwhere(np.abs(z) > limit)
        assert not len(wrong), f"{wrong.tolist()}: z = {z[tuple(wrong.T)]}"
    assert np.isfinite(years.z).sum() + np.isfinite(sums.z).sum() >= at_least


def test_levels_of_money_stocks_and_events_agree_in_every_year(
    simulated: Floats, expected: tuple[Floats, Floats]
) -> None:
    assert_agreement(simulated, expected[0], at_least=900)


def test_the_effect_agrees_in_every_year_with_the_split(split: Floats, expected: tuple[Floats, Floats]) -> None:
    assert_agreement(split, expected[1] - expected[0], at_least=400)


def test_the_effect_agrees_with_the_pair(
    simulated: Floats, worlds: tuple[World, World], expected: tuple[Floats, Floats]
) -> None:
    reform = agreement.simulated_level(worlds[1], workers=WORKERS, seed=11)
    assert_agreement(reform - simulated, expected[1] - expected[0], at_least=10)


def test_the_total_effect_on_wia_benefits_agrees_and_is_sharp(split: Floats, expected: tuple[Floats, Floats]) -> None:
    judged = agreement.judge(
        agreement.wia_benefits(split), agreement.wia_benefits(expected[1]) - agreement.wia_benefits(expected[0])
    )
    assert judged.expected > 0.0
    assert judged.se < 0.03 * judged.expected
    assert abs(judged.z) <= agreement.LIMIT


def test_with_re_opening_levels_and_effect_agree_where_a_right_does_not_depend_on_its_past(
    worlds: tuple[World, World],
) -> None:
    baseline, reform = (agreement.with_reopening(world) for world in worlds)
    groups = agreement.groups_of(baseline)
    before, after = (oracle.expected_cells(world, groups) for world in (baseline, reform))
    reopened = before[:, columns.FIRST_EVENT + Event.REOPENED].sum()
    assert reopened > 0.3 * before[:, columns.FIRST_EVENT + Event.RECOVERED].sum()
    assert_agreement(agreement.simulated_level(baseline, workers=WORKERS, seed=13), before, at_least=800)
    effect = agreement.simulated_effect(baseline, reform, workers=WORKERS, seed=14, replicates=REPLICATES)
    assert_agreement(effect, after - before, at_least=400)


def test_everyone_is_somewhere_on_every_31_december(expected: tuple[Floats, Floats]) -> None:
    for cells in expected:
        assert np.allclose(cells[:, STOCKS].sum(axis=1), 1.0)
        assert (cells[:, STOCKS] >= 0.0).all()


def test_every_status_and_event_occurs(expected: tuple[Floats, Floats]) -> None:
    totals = expected[1].sum(axis=0)
    assert (totals[STOCKS] > 0.0).all()
    events = totals[columns.FIRST_EVENT : columns.FIRST_EVENT + len(Event)]
    assert [Event(place) for place in np.flatnonzero(events == 0.0)] == [
        Event.REOPENED,
        Event.AWARD_SIMPLE,
        Event.VOLUNTARY_EXTENSION,
        Event.ZW_EXTENDED,
        Event.ZW_RECOURSE,
        Event.NO_RISK_SPELL,
        Event.ENDED_BY_EARNINGS,
        Event.WITHOUT_LGU,
        Event.ADVANCE_REFUSED,
        Event.EARNINGS_LOST,
        Event.SPELL_OVER_SIX_WEEKS,
        Event.AWARD_WGA_PSYCHISCH,
        Event.AWARD_IVA_PSYCHISCH,
        Event.ADVANCE_TO_IVA,
        Event.PROTECTED_YEAR_END,
    ]


def test_before_the_reform_there_is_no_effect(expected: tuple[Floats, Floats]) -> None:
    effect = expected[1] - expected[0]
    assert not effect[:6].any()
    assert effect[7:].any(axis=1).all()


def test_a_wrong_expectation_is_noticed(split: Floats, expected: tuple[Floats, Floats]) -> None:
    effect = agreement.wia_benefits(expected[1]) - agreement.wia_benefits(expected[0])
    judged = agreement.judge(agreement.wia_benefits(split), 1.3 * effect)
    assert abs(judged.z) > agreement.LIMIT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda world: world._replace(behaviour=world.behaviour._replace(reopening=1 << 31)), "re-opening of rights"),
        (lambda world: world._replace(job_rate=world.job_rate + 0.01), "another employer"),
    ],
)
def test_what_the_oracle_does_not_cover_is_refused(
    worlds: tuple[World, World], change: Callable[[World], World], message: str
) -> None:
    world = change(worlds[0])
    with pytest.raises(ValueError, match=message):
        oracle.expected_cells(world, agreement.groups_of(worlds[0]))
