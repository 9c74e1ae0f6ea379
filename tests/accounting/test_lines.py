import numpy as np
import pytest

from poortwachter.accounting.lines import (
    CENTS_PER_EUR_MLN,
    LINE_NAMES,
    LINES,
    Rates,
    charge_rate,
    charges,
    line_amounts,
)
from poortwachter.accounting.premiums import PREMIUM_LINES
from poortwachter.primitives.codes import Item, Payer


def money_with(**amounts: float) -> np.ndarray:
    money = np.zeros((len(Item), len(Payer)))
    for place, amount in amounts.items():
        item, payer = place.split("__")
        money[Item[item.upper()], Payer[payer.upper()]] = amount
    return money


def lines_of(money: np.ndarray) -> dict[str, float]:
    return {name: amount for name, amount in zip(LINE_NAMES, line_amounts(money).tolist(), strict=True) if amount}


def test_the_line_ids_are_those_of_the_contract() -> None:
    assert LINE_NAMES == (
        "wia_benefits", "iva", "wga", "wga_erd", "other_benefits", "zw", "ww", "tw", "execution_costs", "premiums",
        "premiums_aof_all", "premiums_aof_small", "premiums_awf", "premiums_whk", "public_balance", "employers",
    )  # fmt: skip


def test_the_wga_of_an_own_risk_bearer_is_a_line_apart_and_counts_in_the_headline() -> None:
    lines = lines_of(money_with(wga_lau__erd=3.0, wga_lgu__whk=2.0, iva__aof=5.0))
    assert lines == {"wia_benefits": 10.0, "iva": 5.0, "wga": 2.0, "wga_erd": 3.0, "public_balance": 10.0}


def test_premiums_lighten_the_public_balance() -> None:
    lines = lines_of(money_with(uitvoering__aof=4.0, premie__werkgever=1.0))
    assert lines == {"execution_costs": 4.0, "premiums": 1.0, "public_balance": 3.0}


def test_sick_pay_burdens_employers_and_not_the_public_balance() -> None:
    lines = lines_of(
        money_with(loon_sanctie__werkgever=4.0, loon_jaar2__verzekeraar=2.0, transitievergoeding__werkgever=9.0)
    )
    assert lines == {"employers": 6.0}


def test_every_sum_of_lines_holds_for_any_money() -> None:
    money = np.random.default_rng(1).normal(size=(5, len(Item), len(Payer)))
    amounts = dict(zip(LINE_NAMES, line_amounts(money).T, strict=True))
    for line in LINES:
        parts = [part.name for part in LINES if part.part_of == line.name and part.name not in PREMIUM_LINES]
        if parts:
            np.testing.assert_allclose(amounts[line.name], sum(amounts[part] for part in parts), rtol=1e-14)


def test_the_employer_owes_charges_over_wages_also_of_its_insurer_and_who_pays_a_benefit_over_it() -> None:
    money = np.stack([money_with(loon_jaar1__werkgever=100.0, cao_aanvulling__verzekeraar=10.0, iva__aof=50.0)] * 2)
    wages = charge_rate({"premie.whk": np.array([0.01, 0.02]), "premie.aof": np.array([0.1, 0.1])})
    owed = charges(money, rates=Rates(wages=wages, benefits=np.array([0.1, 0.0])))
    np.testing.assert_allclose(owed[:, Payer.WERKGEVER], [12.1, 13.2])
    np.testing.assert_allclose(owed[:, Payer.AOF], [5.0, 0.0])
    np.testing.assert_allclose(owed.sum(axis=1), [17.1, 13.2])


def test_a_charge_rate_needs_premiums() -> None:
    with pytest.raises(ValueError, match="no premium rates"):
        charge_rate({})


def test_benefits_and_execution_are_expenditure_and_all_but_what_employers_pay_counts_for_the_emu_balance() -> None:
    spent = {line.name for line in LINES if line.expenditure}
    assert spent == set(LINE_NAMES) - {"premiums", *PREMIUM_LINES, "public_balance", "employers"}
    assert {line.name for line in LINES if not line.emu} == {"employers"}


def test_the_benefit_of_a_sick_employee_that_the_employer_refunds_is_no_public_benefit() -> None:
    assert lines_of(money_with(zw__werkgever=2.0, zw__whk=3.0)) == {
        **{"zw": 3.0, "other_benefits": 3.0, "public_balance": 3.0},
        "employers": 2.0,
    }


def test_a_line_is_made_for_every_year_and_group_apart() -> None:
    money = np.zeros((3, 5, len(Item), len(Payer)))
    money[2, 4, Item.IVA, Payer.AOF] = 7.0
    amounts = line_amounts(money)
    assert amounts.shape == (3, 5, len(LINE_NAMES))
    assert amounts[2, 4, LINE_NAMES.index("iva")] == 7.0
    assert np.count_nonzero(amounts.sum(axis=-1)) == 1


def test_charges_are_owed_group_by_group() -> None:
    money = np.zeros((2, 3, len(Item), len(Payer)))
    money[1, 2, Item.LOON_SANCTIE, Payer.WERKGEVER] = 10.0
    owed = charges(money, rates=Rates(wages=np.array([0.0, 0.0, 0.5]), benefits=np.zeros(3)))
    assert owed.shape == (2, 3, len(Payer))
    assert owed[1, 2, Payer.WERKGEVER] == 5.0
    assert np.count_nonzero(owed) == 1


def test_a_single_premium_is_the_charge_rate() -> None:
    assert charge_rate({"premie.aof": np.array([0.1, 0.2])}).tolist() == [0.1, 0.2]


def test_a_million_euros_is_a_hundred_million_cents() -> None:
    assert CENTS_PER_EUR_MLN == 100_000_000
