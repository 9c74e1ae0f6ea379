"""Recall what stands below the table of the letter: worked out before, for the shipped program or by this user.

`study/data/lines.csv` comes with the model and holds the lines of the headline case, so that its first run need not
work them out; `study/lines.py` makes it. A line is found by a hash of everything it is worked out from but the program
itself: a test lives some of them again.
"""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.memory import remembered
from poortwachter.results.provenance import plan_hash, versions
from poortwachter.scenario.resolve import Resolved, plan
from poortwachter.scenario.schema import LAYERS

LINES: Final = Path(__file__).parent / "data" / "lines.csv"
AMOUNTS, CHECKS, ORDERS = "amounts", "checks", "orders"
_WORKED_OUT_FROM: Final = (*LAYERS, "run")


def recalled(kind: str, question: str, work_out: Callable[[], list[float]]) -> list[float]:
    """Return the numbers that answer a question: from the shipped file, the user cache, or worked out."""
    known = shipped_lines().get((kind, question))
    if known is not None:
        return known
    return remembered(kind, {"question": question, "versions": versions()}, work_out)  # type: ignore[no-any-return]


def questions_of(lines: Sequence[Resolved]) -> list[str]:
    """Return for each line the hash of what it is worked out from: the parameters, what differs, and the settings."""
    worlds = {id(line.current): line.current for line in lines}
    contents = {name: hashlib.sha256(world.content().encode()).hexdigest() for name, world in worlds.items()}
    return [plan_hash({"current": contents[id(line.current)], **_asked(line)}) for line in lines]


def _asked(line: Resolved) -> Mapping[str, Any]:
    return {key: value for key, value in plan(line).items() if key in _WORKED_OUT_FROM}


@cache
def shipped_lines() -> Mapping[tuple[str, str], list[float]]:
    """Return the lines that come with the model, by kind and question."""
    with LINES.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["question"]): _numbers(row["answer"]) for row in csv.DictReader(file)}


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]
