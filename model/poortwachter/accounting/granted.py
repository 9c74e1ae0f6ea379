"""Lay out amounts that a policy grants by calendar year, whatever happens in any life."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import Item, Payer

Floats = npt.NDArray[np.float64]

GRANTED: Final[Mapping[str, tuple[Item, Payer]]] = {
    "poortwachter.kwaliteitsbudget": (Item.UITVOERING, Payer.RIJK),
    "scholing_wga.budget": (Item.UITVOERING, Payer.RIJK),
}
"""Parameters of the law that are an amount a year, EUR mln, with the item and payer they are spent as.

A re-integration budget is spent as execution: the state pays for trajectories, not for benefits. The amount is that of
the budget and is not restated in the prices of the table.
"""
GRANTED_ONLY: Final = frozenset({"poortwachter.kwaliteitsbudget"})
"""Those that nothing in any life depends on."""


def granted_money(budgets: Mapping[str, Floats], *, years: int) -> Floats:
    """Return the amounts granted by item and payer, EUR mln, shape (Y, 16, 9); budgets: (Y,) by parameter."""
    money = np.zeros((years, len(Item), len(Payer)))
    for name, (item, payer) in GRANTED.items():
        money[:, item, payer] += budgets[name]
    return money
