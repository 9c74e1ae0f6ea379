"""The approximation conserves people, follows its parameters the right way, and stays near the simulation."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from poortwachter.kernel.state import SUBSTANTIVE_CAN_LAPSE, SUFFICIENT
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.worlds import Horizon, build_world
from poortwachter.study.expected.compare import scaled, simulated_moments
from poortwachter.study.expected.evaluate import Expected, expected_moments, expected_of
from poortwachter.study.expected.grid import shifted
from poortwachter.study.expected.spells import depletion
from poortwachter.study.lived import UNEMPLOYED_GROUP, UNEMPLOYED_SOURCE, UNEMPLOYED_TARGET, Moments, without_unemployed

Evaluate = Callable[[World], Moments]

LAST_YEAR, PRICE_YEAR = 2026, 2022
WORKERS = 200_000
YEARS = range(2008, 2026)
"""Years over which levels are compared: not the first, small ones."""
CHANGED = 1.1


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


@pytest.fixture(scope="module")
def expected(world: World) -> Expected:
    return expected_of(build_world(world, dated=world, horizon=Horizon(LAST_YEAR, PRICE_YEAR, False)))


@pytest.fixture(scope="module")
def evaluate(expected: Expected) -> Evaluate:
    def of(one: World) -> Moments:
        return expected_moments(one, last_year=LAST_YEAR, price_year=PRICE_YEAR, people=expected.people)

    return of


@pytest.fixture(scope="module")
def base(world: World, evaluate: Evaluate) -> Moments:
    return evaluate(world)


@pytest.fixture(scope="module")
def simulated(world: World) -> Moments:
    return simulated_moments(world, workers=WORKERS, seed=20251)


def over(found: Moments, name: str, *, group: str = "", years: range = YEARS) -> float:
    return sum(found[name][year, group] for year in years)


def test_an_empty_change_gives_the_same_numbers(world: World, base: Moments, evaluate: Evaluate) -> None:
    again = evaluate(world.overridden({}))
    assert set(again) == set(base)
    for name, series in base.items():
        assert list(again[name]) == list(series)
        assert np.array_equal(list(again[name].values()), list(series.values()), equal_nan=True)


def test_people_made_beforehand_give_the_same_numbers(world: World, base: Moments) -> None:
    anew = expected_moments(world, last_year=LAST_YEAR, price_year=PRICE_YEAR)
    assert dict(anew["wia_stock"]) == dict(base["wia_stock"])


def test_the_wia_holds_who_came_and_did_not_leave(base: Moments) -> None:
    for year in range(2005, LAST_YEAR + 1):
        change = base["wia_stock"][year, ""] - base["wia_stock"][year - 1, ""]
        assert change == pytest.approx(base["wia_inflow"][year, ""] - base["wia_outflow"][year, ""], abs=1e-6)


def test_rights_are_conserved_by_kind_and_quarter(expected: Expected) -> None:
    course = expected.course
    came = course.new.sum(axis=0) + course.reopened.sum(axis=0)
    left = (course.died + course.aow + course.recovered).sum(axis=0)
    assert (came - left).cumsum(axis=0) == pytest.approx(course.stock.sum(axis=0), abs=1e-6)
    assert course.stock.min() >= 0.0


def test_every_claim_of_an_employee_is_decided_or_dropped(expected: Expected) -> None:
    claims, gate = expected.claims, expected.claims.gate
    assert gate.chance.sum(axis=1) == pytest.approx(1.0)
    assert gate.decided[:, SUFFICIENT].sum(axis=1).max() <= 1.0
    assert (gate.awarded <= gate.decided + 1e-12).all()
    decided = claims.awarded.sum(axis=(0, 2)) + claims.refused.sum(axis=1)
    assert (decided <= expected.filed.received + 1e-9).all()
    assert claims.refused.min() >= -1e-9


def test_contracts_share_out_everyone(expected: Expected) -> None:
    assert expected.people.contracts.sum(axis=2) == pytest.approx(1.0)
    assert expected.people.contracts.min() >= 0.0


def test_a_later_flow_keeps_what_stays_within_the_clock() -> None:
    flow = np.array([1.0, 2.0, 3.0, 0.0, 0.0])
    assert shifted(flow, 1.25) == pytest.approx([0.0, 0.75, 1.75, 2.75, 0.75])
    assert shifted(flow, 7.0) == pytest.approx(0.0)


def test_depletion_lowers_the_mean_risk_and_not_without_differences() -> None:
    risky = depletion(np.array([0.5, 1.0, 3.0]))
    assert risky.at(np.array([1.0]))[0] == pytest.approx(1.0)
    assert (np.diff(risky.mean) > 0.0).all()
    assert depletion(np.ones(4)).mean == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        ("notifications_42_weeks", 0.07),
        ("riv_assessed", 0.07),
        ("vangnet_not_recovered_104_weeks", 0.08),
        ("wia_claims_received", 0.07),
        ("wia_claims_awarded", 0.07),
        ("wia_claims_refused", 0.08),
        ("wia_inflow", 0.07),
        ("wga_inflow", 0.07),
        ("iva_inflow", 0.08),
        ("early_iva_awards", 0.1),
        ("wia_outflow", 0.08),
        ("wga_to_iva", 0.08),
        ("wga_reopened", 0.15),
        ("sanctions_substantive", 0.12),
        ("sanctions_administrative", 0.12),
        ("wia_stock", 0.06),
        ("iva_stock", 0.08),
        ("zw_stock_with_own_risk", 0.08),
        ("iva_spending", 0.1),
        ("wga_spending", 0.1),
        ("iva_average_benefit", 0.07),
        ("wia_recovery_rate", 0.1),
        ("inflow_share_vangnet", 0.07),
    ],
)
def test_levels_are_near_the_simulation(base: Moments, simulated: Moments, name: str, tolerance: float) -> None:
    assert over(base, name) == pytest.approx(over(simulated, name), rel=tolerance)


def test_dismissals_are_near_the_simulation(base: Moments, simulated: Moments) -> None:
    years = range(2016, 2026)
    name = "transition_payment_compensations"
    assert over(base, name, years=years) == pytest.approx(over(simulated, name, years=years), rel=0.07)


@pytest.mark.parametrize("group", ["25-34", "35-44", "45-54", "55-59", "60-64"])
def test_inflow_by_age_is_near_the_simulation(base: Moments, simulated: Moments, group: str) -> None:
    for name in ("wga_inflow_by_age", "iva_inflow_by_age"):
        assert over(base, name, group=group) == pytest.approx(over(simulated, name, group=group), rel=BY_AGE)


BY_AGE = 0.25
"""The IVA from 55 to 59 is a fifth too high, all other inflow by age within a tenth."""


@pytest.mark.parametrize("group", ["man", "vrouw"])
def test_inflow_by_sex_is_near_the_simulation(base: Moments, simulated: Moments, group: str) -> None:
    for name in ("wga_inflow_by_sex", "iva_inflow_by_sex"):
        assert over(base, name, group=group) == pytest.approx(over(simulated, name, group=group), rel=0.1)


@pytest.mark.parametrize(
    ("name", "up", "down"),
    [
        ("verzuim.factor_lang", ["notifications_42_weeks", "riv_assessed", "wia_inflow"], []),
        ("vangnet.contracteinde", ["inflow_share_vangnet"], ["riv_assessed"]),
        ("vangnet.ww", ["inflow_share_vangnet", "wia_inflow"], ["notifications_42_weeks"]),
        ("vangnet.terugkeer_factor", [], ["vangnet_not_recovered_104_weeks", "inflow_share_vangnet"]),
        ("claim.aanloop_begin", ["wia_inflow"], []),
        ("beoordeling.iva", ["iva_inflow"], ["wga_inflow"]),
        ("beoordeling.afwijzing", ["wia_claims_refused"], ["wia_claims_awarded"]),
        ("iva_vervroegd.kans", ["early_iva_awards"], ["riv_assessed"]),
        ("wia.herstel_eerste_jaren", ["wia_recovery_rate", "wia_outflow", "wga_reopened"], ["wga_stock"]),
        ("wga.naar_iva_vol", ["wga_to_iva", "iva_stock"], ["wga_stock"]),
        ("wga.naar_iva_deels", ["wga_to_iva", "iva_stock"], ["wga_stock"]),
        ("wia.heropening", ["wga_reopened"], ["wia_recovery_rate"]),
        ("verzuim.loonelasticiteit", [], ["iva_average_benefit"]),
        ("ontslag.na_toekenning", ["transition_payment_compensations"], []),
        ("ezwb.gericht", ["wia_claims_awarded"], ["wia_claims_refused"]),
        ("riv_toets.kans_inhoudelijk", ["sanctions_substantive"], ["wia_claims_decided"]),
        ("beoordeling.wacht_aandeel", ["wga_advances"], []),
    ],
)
def test_a_parameter_moves_the_moments_its_own_way(
    world: World, base: Moments, evaluate: Evaluate, name: str, up: list[str], down: list[str]
) -> None:
    found = evaluate(scaled(world, [name], factor=CHANGED))
    for moment in up:
        assert over(found, moment) > over(base, moment) * (1.0 + 1e-4), moment
    for moment in down:
        assert over(found, moment) < over(base, moment) * (1.0 - 1e-4), moment


def test_a_chance_that_acts_alone_acts_in_proportion(world: World, base: Moments, evaluate: Evaluate) -> None:
    found = evaluate(scaled(world, ["iva_vervroegd.kans"], factor=CHANGED))
    assert over(found, "early_iva_awards") / over(base, "early_iva_awards") == pytest.approx(CHANGED, rel=0.005)


def test_the_sick_unemployed_are_the_difference_with_a_world_without_them(
    world: World, base: Moments, evaluate: Evaluate
) -> None:
    others = evaluate(without_unemployed(world))
    gaps = [base[UNEMPLOYED_SOURCE][year, ""] - others[UNEMPLOYED_SOURCE][year, ""] for year in (2019, 2020, 2021)]
    assert base[UNEMPLOYED_TARGET][2020, UNEMPLOYED_GROUP] == pytest.approx(np.mean(gaps), rel=0.05)
    assert others[UNEMPLOYED_TARGET][2020, UNEMPLOYED_GROUP] == pytest.approx(0.0, abs=1e-9)


def test_a_ground_that_is_not_tested_lapses(world: World, expected: Expected) -> None:
    lapsing = world.overridden({"law": {"riv_toets.grond_bedrijfsarts_toetsbaar": {FIRST_DAY: False}}})
    built = build_world(lapsing, dated=world, horizon=Horizon(LAST_YEAR, PRICE_YEAR, False))
    found = expected_of(built, people=expected.people)
    here, there = expected.claims.gate, found.claims.gate
    assert (there.imposed[:, SUBSTANTIVE_CAN_LAPSE] == 0.0).all()
    assert here.imposed[:, SUBSTANTIVE_CAN_LAPSE].min() > 0.0
    assert there.chance == pytest.approx(here.chance)
    assert there.decided[:, SUBSTANTIVE_CAN_LAPSE, 0].min() > here.decided[:, SUBSTANTIVE_CAN_LAPSE, 0].max()
    assert there.decided[:, SUFFICIENT] == pytest.approx(here.decided[:, SUFFICIENT])


def test_a_late_change_leaves_the_years_before_it_alone(world: World, base: Moments, evaluate: Evaluate) -> None:
    later = world.overridden({"behaviour": {"beoordeling.wacht_aandeel": {date(2022, 1, 1): 0.9}}})
    found = evaluate(later)
    for year in range(2006, 2022):
        assert found["wga_advances"][year, ""] == pytest.approx(base["wga_advances"][year, ""])
    assert found["wga_advances"][2023, ""] > base["wga_advances"][2023, ""]
