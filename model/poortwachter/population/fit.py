"""Fit one joint table of employees to the margins of the base year, and wages to theirs.

All three tables (employees, hours, wages) are made by iterative proportional fitting: the seed gives the
associations, the margins are met exactly. Hours are fitted with employees as seed and wages with hours as seed, so
mean hours and hourly wages are products of one factor per age band, sex, contract and sector.

Source: Deming and Stephan, "On a least squares adjustment of a sampled frequency table when the expected marginal
totals are known", Annals of Mathematical Statistics 11 (1940).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from poortwachter.population.margins import CAO_OF_SECTOR, Margins, SectorMargins, sector_margins, size_shares
from poortwachter.population.parameters import on_day
from poortwachter.population.stock import AGE6_LOWER, band_sums, base_day, base_employees
from poortwachter.primitives.codes import Sector
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.parameters import ParameterSet

Array = npt.NDArray[np.float64]

MONTHS_PER_YEAR: Final = 12
THOUSAND: Final = 1000.0

_AGE, _SEX, _CONTRACT, _SIZE, _SECTOR = range(5)


class Fit(NamedTuple):
    """The joint tables of the base year."""

    employees: Array
    """(6, 2, 3, 5, 6) shares by age band, sex, contract, firm size and sector; sums to 1."""
    hours: Array
    """(6, 2, 3, 6) hours per job per year by age band, sex, contract and sector."""
    wage: Array
    """(6, 2, 3, 6) EUR per job per year without special payments, wages of the base year of the wage margins."""


def fit(population: ParameterSet, margins: Margins) -> Fit:
    """Fit the joint tables to the margins of the base year.

    Raises:
        InputError: if the margins cannot be met together.
    """
    day = base_day(margins)
    jobs_q = float(on_day(population, "werkgevers.banen_zorg", day)) / THOUSAND
    sectors = sector_margins(margins, jobs_q=jobs_q)
    with _refused("employees", see="werknemers.*, werkgevers.* and contract.*"):
        table = _employees(population, margins, sectors=sectors, day=day)
        jobs = table.sum(axis=_SIZE)
        if not (jobs > 0.0).all():
            raise ArithmeticError("some age, sex, contract and sector has nobody, whose wage is unknown")
    with _refused("hours", see="loon.vrouw_uren and loon.flexibel_uren"):
        hours = _hours(jobs, population, margins, sectors=sectors, day=day)
    with _refused("wages", see="loon.naar_leeftijd, loon.vrouw_uurloon and loon.flexibel_uurloon"):
        wage = _wages(hours, population, sectors=sectors, jobs=jobs, day=day)
    return Fit(employees=table, hours=hours / jobs, wage=wage / jobs)


@contextmanager
def _refused(what: str, *, see: str) -> Iterator[None]:
    """Refuse, in words about the population, a table that cannot be fitted."""
    try:
        yield
    except ArithmeticError as problem:
        advice = f"see {see}: a group without anyone may be one that others must fill"
        raise InputError([Problem(f"{what} cannot be spread over the population: {problem}", advice)]) from None


def proportional_fit(
    seed: Array, targets: Sequence[tuple[tuple[int, ...], Array]], *, tolerance: float = 1e-12, rounds: int = 1000
) -> Array:
    """Scale a table until its sums over all but the given axes equal the targets, to a relative tolerance.

    Raises:
        ArithmeticError: if the targets contradict each other or an empty part of the seed, or are of nobody.
    """
    if not all((target > 0.0).any() for _, target in targets):
        raise ArithmeticError("there is nobody to spread")
    # Not from a library: humanleague comes without wheels, so that users would need a C++ compiler; ipfn brings pandas
    # and no types; scipy has no such fit.
    table = seed.astype(np.float64)
    furthest = np.inf
    for _ in range(rounds):
        furthest = 0.0
        for axes, target in targets:
            others = tuple(axis for axis in range(table.ndim) if axis not in axes)
            sums = table.sum(axis=others)
            factor = np.divide(target, sums, out=np.zeros_like(target), where=sums > 0)
            furthest = max(furthest, float(np.abs(factor[target > 0] - 1.0).max()))
            table *= np.expand_dims(factor, others)
        if furthest < tolerance:
            return table
    raise ArithmeticError(f"margins cannot be met together: still {furthest:.1e} off after {rounds} rounds")


def contract_shares(population: ParameterSet, *, days: Sequence[date], by_age: Array) -> Array:
    """Return the shares of vast, tijdelijk and uitzend by year and age band, shape (years, 6, 3).

    `by_age` (years, 6) are employees. The shape by age is moved by one odds ratio per year to the year's total.
    """
    total = population["contract.aandeel_flexibel"].series(days)
    shape = scipy.special.logit(population["contract.flexibel_naar_leeftijd"].series(days))
    agency = population["contract.aandeel_uitzend"].series(days)[:, None]
    weights = by_age / by_age.sum(axis=1, keepdims=True)
    low, high = np.full(len(days), -50.0), np.full(len(days), 50.0)
    for _ in range(80):
        middle = (low + high) / 2
        enough = (weights * scipy.special.expit(shape + middle[:, None])).sum(axis=1) >= total
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    flexible = scipy.special.expit(shape + high[:, None])
    return np.stack([1.0 - flexible, flexible * (1.0 - agency), flexible * agency], axis=-1)


def wage_quantiles(*, spread: float, count: int) -> Array:
    """Return the means of `count` equally likely parts of a lognormal distribution with mean 1.

    `spread` is the standard deviation of the logarithm.
    """
    edges = scipy.special.ndtri(np.linspace(0.0, 1.0, count + 1))
    means = count * np.diff(scipy.special.ndtr(edges - spread))
    return means / means.mean()


def _employees(population: ParameterSet, margins: Margins, *, sectors: SectorMargins, day: date) -> Array:
    by_age_and_sex = band_sums(base_employees(population, margins))
    by_age_and_sex /= by_age_and_sex.sum()
    contracts = contract_shares(population, days=[day], by_age=by_age_and_sex.sum(axis=1)[None])[0]
    sizes = _sizes(population, margins, day=day)
    people = by_age_and_sex[:, :, None] * contracts[:, None, :]
    return proportional_fit(
        _seed(population, sizes=sizes, sectors=sectors, day=day),
        [((_AGE, _SEX, _CONTRACT), people), ((_SIZE,), sizes["totaal"]), ((_SECTOR,), sectors.jobs)],
    )


def _sizes(population: ParameterSet, margins: Margins, *, day: date) -> dict[str, Array]:
    below_5 = float(on_day(population, "werkgevers.aandeel_tot_5", day))
    below_50 = float(on_day(population, "werkgevers.aandeel_tot_50", day))
    return size_shares(margins, below_5=below_5, below_50=below_50)


def _seed(population: ParameterSet, *, sizes: dict[str, Array], sectors: SectorMargins, day: date) -> Array:
    """Return the associations: each attribute depends on the sector, and given the sector on nothing else."""
    women = on_day(population, "werkgevers.aandeel_vrouw", day)
    size_in_sector = np.stack([sizes[CAO_OF_SECTOR[sector]] for sector in Sector], axis=1)
    seed = np.einsum(
        "ak,sk,ck,zk->asczk",
        on_day(population, "werkgevers.verhouding_leeftijd", day),
        np.stack([1.0 - women, women]),
        on_day(population, "werkgevers.verhouding_contract", day),
        size_in_sector,
    )
    return seed * sectors.jobs


def _hours(jobs: Array, population: ParameterSet, margins: Margins, *, sectors: SectorMargins, day: date) -> Array:
    """Return hours a year by cell, times the cell's share of jobs."""
    sex = np.array([1.0, float(on_day(population, "loon.vrouw_uren", day))])
    contract = on_day(population, "loon.flexibel_uren", day)
    return _relative_fit(jobs, (hours_by_band(margins), sex, contract), sectors.jobs * sectors.hours)


def _wages(hours: Array, population: ParameterSet, *, sectors: SectorMargins, jobs: Array, day: date) -> Array:
    """Return wages a year by cell, times the cell's share of jobs."""
    age = on_day(population, "loon.naar_leeftijd", day)
    sex = np.array([1.0, float(on_day(population, "loon.vrouw_uurloon", day))])
    contract = on_day(population, "loon.flexibel_uurloon", day)
    return _relative_fit(hours, (age, sex, contract), jobs.sum(axis=(0, 1, 2)) * sectors.wage)


def _relative_fit(seed: Array, relative: tuple[Array, Array, Array], by_sector: Array) -> Array:
    """Fit a table to sums by sector, with means by age band, sex and contract in the given proportions.

    Raises:
        ArithmeticError: if that is impossible.
    """
    targets: list[tuple[tuple[int, ...], Array]] = []
    for axis, factor in enumerate(relative):
        others = tuple(other for other in range(seed.ndim) if other != axis)
        sums = seed.sum(axis=others) * factor
        if not sums.any():
            raise ArithmeticError("proportions are 0 for everyone")
        targets.append(((axis,), sums * by_sector.sum() / sums.sum()))
    return proportional_fit(seed, [*targets, ((seed.ndim - 1,), by_sector)])


def hours_by_band(margins: Margins) -> Array:
    """Return hours per job per week by age band (6,), from five-year ages weighted by their jobs."""
    ages = margins.rows("hours_by_age")
    jobs = margins.values("jobs_by_age", ages)
    hours = margins.values("hours_by_age", ages)
    band = np.searchsorted(AGE6_LOWER, np.array(ages, dtype=int), side="right") - 1
    return np.bincount(band, jobs * hours) / np.bincount(band, jobs)
