"""Follow a spell of sickness from its first week to return, an early IVA, the Ziektewet or the gate."""

import numpy as np

from poortwachter.kernel.birth import age_at
from poortwachter.kernel.chance import FIRST, SECOND, THIRD, decide, within
from poortwachter.kernel.ledger import count, move, pay
from poortwachter.kernel.state import (
    BASE,
    CONTRACT,
    DECIDED,
    ERD_ZW,
    EWT,
    GATE,
    GROUND,
    INSURED,
    IVA_KIND,
    MEDICAL,
    NEVER,
    ROUTE,
    ROUTE_AGENCY,
    ROUTE_CONTRACT_ENDED,
    ROUTE_EMPLOYER,
    ROUTE_OTHER,
    ROUTE_WW,
    SEX,
    SICK,
    SUFFICIENT,
    WAGE,
)
from poortwachter.kernel.transition.assessment import decide_claim, go_on_without_wia, lose_job
from poortwachter.kernel.transition.gate import apply_law, gate_outcome, record_decision
from poortwachter.kernel.transition.wia import grant
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work, weeks_sick
from poortwachter.law.rules.financiering import zw_payer
from poortwachter.law.rules.loondoorbetaling import statutory_wage, wage_on_top
from poortwachter.law.rules.wachttijd import early_iva_week
from poortwachter.law.rules.ziektewet import ziekengeld
from poortwachter.primitives.codes import Event, Item, Payer, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, exponential, pick

_VANGNET, _MIDDLE, _CLAIM_DRAW = np.int64(Decision.VANGNET), np.int64(Decision.MIDDLE), np.int64(Decision.CLAIM)
_ZIEK_LOON, _ZIEK_ZW = np.int64(Status.ZIEK_LOON), np.int64(Status.ZIEK_ZW)
_JAAR1, _JAAR2, _CAO, _ZW = (
    np.int64(Item.LOON_JAAR1),
    np.int64(Item.LOON_JAAR2),
    np.int64(Item.CAO_AANVULLING),
    np.int64(Item.ZW),
)
_WERKGEVER, _VERZEKERAAR = np.int64(Payer.WERKGEVER), np.int64(Payer.VERZEKERAAR)
_WEEK42, _EZWB = np.int64(Event.WEEK42), np.int64(Event.EZWB_ENDED)
_SECOND_TRACK, _PLACED = np.int64(Event.TWEEDE_SPOOR), np.int64(Event.PLACED_TWEEDE_SPOOR)
_CLAIM, _CLAIM_EARLY, _AWARD_EARLY = (
    np.int64(Event.CLAIM),
    np.int64(Event.CLAIM_EARLY_IVA),
    np.int64(Event.AWARD_EARLY_IVA),
)
_SHIFT = np.uint64(32)
_NOTIFICATION = 42
_YEAR = 52

AT_GATE = -3
"""The person stands at the gate at the end of the waiting period, with an intended outcome."""


@compiled
def route_of(world, life, word):
    """Return by which route the spell is paid from its start: wage, or one of the routes to the Ziektewet."""
    behaviour = world.behaviour
    year = world.clock.year_of_week[life[SICK]]
    band = world.ages.band6[age_at(world, life, life[SICK])]
    border = behaviour.vangnet_other[life[SEX]]
    if word < border:
        return ROUTE_OTHER
    border += behaviour.vangnet_ww[year, band]
    if word < border:
        return ROUTE_WW
    border += behaviour.vangnet_agency[year, life[CONTRACT]]
    return ROUTE_AGENCY if word < border else ROUTE_EMPLOYER


@compiled
def pay_wage(row, weight, world, life, start, end):
    """Pay the wage over the weeks of a spell, by the employer and, from its own-risk weeks on, its insurer."""
    law, behaviour = world.law, world.behaviour
    sick = life[SICK]
    year_border = sick + _YEAR
    insurer_border = sick + behaviour.insurer_from_week if life[INSURED] == 1 else NEVER
    week = start
    while week < end:
        until = end
        for border in (year_border, insurer_border):
            if week < border < until:
                until = border
        first = week < year_border
        payer = _WERKGEVER if week < insurer_border else _VERZEKERAAR
        floor = law.wage_floor[sick] if first else 0
        due = np.int64(statutory_wage(life[WAGE], law.wage_share[sick], law.maximum_maandloon[week], floor))
        pay(row, weight, world, week, until, _JAAR1 if first else _JAAR2, payer, due)
        top = np.int64(wage_on_top(life[WAGE], due, behaviour.wage_paid[0 if first else 1]))
        pay(row, weight, world, week, until, _CAO, payer, top)
        week = until


@compiled
def pay_zw(row, weight, world, life, start, end):
    """Pay sickness benefit over the weeks of a spell."""
    law = world.law
    route = life[ROUTE]
    payer = zw_payer(life[ERD_ZW] == 1, route != ROUTE_OTHER, law.zw_flex_whk[life[SICK]], route == ROUTE_WW)
    share = law.zw_share_pregnancy if route == ROUTE_OTHER else law.zw_share
    pay(row, weight, world, start, end, _ZW, payer, np.int64(ziekengeld(life[BASE], share)))


@compiled
def early_iva(world, band, chance, moment):
    """Return the week of illness in which an early IVA starts; NEVER without."""
    law = world.law
    if chance >= world.behaviour.early_iva[band]:
        return np.int64(NEVER)
    asked = law.iva_first_request + within(moment, law.iva_last_request - law.iva_first_request + 1)
    return np.int64(early_iva_week(asked, law.iva_term, law.iva_minimum, law.iva_maximum))


@compiled
def fall_sick(row, weight, world, key, life, length, word, route_word):
    """Follow a spell of more than a week; return OVER, AT_GATE or the week of return to work.

    length: weeks until return while paid by the employer (105: more than 104); word: the uniform it came from.
    """
    law = world.law
    begin_spell(world, life, route_word)
    length, zw_from, ended = ziektewet(world, key, life, length, word)
    iva_from, placed, tracked = prospects(world, key, life, length, zw_from)
    present = end_of_presence(world, life) - life[SICK]
    stop = min(min(min(length, placed), min(iva_from, ended)), min(np.int64(law.waiting_weeks), present))
    spend_spell(row, weight, world, life, stop, zw_from, tracked)
    week = life[SICK] + stop
    claims = stop > law.claim_week and claim(row, weight, world, key, life, stop)
    if stop == present:
        leave(row, weight, world, life, week)
        return np.int64(OVER)
    if stop in (length, placed):
        if placed < length:
            count(row, weight, world, week, _PLACED)
        resume_work(row, weight, world, life, week)
        return week
    if stop == iva_from:
        return start_early_iva(row, weight, world, key, life, week)
    if stop == ended:
        count(row, weight, world, week, _EZWB)
        return leave_zw(row, weight, world, key, life, week)
    if not claims:
        return go_on_without_wia(row, weight, world, key, life, week)
    if life[ROUTE] != ROUTE_EMPLOYER:
        return decide_claim(row, weight, world, key, life, week, 1.0, False)
    return np.int64(AT_GATE)


@compiled
def begin_spell(world, life, route_word):
    """Set what a spell starts with: its waiting period, its route, and no decision yet."""
    life[EWT] = life[SICK] + world.law.waiting_weeks
    life[DECIDED] = NEVER
    life[GATE] = SUFFICIENT
    life[ROUTE] = route_of(world, life, route_word)


@compiled
def ziektewet(world, key, life, length, word):
    """Return (weeks until return, week from which the Ziektewet pays, week in which the EZWb ends it).

    Return from the Ziektewet is slower; who comes into it during a spell draws the rest of the spell anew.
    """
    law, behaviour = world.law, world.behaviour
    never = np.int64(NEVER)
    end_rate = behaviour.contract_end_rate[life[CONTRACT]]
    if life[ROUTE] == ROUTE_OTHER:
        return length, np.int64(0), never
    if life[ROUTE] == ROUTE_EMPLOYER and end_rate == 0.0:
        return length, never, never
    band = world.ages.band6[age_at(world, life, life[SICK])]
    survival = behaviour.survival_zw[band, life[SEX]]
    contract_end, residual, assessment, _ = decide(key, life, _VANGNET, FIRST)
    zw_from = np.int64(0)
    if life[ROUTE] == ROUTE_EMPLOYER:
        zw_from = 1 + np.int64(exponential(contract_end) / end_rate)
        if zw_from >= min(length, law.waiting_weeks):
            return length, never, never
        length = np.int64(weeks_sick(survival, (residual * survival[zw_from]) >> _SHIFT, zw_from + 1))
    else:
        length = np.int64(weeks_sick(survival, word, 2))
    week = min(life[SICK] + law.ezwb_week, world.clock.weeks)
    year = min(world.clock.year_of_week[week], world.clock.years - 1)
    ends = zw_from < law.ezwb_week and law.ezwb[life[SICK]] and assessment < behaviour.ezwb_ended[year]
    return length, zw_from, np.int64(law.ezwb_week) if ends else never


@compiled
def prospects(world, key, life, length, zw_from):
    """Return (week of an early IVA, week of a placement, whether a second track starts) of a long spell.

    A placement in the second track happens only while the employer pays.
    """
    law, behaviour = world.law, world.behaviour
    never = np.int64(NEVER)
    if length <= _NOTIFICATION:
        return never, never, False
    chance, moment, track, place = decide(key, life, _MIDDLE, FIRST)
    band = world.ages.band6[age_at(world, life, life[SICK])]
    tracked = track < np.uint64(behaviour.second_track_started)
    placed = never
    if tracked:
        placed = law.tweede_spoor_week + 1 + np.int64(exponential(place) / behaviour.second_track_rate)
    return early_iva(world, band, chance, moment), placed if placed < zw_from else never, tracked


@compiled
def spend_spell(row, weight, world, life, stop, zw_from, tracked):
    """Pay and count the weeks of a spell up to where it stops: first the wage, then the Ziektewet."""
    start = life[SICK]
    paid_until = min(stop, zw_from)
    if paid_until > 0:
        move(row, weight, world, life, start, _ZIEK_LOON)
        pay_wage(row, weight, world, life, start, start + paid_until)
        if paid_until > _NOTIFICATION:
            count(row, weight, world, start + _NOTIFICATION, _WEEK42)
        if tracked and paid_until > world.law.tweede_spoor_week:
            count(row, weight, world, start + world.law.tweede_spoor_week, _SECOND_TRACK)
    if zw_from < stop:
        move(row, weight, world, life, start + zw_from, _ZIEK_ZW)
        if life[ROUTE] == ROUTE_EMPLOYER:
            life[ROUTE] = ROUTE_CONTRACT_ENDED
        pay_zw(row, weight, world, life, start + zw_from, start + stop)


@compiled
def claim(row, weight, world, key, life, stop):
    """Let someone still sick at the claim week claim; test the file of an employer. Return whether she claims."""
    law = world.law
    year = min(world.clock.year_of_week[min(life[EWT], world.clock.weeks)], world.clock.years - 1)
    word, moment, outcome_word, ground = decide(key, life, _CLAIM_DRAW, FIRST)
    vangnet = 0 if life[ROUTE] == ROUTE_EMPLOYER else 1
    if word >= world.behaviour.claim[year, vangnet]:
        return False
    count(row, weight, world, life[SICK] + law.claim_week, _CLAIM)
    decided = law.first_decision + within(moment, law.last_decision - law.first_decision + 1)
    if vangnet == 0 and decided < stop:
        role, _, _, _ = decide(key, life, _CLAIM_DRAW, SECOND)
        week = life[SICK] + decided
        life[DECIDED] = week
        life[GROUND] = pick(ground, world.behaviour.ground)
        life[MEDICAL] = 1 if role < np.uint64(world.behaviour.medical_role) else 0
        life[GATE] = gate_outcome(world, life, week, outcome_word)
        record_decision(row, weight, world, life, apply_law(world, life, life[GATE]))
    return True


@compiled
def start_early_iva(row, weight, world, key, life, week):
    """Start an IVA after a shortened waiting period; there is no RIV-toets."""
    life[EWT] = week
    count(row, weight, world, week, _CLAIM_EARLY)
    count(row, weight, world, week, _AWARD_EARLY)
    return grant(row, weight, world, key, life, week, IVA_KIND)


@compiled
def leave_zw(row, weight, world, key, life, week):
    """Follow someone whose right ended at the assessment after a year: at work, or unemployed."""
    _, takes_ww, length, back = decide(key, life, _VANGNET, SECOND)
    works, _, _, _ = decide(key, life, _VANGNET, THIRD)
    if works < np.uint64(world.behaviour.ezwb_to_work):
        resume_work(row, weight, world, life, week)
        return week
    return lose_job(row, weight, world, life, week, takes_ww, length, back)
