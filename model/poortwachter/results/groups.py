"""Total and standard error of a linear functional from its values in the fixed error groups."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import GROUPS

Floats = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """A total and its standard error, same shape and unit."""

    total: Floats
    se: Floats


def estimate(groups: Floats, *, scale: float) -> Estimate:
    """Estimate a linear functional, scaled, from its group values of shape (256, ...).

    With x_g the functional over the workers of group g (worker ordinal modulo 256) and G = 256:

        total    = scale * sum_g x_g
        variance = scale**2 * G / (G - 1) * sum_g (x_g - mean(x))**2

    Groups are added one by one in order of number, so the bytes do not depend on the machine.
    """
    if groups.shape[0] != GROUPS:
        msg = f"expected {GROUPS} groups, got {groups.shape[0]}"
        raise ValueError(msg)
    total = np.zeros(groups.shape[1:], dtype=np.float64)
    for values in groups:
        total = total + values
    mean = total / GROUPS
    squares = np.zeros_like(total)
    for values in groups:
        deviation = values - mean
        squares = squares + deviation * deviation
    return Estimate(total * scale, np.sqrt(squares * (GROUPS / (GROUPS - 1))) * scale)


def mean_of_rows(groups: Floats) -> Floats:
    """Return the mean of the rows of every group: (256, Y, ...) becomes (256, ...)."""
    total = np.zeros((groups.shape[0], *groups.shape[2:]), dtype=np.float64)
    years = groups.shape[1]
    for row in range(years):
        total = total + groups[:, row]
    return total / years
