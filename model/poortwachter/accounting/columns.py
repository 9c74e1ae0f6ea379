"""Lay out the columns of the ledger: money by item and payer, receipts, flows, year-end stocks, counts.

One row of the ledger is (error group, year); its columns are int64: eurocents, persons, events or days.
Only pairs of item and payer, and changes of status, that the law and the model allow have a column; posting
to any other raises the error column, which must be zero when a run is accepted.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import (
    OUTSIDE,
    AgeBand,
    Event,
    Item,
    Payer,
    Recipient,
    Scheme,
    Sex,
    Status,
    labels,
)

PAYERS_OF_ITEM: Final[dict[Item, tuple[Payer, ...]]] = {
    Item.IVA: (Payer.AOF,),
    Item.WGA_LGU: (Payer.ERD, Payer.WHK, Payer.AOF, Payer.SECTORFONDS_UFO),
    Item.WGA_LAU: (Payer.ERD, Payer.WHK, Payer.AOF, Payer.SECTORFONDS_UFO),
    Item.WGA_VVU: (Payer.ERD, Payer.WHK, Payer.AOF, Payer.SECTORFONDS_UFO),
    Item.ZW: (Payer.WERKGEVER, Payer.ERD, Payer.WHK, Payer.AOF, Payer.AWF, Payer.SECTORFONDS_UFO),
    Item.WW: (Payer.AWF, Payer.SECTORFONDS_UFO),
    Item.TW: (Payer.RIJK,),
    Item.LOON_JAAR1: (Payer.WERKGEVER, Payer.VERZEKERAAR),
    Item.LOON_JAAR2: (Payer.WERKGEVER, Payer.VERZEKERAAR),
    Item.LOON_SANCTIE: (Payer.WERKGEVER, Payer.VERZEKERAAR),
    Item.CAO_AANVULLING: (Payer.WERKGEVER, Payer.VERZEKERAAR),
    Item.TRANSITIEVERGOEDING: (Payer.WERKGEVER,),
    Item.COMPENSATIE_TV: (Payer.AOF,),
    Item.UITVOERING: (Payer.AOF, Payer.WERKGEVER),
}
"""Who can pay each item. `werkgeverslasten` and `premie` are proportional and made when a result is assembled."""

RECIPIENT_OF_ITEM: Final[dict[Item, Recipient]] = {
    item: Recipient.WERKGEVER
    if item is Item.COMPENSATIE_TV
    else Recipient.UWV
    if item is Item.UITVOERING
    else Recipient.WERKNEMER
    for item in PAYERS_OF_ITEM
}

_WGA: Final = (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU)
_WIA: Final = (*_WGA, Status.IVA)
_GONE: Final = (Status.UIT, Status.OVERLEDEN, Status.AOW)
_AFTER_CLAIM: Final = (*_WIA, Status.ONDER35_WERK, Status.WW, *_GONE)

TRANSITIONS: Final[tuple[tuple[int, int], ...]] = tuple(
    (int(origin), int(target))
    for origin, targets in {
        OUTSIDE: (Status.WERK,),
        Status.WERK: (Status.ZIEK_LOON, Status.ZIEK_ZW, *_WGA, *_GONE),
        Status.ZIEK_LOON: (Status.WERK, Status.ZIEK_ZW, Status.SANCTIE, *_AFTER_CLAIM),
        Status.ZIEK_ZW: (Status.WERK, *_AFTER_CLAIM),
        Status.SANCTIE: (Status.WERK, *_AFTER_CLAIM),
        Status.WGA_LGU: (
            *(Status.WERK, Status.WGA_LAU, Status.WGA_VVU, Status.IVA),
            *(Status.ONDER35_WERK, Status.WW, *_GONE),
        ),
        Status.WGA_LAU: (Status.WERK, Status.WGA_LGU, Status.WGA_VVU, Status.IVA, Status.ONDER35_WERK, *_GONE),
        Status.WGA_VVU: (Status.WERK, Status.WGA_LGU, Status.WGA_LAU, Status.IVA, Status.ONDER35_WERK, *_GONE),
        Status.IVA: (Status.WERK, Status.ONDER35_WERK, Status.OVERLEDEN, Status.AOW),
        Status.ONDER35_WERK: (Status.ZIEK_LOON, Status.ZIEK_ZW, *_WGA, *_GONE),
        Status.WW: (Status.WERK, Status.ONDER35_WERK, *_GONE),
    }.items()
    for target in targets
)
"""Changes of status the model knows, (from, to); `OUTSIDE` is the place before entry."""

N_ITEMS: Final = len(Item)
N_PAYERS: Final = len(Payer)
N_STATUS: Final = len(Status)

MONEY: Final[tuple[tuple[Item, Payer], ...]] = tuple(
    (item, payer) for item, payers in PAYERS_OF_ITEM.items() for payer in payers
)

FIRST_MONEY: Final = 0
FIRST_RECEIPT: Final = FIRST_MONEY + len(MONEY)
FIRST_FLOW: Final = FIRST_RECEIPT + N_ITEMS * len(Recipient)
FIRST_STOCK: Final = FIRST_FLOW + len(TRANSITIONS)
FIRST_EVENT: Final = FIRST_STOCK + N_STATUS
N_CELLS_WIA: Final = len(Scheme) * len(AgeBand) * len(Sex)
FIRST_WIA_STOCK: Final = FIRST_EVENT + len(Event)
FIRST_WIA_INFLOW: Final = FIRST_WIA_STOCK + N_CELLS_WIA
N_CELLS_ADVANCE: Final = len(AgeBand) * len(Sex)
FIRST_ADVANCE_STOCK: Final = FIRST_WIA_INFLOW + N_CELLS_WIA
FIRST_ADVANCE_INFLOW: Final = FIRST_ADVANCE_STOCK + N_CELLS_ADVANCE
ERROR_COLUMN: Final = FIRST_ADVANCE_INFLOW + N_CELLS_ADVANCE
N_COLUMNS: Final = ERROR_COLUMN + 1


def money_column_table() -> npt.NDArray[np.int32]:
    """Return the ledger column of every (item, payer), shape (16, 9); the error column where not allowed."""
    table = np.full((N_ITEMS, N_PAYERS), ERROR_COLUMN, dtype=np.int32)
    for position, (item, payer) in enumerate(MONEY):
        table[item, payer] = FIRST_MONEY + position
    return table


def receipt_column_table() -> npt.NDArray[np.int32]:
    """Return the ledger column in which the recipient of every item is credited, shape (16,)."""
    table = np.full(N_ITEMS, ERROR_COLUMN, dtype=np.int32)
    for item, recipient in RECIPIENT_OF_ITEM.items():
        table[item] = FIRST_RECEIPT + int(item) * len(Recipient) + int(recipient)
    return table


def flow_column_table() -> npt.NDArray[np.int32]:
    """Return the ledger column of every change of status (from, to), shape (14, 14)."""
    table = np.full((N_STATUS + 1, N_STATUS + 1), ERROR_COLUMN, dtype=np.int32)
    for position, (origin, target) in enumerate(TRANSITIONS):
        table[origin, target] = FIRST_FLOW + position
    return table


def transition_labels() -> tuple[str, ...]:
    """Return the label of every change of status, for example `werk>ziek_loon`; entry is `buiten>werk`."""
    names = (*labels(Status), "buiten")
    return tuple(f"{names[origin]}>{names[target]}" for origin, target in TRANSITIONS)
