"""Correct expected values by their measured gap, and judge the correction on simulated draws.

Expected values hold no chance, so that nothing simulated varies along with them within one world: they do not sharpen
a simulation of the world they are evaluated in. Between worlds they do. What they leave out is much the same in two
worlds that lie near each other, so that a simulation of one of them (0) carries over to the other:

    effect(theta) ~ expected(theta) + (simulated(0) - expected(0)).

What is left out adds to an effect rather than scaling it: over a hundred draws of the headline the simulated effects
lie on a line of slope one above the expected ones (`study/data/expected_draws.csv`). A world without an effect is
therefore not near one with it. `judge` measures on simulated draws how much of what differs between them is explained,
and what remains. The mean over draws has the expected values as a control variate: their mean is known for as many
draws as one likes, and only the remainder has to be simulated.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Corrected(NamedTuple):
    """A corrected amount and the standard error that the simulation at the reference leaves in it."""

    value: float
    se: float


@dataclass(frozen=True)
class Reference:
    """One world in which an amount was both simulated and computed."""

    expected: float
    simulated: float
    se: float

    def correct(self, expected: float) -> Corrected:
        """Return what the simulation would give for an expected value in a world near this one."""
        return Corrected(expected + self.simulated - self.expected, self.se)


@dataclass(frozen=True)
class Judgement:
    """How well corrected expected values stand for a simulation, over draws."""

    draws: int
    explained: float
    """Share of the variance between draws, less the noise of the simulation, that they explain."""
    slope: float
    """Of simulated on expected values over draws."""
    bias: float
    bias_se: float
    """Mean of corrected less simulated, and its standard error by noise, also of the reference, and by the draws."""
    spread: float
    """Standard deviation of corrected less simulated, less the noise of the simulation."""
    mean_se: float
    """Standard error of the mean over these draws by the simulation alone."""
    controlled_se: float
    """The same if the mean of many more draws is known as expected values, and only the remainder is simulated."""


def judge(reference: Reference, *, expected: Floats, simulated: Floats, errors: Floats) -> Judgement:
    """Judge corrected expected values on draws; all (n,), errors: standard errors of the simulated values."""
    corrected = np.array([reference.correct(float(one)).value for one in expected])
    apart, noise = corrected - simulated, float(np.mean(errors**2))
    between = max(float(simulated.var(ddof=1)) - noise, 0.0)
    left = max(float(np.mean(apart**2)) - noise, 0.0)
    count = len(simulated)
    return Judgement(
        draws=count,
        explained=1.0 - left / between if between > 0.0 else float("nan"),
        slope=float(np.polyfit(expected, simulated, 1)[0]),
        bias=float(apart.mean()),
        bias_se=float(np.hypot(apart.std(ddof=1) / np.sqrt(count), reference.se)),
        spread=float(np.sqrt(max(float(apart.var(ddof=1)) - noise, 0.0))),
        mean_se=float(simulated.std(ddof=1) / np.sqrt(count)),
        controlled_se=float(apart.std(ddof=1) / np.sqrt(count)),
    )
