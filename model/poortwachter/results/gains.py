"""Tell who gains and who loses by a reform: structural effects by class of worker, with errors and what they are set
against.

A gain of workers is what they receive more and earn more in all years after the onset of the spell in which the
reform first matters to them; a cost of employers what they, their absence insurers and own-risk bearers among them
pay more. In the last years of a frozen run all cohorts are there at once, so that a year's total is what those of one
year of onset come to over all their later years.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from poortwachter.accounting import classes
from poortwachter.accounting.classes import DIVISIONS, N_MONEY
from poortwachter.accounting.lines import (
    CENTS_PER_EUR_MLN,
    LINE_NAMES,
    WAGE_ITEMS,
    Rates,
    charges,
    line_amounts,
)
from poortwachter.accounting.views import Cells, by_item_and_payer
from poortwachter.primitives.codes import Item, Payer
from poortwachter.results.arrays import Floats
from poortwachter.results.groups import Estimate, estimate

MONTHS: Final = 12
SUPPORTED: Final = 2.0
"""Standard errors that an effect must be from nothing to be shown."""
EUR_PER_MLN: Final = 1e6

_BENEFITS: Final = (Item.IVA, Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU, Item.ZW, Item.WW, Item.TW)
_EMPLOYERS: Final = LINE_NAMES.index("employers")

WORKERS: Final = ("earnings", "sick_pay", "benefits", "severance")
"""Parts of the income of workers."""
EMPLOYERS: Final = ("sick_pay_cost", "own_risk", "severance_cost")
"""Parts of the cost of employers; the first is the letter's memo line."""
TOTALS: Final[Mapping[str, tuple[str, ...]]] = {"income": WORKERS, "cost": EMPLOYERS}
MEASURES: Final = ("income", *WORKERS, "cost", *EMPLOYERS)
PERSONS: Final = ("at_work", "in_wia")
"""Persons more at work, and with a WIA benefit, on 31 December."""


class Employees(NamedTuple):
    """Whom effects are set against, by class: (classes,) persons, and their wages, EUR mln a year."""

    persons: Floats
    wages: Floats


@dataclass(frozen=True)
class Gain:
    """One structural effect on one class: EUR mln a year, or persons."""

    division: str
    label: str
    measure: str
    effect: float
    error: float
    employees: float
    wages: float
    """EUR mln a year."""

    @property
    def shown(self) -> bool:
        """Return whether the sample carries it: no effect at all, or twice its standard error."""
        return self.effect == self.error == 0.0 or abs(self.effect) >= SUPPORTED * self.error

    @property
    def each(self) -> float:
        """Return EUR a year per employee in the class."""
        return self.effect * EUR_PER_MLN / self.employees if self.employees else float("nan")

    @property
    def share(self) -> float:
        """Return the effect as a share of the wage sum of the class."""
        return self.effect / self.wages if self.wages else float("nan")


@dataclass(frozen=True)
class Gains:
    """The effects by class, with what they were made of."""

    title: str
    plan_hash: str
    price_year: int
    workers: int
    lives: int
    seed: int
    estimator: str
    outside: tuple[str, ...]
    """What the reform changes and no class bears: `premiums`, `granted`."""
    entries: tuple[Gain, ...]

    def table(self, division: str) -> dict[tuple[str, str], Gain]:
        """Return the entries of a division by class and measure."""
        return {(each.label, each.measure): each for each in self.entries if each.division == division}


def gains_of(sums: Cells, *, unit: float, years: int, weight: float, rates: Rates, employees: Employees) -> list[Gain]:
    """Return the effects by class.

    sums: int64 (256, classes, N_SUMS) over so many years; unit: what a one in them is; rates: employer charges of the
    reform, each a single share.
    """
    yearly = sums * (unit / years)
    money = by_item_and_payer(yearly[..., :N_MONEY] / CENTS_PER_EUR_MLN)
    money[..., Item.WERKGEVERSLASTEN, :] = charges(money, rates=rates)
    parts = dict(_parts(money))
    parts["earnings"] = (yearly[..., classes.EARNED] + yearly[..., classes.BESIDE]) * MONTHS / CENTS_PER_EUR_MLN
    for total, of in TOTALS.items():
        parts[total] = np.sum([parts[part] for part in of], axis=0)
    parts |= {"at_work": yearly[..., classes.AT_WORK], "in_wia": yearly[..., classes.IN_WIA]}
    found = {name: estimate(parts[name], scale=weight) for name in (*MEASURES, *PERSONS)}
    return list(_entries(found, employees=employees))


def _parts(money: Floats) -> Iterator[tuple[str, Floats]]:
    """Yield what is paid, shape (256, classes), by part; money: shape (256, classes, 16, 9), EUR mln."""
    yield "sick_pay", _paid(money, WAGE_ITEMS)
    yield "benefits", _paid(money, _BENEFITS)
    severance = _paid(money, (Item.TRANSITIEVERGOEDING,))
    yield "severance", severance
    yield "sick_pay_cost", line_amounts(money)[..., _EMPLOYERS]
    yield "own_risk", money[..., Payer.ERD].sum(axis=-1)
    yield "severance_cost", severance - _paid(money, (Item.COMPENSATIE_TV,))


def _paid(money: Floats, items: tuple[Item, ...]) -> Floats:
    """Return what all payers together pay for some items."""
    return money[..., list(items), :].sum(axis=(-2, -1))


def _entries(found: Mapping[str, Estimate], *, employees: Employees) -> Iterator[Gain]:
    for division in DIVISIONS:
        for row, label in enumerate(division.classes, start=division.first):
            for measure, each in found.items():
                yield Gain(
                    division=division.name,
                    label=label,
                    measure=measure,
                    effect=float(each.total[row]),
                    error=float(each.se[row]),
                    employees=float(employees.persons[row]),
                    wages=float(employees.wages[row]),
                )
