"""Live the baseline over 2004-2026 and read every published series from it, with standard errors.

Errors come from the 256 fixed groups of workers: every figure is computed anew without each group (a jackknife),
which for a count is the variance between groups and holds for shares and averages too. Worlds lived on the same
draws have the same groups, so that the error of a difference is that of the difference itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.results.comparison import Figure
from poortwachter.scenario.load import World
from poortwachter.study.lived import Moments, Pair, live_pair, lived
from poortwachter.study.people import stock_given_inflow

Floats = npt.NDArray[np.float64]
Key = tuple[str, int, str]
"""Name of a series, year and group; the group is empty where there is none."""

GIVEN_INFLOW: Final = "wia_stock_given_inflow"
"""The stock that follows from published inflow and the exits of the model."""


@dataclass(frozen=True)
class Drawn:
    """A figure of the model, and the same figure without each of the 256 groups."""

    value: float
    without: Floats

    def __add__(self, other: "Drawn") -> "Drawn":
        """Return the sum of figures from the same groups."""
        return Drawn(self.value + other.value, self.without + other.without)

    def __sub__(self, other: "Drawn") -> "Drawn":
        """Return the difference of figures from the same groups."""
        return Drawn(self.value - other.value, self.without - other.without)

    @property
    def figure(self) -> Figure:
        """Return the figure with its standard error."""
        spread = (GROUPS - 1) / GROUPS * ((self.without - self.without.mean()) ** 2).sum()
        return Figure(self.value, float(np.sqrt(spread)))


@dataclass(frozen=True)
class Hindcast:
    """Every figure of the model, and the same figures without each of the 256 groups."""

    whole: Mapping[Key, float]
    without: Mapping[Key, Floats]
    workers: int
    seed: int
    lives: int

    def drawn(self, key: Key) -> Drawn | None:
        """Return a figure, or None where the model does not give it."""
        value = self.whole.get(key, np.nan)
        return Drawn(value, self.without[key]) if np.isfinite(value) else None

    def figure(self, keys: tuple[Key, ...]) -> Figure | None:
        """Return the sum of figures with its standard error, or None where the model does not give them all."""
        found = [one for key in keys if (one := self.drawn(key)) is not None]
        if not found or len(found) < len(keys):
            return None
        total = found[0]
        for one in found[1:]:
            total += one
        return total.figure


@dataclass(frozen=True)
class Size:
    """How much is lived, and over which years."""

    workers: int
    seed: int
    last_year: int
    price_year: int
    threads: int


def hindcast(world: World, *, size: Size, inflow: Mapping[int, float], watch: Watch = unwatched) -> Hindcast:
    """Live the workers, and again without sick unemployed, and return every figure.

    inflow: published new WIA benefits by year, from which the stock given inflow follows.
    """
    pair = live_pair(
        world,
        workers=size.workers,
        seed=size.seed,
        last_year=size.last_year,
        price_year=size.price_year,
        threads=size.threads,
        watch=watch,
    )
    return _jackknife(lambda without: _figures(pair, inflow=inflow, without=without), size=size, lives=_number(pair))


def contrasted(world: World, *, size: Size, watch: Watch = unwatched) -> Hindcast:
    """Live the same workers in another world and return what its ledger gives."""
    one = lived(
        world,
        workers=size.workers,
        seed=size.seed,
        last_year=size.last_year,
        price_year=size.price_year,
        threads=size.threads,
        tallied=False,
        watch=watch,
    )
    number = int(one.lives.workers.sum())
    return _jackknife(lambda without: one.moments(without=without), size=size, lives=number)


def _number(pair: Pair) -> int:
    return int(pair.here.lives.workers.sum())


def _figures(pair: Pair, *, inflow: Mapping[int, float], without: slice | None) -> Moments:
    found = pair.moments(without=without)
    people = pair.here.people(without=without)
    return found if people is None else found | {GIVEN_INFLOW: stock_given_inflow(people, inflow=inflow)}


def _jackknife(read: Callable[[slice | None], Moments], *, size: Size, lives: int) -> Hindcast:
    """Read every figure of all groups, and of all but each of them."""
    whole = _keyed(read(None))
    without = {key: np.empty(GROUPS) for key in whole}
    for group in range(GROUPS):
        for key, value in _keyed(read(slice(group, group + 1))).items():
            without[key][group] = value
    return Hindcast(whole, without, size.workers, size.seed, lives)


def _keyed(found: Moments) -> dict[Key, float]:
    return {(name, year, group): value for name, series in found.items() for (year, group), value in series.items()}
