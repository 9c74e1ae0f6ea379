"""Screen and rank inputs of any function on the unit cube: Morris' elementary effects and Sobol's indices, by SALib.

Source: Morris (1991), Technometrics 33(2); Sobol (2001), Math. Comput. Simul. 55; Saltelli et al. (2010), Comput.
Phys. Commun. 181(2), whose estimators SALib has.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
OfPlaces = Callable[[Floats], Floats]
"""Values (n,) at places (n, inputs) in the unit cube."""


class Screened(NamedTuple):
    """The mean size of what a step along an input does, and how much that differs over the cube."""

    name: str
    mean: float
    spread: float


class Shared(NamedTuple):
    """An input's share of the variance: alone, and with all its interactions; half-widths of 95% intervals."""

    name: str
    alone: float
    alone_error: float
    total: float
    total_error: float


def screen(
    names: Sequence[str], *, of: OfPlaces, trajectories: int, levels: int, ends: tuple[float, float], seed: int
) -> list[Screened]:
    """Return Morris' elementary effects, over the width of the grid, the largest first.

    ends: of the grid, within 0 and 1.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sample

    problem = _problem(names, ends=ends)
    places: Floats = sample.sample(problem, trajectories, num_levels=levels, seed=seed)
    found: Any = analysis.analyze(problem, places, of(places), num_levels=levels, seed=seed)
    rows = zip(names, found["mu_star"], found["sigma"], strict=True)
    return sorted(
        (Screened(name, float(mean), float(spread)) for name, mean, spread in rows), key=lambda one: -one.mean
    )


def share_out(names: Sequence[str], *, of: OfPlaces, samples: int, seed: int) -> list[Shared]:
    """Return Sobol's indices, the largest total first; samples: a power of two, for (inputs + 2) evaluations each."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sample

    problem = _problem(names, ends=(0.0, 1.0))
    places: Floats = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    values = of(places)
    if not np.ptp(values):
        return [Shared(name, 0.0, 0.0, 0.0, 0.0) for name in names]
    found: Any = analysis.analyze(problem, values, calc_second_order=False, seed=seed)
    rows = zip(names, *(found[name].tolist() for name in ("S1", "S1_conf", "ST", "ST_conf")), strict=True)
    return sorted((Shared(*row) for row in rows), key=lambda one: -one.total)


def _problem(names: Sequence[str], *, ends: tuple[float, float]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [list(ends)] * len(names)}
