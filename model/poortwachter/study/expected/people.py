"""Follow who could be at work, by year of birth and sex: entry, leaving, death, the AOW age, and contracts.

Nothing here depends on behaviour, so that one population serves many evaluations.
"""

from functools import lru_cache, partial
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.law.rules.arbeidsverleden import months_by_history
from poortwachter.law.table import LawTable
from poortwachter.primitives.codes import Sex
from poortwachter.primitives.compiled import plain
from poortwachter.study.expected.grid import (
    MIDDLE,
    MONTHS,
    QUARTERS,
    WEEKS,
    WORD,
    Floats,
    Grid,
    Integers,
    ages_at,
    build_grid,
    ratio,
)

REMEMBERED: Final = 20
"""Years before those that are read in which everyone counts: how rights are divided over who bears them is of then."""
TINY: Final = 1e-12
"""A share below which nobody is left."""


class People(NamedTuple):
    """Who could be at work on the grid of a world; T quarters, B years of birth, 2 sexes, C contracts."""

    grid: Grid
    employed: Floats
    """(T, B, 2) persons in the middle of the quarter who would be at work if nobody were sick or disabled."""
    present: Floats
    """(T + 1, B, 2) share of a year of birth alive and below the AOW age on the first day of a quarter."""
    natural: Floats
    """(T, B, 2) share that lives through the quarter at the mortality of the population."""
    below_aow: Floats
    """(T, B, 1) share of those below the AOW age that stays so in the quarter."""
    staying: Floats
    """(T, B, 2) share that does not leave work for reasons outside the model in the quarter."""
    death_rate: Floats
    """(T, B, 2) mortality of the population per week."""
    contracts: Floats
    """(Y, 6, C) shares of contracts among those at work, by year and age band."""
    bands: Floats
    """(T, B, 6) share of a year of birth in every age band in the middle of the quarter."""
    working_present: Floats
    """(T, B, 2) share of a year of birth that is present and has not left work, in the middle of the quarter."""
    lgu: Integers
    ww: Integers
    """(T, B) duration in quarters of a wage-related benefit, and longest of an unemployment benefit, that starts in the
    quarter."""

    def still_present(self, *, since: Floats, later: Floats) -> Floats:
        """Return the share present at times among those present at earlier ones, both (T,), shape (T, B, 2)."""
        return ratio(self.present_at(later), self.present_at(since))

    def still_working(self) -> Floats:
        """Return who has not left work for reasons outside the model, in the middle of every quarter, (T, B, 2)."""
        left = np.asarray(np.cumprod(self.staying, axis=0), dtype=np.float64)
        return left / np.sqrt(np.maximum(self.staying, TINY))

    def windows(self) -> list[slice]:
        """Return for every quarter the years of birth of which anyone is old enough to work and below the AOW age.

        A decision can follow up to a quarter after the last of them reached it.
        """
        below = np.concatenate([self.present[:1], self.present[:-2]])
        can = (below > 0.0).any(axis=2) & (self.employed > 0.0).any(axis=2).cumsum(axis=0).astype(bool)
        first = can.argmax(axis=1)
        last = np.where(can.any(axis=1), can.shape[1] - can[:, ::-1].argmax(axis=1), first)
        return [slice(int(low), int(high)) for low, high in zip(first, last, strict=True)]

    def present_at(self, time: Floats) -> Floats:
        """Return the share of a year of birth present at times in quarters, shape (n, B, 2)."""
        held = np.clip(time, 0.0, self.grid.quarters)
        low = np.minimum(np.floor(held).astype(np.int64), self.grid.quarters - 1)
        part = (held - low)[:, None, None]
        return self.present[low] * (1.0 - part) + self.present[low + 1] * part


def people_of(world: World, *, first_read: int = 0) -> People:
    """Return the people of a world; first_read: row of the first year that is read of what becomes of them."""
    grid = build_grid(world, ages=world.population.birth_cell.shape[1] // len(Sex))
    below = _below_aow(world, grid)
    seen = below[QUARTERS * max(first_read - REMEMBERED, 0)] > 0.0
    grid, below = grid._replace(born=grid.born[seen]), below[:, seen]
    death = _by_birth(world, grid, world.population.death_chance)
    leave = _by_birth(world, grid, world.population.exit_chance)
    alive, working = _survivors(death), _survivors(leave)
    present = alive * below[:, :, None]
    employed = _employed(world, grid, staying=present * working, below=below)
    lgu, ww = _durations(world, grid)
    return People(
        grid=grid,
        employed=(employed[1:] + employed[:-1]) / 2,
        present=present,
        natural=ratio(alive[1:], alive[:-1]),
        below_aow=ratio(below[1:], below[:-1])[:, :, None],
        staying=ratio(working[1:], working[:-1]),
        death_rate=np.repeat(death, QUARTERS, axis=0) / world.weeks_per_year,
        contracts=np.diff(world.population.flex_threshold / WORD, axis=2, prepend=0.0),
        bands=_bands(world, grid),
        lgu=lgu,
        ww=ww,
        working_present=(present[1:] * working[1:] + present[:-1] * working[:-1]) / 2,
    )


def _by_birth(world: World, grid: Grid, chance: Floats) -> Floats:
    """Return yearly chances by age on 1 January (Y, ages, 2) by year of birth instead, (Y, B, 2)."""
    year = np.arange(grid.years)
    age = grid.first_year + year[:, None] - 1 - grid.born - world.youngest
    return chance[year[:, None], np.clip(age, 0, chance.shape[1] - 1)]


def _survivors(chance: Floats) -> Floats:
    """Return who is left on the first day of every quarter (T + 1, B, 2); within its year an event lies anywhere."""
    begins = np.concatenate([np.ones((1, *chance.shape[1:])), np.cumprod(1.0 - chance, axis=0)])
    part = np.arange(QUARTERS)[:, None, None] / QUARTERS
    quarters = begins[:-1, None] * (1.0 - chance[:, None] * part)
    survivors = np.concatenate([quarters.reshape(-1, *chance.shape[1:]), begins[-1:]])
    return np.asarray(survivors, dtype=np.float64)


def _below_aow(world: World, grid: Grid) -> Floats:
    """Return the share of every year of birth below the AOW age on the first day of every quarter, (T + 1, B)."""
    law, year = world.law, WEEKS * QUARTERS
    first = (grid.born - grid.first_year) * year
    births = np.rint(first[:, None] + np.arange(round(year))).astype(np.int64) - law.first_birth_week
    reached = law.aow_week_of_birth_week[np.clip(births, 0, len(law.aow_week_of_birth_week) - 1)]
    week = np.arange(grid.quarters + 1) * WEEKS
    return np.asarray((reached > week[:, None, None]).mean(axis=2), dtype=np.float64)


def _employed(world: World, grid: Grid, *, staying: Floats, below: Floats) -> Floats:
    """Return who would be at work on the first day of every quarter, (T + 1, B, 2)."""
    first, entrants = _entries(world, grid)
    people = np.empty_like(staying)
    people[0] = first
    for year in range(grid.years):
        begin = year * QUARTERS
        for quarter in range(1, QUARTERS + 1):
            now = begin + quarter
            arrived = entrants[year] * (quarter / QUARTERS) * ratio(below[now], below[begin])[:, None]
            people[now] = people[begin] * ratio(staying[now], staying[begin]) + arrived
    return people


def _entries(world: World, grid: Grid) -> tuple[Floats, Floats]:
    """Return the first stock (B, 2) and the entrants of every year (Y, B, 2) by year of birth."""
    population = world.population
    shares = np.diff(population.birth_cell / WORD, axis=1, prepend=0.0)
    persons = (shares * population.cohort_persons[:, None]).reshape(len(shares), -1, len(Sex))
    placed = np.zeros((len(persons), len(grid.born), len(Sex)))
    age = world.youngest + np.arange(persons.shape[1])
    for cohort, number in enumerate(persons):
        place = grid.first_year + cohort - 1 - age - grid.born[0]
        placed[cohort, place[place >= 0]] = number[place >= 0]
    return placed[0], placed[1:]


def _bands(world: World, grid: Grid) -> Floats:
    """Return the shares of every year of birth in the age bands in the middle of every quarter, (T, B, 6)."""
    bands = world.ages.band6
    ages = ages_at(grid, grid.middles, oldest=len(bands) - 1)
    return ages.mean(np.eye(int(bands.max()) + 1)[bands])


class _History(NamedTuple):
    """Law on a benefit whose duration follows work history, by week, in months."""

    minimum: Integers
    maximum: Integers
    quarters: Integers
    shortest: Integers
    by_age: npt.NDArray[np.bool_] | None = None
    """Whether the duration follows age instead."""


def _durations(world: World, grid: Grid) -> tuple[Integers, Integers]:
    """Return the duration of the wage-related benefit and of unemployment benefit in quarters, (T, B) each."""
    law = world.law
    lgu = _History(law.lgu_minimum, law.lgu_maximum, law.lgu_quarters, law.lgu_shortest, law.lgu_by_age)
    ww = _History(law.ww_minimum, law.ww_maximum, law.ww_quarters, law.ww_shortest)
    week = np.minimum(np.rint(grid.middles * WEEKS).astype(np.int64), len(law.lgu_minimum) - 1)
    age = grid.first_year + grid.middles[:, None] / QUARTERS - grid.born - MIDDLE
    oldest = int(world.ages.first_week.shape[0]) - 1
    held = np.clip(age, 0, oldest - 1).astype(np.int64)
    by_age = lru_cache(maxsize=None)(partial(_by_age, world, oldest))
    found = [np.stack([by_age(*_key(law, rule, week=one)) for one in week.tolist()]) for rule in (lgu, ww)]
    lgu_months, ww_months = (np.take_along_axis(one, held, axis=1) for one in found)
    return np.rint(lgu_months / MONTHS).astype(np.int64), np.rint(ww_months / MONTHS).astype(np.int64)


def _key(law: LawTable, rule: _History, *, week: int) -> tuple[bool, int, tuple[int, ...]]:
    """Return what a duration depends on in a week: whether age, weeks since the law changed, bounds in months."""
    follows_age = rule.by_age is not None and bool(rule.by_age[week])
    return follows_age, max(week - law.lgu_change_week, 0), tuple(int(one[week]) for one in rule[:4])


def _by_age(world: World, oldest: int, follows_age: bool, since: int, bounds: tuple[int, ...]) -> Floats:
    """Return durations in months by age, (ages,)."""
    law, found = world.law, np.zeros(oldest)
    ages = range(world.youngest, QUARTERS * world.youngest)
    if follows_age:
        found[ages] = law.lgu_age_months[np.searchsorted(law.lgu_age_upper, ages, side="right")]
        return found
    until, months = since / world.weeks_per_year, plain(months_by_history)
    histories = [max(years - world.history_from_age, 0) for years in ages]
    rates = law.lgu_full_years, law.lgu_rate_before, law.lgu_rate_after
    found[ages] = [months(one, max(one - until, 0.0), *rates, *bounds) for one in histories]
    return found
