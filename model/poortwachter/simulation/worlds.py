"""Turn the parameters of one policy into the world its lives are lived in: clock, law, behaviour, population."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.behaviour import table as behaviour_table
from poortwachter.behaviour.hazards import left_at_work
from poortwachter.kernel import state
from poortwachter.kernel.decisions import Point
from poortwachter.kernel.pack import WEEKS_BEYOND
from poortwachter.law import table as law_table
from poortwachter.population import table as population_table
from poortwachter.population.selection import staying_wage
from poortwachter.population.stock import FIRST_AGE, still_at_work
from poortwachter.primitives.codes import Contract, Size
from poortwachter.primitives.errors import refuse
from poortwachter.primitives.weeks import EPOCH, WEEKS_PER_YEAR, Calendar, build_calendar
from poortwachter.results.assemble import STRUCTURAL_ROWS
from poortwachter.scenario.load import World as Parameters
from poortwachter.scenario.reading import Work, anew

FIRST_YEAR: Final = EPOCH.year + 1
FROZEN_YEARS: Final = 80
"""Length of a frozen run: every affected cohort has passed AOW before its last five years."""
CENTS: Final = 100


@dataclass(frozen=True)
class Horizon:
    """Which years a run covers: calendar years, or 80 years with everything frozen at one year."""

    last_year: int
    price_year: int
    frozen: bool

    @property
    def years(self) -> int:
        """Return the number of years."""
        return FROZEN_YEARS if self.frozen else self.last_year - FIRST_YEAR + 1

    @property
    def end(self) -> int:
        """Return the last year on the clock; in a frozen run the clock is only a measure."""
        return FIRST_YEAR + self.years - 1

    @property
    def first_read(self) -> int:
        """Return the row of the first year that is read: of a frozen run only what makes the structural amount."""
        return STRUCTURAL_ROWS[0] if self.frozen else 0


@dataclass(frozen=True)
class Built:
    """A world with the real numbers behind its population and the index of its money."""

    world: state.World
    totals: population_table.PopulationTotals
    index: law_table.BenefitIndex
    first_read: int
    """Row of the first year that is read."""
    seen: npt.NDArray[np.bool_]
    """(cohorts,) in which someone can be there in the years that are read."""


@dataclass(frozen=True)
class Ground:
    """What a world has of law and population, whatever the behaviour in it."""

    clock: Calendar
    index: law_table.BenefitIndex
    law: law_table.LawTable
    totals: population_table.PopulationTotals
    population: population_table.PopulationTable


def ground_of(policy: Parameters, *, dated: Parameters, horizon: Horizon, work: Work = anew) -> Ground:
    """Build the tables of law and population; the arguments are those of `build_world`."""
    clock = build_calendar(first_year=FIRST_YEAR, last_year=horizon.end)

    def index_of(policy: Parameters, dated: Parameters) -> law_table.BenefitIndex:
        return law_table.benefit_index(
            law=dated.law,
            first_year=FIRST_YEAR,
            years=clock.years,
            weeks=clock.weeks,
            price_year=horizon.price_year,
            growth=float(policy.population["loon.groei"].at(date(horizon.last_year, 1, 1))),  # type: ignore[arg-type]
            frozen=horizon.frozen,
        )

    def law_of(policy: Parameters, dated: Parameters) -> law_table.LawTable:
        index = work("index", index_of, policy, dated)
        return law_table.build(policy.law, index=index, first_year=FIRST_YEAR, weeks=clock.weeks)

    def people_of(policy: Parameters) -> tuple[population_table.PopulationTotals, population_table.PopulationTable]:
        return _people(policy, horizon=horizon)

    index = work("index", index_of, policy, dated)
    return Ground(clock, index, work("law", law_of, policy, dated), *work("people", people_of, policy))


def _people(
    policy: Parameters, *, horizon: Horizon
) -> tuple[population_table.PopulationTotals, population_table.PopulationTable]:
    frozen_year = horizon.price_year if horizon.frozen else None
    aow = law_table.aow_months_by_year(policy.law, first_year=FIRST_YEAR, last_year=horizon.end)
    totals = population_table.totals(
        policy.population,
        first_year=FIRST_YEAR,
        last_year=horizon.end,
        aow_months=aow.astype(np.int64),
        frozen_year=frozen_year,
    )
    return totals, population_table.table_of(policy.population, real=totals, frozen_year=frozen_year)


def build_world(
    policy: Parameters, *, dated: Parameters, horizon: Horizon, ground: Ground | None = None, work: Work = anew
) -> Built:
    """Build the tables of one policy.

    In a frozen run law and behaviour must already be frozen; `dated` is the baseline with its dates, which gives
    the price level. The population then takes the structure of the price year, and wages and benefits stay at its
    level. ground: of a world with the same law, population and years, to save building it anew; work: what gives the
    parts that take long, for worlds of the same years.

    Raises:
        InputError: for values that no world can be built of.
    """
    refuse(policy.out_of_bounds())
    found = ground_of(policy, dated=dated, horizon=horizon, work=work) if ground is None else ground
    clock, index, law, totals, population = found.clock, found.index, found.law, found.totals, found.population
    frail = work("frail", frailty_at_work, policy)

    def spells_of(policy: Parameters) -> behaviour_table.Spells:
        return behaviour_table.spells(
            policy.behaviour,
            first_year=FIRST_YEAR,
            years=clock.years,
            at_work=frailty_at_work(policy),
            own_view=_by_year(policy, "plan_van_aanpak.visie_werknemer", years=clock.years, month=1) > 0.0,
        )

    behaviour = behaviour_table.build(
        policy.behaviour,
        first_year=FIRST_YEAR,
        years=clock.years,
        waiting_weeks=law.waiting_weeks,
        extension_maximum=int(_newest(dated, "loonsanctie.maximum")),
        repair_term=int(_newest(dated, "bekorting.beslistermijn") + _newest(dated, "bekorting.einde_na_akkoord")),
        small_or_erd=_small_or_erd(totals, population),
        enough_wage=_newest(dated, "riv_toets.loonwaarde_volstaat"),
        spells=work("spells", spells_of, policy),
        training_budget=_by_year(policy, "scholing_wga.budget", years=clock.years, month=7),
        policy=behaviour_table.GatePolicy(
            execution=_by_year(policy, "riv_toets.betere_uitvoering", years=clock.years, month=1) > 0.0,
            quality=_by_year(policy, "poortwachter.kwaliteitsprogramma", years=clock.years, month=1) > 0.0,
        ),
        frozen=horizon.frozen,
    )
    wage_level = population.wage_index / index.of_year * CENTS
    risks = onset_by_wage(
        population.wage_quantile,
        elasticity=float(policy.behaviour["verzuim.loonelasticiteit"].at(EPOCH)),  # type: ignore[arg-type]
    )
    world = state.World(
        clock=clock,
        ages=state.build_ages(band6_lower=population.age_band6_lower),
        columns=state.build_columns(),
        law=law,
        forks=np.zeros(len(Point), dtype=np.int64),
        degree=law_table.degrees(dated.law),
        behaviour=behaviour,
        population=population,
        wage_level=np.append(wage_level, wage_level[-1]),
        wage_correction=1.0 / staying_wage(totals.stock, factors=population.wage_quantile, risks=risks),
        onset_by_wage=risks,
        onset_by_frailty=behaviour_table.frailty_levels(policy.behaviour),
        frailty_at_start=population_table.thresholds(frail),
        job_rate=-np.log(1.0 - population.job_change) / WEEKS_PER_YEAR,
        youngest=FIRST_AGE,
        history_from_age=int(policy.population["arbeidsverleden.vanaf_leeftijd"].at(EPOCH)),  # type: ignore[arg-type]
        weeks_per_year=WEEKS_PER_YEAR,
    )
    first_read = horizon.first_read
    return Built(world, totals=totals, index=index, first_read=first_read, seen=seen_from(world, year=first_read))


def seen_from(world: state.World, *, year: int) -> npt.NDArray[np.bool_]:
    """Return in which cohorts (C,) the youngest can be short of AOW in the row of a year, or owed something after."""
    youngest = world.youngest + (world.population.birth_cell > 0).argmax(axis=1) // 2
    born = world.clock.year_first_week[: len(youngest)] - world.ages.first_week[youngest]
    aow = world.law.aow_week_of_birth_week[born - world.law.first_birth_week]
    return aow + WEEKS_BEYOND >= world.clock.year_first_week[year]


def frailty_at_work(policy: Parameters) -> npt.NDArray[np.float64]:
    """Return the shares of levels of frailty among employees by age band (6, 64): the frail leave work sooner.

    How many have left through disability by the middle of an age band follows from the yearly chances by age.
    """
    risk = behaviour_table.long_sickness(policy.behaviour)
    return np.stack([left_at_work(risk, share=float(share)) for share in still_at_work(policy.population)])


def _by_year(policy: Parameters, name: str, *, years: int, month: int) -> npt.NDArray[np.float64]:
    """Return a parameter of the law on the first of a month of every year."""
    return policy.law[name].series([date(FIRST_YEAR + year, month, 1) for year in range(years)])


def _newest(policy: Parameters, name: str) -> float:
    """Return the newest value of a parameter of the law, which behaviour was measured under."""
    return float(policy.law[name].values[-1][1])  # type: ignore[arg-type]


def onset_by_wage(wages: npt.NDArray[np.float64], *, elasticity: float) -> npt.NDArray[np.float64]:
    """Return the rate of onsets by wage rank relative to its mean; lower wages fall ill more often.

    wages: (64,) equally likely wage factors within age, sex, contract and sector.
    """
    rates = wages**-elasticity
    return rates / rates.mean()


def _small_or_erd(totals: population_table.PopulationTotals, population: population_table.PopulationTable) -> float:
    """Return the share of permanent employees whose employer is small or bears its own risk."""
    by_size = totals.fit.employees[:, :, Contract.VAST].sum(axis=(0, 1, 3))
    bears_risk = population.erd_wga / 2.0**32
    counted = np.where(np.arange(len(Size)) < Size.FROM_10, 1.0, bears_risk)
    return float((by_size * counted).sum() / by_size.sum())
