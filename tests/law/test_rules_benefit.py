"""Rules of law that the benefit of one person rests on: terms, holiday allowance, unemployment benefit with income."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poortwachter.law.rules.termijnen import (
    aow_day,
    broken_months,
    effect_of_lower_class,
    end_below_lowest_class,
    months_later,
    whole_months,
)
from poortwachter.law.rules.vakantietoeslag import with_allowance, without_allowance
from poortwachter.law.rules.ww import ww, ww_beside_income


def test_the_allowance_in_an_advance_is_that_of_the_official_example_vs5_03() -> None:
    # Afhandeling voorschot (Woo-besluit 2023-12-14, bijlage 5): 1,803.56 a month with, 1,669.96 without.
    assert without_allowance(180_356, 0.08) == 166_996


@given(amount=st.integers(0, 10_000_000))
def test_an_amount_with_the_allowance_holds_the_amount_it_was_added_to(amount: int) -> None:
    assert without_allowance(with_allowance(amount, 0.08), 0.08) == amount


def test_a_right_below_35_ends_with_the_lgu_or_after_two_whole_months_whichever_is_later() -> None:
    # Hoofdstuk 06B (Her)beoordelingen WIA, example BB-19: during the LGU, the right ends with the LGU.
    effect = effect_of_lower_class(date(2023, 9, 1), months=2)
    assert effect == date(2023, 12, 1)
    assert end_below_lowest_class(effect, lgu_end=date(2024, 7, 13)) == date(2024, 7, 13)
    assert end_below_lowest_class(effect, lgu_end=date(2023, 11, 30)) == effect


@pytest.mark.parametrize(("income", "paid"), [(0, 210_000), (100_000, 140_000), (300_000, 0), (400_000, 0)])
def test_income_is_taken_off_the_maandloon_before_the_share_of_the_ww(income: int, paid: int) -> None:
    assert ww_beside_income(300_000, income, 0.7) == paid


def test_without_income_it_is_the_whole_ww() -> None:
    assert ww_beside_income(312_345, 0, 0.75) == ww(312_345, 0.75)


@pytest.mark.parametrize(
    ("end", "months"),
    [
        (date(2020, 1, 31), 0.0),
        (date(2020, 2, 29), 1.0),  # the last day of a shorter month
        (date(2020, 3, 15), 1 + 15 / 31),
        (date(2020, 3, 31), 2.0),
        (date(2030, 1, 31), 120.0),
    ],
)
def test_the_last_month_of_service_counts_by_its_days(end: date, months: float) -> None:
    assert broken_months(date(2020, 1, 31), end=end) == pytest.approx(months)


@given(first=st.dates(date(1990, 1, 1), date(2030, 1, 1)), days=st.integers(0, 15_000))
def test_broken_months_lie_between_the_whole_months_and_never_fall(first: date, days: int) -> None:
    end = first + timedelta(days=days)
    months = broken_months(first, end=end)
    assert whole_months(first, end=end) <= months < whole_months(first, end=end) + 1
    assert broken_months(first, end=end + timedelta(days=1)) >= months


def test_counted_from_birth_the_aow_age_is_the_day_that_counting_from_65_gives() -> None:
    def age(day: date) -> int:
        return 792 if day < date(2024, 1, 1) else 804

    for born in (date(1957, 5, 9), date(1952, 12, 31), date(1957, 12, 31)):
        assert aow_day(born, age=0, aow_age=age) == aow_day(months_later(born, months=780), age=780, aow_age=age)
