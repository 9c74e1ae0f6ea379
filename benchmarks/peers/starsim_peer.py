"""The step of `vectorised` as a Starsim module: its states on its people, its random numbers, its loop."""

import numpy as np
import starsim as ss

from benchmarks.peers.outcome import Outcome, model
from benchmarks.peers.vectorised import Slots, Step


class Jobs(ss.Module):
    """Move all slots by one week in every step."""

    def __init__(self, tables: Step, seed: int, outcome: Outcome) -> None:
        super().__init__(name="jobs")
        self.tables, self.outcome, self.rng = tables, outcome, np.random.default_rng(seed)
        self.define_pars(uniform=ss.random())
        self.define_states(ss.IntArr("position"), ss.IntArr("elapsed"), ss.IntArr("group"), ss.IntArr("cell"))

    def init_post(self) -> None:
        """Put everybody at work."""
        super().init_post()
        start = self.tables.start(self.rng, self.outcome.slots)
        self.position[:], self.elapsed[:] = start.state, start.elapsed
        self.group[:], self.cell[:] = start.group, start.cell

    def step(self) -> None:
        """Draw a uniform for everybody and move. No agent dies: a job is taken over."""
        uniforms = self.pars.uniform.rvs(self.sim.people.auids)
        self.tables.advance(self.held(), uniforms, self.rng, self.outcome)

    def held(self) -> Slots:
        """Return the states as arrays that can be changed in place; nobody is added or removed."""
        arrays = (self.position, self.elapsed, self.group, self.cell)
        return Slots(*(array.raw[: self.outcome.slots] for array in arrays))


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with Starsim."""
    outcome = Outcome(slots, weeks)
    jobs = Jobs(Step(model(weeks)), seed, outcome)
    sim = ss.Sim(n_agents=slots, modules=jobs, dur=weeks - 1, dt=1, rand_seed=seed, verbose=0, copy_inputs=False)
    sim.init()
    with outcome.timed():
        sim.run()
    return outcome
