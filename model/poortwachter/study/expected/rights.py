"""Run forward through the quarters: who is at work, who enters the WIA, and what becomes of rights.

Rights are followed by kind, by quarters since their start (up to where a chance changes, then together), by year of
birth and sex. Beside persons the stock carries the sum of their maandloon, the part that would still be at work but for
the right, and the mortality of the population at their start, above which the group's own counts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from poortwachter.kernel.state import World
from poortwachter.study.expected.claims import KINDS, LASTING, PARTIAL, WHOLE, Claims
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, WORD, Floats, ages_at, chance, ratio
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import EARLY_QUARTERS, Onsets, Stage, depletion, frailty_shares

PERSONS, BASE, WORKING, NATURAL = range(4)
"""What the stock carries: persons, eurocents, persons, and persons times a weekly rate."""
CARRIED: Final = 4
WGA_KINDS: Final = (PARTIAL, WHOLE)
SAFE: Final = 1e-12
"""Least excess mortality a week, as in the kernel."""


@dataclass(frozen=True)
class Course:
    """What happened, by quarter of the event (T), and kind of right (K: partial, full, IVA) where it matters."""

    at_risk: Floats
    """(T, B, 2) share of those who could be at work who are, and not sick, times their mean relative risk."""
    new: Floats
    """(K, T, B, 2) new rights."""
    reopened: Floats
    """(2, T, B, 2) re-opened rights, partial and full."""
    stock: Floats
    """(K, T, B, 2) persons with a right at the end of the quarter; those who resumed work are among their kind."""
    died: Floats
    aow: Floats
    recovered: Floats
    """(K, T, B, 2) ends of rights."""
    by_earnings: Floats
    """(T, B, 2) ends by earnings among the recovered."""
    earnings_lost: Floats
    """(T, B, 2) earnings beside a right that were lost again."""
    to_iva: Floats
    """(T, B, 2) from WGA to IVA."""
    base: Floats
    """(T, 3, 3) maandloon at the end of the quarter, eurocents: by partial, full, IVA; and by wage-related, after it,
    and earning beside it (an IVA in the first)."""
    persons: Floats
    """(T, 3, 3) persons in the same cells."""


def follow(world: World, people: People, onsets: Onsets, claims: Claims) -> Course:
    """Run forward from the first quarter to the last."""
    return _Run(world, people, onsets, claims).course()


class _Rates:
    """Weekly rates of a right by quarters since its start (D) and kind, for the quarter to come."""

    def __init__(self, world: World, *, durations: int) -> None:
        behaviour = world.behaviour
        passed = np.arange(durations, dtype=np.float64)
        passed[-1] = np.inf
        recovery = _two(passed, behaviour.recovery_border, behaviour.recovery_first, behaviour.recovery_later)
        self.medical = recovery * (1.0 - behaviour.by_earnings)
        self.resumes = recovery * behaviour.by_earnings
        self.iva_death = _two(passed, behaviour.iva_death_border, behaviour.iva_death_first, behaviour.iva_death_later)
        self.wga_death = behaviour.wga_death
        self.lasting = behaviour.to_iva
        self.changes = behaviour.change_class
        self.iva_recovery = behaviour.iva_recovery


def _two(passed: Floats, border: float, first: float, later: float) -> Floats:
    """Return a rate that changes at a border in weeks, over quarters in the middle of which durations are passed."""
    early = np.clip(border / WEEKS - passed + MIDDLE, 0.0, 1.0)
    return first * early + later * (1.0 - early)


class _Run:
    """The state of the run."""

    def __init__(self, world: World, people: People, onsets: Onsets, claims: Claims) -> None:
        self.world, self.people, self.onsets, self.claims = world, people, onsets, claims
        behaviour, law = world.behaviour, world.law
        border = max(behaviour.recovery_border, behaviour.iva_death_border)
        self.durations = int(np.ceil(border / WEEKS)) + 2
        self.rates = _Rates(world, durations=self.durations)
        shape = onsets.base.shape[1:]
        quarters = people.grid.quarters
        self._deplete()
        self.lgu = people.lgu
        self.term = round(int(law.reopening_months[0]) / MONTHS)
        self.year = round(int(law.earnings_term[0]) / MONTHS)
        self.reopening = float(chance(behaviour.reopening))
        self.stock = np.zeros((self.durations, KINDS, CARRIED, *shape))
        self.longest = int(max(self.lgu.max(), self.year)) + 2
        self.resumed = np.zeros((quarters + self.longest, 2, CARRIED, *shape))
        self.lapsed = np.zeros((quarters, 2, 2, *shape))
        self.pool = np.zeros((2, 2, *shape))
        self.out = np.zeros(shape)
        self.waiting = round(law.waiting_weeks / WEEKS)
        self._without_claim = (
            (self.waiting, claims.dropped, behaviour.under35_works),
            (round(int(law.ezwb_week[0]) / WEEKS), claims.assessed_ended, behaviour.ezwb_to_work),
        )
        self.working = people.still_working()
        self.at_risk = np.zeros((quarters, *shape))
        self.new = np.zeros((KINDS, quarters, *shape))
        self.reopened = np.zeros((2, quarters, *shape))
        self.kinds = np.zeros((KINDS, quarters, *shape))
        self.died, self.aow, self.recovered = (np.zeros((KINDS, quarters, *shape)) for _ in range(3))
        self.by_earnings, self.lost, self.to_iva = (np.zeros((quarters, *shape)) for _ in range(3))
        self.base = np.zeros((quarters, 3, 3))
        self.persons = np.zeros((quarters, 3, 3))

    def _deplete(self) -> None:
        """Set how risks fall as people leave work: by wage, and by frailty from where the cohort starts."""
        world, grid = self.world, self.people.grid
        self.by_wage = depletion(world.onset_by_wage)
        self.by_frailty = depletion(self.onsets.sick.risk)
        risk = self.onsets.sick.risk / self.onsets.sick.risk.mean()
        of_band = frailty_shares(world) @ risk
        bands = world.ages.band6
        start = np.clip(grid.first_year - grid.born - 1, 0, len(bands) - 1)
        stock = start >= world.youngest
        self.left_before = np.where(stock, self.by_frailty.share_left(of_band[bands[start]]), 1.0)[:, None]
        ages = ages_at(grid, grid.middles, oldest=len(bands) - 1)
        self.frail_in_tables = ages.mean(of_band[bands])[:, :, None]

    def course(self) -> Course:
        """Return what happened after all quarters."""
        for quarter in range(self.people.grid.quarters):
            self._set_at_risk(quarter)
            entering = self._enter(quarter)
            self._grow_older()
            self.stock[0] += entering * MIDDLE
            self._leave(quarter)
            self.stock[0] += entering * MIDDLE
            self._measure(quarter)
        return Course(
            at_risk=self.at_risk,
            new=self.new,
            reopened=self.reopened,
            stock=self.kinds,
            died=self.died,
            aow=self.aow,
            recovered=self.recovered,
            by_earnings=self.by_earnings,
            earnings_lost=self.lost,
            to_iva=self.to_iva,
            base=self.base,
            persons=self.persons,
        )

    def _set_at_risk(self, quarter: int) -> None:
        """Set who is at work and not sick: all who could be, less rights, those out of work, and the sick."""
        could = self.people.employed[quarter]
        away = self.stock[:, :, WORKING].sum(axis=(0, 1)) + self._ahead(quarter)[:, :, WORKING].sum(axis=(0, 1))
        left = np.clip(1.0 - ratio(away + self.out, could), 0.0, 1.0)
        risk, spread = self.by_wage.at(left)
        frail, _ = self.by_frailty.at(left * self.left_before)
        sick = np.minimum(ratio(self.onsets.stages[Stage.SICK_WEEKS, quarter] / WEEKS, could), 1.0)
        risk = risk * frail / self.frail_in_tables[quarter]
        # the rates are those of employees who are as often sick as they are in the long run
        self.at_risk[quarter] = left * risk / (1.0 - sick + sick * spread * self.onsets.ill[quarter])

    def _enter(self, quarter: int) -> Floats:
        """Count the new rights and re-openings of a quarter, (K, carried, B, 2)."""
        behaviour = self.world.behaviour
        entering = np.zeros((KINDS, CARRIED, *self.out.shape))
        self.out *= self.people.present_ratio(quarter) * self.people.staying[quarter]
        for onset, delay in self._onsets_of(quarter):
            scale = self.at_risk[onset]
            self._add(entering, self.claims.awarded[:, onset, delay] * scale, onset=onset, quarter=quarter)
            refused = self.claims.refused[onset, delay] * scale
            self._stop_working(refused, onset=onset, quarter=quarter, works=behaviour.under35_works)
        for weeks, persons, works in self._without_claim:
            onset = quarter - weeks
            if onset >= 0:
                self._stop_working(persons[onset] * self.at_risk[onset], onset=onset, quarter=quarter, works=works)
        for later in range(min(EARLY_QUARTERS, quarter + 1)):
            self._enter_early(entering, quarter=quarter, later=later)
        self.new[:, quarter] = entering[:, PERSONS]
        back = self._reopen(quarter)
        self.reopened[:, quarter] = back[:, PERSONS]
        self.stock[-1, :LASTING] += back
        return entering

    def _onsets_of(self, quarter: int) -> list[tuple[int, int]]:
        """Return the quarters of onset, and delays, of the claims decided in a quarter."""
        last = quarter - self.waiting
        return [(last - delay, delay) for delay in range(min(self.claims.gate.delays, last + 1))]

    def _enter_early(self, entering: Floats, *, quarter: int, later: int) -> None:
        """Add the early IVAs of spells that began some quarters ago; within their quarter half begin one later."""
        onset = quarter - later
        persons = np.zeros((KINDS, *self.out.shape))
        persons[LASTING] = self.claims.early[later, onset] * self.at_risk[onset] * MIDDLE
        if later > 0:
            persons[LASTING] += self.claims.early[later - 1, onset] * self.at_risk[onset] * MIDDLE
        self._add(entering, persons, onset=onset, quarter=quarter)

    def _add(self, entering: Floats, persons: Floats, *, onset: int, quarter: int) -> None:
        still = self.working[quarter] / np.maximum(self.working[onset], SAFE)
        entering[:, PERSONS] += persons
        entering[:, BASE] += persons * self.onsets.base[onset]
        entering[:, WORKING] += persons * still
        entering[:, NATURAL] += persons * self.people.death_rate[quarter]

    def _stop_working(self, persons: Floats, *, onset: int, quarter: int, works: int) -> None:
        """Let those without a right stop working for good, as far as they do; works: threshold of being at work."""
        stops = (1.0 - works / WORD) * (1.0 - self.world.behaviour.under35_back / WORD)
        self.out += persons * stops * self.working[quarter] / np.maximum(self.working[onset], SAFE)

    def _reopen(self, quarter: int) -> Floats:
        """Return re-opened rights (2, carried, B, 2): an equal part in every quarter of the term, of who is at work."""
        present = self.people.at_work(quarter)
        back = self.pool * present
        if quarter >= self.term:
            self.pool = self.pool - self.lapsed[quarter - self.term]
        found = np.zeros((2, CARRIED, *self.out.shape))
        found[:, PERSONS] = found[:, WORKING] = back[:, 0]
        found[:, BASE] = back[:, 1]
        found[:, NATURAL] = back[:, 0] * self.people.death_rate[quarter]
        return found

    def _may_reopen(self, ended: Floats, *, quarter: int, share: float) -> None:
        """Keep rights that ended (2, carried, B, 2), each with a share that re-opens in any quarter of the term."""
        present = np.maximum(self.people.at_work(quarter), SAFE)
        still = ratio(ended[:, WORKING], ended[:, PERSONS])
        kept = np.stack([ended[:, WORKING], ended[:, BASE] * still], axis=1) * share / present
        self.lapsed[quarter] += kept
        self.pool = self.pool + kept

    def _grow_older(self) -> None:
        """Let a quarter pass since the start of every right; the last duration keeps its own."""
        self.stock[-1] += self.stock[-2]
        self.stock[1:-1] = self.stock[:-2].copy()
        self.stock[0] = 0.0

    def _leave(self, quarter: int) -> None:
        """Let rights end, change and become lasting over a quarter."""
        people = self.people
        self._meet_fate(self.stock, quarter=quarter)
        ahead = self._ahead(quarter)
        self._meet_fate(ahead, quarter=quarter)
        for holders in (self.stock, ahead):
            holders[:, :, WORKING] *= people.staying[quarter]
        self._end_resumed(quarter)
        hazard = self._hazards()
        total = np.sum(list(hazard.values()), axis=0)
        gone = self.stock * (-np.expm1(-total * WEEKS) / np.maximum(total, SAFE))[:, :, None]
        self.stock -= gone * total[:, :, None]
        self._book(gone, hazard, quarter=quarter)

    def _meet_fate(self, holders: Floats, *, quarter: int) -> None:
        """Let people die at the mortality of the population, and reach the AOW age."""
        alive, below = self.people.natural[quarter], self.people.below_aow[quarter]
        persons = holders[:, :, PERSONS].sum(axis=0)
        kinds = len(persons)
        self.died[:kinds, quarter] += persons * (1.0 - alive)
        self.aow[:kinds, quarter] += persons * alive * (1.0 - below)
        holders *= alive * below

    def _hazards(self) -> dict[str, Floats]:
        """Return the weekly rates of every exit by duration and kind, (D, K, B, 2)."""
        rates = self.rates
        shape = (self.durations, KINDS, *self.out.shape)
        found = {name: np.zeros(shape) for name in ("dies", "recovers", "resumes", "lasting", "changes")}
        natural = ratio(self.stock[:, :, NATURAL], self.stock[:, :, PERSONS])
        found["dies"][:, :LASTING] = np.maximum(rates.wga_death - natural[:, :LASTING], SAFE)
        found["dies"][:, LASTING] = np.maximum(rates.iva_death[:, None, None] - natural[:, LASTING], SAFE)
        found["recovers"][:, :LASTING] = rates.medical[:, None, None, None]
        found["recovers"][:, LASTING] = rates.iva_recovery
        found["resumes"][:, :LASTING] = rates.resumes[:, None, None, None]
        found["lasting"][:, :LASTING] = rates.lasting[None, :, None, None]
        found["changes"][:, :LASTING] = rates.changes[None, :, None, None]
        return found

    def _book(self, gone: Floats, hazard: dict[str, Floats], *, quarter: int) -> None:
        """Count what left the stock and put it where it went; gone: per weekly rate, (D, K, carried, B, 2)."""
        self.died[:, quarter] += (gone[:, :, PERSONS] * hazard["dies"]).sum(axis=0)
        recovered = (gone * hazard["recovers"][:, :, None]).sum(axis=0)
        self.recovered[:, quarter] += recovered[:, PERSONS]
        self._may_reopen(recovered[:LASTING], quarter=quarter, share=self.reopening / self.term)
        lasting = (gone[:, :LASTING] * hazard["lasting"][:, :LASTING, None]).sum(axis=1)
        self.to_iva[quarter] += lasting[:, PERSONS].sum(axis=0)
        self.stock[:, LASTING] += lasting
        changed = gone[:, :LASTING] * hazard["changes"][:, :LASTING, None]
        self.stock[:, :LASTING] += changed[:, ::-1]
        self._resume(gone[:, :LASTING] * hazard["resumes"][:, :LASTING, None], quarter=quarter)

    def _resume(self, starting: Floats, *, quarter: int) -> None:
        """Place who starts to earn much beside a right (D, 2, carried, B, 2) in the quarter in which it then ends.

        That is a year later, or at the end of the wage-related benefit.
        """
        duration = np.arange(self.durations)
        start = np.maximum(quarter - duration, 0)
        left = self.lgu[start] - duration[:, None]
        left[-1] = 0
        delay = np.maximum(left, self.year)
        alike = (delay == self.year).all(axis=1)
        self.resumed[quarter + self.year] += starting[alike].sum(axis=0)
        born = np.arange(delay.shape[1])
        for one in np.flatnonzero(~alike[: quarter + 1]):
            # indices apart put the years of birth first
            self.resumed[quarter + delay[one], :, :, born] += np.moveaxis(starting[one], 2, 0)

    def _ahead(self, quarter: int) -> Floats:
        """Return who earns much beside a right by the quarter in which that ends it, from a quarter on."""
        return self.resumed[quarter : quarter + self.longest]

    def _end_resumed(self, quarter: int) -> None:
        """End the rights whose time has come; let others lose their earnings, recover, or die."""
        ahead = self._ahead(quarter + 1)
        ended = self.resumed[quarter]
        self.recovered[:LASTING, quarter] += ended[:, PERSONS]
        self.by_earnings[quarter] += ended[:, PERSONS].sum(axis=0)
        lost = self.reopening / (self.term + self.year)
        self._may_reopen(ended, quarter=quarter, share=lost / (1.0 - lost * self.year))
        relapse = lost / (1.0 - lost * self.year * MIDDLE)
        back = ahead.sum(axis=0) * relapse
        self.lost[quarter] += back[:, PERSONS].sum(axis=0)
        self.stock[-1, :LASTING] += back
        recovery = self.rates.medical.mean() * WEEKS
        ahead *= 1.0 - relapse
        recovered = ahead.sum(axis=0) * recovery
        self.recovered[:LASTING, quarter] += recovered[:, PERSONS]
        self._may_reopen(recovered, quarter=quarter, share=self.reopening / self.term)
        ahead *= 1.0 - recovery
        self.resumed[quarter] = 0.0

    def _measure(self, quarter: int) -> None:
        """Measure the stock at the end of a quarter."""
        beside = self._ahead(quarter + 1).sum(axis=0)
        self.kinds[:, quarter] = self.stock[:, :, PERSONS].sum(axis=0)
        self.kinds[:LASTING, quarter] += beside[:, PERSONS]
        duration = np.arange(self.durations)
        within = (self.lgu[np.maximum(quarter - duration, 0)] > duration[:, None]).astype(np.float64)
        within[-1] = 0.0
        for cells, place in ((self.persons, PERSONS), (self.base, BASE)):
            by_duration = self.stock[:, :, place].sum(axis=3)
            early = np.einsum("dkb,db->k", by_duration, within)
            cells[quarter, :, 0] = early
            cells[quarter, :, 1] = by_duration.sum(axis=(0, 2)) - early
            cells[quarter, :LASTING, 2] = beside[:, place].sum(axis=(1, 2))
