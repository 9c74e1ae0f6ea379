"""Show how far the headline's structural amount lies open: its value under joint draws of all uncertain behaviour.

Every draw is a frozen run of its own with few workers, and with a replication of its own, so that the noise of the
simulation is independent between draws: the variance over draws is that of behaviour plus the mean squared error.
"""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.parameters import ParameterSet
from poortwachter.scenario.load import Scenario
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.runner import Effort
from poortwachter.study.calibration.draws import SEED, drawn_logs, drawn_scenario
from poortwachter.study.calibration.folder import Fitted
from poortwachter.study.carrying import WORKERS, Amount, structural_wia

Floats = npt.NDArray[np.float64]

DRAWS: Final = 100
SHARES: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
"""Shares of draws below the ends of the 95% and 80% ranges, and the median."""
SAME: Final = 1e-5
"""Relative differences between draws below which a level does not vary: values are rounded."""


@dataclass(frozen=True)
class Drawn:
    """One draw: the amount, EUR mln, and every number that was drawn."""

    number: int
    amount: Amount
    levels: Mapping[str, float]
    """The factors of the fit, and the mean over cells and dates of every other parameter, by name."""


@dataclass(frozen=True)
class Spread:
    """The amount at the estimate, and under draws."""

    estimate: Amount
    draws: tuple[Drawn, ...]
    workers: int

    @property
    def amounts(self) -> Floats:
        """Return the amounts of the draws."""
        return np.array([one.amount.value for one in self.draws])

    @property
    def quantiles(self) -> Floats:
        """Return the amounts below which the `SHARES` of draws lie."""
        return np.quantile(self.amounts, SHARES)

    @property
    def noise_share(self) -> float:
        """Return the share of the variance over draws that is noise of the simulation."""
        noise = float(np.mean([one.amount.se**2 for one in self.draws]))
        return noise / float(self.amounts.var(ddof=1))

    def ranks(self, *, most: int) -> list[tuple[str, float]]:
        """Return what the amount goes along with most: rank correlations over draws, the strongest first."""
        from scipy.stats import spearmanr

        found: list[tuple[str, float]] = []
        for name in self.draws[0].levels:
            levels = np.array([one.levels[name] for one in self.draws])
            if np.ptp(levels) > SAME * np.abs(levels).max():
                found.append((name, float(spearmanr(levels, self.amounts).statistic)))  # type: ignore[attr-defined]
        return sorted(found, key=lambda one: -abs(one[1]))[:most]


def spread(
    scenario: Scenario,
    *,
    fit: Fitted,
    draws: int = DRAWS,
    workers: int = WORKERS,
    seed: int = SEED,
    held: Collection[str] = (),
    threads: int = 0,
    progress: Callable[[int], None],
) -> Spread:
    """Run a scenario's structural amount at the estimate and under numbered draws."""
    effort = Effort(threads=threads)

    def lived(number: int) -> Drawn:
        drawn = drawn_scenario(number, scenario=scenario, fit=fit, seed=seed, held=held)
        resolved = resolve(drawn, RunOptions(workers=workers))
        resolved = replace(resolved, run=replace(resolved.run, replication=number))
        amount = structural_wia(resolved, effort=effort)
        progress(1)
        logs = drawn_logs(number, fit=fit, seed=seed)
        return Drawn(number, amount, _levels(resolved.baseline.behaviour, fit=fit, logs=logs))

    estimate, *found = (lived(number) for number in range(draws + 1))
    return Spread(estimate.amount, tuple(found), workers)


def _levels(behaviour: ParameterSet, *, fit: Fitted, logs: Floats) -> dict[str, float]:
    """Return the factors of a draw, and the mean over cells and dates of every other parameter."""
    factors = {one.name: float(np.exp(log)) for one, log in zip(fit.plan.free, logs, strict=True)}
    levels = {
        name: float(np.mean([np.mean(np.asarray(value, dtype=np.float64)) for _, value in one.values]))
        for name, one in behaviour.items()
        if name not in fit.plan.parameters
    }
    return {**factors, **levels}


def draws_csv(found: Spread, *, names: Sequence[str]) -> str:
    """Return the draws as CSV: number, amount, standard error, and the named levels; number 0 is the estimate."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("draw", "amount_eur_mln", "se_eur_mln", *names))
    writer.writerow((0, repr(found.estimate.value), repr(found.estimate.se), *("" for _ in names)))
    for one in found.draws:
        levels = (f"{one.levels[name]:.6g}" for name in names)
        writer.writerow((one.number, repr(one.amount.value), repr(one.amount.se), *levels))
    return buffer.getvalue()
