"""Follow spells of more than a week to the moments at which something is counted or decided.

Sickness to come does not depend on earlier sickness here, and a spell does not continue an earlier one; the marginal
rates are those of everyone at work. Who has a higher risk leaves sooner, so that fewer of them are left at work:
`depletion` gives by how much the mean risk then falls.
"""

from enum import IntEnum
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from poortwachter.behaviour.hazards import WEEK_AT_WORK
from poortwachter.behaviour.table import mean_of_six
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Sector, Size
from poortwachter.study.expected.grid import WEEKS, WORD, Floats, Integers, chance, ratio
from poortwachter.study.expected.people import People
from poortwachter.study.expected.wages import Wages, wages_of

NOTIFICATION: Final = 42
HALF_A_YEAR: Final = 26
HALF_YEARS: Final = 4
"""Half-years of a spell in which the stock of the Ziektewet is counted apart."""
EARLY_QUARTERS: Final = 7
"""Quarters of a spell in which an early IVA can start."""


class Stage(IntEnum):
    """What is followed per person at work and week; `WW`, `FIRST_YEAR` and `LATER` are in the Ziektewet.

    `BASE`, `BASE_EMPLOYER` and `BASE_OTHER` hold the maandloon of long spells, and of those at the end of the waiting
    period by who pays. `FIRST_YEAR`: there before the assessment after a year, which has still to be passed, the
    unemployed (`WW`) among them; `LATER`: without it. `ZW`, `ZW_LATER`, `EARLY_IVA` and `EARLY_FIRST_YEAR` are the
    first of as many stages as there are half-years and quarters.
    """

    SICK_WEEKS = 0
    WEEK42 = 1
    REPORTS = 2
    CLAIMS_EMPLOYER = 3
    CLAIMS_WW = 4
    CLAIMS_FIRST_YEAR = 5
    CLAIMS_LATER = 6
    END_EMPLOYER = 7
    END_WW = 8
    END_FIRST_YEAR = 9
    END_LATER = 10
    ASSESSED = 11
    INSTEAD_FIRST_YEAR = 12
    INSTEAD_LATER = 13
    LONG = 14
    BASE = 15
    BASE_EMPLOYER = 16
    BASE_OTHER = 17
    CLAIMS_OTHER = 18
    ZW = 19
    ZW_LATER = 23
    EARLY_IVA = 27
    EARLY_FIRST_YEAR = 34


N_STAGES: Final = Stage.EARLY_FIRST_YEAR + EARLY_QUARTERS


class Depletion(NamedTuple):
    """Mean risk of who is left at work, by the share of a cohort that is left, from few to all."""

    left: Floats
    """(n,) shares, rising to 1."""
    mean: Floats
    """(n,) mean relative risk of those left; 1 where all are."""
    spread: Floats
    """(n,) the same of those who fall ill."""

    def at(self, left: Floats) -> tuple[Floats, Floats]:
        """Return the mean relative risk of those left and of those among them who fall ill."""
        return np.interp(left, self.left, self.mean), np.interp(left, self.left, self.spread)

    def share_left(self, mean: Floats) -> Floats:
        """Return the share left at which the mean risk is so much."""
        return np.interp(mean, self.mean, self.left)


def depletion(risk: Floats) -> Depletion:
    """Return how the mean of relative risks (n,) falls as those with a high risk leave work."""
    risk = risk / risk.mean()
    time = np.concatenate([[0.0], np.geomspace(SHORTEST, LONGEST, STEPS)])[::-1]
    stays = np.exp(-risk * time[:, None])
    left = stays.mean(axis=1)
    mean = (stays * risk).mean(axis=1) / left
    return Depletion(left=left, mean=mean, spread=(stays * risk**2).mean(axis=1) / left / mean)


SHORTEST: Final = 1e-3
LONGEST: Final = 10.0
STEPS: Final = 60
"""Summed risks for which the depletion is worked out: from next to nobody gone to next to nobody left."""


class Sickness(NamedTuple):
    """Marginal sickness by year of onset, age band (6), sex and, where it matters, contract.

    Marginal: over levels of frailty as they are among employees by the tables, and over causes.
    """

    onset: Floats
    """(Y, 6, 2, C) weekly rate of spells of whatever length of an employee, at work or sick."""
    paid: Floats
    """(Y, 6, 2, 105) P(spell longer than k weeks), paid by an employer."""
    ziektewet: Floats
    """(6, 2, 105) the same in the Ziektewet."""
    risk: Floats
    """(F,) relative rate of spells that last to the claim, by level of frailty."""
    psychological: float
    """Share of psychological causes among those still sick at the end of the waiting period."""
    at_one: Floats
    """(Y, 6) weekly rate at a frailty of 1, of who is at work."""
    length: Floats
    long: Floats
    """(Y, 6, F) weeks of a spell, and chance that it lasts to the claim, by level of frailty."""


def sickness_of(world: World) -> Sickness:
    """Return the marginal rates of onset and survival of spells.

    The share of a level of frailty among onsets is that at work and not sick. The wage does not count here.
    """
    behaviour = world.behaviour
    shares = frailty_shares(world)
    levels = int(behaviour.spell_level.max()) + 1
    paid = mean_of_six(behaviour.survival[:levels] / WORD, axis=-3)
    ziektewet = mean_of_six(behaviour.survival_zw / WORD, axis=-3)
    causes = np.array([1.0 - behaviour.psychological / WORD, behaviour.psychological / WORD])
    by_part = np.einsum("ypcask,c->ypask", paid, causes)[behaviour.spell_level]
    part = np.arange(shares.shape[1]) * by_part.shape[1] // shares.shape[1]
    rate = behaviour.onset_rate[:, None] * (behaviour.onset_accept / WORD)
    at_one = np.einsum("yask,asck->yasc", rate, sectors(world), optimize=True)
    weeks = by_part.sum(axis=-1)[:, part] - WEEK_AT_WORK
    exposed = at_one[..., None] * world.onset_by_frailty
    falling = exposed / (1.0 + exposed * np.moveaxis(weeks, 1, -1)[:, :, :, None]) * shares[:, None, None]
    onset = falling.sum(axis=-1)
    of_part = np.add.reduceat(falling.sum(axis=3), np.flatnonzero(np.diff(part, prepend=-1)), axis=-1)
    weights = ratio(of_part, of_part.sum(axis=-1, keepdims=True))
    long = by_part[..., int(world.law.claim_week[0])][:, part]
    risk = np.einsum("yasf,yfas->f", falling.sum(axis=3) / shares[:, None], long)
    at_end = np.einsum("yasp,ypcas,c->c", weights, paid[..., -1][behaviour.spell_level], causes)
    return Sickness(
        onset=onset,
        paid=np.einsum("yasp,ypask->yask", weights, by_part),
        ziektewet=np.einsum("asp,pcask,c->ask", weights[-1], ziektewet, causes),
        risk=risk,
        psychological=float(at_end[-1] / at_end.sum()),
        at_one=at_one.mean(axis=(2, 3)),
        length=np.moveaxis(weeks, 1, 2).mean(axis=3),
        long=np.moveaxis(long, 1, 2).mean(axis=3),
    )


def frailty_shares(world: World) -> Floats:
    """Return the shares of levels of frailty among employees by age band, (6, F)."""
    return np.diff(world.frailty_at_start / WORD, axis=1, prepend=0.0)


def onsets_by_rank(world: World, sick: Sickness, years: Integers) -> tuple[Floats, Floats]:
    """Return how often people of a wage rank fall ill, by week of illness and by long spell, (n, 6, 64).

    Lower wages fall ill more often; who does so often is less at work to fall ill again.
    """
    frailty = sick.at_one[years][:, :, None, None] * world.onset_by_frailty
    rate = frailty * world.onset_by_wage[:, None]
    falls_ill = rate / (1.0 + rate * sick.length[years][:, :, None])
    falls_ill *= frailty_shares(world)[:, None]
    weeks, long = ((falls_ill @ one[years][..., None])[..., 0] for one in (sick.length, sick.long))
    return weeks, long


def employers(world: World) -> Floats:
    """Return the shares of size and sector by age band, sex and contract, (6, 2, 3, 5, 6)."""
    population = world.population
    drawn = np.diff(population.employer_proposal / WORD, prepend=0.0) * (population.employer_accept / WORD)
    cells = drawn / drawn.sum(axis=3, keepdims=True)
    return cells.reshape(*cells.shape[:3], len(Size), len(Sector))


def sectors(world: World) -> Floats:
    """Return the shares of sectors by age band, sex and contract, (6, 2, 3, 6)."""
    return employers(world).sum(axis=3)


def spell_rates(world: World, sick: Sickness) -> tuple[Floats, "Weeks"]:
    """Return every stage per employee and week, and the weeks of a spell, by year, age band, sex and contract."""
    course = _Course(world, sick)
    rates = np.zeros((*sick.onset.shape, N_STAGES))
    course.fill(rates)
    rates *= sick.onset[..., None]
    return rates, course.weeks()


class _Course:
    """Chances by week of illness, per spell, by year, age band, sex and contract: (Y, 6, 2, C, 105)."""

    def __init__(self, world: World, sick: Sickness) -> None:
        self.world = world
        law, behaviour = world.law, world.behaviour
        week = np.arange(sick.paid.shape[-1])
        self.week = week
        self.latest = int(law.tweede_spoor_week[0])
        started = behaviour.second_track_started / WORD
        rate = behaviour.second_track_rate * self._placement_factor()[:, None, None, None, None]
        placed = started * -np.expm1(-rate * np.maximum(week - self.latest, 0))
        ends = np.exp(-behaviour.contract_end_rate[:, None] * week)
        paid = sick.paid[:, :, :, None] * (1.0 - placed)
        self.paid = paid * ends
        """Still paid by the employer."""
        self.zw = sick.ziektewet[None, :, :, None]
        ending = np.concatenate([np.zeros((len(ends), 1)), -np.diff(ends, axis=1)], axis=1)
        self.arrivals = paid * ending
        """Come into the Ziektewet in the week because the contract ends."""
        self.moved = self._moved(slice(0, int(law.ezwb_week[0])))
        self.moved_later = self._moved(slice(int(law.ezwb_week[0]), None))
        self.all_year = sick.paid[:, :, :, None]
        self.early = chance(behaviour.early_iva)
        self._shares()

    def _placement_factor(self) -> Floats:
        """Return what policy makes of the rate of placements, by year of onset (Y,): of spells that start halfway."""
        law, behaviour, clock = self.world.law, self.world.behaviour, self.world.clock
        starts = np.minimum(clock.year_first_week[:-1] + HALF_A_YEAR + self.latest, clock.weeks)
        factor = np.where(law.no_risk_second_track[starts], behaviour.placed_no_risk, 1.0)
        return factor * np.where(law.second_track_better[starts], behaviour.placed_better, 1.0)

    def _moved(self, weeks: slice) -> Floats:
        """Return who is in the Ziektewet because the contract ended in some weeks of the spell."""
        entered = np.zeros_like(self.arrivals)
        entered[..., weeks] = ratio(self.arrivals, np.broadcast_to(self.zw, self.arrivals.shape))[..., weeks]
        before = np.cumsum(entered, axis=-1) - entered
        return before * self.zw

    def _shares(self) -> None:
        """Set the shares of routes at onset, by (Y, 6, 2, C)."""
        behaviour = self.world.behaviour
        unemployed = (behaviour.vangnet_ww / WORD)[:, :, None, None]
        agency = (behaviour.vangnet_agency / WORD)[:, None, None, :]
        other = (behaviour.vangnet_other / WORD)[None, None, :, None]
        shape = np.broadcast_shapes(unemployed.shape, agency.shape, other.shape)
        self.ww, self.agency, self.other = (np.broadcast_to(one, shape) for one in (unemployed, agency, other))
        self.employer = np.maximum(1.0 - self.ww - self.agency - self.other, 0.0)

    def waits_for_iva(self, week: int) -> Floats:
        """Return the share of long spells without an early IVA at a week, by age band, (6, 1, 1)."""
        law = self.world.law
        first, last = int(law.iva_minimum[0]), int(law.iva_maximum[0])
        passed = np.clip((week - first + 1) / (last - first + 1), 0.0, 1.0)
        return (1.0 - self.early * passed)[:, None, None]

    def decided(self) -> Floats:
        """Return the chance that the RIV-toets is decided in a week of illness, (105,)."""
        law, late = self.world.law, self.world.behaviour.late_decision / WORD
        first, timely, latest = (int(one[0]) for one in (law.first_decision, law.timely_decision, law.latest_decision))
        found = np.zeros(len(self.week))
        found[first : timely + 1] = (1.0 - late) / (timely - first + 1)
        found[timely + 1 : latest] += late / max(latest - timely - 1, 1)
        return found

    def weeks(self) -> "Weeks":
        """Return the weeks of a spell by who pays."""
        # a spell is followed from its first week, but only if it lasts longer than that
        longer = np.maximum(self.week, 1)
        wage = self.employer[..., None] * self.paid[..., longer]
        insured = self.week >= self.world.behaviour.insurer_from_week
        return Weeks(
            wage=_by_quarter(wage),
            beyond=_by_quarter(wage * insured),
            unemployed=self.ww[..., None] * _by_quarter(self.zw[..., longer]),
            flexible=self.agency[..., None] * _by_quarter(self.zw[..., longer])
            + self.employer[..., None] * _by_quarter(self.moved),
            flexible_later=self.employer[..., None] * _by_quarter(self.moved_later),
            other=self.other[..., None] * _by_quarter(self.all_year[..., longer]),
        )

    def fill(self, rates: Floats) -> None:
        """Set every stage per spell."""
        law = self.world.law
        claim, end = int(law.claim_week[0]), law.waiting_weeks
        rates[..., Stage.SICK_WEEKS] = self.all_year.sum(axis=-1)
        rates[..., Stage.WEEK42] = self.employer * self.paid[..., NOTIFICATION] * self.waits_for_iva(NOTIFICATION)
        rates[..., Stage.ASSESSED] = self._in_first_year(int(law.ezwb_week[0])) * self.waits_for_iva(NOTIFICATION)
        late = self._late(claim)
        without = self.waits_for_iva(claim)
        rates[..., Stage.REPORTS] = self.employer * self._reports() * without
        rates[..., Stage.CLAIMS_EMPLOYER] = self.employer * (self.paid[..., claim] - late) * without
        rates[..., Stage.CLAIMS_WW] = self.ww * self.zw[..., claim] * without
        rates[..., Stage.CLAIMS_FIRST_YEAR] = self._in_first_year(claim) * without
        rates[..., Stage.CLAIMS_OTHER] = self.other * self.all_year[..., claim] * without
        rates[..., Stage.CLAIMS_LATER] = (self._later(claim) + self.employer * late) * without
        rates[..., Stage.END_EMPLOYER] = self.employer * self.paid[..., end] * without
        rates[..., Stage.END_WW] = self.ww * self.zw[..., end] * without
        rates[..., Stage.END_FIRST_YEAR] = self._in_first_year(end) * without
        rates[..., Stage.END_LATER] = self._later(end) * without
        tested = self._reports() * without
        rates[..., Stage.INSTEAD_FIRST_YEAR] = self.ww * self.moved[..., claim] * without
        rates[..., Stage.INSTEAD_LATER] = self.ww * (
            (self.moved_later[..., claim] + self.paid[..., claim]) * without - tested
        )
        rates[..., Stage.LONG] = self.all_year[..., claim]
        rates[..., Stage.BASE] = self.all_year[..., claim]
        rates[..., Stage.BASE_EMPLOYER] = rates[..., Stage.END_EMPLOYER]
        rates[..., Stage.BASE_OTHER] = rates[..., Stage.END_FIRST_YEAR] + rates[..., Stage.END_LATER]
        self._stocks(rates)
        self._early_iva(rates)

    def _in_first_year(self, week: int) -> Floats:
        """Return the chance to be in the Ziektewet at a week from before the assessment, unemployed included."""
        return (self.ww + self.agency) * self.zw[..., week] + self.employer * self.moved[..., week]

    def _later(self, week: int) -> Floats:
        return self.other * self.all_year[..., week] + self.employer * self.moved_later[..., week]

    def _late(self, claim: int) -> Floats:
        """Return whose contract ends between the claim and the end of the waiting period: a vangnet claim."""
        return self.arrivals[..., claim + 1 : self.world.law.waiting_weeks].sum(axis=-1)

    def _reports(self) -> Floats:
        """Return the chance of a RIV-toets: still paid when it is decided, and no end of contract after it."""
        waiting = self.world.law.waiting_weeks
        later = self.arrivals[..., :waiting][..., ::-1].cumsum(axis=-1)[..., ::-1]
        decided = self.decided()[:waiting]
        return ((self.paid[..., :waiting] - later + self.arrivals[..., :waiting]) * decided).sum(axis=-1)

    def _stocks(self, rates: Floats) -> None:
        """Set the weeks in the Ziektewet by half-year of the spell."""
        half = (len(self.week) - 1) // HALF_YEARS
        # a spell is followed from its first week, but only if it lasts longer than that
        longer = np.maximum(self.week, 1)
        start = (self.ww + self.agency)[..., None] * self.zw[..., longer]
        assessed = start + self.employer[..., None] * self.moved
        other = self.other[..., None] * self.all_year[..., longer] + self.employer[..., None] * self.moved_later
        for part in range(HALF_YEARS):
            weeks = slice(part * half, (part + 1) * half)
            rates[..., Stage.ZW + part] = assessed[..., weeks].sum(axis=-1)
            rates[..., Stage.ZW_LATER + part] = other[..., weeks].sum(axis=-1)

    def _early_iva(self, rates: Floats) -> None:
        """Set the early IVAs by quarter of the spell; only a spell of more than 42 weeks gets one."""
        law = self.world.law
        first, last = int(law.iva_minimum[0]), int(law.iva_maximum[0])
        weeks = np.arange(first, last + 1)
        at = np.maximum(weeks, NOTIFICATION)
        first_year = (self.ww + self.agency)[..., None] * self.zw[..., at]
        first_year += self.employer[..., None] * self.moved[..., at]
        others = self.other[..., None] * self.all_year[..., at]
        others += self.employer[..., None] * (self.moved_later + self.paid)[..., at]
        per_week = self.early[:, None, None] / len(weeks)
        quarter = np.minimum(weeks / WEEKS, EARLY_QUARTERS - 1).astype(np.int64)
        for one in range(EARLY_QUARTERS):
            rates[..., Stage.EARLY_IVA + one] = others[..., quarter == one].sum(axis=-1) * per_week
            rates[..., Stage.EARLY_FIRST_YEAR + one] = first_year[..., quarter == one].sum(axis=-1) * per_week


class Weeks(NamedTuple):
    """Weeks of a spell of more than a week, per spell of whatever length, by quarter of illness (Y, 6, 2, C, 8)."""

    wage: Floats
    """On the wage of an employer."""
    beyond: Floats
    """Those among them from the week in which an insurer pays."""
    unemployed: Floats
    flexible: Floats
    flexible_later: Floats
    other: Floats
    """In the Ziektewet: unemployed; contract ended in the first year, and later; pregnancy and no-risk."""


def _by_quarter(by_week: Floats) -> Floats:
    """Return sums by quarter of illness of values by week (..., 105)."""
    first = np.rint(np.arange(QUARTERS_SICK) * WEEKS).astype(np.int64)
    return np.add.reduceat(by_week[..., :-1], first, axis=-1)


QUARTERS_SICK: Final = 8
"""Quarters of the waiting period."""


class Onsets(NamedTuple):
    """What comes of the spells that begin in a quarter, if nobody were sick or disabled at its start."""

    stages: Floats
    """(X, T, B, 2) persons who would come to a stage, without death and AOW on the way."""
    base: Floats
    """(T, B, 2) mean maandloon of long spells, eurocents at the benefit index of the price year."""
    base_employer: Floats
    base_other: Floats
    """(T, B, 2) the same of those whose employer pays at the end of the waiting period, and of the others."""
    sick: Sickness
    rates: Floats
    """(Y, 6, 2, C, X) the stages per employee and week."""
    weeks: Weeks
    wages: Wages
    ill: Floats
    """(T,) the sick as a share of those there would be if people had been falling ill for longer than the clock."""

    def of(self, *stages: int) -> Floats:
        """Return the sum of stages, (T, B, 2)."""
        found = self.stages[stages[0]].copy()
        for stage in stages[1:]:
            found += self.stages[stage]
        return found


def onsets_of(world: World, people: People) -> Onsets:
    """Return the stages by quarter of onset, year of birth and sex."""
    sick = sickness_of(world)
    rates, weeks = spell_rates(world, sick)
    wages = wages_of(world, sectors=sectors(world), by_rank=partial(onsets_by_rank, world, sick))
    base = wages.base[..., None]
    rates[..., [Stage.BASE, Stage.BASE_EMPLOYER, Stage.BASE_OTHER]] *= base
    of_all = np.einsum("yascx,yac->ysxa", rates, people.contracts, optimize=True)
    grid = people.grid
    persons = np.moveaxis(people.employed * WEEKS, 2, 1)
    of_band = np.swapaxes(people.bands, 1, 2)[:, None] * persons[:, :, None]
    stages = np.moveaxis(of_all[grid.year_of(grid.middles)] @ of_band, (2, 1), (0, 3))
    return Onsets(
        stages=stages,
        base=ratio(stages[Stage.BASE], stages[Stage.LONG]),
        base_employer=ratio(stages[Stage.BASE_EMPLOYER], stages[Stage.END_EMPLOYER]),
        base_other=ratio(stages[Stage.BASE_OTHER], stages[Stage.END_FIRST_YEAR] + stages[Stage.END_LATER]),
        ill=_ill(people, sick),
        sick=sick,
        rates=rates,
        weeks=weeks,
        wages=wages,
    )


def _ill(people: People, sick: Sickness) -> Floats:
    """Return which part of the weeks of illness lies before each quarter's middle, counted from the first, (T,)."""
    survival = np.einsum("asc,ask->k", sick.onset[0], sick.paid[0])
    passed = people.grid.middles * WEEKS
    return np.interp(passed, np.arange(len(survival)) + 1.0, survival.cumsum() / survival.sum())
