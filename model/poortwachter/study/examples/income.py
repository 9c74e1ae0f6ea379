"""Income that counts against a benefit (AIB)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import dagloon, inkomen, termijnen, wga
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import Given, Unanswerable

PERIOD_DAYS: Final = "tijdvak<n>_werkdagen_<maand>"
MONTH_DAYS: Final = "werkdagen_<maand>"
WORKED_DAYS: Final = "werkdagen_in_<maand>"
BEFORE: Final = "loon_maand_voor_ziekte_<maand>"
DURING: Final = "loon_ziekmaand_<maand>"


def days_a_month(given: Given) -> float:
    """Return the days of a standard month: as given, or by law."""
    return given.number("factor_dagen", given.lawful("dagloon.dagen_per_maand"))


def maandloon_of(given: Given) -> int:
    """Return the maandloon, given or from the dagloon, in eurocents."""
    if given.has("maandloon"):
        return given.cents("maandloon")
    return int(plain(dagloon.maandloon_of)(given.cents("dagloon"), days_a_month(given)))


def _set_off(given: Given) -> Mapping[str, Any]:
    counted = plain(inkomen.with_bonus)(given.cents("inkomen_maand"), given.cents("bonus", 0))
    share = given.number("pct", given.lawful("lgu.aandeel"))
    return {"uitkering": plain(wga.lgu)(maandloon_of(given), counted, share)}


def _period_days(given: Given) -> float:
    return given.number("werkdagen_tijdvak", given.lawful("inkomen.werkdagen_vier_weken"))


def _calendar_month(given: Given) -> Mapping[str, Any]:
    days = given.matching(PERIOD_DAYS)
    months = {month for _, month in days}
    if len(months) != 1:
        raise Unanswerable(f"the periods must have working days in one month, not in: {', '.join(sorted(months))}")
    month = months.pop()
    wage, of_period = given.cents("loon_4wk"), _period_days(given)
    parts = {number: plain(inkomen.part_of_period)(wage, worked, of_period) for (number, _), worked in days.items()}
    total = sum(parts.values())
    income = plain(inkomen.month_of_days)(total, _days_of(given, month), days_a_month(given))
    named = {f"deel_t{number}": part for number, part in parts.items()}
    return {**named, "som": total, f"maandinkomen_{month}": income}


def _started_in_month(given: Given) -> Mapping[str, Any]:
    worked = given.matching(WORKED_DAYS)
    if len(worked) != 1:
        raise Unanswerable(f"one month of work is needed, not {len(worked)}")
    (month,), days = next(iter(worked.items()))
    part = plain(inkomen.part_of_period)(given.cents("loon_4wk"), days, _period_days(given))
    income = plain(inkomen.month_of_days)(part, _days_of(given, month), days_a_month(given))
    return {f"maandinkomen_{month}": income}


def _days_of(given: Given, month: str) -> float:
    found = given.matching(MONTH_DAYS).get((month,))
    if not found:
        raise Unanswerable(f"the input 'werkdagen_{month}' is missing")
    return float(found)


def _fixed_four_weekly(given: Given) -> Mapping[str, Any]:
    income = plain(inkomen.month_of_days)(given.cents("loon_4wk"), _period_days(given), days_a_month(given))
    return {"maandinkomen": income}


def _of_month(*, wage: str, paid: tuple[str, ...], accrued: tuple[str, ...]) -> Callable[[Given], Mapping[str, Any]]:
    """Return the evaluator of a month's income for inputs of these names."""

    def evaluated(given: Given) -> Mapping[str, Any]:
        enjoyed = sum(given.cents(name, 0) for name in paid)
        earned = sum(given.cents(name, 0) for name in accrued)
        return {"inkomen": plain(inkomen.income_of_month)(given.cents(wage), enjoyed, earned)}

    return evaluated


def _sick_pay(given: Given) -> Mapping[str, Any]:
    before, during = given.matching(BEFORE), given.matching(DURING)
    return {"te_korten": plain(inkomen.sick_pay)(max(before.values()), max(during.values()))}


def _months_touched(given: Given) -> Mapping[str, Any]:
    return {"maanden": termijnen.months_touched(given.day("start"), last=given.day("eind"))}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "inkomstenverrekening LAU/LGU": _set_off,
    "inkomstenverrekening bonusmaand": _set_off,
    "inkomstenverrekening 4-wekenloon -> kalendermaand": _calendar_month,
    "inkomstenverrekening 4-wekenloon, start halverwege": _started_in_month,
    "inkomstenverrekening vast 4-wekenloon": _fixed_four_weekly,
    "sv-loon met vakantietoeslag/AVWB": _of_month(
        wage="sv_loon", paid=("opname_vt",), accrued=("opbouw_vt", "opbouw_avwb")
    ),
    "inkomen WIA incl. VT en AVWB-opbouw": _of_month(wage="sv", paid=(), accrued=("vt", "avwb")),
    "inkomen WIA zonder IKB": _of_month(
        wage="sv_loon", paid=("uitbetaald_vt_of_13e",), accrued=("opbouw_vt", "opbouw_avwb")
    ),
    "inkomen WIA met IKB": _of_month(wage="sv_loon", paid=("opname_ikb",), accrued=("opbouw_ikb",)),
    "inkomen met eindejaarsuitkering": _of_month(wage="sv", paid=("eindejaar",), accrued=("vt", "avwb")),
    "loondoorbetaling bij ziekte als inkomen": _sick_pay,
    "duur PGB-/winstperiode": _months_touched,
    "winst zelfstandige: toerekening over maanden": _months_touched,
}
