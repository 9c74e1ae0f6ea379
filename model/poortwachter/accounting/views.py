"""Read the ledger's columns as labelled axes: money, receipts, flows, stocks, events and WIA counts.

Every function takes cells of shape (..., Y, C) with C = `columns.N_COLUMNS` and returns int64 arrays with the
column axis replaced by the axes named in its docstring. Units are those of the cells: eurocents, persons,
events or days, or under the split estimator those times 2**20 and the number of replicates.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.primitives.codes import AgeBand, Event, Recipient, Scheme, Sex

Cells = npt.NDArray[np.int64]


def money_cells(cells: Cells) -> Cells:
    """Return what every payer pays for every item, shape (..., Y, 16, 9)."""
    return by_item_and_payer(money_columns(cells))


def money_columns(cells: Cells) -> Cells:
    """Return what is paid, shape (..., Y, len(MONEY)), in the order of `columns.MONEY`."""
    return cells[..., columns.FIRST_MONEY : columns.FIRST_MONEY + len(columns.MONEY)]


def by_item_and_payer(money: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return money in the order of `columns.MONEY` (..., Y, len(MONEY)) as a table (..., Y, 16, 9)."""
    table = np.zeros((*money.shape[:-1], columns.N_ITEMS, columns.N_PAYERS), dtype=money.dtype)
    items, payers = zip(*columns.MONEY, strict=True)
    table[..., items, payers] = money
    return table


def receipt_cells(cells: Cells) -> Cells:
    """Return what every recipient receives of every item, shape (..., Y, 16, 4)."""
    block = cells[..., columns.FIRST_RECEIPT : columns.FIRST_FLOW]
    return block.reshape(*cells.shape[:-1], columns.N_ITEMS, len(Recipient))


def flow_cells(cells: Cells) -> Cells:
    """Return the persons who make every transition in the year, shape (..., Y, T)."""
    return cells[..., columns.FIRST_FLOW : columns.FIRST_STOCK]


def stock_cells(cells: Cells) -> Cells:
    """Return the persons in every status on 31 December, counted one by one, shape (..., Y, 13)."""
    return cells[..., columns.FIRST_STOCK : columns.FIRST_EVENT]


def stock_change_cells(cells: Cells) -> Cells:
    """Return the change of every status' stock over the year, shape (..., Y, 13); before the first year all are 0."""
    return np.diff(stock_cells(cells), axis=-2, prepend=0)


def event_cells(cells: Cells) -> Cells:
    """Return the events (or person-days) of the year, shape (..., Y, events)."""
    return cells[..., columns.FIRST_EVENT : columns.FIRST_EVENT + len(Event)]


def wia_stock_cells(cells: Cells) -> Cells:
    """Return the persons in the WIA on 31 December, shape (..., Y, scheme, age band, sex)."""
    return _by_scheme_age_sex(cells, first=columns.FIRST_WIA_STOCK)


def wia_inflow_cells(cells: Cells) -> Cells:
    """Return the persons who enter the WIA in the year, shape (..., Y, scheme, age band, sex)."""
    return _by_scheme_age_sex(cells, first=columns.FIRST_WIA_INFLOW)


def advance_stock_cells(cells: Cells) -> Cells:
    """Return the persons with a WGA advance on 31 December, shape (..., Y, age band, sex)."""
    return _by_age_sex(cells, first=columns.FIRST_ADVANCE_STOCK)


def advance_inflow_cells(cells: Cells) -> Cells:
    """Return the persons who get a WGA advance in the year, shape (..., Y, age band, sex)."""
    return _by_age_sex(cells, first=columns.FIRST_ADVANCE_INFLOW)


def _by_age_sex(cells: Cells, *, first: int) -> Cells:
    return cells[..., first : first + columns.N_CELLS_ADVANCE].reshape(*cells.shape[:-1], len(AgeBand), len(Sex))


def _by_scheme_age_sex(cells: Cells, *, first: int) -> Cells:
    block = cells[..., first : first + columns.N_CELLS_WIA]
    return block.reshape(*cells.shape[:-1], len(Scheme), len(AgeBand), len(Sex))
