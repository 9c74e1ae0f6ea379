"""Who pays a benefit, and in which shares."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import dagloon, financiering, overgang, ww
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import PERCENT, Given, Unanswerable
from poortwachter.study.examples.income import days_a_month


def _percent(part: int, whole: int) -> float:
    return float(plain(financiering.pro_rata)(part, whole)) * PERCENT


def _own_risk_years(given: Given) -> Mapping[str, Any]:
    years = given.number("erd_jaren", given.lawful("werkgeversrisico.duur"))
    voluntary = given.number("vrijwillige_verlenging_jaren")
    left = plain(financiering.own_risk_months)(years * MONTHS_PER_YEAR, voluntary * MONTHS_PER_YEAR)
    return {"erd_resterend": left / MONTHS_PER_YEAR}


def _by_wage(given: Given) -> Mapping[str, Any]:
    wages = given.matching("loon_wg<n>")
    whole = sum(wages.values())
    return {f"pct{number}": _percent(wage, whole) for (number,), wage in wages.items()}


def _by_dagloon(given: Given) -> Mapping[str, Any]:
    wages, days = given.matching("loon_wg<n>"), given.matching("dagen<n>")
    if set(wages) != set(days):
        raise Unanswerable("each employer needs a wage (loon_wg<n>) and days (dagen<n>)")
    rates = {number: int(plain(dagloon.dagloon)(wage, 0, 0, days[number], 0.0)) for number, wage in wages.items()}
    whole = sum(rates.values())
    found: dict[str, Any] = {f"dagloon{number}": rate for (number,), rate in rates.items()}
    return found | {f"pct{number}": _percent(rate, whole) for (number,), rate in rates.items()}


def _year_against_month(given: Given) -> Mapping[str, Any]:
    days = given.number("dagen", given.lawful("dagloon.dagen_per_jaar"))
    rate = int(plain(dagloon.dagloon)(given.cents("jaarloon_A"), 0, 0, days, 0.0))
    monthly, other = int(plain(dagloon.maandloon_of)(rate, days_a_month(given))), given.cents("maandloon_B")
    whole = monthly + other
    return {
        "dagloon_A": rate,
        "maandloon_A": monthly,
        "pct_A": _percent(monthly, whole),
        "pct_B": _percent(other, whole),
    }


def _beside_ww(given: Given) -> Mapping[str, Any]:
    replaced = plain(dagloon.dagloon)(given.cents("ww"), 0, 0, given.lawful("ww.aandeel"), 0.0)
    whole = replaced + given.cents("loon")
    return {"ww_pct": _percent(replaced, whole), "dienstverband_pct": _percent(given.cents("loon"), whole)}


def _transfers(given: Given) -> Mapping[str, Any]:
    passed, kept = plain(overgang.passed_on), plain(overgang.kept)
    left = kept(1.0, given.number("overname_B_van_C"))
    direct = passed(left, given.number("overname_D_van_C"))
    rest = kept(left, given.number("overname_D_van_C") + given.number("overname_B_2"))
    extra = passed(rest, given.number("latere_overname_D_van_rest"))
    return {"D_direct": direct, "C_rest": rest, "D_extra": extra, "D_totaal": direct + extra}


def _payer(code: int) -> Mapping[str, Any]:
    return {"betaler": Payer(code).name.lower()}


def _of_wga(given: Given) -> Mapping[str, Any]:
    return _payer(
        plain(financiering.wga_payer)(
            given.flag("binnen_tien_jaar", True),
            given.flag("eigenrisicodrager", False),
            given.flag("vangnet_flexibel", False),
            bool(given.lawful("financiering.wga_flex_whk")),
            given.flag("publiek_vangnet", False),
        )
    )


def _of_sickness_benefit(given: Given) -> Mapping[str, Any]:
    return _payer(
        plain(financiering.zw_payer)(
            given.flag("eigenrisicodrager", False),
            given.flag("vangnet_flexibel", False),
            bool(given.lawful("financiering.zw_flex_whk")),
            given.flag("werkloos", False),
        )
    )


def _of_ww(given: Given) -> Mapping[str, Any]:
    is_early = given.whole("maand_ww") <= given.lawful("ww.sectorfonds_maanden")
    in_force = bool(given.lawful("financiering.ww_sectorfonds"))
    return _payer(plain(financiering.ww_payer)(given.flag("overheid", False), is_early, in_force))


def _ww_in_month(given: Given) -> Mapping[str, Any]:
    is_first = given.whole("maand_uitkering") <= given.lawful("ww.maanden_eerste")
    share = given.lawful("ww.aandeel_eerste" if is_first else "ww.aandeel")
    return {"uitkering": plain(ww.ww_beside_income)(given.cents("maandloon"), given.cents("inkomen", 0), share)}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "ERD-duur na vrijwillige loondoorbetaling": _own_risk_years,
    "pro rata toerekening 2 werkgevers": _by_wage,
    "pro rata met ongelijke tijdvakken": _by_dagloon,
    "pro rata wisselend tegen vast loon": _year_against_month,
    "pro rata bij WW naast dienstverband": _beside_ww,
    "ERD: gedeeltelijke overnames (reeks)": _transfers,
    "wie betaalt de WGA": _of_wga,
    "wie betaalt het ziekengeld": _of_sickness_benefit,
    "wie betaalt de WW": _of_ww,
    "WW-hoogte": _ww_in_month,
}
