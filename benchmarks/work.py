"""Count the work in a round: lives, person-years, events, draws."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.primitives.codes import OUTSIDE, Event, Status

Work = dict[str, float]

_HERE: Final = Path(__file__).parents[1]
_GONE: Final = (Status.UIT, Status.OVERLEDEN, Status.AOW)
_NO_COUNT: Final = ("_DAYS", "_YEAR_END")
"""How events end that are sums of days, or persons on 31 December."""


def work_of(cells: npt.NDArray[np.int64]) -> Work:
    """Return the work behind a ledger (256, Y, C).

    An event is one change of status, or one event counted, in the ledger; a person-year is a person in the model on
    31 December.
    """
    sums = cells.sum(axis=(0, 1))
    flows = sums[columns.FIRST_FLOW : columns.FIRST_STOCK]
    counted = [columns.FIRST_EVENT + event for event in Event if not event.name.endswith(_NO_COUNT)]
    present = [columns.FIRST_STOCK + status for status in Status if status not in _GONE]
    return {
        "lives": float(sums[columns.flow_column_table()[OUTSIDE, Status.WERK]]),
        "person_years": float(sums[present].sum()),
        "spells": float(sums[columns.FIRST_EVENT + Event.SPELL]),
        "events": float(flows.sum() + sums[counted].sum()),
    }


def draws_per_event(model: str) -> float:
    """Return the draws per event of `life` or `reduced`, counted where nothing is compiled.

    A draw is one call of the generator: four words.
    """
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    program = [sys.executable, "-m", "benchmarks.draws", model]
    found = subprocess.run(program, cwd=_HERE, env=environment, check=True, capture_output=True, text=True)
    counted: dict[str, Any] = json.loads(found.stdout)
    return float(counted["draws"]) / float(counted["events"])
