"""Live a life from entry to its end (docs/life.md, section 5)."""

from math import floor

from twin import person, right, spell
from twin.chance import Chance, exponential
from twin.course import Course, Split
from twin.ledger import Ledger
from twin.tables import Tables, cents


def lived(tables: Tables, chance: Chance, *, ledger: Ledger, split: Split | None = None) -> None:
    """Live one worker's life and post it."""
    go_on(person.born(tables, chance, ledger=ledger, split=split or Split()))


def go_on(course: Course) -> None:
    """Live from work on, to the end of the life."""
    while _at_work(course):
        pass


def _at_work(course: Course) -> bool:
    """Work until a spell or the end of work, and live what follows; return whether she is at work again."""
    life, tables = course.life, course.tables
    behaviour = tables.behaviour
    limit = max(min(course.present, life.exit, life.reopen), life.free)
    rate = (behaviour.onset_rate[life.sex] * tables.beside.onset_by_wage[life.wage_rank]) * (
        tables.beside.onset_by_frailty[life.frailty]
    )
    while rate > 0.0:
        gap, acceptance, length, route = course.draw("onset")
        clock = life.clock + floor(exponential(gap) * (65536 / rate))
        week = clock // 65536
        if week >= limit:
            break
        life.clock = clock
        life.onset += 1
        if week < life.free:
            continue
        while week >= life.change:
            if person.move_on(course):
                life.served = 0
        accept = behaviour.onset_accept[tables.year(week)][course.band6(week)][life.sex][life.sector]
        if acceptance >= accept:
            continue
        course.count("spell", week)
        if week - life.returned >= tables.law.spells_joined_below[week]:
            life.served = 0
        if length >= spell.curve(course, week, cause=0)[1]:
            _first_week(course, week)
            continue
        return spell.fall_ill(course, week, length=length, route=route)
    return _stop(course, limit)


def _first_week(course: Course, week: int) -> None:
    """Pay the working days of a spell that ends in its first week."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    wage = course.wage_at(week)
    due = max(
        cents(min(wage, law.maximum_maandloon[week]) * law.wage_share[week]),
        min(wage, law.wage_floor[week]),
    )
    top = max(cents(wage * behaviour.wage_paid[0]) - due, 0)
    days = behaviour.first_week_days / law.days_per_month
    course.pay_once("loon_jaar1", "werkgever", week, int(due * days))
    course.pay_once("cao_aanvulling", "werkgever", week, int(top * days))
    life.free = life.returned = week + 1


def _stop(course: Course, limit: int) -> bool:
    """Stop working at the limit."""
    if course.present <= limit:
        return course.leave(limit)
    if course.life.reopen <= limit:
        return right.reopen(course)
    course.move(limit, "uit")
    return course.end()
