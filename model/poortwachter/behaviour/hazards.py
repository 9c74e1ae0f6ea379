"""Shape the hazards of behaviour: return to work by duration, and the return during an extension.

Everything here is computed once by the client with libm; the kernel only compares.
"""

import numpy as np
import numpy.typing as npt


def return_survival(
    *,
    beyond_1: float,
    beyond_4: float,
    beyond_42: float,
    hazard_at_42: float,
    decline: float,
    floor: float,
    weeks: int,
    factor: float,
) -> npt.NDArray[np.float64]:
    """Return P(still sick after k weeks) for k = 0..weeks, shape (weeks + 1,).

    beyond_1, beyond_4, beyond_42: shares of spells longer than 1, 4 and 42 weeks; between those anchors the
    hazard falls as 1 / (duration + constant), so that log survival is linear in log duration; from week 42 the
    weekly hazard is floor + (hazard_at_42 - floor) * exp(-decline * (k - 42)), the Gompertz-Makeham shape.
    factor multiplies every weekly hazard after the first week (return from the Ziektewet is slower).
    Source: NEA 2023 (CBS) for the anchors; Koopmans, Roelen and Groothoff for the falling shape.
    """
    survival = np.ones(weeks + 1)
    survival[1] = beyond_1
    hazard = np.zeros(weeks + 1)
    for first, last, start, end in ((1, 4, beyond_1, beyond_4), (4, 42, beyond_4, beyond_42)):
        slope = np.log(end / start) / np.log(last / first)
        for week in range(first + 1, last + 1):
            hazard[week] = -slope * np.log(week / (week - 1))
    later = np.arange(43, weeks + 1)
    hazard[43:] = floor + (hazard_at_42 - floor) * np.exp(-decline * (later - 43))
    survival[2:] = beyond_1 * np.exp(-np.cumsum(hazard[2:] * factor))
    return survival


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
