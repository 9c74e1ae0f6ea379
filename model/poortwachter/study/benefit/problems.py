"""Say everything in a request that contradicts itself or the law; each problem starts with a field's name."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from poortwachter.law.rules import wga, ziektewet
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.errors import Problem
from poortwachter.primitives.parameters import FIRST_DAY, ParameterSet
from poortwachter.study.benefit.case import Case, years_between
from poortwachter.study.benefit.request import CENTS, FLEXIBLE, PUBLIC, Request

EARLIEST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)


def find_problems(request: Request, *, law: ParameterSet) -> list[Problem]:
    """Return every problem of a request."""
    outside = list(_outside_the_calendar(request))
    if outside:
        return outside
    case = Case(request, law)
    problems = [*_of_wage(case), *_of_dates(case), *_of_route(case), *_of_dismissal(case), *_of_repeats(request)]
    names = {problem.what.split(" ")[0] for problem in problems}
    needed = {"degree", "capacity"} | ({"wage", "dagloon", "year_wage"} if request.capacity else set())
    if not names & needed:
        problems += _of_degree(case)
    return problems


def _outside_the_calendar(request: Request) -> Iterator[Problem]:
    for name in type(request).model_fields:
        value = getattr(request, name)
        days = [step.since for step in value] if isinstance(value, tuple) else [value]
        for day in days:
            if isinstance(day, date) and not EARLIEST_DAY <= day <= LAST_DAY:
                yield Problem(f"{name} {day} lies outside the calendar", f"give {EARLIEST_DAY} .. {LAST_DAY}")


def _of_wage(case: Case) -> Iterator[Problem]:
    request = case.request
    given = {name: getattr(request, name) for name in ("wage", "dagloon", "year_wage")}
    found = [name for name, value in given.items() if value is not None]
    if not found:
        yield Problem("wage is missing", "give wage (a month), dagloon (a day) or year_wage (the reference year)")
    elif len(found) > 1:
        yield Problem(f"{found[1]} stands beside {found[0]}", "give one of them")
    elif not given[found[0]]:
        yield Problem(f"{found[0]} is 0", "give an amount above 0")
    yield from _of_year(request)
    if request.household_income and request.household is None:
        yield Problem("household_income counts for the supplement only", "give household too, or leave it out")


def _of_year(request: Request) -> Iterator[Problem]:
    for name in ("year_extra_paid", "year_extra_accrued"):
        if getattr(request, name) and request.year_wage is None:
            yield Problem(f"{name} counts beside year_wage only", "give year_wage, or leave it out")
    if request.year_wage is not None and request.year_extra_paid > request.year_wage:
        yield Problem("year_extra_paid is more than year_wage, of which it is a part", "give less")


def _of_dates(case: Case) -> Iterator[Problem]:
    request = case.request
    if case.sick < FIRST_DAY:
        yield Problem(f"first_sick_day {case.sick} lies before the WIA", f"give a day from {FIRST_DAY} on")
    if request.birth >= case.sick:
        yield Problem(f"birth {request.birth} does not lie before the first sick day {case.sick}")
    elif case.aow <= case.sick:
        yield Problem(f"first_sick_day {case.sick} lies at AOW age, reached on {case.aow}", "there is no WIA then")
    if request.until is not None and request.until < case.sick:
        yield Problem(f"until {request.until} lies before the first sick day {case.sick}")
    age = years_between(request.birth, end=case.start)
    if request.history is not None and request.history > age:
        yield Problem(f"history {request.history:g} is more years than the age at the start of the right, {age:.0f}")


def _of_route(case: Case) -> Iterator[Problem]:
    request, route = case.request, case.request.route
    if request.contract_end is not None and route != "contracteinde":
        yield Problem(f"contract_end does not go with route {route}", "give route contracteinde")
    elif request.contract_end is not None and not case.sick <= request.contract_end <= case.two_years:
        yield Problem(f"contract_end {request.contract_end} lies outside {case.sick} .. {case.two_years}")
    if request.erd and route in PUBLIC:
        yield Problem(f"erd does not go with route {route}: no employer bears that risk")
    if request.voluntary and route != "werkgever":
        yield Problem(f"voluntary does not go with route {route}", "only an employer can go on paying")
    if request.sanction:
        yield from _of_sanction(case)
    if request.early_iva is not None:
        yield from _of_early_iva(case)


def _of_sanction(case: Case) -> Iterator[Problem]:
    weeks, route = case.request.sanction, case.request.route
    if route in PUBLIC or (route in FLEXIBLE and not case.request.erd):
        yield Problem(f"sanction does not go with route {route}", "an employer, or erd, is needed")
        return
    most = case.whole("loonsanctie.maximum", case.sick)
    if route in FLEXIBLE:
        most = int(plain(ziektewet.extended_weeks)(True, case.whole("zw.verlenging_erd", case.sick)))
    if weeks > most:
        yield Problem(f"sanction {weeks} is longer than the {most} weeks of the law for {case.sick}")


def _of_early_iva(case: Case) -> Iterator[Problem]:
    asked = case.request.early_iva or 0
    first, last = (case.whole(f"iva_vervroegd.{name}", case.sick) for name in ("eerste_aanvraag", "laatste_aanvraag"))
    if not first <= asked <= last:
        yield Problem(f"early_iva {asked} is not a week in which it can be asked for", f"give {first} .. {last}")
    if not case.request.lasting:
        yield Problem("early_iva asks for full and lasting disability", "give lasting too")
    if case.request.sanction or case.request.voluntary:
        yield Problem("early_iva does not go with an extension", "leave sanction and voluntary out")


def _of_dismissal(case: Case) -> Iterator[Problem]:
    request = case.request
    if request.dismissed is None:
        if request.in_service is not None:
            yield Problem("in_service counts for a dismissal only", "give dismissed too, or leave it out")
        return
    if request.route != "werkgever":
        yield Problem(f"dismissed does not go with route {request.route}: the contract has ended or goes on")
    if request.dismissed < case.start:
        what = f"dismissed {request.dismissed} lies before the end of the ban on dismissal"
        yield Problem(what, f"give a day from {case.start} on")
    if request.in_service is None:
        yield Problem("in_service is missing, which the transition payment rests on", "give the first day of service")
    elif not request.birth < request.in_service <= case.sick:
        yield Problem(f"in_service {request.in_service} does not lie between birth and the first sick day")


def _of_repeats(request: Request) -> Iterator[Problem]:
    for name in ("degree", "capacity", "earnings"):
        days = [step.since for step in getattr(request, name)]
        for day in sorted({day for day in days if days.count(day) > 1}, key=str):
            yield Problem(f"{name} has two values for {day or 'the start of the right'}", "give one")
    if request.degree and request.capacity:
        yield Problem("capacity stands beside degree", "give one of them")
    if not request.degree and not request.capacity:
        yield Problem("degree is missing", "give degree (percent) or capacity (what can still be earned a month)")
    if any(step.value > CENTS for step in request.degree):
        yield Problem("degree is above 100 percent")


def _of_degree(case: Case) -> Iterator[Problem]:
    request = case.request
    if case.degrees[0].since > case.start:
        yield Problem(f"degree starts after the right, on {case.degrees[0].since}", f"give one for {case.start} too")
        return
    classes = [case.class_of(one.degree) for one in case.degrees]
    if wga.NO_RIGHT in classes[:-1]:
        yield Problem("degree changes after there is no right left", "work out a re-opened right on its own")
    if request.ww and classes[0] != wga.NO_RIGHT:
        yield Problem("ww is for a degree that gives no right to WIA", "leave ww out")
    if request.lasting or request.lasting_from is not None:
        yield from _of_lasting(case)


def _of_lasting(case: Case) -> Iterator[Problem]:
    request = case.request
    if request.lasting and request.lasting_from is not None:
        yield Problem("lasting_from stands beside lasting", "give one of them")
        return
    if request.lasting_from is not None and request.lasting_from <= case.start:
        yield Problem(f"lasting_from {request.lasting_from} does not lie after {case.start}", "give lasting instead")
    if not case.is_full(case.degree(case.iva_from)):
        yield Problem("lasting asks for full disability", "give a degree of 80 or more, or leave it out")
    if case.degrees[-1].since > case.iva_from:
        yield Problem("degree changes after it is lasting", "leave the later degree out")
