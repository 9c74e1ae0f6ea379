"""Post money, people and events in the ledger: int64, by error group, year and column.

`row` is the ledger of the worker's group, shape (years, columns). `weight` is 1 in a plain life; in a split it
is the signed probability difference in units of 2**-20, so that sums of differences are integers too.
"""

import numpy as np

from poortwachter.accounting.columns import (
    FIRST_ADVANCE_INFLOW,
    FIRST_ADVANCE_STOCK,
    FIRST_EVENT,
    FIRST_STOCK,
    FIRST_WIA_INFLOW,
    FIRST_WIA_STOCK,
)
from poortwachter.kernel.state import BIRTH, SEX, SINCE, STATUS
from poortwachter.primitives.codes import AgeBand, Event, Sex
from poortwachter.primitives.compiled import compiled

_SEXES = len(Sex)
_SCHEME_CELLS = len(AgeBand) * len(Sex)
_WGA_DAYS = FIRST_EVENT + np.int64(Event.WGA_DAYS)
_MONTHS = 12


@compiled
def cumulated(clock, week, monthly):
    """Return what a monthly amount comes to from the start of the first year up to a week's Monday."""
    return clock.month_of_week[week] * monthly + (clock.day_of_month[week] * monthly) // clock.month_days[week]


@compiled
def pay(row, weight, world, start, end, item, payer, monthly):
    """Pay a monthly amount (eurocents) over the weeks start .. end - 1, split over years by days."""
    if end <= start or monthly <= 0:
        return
    clock = world.clock
    money, receipt = world.columns.money[item, payer], world.columns.receipt[item]
    year = clock.year_of_week[start]
    paid = cumulated(clock, start, monthly)
    total = cumulated(clock, end, monthly)
    while paid < total:
        upto = min(total, _MONTHS * (year + 1) * monthly)
        row[year, money] += weight * (upto - paid)
        row[year, receipt] += weight * (upto - paid)
        paid = upto
        year += 1


@compiled
def pay_once(row, weight, world, week, item, payer, amount):
    """Pay an amount (eurocents) in one week."""
    if week < world.clock.weeks:
        year = world.clock.year_of_week[week]
        row[year, world.columns.money[item, payer]] += weight * amount
        row[year, world.columns.receipt[item]] += weight * amount


@compiled
def count(row, weight, world, week, event):
    """Count an event in the year of a week; nothing after the last year."""
    if week < world.clock.weeks:
        row[world.clock.year_of_week[week], FIRST_EVENT + event] += weight


@compiled
def count_days(row, weight, world, start, end, event):
    """Count the days from one week's Monday to another's, split over years."""
    clock = world.clock
    year = clock.year_of_week[start]
    counted, total = clock.day_of_span[start], clock.day_of_span[end]
    while counted < total:
        upto = min(total, clock.year_start_day[year + 1])
        row[year, FIRST_EVENT + event] += weight * (upto - counted)
        counted = upto
        year += 1


@compiled
def count_year_ends(row, weight, world, start, end, event):
    """Count a person on every 31 December in the weeks start .. end - 1."""
    clock = world.clock
    for year in range(clock.year_of_week[start], clock.year_of_week[end]):
        row[year, FIRST_EVENT + event] += weight


@compiled
def stay(row, weight, world, life, week):
    """Count the present status on every 31 December up to a week."""
    clock = world.clock
    for year in range(clock.year_of_week[life[SINCE]], clock.year_of_week[week]):
        row[year, FIRST_STOCK + life[STATUS]] += weight
    life[SINCE] = week


@compiled
def move(row, weight, world, life, week, status):
    """Let a person change status on the Monday of a week, which must lie within the clock."""
    if life[STATUS] == status:
        return
    stay(row, weight, world, life, week)
    row[world.clock.year_of_week[week], world.columns.flow[life[STATUS], status]] += weight
    life[STATUS] = status


@compiled
def wia_cell(world, life, week, scheme):
    """Return the position of a WIA count by scheme, age band and sex at a week."""
    age = world.ages.years[week - life[BIRTH]]
    return scheme * _SCHEME_CELLS + world.ages.band7[age] * _SEXES + life[SEX]


@compiled
def enter_wia(row, weight, world, life, week, scheme):
    """Count a new or re-opened WIA benefit."""
    row[world.clock.year_of_week[week], FIRST_WIA_INFLOW + wia_cell(world, life, week, scheme)] += weight


@compiled
def spend_in_wia(row, weight, world, life, start, end, scheme):
    """Count WIA stock on 31 December and days in the WIA over the weeks start .. end - 1."""
    clock = world.clock
    for year in range(clock.year_of_week[start], clock.year_of_week[end]):
        last_week = clock.year_first_week[year + 1] - 1
        row[year, FIRST_WIA_STOCK + wia_cell(world, life, last_week, scheme)] += weight
    count_days(row, weight, world, start, end, _WGA_DAYS - FIRST_EVENT + scheme)


@compiled
def enter_advance(row, weight, world, life, week):
    """Count an advance at its start."""
    row[world.clock.year_of_week[week], FIRST_ADVANCE_INFLOW + wia_cell(world, life, week, 0)] += weight


@compiled
def spend_on_advance(row, weight, world, life, start, end):
    """Count an advance on every 31 December over the weeks start .. end - 1; it is inside the WGA."""
    clock = world.clock
    for year in range(clock.year_of_week[start], clock.year_of_week[end]):
        last_week = clock.year_first_week[year + 1] - 1
        row[year, FIRST_ADVANCE_STOCK + wia_cell(world, life, last_week, 0)] += weight
