"""Measure what a structural amount rests on, and at which level of a parameter it is a given amount.

All by expected values, corrected by their gap to the simulation at the estimate; what matters most is simulated as
well: the ends of the longest bars of the tornado, and the value that was sought.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import InputError, Problem, did_you_mean
from poortwachter.primitives.parameters import UNITS
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.scenario.load import Scenario, current_world
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation.batch import Backend
from poortwachter.simulation.runner import Effort
from poortwachter.study.calibration.draws import fitted_changes, ranged, root, stream
from poortwachter.study.carrying import Amount
from poortwachter.study.ensemble.job import fit_of_baseline
from poortwachter.study.sensitivity.factors import Factor, Place, unsure_of
from poortwachter.study.sensitivity.indices import Screened, Shared, screen, share_out
from poortwachter.study.sensitivity.points import Point, Question, asked, known_gap, mean_of, question_of
from poortwachter.study.settings import settings

Floats = npt.NDArray[np.float64]

TOLERANCE: Final = 1e-3
"""Relative precision of a break-even value, of the width in which it is sought."""
TRIED: Final = 12
"""Values that are tried for a break-even at most, as a rule: what is told of progress is a part of it."""
DRAWS: Final = 400
"""Draws that tell the distribution of a fitted parameter."""


@dataclass(frozen=True)
class Asker:
    """What works out amounts at points: where, with what, and told to whom."""

    question: Question
    backend: Backend
    effort: Effort
    watch: Watch

    def amounts(self, points: Sequence[Point], *, stage: str = "points") -> list[Amount]:
        """Return the amounts at points, in their order; a point that stands there twice is asked once."""
        unique = list(dict.fromkeys(points))
        found: dict[Point, Amount] = {}
        with self.watch(stage, len(unique)) as progress:
            work = partial(asked, question=self.question, effort=self.effort)
            for point, amount in self.backend.results(work, iter(unique)):
                found[point] = amount
                progress(1)
        return [found[point] for point in points]

    def gap(self, resolved: Resolved) -> Amount:
        """Return simulated less expected at the estimate, EUR mln: as it is stored, or measured now."""
        known = known_gap(resolved)
        if known is not None:
            return known
        lived, expected = self.amounts([Point(lived=True), Point()], stage="confirm")
        return Amount(lived.value - expected.value, lived.se)


@dataclass(frozen=True)
class Swing:
    """What a factor does to the amount at both ends of its distribution; levels are those of its parameter."""

    factor: Factor
    low: float
    high: float
    at_low: float
    at_high: float
    simulated: tuple[Amount, Amount] | None = None

    @property
    def width(self) -> float:
        """Return how far apart the two amounts are."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Sensitivity:
    """What an amount rests on; amounts in EUR mln a year."""

    estimate: float
    """Corrected expected amount at the estimate."""
    gap: Amount
    swings: tuple[Swing, ...]
    """One at a time, the widest first."""
    screened: tuple[Screened, ...]
    shares: tuple[Shared, ...]
    labels: dict[str, str]
    variance: float
    """Of the amount over the places of the Sobol sample."""
    workers: int
    """Of what was simulated."""


def sensitivity(
    scenario: Scenario,
    *,
    options: RunOptions,
    backend: Backend,
    effort: Effort,
    trajectories: int,
    samples: int,
    top: int,
    seed: int,
    watch: Watch,
) -> Sensitivity:
    """Return what the structural effect of a scenario on WIA benefits rests on.

    trajectories: of the screening; samples: of the indices, for the `top` factors that the screening finds.

    Raises:
        InputError: when nothing is unsure.
    """
    known = settings("sensitivity")
    unsure = unsure_of(scenario, fit=fit_of_baseline())
    names = [one.name for one in unsure.factors]
    asker = Asker(question_of(scenario, options=options), backend, effort, watch)
    gap = asker.gap(resolve(scenario, options))

    def at(used: Sequence[str], places: Floats) -> Floats:
        points = [Point(tuple(zip(used, map(float, row), strict=True))) for row in places]
        return np.array([one.value for one in asker.amounts(points)])

    swings = _swings(asker, unsure.factors, scenario=scenario, gap=gap.value)
    ends = (known["lowest"], known["highest"])
    levels = int(known["levels"])
    screened = screen(names, of=partial(at, names), trajectories=trajectories, levels=levels, ends=ends, seed=seed)
    first = [one.name for one in screened[: min(top, len(screened))]]
    values: list[Floats] = []

    def sampled(places: Floats) -> Floats:
        values.append(at(first, places))
        return values[-1]

    shares = share_out(first, of=sampled, samples=samples, seed=seed)
    longest = [_confirmed(asker, one) for one in swings[: int(known["confirmed"])]]
    return Sensitivity(
        estimate=asker.amounts([Point()])[0].value + gap.value,
        gap=gap,
        swings=(*longest, *swings[len(longest) :]),
        screened=tuple(screened),
        shares=tuple(shares),
        labels={one.name: one.label for one in unsure.factors},
        variance=float(values[0].var()),
        workers=resolve(scenario, options).run.workers,
    )


def _swings(asker: Asker, factors: Sequence[Factor], *, scenario: Scenario, gap: float) -> list[Swing]:
    known = settings("sensitivity")
    ends = (known["low"], known["high"])
    amounts = asker.amounts([Point(((one.name, end),)) for one in factors for end in ends])
    found: list[Swing] = []
    for one, low, high in zip(factors, amounts[::2], amounts[1::2], strict=True):
        first, last = (_level(one, place=end, scenario=scenario) for end in ends)
        found.append(Swing(one, first, last, low.value + gap, high.value + gap))
    return sorted(found, key=lambda one: -one.width)


def _confirmed(asker: Asker, swing: Swing) -> Swing:
    """Return a swing with both ends simulated."""
    known = settings("sensitivity")
    points = [Point(((swing.factor.name, known[end]),), lived=True) for end in ("low", "high")]
    low, high = asker.amounts(points, stage="confirm")
    return Swing(swing.factor, swing.low, swing.high, swing.at_low, swing.at_high, (low, high))


def _level(factor: Factor, *, place: float, scenario: Scenario) -> float:
    """Return the level at a place: of a fitted number its factor relative to the estimate, of a parameter its mean."""
    fit = fit_of_baseline()
    if factor.fitted:
        names = [one.name for one in fit.plan.free]
        normal = np.zeros(len(names))
        normal[names.index(factor.name)] = Place(place).standard_normal()
        return float(np.exp((normal @ root(fit.covariance))[names.index(factor.name)]))
    changed = unsure_of(scenario, fit=fit).at({factor.name: place})
    said = changed.overrides.get("behaviour", {}).get(factor.name)
    if said:
        return mean_of(said[max(said)])
    return mean_of(changed.current.behaviour[factor.name].values[-1][1])


@dataclass(frozen=True)
class BreakEven:
    """The level of a parameter at which the amount is a given one."""

    parameter: str
    label: str
    unit: str
    target: float
    estimate: tuple[float, float]
    """Level and amount at the estimate."""
    range80: tuple[float, float]
    range95: tuple[float, float]
    """Of the level."""
    searched: tuple[float, float]
    at_searched: tuple[float, float]
    """Levels between which it was sought, and the amounts at them."""
    level: float | None
    """None where no level in them gives the amount."""
    below: float | None
    """Share of the distribution of the level below it."""
    simulated: Amount | None
    gap: Amount


def break_even(
    scenario: Scenario,
    *,
    parameter: str,
    amount: float,
    options: RunOptions,
    backend: Backend,
    effort: Effort,
    watch: Watch,
) -> BreakEven:
    """Return the level of a parameter at which the structural effect on WIA benefits is an amount, EUR mln a year.

    It is sought in the range of the parameter first, and then as far as its unit allows.

    Raises:
        InputError: for a parameter that does not exist, or has no range.
    """
    from scipy.optimize import brentq

    asker = Asker(question_of(scenario, options=options), backend, effort, watch)
    unseen = replace(asker, watch=unwatched)
    resolved = resolve(scenario, options)
    known = _checked(parameter)
    levels = np.sort(_distribution(parameter, scenario=scenario))
    gap = asker.gap(resolved)

    def apart(level: float) -> float:
        progress(1)
        return unseen.amounts([Point(level=(parameter, float(level)))])[0].value + gap.value - amount

    unit = UNITS[known.unit]
    own = (float(levels[0]), float(levels[-1]))
    far = (unit.low, min(unit.high, settings("sensitivity")["beyond"] * own[1]))
    bounds = known.bounds
    if bounds is not None:
        far = (max(far[0], _or(bounds.low, far[0])), min(far[1], _or(bounds.high, far[1])))
    found, searched, ends = None, own, (0.0, 0.0)
    with watch("levels", TRIED) as progress:
        for searched in (own, far):
            ends = apart(searched[0]), apart(searched[1])
            if ends[0] * ends[1] <= 0.0:
                width = searched[1] - searched[0]
                found = float(brentq(apart, *searched, xtol=TOLERANCE * width))  # type: ignore[arg-type]
                break
    here = mean_of(resolved.reform.behaviour[parameter].values[-1][1])
    return BreakEven(
        parameter=parameter,
        label=known.label,
        unit=known.unit,
        target=amount,
        estimate=(here, asker.amounts([Point()])[0].value + gap.value),
        range80=(float(np.quantile(levels, 0.1)), float(np.quantile(levels, 0.9))),
        range95=(float(np.quantile(levels, 0.025)), float(np.quantile(levels, 0.975))),
        searched=searched,
        at_searched=(ends[0] + amount, ends[1] + amount),
        level=found,
        below=None if found is None else float(np.mean(levels < found)),
        simulated=None
        if found is None
        else asker.amounts([Point(level=(parameter, found), lived=True)], stage="confirm")[0],
        gap=gap,
    )


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _checked(name: str):
    behaviour = current_world().behaviour
    if name not in behaviour:
        what = f"--break-even {name}: there is no such parameter of behaviour"
        raise InputError([Problem(what, did_you_mean(name, behaviour) or "`poortwachter law` lists every parameter")])
    return behaviour[name]


def _distribution(name: str, *, scenario: Scenario) -> Floats:
    """Return levels of a parameter, evenly over its distribution or, of a fitted one, over draws of the fit.

    Raises:
        InputError: when it has no range.
    """
    fit, parameter = fit_of_baseline(), scenario.current.behaviour[name]
    if name in fit.plan.parameters:
        found: list[float] = []
        normal = np.array(
            [stream(name, number=draw, seed=0).standard_normal(len(fit.plan.free)) for draw in range(DRAWS)]
        )
        low, high = fit.plan.bounds
        for logs in np.clip(fit.logs + normal @ root(fit.covariance), low, high):
            changed = dict(fitted_changes(logs, fit=fit))[name].of(parameter)
            found.append(mean_of(changed.values[-1][1]))
        return np.array(found)
    shares = (np.arange(DRAWS) + 0.5) / DRAWS
    changes = [ranged(parameter, chance=Place(float(share))) for share in shares]
    if changes[0] is None:
        what = f"--break-even {name}: this parameter has no range"
        raise InputError([Problem(what, "choose one of which something is unsure")])
    return np.array([mean_of(one.of(parameter).values[-1][1]) for one in changes if one is not None])
