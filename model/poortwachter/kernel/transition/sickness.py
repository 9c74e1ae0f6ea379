"""Follow a spell of sickness from its first week to return, an early IVA, the Ziektewet or the gate."""

import numpy as np

from poortwachter.kernel.birth import age_at, year_at
from poortwachter.kernel.chance import FIRST, SECOND, THIRD, decide, weeks_until, within
from poortwachter.kernel.decisions import Point, in_units, note, yes
from poortwachter.kernel.ledger import count, move, pay, pay_once
from poortwachter.kernel.reach import Stage, reach
from poortwachter.kernel.state import (
    BASE,
    CAUSE,
    CLAIMED,
    CONTRACT,
    COURSE,
    DECIDED,
    DECIDED_IN,
    DUE,
    ERD_ZW,
    EWT,
    FRAILTY,
    GATE,
    GROUND,
    IN_TIME,
    INSURED,
    IVA_KIND,
    LEVEL,
    MEDICAL,
    MEDICAL_FILE,
    NEVER,
    NO_RISK_FREE,
    NO_RISK_UNTIL,
    ONSET,
    OWN_JOB,
    POLICY,
    RELIEVED,
    RETURNED,
    ROUTE,
    ROUTE_AGENCY,
    ROUTE_CONTRACT_ENDED,
    ROUTE_EMPLOYER,
    ROUTE_NO_RISK,
    ROUTE_OTHER,
    ROUTE_WW,
    SATISFIED,
    SERVED,
    SEX,
    SICK,
    SIMPLE,
    SIZE,
    SPARED,
    STARTED,
    SUFFICIENT,
    TRACKED,
    VOLUNTARY,
    WAGE,
)
from poortwachter.kernel.transition.assessment import decide_claim, go_on_without_wia, lose_job
from poortwachter.kernel.transition.benefits import top_up
from poortwachter.kernel.transition.gate import apply_law, gate_outcome, record_decision, satisfactory
from poortwachter.kernel.transition.terms import months_after, next_border
from poortwachter.kernel.transition.wia import grant
from poortwachter.kernel.transition.work import OVER, RETURN_STEP, end_of_presence, leave, resume_work, weeks_sick
from poortwachter.law.rules.financiering import zw_payer
from poortwachter.law.rules.loondoorbetaling import statutory_wage, wage_on_top
from poortwachter.law.rules.no_risk import covered, no_risk_from_placement
from poortwachter.law.rules.riv_toets import can_be_imposed
from poortwachter.law.rules.wachttijd import early_iva_week, end_of_wachttijd
from poortwachter.law.rules.ww import ww, ww_sick_weeks
from poortwachter.law.rules.ziektewet import extended_weeks, recourse_weeks, ziekengeld
from poortwachter.primitives.codes import Event, Item, Payer, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, pick

_VANGNET, _MIDDLE, _CLAIM_DRAW = np.int64(Decision.VANGNET), np.int64(Decision.MIDDLE), np.int64(Decision.CLAIM)
_CAUSE_DRAW = np.int64(Decision.CAUSE)
_ASSESSMENT, _WORD = np.int64(Decision.ASSESSMENT), np.uint64(1 << 32)
_EXTENSION, _LEAVER = np.int64(Decision.EXTENSION), np.int64(Decision.LEAVER)
_ZIEK_LOON, _ZIEK_ZW = np.int64(Status.ZIEK_LOON), np.int64(Status.ZIEK_ZW)
_UITVOERING = np.int64(Item.UITVOERING)
_JAAR1, _JAAR2, _CAO, _ZW, _WW = (
    np.int64(Item.LOON_JAAR1),
    np.int64(Item.LOON_JAAR2),
    np.int64(Item.CAO_AANVULLING),
    np.int64(Item.ZW),
    np.int64(Item.WW),
)
_WERKGEVER, _VERZEKERAAR, _AWF = np.int64(Payer.WERKGEVER), np.int64(Payer.VERZEKERAAR), np.int64(Payer.AWF)
_WEEK42, _EZWB = np.int64(Event.WEEK42), np.int64(Event.EZWB_ENDED)
_OVER_SIX = np.int64(Event.SPELL_OVER_SIX_WEEKS)
_SECOND_TRACK, _PLACED = np.int64(Event.TWEEDE_SPOOR), np.int64(Event.PLACED_TWEEDE_SPOOR)
_CLAIM, _CLAIM_VANGNET, _CLAIM_EARLY, _AWARD_EARLY = (
    np.int64(Event.CLAIM),
    np.int64(Event.CLAIM_VANGNET),
    np.int64(Event.CLAIM_EARLY_IVA),
    np.int64(Event.AWARD_EARLY_IVA),
)
_SATISFACTORY, _VOLUNTARY = np.int64(Event.SATISFACTORY_RESULT), np.int64(Event.VOLUNTARY_EXTENSION)
_ZW_EXTENDED, _RECOURSE = np.int64(Event.ZW_EXTENDED), np.int64(Event.ZW_RECOURSE)
_NO_RISK = np.int64(Event.NO_RISK_SPELL)
_LONG_SICK, _AT_CLAIM, _ASSESSED = np.int64(Stage.LONG_SICK), np.int64(Stage.CLAIM), np.int64(Stage.ASSESSMENT)
_SHORTCOMING = np.int64(Point.SHORTCOMING)
_SHIFT = np.uint64(32)
_SIX = 6
_NOTIFICATION = 42
_YEAR = 52

AT_GATE = -3
"""The person stands at the gate at the end of the waiting period, with an intended outcome."""


@compiled
def route_of(world, life, word):
    """Return by which route the spell is paid from its start: wage, or one of the routes to the Ziektewet."""
    if covered(life[SICK], life[NO_RISK_UNTIL], life[NO_RISK_FREE]):
        return ROUTE_NO_RISK
    behaviour = world.behaviour
    year = world.clock.year_of_week[life[STARTED]]
    band = world.ages.band6[age_at(world, life, life[STARTED])]
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
    """Pay the wage over the weeks of a spell, by the employer and, from its own-risk weeks to week 104, its insurer."""
    law, behaviour = world.law, world.behaviour
    sick = life[SICK]
    year_border = sick + _YEAR
    insurer_border = sick + behaviour.insurer_from_week if life[INSURED] == 1 else NEVER
    insurer_until = sick + law.waiting_weeks
    week = start
    while week < end:
        until = next_border(week, end, (year_border, insurer_border, insurer_until))
        first = week < year_border
        payer = _VERZEKERAAR if insurer_border <= week < insurer_until else _WERKGEVER
        floor = law.wage_floor[sick] if first else 0
        due = np.int64(statutory_wage(life[WAGE], law.wage_share[sick], law.maximum_maandloon[week], floor))
        pay(row, weight, world, week, until, _JAAR1 if first else _JAAR2, payer, due)
        top = np.int64(wage_on_top(life[WAGE], due, behaviour.wage_paid[0 if first else 1]))
        pay(row, weight, world, week, until, _CAO, payer, top)
        week = until


@compiled
def pay_zw(row, weight, world, life, start, end, recourse_until):
    """Pay sickness benefit over the weeks of a spell; up to a week it is recovered from the former employer.

    Unemployment benefit goes on in the first weeks of sickness.
    """
    law = world.law
    route = life[ROUTE]
    flexible = route not in (ROUTE_OTHER, ROUTE_NO_RISK)
    payer = zw_payer(life[ERD_ZW] == 1, flexible, law.zw_flex_whk[life[SICK]], route == ROUTE_WW)
    ww_until = life[SICK] + ww_sick_weeks(route == ROUTE_WW, law.ww_sick_weeks[life[SICK]])
    week = start
    while week < end:
        until = next_border(week, end, (recourse_until, ww_until, law.next_change[week]))
        if week < ww_until:
            amount = np.int64(ww(life[BASE], law.ww_share[week]))
            pay(row, weight, world, week, until, _WW, _AWF, amount)
        else:
            share = law.zw_share_pregnancy[week] if route == ROUTE_OTHER else law.zw_share[week]
            amount = np.int64(ziekengeld(life[BASE], share))
            pay(row, weight, world, week, until, _ZW, _WERKGEVER if week < recourse_until else payer, amount)
        top_up(row, weight, world, life, week, until, amount, np.int64(0))
        week = until


@compiled
def early_iva(world, life, band, chance, moment):
    """Return the week of illness in which an early IVA starts; NEVER without."""
    law, sick = world.law, life[SICK]
    if chance >= world.behaviour.early_iva[band]:
        return np.int64(NEVER)
    asked = law.iva_first_request[sick] + within(moment, law.iva_last_request[sick] - law.iva_first_request[sick] + 1)
    starts = np.int64(early_iva_week(asked, law.iva_term[sick], law.iva_minimum[sick], law.iva_maximum[sick]))
    return starts if sick + starts >= law.first_right else np.int64(NEVER)


@compiled
def fall_sick(row, weight, world, key, life, length, word, route_word):
    """Follow a spell of more than a week; return OVER, AT_GATE or the week of return to work.

    length: weeks until return while paid by the employer (105: more than 104); word: the uniform it came from.
    Weeks count from the first sick day, weeks of an earlier spell that this one continues included.
    """
    law = world.law
    served = life[STARTED] - life[SICK]
    begin_spell(world, life, route_word)
    if life[ROUTE] == ROUTE_NO_RISK:
        count(row, weight, world, life[STARTED], _NO_RISK)
    length, zw_from, ended = ziektewet(world, key, life, length, word, served)
    if length > min(np.int64(_SIX), world.behaviour.insurer_from_week):
        length = insured_length(world, key, life, length, zw_from, served)
    iva_from, placed, tracked = prospects(world, key, life, length, zw_from, served)
    present = end_of_presence(world, life) - life[SICK]
    stop = min(min(min(length, placed), min(iva_from, ended)), min(np.int64(law.waiting_weeks), present))
    spend_spell(row, weight, world, key, life, stop, zw_from, tracked, served)
    week = life[SICK] + stop
    claims = stop > law.claim_week[life[SICK]] and claim(row, weight, world, key, life, stop, served)
    if stop == present:
        leave(row, weight, world, life, week)
        return np.int64(OVER)
    if stop in (length, placed):
        if placed < length:
            count(row, weight, world, week, _PLACED)
            cover_placed(world, life, week)
        resume_work(row, weight, world, life, week)
        life[RETURNED] = week
        if stop < law.waiting_weeks:
            life[SERVED] = stop
        return week
    if stop == iva_from:
        return start_early_iva(row, weight, world, key, life, week)
    if stop == ended:
        count(row, weight, world, week, _EZWB)
        return leave_zw(row, weight, world, key, life, week)
    if not claims:
        return go_on_without_wia(row, weight, world, key, life, week)
    if life[ROUTE] != ROUTE_EMPLOYER:
        return claim_from_zw(row, weight, world, key, life, week)
    if life[EWT] > week:
        return wait_longer(row, weight, world, key, life, week)
    return np.int64(AT_GATE)


@compiled
def begin_spell(world, life, route_word):
    """Set what a spell starts with: its waiting period, its route, and no decision yet unless it continues one."""
    if life[STARTED] == life[SICK]:
        life[VOLUNTARY] = 0
        life[CLAIMED] = 0
        life[DECIDED] = NEVER
        life[GATE] = SUFFICIENT
        life[COURSE] = IN_TIME
        life[MEDICAL_FILE] = 0
    life[SPARED] = 0
    life[EWT] = end_of_wachttijd(life[SICK], world.law.waiting_weeks, life[VOLUNTARY])
    life[ROUTE] = route_of(world, life, route_word)


@compiled
def insured_length(world, key, life, length, zw_from, served):
    """Set whether the employer is insured on the first sick day, and by a policy that takes over its duties.

    Such policies come first to employers that are insured already. Return the week of return, which the case manager
    of such a policy may bring forward from week 6 on while the employer pays. A spell that ends before anything of this
    matters does not come here.
    """
    year, size = year_at(world, life[SICK]), life[SIZE]
    insured = np.int64(world.population.insured[size]) + world.behaviour.insured_extra[year, size]
    life[RELIEVED] = 1 if life[POLICY] < world.behaviour.relieved[year, size] else 0
    life[INSURED] = 1 if life[RELIEVED] == 1 or life[POLICY] < insured else 0
    rate = world.behaviour.guided_rate
    if life[RELIEVED] == 0 or rate == 0.0 or min(length, zw_from) <= _SIX:
        return length
    _, word, _, _ = decide(key, life, _CAUSE_DRAW, FIRST)
    guided = max(np.int64(_SIX), served) + 1 + weeks_until(word, rate)
    return min(length, guided) if guided < zw_from else length


@compiled
def ziektewet(world, key, life, length, word, served):
    """Return (weeks until return, week from which the Ziektewet pays, week in which the EZWb ends it).

    Return from the Ziektewet is slower; who comes into it during a spell draws the rest of the spell anew.
    """
    law, behaviour = world.law, world.behaviour
    never = np.int64(NEVER)
    end_rate = behaviour.contract_end_rate[life[CONTRACT]]
    if life[ROUTE] in (ROUTE_OTHER, ROUTE_NO_RISK):
        return served + length, served, never
    if life[ROUTE] == ROUTE_EMPLOYER and end_rate == 0.0:
        return served + length, never, never
    band = world.ages.band7[age_at(world, life, life[STARTED])]
    survival = behaviour.survival_zw[life[FRAILTY] // RETURN_STEP, life[CAUSE], band, life[SEX]]
    contract_end, residual, assessment, target = decide(key, life, _VANGNET, FIRST)
    zw_from = np.int64(0)
    if life[ROUTE] == ROUTE_EMPLOYER:
        zw_from = 1 + weeks_until(contract_end, end_rate)
        if zw_from >= min(length, law.waiting_weeks - served):
            return served + length, never, never
        length = np.int64(weeks_sick(survival, (residual * survival[zw_from]) >> _SHIFT, zw_from + 1))
    else:
        length = np.int64(weeks_sick(survival, word, 2))
    zw_from += served
    assessed = law.ezwb_week[life[SICK]]
    if max(zw_from, served) >= assessed or not law.ezwb[life[SICK]]:
        return served + length, zw_from, never
    ended = behaviour.ezwb_ended[year_at(world, life[SICK] + assessed)]
    targeted = target < np.uint64(behaviour.ezwb_targeted)
    ends = no_prospect(key, life, ended) if targeted else assessment < ended
    if targeted:
        life[SPARED] = ended
    return served + length, zw_from, assessed if ends else never


@compiled
def no_prospect(key, life, share):
    """Return whether someone is among the share with the least chance of an award, should it come to a claim."""
    award, _, _, _ = decide(key, life, _ASSESSMENT, FIRST)
    return award >= _WORD - share


@compiled
def prospects(world, key, life, length, zw_from, served):
    """Return (week of an early IVA, week of a placement, whether a second track starts) of a long spell.

    A placement in the second track happens only while the employer pays.
    """
    behaviour = world.behaviour
    never = np.int64(NEVER)
    if length <= _NOTIFICATION:
        return never, never, False
    reach(life, _LONG_SICK)
    latest = world.law.tweede_spoor_week[life[SICK]]
    chance, moment, track, place = decide(key, life, _MIDDLE, FIRST)
    band = world.ages.band6[age_at(world, life, life[STARTED])]
    if served <= latest:
        started = behaviour.second_track_started + behaviour.second_track_extra[year_at(world, life[SICK] + latest)]
        life[TRACKED] = 1 if latest < zw_from and np.int64(track) < started else 0
    tracked = life[TRACKED] == 1
    placed = never
    if tracked:
        placed = max(latest, served) + 1 + weeks_until(place, placement_rate(world, life[SICK] + latest))
    iva_from = early_iva(world, life, band, chance, moment)
    return iva_from if iva_from > served else never, placed if placed < zw_from else never, tracked


@compiled
def placement_rate(world, start):
    """Return the weekly rate of a placement in a second track that starts in a week."""
    law, behaviour = world.law, world.behaviour
    rate = behaviour.second_track_rate
    if law.no_risk_second_track[start]:
        rate *= behaviour.placed_no_risk
    if law.second_track_better[start]:
        rate *= behaviour.placed_better
    return rate


@compiled
def cover_placed(world, life, week):
    """Let the no-riskpolis cover work found in the second track, where the law has it so."""
    law, until = world.law, life[NO_RISK_UNTIL]
    term = months_after(world, week, law.no_risk_cover[week])
    life[NO_RISK_UNTIL] = no_risk_from_placement(law.no_risk_second_track[week], term, until)
    if until <= week < life[NO_RISK_UNTIL]:
        life[NO_RISK_FREE] = week


@compiled
def start_second_track(row, weight, world, week):
    """Count the start of a second track; the employer pays what one of the better kind costs more."""
    count(row, weight, world, week, _SECOND_TRACK)
    if world.law.second_track_better[week]:
        pay_once(row, weight, world, week, _UITVOERING, _WERKGEVER, world.behaviour.second_track_cost)


@compiled
def spend_spell(row, weight, world, key, life, stop, zw_from, tracked, served):
    """Pay and count the weeks of a spell up to where it stops: first the wage, then the Ziektewet."""
    sick, start = life[SICK], life[STARTED]
    paid_until = min(stop, zw_from)
    if paid_until > served:
        move(row, weight, world, life, start, _ZIEK_LOON)
        pay_wage(row, weight, world, life, start, sick + paid_until)
        if served <= _NOTIFICATION < paid_until:
            count(row, weight, world, sick + _NOTIFICATION, _WEEK42)
        if tracked and served <= world.law.tweede_spoor_week[sick] < paid_until:
            start_second_track(row, weight, world, sick + world.law.tweede_spoor_week[sick])
    if zw_from < stop:
        move(row, weight, world, life, sick + zw_from, _ZIEK_ZW)
        recourse_until = np.int64(0)
        if life[ROUTE] == ROUTE_EMPLOYER:
            life[ROUTE] = ROUTE_CONTRACT_ENDED
            recourse_until = recourse(row, weight, world, key, life, sick + zw_from)
        pay_zw(row, weight, world, life, sick + zw_from, sick + stop, recourse_until)
    if served <= _SIX < stop:
        count(row, weight, world, sick + _SIX, _OVER_SIX)


@compiled
def recourse(row, weight, world, key, life, week):
    """Return until which week sickness benefit is recovered from the employer of someone who left sick at a week.

    Re-integration can have stood still for no longer than the person was sick.
    """
    behaviour, law = world.behaviour, world.law
    chance, _, _, _ = decide(key, life, _LEAVER, SECOND)
    if life[ERD_ZW] == 1 or chance >= np.uint64(behaviour.recourse):
        return np.int64(0)
    free = law.recourse_free[week]
    stagnation = min(free + behaviour.recourse_stagnation, week - life[SICK])
    weeks = recourse_weeks(stagnation, free, False, 0)
    if weeks > 0:
        count(row, weight, world, week, _RECOURSE)
    return week + weeks


@compiled
def claim(row, weight, world, key, life, stop, served):
    """Let someone still sick at the claim week claim; test the file of an employer. Return whether she claims."""
    law, sick = world.law, life[SICK]
    if served > law.claim_week[sick]:
        if life[CLAIMED] == 1 and life[ROUTE] == ROUTE_EMPLOYER and life[DECIDED] == NEVER:
            test_file(row, weight, world, key, life, stop, max(life[DUE] - sick, served))
        return life[CLAIMED] == 1
    reach(life, _AT_CLAIM)
    word, moment, _, _ = decide(key, life, _CLAIM_DRAW, FIRST)
    vangnet = 0 if life[ROUTE] == ROUTE_EMPLOYER else 1
    if word >= world.behaviour.claim[year_at(world, life[EWT]), vangnet]:
        return False
    life[CLAIMED] = 1
    count(row, weight, world, sick + law.claim_week[sick], _CLAIM)
    if vangnet == 1:
        count(row, weight, world, sick + law.claim_week[sick], _CLAIM_VANGNET)
    _, late, later, longer = decide(key, life, _CLAIM_DRAW, SECOND)
    if vangnet == 0 and longer < world.behaviour.voluntary[year_at(world, sick + law.claim_week[sick])]:
        life[VOLUNTARY] = world.behaviour.voluntary_weeks
        life[EWT] = end_of_wachttijd(sick, law.waiting_weeks, life[VOLUNTARY])
    life[DUE] = sick + decision_week(world, life, moment, late, later)
    if vangnet == 0:
        test_file(row, weight, world, key, life, stop, life[DUE] - sick)
    return True


@compiled
def test_file(row, weight, world, key, life, stop, decided):
    """Let UWV test a file in a week of illness, if the spell lasts until then and it is still in time for a sanction.

    A file that is due while the employee is back at work is tested when she falls ill again within four weeks.
    """
    week = life[SICK] + decided
    in_force = decided < stop and can_be_imposed(decided, world.law.latest_decision[life[SICK]])
    if not in_force:
        return
    if not assessed_in_time(world, key, life, week):
        life[DUE] = NEVER
        return
    _, _, outcome_word, ground = decide(key, life, _CLAIM_DRAW, FIRST)
    role, _, _, _ = decide(key, life, _CLAIM_DRAW, SECOND)
    life[DECIDED] = week
    life[DECIDED_IN] = life[ONSET]
    life[GROUND] = pick(ground, world.behaviour.ground)
    life[MEDICAL] = 1 if role < np.uint64(world.behaviour.medical_role) else 0
    life[SATISFIED] = 1 if satisfactory(world, key, life) else 0
    if life[SATISFIED] == 1:
        count(row, weight, world, week, _SATISFACTORY)
    life[GATE] = SUFFICIENT if life[SATISFIED] == 1 else gate_outcome(world, life, week, outcome_word)
    record_decision(row, weight, world, life, apply_law(world, life, life[GATE]))


@compiled
def assessed_in_time(world, key, life, week):
    """Return whether UWV assesses a file that is due in a week before a sanction is no longer possible."""
    word, _, _, _ = decide(key, life, _CLAIM_DRAW, THIRD)
    return word < world.behaviour.riv_assessed[year_at(world, week)]


@compiled
def decision_week(world, life, moment, late, later):
    """Return the week of illness in which UWV decides on the file: in time as a rule, or in one of the last weeks."""
    law, sick = world.law, life[SICK]
    first, timely, latest = law.first_decision[sick], law.timely_decision[sick], law.latest_decision[sick]
    if late < np.uint64(world.behaviour.late_decision):
        return timely + 1 + within(later, max(latest - timely - 1, 1))
    return first + within(moment, timely - first + 1)


@compiled
def wait_longer(row, weight, world, key, life, week):
    """Spend a voluntary extension of the waiting period, on wages; return as `fall_sick`.

    Return to work is as during an extension that UWV imposes; the wage is that of the second year.
    """
    count(row, weight, world, week, _VOLUNTARY)
    back, _, _, _ = decide(key, life, _EXTENSION, SECOND)
    returned = week + 1 + weeks_until(back, world.behaviour.return_rate_extension)
    present = end_of_presence(world, life)
    end = min(min(life[EWT], returned), present)
    pay_wage(row, weight, world, life, week, end)
    if end == present:
        leave(row, weight, world, life, end)
        return np.int64(OVER)
    if end == returned:
        resume_work(row, weight, world, life, end)
        return end
    return np.int64(AT_GATE)


@compiled
def claim_from_zw(row, weight, world, key, life, week):
    """Decide the claim of someone on sickness benefit, which an employer that bears its risk may have to pay longer.

    Return as `fall_sick`.
    """
    behaviour = world.behaviour
    chance, back, _, _ = decide(key, life, _LEAVER, FIRST)
    own_risk = life[ERD_ZW] == 1 and life[ROUTE] in (ROUTE_CONTRACT_ENDED, ROUTE_AGENCY)
    if own_risk and world.forks[_SHORTCOMING] == 1:
        note(life, _SHORTCOMING, week, FIRST)
    shortcoming = own_risk and yes(life, chance, shortcoming_chance(world, week))
    weeks = extended_weeks(shortcoming, world.law.zw_extension[life[SICK]])
    if weeks == 0:
        return decide_claim(row, weight, world, key, life, week, False)
    count(row, weight, world, week, _ZW_EXTENDED)
    returned = week + 1 + weeks_until(back, behaviour.return_rate_extension)
    present = end_of_presence(world, life)
    end = min(min(week + weeks, returned), present)
    pay_zw(row, weight, world, life, week, end, np.int64(0))
    if end == present:
        leave(row, weight, world, life, end)
        return np.int64(OVER)
    if end == returned:
        resume_work(row, weight, world, life, end)
        return end
    return decide_claim(row, weight, world, key, life, end, False)


@compiled
def shortcoming_chance(world, week):
    """Return the chance (x 2**20) that UWV finds an employer that bears its Ziektewet risk to have done too little."""
    return in_units(world.behaviour.zw_shortcoming[year_at(world, week)])


@compiled
def start_early_iva(row, weight, world, key, life, week):
    """Start an IVA after a shortened waiting period; there is no RIV-toets."""
    reach(life, _ASSESSED)
    life[EWT] = week
    life[LEVEL] = IVA_KIND
    life[SIMPLE] = life[OWN_JOB] = 0
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
    return lose_job(row, weight, world, life, week, takes_ww, length, back, False)
