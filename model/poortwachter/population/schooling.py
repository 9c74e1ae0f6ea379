"""Give the share of employees without start qualification by age and year.

A worker keeps one rank of schooling for life and has no start qualification while it lies below the share of her
age and year. The shape by age moves up with the births, so that after the age of 25 hardly anyone changes side.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from poortwachter.population.margins import load_margins
from poortwachter.population.parameters import on_day
from poortwachter.population.stock import band_sums, base_employees
from poortwachter.primitives.parameters import ParameterSet

Array = npt.NDArray[np.float64]

RANKS: Final = 1 << 16
"""Number of equally likely ranks of schooling."""


def without_qualification(population: ParameterSet, *, days: Sequence[date]) -> Array:
    """Return the share of employees without start qualification by day and age band, shape (days, 6).

    The shape by age of the population is moved by one odds ratio to the share among all employees of the last observed
    year.
    """
    shape = population["opleiding.zonder_startkwalificatie_naar_leeftijd"]
    measured = date(int(on_day(population, "werknemers.laatste_jaar", date.max)), 1, 1)
    people = band_sums(base_employees(population, load_margins())).sum(axis=1)
    expit, logit = scipy.special.expit, scipy.special.logit
    ages = logit(on_day(population, shape.name, measured))
    wanted = float(on_day(population, "opleiding.zonder_startkwalificatie", measured))

    def gap(moved: float) -> float:
        return float(expit(ages + moved) @ people / people.sum()) - wanted

    return expit(logit(shape.series(days)) + scipy.optimize.brentq(gap, -10.0, 10.0))
