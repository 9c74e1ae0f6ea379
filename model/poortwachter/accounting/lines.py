"""Make the letter's lines of what is paid, by item and payer, and state which line counts where.

A plus is higher spending. `premiums` is revenue (a plus is higher premiums, paid by employers);
`public_balance` is what burdens the EMU balance: benefits and execution minus premiums, so a plus worsens
the balance. `employers` is a memo: the wage employers or their absence insurers pay to the sick, with employer
charges, sickness benefit recovered from former employers, and re-integration that a policy makes dearer; it is no
public expenditure. Re-integration paid by the state or a fund is among `execution_costs`.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.premiums import PREMIUM_LINES
from poortwachter.primitives.codes import Item, Payer

Floats = npt.NDArray[np.float64]

CENTS_PER_EUR_MLN: Final = 100 * 10**6

WAGE_ITEMS: Final = (Item.LOON_JAAR1, Item.LOON_JAAR2, Item.LOON_SANCTIE, Item.CAO_AANVULLING)
"""Wages paid to the sick, over which employer charges are due."""

_WGA: Final = (Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU)


BENEFIT_ITEMS: Final = (*_WGA, Item.IVA, Item.ZW, Item.WW)
BENEFIT_PAYERS: Final = (Payer.ERD, Payer.WHK, Payer.AOF, Payer.AWF, Payer.SECTORFONDS_UFO)
"""Benefits that replace wages, over which their payer owes the premium for the Aof as an employer does."""


class Line(NamedTuple):
    """One line: `items` paid by `payers`, or a sum of other lines with their signs.

    The parts of the premiums hold neither: they are known apart from what is paid (`accounting.premiums`).

    `expenditure` (U): it is budget expenditure; `emu` (E): it counts for the EMU balance; `part_of` is the line
    it specifies.
    """

    name: str
    expenditure: bool
    emu: bool
    items: tuple[Item, ...] = ()
    payers: tuple[Payer, ...] = tuple(Payer)
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    part_of: str = ""


LINES: Final[tuple[Line, ...]] = (
    Line("wia_benefits", True, True, plus=("iva", "wga", "wga_erd")),
    Line("iva", True, True, items=(Item.IVA,), part_of="wia_benefits"),
    Line(
        "wga",
        True,
        True,
        items=_WGA,
        payers=tuple(payer for payer in Payer if payer is not Payer.ERD),
        part_of="wia_benefits",
    ),
    Line("wga_erd", True, True, items=_WGA, payers=(Payer.ERD,), part_of="wia_benefits"),
    Line("other_benefits", True, True, plus=("zw", "ww", "tw")),
    Line(
        "zw",
        True,
        True,
        items=(Item.ZW,),
        payers=tuple(payer for payer in Payer if payer is not Payer.WERKGEVER),
        part_of="other_benefits",
    ),
    Line("ww", True, True, items=(Item.WW,), part_of="other_benefits"),
    Line("tw", True, True, items=(Item.TW,), part_of="other_benefits"),
    Line(
        "execution_costs",
        True,
        True,
        items=(Item.UITVOERING,),
        payers=tuple(payer for payer in Payer if payer is not Payer.WERKGEVER),
    ),
    Line("premiums", False, True, items=(Item.PREMIE,)),
    *(Line(name, False, True, part_of="premiums") for name in PREMIUM_LINES),
    Line(
        "public_balance",
        False,
        True,
        plus=("wia_benefits", "other_benefits", "execution_costs"),
        minus=("premiums",),
    ),
    Line(
        "employers",
        False,
        False,
        items=(*WAGE_ITEMS, Item.ZW, Item.WERKGEVERSLASTEN, Item.UITVOERING),
        payers=(Payer.WERKGEVER, Payer.VERZEKERAAR),
    ),
)
"""The lines of the letter in the order of the cost table; the names are a contract."""

LINE_NAMES: Final = tuple(line.name for line in LINES)


def charge_rate(premiums: Mapping[str, Floats]) -> Floats:
    """Add up the employer premiums over the wage, each shape (Y,) and a share, in order of name."""
    rates = [np.asarray(premiums[name], dtype=np.float64) for name in sorted(premiums)]
    if not rates:
        msg = "no premium rates given"
        raise ValueError(msg)
    total = np.zeros_like(rates[0])
    for rate in rates:
        total = total + rate
    return total


class Rates(NamedTuple):
    """Charges as a share of wages paid to the sick, and of the benefits that replace wages, each shape (Y,)."""

    wages: Floats
    benefits: Floats


def charges(money: Floats, *, rates: Rates) -> Floats:
    """Return the charges over wages and benefits by who owes them, shape (..., Y, 9).

    The employer owes those over wages, also where an insurer pays them; who pays a benefit owes those over it.
    money: shape (..., Y, 16, 9), any unit.
    """
    owed = np.zeros((*money.shape[:-2], len(Payer)), dtype=np.float64)
    for item in WAGE_ITEMS:
        for payer in (Payer.WERKGEVER, Payer.VERZEKERAAR):
            owed[..., Payer.WERKGEVER] += money[..., item, payer] * rates.wages
    for item in BENEFIT_ITEMS:
        for payer in BENEFIT_PAYERS:
            owed[..., payer] += money[..., item, payer] * rates.benefits
    return owed


def line_amounts(money: Floats) -> Floats:
    """Return the lines of what is paid, shape (..., lines), from `money` of shape (..., 16, 9), in its unit.

    The additions are made one by one in fixed order, so the bytes do not depend on the machine's vector width.
    """
    amounts: dict[str, Floats] = {}
    shape = money.shape[:-2]
    for line in LINES:
        if line.items:
            total = np.zeros(shape, dtype=np.float64)
            for item in line.items:
                for payer in line.payers:
                    total = total + money[..., item, payer]
            amounts[line.name] = total
    for line in LINES:
        if not line.items:
            amounts[line.name] = _combined(line, amounts=amounts, shape=shape)
    return np.stack([amounts[name] for name in LINE_NAMES], axis=-1)


def _combined(line: Line, *, amounts: Mapping[str, Floats], shape: tuple[int, ...]) -> Floats:
    total = np.zeros(shape, dtype=np.float64)
    for name in line.plus:
        total = total + amounts[name]
    for name in line.minus:
        total = total - amounts[name]
    return total
