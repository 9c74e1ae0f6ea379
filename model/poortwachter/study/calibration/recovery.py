"""Recover known numbers: simulate what would be published where they hold, fit it from the start, and compare.

The figures are simulated with another seed, so that fit and figures share no chance; their errors are those of chance
alone, so that a fit that works finds every number within a few standard errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.yaml import yaml_text
from poortwachter.results.provenance import plan_hash
from poortwachter.scenario.load import World
from poortwachter.study.calibration.fit import searched, with_chance, world_at
from poortwachter.study.calibration.identification import Uncertain
from poortwachter.study.calibration.plan import Plan
from poortwachter.study.calibration.search import Watch, unwatched
from poortwachter.study.calibration.simulated import Measure, Sample, figures

Floats = npt.NDArray[np.float64]

INSIDE: Final = 0.5
"""Share of the way from the start to a bound within which the true numbers are drawn."""


@dataclass(frozen=True)
class Recovery:
    """The true log factors, those found, and what holds them."""

    plan: Plan
    truth: Floats
    logs: Floats
    uncertain: Uncertain
    cost: float
    evaluations: int

    @property
    def apart(self) -> Floats:
        """Return found minus true in standard errors."""
        return (self.logs - self.truth) / self.uncertain.standard_errors

    @property
    def worst(self) -> float:
        """Return the largest distance in standard errors."""
        return float(np.abs(self.apart).max())


def drawn_truth(plan: Plan, *, seed: int) -> Floats:
    """Return log factors drawn evenly around the start, well within the bounds."""
    low, high = plan.bounds
    return INSIDE * np.random.default_rng(seed).uniform(low, high)


def recover(
    plan: Plan,
    *,
    base: World,
    truth: Floats,
    sample: Sample,
    published: Sample,
    approximate: Measure | None = None,
    watch: Watch = unwatched,
) -> Recovery:
    """Fit figures simulated at true log factors (with the sample `published`), from the plan's start."""
    start = np.zeros(len(plan.free))
    with watch("published", 1) as advance:
        figured = published.measured(world_at(base, plan, truth))
        advance("")
    with watch("start", 1) as advance:
        measured = sample.measured(world_at(base, plan, start))
        advance("")
    chance = np.concatenate([one.chance(plan.aims) for one in (figured, measured)])
    happens = np.isfinite(chance).all(axis=0) & (chance != 0.0).any(axis=0)
    aims = tuple(
        replace(aim, published=float(figure), standard_error=0.0)
        for aim, figure in zip(plan.aims, figures(figured.moments, plan.aims), strict=True)
    )
    known = replace(
        plan,
        aims=tuple(aim for aim, there in zip(aims, happens, strict=True) if there),
        free=tuple(replace(one, prior=None) for one in plan.free),
    )
    model = figures(measured.moments, known.aims)
    objective = with_chance(known, model=model, chance=chance[:, happens])
    found = searched(known, objective, base=base, sample=sample, approximate=approximate, watch=watch)
    return Recovery(
        plan=plan,
        truth=truth,
        logs=found.point.logs,
        uncertain=objective.uncertain(found.slopes, found.point.residuals, limit=plan.run.not_identified),
        cost=found.point.cost,
        evaluations=found.evaluations,
    )


def recovery_text(found: Recovery) -> str:
    """Return a recovery test as YAML."""
    rows: dict[str, Mapping[str, Any]] = {
        one.name: {
            "true": round(float(np.exp(truth)), 4),
            "found": round(float(np.exp(log)), 4),
            "standard_error": float(f"{error:.2g}"),
            "apart": round(float(apart), 1),
        }
        for one, truth, log, error, apart in zip(
            found.plan.free,
            found.truth,
            found.logs,
            found.uncertain.standard_errors,
            found.apart,
            strict=True,
        )
    }
    run = found.plan.run
    return yaml_text(
        {
            "plan": plan_hash(found.plan.tree),
            "workers": run.workers,
            "seed": run.seed,
            "published_seed": run.check_seed,
            "evaluations": found.evaluations,
            "half_sum_of_squares": float(f"{found.cost:.4g}"),
            "largest_distance_in_standard_errors": round(found.worst, 1),
            "factors": rows,
        }
    )
