"""What follows from a request under the law: degrees, the right with its durations and its end, and the WW."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, NamedTuple, cast

from poortwachter.law.rules import financiering, termijnen, wga
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR, months_later
from poortwachter.population import parameters as population_parameters
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.primitives.weeks import WEEKS_PER_YEAR
from poortwachter.study import applied
from poortwachter.study.benefit.request import CENTS, YEAR_WEEKS, cents
from poortwachter.study.benefit.wages import Wages

_NEVER: Final = 0
"""Ordinal of a day before all others."""


class Assessed(NamedTuple):
    """A degree of disability (a fraction), the day it was established and the day it counts for the benefit."""

    degree: float
    since: date
    in_force: date


def years_between(start: date, *, end: date) -> float:
    """Return whole and broken years between two days; 0 if the second comes first."""
    return max((end - start).days, 0) / 7 / WEEKS_PER_YEAR


@dataclass(frozen=True)
class Case(Wages):
    """A request with the law, and all that follows from them. Dates are the first day on which something holds."""

    @cached_property
    def end(self) -> date:
        """Day after the last one shown."""
        if self.request.until is not None:
            return min(self.request.until + timedelta(days=1), self.aow)
        last = self.start
        if not self.ends_without_right:
            last = months_later(max(self.start, self.lgu_end), months=MONTHS_PER_YEAR)
        if self.request.ww:
            last = max(last, self.ww_end)
        if self.request.dismissed is not None:
            last = max(last, self.request.dismissed + timedelta(days=1))
        return min(last, self.aow)

    # Degrees

    @cached_property
    def degrees(self) -> tuple[Assessed, ...]:
        """Degrees of disability from the start of the right on, in order."""
        found: list[Assessed] = []
        for since, degree in sorted(self._given_degrees()):
            lower = bool(found) and degree < found[-1].degree
            found.append(Assessed(degree, since, self._after_term(since) if lower else max(since, self.start)))
        earlier = [one for one in found if one.since <= self.start]
        first = [earlier[-1]._replace(in_force=self.start)] if earlier else []
        return (*first, *(one for one in found if one.since > self.start))

    def _given_degrees(self) -> Iterator[tuple[date, float]]:
        for step in self.request.degree:
            yield step.since or self.start, step.value / CENTS
        for step in self.request.capacity:
            since = step.since or self.start
            yield since, plain(wga.disability_degree)(self.maatman(since), cents(step.value))

    def _after_term(self, day: date) -> date:
        return termijnen.effect_of_lower_class(day, months=self.whole("inkomenseis.uitloop", day))

    @cached_property
    def in_force(self) -> tuple[date, ...]:
        """Days on which the degrees take effect."""
        return tuple(one.in_force for one in self.degrees)

    def degree(self, day: date) -> float:
        """Return the degree that counts on a day; nothing before the start of the right."""
        place = bisect_right(self.in_force, day) - 1
        return self.degrees[place].degree if place >= 0 else 0.0

    def is_full(self, degree: float) -> bool:
        """Return whether a degree is full disability."""
        return degree >= self.at("wia.volledig_vanaf", self.start)

    def class_of(self, degree: float) -> int:
        """Return the class of a degree: 0-3 partial, 4 full, -1 no right."""
        if degree < self.at("wia.ondergrens", self.start):
            return wga.NO_RIGHT
        lower, full = self.at("wia.klassegrens", self.start), self.at("wia.volledig_vanaf", self.start)
        return plain(wga.disability_class)(degree, lower, full)

    # The right

    @property
    def ends_without_right(self) -> bool:
        """Whether the degree at the start gives no right."""
        return self.class_of(self.degree(self.start)) == wga.NO_RIGHT

    @cached_property
    def iva_from(self) -> date:
        """First day of an IVA; AOW without one."""
        if self.request.lasting:
            return self.start
        return self.request.lasting_from or self.aow

    @property
    def has_worked_enough(self) -> bool:
        """Whether the weeks requirement is met; where nothing is said it is."""
        required = self.at("lgu.referte_weken", self.start)
        worked = self.request.weeks_worked
        return plain(wga.meets_weeks_requirement)(required if worked is None else worked, required)

    @property
    def age(self) -> int:
        """Age in years at the start of the right."""
        return termijnen.whole_months(self.request.birth, end=self.start) // MONTHS_PER_YEAR

    @cached_property
    def lgu_months(self) -> int:
        """Duration of the wage-related benefit in months; 0 without one."""
        if self.ends_without_right or self.request.lasting or not self.has_worked_enough:
            return 0
        if self.at("lgu.naar_leeftijd", self.start):
            return int(self.at("lgu.duur_naar_leeftijd", self.start)[applied.lgu_age_class(self.age)])
        return self._months_by_history("lgu", day=self.start)

    def history(self, day: date) -> float:
        """Return the years of work history on a day: as given for the start of the right, or from an assumed age."""
        if self.request.history is not None:
            return self.request.history
        return years_between(months_later(self.request.birth, months=self.history_age * MONTHS_PER_YEAR), end=day)

    @cached_property
    def history_age(self) -> int:
        """Age from which someone is taken to have worked where no history is given."""
        return int(cast("float", population_parameters.load()["arbeidsverleden.vanaf_leeftijd"].at(FIRST_DAY)))

    def _months_by_history(self, scheme: str, *, day: date) -> int:
        def at(name: str) -> Any:
            return self.at(name, day)

        changed, rate = self.parameter("lgu.maanden_per_jaar_boven_10").values[-1]
        years = self.history(day)
        return applied.months_by_history(
            scheme,
            years=years,
            before_change=max(years - years_between(changed, end=day), 0.0),
            rate_after=cast("float", rate),
            at=at,
            law=self.law,
        )

    @cached_property
    def lgu_end(self) -> date:
        """First day after the wage-related benefit."""
        return months_later(self.start, months=self.lgu_months)

    @cached_property
    def lgu_first_end(self) -> date:
        """First day after the months of the wage-related benefit at the higher share."""
        return months_later(self.start, months=self.whole("lgu.maanden_eerste", self.start))

    @cached_property
    def deferrals(self) -> tuple[tuple[date, date], ...]:
        """Stretches without income requirement, each after a full disability that became partial."""
        return tuple(
            (now.since, months_later(now.since, months=self.whole("inkomenseis.uitstel", now.since)))
            for before, now in pairwise(self.degrees)
            if self.is_full(before.degree) and not self.is_full(now.degree)
        )

    def requirement_applies(self, day: date) -> bool:
        """Return whether an income requirement holds on a day."""
        until = max((end for start, end in self.deferrals if start <= day), default=self.start)
        return plain(wga.requirement_applies)(self.is_full(self.degree(day)), day, until)

    @cached_property
    def employer_until(self) -> date:
        """First day on which the Aof bears the WGA: after the years of the employer, less a voluntary extension."""
        term = self.whole("werkgeversrisico.duur", self.start) * MONTHS_PER_YEAR
        voluntary = round(self.request.voluntary * MONTHS_PER_YEAR / YEAR_WEEKS)
        return months_later(self.start, months=plain(financiering.own_risk_months)(term, voluntary))

    # The end of the right

    @cached_property
    def right_end(self) -> date:
        """First day without a WIA right: AOW, below the lowest class, or a year of high earnings."""
        if self.ends_without_right:
            return self.start
        ends = [self.aow]
        ends += [
            termijnen.end_below_lowest_class(one.in_force, lgu_end=self.lgu_end)
            for one in self.degrees
            if self.class_of(one.degree) == wga.NO_RIGHT
        ]
        if self.high_earnings_end is not None:
            ends.append(self.high_earnings_end)
        return min(ends)

    @cached_property
    def high_earnings_end(self) -> date | None:
        """Day on which a year of high earnings ends a WGA right, if it does."""
        run: date | None = None
        term = self.whole("wga.einde_verdiensten_termijn", self.start)
        for day in self._days_of_earnings:
            limit = self.at("wga.einde_verdiensten_aandeel", day)
            if run is not None and day >= (over := months_later(run, months=term)):
                return self._end_by_earnings(run, year_over=over)
            high = plain(wga.earns_too_much)(self.earnings(day), self.maatman(day), limit)
            run = (run or day) if high else None
        return None

    @property
    def _days_of_earnings(self) -> Iterator[date]:
        """Days on which earnings can pass the limit; none without earnings."""
        if not self.steps_of_earnings:
            return
        days = {self.start, *(since for since, _ in self.steps_of_earnings if since > self.start)}
        months = {termijnen.first_of_month(self.start, months=month) for month in range(1, self.months_to_aow + 1)}
        yield from sorted(days | months | {months_later(day, months=MONTHS_PER_YEAR) for day in days})

    def _end_by_earnings(self, run: date, *, year_over: date) -> date | None:
        decided = max(year_over, self.lgu_end)
        term = self.whole("wga.vijfjaarsregel_duur", decided) * MONTHS_PER_YEAR
        until = plain(wga.protected_until)(
            self.at("wga.vijfjaarsregel", decided),
            self.at("wga.vijfjaarsregel_vanaf_werk", decided),
            months_later(self.start, months=term).toordinal(),
            months_later(run, months=term).toordinal(),
            _NEVER,
        )
        end = plain(wga.end_by_earnings)(year_over.toordinal(), self.lgu_end.toordinal(), until)
        found = date.fromordinal(end)
        return found if found < self.iva_from else None

    # Unemployment benefit

    @cached_property
    def ww_start(self) -> date:
        """First day of unemployment benefit."""
        return max(self.start, self.request.dismissed or self.start)

    @cached_property
    def ww_months(self) -> int:
        """Duration of unemployment benefit in months."""
        return self._months_by_history("ww", day=self.ww_start)

    @cached_property
    def ww_end(self) -> date:
        """First day after unemployment benefit."""
        return months_later(self.ww_start, months=self.ww_months)
