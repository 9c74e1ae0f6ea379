"""Put the premiums of a run together: wages of the population as it is built, premiums of the law, by year."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, Rates, charge_rate
from poortwachter.accounting.premiums import PremiumRates, Premiums, premiums_owed, small_share
from poortwachter.population.parameters import on_day
from poortwachter.population.selection import ranks_at_work
from poortwachter.population.table import REFERENCE_YEAR
from poortwachter.population.wage_sum import premium_wages
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.results.arrays import ChargeRates
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.worlds import Built

Floats = npt.NDArray[np.float64]

AOF_HIGH: Final = "premie.aof_hoog"
AOF_LOW: Final = "premie.aof_laag"
AWF_LOW: Final = "premie.awf_laag"
AWF_HIGH: Final = "premie.awf_hoog"
WHK: Final = "premie.whk"
PREMIUMS: Final = frozenset({AOF_HIGH, AOF_LOW, AWF_LOW, AWF_HIGH, WHK})
"""Law that only changes what is owed over wages and benefits: it is applied when a result is assembled."""
CHARGES: Final = (AOF_HIGH, AWF_LOW, WHK)
"""Premiums an employer owes over the wage it pays on during sickness, in per cent of the wage."""
BENEFIT_CHARGES: Final = (AOF_HIGH,)
"""Premiums that who pays a benefit owes over it."""
PERCENT: Final = 100.0


def wages_of(built: Built, *, population: ParameterSet) -> Floats:
    """Return premium wages by year, firm size, contract and sector (Y, 5, 3, 6), EUR mln, prices of the price year.

    The maximum premium wage of a year is the maximum dagloon of its January.
    """
    world = built.world
    correction = world.wage_correction[:-1]
    january = world.clock.year_first_week[:-1]
    highest = world.law.maximum_maandloon[january] * built.index.of_week[january] / built.index.of_year
    return (
        premium_wages(
            world.population,
            built.totals.fit,
            built.totals.stock,
            levels=world.wage_level[:-1, None] * correction,
            ranks=ranks_at_work(built.totals.stock, risks=world.onset_by_wage)[:-1],
            maximum=highest,
            by_size=_of_employers(population, "werkgevers.loon_naar_grootte"),
        )
        / CENTS_PER_EUR_MLN
    )


class WagesOf(Protocol):
    """Gives the premium wages of a world, as `wages_of` does."""

    def __call__(self, built: Built, *, population: ParameterSet) -> Floats:
        """Return premium wages by year, firm size, contract and sector (Y, 5, 3, 6)."""
        ...


class WagesOnce:
    """Adds premium wages up once for all worlds that were built of the same people, wages and maximum."""

    def __init__(self) -> None:
        self._found: Final[dict[tuple[Any, ...], Floats]] = {}

    def __call__(self, built: Built, *, population: ParameterSet) -> Floats:
        """Return premium wages by year, firm size, contract and sector (Y, 5, 3, 6)."""
        world = built.world
        read = (world.onset_by_wage, world.law.maximum_maandloon, world.wage_level, world.wage_correction)
        sizes = _of_employers(population, "werkgevers.loon_naar_grootte")
        key = (id(built.totals), id(world.population), *(one.tobytes() for one in (*read, *built.index[:2], sizes)))
        if key not in self._found:
            self._found[key] = wages_of(built, population=population)
        return self._found[key]


def premiums_of(
    policies: tuple[Parameters, Parameters],
    built: tuple[Built, Built],
    *,
    days: Sequence[date],
    wages: WagesOf = wages_of,
) -> Premiums:
    """Return what employers owe in premiums in a run, under both policies; days: one in each of its years."""
    return Premiums(
        *(
            premiums_owed(
                wages(world, population=policy.population),
                rates=_rates(policy.law, days=days),
                small=_of_employers(policy.population, "werkgevers.klein_voor_premie"),
            )
            for policy, world in zip(policies, built, strict=True)
        )
    )


def charges_of(policies: tuple[Parameters, Parameters], *, built: Built, days: Sequence[date]) -> ChargeRates:
    """Return the charges over wages paid during sickness and over benefits in a run, under both policies.

    built: the world of the baseline. Charges are those of a larger employer; a reform moves them by the change in the
    mean over all employers.
    """
    before, after = (policy.law for policy in policies)
    baseline = Rates(wages=_summed(before, CHARGES, days=days), benefits=_summed(before, BENEFIT_CHARGES, days=days))
    if all(before[name].values == after[name].values for name in PREMIUMS):
        return ChargeRates(baseline=baseline, reform=baseline)
    wages = wages_of(built, population=policies[0].population)
    small = small_share(wages, small=_of_employers(policies[0].population, "werkgevers.klein_voor_premie"))
    old, new = (_rates(law, days=days) for law in (before, after))
    for_small = (new.aof_low - old.aof_low) - (new.aof_high - old.aof_high)
    benefits = _summed(after, BENEFIT_CHARGES, days=days)
    wages_after = _summed(after, CHARGES, days=days) + small * for_small
    return ChargeRates(baseline=baseline, reform=Rates(wages=wages_after, benefits=benefits))


def _summed(law: ParameterSet, names: Sequence[str], *, days: Sequence[date]) -> Floats:
    return charge_rate({name: law[name].series(days) / PERCENT for name in names})


def _rates(law: ParameterSet, *, days: Sequence[date]) -> PremiumRates:
    high, low, permanent, flexible, whk = (
        law[name].series(days) / PERCENT for name in (AOF_HIGH, AOF_LOW, AWF_LOW, AWF_HIGH, WHK)
    )
    return PremiumRates(aof_high=high, aof_low=low, awf_low=permanent, awf_high=flexible, whk=whk)


def _of_employers(population: ParameterSet, name: str) -> Floats:
    return on_day(population, name, date(REFERENCE_YEAR, 1, 1))
