"""Hold a monitor of sanctions: counts by year, kind, ground, size, sector and end, beside what is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from poortwachter.results.comparison import Figure

COUNT, SHARE, WEEKS = "count", "share", "weeks"
NOT_PUBLISHED: Final = float("nan")


@dataclass(frozen=True)
class Entry:
    """A figure of the model, and the published one of the same where there is one (not a number elsewhere)."""

    part: str
    """Part of the report: kinds, grounds, sizes, sectors, repair, objections, ends."""
    measure: str
    kind: str
    """administrative, substantive, both or tested."""
    group: str
    """Firm size, sector, ground or end; empty where there is none."""
    year: int
    unit: str
    """count, share or weeks."""
    model: Figure
    published: float = NOT_PUBLISHED
    published_error: float = NOT_PUBLISHED
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Monitor:
    """The entries of a monitor, with what they were made of."""

    title: str
    year: int
    """Year that the report is about."""
    first_year: int
    workers: int
    lives: int
    seed: int
    entries: tuple[Entry, ...]

    def of(self, part: str, *, year: int | None = None, measure: str | None = None) -> Iterator[Entry]:
        """Yield the entries of a part, of one year or measure where asked for."""
        for entry in self.entries:
            if entry.part == part and year in (None, entry.year) and measure in (None, entry.measure):
                yield entry

    def table(self, part: str, *, measure: str, kind: str) -> Mapping[tuple[int, str], Entry]:
        """Return the entries of a measure and kind by year and group."""
        return {(one.year, one.group): one for one in self.of(part, measure=measure) if one.kind == kind}
