"""Where rules begin, end and round: the day, week or cent on either side of a bound."""

from datetime import date, timedelta

import pytest

from poortwachter.law.rules import (
    arbeidsverleden,
    dagloon,
    inkomen,
    loondoorbetaling,
    maatman,
    no_risk,
    overgang,
    riv_toets,
    scholing,
    termijnen,
    toeslagenwet,
    wga,
    ziektewet,
)

# ---- terms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "weeks"), [(-20, 0), (0, 0), (1, 0), (7, 0), (8, 1), (14, 1), (15, 2), (182, 25), (183, 26), (190, 27)]
)
def test_a_week_counts_for_the_requirement_if_it_begins_after_the_day_and_ends_before_the_end(
    days: int, weeks: int
) -> None:
    start = date(2010, 1, 4)
    assert termijnen.weeks_of_requirement(start, day_after_wachttijd=start + timedelta(days=days)) == weeks


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 1, 31), date(2020, 1, 31), 1),
        (date(2020, 1, 31), date(2020, 3, 1), 3),
        (date(2018, 12, 31), date(2021, 1, 1), 26),
        (date(2020, 3, 1), date(2020, 2, 29), 0),
        (date(2020, 3, 1), date(2020, 1, 31), 0),
    ],
)
def test_a_month_is_touched_by_any_day_of_it(first: date, last: date, months: int) -> None:
    assert termijnen.months_touched(first, last=last) == months


def test_no_months_lie_between_a_day_and_an_earlier_one() -> None:
    assert termijnen.whole_months(date(2020, 5, 10), end=date(2020, 5, 1)) == 0


def test_the_day_of_application_counts_in_a_term_of_arrears() -> None:
    assert termijnen.first_day_in_arrears(date(2020, 7, 31), weeks=26) == date(2020, 2, 1)
    assert termijnen.first_day_in_arrears(date(2020, 7, 31), weeks=0) == date(2020, 8, 1)


def test_who_is_over_the_aow_age_reaches_it_at_once() -> None:
    day = date(2020, 6, 1)
    assert termijnen.aow_day(day, age=800, aow_age=lambda _: 796) == day


# ---- sickness and its gate -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weeks", "joins"), [(3, True), (4, False), (5, False)])
def test_spells_four_weeks_apart_do_not_join(weeks: int, joins: bool) -> None:
    assert bool(loondoorbetaling.spells_join(weeks, 4)) is joins


@pytest.mark.parametrize(("week", "can"), [(103, True), (104, False), (105, False)])
def test_an_extension_is_imposed_before_its_latest_week_or_not_at_all(week: int, can: bool) -> None:
    assert bool(riv_toets.can_be_imposed(week, 104)) is can


@pytest.mark.parametrize(("share", "enough"), [(0.6, False), (0.65, False), (0.66, True)])
def test_an_agreed_result_is_satisfactory_above_the_bound_only(share: float, enough: bool) -> None:
    assert bool(riv_toets.satisfactory_result(True, False, share, 0.65, True)) is enough


@pytest.mark.parametrize(("week", "covered"), [(8, False), (9, True), (19, True), (20, False)])
def test_the_no_riskpolis_covers_from_its_first_week_until_before_its_end(week: int, covered: bool) -> None:
    assert bool(no_risk.covered(week, 20, 9)) is covered


# ---- amounts ---------------------------------------------------------------------------------------------------------


def test_extra_pay_above_the_wage_makes_an_income_of_nothing_and_no_negative_one() -> None:
    assert inkomen.income_of_month(100_000, 100_000, 0) == 0
    assert inkomen.income_of_month(100_000, 200_000, 0) == 0


def test_wages_during_sickness_count_for_no_less_than_the_wage_before() -> None:
    assert inkomen.sick_pay(300_000, 210_000) == 300_000
    assert inkomen.sick_pay(300_000, 310_000) == 310_000


def test_who_passes_on_more_than_the_whole_keeps_nothing() -> None:
    assert overgang.kept(0.8, 1.2) == 0.0
    assert overgang.kept(0.8, 0.25) == pytest.approx(0.6)


def test_amounts_are_rounded_and_not_cut_off() -> None:
    assert dagloon.dagloon(100_100, 0, 0, 261, 0.0) == 384  # 383.52
    assert inkomen.part_of_period(1_003, 5, 20) == 251  # 250.75
    assert inkomen.month_of_days(1_005, 7, 21.75) == 3_123  # 3122.68
    assert maatman.weighted_wage(100_110, 37) == 2_706  # 2705.68


def test_hours_are_not_rounded() -> None:
    assert maatman.hours_a_week(1_500, 13, 13, 52) == pytest.approx(28.846, abs=0.001)
    assert maatman.hours_a_month(38, 52.2, 12) == pytest.approx(165.3)


def test_years_before_the_change_have_a_rate_of_their_own() -> None:
    assert arbeidsverleden.months_by_history(20.0, 20.0, 10, 0.5, 1.0, 3, 38, 0, 24) == 15


@pytest.mark.parametrize(
    ("benefit", "income", "supplement"),
    [(100, 50, 250), (300, 0, 100), (300, 60, 40), (400, 0, 0), (390, 20, 0), (960, 0, 0)],
)
def test_a_supplement_fills_benefit_and_income_up_to_the_minimum(benefit: int, income: int, supplement: int) -> None:
    assert toeslagenwet.toeslag(benefit, income, 400, 1_000) == supplement


def test_a_supplement_never_lifts_a_benefit_above_the_old_wage() -> None:
    assert toeslagenwet.toeslag(300, 10, 400, 350) == 50


def test_what_came_in_time_is_no_day_late_and_service_that_never_began_no_month() -> None:
    assert termijnen.days_late(date(2020, 1, 1), latest=date(2020, 1, 5)) == 0
    assert termijnen.broken_months(date(2020, 1, 10), end=date(2020, 1, 5)) == 0.0


# ---- the WGA ---------------------------------------------------------------------------------------------------------


def test_capacity_is_what_the_degree_leaves_of_the_old_wage() -> None:
    assert wga.remaining_capacity(200_000, 0.35) == 130_000
    assert wga.remaining_capacity(200_000, 1.0) == 0
    assert wga.disability_degree(200_000, 130_000) == pytest.approx(0.35)


@pytest.mark.parametrize("capacity", [200_000, 200_001, 300_000])
def test_who_can_earn_the_old_wage_or_more_is_not_disabled(capacity: int) -> None:
    assert wga.disability_degree(200_000, capacity) == 0.0


@pytest.mark.parametrize(("week", "applies"), [(9, False), (10, True), (11, True)])
def test_an_income_requirement_begins_after_its_deferral_for_who_is_not_fully_disabled(
    week: int, applies: bool
) -> None:
    assert bool(wga.requirement_applies(False, week, 10)) is applies
    assert not wga.requirement_applies(True, week, 10)


@pytest.mark.parametrize(("weeks", "enough"), [(25, False), (26, True), (27, True)])
def test_the_weeks_requirement_asks_for_so_many_or_more(weeks: int, enough: bool) -> None:
    assert bool(wga.meets_weeks_requirement(weeks, 26)) is enough


@pytest.mark.parametrize(("earnings", "ends"), [(64_000, False), (65_000, False), (65_001, True)])
def test_earnings_end_a_right_above_the_limit_only(earnings: int, ends: bool) -> None:
    assert bool(wga.earns_too_much(earnings, 100_000, 0.65)) is ends


def test_income_is_not_scaled_where_the_maximum_does_not_bind() -> None:
    assert wga.counted_income(100_000, 400_000, 300_000) == 100_000


@pytest.mark.parametrize(
    ("in_force", "from_work", "until"), [(True, True, 300), (True, False, 260), (False, True, -1), (False, False, -1)]
)
def test_earnings_are_protected_for_five_years_from_work_or_from_the_right(
    in_force: bool, from_work: bool, until: int
) -> None:
    assert wga.protected_until(in_force, from_work, 260, 300, -1) == until


def test_a_supplement_is_nothing_where_income_or_capacity_reach_the_old_wage() -> None:
    assert wga.lau1(100_000, 100_000, 0.70) == 0
    assert wga.lau1(100_000, 120_000, 0.70) == 0
    assert wga.lau2(100_000, 110_000, 120_000, 0.70, 28_000) == 0


def test_a_short_standstill_is_not_recovered_from_a_former_employer() -> None:
    assert ziektewet.recourse_weeks(10, 14, False, 1) == 0
    assert ziektewet.recourse_weeks(20, 14, False, 1) == 6
    assert ziektewet.recourse_weeks(20, 14, True, 1) == 1


# ---- measures that are not in force ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("in_force", "until", "covered_until"), [(False, 90, 90), (True, 90, 300), (True, 310, 310)])
def test_a_placement_never_shortens_a_no_risk_cover_and_lengthens_it_only_where_that_is_the_law(
    in_force: bool, until: int, covered_until: int
) -> None:
    assert no_risk.no_risk_from_placement(in_force, 300, until) == covered_until


@pytest.mark.parametrize(
    ("own_risk", "without_qualification", "may"),
    [(False, True, True), (True, True, False), (False, False, False), (True, False, False)],
)
def test_the_trial_is_for_publicly_insured_rights_of_who_has_no_fitting_qualification(
    own_risk: bool, without_qualification: bool, may: bool
) -> None:
    assert scholing.may_train(own_risk, without_qualification) == may
