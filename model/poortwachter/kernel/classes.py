"""Live the workers of some error groups for what a reform changes in the last years, by class of worker.

The estimators are those of a run: a decision's difference in chance times the life that follows, or the lives that a
reform can touch lived under both policies. What each life comes to is added up in the rows of its class: wage and age
at the onset of the spell in which the paths part, and the employer then. With the pair that is the first long spell in
the baseline, or entry for who has none. A life that ends before the years that are summed is not lived.

Earnings are no part of the ledger. Those at work earn the wage they had at that onset, and those with a right under
the WGA what they earned beside it at the last (`benefits.income_of`).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.classes import (
    AT_WORK,
    BESIDE,
    EARNED,
    FIRST_AGE,
    FIRST_ALL,
    FIRST_SECTOR,
    FIRST_SEX,
    FIRST_SIZE,
    FIRST_SIZE_SECTOR,
    FIRST_WAGE,
    FIRST_WAGE_AGE,
    IN_WIA,
    N_DIVISIONS,
    N_MONEY,
)
from poortwachter.accounting.columns import FIRST_MONEY, FIRST_STOCK
from poortwachter.kernel.birth import age_at
from poortwachter.kernel.decisions import recall
from poortwachter.kernel.reach import Stage, last_week, touched
from poortwachter.kernel.simulate import (
    NO_AND_YES,
    NO_SPELL,
    chance_at,
    continue_fork,
    continue_gate,
    enter,
    gate_difference,
    live_spell,
    live_whole,
    past_gate,
)
from poortwachter.kernel.state import (
    DECIDED,
    DECIDED_IN,
    FORKS,
    FREE,
    LAPSED,
    NEVER,
    ONSET,
    REACHED,
    SATISFIED,
    SECTOR,
    SEX,
    SIZE,
    STARTED,
    SUFFICIENT,
    WAGE,
)
from poortwachter.kernel.transition.benefits import income_of
from poortwachter.kernel.transition.gate import record_decision
from poortwachter.kernel.transition.sickness import AT_GATE
from poortwachter.kernel.transition.work import OVER, wage_of
from poortwachter.primitives.codes import GROUPS, AgeBand, Sector, Status
from poortwachter.primitives.compiled import compiled

_WHOLE = np.int64(1)
_AT_WORK = np.int64(0)
_AGES, _SECTORS = len(AgeBand), len(Sector)
_LONG_SICK = np.int64(Stage.LONG_SICK)
_WERK, _ONDER35 = FIRST_STOCK + np.int64(Status.WERK), FIRST_STOCK + np.int64(Status.ONDER35_WERK)
_WGA = FIRST_STOCK + np.int64(Status.WGA_LGU)
_LAU, _VVU = FIRST_STOCK + np.int64(Status.WGA_LAU), FIRST_STOCK + np.int64(Status.WGA_VVU)
_IVA = FIRST_STOCK + np.int64(Status.IVA)


class Room(NamedTuple):
    """What a thread needs to add up lives by class."""

    first: np.int64
    """First year that counts, to the last of the clock."""
    bounds: npt.NDArray[np.int64]
    """(4,) wages a month from which the second to the fifth quintile begin, eurocents."""
    rows: npt.NDArray[np.int64]
    """Scratch (divisions + 1,): the rows of the present class in every division, and the wage at its onset."""
    row: npt.NDArray[np.int64]
    """Scratch (Y, C): a ledger of one life, zero from the first year that counts on."""
    waste: npt.NDArray[np.int64]
    """Scratch (Y, C): a ledger that nobody reads."""
    life: npt.NDArray[np.int64]
    """Scratch (2, N_FIELDS)."""


@compiled
def split_classes(sums, room, world, reform, key, workers, first, last, replicates):
    """Add up by class what the split gives for the workers of groups first .. last - 1.

    sums: int64 (256, classes, N_SUMS), in units of 2**-20 / replicates; workers: (cohorts,) number of workers.
    """
    life, copy = room.life[0], room.life[1]
    counted = world.clock.year_first_week[room.first]
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(room.waste, _WHOLE, world, key, life, cohort, worker)
                if last_week(life) >= counted:
                    live_and_part(sums[group], room, world, reform, key, life, copy, replicates)


@compiled
def touched_classes(sums, room, world, reform, key, workers, first, last, stage, from_week):
    """Add up by class what lives under both policies give, of those in groups first .. last - 1 that can be touched.

    sums: int64 (256, classes, N_SUMS); stage, from_week: see `reach.touched`.
    """
    life, copy = room.life[0], room.life[1]
    counted = world.clock.year_first_week[room.first]
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(room.waste, _WHOLE, world, key, life, cohort, worker)
                enter(room.waste, _WHOLE, reform, key, copy, cohort, worker)
                if max(last_week(life), last_week(copy)) < counted:
                    continue
                live_and_class(room, world, key, life)
                if touched(life, stage, from_week):
                    live_whole(room.row, -_WHOLE, world, key, life, cohort, worker)
                    add_up(sums[group], room, world, life)
                    live_whole(room.row, _WHOLE, reform, key, life, cohort, worker)
                    add_up(sums[group], room, reform, life)


@compiled
def live_and_class(room, world, key, life):
    """Live a life on from its entry, and find its class at the first long spell, or at entry."""
    row = room.waste
    classify(room, world, life, life[FREE], wage_of(world, life, life[FREE]))
    known = False
    resumed = _AT_WORK
    while resumed != OVER:
        resumed = live_spell(row, _WHOLE, world, key, life)
        if resumed == NO_SPELL:
            return
        if not known and life[REACHED] >= _LONG_SICK:
            classify(room, world, life, life[STARTED], life[WAGE])
            known = True
        resumed = past_gate(row, _WHOLE, world, key, life, resumed)


@compiled
def live_and_part(sums, room, world, reform, key, life, copy, replicates):
    """Live the baseline on from entry, and add up what follows wherever a decision's chances differ."""
    row = room.waste
    resumed = _AT_WORK
    while resumed != OVER:
        resumed = live_spell(row, _WHOLE, world, key, life)
        if resumed == NO_SPELL:
            return
        classify(room, world, life, life[STARTED], life[WAGE])
        if life[DECIDED] != NEVER:
            part_at_gate(sums, room, world, reform, key, life, copy, replicates, resumed == AT_GATE)
        resumed = past_gate(row, _WHOLE, world, key, life, resumed)
        if life[FORKS] > 0:
            part_at_forks(sums, room, world, reform, key, life, copy, replicates)


@compiled
def part_at_gate(sums, room, world, reform, key, life, copy, replicates, at_gate):
    """Add up what a RIV-toets does under the reform and not in the baseline, as `simulate.split_gate` does."""
    if life[SATISFIED] == 1:
        return
    for intended in range(SUFFICIENT + 1):
        lapse, moved, outcome = gate_difference(world, reform, life, intended)
        if lapse != 0:
            follow(sums, room, lapse, np.int64(LAPSED), intended, reform, key, life, copy, replicates, at_gate)
            follow(sums, room, -lapse, np.int64(intended), intended, reform, key, life, copy, replicates, at_gate)
        if moved != 0:
            follow(sums, room, moved, outcome, intended, reform, key, life, copy, replicates, at_gate)


@compiled
def follow(sums, room, weight, outcome, intended, reform, key, life, copy, replicates, at_gate):
    """Add up an outcome of the gate under the reform: the decision, and the lives that follow from it."""
    if life[DECIDED_IN] == life[ONSET]:
        record_decision(room.row, weight * replicates, reform, life, min(outcome, np.int64(LAPSED)))
        add_up(sums, room, reform, life)
    if not at_gate:
        return
    for replicate in range(replicates):
        continue_gate(room.row, weight, outcome, intended, reform, key, life, copy, replicate)
        add_up(sums, room, reform, copy)


@compiled
def part_at_forks(sums, room, world, reform, key, life, copy, replicates):
    """Add up the decisions that a life noted, as `simulate.follow_forks` does."""
    for number in range(life[FORKS]):
        recall(life, number, copy, _WHOLE)
        gained = chance_at(reform, copy) - chance_at(world, copy)
        if gained == 0:
            continue
        for replicate in range(replicates):
            for forced in NO_AND_YES:
                continue_fork(room.row, forced * gained, forced, reform, key, life, number, copy, replicate)
                add_up(sums, room, reform, copy)
    life[FORKS] = 0


@compiled
def classify(room, world, life, week, wage):
    """Find the rows of a life in every division, by what it is in a week."""
    rows = room.rows
    quintile = np.int64(0)
    while quintile < room.bounds.shape[0] and wage >= room.bounds[quintile]:
        quintile += 1
    age = world.ages.band7[age_at(world, life, week)]
    rows[0] = FIRST_ALL
    rows[1] = FIRST_WAGE + quintile
    rows[2] = FIRST_AGE + age
    rows[3] = FIRST_SEX + life[SEX]
    rows[4] = FIRST_SIZE + life[SIZE]
    rows[5] = FIRST_SECTOR + life[SECTOR]
    rows[6] = FIRST_WAGE_AGE + quintile * _AGES + age
    rows[7] = FIRST_SIZE_SECTOR + life[SIZE] * _SECTORS + life[SECTOR]
    rows[N_DIVISIONS] = wage


@compiled
def add_up(sums, room, world, life):
    """Add what the ledger of one life holds to the rows of its class, and clear it."""
    row = room.row
    beside = income_of(world, life)
    for year in range(room.first, row.shape[0]):
        counts = row[year]
        for column in range(N_MONEY):
            if counts[FIRST_MONEY + column] != 0:
                add(sums, room.rows, column, counts[FIRST_MONEY + column])
        at_work = counts[_WERK] + counts[_ONDER35]
        in_wga = counts[_WGA] + counts[_LAU] + counts[_VVU]
        add(sums, room.rows, AT_WORK, at_work)
        add(sums, room.rows, EARNED, at_work * room.rows[N_DIVISIONS])
        add(sums, room.rows, IN_WIA, in_wga + counts[_IVA])
        add(sums, room.rows, BESIDE, in_wga * beside)
        for column in range(counts.shape[0]):
            counts[column] = 0


@compiled
def add(sums, rows, column, amount):
    """Add an amount in every division."""
    if amount != 0:
        for division in range(N_DIVISIONS):
            sums[rows[division], column] += amount
