"""Unemployment benefit of who has no right to WIA."""

from datetime import date
from typing import Final

from poortwachter.law.rules import ww
from poortwachter.law.rules.termijnen import months_later
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit import payers
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.result import Due, Line, by_share
from poortwachter.study.benefit.toeslag import with_toeslag

HIGHER: Final = "ww.maanden_eerste"
"""Parameter of the months at the higher share."""
EARLY: Final = "ww.sectorfonds_maanden"
"""Parameter of the months that the sector fund paid."""


def unemployed(case: Case, *, day: date) -> Due:
    """Return the unemployment benefit that is due on a day, where it was asked for."""
    if not case.request.ww or not case.ww_start <= day < case.ww_end:
        return "", ()
    return "ww", with_toeslag(case, (_line(case, day=day),), day=day, since=case.start)


def days_of_change(case: Case) -> set[date]:
    """Return the days on which unemployment benefit changes."""
    if not case.request.ww:
        return set()
    return {case.ww_start, case.ww_end, _after(case, HIGHER), _after(case, EARLY)}


def _after(case: Case, term: str) -> date:
    return months_later(case.ww_start, months=case.whole(term, case.ww_start))


def _line(case: Case, *, day: date) -> Line:
    first = day < _after(case, HIGHER)
    share = case.at("ww.aandeel_eerste" if first else "ww.aandeel", case.ww_start)
    base, set_off = case.maandloon(day, since=case.start), case.counted(case.earnings(day), day=day)
    amount = int(plain(ww.ww_beside_income)(base, set_off, share))
    payer = payers.of_ww(case, day=day, early=day < _after(case, EARLY))
    how = by_share(share, base=base, less=set_off)
    return Line("ww_eerste" if first else "ww", payer, amount, article_of(ww.ww_beside_income), how, set_off)
