"""Decide a claim: examination, award or refusal, kind of right, an advance meanwhile, and what follows a refusal."""

import numpy as np

from poortwachter.kernel.birth import age_at, year_at
from poortwachter.kernel.chance import FIRST, SECOND, decide, weeks_until, within
from poortwachter.kernel.decisions import CHANCE_UNIT, Point, note, yes
from poortwachter.kernel.ledger import (
    count,
    enter_advance,
    enter_wia,
    move,
    pay,
    pay_once,
    spend_in_wia,
    spend_on_advance,
    stay,
)
from poortwachter.kernel.reach import Stage, reach
from poortwachter.kernel.state import (
    ADVANCED_UNTIL,
    AFTER_EXTENSION,
    BASE,
    CAUSE,
    COURSE,
    DROPPED,
    EWT,
    EXIT,
    FULL,
    IVA_KIND,
    LAPSED_RETURNER,
    LAPSED_STAYER,
    LEVEL,
    MEDICAL_FILE,
    OWN_JOB,
    ROUTE,
    ROUTE_EMPLOYER,
    SECTOR,
    SEX,
    SIMPLE,
    UNDER35,
    USE,
    WAGE,
    WORK_SINCE,
)
from poortwachter.kernel.transition.benefits import kind_by_law, top_up
from poortwachter.kernel.transition.dismissal import dismiss
from poortwachter.kernel.transition.terms import duration_by_history, months_after, next_border
from poortwachter.kernel.transition.wia import cover_no_risk, grant, grant_late_iva
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work
from poortwachter.law.rules.financiering import ww_payer
from poortwachter.law.rules.voorschot import advance, recovered
from poortwachter.law.rules.wga import NO_RIGHT, assessed_simply
from poortwachter.law.rules.ww import ww
from poortwachter.primitives.codes import Cause, Event, Item, Payer, Scheme, Sector, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, pick, unit

_ASSESSMENT, _UNDER_35 = np.int64(Decision.ASSESSMENT), np.int64(Decision.UNDER_35)
_RIGHT, _EXAMINERS = np.int64(Decision.RIGHT), np.int64(Decision.EXAMINERS)
_WW_STATUS, _UIT, _LGU = np.int64(Status.WW), np.int64(Status.UIT), np.int64(Status.WGA_LGU)
_WW, _UITVOERING, _ITEM_LGU = np.int64(Item.WW), np.int64(Item.UITVOERING), np.int64(Item.WGA_LGU)
_AOF = np.int64(Payer.AOF)
_WGA = np.int64(Scheme.WGA)
_GOVERNMENT = np.int64(Sector.OP_OVERHEID_ONDERWIJS)
_REFUSED, _ADVANCE_REFUSED = np.int64(Event.REFUSED), np.int64(Event.ADVANCE_REFUSED)
_AWARD_PARTIAL, _AWARD_FULL, _AWARD_IVA, _AWARD_SIMPLE = (
    np.int64(Event.AWARD_WGA_PARTIAL),
    np.int64(Event.AWARD_WGA_FULL),
    np.int64(Event.AWARD_IVA),
    np.int64(Event.AWARD_SIMPLE),
)
_AWARD = np.int64(Point.AWARD)
_ASSESSED = np.int64(Stage.ASSESSMENT)
_PSYCHOLOGICAL = np.int64(Cause.PSYCHISCH)
_PSYCHOLOGICAL_WGA, _PSYCHOLOGICAL_IVA = np.int64(Event.AWARD_WGA_PSYCHISCH), np.int64(Event.AWARD_IVA_PSYCHISCH)
_AFTER_SANCTION = np.int64(Event.AWARD_AFTER_SANCTION)
_BY_DOCTOR, _BY_EXPERT = np.int64(Event.ASSESSED_BY_DOCTOR), np.int64(Event.ASSESSED_BY_EXPERT)


@compiled
def decide_claim(row, weight, world, key, life, week, extended):
    """Assess a claim at a week; return OVER or the week of return to work.

    extended: the claim follows an extension. A claim that is decided later than the week its right starts is bridged
    by an advance.
    """
    reach(life, _ASSESSED)
    if world.forks[_AWARD] == 1:
        note(life, _AWARD, week, extended)
    behaviour = world.behaviour
    award, lasting, degree, use = decide(key, life, _ASSESSMENT, FIRST)
    band = world.ages.band7[age_at(world, life, week)]
    life[USE] = 2 if use < np.uint64(behaviour.uses_whole) else (1 if use < np.uint64(behaviour.uses_half) else 0)
    life[LEVEL] = level_of_disability(world, life, band, lasting, degree)
    chance = award_chance(world, life, week)
    refused = not yes(life, award, chance)
    lasting_right = not refused and life[LEVEL] == IVA_KIND
    simply, waiting = procedure(world, key, life, week, lasting_right)
    examine(row, weight, world, key, life, week, simply)
    life[SIMPLE] = 1 if simply else 0
    if simply:
        life[LEVEL] = FULL
    kind = kind_by_law(world, life, week)
    if kind == NO_RIGHT or (refused and not simply):
        count(row, weight, world, week, _REFUSED)
        return refuse(row, weight, world, key, life, week, waiting)
    if extended:
        count(row, weight, world, week, _AFTER_SANCTION)
    if simply:
        count(row, weight, world, week, _AWARD_SIMPLE)
    event = _AWARD_IVA if kind == IVA_KIND else (_AWARD_FULL if kind == FULL else _AWARD_PARTIAL)
    count(row, weight, world, week, event)
    if life[CAUSE] == _PSYCHOLOGICAL:
        count(row, weight, world, week, _PSYCHOLOGICAL_IVA if kind == IVA_KIND else _PSYCHOLOGICAL_WGA)
    dismissal, _, _, _ = decide(key, life, _UNDER_35, FIRST)
    life[OWN_JOB] = 1 if life[ROUTE] == ROUTE_EMPLOYER and dismissal >= behaviour.dismissed[kind] else 0
    if dismissal < behaviour.dismissed[kind]:
        dismiss(row, weight, world, life, week)
    life[ADVANCED_UNTIL] = 0
    if waiting > 0:
        decided = min(week + waiting, end_of_presence(world, life))
        enter_advance(row, weight, world, life, week)
        if kind == IVA_KIND:
            return grant_late_iva(row, weight, world, key, life, week, decided)
        life[ADVANCED_UNTIL] = decided
    return grant(row, weight, world, key, life, week, kind)


@compiled
def award_factor(world, life):
    """Return by what the course of a claim through the gate multiplies its chance of an award."""
    behaviour, course = world.behaviour, life[COURSE]
    factor = behaviour.award_medical_ground if life[MEDICAL_FILE] == 1 else 1.0
    if course == AFTER_EXTENSION:
        return factor * behaviour.award_after_extension
    if course == LAPSED_RETURNER:
        return factor * behaviour.award_lapsed_returner
    if course == LAPSED_STAYER:
        return factor * behaviour.award_lapsed_stayer
    return 0.0 if course == DROPPED else factor


@compiled
def award_chance(world, life, week):
    """Return the chance (x 2**20) of an award for a claim that is assessed in a week."""
    behaviour = world.behaviour
    band = world.ages.band7[age_at(world, life, week)]
    factor = award_factor(world, life)
    chance = behaviour.award[band] * factor * behaviour.award_alignment[year_at(world, life[EWT])]
    return np.int64(min(chance, 1.0) * CHANCE_UNIT + 0.5)


@compiled
def procedure(world, key, life, week, lasting):
    """Return (whether the simplified assessment for those over 60 applies, weeks until the decision).

    lasting: an IVA is due, which the simplified assessment does not stand in the way of.
    """
    law, behaviour, ewt = world.law, world.behaviour, life[EWT]
    part, waits, wait, _ = decide(key, life, _RIGHT, FIRST)
    year = year_at(world, ewt)
    simply = not lasting and assessed_simply(
        law.simple_assessment[ewt],
        age_at(world, life, week),
        law.simple_age[ewt],
        part < behaviour.simple_part[year],
        np.int64(0),
        life[WAGE],
        law.earnings_limit[ewt],
    )
    return simply, 1 + within(wait, behaviour.wait_weeks[year]) if waits < behaviour.waits[year] else np.int64(0)


@compiled
def examine(row, weight, world, key, life, week, simply):
    """Count and pay the examination of a claim: by the doctor, the labour expert, or both."""
    behaviour = world.behaviour
    alone, _, _, _ = decide(key, life, _EXAMINERS, FIRST)
    if not simply:
        count(row, weight, world, week, _BY_DOCTOR)
        pay_once(row, weight, world, week, _UITVOERING, _AOF, behaviour.doctor_cost)
    if simply or alone >= np.uint64(behaviour.doctor_alone):
        count(row, weight, world, week, _BY_EXPERT)
        pay_once(row, weight, world, week, _UITVOERING, _AOF, behaviour.expert_cost)


@compiled
def level_of_disability(world, life, band, lasting, degree):
    """Return the severity of a disability: 0-3 partial, 4 full, 5 full and lasting."""
    behaviour = world.behaviour
    if unit(lasting) < behaviour.award_iva[band, life[SEX], life[CAUSE]]:
        return np.int64(IVA_KIND)
    level = unit(degree)
    if level >= behaviour.partial_share:
        return np.int64(FULL)
    within_partial = np.uint64(level / behaviour.partial_share * 4294967296.0)
    return np.int64(pick(within_partial, behaviour.class_threshold))


@compiled
def refuse(row, weight, world, key, life, week, waiting):
    """Follow a refusal at the week of its decision, with the advance until then; return as `decide_claim`."""
    if waiting == 0:
        return go_on_without_wia(row, weight, world, key, life, week)
    present = end_of_presence(world, life)
    end = min(week + waiting, present)
    count(row, weight, world, week, _ADVANCE_REFUSED)
    enter_wia(row, weight, world, life, week, _WGA)
    move(row, weight, world, life, week, _LGU)
    spend_in_wia(row, weight, world, life, week, end, _WGA)
    enter_advance(row, weight, world, life, week)
    spend_on_advance(row, weight, world, life, week, end)
    pay_advance(row, weight, world, life, week, end)
    if end == present:
        leave(row, weight, world, life, end)
        return np.int64(OVER)
    return go_on_without_wia(row, weight, world, key, life, end)


@compiled
def pay_advance(row, weight, world, life, start, end):
    """Pay an advance to which no right turned out to exist, as far as it is not claimed back."""
    law = world.law
    first = months_after(world, start, law.lgu_first_months[start])
    week = start
    while week < end:
        until = next_border(week, end, (first, law.next_change[week]))
        paid = advance(life[BASE], 0, law.lgu_first_share[week] if week < first else law.lgu_share[week])
        back = recovered(paid, 0, np.int64(paid * world.behaviour.advance_waived[year_at(world, week)]))
        pay(row, weight, world, week, until, _ITEM_LGU, _AOF, np.int64(paid - back))
        week = until


@compiled
def go_on_without_wia(row, weight, world, key, life, week):
    """Let someone below 35%, or without a claim, stay at work or be dismissed; return as `decide_claim`."""
    behaviour = world.behaviour
    works, takes_ww, length, back = decide(key, life, _UNDER_35, SECOND)
    if works < np.uint64(behaviour.under35_works):
        life[UNDER35] = 1
        resume_work(row, weight, world, life, week)
        return week
    dismiss(row, weight, world, life, week)
    return lose_job(row, weight, world, life, week, takes_ww, length, back, True)


@compiled
def lose_job(row, weight, world, life, week, takes_ww, length, back, waited):
    """Follow someone without a job through WW, back to work or out of the model; return as `decide_claim`.

    waited: the waiting period was served, so that the no-riskpolis covers new work.
    """
    behaviour = world.behaviour
    end = week
    if takes_ww < np.uint64(behaviour.under35_ww):
        end = week + 1 + weeks_until(length, behaviour.under35_ww_rate)
        end = min(end, months_after(world, week, duration_of_ww(world, life, week)))
        present = end_of_presence(world, life)
        end = min(end, present)
        move(row, weight, world, life, week, _WW_STATUS)
        pay_ww(row, weight, world, life, week, end)
        if end == present:
            leave(row, weight, world, life, end)
            return np.int64(OVER)
    if back < np.uint64(behaviour.under35_back) and end < life[EXIT]:
        life[WORK_SINCE] = end
        if waited:
            cover_no_risk(world, life, end, False)
        resume_work(row, weight, world, life, end)
        return end
    move(row, weight, world, life, end, _UIT)
    stay(row, weight, world, life, world.clock.weeks)
    return np.int64(OVER)


@compiled
def duration_of_ww(world, life, week):
    """Return the longest duration of unemployment benefit in months, by work history."""
    law = world.law
    bounds = law.ww_minimum[week], law.ww_maximum[week]
    return duration_by_history(world, life, week, bounds, law.ww_quarters[week], law.ww_shortest[week])


@compiled
def pay_ww(row, weight, world, life, start, end):
    """Pay unemployment benefit by the law at its start, through its change of percentage and payer."""
    law = world.law
    first = months_after(world, start, law.ww_first_months[start])
    sector = months_after(world, start, law.ww_sector_months[start])
    week = start
    while week < end:
        until = next_border(week, end, (first, sector, law.next_change[week]))
        payer = ww_payer(life[SECTOR] == _GOVERNMENT, week < sector, law.ww_sector_fund[start])
        amount = np.int64(ww(life[BASE], law.ww_first_share[start] if week < first else law.ww_share[start]))
        pay(row, weight, world, week, until, _WW, payer, amount)
        top_up(row, weight, world, life, week, until, amount, np.int64(0))
        week = until
