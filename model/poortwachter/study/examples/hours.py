"""Hours and wage of the maatman."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import maatman
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import CENTS, Given


def _reduced_wage(given: Given) -> Mapping[str, Any]:
    hours, old = given.number("uren_rvc"), given.number("uren_maatman")
    return {"rvc_uurloon": plain(maatman.reduced_wage)(given.cents("uurloon"), hours, old)}


def _hours_a_week(*, periods: str, per_year: str | None, weeks: str) -> Callable[[Given], Mapping[str, Any]]:
    """Return the evaluator of hours a week; per_year: parameter with the periods of a year, none for months."""

    def evaluated(given: Given) -> Mapping[str, Any]:
        a_year = MONTHS_PER_YEAR if per_year is None else given.lawful(per_year)
        weeks_a_year = given.number("weken_per_jaar", given.lawful(weeks))
        hours = plain(maatman.hours_a_week)(given.number("uren"), given.number(periods), a_year, weeks_a_year)
        return {"uren_per_week": hours}

    return evaluated


def _weighted_wage(given: Given) -> Mapping[str, Any]:
    years = given.matching("jaar<n>").values()
    hours = sum(year[0] for year in years)
    earned = sum(year[0] * year[1] * CENTS for year in years)
    return {"gewogen": plain(maatman.weighted_wage)(earned, hours)}


def _sheltered(given: Given) -> Mapping[str, Any]:
    return {"uren": plain(maatman.sheltered_hours)(given.number("uren"), given.number("factor"))}


def _hours_a_month(given: Given) -> Mapping[str, Any]:
    weeks = given.number("weken_per_jaar", given.lawful("maatman.weken_per_jaar_vierweken"))
    return {"uren_maand": plain(maatman.hours_a_month)(given.number("uren_week"), weeks, MONTHS_PER_YEAR)}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "reductiefactor uurloon": _reduced_wage,
    "maatmanuren 13 tijdvakken": _hours_a_week(
        periods="aantal_tijdvakken",
        per_year="maatman.tijdvakken_per_jaar",
        weeks="maatman.weken_per_jaar_vierweken",
    ),
    "maatmanuren 12 maanden": _hours_a_week(periods="maanden", per_year=None, weeks="maatman.weken_per_jaar"),
    "gewogen maatmanloon": _weighted_wage,
    "WSW/beschut uren": _sheltered,
    "uren van week naar maand": _hours_a_month,
}
