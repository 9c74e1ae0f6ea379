"""Work out what is paid a month on the wages of who falls ill: means over wage ranks and sectors.

The rules are those of `law/rules` on whole arrays and without rounding, in eurocents at the benefit index. Years with
the same law and sickness are worked out once; of years that differ only in who is still at work, a few together. Lower
wages fall ill more often and leave first: they are fewer among those at work by as much as the mean wage factor of who
stays says, which wages are set relative to.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.study.expected.grid import WORD, Floats, Integers, ratio

ZW_SHARE, IVA_SHARE, WGA_SHARE, FOLLOW_UP = range(4)
"""Places of the supplements."""
HOUSEHOLDS: Final = (1, 2)
"""Places of single and couple in the table of social minima."""


class Wages(NamedTuple):
    """Amounts a month, eurocents, by year of onset, age band, sex and contract (Y, 6, 2, C)."""

    year1: Floats
    year2: Floats
    """Statutory wage in the first year of sickness, and after it."""
    top1: Floats
    top2: Floats
    top3: Floats
    """What is paid on top of it in the first year, the second, and an extension."""
    base: Floats
    """Maandloon."""
    floor: Floats
    """Maandloon, at most the minimum wage: what a follow-up benefit is a share of."""
    supplements: Floats
    """(S, Y, 6, 2, C) supplement to the social minimum per person: on sickness benefit, IVA and WGA by their last
    shares, and on a follow-up benefit of the mean class."""


def wages_of(world: World, *, sectors: Floats, by_rank: Callable[[Integers], tuple[Floats, Floats]]) -> Wages:
    """Return the amounts.

    sectors: (6, 2, C, 6) shares of sectors among employees by age band, sex and contract; by_rank: gives for years how
    often employees of a wage rank fall ill, by week of illness and by long spell, both (n, 6, 64).
    """
    rows, place = _distinct_years(world)
    behaviour, law, population = world.behaviour, world.law, world.population
    week = _middles(world)[rows]
    level = population.wage_month[None] * world.wage_level[rows][:, None, None, None, None]
    correction, stays = _ranks(world, rows)
    weeks, long = (ratio(one * stays, (one * stays).sum(axis=-1, keepdims=True)) for one in by_rank(rows))
    wage = (level * correction[:, :, None, None, None])[..., None] * population.wage_quantile
    rate = (behaviour.onset_accept / WORD)[rows][:, :, :, None] * sectors
    by_sector = ratio(rate, rate.sum(axis=-1, keepdims=True))

    def mean(values: Floats, ranks: Floats = long) -> Floats:
        of_cell = (values @ ranks[:, :, None, None, :, None])[..., 0]
        return (of_cell * by_sector).sum(axis=-1)[place]

    def of_year(values: npt.ArrayLike) -> Floats:
        return np.asarray(values, dtype=np.float64).reshape(-1, 1, 1, 1, 1, 1)

    base = np.minimum(wage, of_year(law.maximum_maandloon[week]))
    second = base * of_year(law.wage_share[week])
    first = np.maximum(second, np.minimum(wage, of_year(law.wage_floor[week])))
    paid = behaviour.wage_paid
    minimum = law.social_minimum[week] * law.minimum_wage
    lowest = np.minimum(base, law.minimum_wage)
    classes = np.diff(behaviour.class_threshold / WORD, prepend=0.0)
    follow_up = lowest * of_year(law.vvu_share[week][:, : len(classes)] @ classes)
    benefits = (*(base * share for share in (law.zw_share[-1], law.iva_share[-1], law.lau_share[-1])), follow_up)
    most = [np.minimum(of_year(minimum[:, household]), base) for household in HOUSEHOLDS]
    households = list(zip(_households(world), most, strict=True))
    return Wages(
        year1=mean(first, weeks),
        year2=mean(second),
        top1=mean(np.maximum(wage * paid[0] - first, 0.0), weeks),
        top2=mean(np.maximum(wage * paid[1] - second, 0.0)),
        top3=mean(np.maximum(wage * paid[2] - second, 0.0)),
        base=mean(base),
        floor=mean(lowest),
        supplements=np.stack([mean(supplement(one, households)) for one in benefits]),
    )


def _ranks(world: World, rows: Integers) -> tuple[Floats, Floats]:
    """Return the factor on wages (n, 6), and the share still at work by wage rank (n, 6, 64), of years.

    People leave in proportion to the risk of their rank, (1 - chance) ** risk, until the mean factor of those left is
    that which wages are set relative to.
    """
    risk, factor = world.onset_by_wage, world.population.wage_quantile
    time = np.concatenate([[0.0], np.geomspace(SHORTEST, LONGEST, STEPS)])
    stays = np.exp(-(risk / risk.mean()) * time[:, None])
    correction = world.wage_correction[rows]
    passed = np.interp(1.0 / correction, (stays @ factor) / stays.sum(axis=1) / factor.mean(), time)
    return correction, np.exp(-(risk / risk.mean()) * passed[..., None])


SHORTEST: Final = 1e-3
LONGEST: Final = 10.0
STEPS: Final = 60
"""Summed risks for which it is worked out who stays."""
TOGETHER: Final = 4
"""Years that are worked out as the first of them where nothing else differs."""
LEVEL_DIGITS: Final = 2
"""Of the wage level, about a hundred, that count as a difference: the weeks of a year move it by less."""


def supplement(benefit: Floats, households: Sequence[tuple[float, Floats]]) -> Floats:
    """Return the mean supplement without other income.

    households: their share, and what they are supplemented to: the social minimum, at most the old wage.
    """
    return np.add.reduce([share * np.maximum(most - benefit, 0.0) for share, most in households])


def _households(world: World) -> Floats:
    """Return the shares of singles and of couples without other income that claim, (2,)."""
    use = world.behaviour.supplement_use / WORD
    return np.diff(world.behaviour.household / WORD, prepend=0.0) * use


def _middles(world: World) -> Integers:
    """Return the middle week of every year, (Y,)."""
    first = world.clock.year_first_week
    return (first[:-1] + first[1:]) // 2


def _distinct_years(world: World) -> tuple[Integers, Integers]:
    """Return the years that differ, and for every year its place among them."""
    law, week = world.law, _middles(world)
    seen = np.column_stack(
        [
            np.arange(len(week)) // TOGETHER * (np.ptp(world.wage_correction[:-1]) > 0.0),
            np.round(world.wage_level[:-1], LEVEL_DIGITS),
            law.maximum_maandloon[week],
            law.wage_share[week],
            law.wage_floor[week],
            law.social_minimum[week],
            (world.behaviour.onset_accept >> np.uint64(8)).reshape(len(week), -1),
        ]
    )
    _, rows, place = np.unique(seen, axis=0, return_index=True, return_inverse=True)
    return rows.astype(np.int64), place.reshape(-1).astype(np.int64)
