"""The transition payment on dismissal and its compensation."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from poortwachter.law.rules import termijnen, transitievergoeding
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR
from poortwachter.primitives.compiled import plain
from poortwachter.study import applied
from poortwachter.study.examples.given import Given

OLD_LAW: Final = date.min
"""The accrual of 2015-2019 has one value for all dates."""


def _half_years(given: Given, service: int) -> float:
    """Return months of wage by the half-years of 2015-2019 for months of service."""
    until_50 = given.whole("leeftijd50_op_maand", service)

    def at(name: str) -> float:
        return given.lawful(name, OLD_LAW)

    return applied.months_by_half_year(service=service, until_50=until_50, at=at)


def _by_half_years(given: Given) -> Mapping[str, Any]:
    return {"maandsalarissen": _half_years(given, given.whole("duur_maanden"))}


def _over_50(given: Given) -> Mapping[str, Any]:
    whole = _half_years(given, _months(given, "duur_jaar"))
    built = _half_years(given, _months(given, "loondoorbetaling_eind_jaar"))
    return {"tv": whole, "compensatie": plain(transitievergoeding.compensation)(whole, built, whole)}


def _months(given: Given, years: str) -> int:
    return round(given.number(years) * MONTHS_PER_YEAR)


def _maximum(given: Given) -> Mapping[str, Any]:
    end_of_year = date(given.whole("jaar"), MONTHS_PER_YEAR, 31)
    return {"maximum": given.lawful_cents("transitievergoeding.maximum", end_of_year)}


def _payment(given: Given) -> Mapping[str, Any]:
    service = given.number("duur_maanden")
    if service < given.lawful("transitievergoeding.minimum_dienst"):
        months = 0.0
    elif given.lawful("transitievergoeding.oude_opbouw"):
        months = _half_years(given, int(service))
    else:
        per_year = given.lawful("transitievergoeding.maandloon_per_jaar")
        months = float(plain(transitievergoeding.months_by_year)(service, per_year))
    maximum = given.lawful_cents("transitievergoeding.maximum")
    amount = plain(transitievergoeding.transition_payment)(given.cents("loon"), months, maximum)
    return {"maandsalarissen": months, "bedrag": amount}


def _compensation(given: Given) -> Mapping[str, Any]:
    first = given.day("ziek")
    after = termijnen.day_after_wachttijd(first, weeks=given.lawful_whole("wachttijd.duur", first))
    if not given.lawful("compensatie_tv.in_aanmerking", after):
        return {"compensatie": 0}
    if given.has("arbeidsovereenkomst_vanaf") and after < given.day("arbeidsovereenkomst_vanaf"):
        return {"compensatie": 0}
    paid = given.cents("betaald")
    bounds = given.cents("opbouw_wachttijd", paid), given.cents("loon_tijdens_ziekte", paid)
    return {"compensatie": plain(transitievergoeding.compensation)(paid, *bounds)}


def _is_due(given: Given) -> Mapping[str, Any]:
    return {
        "verschuldigd": bool(given.lawful("transitievergoeding.verschuldigd")),
        "van_toepassing": bool(given.lawful("compensatie_tv.toegekend")),
    }


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "TV-opbouw tot 2020: 18 jaar 4 mnd": _by_half_years,
    "TV >50 jaar, 15 jr in dienst, 50 op 8 jr 3 mnd": _over_50,
    "TV >50 jaar, 50 op 8 jr 7 mnd": _over_50,
    "maximum transitievergoeding 2023": _maximum,
    "compensatie TV bij loonsanctie en peildatum voor 1-7-2015": _compensation,
    "compensatie TV ambtenaar: peildatum voor 1-1-2020": _compensation,
    "transitievergoeding": _payment,
    "transitievergoeding verschuldigd": _is_due,
}
