"""A request under the law: the values of the law it reads, and the days that follow from both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

from poortwachter.law.rules import termijnen, wachttijd, ww
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import Parameter, ParameterSet
from poortwachter.study.benefit.request import YEAR_WEEKS, Request


@dataclass(frozen=True)
class Terms:
    """Dates are the first day on which something holds."""

    request: Request
    law: ParameterSet
    used: set[str] = field(default_factory=set)
    """Names of the parameters that were read."""

    def parameter(self, name: str) -> Parameter:
        """Return a parameter of the law, and remember that it was read."""
        self.used.add(name)
        return self.law[name]

    def on(self, name: str, day: date) -> float:
        """Return the number that a parameter holds on a day, whatever date selects it."""
        return cast("float", self.parameter(name).at(day))

    def at(self, name: str, day: date) -> Any:
        """Return a value of the law for something on a day, by the date that the parameter says selects it."""
        parameter = self.parameter(name)
        selected: dict[str, Callable[[], date]] = {
            "first_sick_day": lambda: self.sick,
            "end_of_wachttijd": lambda: self.ewt,
        }
        return parameter.at(selected.get(parameter.selects, lambda: day)())

    def whole(self, name: str, day: date) -> int:
        """Return a value of the law as a whole number."""
        return int(self.at(name, day))

    def article(self, name: str) -> str:
        """Return the article of a parameter."""
        return self.parameter(name).article or ""

    @property
    def sick(self) -> date:
        """First day of sickness."""
        return self.request.first_sick_day

    @cached_property
    def second_year(self) -> date:
        """First day of the second year of sickness."""
        return self._weeks_ill(YEAR_WEEKS)

    @cached_property
    def two_years(self) -> date:
        """End of the 104 weeks."""
        return self._weeks_ill(self._waiting_weeks)

    @cached_property
    def ewt(self) -> date:
        """End of the waiting period: 104 weeks, longer by agreement, shorter for an early IVA."""
        asked = self.request.early_iva
        if asked is None:
            return self._weeks_ill(plain(wachttijd.end_of_wachttijd)(0, self._waiting_weeks, self.request.voluntary))
        names = ("termijn", "wachttijd_minimum", "wachttijd_maximum")
        bounds = [self.on(f"iva_vervroegd.{name}", self.sick) for name in names]
        return self._weeks_ill(int(plain(wachttijd.early_iva_week)(asked, *bounds)))

    @property
    def _waiting_weeks(self) -> int:
        return int(self.on("wachttijd.duur", self.sick))

    def _weeks_ill(self, weeks: int) -> date:
        return termijnen.day_after_wachttijd(self.sick, weeks=weeks)

    @cached_property
    def start(self) -> date:
        """First day after wage or sickness benefit: the start of a WIA right, or of what comes without one."""
        return self.ewt + timedelta(weeks=self.request.sanction)

    @cached_property
    def aow(self) -> date:
        """First day at AOW age."""

        def age_on(day: date) -> int:
            return int(self.on("aow.leeftijd", day))

        return termijnen.aow_day(self.request.birth, age=0, aow_age=age_on)

    @property
    def months_to_aow(self) -> int:
        """Whole months from the start to the AOW; 0 when that comes first."""
        return termijnen.whole_months(self.start, end=self.aow)

    @cached_property
    def contract_end(self) -> date:
        """First day without an employer who pays; the start of the right where there is one all along."""
        if self.request.route == "werkgever":
            return self.start
        return self.request.contract_end or self.sick

    @cached_property
    def ww_goes_on_until(self) -> date:
        """First day on which sickness benefit takes over from unemployment benefit."""
        unemployed = self.request.route == "ww"
        return self._weeks_ill(plain(ww.ww_sick_weeks)(unemployed, self.whole("ww.doorloop_bij_ziekte", self.sick)))
