"""Decide every week of every slot with one uniform, compiled: the slow twin of the engine, and its nearest peer.

Written from the rule of the model file: in each week one uniform decides over the exits of a state, whose probabilities
add up. Nothing is shared with the engine but the generator and the columns of the ledger.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.peers.outcome import (
    ASSESSED,
    AT_WORK,
    DIED,
    EXITS,
    LAU,
    LGU,
    OUTCOMES,
    SANCTION,
    SICK,
    SICK_TRACK,
    VVU,
    Outcome,
    benefit_exits,
    illness_exits,
    longest_stays,
    model,
)
from poortwachter.kernel import reduced as kernel
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled, inlined
from poortwachter.primitives.rng import Decision, draw
from poortwachter.simulation.reduced import Probabilities

BATCH = 16
WORDS = 4 * BATCH
"""Weeks whose uniforms are drawn together."""

_WORD_OF_BLOCK = tuple(np.uint64(word * BATCH) for word in range(4))
_BIRTH, _WEEK, _GATE = int(Decision.BIRTH), int(Decision.FATE), int(Decision.SANCTION)
_ASSESSMENT, _THEN = int(Decision.ASSESSMENT), int(Decision.WIA_EXIT)


class Weekly(NamedTuple):
    """Hold cumulative thresholds of the exits per week (probabilities times 2**32) and where they lead.

    Shapes: G groups, B age bands, W weeks of illness, S states. The last exit of each is death.
    """

    key: npt.NDArray[np.uint64]
    weeks: int
    weeks_per_year: int
    life: int
    band: npt.NDArray[np.uint8]  # (life,)
    work: npt.NDArray[np.uint64]  # (G, B, 2) onset, death
    sick: npt.NDArray[np.uint64]  # (G, W, 3) recovery, death, second track
    exit: npt.NDArray[np.uint64]  # (S, EXITS)
    exit_to: npt.NDArray[np.uint8]  # (S, EXITS)
    longest: npt.NDArray[np.int64]  # (S, G) weeks
    gate: npt.NDArray[np.uint64]  # (2,) without, with second track
    assessment: npt.NDArray[np.uint64]  # (2, 4)
    outcome: npt.NDArray[np.uint8]  # (4,)
    then_lau: np.uint64
    percent: npt.NDArray[np.int64]  # (S,)
    wage: npt.NDArray[np.int64]


def weekly_tables(p: Probabilities, *, seed: int) -> Weekly:
    """Return the model's weekly probabilities as cumulative thresholds."""
    exits, exit_to = benefit_exits(p)
    at_work = np.stack([p.onset, np.broadcast_to(p.death_at_work, p.onset.shape)], axis=2)
    return Weekly(
        key=np.array([seed, 0], dtype=np.uint64),
        weeks=p.weeks,
        weeks_per_year=p.weeks_per_year,
        life=p.life,
        band=p.band.astype(np.uint8),
        work=_thresholds(np.cumsum(at_work, axis=2)),
        sick=_thresholds(illness_exits(p)),
        exit=_thresholds(exits),
        exit_to=exit_to.astype(np.uint8),
        longest=longest_stays(p),
        gate=_thresholds(p.gate[0]),
        assessment=_thresholds(np.cumsum(p.assessment, axis=1)),
        outcome=np.array(OUTCOMES, dtype=np.uint8),
        then_lau=np.uint64(round(p.then_lau * 2**32)),
        percent=p.percent,
        wage=p.wage,
    )


def _thresholds(probabilities: npt.NDArray[np.float64]) -> npt.NDArray[np.uint64]:
    return np.rint(probabilities * 2.0**32).astype(np.uint64)


@inlined
def _words_of_weeks(key, number, first, words):
    """Draw the uniforms of WORDS weeks, from week `first` on."""
    for lane in range(BATCH):
        at = np.uint64(lane)
        drawn = draw(key, number, 0, (first >> 2) + lane, _WEEK, 0, 0)
        for word in range(4):
            words[_WORD_OF_BLOCK[word] + at] = drawn[word]


@compiled
def _after_illness(tables, number, week, on_track, year, ledger):
    """Return the state after the last week of illness, and whether it follows a sanction."""
    word, _, _, _ = draw(tables.key, number, 0, week, _GATE, 0, 0)
    ledger[year, kernel.GATES] += 1
    if word < tables.gate[1 if on_track else 0]:
        ledger[year, kernel.SANCTIONS] += 1
        return np.int64(SANCTION)
    return np.int64(ASSESSED)


@compiled
def _assess(tables, number, week, after_sanction):
    """Return the state that the assessment leads to."""
    word, _, _, _ = draw(tables.key, number, 0, week, _ASSESSMENT, 0, 0)
    place = 0
    while place < 3 and word >= tables.assessment[after_sanction, place]:
        place += 1
    return np.int64(tables.outcome[place])


@compiled
def _leave_work(tables, group, age, word):
    """Return the state after a week at work."""
    band = tables.band[np.uint64(age)]
    if word >= tables.work[group, band, 1]:
        return np.int64(AT_WORK)
    return np.int64(SICK) if word < tables.work[group, band, 0] else np.int64(DIED)


@compiled
def _leave_illness(tables, group, state, elapsed, word):
    """Return the state after a week of illness, but for the gate; elapsed: weeks before this one."""
    if word < tables.sick[group, elapsed, 0]:
        return np.int64(AT_WORK)
    if word < tables.sick[group, elapsed, 1]:
        return np.int64(DIED)
    if word < tables.sick[group, elapsed, 2]:
        return np.int64(SICK_TRACK)
    return state


@compiled
def _leave(tables, group, state, elapsed, number, week, word):
    """Return the state after a week of sanction or benefit; elapsed: weeks before this one."""
    for place in range(EXITS):
        if word < tables.exit[state, place]:
            return np.int64(tables.exit_to[state, place])
    if elapsed + 1 < tables.longest[state, group]:
        return state
    if state == SANCTION:
        return np.int64(ASSESSED)
    word, _, _, _ = draw(tables.key, number, 0, week, _THEN, 0, 0)
    return np.int64(LAU) if word < tables.then_lau else np.int64(VVU)


@compiled
def _live(tables, number, words, ledger):
    """Walk one slot through all weeks of the run."""
    group_word, age_word, wage_word, _ = draw(tables.key, number, 0, 0, _BIRTH, 0, 0)
    group = (group_word * np.uint64(tables.work.shape[0])) >> np.uint64(32)
    age = np.int64((age_word * np.uint64(tables.life)) >> np.uint64(32))
    wage = tables.wage[(wage_word * np.uint64(tables.wage.shape[0])) >> np.uint64(32)]
    longest = tables.sick.shape[1]
    state, elapsed = np.int64(AT_WORK), np.int64(0)
    for week in range(tables.weeks):
        if week & (WORDS - 1) == 0:
            _words_of_weeks(tables.key, number, week, words)
        word = words[np.uint64(week & (WORDS - 1))]
        age += 1
        if state == AT_WORK:
            following = _leave_work(tables, group, age - 1, word)
            if following == AT_WORK and age < tables.life:
                continue
        elif state <= SICK_TRACK:
            following = _leave_illness(tables, group, state, elapsed, word)
        else:
            following = _leave(tables, group, state, elapsed, number, week, word)
        year = week // tables.weeks_per_year
        if state != AT_WORK:
            ledger[year, state] += 1
            if state >= LGU:
                ledger[year, kernel.COST + state] += wage * tables.percent[state] // 100
        elapsed += 1
        if age == tables.life:  # leaving goes before any other exit
            following = np.int64(DIED)
        elif state == AT_WORK and following == SICK:
            ledger[year, kernel.ONSETS] += 1
            elapsed = np.int64(0)
        elif state in (SICK, SICK_TRACK) and elapsed == longest and following == state:
            following = _after_illness(tables, number, week, state == SICK_TRACK, year, ledger)
        if following == ASSESSED:
            following = _assess(tables, number, week, 1 if state == SANCTION else 0)
        if following == DIED:
            following, age = np.int64(AT_WORK), np.int64(0)
        if following != state and following != SICK_TRACK:
            elapsed = np.int64(0)
        state = following


@compiled
def _simulate(tables, first, end, words, ledgers):
    for number in range(first, end):
        _live(tables, number, words, ledgers[number % GROUPS])


def simulate(p: Probabilities, *, slots: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the ledger (256, years, columns) of the baseline."""
    ledgers = np.zeros((GROUPS, p.weeks // p.weeks_per_year, kernel.COLUMNS), dtype=np.int64)
    _simulate(weekly_tables(p, seed=seed), 0, slots, np.zeros(WORDS, dtype=np.uint64), ledgers)
    return ledgers


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate week by week."""
    outcome, p = Outcome(slots, weeks), model(weeks)
    with outcome.timed():
        ledger = simulate(p, slots=slots, seed=seed)
    outcome.read_ledger(ledger)
    return outcome
