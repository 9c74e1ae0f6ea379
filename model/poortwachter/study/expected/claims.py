"""Decide the claims that come of the spells of a quarter: refused, partial, full or IVA, and how much later."""

from typing import NamedTuple

import numpy as np

from poortwachter.kernel.expected.claims import Asked, Decisions, decide_all
from poortwachter.kernel.expected.rights import KINDS
from poortwachter.kernel.state import FULL, World
from poortwachter.study.expected.filed import Filed, kept
from poortwachter.study.expected.gate import Gate, gate_of
from poortwachter.study.expected.grid import MIDDLE, WEEKS, WORD, Ages, Floats, ages_at, by_birth, by_cell, ratio
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import Onsets


class Claims(NamedTuple):
    """Decisions by quarter of onset, delay of the decision in quarters, year of birth and sex.

    T quarters of onset, D delays after the waiting period, all in persons if nobody were sick or disabled at onset.
    """

    awarded: Floats
    """(K, T, D, B, 2) awards by kind."""
    refused: Floats
    """(T, D, B, 2) refusals."""
    simple: Floats
    """(T, D, B, 2) awards without examination among the full ones."""
    base: Floats
    """(T, D, B, 2) mean maandloon of who is awarded, eurocents."""
    awarded_employer: Floats
    refused_employer: Floats
    """(T, D, B, 2) share of employees' claims among those awarded, and among those refused."""
    after_extension: Floats
    """(T, D, B, 2) awards after an extension."""
    gate: Gate


def decide(world: World, people: People, onsets: Onsets, filed: Filed) -> Claims:
    """Return what is decided on the claims of every quarter of onset."""
    grid, gate = people.grid, gate_of(world, people.grid)
    # a delay of a quarter is the next quarter of onset: what depends on the date is worked out once for both
    time = MIDDLE + world.law.waiting_weeks / WEEKS + np.arange(grid.quarters + gate.delays - 1, dtype=np.float64)
    ages = ages_at(grid, time, oldest=len(world.ages.band6) - 1)
    behaviour = world.behaviour
    causes = np.array([1.0 - onsets.sick.psychological, onsets.sick.psychological])
    partial, full = _kinds(world, people)
    pursued = gate.whole(gate.awarded)
    year = grid.year_after(world.law.waiting_weeks)
    shape = (grid.quarters, gate.delays, filed.at_gate[0].size)
    decisions = Decisions(np.zeros((KINDS, *shape)), *(np.zeros(shape) for _ in Decisions._fields[1:]))
    decide_all(
        Asked(
            employed=by_cell(filed.at_gate),
            later=by_cell(filed.later),
            assessed=by_cell(filed.assessed),
            stays=kept(world, grid),
            targeted=float(behaviour.ezwb_targeted) / WORD,
            decided=gate.whole(gate.decided),
            pursued=pursued,
            extended=ratio(np.einsum("to,tod->td", gate.imposed, gate.awarded), pursued),
            present=by_cell(people.present_at(time)),
            award=by_cell(ages.mean(_by_age_and_sex(world, behaviour.award))),
            lasting=by_cell(ages.mean(_by_age_and_sex(world, behaviour.award_iva @ causes))),
            alignment=behaviour.award_alignment[year],
            simple=by_cell(_old_enough(world, ages)[..., None]),
            simply=_simply(world, people) * (behaviour.simple_part / WORD)[year],
            partial=partial,
            full=full,
            base_employer=by_cell(onsets.base_employer),
            base_other=by_cell(onsets.base_other),
        ),
        decisions,
    )
    return Claims(*map(by_birth, decisions), gate=gate)


def _old_enough(world: World, ages: Ages) -> Floats:
    """Return the share old enough for a simple assessment at times, (M, B)."""
    return ages.mean((np.arange(len(world.ages.band6)) >= world.law.simple_age.max()).astype(np.float64))


def _simply(world: World, people: People) -> Floats:
    """Return whether the law has claims without an IVA assessed simply, by quarter of onset, (T,)."""
    return people.grid.law_at(world.law.simple_assessment, later=round(world.law.waiting_weeks / WEEKS))


def _kinds(world: World, people: People) -> tuple[Floats, Floats]:
    """Return the shares of partial and full among awards of WGA by the law, both (T,)."""
    law, later = world.law, round(world.law.waiting_weeks / WEEKS)
    grid = people.grid
    shares = np.append(
        np.diff(world.behaviour.class_threshold / WORD, prepend=0.0) * world.behaviour.partial_share,
        1.0 - world.behaviour.partial_share,
    )
    degree = world.degree[: FULL + 1]
    entitled = degree >= grid.law_at(law.least_degree, later=later)[:, None]
    entitled &= degree >= grid.law_at(law.class_lower, later=later)[:, :1]
    is_full = degree >= grid.law_at(law.full_from, later=later)[:, None]
    partial = (shares * (entitled & ~is_full)).sum(axis=1)
    full = (shares * (entitled & is_full)).sum(axis=1)
    return partial, full


def _by_age_and_sex(world: World, values: Floats) -> Floats:
    """Return values by age band (of behaviour or of the WIA), and sex where they have it, by single age (A, 2)."""
    bands = world.ages.band6 if len(values) <= int(world.ages.band6.max()) + 1 else world.ages.band7
    by_age = values[bands]
    return by_age if by_age.ndim > 1 else np.repeat(by_age[:, None], 2, axis=1)
