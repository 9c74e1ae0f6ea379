"""NumPy: weeks outside, all slots at once inside. Its step also serves the frameworks that host arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.peers.outcome import (
    ASSESSED,
    AT_WORK,
    DIED,
    EXITS,
    GATES,
    LAU,
    LGU,
    ONSETS,
    OUTCOMES,
    SANCTION,
    SANCTIONS,
    SICK,
    SICK_TRACK,
    VVU,
    Outcome,
    benefit_exits,
    illness_exits,
    longest_stays,
    model,
)
from poortwachter.simulation.reduced import STATES, Probabilities

Places = npt.NDArray[np.intp]
Reals = npt.NDArray[np.float32]


@dataclass
class Slots:
    """Hold the state of all slots, the weeks spent in it, and group and age in weeks as group * life + age."""

    state: npt.NDArray[np.int8]
    elapsed: npt.NDArray[np.int32]
    group: npt.NDArray[np.int64]
    cell: npt.NDArray[np.int64]


class Step:
    """Hold the tables in single precision, as the uniforms, and move all slots by one week."""

    def __init__(self, p: Probabilities) -> None:
        """Lay the tables out by what the slots hold."""
        self.life, self.groups = p.life, len(p.onset)
        onset, leaves = p.onset[:, p.band], (p.onset + p.death_at_work)[:, p.band]
        onset[:, -1], leaves[:, -1] = 0.0, 2.0  # leaving goes before any other exit
        self.onset, self.leaves_work = onset.astype(np.float32).ravel(), leaves.astype(np.float32).ravel()
        exits, exit_to = benefit_exits(p)
        sick = illness_exits(p)
        sick = np.concatenate([sick, sick[:, :, -1:]], axis=2).reshape(-1, EXITS)
        self.exits = np.concatenate([exits, sick]).astype(np.float32)  # a row for a state or a week of illness
        self.any_exit = self.exits[:, -1].copy()
        exit_to[[SICK, SICK_TRACK]] = [AT_WORK, DIED, SICK_TRACK, SICK_TRACK]
        self.exit_to = exit_to.astype(np.int8)
        self.illness = p.recover.shape[1]
        self.longest = longest_stays(p)
        self.gate, self.assessment, self.then_lau = p.gate[0], np.cumsum(p.assessment, axis=1), p.then_lau

    def start(self, rng: np.random.Generator, slots: int) -> Slots:
        """Return all slots at work, with uniform groups and ages."""
        group = rng.integers(self.groups, size=slots)
        cell = group * self.life + rng.integers(self.life, size=slots)
        return Slots(np.zeros(slots, dtype=np.int8), np.zeros(slots, dtype=np.int32), group, cell)

    def advance(self, slots: Slots, u: Reals, rng: np.random.Generator, outcome: Outcome) -> None:
        """Move by one week; u: a uniform for every slot. Further decisions in the same week draw their own."""
        away = np.flatnonzero(slots.state != AT_WORK)
        leaves = np.flatnonzero(u < self.leaves_work.take(slots.cell))
        leaves = leaves[slots.state[leaves] == AT_WORK]
        self._count(slots, away, outcome)
        if len(away):
            self._move_away(slots, away, u[away], rng, outcome)
        falls_ill = u[leaves] < self.onset[slots.cell[leaves]]
        ill, gone = leaves[falls_ill], leaves[~falls_ill]
        outcome.events[ONSETS] += len(ill)
        slots.state[ill] = SICK
        slots.elapsed[ill] = 0
        slots.cell[gone] = slots.group[gone] * self.life - 1
        slots.cell += 1

    def _count(self, slots: Slots, away: Places, outcome: Outcome) -> None:
        by_state = np.bincount(slots.state[away], minlength=len(STATES))
        by_state[AT_WORK] = len(slots.state) - len(away)
        outcome.slot_weeks += by_state

    def _move_away(self, slots: Slots, away: Places, u: Reals, rng: np.random.Generator, outcome: Outcome) -> None:
        state, group, elapsed = slots.state[away], slots.group[away], slots.elapsed[away]
        row = np.where(state <= SICK_TRACK, len(STATES) + group * self.illness + elapsed, state)
        following = state.copy()
        moves = np.flatnonzero(u < self.any_exit.take(row))
        taken = (u[moves, None] >= self.exits[row[moves]]).sum(axis=1)
        following[moves] = self.exit_to[state[moves], taken]
        following[slots.cell[away] == (group + 1) * self.life - 1] = DIED
        self._end_of_stay(state, group, elapsed + 1, following, rng, outcome)
        assessed = np.flatnonzero(following == ASSESSED)
        shares = self.assessment[(state[assessed] == SANCTION).astype(np.intp)]
        outcomes = np.array(OUTCOMES, dtype=np.int8)
        following[assessed] = outcomes[(rng.random(len(assessed))[:, None] >= shares[:, :-1]).sum(axis=1)]
        newcomers = away[following == DIED]
        following[following == DIED] = AT_WORK
        goes_on = (following == state) | (following == SICK_TRACK)
        slots.state[away] = following
        slots.elapsed[away] = np.where(goes_on, elapsed + 1, 0)
        slots.cell[newcomers] = slots.group[newcomers] * self.life - 1

    def _end_of_stay(
        self,
        state: npt.NDArray[np.int8],
        group: npt.NDArray[np.int64],
        elapsed: npt.NDArray[np.int32],
        following: npt.NDArray[np.int8],
        rng: np.random.Generator,
        outcome: Outcome,
    ) -> None:
        """Let who stays longest pass the gate, be assessed after a sanction, or leave the LGU."""
        ends = np.flatnonzero((following == state) & (elapsed == self.longest[state, group]))
        ended = state[ends]
        ill, lgu = ends[ended <= SICK_TRACK], ends[ended == LGU]
        sanctioned = rng.random(len(ill)) < self.gate[state[ill] - SICK]
        outcome.events[GATES] += len(ill)
        outcome.events[SANCTIONS] += np.count_nonzero(sanctioned)
        following[ill] = np.where(sanctioned, SANCTION, ASSESSED)
        following[ends[ended == SANCTION]] = ASSESSED
        following[lgu] = np.where(rng.random(len(lgu)) < self.then_lau, LAU, VVU)


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with arrays alone."""
    step, rng, outcome = Step(model(weeks)), np.random.default_rng(seed), Outcome(slots, weeks)
    held = step.start(rng, slots)
    u = np.empty(slots, dtype=np.float32)
    with outcome.timed():
        for _ in range(weeks):
            rng.random(out=u, dtype=np.float32)
            step.advance(held, u, rng, outcome)
    return outcome
