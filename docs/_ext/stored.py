"""Give the text the figures that are stored with the project, so that they change when the stored result does."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.catalogue import read_header
from poortwachter.scenario.load import load, shipped_scenarios
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.study.expected.known import Gap, judged, load_gap

HEADLINE: Final = "advies_bedrijfsarts_leidend"
STRUCTURAL: Final = "structureel"


class Stored:
    """What the checkout holds: the headline's table, its draws and groups, the fit, the validation, the gap."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.results = root / "results" / HEADLINE
        self.fit_folder = root / "calibration" / "fits" / "basis"

    @cached_property
    def _costs(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        rows = _rows(self.results / "cost_table.csv")
        return {(row["line"], row["year"]): (float(row["amount_eur_mln"]), float(row["se_eur_mln"])) for row in rows}

    def amount(self, line: str = "wia_benefits", year: int | str = STRUCTURAL) -> float:
        """Return a line of the headline's cost table, EUR mln."""
        return self._costs[line, str(year)][0]

    def error(self, line: str = "wia_benefits", year: int | str = STRUCTURAL) -> float:
        """Return its standard error."""
        return self._costs[line, str(year)][1]

    @cached_property
    def lines(self) -> Sequence[str]:
        """Return the lines of the cost table, in order."""
        return tuple(dict.fromkeys(line for line, _ in self._costs))

    def first_rows(self, count: int, *, year: int = 2023) -> str:
        """Return the head of the stored cost table and its first rows from a year."""
        head, *rows = (self.results / "cost_table.csv").read_text(encoding="utf-8").splitlines()
        first = next(place for place, row in enumerate(rows) if f",{year}," in row)
        return "\n".join([head, *rows[first : first + count]])

    @cached_property
    def text(self) -> str:
        """Return the headline's table with all that stands below it, in Dutch."""
        return (self.results / "cost_table.md").read_text(encoding="utf-8")

    @cached_property
    def below(self) -> Mapping[str, float]:
        """Return the numbers in the two-column tables below the headline's table, by their Dutch label."""
        found = re.findall(r"^\| ([^|]+) \| ([−\d.,]+)(?: \([\d,]+\))? \|", self.text, flags=re.MULTILINE)
        return {label.strip(): _dutch(number) for label, number in found}

    @cached_property
    def range_of_variants(self) -> tuple[float, float]:
        """Return the lowest and highest structural amount among the variants and ranges below the table."""
        found = re.search(r"Bandbreedte varianten WIA \|[ |]*([\d,]+)–([\d,]+) \|", self.text)
        assert found is not None
        return _dutch(found.group(1)), _dutch(found.group(2))

    @cached_property
    def first_order(self) -> float:
        """Return the structural effect on WIA benefits without any response of behaviour, EUR mln."""
        return self.below["Eerste orde (zonder gedragsreactie)"]

    @cached_property
    def variants(self) -> Mapping[str, tuple[float, float]]:
        """Return structural amounts of the headline's variants with their standard errors, by name."""
        found = re.findall(r"^\| (\w+) \| ([−\d,]+) \| ([\d,]+) \|$", self.text, flags=re.MULTILINE)
        return {name: (_dutch(amount), _dutch(error)) for name, amount, error in found}

    @cached_property
    def lives(self) -> int:
        """Return how many lives the headline's run lived."""
        found = re.search(r"([\d.]+) gesimuleerde levens", self.text)
        assert found is not None
        return round(_dutch(found.group(1)))

    @cached_property
    def headline(self) -> Any:
        """Return the headline's scenario, resolved."""
        return resolve(load(HEADLINE), RunOptions())

    @cached_property
    def _draws(self) -> np.ndarray:
        rows = _rows(self.results / "draws.csv")
        return np.array([float(row["amount_eur_mln"]) for row in rows if row["draw"] != "0"])

    @property
    def draws(self) -> int:
        """Return the number of stored draws of behaviour."""
        return len(self._draws)

    def draw(self, share: float) -> float:
        """Return a quantile of the structural effect over the draws, EUR mln."""
        return float(np.quantile(self._draws, share))

    @cached_property
    def _groups(self) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
        rows = _rows(self.results / "groups.csv")
        return {(row["division"], row["class"], row["measure"]): row for row in rows}

    def group(self, measure: str, division: str = "all", of: str = "", column: str = "effect") -> float:
        """Return what a group gains or pays, EUR mln a year, or another column of the stored groups."""
        return float(self._groups[division, of, measure][column])

    def classes(self, division: str) -> Sequence[str]:
        """Return the classes of a division, in order."""
        return tuple(dict.fromkeys(of for each, of, _ in self._groups if each == division))

    @cached_property
    def fit(self) -> Mapping[str, Any]:
        """Return what the fit says of itself: plan, manifest and recovery."""
        return {name: _yaml(self.fit_folder / f"{name}.yaml") for name in ("plan", "manifest", "recovery", "behaviour")}

    @cached_property
    def residuals(self) -> tuple[Mapping[str, str], ...]:
        """Return every published figure beside the model's, as the fit left them."""
        return tuple(_rows(self.fit_folder / "residuals.csv"))

    def recovered(self, errors: float) -> int:
        """Return how many free numbers the stored recovery found within so many standard errors."""
        return sum(abs(each["apart"]) <= errors for each in self.fit["recovery"]["factors"].values())

    @cached_property
    def validation(self) -> "Validation":
        """Return the stored validation of the baseline."""
        return Validation(self.root / "results" / "baseline")

    @cached_property
    def gap(self) -> Gap:
        """Return the measured gap of the expected values."""
        return load_gap()

    @cached_property
    def judged(self) -> Any:
        """Return how well corrected expected values stand for a simulation, over draws of behaviour."""
        return judged()

    @cached_property
    def statuses(self) -> Mapping[str, int]:
        """Return how many parameters of behaviour are published, derived, calibrated or assumed."""
        return Counter(each.status for each in self.headline.current.behaviour.values())

    @cached_property
    def scenarios(self) -> Sequence[str]:
        """Return the names of the shipped scenarios."""
        return sorted(shipped_scenarios())

    @cached_property
    def catalogue(self) -> Any:
        """Return with how many workers and which seed the list of scenarios was made."""
        return read_header((self.root / "scenarios" / "README.md").read_text(encoding="utf-8"))

    @cached_property
    def mutation(self) -> Mapping[str, tuple[int, int]]:
        """Return how many small changes were made, and how many the tests found out, by part."""
        text = (self.root / "tests" / "mutation" / "result.md").read_text(encoding="utf-8")
        found = re.findall(r"^\| \*\*(\w+)\*\* \| (\d+) \| (\d+) \|", text, flags=re.MULTILINE)
        return {part: (int(made), int(out)) for part, made, out in found}

    @cached_property
    def broken(self) -> int:
        """Return how many broken scenario files the tests hold `check` to."""
        return sum(path.is_file() for path in (self.root / "tests" / "scenario" / "broken").rglob("*"))


class Validation:
    """The stored comparison of the baseline with what is published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def text(self) -> str:
        """Return the report."""
        return (self.folder / "report.md").read_text(encoding="utf-8")

    @cached_property
    def population(self) -> str:
        """Return the report on the drawn population."""
        return (self.folder / "population.md").read_text(encoding="utf-8")

    @cached_property
    def gates(self) -> Mapping[str, tuple[str, str, str]]:
        """Return outcome, figures within and largest gap of every gate, by its title."""
        rows = re.findall(
            r"^\| ([^|]+) \| \*\*([\w ]+)\*\* \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", self.text, flags=re.MULTILINE
        )
        return {title: (outcome, within, gap) for title, outcome, within, gap in rows}

    def years(self, title: str) -> Mapping[str, str]:
        """Return the gap of every year under the heading of a gate."""
        section = self.text.partition(f"\n### {title}")[2].partition("\n### ")[0]
        rows = re.findall(r"^\| (\d{4}) \| [^|]+ \| [^|]+ \| ([^|]+) \|", section, flags=re.MULTILINE)
        return dict(rows)

    @cached_property
    def table(self) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
        """Return every published figure beside the model's, by target, group and year."""
        return {(row["target"], row["group"], row["year"]): row for row in _rows(self.folder / "table.csv")}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _yaml(path: Path) -> Mapping[str, Any]:
    table, problems = read_yaml(path)
    assert not problems, problems
    return plain(table)


def _dutch(number: str) -> float:
    return float(number.replace(".", "").replace(",", ".").replace("−", "-"))
