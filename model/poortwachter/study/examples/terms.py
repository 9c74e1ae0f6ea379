"""Terms in calendar days."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from poortwachter.law.rules import riv_toets, termijnen
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import Given, Unanswerable

DAYS_A_WEEK: Final = 7
SIXTY_FIVE: Final = 65 * termijnen.MONTHS_PER_YEAR
"""The age, in months, that inputs such as `leeftijd_65_op` speak of."""


def _first_months(given: Given) -> Mapping[str, Any]:
    months = given.whole("duur_75pct", given.lawful_whole("lgu.maanden_eerste"))
    return {"laatste_75pct_dag": termijnen.last_day_of_months(given.day("eerste_uitkeringsdag"), months=months)}


def _aow_day(given: Given, birthday: date) -> date:
    def age_on(day: date) -> int:
        return given.lawful_whole("aow.leeftijd", day)

    return termijnen.aow_day(birthday, age=SIXTY_FIVE, aow_age=age_on)


def _end_at_aow(given: Given) -> Mapping[str, Any]:
    reached = _aow_day(given, given.day("leeftijd_65_op"))
    return {"aow_datum": reached, "laatste_uitkeringsdag": reached - timedelta(days=1)}


def _aow_month(given: Given) -> Mapping[str, Any]:
    return {"aow": _aow_day(given, given.day("leeftijd65"))}


def _months_later(given: Given) -> Mapping[str, Any]:
    return {"datum_aow": termijnen.months_later(given.day("datum"), months=given.whole("plus_maanden"))}


def _weeks_between(given: Given) -> Mapping[str, Any]:
    end = given.day("dag_na_ewt")
    return {"weken": termijnen.weeks_of_requirement(given.day("lgu_start"), day_after_wachttijd=end)}


def _wachttijd(given: Given) -> Mapping[str, Any]:
    first = given.day("eerste_ao_dag") if given.has("eerste_ao_dag") else given.day("ziek")
    weeks = given.lawful_whole("wachttijd.duur", first)
    days = given.whole("wachttijd_dagen", weeks * DAYS_A_WEEK)
    if days % DAYS_A_WEEK:
        raise Unanswerable(f"a waiting period is whole weeks; wachttijd_dagen is {days}")
    after = termijnen.day_after_wachttijd(first, weeks=days // DAYS_A_WEEK)
    return {"eerste_wia_dag": after, "ewt": after, "wia_toekenning": after}


def _reference_year(given: Given) -> Mapping[str, Any]:
    if given.word("aangiftetijdvak", "maand") != "maand":
        raise Unanswerable("the reference year is supported for wages by calendar month (aangiftetijdvak: maand)")
    begin, end = termijnen.reference_year(given.day("eerste_ao_dag"))
    return {"begin": begin, "eind_excl": end}


def _effect_of_lower_class(given: Given) -> date:
    sent = given.day("beslissing")
    return termijnen.effect_of_lower_class(sent, months=given.lawful_whole("inkomenseis.uitloop", sent))


def _lower_class(given: Given) -> Mapping[str, Any]:
    return {"toerekening_vanaf": _effect_of_lower_class(given)}


def _below_lowest_class(given: Given) -> Mapping[str, Any]:
    after = given.day("dag_na_lgu")
    return {"geen_recht_vanaf": termijnen.end_below_lowest_class(_effect_of_lower_class(given), lgu_end=after)}


def _late_report(given: Given) -> Mapping[str, Any]:
    first = given.day("ziek")
    latest = termijnen.weeks_later(first, weeks=given.lawful_whole("zw.aangifte_termijn", first))
    latest = given.day("aangifte_uiterlijk") if given.has("aangifte_uiterlijk") else latest
    late = termijnen.days_late(given.day("gemeld"), latest=latest)
    fine = given.lawful_cents("zw.boete_late_aangifte", given.day("gemeld")) if late else 0
    return {"dagen_te_laat": late, "boete_max": fine, "ziekengeld_vanaf": first, "aangifte_uiterlijk": latest}


def _decision_on_request(given: Given) -> Mapping[str, Any]:
    received = given.day("verzoek_ontvangen")
    weeks = given.whole("termijn_weken", given.lawful_whole("bekorting.beslistermijn", received))
    return {"beslissing_uiterlijk": termijnen.last_day_with_receipt(received, weeks=weeks)}


def _after_approval(given: Given) -> Mapping[str, Any]:
    term = given.whole("standaard_einde_na_akkoord_wkn", given.lawful_whole("bekorting.einde_na_akkoord"))
    return {"einde_na_akkoord_wkn": plain(riv_toets.weeks_after_approval)(term, given.whole("te_laat_opgelegd_wkn"))}


def _apply_for_compensation(given: Given) -> Mapping[str, Any]:
    paid = given.day("volledig_betaald")
    months = given.lawful_whole("compensatie_tv.aanvraagtermijn", paid)
    return {"aanvraag_uiterlijk": termijnen.months_later(paid, months=months)}


def _apply_again(given: Given) -> Mapping[str, Any]:
    decided = given.day("besluit")
    weeks = given.lawful_whole("compensatie_tv.nieuwe_aanvraag", decided)
    return {"uiterlijk": termijnen.weeks_later(decided, weeks=weeks)}


def _ww_in_arrears(given: Given) -> Mapping[str, Any]:
    applied = given.day("ww_aanvraag")
    first = termijnen.first_day_in_arrears(applied, weeks=given.lawful_whole("ww.terugwerking", applied))
    if given.has("voorschotperiode"):
        first = max(first, _first_day(given.word("voorschotperiode")))
    return {"ww_vanaf": first}


def _first_day(period: str) -> date:
    try:
        return date.fromisoformat(period.partition("/")[0])
    except ValueError:
        raise Unanswerable(f"a period is written as 2022-01-01/2022-03-31, not {period!r}") from None


def _ww_end_moves(given: Given) -> Mapping[str, Any]:
    moved = termijnen.ww_end_moves(given.whole("opschuiving_lgu"), passed=given.whole("al_verstreken"))
    return {"ww_einddatum_schuift_maanden": moved}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "LGU 75%-periode": _first_months,
    "AOW-leeftijd en einde uitkering": _end_at_aow,
    "AOW-opschuiving bij 31e dag": _months_later,
    "AOW 2013/2014 overgang": _aow_month,
    "referte-eis tweede recht": _weeks_between,
    "wachttijd 104 weken": _wachttijd,
    "wachttijd 104 weken = 728 dagen": _wachttijd,
    "dagloon refertejaar": _reference_year,
    "toerekening startdatum": _lower_class,
    "einde WGA onder 35%": _below_lowest_class,
    "te late ziekmelding ERD-ZW": _late_report,
    "beslistermijn bekorting loonsanctie": _decision_on_request,
    "te late beschikking vermindert sanctie": _after_approval,
    "aanvraagtermijn compensatie 6 maanden": _apply_for_compensation,
    "nieuwe aanvraag binnen 6 weken na buitenbehandelingstelling": _apply_again,
    "WW-aanvraag na late melding: terugwerkende kracht bij verwijtbaarheid": _ww_in_arrears,
    "WW-maximumdatum na LGU (samentelling)": _ww_end_moves,
}
