"""Who pays what is due to a case on a day."""

from datetime import date

from poortwachter.law.rules import financiering
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.request import FLEXIBLE, PUBLIC


def of_wga(case: Case, *, day: date) -> Payer:
    """Return who pays the WGA benefit."""
    route, within = case.request.route, day < case.employer_until
    in_whk = case.at("financiering.wga_flex_whk", day)
    found = plain(financiering.wga_payer)(within, case.request.erd, route in FLEXIBLE, in_whk, route in PUBLIC)
    return Payer(int(found))


def of_ziekengeld(case: Case, *, day: date) -> Payer:
    """Return who pays the sickness benefit."""
    route, in_whk = case.request.route, case.at("financiering.zw_flex_whk", day)
    return Payer(int(plain(financiering.zw_payer)(case.request.erd, route != "overig", in_whk, route == "ww")))


def of_ww(case: Case, *, day: date, early: bool) -> Payer:
    """Return who pays the unemployment benefit; early: within its first half-year."""
    return Payer(int(plain(financiering.ww_payer)(False, early, case.at("financiering.ww_sectorfonds", day))))
