"""Say what a column of the ledger counts, by the label of the view in which it stands."""

from typing import Final

import numpy as np

from poortwachter.accounting import columns, views
from poortwachter.primitives.codes import Event, Status, labels

NUMBERED: Final = np.arange(columns.N_COLUMNS, dtype=np.int64)[None]
"""One year in which every column holds its own number."""


def name_of(column: int) -> str:
    """Return the label of a change of status, a stock or an event."""
    for view, names in (
        (views.flow_cells, columns.transition_labels()),
        (views.stock_cells, labels(Status)),
        (views.event_cells, labels(Event)),
    ):
        if column in view(NUMBERED):
            return names[int(np.flatnonzero(view(NUMBERED)[0] == column)[0])]
    raise LookupError(column)
