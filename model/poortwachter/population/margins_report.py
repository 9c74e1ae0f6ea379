"""Hold the fitted population against every margin it was asked to meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from poortwachter.population.fit import THOUSAND, Fit, fit, hours_by_band
from poortwachter.population.margins import Margins, SectorMargins, load_margins, sector_margins, size_shares
from poortwachter.population.parameters import on_day
from poortwachter.population.stock import FIRST_AGE, base_day, base_employees
from poortwachter.primitives.codes import Contract, Sector, Sex, Size, labels
from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet

Array = npt.NDArray[np.float64]

_AGE, _SEX, _CONTRACT, _SIZE, _SECTOR = range(5)


@dataclass(frozen=True, slots=True)
class MarginLine:
    """One margin of the base year: what was asked for and what the table holds."""

    margin: str
    category: str
    target: float
    found: float
    exact: bool
    """Whether the fit must meet it; a shape (assumed association) is only approached."""

    @property
    def gap(self) -> float:
        """Return the relative difference."""
        return self.found / self.target - 1.0


def margins_report(population: ParameterSet) -> tuple[MarginLine, ...]:
    """Return every margin of the base year, target against table."""
    margins = load_margins()
    fitted = fit(population, margins)
    return (*_people(population, margins, fitted), *_work(population, margins, fitted))


def _people(population: ParameterSet, margins: Margins, fitted: Fit) -> Iterator[MarginLine]:
    day = base_day(margins)
    table = fitted.employees
    yield from _ages(population, margins)
    men = float(on_day(population, "werknemers.aandeel_man", day))
    yield from _lines("geslacht", labels(Sex), [men, 1.0 - men], _sums(table, _SEX))
    flexible = float(on_day(population, "contract.aandeel_flexibel", day))
    agency = flexible * float(on_day(population, "contract.aandeel_uitzend", day))
    contracts = [1.0 - flexible, flexible - agency, agency]
    yield from _lines("contract", labels(Contract), contracts, _sums(table, _CONTRACT))
    below_5, below_50 = (
        float(on_day(population, name, day)) for name in ("werkgevers.aandeel_tot_5", "werkgevers.aandeel_tot_50")
    )
    sizes = size_shares(margins, below_5=below_5, below_50=below_50)["totaal"]
    yield from _lines("grootte", labels(Size), sizes, _sums(table, _SIZE))
    yield from _lines("sector", labels(Sector), _sectors(population, margins).jobs, _sums(table, _SECTOR))
    women = table.sum(axis=(_AGE, _CONTRACT, _SIZE))
    target = on_day(population, "werkgevers.aandeel_vrouw", day)
    yield from _lines("vrouw in sector", labels(Sector), target, women[Sex.VROUW] / women.sum(axis=0), exact=False)


def _ages(population: ParameterSet, margins: Margins) -> Iterator[MarginLine]:
    ages = margins.rows("jobs_by_age")
    jobs = margins.values("jobs_by_age", ages)
    jobs[-1] *= float(on_day(population, "werknemers.aandeel_onder_aow", base_day(margins)))
    people = base_employees(population, margins).sum(axis=1)
    found = np.add.reduceat(people, [int(age) - FIRST_AGE for age in ages])
    yield from _lines("leeftijd vanaf", ages, jobs / jobs.sum(), found / found.sum())


def _work(population: ParameterSet, margins: Margins, fitted: Fit) -> Iterator[MarginLine]:
    day, sectors = base_day(margins), _sectors(population, margins)
    jobs = fitted.employees.sum(axis=_SIZE)
    hours = jobs * fitted.hours
    wages = jobs * fitted.wage
    shapes = (
        ("uren", jobs, hours, (hours_by_band(margins), *_factors(population, "uren", day))),
        (
            "uurloon",
            hours,
            wages,
            (on_day(population, "loon.naar_leeftijd", day), *_factors(population, "uurloon", day)),
        ),
    )
    for what, base, mass, factors in shapes:
        for axis, (dimension, factor) in enumerate(zip(("leeftijd6", "geslacht", "contract"), factors, strict=True)):
            mean = _sums(mass, axis) / _sums(base, axis)
            target, found = factor / factor[0], mean / mean[0]
            yield from _lines(f"{what} t.o.v. eerste klasse", DIMENSIONS[dimension], target, found)
    yield from _lines("uren per baan per jaar", labels(Sector), sectors.hours, _sums(hours, 3) / _sums(jobs, 3))
    yield from _lines("jaarloon per baan", labels(Sector), sectors.wage, _sums(wages, 3) / _sums(jobs, 3))
    total = margins.value("yearly_wage_by_sbi", "A-U")
    yield from _lines("jaarloon per baan", ("totaal",), [total], [wages.sum() / jobs.sum()])


def _factors(population: ParameterSet, what: str, day: date) -> tuple[Array, Array]:
    women = float(on_day(population, f"loon.vrouw_{what}", day))
    return np.array([1.0, women]), on_day(population, f"loon.flexibel_{what}", day)


def _sectors(population: ParameterSet, margins: Margins) -> SectorMargins:
    jobs_q = float(on_day(population, "werkgevers.banen_zorg", base_day(margins))) / THOUSAND
    return sector_margins(margins, jobs_q=jobs_q)


def _sums(table: Array, axis: int) -> Array:
    return table.sum(axis=tuple(other for other in range(table.ndim) if other != axis))


def _lines(
    margin: str,
    categories: Sequence[str],
    target: Sequence[float] | Array,
    found: Sequence[float] | Array,
    *,
    exact: bool = True,
) -> Iterator[MarginLine]:
    for category, wanted, got in zip(categories, target, found, strict=True):
        yield MarginLine(margin, category, float(wanted), float(got), exact)
