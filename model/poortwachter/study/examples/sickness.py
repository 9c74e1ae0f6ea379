"""Wages and benefits in sickness, the RIV-toets and its sanction, the no-riskpolis, supplements."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import loondoorbetaling, no_risk, riv_toets, toeslagenwet, wachttijd, ww, ziektewet
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.errors import one_of
from poortwachter.primitives.weeks import WEEKS_PER_YEAR
from poortwachter.study.examples.amounts import by_history, highest_maandloon, with_holiday_pay
from poortwachter.study.examples.given import Given, Unanswerable

NEVER: Final = 10**6
NO_COVER: Final = -1
WITHOUT_COVER: Final = "geen no-risk"


def _wages(given: Given) -> Mapping[str, Any]:
    year = given.whole("ziektejaar")
    if year not in (1, 2):
        raise Unanswerable(f"ziektejaar is 1 or 2, not {year}")
    has_floor = year == 1 and bool(given.lawful("loondoorbetaling.bodem_minimumloon_jaar1"))
    floor = given.lawful_cents("minimumloon.maand") if has_floor else 0
    wage, share = given.cents("loon"), given.lawful("loondoorbetaling.aandeel")
    owed = plain(loondoorbetaling.statutory_wage)(wage, share, highest_maandloon(given), floor)
    added = plain(loondoorbetaling.wage_on_top)(wage, owed, given.number("aandeel_cao", 0.0))
    return {"wettelijk": owed, "bovenwettelijk": added}


def _joined(given: Given) -> Mapping[str, Any]:
    below = given.lawful("loondoorbetaling.samentelling")
    return {"telt_samen": plain(loondoorbetaling.spells_join)(given.number("onderbreking_weken"), below)}


def _satisfactory(given: Given) -> Mapping[str, Any]:
    result = plain(riv_toets.satisfactory_result)(
        given.flag("structureel"),
        given.flag("nabij_mogelijkheden"),
        given.number("loonwaarde", 0.0),
        given.lawful("riv_toets.loonwaarde_volstaat"),
        given.flag("beiden_akkoord", False),
    )
    return {"bevredigend": bool(result)}


def _in_time(given: Given) -> Mapping[str, Any]:
    decided = given.whole("week_besluit")
    return {
        "mogelijk": plain(riv_toets.can_be_imposed)(decided, given.lawful_whole("riv_toets.uiterste_besluit")),
        "weken_te_laat": plain(riv_toets.delay)(decided, given.lawful_whole("riv_toets.laatste_besluit")),
    }


def _longest_extension(given: Given) -> Mapping[str, Any]:
    return {"maximum_weken": given.lawful_whole("loonsanctie.maximum", given.day("ziek"))}


def _extension(given: Given) -> Mapping[str, Any]:
    repaired = given.flag("hersteld")
    first = given.day("ziek") if given.has("ziek") else given.on
    weeks = plain(riv_toets.sanction_weeks)(
        repaired,
        given.whole("week_verzoek", None if repaired else 0),
        given.lawful_whole("bekorting.beslistermijn"),
        given.lawful_whole("bekorting.einde_na_akkoord"),
        given.whole("weken_te_laat", 0),
        given.lawful_whole("loonsanctie.maximum", first),
    )
    ended = plain(riv_toets.end_of_extension)(
        weeks,
        given.whole("week_zonder_mogelijkheden", NEVER),
        given.whole("week_einde_contract", NEVER),
        given.flag("bezwaar_gegrond", False),
    )
    return {"weken": ended}


def _lapses(given: Given) -> Mapping[str, Any]:
    tested = bool(given.lawful("riv_toets.grond_bedrijfsarts_toetsbaar"))
    return {"vervalt": plain(riv_toets.ground_lapses)(given.flag("alleen_grond_bedrijfsarts"), tested)}


def _early_iva(given: Given) -> Mapping[str, Any]:
    asked = given.whole("week_aanvraag")
    first, last = (given.lawful_whole(f"iva_vervroegd.{name}_aanvraag") for name in ("eerste", "laatste"))
    if not first <= asked <= last:
        raise Unanswerable(f"an early IVA can be asked for from week {first} to week {last}, not in week {asked}")
    bounds = [
        given.lawful_whole(f"iva_vervroegd.{name}") for name in ("termijn", "wachttijd_minimum", "wachttijd_maximum")
    ]
    return {"week_einde_wachttijd": plain(wachttijd.early_iva_week)(asked, *bounds)}


def _end_of_wachttijd(given: Given) -> Mapping[str, Any]:
    voluntary = given.whole("vrijwillige_verlenging_weken", 0)
    end = plain(wachttijd.end_of_wachttijd)(0, given.lawful_whole("wachttijd.duur"), voluntary)
    return {"week_einde_wachttijd": end}


def _sickness_benefit(given: Given) -> Mapping[str, Any]:
    name = "zw.aandeel_zwangerschap" if given.flag("zwangerschap", False) else "zw.aandeel"
    return {"ziekengeld": plain(ziektewet.ziekengeld)(given.cents("maandloon"), given.lawful(name))}


def _assessed_after_a_year(given: Given) -> Mapping[str, Any]:
    return {"van_toepassing": bool(given.lawful("zw.ezwb", given.day("ziek")))}


def _extended_sickness_benefit(given: Given) -> Mapping[str, Any]:
    longest = given.lawful_whole("zw.verlenging_erd")
    return {"verlenging_weken": plain(ziektewet.extended_weeks)(given.flag("tekortkoming"), longest)}


def _recourse(given: Given) -> Mapping[str, Any]:
    weeks = plain(ziektewet.recourse_weeks)(
        given.whole("stilstand_weken"),
        given.lawful_whole("zw.verhaal_vrije_weken"),
        given.flag("administratief", False),
        given.lawful_whole("zw.verhaal_administratief"),
    )
    return {"verhaal_weken": weeks}


def _cover_until(given: Given, *, started: float, counted_from: float) -> float | str:
    """Return the end of the cover in years after the waiting period.

    started: start of the work that must fall within five years; counted_from: start from which the five years run.
    """
    first = given.number("ewt_jaar", 0.0)
    until = plain(no_risk.no_risk_until)(
        first + started,
        first + given.lawful("no_risk.dienst_binnen"),
        first + counted_from + given.lawful("no_risk.duur"),
        False,
        NO_COVER,
        NO_COVER,
    )
    return WITHOUT_COVER if until == NO_COVER else float(until) - first


def _no_risk(given: Given) -> Mapping[str, Any]:
    start = given.number("start_dienst_jaar_na_ewt")
    return {"einde_norisk_jaar_na_ewt": _cover_until(given, started=start, counted_from=start)}


def _no_risk_following(given: Given) -> Mapping[str, Any]:
    following = given.number("contract3_start_jaar_na_ewt")
    found = {"oude_regel": _cover_until(given, started=following, counted_from=following)}
    if given.has("start_dienst_jaar_na_ewt"):
        start = given.number("start_dienst_jaar_na_ewt")
        found["nieuwe_regel_tot_jaar_na_ewt"] = _cover_until(given, started=start, counted_from=start)
    return found


def _covered(given: Given) -> Mapping[str, Any]:
    is_own = given.flag("eigen_werkgever", False)
    start = given.number("week_start_dienst", 0.0)
    until = plain(no_risk.no_risk_until)(
        start,
        given.lawful("no_risk.dienst_binnen") * WEEKS_PER_YEAR,
        start + given.lawful("no_risk.duur") * WEEKS_PER_YEAR,
        is_own,
        given.lawful("no_risk.eigen_werkgever") * WEEKS_PER_YEAR,
        NO_COVER,
    )
    free = given.lawful("no_risk.vrije_weken")
    return {"gedekt": bool(plain(no_risk.covered)(given.number("week_ziek"), until, free))}


def _supplement(given: Given) -> Mapping[str, Any]:
    least, benefit = given.cents("sociaal_minimum_dag"), given.cents("inkomen_dag")
    return {"toeslag_dag": plain(toeslagenwet.toeslag)(benefit, 0, least, given.cents("dagloon", least))}


def _social_minimum(given: Given) -> Mapping[str, Any]:
    name = f"tw.sociaal_minimum_{given.word('huishouden')}"
    if name not in given.law:
        raise Unanswerable(f"huishouden is alleenstaande or paar, not {given.word('huishouden')!r}")
    minimum = with_holiday_pay(given.lawful_cents("minimumloon.maand"), given=given)
    return {"sociaal_minimum": plain(to_cents)(minimum * given.lawful(name))}


def _value_in_law(given: Given) -> Mapping[str, Any]:
    name = given.word("parameter")
    if name not in given.law:
        raise Unanswerable(f"there is no parameter {name!r}; {one_of(name, given.law)}")
    return {"waarde": given.lawful_places(name) if given.law[name].by else given.lawful(name)}


def _ww_duration(given: Given) -> Mapping[str, Any]:
    return {"maanden": by_history(given, "ww")}


def _ww_in_sickness(given: Given) -> Mapping[str, Any]:
    through = plain(ww.ww_sick_weeks)(given.flag("werkloos"), given.lawful_whole("ww.doorloop_bij_ziekte"))
    return {"doorloop_weken": min(through, given.whole("ziekte_weken"))}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "loondoorbetaling": _wages,
    "samentelling ziekteperioden": _joined,
    "bevredigend resultaat": _satisfactory,
    "loonsanctie op tijd opgelegd": _in_time,
    "langste loonsanctie": _longest_extension,
    "duur loonsanctie": _extension,
    "grond vervalt": _lapses,
    "vervroegde IVA": _early_iva,
    "einde wachttijd": _end_of_wachttijd,
    "ziekengeld": _sickness_benefit,
    "eerstejaarsbeoordeling ZW": _assessed_after_a_year,
    "verlenging ziekengeld ERD": _extended_sickness_benefit,
    "verhaal ziekengeld": _recourse,
    "no-risk: 5 jaar vanaf start dienst (binnen 5 jaar na EWT)": _no_risk,
    "no-risk: start in 4e jaar": _no_risk,
    "no-risk: opeenvolgend contract zelfde werkgever na 6 jaar": _no_risk_following,
    "no-risk dekking": _covered,
    "toeslag TW": _supplement,
    "sociaal minimum": _social_minimum,
    "waarde in de wet": _value_in_law,
    "WW-duur": _ww_duration,
    "doorlopende WW bij ziekte": _ww_in_sickness,
}
