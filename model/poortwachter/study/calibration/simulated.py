"""Simulate what a plan aims at, with the chance error of every figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.scenario.load import World
from poortwachter.study.calibration.plan import Aim, Plan
from poortwachter.study.lived import UNEMPLOYED_TARGET, Lived, Moments, Pair, live_pair, lived

Measure: TypeAlias = Callable[[World], Moments]
"""What a world gives, by simulation or by approximation."""

PARTS: Final = 128
"""Parts of the fixed groups of workers that are left out in turn for the chance error of a figure."""
FEW_PARTS: Final = 32
"""The same at every step of a search."""


@dataclass(frozen=True)
class Measured:
    """What a world gives, and gives without each part of the workers, scaled up to everyone."""

    moments: Moments
    left_out: tuple[Moments, ...]

    @property
    def errors(self) -> Moments:
        """Return the standard error by chance of every figure."""
        return {
            name: {key: _jackknife([one[name][key] for one in self.left_out]) for key in series}
            for name, series in self.moments.items()
        }

    def chance(self, aims: Sequence[Aim]) -> npt.NDArray[np.float64]:
        """Return deviations by chance (parts, aims); their cross product is the covariance of the figures."""
        values = np.array([figures(one, aims) for one in self.left_out])
        parts = len(self.left_out)
        return (values - values.mean(axis=0)) * np.sqrt((parts - 1) / parts)


@dataclass(frozen=True)
class Sample:
    """Who is lived, and how far."""

    workers: int
    seed: int
    last_year: int
    price_year: int
    threads: int
    unemployed: bool
    """Whether to live the world without sick unemployed too, for their number."""

    def moments(self, world: World) -> Moments:
        """Return what a world gives."""
        return self._live(world).moments()

    def measured(self, world: World, *, parts: int = PARTS) -> "Measured":
        """Return what a world gives, with what chance does to it (a jackknife over so many parts of the groups)."""
        found = self._live(world)
        left_out = tuple(found.moments(without=slice(part, None, parts)) for part in range(parts))
        return Measured(found.moments(), left_out)

    def _live(self, world: World) -> Pair | Lived:
        live = live_pair if self.unemployed else lived
        return live(
            world,
            workers=self.workers,
            seed=self.seed,
            last_year=self.last_year,
            price_year=self.price_year,
            threads=self.threads,
        )


def samples(plan: Plan, *, threads: int) -> tuple[Sample, Sample]:
    """Return the sample of the fit and that of its check."""
    run = plan.run
    asked = any(aim.name == UNEMPLOYED_TARGET for aim in plan.aims)
    return (
        Sample(run.workers, run.seed, run.last_year, run.price_year, threads, asked),
        Sample(run.check_workers, run.check_seed, run.last_year, run.price_year, threads, unemployed=True),
    )


def _jackknife(values: Sequence[float]) -> float:
    spread = np.var(values) * (len(values) - 1)
    return float(np.sqrt(spread))


def figures(found: Mapping[str, Mapping[tuple[int, str], float]], aims: Sequence[Aim]) -> npt.NDArray[np.float64]:
    """Return what the model gives for every aim; not a number where it gives nothing."""
    return np.array([found.get(aim.name, {}).get((aim.year, aim.group), np.nan) for aim in aims], dtype=np.float64)
