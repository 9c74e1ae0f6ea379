"""Keep what was measured: one line per release or marked commit, and the change of a new measurement against it.

A figure is scaled by a fixed loop that is timed beside it (`machine.py`), so figures of different days compare.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import hypot
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from poortwachter.primitives.files import write_whole

FOLDER: Final = Path(__file__).parent / "history"
RESULTS: Final = Path(__file__).parent / "results.json"
"""The last stored measurement, which the page shows."""

WORTH_A_WARNING: Final = 0.10
"""Slower by less is not worth a look, however quiet the machine."""
CERTAIN: Final = 3.0
"""A change is warned of beyond so many times its noise, so that a hundred figures give hardly a false alarm."""

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Counts = Annotated[dict[str, Positive], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Strict):
    """What one benchmark took."""

    group: str
    params: dict[str, int | str]
    unit: str
    """What is compared is the time per unit of work."""
    work: Counts
    """Amounts of work in a round by name, for example lives and events."""
    seconds: Positive
    """Median of a round."""
    scaled: Positive
    """Median over the rounds of their time over that of the loop beside them."""
    noise: Share | None
    """Interquartile range of the rounds, scaled, over their median; None where there were too few."""
    rounds: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _counts_its_unit(self) -> "Figure":
        if self.unit not in self.work:
            msg = f"no amount of {self.unit} among {', '.join(self.work)}"
            raise ValueError(msg)
        return self

    def nanoseconds(self, unit: str | None = None) -> float:
        """Return the time per unit of work, by default the unit that is compared."""
        return self.seconds / self.work[unit or self.unit] * 1e9

    @property
    def cost(self) -> float:
        """Return the scaled time per unit, in a billionth of the loop."""
        return self.scaled / self.work[self.unit] * 1e9


class Entry(_Strict):
    """One measurement of a commit."""

    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{7,40}\+?|unversioned|unknown)$")]
    """A plus: with changes that are not in it."""
    date: date
    version: str
    machine: str
    """Words for the class of machine."""
    loop: Positive
    """Median time of the loop, seconds."""
    figures: dict[str, Figure]


class Change(NamedTuple):
    """How a figure differs from the last one that was kept."""

    ratio: float
    """Above 1 is slower."""
    noise: float | None
    """Half the interquartile ranges of both, together."""
    since: Entry
    slower: bool
    """Whether that is more than the noise explains, on the same class of machine."""

    def __str__(self) -> str:
        noise = "" if self.noise is None else f" +- {self.noise:.2f}"
        return f"{self.ratio:.2f}{noise} of {self.since.date}"


def read_history(folder: Path = FOLDER) -> list[Entry]:
    """Return every entry, in order of date; those of a day in the order in which they were added."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return sorted(map(Entry.model_validate_json, lines), key=lambda entry: entry.date)


def append(entry: Entry, *, folder: Path = FOLDER) -> Path:
    """Add an entry to the file of its year and return that file."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{entry.date.year}.jsonl"
    before = path.read_text("utf-8") if path.exists() else ""
    write_whole(path, f"{before}{entry.model_dump_json()}\n")
    return path


def change(name: str, entry: Entry, *, history: Sequence[Entry]) -> Change | None:
    """Return the change of a figure against the last entry that has it, or None when no entry has."""
    since = next((other for other in reversed(history) if name in other.figures), None)
    if since is None:
        return None
    now, then = entry.figures[name], since.figures[name]
    ratio = now.cost / then.cost if now.unit == then.unit else now.scaled / then.scaled
    known = None if now.noise is None or then.noise is None else ratio * hypot(now.noise, then.noise) / 2
    beyond = known is not None and ratio > 1 + max(WORTH_A_WARNING, CERTAIN * known)
    return Change(ratio, known, since, slower=beyond and entry.machine == since.machine)


def changes(entry: Entry, *, history: Sequence[Entry]) -> Mapping[str, Change | None]:
    """Return the change of every figure, by name."""
    return {name: change(name, entry, history=history) for name in entry.figures}
