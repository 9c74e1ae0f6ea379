"""Read the tallies of a run: what published series say by age and sex, and the stock that follows from inflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.tallies import OfCohort, Tallied, Tallies
from poortwachter.behaviour.table import FIRST_OF_SIX
from poortwachter.primitives.codes import Sex, labels
from poortwachter.primitives.parameters import DIMENSIONS

Floats = npt.NDArray[np.float64]
Series = dict[tuple[int, str], float]

AGE_BANDS: Final = DIMENSIONS["leeftijd6"]
BY: Final = ("", "_by_age", "_by_sex")
"""Endings of the names of a series: in all, by age, by sex."""


@dataclass(frozen=True)
class People:
    """The tallies summed over groups, in persons; the axes of age are the six bands of the published series."""

    first_year: int
    times: Floats
    """(Y, tallied, 6, 2) events in the year, at the ages passed through in it."""
    persons: Floats
    """(Y, tallied, 6, 2) persons with at least one of them in the year."""
    cohorts: Floats
    """(Y, Y, 2) WIA inflow and stock by year of the first benefit and year."""
    first_week: float
    """Share of a working year lost in a spell that ends in its first week."""

    def count(self, tallied: Tallied) -> dict[str, dict[str, Floats]]:
        """Return a count by year in all, by age and by sex, under the endings of names."""
        return _by(self.times[:, tallied])

    def share(self, above: Floats, *, below: Tallied = Tallied.EMPLOYEES) -> dict[str, dict[str, Floats]]:
        """Return a count (Y, 6, 2) over another in all, by age and by sex."""
        numerators, denominators = _by(above), _by(self.times[:, below])
        return {
            ending: {group: _ratio(values, denominators[ending][group]) for group, values in groups.items()}
            for ending, groups in numerators.items()
        }

    def absence(self) -> Floats:
        """Return the person-years of absence (Y, 6, 2): who is sick on pay on 31 December, and spells of days."""
        short = self.times[:, Tallied.SPELLS] - self.times[:, Tallied.LONGER_SPELLS]
        return self.times[:, Tallied.SICK_ON_PAY] + short * self.first_week


def people(
    tallies: Tallies, *, weight: float, weeks_of_year: npt.NDArray[np.int64], first_year: int, first_week: float
) -> People:
    """Sum tallies over their groups.

    weight: persons per worker; weeks_of_year: (Y,), by which the weeks at an age are divided.
    """
    per_week = weight / weeks_of_year[:, None, None, None]
    return People(
        first_year=first_year,
        times=_six(tallies.times.sum(axis=0) * per_week),
        persons=_six(tallies.persons.sum(axis=0) * per_week),
        cohorts=tallies.cohorts.sum(axis=0) * weight,
        first_week=first_week,
    )


def by_person(found: People) -> dict[str, Series]:
    """Return the series by age and sex by the name of their target; keys are (year, group)."""
    read = {
        "notifications_42_weeks": found.count(Tallied.NOTIFICATIONS),
        "wia_claims_refused": found.count(Tallied.REFUSALS),
        "absent_share": found.share(found.persons[:, Tallied.SPELLS]),
        "spells_per_employee": found.share(found.times[:, Tallied.SPELLS]),
        "absence_rate": found.share(found.absence()),
    }
    in_all = ("notifications_42_weeks", "wia_claims_refused")
    return {
        f"{name}{ending}": {
            (found.first_year + year, group): float(value)
            for group, values in groups.items()
            for year, value in enumerate(values)
        }
        for name, endings in read.items()
        for ending, groups in endings.items()
        if ending or name not in in_all  # what the ledger counts in all is read from it
    }


def stock_given_inflow(found: People, *, inflow: Mapping[int, float]) -> Series:
    """Return the WIA stock of 31 December that follows from published inflow and the exits of the model.

    Everyone counts by the year of the first benefit, so heavily that the inflow of every year, re-opened benefits
    of earlier cohorts included, is the published one; before the first published year the WIA did not exist.
    """
    stocks: Series = {}
    years = sorted(inflow)
    factors = np.zeros(len(found.cohorts))
    for year in years:
        place = year - found.first_year
        if place >= len(factors):
            break
        entered = found.cohorts[:, place, OfCohort.INFLOW]
        own, asked = float(entered[place]), inflow[year] - float(factors @ entered)
        if asked:
            factors[place] = asked / own if own else np.nan
        stocks[year, ""] = float(factors @ found.cohorts[:, place, OfCohort.STOCK])
    return stocks


def _by(counts: Floats) -> dict[str, dict[str, Floats]]:
    """Return a count (Y, 6, 2) in all, by age and by sex."""
    return {
        "": {"": counts.sum(axis=(1, 2))},
        "_by_age": {band: counts[:, place].sum(axis=1) for place, band in enumerate(AGE_BANDS)},
        "_by_sex": {sex: counts[:, :, place].sum(axis=1) for place, sex in enumerate(labels(Sex))},
    }


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _six(counts: Floats) -> Floats:
    """Bring the seven age bands of the WIA counts (Y, tallied, 7, 2) back to the six of the other series."""
    return np.add.reduceat(counts, FIRST_OF_SIX, axis=2)
