"""Cut what is due into calendar months and phases.

Between two days on which nothing changes (`days_of_change`) the amounts a month are constant. Part of a month is paid
by its days as the ledger of the simulation does it: up to day d of a month of n days `d * amount // n` has been paid,
so that parts of a month add up to the whole month to the cent.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from poortwachter.law.rules import iva, loondoorbetaling, riv_toets, vakantietoeslag, wachttijd, wga, ww, ziektewet
from poortwachter.law.rules.termijnen import first_of_month
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit import unemployment
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.result import Due, Line, Phase, Row
from poortwachter.study.benefit.sickness import while_sick
from poortwachter.study.benefit.unemployment import unemployed
from poortwachter.study.benefit.wia import in_wia


class _Piece(NamedTuple):
    """A line over the days start .. end - 1 of one month."""

    phase: str
    start: date
    end: date
    line: Line


def phases(case: Case) -> Iterator[Phase]:
    """Return the phases of a case with what is paid in them, month by month."""
    for key, pieces in groupby(_pieces(case, end=case.end), key=lambda piece: piece.phase):
        found = tuple(pieces)
        yield Phase(key, found[0].start, found[-1].end, article_of_phase(case, key), tuple(_rows(case, found)))


def paid_before(case: Case, end: date) -> int:
    """Return all that is paid up to a day, in eurocents."""
    return sum(row.amount for row in _rows(case, tuple(_pieces(case, end=end))))


def due(case: Case, *, day: date) -> Due:
    """Return the phase a day lies in and what is due on it."""
    if day < case.start:
        return while_sick(case, day=day)
    if case.ends_without_right:
        return unemployed(case, day=day)
    return in_wia(case, day=day)


def days_of_change(case: Case, *, end: date) -> list[date]:
    """Return all days up to an end on which an amount can change, the first day and the end included."""
    found = {case.sick, end, case.contract_end, case.ww_goes_on_until, case.second_year, case.two_years, case.ewt}
    found |= {case.start, case.lgu_first_end, case.lgu_end, case.iva_from, case.right_end, case.employer_until}
    found |= {*(until for _, until in case.deferrals), *case.in_force, *unemployment.days_of_change(case)}
    found |= {since for since, _ in case.steps_of_earnings}
    day = first_of_month(case.sick, months=1)
    while day < end:
        found.add(day)
        day = first_of_month(day, months=1)
    return sorted(day for day in found if case.sick <= day <= end)


def _pieces(case: Case, *, end: date) -> Iterator[_Piece]:
    for start, until in pairwise(days_of_change(case, end=end)):
        phase, lines = due(case, day=start)
        for line in lines:
            yield _Piece(phase, start, until, line)


def _rows(case: Case, pieces: tuple[_Piece, ...]) -> Iterator[Row]:
    """Return pieces as rows: one for each month and line, whatever days of change lie within the month."""
    joined: dict[tuple[date, Line], list[_Piece]] = {}
    for piece in pieces:
        joined.setdefault((first_of_month(piece.start), piece.line), []).append(piece)
    for (month, line), parts in joined.items():
        spans = [(part.start, part.end) for part in parts]
        amount = sum(_paid(line.monthly, start=start, end=end, month=month) for start, end in spans)
        bare = plain(vakantietoeslag.without_allowance)(amount, case.at("vakantietoeslag.aandeel", month))
        yield Row(
            month=month,
            what=line.what,
            amount=amount,
            holiday=amount - bare,
            payer=line.payer.name.lower(),
            article=line.article,
            monthly=line.monthly,
            days=sum((end - start).days for start, end in spans),
            days_in_month=days_in(month),
            how=line.how,
            set_off=line.set_off,
        )


def _paid(monthly: int, *, start: date, end: date, month: date) -> int:
    return upto(monthly, end, month=month) - upto(monthly, start, month=month)


def upto(monthly: int, day: date, *, month: date) -> int:
    """Return what a monthly amount comes to from the first of a month up to a day, at most the next first."""
    return (day - month).days * monthly // days_in(month)


def days_in(month: date) -> int:
    """Return the number of days of the month of a day."""
    return monthrange(month.year, month.month)[1]


_RULES: Final[Mapping[str, Callable[..., Any]]] = {
    "loon_jaar1": loondoorbetaling.statutory_wage,
    "loon_jaar2": loondoorbetaling.statutory_wage,
    "loon_vrijwillig": wachttijd.end_of_wachttijd,
    "loon_sanctie": riv_toets.sanction_weeks,
    "zw_verlengd": ziektewet.extended_weeks,
    "ww_doorloop": ww.ww_sick_weeks,
    "lau": wga.kind_after_lgu,
    "vvu": wga.kind_after_lgu,
}
"""Rules that a phase exists by."""
_DURATIONS: Final = {"zw": "zw.duur", "ww": "ww.maximum_maanden", "lgu": "lgu.maximum_maanden"}
"""Parameters that set the duration of a phase."""


def article_of_phase(case: Case, key: str) -> str:
    """Return the article that a phase exists by, or that sets its duration."""
    if key in _RULES:
        return article_of(_RULES[key])
    if key == "iva":
        return article_of(iva.iva if case.request.early_iva is None else wachttijd.early_iva_week)
    by_age = key == "lgu" and case.at("lgu.naar_leeftijd", case.start)
    return case.article("lgu.duur_naar_leeftijd" if by_age else _DURATIONS[key])
