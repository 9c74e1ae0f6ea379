"""The supplement to the social minimum on top of what is due."""

from datetime import date

from poortwachter.law.rules import toeslagenwet
from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import plain
from poortwachter.study.articles import article_of
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.request import cents
from poortwachter.study.benefit.result import How, Line


def with_toeslag(case: Case, lines: tuple[Line, ...], *, day: date, since: date) -> tuple[Line, ...]:
    """Return lines of a right that started since, with the supplement for the household where there is one."""
    household = case.request.household
    if household is None or not lines:
        return lines
    minimum = to_cents(case.minimum_wage(day) * case.at(f"tw.sociaal_minimum_{household}", day))
    income = case.earnings(day) + cents(case.request.household_income)
    had = sum(line.monthly for line in lines)
    amount = int(plain(toeslagenwet.toeslag)(had, income, minimum, case.maandloon(day, since=since)))
    if amount == 0:
        return lines
    how = How("upto_minimum", 1.0, minimum, had + income)
    if amount < minimum - had - income:
        how = How("upto_maandloon", 1.0, had + amount, had)
    return (*lines, Line("toeslag", Payer.RIJK, amount, article_of(toeslagenwet.toeslag), how))
