"""What is due in a right to WIA: IVA, or the three WGA benefits and who bears them."""

from datetime import date
from typing import NamedTuple

from poortwachter.law.rules import iva, wga
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit import payers
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.result import Due, How, Line, by_share
from poortwachter.study.benefit.toeslag import with_toeslag


class Standing(NamedTuple):
    """Where someone stands after the wage-related benefit, eurocents a month."""

    income: int
    capacity: int
    requirement: int
    kind: int


class _FollowUp(NamedTuple):
    """The follow-up benefit of the class on a day, also where it is fictive, and how it comes about."""

    amount: int
    how: How


def in_wia(case: Case, *, day: date) -> Due:
    """Return the phase of a day in the right and what is due on it."""
    if day >= case.right_end:
        return "", ()
    if day >= case.iva_from:
        phase, lines = "iva", (_iva(case, day=day),)
    elif day < case.lgu_end:
        phase, lines = "lgu", (_lgu(case, day=day),)
    else:
        phase, lines = _after_lgu(case, day=day)
    return phase, with_toeslag(case, lines, day=day, since=case.start)


def standing(case: Case, *, day: date) -> Standing:
    """Return the income and what it is measured by, which decides on the kind of benefit."""
    capacity = int(plain(wga.remaining_capacity)(case.maatman(day), case.degree(day)))
    requirement = int(plain(wga.income_requirement)(capacity, case.at("inkomenseis.aandeel", day)))
    income = case.earnings(day)
    kind = plain(wga.kind_after_lgu)(income, capacity, requirement, case.requirement_applies(day))
    return Standing(income, capacity, requirement, kind)


def _base(case: Case, *, day: date) -> int:
    return case.maandloon(day, since=case.start)


def _iva(case: Case, *, day: date) -> Line:
    share, base = case.at("iva.aandeel", day), _base(case, day=day)
    return Line("iva", Payer.AOF, int(plain(iva.iva)(base, share)), article_of(iva.iva), by_share(share, base=base))


def _lgu(case: Case, *, day: date) -> Line:
    what = "lgu_eerste" if day < case.lgu_first_end else "lgu"
    share = case.at("lgu.aandeel_eerste" if what == "lgu_eerste" else "lgu.aandeel", day)
    base, set_off = _base(case, day=day), case.counted(case.earnings(day), day=day)
    amount, how = int(plain(wga.lgu)(base, set_off, share)), by_share(share, base=base, less=set_off)
    return Line(what, payers.of_wga(case, day=day), amount, article_of(wga.lgu), how, set_off)


def _after_lgu(case: Case, *, day: date) -> Due:
    found, follow_up = standing(case, day=day), _follow_up(case, day=day)
    if found.kind == wga.VVU:
        payer = payers.of_wga(case, day=day)
        return "vvu", (Line("vvu", payer, follow_up.amount, article_of(wga.vvu), follow_up.how),)
    is_first = found.kind == wga.LAU1
    line = _lau1(case, found, day=day) if is_first else _lau2(case, found, follow_up=follow_up, day=day)
    return "lau", _borne(case, line, follow_up=follow_up, day=day)


def _follow_up(case: Case, *, day: date) -> _FollowUp:
    base, minimum = _base(case, day=day), case.minimum_wage(day)
    shares = (*case.at("vvu.aandeel", day), case.at("vvu.aandeel_volledig", day))
    share = float(shares[case.class_of(case.degree(day))])
    how = How("of_minimum_wage" if base > minimum else "share", share, min(base, minimum))
    return _FollowUp(int(plain(wga.vvu)(base, minimum, share)), how)


def _lau1(case: Case, found: Standing, *, day: date) -> Line:
    base, share = _base(case, day=day), case.at("lau.aandeel", day)
    income = case.counted(found.income, day=day)
    amount, how = int(plain(wga.lau1)(base, income, share)), by_share(share, base=base, less=income)
    return Line("lau1", Payer.AOF, amount, article_of(wga.lau1), how, income)


def _lau2(case: Case, found: Standing, *, follow_up: _FollowUp, day: date) -> Line:
    base, share = _base(case, day=day), case.at("lau.aandeel", day)
    income, capacity = case.counted(found.income, day=day), case.counted(found.capacity, day=day)
    amount = int(plain(wga.lau2)(base, income, capacity, share, follow_up.amount))
    how = by_share(share, base=base, less=capacity)
    if amount > to_cents(max(base - capacity, 0) * share):
        is_bottom = amount == follow_up.amount
        how = follow_up.how._replace(kind="bottom") if is_bottom else by_share(share, base=base, less=income)
    return Line("lau2", Payer.AOF, amount, article_of(wga.lau2), how, capacity)


def _borne(case: Case, line: Line, *, follow_up: _FollowUp, day: date) -> tuple[Line, ...]:
    """Return a wage supplement by who pays: in the employer's years the Aof bears what exceeds the fictive VVU."""
    payer = payers.of_wga(case, day=day)
    if payer is Payer.AOF:
        return (line,)
    own = int(plain(wga.borne_by_employer)(line.monthly, follow_up.amount))
    if own == line.monthly:
        return (line._replace(payer=payer),)
    article, limit = article_of(wga.borne_by_employer), follow_up.how._replace(kind="upto_fictive")
    upto = line._replace(payer=payer, monthly=own, article=article, how=limit)
    return upto, line._replace(monthly=line.monthly - own, how=line.how._replace(kind="rest"))
