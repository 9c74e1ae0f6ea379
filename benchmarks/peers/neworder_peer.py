"""The arrays and the step of `vectorised`, hosted by neworder: its timeline and its random stream."""

import neworder

from benchmarks.peers.outcome import Outcome, model
from benchmarks.peers.vectorised import Step


class Jobs(neworder.Model):
    """Move all slots by one week in every step."""

    def __init__(self, slots: int, weeks: int, seed: int) -> None:
        super().__init__(neworder.LinearTimeline(0, weeks, weeks), lambda: seed)
        self.outcome = Outcome(slots, weeks)
        self.rng = neworder.as_np(self.mc)
        self.tables = Step(model(weeks))
        self.slots = self.tables.start(self.rng, slots)

    def step(self) -> None:
        """Draw a uniform for every slot and move."""
        self.tables.advance(self.slots, self.mc.ustream(self.outcome.slots), self.rng, self.outcome)


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with neworder."""
    jobs = Jobs(slots, weeks, seed)
    with jobs.outcome.timed():
        neworder.run(jobs)
    return jobs.outcome
