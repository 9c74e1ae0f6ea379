"""Read the published margins that the population is fitted to.

Each figure keeps its unit, period and source; sums over SBI letters and remainders to published totals are made
here, so that the file holds figures as they were published.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.population.parameters import DATA
from poortwachter.primitives.codes import Sector, Size

Array = npt.NDArray[np.float64]

SBI_OF_SECTOR: Final = {
    Sector.AF_INDUSTRIE_BOUW: "ABCDEF",
    Sector.GI_HANDEL_VERVOER: "GHI",
    Sector.JN_ZAKELIJK: "JKLMN",
    Sector.OP_OVERHEID_ONDERWIJS: "OP",
}
"""SBI 2008 letters of the sector groups with published figures; Q and R-U are a remainder."""

CAO_OF_SECTOR: Final = {
    Sector.AF_INDUSTRIE_BOUW: "particulier",
    Sector.GI_HANDEL_VERVOER: "particulier",
    Sector.JN_ZAKELIJK: "particulier",
    Sector.OP_OVERHEID_ONDERWIJS: "overheid",
    Sector.Q_ZORG: "gesubsidieerd",
    Sector.RU_OVERIG: "particulier",
}
"""The cao-sector whose firm sizes stand in for those of a sector group."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure."""

    value: float
    unit: str
    period: int
    source: str
    url: str
    reliability: str


@dataclass(frozen=True, slots=True)
class Margins:
    """Published figures by table, row and column."""

    figures: dict[tuple[str, str, str], Figure]

    def value(self, table: str, row: str, column: str = "") -> float:
        """Return one figure."""
        return self.figures[table, row, column].value

    def values(self, table: str, rows: Sequence[str], column: str = "") -> Array:
        """Return figures of one table in the order of `rows`."""
        return np.array([self.value(table, row, column) for row in rows])

    def rows(self, table: str) -> tuple[str, ...]:
        """Return the rows of a table in the order of the file."""
        return tuple(dict.fromkeys(row for name, row, _ in self.figures if name == table))

    def period(self, table: str) -> int:
        """Return the year a table holds for."""
        return next(figure.period for (name, _, _), figure in self.figures.items() if name == table)


def load_margins(path: Path = DATA / "margins.csv") -> Margins:
    """Read the file of margins (columns table, row, column, value, unit, period, source, url, reliability)."""
    with path.open(encoding="utf-8", newline="") as file:
        return Margins({(row["table"], row["row"], row["column"]): _figure(row) for row in csv.DictReader(file)})


def _figure(row: dict[str, str]) -> Figure:
    return Figure(
        value=float(row["value"]),
        unit=row["unit"],
        period=int(row["period"]),
        source=row["source"],
        url=row["url"],
        reliability=row["reliability"],
    )


@dataclass(frozen=True, slots=True)
class SectorMargins:
    """Jobs, hours and wages by sector group, shape (6,)."""

    jobs: Array
    """Share of jobs."""
    hours: Array
    """Hours per job per year."""
    wage: Array
    """EUR per job per year, without special payments."""


def sector_margins(margins: Margins, *, jobs_q: float) -> SectorMargins:
    """Return jobs, hours and wages by sector group; `jobs_q` is the number of jobs in Q, in thousands.

    Q and R-U share the remainder to the published totals: their jobs differ, their hours and wage per job do not.
    """
    jobs, hours, wage = (np.zeros(len(Sector)) for _ in range(3))
    total = _sums(margins, "A-U")
    rest = total - np.sum([_sums(margins, letter) for letter in "".join(SBI_OF_SECTOR.values())], axis=0)
    for sector, letters in SBI_OF_SECTOR.items():
        jobs[sector], hours[sector], wage[sector] = np.sum([_sums(margins, letter) for letter in letters], axis=0)
    for sector, part in ((Sector.Q_ZORG, jobs_q), (Sector.RU_OVERIG, rest[0] - jobs_q)):
        jobs[sector], hours[sector], wage[sector] = rest * part / rest[0]
    return SectorMargins(jobs=jobs / total[0], hours=hours / jobs, wage=wage / jobs)


def _sums(margins: Margins, sbi: str) -> Array:
    """Return jobs (thousands), hours and wages (thousands a year) of one SBI section."""
    jobs, yearly = margins.value("jobs_by_sbi", sbi), margins.value("yearly_wage_by_sbi", sbi)
    return np.array([jobs, jobs * yearly / margins.value("hourly_wage_by_sbi", sbi), jobs * yearly])


def size_shares(margins: Margins, *, below_5: float, below_50: float) -> dict[str, Array]:
    """Return the share of jobs by firm size (5,), in total and by cao-sector.

    `below_5` splits 0-10 at 5 employees, `below_50` splits 10-100 at 50. Government is the remainder.
    """
    jobs = {cao: _sizes(margins, cao) for cao in ("totaal", "particulier", "gesubsidieerd")}
    jobs["overheid"] = jobs["totaal"] - jobs["particulier"] - jobs["gesubsidieerd"]
    split = np.zeros((3, len(Size)))
    split[0, [Size.UNDER_5, Size.FROM_5]] = below_5, 1.0 - below_5
    split[1, [Size.FROM_10, Size.FROM_50]] = below_50, 1.0 - below_50
    split[2, Size.FROM_100] = 1.0
    return {cao: by_three @ split / by_three.sum() for cao, by_three in jobs.items()}


def _sizes(margins: Margins, cao: str) -> Array:
    return np.array([margins.value("jobs_by_size", cao, lower) for lower in ("0", "10", "100")])
