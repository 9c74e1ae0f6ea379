"""What is due before the right: wages and what a collective agreement adds, sickness benefit, WW that goes on."""

from datetime import date

from poortwachter.law.rules import loondoorbetaling, ww, ziektewet
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit import payers
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.request import CENTS
from poortwachter.study.benefit.result import Due, How, Line, by_share
from poortwachter.study.benefit.toeslag import with_toeslag


def while_sick(case: Case, *, day: date) -> Due:
    """Return the phase of a day before the start of the right and what is due on it."""
    if day < case.contract_end:
        return _phase_of_wage(case, day=day), tuple(line for line in _wage(case, day=day) if line.monthly > 0)
    if day < case.ww_goes_on_until:
        return "ww_doorloop", with_toeslag(case, (_ww_that_goes_on(case, day=day),), day=day, since=case.sick)
    line = _ziekengeld(case, day=day)
    return line.what, with_toeslag(case, (line,), day=day, since=case.sick)


def _phase_of_wage(case: Case, *, day: date) -> str:
    if day < case.two_years:
        return "loon_jaar1" if day < case.second_year else "loon_jaar2"
    return "loon_vrijwillig" if day < case.ewt else "loon_sanctie"


def _wage(case: Case, *, day: date) -> tuple[Line, ...]:
    maximum, share, floor = case.maximum(day), case.at("loondoorbetaling.aandeel", day), _floor(case, day=day)
    due = int(plain(loondoorbetaling.statutory_wage)(case.wage, share, maximum, floor))
    how = How("maximum" if case.wage > maximum else "share", share, min(case.wage, maximum))
    if due > to_cents(how.base * share):
        how = How("minimum_wage" if due == floor else "whole_wage", 1.0, due)
    article = article_of(loondoorbetaling.statutory_wage)
    line = Line(_phase_of_wage(case, day=day), Payer.WERKGEVER, due, article, how)
    paid = case.request.paid_year1 if day < case.second_year else case.request.paid_year2
    return (line,) if paid is None else (line, _on_top(case, due=due, share=paid / CENTS))


def _floor(case: Case, *, day: date) -> int:
    """Return the wage that a month is at least paid: the minimum wage in the first year, by part-time share."""
    if day >= case.second_year or not case.at("loondoorbetaling.bodem_minimumloon_jaar1", day):
        return 0
    return to_cents(case.minimum_wage(day) * case.request.hours / CENTS)


def _on_top(case: Case, *, due: int, share: float) -> Line:
    rule = loondoorbetaling.wage_on_top
    how = How("on_top", share, case.wage, due)
    return Line("cao_aanvulling", Payer.WERKGEVER, int(plain(rule)(case.wage, due, share)), article_of(rule), how)


def _ziekengeld(case: Case, *, day: date) -> Line:
    route = case.request.route
    name = "zw.aandeel_zwangerschap" if route == "overig" else "zw.aandeel"
    share, base = case.at(name, day), case.maandloon(day, since=case.sick)
    amount = int(plain(ziektewet.ziekengeld)(base, share))
    article = case.article(name) if route == "overig" else article_of(ziektewet.ziekengeld)
    what = "zw" if day < case.ewt else "zw_verlengd"
    return Line(what, payers.of_ziekengeld(case, day=day), amount, article, by_share(share, base=base))


def _ww_that_goes_on(case: Case, *, day: date) -> Line:
    share, base = case.at("ww.aandeel", day), case.maandloon(day, since=case.sick)
    amount, payer = int(plain(ww.ww)(base, share)), payers.of_ww(case, day=day, early=False)
    return Line("ww_doorloop", payer, amount, article_of(ww.ww), by_share(share, base=base))
