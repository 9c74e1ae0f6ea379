"""Fit the free numbers of a plan to the published history: the method of simulated moments.

A residual is (model - published) / error, where the error holds that of the published figure, what a model of this
size is allowed to miss, and the chance error of the simulated figure itself; a stated prior is a residual of its own.
The errors are those at the start and do not move with the search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import Problem, refuse
from poortwachter.scenario.load import World
from poortwachter.study.calibration.identification import Uncertain, uncertain
from poortwachter.study.calibration.plan import DIGITS, Aim, Dated, Free, Plan, overrides
from poortwachter.study.calibration.search import Found, Search, Watch, unwatched
from poortwachter.study.calibration.simulated import FEW_PARTS, Measure, Measured, Sample, figures
from poortwachter.study.lived import Moments

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A finished fit: log factors on the starting values, what holds them, and the figures there on other lives."""

    plan: Plan
    logs: Floats
    residuals: Floats
    """Of the aims, in the fit."""
    uncertain: Uncertain
    moments: Moments
    errors: Moments
    """Chance errors of the figures."""
    evaluations: int
    approximated: bool
    base: World

    @cached_property
    def values(self) -> dict[str, Dated]:
        """Return the fitted values by parameter name and date, rounded as they are shipped."""
        return self.plan.values(self.logs, digits=DIGITS)

    @property
    def cost(self) -> float:
        """Return half the sum of squares of the aims."""
        return float(self.residuals @ self.residuals) / 2


@dataclass(frozen=True)
class Objective:
    """Residuals of a plan: errors of its aims at the start, what chance does to them, and its priors."""

    aims: Sequence[Aim]
    errors: Floats
    chance: Floats
    """(parts, aims) deviations of the figures by chance; their cross product is the covariance."""
    free: Sequence[Free]

    def uncertain(self, slopes: Floats, residuals: Floats, *, limit: float) -> Uncertain:
        """Return how tightly the aims hold the free numbers, from slopes and residuals at the end."""
        aims = len(self.aims)
        deviations = self.chance / self.errors
        return uncertain(
            slopes[:aims],
            residuals=residuals[:aims],
            stated=np.maximum(1.0 - (deviations**2).sum(axis=0), 0.0),
            chance=deviations,
            spreads=np.array([one.spread for one in self.free]),
            names=[one.name for one in self.free],
            limit=limit,
        )

    def aimed(self, found: Moments) -> Floats:
        """Return the residuals of the aims."""
        return (figures(found, self.aims) - np.array([aim.published for aim in self.aims])) / self.errors

    def prior(self, logs: Floats) -> Floats:
        """Return the residuals of the stated priors."""
        pairs = zip(self.free, logs, strict=True)
        return np.array([(log - one.prior[0]) / one.prior[1] for one, log in pairs if one.prior])

    def residuals(self, found: Moments, logs: Floats) -> Floats:
        """Return all residuals at log factors."""
        return np.concatenate([self.aimed(found), self.prior(logs)])


def objective_of(plan: Plan, *, measured: Measured) -> Objective:
    """Return the residuals of a plan, with the chance of the figures at the start.

    Raises:
        InputError: naming the line of every aim that the model gives no figure or no error for.
    """
    model, chance = figures(measured.moments, plan.aims), np.nan_to_num(measured.chance(plan.aims))
    return with_chance(plan, model=model, chance=chance)


def with_chance(plan: Plan, *, model: Floats, chance: Floats) -> Objective:
    """Return the residuals of a plan with deviations by chance (parts, aims).

    Raises:
        InputError: naming the line of every aim that the model gives no figure or no error for.
    """
    widths = np.hypot([aim.standard_error for aim in plan.aims], np.sqrt((chance**2).sum(axis=0)))
    refuse(
        problem
        for aim, value, width in zip(plan.aims, model, widths, strict=True)
        if (problem := _not_measured(aim, value=float(value), width=float(width)))
    )
    return Objective(plan.aims, widths, chance, plan.free)


def _not_measured(aim: Aim, *, value: float, width: float) -> Problem | None:
    if np.isfinite(value) and width > 0.0:
        return None
    lacks = "figure" if not np.isfinite(value) else "error"
    what, advice = f"the model gives no {lacks} for {aim.label} in {aim.year}", "leave it out of the fit"
    return aim.place.problem(what, advice) if aim.place else Problem(what, advice)


def world_at(base: World, plan: Plan, logs: Floats) -> World:
    """Return the world at log factors."""
    return base.overridden(overrides(plan.values(logs)))


def calibrate(
    plan: Plan,
    *,
    base: World,
    sample: Sample,
    check: Sample,
    approximate: Measure | None = None,
    watch: Watch = unwatched,
) -> Fit:
    """Fit a plan from its starting values.

    sample: who is lived in the fit; check: who is lived for the figures of the report; approximate: gives the moments
    of a world without chance, near enough to steer by; without it least squares runs on the simulation alone.
    """
    with watch("start", 1) as advance:
        objective = objective_of(plan, measured=sample.measured(world_at(base, plan, np.zeros(len(plan.free)))))
        advance("")
    found = searched(plan, objective, base=base, sample=sample, approximate=approximate, watch=watch)
    with watch("others", 1) as advance:
        world = base.overridden(overrides(plan.values(found.point.logs, digits=DIGITS)))
        checked = check.measured(world)
        advance("")
    return Fit(
        plan=plan,
        logs=found.point.logs,
        residuals=found.point.residuals[: len(plan.aims)],
        uncertain=objective.uncertain(found.slopes, found.point.residuals, limit=plan.run.not_identified),
        moments=checked.moments,
        errors=checked.errors,
        evaluations=found.evaluations,
        approximated=approximate is not None,
        base=base,
    )


def searched(
    plan: Plan,
    objective: Objective,
    *,
    base: World,
    sample: Sample,
    approximate: Measure | None,
    watch: Watch,
) -> Found:
    """Return where the search of a plan ended."""

    def simulated(logs: Floats) -> tuple[Floats, Floats]:
        found = sample.measured(world_at(base, plan, logs), parts=FEW_PARTS)
        deviations = np.nan_to_num(found.chance(plan.aims) / objective.errors)
        residuals = objective.residuals(found.moments, logs)
        certain = np.zeros((len(deviations), len(residuals) - len(plan.aims)))
        return residuals, np.concatenate([deviations, certain], axis=1)

    def approximated(logs: Floats) -> Floats:
        assert approximate is not None
        return objective.residuals(approximate(world_at(base, plan, logs)), logs)

    low, high = plan.bounds
    search = Search(
        simulate=simulated,
        approximate=approximated if approximate is not None else None,
        low=low,
        high=high,
        step=plan.run.step,
        rounds=plan.run.rounds,
        watch=watch,
    )
    return search.run(np.zeros(len(plan.free)))
