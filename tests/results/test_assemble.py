from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns, views
from poortwachter.accounting.balance import BalanceError
from poortwachter.accounting.lines import LINE_NAMES, Rates
from poortwachter.accounting.premiums import PREMIUM_LINES, Premiums
from poortwachter.primitives.codes import GROUPS, Event, Item, Payer
from poortwachter.results.arrays import ChargeRates, Ledgers, RunArrays
from poortwachter.results.assemble import (
    Context,
    assemble,
    certain_lines,
    dataset_of,
    settled_charges,
    settled_lines,
    settled_rows,
)
from poortwachter.results.bridge import BRIDGE_UNITS, Bridge
from poortwachter.results.channels import CHANNELS
from poortwachter.results.groups import estimate
from poortwachter.results.provenance import result_hash
from poortwachter.results.schema import VARIABLES


def test_every_variable_has_the_dimensions_units_and_description_of_the_contract(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    result = assemble(split, frozen, context=context)
    assert set(result.data_vars) == set(VARIABLES)
    for name, spec in VARIABLES.items():
        assert result[name].dims == spec.dims
        assert result[name].attrs["units"]
        assert result[name].attrs["long_name"]
        assert result[name].dtype == np.float64
    for coordinate in result.coords.values():
        assert coordinate.attrs["units"]
        assert coordinate.attrs["long_name"]


def test_pair_and_split_give_the_same_result_for_the_same_difference(
    split: RunArrays, pair: RunArrays, context: Context
) -> None:
    one, other = assemble(split, None, context=context), assemble(pair, None, context=context)
    assert float(abs(one["effect"]).sum()) > 0
    for name in other.data_vars:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9, atol=1e-12, err_msg=str(name))


def test_the_reform_is_the_baseline_plus_the_effect(split: RunArrays, context: Context) -> None:
    result = assemble(split, None, context=context)
    difference = result["amount"].sel(scenario="reform") - result["amount"].sel(scenario="baseline")
    np.testing.assert_allclose(difference, result["effect"], atol=1e-9)


def test_an_empty_reform_differs_by_exactly_zero_in_every_cell(split: RunArrays, context: Context) -> None:
    for reform in (split.baseline, None):
        result = assemble(RunArrays(split.baseline, reform, None, 1), None, context=context)
        assert not result["effect"].any()
        assert not result["effect_se"].any()
        assert not result["line_effect"].any()
        for name in ("amount", "stock", "flow", "wia_stock"):
            assert np.array_equal(result[name].sel(scenario="reform"), result[name].sel(scenario="baseline"))


def test_the_stock_grows_by_what_flows_in_minus_what_flows_out(split: RunArrays, context: Context) -> None:
    result = assemble(split, None, context=context)
    pairs = [str(label).split(">") for label in result["transition"].to_numpy()]
    for status in map(str, result["status"].to_numpy()):
        into = result["flow"].isel(transition=[i for i, (_, target) in enumerate(pairs) if target == status])
        out = result["flow"].isel(transition=[i for i, (origin, _) in enumerate(pairs) if origin == status])
        net = into.sum("transition") - out.sum("transition")
        np.testing.assert_allclose(net.cumsum("year"), result["stock"].sel(status=status).drop_vars("status"))


def test_the_wia_stock_by_age_and_sex_adds_up_to_the_statuses(split: RunArrays, context: Context) -> None:
    result = assemble(split, None, context=context)
    counted = result["wia_stock"].sum(("age_band", "sex"))
    wga = result["stock"].sel(status=["wga_lgu", "wga_lau", "wga_vvu"]).sum("status")
    np.testing.assert_allclose(counted.sel(scheme="wga"), wga, atol=1e-9)
    np.testing.assert_allclose(counted.sel(scheme="iva"), result["stock"].sel(status="iva"), atol=1e-9)


def test_amounts_are_weighted_cents_in_millions(split: RunArrays, context: Context) -> None:
    result = assemble(split, None, context=context)
    cents = split.baseline[:, 2, 0].sum()
    assert columns.MONEY[0][0].name == "IVA"
    assert result["amount"].sel(scenario="baseline", year=2024, item="iva", payer="aof").item() == pytest.approx(
        cents * 1000 / 1e8, rel=1e-13
    )


def test_the_structural_amount_is_the_mean_of_years_76_to_80(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    assert frozen.effect is not None
    result = assemble(split, frozen, context=context)
    cents = frozen.effect[:, 75:80, 0].sum() / 5 / (2**20 * 4)
    assert result["structural"].sel(item="iva", payer="aof").item() == pytest.approx(cents * 500 / 1e8, rel=1e-12)
    assert result["line_structural"].sel(line="iva").item() == pytest.approx(cents * 500 / 1e8, rel=1e-12)


def test_without_a_settled_frozen_run_the_structural_amount_is_unknown(split: RunArrays, context: Context) -> None:
    for frozen in (None, split):
        result = assemble(split, frozen, context=replace(context, frozen_charges=context.charges))
        assert np.isnan(result["structural"]).all()
        assert np.isnan(result["line_structural_se"]).all()
        assert "bridge" not in result


def test_a_change_of_the_premium_rate_costs_employers_over_the_baseline_wages(
    split: RunArrays, context: Context
) -> None:
    usual = context.charges.baseline
    higher = ChargeRates(usual, usual._replace(wages=np.full(6, 0.25)))
    run = RunArrays(split.baseline, None, None, 1)
    effect = assemble(run, None, context=replace(context, charges=higher))["effect"]
    amount = assemble(run, None, context=context)["amount"].sel(scenario="baseline", item="werkgeverslasten")
    employers = amount.where(amount["payer"] == "werkgever", 0.0)
    np.testing.assert_allclose(effect.sel(item="werkgeverslasten"), employers / 0.2 * 0.05, atol=1e-9)
    assert not effect.drop_sel(item="werkgeverslasten").any()


def test_the_channels_add_up_to_the_effect_on_wia_benefits(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    result = assemble(split, frozen, context=context)
    for suffix in ("effect", "structural"):
        whole = result[f"line_{suffix}"].sel(line="wia_benefits")
        np.testing.assert_allclose(result[f"channel_{suffix}"].sum("channel"), whole, rtol=1e-12)
        np.testing.assert_allclose(result[f"channel_payer_{suffix}"].sum(("channel", "payer")), whole, rtol=1e-12)
        combined = result[f"combination_{suffix}"].sum("payer")
        every = combined.sel(combination="income+dismissal+reintegration")
        np.testing.assert_allclose(every, whole, rtol=1e-12)
        assert not combined.sel(combination="none").any()


def test_the_channels_are_shapleys_shares_of_all_eight_combinations(split: RunArrays, context: Context) -> None:
    found = assemble(split, None, context=context)
    effect = {
        frozenset(str(name).split("+")) - {"none"}: found["combination_effect"].sel(combination=name)
        for name in found["combination"].to_numpy()
    }
    assert len(effect) == 8
    for channel in CHANNELS:
        added = []
        for order in permutations(CHANNELS):
            before = frozenset(order[: order.index(channel)])
            added.append(effect[before | {channel}] - effect[before])
        share = found["channel_payer_effect"].sel(channel=channel)
        np.testing.assert_allclose(sum(added) / len(added), share, rtol=1e-9, atol=1e-12)


def test_without_interaction_each_channel_is_its_effect_alone(
    split: RunArrays, parts: views.Cells, context: Context
) -> None:
    both, income, _, some, of_some, _ = parts
    apart = views.money_columns(np.stack([income, both - income, some, of_some, some - of_some]))
    found = assemble(split._replace(parts=apart), None, context=context)["channel_effect"]
    for channel, cells in (("income", income), ("dismissal", some - of_some)):
        only = RunArrays(split.baseline, None, cells, split.replicates)
        alone = assemble(only, None, context=context)["line_effect"].sel(line="wia_benefits")
        np.testing.assert_allclose(found.sel(channel=channel), alone, rtol=1e-9, atol=1e-12)


def test_an_unbalanced_ledger_gives_no_result(split: RunArrays, context: Context) -> None:
    broken = split.baseline.copy()
    broken[0, 0, 0] += 1
    with pytest.raises(BalanceError, match="calendar run baseline, 2022, group 0: iva"):
        assemble(split._replace(baseline=broken), None, context=context)


def test_the_same_arrays_give_the_same_hash_and_other_arrays_another(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    first = result_hash(assemble(split, frozen, context=context))
    assert first == result_hash(assemble(split, frozen, context=context))
    assert first != result_hash(assemble(split, frozen, context=replace(context, weight=1000.1)))


def test_the_standard_error_is_the_spread_between_groups_over_many_draws() -> None:
    rng = np.random.default_rng(3)
    draws = rng.exponential(size=(GROUPS, 4000))
    found = estimate(draws, scale=2.0)
    assert found.total.std() == pytest.approx(np.sqrt(GROUPS) * 2, rel=0.05)
    assert found.se.mean() == pytest.approx(found.total.std(), rel=0.05)


def test_the_bridge_gives_the_product_of_its_links(split: RunArrays, frozen: RunArrays, context: Context) -> None:
    bridge = Bridge.from_values(assemble(split, frozen, context=context)["bridge"].to_numpy())
    years = (
        bridge.sanctions_lapsed * bridge.award_share_after_sanction * bridge.weeks_earlier * 7 / 365.25
        + bridge.extra_awards * bridge.stay_years
    )
    assert bridge.sanctions_lapsed == pytest.approx(GROUPS * 500)
    assert bridge.product_eur_mln == pytest.approx(years * bridge.benefit_eur / 1e6)


def test_weeks_earlier_are_the_sanction_days_the_reform_saves(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    assert frozen.effect is not None
    first_event = columns.FIRST_EVENT
    effect = frozen.effect.copy()
    effect[:, 75:80, first_event + Event.SANCTION_DAYS] = 0
    effect[5, 75:80, first_event + Event.SANCTION_DAYS] = -GROUPS * 280 * 2**20 * 4
    bridge = assemble(split, frozen._replace(effect=effect), context=context)["bridge"]
    assert bridge.sel(bridge_term="weeks_earlier").item() == pytest.approx(40)


def test_an_unbalanced_effect_gives_no_result(split: RunArrays, context: Context) -> None:
    assert split.effect is not None
    broken = split.effect.copy()
    broken[0, 0, columns.ERROR_COLUMN] = 1
    with pytest.raises(BalanceError, match="calendar run effect, 2022, group 0: postings in the error column"):
        assemble(split._replace(effect=broken), None, context=context)


def with_budgets(context: Context) -> Context:
    """Return a context in which the state grants more each year, and structurally three million more, of five."""
    granted = np.zeros((2, len(context.deflator), len(Item), len(Payer)))
    granted[:, :, Item.UITVOERING, Payer.RIJK] = [[2.0] * 6, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]]
    frozen = np.zeros((2, 80, len(Item), len(Payer)))
    frozen[:, :75, Item.UITVOERING, Payer.RIJK] = [[0.0], [100.0]]
    frozen[:, 75:, Item.UITVOERING, Payer.RIJK] = [[2.0] * 5, [3.0, 4.0, 5.0, 6.0, 7.0]]
    return replace(context, granted=granted, frozen_granted=frozen)


def with_higher_premiums(context: Context) -> Context:
    """Return a context in which each of the four parts of the premiums is 3 higher, and structurally 2."""
    (before, _), (settled, _) = context.premiums, context.frozen_premiums
    return replace(context, premiums=Premiums(before, before + 3.0), frozen_premiums=Premiums(settled, settled + 2.0))


def test_premiums_stand_in_their_own_lines_without_error(split: RunArrays, frozen: RunArrays, context: Context) -> None:
    plain = assemble(split, frozen, context=context)
    result = assemble(split, frozen, context=with_higher_premiums(context))
    change = result["line_effect"] - plain["line_effect"]
    for line, amount in {
        "premiums": 12.0,
        "premiums_aof_small": 3.0,
        "public_balance": -12.0,
        "employers": 0.0,
    }.items():
        np.testing.assert_allclose(change.sel(line=line), amount, atol=1e-9, err_msg=line)
    settled = result["line_structural"] - plain["line_structural"]
    assert float(settled.sel(line="premiums")) == pytest.approx(8.0)
    np.testing.assert_allclose(result["amount"].sel(item="premie", payer="werkgever", scenario="baseline"), 115.0)
    np.testing.assert_array_equal(result["line_effect_se"], plain["line_effect_se"])


def test_a_budget_is_spent_on_execution_in_its_year_without_error(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    plain, result = (assemble(split, frozen, context=each) for each in (context, with_budgets(context)))
    added = result - plain
    execution = {"item": "uitvoering", "payer": "rijk"}
    np.testing.assert_allclose(added["amount"].sel(execution), [[2.0] * 6, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]])
    np.testing.assert_allclose(added["effect"].sel(execution), range(6))
    assert float(added["structural"].sel(execution)) == pytest.approx(3.0)
    for name in ("effect", "structural"):
        assert float(abs(added[name]).sum()) == pytest.approx(float(added[name].sel(execution).sum()))
    for line in ("execution_costs", "public_balance"):
        np.testing.assert_allclose(added["line_effect"].sel(line=line), range(6), atol=1e-9)
        assert float(added["line_structural"].sel(line=line)) == pytest.approx(3.0)
    for name in ("amount_se", "effect_se", "structural_se", "line_effect_se", "line_structural_se"):
        np.testing.assert_array_equal(result[name], plain[name])


def test_lines_without_error_are_budgets_and_premiums_by_year_and_structurally(context: Context) -> None:
    changed = with_budgets(with_higher_premiums(context))
    for found, budget, premium in (
        (certain_lines(changed, frozen=False), np.arange(6.0), 3.0),
        (certain_lines(changed, frozen=True), 3.0, 2.0),
    ):
        lines = dict(zip(LINE_NAMES, found.T, strict=True))
        np.testing.assert_allclose(lines.pop("execution_costs"), budget)
        np.testing.assert_allclose(lines.pop("premiums"), 4 * premium)
        np.testing.assert_allclose(lines.pop("public_balance"), budget - 4 * premium)
        for part in PREMIUM_LINES:
            np.testing.assert_allclose(lines.pop(part), premium)
        assert not any(np.any(line) for line in lines.values())


def test_a_frozen_run_by_itself_has_the_structural_lines_of_the_whole_result(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    changed = with_budgets(with_higher_premiums(context))
    assert changed.frozen_granted is not None
    result = assemble(split, frozen, context=changed)
    found = settled_lines(
        frozen,
        charges=changed.frozen_charges,
        premiums=changed.frozen_premiums,
        granted=changed.frozen_granted,
        weight=changed.frozen_weight,
    )
    np.testing.assert_allclose(found.total, result["line_structural"], rtol=1e-12)
    np.testing.assert_array_equal(found.se, result["line_structural_se"])


def test_a_frozen_run_by_itself_that_does_not_balance_is_named_with_its_own_years(
    frozen: RunArrays, context: Context
) -> None:
    broken = frozen.baseline.copy()
    broken[0, 0, 0] += 1
    with pytest.raises(BalanceError, match="frozen run baseline, 1, group 0: iva"):
        settled_lines(
            frozen._replace(baseline=broken),
            charges=context.frozen_charges,
            premiums=context.frozen_premiums,
            granted=np.zeros((2, 80, len(Item), len(Payer))),
            weight=1.0,
        )


def test_counts_are_weighted_persons_of_both_scenarios(split: RunArrays, context: Context) -> None:
    assert split.effect is not None
    result = assemble(split, None, context=context)
    seen = {
        "stock": views.stock_cells,
        "flow": views.flow_cells,
        "event": views.event_cells,
        "wia_stock": views.wia_stock_cells,
        "wia_inflow": views.wia_inflow_cells,
        "wga_advance_stock": views.advance_stock_cells,
        "wga_advance_inflow": views.advance_inflow_cells,
    }
    for name, view in seen.items():
        before = view(split.baseline).sum(axis=0)
        change = view(split.effect).sum(axis=0) / 2**20 / split.replicates
        np.testing.assert_allclose(result[name].sel(scenario="baseline"), before * 1000.0, err_msg=name)
        np.testing.assert_allclose(result[name].sel(scenario="reform"), (before + change) * 1000.0, err_msg=name)


def test_every_amount_of_the_calendar_run_has_the_error_of_its_groups(split: RunArrays, context: Context) -> None:
    assert split.effect is not None
    result = assemble(split, None, context=context)
    place = columns.MONEY.index((Item.IVA, Payer.AOF))
    before, change = split.baseline[..., place] / 1e8, split.effect[..., place] / 2**20 / split.replicates / 1e8
    for values, found in (
        (before, result["amount_se"].sel(scenario="baseline", item="iva", payer="aof")),
        (before + change, result["amount_se"].sel(scenario="reform", item="iva", payer="aof")),
        (change, result["effect_se"].sel(item="iva", payer="aof")),
        (change, result["line_effect_se"].sel(line="iva")),
    ):
        np.testing.assert_allclose(found, estimate(values, scale=1000.0).se, rtol=1e-10)


def test_structural_amounts_have_the_error_of_the_mean_of_their_years(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    assert frozen.effect is not None
    result = assemble(split, frozen, context=context)
    place = columns.MONEY.index((Item.IVA, Payer.AOF))
    years = frozen.effect[:, 75:80, place].mean(axis=1) / 2**20 / frozen.replicates / 1e8
    expected = estimate(years, scale=500.0)
    for found, error in (
        (result["structural"].sel(item="iva", payer="aof"), result["structural_se"].sel(item="iva", payer="aof")),
        (result["line_structural"].sel(line="iva"), result["line_structural_se"].sel(line="iva")),
    ):
        assert found.item() == pytest.approx(float(expected.total), rel=1e-10)
        assert error.item() == pytest.approx(float(expected.se), rel=1e-10)


def test_a_channel_is_the_mean_of_what_it_adds_first_and_last(
    split: RunArrays, parts: views.Cells, context: Context
) -> None:
    def alone(part: int) -> Any:
        one = RunArrays(split.baseline, None, parts[part], split.replicates)
        return assemble(one, None, context=context)["line_effect"].sel(line="wia_benefits").to_numpy()

    both, income, returns = (alone(part) for part in range(3))
    found = assemble(split, None, context=context)["channel_effect"]
    np.testing.assert_allclose(found.sel(channel="income"), (income + both - returns) / 2, rtol=1e-10)
    back = found.sel(channel=["dismissal", "reintegration"]).sum("channel")
    np.testing.assert_allclose(back, (returns + both - income) / 2, rtol=1e-10)


def test_a_frozen_run_is_settled_by_its_eightieth_year_and_not_before(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    assert frozen.effect is not None
    assert frozen.parts is not None
    short = frozen._replace(
        baseline=frozen.baseline[:, :79], effect=frozen.effect[:, :79], parts=frozen.parts[:, :, :79]
    )
    result = assemble(split, short, context=context)
    for name in (name for name in VARIABLES if name.removesuffix("_se").endswith("structural")):
        assert np.isnan(result[name]).all()
    assert "bridge" not in result
    assert np.isfinite(assemble(split, frozen, context=context)["channel_structural"]).all()


def test_years_of_a_frozen_run_beyond_the_eightieth_are_left_out() -> None:
    years = np.arange(1, 83)
    cells = years[None, :, None]
    rates = Rates(wages=years / 100, benefits=years / 1000)
    found = settled_rows(Ledgers(cells, 2 * cells, 1.0, 3 * cells[None]))
    assert found is not None
    assert found.parts is not None
    assert found.baseline.ravel().tolist() == [76, 77, 78, 79, 80]
    assert found.effect.ravel().tolist() == [152, 154, 156, 158, 160]
    assert found.parts.ravel().tolist() == [228, 231, 234, 237, 240]
    for settled in settled_charges(ChargeRates(rates, rates)):
        assert settled.wages.tolist() == [0.76, 0.77, 0.78, 0.79, 0.8]
        assert settled.benefits.tolist() == [0.076, 0.077, 0.078, 0.079, 0.08]


def test_premiums_beyond_the_eightieth_year_of_a_frozen_run_are_left_out(context: Context) -> None:
    nothing, raised = np.zeros((82, 4)), np.full((82, 4), 7.0)
    raised[75:80] = 2.0
    found = certain_lines(replace(context, frozen_premiums=Premiums(nothing, raised)), frozen=True)
    assert found[LINE_NAMES.index("premiums")] == pytest.approx(8.0)


def test_the_whole_of_a_split_alone_has_no_channels(split: RunArrays, frozen: RunArrays, context: Context) -> None:
    wholes = split._replace(parts=None), frozen._replace(parts=None)
    for settled in (None, wholes[1]):
        names = {str(name) for name in assemble(wholes[0], settled, context=context).data_vars}
        assert {name for name in names if name.startswith("channel")} == set()


def test_a_factor_on_the_baseline_is_named_and_none_is_not(split: RunArrays, context: Context) -> None:
    assert "alignment" not in assemble(split, None, context=context).attrs
    assert assemble(split, None, context=replace(context, alignment="reeks")).attrs["alignment"] == "reeks"


def test_a_frozen_run_that_does_not_balance_is_named_with_its_own_years(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    broken = frozen.baseline.copy()
    broken[0, 0, 0] += 1
    with pytest.raises(BalanceError, match="frozen run baseline, 1, group 0: iva"):
        assemble(split, frozen._replace(baseline=broken), context=context)


def test_a_variable_has_a_note_where_the_contract_has_one(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    result = assemble(split, frozen, context=context)
    notes = {name: spec.note for name, spec in VARIABLES.items() if spec.note}
    assert notes
    assert {str(name): found.attrs["note"] for name, found in result.items() if "note" in found.attrs} == notes


def test_the_links_of_the_bridge_have_their_units_where_there_is_a_bridge(
    split: RunArrays, frozen: RunArrays, context: Context
) -> None:
    result = assemble(split, frozen, context=context)
    assert dict(zip(result["bridge_term"].values, result["bridge_unit"].values, strict=True)) == BRIDGE_UNITS
    assert "bridge_unit" not in assemble(split, None, context=context).coords


def test_versions_stand_in_the_order_of_their_names(split: RunArrays, context: Context) -> None:
    result = assemble(split, None, context=replace(context, versions={"b": "2", "a": "1"}))
    assert result.attrs["versions"] == '{"a": "1", "b": "2"}'


def test_nothing_has_no_sign() -> None:
    result = dataset_of({"deflator": np.array([-0.0, 1.0])}, years=np.array([2022, 2023]), attributes={})
    assert not np.signbit(result["deflator"].to_numpy()).any()
