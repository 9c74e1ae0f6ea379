"""Live whole lives, one worker at a time, and add them up in a ledger.

A life is a sequence of work and spells; a spell ends in return to work, an early IVA, the Ziektewet's own
ending, or at the gate. Lives never touch, so blocks of workers can be done in any order: the ledgers are
integer sums.

The pair lives every life twice on the same draws, or again only the lives that the reform can touch, to the same
bytes. The split lives the baseline once; whenever a decision's chances differ under the reform it adds, for each
outcome, the difference in chance times a continuation of the same life under the reform's rules, K replicates of
each. Its ledgers hold the continuations of a lapse apart: lapsed, lapsed for income only, lapsed for return only, and
sanction, each for those whose return to work hangs on re-integration and for those where it is dismissal.
"""

import numpy as np

from poortwachter.kernel.birth import be_born
from poortwachter.kernel.decisions import CHANCE_UNIT, Point, copy_life, recall
from poortwachter.kernel.ledger import move
from poortwachter.kernel.reach import reach
from poortwachter.kernel.state import (
    DECIDED,
    DECIDED_IN,
    FORCED,
    FORK_POINT,
    FORK_VALUE,
    FORK_WEEK,
    FORKS,
    GATE,
    LAPSED,
    LAPSED_INCOME_ONLY,
    LAPSED_RETURN_ONLY,
    NEVER,
    ONSET,
    REACHED,
    SATISFIED,
    SPARED,
    STATUS,
    SUFFICIENT,
)
from poortwachter.kernel.transition.assessment import award_chance, decide_claim
from poortwachter.kernel.transition.gate import (
    apply_law,
    chance_of,
    pass_gate,
    record_decision,
    returns_by_dismissal,
    upheld_chance,
)
from poortwachter.kernel.transition.sickness import AT_GATE, claim_from_zw, fall_sick, shortcoming_chance
from poortwachter.kernel.transition.wia import reopen
from poortwachter.kernel.transition.work import OVER, REOPENED, next_spell
from poortwachter.primitives.codes import GROUPS, OUTSIDE, Status
from poortwachter.primitives.compiled import compiled

_WERK = np.int64(Status.WERK)
_WHOLE = np.int64(1)
"""Weight of a life that is counted once."""
_AT_WORK = np.int64(0)
NO_SPELL = np.int64(-4)
"""No spell came: the life or the clock ended at work, or on a right that re-opened."""
NO_AND_YES = (np.int64(-1), np.int64(1))
_AWARD, _SHORTCOMING = np.int64(Point.AWARD), np.int64(Point.SHORTCOMING)
_WORDS, _TO_WORD = np.int64(1 << 32), np.int64(12)
LAPSED_LEDGER, SANCTION_LEDGER = 0, 6
"""Position of the full lapse, to which all other decisions add, and of the sanction, among the split's ledgers."""
_SANCTION_KIND = 3
N_KINDS = 4
"""Lapsed, for income only, for return only, and sanction."""
N_CONTINUATIONS = 2 * N_KINDS


@compiled
def enter(row, weight, world, key, life, cohort, worker):
    """Let a worker enter the model at work."""
    entry = be_born(world, key, life, cohort, worker)
    life[STATUS] = OUTSIDE
    move(row, weight, world, life, entry, _WERK)


@compiled
def live_spell(row, weight, world, key, life):
    """Work on, through rights that re-open, and live the next spell; return NO_SPELL or what `fall_sick` does."""
    while True:
        length, word, route = next_spell(row, weight, world, key, life)
        if length == OVER:
            return NO_SPELL
        if length != REOPENED:
            return fall_sick(row, weight, world, key, life, length, word, route)
        if reopen(row, weight, world, key, life) == OVER:
            return NO_SPELL


@compiled
def past_gate(row, weight, world, key, life, resumed):
    """Pass the gate if a spell led there; return OVER or the week of return to work."""
    if resumed == AT_GATE:
        return pass_gate(row, weight, world, key, life, apply_law(world, life, life[GATE]))
    return resumed


@compiled
def live_on(row, weight, world, key, life, resumed):
    """Live on from a week at work to the end of the life or of the clock."""
    while resumed != OVER:
        resumed = live_spell(row, weight, world, key, life)
        if resumed == NO_SPELL:
            return
        resumed = past_gate(row, weight, world, key, life, resumed)


@compiled
def live_whole(row, weight, world, key, life, cohort, worker):
    """Live one life from its entry to its end."""
    enter(row, weight, world, key, life, cohort, worker)
    live_on(row, weight, world, key, life, _AT_WORK)


@compiled
def live_and_split(row, effect, world, reform, key, life, copy, replicates):
    """Live the baseline, and add to the effect wherever a decision's chances differ under the reform.

    row: (Y, C) ledger of the baseline; effect: (8, Y, C) ledgers of the continuations, in units of
    1 / (2**20 * replicates).
    """
    resumed = _AT_WORK
    while resumed != OVER:
        resumed = live_spell(row, _WHOLE, world, key, life)
        if resumed == NO_SPELL:
            return
        if life[DECIDED] != NEVER:
            split_gate(effect, world, reform, key, life, copy, replicates, resumed == AT_GATE)
        resumed = past_gate(row, _WHOLE, world, key, life, resumed)
        if life[FORKS] > 0:
            follow_forks(effect[LAPSED_LEDGER], world, reform, key, life, copy, replicates)


@compiled
def gate_difference(world, reform, life, intended):
    """Return how far a RIV-toets differs under the reform for one intended outcome (both x 2**20), and the baseline's.

    What counts for (lapsed - sanction) is its chance where only the reform lets it lapse, minus its chance where only
    the baseline does; what counts for the outcome after the baseline's law is the difference in chance.
    """
    before, after = chance_of(world, life, intended), chance_of(reform, life, intended)
    lapsed, lapses = apply_law(world, life, intended) == LAPSED, apply_law(reform, life, intended) == LAPSED
    lapse = np.int64(0) if lapses == lapsed else (after if lapses else -after)
    return lapse, after - before, np.int64(LAPSED) if lapsed else np.int64(intended)


@compiled
def split_gate(effect, world, reform, key, life, copy, replicates, at_gate):
    """Add what a RIV-toets does under the reform and not in the baseline, for every sanction it could have ended in.

    Where the law lets a sanction lapse, that is its chance x (lapsed - sanction), in ledgers of their own; where its
    chance differs, the difference x what it comes to in the baseline, in the first.
    """
    if life[SATISFIED] == 1:
        return
    for intended in range(SUFFICIENT + 1):
        lapse, moved, outcome = gate_difference(world, reform, life, intended)
        if lapse != 0:
            by_dismissal = returns_by_dismissal(reform, key, life)
            for kind in range(N_KINDS):
                result, lived = continuation(kind, intended), replicates if is_whole(kind) else _WHOLE
                row, share = effect[ledger_of(kind, by_dismissal)], lapse * (replicates // lived)
                record_outcome(row, lapse * replicates, result, reform, life)
                add_outcome(row, share, result, intended, reform, key, life, copy, lived, at_gate)
        if moved != 0:
            row = effect[LAPSED_LEDGER]
            record_outcome(row, moved * replicates, outcome, reform, life)
            add_outcome(row, moved, outcome, intended, reform, key, life, copy, replicates, at_gate)


@compiled
def record_outcome(row, weight, outcome, reform, life):
    """Record the decision in an outcome of the gate in a ledger (Y, C), in the spell in which it was taken."""
    if life[DECIDED_IN] == life[ONSET]:
        record_decision(row, weight, reform, life, min(outcome, np.int64(LAPSED)))


@compiled
def add_outcome(row, weight, outcome, intended, reform, key, life, copy, replicates, at_gate):
    """Add the life that follows from an outcome of the gate under the reform to a ledger (Y, C)."""
    if not at_gate:
        return
    for replicate in range(replicates):
        continue_gate(row, weight, outcome, intended, reform, key, life, copy, replicate)


@compiled
def continue_gate(row, weight, outcome, intended, reform, key, life, copy, replicate):
    """Live on a copy of a life at the gate, with an outcome under the reform, and note how far it came."""
    copy_life(life, copy, replicate)
    copy[GATE] = intended
    live_on(row, weight, reform, key, copy, pass_gate(row, weight, reform, key, copy, outcome))
    reach(life, copy[REACHED])


@compiled
def follow_forks(row, world, reform, key, life, copy, replicates):
    """Follow the decisions that a life noted: each outcome's difference in chance x the life that follows from it."""
    for number in range(life[FORKS]):
        recall(life, number, copy, _WHOLE)
        gained = chance_at(reform, copy) - chance_at(world, copy)
        if gained == 0:
            continue
        for replicate in range(replicates):
            for forced in NO_AND_YES:
                continue_fork(row, forced * gained, forced, reform, key, life, number, copy, replicate)
    life[FORKS] = 0


@compiled
def continue_fork(row, weight, forced, reform, key, life, number, copy, replicate):
    """Live on a copy of a noted life, with an answer to its decision under the reform, and note how far it came."""
    recall(life, number, copy, replicate)
    copy[FORCED] = forced
    live_on(row, weight, reform, key, copy, resume(row, weight, reform, key, copy))
    reach(life, copy[REACHED])


@compiled
def chance_at(world, life):
    """Return the chance (x 2**20) of a yes at the decision at which a noted life stands."""
    if life[FORK_POINT] == _AWARD:
        return among_spared(life, award_chance(world, life, life[FORK_WEEK]))
    if life[FORK_POINT] == _SHORTCOMING:
        return shortcoming_chance(world, life[FORK_WEEK])
    return upheld_chance(world, life)


@compiled
def among_spared(life, chance):
    """Return the chance of an award among those whom the EZWb spared, who are not those with the least prospect."""
    spared = _WORDS - life[SPARED]
    return np.int64((min(chance << _TO_WORD, spared) * CHANCE_UNIT) / spared + 0.5)


@compiled
def resume(row, weight, world, key, life):
    """Go on from the decision at which a noted life stands; return OVER or the week of return to work."""
    if life[FORK_POINT] == _AWARD:
        return decide_claim(row, weight, world, key, life, life[FORK_WEEK], life[FORK_VALUE] == 1)
    if life[FORK_POINT] == _SHORTCOMING:
        return claim_from_zw(row, weight, world, key, life, life[FORK_WEEK])
    return pass_gate(row, weight, world, key, life, life[FORK_VALUE])


@compiled
def is_whole(kind):
    """Return whether a continuation is the full lapse or the sanction.

    Only the difference between the other two counts, so they are lived in the first replicate alone.
    """
    return kind in (LAPSED_LEDGER, _SANCTION_KIND)


@compiled
def ledger_of(kind, by_dismissal):
    """Return the ledger of a continuation: three of each group by the way to return, then the two of the sanction."""
    return SANCTION_LEDGER + by_dismissal if kind == _SANCTION_KIND else 3 * by_dismissal + kind


@compiled
def continuation(kind, intended):
    """Return the outcome that a continuation has at the gate."""
    if kind == LAPSED_LEDGER:
        return np.int64(LAPSED)
    if kind == 1:
        return np.int64(LAPSED_INCOME_ONLY)
    return np.int64(LAPSED_RETURN_ONLY) if kind == 2 else intended


@compiled
def simulate_block(cells, world, key, cohort, first, last, life):
    """Live the workers first .. last - 1 of a cohort into a ledger (256, Y, C), group after group.

    A run lives all cohorts of a group (`kernel.groups`); this is for a few workers. life: scratch, int64 (2, N_FIELDS).
    """
    for group in range(GROUPS):
        for worker in range(first_of_group(first, group), last, GROUPS):
            live_whole(cells[group], _WHOLE, world, key, life[0], cohort, worker)


@compiled
def first_of_group(first, group):
    """Return the lowest worker from `first` on that belongs to a group."""
    return first + (group - first) % GROUPS
