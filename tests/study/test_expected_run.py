"""A whole scenario by expected values: same contract, no errors, near the simulation, and honest about its limits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import xarray as xr

from poortwachter.law.rules.dagloon import maandloon
from poortwachter.law.rules.loondoorbetaling import statutory_wage, wage_on_top
from poortwachter.law.rules.toeslagenwet import toeslag
from poortwachter.primitives.compiled import plain
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation.runner import Effort
from poortwachter.simulation.worlds import Built
from poortwachter.study.carrying import structural_wia
from poortwachter.study.expected.account import account_of
from poortwachter.study.expected.evaluate import LATE, Expected, alike, expected_of, expected_pair
from poortwachter.study.expected.filed import filed_of
from poortwachter.study.expected.gap import expected_structural
from poortwachter.study.expected.known import judged, limits, load_gap
from poortwachter.study.expected.payers import bearers_of
from poortwachter.study.expected.people import people_of
from poortwachter.study.expected.run import built_worlds, evaluate
from poortwachter.study.expected.spells import onsets_of, sectors
from poortwachter.study.expected.wages import ZW_SHARE, wages_of

HEADLINE = "advies_bedrijfsarts_leidend"
LAST = 2030
START = date(2004, 1, 1)


def scenario(*, law: Mapping[str, Any] | None = None, behaviour: Mapping[str, Any] | None = None) -> Resolved:
    """Return the headline up to a near year, with further overrides."""
    loaded = load(HEADLINE)
    given = loaded.overrides
    more = {"law": {**given.get("law", {}), **(law or {})}, "behaviour": {**given["behaviour"], **(behaviour or {})}}
    return resolve(replace(loaded, overrides=more), RunOptions(to=LAST, method="fast"))


@pytest.fixture(scope="module")
def headline() -> Resolved:
    return scenario()


@pytest.fixture(scope="module")
def worlds(headline: Resolved) -> tuple[Built, Built]:
    return built_worlds(headline, frozen=False)


@pytest.fixture(scope="module")
def pair(worlds: tuple[Built, Built]) -> tuple[Expected, Expected]:
    return expected_pair(*worlds)


@pytest.fixture(scope="module")
def found(headline: Resolved) -> xr.Dataset:
    return evaluate(headline)


def test_an_empty_reform_gives_exactly_zero() -> None:
    loaded = load("baseline")
    empty = evaluate(resolve(loaded, RunOptions(to=LAST, method="fast")))
    for name in ("effect", "structural", "line_effect", "line_structural"):
        values = empty[name].to_numpy()
        assert np.nansum(np.abs(values)) == 0.0
    for name in ("amount", "stock", "event", "wia_stock", "wia_inflow"):
        before, after = (empty[name].sel(scenario=one).to_numpy() for one in ("baseline", "reform"))
        np.testing.assert_array_equal(before, after)


def test_a_reform_without_consequence_gives_exactly_zero_though_it_is_worked_out_apart() -> None:
    nothing = {"riv_toets.grond_bedrijfsarts_toetsbaar": {date(2023, 7, 1): True}}
    before, after = built_worlds(scenario(law=nothing), frozen=False)
    one, other = account_of(expected_of(before)), account_of(expected_of(after))
    np.testing.assert_array_equal(one.money, other.money)


def test_a_pair_gives_what_each_policy_gives_alone(
    worlds: tuple[Built, Built], pair: tuple[Expected, Expected]
) -> None:
    alone = account_of(expected_of(worlds[1]))
    together = account_of(pair[1])
    np.testing.assert_array_equal(together.money, alone.money)
    assert pair[1].onsets is pair[0].onsets
    assert pair[1].filed is pair[0].filed


@pytest.mark.parametrize("name", sorted(LATE))
def test_spells_and_what_is_filed_do_not_read_what_matters_from_the_gate_on(
    worlds: tuple[Built, Built], pair: tuple[Expected, Expected], name: str
) -> None:
    world = worlds[0].world
    table = "law" if name in world.law._fields else "behaviour"
    fields = getattr(world, table)
    value = np.asarray(getattr(fields, name))
    changed = ~value if value.dtype == bool else value + value.dtype.type(1)
    other = world._replace(**{table: fields._replace(**{name: changed if value.ndim else changed.item()})})
    assert not alike(world, other)
    assert alike(world, other, but=LATE)
    people = people_of(other)
    assert alike(people, pair[0].people)
    onsets = onsets_of(other, people)
    np.testing.assert_array_equal(onsets.stages, pair[0].onsets.stages)
    assert alike(filed_of(other, people, onsets), pair[0].filed)


def test_years_before_the_reform_are_the_same_to_the_byte(found: xr.Dataset) -> None:
    early = found["effect"].sel(year=slice(2004, 2020)).to_numpy()
    assert np.nansum(np.abs(early)) == 0.0
    assert float(found["line_effect"].sel(line="wia_benefits", year=2025)) > 1.0


def test_only_what_is_named_is_not_known(found: xr.Dataset) -> None:
    amount = found["amount"].isnull().any(("scenario", "year", "payer"))
    assert set(found["item"].to_numpy()[amount.to_numpy()]) == {"transitievergoeding", "compensatie_tv"}
    assert np.isfinite(found["line_effect"].to_numpy()).all()
    assert np.isfinite(found["line_structural"].to_numpy()).all()
    unknown = found["stock"].isnull().any(("scenario", "year"))
    assert set(found["status"].to_numpy()[unknown.to_numpy()]) == {
        *("werk", "onder35_werk", "uit", "overleden", "aow"),
    }
    said = str(found.attrs["left_out"])
    for words in ("transition payment", "changes of status", "persons at work", "two channels"):
        assert words in said


def test_the_result_names_its_method_and_has_no_errors(found: xr.Dataset) -> None:
    assert found.attrs["method"] == "fast: expected values, approximate"
    assert found.attrs["estimator"] == "fast"
    for name in ("amount_se", "effect_se", "structural_se", "line_effect_se", "line_structural_se"):
        assert np.isnan(found[name].to_numpy()).all()


def test_limits_are_said_in_both_languages() -> None:
    for each in limits():
        assert set(each) == {"nl", "en"}
        assert all(text.endswith(".") for text in each.values())


def test_the_wia_by_status_is_the_wia_by_scheme(found: xr.Dataset) -> None:
    stock = found["stock"].sel(scenario="reform")
    wia = found["wia_stock"].sel(scenario="reform").sum(("age_band", "sex"))
    for scheme, statuses in (("wga", ["wga_lgu", "wga_lau", "wga_vvu"]), ("iva", ["iva"])):
        by_status = stock.sel(status=statuses).sum("status").to_numpy()
        assert by_status == pytest.approx(wia.sel(scheme=scheme).to_numpy(), abs=1e-6)


def test_every_wga_right_is_borne_by_someone(pair: tuple[Expected, Expected]) -> None:
    one = pair[0]
    bearers = bearers_of(one.built.world, one.people.grid, one.claims, one.course, public=one.absence.public)
    late = slice(4 * 10, None)
    for shares in bearers:
        assert shares[late].sum(axis=2) == pytest.approx(1.0)
        assert shares.min() >= 0.0


def test_after_ten_years_the_aof_bears_more_of_the_wga(found: xr.Dataset) -> None:
    lau = found["amount"].sel(scenario="baseline", item="wga_lau")
    share = lau.sel(payer="aof") / lau.sum("payer")
    assert float(share.sel(year=2014)) < float(share.sel(year=2024))
    assert float(lau.sel(year=2012, payer="sectorfonds_ufo")) > 0.0


def test_mean_wages_are_those_of_the_rules_of_the_law(worlds: tuple[Built, Built]) -> None:
    """One cell of the first year, rank by rank and sector by sector, with the rules themselves."""
    world = worlds[0].world
    ranks = len(world.population.wage_quantile)
    of_sector = sectors(world)

    def as_often(years: Any) -> tuple[Any, Any]:
        every = np.ones((len(years), 6, ranks))
        return every, every

    wages = wages_of(world, sectors=of_sector, by_rank=as_often)
    year, band, sex, contract = 0, 3, 1, 1
    law, behaviour = world.law, world.behaviour
    week = int(world.clock.year_first_week[year] + world.clock.year_first_week[year + 1]) // 2
    maximum, minimum = law.maximum_maandloon[week], law.minimum_wage
    weights = behaviour.onset_accept[year, band, sex] / 2.0**32 * of_sector[band, sex, contract]
    level = world.population.wage_month[band, sex, contract] * world.wage_level[year]
    single, claims = behaviour.household[0] / 2.0**32, behaviour.supplement_use / 2.0**32
    couple = behaviour.household[1] / 2.0**32 - single

    def paid(wage: int) -> tuple[float, ...]:
        first = plain(statutory_wage)(wage, law.wage_share[week], maximum, law.wage_floor[week])
        second = plain(statutory_wage)(wage, law.wage_share[week], maximum, 0)
        base = plain(maandloon)(wage, maximum)
        topped = [
            plain(toeslag)(base * law.zw_share[-1], 0, law.social_minimum[week, one] * minimum, base) for one in (1, 2)
        ]
        return (
            first,
            second,
            plain(wage_on_top)(wage, first, behaviour.wage_paid[0]),
            base,
            min(base, minimum),
            claims * (single * topped[0] + couple * topped[1]),
        )

    by_sector = [
        np.mean([paid(int(one * factor)) for factor in world.population.wage_quantile], axis=0) for one in level
    ]
    mean = weights @ np.array(by_sector) / weights.sum()
    cell = year, band, sex, contract
    found = [getattr(wages, name)[cell] for name in ("year1", "year2", "top1", "base", "floor")]
    assert np.array([*found, wages.supplements[(ZW_SHARE, *cell)]]) == pytest.approx(mean, abs=2.0)


CARRYING = {
    "loonsanctie.causaal_aandeel": 0.5,
    "riv_toets.aandeel_vervalbaar": 0.12,
    "riv_toets.vervanging_andere_grond": 0.5,
    "loonsanctie.factor_medische_grond": 0.7,
    "riv_toets.kans_inhoudelijk": 0.055,
}
"""Parameters that carry the effect, and another value of each."""


@pytest.fixture(scope="module")
def simulated() -> dict[str, float]:
    """Return the simulated structural effect of the headline, and with each carrying parameter moved, same draws."""
    found = {}
    for name, value in {"": 0.0, **CARRYING}.items():
        moved = scenario(behaviour={name: {START: value}} if name else {})
        run = replace(moved.run, method="split", workers=WORKERS)
        found[name] = structural_wia(replace(moved, run=run), effort=Effort()).value
    return found


WORKERS = 60_000


@pytest.mark.parametrize("name", CARRYING)
def test_a_carrying_parameter_moves_the_effect_as_it_moves_the_simulated_one(
    headline: Resolved, simulated: dict[str, float], name: str
) -> None:
    base = expected_structural(headline)[1]
    moved = expected_structural(scenario(behaviour={name: {START: CARRYING[name]}}))[1]
    change, of_simulation = moved / base - 1.0, simulated[name] / simulated[""] - 1.0
    assert np.sign(change) == np.sign(of_simulation)
    assert change == pytest.approx(of_simulation, rel=0.15)


def test_the_headline_is_near_the_simulated_one(headline: Resolved) -> None:
    gap = load_gap()
    spending, effect = expected_structural(headline)
    assert effect == pytest.approx(gap.simulated, rel=0.05)
    assert spending == pytest.approx(gap.spending_simulated, rel=0.07)


def test_the_stored_gap_is_that_of_the_present_expected_values(headline: Resolved) -> None:
    gap = load_gap()
    assert gap.holds_for(headline), f"parameters have changed: run {gap.command}"
    spending, effect = expected_structural(headline)
    assert (spending, effect) == pytest.approx((gap.spending_expected, gap.expected), rel=1e-4)


def test_the_gap_is_not_claimed_for_other_parameters() -> None:
    assert not load_gap().holds_for(scenario(behaviour={"loonsanctie.causaal_aandeel": {START: 0.5}}))
    assert not load_gap().holds_for(resolve(load("baseline"), RunOptions(method="fast")))


def test_corrected_expected_values_stand_for_a_simulation_of_draws() -> None:
    found = judged()
    assert found.draws >= 12
    assert found.explained > 0.98
    assert found.slope == pytest.approx(1.0, abs=0.05)
    assert abs(found.bias) < 2 * found.bias_se
    assert found.controlled_se < found.mean_se / 6


def test_an_insurer_bears_its_share_of_sanctions_and_nothing_else_changes() -> None:
    policies = {"ontzorgverzekering.aandeel": {START: (0.9,) * 5}, "ontzorgverzekering.advies_gevolgd": {START: 0.5}}
    loaded = replace(load("baseline"), overrides={"behaviour": policies})
    dataset = evaluate(resolve(loaded, RunOptions(to=LAST, method="fast")))
    paid = dataset["amount"].sel(scenario="reform", year=2024, item="loon_sanctie")
    insurer = float(paid.sel(payer="verzekeraar"))
    assert insurer / float(paid.sum()) == pytest.approx(0.9 * 0.5)
    moved = dataset["effect"].sel(payer=["werkgever", "verzekeraar"]).sum("payer")
    np.testing.assert_allclose(moved.sel(item=["loon_jaar1", "loon_sanctie"]), 0.0, atol=1e-9)
    assert not dataset["line_effect"].sel(line="wia_benefits").to_numpy().any()


def test_premiums_are_the_same_without_simulation() -> None:
    dataset = evaluate(resolve(load("tegemoetkoming_kleine_werkgevers"), RunOptions(method="fast")))
    lines = {name: float(dataset["line_structural"].sel(line=name)) for name in ("premiums", "public_balance")}
    assert lines["premiums"] < 0.0
    assert lines["public_balance"] == pytest.approx(-lines["premiums"])
