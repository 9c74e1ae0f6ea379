"""Say what the amounts rest on, in the order in which it comes into a life."""

from collections.abc import Iterator

from poortwachter.law.rules import dagloon, financiering, iva, riv_toets, termijnen, wachttijd, wga, ziektewet
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit import payers
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.months import article_of_phase
from poortwachter.study.benefit.request import PUBLIC
from poortwachter.study.benefit.result import Fact, Figure
from poortwachter.study.benefit.wia import standing


def facts(case: Case) -> Iterator[Fact]:
    """Return every fact of a case."""
    birth = case.request.birth
    yield Fact("person", {"sick": case.sick, "birth": birth, "aow": case.aow}, case.article("aow.leeftijd"))
    yield _of_wage(case)
    yield from _of_waiting(case)
    if case.start >= case.aow:
        yield Fact("aow_first", {"aow": case.aow})
        return
    yield from _of_degrees(case)
    yield from _of_earnings(case)
    if not case.ends_without_right:
        yield from _of_right(case)
        return
    yield Fact("no_right", {"start": case.start}, article_of(wga.disability_class))
    if case.request.ww:
        yield Fact("ww", {"months": case.ww_months, "end": case.ww_end}, article_of_phase(case, "ww"))


def _of_wage(case: Case) -> Fact:
    days = case.at("dagloon.dagen_per_maand", case.sick)
    at_start, top = case.full_wage(case.start, since=case.start), case.maximum(case.start)
    figures: dict[str, Figure] = {
        "wage": case.wage,
        "dagloon": to_cents(case.wage / days),
        "maandloon": case.maandloon(case.start, since=case.start),
        "start": case.start,
        "maximum": top,
    }
    article = article_of(dagloon.maandloon_of, dagloon.maandloon, dagloon.indexed)
    return Fact("wage_maximised" if at_start > top else "wage", figures, article)


def _of_waiting(case: Case) -> Iterator[Fact]:
    request = case.request
    figures: dict[str, Figure] = {"weeks": (case.ewt - case.sick).days // 7, "ewt": case.ewt}
    if request.early_iva is not None:
        yield Fact("waiting_early", {"asked": request.early_iva, **figures}, article_of(wachttijd.early_iva_week))
    else:
        yield Fact("waiting", figures, article_of(wachttijd.end_of_wachttijd))
    if request.voluntary:
        yield Fact("voluntary", {"weeks": request.voluntary}, article_of(wachttijd.end_of_wachttijd))
    if request.sanction:
        rule = riv_toets.sanction_weeks if request.route == "werkgever" else ziektewet.extended_weeks
        yield Fact("sanction", {"weeks": request.sanction, "start": case.start}, article_of(rule))


def _of_degrees(case: Case) -> Iterator[Fact]:
    article = article_of(wga.disability_degree, wga.disability_class)
    for one in case.degrees:
        figures: dict[str, Figure] = {"degree": one.degree, "since": one.since, "in_force": one.in_force}
        figures["class"] = f"class.{case.class_of(one.degree)}"
        figures["capacity"] = int(plain(wga.remaining_capacity)(case.maatman(one.since), one.degree))
        later = one.in_force > max(one.since, case.start)
        yield Fact("degree_later" if later else "degree", figures, article)


def _of_earnings(case: Case) -> Iterator[Fact]:
    for since, income in case.steps_of_earnings:
        counted = case.counted(income, day=max(since, case.start))
        figures: dict[str, Figure] = {"income": income, "since": since, "counted": counted}
        yield Fact("earnings_scaled" if counted < income else "earnings", figures)


def _of_right(case: Case) -> Iterator[Fact]:
    if case.iva_from < case.aow:
        yield Fact("iva", {"start": case.iva_from}, article_of(iva.iva))
    if case.request.lasting:
        return
    yield _of_lgu(case)
    yield from _of_requirement(case)
    yield _of_risk(case)
    yield from _of_end(case)


def _of_lgu(case: Case) -> Fact:
    required = case.whole("lgu.referte_weken", case.start)
    if not case.has_worked_enough:
        figures: dict[str, Figure] = {"weeks": case.request.weeks_worked or 0, "required": required}
        return Fact("lgu_none", figures, article_of(wga.meets_weeks_requirement))
    figures = {"months": case.lgu_months, "end": case.lgu_end, "years": case.history(case.start), "age": case.age}
    by_age = case.at("lgu.naar_leeftijd", case.start)
    return Fact("lgu_by_age" if by_age else "lgu", figures, article_of_phase(case, "lgu"))


def _of_requirement(case: Case) -> Iterator[Fact]:
    """Say from when which income requirement holds, where one ever does."""
    days = {max(day, case.lgu_end) for day in (case.lgu_end, *case.in_force, *(end for _, end in case.deferrals))}
    end = min(case.right_end, case.iva_from)
    day = next((day for day in sorted(days) if day < end and case.requirement_applies(day)), None)
    if day is None:
        yield Fact("no_requirement", {}, article_of(wga.requirement_applies))
        return
    found = standing(case, day=day)
    figures: dict[str, Figure] = {"day": day, "requirement": found.requirement, "capacity": found.capacity}
    figures |= {"income": found.income, "kind": f"kind.{found.kind}"}
    yield Fact("requirement", figures, article_of(wga.income_requirement, wga.requirement_applies, wga.kind_after_lgu))


def _of_risk(case: Case) -> Fact:
    if case.request.route in PUBLIC:
        return Fact("public_risk", {}, article_of(financiering.wga_payer))
    payer = payers.of_wga(case, day=case.start).name.lower()
    figures: dict[str, Figure] = {"until": case.employer_until, "payer": f"payer.{payer}"}
    return Fact("own_risk", figures, article_of(financiering.wga_payer, financiering.own_risk_months))


def _of_end(case: Case) -> Iterator[Fact]:
    figures: dict[str, Figure] = {"end": case.right_end}
    if case.right_end == case.high_earnings_end:
        figures["limit"] = float(case.at("wga.einde_verdiensten_aandeel", case.right_end))
        yield Fact("right_end_earnings", figures, article_of(wga.end_by_earnings))
    elif case.right_end < case.aow:
        rules = (wga.disability_class, termijnen.end_below_lowest_class)
        yield Fact("right_end_degree", figures, article_of(*rules))
