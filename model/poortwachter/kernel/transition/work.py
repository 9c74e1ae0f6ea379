"""Let a person work until the next spell of sickness, or until working life ends."""

import numpy as np

from poortwachter.behaviour.table import FRAILTIES, RETURNS
from poortwachter.kernel.birth import age_at, move_on
from poortwachter.kernel.chance import FIRST, decide, draw_onsets
from poortwachter.kernel.ledger import count, move, pay_once, stay
from poortwachter.kernel.state import (
    ACCEPTS,
    AOW_WEEK,
    BASE,
    BATCH,
    CAUSE,
    CHANGE,
    CLOCK,
    CONTRACT,
    DEATH,
    DRAWN,
    EXIT,
    FRAILTY,
    FREE,
    GAP_FACTOR,
    GAPS,
    LENGTHS,
    ONSET,
    REOPEN,
    RETURNED,
    ROUTES,
    SECTOR,
    SERVED,
    SEX,
    SICK,
    STARTED,
    UNDER35,
    WAGE,
    WAGE_RANK,
)
from poortwachter.law.rules.dagloon import maandloon
from poortwachter.law.rules.loondoorbetaling import spells_join, statutory_wage, wage_on_top
from poortwachter.primitives.codes import Cause, Event, Item, Payer, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision

_CAUSE = np.int64(Decision.CAUSE)
_SPELL = np.int64(Event.SPELL)
_WERK, _ONDER35 = np.int64(Status.WERK), np.int64(Status.ONDER35_WERK)
_UIT, _OVERLEDEN, _AOW = np.int64(Status.UIT), np.int64(Status.OVERLEDEN), np.int64(Status.AOW)
_JAAR1, _CAO = np.int64(Item.LOON_JAAR1), np.int64(Item.CAO_AANVULLING)
_WERKGEVER = np.int64(Payer.WERKGEVER)
_OTHER, _PSYCHOLOGICAL = np.int64(Cause.OVERIG), np.int64(Cause.PSYCHISCH)
_ZERO = np.uint64(0)

RETURN_STEP = FRAILTIES // RETURNS
"""Levels of frailty with the same hazard of return."""
OVER = -1
"""Working life has ended, or the clock has."""
REOPENED = -2
"""An ended WIA right re-opens now."""


@compiled
def working_status(life):
    """Return the status of this person at work."""
    return _ONDER35 if life[UNDER35] == 1 else _WERK


@compiled
def end_of_presence(world, life):
    """Return the week in which death, AOW or the end of the clock comes first."""
    return min(min(life[DEATH], life[AOW_WEEK]), world.clock.weeks)


@compiled
def leave(row, weight, world, life, week):
    """End a life in the model at the week that `end_of_presence` gave."""
    if week < world.clock.weeks:
        move(row, weight, world, life, week, _OVERLEDEN if life[DEATH] <= life[AOW_WEEK] else _AOW)
    stay(row, weight, world, life, world.clock.weeks)


@compiled
def resume_work(row, weight, world, life, week):
    """Let a person be at work from a week on, with no weeks of illness that a later spell would continue."""
    move(row, weight, world, life, week, working_status(life))
    life[FREE] = week
    life[SERVED] = 0


@compiled
def wage_of(world, life, week):
    """Return the wage a month in a week, in eurocents at the benefit index of the price year."""
    population = world.population
    band = world.ages.band6[age_at(world, life, week)]
    level = population.wage_month[band, life[SEX], life[CONTRACT], life[SECTOR]]
    year = world.clock.year_of_week[week]
    quantile = population.wage_quantile[life[WAGE_RANK]] * world.wage_correction[year, band]
    return np.int64(level * quantile * world.wage_level[year])


@compiled
def weeks_sick(survival, word, shortest):
    """Return the length of a spell: the first k >= shortest with word >= survival[k]; one beyond the table."""
    low = shortest
    high = survival.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if word >= survival[middle]:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def pay_first_week(row, weight, world, life, week):
    """Pay the working days of a spell that ends in its first week."""
    law, behaviour = world.law, world.behaviour
    wage = wage_of(world, life, week)
    due = statutory_wage(wage, law.wage_share[week], law.maximum_maandloon[week], law.wage_floor[week])
    days = behaviour.first_week_days / law.days_per_month
    pay_once(row, weight, world, week, _JAAR1, _WERKGEVER, np.int64(due * days))
    top = wage_on_top(wage, due, behaviour.wage_paid[0])
    pay_once(row, weight, world, week, _CAO, _WERKGEVER, np.int64(top * days))


@compiled
def next_spell(row, weight, world, key, life):
    """Advance a person at work to the next spell of more than a week and return (weeks, word, route word).

    Potential onsets come at the highest rate of the person's sex, in calendar time, whether at work or not;
    one is an onset if the person is at work and the word stays below the threshold of age, sector and year.
    Instead of weeks, OVER or REOPENED is returned.
    """
    clock, behaviour, ages = world.clock, world.behaviour, world.ages
    limit = max(min(min(end_of_presence(world, life), life[EXIT]), life[REOPEN]), life[FREE])
    if life[GAP_FACTOR] == 0:
        return stop_working(row, weight, world, life, limit), _ZERO, _ZERO
    while True:
        at_hand = life[ONSET] - life[DRAWN]
        if at_hand >= BATCH:
            draw_onsets(key, life)
            at_hand = np.int64(0)
        time = life[CLOCK] + life[GAPS + at_hand]
        week = time >> 16
        if week >= limit:
            return stop_working(row, weight, world, life, limit), _ZERO, _ZERO
        life[CLOCK] = time
        life[ONSET] += 1
        if week < life[FREE]:
            continue
        while week >= life[CHANGE]:
            if move_on(world, key, life):
                life[SERVED] = 0
        age, year = age_at(world, life, week), clock.year_of_week[week]
        accept = np.uint64(life[ACCEPTS + at_hand])
        if accept >= behaviour.onset_accept[year, ages.band6[age], life[SEX], life[SECTOR]]:
            continue
        count(row, weight, world, week, _SPELL)
        if not spells_join(week - life[RETURNED], world.law.spells_joined_below[week]):
            life[SERVED] = 0
        survival = behaviour.survival[behaviour.spell_level[year], life[FRAILTY] // RETURN_STEP]
        band = ages.band7[age]
        word = np.uint64(life[LENGTHS + at_hand])
        if word >= survival[_OTHER, band, life[SEX], 1]:
            pay_first_week(row, weight, world, life, week)
            life[FREE] = life[RETURNED] = week + 1
            continue
        cause, _, _, _ = decide(key, life, _CAUSE, FIRST)
        life[CAUSE] = _PSYCHOLOGICAL if cause < np.uint64(behaviour.psychological) else _OTHER
        life[STARTED] = week
        life[SICK] = week - life[SERVED]
        life[WAGE] = wage_of(world, life, week)
        life[BASE] = maandloon(life[WAGE], world.law.maximum_maandloon[week])
        length = np.int64(weeks_sick(survival[life[CAUSE], band, life[SEX]], word, 2))
        return length, word, np.uint64(life[ROUTES + at_hand])


@compiled
def stop_working(row, weight, world, life, limit):
    """Stop at the week that came first: death, AOW, end of the clock, re-opening, or leaving work."""
    if end_of_presence(world, life) <= limit:
        leave(row, weight, world, life, limit)
        return OVER
    if life[REOPEN] <= limit:
        return REOPENED
    move(row, weight, world, life, limit, _UIT)
    stay(row, weight, world, life, world.clock.weeks)
    return OVER
