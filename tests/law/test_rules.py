"""The law's scalar rules against official worked examples (UWV, published under the Woo) and their boundaries."""

from typing import Any

import pytest

from poortwachter.law.rules.arbeidsverleden import months_by_history
from poortwachter.law.rules.dagloon import maandloon
from poortwachter.law.rules.financiering import wga_payer, zw_payer
from poortwachter.law.rules.iva import iva
from poortwachter.law.rules.loondoorbetaling import statutory_wage, wage_on_top
from poortwachter.law.rules.riv_toets import ground_lapses, sanction_weeks
from poortwachter.law.rules.transitievergoeding import months_by_year, transition_payment
from poortwachter.law.rules.wachttijd import early_iva_week
from poortwachter.law.rules.wga import borne_by_employer, counted_income, lau1, lau2, lgu, vvu
from poortwachter.primitives.codes import Payer


def test_earnings_are_set_off_at_seventy_per_cent() -> None:
    # Wetsuitleg WIA, verrekenen van inkomsten: dagloon 100, maandloon 2,175, income 1,000: benefit 822.50.
    assert lgu(217_500, 100_000, 0.70) == 82_250
    assert lau1(217_500, 100_000, 0.70) == 82_250


def test_earnings_above_the_maandloon_never_make_a_benefit_negative() -> None:
    assert lgu(200_000, 250_000, 0.70) == 0


def test_with_half_of_capacity_used_the_supplement_is_set_off_against_the_whole_capacity() -> None:
    assert lau2(300_000, 60_000, 100_000, 0.70, 0) == 140_000


def test_that_supplement_is_at_least_the_follow_up_benefit_but_never_more_than_without_income_requirement() -> None:
    assert lau2(300_000, 150_000, 290_000, 0.70, 49_000) == 49_000
    assert lau2(300_000, 280_000, 290_000, 0.70, 49_000) == 14_000


def test_income_is_scaled_to_the_maximised_maandloon() -> None:
    assert counted_income(100_000, 400_000, 500_000) == 80_000
    assert counted_income(100_000, 400_000, 400_000) == 100_000


@pytest.mark.parametrize(("share", "amount"), [(0.28, 28_000), (0.35, 35_000), (0.42, 42_000), (0.5075, 50_750)])
def test_the_follow_up_benefit_is_a_share_of_the_lower_of_minimum_wage_and_maandloon(share: float, amount: int) -> None:
    assert vvu(250_000, 100_000, share) == amount
    assert vvu(100_000, 250_000, share) == amount


def test_an_employer_bears_the_supplement_up_to_the_fictive_follow_up_benefit() -> None:
    assert borne_by_employer(150_000, 50_000) == 50_000
    assert borne_by_employer(40_000, 50_000) == 40_000


@pytest.mark.parametrize(
    ("history", "before", "months"),
    [(2, 0, 3), (3, 0, 3), (10, 10, 10), (12, 12, 12), (12, 10, 11), (14, 0, 12), (30, 20, 24), (60, 60, 24)],
)
def test_the_wage_related_benefit_lasts_by_work_history(history: int, before: int, months: int) -> None:
    assert months_by_history(float(history), float(before), 10, 1.0, 0.5, 3, 24, 0, 24) == months


@pytest.mark.parametrize(
    ("history", "quarters", "months"), [(38, 1, 37), (38, 13, 25), (26, 1, 25), (26, 5, 24), (20, 5, 20)]
)
def test_the_transition_takes_quarters_off_each_persons_own_duration_above_two_years(
    history: int, quarters: int, months: int
) -> None:
    assert months_by_history(float(history), float(history), 10, 1.0, 0.5, 3, 38, quarters, 24) == months


def test_the_statutory_wage_has_a_floor_that_never_exceeds_the_wage() -> None:
    assert statutory_wage(300_000, 0.70, 500_000, 170_000) == 210_000
    assert statutory_wage(200_000, 0.70, 500_000, 170_000) == 170_000
    assert statutory_wage(100_000, 0.70, 500_000, 170_000) == 100_000
    assert statutory_wage(900_000, 0.70, 500_000, 0) == 350_000


def test_a_collective_agreement_adds_and_never_takes() -> None:
    assert wage_on_top(300_000, 210_000, 1.0) == 90_000
    assert wage_on_top(100_000, 100_000, 0.7) == 0


@pytest.mark.parametrize(("asked", "week"), [(3, 13), (4, 14), (20, 30), (68, 78)])
def test_an_early_iva_starts_ten_weeks_after_the_request_and_not_before_week_13(asked: int, week: int) -> None:
    assert early_iva_week(asked, 10, 13, 78) == week


def test_a_sanction_lasts_until_repair_and_never_beyond_its_maximum() -> None:
    assert sanction_weeks(True, 17, 3, 6, 0, 52) == 26
    assert sanction_weeks(True, 17, 3, 6, 2, 52) == 24
    assert sanction_weeks(False, 17, 3, 6, 2, 52) == 52
    assert sanction_weeks(True, 45, 3, 6, 0, 52) == 52


def test_only_an_untested_ground_lets_a_sanction_lapse() -> None:
    assert ground_lapses(True, False)
    assert not ground_lapses(True, True)
    assert not ground_lapses(False, False)


def test_the_transition_payment_is_a_third_of_a_month_per_year_of_service() -> None:
    assert transition_payment(300_000, months_by_year(72.0, 1 / 3), 8_900_000) == 600_000
    assert months_by_year(-1.0, 1 / 3) == 0.0


def test_iva_is_three_quarters_of_the_maximised_wage() -> None:
    assert iva(maandloon(500_000, 400_000), 0.75) == 300_000


@pytest.mark.parametrize(
    ("case", "payer"),
    [
        ((True, True, False, True, False), Payer.ERD),
        ((True, False, False, True, False), Payer.WHK),
        ((False, True, False, True, False), Payer.AOF),
        ((True, True, True, True, False), Payer.ERD),
        ((True, False, True, True, False), Payer.WHK),
        ((True, True, True, False, False), Payer.SECTORFONDS_UFO),
        ((True, False, False, True, True), Payer.AOF),
    ],
)
def test_who_pays_the_wga(case: tuple[Any, ...], payer: Payer) -> None:
    assert wga_payer(*case) == payer


@pytest.mark.parametrize(
    ("case", "payer"),
    [
        ((False, True, True, True), Payer.AWF),
        ((False, False, True, False), Payer.AOF),
        ((True, True, True, False), Payer.ERD),
        ((False, True, True, False), Payer.WHK),
        ((False, True, False, False), Payer.SECTORFONDS_UFO),
    ],
)
def test_who_pays_the_ziektewet(case: tuple[Any, ...], payer: Payer) -> None:
    assert zw_payer(*case) == payer
