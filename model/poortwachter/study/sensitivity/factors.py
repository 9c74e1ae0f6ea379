"""List what is unsure of a scenario's behaviour, and set any of it at a place in its distribution.

A place is the share of the distribution below it: 0.5 is the median. Fitted numbers are unsure together. Their factors
here are the independent normal numbers that the symmetric root of the covariance turns into them: each moves mostly the
number it is named after, and its fellows as far as the fit ties them. Shares that add up to one tilt from first to
last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from poortwachter.primitives.parameters import Parameter
from poortwachter.scenario.load import Scenario
from poortwachter.study.calibration.draws import Change, changed_scenario, fitted_changes, ranged, root
from poortwachter.study.calibration.folder import Fitted

Floats = npt.NDArray[np.float64]

EDGE: Final = 1e-3
"""A place is held this far from the ends of its distribution: a normal one has none."""
MIDDLE: Final = 0.5


@dataclass(frozen=True)
class Factor:
    """One thing that is unsure: a number of the fit, or a parameter with a range."""

    name: str
    label: str
    fitted: bool


@dataclass(frozen=True)
class Place:
    """A place in every distribution, where a draw would take chance."""

    share: float

    def uniform(self, low: Any, high: Any, size: Any = None, /) -> Any:
        """Return the value between low and high with so much below it."""
        return low + (high - low) * self._shares(size)

    def standard_normal(self, size: Any = None, /) -> Any:
        """Return the normal value with so much below it."""
        return norm.ppf(self._shares(size))

    def _shares(self, size: Any) -> Any:
        """Return the place; of a table that adds up, from its mirror image in the first cell to itself in the last."""
        share = min(max(self.share, EDGE), 1.0 - EDGE)
        if not size:
            return share
        tilt = np.linspace(1.0 - share, share, size[-1])
        return np.broadcast_to(tilt, size)


@dataclass(frozen=True)
class Unsure:
    """A scenario with all that is unsure of its behaviour."""

    scenario: Scenario
    fit: Fitted
    factors: tuple[Factor, ...] = field(default=())

    def at(self, places: Mapping[str, float]) -> Scenario:
        """Return the scenario with factors at places in their distribution, and all others at the estimate."""
        changes: dict[str, Change] = {}
        free = [one.name for one in self.fit.plan.free]
        normal = np.array([Place(places[name]).standard_normal() if name in places else 0.0 for name in free])
        if normal.any():
            low, high = self.fit.plan.bounds
            logs = np.clip(self.fit.logs + normal @ root(self.fit.covariance), low, high)
            changes |= dict(fitted_changes(logs, fit=self.fit))
        behaviour = self.scenario.current.behaviour
        for name in places:
            if name not in free:
                change = ranged(behaviour[name], chance=Place(places[name]))
                assert change is not None
                changes[name] = change
        return changed_scenario(self.scenario, changes=changes)


def unsure_of(scenario: Scenario, *, fit: Fitted) -> Unsure:
    """Return a scenario with what is unsure of it; what it has chosen as a level is not."""
    behaviour = scenario.current.behaviour
    chosen = scenario.overrides.get("behaviour", {})
    factors = [Factor(one.name, one.name.replace("_", " "), True) for one in fit.plan.free]
    for name, parameter in behaviour.items():
        change = None if name in fit.plan.parameters else ranged(parameter, chance=Place(MIDDLE))
        if change is not None and not (change.sets_level and name in chosen):
            factors.append(Factor(name, parameter.label, False))
    return Unsure(scenario, fit, tuple(factors))


def level_of(parameter: Parameter) -> float:
    """Return the level of a parameter: its newest value, of a table the mean."""
    return float(np.mean(np.asarray(parameter.values[-1][1], dtype=np.float64)))
