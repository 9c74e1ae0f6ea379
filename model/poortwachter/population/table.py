"""Turn the population's parameters and margins into the arrays that lives are drawn from.

Thresholds are cumulative chances times 2**32, the last one 2**32: a draw is the first place whose threshold exceeds
a 32-bit word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.population.fit import MONTHS_PER_YEAR, Fit, contract_shares, fit, hours_by_band, wage_quantiles
from poortwachter.population.margins import Margins, load_margins
from poortwachter.population.parameters import on_day
from poortwachter.population.stock import AGE6_LOWER, LIFE_AGES, Stock, band_sums, stock
from poortwachter.primitives.parameters import ParameterSet

Array = npt.NDArray[np.float64]
Thresholds = npt.NDArray[np.uint64]

REFERENCE_YEAR: Final = 2025
"""The number of workers of a run is the number of simulated employees on 1 January of this year."""
QUANTILES: Final = 64
"""Number of equally likely wage factors within a cell."""
_WORD: Final = 2.0**32


class PopulationTable(NamedTuple):
    """What lives are drawn from; C cohorts (the stock of the first day, then the entrants of each year), Y years."""

    cohort_persons: Array
    """(C,) persons: cohort 0 the stock on 1 January of the first year, cohort c the entrants of year c - 1."""
    birth_cell: Thresholds
    """(C, 120) over (age - 15) * 2 + sex; age on 31 December of the year of entry (of the year before for cohort 0)."""
    exit_chance: Array
    """(Y, 85, 2) chance of leaving in the year besides death, disability and AOW, by age on 1 January (15 first)."""
    death_chance: Array
    """(Y, 85, 2) chance of dying in the year, by age on 1 January (15 first)."""
    flex_threshold: Thresholds
    """(Y, 6, 3) over contracts, by age band."""
    employer_proposal: Thresholds
    """(30,) over size * 6 + sector: an employer cell is proposed."""
    employer_accept: Thresholds
    """(6, 2, 3, 30) the proposal is accepted if a word is below, by age band, sex, contract and proposed cell."""
    erd_wga: Thresholds
    """(5,) an employer of the size class is eigenrisicodrager for the WGA if the word is below."""
    erd_zw: Thresholds
    """(5,) the same for the Ziektewet."""
    insured: Thresholds
    """(5,) the same for absence insurance."""
    wage_month: Array
    """(6, 2, 3, 6) mean maandloon with holiday allowance, EUR at wages of the base year of the wage margins."""
    wage_quantile: Array
    """(64,) equally likely factors on the mean within a cell; their mean is 1."""
    wage_index: Array
    """(Y,) nominal wage level; 1 in the base year of the wage margins."""
    job_change: Array
    """(6,) chance per year of another employer, by age band."""
    age_band6_lower: npt.NDArray[np.int64]
    """(6,) lower bounds of the age bands in completed years."""


@dataclass(frozen=True)
class PopulationTotals:
    """The real numbers behind a table."""

    years: tuple[int, ...]
    margins: Margins
    stock: Stock
    fit: Fit
    reference: float
    """Persons in work on 1 January of the reference year (of the frozen year in a frozen run)."""

    def weight(self, workers: int) -> float:
        """Return how many persons a simulated worker stands for in a run of so many workers."""
        return self.reference / workers

    @cached_property
    def cohort_persons(self) -> Array:
        """Return persons by cohort (C,)."""
        return np.concatenate([[self.stock.employees[0].sum()], self.stock.entry.sum(axis=(1, 2))])

    def cohort_workers(self, workers: int) -> npt.NDArray[np.int64]:
        """Return the number of simulated lives by cohort (C,) in a run of so many workers."""
        return np.rint(self.cohort_persons / self.weight(workers)).astype(np.int64)


def totals(
    population: ParameterSet,
    *,
    first_year: int,
    last_year: int,
    aow_months: npt.NDArray[np.int64],
    frozen_year: int | None,
) -> PopulationTotals:
    """Return the real numbers of a population, from the first to the last year (inclusive).

    `frozen_year` gives every year the structure of 1 January of that year; `population` may hold the dated path or be
    frozen on that day itself. `aow_months` is the AOW age in months for those who reach it in the year, one per year.
    """
    years = tuple(range(first_year, last_year + 1))
    if aow_months.shape != (len(years),):
        raise ValueError(f"{len(years)} AOW ages are needed, one per year, not {aow_months.shape}")
    days = [date(frozen_year or year, 1, 1) for year in (*years, last_year + 1)]
    margins = load_margins()
    reference = on_day(population, "werknemers.aantal", date(frozen_year or REFERENCE_YEAR, 1, 1))
    return PopulationTotals(
        years=years,
        margins=margins,
        stock=stock(population, margins, days=days, aow_months=aow_months),
        fit=fit(population, margins),
        reference=float(reference),
    )


def build(
    population: ParameterSet,
    *,
    first_year: int,
    last_year: int,
    aow_months: npt.NDArray[np.int64],
    frozen_year: int | None,
) -> PopulationTable:
    """Build the table of a population; the arguments are those of `totals`."""
    real = totals(
        population, first_year=first_year, last_year=last_year, aow_months=aow_months, frozen_year=frozen_year
    )
    return table_of(population, real=real, frozen_year=frozen_year)


def table_of(population: ParameterSet, *, real: PopulationTotals, frozen_year: int | None) -> PopulationTable:
    """Build the table from real numbers already made with the same arguments."""
    years = [frozen_year or year for year in real.years]
    day = date(frozen_year or REFERENCE_YEAR, 1, 1)
    people = real.stock
    births = np.concatenate([people.employees[:1], people.entry]).reshape(len(real.years) + 1, -1)
    shares = _contracts(population, years=years, employees=people.employees[:-1])
    proposal, accept = employer_draw(real.fit.employees.reshape(*real.fit.employees.shape[:3], -1))
    return PopulationTable(
        cohort_persons=real.cohort_persons,
        birth_cell=thresholds(births),
        exit_chance=_to_life_ages(people.exit_chance),
        death_chance=people.death_chance,
        flex_threshold=thresholds(shares),
        employer_proposal=proposal,
        employer_accept=accept,
        erd_wga=_chances(population, "werkgevers.erd_wga", day),
        erd_zw=_chances(population, "werkgevers.erd_zw", day),
        insured=_chances(population, "werkgevers.verzekerd", day),
        wage_month=wage_month(population, real.fit, margins=real.margins),
        wage_quantile=wage_quantiles(spread=float(on_day(population, "loon.spreiding", day)), count=QUANTILES),
        wage_index=wage_index(population, years=years),
        job_change=on_day(population, "baanwissel.kans", day),
        age_band6_lower=AGE6_LOWER.astype(np.int64),
    )


def thresholds(shares: Array) -> Thresholds:
    """Return cumulative shares along the last axis times 2**32, the last exactly 2**32; shares need not sum to 1."""
    cumulative = np.cumsum(shares, axis=-1)
    scaled = np.rint(cumulative / cumulative[..., -1:] * _WORD).astype(np.uint64)
    scaled[..., -1] = np.uint64(int(_WORD))
    return scaled


def employer_draw(shares: Array) -> tuple[Thresholds, Thresholds]:
    """Return how to draw a cell so that tables which resemble each other give most people the same cell.

    A cell is proposed by its highest share in any table and accepted by its share in the table at hand relative to
    that; the first accepted proposal has the table's shares. Shape (..., cells); shares need not sum to 1, and a table
    without anyone takes those of all tables together.
    """
    filled = np.where(
        shares.sum(axis=-1, keepdims=True) > 0.0, shares, shares.reshape(-1, shares.shape[-1]).sum(axis=0)
    )
    relative = filled / filled.sum(axis=-1, keepdims=True)
    highest = relative.reshape(-1, relative.shape[-1]).max(axis=0)
    chances = np.divide(relative, highest, out=np.zeros_like(relative), where=highest > 0.0)
    return thresholds(highest), np.rint(chances * _WORD).astype(np.uint64)


def wage_month(population: ParameterSet, fitted: Fit, *, margins: Margins) -> Array:
    """Return the mean maandloon per person with holiday allowance (6, 2, 3, 6), EUR at wages of the base year."""
    day = date(margins.period("yearly_wage_by_sbi"), 7, 1)
    jobs = float(on_day(population, "loon.banen_per_werknemer", day))
    holiday = float(on_day(population, "loon.vakantietoeslag", day))
    return fitted.wage / MONTHS_PER_YEAR * jobs * holiday


def hours_week(fitted: Fit, margins: Margins) -> Array:
    """Return the mean hours a week per job (6, 2, 3, 6): the fitted hours a year, at the level of the published week.

    A published year has the weeks of leave left out, so that the two differ by one factor.
    """
    jobs = fitted.employees.sum(axis=3)
    published = float(jobs.sum(axis=(1, 2, 3)) @ hours_by_band(margins))
    return fitted.hours * published / float((jobs * fitted.hours).sum())


def wage_index(population: ParameterSet, *, years: Sequence[int]) -> Array:
    """Return the wage level of each year: the dated index, and steady growth after its last year."""
    index, growth = population["loon.index"], population["loon.groei"]
    last = int(on_day(population, "loon.laatste_jaar", date(REFERENCE_YEAR, 1, 1)))
    level = index.series([date(min(year, last), 1, 1) for year in years])
    later = growth.series([date(year, 1, 1) for year in range(last + 1, max(*years, last + 1) + 1)])
    grown = np.concatenate([[1.0], np.cumprod(1.0 + later)])
    return level * grown[np.maximum(np.array(years) - last, 0)]


def _contracts(population: ParameterSet, *, years: list[int], employees: Array) -> Array:
    by_age = np.moveaxis(band_sums(np.moveaxis(employees.sum(axis=2), 0, 1)), 1, 0)
    return contract_shares(population, days=[date(year, 1, 1) for year in years], by_age=by_age)


def _chances(population: ParameterSet, name: str, day: date) -> Thresholds:
    return np.rint(on_day(population, name, day) * _WORD).astype(np.uint64)


def _to_life_ages(chances: Array) -> Array:
    extended = np.zeros((chances.shape[0], LIFE_AGES, chances.shape[2]))
    extended[:, : chances.shape[1]] = chances
    return extended
