"""What the rules must do for any amounts: never pay more for less, nor less for more."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from poortwachter.law.rules import (
    arbeidsverleden,
    iva,
    loondoorbetaling,
    riv_toets,
    toeslagenwet,
    transitievergoeding,
    voorschot,
    wga,
)
from poortwachter.primitives.compiled import plain

SHARE = 0.70
CLASS_SHARES = (0.28, 0.35, 0.42, 0.5075, 0.70)
LOWER = (0.35, 0.45, 0.55, 0.65)
FULL = 0.80
HALF = 0.5
"""Values of the law that hold since 2006."""

wages = st.integers(min_value=100_00, max_value=10_000_00)
minimum_wages = st.integers(min_value=1_000_00, max_value=3_000_00)
shares_of_wage = st.floats(min_value=0.0, max_value=1.0)
months = st.integers(min_value=0, max_value=600)
weeks = st.integers(min_value=0, max_value=60)
years = st.integers(min_value=0, max_value=55)

quick = settings(max_examples=150, deadline=None)


def benefit_after_lgu(maandloon: int, minimum_wage: int, capacity: int, income: int) -> int:
    """Return the benefit after the wage-related one, of someone who is at least 35% disabled."""
    degree = plain(wga.disability_degree)(maandloon, capacity)
    place = plain(wga.disability_class)(degree, LOWER, FULL)
    applies = place != len(LOWER)
    requirement = plain(wga.income_requirement)(capacity, HALF)
    kind = plain(wga.kind_after_lgu)(income, capacity, requirement, applies)
    vvu = plain(wga.vvu)(maandloon, minimum_wage, CLASS_SHARES[place])
    if kind == wga.VVU:
        return int(vvu)
    if kind == wga.LAU1:
        return int(plain(wga.lau1)(maandloon, income, SHARE))
    return int(plain(wga.lau2)(maandloon, income, capacity, SHARE, vvu))


@quick
@given(
    wages,
    minimum_wages,
    st.floats(min_value=0.0, max_value=0.65),
    shares_of_wage,
    st.one_of(st.integers(min_value=0, max_value=300), st.integers(min_value=0, max_value=2_000_00)),
)
def test_who_earns_more_after_the_wage_related_benefit_never_has_less(
    wage: int, minimum: int, capacity_share: float, earned_share: float, more: int
) -> None:
    capacity = int(wage * capacity_share)
    earned = int(wage * earned_share)
    before = earned + benefit_after_lgu(wage, minimum, capacity, earned)
    after = earned + more + benefit_after_lgu(wage, minimum, capacity, earned + more)
    assert after >= before


@quick
@given(wages, minimum_wages, st.floats(min_value=0.0, max_value=0.65), shares_of_wage)
def test_a_benefit_lies_between_nothing_and_the_maandloon(
    wage: int, minimum: int, capacity_share: float, earned_share: float
) -> None:
    income = int(wage * earned_share)
    benefits = (
        benefit_after_lgu(wage, minimum, int(wage * capacity_share), income),
        plain(wga.lgu)(wage, income, 0.75),
        plain(wga.lgu)(wage, wage + income, 0.75),
        plain(iva.iva)(wage, 0.75),
        plain(voorschot.advance)(wage, income, SHARE),
        plain(loondoorbetaling.statutory_wage)(wage, SHARE, 5_579_75, minimum),
        plain(toeslagenwet.toeslag)(income, 0, minimum, max(wage, income)),
    )
    assert all(0 <= benefit <= wage for benefit in benefits[:-1])
    assert 0 <= benefits[-1] <= max(wage, income)


@quick
@given(wages, minimum_wages, shares_of_wage)
def test_a_higher_class_never_pays_less_in_the_same_phase(wage: int, minimum: int, earned_share: float) -> None:
    follow_up = [plain(wga.vvu)(wage, minimum, share) for share in CLASS_SHARES]
    assert all(higher >= lower for lower, higher in pairwise(follow_up))
    capacities = [int(wage * (1 - degree)) for degree in LOWER]
    income = int(wage * earned_share)
    supplements = [
        plain(wga.lau2)(wage, income, capacity, SHARE, vvu)
        for capacity, vvu in zip(capacities, follow_up, strict=False)
    ]
    assert all(higher >= lower for lower, higher in pairwise(supplements))


@quick
@given(wages, weeks, weeks, st.integers(min_value=0, max_value=10), st.booleans())
def test_a_later_repair_never_costs_the_employer_less(
    wage: int, first: int, more: int, late: int, repaired: bool
) -> None:
    a_week = plain(loondoorbetaling.statutory_wage)(wage, SHARE, 5_579_75, 0)

    def cost(requested: int, days_late: int) -> int:
        return int(a_week * plain(riv_toets.sanction_weeks)(repaired, requested, 3, 6, days_late, 52))

    assert cost(first + more, late) >= cost(first, late)
    assert cost(first, late + 1) <= cost(first, late)
    assert cost(first, late) <= a_week * 52


@quick
@given(st.integers(min_value=0, max_value=52), weeks, weeks)
def test_an_extension_is_never_longer_for_what_ends_it(length: int, capacity: int, contract: int) -> None:
    ended = plain(riv_toets.end_of_extension)(length, capacity, contract, False)
    assert ended <= min(length, capacity, contract)
    assert plain(riv_toets.end_of_extension)(length, capacity, contract, True) == 0


@quick
@given(years, years, st.integers(min_value=0, max_value=13), st.sampled_from([(3, 24), (3, 38), (6, 60)]))
def test_more_work_history_never_shortens_a_benefit(
    history: int, before: int, quarters: int, bounds: tuple[int, int]
) -> None:
    def duration(whole: int, earlier: int) -> int:
        return int(plain(arbeidsverleden.months_by_history)(whole, earlier, 10, 1.0, 0.5, *bounds, quarters, 24))

    assert duration(history + 1, before) >= duration(history, before)
    assert duration(history, before + 1) >= duration(history, before)
    assert duration(history, before) <= bounds[1]


@quick
@given(wages, months, st.integers(min_value=0, max_value=24), months)
def test_longer_service_never_lowers_the_transition_payment(wage: int, service: int, more: int, until_50: int) -> None:
    def by_half_year(length: int) -> float:
        rates = (1 / 6, 0.25, 0.5)
        return float(plain(transitievergoeding.months_by_half_year)(length, until_50, 120, *rates))

    def by_year(length: int) -> float:
        return float(plain(transitievergoeding.months_by_year)(length, 1 / 3))

    for accrued in (by_half_year, by_year):
        earlier, later = (
            plain(transitievergoeding.transition_payment)(wage, accrued(length), 89_000_00)
            for length in (service, service + more)
        )
        assert later >= earlier
        assert later <= max(89_000_00, 12 * wage)


@quick
@given(wages, wages, wages)
def test_a_compensation_is_never_above_the_payment(paid: int, built: int, wage_in_sickness: int) -> None:
    found = plain(transitievergoeding.compensation)(paid, built, wage_in_sickness)
    assert 0 <= found <= min(paid, built, wage_in_sickness)


@quick
@given(wages, wages, wages)
def test_what_is_claimed_back_is_never_more_than_was_overpaid(advanced: int, due: int, waived: int) -> None:
    overpaid = plain(voorschot.overpaid)(advanced, due)
    assert 0 <= plain(voorschot.recovered)(advanced, due, waived) <= overpaid <= advanced
