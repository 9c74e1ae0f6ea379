"""Say what was assumed because the request did not say it, and what is not worked out."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from poortwachter.law.rules import toeslagenwet, wga
from poortwachter.primitives.parameters import Parameter
from poortwachter.study.articles import article_of
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.result import Fact, Figure

UNVERIFIED: Final = "memory-unverified"


def remarks(case: Case) -> Iterator[Fact]:
    """Return every remark that holds for a case; of the parameters, those that were read before this is asked."""
    yield Fact("gross", {"holiday": float(case.at("vakantietoeslag.aandeel", case.sick))})
    yield Fact("nominal_wage", {})
    yield Fact("parts_of_months", {})
    yield from _of_held_amounts(case)
    if case.start < case.aow:
        yield from _of_right(case)
    yield from _of_route(case)
    if case.request.household is not None:
        yield Fact("household", {}, article_of(toeslagenwet.toeslag))
    unverified = [case.law[name].label for name in sorted(case.used) if case.law[name].reliability == UNVERIFIED]
    if unverified:
        yield Fact("unverified", {"names": "; ".join(unverified)})


def _of_held_amounts(case: Case) -> Iterator[Fact]:
    """Say from when the amounts are the last published, where the benefit runs on after them."""
    published = min((case.law[name] for name in ("minimumloon.maand", "maximumdagloon.dag")), key=_last_published)
    if published.last_day is not None and case.end > published.last_day + timedelta(days=1):
        yield Fact("held", {"day": _last_published(published)})


def _last_published(parameter: Parameter) -> date:
    return parameter.values[-1][0]


def _of_route(case: Case) -> Iterator[Fact]:
    request = case.request
    if request.route != "werkgever" and case.at("zw.ezwb", case.sick):
        yield Fact("ezwb", {"week": case.whole("zw.ezwb_week", case.sick)}, case.article("zw.ezwb"))
    if request.route == "overig":
        yield Fact("pregnancy", {}, case.article("zw.aandeel_zwangerschap"))
    if request.ww or request.route == "ww":
        yield Fact("ww_dagloon", {})


def _of_right(case: Case) -> Iterator[Fact]:
    wga_right = not (case.ends_without_right or case.request.lasting)
    if wga_right or case.request.ww:
        yield from _of_history(case, wga_right=wga_right)
    if wga_right and case.request.weeks_worked is None:
        required = case.whole("lgu.referte_weken", case.start)
        yield Fact("weeks_assumed", {"required": required}, article_of(wga.meets_weeks_requirement))
    yield from _of_earnings(case)
    if case.request.early_iva is not None:
        yield Fact("wage_beside_iva", {})
    if wga_right:
        yield Fact("capacity_indexed", {})
        yield Fact("no_guarantee", {}, article_of(wga.guarantee_supplement))


def _of_history(case: Case, *, wga_right: bool) -> Iterator[Fact]:
    uses_history = wga_right and case.has_worked_enough and not case.at("lgu.naar_leeftijd", case.start)
    if case.request.history is None and (uses_history or case.request.ww):
        figures: dict[str, Figure] = {"age": case.history_age, "years": case.history(case.start)}
        yield Fact("history_assumed", figures)


def _of_earnings(case: Case) -> Iterator[Fact]:
    if not case.steps_of_earnings:
        return
    yield Fact("earnings", {})
    if case.steps_of_earnings[0][0] < case.start:
        yield Fact("early_earnings", {"start": case.start})
    if case.iva_from < case.aow and not case.ends_without_right:
        yield Fact("iva_earnings", {})
