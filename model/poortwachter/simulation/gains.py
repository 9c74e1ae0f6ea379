"""Live a scenario's frozen run for what its reform changes, by class of worker.

The classes stand beside the ledger of a run and do not touch it: a pass of its own, with the estimator of the run and
the same workers, so that the classes add up to the run's structural effect.
"""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.classes import DIVISIONS, N_CLASSES, N_DIVISIONS, N_SUMS, WAGE_CLASSES
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.accounting.granted import GRANTED
from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, Rates
from poortwachter.kernel.classes import Room, split_classes, touched_classes
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import Stage, Touch, forking_world, touch_of
from poortwachter.population.fit import MONTHS_PER_YEAR
from poortwachter.population.selection import ranks_at_work
from poortwachter.population.stock import AGE6_LOWER, AGE7_LOWER, FIRST_AGE
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.watch import Progress, Watch
from poortwachter.results.arrays import SPLIT_UNIT
from poortwachter.results.assemble import STRUCTURAL_ROWS
from poortwachter.results.gains import Employees, Gains, gains_of
from poortwachter.results.provenance import plan_hash
from poortwachter.scenario.resolve import Resolved, plan
from poortwachter.simulation.blocks import Groups, Ledger, Lives, groups_of, on_threads, scratch, workers_in
from poortwachter.simulation.premiums import PREMIUMS
from poortwachter.simulation.runner import (
    NONE,
    PAIR,
    SPLIT,
    Effort,
    estimator_of,
    frozen_charges,
    horizon_of,
    workers_of,
)
from poortwachter.simulation.worlds import Built, build_world

Floats = npt.NDArray[np.float64]
EVERYONE: Final = Touch(stage=Stage.EVERYONE, week=0)
COUNTED: Final = slice(STRUCTURAL_ROWS[0], STRUCTURAL_ROWS[1] + 1)
"""Years of the frozen run that make a structural amount."""


def simulate_gains(resolved: Resolved, *, effort: Effort, watch: Watch) -> Gains:
    """Return what a scenario's reform does to each class of workers and their employers.

    Raises:
        InputError: for a scenario that changes nothing in any life.
    """
    estimator = estimator_of(resolved)
    if estimator == NONE:
        raise InputError([Problem("this scenario changes nothing in any life", "name one with a reform")])
    day = date(resolved.run.price_year, 1, 1)
    policies, horizon = resolved.frozen(day), horizon_of(resolved, frozen=True)
    before, after = (build_world(policy, dated=resolved.baseline, horizon=horizon) for policy in policies)
    bounds, employees = wage_classes(before)
    with watch("compile", 1) as progress:
        nobody = np.zeros(1, dtype=np.int64)
        class_sums(resolved, before, after, bounds=bounds, workers=nobody, effort=effort, progress=progress)
    workers = workers_of(resolved, before, after)
    with watch("lives", int(workers.sum())) as progress:
        sums = class_sums(resolved, before, after, bounds=bounds, workers=workers, effort=effort, progress=progress)
    rates = frozen_charges(resolved, built=before)
    return Gains(
        title=resolved.title,
        plan_hash=plan_hash(plan(resolved)),
        price_year=resolved.run.price_year,
        workers=resolved.run.workers,
        lives=int(workers.sum()),
        seed=resolved.run.seed,
        estimator=estimator,
        outside=_outside(resolved),
        entries=tuple(
            gains_of(
                sums,
                unit=1.0 / (SPLIT_UNIT * resolved.run.k) if estimator == SPLIT else 1.0,
                years=COUNTED.stop - COUNTED.start,
                weight=before.totals.weight(resolved.run.workers),
                rates=Rates(*(np.asarray(rate[COUNTED].mean()) for rate in rates.reform)),
                employees=employees,
            )
        ),
    )


def _outside(resolved: Resolved) -> tuple[str, ...]:
    """Return what a reform changes that comes to no life: premiums, and what is granted as a lump sum."""
    changed = {difference.name for difference in resolved.differences if difference.scope == "reform"}
    sides = {"premiums": changed & set(PREMIUMS), "granted": changed & set(GRANTED)}
    return tuple(name for name, found in sides.items() if found)


def class_sums(
    resolved: Resolved,
    before: Built,
    after: Built,
    *,
    bounds: npt.NDArray[np.int64],
    workers: npt.NDArray[np.int64],
    effort: Effort,
    progress: Progress,
) -> Ledger:
    """Live the workers (by cohort) of a frozen run; return what the reform changes, int64 (256, classes, N_SUMS).

    bounds: wages a month at which the quintiles above the first begin, eurocents. With the split the unit is
    2**-20 / replicates.
    """
    lives = Lives(workers, resolved.run.seed, resolved.run.replication, effort.used_threads, effort.block_size)
    key = (np.uint64(lives.seed), np.uint64(lives.replication))
    estimator = estimator_of(resolved)
    years = before.world.clock.years
    touch = EVERYONE if estimator == PAIR else touch_of(before.world, after.world) or EVERYONE
    if estimator == SPLIT:
        world, reform = pack(forking_world(before.world, after.world)), pack(after.world)
    else:
        world, reform = pack(before.world), pack(after.world)
    replicates = np.int64(resolved.run.k)

    def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
        room = _room(years, bounds=bounds)
        if estimator == SPLIT:
            split_classes(ledgers[0], room, world, reform, key, workers, *groups, replicates)
        else:
            touched_classes(ledgers[0], room, world, reform, key, workers, *groups, *map(np.int64, touch))

    jobs = (
        (groups, sum(workers_in(workers, group) for group in range(*groups)))
        for groups in groups_of(workers, size=lives.block_size)
    )
    shape = (GROUPS, N_CLASSES, N_SUMS)
    (sums,) = on_threads(live, shapes=(shape,), jobs=jobs, threads=lives.threads, progress=progress)
    return sums


def _room(years: int, *, bounds: npt.NDArray[np.int64]) -> Room:
    row, waste = (np.zeros((years, N_COLUMNS), dtype=np.int64) for _ in range(2))
    rows = np.zeros(N_DIVISIONS + 1, dtype=np.int64)
    return Room(np.int64(COUNTED.start), bounds, rows, row, waste, scratch())


def wage_classes(built: Built) -> tuple[npt.NDArray[np.int64], Employees]:
    """Return the wages a month between the quintiles, eurocents, and employees with their wages by class.

    They follow from the tables that the workers are drawn from, in the years that make the structural amount.
    """
    persons, wages = _cells(built)
    order = np.argsort(wages, axis=None, kind="stable")
    below = np.cumsum(np.broadcast_to(persons.sum(axis=3), wages.shape).ravel()[order])
    parts = below[-1] * np.arange(1, WAGE_CLASSES) / WAGE_CLASSES
    bounds = wages.ravel()[order[np.searchsorted(below, parts)]]
    quintile = np.searchsorted(bounds, wages, side="right")
    return bounds, _employees(persons, wages, quintile=quintile)


def _cells(built: Built) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return employees (60, 2, 3, 5, 6, 64) by age, sex, contract, size, sector and wage rank, and their wages.

    Wages: eurocents a month, shape (60, 2, 3, 6, 64), as `work.wage_of` has them.
    """
    world, stock = built.world, built.totals.stock
    population = world.population
    employees = stock.employees[COUNTED].mean(axis=0)
    band = np.searchsorted(AGE6_LOWER, FIRST_AGE + np.arange(len(employees)), side="right") - 1
    contract = np.diff(population.flex_threshold[COUNTED.start].astype(np.float64), axis=-1, prepend=0.0)
    contract /= contract.sum(axis=-1, keepdims=True)
    employer = built.totals.fit.employees
    employer = employer / employer.sum(axis=(3, 4), keepdims=True)
    ranks = ranks_at_work(stock, risks=world.onset_by_wage)[COUNTED.start]
    cells = employees[:, :, None, None, None] * contract[band][:, None, :, None, None] * employer[band]
    persons = cells[..., None] * ranks[band][:, None, None, None, None, :]
    quantile = population.wage_quantile * world.wage_correction[COUNTED.start][:, None]
    month = population.wage_month[band][..., None] * quantile[band][:, None, None, None, :]
    return persons, (month * world.wage_level[COUNTED.start]).astype(np.int64)


def _employees(persons: Floats, wages: npt.NDArray[np.int64], *, quintile: npt.NDArray[np.int64]) -> Employees:
    """Return persons and wages, EUR mln a year, by class."""
    ages, sexes, _, sizes, sectors, _ = persons.shape
    age = np.searchsorted(AGE7_LOWER, FIRST_AGE + np.arange(ages), side="right") - 1
    by_size = np.expand_dims(quintile, 3)
    place = {
        "all": np.zeros(1, dtype=np.int64),
        "wage": by_size,
        "age": _along(age, axis=0),
        "sex": _along(np.arange(sexes), axis=1),
        "size": _along(np.arange(sizes), axis=3),
        "sector": _along(np.arange(sectors), axis=4),
        "wage_age": by_size * len(AGE7_LOWER) + _along(age, axis=0),
        "size_sector": _along(np.arange(sizes), axis=3) * sectors + _along(np.arange(sectors), axis=4),
    }
    paid = persons * np.expand_dims(wages, 3) * (MONTHS_PER_YEAR / CENTS_PER_EUR_MLN)
    sums = np.zeros((2, N_CLASSES))
    for division in DIVISIONS:
        where = np.broadcast_to(place[division.name], persons.shape).ravel()
        for row, amounts in zip(sums, (persons, paid), strict=True):
            found = np.bincount(where, weights=amounts.ravel(), minlength=len(division.classes))
            row[division.first : division.first + len(division.classes)] = found
    return Employees(*sums)


def _along(codes: npt.NDArray[np.int64], *, axis: int) -> npt.NDArray[np.int64]:
    """Return codes along one of the six axes of a table of employees."""
    return codes.reshape([-1 if one == axis else 1 for one in range(6)])
