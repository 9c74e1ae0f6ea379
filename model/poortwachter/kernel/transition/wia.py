"""Follow a WIA right: phases and amounts, recovery, change of class, IVA, re-opening, death and AOW."""

import numpy as np

from poortwachter.kernel.birth import age_at
from poortwachter.kernel.chance import FIRST, decide, weeks_until, within
from poortwachter.kernel.ledger import (
    count,
    count_year_ends,
    enter_wia,
    move,
    pay,
    pay_once,
    spend_in_wia,
    stay,
)
from poortwachter.kernel.state import (
    BASE,
    BIRTH,
    CONTRACT,
    DEFERRED,
    ERD_WGA,
    EWT,
    FREE,
    FULL,
    GUARANTEE_BASE,
    GUARANTEE_END,
    HISTORY_START,
    HOUSEHOLD,
    IVA_KIND,
    JOB_START,
    KEPT,
    KIND,
    LEVEL,
    LGU_END,
    NEVER,
    NO_RISK_FREE,
    NO_RISK_UNTIL,
    OWN_JOB,
    OWN_RISK,
    RELAPSE,
    REOPEN,
    RESUMED,
    RIGHT,
    RIGHT_END,
    ROUTE,
    ROUTE_AGENCY,
    ROUTE_CONTRACT_ENDED,
    ROUTE_EMPLOYER,
    ROUTE_NO_RISK,
    ROUTE_OTHER,
    ROUTE_WW,
    SEX,
    SICK,
    SIMPLE,
    STATUS,
    USE,
    VOLUNTARY,
    WAGE,
    WIA_START,
    WIA_STEP,
    WORK_SINCE,
)
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work, wage_of
from poortwachter.law.rules.arbeidsverleden import months_by_history
from poortwachter.law.rules.dagloon import maandloon, reopened_maandloon
from poortwachter.law.rules.financiering import own_risk_months, wga_payer
from poortwachter.law.rules.iva import iva
from poortwachter.law.rules.no_risk import no_risk_until
from poortwachter.law.rules.toeslagenwet import toeslag
from poortwachter.law.rules.transitievergoeding import (
    compensation,
    months_by_half_year,
    months_by_year,
    transition_payment,
)
from poortwachter.law.rules.wga import (
    LAU1,
    NO_RIGHT,
    VVU,
    borne_by_employer,
    counted_income,
    disability_class,
    earns_too_much,
    end_by_earnings,
    guarantee_supplement,
    income_requirement,
    kind_after_lgu,
    lau1,
    lau2,
    lgu,
    meets_weeks_requirement,
    protected_until,
    remaining_capacity,
    requirement_applies,
    vvu,
)
from poortwachter.primitives.codes import Event, Item, Payer, Scheme, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, exponential, pick

_WIA_EXIT, _CLASS, _REOPENING = np.int64(Decision.WIA_EXIT), np.int64(Decision.ASSESSMENT), np.int64(Decision.REOPENING)
_RESUMPTION, _RIGHT = np.int64(Decision.RESUMPTION), np.int64(Decision.RIGHT)
_LGU, _LAU, _VVU, _IVA = (
    np.int64(Status.WGA_LGU),
    np.int64(Status.WGA_LAU),
    np.int64(Status.WGA_VVU),
    np.int64(Status.IVA),
)
_OVERLEDEN = np.int64(Status.OVERLEDEN)
_ITEM_LGU, _ITEM_LAU, _ITEM_VVU, _ITEM_IVA, _TW = (
    np.int64(Item.WGA_LGU),
    np.int64(Item.WGA_LAU),
    np.int64(Item.WGA_VVU),
    np.int64(Item.IVA),
    np.int64(Item.TW),
)
_TV, _COMPENSATION = np.int64(Item.TRANSITIEVERGOEDING), np.int64(Item.COMPENSATIE_TV)
_WERKGEVER, _AOF, _RIJK = np.int64(Payer.WERKGEVER), np.int64(Payer.AOF), np.int64(Payer.RIJK)
_WGA, _SCHEME_IVA = np.int64(Scheme.WGA), np.int64(Scheme.IVA)
_RECOVERED, _REOPENED, _DISMISSED = np.int64(Event.RECOVERED), np.int64(Event.REOPENED), np.int64(Event.DISMISSED)
_BY_EARNINGS, _EARNINGS_LOST = np.int64(Event.ENDED_BY_EARNINGS), np.int64(Event.EARNINGS_LOST)
_WITHOUT_LGU = np.int64(Event.WITHOUT_LGU)
_LAU1_YEAR_END, _LAU2_YEAR_END = np.int64(Event.LAU1_YEAR_END), np.int64(Event.LAU2_YEAR_END)
_MONTHS = 12
_LONG = float(NEVER)
_WEEKS_COUNTED = 36
"""Weeks before sickness in which the weeks requirement is counted."""


@compiled
def months_after(world, week, months):
    """Return the week that a date so many months after a week's Monday falls in, by the table of months."""
    clock = world.clock
    day = clock.months_later[clock.month_of_week[week] + months] + clock.day_of_month[week]
    return day // 7


@compiled
def years_between(world, start, end):
    """Return the whole and broken years between two weeks, by months of age."""
    return max(end - start, 0) / world.weeks_per_year


@compiled
def duration_of_lgu(world, life, week):
    """Return the duration of the wage-related benefit in months, by the law at the end of the waiting period."""
    law, ewt = world.law, life[EWT]
    if law.lgu_by_age[ewt]:
        age = age_at(world, life, week)
        place = 0
        while age >= law.lgu_age_upper[place]:
            place += 1
        return law.lgu_age_months[place]
    bounds = law.lgu_minimum[ewt], law.lgu_maximum[ewt]
    return duration_by_history(world, life, week, bounds, law.lgu_quarters[ewt], law.lgu_shortest[ewt])


@compiled
def duration_by_history(world, life, week, bounds, quarters, shortest):
    """Return the duration in months of a benefit by work history up to a week; bounds: (minimum, maximum)."""
    law, start = world.law, life[HISTORY_START]
    return np.int64(
        months_by_history(
            years_between(world, start, week),
            years_between(world, start, min(week, law.lgu_change_week)),
            law.lgu_full_years,
            law.lgu_rate_before,
            law.lgu_rate_after,
            bounds[0],
            bounds[1],
            quarters,
            shortest,
        )
    )


@compiled
def worked_enough(world, key, life, until):
    """Return whether someone worked in enough of the 36 weeks before a week for a wage-related benefit.

    Work without a permanent contract can have had gaps that the model does not follow.
    """
    required = world.law.lgu_required_weeks[life[EWT]]
    weeks = min(until - life[WORK_SINCE], _WEEKS_COUNTED)
    if required == 0 or not meets_weeks_requirement(weeks, required):
        return required == 0
    _, _, _, gap = decide(key, life, _RIGHT, FIRST)
    return gap >= world.behaviour.without_weeks[life[CONTRACT]]


@compiled
def kind_by_law(world, life, week):
    """Return the kind of right that the law makes of a severity: 0-3 by class, 4 full, 5 IVA, or `NO_RIGHT`.

    The classes are those of the week, the least degree that of the end of the waiting period.
    """
    law, level = world.law, life[LEVEL]
    if level == IVA_KIND:
        return np.int64(IVA_KIND)
    degree = world.degree[level]
    if degree < law.least_degree[life[EWT]]:
        return np.int64(NO_RIGHT)
    return np.int64(disability_class(degree, law.class_lower[week], law.full_from[week]))


@compiled
def capacity_of(world, life):
    """Return remaining earning capacity a month: the wage less the degree of disability."""
    return np.int64(remaining_capacity(life[WAGE], world.degree[life[LEVEL]]))


@compiled
def income_of(world, life):
    """Return earnings a month beside the benefit, by the use made of remaining capacity."""
    if life[RESUMED] != NEVER:
        return np.int64(life[WAGE] * world.behaviour.resumed_earnings)
    if life[LEVEL] >= FULL or life[USE] == 0:
        return np.int64(0)
    capacity = capacity_of(world, life)
    return capacity if life[USE] == 2 else np.int64(capacity * world.behaviour.half_use)


@compiled
def kind_later(world, life, week):
    """Return which benefit follows the wage-related one: LAU1, LAU2 or VVU."""
    capacity = capacity_of(world, life)
    return kind_after_lgu(
        income_of(world, life),
        capacity,
        income_requirement(capacity, world.law.income_requirement[week]),
        requirement_applies(life[KIND] == FULL, week, life[DEFERRED]),
    )


@compiled
def phase(world, life, week):
    """Return the status of a WGA right at a week: wage-related, supplement or follow-up."""
    if week < life[LGU_END]:
        return _LGU
    return _VVU if kind_later(world, life, week) == VVU else _LAU


@compiled
def own_risk_end(world, life):
    """Return the week in which the employer's risk for a WGA right ends."""
    voluntary = (life[VOLUNTARY] * _MONTHS) // world.weeks_per_year
    term = world.law.employer_years_months[life[WIA_START]]
    return months_after(world, life[WIA_START], np.int64(own_risk_months(term, voluntary)))


@compiled
def payer_of_wga(world, life, week):
    """Return who pays the WGA at a week; a right by the simplified assessment burdens no employer."""
    return wga_payer(
        week < own_risk_end(world, life),
        life[OWN_RISK] == 1,
        life[ROUTE] in (ROUTE_CONTRACT_ENDED, ROUTE_AGENCY),
        world.law.wga_flex_whk[life[EWT]],
        life[ROUTE] in (ROUTE_WW, ROUTE_OTHER, ROUTE_NO_RISK) or life[SIMPLE] == 1,
    )


@compiled
def top_up(row, weight, world, life, start, end, benefit, income):
    """Pay the supplement to the social minimum over weeks of a benefit, to a household that claims one."""
    if life[HOUSEHOLD] == 0:
        return
    minimum = np.int64(world.law.social_minimum[start, life[HOUSEHOLD]] * world.law.minimum_wage)
    pay(row, weight, world, start, end, _TW, _RIJK, np.int64(toeslag(benefit, income, minimum, life[BASE])))


@compiled
def pay_wga(row, weight, world, life, start, end):
    """Pay the WGA over weeks in which phase, law and payer do not change."""
    law, base = world.law, life[BASE]
    payer = payer_of_wga(world, life, start)
    earned = income_of(world, life)
    income = counted_income(earned, base, life[WAGE])
    if life[STATUS] == _LGU:
        early = start < months_after(world, life[WIA_START], law.lgu_first_months[life[WIA_START]])
        amount = np.int64(lgu(base, income, law.lgu_first_share[start] if early else law.lgu_share[start]))
        pay(row, weight, world, start, end, _ITEM_LGU, payer, amount)
        top_up(row, weight, world, life, start, end, amount, earned)
        return
    fictive = np.int64(vvu(base, law.minimum_wage, law.vvu_share[start, life[KIND]]))
    kind = kind_later(world, life, start)
    if kind == VVU:
        item, benefit, employer_part = _ITEM_VVU, fictive, fictive
    else:
        item = _ITEM_LAU
        capacity = counted_income(capacity_of(world, life), base, life[WAGE])
        if kind == LAU1:
            benefit = np.int64(lau1(base, income, law.lau_share[start]))
        else:
            benefit = np.int64(lau2(base, income, capacity, law.lau_share[start], fictive))
        employer_part = np.int64(borne_by_employer(benefit, fictive))
        count_year_ends(row, weight, world, start, end, _LAU1_YEAR_END if kind == LAU1 else _LAU2_YEAR_END)
    pay(row, weight, world, start, end, item, payer, employer_part)
    pay(row, weight, world, start, end, item, _AOF, benefit - employer_part)
    if start < life[GUARANTEE_END]:
        guarantee = lgu(life[GUARANTEE_BASE], earned, law.lgu_share[start])
        lift = np.int64(guarantee_supplement(guarantee, benefit))
        pay(row, weight, world, start, end, item, _AOF, lift)
        benefit += lift
    top_up(row, weight, world, life, start, end, benefit, earned)


@compiled
def live_in_wga(row, weight, world, life, start, end):
    """Pay and count a WGA right over a stretch, through its changes of percentage, phase, law and payer."""
    law = world.law
    first = months_after(world, life[WIA_START], law.lgu_first_months[life[WIA_START]])
    own_risk = own_risk_end(world, life)
    spend_in_wia(row, weight, world, life, start, end, _WGA)
    week = start
    while week < end:
        move(row, weight, world, life, week, phase(world, life, week))
        until = end
        for border in (first, life[LGU_END], own_risk, life[DEFERRED], life[GUARANTEE_END], law.next_change[week]):
            if week < border < until:
                until = border
        pay_wga(row, weight, world, life, week, until)
        week = until


@compiled
def live_in_iva(row, weight, world, life, start, end):
    """Pay and count an IVA right over a stretch."""
    law = world.law
    spend_in_wia(row, weight, world, life, start, end, _SCHEME_IVA)
    week = start
    while week < end:
        until = min(end, law.next_change[week])
        amount = np.int64(iva(life[BASE], law.iva_share[week]))
        pay(row, weight, world, week, until, _ITEM_IVA, _AOF, amount)
        top_up(row, weight, world, life, week, until, amount, np.int64(0))
        week = until


@compiled
def excess(world, life, week, rate):
    """Return the weekly mortality by which a group exceeds the population at this age."""
    population = world.population
    year = min(world.clock.year_of_week[week], world.clock.years - 1)
    age = min(age_at(world, life, week) - world.youngest, population.death_chance.shape[1] - 1)
    natural = population.death_chance[year, age, life[SEX]] / world.weeks_per_year
    return max(rate - natural, 1e-12)


@compiled
def two_rates(word, passed, border, first, later):
    """Return the weeks until an event whose weekly rate changes at a duration; `passed` weeks are behind."""
    level = exponential(word)
    if passed < border:
        reach = (border - passed) * first
        if level < reach:
            return np.int64(level / first)
        level -= reach
        passed -= border
    else:
        passed = 0
    return np.int64(min(level / later, _LONG)) - passed if later > 0.0 else np.int64(NEVER)


@compiled
def enter_phase(row, weight, world, life, week):
    """Give someone the status that belongs to her kind of right and its phase at a week."""
    move(row, weight, world, life, week, _IVA if life[KIND] == IVA_KIND else phase(world, life, week))


@compiled
def receive_wia(row, weight, world, key, life, start):
    """Follow a WIA right from a week to its end; return OVER or the week of return to work.

    Each stretch draws one time per exit; the first of them ends it, and at a tie the order is death, recovery,
    loss of earnings, an end by earnings, IVA, resumption of work, change of class.
    """
    week = start
    enter_phase(row, weight, world, life, week)
    while True:
        dies, recovers, resumes, lasting, changes = exits(world, key, life, week)
        ends = relapses = np.int64(NEVER)
        if life[RESUMED] != NEVER:
            ends, relapses = life[RIGHT_END], life[RELAPSE]
        life[WIA_STEP] += 1
        present = end_of_presence(world, life)
        end = min(min(min(dies, recovers), min(ends, relapses)), min(min(resumes, lasting), min(changes, present)))
        if life[KIND] == IVA_KIND:
            live_in_iva(row, weight, world, life, week, end)
        else:
            live_in_wga(row, weight, world, life, week, end)
        week = end
        if end == present:
            leave(row, weight, world, life, week)
            return np.int64(OVER)
        if end == dies:
            move(row, weight, world, life, week, _OVERLEDEN)
            stay(row, weight, world, life, world.clock.weeks)
            return np.int64(OVER)
        if end == recovers:
            recover(row, weight, world, key, life, week)
            return week
        if end == ends and end != relapses:
            end_by_work(row, weight, world, life, week)
            return week
        if end == relapses:
            count(row, weight, world, week, _EARNINGS_LOST)
            life[RESUMED] = NEVER
        elif end == lasting:
            life[LEVEL] = life[KIND] = IVA_KIND
        elif end == resumes:
            resume_beside(world, key, life, week)
        else:
            change_level(world, key, life, week)
            if life[KIND] == NO_RIGHT:
                recover(row, weight, world, key, life, week)
                return week
        enter_phase(row, weight, world, life, week)


@compiled
def exits(world, key, life, week):
    """Return the weeks of death, recovery, resumption of work, lasting disability and change of class.

    Who earns more than 65% of the old wage can still recover or die, and waits for nothing else.
    """
    behaviour = world.behaviour
    never = np.int64(NEVER)
    recovery, change, to_iva, death = decide(key, life, _WIA_EXIT, life[WIA_STEP])
    passed = week - life[WIA_START]
    if life[KIND] == IVA_KIND:
        first = excess(world, life, week, behaviour.iva_death_first)
        later = excess(world, life, week, behaviour.iva_death_later)
        dies = week + two_rates(death, passed, behaviour.iva_death_border, first, later)
        return dies, week + weeks_until(recovery, behaviour.iva_recovery), never, never, never
    dies = week + weeks_until(death, excess(world, life, week, behaviour.wga_death))
    border, first, later = behaviour.recovery_border, behaviour.recovery_first, behaviour.recovery_later
    medical, working = 1.0 - behaviour.by_earnings, behaviour.by_earnings
    recovers = week + two_rates(recovery, passed, border, first * medical, later * medical)
    if life[RESUMED] != NEVER:
        return dies, recovers, never, never, never
    resumes = never
    if working > 0.0:
        resumption, _, _, _ = decide(key, life, _RESUMPTION, life[WIA_STEP])
        resumes = week + two_rates(resumption, passed, border, first * working, later * working)
    place = 0 if life[LEVEL] < FULL else 1
    lasting = week + weeks_until(to_iva, behaviour.to_iva[place])
    return dies, recovers, resumes, lasting, week + weeks_until(change, behaviour.change_class[place])


@compiled
def resume_beside(world, key, life, week):
    """Let someone with a right earn more than 65% of the old wage: after a year that ends the right.

    Not before the end of the wage-related benefit, nor within the five years in which earnings do not lower the
    degree, where that rule holds. The earnings can be lost again: as long as the right runs it then goes on, and
    after it ended it re-opens, at a moment that does not depend on when the right ends.
    """
    law = world.law
    life[RESUMED] = week
    chance, place, _, _ = decide(key, life, _REOPENING, life[WIA_STEP])
    life[RELAPSE] = NEVER
    if chance < np.uint64(world.behaviour.reopening):
        until = months_after(world, week, law.earnings_term[week] + law.reopening_months[week])
        life[RELAPSE] = week + 1 + within(place, until - week)
    if not earns_too_much(income_of(world, life), life[WAGE], law.earnings_limit[week]):
        life[RIGHT_END] = NEVER
        return
    months = law.five_years_months[week]
    protected = protected_until(
        law.five_years[week],
        law.five_years_from_work[week],
        months_after(world, life[WIA_START], months),
        months_after(world, week, months),
        np.int64(0),
    )
    year_over = months_after(world, week, law.earnings_term[week])
    life[RIGHT_END] = end_by_earnings(year_over, life[LGU_END], protected)


@compiled
def change_level(world, key, life, week):
    """Let a right change between partial and full; who was full has no income requirement for a while."""
    if life[LEVEL] == FULL:
        life[LEVEL] = class_drawn(world, key, life)
        life[DEFERRED] = months_after(world, week, world.law.requirement_deferral[week])
    else:
        life[LEVEL] = FULL
    life[KIND] = kind_by_law(world, life, week)


@compiled
def class_drawn(world, key, life):
    """Draw the class of someone who becomes partially disabled during a right."""
    word, _, _, _ = decide(key, life, _CLASS, life[WIA_STEP])
    return pick(word, world.behaviour.class_threshold)


@compiled
def recover(row, weight, world, key, life, week):
    """End a right by recovery; it may re-open within the term of the law."""
    chance, place, _, _ = decide(key, life, _REOPENING, life[WIA_STEP])
    reopens = np.int64(NEVER)
    if life[KIND] < IVA_KIND and chance < np.uint64(world.behaviour.reopening):
        term = months_after(world, week, world.law.reopening_months[week]) - week
        reopens = week + 1 + within(place, term)
    end_right(row, weight, world, life, week, reopens)


@compiled
def end_by_work(row, weight, world, life, week):
    """End a right by earnings; it re-opens if they are lost within the term of the law."""
    count(row, weight, world, week, _BY_EARNINGS)
    within_term = life[RELAPSE] <= months_after(world, week, world.law.reopening_months[week])
    end_right(row, weight, world, life, week, life[RELAPSE] if within_term else np.int64(NEVER))


@compiled
def end_right(row, weight, world, life, week, reopens):
    """Let someone go on at work without a right, which re-opens in a week, or NEVER."""
    count(row, weight, world, week, _RECOVERED)
    life[REOPEN] = reopens
    if reopens != NEVER:
        for position in range(len(KEPT)):
            life[RIGHT + position] = life[KEPT[position]]
    life[RESUMED] = NEVER
    life[WORK_SINCE] = week
    cover_no_risk(world, life, week, life[OWN_JOB] == 1)
    resume_work(row, weight, world, life, week)


@compiled
def cover_no_risk(world, life, week, own_employer):
    """Let the no-riskpolis cover work that begins at a week, after a waiting period, or goes on with one's employer."""
    law, ewt = world.law, life[EWT]
    life[NO_RISK_FREE] = ewt + law.no_risk_free[week]
    life[NO_RISK_UNTIL] = no_risk_until(
        week,
        months_after(world, min(ewt, week), law.no_risk_start[week]),
        months_after(world, week, law.no_risk_cover[week]),
        own_employer,
        months_after(world, min(life[WIA_START], week), law.no_risk_own[week]),
        np.int64(0),
    )


@compiled
def reopen(row, weight, world, key, life):
    """Re-open an ended right, on the payer it had, when the person is free; return as `receive_wia`.

    The maandloon is the higher of the old one and that of the new work; enough of that work guarantees, for the
    duration of a new wage-related benefit, what this would have been.
    """
    week = max(life[REOPEN], life[FREE])
    life[REOPEN] = NEVER
    new = maandloon(wage_of(world, life, week), world.law.maximum_maandloon[week])
    for position in range(len(KEPT)):
        life[KEPT[position]] = life[RIGHT + position]
    if new > life[BASE]:
        life[WAGE] = max(life[WAGE], wage_of(world, life, week))
    life[BASE] = reopened_maandloon(life[BASE], new)
    if worked_enough(world, key, life, week):
        life[GUARANTEE_BASE] = new
        life[GUARANTEE_END] = months_after(world, week, duration_of_lgu(world, life, week))
    life[KIND] = kind_by_law(world, life, week)
    if life[KIND] == NO_RIGHT:
        return week
    count(row, weight, world, week, _REOPENED)
    enter_wia(row, weight, world, life, week, _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def grant(row, weight, world, key, life, week, kind):
    """Start a new WIA right of a kind at a week; return as `receive_wia`."""
    life[KIND] = kind
    life[OWN_RISK] = life[ERD_WGA]
    life[REOPEN] = NEVER
    life[RESUMED] = NEVER
    life[DEFERRED] = week
    life[GUARANTEE_END] = 0
    life[WIA_START] = week
    life[WIA_STEP] = 0
    if worked_enough(world, key, life, life[SICK]):
        life[LGU_END] = months_after(world, week, duration_of_lgu(world, life, week))
    else:
        life[LGU_END] = week
        if kind != IVA_KIND:
            count(row, weight, world, week, _WITHOUT_LGU)
    enter_wia(row, weight, world, life, week, _SCHEME_IVA if kind == IVA_KIND else _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def months_of_service(world, life, week):
    """Return months of service at a week, whole and broken."""
    return years_between(world, life[JOB_START], week) * _MONTHS


@compiled
def transition_due(world, life, week, until):
    """Return the transition payment for a dismissal at a week, over service until another week, in eurocents."""
    law = world.law
    service = months_of_service(world, life, until)
    if service < law.transition_service[week]:
        return np.int64(0)
    if law.transition_halves[week]:
        fifty = life[BIRTH] + world.ages.first_week[law.transition_age[week]]
        months = months_by_half_year(
            np.int64(service),
            np.int64(months_of_service(world, life, fifty)),
            law.transition_ten,
            law.transition_first[week],
            law.transition_later[week],
            law.transition_50[week],
        )
    else:
        months = months_by_year(service, law.transition_months_per_year[week])
    return np.int64(transition_payment(life[WAGE], months, law.transition_maximum[week]))


@compiled
def dismiss(row, weight, world, life, week):
    """Dismiss an employee after the waiting period, with transition payment and its compensation.

    Years of service in an extension count for the payment, not for the compensation.
    """
    law = world.law
    if life[ROUTE] != ROUTE_EMPLOYER or not law.transition_due[week]:
        return
    payment = transition_due(world, life, week, week)
    if payment == 0:
        return
    count(row, weight, world, week, _DISMISSED)
    pay_once(row, weight, world, week, _TV, _WERKGEVER, payment)
    end = life[SICK] + law.waiting_weeks
    if not law.transition_compensated[end]:
        return
    paid = law.compensation_week[week]
    if paid >= world.clock.weeks:
        return
    built, wage = payment, payment
    if law.compensation_within_accrual[paid]:
        built = transition_due(world, life, week, end)
    if law.compensation_within_wage[paid]:
        shares = world.behaviour.wage_paid[0] + world.behaviour.wage_paid[1]
        wage = np.int64(life[WAGE] * _MONTHS * shares)
    pay_once(row, weight, world, paid, _COMPENSATION, _AOF, np.int64(compensation(payment, built, wage)))
