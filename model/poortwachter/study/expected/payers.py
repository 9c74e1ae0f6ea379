"""Follow who bears a WGA: the employer's side for ten years, a sector fund, or the Aof.

A small recursion beside the large one, without ages: rights of every payer last as long as others of their kind.
"""

from typing import NamedTuple

import numpy as np

from poortwachter.kernel.expected.bearers import BEARERS, Borne, follow_bearers
from poortwachter.kernel.expected.rights import PARTIAL, WHOLE
from poortwachter.kernel.state import World
from poortwachter.study.expected.claims import Claims
from poortwachter.study.expected.grid import MONTHS, WEEKS, Floats, Grid, ratio
from poortwachter.study.expected.rights import Course


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
    early, later = (np.zeros_like(new) for _ in range(2))
    follow_bearers(
        Borne(
            new=new,
            kept=course.kept,
            changed=course.changed,
            early=ratio(course.early, course.held),
            term=term,
            held=np.zeros((longest, *new.shape[1:])),
            in_early=early,
            in_later=later,
        )
    )
    return Bearers(*(ratio(one, one.sum(axis=2, keepdims=True)) for one in (early, later, new)))


def _entries(world: World, grid: Grid, claims: Claims, course: Course, *, public: Floats) -> Floats:
    """Return new rights by quarter, kind and who bears them, (T, 2, bearers)."""
    found = np.zeros((grid.quarters, 2, BEARERS))
    waiting = round(world.law.waiting_weeks / WEEKS)
    whk = grid.law_at(world.law.wga_flex_whk, later=waiting)
    simple = np.einsum("tdbs,tbs->td", claims.simple, course.at_risk)
    for kind in (PARTIAL, WHOLE):
        examined = claims.awarded[kind] - claims.simple if kind == WHOLE else claims.awarded[kind]
        own, vangnet = (
            np.einsum("tdbs,tdbs,tbs->td", examined, share, course.at_risk)
            for share in (claims.awarded_employer, 1.0 - claims.awarded_employer)
        )
        flexible = vangnet * (1.0 - public)[:, None]
        parts = (
            own + flexible * whk[:, None],
            flexible * (1.0 - whk)[:, None],
            vangnet * public[:, None] + (simple if kind == WHOLE else 0.0),
        )
        for bearer, part in enumerate(parts):
            for delay in range(part.shape[1]):
                found[waiting + delay :, kind, bearer] += part[: grid.quarters - waiting - delay, delay]
    return found
