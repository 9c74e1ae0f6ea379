"""Say how tightly the aims hold the free numbers, and which of them, or which combinations, they do not hold.

With J the slopes of the residuals of the aims, s how much worse the fit is than its errors (at least 1) and D the
spreads beforehand (the stated prior, or a uniform on the bounds), the fit weighs by A = J'J / s2 + D^-2. Figures of
one simulation share their chance: with V the covariance of the residuals,

    covariance = A^-1 (J'VJ / s2 + D^-2) A^-1,

which is A^-1 where they are independent, so that a number on which the aims are silent keeps its spread beforehand,
no more. The eigenvectors of D J'J D / s2 are combinations of free numbers, each in units of its own spread; one with
eigenvalue v keeps 1 / sqrt(1 + v) of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LOADS: Final = 0.3
"""Weight from which a free number is named in a combination."""
CARRIES: Final = 0.7
"""Weight from which it is itself the combination that the aims do not hold."""


@dataclass(frozen=True)
class Combination:
    """A combination of log factors that the aims do not hold."""

    kept: float
    """Share of its spread beforehand that is left."""
    weights: tuple[tuple[str, float], ...]
    """Free numbers with their weights, the heaviest first; each in units of its own spread beforehand."""

    @property
    def text(self) -> str:
        """Return the combination in words."""
        return " ".join(f"{weight:+.2f} {name}" for name, weight in self.weights)


@dataclass(frozen=True)
class Uncertain:
    """The covariance of the log factors, and what the aims leave open."""

    covariance: Floats
    kept: Floats
    """Share of its spread beforehand that every free number keeps."""
    names: tuple[str, ...]
    """Free numbers that are not identified by the aims."""
    combinations: tuple[Combination, ...]

    @property
    def standard_errors(self) -> Floats:
        """Return the standard errors of the log factors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlations(self) -> Floats:
        """Return the correlations of the log factors."""
        return self.covariance / np.outer(self.standard_errors, self.standard_errors)


def uncertain(
    slopes: Floats,
    *,
    residuals: Floats,
    stated: Floats,
    chance: Floats,
    spreads: Floats,
    names: Sequence[str],
    limit: float,
) -> Uncertain:
    """Return the covariance and what is not identified.

    slopes: (aims, free numbers) of the residuals of the aims, without priors; stated: (aims,) share of the variance of
    each residual that is its own; chance: (parts, aims) deviations of the residuals, whose cross product is the other
    part; spreads: standard deviations beforehand; limit: share of that spread from which a number or combination
    counts as not identified.
    """
    freedom = max(len(residuals) - len(spreads), 1)
    widened = max(float(residuals @ residuals) / freedom, 1.0)
    scaled = slopes * spreads / np.sqrt(widened)
    information = scaled.T @ scaled
    shared = chance @ scaled / np.sqrt(widened)
    beforehand = np.eye(len(spreads))
    inverse = np.linalg.inv(information + beforehand)
    middle = (scaled.T * stated) @ scaled + shared.T @ shared + beforehand
    covariance = inverse @ middle @ inverse * np.outer(spreads, spreads)
    kept = np.sqrt(np.diag(covariance)) / spreads
    combinations = tuple(_combinations(information, names=names, limit=limit))
    carried = {name for one in combinations for name, weight in one.weights if abs(weight) >= CARRIES}
    return Uncertain(
        covariance=(covariance + covariance.T) / 2,
        kept=kept,
        names=tuple(name for name, share in zip(names, kept, strict=True) if share > limit or name in carried),
        combinations=combinations,
    )


def _combinations(information: Floats, *, names: Sequence[str], limit: float) -> list[Combination]:
    values, vectors = np.linalg.eigh(information)
    found = []
    for value, vector in zip(values, vectors.T, strict=True):
        kept = float(1.0 / np.sqrt(1.0 + max(value, 0.0)))
        if kept > limit:
            signed = vector * np.sign(vector[np.abs(vector).argmax()])
            named = [(name, round(float(weight), 2)) for name, weight in zip(names, signed, strict=True)]
            heavy = sorted((one for one in named if abs(one[1]) >= LOADS), key=lambda one: -abs(one[1]))
            found.append(Combination(kept, tuple(heavy)))
    return found
