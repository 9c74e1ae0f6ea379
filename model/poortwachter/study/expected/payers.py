"""Follow who bears a WGA: the employer's side for ten years, a sector fund, or the Aof.

A small recursion beside the large one, without ages: rights of every payer last as long as others of their kind.
"""

from typing import Final, NamedTuple

import numpy as np

from poortwachter.kernel.state import World
from poortwachter.study.expected.claims import PARTIAL, WHOLE, Claims
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, Floats, Grid, ratio
from poortwachter.study.expected.rights import Course

EMPLOYER, SECTOR, PUBLIC = range(3)
"""Who bears a right: Whk or own-risk bearer, sector fund, Aof."""
BEARERS: Final = 3


class Bearers(NamedTuple):
    """Shares of who bears the WGA at the end of every quarter, by kind: (T, 2, bearers)."""

    early: Floats
    later: Floats
    """In the wage-related benefit, and after it."""
    entering: Floats
    """Of those who enter in the quarter."""


def bearers_of(world: World, grid: Grid, claims: Claims, course: Course, *, public: Floats) -> Bearers:
    """Return the shares; public: (T,) share of the Aof among claims from the Ziektewet, by quarter of onset."""
    new = _entries(world, grid, claims, course, public=public)
    term = np.rint(grid.law_at(world.law.employer_years_months) / MONTHS).astype(np.int64)
    longest = max(int(term.max()), course.held.shape[1]) + 2
    place = np.minimum(np.arange(longest), course.held.shape[1] - 1)
    in_lgu = ratio(course.early, course.held)
    held = np.zeros((longest, 2, BEARERS))
    early, later = (np.zeros((grid.quarters, 2, BEARERS)) for _ in range(2))
    duration = np.arange(longest)
    for quarter in range(grid.quarters):
        held[-1] += held[-2]
        held[1:-1] = held[:-2].copy()
        held[0] = new[quarter] * MIDDLE
        kept, changed = course.kept[quarter][place], course.changed[quarter][place]
        held = held * kept[:, :, None] + (held * changed[:, :, None])[:, ::-1]
        held[0] += new[quarter] * MIDDLE
        over = duration >= term[np.maximum(quarter - duration, 0)]
        held[over, :, PUBLIC] += held[over].sum(axis=2) - held[over, :, PUBLIC]
        held[over, :, :PUBLIC] = 0.0
        first = held * in_lgu[quarter][place][:, :, None]
        early[quarter] = first.sum(axis=0)
        later[quarter] = (held - first).sum(axis=0)
    return Bearers(*(ratio(one, one.sum(axis=2, keepdims=True)) for one in (early, later, new)))


def _entries(world: World, grid: Grid, claims: Claims, course: Course, *, public: Floats) -> Floats:
    """Return new rights by quarter, kind and who bears them, (T, 2, bearers)."""
    found = np.zeros((grid.quarters, 2, BEARERS))
    waiting = round(world.law.waiting_weeks / WEEKS)
    whk = grid.law_at(world.law.wga_flex_whk, later=waiting)
    for kind in (PARTIAL, WHOLE):
        awarded = claims.awarded[kind] * course.at_risk[:, None]
        simple = claims.simple * course.at_risk[:, None] if kind == WHOLE else np.zeros_like(awarded)
        own = ((awarded - simple) * claims.awarded_employer).sum(axis=(2, 3))
        freed = simple.sum(axis=(2, 3))
        vangnet = awarded.sum(axis=(2, 3)) - own - freed
        flexible = vangnet * (1.0 - public)[:, None]
        parts = (
            own + flexible * whk[:, None],
            flexible * (1.0 - whk)[:, None],
            freed + vangnet * public[:, None],
        )
        for bearer, part in enumerate(parts):
            for delay in range(part.shape[1]):
                found[waiting + delay :, kind, bearer] += part[: grid.quarters - waiting - delay, delay]
    return found
