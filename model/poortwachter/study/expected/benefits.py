"""Approximate what a WGA right pays, from the mean maandloon of who has it."""

import numpy as np

from poortwachter.kernel.state import World
from poortwachter.study.expected.claims import PARTIAL, WHOLE
from poortwachter.study.expected.grid import WORD, Floats, Grid

EARLY, LATER, BESIDE = range(3)
"""In the wage-related benefit, after it, and with earnings beside it: the cells of `Course.base`."""


def wga_share(world: World, grid: Grid, *, base: Floats, persons: Floats) -> Floats:
    """Return what is paid a month in every quarter (T,), eurocents at the benefit index.

    base, persons: (T, 3, 3) mean maandloon and persons by kind and cell. The first months at a higher share are left
    out; so is a follow-up benefit of someone who earns less than the minimum wage.
    """
    law, behaviour = world.law, world.behaviour
    lgu, lau = grid.law_at(law.lgu_share), grid.law_at(law.lau_share)
    classes = np.diff(behaviour.class_threshold / WORD, prepend=0.0)
    capacity = 1.0 - world.degree[: len(classes)]
    whole = behaviour.uses_whole / WORD
    half = behaviour.uses_half / WORD - whole
    earned = float(classes @ capacity) * (whole + half * behaviour.half_use)
    follow_up = grid.law_at(law.vvu_share)[:, : len(classes)] @ classes * law.minimum_wage
    after = lau * base[:, PARTIAL, LATER] * float(classes @ (1.0 - capacity)) * (whole + half)
    after += follow_up * persons[:, PARTIAL, LATER] * (1.0 - whole - half)
    full = lgu * base[:, WHOLE, EARLY] + lau * base[:, WHOLE, LATER]
    partial = lgu * base[:, PARTIAL, EARLY] * (1.0 - earned)
    beside = lau * (1.0 - behaviour.resumed_earnings) * (base[:, PARTIAL, BESIDE] + base[:, WHOLE, BESIDE])
    return full + partial + after + beside
