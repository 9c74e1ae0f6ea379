"""The wage of a case and what follows the law's index, in eurocents a month."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from poortwachter.law.rules import dagloon, vakantietoeslag, wga
from poortwachter.primitives.compiled import plain
from poortwachter.study.benefit.request import CENTS, cents
from poortwachter.study.benefit.terms import Terms


@dataclass(frozen=True)
class Wages(Terms):
    """A request under the law with its wages and earnings."""

    @cached_property
    def level(self) -> date:
        """Day at whose level the wage was given."""
        return self.request.level or self.sick

    @cached_property
    def given_wage(self) -> int:
        """Wage a month at its level, not maximised."""
        request = self.request
        if request.wage is not None:
            return cents(request.wage)
        a_day = self._dagloon_of_year() if request.dagloon is None else cents(request.dagloon)
        return plain(dagloon.maandloon_of)(a_day, self.on("dagloon.dagen_per_maand", self.level))

    def _dagloon_of_year(self) -> int:
        request = self.request
        parts = (request.year_wage or 0.0, request.year_extra_paid, request.year_extra_accrued)
        days, added = (self.at(f"dagloon.{name}", self.sick) for name in ("dagen_per_jaar", "opslag_vakantietoeslag"))
        return plain(dagloon.dagloon)(*map(cents, parts), days, added)

    def indexed(self, amount: int, *, then: date, now: date) -> int:
        """Return an amount of one day at the level of another: that of the minimum wage, of which the last is held."""
        before, after = (self.on("minimumloon.maand", day) for day in (then, now))
        return int(plain(dagloon.indexed)(amount, before, after))

    @cached_property
    def wage(self) -> int:
        """Wage before sickness; it stays the same in nominal terms."""
        return self._wage_at(self.sick)

    def _wage_at(self, day: date) -> int:
        return self.indexed(self.given_wage, then=self.level, now=day)

    def full_wage(self, day: date, *, since: date) -> int:
        """Return the wage on which a right rests, not maximised, indexed to a day."""
        return self.indexed(self._wage_at(since), then=since, now=day)

    def maandloon(self, day: date, *, since: date) -> int:
        """Return the maandloon on a day of a right that started since: maximised then, indexed afterwards."""
        maximised = plain(dagloon.maandloon)(self._wage_at(since), self.maximum(since))
        return self.indexed(maximised, then=since, now=day)

    def maximum(self, day: date) -> int:
        """Return the maximum dagloon a month."""
        a_day = cents(self.at("maximumdagloon.dag", day))
        return plain(dagloon.maandloon_of)(a_day, self.at("dagloon.dagen_per_maand", day))

    def minimum_wage(self, day: date) -> int:
        """Return the minimum wage with holiday pay."""
        bare, share = self.at("minimumloon.maand", day) * CENTS, self.at("vakantietoeslag.aandeel", day)
        return plain(vakantietoeslag.with_allowance)(bare, share)

    def maatman(self, day: date) -> int:
        """Return the wage that earnings and capacity are compared with, at the level of a day."""
        given = self.request.maatman
        if given is None:
            return self.full_wage(day, since=self.start)
        return self.indexed(cents(given), then=self.start, now=day)

    @cached_property
    def steps_of_earnings(self) -> tuple[tuple[date, int], ...]:
        """Earnings with the day each of them starts, in order."""
        given = ((step.since or self.start, cents(step.value)) for step in self.request.earnings)
        return tuple(sorted(given, key=lambda step: step[0]))

    def earnings(self, day: date) -> int:
        """Return earnings on a day, from the start of the right on."""
        return next((income for since, income in reversed(self.steps_of_earnings) if since <= day), 0)

    def counted(self, amount: int, *, day: date) -> int:
        """Return an income scaled to the maximised maandloon of the right."""
        now = self.maandloon(day, since=self.start)
        return int(plain(wga.counted_income)(amount, now, self.full_wage(day, since=self.start)))
