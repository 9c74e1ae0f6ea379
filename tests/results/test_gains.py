"""Effects by class: what they are made of, what they are set against, and when they are shown."""

import numpy as np
import pytest

from poortwachter.accounting.classes import BESIDE, DIVISIONS, EARNED, N_CLASSES, N_SUMS
from poortwachter.accounting.columns import MONEY
from poortwachter.accounting.lines import Rates
from poortwachter.primitives.codes import GROUPS, Item, Payer
from poortwachter.results.gains import EMPLOYERS, WORKERS, Employees, Gain, Gains, gains_of

MLN = 100 * 10**6
"""Eurocents."""
RATES = Rates(np.array(0.2), np.array(0.1))


def found(**paid: int) -> dict[str, Gain]:
    """Return the entries of everyone, of EUR mln by item and payer in the first group of workers."""
    sums = np.zeros((GROUPS, N_CLASSES, N_SUMS), dtype=np.int64)
    for name, amount in paid.items():
        item, payer = name.split("__")
        sums[0, 0, MONEY.index((Item[item], Payer[payer]))] = amount * MLN
    return read(sums)


def read(sums: np.ndarray) -> dict[str, Gain]:
    employees = Employees(np.full(N_CLASSES, 1e6), np.full(N_CLASSES, 40_000.0))
    entries = gains_of(sums, unit=0.5, years=5, weight=10.0, rates=RATES, employees=employees)
    return {entry.measure: entry for entry in entries if entry.division == "all"}


def gain(effect: float, error: float) -> Gain:
    return Gain("sex", "man", "income", effect, error, employees=2e6, wages=50_000.0)


def test_sick_pay_goes_to_the_worker_and_costs_the_employer_its_charges_too() -> None:
    entries = found(LOON_SANCTIE__WERKGEVER=7, LOON_JAAR2__VERZEKERAAR=3)
    assert entries["sick_pay"].effect == pytest.approx(10.0)
    assert entries["income"].effect == pytest.approx(10.0)
    assert entries["sick_pay_cost"].effect == pytest.approx(12.0)
    assert entries["cost"].effect == pytest.approx(12.0)


def test_a_benefit_costs_the_employer_only_who_bears_the_risk() -> None:
    entries = found(WGA_LGU__ERD=4, WGA_LGU__WHK=6, IVA__AOF=5)
    assert entries["benefits"].effect == pytest.approx(15.0)
    assert entries["own_risk"].effect == pytest.approx(4.0 * 1.1)
    assert entries["cost"].effect == pytest.approx(4.4)


def test_a_compensation_lowers_what_a_transition_payment_costs() -> None:
    entries = found(TRANSITIEVERGOEDING__WERKGEVER=9, COMPENSATIE_TV__AOF=8)
    assert entries["severance"].effect == pytest.approx(9.0)
    assert entries["severance_cost"].effect == pytest.approx(1.0)
    assert entries["income"].effect == pytest.approx(9.0)


def test_the_execution_costs_of_the_fund_are_nobodys_income_or_cost() -> None:
    entries = found(UITVOERING__AOF=5)
    assert entries["income"].effect == entries["cost"].effect == 0.0


def test_earnings_are_twelve_months_of_wages_at_work_and_beside_a_benefit() -> None:
    sums = np.zeros((GROUPS, N_CLASSES, N_SUMS), dtype=np.int64)
    sums[:, 0, EARNED], sums[:, 0, BESIDE] = MLN, 2 * MLN
    entries = read(sums)
    assert entries["earnings"].effect == pytest.approx(GROUPS * 3 * 12)
    assert entries["earnings"].error == pytest.approx(0.0, abs=1e-6)


def test_totals_are_the_sums_of_their_parts_and_carry_an_error_of_their_own() -> None:
    sums = np.random.default_rng(1).integers(-MLN, MLN, (GROUPS, N_CLASSES, N_SUMS))
    entries = read(sums)
    assert entries["income"].effect == pytest.approx(sum(entries[part].effect for part in WORKERS))
    assert entries["cost"].effect == pytest.approx(sum(entries[part].effect for part in EMPLOYERS))
    assert 0.0 < entries["income"].error < sum(entries[part].error for part in WORKERS)


@pytest.mark.parametrize(
    ("effect", "error", "shown"),
    [(2.0, 1.0, True), (-2.0, 1.0, True), (1.99, 1.0, False), (-1.99, 1.0, False), (0.0, 0.0, True), (0.0, 0.1, False)],
)
def test_an_effect_below_two_standard_errors_is_not_shown(effect: float, error: float, shown: bool) -> None:
    assert gain(effect, error).shown is shown


def test_an_effect_is_set_against_the_employees_and_the_wages_of_its_class() -> None:
    assert gain(10.0, 1.0).each == pytest.approx(5.0)
    assert gain(10.0, 1.0).share == pytest.approx(0.0002)


def test_every_class_of_every_division_has_a_row_of_its_own() -> None:
    rows = [row for each in DIVISIONS for row in range(each.first, each.first + len(each.classes))]
    assert rows == list(range(N_CLASSES))


def test_a_division_is_read_by_class_and_measure() -> None:
    page = Gains("T", "h", 2022, 1, 1, 1, "split", (), (gain(1.0, 0.1),))
    assert page.table("sex") == {("man", "income"): gain(1.0, 0.1)}
    assert page.table("size") == {}
