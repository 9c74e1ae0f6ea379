"""Advances on a WIA benefit, and what of them is claimed back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import dagloon, maatregel, vakantietoeslag, voorschot, wga
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import Given, Unanswerable
from poortwachter.study.examples.income import days_a_month


def _advance(given: Given, maandloon: int, counted: int) -> int:
    return int(plain(voorschot.advance)(maandloon, counted, given.number("pct", given.lawful("lgu.aandeel"))))


def _overpaid(advanced: int, due: int) -> int:
    return int(plain(voorschot.overpaid)(advanced, due))


def _recovered(advanced: int, due: int, waived: int) -> int:
    return int(plain(voorschot.recovered)(advanced, due, waived))


def _lau1_with_measure(given: Given) -> Mapping[str, Any]:
    advanced, due, months = given.cents("voorschot"), given.cents("lau1"), given.whole("maanden")
    final = int(plain(maatregel.after_measure)(due, given.number("maatregel_pct")))
    waived = months * _overpaid(advanced, due)
    return {
        "definitief": final,
        "verschil": months * _overpaid(advanced, final),
        "terug": _recovered(months * advanced, months * final, waived),
        "kwijt": waived,
    }


def _vvu_with_measure(given: Given) -> Mapping[str, Any]:
    advanced, months = given.cents("voorschot"), given.whole("maanden")
    waived = months * _overpaid(advanced, given.cents("vvu"))
    back = _recovered(months * advanced, months * given.cents("vvu_na_maatregel"), waived)
    return {"terug": back, "kwijt": waived}


def _with_income(given: Given) -> Mapping[str, Any]:
    base = given.cents("A")
    income = int(plain(dagloon.maandloon_of)(given.cents("dagloon_inkomen"), days_a_month(given)))
    counted = income
    if given.has("C") or given.has("D"):
        counted = int(plain(wga.counted_income)(income, given.cents("C"), given.cents("D")))
    amount = _advance(given, base, counted)
    bare = plain(vakantietoeslag.without_allowance)(amount, given.lawful("vakantietoeslag.aandeel"))
    return {"maandinkomen": income, "pv": amount, "excl_vt": bare}


def _less_income(given: Given) -> Mapping[str, Any]:
    return {"pv": _advance(given, given.cents("maandloon"), given.cents("inkomen"))}


def _waived(given: Given) -> Mapping[str, Any]:
    return {"kwijt": given.whole("maanden") * _overpaid(given.cents("pv"), given.cents("vvu"))}


def _totals(given: Given) -> Mapping[str, Any]:
    advanced, due = given.cents("voorschot_totaal"), given.cents("vvu_totaal")
    return {"otv": _overpaid(advanced, due), "terug": _recovered(advanced, due, given.cents("kwijt"))}


def _vvu_with_measure_after_income(given: Given) -> Mapping[str, Any]:
    months = given.whole("maanden")
    advanced, due = months * given.cents("voorschot"), months * given.cents("vvu_na_maatregel")
    found = {"otv": _overpaid(advanced, due)}
    if given.has("kwijt"):
        found["terug"] = _recovered(advanced, due, given.cents("kwijt"))
    elif given.has("pv") and given.has("vvu"):
        waived = months * _overpaid(given.cents("pv"), given.cents("vvu"))
        found["terug"] = _recovered(advanced, due, waived)
    return found


def _difference(given: Given) -> Mapping[str, Any]:
    return {"verschil": given.cents("pv_oud") - given.cents("pv_nieuw")}


def _after_deduction(given: Given) -> Mapping[str, Any]:
    return {"terug": _recovered(given.cents("otv"), 0, given.cents("verschil"))}


def _month_with_income(given: Given) -> Mapping[str, Any]:
    due = _advance(given, given.cents("maandloon"), given.cents("inkomen"))
    return {"pv": due, "terug": _overpaid(given.cents("voorschot"), due)}


def _over_whole_ww(given: Given) -> Mapping[str, Any]:
    advances, benefit = given.listed("voorschotten"), given.listed("ww")
    if len(advances) != len(benefit) + 1:
        raise Unanswerable("voorschotten must be one month longer than ww: the last is the month after it")
    back = sum(advances[:-1])
    due = _advance(given, given.cents("maandloon"), given.cents("inkomen_aug"))
    last = _overpaid(advances[-1], due)
    return {
        "totaal_voorschot": sum(advances),
        "ww_totaal": sum(benefit),
        "terug_feb_jul": back,
        "pv_aug": due,
        "aug": last,
        "totaal": back + last,
    }


def _up_to_ww(advanced: int, benefit: int) -> Mapping[str, Any]:
    beyond = _overpaid(advanced, benefit)
    return {"terug": advanced - beyond, "niet": beyond}


def _against_ww(given: Given) -> Mapping[str, Any]:
    advanced, benefit = sum(given.listed("wia_voorschot")), given.whole("maanden") * given.cents("ww_mnd")
    return {"wia_totaal": advanced, "ww_totaal": benefit, **_up_to_ww(advanced, benefit)}


def _against_short_ww(given: Given) -> Mapping[str, Any]:
    advanced = given.whole("maanden_wia") * given.cents("voorschot_mnd")
    benefit = given.whole("maanden_ww") * given.cents("ww_mnd")
    return {"voorschot": advanced, "ww": benefit, **_up_to_ww(advanced, benefit)}


def _against_ww_with_income(given: Given) -> Mapping[str, Any]:
    months = given.whole("maanden")
    advanced = months * given.cents("voorschot_mnd")
    due = months * _advance(given, given.cents("wia_maandloon"), given.cents("inkomen_mnd"))
    by_income = _overpaid(advanced, due)
    settled = int(_up_to_ww(min(advanced, due), given.cents("ww_totaal"))["terug"])
    back = by_income + settled
    return {"vv": advanced, "pv": due, "verschil": by_income, "terug": back, "rest_na_verrekening": back - settled}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "WIA-voorschot: maatregel en terugvordering": _lau1_with_measure,
    "voorschot LAU vs VVU met maatregel": _vvu_with_measure,
    "PV-berekening voorschot": _with_income,
    "voorschot met inkomen": _less_income,
    "voorschot met VVU: kwijtscheldbedrag": _waived,
    "voorschot totaal terugvordering": _totals,
    "voorschot met maatregel VVU": _vvu_with_measure_after_income,
    "verschil PV na herrekening": _difference,
    "terug na aftrek": _after_deduction,
    "GU-maand voorschot met inkomen": _month_with_income,
    "voorschot maximale duur + WW": _over_whole_ww,
    "afwijzing WIA: voorschot tegen WW (lager WW-%)": _against_ww,
    "afwijzing WIA: WW korter dan voorschotperiode": _against_short_ww,
    "afwijzing WIA: WW lager maandloon en inkomsten": _against_ww_with_income,
}
