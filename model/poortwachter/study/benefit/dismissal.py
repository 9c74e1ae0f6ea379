"""The transition payment on dismissal, and what the employer gets back of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from poortwachter.law.rules import termijnen, transitievergoeding
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR, months_later
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study import applied
from poortwachter.study.articles import article_of
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.months import days_in, paid_before
from poortwachter.study.benefit.request import cents
from poortwachter.study.benefit.result import How, Phase, Row


def dismissal(case: Case) -> Iterator[Phase]:
    """Return the phase of a dismissal, where there is one and something is paid."""
    day, hired = case.request.dismissed, case.request.in_service
    if day is None or hired is None or not case.at("transitievergoeding.verschuldigd", day):
        return
    if termijnen.broken_months(hired, end=day) < case.at("transitievergoeding.minimum_dienst", day):
        return
    found = Dismissal(case, day, hired)
    shown = tuple(row for row in found.rows() if row.month < case.end or case.request.until is None)
    if shown:
        article = article_of(transitievergoeding.transition_payment)
        yield Phase("ontslag", day, day + timedelta(days=1), article, shown)


@dataclass(frozen=True)
class Dismissal:
    """A dismissal on a day of who was hired on another, by the law of that day."""

    case: Case
    day: date
    hired: date

    def rows(self) -> Iterator[Row]:
        """Return what is paid to the worker, and then what the employer gets back."""
        article = article_of(transitievergoeding.transition_payment)
        how = self._how(self.day, amount=self.paid)
        yield _once(self.day, "transitievergoeding", payer=Payer.WERKGEVER, amount=self.paid, article=article, how=how)
        if self.case.on("compensatie_tv.in_aanmerking", self.case.two_years):
            yield self._compensation()

    @cached_property
    def paid(self) -> int:
        """Transition payment in eurocents."""
        return self._payment(self.day)

    @property
    def _built_until(self) -> date:
        return min(self.case.two_years, self.day)

    def _compensation(self) -> Row:
        case, day = self.case, self.day
        granted = next(since for since, value in case.parameter("compensatie_tv.toegekend").values if value)
        paid_on = max(day, granted)
        built = self._payment(self._built_until) if case.at("compensatie_tv.grens_opbouw", paid_on) else self.paid
        wage = self.paid
        if case.at("compensatie_tv.grens_loon", paid_on):
            wage = paid_before(case, min(case.two_years, case.aow))
        amount = int(plain(transitievergoeding.compensation)(self.paid, built, wage))
        return _once(
            paid_on,
            "compensatie_tv",
            payer=Payer.AOF,
            amount=amount,
            article=article_of(transitievergoeding.compensation),
            how=self._how(self._built_until, amount=amount),
            to_worker=False,
        )

    def _payment(self, until: date) -> int:
        maximum = cents(self.case.at("transitievergoeding.maximum", self.day))
        return int(plain(transitievergoeding.transition_payment)(self.case.wage, self.months(until), maximum))

    def months(self, until: date) -> float:
        """Return the transition payment in months of wage for service until a day."""

        def at(name: str) -> Any:
            return self.case.at(name, self.day)

        if not at("transitievergoeding.oude_opbouw"):
            service = termijnen.broken_months(self.hired, end=until)
            return plain(transitievergoeding.months_by_year)(service, at("transitievergoeding.maandloon_per_jaar"))
        age = int(at("transitievergoeding.leeftijd_50plus")) * MONTHS_PER_YEAR
        fifty = months_later(self.case.request.birth, months=age)
        service, before = (termijnen.whole_months(self.hired, end=end) for end in (until, fifty))
        return applied.months_by_half_year(service=service, until_50=before, at=at)

    def _how(self, until: date, *, amount: int) -> How:
        """Return an amount as months of wage for service until a day, unless a maximum made it less."""
        months = self.months(until)
        return How("months" if to_cents(self.case.wage * months) == amount else "most", months, self.case.wage)


def _once(day: date, what: str, *, payer: Payer, amount: int, article: str, how: How, to_worker: bool = True) -> Row:
    return Row(
        month=termijnen.first_of_month(day),
        what=what,
        amount=amount,
        holiday=0,
        payer=payer.name.lower(),
        article=article,
        monthly=amount,
        days=0,
        days_in_month=days_in(day),
        how=how,
        to_worker=to_worker,
    )
