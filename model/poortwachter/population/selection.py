"""Say what selection does to wages: lower wages fall ill more often, so that those still at work earn more.

The wage table holds for employees of an age, whoever they are. Ranks within it are drawn at entry and kept, and
disability takes the lower ones first; without a correction the mean wage would drift above the table.
"""

import numpy as np
import numpy.typing as npt

from poortwachter.population.stock import Stock, band_sums

Array = npt.NDArray[np.float64]


def staying_wage(stock: Stock, *, factors: Array, risks: Array) -> Array:
    """Return the mean wage factor of employees relative to entrants, by year and age band, shape (years + 1, 6).

    factors, risks: (ranks,) wage factor and relative chance of disability by equally likely rank at entry.
    """
    ranks = len(factors)
    here = np.repeat(stock.employees[0][:, :, None] / ranks, ranks, axis=2)
    means = [_mean_factor(here, factors)]
    for staying, disability, entry in zip(stock.staying, stock.disability, stock.entry * stock.present, strict=True):
        kept = staying[:, :, None] * (1.0 - disability[:, :, None]) ** (risks - 1.0)
        here = np.concatenate([np.zeros_like(here[:1]), (here * kept)[:-1]]) + entry[:, :, None] / ranks
        means.append(_mean_factor(here, factors))
    return np.array(means) / factors.mean()


def _mean_factor(here: Array, factors: Array) -> Array:
    persons = band_sums(here).sum(axis=1)
    total = persons.sum(axis=1)
    return np.divide(persons @ factors, total, out=np.full_like(total, factors.mean()), where=total > 0.0)
