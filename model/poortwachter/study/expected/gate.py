"""Take the claims of employees through the gate: which outcome, how much later the claim is decided, and for whom.

Outcomes are kept apart, so that two policies can be set against each other outcome by outcome.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.behaviour.table import GATE_UNIT
from poortwachter.kernel.state import (
    ADMINISTRATIVE,
    ADMINISTRATIVE_CAN_LAPSE,
    SUBSTANTIVE_CAN_LAPSE,
    SUFFICIENT,
    World,
)
from poortwachter.primitives.codes import Contract, Size
from poortwachter.study.expected.grid import WEEKS, WORD, Floats, Grid
from poortwachter.study.expected.spells import employers

Flags = npt.NDArray[np.bool_]
OUTCOMES: Final = SUFFICIENT + 1
"""The four sanctions and no sanction, in the order of the kernel."""
LAPSING: Final = (ADMINISTRATIVE_CAN_LAPSE, SUBSTANTIVE_CAN_LAPSE)
ADMINISTRATIVE_ONES: Final = (ADMINISTRATIVE_CAN_LAPSE, ADMINISTRATIVE)


class Gate(NamedTuple):
    """What the gate makes of a claim whose spell began in a quarter; T quarters, O outcomes, D quarters of delay."""

    chance: Floats
    """(T, O) chance of an intended outcome of a RIV-toets."""
    imposed: Floats
    """(T, O) chance of a sanction that the law lets stand."""
    decided: Floats
    """(T, O, D) share of claims that is decided so many quarters after the waiting period; the rest returned."""
    awarded: Floats
    """(T, O, D) the same times the factor on the award chance."""
    repaired: Floats
    """(T, O, D) share of claims whose extension is shortened after a repair."""
    extended: Floats
    """(T, O, D) weeks of an extension in each quarter after the waiting period, per claim."""

    @property
    def delays(self) -> int:
        """Return the number of quarters of delay."""
        return self.decided.shape[2]

    def whole(self, values: Floats) -> Floats:
        """Return the mean over outcomes of values (T, O, D), shape (T, D)."""
        return np.einsum("to,tod->td", self.chance, values)


def gate_of(world: World, grid: Grid) -> Gate:
    """Return the gate of a world by quarter of onset."""
    chance = _chances(world, grid)
    tested = grid.law_at(world.law.ground_tested, later=_quarters(world.law.waiting_weeks)) > 0.5
    parts = [_outcome(world, grid, outcome) for outcome in range(OUTCOMES)]
    lapsed = [_lapsed(world, part, tested=tested) if one in LAPSING else part for one, part in enumerate(parts)]
    decided, awarded, repaired, extended = (np.stack([part[place] for part in lapsed], axis=1) for place in range(4))
    stands = np.ones_like(chance)
    stands[:, SUFFICIENT] = 0.0
    for outcome in LAPSING:
        stands[~tested, outcome] = 0.0
    return Gate(
        chance=chance,
        imposed=chance * stands,
        decided=_postponed(world, grid, decided),
        awarded=_postponed(world, grid, awarded),
        repaired=_postponed(world, grid, repaired),
        extended=_postponed(world, grid, extended),
    )


def _quarters(weeks: float) -> int:
    """Return weeks after an onset as whole quarters."""
    return round(weeks / WEEKS)


def _chances(world: World, grid: Grid) -> Floats:
    """Return the chance of every intended outcome, (T, O)."""
    behaviour, law = world.behaviour, world.law
    works, near, agreed = (one / WORD for one in (behaviour.structural_work, behaviour.near_capacity, behaviour.agreed))
    enough = grid.law_at(law.enough_wage, later=_quarters(law.waiting_weeks))
    tested = 1.0 - works * (near + (1.0 - near) * agreed * (1.0 - enough))
    shares = employers(world)[:, :, Contract.VAST].mean(axis=(0, 1, 3))
    small = np.where(np.arange(len(Size)) < Size.FROM_10, 1.0, world.population.erd_wga / WORD)
    small_or_erd = float(shares @ small / shares.sum())
    of_ground = np.diff(behaviour.ground / WORD, prepend=0.0)
    by_ground = behaviour.gate[grid.year_after(float(law.first_decision[0]))] / GATE_UNIT
    steps = np.diff(np.einsum("tego,g->teo", by_ground, of_ground), axis=2, prepend=0.0)
    tested = tested * (behaviour.riv_assessed / WORD)[grid.year_after(float(law.first_decision[0]))]
    sanctions = (steps[:, 0] * (1.0 - small_or_erd) + steps[:, 1] * small_or_erd) * tested[:, None]
    return np.concatenate([sanctions, 1.0 - sanctions.sum(axis=1, keepdims=True)], axis=1)


def _outcome(world: World, grid: Grid, outcome: int) -> "_Fate":
    """Return what comes of an outcome that stands."""
    behaviour, law = world.behaviour, world.law
    delays = 2 + int(np.ceil(law.sanction_maximum.max() / WEEKS))
    at_once = np.zeros((grid.quarters, delays))
    at_once[:, 0] = 1.0
    if outcome == SUFFICIENT:
        return _Fate(at_once, at_once, np.zeros_like(at_once), np.zeros_like(at_once))
    medical = behaviour.award_medical_ground if outcome in LAPSING else 1.0
    maximum = grid.law_at(law.sanction_maximum)
    lengths = np.unique(np.rint(maximum).astype(np.int64))
    shares = [_extension(world, int(one), administrative=outcome in ADMINISTRATIVE_ONES) for one in lengths]
    place = np.searchsorted(lengths, np.rint(maximum).astype(np.int64))
    stays = np.stack([_by_quarter(one[0], delays=delays) for one in shares])[place]
    repaired = np.stack([_by_quarter(one[1], delays=delays) for one in shares])[place]
    upheld = (behaviour.upheld / WORD)[grid.year_after(law.waiting_weeks)][:, None]
    decided = upheld * at_once + (1.0 - upheld) * stays
    awarded = medical * (upheld * at_once + (1.0 - upheld) * stays * behaviour.award_after_extension)
    extended = np.stack([_weeks_by_quarter(one[2], delays=delays) for one in shares])[place]
    return _Fate(decided, awarded, (1.0 - upheld) * repaired, (1.0 - upheld) * extended)


class _Fate(NamedTuple):
    """What comes of an outcome by quarters of delay, each (T, D)."""

    decided: Floats
    awarded: Floats
    repaired: Floats
    extended: Floats


def _extension(world: World, maximum: int, *, administrative: bool) -> tuple[Floats, Floats, Floats]:
    """Return the chances that an extension ends in a week with the claim pursued, or by repair, or goes on.

    All (53,) and more, by weeks after the waiting period. The end of a contract in the extension is left out.
    """
    behaviour, law = world.behaviour, world.law
    last = max(maximum, 1)
    repaired = behaviour.repaired / WORD
    if administrative:
        repaired *= 1.0 - behaviour.substantive_after_repair / WORD
    request = 1 + np.arange(behaviour.repair_weeks)
    ends = np.minimum(request + int(law.repair_decision[0]) + int(law.repair_end[0]), last)
    short = np.bincount(ends, minlength=last + 1) / len(request)
    whole = np.zeros(last + 1)
    whole[last] = 1.0
    week = np.arange(last + 1)
    capable = np.exp(-behaviour.no_capacity_rate * np.maximum(week - int(law.without_capacity[0]), 0))
    unable = np.append(-np.diff(capable), 0.0)
    imposed = repaired * short + (1.0 - repaired) * whole
    left = imposed[::-1].cumsum()[::-1]
    stays = np.exp(-behaviour.return_rate_extension * week)
    goes_on = (left - imposed) * capable * stays
    return (imposed * capable + unable * (left - imposed)) * stays, repaired * short * capable * stays, goes_on


def _by_quarter(by_week: Floats, *, delays: int) -> Floats:
    """Return chances by week as chances by quarters later; a week falls partly in the next quarter."""
    quarter = np.arange(len(by_week)) / WEEKS
    low = np.floor(quarter).astype(np.int64)
    found = np.zeros(delays)
    found += np.bincount(low, by_week * (1.0 - (quarter - low)), minlength=delays)
    found += np.bincount(low + 1, by_week * (quarter - low), minlength=delays)
    return found


def _weeks_by_quarter(by_week: Floats, *, delays: int) -> Floats:
    """Return weeks that go on, by week, as sums by quarter."""
    quarter = np.floor(np.arange(len(by_week)) / WEEKS).astype(np.int64)
    return np.asarray(np.bincount(quarter, by_week, minlength=delays)[:delays], dtype=np.float64)


def _lapsed(world: World, stands: "_Fate", *, tested: Flags) -> "_Fate":
    """Return the outcome of a ground that is not tested any more, where the law says so: decided at once."""
    behaviour = world.behaviour
    decided, awarded, repaired, extended = stands
    stayed = decided.sum(axis=1)
    factor = stayed * behaviour.award_lapsed_stayer + (1.0 - stayed) * behaviour.award_lapsed_returner
    at_once = np.zeros_like(decided)
    at_once[:, 0] = 1.0
    lapsed = at_once * (behaviour.award_medical_ground * factor)[:, None]
    holds = tested[:, None]
    return _Fate(
        np.where(holds, decided, at_once),
        np.where(holds, awarded, lapsed),
        np.where(holds, repaired, 0.0),
        np.where(holds, extended, 0.0),
    )


def _postponed(world: World, grid: Grid, shares: Floats) -> Floats:
    """Return shares (T, O, D) with the voluntary extensions of the waiting period."""
    behaviour = world.behaviour
    voluntary = voluntary_share(world, grid)
    if not voluntary.any():
        return shares
    weeks = behaviour.voluntary_weeks
    later = _quarters(weeks)
    moved = np.zeros_like(shares)
    moved[..., later:] = shares[..., : shares.shape[2] - later]
    moved[..., -1] += shares[..., shares.shape[2] - later :].sum(axis=2)
    return (1.0 - voluntary) * shares + voluntary * np.exp(-behaviour.return_rate_extension * weeks) * moved


def voluntary_share(world: World, grid: Grid) -> Floats:
    """Return the chance of a voluntary extension by quarter of onset, (T, 1, 1)."""
    return (world.behaviour.voluntary / WORD)[grid.year_after(float(world.law.claim_week[0]))][:, None, None]
