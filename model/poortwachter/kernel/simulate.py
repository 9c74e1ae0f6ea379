"""Live whole lives, one worker at a time, and add them up in a ledger.

A life is a sequence of work and spells; a spell ends in return to work, an early IVA, the Ziektewet's own
ending, or at the gate. Lives never touch, so blocks of workers can be done in any order: the ledgers are
integer sums.

The pair lives every life twice on the same draws, or again only the lives that the reform can touch, to the same
bytes. The split lives the baseline once; whenever a decision's
chances differ under the reform it adds, for each outcome that lapses, the difference in chance times the
difference between two continuations of the same life under the reform's rules, K replicates of each. Its four
ledgers hold the continuations apart: lapsed, lapsed for income only, lapsed for return only, and sanction.
"""

import numpy as np

from poortwachter.kernel.birth import be_born
from poortwachter.kernel.ledger import move
from poortwachter.kernel.reach import touched
from poortwachter.kernel.state import (
    ADMINISTRATIVE_CAN_LAPSE,
    BATCH,
    DECIDED,
    DECIDED_IN,
    DRAWN,
    GATE,
    GROUP,
    LAPSED,
    LAPSED_INCOME_ONLY,
    LAPSED_RETURN_ONLY,
    N_STATE,
    NEVER,
    ONSET,
    REPLICATE,
    SATISFIED,
    STATUS,
    SUBSTANTIVE_CAN_LAPSE,
)
from poortwachter.kernel.transition.gate import FIRST_OUTCOME, apply_law, chance_up_to, pass_gate, record_decision
from poortwachter.kernel.transition.sickness import AT_GATE, fall_sick
from poortwachter.kernel.transition.wia import reopen
from poortwachter.kernel.transition.work import OVER, REOPENED, next_spell
from poortwachter.primitives.codes import GROUPS, OUTSIDE, Status
from poortwachter.primitives.compiled import compiled

_WERK = np.int64(Status.WERK)
_CAN_LAPSE = (np.int64(ADMINISTRATIVE_CAN_LAPSE), np.int64(SUBSTANTIVE_CAN_LAPSE))
_WHOLE = np.int64(1)
"""Weight of a life that is counted once."""
_AT_WORK = np.int64(0)
SANCTION_LEDGER = 3
"""Position of the sanction among the split's four ledgers."""
N_CONTINUATIONS = 4


@compiled
def enter(row, weight, world, key, life, cohort, worker):
    """Let a worker enter the model at work."""
    entry = be_born(world, key, life, cohort, worker)
    life[STATUS] = OUTSIDE
    move(row, weight, world, life, entry, _WERK)


@compiled
def live_on(row, weight, world, key, life, resumed):
    """Live on from a week at work to the end of the life or of the clock."""
    while resumed != OVER:
        length, word, route = next_spell(row, weight, world, key, life)
        if length == OVER:
            return
        if length == REOPENED:
            resumed = reopen(row, weight, world, key, life)
            continue
        resumed = fall_sick(row, weight, world, key, life, length, word, route)
        if resumed == AT_GATE:
            resumed = pass_gate(row, weight, world, key, life, apply_law(world, life, life[GATE]))


@compiled
def live_whole(row, weight, world, key, life, cohort, worker):
    """Live one life from its entry to its end."""
    enter(row, weight, world, key, life, cohort, worker)
    live_on(row, weight, world, key, life, _AT_WORK)


@compiled
def live_and_split(row, effect, world, reform, key, life, copy, replicates):
    """Live the baseline, and add to the effect wherever a decision's chances differ under the reform.

    row: (Y, C) ledger of the baseline; effect: (4, 256, Y, C) ledgers of the continuations, in units of
    1 / (2**20 * replicates).
    """
    resumed = _AT_WORK
    while resumed != OVER:
        length, word, route = next_spell(row, _WHOLE, world, key, life)
        if length == OVER:
            return
        if length == REOPENED:
            resumed = reopen(row, _WHOLE, world, key, life)
            continue
        resumed = fall_sick(row, _WHOLE, world, key, life, length, word, route)
        if life[DECIDED] != NEVER:
            split(effect, world, reform, key, life, copy, replicates, resumed == AT_GATE)
        if resumed == AT_GATE:
            resumed = pass_gate(row, _WHOLE, world, key, life, apply_law(world, life, life[GATE]))


@compiled
def split(effect, world, reform, key, life, copy, replicates, at_gate):
    """Add (chance under the reform - chance in the baseline) x (lapsed - sanction) for one decision."""
    if life[SATISFIED] == 1:
        return
    group = life[GROUP]
    for intended in _CAN_LAPSE:
        lapses = apply_law(reform, life, intended) == LAPSED
        lapsed = apply_law(world, life, intended) == LAPSED
        if lapses == lapsed:
            continue
        chance = chance_up_to(world, life, life[DECIDED], intended)
        if intended > FIRST_OUTCOME:
            chance -= chance_up_to(world, life, life[DECIDED], intended - 1)
        weight = chance if lapses else -chance
        if weight == 0:
            continue
        if life[DECIDED_IN] == life[ONSET]:
            for ledger in range(N_CONTINUATIONS):
                outcome = intended if ledger == SANCTION_LEDGER else np.int64(LAPSED)
                record_decision(effect[ledger, group], weight * replicates, reform, life, outcome)
        if not at_gate:
            continue
        for replicate in range(replicates):
            for ledger in range(N_CONTINUATIONS):
                copy_life(life, copy)
                copy[REPLICATE] = replicate + 1
                copy[GATE] = intended
                outcome = continuation(ledger, intended)
                resumed = pass_gate(effect[ledger, group], weight, reform, key, copy, outcome)
                live_on(effect[ledger, group], weight, reform, key, copy, resumed)


@compiled
def copy_life(life, copy):
    """Copy the whole state of a life; its onsets are drawn anew, for they belong to a replicate."""
    for field in range(N_STATE):
        copy[field] = life[field]
    copy[DRAWN] = copy[ONSET] - BATCH


@compiled
def continuation(ledger, intended):
    """Return the outcome whose continuation a ledger of the split holds."""
    if ledger == 0:
        return np.int64(LAPSED)
    if ledger == 1:
        return np.int64(LAPSED_INCOME_ONLY)
    return np.int64(LAPSED_RETURN_ONLY) if ledger == 2 else intended


@compiled
def simulate_block(cells, world, key, cohort, first, last, life):
    """Live the workers first .. last - 1 of a cohort into a ledger (256, Y, C), group after group.

    The rows of a group fit in a core's cache, those of all groups do not. life: scratch, int64 (2, N_FIELDS).
    """
    for group in range(GROUPS):
        for worker in range(first_of_group(first, group), last, GROUPS):
            live_whole(cells[group], _WHOLE, world, key, life[0], cohort, worker)


@compiled
def affected_block(cells, effect, world, reform, key, cohort, first, last, stage, from_week, life):
    """Live the workers first .. last - 1 of a cohort, and those again whom a reform can touch.

    cells, effect: ledgers (256, Y, C) of the baseline and of reform minus baseline; stage, from_week: see
    `reach.touched`; life: scratch, int64 (2, N_FIELDS).
    """
    for group in range(GROUPS):
        for worker in range(first_of_group(first, group), last, GROUPS):
            live_whole(cells[group], _WHOLE, world, key, life[0], cohort, worker)
            if touched(life[0], stage, from_week):
                live_whole(effect[group], -_WHOLE, world, key, life[0], cohort, worker)
                live_whole(effect[group], _WHOLE, reform, key, life[0], cohort, worker)


@compiled
def split_block(cells, effect, world, reform, key, cohort, first, last, replicates, life):
    """Live the workers first .. last - 1 of a cohort with the split estimator, group after group.

    life: scratch, int64 (2, N_FIELDS): a life and the copy that is continued.
    """
    for group in range(GROUPS):
        for worker in range(first_of_group(first, group), last, GROUPS):
            enter(cells[group], _WHOLE, world, key, life[0], cohort, worker)
            live_and_split(cells[group], effect, world, reform, key, life[0], life[1], replicates)


@compiled
def first_of_group(first, group):
    """Return the lowest worker from `first` on that belongs to a group."""
    return first + (group - first) % GROUPS
