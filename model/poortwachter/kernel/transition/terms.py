"""Count the terms of the law in a life: months on the calendar, work history, weeks worked."""

import numpy as np

from poortwachter.kernel.birth import age_at
from poortwachter.kernel.chance import FIRST, decide
from poortwachter.kernel.state import CONTRACT, EWT, HISTORY_START, WORK_SINCE
from poortwachter.law.rules.arbeidsverleden import months_by_history
from poortwachter.law.rules.wga import meets_weeks_requirement
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision

_RIGHT = np.int64(Decision.RIGHT)
_WEEKS_COUNTED = 36
"""Weeks before sickness in which the weeks requirement is counted."""


@compiled
def months_after(world, week, months):
    """Return the week that a date so many months after a week's Monday falls in, by the table of months."""
    clock = world.clock
    day = clock.months_later[clock.month_of_week[week] + months] + clock.day_of_month[week]
    return day // 7


@compiled
def next_border(week, end, borders):
    """Return the first of some borders after a week and before an end, or the end."""
    until = end
    for border in borders:
        if week < border < until:
            until = border
    return until


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
