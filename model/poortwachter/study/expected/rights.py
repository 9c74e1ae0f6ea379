"""Run forward through the quarters: who is at work, who enters the WIA, and what becomes of rights.

Rights are followed by kind, by quarters since their start (up to where a chance changes, then together), by year of
birth and sex. Beside persons the stock carries the sum of their maandloon, the part that would still be at work but for
the right, and the mortality of the population at their start, above which the group's own counts.

A quarter only touches the years of birth that can be at work in it. What comes of the spells that begin in a quarter is
known in that quarter, and laid ready for the quarters in which it is decided.
"""

from dataclasses import dataclass

import numpy as np

from poortwachter.kernel.expected.rights import CARRIED, KINDS, LASTING, SAFE, WGA, Books, Ready, follow_quarters
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Sex
from poortwachter.study.expected.claims import Claims
from poortwachter.study.expected.filed import Filed
from poortwachter.study.expected.grid import (
    MIDDLE,
    MONTHS,
    WEEKS,
    WORD,
    Floats,
    ages_at,
    by_birth,
    by_cell,
    chance,
    ratio,
)
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import EARLY_QUARTERS, Onsets, Stage, depletion, frailty_shares


@dataclass(frozen=True)
class Course:
    """What happened, by quarter of the event (T), and kind of right (K: partial, full, IVA) where it matters."""

    at_risk: Floats
    """(T, B, 2) share of those who could be at work who are, and not sick, times their mean relative risk."""
    left: Floats
    """(T, B, 2) share of those who could be at work who are, the sick among them."""
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
    beside_early: Floats
    """(T, 2) share of those who earn beside a right for whom it is a wage-related benefit, by kind."""
    new_base: Floats
    """(K, T) maandloon of new rights, eurocents."""
    held: Floats
    early: Floats
    """(T, D, 2) persons with a WGA at the end of the quarter, by quarters since the start and kind, and those in a
    wage-related benefit among them."""
    kept: Floats
    """(T, D, 2) share of the WGA that keeps its kind over the quarter, by quarters since the start and kind."""
    changed: Floats
    """(T, D, 2) share that changes to the other kind of WGA."""


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
        self.death = np.stack([wga, wga, iva], axis=1)
        """(D, K) mortality of the group."""
        living = self.recovers.copy()
        living[:, :LASTING] += self.resumes[:, None] + self.lasting + self.changes
        self.living = living
        """(D, K) all exits but death."""


def _two(passed: Floats, border: float, first: float, later: float) -> Floats:
    """Return a rate that changes at a border in weeks, over quarters in the middle of which durations are passed."""
    early = np.clip(border / WEEKS - passed + MIDDLE, 0.0, 1.0)
    return first * early + later * (1.0 - early)


class _Run:
    """What a run forward starts from, and its books."""

    def __init__(self, world: World, people: People, onsets: Onsets, filed: Filed, claims: Claims) -> None:
        self.world, self.people, self.onsets = world, people, onsets
        self.filed, self.claims = filed, claims
        behaviour, law = world.behaviour, world.law
        border = max(behaviour.recovery_border, behaviour.iva_death_border)
        self.rates = _Rates(world, durations=int(np.ceil(border / WEEKS)) + 2)
        self.windows = people.windows()
        self._deplete()
        self.term = round(int(law.reopening_months[0]) / MONTHS)
        self.year = round(int(law.earnings_term[0]) / MONTHS)
        self.waiting = round(law.waiting_weeks / WEEKS)
        self.assessed = round(int(law.ezwb_week[0]) / WEEKS)
        self.books = self._books()

    def _books(self) -> Books:
        """Return empty books."""
        people, cells = self.people, self.onsets.base[0].size
        quarters, durations = people.grid.quarters, len(self.rates.medical)
        longest = quarters + int(max(people.lgu.max(), self.year)) + 2
        later = quarters + max(self.waiting + self.claims.gate.delays, self.assessed, EARLY_QUARTERS) + 1
        kinds = (KINDS, quarters, cells)
        return Books(
            stock=np.zeros((durations, KINDS, CARRIED, cells)),
            resumed=np.zeros((longest, WGA, CARRIED, cells)),
            lapsed=np.zeros((quarters, WGA, 2, cells)),
            pool=np.zeros((WGA, 2, cells)),
            out=np.zeros(cells),
            coming=np.zeros((later, KINDS, CARRIED, cells)),
            leaving=np.zeros((later, cells)),
            at_risk=np.zeros((quarters, cells)),
            left=np.zeros((quarters, cells)),
            new=np.zeros(kinds),
            reopened=np.zeros((WGA, quarters, cells)),
            kinds=np.zeros(kinds),
            died=np.zeros(kinds),
            aow=np.zeros(kinds),
            recovered=np.zeros(kinds),
            by_earnings=np.zeros((quarters, cells)),
            lost=np.zeros((quarters, cells)),
            to_iva=np.zeros((quarters, cells)),
            cells_base=np.zeros((quarters, 3, 3)),
            cells_persons=np.zeros((quarters, 3, 3)),
            beside=np.zeros((longest, WGA)),
            beside_early=np.zeros((longest, WGA)),
            new_base=np.zeros((KINDS, quarters)),
            held=np.zeros((quarters, durations, WGA)),
            in_lgu=np.zeros((quarters, durations, WGA)),
            changed=np.zeros((quarters, durations, WGA)),
            returned=np.zeros((quarters, WGA)),
            beside_now=np.zeros((WGA, CARRIED, cells)),
            reopens=np.zeros((WGA, CARRIED, cells)),
            ending=np.zeros((2, longest, WGA)),
        )

    def _ready(self) -> Ready:
        """Return what is known before the first quarter."""
        people, onsets, rates = self.people, self.onsets, self.rates
        filed, claims = self.filed, self.claims
        behaviour, working = self.world.behaviour, self.people.still_working()
        alive, stays = people.natural * people.below_aow, people.staying
        per_could = ratio(np.ones_like(people.employed), people.employed)
        by_people = {
            "fate": np.stack([alive, alive, alive * stays, alive], axis=1),
            "dead": 1.0 - people.natural,
            "at_aow": people.natural * (1.0 - people.below_aow),
            "per_could": per_could,
            "per_present": 1.0 / np.maximum(people.working_present, SAFE),
            "per_working": 1.0 / np.maximum(working, SAFE),
            "working": working,
            "working_present": people.working_present,
            "death_rate": people.death_rate,
            "ill": np.minimum(onsets.stages[Stage.SICK_WEEKS] * per_could / WEEKS, 1.0),
            "base": onsets.base,
            "awarded": claims.awarded,
            "awarded_base": claims.base,
            "refused": claims.refused,
            "dropped": filed.dropped,
            "ended": filed.assessed_ended,
            "early": filed.early,
            "left_before": self.left_before,
            "frail_in_tables": self.frail_in_tables,
        }
        others = {
            "ill_share": onsets.ill,
            "wage_left": self.by_wage.left,
            "wage_mean": self.by_wage.mean,
            "wage_spread": self.by_wage.spread,
            "frail_left": self.by_frailty.left,
            "frail_mean": self.by_frailty.mean,
            "recovers": rates.recovers,
            "death": rates.death,
            "living": rates.living,
            "resumes": rates.resumes,
            "lasting": rates.lasting,
            "changes": rates.changes,
        }
        return Ready(
            window=np.array([(one.start, one.stop) for one in self.windows], dtype=np.int64) * len(Sex),
            lgu=np.repeat(people.lgu, len(Sex), axis=1),
            recovery=float(rates.medical.mean()) * WEEKS,
            reopening=float(chance(behaviour.reopening)),
            term=self.term,
            year=self.year,
            waiting=self.waiting,
            assessed=self.assessed,
            back=float(behaviour.under35_back) / WORD,
            works=float(behaviour.under35_works) / WORD,
            ended_to_work=float(behaviour.ezwb_to_work) / WORD,
            weeks=WEEKS,
            **{name: by_cell(one) for name, one in by_people.items()},
            **{name: np.ascontiguousarray(one, dtype=np.float64) for name, one in others.items()},
        )

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
        books = self.books
        follow_quarters(self._ready(), books)
        return Course(
            at_risk=by_birth(books.at_risk),
            left=by_birth(books.left),
            new=by_birth(books.new),
            reopened=by_birth(books.reopened),
            stock=by_birth(books.kinds),
            died=by_birth(books.died),
            aow=by_birth(books.aow),
            recovered=by_birth(books.recovered),
            by_earnings=by_birth(books.by_earnings),
            earnings_lost=by_birth(books.lost),
            to_iva=by_birth(books.to_iva),
            base=books.cells_base,
            persons=books.cells_persons,
            beside_early=ratio(books.beside_early, books.beside)[: len(self.windows)],
            new_base=books.new_base,
            held=books.held,
            early=books.in_lgu,
            **self._lasting(),
        )

    def _lasting(self) -> dict[str, Floats]:
        """Return which part of the WGA kept its kind and which changed it, by quarter, duration and kind."""
        books = self.books
        new = books.new[:LASTING].sum(axis=2).T * MIDDLE
        before = np.zeros_like(books.held)
        before[1:, 1:] = books.held[:-1, :-1]
        before[1:, -1] += books.held[:-1, -1]
        before[:, 0] += new
        before[:, -1] += books.reopened.sum(axis=2).T
        after = books.held - books.changed[:, :, ::-1]
        after[:, 0] -= new
        after[:, -1] -= books.returned
        return {"kept": ratio(after, before), "changed": ratio(books.changed, before)}
