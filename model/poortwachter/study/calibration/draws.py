"""Draw what is not known of behaviour: draw number n is one joint draw of every uncertain parameter; 0 draws nothing.

- Fitted numbers come jointly from the normal distribution of their log factors, with the covariance of the fit. A draw
  outside the bounds of the plan is drawn again, all numbers together; after `TRIES` draws outside, the last is
  reflected at the bounds that it passes.
- `uniform(low, high)`: a level between low and high. A table, or a parameter with several dates, moves in proportion:
  the level is that of its mean at the last date.
- `relative(low, high)`: one factor on all cells and dates, uniform in its log, so that half and double weigh the same.
- `normal(sd)`: one normal amount on all cells and dates.
- Shares that add up to one get a factor or amount each and are then divided by their sum.
- `none`, parameters that are a response to a measure, and those that are held stay what they are.

What leaves the range of its unit is set on its border; what is counted in whole weeks or years is rounded. Every
number has a stream of chance of its own, keyed by seed, draw and name: another parameter more or less in the model
does not change it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.parameters import UNITS, Parameter, ParameterSet, Value
from poortwachter.scenario.load import Overrides, Scenario, World
from poortwachter.study.calibration.folder import Fitted

Floats = npt.NDArray[np.float64]

SEED: Final = 20253
"""Key of all draws unless told otherwise."""
TRIES: Final = 1000
"""Draws of the fitted numbers until the last one is reflected at the bounds."""
DIGITS: Final = 6
"""Significant digits of a drawn value: the same on every machine."""
WHOLE: Final = frozenset({"weken", "jaartal"})
"""Units counted in whole numbers."""
ONE: Final = 1e-9
"""How near to one a sum of shares is one."""


class Chance(Protocol):
    """Where a draw gets its numbers from: a generator, or a place in every distribution."""

    def uniform(self, low: Any, high: Any, size: Any = None, /) -> Any:
        """Return numbers between low and high."""
        ...

    def standard_normal(self, size: Any = None, /) -> Any:
        """Return numbers of the standard normal distribution."""
        ...


@dataclass(frozen=True)
class Change:
    """What a draw does to a parameter: a factor by date, an amount, and whether it sets a level."""

    factors: Mapping[date, Floats]
    """From each date on; the first holds before it too."""
    amount: Floats | float = 0.0
    sets_level: bool = False
    """Whether it replaces what was known, so that a scenario that says otherwise is left alone."""

    def of(self, parameter: Parameter) -> Parameter:
        """Return the changed parameter."""
        values = tuple((day, self.at(day, value, parameter=parameter)) for day, value in parameter.values)
        before = None if parameter.before is None else self.of(parameter.before)
        return parameter.model_copy(update={"values": values, "before": before})

    def at(self, day: date, value: Value, *, parameter: Parameter) -> Value:
        """Return a changed value of a parameter that holds from a day."""
        began = [each for each in self.factors if each <= day] or [min(self.factors)]
        found = np.asarray(value, dtype=np.float64) * self.factors[max(began)] + self.amount
        if _adds_up(value, parameter=parameter):
            found = found / found.sum(axis=-1, keepdims=True)
        unit = UNITS[parameter.unit]
        found = np.clip(found, unit.low, unit.high)
        return _value(np.rint(found) if parameter.unit in WHOLE else found)


def drawn_behaviour(
    number: int, *, behaviour: ParameterSet, fit: Fitted, seed: int = SEED, held: Collection[str] = ()
) -> ParameterSet:
    """Return the behaviour of a draw; what is held is not drawn."""
    return _changed(behaviour, draw(number, behaviour=behaviour, fit=fit, seed=seed, held=held))


def _changed(behaviour: ParameterSet, changes: Mapping[str, Change]) -> ParameterSet:
    return ParameterSet({name: changes[name].of(one) if name in changes else one for name, one in behaviour.items()})


def drawn_scenario(
    number: int, *, scenario: Scenario, fit: Fitted, seed: int = SEED, held: Collection[str] = ()
) -> Scenario:
    """Return a scenario under the behaviour of a draw.

    What the scenario says of behaviour is moved along with its relative or fitted uncertainty; where the range is one
    of levels, the scenario has chosen its level and keeps it.
    """
    changes = draw(number, behaviour=scenario.current.behaviour, fit=fit, seed=seed, held=held)
    return changed_scenario(scenario, changes=changes)


def changed_scenario(scenario: Scenario, *, changes: Mapping[str, Change]) -> Scenario:
    """Return a scenario under changes of behaviour; a level that it has chosen itself stays."""
    current = scenario.current
    said: dict[str, Mapping[date, Value]] = {}
    for name, values in scenario.overrides.get("behaviour", {}).items():
        change = changes.get(name)
        if change is None or change.sets_level:
            said[name] = values
        else:
            parameter = current.behaviour[name]
            said[name] = {day: change.at(day, value, parameter=parameter) for day, value in values.items()}
    overrides: dict[str, Overrides] = {**scenario.overrides, "behaviour": said}
    world = World(law=current.law, behaviour=_changed(current.behaviour, changes), population=current.population)
    return replace(scenario, current=world, overrides=overrides)


def draw(
    number: int, *, behaviour: ParameterSet, fit: Fitted, seed: int = SEED, held: Collection[str] = ()
) -> dict[str, Change]:
    """Return what a draw changes, by parameter; draw 0 changes nothing."""
    if number == 0:
        return {}
    fitted = dict(fitted_changes(drawn_logs(number, fit=fit, seed=seed), fit=fit))
    found = {
        name: fitted[name] if name in fitted else ranged(one, chance=stream(name, number=number, seed=seed))
        for name, one in behaviour.items()
        if name not in held
    }
    return {name: change for name, change in found.items() if change is not None}


def stream(name: str, *, number: int, seed: int) -> np.random.Generator:
    """Return the stream of chance of one number in one draw."""
    place = int.from_bytes(sha256(name.encode()).digest()[:8], "little")
    return np.random.Generator(np.random.Philox(key=[seed, number], counter=[0, 0, place, 0]))


def drawn_logs(number: int, *, fit: Fitted, seed: int = SEED) -> Floats:
    """Return the log factors of the fitted numbers in a draw."""
    free = fit.plan.free
    normal = np.stack([stream(one.name, number=number, seed=seed).standard_normal(TRIES) for one in free], axis=1)
    logs = fit.logs + normal @ root(fit.covariance)
    low, high = fit.plan.bounds
    inside = ((logs >= low) & (logs <= high)).all(axis=1)
    return logs[inside.argmax()] if inside.any() else _reflected(logs[-1], low=low, high=high)


def root(covariance: Floats) -> Floats:
    """Return the symmetric square root, which does not hang on the order of the numbers."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


def _reflected(logs: Floats, *, low: Floats, high: Floats) -> Floats:
    width = high - low
    return low + width - np.abs(np.mod(logs - low, 2.0 * width) - width)


def fitted_changes(logs: Floats, *, fit: Fitted) -> Iterator[tuple[str, Change]]:
    """Yield the factors between the values of a draw and those of the fit."""
    there, here = fit.plan.arrays(logs), fit.plan.arrays(fit.logs)
    for name in fit.plan.parameters:
        ratio = np.divide(there[name], here[name], out=np.ones_like(here[name]), where=here[name] != 0.0)
        yield name, Change(dict(zip(fit.plan.start[name], ratio, strict=True)))


def ranged(parameter: Parameter, *, chance: Chance) -> Change | None:
    """Return the change of a parameter that is not fitted; None where nothing is unsure."""
    unsure, (last, value) = parameter.uncertainty, parameter.values[-1]
    if unsure is None or unsure.kind == "none" or parameter.role == "response" or UNITS[parameter.unit].is_switch:
        return None
    apart = np.shape(value) if _adds_up(value, parameter=parameter) else ()
    if unsure.kind == "normal":
        return Change({last: np.ones(())}, amount=(unsure.sd or 0.0) * chance.standard_normal(apart))
    low, high = unsure.low or 0.0, unsure.high or 0.0
    if unsure.kind == "relative":
        if low <= 0.0:
            return Change({last: chance.uniform(low, high, apart)})
        return Change({last: np.exp(chance.uniform(np.log(low), np.log(high), apart))})
    return _level(parameter, level=chance.uniform(low, high), last=last)


def _level(parameter: Parameter, *, level: float, last: date) -> Change:
    """Return the change to a level: of a table or a path in proportion, else in its place."""
    known = np.asarray(parameter.values[-1][1], dtype=np.float64)
    if (known.ndim or len(parameter.values) > 1 or parameter.before is not None) and known.mean():
        return Change({last: np.asarray(level / known.mean())}, sets_level=True)
    return Change({last: np.zeros(())}, amount=level, sets_level=True)


def _adds_up(value: Value, *, parameter: Parameter) -> bool:
    """Return whether a table holds shares that add up to one along its last dimension."""
    if parameter.unit != "aandeel" or not isinstance(value, tuple):
        return False
    return bool((np.abs(np.asarray(value, dtype=np.float64).sum(axis=-1) - 1.0) < ONE).all())


def _value(array: Any) -> Value:
    if np.ndim(array):
        return tuple(_value(part) for part in array)
    return float(f"{float(array):.{DIGITS}g}")
