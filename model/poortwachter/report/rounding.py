"""Round a column of amounts so that its rows add up, no finer than the standard error supports."""

import math
from collections.abc import Sequence


def half_away(value: float) -> int:
    """Return the nearest whole number, halves away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def supported_step(se: float, *, finest: float = 1.0) -> float:
    """Return the smallest step of finest x 1, 5, 10, 50, 100, ... that is at least the standard error."""
    step, factor = finest, 5
    while math.isfinite(se) and step < se:
        step *= factor
        factor = 2 if factor == 5 else 5
    return step


def shares(values: Sequence[float], *, total: int) -> tuple[int, ...] | None:
    """Return whole numbers that add up to the total, each the value rounded down or up; None if impossible.

    Values with the largest remainder are rounded up; of equal remainders the first.
    """
    down = [math.floor(value) for value in values]
    remainders = [value - floor for value, floor in zip(values, down, strict=True)]
    missing = total - sum(down)
    can_rise = [i for i in sorted(range(len(values)), key=lambda i: -remainders[i]) if remainders[i] > 0]
    if not 0 <= missing <= len(can_rise):
        return None
    risen = set(can_rise[:missing])
    return tuple(floor + (i in risen) for i, floor in enumerate(down))
