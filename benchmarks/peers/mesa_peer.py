"""Mesa: every slot is an agent that decides every week."""

from bisect import bisect_right

import mesa

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
    illness_exits,
    longest_stays,
    model,
)
from poortwachter.simulation.reduced import Probabilities


class Job(mesa.Agent):
    """Be at work, ill, or in what follows."""

    def __init__(self, jobs: "Jobs", group: int, age: int) -> None:
        super().__init__(jobs)
        self.jobs, self.group, self.age = jobs, group, age
        self.state, self.elapsed = AT_WORK, 0

    def step(self) -> None:
        """Decide with one uniform over the exits of the state."""
        jobs, state, self.age = self.jobs, self.state, self.age + 1
        jobs.slot_weeks[state] += 1
        if self.age == jobs.life:
            self.enter(DIED)
            return
        u = jobs.random.random()
        if state == AT_WORK:
            band = jobs.band[self.age - 1]
            if u < jobs.leaves_work[self.group][band]:
                falls_ill = u < jobs.onset[self.group][band]
                jobs.events[ONSETS] += falls_ill
                self.enter(SICK if falls_ill else DIED)
            return
        if state <= SICK_TRACK:
            exits, targets = jobs.illness[self.group][self.elapsed], (AT_WORK, DIED, SICK_TRACK)
        else:
            exits, targets = jobs.exits[state], jobs.exit_to[state]
        self.elapsed += 1
        if u < exits[-1]:
            following = targets[bisect_right(exits, u)]
            if following == SICK_TRACK:
                self.state = SICK_TRACK
            else:
                self.enter(following)
        elif self.elapsed == jobs.longest[state][self.group]:
            self.enter(self.end_of_stay())

    def end_of_stay(self) -> int:
        """Return the state after the longest stay."""
        jobs = self.jobs
        if self.state == LGU:
            return LAU if jobs.random.random() < jobs.then_lau else VVU
        if self.state == SANCTION:
            return ASSESSED
        jobs.events[GATES] += 1
        if jobs.random.random() >= jobs.gate[self.state - SICK]:
            return ASSESSED
        jobs.events[SANCTIONS] += 1
        return SANCTION

    def enter(self, state: int) -> None:
        """Begin a stay; assessment takes no time, and a newcomer takes the place of who dies or leaves."""
        if state == ASSESSED:
            shares = self.jobs.assessment[self.state == SANCTION]
            state = OUTCOMES[bisect_right(shares[:-1], self.jobs.random.random())]
        if state == DIED:
            state, self.age = AT_WORK, 0
        self.state, self.elapsed = state, 0


class Jobs(mesa.Model):
    """Hold the tables as plain lists, the agents and the counts."""

    def __init__(self, p: Probabilities, slots: int, seed: int) -> None:
        super().__init__(seed=seed)
        exits, exit_to = benefit_exits(p)
        self.life, self.band = p.life, p.band.tolist()
        self.onset, self.leaves_work = p.onset.tolist(), (p.onset + p.death_at_work).tolist()
        self.illness, self.exits, self.exit_to = illness_exits(p).tolist(), exits.tolist(), exit_to.tolist()
        self.longest, self.gate = longest_stays(p).tolist(), p.gate[0].tolist()
        self.assessment, self.then_lau = p.assessment.cumsum(axis=1).tolist(), p.then_lau
        self.slot_weeks, self.events = [0] * len(exits), [0] * 3
        for _ in range(slots):
            Job(self, self.random.randrange(len(p.onset)), self.random.randrange(p.life))

    def step(self) -> None:
        """Move every agent by one week; their order does not matter."""
        self.agents.do("step")


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with Mesa."""
    outcome, jobs = Outcome(slots, weeks), Jobs(model(weeks), slots, seed)
    with outcome.timed():
        for _ in range(weeks):
            jobs.step()
    outcome.slot_weeks += jobs.slot_weeks
    outcome.events += jobs.events
    return outcome
