"""Write the folder of a fit, whole or not at all, and read back what draws need of it.

| file | content |
|---|---|
| `behaviour.yaml` | fitted values, starting values, standard errors, targets |
| `covariance.csv` | free numbers: log factor, standard error, share of the spread beforehand kept, correlations |
| `residuals.csv` | every published figure: model, gap, standard errors apart, whether it was fitted |
| `plan.yaml` | the plan that was fitted |
| `manifest.yaml` | what made the fit: hashes of plan, targets and world at the start, version, workers, seeds |
| `report.md`, `*.png` | the report with its figures |
| `recovery.yaml` | the last recovery test of this plan |
"""

import csv
import io
import math
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import check_writable_folder, shipped, write_whole
from poortwachter.primitives.parameters import FIRST_DAY, ParameterSet, Value
from poortwachter.primitives.yaml import plain, read_yaml, yaml_text
from poortwachter.results.comparison import Residual
from poortwachter.results.provenance import plan_hash, versions
from poortwachter.scenario.load import World
from poortwachter.scenario.schema import LAYERS
from poortwachter.study.calibration.fit import Fit, world_at
from poortwachter.study.calibration.plan import Dated, Floats, Plan, load_plan
from poortwachter.study.targets import Target

FITS: Final = Path("calibration") / "fits"
BASIS: Final = "basis"
BEHAVIOUR: Final = "behaviour.yaml"
COVARIANCE: Final = "covariance.csv"
RESIDUALS: Final = "residuals.csv"
PLAN: Final = "plan.yaml"
MANIFEST: Final = "manifest.yaml"
RECOVERY: Final = "recovery.yaml"
LEADING: Final = ("name", "log_factor", "standard_error", "kept")
"""First columns of the covariance; the correlations follow."""
RESIDUALS_HEAD: Final = (
    "target",
    "group",
    "year",
    "unit",
    "published",
    "allowed_error",
    "model",
    "model_error",
    "gap",
    "apart",
    "fitted",
)


@dataclass(frozen=True)
class Fitted:
    """A fit as it is read back: its plan, log factors and their covariance."""

    plan: Plan
    logs: Floats
    covariance: npt.NDArray[np.float64]


def shipped_fit(name: str = BASIS) -> Path:
    """Return the folder of a fit."""
    return shipped(str(FITS)) / name


def read_fit(folder: Path, *, behaviour: ParameterSet, targets: Mapping[str, Target]) -> Fitted:
    """Read a fit.

    Raises:
        InputError: when the folder holds no fit with its plan and covariance, or they are not of one another.
    """
    for name in (PLAN, COVARIANCE):
        if not (folder / name).is_file():
            what = f"the folder holds no fit with {name}"
            raise InputError([Problem(what, "make it with `poortwachter calibrate`", folder)])
    plan = load_plan(folder / PLAN, targets=targets, behaviour=behaviour)
    rows = list(csv.DictReader(io.StringIO((folder / COVARIANCE).read_text(encoding="utf-8"))))
    names = [one.name for one in plan.free]
    if [row["name"] for row in rows] != names:
        what = f"{COVARIANCE} has other free numbers than {PLAN}"
        raise InputError([Problem(what, "make the fit anew with `poortwachter calibrate`", folder)])
    errors = np.array([float(row["standard_error"]) for row in rows])
    correlations = np.array([[float(row[name]) for name in names] for row in rows])
    logs = np.array([float(row["log_factor"]) for row in rows])
    return Fitted(plan, logs, correlations * np.outer(errors, errors))


def check_place(folder: Path) -> None:
    """Refuse a place that holds something else than a fit; call it before a long fit.

    Raises:
        InputError: for a file, or a folder with files but no fit.
    """
    check_writable_folder(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / BEHAVIOUR).is_file():
        raise InputError([Problem("the folder holds files but no fit", "choose another --output", folder)])


def write_fit(fit: Fit, *, folder: Path, targets: Mapping[str, Target], report: Mapping[str, bytes]) -> None:
    """Write the folder of a fit beside its place and rename it; `report` holds the report and its figures by name.

    A recovery test of the same plan is kept.
    """
    place = folder.resolve()
    files = {
        BEHAVIOUR: yaml_text(behaviour_tree(fit)),
        COVARIANCE: covariance_text(fit),
        RESIDUALS: residuals_text(residuals_of(fit, targets=targets)),
        PLAN: yaml_text(fit.plan.tree),
        MANIFEST: yaml_text(manifest(fit, targets=targets)),
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.{os.getpid()}.partial")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        for name, content in {**files, **report}.items():
            write_whole(fresh / name, content)
        recovered = place / RECOVERY
        if recovered.is_file() and _plan_of(recovered) == plan_hash(fit.plan.tree):
            shutil.copy2(recovered, fresh / RECOVERY)
        _swap(place, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _plan_of(path: Path) -> Any:
    entry = read_yaml(path)[0].get("plan")
    return None if entry is None else plain(entry.value)


def _swap(place: Path, fresh: Path) -> None:
    aside = place.with_name(f".{place.name}.{os.getpid()}.earlier")
    if place.is_dir():
        place.rename(aside)
    try:
        fresh.rename(place)
    except OSError:
        if aside.is_dir():
            aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def behaviour_tree(fit: Fit) -> dict[str, Any]:
    """Return the fitted values with starting values, standard errors and targets, by parameter."""
    tree: dict[str, Any] = {}
    for name, values in fit.values.items():
        free = [one for one in fit.plan.free if name in one.cells]
        tree[name] = {
            "value": _listed(values),
            "start": _listed(fit.plan.start[name]),
            "relative_standard_error": _relative_errors(fit, name),
            "free": [one.name for one in free],
            "targets": list(dict.fromkeys(target for one in free for target in one.targets)),
        }
    return tree


def _relative_errors(fit: Fit, name: str) -> Any:
    """Return the relative standard errors of a parameter's cells; one number where they are all equal."""
    middle = fit.plan.arrays(fit.logs)[name]
    slopes = []
    for place in range(len(fit.logs)):
        moved = fit.logs.copy()
        moved[place] += (step := 1e-4)
        ratio = np.divide(fit.plan.arrays(moved)[name], middle, out=np.ones_like(middle), where=middle != 0.0)
        slopes.append((ratio - 1.0) / step)
    by_cell = np.stack(slopes, axis=-1)
    variance = np.einsum("...i,ij,...j->...", by_cell, fit.uncertain.covariance, by_cell)
    rounded = np.vectorize(lambda error: float(f"{error:.2g}"))(np.sqrt(np.maximum(variance, 0.0)))
    if (rounded == rounded.flat[0]).all():
        return float(rounded.flat[0])
    return rounded[0].tolist() if len(rounded) == 1 else rounded.tolist()


def _listed(dated: Dated) -> Any:
    """Return values as YAML holds them; one for the whole run without its date."""
    if tuple(dated) == (FIRST_DAY,):
        return _list(dated[FIRST_DAY])
    return {day: _list(value) for day, value in dated.items()}


def _list(value: Value) -> Any:
    return [_list(part) for part in value] if isinstance(value, tuple) else value


def covariance_text(fit: Fit) -> str:
    """Return the free numbers with log factor, standard error, share of the spread kept, and correlations, as CSV."""
    names = [one.name for one in fit.plan.free]
    unsure = fit.uncertain
    rows = zip(names, fit.logs, unsure.standard_errors, unsure.kept, unsure.correlations, strict=True)
    return _csv(
        [(*LEADING, *names)]
        + [(name, *(f"{value:.8g}" for value in (log, se, kept, *along))) for name, log, se, kept, along in rows]
    )


def residuals_of(fit: Fit, *, targets: Mapping[str, Target]) -> list[Residual]:
    """Return every published figure that the model gives, those of the fit first."""
    fitted = {(aim.name, aim.year, aim.group): aim.standard_error for aim in fit.plan.aims}
    found = [
        Residual(
            name=name,
            label=target.label,
            unit=target.unit,
            group=group,
            year=year,
            published=published,
            error=fitted.get((name, year, group), target.standard_error[year, group]),
            model=fit.moments[name][year, group],
            model_error=fit.errors[name][year, group],
            fitted=(name, year, group) in fitted,
        )
        for name, target in targets.items()
        for (year, group), published in target.series.items()
        if np.isfinite(fit.moments.get(name, {}).get((year, group), np.nan))
    ]
    order = {aim.name: place for place, aim in enumerate(reversed(fit.plan.aims))}
    return sorted(found, key=lambda one: (not one.fitted, -order.get(one.name, -1), one.name))


def residuals_text(residuals: list[Residual]) -> str:
    """Return residuals as CSV, unrounded."""
    rows = [
        (
            one.name,
            one.group,
            one.year,
            one.unit,
            *(repr(float(value)) for value in (one.published, one.error, one.model, one.model_error)),
            *("" if math.isnan(value) else repr(float(value)) for value in (one.gap, one.apart)),
            "yes" if one.fitted else "no",
        )
        for one in residuals
    ]
    return _csv([RESIDUALS_HEAD, *rows])


def _csv(rows: list[tuple[Any, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def manifest(fit: Fit, *, targets: Mapping[str, Target]) -> dict[str, Any]:
    """Return what made a fit and what it leaves open; equal inputs give an equal manifest."""
    run = fit.plan.run
    return {
        "version": versions()["poortwachter"],
        "hashes": {
            "plan": plan_hash(fit.plan.tree),
            "targets": targets_hash(targets),
            "world_at_the_start": world_hash(world_at(fit.base, fit.plan, np.zeros(len(fit.plan.free)))),
        },
        "workers": run.workers,
        "seed": run.seed,
        "check_workers": run.check_workers,
        "check_seed": run.check_seed,
        "steered_by_an_approximation": fit.approximated,
        "evaluations": fit.evaluations,
        "figures": len(fit.plan.aims),
        "free_numbers": len(fit.plan.free),
        "half_sum_of_squares": float(f"{fit.cost:.4g}"),
        "not_identified": list(fit.uncertain.names),
        "combinations_not_identified": [
            {"kept": round(one.kept, 2), "weights": dict(one.weights)} for one in fit.uncertain.combinations
        ],
    }


def targets_hash(targets: Mapping[str, Target]) -> str:
    """Return the hash of all published figures and their errors."""
    return plan_hash(
        {
            name: {
                f"{year} {group}": [figure, target.standard_error[year, group]]
                for (year, group), figure in target.series.items()
            }
            for name, target in targets.items()
        }
    )


def world_hash(world: World) -> str:
    """Return the hash of all values of a world by layer, name and date."""
    return plan_hash(
        {
            layer: {
                name: {"interpolation": one.interpolation, **dict(one.values)}
                for name, one in world.layer(layer).items()
            }
            for layer in LAYERS
        }
    )
