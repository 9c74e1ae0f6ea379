"""Run the simulation and the oracle on the same degenerate population and say whether they agree.

The kernel, law and behaviour are those of a run, but the population is a few groups of identical workers, for which
the oracle is exact. Differences are judged by the standard errors of the 256 groups.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.behaviour.table import RETURNS, BehaviourTable
from poortwachter.kernel.pack import pack
from poortwachter.kernel.state import OLDEST, World
from poortwachter.population.table import employer_draw
from poortwachter.primitives.codes import GROUPS, Contract, Item, Sector, Sex, Size
from poortwachter.scenario.resolve import Resolved
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Lives, plain_ledger, split_ledgers
from poortwachter.simulation.worlds import Horizon, build_world
from poortwachter.study.oracle import UNLIMITED, Group, expected_cells
from poortwachter.study.recalled import CHECKS, questions_of, recalled

Floats = npt.NDArray[np.float64]

WORD: Final = 1 << 32
GATE_UNIT: Final = 1 << 20
LIMIT: Final = 4.0
"""Standard errors within which simulation and oracle must agree."""
LAST_YEAR: Final = 2026
"""Last year on the clock of a check."""
WORKERS: Final = 512 * GROUPS
FEW_GROUPS: Final = 200
"""A cell is judged if it is not zero in so many of the 256 groups; the others are judged in the sum over years."""
WIA_ITEMS: Final = (Item.IVA, Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU)
CENTS: Final = 100.0


@dataclass(frozen=True)
class Judged:
    """Simulated means per worker, their standard errors, what the oracle expects, and how many groups are not zero."""

    simulated: Floats
    se: Floats
    expected: Floats
    groups: npt.NDArray[np.int64]

    @property
    def z(self) -> Floats:
        """Return differences in standard errors; NaN where too few groups have anything to say."""
        enough = (self.groups >= FEW_GROUPS) & (self.se > 0.0)
        return np.where(enough, (self.simulated - self.expected) / np.where(enough, self.se, 1.0), np.nan)


def judge(by_group: Floats, expected: Floats) -> Judged:
    """Judge group means per worker (256, ...) against expected values per worker (...)."""
    return Judged(
        simulated=by_group.mean(axis=0),
        se=by_group.std(axis=0, ddof=1) / np.sqrt(GROUPS),
        expected=expected,
        groups=np.count_nonzero(by_group, axis=0),
    )


@dataclass(frozen=True)
class Member:
    """One group of the degenerate population: who they are at the start of the clock."""

    share: float
    age: int
    sex: Sex
    contract: Contract
    size: Size
    sector: Sector
    erd_wga: bool
    erd_zw: bool
    insured: bool


MEMBERS: Final = (
    Member(0.125, 22, Sex.VROUW, Contract.UITZEND, Size.FROM_50, Sector.GI_HANDEL_VERVOER, False, True, False),
    Member(0.25, 32, Sex.MAN, Contract.TIJDELIJK, Size.FROM_10, Sector.AF_INDUSTRIE_BOUW, False, False, True),
    Member(0.25, 40, Sex.MAN, Contract.VAST, Size.FROM_10, Sector.AF_INDUSTRIE_BOUW, False, False, True),
    Member(0.25, 47, Sex.VROUW, Contract.VAST, Size.FROM_100, Sector.Q_ZORG, True, True, False),
    Member(0.125, 56, Sex.MAN, Contract.VAST, Size.UNDER_5, Sector.RU_OVERIG, False, False, False),
)
"""One age in each age band, so that contract and employer follow from the band at the start."""

DEATH_CHANCE: Final = 0.003
EXIT_CHANCE: Final = 0.02
TYPICAL: Final = RETURNS // 2
"""Level of frailty whose return hazard everyone has."""
JOB_RATE: Final = 1e-12
"""A job never ends within the clock; the years of service before it are then long, hence the scale below."""
SERVICE_SCALE: Final = 1e-8
REOPENING: Final = WORD // 4 * 3
REOPENING_MONTHS: Final = 6
REOPENING_RECOVERY: Final = 0.006
"""Chance and term of a re-opening, and weekly rate of recovery, of the world with re-opening: it happens often."""


def degenerate(world: World) -> World:
    """Return the world with the degenerate population, no re-opening and no other employer."""
    population = world.population
    shape = population.birth_cell.shape
    shares = np.zeros(shape[1])
    first_week = world.ages.first_week.copy()
    flex = np.zeros(population.flex_threshold.shape, dtype=np.uint64)
    employers = np.zeros(population.employer_accept.shape)
    risks = {name: np.zeros_like(getattr(population, name)) for name in ("erd_wga", "erd_zw", "insured")}
    flex[..., :] = WORD
    employers[..., 0] = 1.0
    for member in MEMBERS:
        shares[(member.age - world.youngest) * 2 + member.sex] += member.share
        first_week[member.age + 1] = first_week[member.age] + 1
        band = world.ages.band6[member.age]
        flex[:, band, : member.contract] = 0
        employers[band, member.sex, member.contract] = 0.0
        employers[band, member.sex, member.contract, member.size * len(Sector) + member.sector] = 1.0
        for name, table in risks.items():
            table[member.size] = WORD if getattr(member, name) else 0
    proposal, accept = employer_draw(employers)
    borders = np.full_like(population.age_band6_lower, OLDEST)  # nobody is placed anew at another age
    births = np.rint(np.cumsum(shares) * WORD).astype(np.uint64)
    changed = population._replace(
        birth_cell=np.broadcast_to(births, shape).copy(),
        exit_chance=np.full_like(population.exit_chance, EXIT_CHANCE),
        death_chance=np.full_like(population.death_chance, DEATH_CHANCE),
        flex_threshold=flex,
        employer_proposal=proposal,
        employer_accept=accept,
        age_band6_lower=borders,
        wage_quantile=np.ones_like(population.wage_quantile),
        **risks,
    )
    return world._replace(
        population=changed,
        ages=world.ages._replace(first_week=first_week),
        behaviour=_without_memory(world.behaviour),
        law=world.law._replace(
            first_right=0,
            spells_joined_below=np.zeros_like(world.law.spells_joined_below),
            no_risk_cover=np.zeros_like(world.law.no_risk_cover),
            no_risk_own=np.zeros_like(world.law.no_risk_own),
            lgu_required_weeks=np.zeros_like(world.law.lgu_required_weeks),
            requirement_deferral=np.zeros_like(world.law.requirement_deferral),
            simple_assessment=np.zeros_like(world.law.simple_assessment),
            transition_months_per_year=world.law.transition_months_per_year * SERVICE_SCALE,
            transition_halves=np.zeros_like(world.law.transition_halves),
            transition_service=np.zeros_like(world.law.transition_service),
            transition_maximum=np.full_like(world.law.transition_maximum, UNLIMITED),
            compensation_within_wage=np.zeros_like(world.law.compensation_within_wage),
        ),
        job_rate=np.full_like(world.job_rate, JOB_RATE),
        wage_correction=np.ones_like(world.wage_correction),
        onset_by_wage=np.ones_like(world.onset_by_wage),
        onset_by_frailty=np.ones_like(world.onset_by_frailty),
    )


def _without_memory(behaviour: BehaviourTable) -> BehaviourTable:
    """Return behaviour without what would make a life depend on more than its present spell or right."""
    alike = np.broadcast_to(behaviour.survival[:, TYPICAL][:, None], behaviour.survival.shape).copy()
    alike_zw = np.broadcast_to(behaviour.survival_zw[TYPICAL], behaviour.survival_zw.shape).copy()
    return behaviour._replace(
        survival=alike,
        survival_zw=alike_zw,
        psychological=0,
        ezwb_targeted=0,
        award_iva=np.broadcast_to(behaviour.award_iva[:, :1, :1], behaviour.award_iva.shape).copy(),
        reopening=0,
        voluntary=np.zeros_like(behaviour.voluntary),
        riv_assessed=np.full_like(behaviour.riv_assessed, WORD),
        late_decision=0,
        zw_shortcoming=np.zeros_like(behaviour.zw_shortcoming),
        recourse=0,
        without_weeks=np.zeros_like(behaviour.without_weeks),
        by_earnings=0.0,
        waits=np.zeros_like(behaviour.waits),
        household=np.zeros_like(behaviour.household),
    )


def groups_of(world: World) -> list[Group]:
    """Return the groups of a degenerate world for the oracle."""
    return [
        Group(
            share=member.share,
            birth=-int(world.ages.first_week[member.age]),
            sex=int(member.sex),
            contract=int(member.contract),
            size=int(member.size),
            sector=int(member.sector),
            erd_wga=member.erd_wga,
            erd_zw=member.erd_zw,
            insured=member.insured,
        )
        for member in MEMBERS
    ]


def lives(world: World, *, workers: int, seed: int) -> Lives:
    """Return a run of the first cohort only; `workers` is a multiple of 256, so that groups are equally large."""
    counts = np.zeros(world.population.cohort_persons.shape[0], dtype=np.int64)
    counts[0] = workers
    return Lives(workers=counts, seed=seed, replication=0, threads=1, block_size=DEFAULT_BLOCK)


def simulated_level(world: World, *, workers: int, seed: int) -> Floats:
    """Return group means per worker (256, Y, C) in one world."""
    cells = plain_ledger(
        pack(world), years=world.clock.years, lives=lives(world, workers=workers, seed=seed), progress=_no_progress
    )
    return cells / (workers / GROUPS)


def simulated_effect(baseline: World, reform: World, *, workers: int, seed: int, replicates: int) -> Floats:
    """Return group means per worker (256, Y, C) of the reform's effect by the split estimator."""
    _, effect, _ = split_ledgers(
        pack(baseline),
        pack(reform),
        years=baseline.clock.years,
        replicates=replicates,
        lives=lives(baseline, workers=workers, seed=seed),
        progress=_no_progress,
    )
    return effect / (GATE_UNIT * replicates * workers / GROUPS)


def _no_progress(_: int) -> None:
    """Ignore progress."""


def wia_benefits(cells: Floats) -> Floats:
    """Return WIA benefits of all years together (...,) from cells (..., Y, C)."""
    chosen = [position for position, (item, _) in enumerate(columns.MONEY) if item in WIA_ITEMS]
    return cells[..., chosen].sum(axis=(-1, -2))  # type: ignore[no-any-return]


def check_run(resolved: Resolved, *, workers: int = WORKERS) -> Judged:
    """Check the effect of a run's reform on WIA benefits, under its law and behaviour frozen at its price year.

    EUR per worker over all years of the check.
    """
    asked = of_check(resolved, workers=workers)
    (question,) = questions_of([asked])
    found = recalled(CHECKS, question, lambda: worked_out_check(asked))
    return Judged(*(np.asarray(part) for part in found))


def of_check(resolved: Resolved, *, workers: int = WORKERS) -> Resolved:
    """Return the run with the workers of its check, which does not depend on how many the run itself has."""
    return replace(resolved, run=replace(resolved.run, workers=workers))


def worked_out_check(asked: Resolved) -> list[float]:
    """Return what is judged, as numbers: simulated, standard error, expected, groups."""
    found = _check(asked, workers=asked.run.workers)
    return [float(found.simulated), float(found.se), float(found.expected), float(found.groups)]


def _check(resolved: Resolved, *, workers: int) -> Judged:
    """Work out the check of a run."""
    frozen = resolved.frozen(date(resolved.run.price_year, 1, 1))
    horizon = Horizon(last_year=LAST_YEAR, price_year=resolved.run.price_year, frozen=False)
    before, after = (degenerate(build_world(policy, dated=frozen[0], horizon=horizon).world) for policy in frozen)
    groups = groups_of(before)
    effect = simulated_effect(before, after, workers=workers, seed=resolved.run.seed, replicates=resolved.run.k)
    expected = wia_benefits(expected_cells(after, groups)) - wia_benefits(expected_cells(before, groups))
    return judge(wia_benefits(effect) / CENTS, expected / CENTS)


def with_reopening(world: World) -> World:
    """Return a degenerate world with re-opening, in which a right no longer depends on its past.

    The rates do not change with duration, there is no LGU, the Aof pays from the first day, everyone of a sex,
    contract and sector has one wage throughout, and nobody leaves work but for the reasons of the model.
    """
    law, behaviour, population = world.law, world.behaviour, world.population
    return world._replace(
        wage_level=np.full_like(world.wage_level, world.wage_level[-1]),
        law=law._replace(
            lgu_by_age=np.zeros_like(law.lgu_by_age),
            lgu_minimum=np.zeros_like(law.lgu_minimum),
            lgu_maximum=np.zeros_like(law.lgu_maximum),
            employer_years_months=np.zeros_like(law.employer_years_months),
            reopening_months=np.full_like(law.reopening_months, REOPENING_MONTHS),
            maximum_maandloon=np.full_like(law.maximum_maandloon, law.maximum_maandloon[-1]),
        ),
        behaviour=behaviour._replace(
            recovery_first=REOPENING_RECOVERY,
            recovery_later=REOPENING_RECOVERY,
            iva_death_later=behaviour.iva_death_first,
            reopening=REOPENING,
        ),
        population=population._replace(
            exit_chance=np.zeros_like(population.exit_chance),
            wage_month=np.broadcast_to(population.wage_month[2], population.wage_month.shape).copy(),
        ),
    )
