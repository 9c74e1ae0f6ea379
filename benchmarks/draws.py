"""Count draws in plain Python: `NUMBA_DISABLE_JIT=1 python -m benchmarks.draws life`. Prints draws and events."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from benchmarks.work import work_of
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel import plain
from poortwachter.primitives import rng
from poortwachter.scenario.load import current_world
from poortwachter.simulation.reduced import read_model, simulate_reduced
from poortwachter.simulation.worlds import Horizon, build_world

WORKERS: Final = 200
"""Of all cohorts together some six hundred lives."""
SLOTS: Final = 400
HORIZON: Final = Horizon(last_year=2080, price_year=2022, frozen=False)


class Counting:
    """The generator, counted."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        return self.function(*arguments)


def of_lives() -> float:
    """Live a few workers of every cohort and return their events."""
    current = current_world()
    built = build_world(current, dated=current, horizon=HORIZON)
    world = plain.plain_world(built.world)
    rows = np.zeros((built.world.clock.years, N_COLUMNS), dtype=np.int64)
    for cohort, worker in _people(built.totals.cohort_workers(WORKERS)):
        rows += plain.live(world, seed=1, replication=0, cohort=cohort, worker=worker)
    return work_of(rows[None])["events"]


def _people(workers: Any) -> Iterator[tuple[int, int]]:
    return ((cohort, worker) for cohort, number in enumerate(workers) for worker in range(int(number)))


def of_reduced() -> float:
    """Fill a few slots of the small invented model and return their events."""
    with np.errstate(over="ignore"):
        found = simulate_reduced(read_model(), slots=SLOTS, method="baseline")
    events, _ = found.baseline.events(by_year=False)
    return float(events.sum())


def main() -> None:
    """Print what was counted."""
    found = rng.philox
    counting = Counting(found)
    for module in list(sys.modules.values()):
        if getattr(module, "philox", None) is found:
            setattr(module, "philox", counting)  # noqa: B010  (no module is known to have it)
    events = {"life": of_lives, "reduced": of_reduced}[sys.argv[1]]()
    print(json.dumps({"draws": counting.calls, "events": events}))


if __name__ == "__main__":
    main()
