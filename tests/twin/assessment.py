"""Assess a claim, and live on without WIA (docs/life.md, sections 12 to 14)."""

from math import floor

from twin import right
from twin.chance import pick, unit, wait, within
from twin.course import EMPLOYER, FULL_LASTING, Course, Factor
from twin.tables import Tables, cents

FULL = 4
"""Level and kind of full disability that need not last."""


def unchanged(_: Tables) -> float:
    """Return the factor of a claim that no sanction has touched."""
    return 1.0


def decide(course: Course, week: int, *, factor: Factor, extended: bool) -> bool:
    """Decide a claim; return whether she is at work again."""
    course.split.at_award(course, week, factor=factor, extended=extended)
    refused = course.draw("assessment")[0] >> 12 >= award_chance(course, course.tables, week, factor=factor)
    return after_decision(course, week, refused=refused, extended=extended)


def award_chance(course: Course, tables: Tables, week: int, *, factor: Factor) -> int:
    """Return the chance of an award by the tables of a policy, in units of 2**-20."""
    behaviour = tables.behaviour
    chance = (behaviour.award[course.band7(week)] * factor(tables)) * behaviour.award_alignment[
        tables.held_year(course.life.ewt)
    ]
    return floor(min(chance, 1.0) * 2**20 + 0.5)


def after_decision(course: Course, week: int, *, refused: bool, extended: bool) -> bool:
    """Assess degree and duration, and award or refuse."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    _assess(course, week)
    year = course.tables.held_year(life.ewt)
    simple_word, waits, how_long, _ = course.draw("right")
    simplified = (
        (refused or life.level != FULL_LASTING)
        and law.simple_assessment[life.ewt]
        and course.age(week) >= law.simple_age[life.ewt]
        and simple_word < behaviour.simple_part[year]
    )
    waited = 1 + within(how_long, behaviour.wait_weeks[year]) if waits < behaviour.waits[year] else 0
    _examine(course, week, simplified=simplified)
    life.simple = int(simplified)
    if simplified:
        life.level = FULL
    kind = right.kind_by_law(course, week)
    until = min(week + waited, course.present)
    if kind is None or (refused and not simplified):
        course.count("refused", week)
        if waited:
            _refused_advance(course, week, until)
            if until == course.present:
                return course.leave(until)
        return without_wia(course, until)
    _count_award(course, week, kind=kind, extended=extended)
    dismissed = behaviour.dismissed[kind]
    word = course.draw("under 35")[0]
    life.own_job = int(life.route == EMPLOYER and word >= dismissed)
    if word < dismissed:
        dismiss(course, week)
    life.advanced_until = 0
    if waited:
        course.advance(week)
        if kind == FULL_LASTING:
            return right.grant_late(course, week, until)
        life.advanced_until = until
    return right.grant(course, week, kind=kind)


def _assess(course: Course, week: int) -> None:
    """Draw use of capacity and severity."""
    life, behaviour = course.life, course.tables.behaviour
    _, lasting, degree, use = course.draw("assessment")
    life.use = 2 if use < behaviour.uses_whole else 1 if use < behaviour.uses_half else 0
    severity = unit(degree)
    if unit(lasting) < behaviour.award_iva[course.band7(week)][life.sex][life.cause]:
        life.level = FULL_LASTING
    elif severity >= behaviour.partial_share:
        life.level = FULL
    else:
        life.level = pick(int(severity / behaviour.partial_share * 2**32), behaviour.class_threshold)


def _examine(course: Course, week: int, *, simplified: bool) -> None:
    """Count and pay the examiners."""
    behaviour = course.tables.behaviour
    if not simplified:
        course.count("assessed_by_doctor", week)
        course.pay_once("uitvoering", "aof", week, behaviour.doctor_cost)
    if simplified or course.draw("examiners")[0] >= behaviour.doctor_alone:
        course.count("assessed_by_expert", week)
        course.pay_once("uitvoering", "aof", week, behaviour.expert_cost)


def _count_award(course: Course, week: int, *, kind: int, extended: bool) -> None:
    life = course.life
    if extended:
        course.count("award_after_sanction", week)
    if life.simple:
        course.count("award_simple", week)
    iva = kind == FULL_LASTING
    course.count("award_iva" if iva else "award_wga_full" if kind == FULL else "award_wga_partial", week)
    if life.cause == 1:
        course.count("award_iva_psychisch" if iva else "award_wga_psychisch", week)


def _refused_advance(course: Course, start: int, end: int) -> None:
    """Post the advance of one who turns out to have no right: what is waived of it."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    course.count("advance_refused", start)
    course.inflow(start, iva=False)
    course.move(start, "wga_lgu")
    course.spend(start, end, iva=False)
    course.advance(start)
    course.spend_on_advance(start, end)
    border = course.tables.later(start, law.lgu_first_months[start])
    for week, stop in course.pieces(start, end, border):
        paid = cents(life.base * (law.lgu_first_share if week < border else law.lgu_share)[week])
        waived = int(paid * behaviour.advance_waived[course.tables.held_year(week)])
        course.pay("wga_lgu", "aof", week, stop, paid - max(paid - waived, 0))


# Without WIA: section 13.


def without_wia(course: Course, week: int) -> bool:
    """Stay at work, or lose the job."""
    works, takes, length, back = course.draw("under 35", 1)
    if works < course.tables.behaviour.under35_works:
        course.life.under35 = 1
        return course.work(week)
    dismiss(course, week)
    return lose_job(course, week, words=(takes, length, back), waited=True)


def lose_job(course: Course, week: int, *, words: tuple[int, int, int], waited: bool) -> bool:
    """Take WW or not, and find work again or leave; waited: the waiting period was served."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    takes, length, back = words
    end = week
    if takes < behaviour.under35_ww:
        months = months_by_history(
            course,
            week,
            bounds=(law.ww_minimum[week], law.ww_maximum[week]),
            quarters=law.ww_quarters[week],
            shortest=law.ww_shortest[week],
        )
        rest = wait(length, behaviour.under35_ww_rate)
        end = min(week + 1 + rest, course.tables.later(week, months), course.present)
        course.move(week, "ww")
        _pay_ww(course, week, end)
        if end == course.present:
            return course.leave(end)
    if back < behaviour.under35_back and end < life.exit:
        life.work_since = end
        if waited:
            right.cover(course, end, own_job=False)
        return course.work(end)
    course.move(end, "uit")
    return course.end()


def months_by_history(course: Course, week: int, *, bounds: tuple[int, int], quarters: float, shortest: float) -> int:
    """Return the months of a benefit whose duration follows the work history."""
    life, law = course.life, course.tables.law
    least, most = bounds
    whole = law.lgu_full_years
    history = course.years(life.history_start, week)
    until_change = course.years(life.history_start, min(week, law.lgu_change_week))
    before = max(min(until_change, history) - whole, 0)
    after = max(history - whole, 0) - before
    months = min(history, whole) + before * law.lgu_rate_before + after * law.lgu_rate_after
    months = min(max(months, least), most)
    if quarters > 0 and months > shortest:
        months = max(months - quarters, shortest)
    return int(months)


def _pay_ww(course: Course, start: int, end: int) -> None:
    life, law = course.life, course.tables.law
    first = course.tables.later(start, law.ww_first_months[start])
    sector = course.tables.later(start, law.ww_sector_months[start])
    for week, stop in course.pieces(start, end, first, sector):
        amount = cents(life.base * (law.ww_first_share if week < first else law.ww_share)[start])
        by_sector = life.sector == 3 or (week < sector and law.ww_sector_fund[start])
        course.pay("ww", "sectorfonds_ufo" if by_sector else "awf", week, stop, amount)
        course.supplement(week, stop, amount, income=0)


# Dismissal: section 14.


def dismiss(course: Course, week: int) -> None:
    """Dismiss an employee: transition payment and its compensation."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    if life.route != EMPLOYER or not law.transition_due[week]:
        return
    payment = _transition_payment(course, week, until=week)
    if payment == 0:
        return
    course.count("dismissed", week)
    course.pay_once("transitievergoeding", "werkgever", week, payment)
    waited = life.sick + 104
    paid = law.compensation_week[week]
    if not (law.transition_compensated[waited] and paid < course.tables.weeks):
        return
    compensation = payment
    if law.compensation_within_accrual[paid]:
        compensation = min(compensation, _transition_payment(course, week, until=waited))
    if law.compensation_within_wage[paid]:
        compensation = min(compensation, int((life.wage * 12) * (behaviour.wage_paid[0] + behaviour.wage_paid[1])))
    course.pay_once("compensatie_tv", "aof", paid, compensation)


def _transition_payment(course: Course, week: int, *, until: int) -> int:
    """Return the payment by the law of a week over service until another."""
    life, law = course.life, course.tables.law
    service = course.years(life.job_start, until) * 12
    if service < law.transition_service[week]:
        return 0
    if law.transition_halves[week]:
        whole, ten = int(service), law.transition_ten
        elder = course.tables.ages.first_week[law.transition_age[week]] + life.birth
        young = int(course.years(life.job_start, elder) * 12)
        before = min(whole, young) if whole >= ten else whole
        after = whole - before
        halves = before // 6 + (before % 6 + after % 6) // 6
        first = min(halves, ten // 6)
        months = (
            first * law.transition_first[week]
            + (halves - first) * law.transition_later[week]
            + (after // 6) * law.transition_50[week]
        )
    else:
        months = (service / 12) * law.transition_months_per_year[week]
    return cents(min(life.wage * months, max(law.transition_maximum[week], life.wage * 12)))
