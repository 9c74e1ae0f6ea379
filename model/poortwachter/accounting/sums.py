"""Add a ledger up to the lines of the letter in whole numbers, so that shares of a run can be added in any order.

A column is a line that is a sum of items, as far as it is in the ledger; the last holds the wages over which employers'
charges are due, because those are a proportion of it that is taken later.
"""

from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import LINES, WAGE_ITEMS, Rates, completed
from poortwachter.accounting.views import Cells
from poortwachter.primitives.codes import Item, Payer

Floats = npt.NDArray[np.float64]

Money = TypeVar("Money", Cells, Floats)

SUMMED: Final = tuple(line for line in LINES if line.items)
"""The lines that are sums of items."""
WAGES: Final = len(SUMMED)
"""The column of wages over which employers owe charges."""
N_SUMS: Final = WAGES + 1
WAGE_PAYERS: Final = (Payer.WERKGEVER, Payer.VERZEKERAAR)
_EMPLOYERS: Final = "employers"
"""The line that charges are part of."""


def line_sums(money: Money) -> Money:
    """Return the columns, shape (..., N_SUMS), of what every payer pays for every item, (..., 16, 9), in its unit."""
    sums: Any = np.zeros((*money.shape[:-2], N_SUMS), dtype=money.dtype)
    for column, line in enumerate(SUMMED):
        for item in line.items:
            if item is not Item.WERKGEVERSLASTEN:
                for payer in line.payers:
                    sums[..., column] += money[..., item, payer]
    for item in WAGE_ITEMS:
        for payer in WAGE_PAYERS:
            sums[..., WAGES] += money[..., item, payer]
    return sums


def lines_of_sums(effect: Floats, *, baseline_wages: Floats, before: Rates, after: Rates) -> Floats:
    """Return the effect on the lines of the letter, shape (..., Y, 12).

    effect: (..., Y, N_SUMS) the columns of the effect; baseline_wages: (..., Y) that of wages in the baseline, over
    which a change of the rates is due.
    """
    amounts = {line.name: effect[..., column] for column, line in enumerate(SUMMED)}
    owed = effect[..., WAGES] * after.wages + baseline_wages * (after.wages - before.wages)
    amounts[_EMPLOYERS] = amounts[_EMPLOYERS] + owed
    return completed(amounts, shape=effect.shape[:-1])
