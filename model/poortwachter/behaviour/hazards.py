"""Shape the hazards of behaviour: return to work by duration, and the return during an extension.

Everything here is computed once by the client with libm; the kernel only compares.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy

Floats = npt.NDArray[np.float64]


def return_survival(
    *,
    beyond_1: float,
    beyond_4: float,
    beyond_6: float,
    beyond_42: float,
    beyond_91: float,
    floor: float,
    weeks: int,
) -> Floats:
    """Return P(spell longer than k weeks) for k = 0..weeks, shape (weeks + 1,), through all five anchors.

    Between the first anchors the hazard falls as 1 / duration, so that log survival is linear in log duration. From
    week 6 the weekly hazard is floor + level * exp(-decline * duration), the Gompertz-Makeham shape; level and
    decline follow from the shares beyond 42 and 91 weeks.
    Source: NEA 2023 (CBS) for the first anchors; Koopmans, Roelen and Groothoff (2009) for the shape beyond six weeks.

    Raises:
        ValueError: if more spells are longer than 4 or 6 weeks than there are longer than 1 or 4, or if no hazard above
            its floor goes from the share beyond 6 weeks to that beyond 42.
    """
    if not beyond_1 >= beyond_4 >= beyond_6:
        raise ValueError("more spells last beyond four weeks than beyond one")
    survival = np.ones(weeks + 1)
    for first, last, start, end in ((1, 4, beyond_1, beyond_4), (4, 6, beyond_4, beyond_6)):
        duration = np.arange(first, last + 1)
        survival[first : last + 1] = start * (duration / first) ** (np.log(end / start) / np.log(last / first))
    level, decline = gompertz_makeham(
        first=float(np.log(beyond_6 / beyond_42)), second=float(np.log(beyond_42 / beyond_91)), floor=floor
    )
    since = np.arange(7, weeks + 1) - SIX
    survival[7:] = beyond_6 * np.exp(-floor * since + level * np.expm1(-decline * since) / decline)
    return survival


SIX: Final = 6
FORTY_TWO: Final = 42
NINETY_ONE: Final = 91
_FLATTEST: Final = 1e-6
_STEEPEST: Final = 5.0
"""Bounds of the weekly decline of the hazard."""


def gompertz_makeham(*, first: float, second: float, floor: float) -> tuple[float, float]:
    """Return (level, decline) of a falling hazard floor + level * exp(-decline * t) with given sums, t from week 6.

    first: the summed hazard from week 6 to 42; second: that from week 42 to 91, which gives way where it would ask for
    a hazard that rises, or falls below the floor.

    Raises:
        ValueError: if the first sum stays below the floor.
    """
    near, far = FORTY_TWO - SIX, NINETY_ONE - SIX
    above = first - floor * near
    both = first + second - floor * far

    def gap(decline: float) -> float:
        return above * float(np.expm1(-decline * far)) - both * float(np.expm1(-decline * near))

    if above <= 0.0:
        raise ValueError("the shares beyond 6 and 42 weeks leave no hazard above its floor")
    if gap(_FLATTEST) >= 0.0:
        decline = _FLATTEST
    else:
        decline = _root(gap, _FLATTEST, _STEEPEST) if gap(_STEEPEST) > 0.0 else _STEEPEST
    return above * decline / -float(np.expm1(-decline * near)), decline


def frailties(*, spread: float, count: int) -> Floats:
    """Return the means of `count` equally likely parts of a gamma distribution with mean 1 and variance `spread`."""
    if spread <= 0.0:
        return np.ones(count)
    shape = 1.0 / spread
    edges = scipy.special.gammaincinv(shape, np.linspace(0.0, 1.0, count + 1))
    means = count * np.diff(scipy.special.gammainc(shape + 1.0, edges))
    return means / means.mean()


def left_at_work(risk: Floats, *, share: float) -> Floats:
    """Return the shares of people by their relative risk of leaving, among those still at work, who sum to one.

    risk: (n,) relative risks of equally large parts of a cohort; share: how much of the cohort is still at work.
    """
    high = 1.0
    while np.exp(-risk * high).mean() > share:
        high *= 2.0

    def gap(time: float) -> float:
        return float(np.exp(-risk * time).mean()) - share

    weights = np.exp(-risk * (_root(gap, 0.0, high) if share < 1.0 else 0.0))
    return weights / weights.sum()


def _root(gap: Callable[[float], float], low: float, high: float) -> float:
    found: Any = scipy.optimize.brentq(gap, low, high, xtol=1e-12)
    return float(found)


WEEK_AT_WORK: Final = 0.5
"""Mean part of the first week of a spell in which someone is still at work: it begins at any time of the week, and its
length is counted in whole weeks. (Exact for a low rate r a week: it is 1 / 2 - r / 12 and less.)"""


def onset_at_work(per_year: float, *, frailty: Floats, shares: Floats, absent: Floats) -> float:
    """Return the onsets a year of someone at work with frailty 1, so that employees have `per_year` spells on average.

    frailty: (n,) levels with their shares (n,) among employees; absent: (n,) years that a spell keeps from work, in
    which nobody falls ill.

    Raises:
        ValueError: if a year has no room for so many spells.
    """
    if per_year <= 0.0:
        return 0.0
    if per_year >= float(shares @ (1.0 / absent)):
        raise ValueError(f"a year has no room for {per_year:g} spells")

    def gap(rate: float) -> float:
        onsets = rate * frailty
        return float(shares @ (onsets / (1.0 + onsets * absent))) - per_year

    high = per_year
    while gap(high) < 0.0:
        high *= 2.0
    return _root(gap, 0.0, high)


def return_powers(frailty: Floats, *, elasticity: float, beyond_42: float) -> Floats:
    """Return the factor on the return hazard by frailty.

    elasticity: of the chance that a worker falls ill for more than 42 weeks in a year, to frailty; 1 leaves the
    length of a spell untouched, below 1 who is ill often returns somewhat sooner. beyond_42: share of such spells.
    """
    return frailty ** ((1.0 - elasticity) / -np.log(beyond_42))


def mixed(marginal: Floats, *, powers: Floats, weights: Floats) -> Floats:
    """Return survival by part of a mixture, shape (parts, *marginal.shape), whose mean is the marginal survival.

    powers: (parts,) factors on the hazard; weights: (parts,) shares of spells at their start.
    """
    hazard = -np.log(marginal)
    found = hazard / float(powers @ weights)
    shape = (-1,) + (1,) * marginal.ndim
    power, weight = powers.reshape(shape), weights.reshape(shape)
    for _ in range(_NEWTON_STEPS):
        parts = weight * np.exp(-power * found)
        total = parts.sum(axis=0)
        found += (np.log(total) + hazard) * total / (power * parts).sum(axis=0)
    return np.exp(-power * found)


_NEWTON_STEPS: Final = 8
"""Newton's method on a convex function from its flat side: far more than double precision asks for."""


def psychological(shares: Floats, *, weeks: int) -> Floats:
    """Return the share of psychological causes among spells longer than k weeks, k = 0..weeks.

    shares: (3,) among those longer than 1, 6 and 104 weeks; between them the log odds are linear in log duration.
    A share within a millionth of a millionth of 0 or 1 is 0 or 1.
    """
    duration = np.maximum(np.arange(weeks + 1), 1)
    logit = scipy.special.logit
    odds = np.interp(np.log(duration), np.log([1, SIX, LONGEST]), logit(np.clip(shares, _NOBODY, 1.0 - _NOBODY)))
    found = np.where(odds >= logit(1.0 - _NOBODY), 1.0, scipy.special.expit(odds))
    return np.where(odds <= logit(_NOBODY), 0.0, found)


_NOBODY: Final = 1e-12
"""Share below which there is nobody, whose log odds are the furthest used."""


def by_cause(longer: Floats, *, share: Floats) -> Floats:
    """Return the survival of spells longer than a week of other and of psychological causes, (2, *longer.shape).

    longer: (..., weeks) survival of both together from week 1; share: (weeks,) that of psychological causes. Where so
    high a share would ask for spells that begin again, none of them ends instead, and where so low a one would, none
    of the others. A cause that nobody has gets the survival of all.
    """
    asked = longer * share
    part = asked.copy()
    for week in range(1, longer.shape[-1]):
        before = part[..., week - 1]
        ended = longer[..., week - 1] - longer[..., week]
        part[..., week] = np.clip(asked[..., week], before - ended, before)
    parts, starts = (longer - part, part), (1.0 - share[0], share[0])
    return np.stack([one / start if start > 0.0 else longer for one, start in zip(parts, starts, strict=True)])


LONGEST: Final = 104


def return_rate_during_extension(*, not_pursued: float, repaired: float, mean_repair_week: int, maximum: int) -> float:
    """Return the constant weekly rate of return for which a given share has left when extensions end.

    not_pursued: share of those extended who do not pursue the claim; repaired: share whose extension is
    shortened, to a week uniform on 1 .. 2 * mean - 1; the others last `maximum` weeks. Solved by bisection.
    """
    short = np.arange(1, 2 * mean_repair_week)

    def left(rate: float) -> float:
        stays_short = float(np.exp(-rate * np.minimum(short, maximum)).mean())
        return 1.0 - repaired * stays_short - (1.0 - repaired) * float(np.exp(-rate * maximum))

    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) < not_pursued else (low, middle)
    return (low + high) / 2
