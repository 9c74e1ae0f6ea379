"""Count the drawn population on a day and set it beside the tables it was drawn from.

The targets are what the fitted tables say of the day itself: employees by age and sex, contracts of the year, and
given those the employer, wage and hours. Lives come as the kernel lives them, with spells, benefits and returns.
A mean or share and its standard error are those of a ratio over the 256 fixed groups of workers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.kernel import state
from poortwachter.kernel.pack import pack
from poortwachter.population.parameters import on_day
from poortwachter.population.schooling import RANKS, without_qualification
from poortwachter.population.stock import AGE6_LOWER, FIRST_AGE, band_sums
from poortwachter.population.table import hours_week
from poortwachter.primitives.codes import GROUPS, Contract, Sector, Sex, Size, Status, labels
from poortwachter.primitives.parameters import DIMENSIONS
from poortwachter.primitives.weeks import WEEKS_PER_YEAR
from poortwachter.scenario.load import World
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Lives, plain_ledger
from poortwachter.simulation.people import people
from poortwachter.simulation.worlds import Built, Horizon, build_world

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WORKERS: Final = 200_000
"""Simulated employees unless told otherwise: a share of a quarter has a standard error of 0.1 percentage points."""
SEED: Final = 20252
YEAR: Final = 2022
"""Year at whose end people are counted: the year of the published ages."""
LIMIT: Final = 4.0
"""Standard errors within which a binding margin must be drawn."""
COUNTED: Final = (Status.WERK, Status.ZIEK_LOON, Status.ZIEK_ZW, Status.SANCTIE, Status.ONDER35_WERK)
"""Whom the tables count: employees until they leave through disability, the sick in the Ziektewet with them."""
AGE_STEP: Final = 5
WGA: Final = (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU)

_FIELDS: Final = (
    state.GROUP,
    state.SEX,
    state.BIRTH,
    state.STATUS,
    state.CONTRACT,
    state.SIZE,
    state.SECTOR,
    state.ERD_WGA,
    state.ERD_ZW,
    state.INSURED,
    state.WAGE_RANK,
    state.HISTORY_START,
    state.SCHOOLING,
)


@dataclass(frozen=True)
class CensusLine:
    """One figure of the drawn population beside that of the tables on the same day."""

    margin: str
    category: str
    unit: str
    """persons, share, eur_month, hours_week or years."""
    target: float
    drawn: float
    standard_error: float
    binding: bool

    @property
    def apart(self) -> float:
        """Return the gap in standard errors; without spread in the draw 0 where both agree."""
        gap = self.drawn - self.target
        if self.standard_error == 0.0:
            return 0.0 if abs(gap) < 1e-9 * max(abs(self.target), 1.0) else float("inf")
        return gap / self.standard_error

    @property
    def within(self) -> bool:
        """Return whether the figure is drawn within the limit."""
        return abs(self.apart) <= LIMIT


@dataclass(frozen=True)
class Census:
    """A drawn population counted on 31 December of a year."""

    year: int
    workers: int
    seed: int
    counted: int
    """Simulated employees on the day."""
    without_employer: float
    """Share of them who are sick in the Ziektewet."""
    lines: tuple[CensusLine, ...]

    @property
    def limit(self) -> float:
        """Return the standard errors within which a binding margin must lie."""
        return LIMIT

    @property
    def missed(self) -> tuple[CensusLine, ...]:
        """Return binding lines outside the limit."""
        return tuple(line for line in self.lines if line.binding and not line.within)


class _Drawn(NamedTuple):
    """Employees on the day, one entry per life."""

    group: Ints
    age: Ints
    band: Ints
    sex: Ints
    contract: Ints
    size: Ints
    sector: Ints
    erd_wga: Ints
    erd_zw: Ints
    insured: Ints
    wage: Floats
    """EUR a month with holiday allowance, wages of the year."""
    hours: Floats
    """Hours a week per job."""
    history: Floats
    """Years since the work history began."""
    unqualified: Ints


def census(world: World, *, workers: int, seed: int, threads: int, year: int = YEAR) -> Census:
    """Live so many workers to 31 December of a year and count them by every margin."""
    built = build_world(world, dated=world, horizon=Horizon(year, year, False))
    lives = Lives(built.totals.cohort_workers(workers), seed, 0, threads, DEFAULT_BLOCK)
    states, _ = people(pack(built.world), years=built.world.clock.years, lives=lives, fields=_FIELDS)
    without = without_qualification(world.population, days=[date(year, 12, 31)])[0]
    status = states[:, _FIELDS.index(state.STATUS)]
    is_counted = np.isin(status, COUNTED)
    drawn = _drawn(built, states[is_counted], without=without)
    target = _joint(built)
    lines = (
        *_totals(world, lives, workers=workers),
        *_ages(built, drawn),
        *_employment(drawn, target),
        *_amounts(built, drawn, target),
        *_employers(built, drawn),
        *_histories(built, drawn),
        *_qualifications(drawn, without, in_wga=_in_wga(built, states, without=without)),
    )
    counted = int(is_counted.sum())
    return Census(year, workers, seed, counted, float((status == Status.ZIEK_ZW).sum() / counted), lines)


def _drawn(built: Built, states: Ints, *, without: Floats) -> _Drawn:
    field = dict(zip(_FIELDS, states.T, strict=True))
    clock, population = built.world.clock, built.world.population
    age = built.world.ages.years[clock.weeks - field[state.BIRTH]]
    band = built.world.ages.band6[age]
    cell = (band, field[state.SEX], field[state.CONTRACT], field[state.SECTOR])
    factor = population.wage_quantile[field[state.WAGE_RANK]] * built.world.wage_correction[-1, band]
    wage = population.wage_month[cell] * factor
    return _Drawn(
        group=field[state.GROUP],
        age=age,
        band=band,
        sex=field[state.SEX],
        contract=field[state.CONTRACT],
        size=field[state.SIZE],
        sector=field[state.SECTOR],
        erd_wga=field[state.ERD_WGA],
        erd_zw=field[state.ERD_ZW],
        insured=field[state.INSURED],
        wage=wage * population.wage_index[-1],
        hours=hours_week(built.totals.fit, built.totals.margins)[cell],
        history=(clock.weeks - field[state.HISTORY_START]) / WEEKS_PER_YEAR,
        unqualified=(field[state.SCHOOLING] < without[band] * RANKS).astype(np.int64),
    )


def _joint(built: Built) -> Floats:
    """Return the shares of employees on the day by age band, sex, contract, size and sector (6, 2, 3, 5, 6)."""
    people_now = band_sums(built.totals.stock.employees[-1])
    borders = built.world.population.flex_threshold[-1].astype(np.float64) / 2.0**32
    contracts = np.diff(borders, axis=-1, prepend=0.0)
    fitted = built.totals.fit.employees
    given = fitted / fitted.sum(axis=(3, 4), keepdims=True)
    return people_now[:, :, None, None, None] / people_now.sum() * contracts[:, None, :, None, None] * given


def ratio(group: Ints, value: Floats | Ints, base: Floats | Ints) -> tuple[float, float]:
    """Return the ratio of two sums over people with its standard error between the groups."""
    above = np.bincount(group, value, minlength=GROUPS)
    below = np.bincount(group, base, minlength=GROUPS)
    if below.sum() == 0.0:
        return float("nan"), float("nan")
    ratio = above.sum() / below.sum()
    spread = GROUPS / (GROUPS - 1) * ((above - ratio * below) ** 2).sum()
    return float(ratio), float(np.sqrt(spread) / below.sum())


def _line(
    margin: str,
    category: str,
    *,
    target: float,
    group: Ints,
    value: Any,
    base: Any,
    unit: str = "share",
    binding: bool = True,
) -> CensusLine:
    found, error = ratio(group, value, base)
    return CensusLine(margin, category, unit, float(target), found, error, binding)


def _shares(
    margin: str, categories: Sequence[str], targets: Sequence[float] | Floats, *, group: Ints, code: Ints, base: Any
) -> Iterator[CensusLine]:
    """Yield the share of every category within a base (employees as 0 and 1)."""
    for place, (category, target) in enumerate(zip(categories, targets, strict=True)):
        value = base & (code == place)
        yield _line(margin, category, target=target, group=group, value=value.astype(float), base=base.astype(float))


def _totals(world: World, lives: Lives, *, workers: int) -> Iterator[CensusLine]:
    """Yield employees on 31 December of every year up to the last observed one."""
    last = int(on_day(world.population, "werknemers.laatste_jaar", date.max))
    built = build_world(world, dated=world, horizon=Horizon(last, last, False))
    everyone = lives._replace(workers=built.totals.cohort_workers(workers))
    cells = plain_ledger(pack(built.world), years=len(built.totals.years), lives=everyone, progress=lambda _: None)
    weight = built.totals.weight(workers)
    stocks = cells[:, :, [columns.FIRST_STOCK + status for status in COUNTED]].sum(axis=2) * weight
    for place, year in enumerate(built.totals.years):
        error = np.sqrt(GROUPS * stocks[:, place].var(ddof=1))
        target = built.totals.stock.employees[place + 1].sum()
        yield CensusLine(
            "employees", str(year), "persons", float(target), float(stocks[:, place].sum()), float(error), False
        )


def _ages(built: Built, drawn: _Drawn) -> Iterator[CensusLine]:
    stock = built.totals.stock.employees[-1]
    every = np.ones_like(drawn.group, dtype=bool)
    last = int(AGE6_LOWER[-1])
    for lower in range(FIRST_AGE, last + 1, AGE_STEP):
        upper = lower + AGE_STEP if lower < last else FIRST_AGE + len(stock)
        for sex, name in enumerate(labels(Sex)):
            target = stock[lower - FIRST_AGE : upper - FIRST_AGE, sex].sum() / stock.sum()
            inside = (drawn.age >= lower) & (drawn.age < upper) & (drawn.sex == sex)
            category = f"{name} {lower}-{upper - 1 if lower < last else 'AOW'}"
            yield _line("age_sex", category, target=target, group=drawn.group, value=inside, base=every)
    bands = band_sums(stock).sum(axis=1)
    yield from _shares(
        "age", DIMENSIONS["leeftijd6"], bands / bands.sum(), group=drawn.group, code=drawn.band, base=every
    )
    by_sex = stock.sum(axis=0)
    yield from _shares("sex", labels(Sex), by_sex / by_sex.sum(), group=drawn.group, code=drawn.sex, base=every)


def _employment(drawn: _Drawn, target: Floats) -> Iterator[CensusLine]:
    every = np.ones_like(drawn.group, dtype=bool)
    group = drawn.group
    yield from _shares(
        "contract", labels(Contract), target.sum((0, 1, 3, 4)), group=group, code=drawn.contract, base=every
    )
    by_band = target.sum((1, 3, 4))
    for band, name in enumerate(DIMENSIONS["leeftijd6"]):
        shares = by_band[band] / by_band[band].sum()
        yield from _shares(
            "contract_by_age",
            [f"{name} {contract}" for contract in labels(Contract)],
            shares,
            group=group,
            code=drawn.contract,
            base=drawn.band == band,
        )
    yield from _shares("size", labels(Size), target.sum((0, 1, 2, 4)), group=group, code=drawn.size, base=every)
    yield from _shares("sector", labels(Sector), target.sum((0, 1, 2, 3)), group=group, code=drawn.sector, base=every)
    women = target.sum((0, 2, 3))
    for sector, name in enumerate(labels(Sector)):
        inside = drawn.sector == sector
        share = women[Sex.VROUW, sector] / women[:, sector].sum()
        yield _line(
            "women_in_sector", name, target=share, group=group, value=inside & (drawn.sex == Sex.VROUW), base=inside
        )


def _amounts(built: Built, drawn: _Drawn, target: Floats) -> Iterator[CensusLine]:
    """Yield mean wages and hours by age, sex, contract and sector."""
    jobs = target.sum(axis=3)
    population = built.world.population
    wages = population.wage_month * population.wage_index[-1]
    codes = (drawn.band, drawn.sex, drawn.contract, drawn.sector)
    names = (DIMENSIONS["leeftijd6"], labels(Sex), labels(Contract), labels(Sector))
    by = ("age", "sex", "contract", "sector")
    for what, unit, mean, values in (
        ("wage", "eur_month", wages, drawn.wage),
        ("hours", "hours_week", hours_week(built.totals.fit, built.totals.margins), drawn.hours),
    ):
        total = float((jobs * mean).sum())
        every = np.ones_like(values)
        yield _line(what, "", target=total, group=drawn.group, value=values, base=every, unit=unit)
        for axis, (code, categories) in enumerate(zip(codes, names, strict=True)):
            others = tuple(other for other in range(4) if other != axis)
            means = (jobs * mean).sum(others) / jobs.sum(others)
            for place, category in enumerate(categories):
                inside = code == place
                yield _line(
                    f"{what}_by_{by[axis]}",
                    category,
                    target=means[place],
                    group=drawn.group,
                    value=values * inside,
                    base=inside,
                    unit=unit,
                )


def _employers(built: Built, drawn: _Drawn) -> Iterator[CensusLine]:
    population = built.world.population
    for margin, chances, value in (
        ("erd_wga", population.erd_wga, drawn.erd_wga),
        ("erd_zw", population.erd_zw, drawn.erd_zw),
        ("insured", population.insured, drawn.insured),
    ):
        for size, name in enumerate(labels(Size)):
            inside = drawn.size == size
            yield _line(
                margin, name, target=chances[size] / 2.0**32, group=drawn.group, value=value * inside, base=inside
            )


def _histories(built: Built, drawn: _Drawn) -> Iterator[CensusLine]:
    """Yield mean years of work history by age band."""
    means = expected_history(built, from_age=built.world.history_from_age)
    for band, name in enumerate(DIMENSIONS["leeftijd6"]):
        inside = drawn.band == band
        yield _line(
            "history",
            name,
            target=means[band],
            group=drawn.group,
            value=drawn.history * inside,
            base=inside,
            unit="years",
        )


def expected_history(built: Built, *, from_age: int) -> Floats:
    """Return mean years of work history by age band (6,) on the last day, by carrying every cohort's stock forward.

    The first cohort has worked since an age, later ones since they entered, in the middle of a year on average.
    """
    stock = built.totals.stock
    years = len(built.totals.years)
    ages = FIRST_AGE + np.arange(stock.staying.shape[1]) + 0.5
    persons, total = np.zeros_like(stock.employees[0]), np.zeros_like(stock.employees[0])
    for cohort in range(years + 1):
        here = stock.employees[0] if cohort == 0 else stock.entry[cohort - 1] * stock.present[cohort - 1]
        for year in range(cohort, years):
            here = np.concatenate([np.zeros_like(here[:1]), (here * stock.staying[year])[:-1]])
        history = ages[:, None] - from_age if cohort == 0 else years - cohort + 0.5
        persons = persons + here
        total = total + here * history
    return band_sums(total).sum(axis=1) / band_sums(persons).sum(axis=1)


def _qualifications(drawn: _Drawn, without: Floats, *, in_wga: CensusLine) -> Iterator[CensusLine]:
    for band, name in enumerate(DIMENSIONS["leeftijd6"]):
        inside = drawn.band == band
        yield _line(
            "unqualified",
            name,
            target=without[band],
            group=drawn.group,
            value=drawn.unqualified * inside,
            base=inside,
        )
    yield in_wga


def _in_wga(built: Built, states: Ints, *, without: Floats) -> CensusLine:
    """Return the share without start qualification among those with a WGA benefit, beside the published one."""
    status, group = (states[:, _FIELDS.index(name)] for name in (state.STATUS, state.GROUP))
    inside = np.isin(status, WGA)
    age = built.world.ages.years[built.world.clock.weeks - states[inside, _FIELDS.index(state.BIRTH)]]
    unqualified = states[inside, _FIELDS.index(state.SCHOOLING)] < without[built.world.ages.band6[age]] * RANKS
    return _line(
        "unqualified_wga",
        "",
        target=built.totals.margins.value("unqualified", "wga"),
        group=group[inside],
        value=unqualified,
        base=np.ones_like(unqualified),
        binding=False,
    )
