"""Live a spell of sickness until it ends or leads to a claim (docs/life.md, sections 6 to 10)."""

from dataclasses import dataclass
from typing import Any

from twin import assessment, gate, right
from twin.chance import NEVER, pick, unit, wait, within
from twin.course import (
    ADMINISTRATIVE,
    AGENCY,
    CONTRACT_ENDED,
    EMPLOYER,
    FULL_LASTING,
    LAPSED,
    NO_RISK,
    OTHER,
    SUBSTANTIVE,
    SUFFICIENT,
    UNEMPLOYED,
    Course,
)
from twin.tables import Tables, cents

YEAR, TWO_YEARS = 52, 104
LONG = 42
GUIDED = 6


@dataclass
class Prospect:
    """What a spell waits for: weeks of illness, NEVER for what does not come."""

    served: int
    sickness_benefit: int
    length: int
    ezwb: int = NEVER
    placed: int = NEVER
    early_iva: int = NEVER
    stop: int = 0


def curve(course: Course, week: int, *, cause: int) -> list[int]:
    """Return the thresholds of a spell that starts in this week and lasts longer than k weeks, by k."""
    life, tables = course.life, course.tables
    level = tables.behaviour.spell_level[tables.year(week)]
    return tables.behaviour.survival[level][life.frailty // 8][cause][course.band7(week)][life.sex]


def fall_ill(course: Course, week: int, *, length: int, route: int) -> bool:
    """Live a spell longer than a week and what follows; return whether she is at work again."""
    life, tables = course.life, course.tables
    life.cause = int(course.draw("cause")[0] < tables.behaviour.psychological)
    life.started, life.sick = week, week - life.served
    life.wage = course.wage_at(week)
    life.base = min(life.wage, tables.law.maximum_maandloon[week])
    on_wages = curve(course, week, cause=life.cause)
    course.spared = None
    prospect = _prospect(course, length=length, weeks=_outlived(length, on_wages, start=2), route=route)
    _spend(course, prospect)
    _claim(course, prospect)
    return _finish(course, prospect)


def _outlived(word: int, thresholds: list[int], *, start: int) -> int:
    """Return the first week whose threshold the word is not below, or 105."""
    return next((k for k in range(start, TWO_YEARS + 1) if word >= thresholds[k]), TWO_YEARS + 1)


# Start: section 6.


def _route(course: Course, word: int) -> int:
    life, behaviour = course.life, course.tables.behaviour
    year = course.tables.year(life.started)
    if life.no_risk_free <= life.sick < life.no_risk_until:
        return NO_RISK
    threshold = 0
    for route, more in (
        (OTHER, behaviour.vangnet_other[life.sex]),
        (UNEMPLOYED, behaviour.vangnet_ww[year][course.band6(life.started)]),
        (AGENCY, behaviour.vangnet_agency[year][life.contract]),
    ):
        threshold += more
        if word < threshold:
            return route
    return EMPLOYER


# What it waits for: section 7.


def _prospect(course: Course, *, length: int, weeks: int, route: int) -> Prospect:
    """Start the spell, and draw all that could end it."""
    life, tables = course.life, course.tables
    served = life.started - life.sick
    if served == 0:
        life.voluntary = life.claimed = 0
        life.decided, life.gate = NEVER, SUFFICIENT
    life.ewt = life.sick + tables.law.waiting_weeks + life.voluntary
    life.route = _route(course, route)
    _insure(course)
    if life.route == NO_RISK:
        course.count("no_risk_spell", life.started)

    ends, rest, ended, targeted = course.draw("vangnet")
    prospect = Prospect(served, NEVER, served + weeks)
    slower = tables.behaviour.survival_zw[life.frailty // 8][life.cause][course.band7(life.started)][life.sex]
    rate = tables.behaviour.contract_end_rate[life.contract]
    if life.route in (OTHER, NO_RISK):
        prospect.sickness_benefit = served
    elif life.route in (UNEMPLOYED, AGENCY):
        prospect.sickness_benefit = served
        prospect.length = served + _outlived(length, slower, start=2)
    elif rate > 0.0:
        end = 1 + wait(ends, rate)
        if end < min(weeks, TWO_YEARS - served):
            prospect.sickness_benefit = served + end
            prospect.length = served + _outlived(rest * slower[end] // 2**32, slower, start=end + 1)
    _guide(course, prospect)
    if life.route not in (OTHER, NO_RISK):
        prospect.ezwb = _ezwb(course, prospect, word=ended, targeted=targeted)
    if prospect.length > LONG:
        _middle(course, prospect)
    prospect.stop = min(
        *(prospect.length, prospect.placed, prospect.early_iva, prospect.ezwb),
        *(TWO_YEARS, course.present - life.sick),
    )
    return prospect


def _insure(course: Course) -> None:
    """Read on the first sick day whether the employer is insured, and by which kind of policy."""
    life, tables = course.life, course.tables
    year = tables.held_year(life.sick)
    life.relieved = int(life.policy < tables.behaviour.relieved[year][life.size])
    threshold = tables.population.insured[life.size] + tables.behaviour.insured_extra[year][life.size]
    life.insured = int(bool(life.relieved) or life.policy < threshold)


def _guide(course: Course, prospect: Prospect) -> None:
    """Let a case manager bring the return of someone on wages forward, from week 6 on."""
    rate = course.tables.behaviour.guided_rate
    if not course.life.relieved or rate == 0.0 or min(prospect.length, prospect.sickness_benefit) <= GUIDED:
        return
    week = max(GUIDED, prospect.served) + 1 + wait(course.draw("cause")[1], rate)
    if week < prospect.sickness_benefit:
        prospect.length = min(prospect.length, week)


def _ezwb(course: Course, prospect: Prospect, *, word: int, targeted: int) -> int:
    """Return the week of illness in which the assessment after a year ends the sickness benefit."""
    life, tables = course.life, course.tables
    week = tables.law.ezwb_week[life.sick]
    if not (prospect.sickness_benefit < week and prospect.served < week and tables.law.ezwb[life.sick]):
        return NEVER
    threshold = tables.behaviour.ezwb_ended[tables.held_year(life.sick + week)]
    if targeted < tables.behaviour.ezwb_targeted:
        course.spared = threshold
        ends = course.draw("assessment")[0] >= 2**32 - threshold
    else:
        ends = word < threshold
    return week if ends else NEVER


def _cover_placed(course: Course, week: int) -> None:
    """Cover work found in the second track by the no-riskpolis, where the law does."""
    life, law = course.life, course.tables.law
    if not law.no_risk_second_track[week]:
        return
    until = course.tables.later(week, law.no_risk_cover[week])
    if life.no_risk_until <= week < until:
        life.no_risk_free = week
    life.no_risk_until = max(life.no_risk_until, until)


def _middle(course: Course, prospect: Prospect) -> None:
    """Draw the second track and an early IVA."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    early, when, started, placed = course.draw("middle")
    latest = law.tweede_spoor_week[life.sick]
    if prospect.served <= latest:
        life.tracked = int(
            latest < prospect.sickness_benefit and started < _second_track(course, week=life.sick + latest)
        )
    if life.tracked:
        rate, start = behaviour.second_track_rate, life.sick + latest
        if law.no_risk_second_track[start]:
            rate = rate * behaviour.placed_no_risk
        if law.second_track_better[start]:
            rate = rate * behaviour.placed_better
        week = max(latest, prospect.served) + 1 + wait(placed, rate)
        prospect.placed = week if week < prospect.sickness_benefit else NEVER
    if early < behaviour.early_iva[course.band6(life.started)]:
        first, last = law.iva_first_request[life.sick], law.iva_last_request[life.sick]
        asked = first + within(when, last - first + 1)
        week = min(max(asked + law.iva_term[life.sick], law.iva_minimum[life.sick]), law.iva_maximum[life.sick])
        if life.sick + week >= law.first_right and week > prospect.served:
            prospect.early_iva = week


def _second_track(course: Course, *, week: int) -> int:
    """Return the threshold of a second track that would start in a week."""
    behaviour = course.tables.behaviour
    return behaviour.second_track_started + behaviour.second_track_extra[course.tables.held_year(week)]


# Pay: section 8.


def _spend(course: Course, prospect: Prospect) -> None:
    """Post the weeks on wages and in the Ziektewet."""
    life = course.life
    served, stop, benefit = prospect.served, prospect.stop, prospect.sickness_benefit
    on_wages = min(stop, benefit)
    if on_wages > served:
        course.move(life.started, "ziek_loon")
        _pay_wage(course, life.started, life.sick + on_wages)
        if served <= LONG < on_wages:
            course.count("week42", life.sick + LONG)
        latest = course.tables.law.tweede_spoor_week[life.sick]
        if life.tracked and prospect.length > LONG and served <= latest < on_wages:
            course.count("tweede_spoor", life.sick + latest)
            if course.tables.law.second_track_better[life.sick + latest]:
                course.pay_once(
                    "uitvoering", "werkgever", life.sick + latest, course.tables.behaviour.second_track_cost
                )
    if benefit < stop:
        start = life.sick + benefit
        course.move(start, "ziek_zw")
        recourse = start
        if life.route == EMPLOYER:
            life.route = CONTRACT_ENDED
            recourse += _recourse(course, start)
        _pay_sickness_benefit(course, start, life.sick + stop, recourse=recourse)
    if served <= 6 < stop:
        course.count("spell_over_six_weeks", life.sick + 6)


def _pay_wage(course: Course, start: int, end: int) -> None:
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    first_year, waited = life.sick + YEAR, life.sick + TWO_YEARS
    insurer = life.sick + behaviour.insurer_from_week
    for week, stop in course.pieces(start, end, first_year, waited, *([insurer] * life.insured), by_law=False):
        early = week < first_year
        payer = "verzekeraar" if life.insured and insurer <= week < waited else "werkgever"
        due = max(
            cents(min(life.wage, law.maximum_maandloon[week]) * law.wage_share[life.sick]),
            min(life.wage, law.wage_floor[life.sick] if early else 0),
        )
        top = max(cents(life.wage * behaviour.wage_paid[0 if early else 1]) - due, 0)
        course.pay("loon_jaar1" if early else "loon_jaar2", payer, week, stop, due)
        course.pay("cao_aanvulling", payer, week, stop, top)


def _recourse(course: Course, week: int) -> int:
    """Return the weeks of sickness benefit that UWV recovers from the employer, and count them."""
    life, behaviour = course.life, course.tables.behaviour
    if life.erd_zw or course.draw("leaver", 1)[0] >= behaviour.recourse:
        return 0
    free = course.tables.law.recourse_free[week]
    weeks = max(min(free + behaviour.recourse_stagnation, week - life.sick) - free, 0)
    if weeks > 0:
        course.count("zw_recourse", week)
    return weeks


def _pay_sickness_benefit(course: Course, start: int, end: int, *, recourse: int) -> None:
    """Post sickness benefit; the employer pays it until the end of recourse."""
    life, law = course.life, course.tables.law
    ww_until = life.sick + (law.ww_sick_weeks[life.sick] if life.route == UNEMPLOYED else 0)
    for week, stop in course.pieces(start, end, recourse, ww_until):
        if week < ww_until:
            amount = cents(life.base * law.ww_share[week])
            course.pay("ww", "awf", week, stop, amount)
        else:
            share = law.zw_share_pregnancy if life.route == OTHER else law.zw_share
            amount = cents(life.base * share[week])
            course.pay("zw", "werkgever" if week < recourse else _zw_payer(course), week, stop, amount)
        course.supplement(week, stop, amount, income=0)


def _zw_payer(course: Course) -> str:
    life = course.life
    if life.route == UNEMPLOYED:
        return "awf"
    if life.route in (NO_RISK, OTHER):
        return "aof"
    if life.erd_zw:
        return "erd"
    return "whk" if course.tables.law.zw_flex_whk[life.sick] else "sectorfonds_ufo"


# Claim and file: section 9.


def _claim(course: Course, prospect: Prospect) -> None:
    """Draw the claim, and when the file is due; look at the file."""
    life, law, behaviour = course.life, course.tables.law, course.tables.behaviour
    due = law.claim_week[life.sick]
    if prospect.stop <= due:
        return
    kind = 0 if life.route == EMPLOYER else 1
    if prospect.served > due:
        if life.claimed and kind == 0 and life.decided == NEVER:
            _file(course, prospect)
        return
    claims, timely, _, _ = course.draw("claim")
    _, late, late_week, extends = course.draw("claim", 1)
    if claims >= behaviour.claim[course.tables.held_year(life.ewt)][kind]:
        return
    life.claimed = 1
    week = life.sick + due
    course.count("claim", week)
    if kind == 1:
        course.count("claim_vangnet", week)
    elif extends < behaviour.voluntary[course.tables.held_year(week)]:
        life.voluntary = behaviour.voluntary_weeks
        life.ewt += life.voluntary
    first, in_time, latest = (
        table[life.sick] for table in (law.first_decision, law.timely_decision, law.latest_decision)
    )
    if late < behaviour.late_decision:
        life.due = life.sick + in_time + 1 + within(late_week, max(latest - in_time - 1, 1))
    else:
        life.due = life.sick + first + within(timely, in_time - first + 1)
    if kind == 0:
        _file(course, prospect)


def _file(course: Course, prospect: Prospect) -> None:
    """Decide on the file when it is due, or at once if it fell due while she was back at work."""
    life, behaviour = course.life, course.tables.behaviour
    decision = max(life.due - life.sick, prospect.served)
    if decision >= prospect.stop or decision >= course.tables.law.latest_decision[life.sick]:
        return
    if course.draw("claim", 2)[0] >= behaviour.riv_assessed[course.tables.held_year(life.sick + decision)]:
        life.due = NEVER
        return
    _, _, outcome, ground = course.draw("claim")
    medical = course.draw("claim", 1)[0]
    life.decided, life.decided_in = life.sick + decision, life.onset
    life.ground = pick(ground, behaviour.ground)
    life.medical = int(medical < behaviour.medical_role)
    life.satisfied = int(_satisfactory(course))
    if life.satisfied:
        course.count("satisfactory_result", life.decided)
        life.gate = SUFFICIENT
    else:
        chances = gate_chances(course, course.tables)
        life.gate = next((place for place, chance in enumerate(chances) if outcome // 4096 < chance), SUFFICIENT)
    record(course, outcome=after_law(course.tables, life.gate, ewt=life.ewt))


def _satisfactory(course: Course) -> bool:
    behaviour = course.tables.behaviour
    structural, capacity, agreed, value = course.draw("file")
    enough = unit(value) > course.tables.law.enough_wage[course.life.decided]
    return structural < behaviour.structural_work and (
        capacity < behaviour.near_capacity or (agreed < behaviour.agreed and enough)
    )


def gate_chances(course: Course, tables: Tables) -> Any:
    """Return the cumulative chances of the outcomes 0 to 3 in units of 2**-20."""
    life = course.life
    special = int(life.size < 2 or life.erd_wga == 1)
    return tables.behaviour.gate[tables.held_year(life.decided)][special][life.ground]


def lapses(tables: Tables, outcome: int, *, ewt: int) -> bool:
    """Say whether an intended outcome lapses by law."""
    return outcome in (0, 2) and not tables.law.ground_tested[ewt]


def after_law(tables: Tables, outcome: int, *, ewt: int) -> int:
    """Return the outcome after the law on what UWV may test."""
    return LAPSED if lapses(tables, outcome, ewt=ewt) else outcome


def record(course: Course, *, outcome: int) -> None:
    """Post a decision on the file."""
    life, week = course.life, course.life.decided
    course.count("riv", week)
    course.pay_once("uitvoering", "aof", week, course.tables.behaviour.test_cost)
    if outcome in ADMINISTRATIVE:
        course.count("sanction_administrative", week)
    elif outcome in SUBSTANTIVE:
        course.count("sanction_substantive", week)
        course.count(("ground_employer", "ground_bedrijfsarts", "ground_other")[life.ground], week)
        if life.medical:
            course.count("ground_medical_any_role", week)
    elif outcome >= LAPSED:
        course.count("sanction_lapsed", week)


# The end: section 10.


def _finish(course: Course, prospect: Prospect) -> bool:
    """End the spell; return whether she is at work again."""
    life = course.life
    week = life.sick + prospect.stop
    waited = prospect.stop == TWO_YEARS and prospect.stop not in (
        *(course.present - life.sick, prospect.length, prospect.placed, prospect.early_iva, prospect.ezwb),
    )
    if waited and life.claimed and life.route == EMPLOYER:
        return _to_gate(course, week)
    course.split.passed_by(course)
    if prospect.stop == course.present - life.sick:
        return course.leave(week)
    if prospect.stop in (prospect.length, prospect.placed):
        if prospect.placed < prospect.length:
            course.count("placed_tweede_spoor", week)
            _cover_placed(course, week)
        course.work(week)
        life.returned = week
        if prospect.stop < TWO_YEARS:
            life.served = prospect.stop
        return True
    if prospect.stop == prospect.early_iva:
        life.ewt, life.level, life.simple, life.own_job = week, FULL_LASTING, 0, 0
        course.count("claim_early_iva", week)
        course.count("award_early_iva", week)
        return right.grant(course, week, kind=FULL_LASTING)
    if prospect.stop == prospect.ezwb:
        course.count("ezwb_ended", week)
        if course.draw("vangnet", 2)[0] < course.tables.behaviour.ezwb_to_work:
            return course.work(week)
        _, takes, length, back = course.draw("vangnet", 1)
        return assessment.lose_job(course, week, words=(takes, length, back), waited=False)
    if not life.claimed:
        return assessment.without_wia(course, week)
    return _from_sickness_benefit(course, week)


def _from_sickness_benefit(course: Course, week: int) -> bool:
    """Claim from the Ziektewet, unless an own-risk bearer fell short."""
    life, behaviour = course.life, course.tables.behaviour
    counts = life.erd_zw and life.route in (CONTRACT_ENDED, AGENCY) and course.tables.law.zw_extension[life.sick] > 0
    if not counts:
        return assessment.decide(course, week, factor=assessment.unchanged, extended=False)
    course.split.at_shortcoming(course)
    short = course.draw("leaver")[0] >> 12 < behaviour.zw_shortcoming[course.tables.held_year(week)] >> 12
    return shortcoming(course, short=short)


def shortcoming(course: Course, *, short: bool) -> bool:
    """Extend the sickness benefit if the own-risk bearer fell short, and decide the claim."""
    life = course.life
    week = life.sick + TWO_YEARS
    if not short:
        return assessment.decide(course, week, factor=assessment.unchanged, extended=False)
    course.count("zw_extended", week)
    returns = week + 1 + wait(course.draw("leaver")[1], course.tables.behaviour.return_rate_extension)
    end = min(week + course.tables.law.zw_extension[life.sick], returns, course.present)
    _pay_sickness_benefit(course, week, end, recourse=week)
    if end == course.present:
        return course.leave(end)
    if end == returns:
        return course.work(end)
    return assessment.decide(course, end, factor=assessment.unchanged, extended=False)


def _to_gate(course: Course, week: int) -> bool:
    """Go to the gate, after a voluntary extension if there is one."""
    life = course.life
    if life.ewt > week:
        course.count("voluntary_extension", week)
        word = course.draw("extension", 1)[0]
        returns = week + 1 + wait(word, course.tables.behaviour.return_rate_extension)
        end = min(life.ewt, returns, course.present)
        _pay_wage(course, week, end)
        if end in (course.present, returns):
            course.split.passed_by(course)
            return course.leave(end) if end == course.present else course.work(end)
    course.split.at_gate(course)
    return gate.passed(course, outcome=after_law(course.tables, life.gate, ewt=life.ewt))
