"""Follow rights through the quarters in arrays: what the compiled loop does one by one, in another order of sums."""

from typing import Final

import numpy as np

from poortwachter.kernel.expected.rights import KINDS, LASTING, PARTIAL, WHOLE
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Sex
from poortwachter.study.expected.claims import Claims
from poortwachter.study.expected.filed import Filed
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, WORD, Floats, ages_at, chance, ratio
from poortwachter.study.expected.people import People
from poortwachter.study.expected.rights import Course
from poortwachter.study.expected.spells import EARLY_QUARTERS, Onsets, Stage, depletion, frailty_shares

PERSONS, BASE, WORKING, NATURAL = range(4)
"""What the stock carries: persons, eurocents, persons, and persons times a weekly rate."""
CARRIED: Final = 4
WGA_KINDS: Final = (PARTIAL, WHOLE)
SAFE: Final = 1e-12
"""Least excess mortality a week, as in the kernel."""


def follow(world: World, people: People, onsets: Onsets, filed: Filed, claims: Claims) -> Course:
    """Run forward from the first quarter to the last."""
    return _Run(world, people, onsets, filed, claims).course()


class _Rates:
    """Weekly rates of a right by quarters since its start (D) and kind, for the quarter to come."""

    def __init__(self, world: World, *, durations: int) -> None:
        behaviour = world.behaviour
        passed = np.arange(durations, dtype=np.float64)
        passed[-1] = np.inf
        recovery = _two(passed, behaviour.recovery_border, behaviour.recovery_first, behaviour.recovery_later)
        self.medical = recovery * (1.0 - behaviour.by_earnings)
        self.resumes = recovery * behaviour.by_earnings
        self.lasting = behaviour.to_iva
        self.changes = behaviour.change_class
        self.recovers = np.stack([self.medical, self.medical, np.full(durations, behaviour.iva_recovery)], axis=1)
        """(D, K)"""
        iva = _two(passed, behaviour.iva_death_border, behaviour.iva_death_first, behaviour.iva_death_later)
        wga = np.full(durations, behaviour.wga_death)
        self.death = np.stack([wga, wga, iva], axis=1)[:, :, None, None]
        """(D, K, 1, 1) mortality of the group."""
        living = self.recovers.copy()
        living[:, :LASTING] += self.resumes[:, None] + self.lasting + self.changes
        self.living = living[:, :, None, None]
        """(D, K, 1, 1) all exits but death."""


def _two(passed: Floats, border: float, first: float, later: float) -> Floats:
    """Return a rate that changes at a border in weeks, over quarters in the middle of which durations are passed."""
    early = np.clip(border / WEEKS - passed + MIDDLE, 0.0, 1.0)
    return first * early + later * (1.0 - early)


def _both(values: Floats) -> Floats:
    """Return sums over sexes, the last axis, along which numpy is slow."""
    return values[..., Sex.MAN] + values[..., Sex.VROUW]


class _Run:
    """The state of the run."""

    def __init__(self, world: World, people: People, onsets: Onsets, filed: Filed, claims: Claims) -> None:
        self.world, self.people, self.onsets = world, people, onsets
        self.filed, self.claims = filed, claims
        behaviour, law = world.behaviour, world.law
        border = max(behaviour.recovery_border, behaviour.iva_death_border)
        self.durations = int(np.ceil(border / WEEKS)) + 2
        self.duration = np.arange(self.durations)
        self.rates = _Rates(world, durations=self.durations)
        shape = onsets.base.shape[1:]
        quarters = people.grid.quarters
        self.windows = people.windows()
        self._deplete()
        self.lgu = people.lgu
        self.term = round(int(law.reopening_months[0]) / MONTHS)
        self.year = round(int(law.earnings_term[0]) / MONTHS)
        self.reopening = float(chance(behaviour.reopening))
        self.stock = np.zeros((self.durations, KINDS, CARRIED, *shape))
        self.furthest = 0
        self.resumed = np.zeros((quarters + int(max(self.lgu.max(), self.year)) + 2, 2, CARRIED, *shape))
        self.lapsed = np.zeros((quarters, 2, 2, *shape))
        self.pool = np.zeros((2, 2, *shape))
        self.out = np.zeros(shape)
        self.waiting = round(law.waiting_weeks / WEEKS)
        self.assessed = round(int(law.ezwb_week[0]) / WEEKS)
        later = max(self.waiting + claims.gate.delays, self.assessed, EARLY_QUARTERS) + 1
        self.coming = np.zeros((quarters + later, KINDS, CARRIED, *shape))
        self.leaving = np.zeros((quarters + later, *shape))
        self.working = people.still_working()
        self.per_working = 1.0 / np.maximum(self.working, SAFE)
        self.could = people.employed
        self.per_could = ratio(np.ones_like(self.could), self.could)
        alive, stays = people.natural * people.below_aow, people.staying
        self.fate = np.stack([alive, alive, alive * stays, alive], axis=1)
        """(T, carried, B, 2) share of what is carried that stays over a quarter: alive, below the AOW age, at work."""
        self.dead, self.at_aow = 1.0 - people.natural, people.natural * (1.0 - people.below_aow)
        self.per_present = 1.0 / np.maximum(people.working_present, SAFE)
        self.ill = np.minimum(onsets.stages[Stage.SICK_WEEKS] * self.per_could / WEEKS, 1.0)
        self.at_risk, self.left = np.zeros((quarters, *shape)), np.zeros((quarters, *shape))
        self.new = np.zeros((KINDS, quarters, *shape))
        self.reopened = np.zeros((2, quarters, *shape))
        self.kinds = np.zeros((KINDS, quarters, *shape))
        self.died, self.aow, self.recovered = (np.zeros((KINDS, quarters, *shape)) for _ in range(3))
        self.by_earnings, self.lost, self.to_iva = (np.zeros((quarters, *shape)) for _ in range(3))
        self.base = np.zeros((quarters, 3, 3))
        self.persons = np.zeros((quarters, 3, 3))
        self.beside, self.beside_early = (np.zeros((len(self.resumed), len(WGA_KINDS))) for _ in range(2))
        self.new_base = np.zeros((KINDS, quarters))
        shape = quarters, self.durations, len(WGA_KINDS)
        self.held, self.early, self.changed = (np.zeros(shape) for _ in range(3))
        self.back = np.zeros((quarters, len(WGA_KINDS)))

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
        for quarter, here in enumerate(self.windows):
            stock = self.stock[..., here, :]
            self._set_at_risk(quarter, here)
            self._lay_ready(quarter, here)
            entering = self._enter(quarter, here)
            self._grow_older(stock)
            stock[0] += entering * MIDDLE
            self._leave(stock, quarter, here)
            stock[0] += entering * MIDDLE
            self._measure(stock, quarter, here)
        return Course(
            at_risk=self.at_risk,
            left=self.left,
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
            beside_early=ratio(self.beside_early, self.beside)[: len(self.windows)],
            new_base=self.new_base,
            held=self.held,
            early=self.early,
            **self._lasting(),
        )

    def _lasting(self) -> dict[str, Floats]:
        """Return which part of the WGA kept its kind and which changed it, by quarter, duration and kind."""
        new = self.new[:LASTING].sum(axis=(2, 3)).T * MIDDLE
        before = np.zeros_like(self.held)
        before[1:, 1:] = self.held[:-1, :-1]
        before[1:, -1] += self.held[:-1, -1]
        before[:, 0] += new
        before[:, -1] += self.reopened.sum(axis=(2, 3)).T
        after = self.held - self.changed[:, :, ::-1]
        after[:, 0] -= new
        after[:, -1] -= self.back
        return {"kept": ratio(after, before), "changed": ratio(self.changed, before)}

    def _set_at_risk(self, quarter: int, here: slice) -> None:
        """Set who is at work and not sick: all who could be, less rights, those out of work, and the sick."""
        away = self.stock[:, :, WORKING, here].sum(axis=(0, 1)) + self._ahead(quarter, here)[:, :, WORKING].sum((0, 1))
        left = np.clip(1.0 - (away + self.out[here]) * self.per_could[quarter, here], 0.0, 1.0)
        risk, spread = self.by_wage.at(left)
        frail, _ = self.by_frailty.at(left * self.left_before[here])
        sick = self.ill[quarter, here]
        risk = risk * frail / self.frail_in_tables[quarter, here]
        # the rates are those of employees who are as often sick as they are in the long run
        self.left[quarter, here] = left
        self.at_risk[quarter, here] = left * risk / (1.0 - sick + sick * spread * self.onsets.ill[quarter])

    def _lay_ready(self, quarter: int, here: slice) -> None:
        """Lay what comes of the spells that begin now ready for the quarters in which it is decided."""
        claims, behaviour = self.claims, self.world.behaviour
        scale, per_working = self.at_risk[quarter, here], self.per_working[quarter, here]
        decided = slice(quarter + self.waiting, quarter + self.waiting + claims.gate.delays)
        awarded = claims.awarded[:, quarter, :, here].swapaxes(0, 1) * scale
        coming = self.coming[decided, :, :, here]
        coming[:, :, PERSONS] += awarded
        coming[:, :, BASE] += awarded * claims.base[quarter, :, None, here]
        coming[:, :, WORKING] += awarded * per_working
        early = self.filed.early[:, quarter, here] * (scale * MIDDLE)
        # within their quarter half begin one later
        for first in (quarter, quarter + 1):
            coming = self.coming[first : first + EARLY_QUARTERS, LASTING, :, here]
            coming[:, PERSONS] += early
            coming[:, BASE] += early * self.onsets.base[quarter, here]
            coming[:, WORKING] += early * per_working
        stops = scale * per_working * (1.0 - behaviour.under35_back / WORD)
        idle, ended = stops * (1.0 - behaviour.under35_works / WORD), stops * (1.0 - behaviour.ezwb_to_work / WORD)
        self.leaving[decided, here] += claims.refused[quarter, :, here] * idle
        self.leaving[quarter + self.waiting, here] += self.filed.dropped[quarter, here] * idle
        self.leaving[quarter + self.assessed, here] += self.filed.assessed_ended[quarter, here] * ended

    def _enter(self, quarter: int, here: slice) -> Floats:
        """Count the new rights and re-openings of a quarter, (K, carried, B, 2)."""
        working = self.working[quarter, here]
        self.out[here] *= self.fate[quarter, WORKING, here]
        self.out[here] += self.leaving[quarter, here] * working
        entering = self.coming[quarter, :, :, here]
        entering[:, WORKING] *= working
        entering[:, NATURAL] = entering[:, PERSONS] * self.people.death_rate[quarter, here]
        self.new[:, quarter, here] = entering[:, PERSONS]
        self.new_base[:, quarter] = _both(entering[:, BASE]).sum(axis=-1)
        back = self._reopen(quarter, here)
        self.reopened[:, quarter, here] = back[:, PERSONS]
        self.stock[-1, :LASTING, :, here] += back
        return entering

    def _reopen(self, quarter: int, here: slice) -> Floats:
        """Return re-opened rights (2, carried, B, 2): an equal part in every quarter of the term, of who is at work."""
        back = self.pool[..., here, :] * self.people.working_present[quarter, here]
        if quarter >= self.term:
            self.pool[..., here, :] -= self.lapsed[quarter - self.term][..., here, :]
        found = np.empty((2, CARRIED, *back.shape[2:]))
        found[:, PERSONS] = found[:, WORKING] = back[:, 0]
        found[:, BASE] = back[:, 1]
        found[:, NATURAL] = back[:, 0] * self.people.death_rate[quarter, here]
        return found

    def _may_reopen(self, ended: Floats, quarter: int, here: slice) -> None:
        """Keep the rights that ended of whom is at work, as far as they re-open in any quarter of the term.

        ended: (2, carried, B, 2) times that share.
        """
        still = ratio(ended[:, WORKING], ended[:, PERSONS])
        kept = np.stack([ended[:, WORKING], ended[:, BASE] * still], axis=1) * self.per_present[quarter, here]
        self.lapsed[quarter][..., here, :] += kept
        self.pool[..., here, :] += kept

    def _grow_older(self, stock: Floats) -> None:
        """Let a quarter pass since the start of every right; the last duration keeps its own."""
        stock[-1] += stock[-2]
        stock[1:-1] = stock[:-2].copy()
        stock[0] = 0.0

    def _leave(self, stock: Floats, quarter: int, here: slice) -> None:
        """Let rights end, change and become lasting over a quarter."""
        self._meet_fate(stock, quarter, here)
        back, ended = self._end_resumed(stock, quarter, here)
        natural = ratio(stock[:, :, NATURAL], stock[:, :, PERSONS])
        dies = np.maximum(self.rates.death - natural, SAFE)
        total = dies + self.rates.living
        gone = stock * ((1.0 - np.exp(-total * WEEKS)) / total)[:, :, None]
        stock -= gone * total[:, :, None]
        ended += self._book(stock, gone, dies, quarter, here)
        self._may_reopen(ended, quarter, here)
        self._note(gone, back, quarter)

    def _note(self, gone: Floats, back: Floats, quarter: int) -> None:
        """Note how many changed kind, by quarters since the start, and who came back to the last of these."""
        self.changed[quarter] = _both(gone[:, :LASTING, PERSONS]).sum(axis=-1) * self.rates.changes
        self.back[quarter] = back

    def _meet_fate(self, stock: Floats, quarter: int, here: slice) -> None:
        """Let people die at the mortality of the population, reach the AOW age, and leave work."""
        persons = self.new[:, quarter, here] * MIDDLE
        if quarter > 0:
            persons += self.kinds[:, quarter - 1, here]
        persons[:LASTING] += self.reopened[:, quarter, here]
        self.died[:, quarter, here] = persons * self.dead[quarter, here]
        self.aow[:, quarter, here] = persons * self.at_aow[quarter, here]
        fate = self.fate[quarter, :, here]
        stock *= fate
        self._ahead(quarter, here)[:] *= fate

    def _book(self, stock: Floats, gone: Floats, dies: Floats, quarter: int, here: slice) -> Floats:
        """Count what left the stock and put it where it went; gone: per weekly rate, (D, K, carried, B, 2).

        Return what recovered, times the share of it that re-opens in any quarter of the term, (2, carried, B, 2).
        """
        rates = self.rates
        self.died[:, quarter, here] += (gone[:, :, PERSONS] * dies).sum(axis=0)
        recovered = (gone * rates.recovers[:, :, None, None, None]).sum(axis=0)
        self.recovered[:, quarter, here] += recovered[:, PERSONS]
        lasting = gone[:, PARTIAL] * rates.lasting[PARTIAL] + gone[:, WHOLE] * rates.lasting[WHOLE]
        self.to_iva[quarter, here] += lasting[:, PERSONS].sum(axis=0)
        stock[:, LASTING] += lasting
        stock[:, WHOLE] += gone[:, PARTIAL] * rates.changes[PARTIAL]
        stock[:, PARTIAL] += gone[:, WHOLE] * rates.changes[WHOLE]
        self._resume(gone[:, :LASTING] * rates.resumes[:, None, None, None, None], quarter, here)
        return recovered[:LASTING] * (self.reopening / self.term)

    def _resume(self, starting: Floats, quarter: int, here: slice) -> None:
        """Place who starts to earn much beside a right (D, 2, carried, B, 2) in the quarter in which it then ends.

        That is a year later, or at the end of the wage-related benefit.
        """
        left = self.lgu[np.maximum(quarter - self.duration, 0), here] - self.duration[:, None]
        left[-1] = 0
        delay = np.maximum(left, self.year)
        longest = int(delay.max(initial=self.year))
        late = int((delay > self.year).any(axis=1).sum())
        self.resumed[quarter + self.year, :, :, here] += starting[late:].sum(axis=0)
        born = np.arange(here.start, here.stop)
        # by years of birth only as long as the wage-related benefit can last longer than a year
        for one in range(late):
            # indices apart put the years of birth first
            self.resumed[quarter + delay[one], :, :, born] += np.moveaxis(starting[one], 2, 0)
        self.furthest = max(self.furthest, quarter + longest)
        persons = _both(starting[:, :, PERSONS])
        for cells, lasts in ((self.beside, delay), (self.beside_early, np.maximum(left, 0))):
            place = lasts[:, None] * len(WGA_KINDS) + np.arange(len(WGA_KINDS))[:, None]
            ending = np.bincount(place.ravel(), persons.ravel(), minlength=(longest + 1) * len(WGA_KINDS))
            still = ending.reshape(-1, len(WGA_KINDS))[::-1].cumsum(axis=0)[::-1]
            cells[quarter : quarter + longest] += still[1:]

    def _ahead(self, quarter: int, here: slice) -> Floats:
        """Return who earns much beside a right by the quarter in which that ends it, from a quarter on."""
        return self.resumed[quarter : max(self.furthest, quarter) + 1, :, :, here]

    def _end_resumed(self, stock: Floats, quarter: int, here: slice) -> tuple[Floats, Floats]:
        """End the rights whose time has come; let others lose their earnings, recover, or die.

        Return how many lost their earnings, partial and full, (2,), and what ended, times the share of it that re-opens
        in any quarter of the term, (2, carried, B, 2).
        """
        ahead = self._ahead(quarter + 1, here)
        ended = self.resumed[quarter, :, :, here]
        self.recovered[:LASTING, quarter, here] += ended[:, PERSONS]
        self.by_earnings[quarter, here] += ended[:, PERSONS].sum(axis=0)
        lost = self.reopening / (self.term + self.year)
        reopens = ended * (lost / (1.0 - lost * self.year))
        relapse = lost / (1.0 - lost * self.year * MIDDLE)
        beside = ahead.sum(axis=0)
        back = beside * relapse
        self.lost[quarter, here] += back[:, PERSONS].sum(axis=0)
        stock[-1, :LASTING] += back
        recovery = self.rates.medical.mean() * WEEKS
        recovered = (beside - back) * recovery
        self.recovered[:LASTING, quarter, here] += recovered[:, PERSONS]
        reopens += recovered * (self.reopening / self.term)
        ahead *= (1.0 - relapse) * (1.0 - recovery)
        self.resumed[quarter, :, :, here] = 0.0
        return _both(back[:, PERSONS]).sum(axis=-1), reopens

    def _measure(self, stock: Floats, quarter: int, here: slice) -> None:
        """Measure the stock at the end of a quarter."""
        beside = self._ahead(quarter + 1, here).sum(axis=0)
        self.kinds[:, quarter, here] = stock[:, :, PERSONS].sum(axis=0)
        self.kinds[:LASTING, quarter, here] += beside[:, PERSONS]
        within = self.lgu[np.maximum(quarter - self.duration, 0), here] > self.duration[:, None]
        within[-1] = False
        by_year = _both(stock[:, :, : BASE + 1])
        early = np.einsum("dkcb,db->dkc", by_year, within.astype(np.float64))
        of_all = by_year.sum(axis=3)
        every = of_all.sum(axis=0)
        self.held[quarter] = of_all[:, :LASTING, PERSONS]
        self.early[quarter] = early[:, :LASTING, PERSONS]
        for cells, place in ((self.persons, PERSONS), (self.base, BASE)):
            first = early[:, :, place].sum(axis=0)
            cells[quarter, :, 0] = first
            cells[quarter, :, 1] = every[:, place] - first
            cells[quarter, :LASTING, 2] = _both(beside[:, place]).sum(axis=-1)
