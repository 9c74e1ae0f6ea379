"""Follow a WIA right: phases and amounts, recovery, change of class, IVA, re-opening, death and AOW."""

import numpy as np

from poortwachter.kernel.birth import age_at
from poortwachter.kernel.chance import decide, within
from poortwachter.kernel.ledger import count, enter_wia, move, pay, pay_once, spend_in_wia, stay
from poortwachter.kernel.state import (
    BASE,
    ERD_WGA,
    EWT,
    FREE,
    FULL,
    HISTORY_START,
    IVA_KIND,
    JOB_START,
    KEPT,
    KIND,
    LGU_END,
    NEVER,
    REOPEN,
    RIGHT,
    ROUTE,
    ROUTE_AGENCY,
    ROUTE_CONTRACT_ENDED,
    ROUTE_EMPLOYER,
    ROUTE_OTHER,
    ROUTE_WW,
    SEX,
    STATUS,
    USE,
    WAGE,
    WIA_START,
    WIA_STEP,
)
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work
from poortwachter.law.rules.financiering import wga_payer
from poortwachter.law.rules.iva import iva
from poortwachter.law.rules.transitievergoeding import transition_payment
from poortwachter.law.rules.wga import borne_by_employer, counted_income, lau, lgu, lgu_months, vvu
from poortwachter.primitives.codes import Event, Item, Payer, Scheme, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, exponential, pick

_WIA_EXIT, _CLASS, _REOPENING = np.int64(Decision.WIA_EXIT), np.int64(Decision.ASSESSMENT), np.int64(Decision.REOPENING)
_LGU, _LAU, _VVU, _IVA = (
    np.int64(Status.WGA_LGU),
    np.int64(Status.WGA_LAU),
    np.int64(Status.WGA_VVU),
    np.int64(Status.IVA),
)
_OVERLEDEN = np.int64(Status.OVERLEDEN)
_ITEM_LGU, _ITEM_LAU, _ITEM_VVU, _ITEM_IVA = (
    np.int64(Item.WGA_LGU),
    np.int64(Item.WGA_LAU),
    np.int64(Item.WGA_VVU),
    np.int64(Item.IVA),
)
_TV, _COMPENSATION = np.int64(Item.TRANSITIEVERGOEDING), np.int64(Item.COMPENSATIE_TV)
_WERKGEVER, _AOF = np.int64(Payer.WERKGEVER), np.int64(Payer.AOF)
_WGA, _SCHEME_IVA = np.int64(Scheme.WGA), np.int64(Scheme.IVA)
_RECOVERED, _REOPENED, _DISMISSED = np.int64(Event.RECOVERED), np.int64(Event.REOPENED), np.int64(Event.DISMISSED)


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
    law = world.law
    if law.lgu_by_age[life[EWT]]:
        age = age_at(world, life, week)
        place = 0
        while age >= law.lgu_age_upper[place]:
            place += 1
        return law.lgu_age_months[place]
    history = years_between(world, life[HISTORY_START], week)
    before = years_between(world, life[HISTORY_START], min(week, law.lgu_change_week))
    return np.int64(
        lgu_months(
            history,
            before,
            law.lgu_full_years,
            law.lgu_rate_before,
            law.lgu_rate_after,
            law.lgu_minimum[life[EWT]],
            law.lgu_maximum[life[EWT]],
        )
    )


@compiled
def remaining_capacity(world, life):
    """Return remaining earning capacity a month: the wage less the degree of disability of the class."""
    return np.int64(life[WAGE] * (1.0 - world.law.class_degree[life[KIND]]))


@compiled
def income_of(world, life):
    """Return earnings a month beside the benefit, by the use made of remaining capacity."""
    if life[KIND] >= FULL or life[USE] == 0:
        return np.int64(0)
    capacity = remaining_capacity(world, life)
    return capacity if life[USE] == 2 else np.int64(capacity * world.behaviour.half_use)


@compiled
def later_status(life):
    """Return the status after the wage-related benefit: supplement or follow-up."""
    return _LAU if life[KIND] == FULL or life[USE] > 0 else _VVU


@compiled
def pay_wga(row, weight, world, life, start, end):
    """Pay the WGA over weeks in which phase and payer do not change."""
    law = world.law
    payer = wga_payer(
        start < months_after(world, life[WIA_START], law.employer_years_months),
        life[ERD_WGA] == 1,
        life[ROUTE] == ROUTE_CONTRACT_ENDED or life[ROUTE] == ROUTE_AGENCY,
        law.wga_flex_whk[life[EWT]],
        life[ROUTE] == ROUTE_WW or life[ROUTE] == ROUTE_OTHER,
    )
    base, kind = life[BASE], life[KIND]
    income = counted_income(income_of(world, life), base, life[WAGE])
    if life[STATUS] == _LGU:
        early = start < months_after(world, life[WIA_START], law.lgu_first_months)
        share = law.lgu_first_share if early else law.lgu_share
        pay(row, weight, world, start, end, _ITEM_LGU, payer, np.int64(lgu(base, income, share)))
        return
    fictive = vvu(base, law.minimum_wage, law.vvu_share[kind])
    if life[STATUS] == _VVU:
        pay(row, weight, world, start, end, _ITEM_VVU, payer, np.int64(fictive))
        return
    capacity = counted_income(remaining_capacity(world, life), base, life[WAGE])
    benefit = lau(base, income, capacity, kind == FULL or life[USE] == 2, law.lau_share)
    employer_part = borne_by_employer(benefit, fictive)
    pay(row, weight, world, start, end, _ITEM_LAU, payer, np.int64(employer_part))
    pay(row, weight, world, start, end, _ITEM_LAU, _AOF, np.int64(benefit - employer_part))


@compiled
def live_in_wga(row, weight, world, life, start, end):
    """Pay and count a WGA right over a stretch, through its change of percentage, phase and payer."""
    law = world.law
    first = months_after(world, life[WIA_START], law.lgu_first_months)
    ten_years = months_after(world, life[WIA_START], law.employer_years_months)
    spend_in_wia(row, weight, world, life, start, end, _WGA)
    week = start
    while week < end:
        if life[STATUS] == _LGU and week >= life[LGU_END]:
            move(row, weight, world, life, week, later_status(life))
        until = end
        for border in (first, life[LGU_END], ten_years):
            if week < border < until:
                until = border
        pay_wga(row, weight, world, life, week, until)
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
        return border - passed + np.int64((level - reach) / later)
    return np.int64(level / later)


@compiled
def enter_phase(row, weight, world, life, week):
    """Give someone the status that belongs to her kind of right and its phase at a week."""
    if life[KIND] == IVA_KIND:
        move(row, weight, world, life, week, _IVA)
    elif week < life[LGU_END]:
        move(row, weight, world, life, week, _LGU)
    else:
        move(row, weight, world, life, week, later_status(life))


@compiled
def receive_wia(row, weight, world, key, life, start):
    """Follow a WIA right from a week to its end; return OVER or the week of return to work.

    Each stretch draws one time per exit; the first of them ends it, and at a tie the order is death, recovery,
    IVA, change of class.
    """
    behaviour = world.behaviour
    week = start
    enter_phase(row, weight, world, life, week)
    while True:
        recovery, change, to_iva, death = decide(key, life, _WIA_EXIT, life[WIA_STEP])
        life[WIA_STEP] += 1
        passed = week - life[WIA_START]
        partial = life[KIND] < FULL
        if life[KIND] == IVA_KIND:
            first = excess(world, life, week, behaviour.iva_death_first)
            later = excess(world, life, week, behaviour.iva_death_later)
            dies = week + two_rates(death, passed, behaviour.iva_death_border, first, later)
            recovers = week + np.int64(exponential(recovery) / behaviour.iva_recovery)
            lasting = changes = np.int64(NEVER)
        else:
            place = 0 if partial else 1
            dies = week + np.int64(exponential(death) / excess(world, life, week, behaviour.wga_death))
            recovers = week + two_rates(
                recovery, passed, behaviour.recovery_border, behaviour.recovery_first, behaviour.recovery_later
            )
            lasting = week + np.int64(exponential(to_iva) / behaviour.to_iva[place])
            changes = week + np.int64(exponential(change) / behaviour.change_class[place])
        present = end_of_presence(world, life)
        end = min(min(min(dies, recovers), min(lasting, changes)), present)
        if life[KIND] == IVA_KIND:
            spend_in_wia(row, weight, world, life, week, end, _SCHEME_IVA)
            amount = iva(life[BASE], world.law.iva_share)
            pay(row, weight, world, week, end, _ITEM_IVA, _AOF, np.int64(amount))
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
        life[KIND] = IVA_KIND if end == lasting else (FULL if partial else class_drawn(world, key, life))
        enter_phase(row, weight, world, life, week)


@compiled
def class_drawn(world, key, life):
    """Draw the class of someone who becomes partially disabled during a right."""
    word, _, _, _ = decide(key, life, _CLASS, life[WIA_STEP])
    return pick(word, world.behaviour.class_threshold)


@compiled
def recover(row, weight, world, key, life, week):
    """End a right by recovery; it may re-open within the term of the law."""
    count(row, weight, world, week, _RECOVERED)
    chance, place, _, _ = decide(key, life, _REOPENING, life[WIA_STEP])
    life[REOPEN] = NEVER
    if life[KIND] < IVA_KIND and chance < np.uint64(world.behaviour.reopening):
        term = months_after(world, week, world.law.reopening_months) - week
        life[REOPEN] = week + 1 + within(place, term)
        for position in range(len(KEPT)):
            life[RIGHT + position] = life[KEPT[position]]
    resume_work(row, weight, world, life, week)


@compiled
def reopen(row, weight, world, key, life):
    """Re-open an ended right, on the wage and payer it had, when the person is free; return as `receive_wia`."""
    week = max(life[REOPEN], life[FREE])
    life[REOPEN] = NEVER
    for position in range(len(KEPT)):
        life[KEPT[position]] = life[RIGHT + position]
    count(row, weight, world, week, _REOPENED)
    enter_wia(row, weight, world, life, week, _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def grant(row, weight, world, key, life, week, kind):
    """Start a new WIA right of a kind at a week; return as `receive_wia`."""
    life[KIND] = kind
    life[REOPEN] = NEVER
    life[WIA_START] = week
    life[WIA_STEP] = 0
    life[LGU_END] = months_after(world, week, duration_of_lgu(world, life, week))
    enter_wia(row, weight, world, life, week, _SCHEME_IVA if kind == IVA_KIND else _WGA)
    return receive_wia(row, weight, world, key, life, week)


@compiled
def dismiss(row, weight, world, life, week):
    """Dismiss an employee after the waiting period, with transition payment and its compensation.

    Years of service in an extension count for the payment, not for the compensation.
    """
    law = world.law
    if life[ROUTE] != ROUTE_EMPLOYER or not law.transition_due[week]:
        return
    count(row, weight, world, week, _DISMISSED)
    months = law.transition_months_per_year
    served = years_between(world, life[JOB_START], week)
    payment = transition_payment(life[WAGE], served, months)
    pay_once(row, weight, world, week, _TV, _WERKGEVER, np.int64(payment))
    if law.transition_compensated[week]:
        compensated = years_between(world, life[JOB_START], life[EWT])
        amount = min(transition_payment(life[WAGE], compensated, months), payment)
        pay_once(row, weight, world, week, _COMPENSATION, _AOF, np.int64(amount))
