"""Pass the gate and live an extension of wage payment (docs/life.md, section 11)."""

from twin import assessment
from twin.chance import wait, within
from twin.course import INCOME_ONLY, LAPSED, RETURN_ONLY, SUFFICIENT, Course
from twin.tables import Tables, cents


def passed(course: Course, *, outcome: int) -> bool:
    """Pass the gate at the end of the waiting period with an outcome after the law."""
    if outcome == SUFFICIENT:
        return assessment.decide(course, course.life.ewt, factor=assessment.unchanged, extended=False)
    course.split.at_objection(course, outcome=outcome)
    word = course.draw("extension")[0]
    upheld = word >> 12 < course.tables.behaviour.upheld[course.tables.held_year(course.life.ewt)] >> 12
    return after_objection(course, outcome=outcome, upheld=upheld)


def after_objection(course: Course, *, outcome: int, upheld: bool) -> bool:
    """Live the extension unless the objection against it is upheld, and decide the claim."""
    start = course.life.ewt
    length, repaired = (0, False) if upheld else _length(course)
    if length == 0:
        if upheld and outcome < SUFFICIENT:
            course.count("objection_upheld", start)
        return assessment.decide(course, start, factor=lambda t: _medical(t, outcome), extended=False)
    back = wait(course.draw("sanction return")[0], course.tables.behaviour.return_rate_extension)
    returns = back < length

    def lapsed(tables: Tables) -> float:
        behaviour = tables.behaviour
        effect = behaviour.award_lapsed_returner if returns else behaviour.award_lapsed_stayer
        return _medical(tables, outcome) * effect

    def sanctioned(tables: Tables) -> float:
        return _medical(tables, outcome) * tables.behaviour.award_after_extension

    if outcome == LAPSED:
        return assessment.decide(course, start, factor=lapsed, extended=False)
    if outcome == INCOME_ONLY:
        factor = _none if returns else sanctioned
        return assessment.decide(course, start, factor=factor, extended=False)
    # Return only: nobody returns before the extension ends, and the award is that of a lapse.
    leaves_early = returns and outcome != RETURN_ONLY
    end = min(start + (back if leaves_early else length), course.present)
    _extend(course, start, end)
    if end == course.present:
        return course.leave(end)
    if leaves_early:
        return course.work(end)
    if repaired:
        course.count("sanction_repaired", end)
    return assessment.decide(course, end, factor=lapsed if outcome == RETURN_ONLY else sanctioned, extended=True)


def hangs_on_dismissal(course: Course, reform: Tables) -> bool:
    """Return whether a return in the extension hangs on the protection from dismissal."""
    return course.draw("sanction return")[1] < reform.behaviour.return_by_dismissal


def _none(_: Tables) -> float:
    return 0.0


def _medical(tables: Tables, outcome: int) -> float:
    """Return the factor on an award whose file fell short on medical grounds."""
    on_advice = (0, 2, LAPSED, INCOME_ONLY, RETURN_ONLY)
    return tables.behaviour.award_medical_ground if outcome in on_advice else 1.0


def _length(course: Course) -> tuple[int, bool]:
    """Return the weeks of the extension, and whether repair ends it."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    repair, request, substantive, _ = course.draw("sanction")
    _, incapable, ends, _ = course.draw("extension")
    repaired = repair < behaviour.repaired
    if life.gate in (0, 1) and substantive < behaviour.substantive_after_repair:
        repaired = False
    imposed = law.sanction_maximum[life.sick]
    if repaired:
        late = max((life.decided - life.sick) - law.timely_decision[life.sick], 0)
        handled = law.repair_decision[life.decided] + max(law.repair_end[life.decided] - late, 0)
        imposed = min(imposed, 1 + within(request, behaviour.repair_weeks) + handled)
    length = min(
        imposed,
        law.without_capacity[life.decided] + wait(incapable, behaviour.no_capacity_rate),
        1 + wait(ends, behaviour.contract_end_rate[life.contract]),
    )
    return length, repaired and length == imposed


def _extend(course: Course, start: int, end: int) -> None:
    """Post an extension of wage payment."""
    life, law = course.life, course.tables.law
    course.move(start, "sanctie")
    due = cents(min(life.wage, law.maximum_maandloon[start]) * law.wage_share[life.sick])
    top = max(cents(life.wage * course.tables.behaviour.wage_paid[2]) - due, 0)
    followed = bool(life.relieved) and course.draw("extension")[3] < course.tables.behaviour.advice_followed
    payer = "verzekeraar" if followed else "werkgever"
    course.pay("loon_sanctie", payer, start, end, due)
    course.pay("cao_aanvulling", payer, start, end, top)
    course.ledger.count_days("sanction_days", start, end, weight=course.weight)
