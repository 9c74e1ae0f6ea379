"""Live with a WIA right: its start, its stretches, what it pays, its end and re-opening (docs/life.md, 15 to 18)."""

from dataclasses import astuple, dataclass

from twin import assessment
from twin.chance import NEVER, exponential, pick, wait, wait_two_rates, within
from twin.course import AGENCY, CONTRACT_ENDED, FULL_LASTING, NO_RISK, OTHER, UNEMPLOYED, Course, Kept
from twin.tables import cents

FULL = 4
_AT_LEAST = 1e-12
"""Least weekly mortality above the population's."""


@dataclass
class Times:
    """The week of everything that could end a stretch."""

    dies: int = NEVER
    recovers: int = NEVER
    resumes: int = NEVER
    lasting: int = NEVER
    changes: int = NEVER
    encouraged: int = NEVER
    ends: int = NEVER
    relapses: int = NEVER


def kind_by_law(course: Course, week: int) -> int | None:
    """Return the kind of right that the severity gives in a week; None for no right."""
    level, law = course.life.level, course.tables.law
    if level == FULL_LASTING:
        return FULL_LASTING
    degree = course.tables.beside.degree[level]
    if degree < law.least_degree[course.life.ewt]:
        return None
    if degree >= law.full_from[week]:
        return FULL
    return max((place for place, lower in enumerate(law.class_lower[week]) if lower <= degree), default=None)


# The start: section 15.


def grant(course: Course, week: int, *, kind: int) -> bool:
    """Begin a right and live with it."""
    _begin(course, week, kind=kind)
    course.inflow(week, iva=kind == FULL_LASTING)
    return live(course, week)


def grant_late(course: Course, week: int, decided: int) -> bool:
    """Begin an IVA whose decision comes late: until then it counts as WGA."""
    _begin(course, week, kind=FULL_LASTING)
    course.inflow(week, iva=False)
    course.move(week, "wga_lgu")
    course.spend(week, decided, iva=False)
    course.spend_on_advance(week, decided)
    _pay_iva(course, week, decided)
    if decided == course.present:
        return course.leave(decided)
    course.count("advance_to_iva", decided)
    return live(course, decided)


def _begin(course: Course, week: int, *, kind: int) -> None:
    life = course.life
    if life.protected > week:
        _take_back(course, week)
    life.protected = 0
    life.kind, life.own_risk = kind, life.erd_wga
    life.reopen = life.resumed = NEVER
    life.deferred = life.wia_start = life.lgu_end = week
    life.guarantee_end = life.step = 0
    if _worked_enough(course, life.sick):
        life.lgu_end = course.tables.later(week, _lgu_months(course, week))
    elif kind != FULL_LASTING:
        course.count("without_lgu", week)


def _worked_enough(course: Course, week: int) -> bool:
    life = course.life
    required = course.tables.law.lgu_required_weeks[life.ewt]
    if required == 0:
        return True
    if min(week - life.work_since, 36) < required:
        return False
    return course.draw("right")[3] >= course.tables.behaviour.without_weeks[life.contract]


def _lgu_months(course: Course, week: int) -> int:
    law, ewt = course.tables.law, course.life.ewt
    if law.lgu_by_age[ewt]:
        age = course.age(week)
        return next(months for upper, months in zip(law.lgu_age_upper, law.lgu_age_months, strict=True) if age < upper)
    return assessment.months_by_history(
        course,
        week,
        bounds=(law.lgu_minimum[ewt], law.lgu_maximum[ewt]),
        quarters=law.lgu_quarters[ewt],
        shortest=law.lgu_shortest[ewt],
    )


# Its stretches: section 16.


def live(course: Course, week: int) -> bool:
    """Live with the right until it ends; return whether she is at work again."""
    life = course.life
    while True:
        _take_status(course, week)
        times = _times(course, week)
        life.step += 1
        end = min(*astuple(times), course.present)
        if life.kind == FULL_LASTING:
            course.spend(week, end, iva=True)
            _pay_iva(course, week, end)
        else:
            course.spend(week, end, iva=False)
            course.spend_on_advance(week, min(end, life.advanced_until))
            _pay_wga(course, week, end)
        if end == course.present:
            return course.leave(end)
        if end == times.dies:
            course.move(end, "overleden")
            return course.end()
        if end == times.recovers:
            return _recover(course, end)
        if end == times.ends != times.relapses:
            return _end_by_earnings(course, end)
        if end == times.relapses:
            course.count("earnings_lost", end)
            life.resumed = NEVER
        elif end == times.lasting:
            life.level = life.kind = FULL_LASTING
        elif end in (times.resumes, times.encouraged):
            _resume(course, end)
        elif not _change_class(course, end):
            return _recover(course, end)
        week = end


def _take_status(course: Course, week: int) -> None:
    course.move(week, "iva" if course.life.kind == FULL_LASTING else _phase(course, week))


def _times(course: Course, week: int) -> Times:
    """Draw the week of everything that could end the stretch."""
    life, behaviour = course.life, course.tables.behaviour
    recovery, change, lasting, death = course.draw("wia exit", life.step)
    passed = week - life.wia_start
    times = Times()
    if life.kind == FULL_LASTING:
        times.dies = week + wait_two_rates(
            death,
            passed=passed,
            border=behaviour.iva_death_border,
            first=_excess(course, week, behaviour.iva_death_first),
            later=_excess(course, week, behaviour.iva_death_later),
        )
        times.recovers = week + wait(recovery, behaviour.iva_recovery)
    else:
        border, by_earnings = behaviour.recovery_border, behaviour.by_earnings
        first, later = behaviour.recovery_first, behaviour.recovery_later
        times.dies = week + wait(death, _excess(course, week, behaviour.wga_death))
        rest = 1 - by_earnings
        times.recovers = week + wait_two_rates(
            recovery, passed=passed, border=border, first=first * rest, later=later * rest
        )
        if life.resumed == NEVER:
            full = int(life.level >= FULL)
            times.lasting = week + wait(lasting, behaviour.to_iva[full])
            times.changes = week + wait(change, behaviour.change_class[full])
            if by_earnings != 0:
                word, sooner, _, _ = course.draw("resumption", life.step)
                times.resumes = week + wait_two_rates(
                    word, passed=passed, border=border, first=first * by_earnings, later=later * by_earnings
                )
                times.encouraged = _encouraged(course, week, sooner)
    if life.resumed != NEVER:
        times.ends, times.relapses = life.right_end, life.relapse
    return times


def _encouraged(course: Course, week: int, word: int) -> int:
    """Return the week in which a policy makes her resume work; NEVER without one."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    if behaviour.resumes_protected == 0 and behaviour.trained_years == 0:
        return NEVER
    left = exponential(word)
    trained = not life.own_risk and life.schooling < behaviour.trainable
    for moment in range(week, course.present):
        share = 0.0
        end = course.tables.later(life.wia_start, law.five_years_months[moment])
        if law.five_years[moment] and (law.five_years_from_work[moment] or moment < end):
            share = share + behaviour.resumes_protected
        if trained:
            share = share + behaviour.trained[course.tables.year(moment)]
        early = moment - life.wia_start < behaviour.recovery_border
        rate = behaviour.recovery_first if early else behaviour.recovery_later
        left = left - rate * behaviour.by_earnings * share
        if left < 0:
            return moment
    return NEVER


def _excess(course: Course, week: int, rate: float) -> float:
    """Return the mortality above the population's, a week."""
    tables = course.tables
    chances = tables.population.death_chance[tables.held_year(week)]
    age = min(course.age(week) - tables.beside.youngest, len(chances) - 1)
    return max(rate - chances[age][course.life.sex] / tables.weeks_per_year, _AT_LEAST)


def _resume(course: Course, week: int) -> None:
    """Resume work that earns more than the limit: set when the right ends and when the work is lost."""
    life, law, behaviour, later = course.life, course.tables.law, course.tables.behaviour, course.tables.later
    life.resumed = week
    lost, when, _, _ = course.draw("reopening", life.step)
    life.relapse = NEVER
    if lost < behaviour.reopening:
        last = later(week, law.earnings_term[week] + law.reopening_months[week])
        life.relapse = week + 1 + within(when, last - week)
    if int(life.wage * behaviour.resumed_earnings) <= life.wage * law.earnings_limit[week]:
        life.right_end = NEVER
        return
    life.right_end = max(later(week, law.earnings_term[week]), life.lgu_end)


def _change_class(course: Course, week: int) -> bool:
    """Change between partial and full; return whether a right is left."""
    life, tables = course.life, course.tables
    if life.level == FULL:
        life.level = pick(course.draw("assessment", life.step)[0], tables.behaviour.class_threshold)
        life.deferred = tables.later(week, tables.law.requirement_deferral[week])
    else:
        life.level = FULL
    kind = kind_by_law(course, week)
    if kind is None:
        return False
    life.kind = kind
    return True


# What it pays: section 17.


def _capacity(course: Course) -> int:
    return cents(course.life.wage * (1.0 - course.tables.beside.degree[course.life.level]))


def _earnings(course: Course) -> int:
    life, behaviour = course.life, course.tables.behaviour
    if life.resumed != NEVER:
        return int(life.wage * behaviour.resumed_earnings)
    if life.level >= FULL or life.use == 0:
        return 0
    return _capacity(course) if life.use == 2 else int(_capacity(course) * behaviour.half_use)


def _counted(course: Course, earnings: int) -> int:
    """Return earnings scaled to the maandloon."""
    life = course.life
    return cents(earnings * (life.base / life.wage)) if life.wage > life.base else earnings


def _after_lgu(course: Course, week: int) -> str:
    """Return what follows the wage-related benefit."""
    life = course.life
    requirement = cents(_capacity(course) * course.tables.law.income_requirement[week])
    if life.kind == FULL or week < life.deferred or _earnings(course) >= _capacity(course):
        return "lau1"
    return "lau2" if _earnings(course) >= requirement else "vvu"


def _phase(course: Course, week: int) -> str:
    if week < course.life.lgu_end:
        return "wga_lgu"
    return "wga_vvu" if _after_lgu(course, week) == "vvu" else "wga_lau"


def _employer_risk_end(course: Course) -> int:
    life = course.life
    months = course.tables.law.employer_years_months[life.wia_start]
    extension = int(life.voluntary * 12 / course.tables.weeks_per_year)
    return course.tables.later(life.wia_start, int(max(months - extension, 0)))


def _payer(course: Course, week: int) -> str:
    life = course.life
    if life.route in (UNEMPLOYED, OTHER, NO_RISK) or life.simple or week >= _employer_risk_end(course):
        return "aof"
    if life.route in (CONTRACT_ENDED, AGENCY) and not course.tables.law.wga_flex_whk[life.ewt]:
        return "sectorfonds_ufo"
    return "erd" if life.own_risk else "whk"


def _pay_wga(course: Course, start: int, end: int) -> None:
    """Post a WGA over a stretch."""
    life, law = course.life, course.tables.law
    first = course.tables.later(life.wia_start, law.lgu_first_months[life.wia_start])
    borders = (first, life.lgu_end, _employer_risk_end(course), life.deferred, life.guarantee_end)
    for week, stop in course.pieces(start, end, *borders):
        _take_status(course, week)
        payer = _payer(course, week)
        earnings = _earnings(course)
        if week < life.lgu_end:
            share = (law.lgu_first_share if week < first else law.lgu_share)[week]
            benefit = cents(max(life.base - _counted(course, earnings), 0) * share)
            course.pay("wga_lgu", payer, week, stop, benefit)
        else:
            benefit = _pay_after_lgu(course, week, stop, payer=payer)
        course.supplement(week, stop, benefit, income=earnings)


def _pay_after_lgu(course: Course, week: int, stop: int, *, payer: str, count: bool = True) -> int:
    """Post what follows the wage-related benefit over a piece, and return it."""
    life, law = course.life, course.tables.law
    follow_up = cents(min(life.base, law.minimum_wage) * law.vvu_share[week][life.kind])
    what, share = _after_lgu(course, week), law.lau_share[week]
    if what == "vvu":
        item, benefit = "wga_vvu", follow_up
        course.pay(item, payer, week, stop, benefit)
    else:
        item = "wga_lau"
        benefit = less_earnings = cents(max(life.base - _counted(course, _earnings(course)), 0) * share)
        if what == "lau2":
            less_capacity = cents(max(life.base - _counted(course, _capacity(course)), 0) * share)
            benefit = max(less_capacity, min(follow_up, less_earnings))
        course.pay(item, payer, week, stop, min(benefit, follow_up))
        course.pay(item, "aof", week, stop, benefit - min(benefit, follow_up))
        if count:
            course.ledger.count_year_ends(f"{what}_year_end", week, stop, weight=course.weight)
    if week < life.guarantee_end:
        lift = max(cents(max(life.guarantee_base - _earnings(course), 0) * law.lgu_share[week]) - benefit, 0)
        course.pay(item, "aof", week, stop, lift)
        benefit += lift
    return benefit


def _pay_iva(course: Course, start: int, end: int) -> None:
    """Post an IVA over a stretch."""
    for week, stop in course.pieces(start, end):
        benefit = cents(course.life.base * course.tables.law.iva_share[week])
        course.pay("iva", "aof", week, stop, benefit)
        course.supplement(week, stop, benefit, income=0)


# Its end, and re-opening: section 18.


def _recover(course: Course, week: int) -> bool:
    life = course.life
    returns, when, _, _ = course.draw("reopening", life.step)
    reopens = NEVER
    if life.kind < FULL_LASTING and returns < course.tables.behaviour.reopening:
        last = course.tables.later(week, course.tables.law.reopening_months[week])
        reopens = week + 1 + within(when, last - week)
    return _end(course, week, reopens=reopens)


def _end_by_earnings(course: Course, week: int) -> bool:
    """End the right by earnings, or let it go on beside the work while it is protected."""
    life, law = course.life, course.tables.law
    last = course.tables.later(week, law.reopening_months[week])
    reopens = life.relapse if life.relapse <= last else NEVER
    life.protected = 0
    if law.five_years[week]:
        since = life.resumed if law.five_years_from_work[week] else life.wia_start
        life.protected = course.tables.later(since, law.five_years_months[week])
    if life.protected <= week:
        _count_end(course, week)
    else:
        _pay_beside_work(course, week, min(life.protected, reopens, course.present))
        if life.protected <= min(reopens, course.present):
            _count_end(course, life.protected)
    return _go_on(course, week, reopens=reopens)


def _count_end(course: Course, week: int) -> None:
    course.count("ended_by_earnings", week)
    course.count("recovered", week)


def _pay_beside_work(course: Course, start: int, end: int) -> None:
    """Post a protected right of someone who is at work."""
    life = course.life
    course.ledger.count_year_ends("protected_year_end", start, end, weight=course.weight)
    for week, stop in course.pieces(start, end, _employer_risk_end(course), life.deferred, life.guarantee_end):
        benefit = _pay_after_lgu(course, week, stop, payer=_payer(course, week), count=False)
        course.supplement(week, stop, benefit, income=_earnings(course))


def _take_back(course: Course, week: int) -> None:
    """Post the other way what a protected right was paid beyond the week in which another takes its place."""
    life, kept = course.life, course.life.kept
    end = min(life.protected, life.reopen, course.present)
    if end <= week:
        return
    assert kept is not None
    present = {name: getattr(life, name) for name in vars(kept)}
    for name, value in vars(kept).items():
        setattr(life, name, value)
    life.resumed, course.weight = week, -course.weight
    _pay_beside_work(course, week, end)
    course.weight = -course.weight
    for name, value in present.items():
        setattr(life, name, value)


def _end(course: Course, week: int, *, reopens: int) -> bool:
    """End the right by recovery; she is at work again."""
    course.count("recovered", week)
    course.life.protected = 0
    return _go_on(course, week, reopens=reopens)


def _go_on(course: Course, week: int, *, reopens: int) -> bool:
    """Go on at work, beside a protected right or without one."""
    life = course.life
    life.reopen = reopens
    life.kept = Kept(
        *(life.wage, life.base, life.route, life.use, life.ewt),
        *(life.own_risk, life.voluntary, life.simple, life.level),
    )
    life.resumed = NEVER
    life.work_since = week
    cover(course, week, own_job=life.own_job == 1)
    return course.work(week)


def cover(course: Course, week: int, *, own_job: bool) -> None:
    """Begin the cover of work after a claim by the no-riskpolis."""
    life, law, later = course.life, course.tables.law, course.tables.later
    life.no_risk_free = life.ewt + law.no_risk_free[week]
    if own_job:
        life.no_risk_until = later(min(life.wia_start, week), law.no_risk_own[week])
    elif week < later(min(life.ewt, week), law.no_risk_start[week]):
        life.no_risk_until = later(week, law.no_risk_cover[week])
    else:
        life.no_risk_until = 0


def reopen(course: Course) -> bool:
    """Re-open a right that ended; return whether she is at work again."""
    life = course.life
    week = max(life.reopen, life.free)
    ended = week >= life.protected
    life.reopen, life.protected = NEVER, 0
    wage = course.wage_at(week)
    new = min(wage, course.tables.law.maximum_maandloon[week])
    kept = life.kept
    assert kept is not None
    life.wage, life.base, life.route, life.use, life.ewt = kept.wage, kept.base, kept.route, kept.use, kept.ewt
    life.own_risk, life.voluntary, life.simple, life.level = kept.own_risk, kept.voluntary, kept.simple, kept.level
    if new > life.base:
        life.wage = max(life.wage, wage)
    life.base = max(life.base, new)
    if _worked_enough(course, week):
        life.guarantee_base = new
        life.guarantee_end = course.tables.later(week, _lgu_months(course, week))
    kind = kind_by_law(course, week)
    if kind is None:
        return True
    life.kind = kind
    if ended:
        course.count("reopened", week)
        course.inflow(week, iva=False)
    return live(course, week)
