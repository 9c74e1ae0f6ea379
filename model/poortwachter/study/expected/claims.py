"""Decide the claims that come of the spells of a quarter: refused, partial, full or IVA, and how much later."""

from typing import Final, NamedTuple

import numpy as np

from poortwachter.kernel.state import FULL, World
from poortwachter.study.expected.gate import Gate, gate_of, voluntary_share
from poortwachter.study.expected.grid import MIDDLE, WEEKS, WORD, Floats, Grid, Integers, ages_at, chance, ratio
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import EARLY_QUARTERS, Onsets, Stage

KINDS: Final = 3
"""Kinds of right that are followed: partial, full, IVA."""
PARTIAL, WHOLE, LASTING = range(KINDS)


class Claims(NamedTuple):
    """Claims by quarter of onset, delay of the decision in quarters, year of birth and sex.

    T quarters of onset, D delays after the waiting period, all in persons if nobody were sick or disabled at onset.
    """

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
    at_gate: Floats
    """(T, B, 2) claims of employees at the end of the waiting period."""
    dropped: Floats
    """(T, B, 2) persons still sick at the end of the waiting period who do not claim."""
    dropped_employer: Floats
    """(T, B, 2) those with an employer among them."""
    early: Floats
    """(E, T, B, 2) early IVAs by quarters after onset."""
    postponed: Floats
    """(T, B, 2) voluntary extensions of the waiting period."""
    gate: Gate


def decide(world: World, people: People, onsets: Onsets) -> Claims:
    """Return what comes of the claims of every quarter of onset."""
    grid, law, behaviour = people.grid, world.law, world.behaviour
    gate = gate_of(world, grid)
    claims, end = float(law.claim_week[0]), float(law.waiting_weeks)
    stays = kept(world, grid)
    sharing = chance(behaviour.claim)[grid.year_after(end)]
    employee, vangnet = sharing[:, 0, None, None], sharing[:, 1, None, None]
    at_claim, at_end = present_after(people, claims), present_after(people, end)
    later = onsets.of(Stage.CLAIMS_LATER) + onsets.of(Stage.CLAIMS_FIRST_YEAR) * stays
    leaving = onsets.of(Stage.END_LATER) + onsets.of(Stage.END_FIRST_YEAR) * stays
    instead = onsets.of(Stage.INSTEAD_FIRST_YEAR) * stays * vangnet + onsets.of(Stage.INSTEAD_LATER) * employee
    employed = onsets.of(Stage.END_EMPLOYER) * at_end
    leaving = leaving * at_end
    decided = _Decided(
        world,
        people,
        gate,
        psychological=onsets.sick.psychological,
        employed=employed * employee,
        later=onsets.of(Stage.END_LATER) * at_end * vangnet,
        assessed=onsets.of(Stage.END_FIRST_YEAR) * stays * at_end * vangnet,
        stays=stays,
    )
    return Claims(
        week42=onsets.of(Stage.WEEK42) * present_after(people, 42.0),
        received=(onsets.of(Stage.CLAIMS_EMPLOYER) * employee + later * vangnet) * at_claim,
        vangnet=later * vangnet * at_claim,
        reports=onsets.of(Stage.REPORTS) * employee * at_claim * assessed_in_time(world, grid),
        unemployed=(onsets.of(Stage.CLAIMS_WW) * stays * vangnet - instead) * at_claim,
        assessed_ended=onsets.of(Stage.ASSESSED) * (1.0 - stays) * present_after(people, float(law.ezwb_week[0])),
        **decided.outcomes(onsets),
        at_gate=employed * employee,
        dropped=employed * (1.0 - employee) + leaving * (1.0 - vangnet),
        dropped_employer=employed * (1.0 - employee),
        early=_early(world, people, onsets, stays=stays),
        postponed=employed * employee * voluntary_share(world, grid)[:, :, 0, None],
        gate=gate,
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
    """Return the share of reports that is tested in time for a sanction, (T, 1, 1)."""
    return (world.behaviour.riv_assessed / WORD)[grid.year_after(float(world.law.claim_week[0]))][:, None, None]


def kept(world: World, grid: Grid) -> Floats:
    """Return the share that keeps the right to sickness benefit at the assessment after a year, (T, 1, 1)."""
    law, behaviour = world.law, world.behaviour
    ended = chance(behaviour.ezwb_ended)[grid.year_after(float(law.ezwb_week[0]))]
    return (1.0 - grid.law_at(law.ezwb) * ended)[:, None, None]


def present_after(people: People, weeks: float) -> Floats:
    """Return the share of those who fall ill in a quarter that is alive and below the AOW age weeks later."""
    onset = people.grid.middles
    return people.still_present(since=onset, later=onset + weeks / WEEKS)


class _Decided:
    """The decisions on the claims of a quarter of onset, at every delay."""

    def __init__(
        self,
        world: World,
        people: People,
        gate: Gate,
        *,
        psychological: float,
        employed: Floats,
        later: Floats,
        assessed: Floats,
        stays: Floats,
    ) -> None:
        """Set who is decided on; later and assessed: in the Ziektewet, after the assessment after a year or without it.

        stays: share that kept the right at that assessment; psychological: share of such causes.
        """
        self.world, self.people, self.gate, self.psychological = world, people, gate, psychological
        grid = people.grid
        # a delay of a quarter is the next quarter of onset: what depends on the date is worked out once for both
        first = MIDDLE + world.law.waiting_weeks / WEEKS
        self.time = first + np.arange(grid.quarters + gate.delays - 1, dtype=np.float64)
        self.ages = ages_at(grid, self.time, oldest=len(world.ages.band6) - 1)
        present = people.present_at(self.time)
        still = ratio(self._delayed(present), present[: grid.quarters, None])
        self.employed = employed[:, None] * gate.whole(gate.decided)[:, :, None, None] * still
        self.pursued = employed[:, None] * gate.whole(gate.awarded)[:, :, None, None] * still
        self.decided = self.employed.copy()
        self.decided[:, 0] += later + assessed
        self.chance = self._at_age(_by_age_and_sex(world, world.behaviour.award)) * self._alignment()
        self.weighted = self.pursued.copy()
        self.weighted[:, 0] += later + assessed * self._kept_for_award(stays)

    def _kept_for_award(self, stays: Floats) -> Floats:
        """Return the factor on the award chance of those who kept their right at the assessment after a year.

        As far as that was targeted, those who lost it had the least chance of an award. (T, B, 2)
        """
        targeted = self.world.behaviour.ezwb_targeted / WORD
        most = np.divide(1.0, self.chance[:, 0], out=np.ones_like(self.chance[:, 0]), where=self.chance[:, 0] > 0.0)
        return 1.0 - targeted + targeted * np.minimum(ratio(np.ones_like(stays), stays), most)

    def outcomes(self, onsets: Onsets) -> dict[str, Floats]:
        """Return the fields of `Claims` that hold decisions."""
        world, behaviour = self.world, self.world.behaviour
        causes = np.array([1.0 - self.psychological, self.psychological])
        lasting = self._at_age(_by_age_and_sex(world, behaviour.award_iva @ causes))
        simply = self._simply()
        rights = self.weighted * self.chance
        iva = rights * lasting
        simple = (self.decided - iva) * simply
        wga = (rights - iva) * (1.0 - simply)
        partial, full = self._kinds()
        employer = ratio(self.pursued, self.weighted)
        return {
            "awarded": np.stack([wga * partial, wga * full + simple, iva]),
            "refused": self.decided - iva - simple - wga * (partial + full),
            "simple": simple,
            "base": employer * onsets.base_employer[:, None] + (1.0 - employer) * onsets.base_other[:, None],
            "awarded_employer": employer,
            "refused_employer": ratio(self.employed - self.pursued * self.chance, self.decided - rights),
            "after_extension": self._after_extension(),
        }

    def _at_age(self, values: Floats) -> Floats:
        """Return values by age and sex at the moment of the decision, (T, D, B, 2)."""
        return self._delayed(self.ages.mean(values))

    def _delayed(self, values: Floats) -> Floats:
        """Return values by quarter (T + D - 1, ...) by quarter of onset and delay, (T, D, ...)."""
        windows = np.lib.stride_tricks.sliding_window_view(values, self.gate.delays, axis=0)
        return np.moveaxis(windows, -1, 1)

    def _alignment(self) -> Floats:
        """Return the factor on the award chance by year of the end of the waiting period, (T, 1, 1, 1)."""
        return self.world.behaviour.award_alignment[self._year()][:, None, None, None]

    def _year(self) -> Integers:
        return self.people.grid.year_after(self.world.law.waiting_weeks)

    def _simply(self) -> Floats:
        """Return the share of claims without an IVA that is assessed simply, (T, D, B, 2)."""
        law, grid = self.world.law, self.people.grid
        later = round(law.waiting_weeks / WEEKS)
        old = (np.arange(len(self.world.ages.band6)) >= law.simple_age.max()).astype(np.float64)
        part = grid.law_at(law.simple_assessment, later=later) * (self.world.behaviour.simple_part / WORD)[self._year()]
        return self._delayed(self.ages.mean(old))[..., None] * part[:, None, None, None]

    def _kinds(self) -> tuple[Floats, Floats]:
        """Return the shares of partial and full among awards of WGA by the law, both (T, 1, 1, 1)."""
        world, grid = self.world, self.people.grid
        law, later = world.law, round(world.law.waiting_weeks / WEEKS)
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
        return partial[:, None, None, None], full[:, None, None, None]

    def _after_extension(self) -> Floats:
        """Return awards of those whose extension was imposed, (T, D, B, 2)."""
        share = self.gate.imposed[:, :, None] * self.gate.awarded
        whole = self.gate.whole(self.gate.awarded)
        part = np.divide(share.sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 0.0)
        return self.pursued * self.chance * part[:, :, None, None]


def _by_age_and_sex(world: World, values: Floats) -> Floats:
    """Return values by age band (of behaviour or of the WIA), and sex where they have it, by single age (A, 2)."""
    bands = world.ages.band6 if len(values) <= int(world.ages.band6.max()) + 1 else world.ages.band7
    by_age = values[bands]
    return by_age if by_age.ndim > 1 else np.repeat(by_age[:, None], 2, axis=1)
