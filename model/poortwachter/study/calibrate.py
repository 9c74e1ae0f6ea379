"""Fit the few free behaviour parameters of the baseline to the published history of 2006-2025.

Weighted least squares on common random numbers: every evaluation lives the same workers on the same draws, so
that a small change of a parameter gives a small change of a moment. A residual is (model - published) / standard
error, where the published error is widened by what a model of this size cannot be expected to hit. Standard
errors of the parameters follow from the Jacobian; they say how tightly the targets hold a parameter, not how
true the model is.

`python -m poortwachter.study.calibrate` writes `behaviour.yaml` and `report.md` in calibration/fits/basis.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from poortwachter.primitives.files import write_whole
from poortwachter.primitives.parameters import FIRST_DAY, Value
from poortwachter.primitives.yaml import plain, read_yaml, yaml_text
from poortwachter.scenario.load import World, current_world
from poortwachter.study.lived import Moments, live_pair
from poortwachter.study.targets import Target, load_targets

Floats = npt.NDArray[np.float64]

PLAN: Final = Path(__file__).parent / "data" / "calibration.yaml"
FOLDER: Final = Path("calibration") / "fits" / "basis"
SETTINGS: Final = ("workers", "seed", "check_workers", "check_seed", "last_year", "price_year", "step")
DIGITS: Final = 4
"""Significant digits of a fitted value."""


@dataclass(frozen=True)
class Free:
    """One fitted number: a factor on the starting values of one or more parameters."""

    start: Mapping[str, Value]
    """Starting values by parameter name."""
    low: float
    high: float
    """Bounds of the factor."""
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Aim:
    """One published figure in the fit."""

    name: str
    year: int
    group: str
    published: float
    standard_error: float


@dataclass(frozen=True)
class Plan:
    """What is fitted to what, and how."""

    workers: int
    seed: int
    check_workers: int
    check_seed: int
    """Of the figures in the report: more lives than those of the fit, and others."""
    last_year: int
    price_year: int
    step: float
    """Relative step of the finite differences."""
    free: tuple[Free, ...]
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class Fit:
    """A finished fit: factors on the starting values with standard errors, and the moments there on other lives."""

    plan: Plan
    factors: Floats
    standard_errors: Floats
    moments: Moments
    evaluations: int
    cost: float

    @cached_property
    def values(self) -> dict[str, Value]:
        """Return the fitted values by parameter name, rounded as they are shipped."""
        return values_of(self.plan.free, self.factors)


def load_plan(path: Path = PLAN, *, targets: Mapping[str, Target]) -> Plan:
    """Read the plan of the calibration; discrepancies are relative to the published figure."""
    table, _ = read_yaml(path)
    read: dict[str, Any] = plain(table)
    free = tuple(
        Free(
            start={name: _nested(value) for name, value in one["start"].items()},
            low=one["low"],
            high=one["high"],
            targets=tuple(one["targets"]),
        )
        for one in read["free"]
    )
    aims = tuple(aim for name, entry in read["targets"].items() for aim in _aims(targets[name], entry))
    run = read["run"]
    return Plan(**{key: run[key] for key in SETTINGS}, free=free, aims=aims)


def _aims(target: Target, entry: Mapping[str, Any]) -> list[Aim]:
    """Return the aims of a target in the years (and the group) asked for."""
    group = entry.get("group", "")
    return [
        Aim(
            name=target.name,
            year=year,
            group=group,
            published=target.series[year, group],
            standard_error=float(
                np.hypot(target.standard_error[year, group], entry["discrepancy"] * target.series[year, group])
            ),
        )
        for year in entry["years"]
    ]


def values_of(free: Sequence[Free], factors: Floats) -> dict[str, Value]:
    """Return the values of the parameters at factors on their starting values."""
    return {
        name: _times(start, float(factor))
        for one, factor in zip(free, factors, strict=True)
        for name, start in one.start.items()
    }


def _nested(value: Any) -> Value:
    return tuple(_nested(part) for part in value) if isinstance(value, list) else float(value)


def _times(value: Value, factor: float) -> Value:
    if isinstance(value, tuple):
        return tuple(_times(part, factor) for part in value)
    return float(f"{float(value) * factor:.{DIGITS}g}")


def live_with(base: World, values: Mapping[str, Value], *, plan: Plan) -> Moments:
    """Return the moments at values of parameters: all that the validation measures, by age and sex too."""
    return live_pair(
        _overridden(base, values),
        workers=plan.workers,
        seed=plan.seed,
        last_year=plan.last_year,
        price_year=plan.price_year,
        threads=1,
    ).moments()


def _overridden(base: World, values: Mapping[str, Value]) -> World:
    return base.overridden({"behaviour": {name: {FIRST_DAY: value} for name, value in values.items()}})


def residuals(found: Moments, aims: Sequence[Aim]) -> Floats:
    """Return (model - published) / standard error of every aim."""
    return np.array([(found[aim.name][aim.year, aim.group] - aim.published) / aim.standard_error for aim in aims])


def calibrate(plan: Plan, *, base: World, say: Callable[[str], None]) -> Fit:
    """Fit the plan's parameters by bounded least squares, from their starting values."""
    count = 0

    def gap(factors: Floats) -> Floats:
        nonlocal count
        count += 1
        found = residuals(live_with(base, values_of(plan.free, factors), plan=plan), plan.aims)
        say(f"{count:4d} {found @ found / 2:10.2f} " + " ".join(f"{factor:.3f}" for factor in factors))
        return found

    bounds = (np.array([one.low for one in plan.free]), np.array([one.high for one in plan.free]))
    found = least_squares(
        gap, np.ones(len(plan.free)), bounds=bounds, diff_step=plan.step, xtol=1e-3, ftol=1e-3, x_scale=0.2
    )
    return Fit(
        plan=plan,
        factors=found.x,
        standard_errors=_standard_errors(found.jac, cost=found.cost, aims=len(plan.aims)),
        moments=live_with(base, values_of(plan.free, found.x), plan=_checked(plan)),
        evaluations=count,
        cost=float(found.cost),
    )


def _checked(plan: Plan) -> Plan:
    return replace(plan, workers=plan.check_workers, seed=plan.check_seed)


def _standard_errors(jacobian: Floats, *, cost: float, aims: int) -> Floats:
    """Return the standard errors of the factors; a fit worse than its stated errors widens them."""
    spread = max(2.0 * cost / max(aims - jacobian.shape[1], 1), 1.0)
    return np.sqrt(np.diag(np.linalg.pinv(jacobian.T @ jacobian)) * spread)


def fit_text(fit: Fit) -> str:
    """Return the fitted values with standard errors and targets as YAML."""
    tree: dict[str, Any] = {}
    for one, factor, error in zip(fit.plan.free, fit.factors, fit.standard_errors, strict=True):
        for name, start in one.start.items():
            tree[name] = {
                "value": _listed(fit.values[name]),
                "start": _listed(start),
                "relative_standard_error": float(f"{error / factor:.2g}"),
                "targets": list(one.targets),
            }
    return yaml_text(tree)


def _listed(value: Value) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def report_text(fit: Fit, *, targets: Mapping[str, Target]) -> str:
    """Return the report: parameters at the start and fitted, every aim, and every other figure the model also gives."""
    lines = ["# Fit `basis`", "", *_about(fit), "", "## Parameters", "", *_parameter_rows(fit), ""]
    lines += ["## Fitted figures", "", "| target | year | published | model | gap | in standard errors |"]
    lines += ["|---|---|---|---|---|---|"]
    for aim in fit.plan.aims:
        model = fit.moments[aim.name][aim.year, aim.group]
        label = " ".join(part for part in (aim.name, aim.group) if part)
        gap = (model - aim.published) / aim.standard_error
        lines.append(f"| {label} | {aim.year} | {_cells(model, published=aim.published)} | {gap:+.1f} |")
    lines += ["", "## Other figures, not fitted", "", "| target | year | published | model | gap |"]
    lines += ["|---|---|---|---|---|"]
    fitted = {(aim.name, aim.year, aim.group) for aim in fit.plan.aims}
    for name, target in sorted(targets.items()):
        for (year, group), published in target.series.items():
            model = fit.moments.get(name, {}).get((year, group))
            if model is not None and (name, year, group) not in fitted:
                label = " ".join(part for part in (name, group) if part)
                lines.append(f"| {label} | {year} | {_cells(model, published=published)} |")
    return "\n".join([*lines, ""])


def _about(fit: Fit) -> list[str]:
    plan = fit.plan
    return [
        f"{len(plan.aims)} figures, {len(plan.free)} free numbers, {plan.workers} workers, seed {plan.seed}, "
        f"{fit.evaluations} evaluations; half the sum of squares {fit.cost:.1f}.",
        f"The figures of the model below come from {plan.check_workers} workers on another seed ({plan.check_seed}).",
        "Standard errors come from the Jacobian, widened where the fit is worse than the stated errors.",
    ]


def _parameter_rows(fit: Fit) -> list[str]:
    rows = ["| parameter | start | fitted | standard error |", "|---|---|---|---|"]
    for one, factor, error in zip(fit.plan.free, fit.factors, fit.standard_errors, strict=True):
        for name, start in one.start.items():
            rows.append(f"| {name} | {_shown(start)} | {_shown(fit.values[name])} | {error / factor:.1%} |")
    return rows


def _shown(value: Value) -> str:
    return str(_listed(value)) if isinstance(value, tuple) else f"{value:g}"


def _cells(model: float, *, published: float) -> str:
    form = "{:.3f}" if abs(published) < 1 else "{:,.0f}"
    gap = f"{model / published - 1:+.1%}" if published else "-"
    return f"{form.format(published)} | {form.format(model)} | {gap}"


def main() -> None:
    """Fit and write the fit's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    targets = load_targets()
    plan = load_plan(targets=targets)
    if given.workers:
        plan = replace(plan, workers=given.workers)
    fit = calibrate(plan, base=current_world(), say=print)
    given.output.mkdir(parents=True, exist_ok=True)
    write_whole(given.output / "behaviour.yaml", fit_text(fit))
    write_whole(given.output / "report.md", report_text(fit, targets=targets))


if __name__ == "__main__":
    main()
