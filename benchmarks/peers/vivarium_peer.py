"""The step of `vectorised` as a vivarium component: its state table, its random stream, its clock."""

from typing import Any

import numpy as np
import pandas as pd
from loguru import logger
from vivarium import Component, InteractiveContext

from benchmarks.peers.outcome import Outcome, model
from benchmarks.peers.vectorised import Slots, Step

COLUMNS = ["state", "elapsed", "group", "cell"]


class Jobs(Component):
    """Move all slots by one week in every step."""

    def __init__(self, tables: Step, seed: int, outcome: Outcome) -> None:
        super().__init__()
        self.tables, self.outcome, self.generator = tables, outcome, np.random.default_rng(seed)

    def setup(self, builder: Any) -> None:
        """Ask for a random stream and columns in the state table."""
        self.stream = builder.randomness.get_stream("decision")
        builder.population.register_initializer(initializer=self.initialize, columns=COLUMNS)

    def initialize(self, simulants: Any) -> None:
        """Put everybody at work."""
        start = self.tables.start(self.generator, len(simulants.index))
        self.population_view.initialize(pd.DataFrame(vars(start), index=simulants.index))

    def on_time_step(self, event: Any) -> None:
        """Draw a uniform for everybody and move."""
        uniforms = self.stream.get_draw(event.index).to_numpy()
        self.population_view.update(COLUMNS, lambda table: self.moved(table, uniforms))

    def moved(self, table: pd.DataFrame, uniforms: Any) -> pd.DataFrame:
        """Return the state table a week later."""
        held = Slots(**{name: table[name].to_numpy(copy=True) for name in COLUMNS})
        self.tables.advance(held, uniforms, self.generator, self.outcome)
        return pd.DataFrame(vars(held), index=table.index)


def run(slots: int, weeks: int, seed: int) -> Outcome:
    """Simulate with vivarium."""
    outcome = Outcome(slots, weeks)
    configuration = {
        "population": {"population_size": slots},
        "randomness": {"random_seed": seed},
        "time": {"step_size": 7},
    }
    simulation = InteractiveContext(components=[Jobs(Step(model(weeks)), seed, outcome)], configuration=configuration)
    logger.disable("vivarium")  # a line for every week
    with outcome.timed():
        simulation.take_steps(weeks)
    return outcome
