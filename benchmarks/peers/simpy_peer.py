"""SimPy: every slot is a process that sleeps until its next event."""

import math
from bisect import bisect_right
from collections.abc import Generator
from random import Random

import numpy as np
import simpy

from benchmarks.peers.outcome import (
    ASSESSED,
    AT_WORK,
    DIED,
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
    longest_stays,
    model,
)
from poortwachter.simulation.reduced import Probabilities

Sleep = Generator[simpy.Timeout, None, None]


class Jobs:
    """Hold the tables as plain lists, the environment, the random numbers and the counts."""

    def __init__(self, p: Probabilities, random: Random, outcome: Outcome) -> None:
        self.environment, self.random, self.outcome = simpy.Environment(), random, outcome
        self.life, self.weeks = p.life, p.weeks
        self.band = p.band.tolist()
        self.band_end = [int(np.searchsorted(p.band, band, side="right")) for band in p.band]
        self.onset, self.death_at_work = p.onset.tolist(), p.death_at_work.tolist()
        leaves = p.recover + p.death[SICK]
        self.illness_over = (1.0 - np.cumprod(1.0 - leaves, axis=1)).tolist()
        self.recovers = (p.recover / leaves).tolist()
        self.track_week = p.track_week
        self.track = (p.track / (1.0 - leaves[:, p.track_week - 1])).tolist()
        exits, to = benefit_exits(p)
        self.exits, self.exit_to = exits.tolist(), to.tolist()
        self.longest, self.gate = longest_stays(p).tolist(), p.gate[0].tolist()
        self.assessment, self.then_lau = np.cumsum(p.assessment, axis=1).tolist(), p.then_lau

    def stay(self, state: int, duration: int) -> simpy.Timeout:
        """Count the weeks of a stay and sleep through them."""
        self.outcome.slot_weeks[state] += min(duration, self.weeks - int(self.environment.now))
        return self.environment.timeout(duration)

    def geometric(self, probability: float) -> int:
        """Return the week in which an event with a constant probability comes first."""
        return 1 + int(math.log(1.0 - self.random.random()) / math.log1p(-probability))

    def job(self, group: int, birth: int) -> Sleep:
        """Live through work, illness and what follows; a newcomer takes the place of who dies or leaves."""
        while True:
            age = int(self.environment.now) - birth
            band = self.band[age]
            onset, death = self.onset[group][band], self.death_at_work[band]
            to_boundary = min(self.band_end[age], self.life - 1) - age  # in the last week only leaving is possible
            wait = self.geometric(onset + death)
            if wait > to_boundary:
                yield self.stay(AT_WORK, max(to_boundary, 1))
                if to_boundary == 0:
                    birth = int(self.environment.now)
                continue
            yield self.stay(AT_WORK, wait)
            if self.random.random() * (onset + death) >= onset:
                birth = int(self.environment.now)
                continue
            self.outcome.events[ONSETS] += 1
            state = yield from self.fall_ill(group, birth + self.life)
            while state not in (AT_WORK, DIED):
                state = yield from self.after_gate(state, group, birth + self.life)
            if state == DIED:
                birth = int(self.environment.now)

    def fall_ill(self, group: int, leaving: int) -> Generator[simpy.Timeout, None, int]:
        """Be ill; return the state after it."""
        longest, left = self.longest[SICK][group], leaving - int(self.environment.now)
        place = bisect_right(self.illness_over[group], self.random.random())
        duration = min(place + 1, longest, left)
        on_track = duration > self.track_week and self.random.random() < self.track[group]
        if on_track:
            yield self.stay(SICK, self.track_week)
            yield self.stay(SICK_TRACK, duration - self.track_week)
        else:
            yield self.stay(SICK, duration)
        if duration == left:
            return DIED
        if place < longest:
            return AT_WORK if self.random.random() < self.recovers[group][place] else DIED
        if self.environment.now <= self.weeks:
            self.outcome.events[GATES] += 1
        if self.random.random() >= self.gate[on_track]:
            return self.assess(after_sanction=False)
        self.outcome.events[SANCTIONS] += 1
        return SANCTION

    def assess(self, *, after_sanction: bool) -> int:
        """Return the state that the assessment leads to."""
        return OUTCOMES[bisect_right(self.assessment[after_sanction][:-1], self.random.random())]

    def after_gate(self, state: int, group: int, leaving: int) -> Generator[simpy.Timeout, None, int]:
        """Stay in a sanction or benefit; return the state after it."""
        left = leaving - int(self.environment.now)
        exits = self.exits[state]
        wait = self.geometric(exits[-1])
        duration = min(wait, self.longest[state][group], left)
        yield self.stay(state, duration)
        if duration == left:
            return DIED
        if wait == duration:
            following = self.exit_to[state][bisect_right(exits, self.random.random() * exits[-1])]
        elif state == LGU:
            following = LAU if self.random.random() < self.then_lau else VVU
        else:
            following = ASSESSED
        return self.assess(after_sanction=True) if following == ASSESSED else following


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with SimPy."""
    p, random, outcome = model(weeks), Random(seed), Outcome(slots, weeks)
    jobs = Jobs(p, random, outcome)
    for _ in range(slots):
        process = jobs.job(random.randrange(len(p.onset)), -random.randrange(p.life))
        jobs.environment.process(process)
    with outcome.timed():
        jobs.environment.run(until=weeks)
    return outcome
