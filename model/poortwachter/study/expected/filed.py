"""Follow spells to what is filed in them: notifications, reports, claims, and early IVAs, whatever is decided."""

from typing import NamedTuple

import numpy as np

from poortwachter.kernel.state import World
from poortwachter.study.expected.gate import voluntary_share
from poortwachter.study.expected.grid import MIDDLE, WEEKS, WORD, Floats, Grid, chance
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import EARLY_QUARTERS, NOTIFICATION, Onsets, Stage


class Filed(NamedTuple):
    """What is filed by quarter of onset, year of birth and sex: in persons if nobody were sick or disabled at onset."""

    week42: Floats
    """(T, B, 2) notifications in week 42."""
    received: Floats
    vangnet: Floats
    reports: Floats
    """(T, B, 2) claims, those from the Ziektewet, and re-integration reports tested, by the week of the claim."""
    unemployed: Floats
    """(T, B, 2) vangnet claims that there would not be without sick unemployed."""
    assessed_ended: Floats
    """(T, B, 2) rights to sickness benefit ended by the assessment after a year."""
    at_gate: Floats
    """(T, B, 2) claims of employees at the end of the waiting period."""
    later: Floats
    assessed: Floats
    """(T, B, 2) claims from the Ziektewet then: without the assessment after a year, and after it."""
    dropped: Floats
    """(T, B, 2) persons still sick at the end of the waiting period who do not claim."""
    dropped_employer: Floats
    """(T, B, 2) those with an employer among them."""
    early: Floats
    """(E, T, B, 2) early IVAs by quarters after onset."""
    postponed: Floats
    """(T, B, 2) voluntary extensions of the waiting period."""


def filed_of(world: World, people: People, onsets: Onsets) -> Filed:
    """Return what is filed in the spells of every quarter of onset."""
    grid, law, behaviour = people.grid, world.law, world.behaviour
    claims, end = float(law.claim_week[0]), float(law.waiting_weeks)
    stays = kept(world, grid)[:, None, None]
    sharing = chance(behaviour.claim)[grid.year_after(end)]
    employee, vangnet = sharing[:, 0, None, None], sharing[:, 1, None, None]
    at_claim, at_end = present_after(people, claims), present_after(people, end)
    employed = onsets.of(Stage.END_EMPLOYER) * at_end
    at_gate, dropped = employed * employee, employed * (1.0 - employee)
    later, assessed = onsets.of(Stage.END_LATER) * at_end, onsets.of(Stage.END_FIRST_YEAR) * stays * at_end
    claimed = (onsets.of(Stage.CLAIMS_LATER) + onsets.of(Stage.CLAIMS_FIRST_YEAR) * stays) * vangnet
    instead = onsets.of(Stage.INSTEAD_FIRST_YEAR) * stays * vangnet + onsets.of(Stage.INSTEAD_LATER) * employee
    in_time = assessed_in_time(world, grid)[:, None, None]
    return Filed(
        week42=onsets.of(Stage.WEEK42) * present_after(people, float(NOTIFICATION)),
        received=(onsets.of(Stage.CLAIMS_EMPLOYER) * employee + claimed) * at_claim,
        vangnet=claimed * at_claim,
        reports=onsets.of(Stage.REPORTS) * employee * at_claim * in_time,
        unemployed=(onsets.of(Stage.CLAIMS_WW) * stays * vangnet - instead) * at_claim,
        assessed_ended=onsets.of(Stage.ASSESSED) * (1.0 - stays) * present_after(people, float(law.ezwb_week[0])),
        at_gate=at_gate,
        later=later * vangnet,
        assessed=assessed * vangnet,
        dropped=dropped + (later + assessed) * (1.0 - vangnet),
        dropped_employer=dropped,
        early=_early(world, people, onsets, stays=stays),
        postponed=at_gate * voluntary_share(world, grid)[:, :, 0, None],
    )


def _early(world: World, people: People, onsets: Onsets, *, stays: Floats) -> Floats:
    """Return the early IVAs by quarters after onset, (E, T, B, 2)."""
    assessed = float(world.law.ezwb_week[0])
    found = []
    for one in range(EARLY_QUARTERS):
        weeks = (one + MIDDLE) * WEEKS
        left = stays if weeks > assessed else 1.0
        persons = onsets.of(Stage.EARLY_IVA + one) + onsets.of(Stage.EARLY_FIRST_YEAR + one) * left
        found.append(persons * present_after(people, weeks))
    return np.stack(found)


def assessed_in_time(world: World, grid: Grid) -> Floats:
    """Return the share of reports that is tested in time for a sanction, (T,)."""
    return (world.behaviour.riv_assessed / WORD)[grid.year_after(float(world.law.claim_week[0]))]


def kept(world: World, grid: Grid) -> Floats:
    """Return the share that keeps the right to sickness benefit at the assessment after a year, (T,)."""
    law, behaviour = world.law, world.behaviour
    ended = chance(behaviour.ezwb_ended)[grid.year_after(float(law.ezwb_week[0]))]
    return 1.0 - grid.law_at(law.ezwb) * ended


def present_after(people: People, weeks: float) -> Floats:
    """Return the share of those who fall ill in a quarter that is alive and below the AOW age weeks later."""
    onset = people.grid.middles
    return people.still_present(since=onset, later=onset + weeks / WEEKS)
