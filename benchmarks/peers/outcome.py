"""What every peer reports, and the tables that all of them read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from poortwachter.kernel import reduced as kernel
from poortwachter.simulation.reduced import STATES, Probabilities, probabilities, read_model

AT_WORK, SICK, SICK_TRACK, SANCTION, LGU, LAU, VVU, FULL, IVA = range(9)
DIED = 9
"""An exit that leads to work, with a newcomer."""

ASSESSED = 10
OUTCOMES = (AT_WORK, LGU, FULL, IVA)
"""Where the assessment leads, in the order of its shares."""

ONSETS, GATES, SANCTIONS = range(3)
EXITS = 4
_TARGETS = {"recover": AT_WORK, "repaired": ASSESSED, "to_full": FULL, "to_iva": IVA, "to_lgu": LGU}


@dataclass
class Outcome:
    """Hold what a run counted, and the processor time it took without imports, compilation and setting up."""

    slots: int
    weeks: int
    seconds: float = 0.0
    events: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(3, dtype=np.int64))
    slot_weeks: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(STATES), dtype=np.int64))

    @property
    def person_weeks(self) -> int:
        """Return the number of weeks of all slots together."""
        return self.slots * self.weeks

    def read_ledger(self, ledger: npt.NDArray[np.int64]) -> None:
        """Add what a ledger of the engine (256, years, columns) counts."""
        columns = ledger.sum(axis=(0, 1))
        away = columns[kernel.SICK : kernel.STATES]
        self.slot_weeks += np.concatenate([[self.person_weeks - away.sum()], away])
        self.events += columns[[kernel.ONSETS, kernel.GATES, kernel.SANCTIONS]]

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add the processor time that the body takes in this thread; waiting for other programs is none."""
        start = time.thread_time()
        yield
        self.seconds += time.thread_time() - start


@cache
def model(weeks: int) -> Probabilities:
    """Return the probabilities of the reduced model for a run of so many weeks, whole years."""
    changed = read_model()
    changed["clock"]["years"], rest = divmod(weeks, changed["clock"]["weeks_per_year"])
    if rest:
        raise ValueError(f"{weeks} weeks are not whole years")
    return probabilities(changed)


def benefit_exits(p: Probabilities) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the weekly exits after the gate (STATES, EXITS), cumulative, and where they lead; the last is death."""
    exits = np.zeros((len(STATES), EXITS))
    to = np.full((len(STATES), EXITS), DIED)
    for name, by_name in p.exits.items():
        state = STATES.index(name)
        exits[state, : len(by_name)] = list(by_name.values())
        to[state, : len(by_name)] = [_TARGETS[exit_name] for exit_name in by_name]
        exits[state, len(by_name)] = p.death[state]
    exits[IVA, 0] = p.death[IVA]
    return np.cumsum(exits, axis=1), to


def illness_exits(p: Probabilities) -> npt.NDArray[np.float64]:
    """Return the weekly exits of illness (groups, weeks, 3), cumulative: recovery, death, second track."""
    death = np.full_like(p.recover, p.death[SICK])
    track = np.zeros_like(p.recover)
    track[:, p.track_week - 1] = p.track
    return np.cumsum(np.stack([p.recover, death, track], axis=2), axis=2)


def longest_stays(p: Probabilities) -> npt.NDArray[np.int64]:
    """Return the longest stay in weeks (STATES, groups)."""
    longest = np.full((len(STATES), len(p.onset)), p.weeks + 1)
    longest[SICK] = longest[SICK_TRACK] = p.recover.shape[1]
    longest[SANCTION], longest[LGU] = p.sanction_weeks, p.lgu_weeks
    return longest
