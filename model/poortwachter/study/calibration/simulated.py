"""Simulate what a plan aims at, with the chance error of every figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import GROUPS
from poortwachter.scenario.load import World
from poortwachter.study.calibration.plan import Aim, Plan
from poortwachter.study.lived import (
    UNEMPLOYED_TARGET,
    Lived,
    Moments,
    lived,
    sick_unemployed,
    without_unemployed,
)
from poortwachter.study.moments import moments

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
        return _moments(self._live(world), without=None, last_year=self.last_year)

    def measured(self, world: World, *, parts: int = PARTS) -> "Measured":
        """Return what a world gives, with what chance does to it (a jackknife over so many parts of the groups)."""
        found = self._live(world)
        left_out = tuple(_moments(found, without=(part, parts), last_year=self.last_year) for part in range(parts))
        return Measured(_moments(found, without=None, last_year=self.last_year), left_out)

    def _live(self, world: World) -> "tuple[Lived, Lived | None]":
        return self._one(world), self._one(without_unemployed(world)) if self.unemployed else None

    def _one(self, world: World) -> Lived:
        return lived(
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


def _moments(found: "tuple[Lived, Lived | None]", *, without: tuple[int, int] | None, last_year: int) -> Moments:
    here, there = (None if one is None else _read(one, without=without) for one in found)
    assert here is not None
    if there is None:
        return here
    return {**here, UNEMPLOYED_TARGET: sick_unemployed(here, there, last_year=last_year)}


def _read(one: Lived, *, without: tuple[int, int] | None) -> Moments:
    """Return the moments of the ledger, or of the ledger without one part of the groups, scaled up to everyone."""
    kept = np.ones(GROUPS, dtype=np.bool_)
    if without is not None:
        part, parts = without
        kept[part::parts] = False
    total: npt.NDArray[np.int64] = one.cells[kept].sum(axis=0)[None]
    return moments(one.book(total, scale=GROUPS / int(kept.sum())), vangnet_claim_share=one.claim_share)


def _jackknife(values: Sequence[float]) -> float:
    spread = np.var(values) * (len(values) - 1)
    return float(np.sqrt(spread))


def figures(found: Mapping[str, Mapping[tuple[int, str], float]], aims: Sequence[Aim]) -> npt.NDArray[np.float64]:
    """Return what the model gives for every aim; not a number where it gives nothing."""
    return np.array([found.get(aim.name, {}).get((aim.year, aim.group), np.nan) for aim in aims], dtype=np.float64)
