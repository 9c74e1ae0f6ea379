"""Decide a claim: award or refusal, kind of right, and what follows a refusal."""

import numpy as np

from poortwachter.kernel.birth import age_at
from poortwachter.kernel.chance import FIRST, SECOND, decide
from poortwachter.kernel.ledger import count, move, pay, pay_once, stay
from poortwachter.kernel.state import (
    BASE,
    EXIT,
    FULL,
    HISTORY_START,
    IVA_KIND,
    UNDER35,
    USE,
)
from poortwachter.kernel.transition.wia import dismiss, grant, months_after, years_between
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work
from poortwachter.law.rules.ww import ww, ww_months
from poortwachter.primitives.codes import Event, Item, Payer, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, exponential, pick, unit

_ASSESSMENT, _UNDER_35 = np.int64(Decision.ASSESSMENT), np.int64(Decision.UNDER_35)
_WW_STATUS, _UIT = np.int64(Status.WW), np.int64(Status.UIT)
_WW, _UITVOERING = np.int64(Item.WW), np.int64(Item.UITVOERING)
_AOF, _AWF = np.int64(Payer.AOF), np.int64(Payer.AWF)
_REFUSED = np.int64(Event.REFUSED)
_AWARD_PARTIAL, _AWARD_FULL, _AWARD_IVA = (
    np.int64(Event.AWARD_WGA_PARTIAL),
    np.int64(Event.AWARD_WGA_FULL),
    np.int64(Event.AWARD_IVA),
)
_AFTER_SANCTION = np.int64(Event.AWARD_AFTER_SANCTION)


@compiled
def decide_claim(row, weight, world, key, life, week, factor, extended):
    """Assess a claim at a week; return OVER or the week of return to work.

    factor: on the award chance of the age band; extended: the claim follows an extension.
    """
    behaviour = world.behaviour
    award, lasting, degree, use = decide(key, life, _ASSESSMENT, FIRST)
    pay_once(row, weight, world, week, _UITVOERING, _AOF, behaviour.assessment_cost)
    band = world.ages.band6[age_at(world, life, week)]
    life[USE] = 2 if use < np.uint64(behaviour.uses_whole) else (1 if use < np.uint64(behaviour.uses_half) else 0)
    if unit(award) >= behaviour.award[band] * factor:
        count(row, weight, world, week, _REFUSED)
        return go_on_without_wia(row, weight, world, key, life, week)
    if extended:
        count(row, weight, world, week, _AFTER_SANCTION)
    kind = kind_of_right(world, band, lasting, degree)
    event = _AWARD_IVA if kind == IVA_KIND else (_AWARD_FULL if kind == FULL else _AWARD_PARTIAL)
    count(row, weight, world, week, event)
    dismissal, _, _, _ = decide(key, life, _UNDER_35, FIRST)
    if dismissal < behaviour.dismissed[kind]:
        dismiss(row, weight, world, life, week)
    return grant(row, weight, world, key, life, week, kind)


@compiled
def kind_of_right(world, band, lasting, degree):
    """Return the kind of a right: IVA, full, or one of four classes of partial disability."""
    behaviour = world.behaviour
    if unit(lasting) < behaviour.iva_share[band]:
        return np.int64(IVA_KIND)
    level = unit(degree)
    if level >= behaviour.partial_share:
        return np.int64(FULL)
    within_partial = np.uint64(level / behaviour.partial_share * 4294967296.0)
    return np.int64(pick(within_partial, behaviour.class_threshold))


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
    return lose_job(row, weight, world, life, week, takes_ww, length, back)


@compiled
def lose_job(row, weight, world, life, week, takes_ww, length, back):
    """Follow someone without a job through WW, back to work or out of the model; return as `decide_claim`."""
    behaviour, law = world.behaviour, world.law
    end = week
    if takes_ww < np.uint64(behaviour.under35_ww):
        right = ww_months(years_between(world, life[HISTORY_START], week), law.ww_minimum[week], law.ww_maximum[week])
        end = week + 1 + np.int64(exponential(length) / behaviour.under35_ww_rate)
        end = min(end, months_after(world, week, right))
        present = end_of_presence(world, life)
        end = min(end, present)
        move(row, weight, world, life, week, _WW_STATUS)
        border = min(months_after(world, week, law.ww_first_months), end)
        pay(row, weight, world, week, border, _WW, _AWF, np.int64(ww(life[BASE], law.ww_first_share)))
        pay(row, weight, world, border, end, _WW, _AWF, np.int64(ww(life[BASE], law.ww_share)))
        if end == present:
            leave(row, weight, world, life, end)
            return np.int64(OVER)
    if back < np.uint64(behaviour.under35_back) and end < life[EXIT]:
        resume_work(row, weight, world, life, end)
        return end
    move(row, weight, world, life, end, _UIT)
    stay(row, weight, world, life, world.clock.weeks)
    return np.int64(OVER)
