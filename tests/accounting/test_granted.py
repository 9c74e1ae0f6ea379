"""Amounts that a policy grants a year: who pays them, as what, and which of them come to no life."""

import numpy as np

from poortwachter.accounting.granted import GRANTED, GRANTED_ONLY, granted_money
from poortwachter.law.parameters import load
from poortwachter.primitives.codes import Item, Payer


def test_the_state_pays_every_budget_in_its_year_as_execution() -> None:
    budgets = {
        "poortwachter.kwaliteitsbudget": np.array([10.0, 0.0, 4.0]),
        "scholing_wga.budget": np.array([3.0, 8.7, 0.0]),
    }
    money = granted_money(budgets, years=3)
    assert money.shape == (3, 16, 9)
    assert money[:, Item.UITVOERING, Payer.RIJK].tolist() == [13.0, 8.7, 4.0]
    assert np.count_nonzero(money) == 3


def test_every_budget_is_a_sum_of_money_in_the_law_that_nobody_has_under_current_law() -> None:
    law = load()
    assert {name: (law[name].unit, law[name].neutral) for name in GRANTED} == dict.fromkeys(GRANTED, ("EUR mln", 0.0))


def test_lives_depend_on_the_training_budget_and_not_on_that_for_quality() -> None:
    assert set(GRANTED) - GRANTED_ONLY == {"scholing_wga.budget"}
    assert set(GRANTED) >= GRANTED_ONLY
