"""What the law's data must satisfy: article and source everywhere, and amounts that hang together."""

from datetime import date
from itertools import pairwise

import pytest

from poortwachter.law.parameters import load
from poortwachter.primitives.parameters import Parameter

LAW = load()
MEMORY = "memory-unverified"
PUBLISHED_TO = date(2026, 12, 31)


def numbers(name: str) -> list[tuple[date, float]]:
    return [(day, float(value)) for day, value in LAW[name].values]  # type: ignore[arg-type]


@pytest.mark.parametrize("parameter", LAW.values(), ids=list(LAW))
def test_every_rule_has_an_article_a_source_and_a_date_that_selects_it(parameter: Parameter):
    assert parameter.article
    assert parameter.selects != "none"
    assert parameter.sources
    assert all(source.title and (source.url or parameter.reliability == MEMORY) for source in parameter.sources)


def test_what_is_known_from_memory_is_marked_so_and_says_which_value():
    for parameter in LAW.values():
        from_memory = any(source.url is None for source in parameter.sources)
        if parameter.reliability == MEMORY:
            assert from_memory or "niet geverifieerd" in (parameter.note or ""), parameter.name
        else:
            assert not from_memory, parameter.name


@pytest.mark.parametrize("name", ["lgu.overgang_kwartalen", "ww.overgang_kwartalen"])
def test_the_transition_takes_one_month_more_every_quarter_and_then_ends(name: str):
    values = numbers(name)
    assert [value for _, value in values] == [0, *range(1, 14), 0]
    days = [day for day, _ in values]
    assert (days[1], days[-1]) == (date(2016, 1, 1), date(2019, 4, 1))
    months = [day.year * 12 + day.month for day in days[1:]]
    assert {later - earlier for earlier, later in pairwise(months)} == {3}


@pytest.mark.parametrize("name", ["lgu", "ww"])
def test_the_transition_ends_where_the_longest_duration_has_become_two_years(name: str):
    longest, taken = dict(numbers(f"{name}.maximum_maanden")), numbers(f"{name}.overgang_kwartalen")
    assert longest[date(2019, 4, 1)] == 24
    assert 38 - max(value for _, value in taken) == 25


def test_the_minimum_wage_is_a_multiple_of_sixty_cents():
    # art. 14 lid 9 Wet minimumloon: rounded to the nearest multiple of EUR 0.60.
    for day, amount in numbers("minimumloon.maand"):
        assert round(amount * 100) % 60 == 0, day


def test_the_maximum_dagloon_moves_with_the_minimum_wage():
    wage = dict(numbers("minimumloon.maand"))
    for day, amount in numbers("maximumdagloon.dag"):
        assert amount / wage[day] == pytest.approx(209.26 / 1578.0, rel=2e-4), day


def test_the_maximum_transition_payment_rises_by_whole_thousands():
    # art. 7:673 lid 3 BW: rounded to the nearest multiple of EUR 1,000.
    amounts = [amount for _, amount in numbers("transitievergoeding.maximum")]
    assert all(amount % 1000 == 0 for amount in amounts)
    assert amounts == sorted(amounts)


def test_the_norm_of_a_couple_is_the_minimum_wage_and_that_of_a_single_person_less():
    # UWV, Toeslagenwet: 77.46 a day for a couple on 1 January 2021, 56.68 for a single person.
    day = date(2021, 1, 1)
    couple = float(LAW["minimumloon.maand"].at(day)) / float(LAW["dagloon.dagen_per_maand"].at(day))  # type: ignore[arg-type]
    assert couple * float(LAW["tw.sociaal_minimum_paar"].at(day)) == pytest.approx(77.46, abs=0.005)  # type: ignore[arg-type]
    single = couple * float(LAW["tw.sociaal_minimum_alleenstaande"].at(day))  # type: ignore[arg-type]
    assert single == pytest.approx(56.68, abs=0.005)


def test_amounts_that_are_set_for_a_period_are_published_to_the_same_year_or_later():
    last = {name: parameter.last_day for name, parameter in LAW.items() if parameter.last_day is not None}
    assert {"minimumloon.maand", "maximumdagloon.dag", "premie.whk", "transitievergoeding.maximum"} <= last.keys()
    assert all(day >= PUBLISHED_TO for day in last.values())
