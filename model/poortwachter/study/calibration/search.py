"""Find the log factors at which the simulation meets the aims, with as few simulations as possible.

Common random numbers make the simulated residuals a function: the same workers, the same draws. Where an approximation
of the model exists the search is space mapping: it minimises the approximation plus what it was last seen to miss,

    r_approx(x) + (r_sim(x_k) - r_approx(x_k)) + B (x - x_k),

simulates where that is least, and goes on from the best point so far; B gathers by Broyden's rule what the
approximation misses of the slopes. Then Gauss-Newton on slopes of the simulation itself (finite differences, one
simulation for each free number) takes the last steps and gives the slopes for the standard errors. Without an
approximation the whole search is least squares on the simulation.

A slope of the simulation holds chance: where a number acts on few people most slopes are nothing else, and together
they would pass for information. A slope therefore counts only where it lies `SEEN` of its standard errors (a jackknife)
from that of the approximation, or from zero; else that one is taken.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

Floats = npt.NDArray[np.float64]
Residuals: TypeAlias = Callable[[Floats], Floats]
Simulated: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]
"""Gives residuals at log factors, and their deviations by chance (parts, residuals)."""
Advance: TypeAlias = Callable[[str], None]
Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Advance]]
"""Opens a stage of the fit by name and size, and gives what is told, in words, of each step done."""

REACH: Final = 0.5
"""Largest first step, in the log of a factor."""
NARROWEST: Final = 0.02
"""Reach at which the search gives up."""
SETTLED: Final = 0.01
"""Step, in the log of a factor, below which the search has arrived."""
GAIN: Final = 0.003
"""Share of the cost that a step must take off to be worth the next."""
POLISHES: Final = 6
"""Gauss-Newton steps at most on the slopes of the simulation."""
INNER: Final = 12
"""Evaluations at most of the approximation in one step, besides those for its slopes."""
SEEN: Final = 2.5
"""Standard errors that a slope must lie from what is known of it otherwise."""
FINE: Final = 0.01
"""Step of the differences of the approximation, which has no noise."""
TOLERANCE: Final = 1e-3
"""Relative tolerance of least squares on the simulation alone."""


@dataclass(frozen=True)
class Point:
    """Log factors with their simulated residuals, and the deviations of these by chance (parts, residuals)."""

    logs: Floats
    residuals: Floats
    chance: Floats

    @property
    def cost(self) -> float:
        """Return half the sum of squares."""
        return float(self.residuals @ self.residuals) / 2


@dataclass(frozen=True)
class Found:
    """Where a search ended, the slopes of the simulated residuals there, and how many simulations it took."""

    point: Point
    slopes: Floats
    """(residuals, free numbers)"""
    evaluations: int


@contextmanager
def unwatched(stage: str, size: int) -> Generator[Advance]:
    """Watch nothing."""
    del stage, size

    def ignore(said: str) -> None:
        del said

    yield ignore


@dataclass
class Search:
    """A search: what is simulated and approximated, within which bounds."""

    simulate: Simulated
    approximate: Residuals | None
    low: Floats
    high: Floats
    step: float
    rounds: int
    watch: Watch = unwatched
    evaluations: int = 0

    def run(self, start: Floats) -> Found:
        """Search from a start and return the best point with its slopes."""
        if self.approximate is None:
            return self._least_squares(start)
        point = self._approach(self._at(start), self.approximate)
        return self._polish(point, self._slopes(point))

    def _at(self, logs: Floats) -> Point:
        self.evaluations += 1
        return Point(logs, *self.simulate(logs))

    def _approach(self, point: Point, approximate: Residuals) -> Point:
        """Search by space mapping."""
        missed = np.zeros((len(point.residuals), len(point.logs)))
        reach, slopes_at, slopes = REACH, None, np.empty(0)
        here = approximate(point.logs)
        with self.watch("approach", self.rounds) as advance:
            for _ in range(self.rounds):
                if slopes_at is not point:
                    slopes_at, slopes = point, _differences(approximate, point.logs, here, self._inward(FINE))

                def mapped(logs: Floats, point: Point = point, here: Floats = here, also: Floats = missed) -> Floats:
                    change = np.nan_to_num(approximate(logs) - here)
                    return point.residuals + change + also @ (logs - point.logs)

                logs = self._least(mapped, np.nan_to_num(slopes) + missed, point, reach=reach)
                if np.abs(logs - point.logs).max() < SETTLED:
                    break
                found, there = self._at(logs), approximate(logs)
                missed = missed + _broyden(
                    found.residuals - point.residuals - np.nan_to_num(there - here) - missed @ (logs - point.logs),
                    logs - point.logs,
                )
                advance(f"{found.cost:.1f}")
                gain = 1.0 - found.cost / point.cost
                if found.cost < point.cost:
                    point, here = found, there
                    if gain < GAIN:
                        break
                else:
                    reach = min(reach, float(np.abs(logs - point.logs).max())) / 2
                    if reach < NARROWEST:
                        break
        return point

    def _polish(self, point: Point, slopes: Floats) -> Found:
        """Take Gauss-Newton steps on the slopes of the simulation, brought up to date as it goes.

        The slopes that are returned are those measured, one simulation for each: the errors rest on them.
        """
        reach, measured = REACH, slopes
        with self.watch("polish", POLISHES) as advance:
            for _ in range(POLISHES):

                def straight(logs: Floats, point: Point = point, slopes: Floats = slopes) -> Floats:
                    return point.residuals + slopes @ (logs - point.logs)

                logs = self._least(straight, slopes, point, reach=reach)
                if np.abs(logs - point.logs).max() < SETTLED:
                    break
                found = self._at(logs)
                advance(f"{found.cost:.1f}")
                slopes = slopes + _broyden(found.residuals - straight(logs), logs - point.logs)
                gain = 1.0 - found.cost / point.cost
                if found.cost < point.cost:
                    point = found
                    if gain < GAIN:
                        break
                else:
                    reach = min(reach, float(np.abs(logs - point.logs).max())) / 2
                    if reach < NARROWEST:
                        break
        return Found(point, measured, self.evaluations)

    def _least(self, mapped: Residuals, slopes: Floats, point: Point, *, reach: float) -> Floats:
        """Return where mapped residuals are least within reach of a point; the slopes are held."""
        low, high = np.maximum(self.low, point.logs - reach), np.minimum(self.high, point.logs + reach)
        start = np.clip(point.logs, low, high)
        held: Any = lambda _: slopes  # noqa: E731
        return least_squares(mapped, start, jac=held, bounds=(low, high), max_nfev=INNER).x

    def _slopes(self, point: Point) -> Floats:
        """Return the slopes of the simulated residuals, by one step of each free number towards the inside."""
        steps = self._inward(self.step)(point.logs)
        columns: list[Floats] = []
        with self.watch("slopes", len(steps)) as advance:
            for place, step in enumerate(steps):
                moved = self._at(_moved(point.logs, place=place, step=step))
                slope = (moved.residuals - point.residuals) / step
                error = np.sqrt((((moved.chance - point.chance) / step) ** 2).sum(axis=0))
                known = self._known(point.logs, place=place, step=step)
                columns.append(np.where(np.abs(slope - known) >= SEEN * error, slope, known))
                advance("")
        return np.stack(columns, axis=1)

    def _known(self, logs: Floats, *, place: int, step: float) -> Floats:
        """Return what is known of the slopes to one number without the simulation."""
        if self.approximate is None:
            return np.zeros(1)
        moved = self.approximate(_moved(logs, place=place, step=step))
        return np.nan_to_num((moved - self.approximate(logs)) / step)

    def _inward(self, size: float) -> Callable[[Floats], Floats]:
        """Return what gives the steps at a point: to the side that stays within bounds."""
        steps = np.minimum(size, (self.high - self.low) / 2)
        return lambda logs: np.where(logs + steps <= self.high, steps, -steps)

    def _least_squares(self, start: Floats) -> Found:
        """Search on the simulation alone."""
        points: dict[bytes, Point] = {}

        def gap(logs: Floats) -> Floats:
            points[logs.tobytes()] = point = self._at(logs)
            advance(f"{point.cost:.1f}")
            return point.residuals

        slopes: Any = lambda logs: self._slopes(points[logs.tobytes()])  # noqa: E731
        bounds = (self.low, self.high)
        with self.watch("search", 0) as advance:
            found = least_squares(gap, start, jac=slopes, bounds=bounds, xtol=TOLERANCE, ftol=TOLERANCE)
        return Found(points[found.x.tobytes()], found.jac, self.evaluations)


def _differences(residuals: Residuals, logs: Floats, here: Floats, steps: Callable[[Floats], Floats]) -> Floats:
    """Return the slopes of residuals at a point by one-sided differences, shape (residuals, free numbers)."""
    columns = [
        (residuals(_moved(logs, place=place, step=step)) - here) / step for place, step in enumerate(steps(logs))
    ]
    return np.stack(columns, axis=1)


def _moved(logs: Floats, *, place: int, step: float) -> Floats:
    moved = logs.copy()
    moved[place] += step
    return moved


def _broyden(missed: Floats, step: Floats) -> Floats:
    """Return the least change of slopes that explains what was missed over a step."""
    return np.outer(missed, step) / float(step @ step)
