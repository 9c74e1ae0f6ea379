"""Follow a WIA right: phases and amounts, recovery, change of class, IVA, re-opening, death and AOW."""

import numpy as np

from poortwachter.kernel.birth import age_at, year_at
from poortwachter.kernel.chance import LONGEST, decide, weeks_until, within
from poortwachter.kernel.ledger import (
    count,
    enter_wia,
    move,
    spend_in_wia,
    spend_on_advance,
    stay,
)
from poortwachter.kernel.state import (
    BASE,
    DEFERRED,
    ERD_WGA,
    EWT,
    FREE,
    FULL,
    GUARANTEE_BASE,
    GUARANTEE_END,
    IVA_KIND,
    KEPT,
    KIND,
    LEVEL,
    LGU_END,
    NEVER,
    NO_RISK_FREE,
    NO_RISK_UNTIL,
    OWN_JOB,
    OWN_RISK,
    PROTECTED,
    RELAPSE,
    REOPEN,
    RESUMED,
    RIGHT,
    RIGHT_END,
    SCHOOLING,
    SEX,
    SICK,
    WAGE,
    WIA_START,
    WIA_STEP,
    WORK_SINCE,
)
from poortwachter.kernel.transition.benefits import (
    income_of,
    kind_by_law,
    live_in_iva,
    live_in_wga,
    pay_beside_work,
    pay_iva,
    phase,
)
from poortwachter.kernel.transition.terms import duration_of_lgu, months_after, worked_enough
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work, wage_of
from poortwachter.law.rules.dagloon import maandloon, reopened_maandloon
from poortwachter.law.rules.no_risk import no_risk_until
from poortwachter.law.rules.scholing import may_train
from poortwachter.law.rules.wga import (
    NO_RIGHT,
    earns_too_much,
    end_by_earnings,
    protected_until,
)
from poortwachter.primitives.codes import Event, Scheme, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, exponential, pick

_WIA_EXIT, _CLASS, _REOPENING = np.int64(Decision.WIA_EXIT), np.int64(Decision.ASSESSMENT), np.int64(Decision.REOPENING)
_RESUMPTION = np.int64(Decision.RESUMPTION)
_IVA, _OVERLEDEN, _LGU = np.int64(Status.IVA), np.int64(Status.OVERLEDEN), np.int64(Status.WGA_LGU)
_WGA, _SCHEME_IVA = np.int64(Scheme.WGA), np.int64(Scheme.IVA)
_RECOVERED, _REOPENED = np.int64(Event.RECOVERED), np.int64(Event.REOPENED)
_BY_EARNINGS, _EARNINGS_LOST = np.int64(Event.ENDED_BY_EARNINGS), np.int64(Event.EARNINGS_LOST)
_WITHOUT_LGU, _ADVANCE_TO_IVA = np.int64(Event.WITHOUT_LGU), np.int64(Event.ADVANCE_TO_IVA)


@compiled
def excess(world, life, week, rate):
    """Return the weekly mortality by which a group exceeds the population at this age."""
    population = world.population
    year = year_at(world, week)
    age = min(age_at(world, life, week) - world.youngest, population.death_chance.shape[1] - 1)
    natural = population.death_chance[year, age, life[SEX]] / world.weeks_per_year
    return max(rate - natural, 1e-12)


@compiled
def two_rates(word, passed, border, first, later):
    """Return the weeks until an event whose weekly rate changes at a duration; `passed` weeks are behind."""
    level = exponential(np.int64(word))
    if passed < border:
        reach = (border - passed) * first
        if level < reach:
            return np.int64(level / first)
        level -= reach
        passed -= border
    else:
        passed = 0
    return np.int64(min(level / later, LONGEST)) - passed if later > 0.0 else np.int64(NEVER)


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
        resumption, sooner, _, _ = decide(key, life, _RESUMPTION, life[WIA_STEP])
        resumes = week + two_rates(resumption, passed, border, first * working, later * working)
        if behaviour.resumes_protected > 0.0 or behaviour.trained_years > 0:
            resumes = min(resumes, encouraged(world, life, week, sooner))
    place = 0 if life[LEVEL] < FULL else 1
    lasting = week + weeks_until(to_iva, behaviour.to_iva[place])
    return dies, recovers, resumes, lasting, week + weeks_until(change, behaviour.change_class[place])


@compiled
def encouraged(world, life, week, word):
    """Return the week in which a policy makes someone resume work who would not have done so yet; NEVER without one."""
    behaviour = world.behaviour
    level = exponential(np.int64(word))
    until = end_of_presence(world, life)
    if behaviour.resumes_protected == 0.0:
        until = min(until, world.clock.year_first_week[behaviour.trained_years])
    for moment in range(week, until):
        early = moment - life[WIA_START] < behaviour.recovery_border
        rate = behaviour.recovery_first if early else behaviour.recovery_later
        level -= rate * behaviour.by_earnings * encouragement(world, life, moment)
        if level < 0.0:
            return np.int64(moment)
    return np.int64(NEVER)


@compiled
def encouragement(world, life, week):
    """Return what policy adds to the resumption of work in a week, as a share of its rate.

    From earnings that do not end the right (yet), and from the training trial.
    """
    law, behaviour = world.law, world.behaviour
    added = 0.0
    if law.five_years[week]:
        protected = months_after(world, life[WIA_START], law.five_years_months[week])
        if law.five_years_from_work[week] or week < protected:
            added += behaviour.resumes_protected
    if may_train(life[OWN_RISK] == 1, life[SCHOOLING] < behaviour.trainable):
        added += behaviour.trained[world.clock.year_of_week[week]]
    return added


@compiled
def resume_beside(world, key, life, week):
    """Let someone with a right earn more than 65% of the old wage: after a year that ends the right.

    Not before the end of the wage-related benefit. The earnings can be lost again: as long as the right runs it then
    goes on, and after it ended it re-opens, at a moment that does not depend on when the right ends.
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
    year_over = months_after(world, week, law.earnings_term[week])
    life[RIGHT_END] = end_by_earnings(year_over, life[LGU_END], np.int64(0))


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
    """End a right by earnings; it re-opens if they are lost within the term of the law.

    Within the five years in which earnings do not lower the degree, where that rule holds, it goes on beside work: it
    is paid, less the earnings, until those years end, and what is lost by then re-opens nothing but what never ended.
    """
    within_term = life[RELAPSE] <= months_after(world, week, world.law.reopening_months[week])
    reopens = life[RELAPSE] if within_term else np.int64(NEVER)
    protected = protection_of(world, life, week)
    ended, until = max(week, protected), min(min(protected, reopens), end_of_presence(world, life))
    if until > week:
        pay_beside_work(row, weight, world, life, week, until)
    if ended == week or ended <= until:
        count(row, weight, world, ended, _BY_EARNINGS)
        count(row, weight, world, ended, _RECOVERED)
    life[PROTECTED] = protected
    go_on_without(row, weight, world, life, week, reopens)


@compiled
def protection_of(world, life, week):
    """Return until which week earnings do not end a right that they would end in a week; 0 without such a rule."""
    law = world.law
    months = law.five_years_months[week]
    return protected_until(
        law.five_years[week],
        law.five_years_from_work[week],
        months_after(world, life[WIA_START], months),
        months_after(world, life[RESUMED], months),
        np.int64(0),
    )


@compiled
def end_right(row, weight, world, life, week, reopens):
    """End a right by recovery: it re-opens in a week, or NEVER."""
    count(row, weight, world, week, _RECOVERED)
    life[PROTECTED] = 0
    go_on_without(row, weight, world, life, week, reopens)


@compiled
def go_on_without(row, weight, world, life, week, reopens):
    """Let someone go on at work without a right, or beside one that is protected; it re-opens in a week, or NEVER."""
    life[REOPEN] = reopens
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
    duration of a new wage-related benefit, what this would have been. One that never ended, because it was protected,
    gets the same, but counts as no new inflow.
    """
    week = max(life[REOPEN], life[FREE])
    goes_on = week < life[PROTECTED]
    life[REOPEN] = NEVER
    life[PROTECTED] = 0
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
    if not goes_on:
        count(row, weight, world, week, _REOPENED)
        enter_wia(row, weight, world, life, week, _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def grant(row, weight, world, key, life, week, kind):
    """Start a new WIA right of a kind at a week; return as `receive_wia`."""
    begin_right(row, weight, world, key, life, week, kind)
    enter_wia(row, weight, world, life, week, _SCHEME_IVA if kind == IVA_KIND else _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def grant_late_iva(row, weight, world, key, life, week, decided):
    """Start an IVA that is decided late; return as `receive_wia`.

    It is paid from its start; until the decision it is an advance, which counts as WGA.
    """
    begin_right(row, weight, world, key, life, week, np.int64(IVA_KIND))
    enter_wia(row, weight, world, life, week, _WGA)
    move(row, weight, world, life, week, _LGU)
    spend_in_wia(row, weight, world, life, week, decided, _WGA)
    spend_on_advance(row, weight, world, life, week, decided)
    pay_iva(row, weight, world, life, week, decided)
    if decided == end_of_presence(world, life):
        leave(row, weight, world, life, decided)
        return np.int64(OVER)
    count(row, weight, world, decided, _ADVANCE_TO_IVA)
    return receive_wia(row, weight, world, key, life, decided)


@compiled
def begin_right(row, weight, world, key, life, week, kind):
    """Set what a new right of a kind starts with at a week."""
    if life[PROTECTED] > week:
        take_back(row, weight, world, life, week)
    life[PROTECTED] = 0
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


@compiled
def take_back(row, weight, world, life, week):
    """Take back what a protected right was paid beyond the week in which a new right takes its place."""
    until = min(min(life[PROTECTED], life[REOPEN]), end_of_presence(world, life))
    if until <= week:
        return
    exchange_kept(life)
    life[RESUMED] = week
    pay_beside_work(row, -weight, world, life, week, until)
    exchange_kept(life)


@compiled
def exchange_kept(life):
    """Exchange what the present spell rests on for what the last right rested on."""
    for position in range(len(KEPT)):
        field = KEPT[position]
        life[field], life[RIGHT + position] = life[RIGHT + position], life[field]
