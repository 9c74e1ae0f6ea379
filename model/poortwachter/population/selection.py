"""Say what selection does to wages: lower wages fall ill more often, so that those still at work earn more.

The wage table holds for employees of an age, whoever they are. Ranks within it are drawn at entry and kept, and
disability takes the lower ones first; without a correction the mean wage would drift above the table.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from poortwachter.population.stock import Stock, band_sums

Array = npt.NDArray[np.float64]


def staying_wage(stock: Stock, *, factors: Array, risks: Array) -> Array:
    """Return the mean wage factor of employees relative to entrants, by year and age band, shape (years + 1, 6).

    factors, risks: (ranks,) wage factor and relative chance of disability by equally likely rank at entry.
    """
    means = [_mean_factor(persons, factors) for persons in _persons_by_rank(stock, risks=risks)]
    return np.array(means) / factors.mean()


def ranks_at_work(stock: Stock, *, risks: Array) -> Array:
    """Return the shares of wage ranks among employees by year and age band, shape (years + 1, 6, ranks).

    risks: (ranks,) relative chance of disability by equally likely rank at entry.
    """
    persons = np.stack(list(_persons_by_rank(stock, risks=risks)))
    total = persons.sum(axis=-1, keepdims=True)
    return np.divide(persons, total, out=np.full_like(persons, 1.0 / len(risks)), where=total > 0.0)


def _persons_by_rank(stock: Stock, *, risks: Array) -> Iterator[Array]:
    """Yield employees by age band and wage rank (6, ranks) on every 1 January."""
    ranks = len(risks)
    here = np.repeat(stock.employees[0][:, :, None] / ranks, ranks, axis=2)
    yield band_sums(here).sum(axis=1)
    for staying, disability, entry in zip(stock.staying, stock.disability, stock.entry * stock.present, strict=True):
        kept = staying[:, :, None] * (1.0 - disability[:, :, None]) ** (risks - 1.0)
        here = np.concatenate([np.zeros_like(here[:1]), (here * kept)[:-1]]) + entry[:, :, None] / ranks
        yield band_sums(here).sum(axis=1)


def _mean_factor(persons: Array, factors: Array) -> Array:
    total = persons.sum(axis=1)
    return np.divide(persons @ factors, total, out=np.full_like(total, factors.mean()), where=total > 0.0)
