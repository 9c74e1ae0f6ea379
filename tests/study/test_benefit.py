from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poortwachter.kernel.ledger import cumulated
from poortwachter.law.parameters import load
from poortwachter.law.rules import dagloon, iva, loondoorbetaling, wga
from poortwachter.law.rules.termijnen import months_later
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.primitives.weeks import build_calendar, monday_of
from poortwachter.study.articles import article_of
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.dismissal import Dismissal
from poortwachter.study.benefit.evaluate import benefit
from poortwachter.study.benefit.months import upto
from poortwachter.study.benefit.problems import find_problems
from poortwachter.study.benefit.request import Dated, Request, read_request
from poortwachter.study.benefit.result import Benefit, Phase, Row

LAW = load()
SICK = date(2021, 3, 15)
BORN = date(1975, 6, 1)


def level(minimum_wage: float, **others: Any) -> ParameterSet:
    """Return the law with a minimum wage (holiday pay included) that never changes, so that nothing is indexed."""
    wages = {"minimumloon.maand": {date(2004, 1, 1): minimum_wage / 1.08}}
    return LAW.overridden({**wages, **{name: {date(2004, 1, 1): value} for name, value in others.items()}})


def person(**fields: Any) -> Request:
    """Return someone with a wage of 3,000, 20 years of work history and 60% disabled, but for what is given."""
    given: dict[str, Any] = {"first_sick_day": SICK, "birth": BORN, "history": 20.0, "degree": (Dated(value=60.0),)}
    if "capacity" in fields:
        del given["degree"]
    if not {"dagloon", "year_wage"} & fields.keys():
        given["wage"] = 3000.0
    return Request(**{**given, **fields})


def phase(found: Benefit, key: str) -> Phase:
    """Return the one phase with a key."""
    (one,) = [each for each in found.phases if each.key == key]
    return one


def monthly(found: Benefit, month: date) -> dict[str, int]:
    """Return the whole-month amounts in cents of a month, by what is paid."""
    amounts: dict[str, int] = defaultdict(int)
    for row in found.rows:
        if row.month == month:
            amounts[row.what] += row.monthly
    return dict(amounts)


# Official worked examples (UWV work instructions, published under the Woo). BB: "Bijlage 6 Hoofdstuk 06B
# (Her)beoordelingen WIA; heroverweging in bezwaar", 2023-11-20; maandloon 3,000 and minimum wage 1,400 throughout. The
# source prints a LAU as maandloon less capacity or income without the 70% of art. 61; here times 0.7.
BB = [
    ("BB-01a", 1400, 1400, 700, "lau1", 0.7 * 1600),
    ("BB-01b", 1500, 1400, 750, "lau2", 0.7 * 1500),
    ("BB-02a", 1500, 750, 750, "lau2", 0.7 * 1500),
    ("BB-02b", 1600, 750, 800, "vvu", 490),
    ("BB-03b", 1700, 0, 850, "vvu", 392),
    ("BB-05a", 1400, 800, 700, "lau2", 0.7 * 1600),
    ("BB-05b", 1600, 800, 800, "lau2", 0.7 * 1400),
    ("BB-05c", 1200, 800, 600, "lau2", 0.7 * 1800),
    ("BB-07b", 1700, 800, 850, "vvu", 392),
    ("BB-08", 1700, 1300, 850, "lau2", 0.7 * 1300),
    ("BB-10c", 1600, 1300, 800, "lau2", 0.7 * 1400),
    ("BB-14", 1800, 1300, 900, "lau2", 0.7 * 1200),
    ("BB-15-800", 800, 0, 400, "vvu", 0.5075 * 1400),
    ("BB-15-1400", 1400, 0, 700, "vvu", 0.35 * 1400),
]


@pytest.mark.parametrize(("example", "capacity", "income", "requirement", "what", "euros"), BB)
def test_the_benefit_after_the_lgu_is_that_of_the_official_examples(
    example: str, capacity: float, income: float, requirement: float, what: str, euros: float
):
    request = person(
        capacity=(Dated(value=float(capacity)),), earnings=(Dated(value=float(income)),), weeks_worked=0, erd=True
    )
    found = benefit(request, law=level(1400))
    assert monthly(found, date(2023, 8, 1)) == {what: round(euros * 100)}, example
    (fact,) = [each for each in found.facts if each.key == "requirement"]
    assert fact.figures["requirement"] == requirement * 100


def test_lgu_then_vvu_of_example_bb_16_and_lau_without_requirement_of_bb_17():
    found = benefit(person(capacity=(Dated(value=1500.0),)), law=level(1400))
    assert monthly(found, date(2023, 8, 1)) == {"lgu": 210000}
    assert monthly(found, date(2025, 1, 1)) == {"vvu": 49000}
    full = benefit(person(capacity=(Dated(value=0.0),)), law=level(1400))
    assert monthly(full, date(2025, 1, 1)) == {"lau1": 210000}


def test_below_35_during_the_lgu_ends_the_right_with_the_lgu_as_in_example_bb_19():
    later = (Dated(value=1500.0), Dated(value=2000.0, since=date(2023, 9, 1)))
    found = benefit(person(capacity=later, until=date(2026, 1, 1)), law=level(1400))
    assert phase(found, "lgu").end == found.phases[-1].end == months_later(date(2023, 3, 13), months=16)
    assert [fact.key for fact in found.facts][-1] == "right_end_degree"


# HW: Handboek WIA (Woo-besluit 2022-10-31, bijlage 2).
def test_the_lgu_takes_income_off_as_in_examples_hw_06():
    request = person(dagloon=50.0, degree=(Dated(value=100.0),), earnings=(Dated(value=300.0),))
    found = benefit(request, law=level(1400))
    assert monthly(found, date(2023, 4, 1)) == {"lgu_eerste": 59063}
    assert monthly(found, date(2023, 7, 1)) == {"lgu": 55125}


# V1, VS5: Wetsuitleg WIA 1 (Woo-besluit 2025-12-30); Afhandeling voorschot (Woo-besluit 2023-12-14, bijlage 5).
def test_income_is_set_off_month_by_month_as_in_examples_v1_01_and_v1_02():
    bonus = (
        Dated(value=1000.0),
        Dated(value=2000.0, since=date(2023, 8, 1)),
        Dated(value=1000.0, since=date(2023, 9, 1)),
    )
    found = benefit(person(dagloon=100.0, degree=(Dated(value=100.0),), earnings=bonus), law=level(1400))
    months = [monthly(found, date(2023, month, 1)) for month in (7, 8, 9)]
    assert months == [{"lgu": 82250}, {"lgu": 12250}, {"lgu": 82250}]


def test_the_amount_without_holiday_allowance_is_that_of_example_vs5_03():
    income = 53.8 * 21.75
    request = person(wage=3746.66, degree=(Dated(value=100.0),), earnings=(Dated(value=income),))
    (row,) = [row for row in benefit(request, law=level(1400)).rows if row.month == date(2023, 7, 1)]
    assert (row.amount, row.amount - row.holiday) == (180356, 166996)


def test_the_first_two_months_end_on_the_day_of_example_hw_01():
    request = person(first_sick_day=date(2008, 1, 15) - timedelta(days=728))
    case = Case(request, LAW)
    assert (case.start, case.lgu_first_end) == (date(2008, 1, 15), date(2008, 3, 15))


def test_the_deferral_leaves_21_months_of_lau_after_the_lgu_as_in_example_hw_07():
    three_before = months_later(date(2023, 3, 13), months=16 - 3)
    request = person(degree=(Dated(value=100.0), Dated(value=50.0, since=three_before)), until=date(2027, 1, 1))
    found = benefit(request, law=level(1400))
    lau = phase(found, "lau")
    assert lau.start == months_later(date(2023, 3, 13), months=16)
    assert lau.end == months_later(lau.start, months=21)
    assert phase(found, "vvu").start == lau.end


@pytest.mark.parametrize(
    ("sick", "start"),
    [  # HW-13-a, -c, -e; CT-02, CT-03 (Woo-besluit compensatieregeling transitievergoeding, 2023-05-09)
        (date(2009, 7, 3), date(2011, 7, 1)),
        (date(2012, 10, 3), date(2014, 10, 1)),
        (date(2006, 2, 1), date(2008, 1, 30)),
        (date(2013, 8, 5), date(2015, 8, 3)),
        (date(2013, 3, 18), date(2015, 3, 16)),
    ],
)
def test_the_waiting_period_ends_on_the_day_of_the_official_examples(sick: date, start: date):
    assert Case(person(first_sick_day=sick), LAW).ewt == start


@pytest.mark.parametrize(
    ("birth", "reached"),
    [  # HW-10, HW-15
        (date(1949, 3, 27), date(2014, 5, 27)),
        (date(1948, 12, 5), date(2014, 2, 5)),
        (date(1950, 2, 10), date(2015, 5, 10)),
        (date(1960, 2, 1), date(2027, 2, 1)),
    ],
)
def test_aow_age_is_reached_on_the_day_of_the_official_examples(birth: date, reached: date):
    assert Case(person(birth=birth), LAW).aow == reached


def test_months_end_with_the_month_as_in_examples_hw_11():
    assert months_later(date(2013, 1, 31), months=1) == date(2013, 2, 28)
    assert months_later(date(2015, 3, 31), months=3) == date(2015, 6, 30)


def test_a_voluntary_extension_shortens_the_years_of_the_employer_as_in_example_erd_01():
    case = Case(person(voluntary=52), LAW)
    assert case.employer_until == months_later(case.start, months=9 * 12)
    assert Case(person(sanction=52), LAW).employer_until == months_later(date(2024, 3, 11), months=10 * 12)


@pytest.mark.parametrize(
    ("birth", "service", "months"),
    [  # CT-10, CT-11, CT-12
        (date(1990, 1, 1), 220, 22 / 3),
        (date(1962, 4, 1), 180, 28 / 3),
        (date(1962, 8, 1), 180, 9.0),
    ],
)
def test_the_transition_payment_of_before_2020_is_that_of_the_official_examples(
    birth: date, service: int, months: float
):
    end = months_later(date(2004, 1, 1), months=service)
    request = person(
        birth=birth, first_sick_day=date(2013, 1, 1), in_service=date(2004, 1, 1), dismissed=min(end, date(2019, 6, 1))
    )
    assert request.dismissed is not None
    found = Dismissal(Case(request, LAW), request.dismissed, date(2004, 1, 1))
    assert found.months(end) == pytest.approx(months)


@pytest.mark.parametrize(
    ("birth", "paid", "back"), [(date(1962, 4, 1), 933333, 633333), (date(1962, 8, 1), 900000, 600000)]
)
def test_the_employer_gets_back_what_was_built_up_in_the_waiting_period_as_in_examples_ct_11_and_ct_12(
    birth: date, paid: int, back: int
):
    sick = date(2016, 1, 1) - timedelta(days=728)
    request = person(
        birth=birth, first_sick_day=sick, wage=1000.0, in_service=date(2004, 1, 1), dismissed=date(2019, 1, 1)
    )
    first, second = phase(benefit(request, law=LAW), "ontslag").rows
    assert (first.amount, first.payer, first.to_worker) == (paid, "werkgever", True)
    assert (second.amount, second.payer, second.to_worker) == (back, "aof", False)
    assert second.month == date(2020, 4, 1)  # the first month in which compensation was paid


def test_no_compensation_where_the_104_weeks_ended_before_july_2015_as_in_example_ct_01():
    request = person(
        first_sick_day=date(2013, 3, 18), sanction=23, in_service=date(1990, 1, 1), dismissed=date(2016, 6, 1)
    )
    assert [row.what for row in phase(benefit(request, law=LAW), "ontslag").rows] == ["transitievergoeding"]


# The wage and the sickness benefit


def test_year_one_pays_the_minimum_wage_and_year_two_does_not():
    found = benefit(person(wage=2200.0), law=level(1900))
    assert monthly(found, date(2021, 6, 1)) == {"loon_jaar1": 190000}
    assert monthly(found, date(2022, 6, 1)) == {"loon_jaar2": 154000}
    part_time = benefit(person(wage=2200.0, hours=50.0), law=level(1900))
    assert monthly(part_time, date(2021, 6, 1)) == {"loon_jaar1": 154000}


def test_the_wage_is_capped_at_the_maximum_dagloon_of_the_month_and_topped_up_by_agreement():
    found = benefit(person(wage=9000.0, paid_year1=100.0), law=LAW)
    rule = plain(loondoorbetaling.statutory_wage)
    for month, maximum in ((date(2021, 5, 1), 223.42), (date(2021, 8, 1), 225.57)):
        due = rule(900000, 0.7, plain(dagloon.maandloon_of)(round(maximum * 100), 21.75), 0)
        assert monthly(found, month) == {"loon_jaar1": due, "cao_aanvulling": 900000 - due}


def test_an_extension_goes_on_with_the_wage_and_moves_the_right():
    found = benefit(person(sanction=26, voluntary=13), law=LAW)
    keys = [(one.key, one.start) for one in found.phases]
    ends = [SICK + timedelta(weeks=weeks) for weeks in (0, 52, 104, 117, 143)]
    names = ["loon_jaar1", "loon_jaar2", "loon_vrijwillig", "loon_sanctie", "lgu"]
    assert keys[:5] == list(zip(names, ends, strict=True))


@pytest.mark.parametrize(
    ("route", "sick", "payers"),
    [
        ("contracteinde", date(2015, 3, 2), {"zw": "whk", "lgu": "whk"}),
        ("uitzend", date(2013, 3, 4), {"zw": "sectorfonds_ufo", "lgu": "sectorfonds_ufo"}),
        ("ww", date(2021, 3, 1), {"ww_doorloop": "awf", "zw": "awf", "lgu": "aof"}),
        ("overig", date(2021, 3, 1), {"zw": "aof", "lgu": "aof"}),
    ],
)
def test_each_route_to_the_ziektewet_has_its_own_payer(route: Any, sick: date, payers: dict[str, str]):
    found = benefit(person(first_sick_day=sick, route=route), law=LAW)
    assert {one.key: one.rows[0].payer for one in found.phases if one.key in payers} == payers


def test_ziekengeld_of_pregnancy_is_the_whole_maandloon_and_that_of_others_70_percent():
    amounts = [benefit(person(route=route), law=level(1400)).rows[1].monthly for route in ("overig", "uitzend")]
    assert amounts == [300000, 210000]


def test_who_loses_the_contract_gets_wage_first_and_ziekengeld_after():
    end = date(2021, 9, 1)
    found = benefit(person(route="contracteinde", contract_end=end), law=level(1400))
    assert (phase(found, "loon_jaar1").end, phase(found, "zw").start) == (end, end)
    assert monthly(found, date(2022, 1, 1)) == {"zw": 210000}


# The right


def test_an_early_iva_starts_ten_weeks_after_the_request():
    found = benefit(person(degree=(Dated(value=100.0),), lasting=True, early_iva=20), law=LAW)
    assert phase(found, "iva").start == SICK + timedelta(weeks=30)
    base = Case(person(), LAW).indexed(300000, then=SICK, now=date(2022, 1, 1))
    assert monthly(found, date(2022, 3, 1)) == {"iva": plain(iva.iva)(base, 0.75)}


def test_benefits_follow_the_minimum_wage_on_1_january_and_1_july():
    found = benefit(person(degree=(Dated(value=100.0),), history=40.0), law=LAW)
    by_month = [monthly(found, date(2024, month, 1))["lgu"] for month in range(1, 13)]
    assert len(set(by_month[:6])) == len(set(by_month[6:])) == 1
    assert by_month[6] / by_month[0] == pytest.approx(2133.6 / 2069.4, abs=1e-5)


def test_a_maximised_dagloon_scales_what_is_set_off():
    found = benefit(person(wage=8000.0, earnings=(Dated(value=2000.0),)), law=LAW)
    (row,) = [row for row in found.rows if row.month == date(2023, 8, 1)]
    case = Case(found.request, LAW)
    base, wage = (of(date(2023, 8, 1), since=case.start) for of in (case.maandloon, case.full_wage))
    assert base < wage
    assert row.set_off == plain(wga.counted_income)(200000, base, wage)
    assert row.amount == plain(wga.lgu)(base, row.set_off, 0.7)


def test_a_lower_degree_counts_after_two_whole_months_and_a_higher_one_at_once():
    steps = (Dated(value=60.0), Dated(value=50.0, since=date(2024, 10, 11)), Dated(value=70.0, since=date(2025, 3, 5)))
    found = benefit(person(degree=steps), law=level(1400))
    assert [one.in_force for one in Case(found.request, LAW).degrees][1:] == [date(2025, 1, 1), date(2025, 3, 5)]
    assert monthly(found, date(2024, 12, 1)) == {"vvu": 58800}
    assert monthly(found, date(2025, 2, 1)) == {"vvu": 49000}
    assert monthly(found, date(2025, 4, 1)) == {"vvu": 71050}


def test_a_later_full_disability_lifts_the_income_requirement_and_not_an_earlier_one():
    steps = (Dated(value=60.0), Dated(value=90.0, since=date(2025, 1, 1)), Dated(value=50.0, since=date(2025, 9, 1)))
    found = benefit(person(degree=steps, until=date(2028, 1, 31)), law=level(1400))
    after = [(one.key, one.start) for one in found.phases][3:]
    assert after == [("vvu", date(2024, 7, 13)), ("lau", date(2025, 1, 1)), ("vvu", date(2027, 9, 1))]


def test_a_maximised_dagloon_scales_capacity_and_holds_the_bottom_of_a_lau():
    request = person(wage=8000.0, earnings=(Dated(value=2000.0),), weeks_worked=0)
    case = Case(request, LAW)
    day = date(2023, 8, 1)
    base, wage = case.maandloon(day, since=case.start), case.full_wage(day, since=case.start)
    counted = plain(wga.counted_income)(plain(wga.remaining_capacity)(wage, 0.6), base, wage)
    assert monthly(benefit(request, law=LAW), day)["lau2"] == plain(wga.lau1)(base, counted, 0.7)
    low = person(wage=1500.0, capacity=(Dated(value=900.0),), earnings=(Dated(value=500.0),), weeks_worked=0)
    assert monthly(benefit(low, law=level(1500)), day) == {"lau2": 42000}
    bottom = person(wage=1200.0, capacity=(Dated(value=770.0),), earnings=(Dated(value=400.0),), weeks_worked=0)
    assert monthly(benefit(bottom, law=level(1500)), day) == {"lau2": 33600}


def test_everything_ends_on_the_day_of_aow():
    found = benefit(person(birth=date(1957, 5, 9), until=date(2030, 1, 1)), law=LAW)
    assert found.phases[-1].end == date(2024, 5, 9)
    assert benefit(person(birth=date(1957, 5, 9)), law=LAW).phases[-1].end == date(2024, 5, 9)
    early = benefit(person(birth=date(1956, 1, 4)), law=LAW)
    assert [one.key for one in early.phases] == ["loon_jaar1", "loon_jaar2"]
    assert early.phases[-1].end == date(2022, 8, 4)


def test_the_employer_bears_a_lau_up_to_the_fictive_vvu_and_nothing_after_ten_years():
    request = person(first_sick_day=date(2008, 1, 7), degree=(Dated(value=100.0),), erd=True, until=date(2021, 12, 31))
    found = benefit(request, law=level(1400))
    split = {row.payer: row.amount for row in found.rows if row.month == date(2019, 6, 1)}
    assert split == {"erd": 98000, "aof": 112000}
    assert {row.payer for row in found.rows if row.month == date(2020, 6, 1)} == {"aof"}


def test_a_year_of_high_earnings_ends_the_right_but_not_before_the_lgu():
    high = (Dated(value=2000.0, since=date(2023, 5, 1)),)
    early = benefit(person(earnings=high, until=date(2027, 1, 1)), law=level(1400))
    assert early.phases[-1].end == phase(early, "lgu").end == months_later(date(2023, 3, 13), months=16)
    late = (Dated(value=2000.0, since=date(2024, 5, 1)),)
    found = benefit(person(earnings=late, until=date(2027, 1, 1)), law=level(1400))
    assert found.phases[-1].end == date(2025, 5, 1)


def test_a_degree_below_35_gives_no_wia_and_ww_where_asked():
    low = (Dated(value=30.0),)
    without = benefit(person(degree=low, until=date(2024, 12, 31)), law=LAW)
    assert [one.key for one in without.phases] == ["loon_jaar1", "loon_jaar2"]
    found = benefit(person(degree=low, ww=True), law=level(1400))
    unemployed = phase(found, "ww")
    assert unemployed.end == months_later(unemployed.start, months=16)
    assert monthly(found, date(2023, 4, 1)) == {"ww_eerste": 225000}
    assert monthly(found, date(2023, 6, 1)) == {"ww": 210000}


def test_a_toeslag_lifts_a_low_benefit_to_the_social_minimum_of_the_household():
    request = person(household="alleenstaande", earnings=(Dated(value=100.0),))
    found = benefit(request, law=level(2000))
    amounts = monthly(found, date(2024, 12, 1))
    assert amounts["vvu"] == 84000
    minimum = round(200000 * float(LAW["tw.sociaal_minimum_alleenstaande"].at(date(2024, 12, 1))))  # pyright: ignore[reportArgumentType]
    assert amounts["toeslag"] == minimum - 84000 - 10000


@pytest.mark.parametrize(
    ("sick", "added"),
    [(date(2017, 3, 6), 0.08), (date(2020, 1, 3), 0.08), (date(2020, 1, 4), 0.0), (date(2021, 3, 15), 0.0)],
)
def test_a_dagloon_from_the_reference_year_adds_holiday_pay_to_rights_of_before_2022(sick: date, added: float):
    request = person(first_sick_day=sick, year_wage=39000.0, year_extra_paid=3000.0, year_extra_accrued=1000.0)
    expected = plain(dagloon.maandloon_of)(plain(dagloon.dagloon)(3900000, 300000, 100000, 261, added), 21.75)
    assert Case(request, LAW).wage == expected


def test_an_own_risk_employer_bears_a_former_flexible_worker_from_2017_on():
    for sick, payer in ((date(2012, 3, 5), "sectorfonds_ufo"), (date(2017, 3, 6), "erd")):
        found = benefit(person(first_sick_day=sick, route="uitzend", erd=True), law=LAW)
        assert phase(found, "lgu").rows[0].payer == payer


# Months, payers and articles

SOME = [
    person(paid_year1=100.0, earnings=(Dated(value=900.0),), sanction=20),
    person(degree=(Dated(value=90.0), Dated(value=50.0, since=date(2023, 9, 20))), wage=7000.0, erd=True),
    person(route="ww", household="paar", degree=(Dated(value=40.0),)),
    person(degree=(Dated(value=20.0),), ww=True, dismissed=date(2023, 6, 10), in_service=date(2001, 2, 3)),
    person(degree=(Dated(value=85.0),), lasting_from=date(2023, 10, 11)),
]


@pytest.mark.parametrize("request_", SOME)
def test_parts_of_a_month_add_up_to_the_whole_and_months_to_the_phase(request_: Request):
    found = benefit(request_, law=LAW)
    for one in found.phases:
        assert one.total == sum(row.amount for row in one.rows if row.to_worker)
        for row in one.rows:
            assert 0 <= row.holiday <= row.amount
            if row.days == row.days_in_month:
                assert row.amount == row.monthly
    joined: dict[Any, list[Row]] = defaultdict(list)
    for row in found.rows:
        joined[row.month, row.what, row.payer, row.monthly].append(row)
    for rows in joined.values():
        if sum(row.days for row in rows) == rows[0].days_in_month:
            assert sum(row.amount for row in rows) == rows[0].monthly


@pytest.mark.parametrize("request_", SOME)
def test_every_row_has_a_payer_and_the_article_of_its_rule(request_: Request):
    for row in benefit(request_, law=LAW).rows:
        assert row.payer
        assert row.article.startswith("art. ") or row.what == "cao_aanvulling"


def test_the_article_of_a_rule_is_what_its_docstring_says_after_source():
    assert article_of(wga.lgu) == "art. 61 lid 1 Wet WIA"
    assert article_of(loondoorbetaling.wage_on_top) == "cao of contract"
    assert article_of(wga.lgu, wga.vvu, wga.lgu) == "art. 61 lid 1 Wet WIA; art. 62 lid 1-2 Wet WIA"


@given(
    amount=st.integers(0, 2_000_000),
    start=st.integers(min_value=2, max_value=200),
    length=st.integers(min_value=1, max_value=60),
)
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_month_is_that_of_the_simulations_ledger(amount: int, start: int, length: int):
    class World:
        clock = build_calendar(first_year=2004, last_year=2010)

    first, last = monday_of(start), monday_of(start + length)
    month, ours = first.replace(day=1), 0
    while month < last:
        following = months_later(month, months=1)
        ours += upto(amount, min(last, following), month=month) - upto(amount, max(first, month), month=month)
        month = following
    of = plain(cumulated)
    assert ours == of(World.clock, start + length, amount) - of(World.clock, start, amount)


@given(
    day=st.dates(date(2023, 3, 14), date(2025, 6, 1)),
    earnings=st.integers(0, 400_000),
    degree=st.integers(35, 100),
)
@settings(max_examples=40, deadline=None)
def test_saying_the_same_earnings_again_changes_no_amount(day: date, earnings: int, degree: int):
    once = person(earnings=(Dated(value=earnings / 100),), degree=(Dated(value=float(degree)),))
    again = once.model_copy(update={"earnings": (*once.earnings, Dated(value=earnings / 100, since=day))})
    assert benefit(once, law=LAW).rows == benefit(again, law=LAW).rows


@given(
    wage=st.integers(80_000, 900_000),
    degree=st.integers(35, 100),
    earnings=st.tuples(st.integers(0, 700_000), st.integers(1, 200_000)),
)
@settings(max_examples=60, deadline=None)
def test_more_earnings_never_lower_wage_and_benefit_after_the_lgu(wage: int, degree: int, earnings: tuple[int, int]):
    # Without the end of the right by high earnings, which does lower the whole.
    law = LAW.overridden({"wga.einde_verdiensten_aandeel": {date(2004, 1, 1): 1.0}})
    low, more = earnings
    totals: list[dict[date, int]] = []
    for income in (low, low + more):
        request = person(
            wage=wage / 100, degree=(Dated(value=float(degree)),), earnings=(Dated(value=income / 100),), weeks_worked=0
        )
        months: dict[date, int] = defaultdict(lambda income=income: income)
        for row in benefit(request, law=law).rows:
            if row.days == row.days_in_month and row.what in ("lau1", "lau2", "vvu"):
                months[row.month] += row.amount
        totals.append(months)
    for month in totals[0].keys() & totals[1].keys():
        assert totals[1][month] >= totals[0][month]


# What is wrong


def test_everything_that_is_wrong_is_said_at_once():
    request = Request(
        first_sick_day=date(2023, 1, 9),
        birth=date(1990, 7, 3),
        wage=2600.0,
        dagloon=3.0,
        route="ww",
        sanction=60,
        voluntary=2,
        erd=True,
        early_iva=90,
        degree=(Dated(value=30.0), Dated(value=40.0)),
        until=date(2022, 1, 1),
    )
    with pytest.raises(InputError) as caught:
        benefit(request, law=LAW)
    names = {problem.what.split(" ")[0] for problem in caught.value.problems}
    assert names == {"dagloon", "erd", "voluntary", "sanction", "early_iva", "degree", "until"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_sick_day": date(2003, 1, 1)}, "lies before the WIA"),
        ({"birth": date(1950, 1, 1), "history": None}, "lies at AOW age"),
        ({"sanction": 53}, "longer than the 52 weeks"),
        ({"route": "uitzend", "sanction": 10}, "sanction does not go with route uitzend"),
        ({"history": 60.0}, "more years than the age"),
        ({"degree": (Dated(value=30.0), Dated(value=50.0, since=date(2024, 1, 1)))}, "no right left"),
        ({"degree": (Dated(value=50.0, since=date(2024, 1, 1)),)}, "starts after the right"),
        ({"degree": (Dated(value=120.0),)}, "above 100"),
        ({"lasting": True}, "asks for full disability"),
        ({"ww": True}, "ww is for a degree that gives no right"),
        ({"dismissed": date(2022, 1, 1)}, "lies before the end of the ban"),
        ({"in_service": date(2001, 1, 1)}, "in_service counts for a dismissal only"),
        ({"contract_end": date(2022, 1, 1)}, "contract_end does not go with route werkgever"),
        ({"household_income": 100.0}, "household_income counts for the supplement only"),
        ({"until": date(9999, 1, 1)}, "lies outside the calendar"),
        ({"wage": 0.0}, "wage is 0"),
        ({"year_extra_accrued": 100.0}, "year_extra_accrued counts beside year_wage only"),
        ({"year_wage": 100.0, "wage": None, "year_extra_paid": 200.0}, "more than year_wage"),
    ],
)
def test_a_request_that_contradicts_itself_or_the_law_is_refused(fields: dict[str, Any], said: str):
    request = Request(**{**person().model_dump(), **fields})
    assert said in "\n".join(problem.what for problem in find_problems(request, law=LAW))


def test_fields_that_cannot_be_are_left_out_and_named():
    fields = {"first_sick_day": SICK, "birth": BORN, "wage": 3000.0, "hours": 0.0, "nothing": 1}
    request, problems = read_request(fields)
    assert request is not None
    assert request.hours == 100.0
    assert [problem.what.split(" ")[0] for problem in problems] == ["hours", "nothing"]
    assert read_request({"birth": BORN})[0] is None
