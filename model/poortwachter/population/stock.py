"""Make the stock of employees by year, age and sex, and the entries and exits that carry it from year to year.

Ages are in completed years; the stock is that of 1 January. Employees are below the AOW age. A year's deaths and
departures into disability are given, the rest of the change is net entry (never negative) or a chance of leaving.

Conventions: index a of an array stands for age FIRST_AGE + a. A flow by age of the year y holds for those of that
age on 1 January of y. Entrants are counted by their age on 31 December of their year, so that everyone's year of
birth is the year of entry less that age; the first stock is the entry of the year before. The highest age in a
stock holds only those who have not reached the AOW age, a part of a year of births.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from poortwachter.population.margins import Margins
from poortwachter.population.parameters import on_day
from poortwachter.primitives.codes import AGE_BAND_LOWER, Sex
from poortwachter.primitives.parameters import ParameterSet

Array = npt.NDArray[np.float64]

FIRST_AGE: Final = 15
AGES: Final = 60
"""Number of ages at work: 15 to 74."""
LIFE_AGES: Final = 85
"""Number of ages with a chance of death: 15 to 99."""
AGE6_LOWER: Final = np.array([0, 25, 35, 45, 55, 65])
"""Lower bounds of the age bands of parameters by `leeftijd6`."""
AGE7_LOWER: Final = np.array(AGE_BAND_LOWER)
"""Lower bounds of the age bands of parameters by `leeftijd7`."""
OLDEST_AT_WORK: Final = 67
"""Upper end of the highest age band at work, for its middle."""
_MONTHS: Final = 12


class Stock(NamedTuple):
    """Employees and their flows; Y years, 60 ages, 2 sexes."""

    employees: Array
    """(Y + 1, 60, 2) persons on 1 January, the year after the last included."""
    entry: Array
    """(Y, 60, 2) persons who enter in the year, by age on 31 December."""
    exit_chance: Array
    """(Y, 60, 2) chance of leaving in the year besides death, disability and AOW, by age on 1 January."""
    death_chance: Array
    """(Y, 85, 2) chance of dying in the year, by age on 1 January."""
    disability: Array
    """(Y, 60, 2) chance of leaving work through disability in the year, by age on 1 January."""
    staying: Array
    """(Y, 60, 2) chance of being an employee a year later, by age on 1 January."""
    present: Array
    """(Y, 60, 2) share of the year's entrants still there on 31 December, by age on that day."""


def base_day(margins: Margins) -> date:
    """Return the middle of the base year, the year of the age margin."""
    return date(margins.period("jobs_by_age"), 7, 1)


def base_employees(population: ParameterSet, margins: Margins) -> Array:
    """Return the stock of the base year by age and sex (60, 2): the age margin below its AOW age."""
    day = base_day(margins)
    limit = float(on_day(population, "werknemers.basis_aow_leeftijd", day)) / _MONTHS
    return employees(population, margins, days=[day], limits=np.array([limit]))[0]


def stock(
    population: ParameterSet, margins: Margins, *, days: Sequence[date], aow_months: npt.NDArray[np.int64]
) -> Stock:
    """Return employees and flows for years that start on `days`.

    `days` has one day more than there are years, 1 January after the last; `aow_months` is the AOW age in months
    for those who reach it in the year, one per year.
    """
    limits = aow_limits(aow_months)
    people = employees(population, margins, days=days, limits=limits)
    death = death_chances(population, days=days[:-1])
    disability = disability_chances(population, days=days[:-1])
    staying = _below_aow(limits)[:, :, None] * (1.0 - death[:, :AGES]) * (1.0 - disability)
    exits = _exit_chances(people, staying=staying)
    present = entrants_present((1.0 - death[:, :AGES]) * (1.0 - disability) * (1.0 - exits))
    entry = _entries(people, staying=staying, present=present)
    return Stock(people, entry, exits, death, disability, staying * (1.0 - exits), present)


def aow_limits(aow_months: npt.NDArray[np.int64]) -> Array:
    """Return the exact age in years that employees have not reached on 1 January, years and the one after.

    Who is older than last year's AOW age on 1 January has had it; for the first year its own AOW age is used.
    """
    return np.concatenate([aow_months[:1], aow_months]) / _MONTHS


def employees(population: ParameterSet, margins: Margins, *, days: Sequence[date], limits: Array) -> Array:
    """Return employees by year, age and sex (years, 60, 2) on `days`, none at or above the limits (years,).

    The density by exact age of the base year is stretched to the AOW age, multiplied by the trend of the age band
    and scaled to the total.
    """
    total = population["werknemers.aantal"].series(days)
    men = population["werknemers.aandeel_man"].series(days)
    shape = _stretched(population, margins, limits=limits) * _trend(population, days=days, margins=margins)
    by_age = shape / shape.sum(axis=1, keepdims=True) * total[:, None]
    return by_age[:, :, None] * np.stack([men, 1.0 - men], axis=-1)[:, None, :]


def band_sums(by_age: Array) -> Array:
    """Return sums over the six age bands along the first axis, from single years of age."""
    return np.stack([by_age[ages].sum(axis=0) for ages in _BANDS])


_STARTS: Final = (*(max(int(lower) - FIRST_AGE, 0) for lower in AGE6_LOWER), AGES)
_BANDS: Final = tuple(slice(first, beyond) for first, beyond in pairwise(_STARTS))


def death_chances(population: ParameterSet, *, days: Sequence[date]) -> Array:
    """Return the chance of dying in the year by age on 1 January and sex, shape (years, 85, 2).

    Gompertz-Makeham: fixed part + ratio x (level - men's fixed part) x exp(slope x (age on 31 December - anchor)), so
    that the level is the chance of men at the anchor age.
    """
    level = population["sterfte.niveau_61"].series(days)[:, None]
    slope = population["sterfte.helling"].series(days)[:, None]
    anchor = population["sterfte.verankering"].series(days)[:, None]
    ratio = population["sterfte.verhouding"].series(days)[:, None, :]
    fixed = population["sterfte.vast_deel"].series(days)[:, None, :]
    at_end_of_year = FIRST_AGE + 1 + np.arange(LIFE_AGES)
    curve = (level - fixed[:, :, Sex.MAN]) * np.exp(slope * (at_end_of_year - anchor))
    return np.minimum(fixed + ratio * curve[:, :, None], 1.0)


def disability_chances(population: ParameterSet, *, days: Sequence[date]) -> Array:
    """Return the chance of leaving work through disability in the year, shape (years, 60, 2)."""
    band = np.searchsorted(AGE7_LOWER, FIRST_AGE + np.arange(AGES), side="right") - 1
    level = population["uitval.niveau"].series(days)
    return population["uitval.wia"].series(days)[:, band] * level[:, None, None]


def still_at_work(population: ParameterSet) -> Array:
    """Return the share that has not left work through disability by the middle of each of the six age bands (6,).

    Men and women together, at the level of the last year of the chances.
    """
    band = np.searchsorted(AGE7_LOWER, FIRST_AGE + np.arange(AGES), side="right") - 1
    chances = np.asarray(population["uitval.wia"].at(date.max), dtype=np.float64)[band].mean(axis=1)
    left = np.concatenate([[1.0], np.cumprod(1.0 - chances)])
    lower = np.maximum(AGE6_LOWER, FIRST_AGE)
    return left[((lower + np.append(lower[1:], OLDEST_AT_WORK)) // 2) - FIRST_AGE]


def entrants_present(staying: Array) -> Array:
    """Return the share of a year's entrants still there on 31 December, by age on 31 December.

    `staying` (years, 60, 2) is the chance of staying a whole year by age on 1 January. Entry is spread evenly over
    the year and the risk is constant in it, so the share is the mean of staying ** u over u from 0 to 1.
    """
    risk = -np.log(staying)
    share = np.where(risk > 0.0, -np.expm1(-risk) / np.where(risk > 0.0, risk, 1.0), 1.0)
    return np.concatenate([share[:, :1], share[:, :-1]], axis=1)


def _stretched(population: ParameterSet, margins: Margins, *, limits: Array) -> Array:
    """Return the base year's density by age with its end moved to each year's limit, shape (years, 60)."""
    day = base_day(margins)
    start = float(on_day(population, "werknemers.aow_verschuiving_vanaf", day)) / _MONTHS
    base_limit = float(on_day(population, "werknemers.basis_aow_leeftijd", day)) / _MONTHS
    below = cumulative_jobs(population, margins)
    edges = np.minimum(FIRST_AGE + np.arange(AGES + 1.0), limits[:, None])
    rate = (base_limit - start) / (limits[:, None] - start)
    above = below(start) + (below(start + np.maximum(edges - start, 0.0) * rate) - below(start)) / rate
    return np.diff(np.where(edges > start, above, below(edges)), axis=1)


def cumulative_jobs(population: ParameterSet, margins: Margins) -> "scipy.interpolate.PchipInterpolator":
    """Return jobs below an exact age in the base year: a monotone curve through the five-year sums."""
    day = base_day(margins)
    ages = margins.rows("jobs_by_age")
    jobs = margins.values("jobs_by_age", ages)
    jobs[-1] *= float(on_day(population, "werknemers.aandeel_onder_aow", day))
    end = float(on_day(population, "werknemers.basis_aow_leeftijd", day)) / _MONTHS
    knots = [*(float(age) for age in ages), end]
    return scipy.interpolate.PchipInterpolator(knots, np.concatenate([[0.0], np.cumsum(jobs)]))


def _trend(population: ParameterSet, *, days: Sequence[date], margins: Margins) -> Array:
    """Return the age trend by single year of age, in a straight line between the middles of the bands."""
    end = float(on_day(population, "werknemers.basis_aow_leeftijd", base_day(margins))) / _MONTHS
    lower = np.maximum(AGE7_LOWER, FIRST_AGE)
    middles = (lower + np.append(lower[1:], end)) / 2
    ages = FIRST_AGE + np.arange(AGES) + 0.5
    by_band = population["werknemers.leeftijdstrend"].series(days)
    return np.stack([np.interp(ages, middles, row) for row in by_band])


def _below_aow(limits: Array) -> Array:
    """Return the share of each age that does not reach the AOW age in the year, shape (years, 60)."""
    ages = FIRST_AGE + np.arange(AGES)
    now = np.clip(limits[:-1, None] - ages, 0.0, 1.0)
    later = np.clip(limits[1:, None] - ages - 1, 0.0, 1.0)
    return np.divide(np.minimum(now, later), now, out=np.zeros_like(now), where=now > 0.0)


def _needed(people: Array) -> Array:
    """Return next year's stock by this year's age, shape (years, 60, 2)."""
    return np.concatenate([people[1:, 1:], np.zeros_like(people[1:, :1])], axis=1)


def _exit_chances(people: Array, *, staying: Array) -> Array:
    there = people[:-1] * staying
    needed = _needed(people)
    return np.where(there > needed, 1.0 - needed / np.where(there > 0.0, there, 1.0), 0.0)


def _entries(people: Array, *, staying: Array, present: Array) -> Array:
    there = people[:-1] * staying
    lacking = np.zeros_like(there)
    lacking[:, 1:] = np.maximum(_needed(people) - there, 0.0)[:, :-1]
    lacking[:, 0] = people[1:, 0]
    return lacking / present
