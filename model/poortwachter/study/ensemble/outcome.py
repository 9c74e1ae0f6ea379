"""Put the finished parts of an ensemble together: amounts by draw and replication, ranges, and the share of chance."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.results.provenance import versions
from poortwachter.results.schema import EUR_MLN
from poortwachter.simulation.runner import FAST
from poortwachter.simulation.worlds import FIRST_YEAR
from poortwachter.study.ensemble.job import Cell, Task, level_names
from poortwachter.study.ensemble.parts import Parts
from poortwachter.study.ensemble.run import RESULT, WHOLE, Ensemble

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]

QUANTILES: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
"""Shares of draws below the ends of the 95% and 80% ranges, and the median."""


@dataclass(frozen=True)
class Amounts:
    """Amounts of draws 1.. by replication and those of the estimate; the last row is structural."""

    draws: Floats
    """(N, R, Y + 1, lines) EUR mln."""
    errors: Floats
    estimate: Floats
    """(R, Y + 1, lines) of the estimate, and its standard errors."""
    estimate_errors: Floats
    levels: Floats
    """(N, parameters) what was drawn."""
    gap: Floats | None
    """(R, Y + 1, lines) simulated less expected, of the estimate, where draws are expected values corrected by it."""

    @property
    def of_draws(self) -> Floats:
        """Return the mean over replications, (N, Y + 1, lines)."""
        return self.draws.mean(axis=1)

    @property
    def noise(self) -> Floats:
        """Return the variance by chance in a mean over replications, averaged over draws, (Y + 1, lines)."""
        count = self.draws.shape[1]
        return (self.errors**2).mean(axis=(0, 1)) / count

    @property
    def noise_share(self) -> Floats:
        """Return the share of chance in the variance between draws, (Y + 1, lines).

        Draws that are corrected by one gap have its chance in common: it moves them all, and is set beside their
        variance.
        """
        between = self.of_draws.var(axis=0, ddof=1)
        total = between if self.gap is None else between + self.noise
        return np.divide(self.noise, total, out=np.zeros_like(total), where=total > 0.0)

    @property
    def replication_share(self) -> Floats | None:
        """Return the same from differences between replications, which knows no standard errors; None of one."""
        count = self.draws.shape[1]
        if count == 1 or self.gap is not None:
            return None
        within = self.draws.var(axis=1, ddof=1).mean(axis=0) / count
        between = self.of_draws.var(axis=0, ddof=1)
        return np.divide(within, between, out=np.zeros_like(between), where=between > 0.0)

    @property
    def quantiles(self) -> Floats:
        """Return the amounts below which the `QUANTILES` of draws lie, (quantiles, Y + 1, lines)."""
        return np.quantile(self.of_draws, QUANTILES, axis=0)


def amounts_of(ensemble: Ensemble, *, parts: Parts) -> Amounts:
    """Return the amounts of an ensemble of which everything is finished."""
    lived = [_cell(parts, Task(0, replication, WHOLE)) for replication in range(ensemble.replications)]
    estimate, estimate_errors = (np.stack([getattr(one, name) for one in lived]) for name in ("amounts", "errors"))
    if not ensemble.fast:
        shape = (ensemble.draws, ensemble.replications)
        tasks = [Task(draw + 1, replication, WHOLE) for draw, replication in np.ndindex(shape)]
        found = _filled(tasks, parts=parts)
        draws, errors = (one.reshape(*shape, *one.shape[1:]) for one in (found.amounts, found.errors))
        return Amounts(draws, errors, estimate, estimate_errors, found.levels[:: ensemble.replications], None)
    gap = estimate - _cell(parts, Task(0, 0, WHOLE, expected=True)).amounts
    found = _filled([Task(draw, 0, WHOLE, expected=True) for draw in range(1, ensemble.draws + 1)], parts=parts)
    draws = found.amounts[:, None] + gap
    errors = np.broadcast_to(estimate_errors, draws.shape)
    return Amounts(draws, errors, estimate, estimate_errors, found.levels, gap)


def _filled(tasks: Sequence[Task], *, parts: Parts) -> Cell:
    """Return the cells of tasks along a first axis; one is in memory beside them at a time."""
    first = _cell(parts, tasks[0])
    room = Cell(*(np.empty((len(tasks), *one.shape)) for one in first))
    for place, task in enumerate(tasks):
        for all_of, one in zip(room, _cell(parts, task), strict=True):
            all_of[place] = one
    return room


def _cell(parts: Parts, task: Task) -> Cell:
    cell = parts.cell(task)
    if cell is None:
        raise FileNotFoundError(2, "this part of the ensemble is gone; run the same command again", parts.path(task))
    return cell


def dataset_of(ensemble: Ensemble, found: Amounts) -> "xr.Dataset":
    """Return the content of `ensemble.nc`."""
    import xarray as xr

    by = ("draw", "replication", "line", "year")
    values: dict[str, tuple[tuple[str, ...], Floats, str]] = {}

    def add(name: str, dims: tuple[str, ...], of: Floats, what: str) -> None:
        """Add an array (..., Y + 1, lines) as one by year and one of structural amounts."""
        turned = np.moveaxis(of, -1, -2)
        values[name] = ((*dims, "line", "year"), turned[..., :-1], what)
        values[f"{name}_structural"] = ((*dims, "line"), turned[..., -1], f"{what}, structural")

    add("effect", by[:2], found.draws, "effect on the lines of the cost table under a draw of behaviour")
    add("effect_se", by[:2], found.errors, "standard error of effect")
    add("estimate", by[1:2], found.estimate, "the same at the estimate of behaviour, simulated")
    add("estimate_se", by[1:2], found.estimate_errors, "standard error of estimate")
    add("range", ("quantile",), found.quantiles, "effect below which a share of draws lies, mean over replications")
    if found.gap is not None:
        add("gap", by[1:2], found.gap, "simulated less expected, at the estimate: every draw is corrected by it")
    variables: dict[str, Any] = {
        name: (dims, array, {"units": EUR_MLN, "long_name": what}) for name, (dims, array, what) in values.items()
    }
    shares = {"noise_share": found.noise_share, "replication_share": found.replication_share}
    for name, share in shares.items():
        if share is not None:
            what = f"share of the variance between draws that is chance, from {WHENCE[name]}"
            about = {"units": "1", "long_name": what}
            variables[name] = (("line", "year"), share[:-1].T, about)
            variables[f"{name}_structural"] = (("line",), share[-1], about)
    about = {
        "units": "see the parameter",
        "long_name": "factor of the fit, or mean of a parameter over cells and dates",
    }
    variables["level"] = (("draw", "parameter"), found.levels, about)
    coords = {
        "draw": np.arange(1, ensemble.draws + 1),
        "replication": np.arange(1, ensemble.replications + 1),
        "line": np.asarray(LINE_NAMES),
        "year": FIRST_YEAR + np.arange(ensemble.years),
        "quantile": np.asarray(QUANTILES),
        "parameter": np.asarray(level_names(ensemble.resolved.current.behaviour)),
    }
    return xr.Dataset(variables, coords=coords, attrs=_attributes(ensemble))


WHENCE: Final = {"noise_share": "standard errors", "replication_share": "differences between replications"}


def _attributes(ensemble: Ensemble) -> dict[str, Any]:
    resolved = ensemble.resolved
    return {
        "title": resolved.title,
        "source": resolved.source or "",
        "price_level": f"constant prices {resolved.run.price_year}",
        "price_year": resolved.run.price_year,
        "seed": resolved.run.seed,
        "draw_seed": ensemble.draw_seed,
        "workers": resolved.run.workers,
        "draws": ensemble.draws,
        "replications": ensemble.replications,
        "estimator": FAST if ensemble.fast else ensemble.estimator,
        "reference_estimator": ensemble.estimator,
        "versions": json.dumps(versions(), sort_keys=True),
        "plan_hash": ensemble.job.hash,
    }


def write_dataset(dataset: "xr.Dataset", *, folder: Path) -> None:
    """Write `ensemble.nc`, whole or not at all."""
    fresh = folder / f".{RESULT}.{os.getpid()}.partial"
    try:
        dataset.to_netcdf(fresh, engine="h5netcdf", format="NETCDF4")
        fresh.replace(folder / RESULT)
    finally:
        fresh.unlink(missing_ok=True)


def table_csv(found: Amounts) -> str:
    """Return estimate, standard error, median, ranges and the share of chance by line and year, tidy and unrounded."""
    rows = ["line,year,estimate,se,low95,low80,median,high80,high95,noise_share"]
    estimate = found.estimate.mean(axis=0)
    error = np.sqrt((found.estimate_errors**2).mean(axis=0) / len(found.estimate_errors))
    ranges, share = found.quantiles, found.noise_share
    years = [*(str(FIRST_YEAR + row) for row in range(len(estimate) - 1)), "structureel"]
    for column, line in enumerate(LINE_NAMES):
        for row, year in enumerate(years):
            cells = (estimate[row, column], error[row, column], *ranges[:, row, column], share[row, column])
            rows.append(",".join([line, year, *(repr(float(one)) for one in cells)]))
    return "\n".join([*rows, ""])
