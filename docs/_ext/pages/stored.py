"""Give the text the figures that are stored with the project, so that they change when the stored result does."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from poortwachter import study
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.catalogue import read_header
from poortwachter.scenario.load import BASELINE, Scenario, load, shipped_scenarios
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.study.examples.evaluate import Verdict, evaluate_file
from poortwachter.study.expected.known import Gap, judged, load_gap
from poortwachter.study.targets import load_targets

HEADLINE: Final = "advies_bedrijfsarts_leidend"
STRUCTURAL: Final = "structureel"
UNQUALIFIED: Final = "unqualified_wga"


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

    @property
    def range_of_variants(self) -> tuple[float, float]:
        """Return the lowest and highest structural amount of the variants, EUR mln."""
        amounts = [amount for amount, _ in self.variants.values()]
        return min(amounts), max(amounts)

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
    def headline_file(self) -> str:
        """Return the headline's scenario as it is written, without its variants."""
        text = shipped_scenarios()[HEADLINE].read_text(encoding="utf-8")
        return text.partition("\nvariants:")[0].strip()

    def law(self, name: str) -> Any:
        """Return a parameter of law as it stands last."""
        return self.headline.current.law[name].values[-1][1]

    @cached_property
    def main_ground(self) -> tuple[float, float, float]:
        """Return sanctions a year with the bedrijfsarts as main ground, their share of all, and which share lapses."""
        (counted,) = load_targets()["sanctions_medical_ground"].series.values()
        return counted, _lapsing(load(HEADLINE, variant="hoofdgrond")), _lapsing(load(HEADLINE))

    @cached_property
    def counted_lapses(self) -> float:
        """Return how many sanctions a year would lapse by the counts of 2015-2017."""
        counted, share, lapses = self.main_ground
        return counted / share * lapses

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
    def group_workers(self) -> int:
        """Return with how many workers the groups were made."""
        found = re.search(r"met ([\d.]+) werknemers", (self.results / "groups.md").read_text(encoding="utf-8"))
        assert found is not None
        return round(_dutch(found.group(1)))

    @cached_property
    def fit(self) -> Mapping[str, Any]:
        """Return what the fit says of itself: plan, manifest and recovery."""
        return {name: _yaml(self.fit_folder / f"{name}.yaml") for name in ("plan", "manifest", "recovery", "behaviour")}

    def recovered(self, errors: float) -> int:
        """Return how many free numbers the stored recovery found within so many standard errors."""
        return sum(abs(each["apart"]) < errors for each in self.fit["recovery"]["factors"].values())

    @property
    def cells_by_age(self) -> int:
        """Return how many free numbers of the fit are cells of a table by age."""
        return sum(
            re.search(r"_(onder_25|65_plus|65_aow|\d\d_\d\d)$", name) is not None
            for name in self.fit["recovery"]["factors"]
        )

    @property
    def recovery_count(self) -> int:
        """Return how many free numbers the recovery looked for."""
        return len(self.fit["recovery"]["factors"])

    @cached_property
    def ensemble(self) -> Mapping[str, Any]:
        """Return how an ensemble is cut up."""
        return _yaml(Path(study.__file__).parent / "data" / "ensemble.yaml")

    @cached_property
    def examples(self) -> tuple[int, int]:
        """Return how many worked examples come out as printed, and how many decide."""
        outcomes = [
            each for path in sorted((self.root / "tests/law/examples").glob("*.yaml")) for each in evaluate_file(path)
        ]
        decisive = [each for each in outcomes if each.example.is_decisive and each.verdict is not Verdict.OUT_OF_SCOPE]
        return sum(each.verdict is Verdict.REPRODUCED for each in decisive), len(decisive)

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
    def listed(self) -> Mapping[str, "Listed"]:
        """Return what the list of scenarios says of each, by name."""
        text = (self.root / "scenarios" / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `(\w+)`<br>(.*) \|$", text, flags=re.MULTILINE)
        return {name: Listed(*row.split(" | ")) for name, row in rows}

    @cached_property
    def scenario_texts(self) -> Sequence["Described"]:
        """Return what every scenario file says of itself at its head."""
        return tuple(_described(name, path) for name, path in sorted(shipped_scenarios().items()) if name != BASELINE)

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


def _lapsing(scenario: Scenario) -> float:
    """Return the share of the substantive sanctions that lapses in a scenario."""
    share = resolve(scenario, RunOptions()).baseline.behaviour["riv_toets.aandeel_vervalbaar"].values[-1][1]
    assert isinstance(share, float)
    return share


class Listed(NamedTuple):
    """A row of the list of scenarios, as it is written."""

    title: str
    letter: str
    lever: str
    wia_benefits: str
    public_balance: str
    prices: str
    yardstick: str
    unmeasured: str


class Described(NamedTuple):
    """A shipped scenario in words."""

    name: str
    title: str
    text: str
    variants: Sequence[str]
    measures: Sequence[str]


def _described(name: str, path: Path) -> Described:
    lines = itertools.takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
    scenario = load(name)
    return Described(
        name=name,
        title=scenario.title,
        text=" ".join(line.removeprefix("#").strip() for line in lines),
        variants=tuple(scenario.variants),
        measures=tuple(member.name for member in scenario.members),
    )


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

    @property
    def passed(self) -> int:
        """Return how many gates were passed."""
        return sum(outcome == "pass" for outcome, _, _ in self.gates.values())

    @property
    def hindcast_years(self) -> Sequence[str]:
        """Return the years of the gate on the stock given inflow."""
        return tuple(self.years("WIA stock 2008-2015 given published inflow"))

    @cached_property
    def _table(self) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
        return {(row["target"], row["group"], row["year"]): row for row in _rows(self.folder / "table.csv")}

    def model(self, target: str, year: int | str, group: str = "") -> float:
        """Return a figure of the model."""
        return float(self._table[target, group, str(year)]["model"])

    def published(self, target: str, year: int | str, group: str = "") -> float:
        """Return a published figure."""
        return float(self._table[target, group, str(year)]["published"])

    def gap(self, target: str, year: int | str) -> str:
        """Return how far the model lies from what is published, as a percentage with its sign."""
        return f"{float(self._table[target, '', str(year)]['gap']):+.1%}".replace("-", "−")

    @cached_property
    def ezwb(self) -> str:
        """Return the sentence on what the assessment after a year does to the award rate."""
        section = self.text.partition("### The assessment of the Ziektewet after a year")[2]
        found = re.search(r"^From \d{4} to .*$", section, flags=re.MULTILINE)
        assert found is not None
        return f"Of the assessment of the Ziektewet after a year: f{found.group(0)[1:]}"

    @cached_property
    def start_up(self) -> float:
        """Return by which share the stock of 2018 would be higher without the start-up."""
        section = self.text.partition("| Lopende WIA-uitkeringen | published | model | model without start-up |")[2]
        found = re.search(r"^\| 2018 \| [\d,]+ \| ([\d,]+) ± \d+ \| ([\d,]+) ±", section, flags=re.MULTILINE)
        assert found is not None
        with_it, without = (float(each.replace(",", "")) for each in found.groups())
        return without / with_it - 1.0

    @cached_property
    def _drawn(self) -> Sequence[Mapping[str, str]]:
        return tuple(_rows(self.folder / "population.csv"))

    @cached_property
    def margins(self) -> Sequence[Mapping[str, str]]:
        """Return the binding margins of the drawn population."""
        return tuple(each for each in self._drawn if each["binding"] == "yes")

    @property
    def margins_within(self) -> int:
        """Return how many binding margins lie within four standard errors."""
        return sum(each["within"] == "yes" for each in self.margins)

    def furthest(self, count: int) -> Sequence[Sequence[str]]:
        """Return the rows of the binding margins that lie furthest apart: label, table, drawn, gap, errors apart."""
        text = self.population.partition("## Binding margins")[2].partition("\n## ")[0]
        rows = [row.split(" | ")[:5] for row in re.findall(r"^\| (.* \| (?:yes|no)) \|$", text, flags=re.MULTILINE)]
        return sorted(rows, key=lambda row: -abs(float(row[4].replace("−", "-"))))[:count]

    @cached_property
    def fewest(self) -> tuple[str, float]:
        """Return the year in which the drawn employees fall most short of the table, and by which share."""
        short = {
            each["category"]: float(each["drawn"]) / float(each["target"]) - 1.0
            for each in self._drawn
            if each["margin"] == "employees"
        }
        year = min(short, key=lambda each: short[each])
        return year, short[year]

    @cached_property
    def unqualified(self) -> tuple[float, float]:
        """Return the share without start qualification in the WGA, drawn and published."""
        (row,) = (each for each in self._drawn if each["margin"] == UNQUALIFIED)
        return float(row["drawn"]), float(row["target"])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _yaml(path: Path) -> Mapping[str, Any]:
    table, problems = read_yaml(path)
    assert not problems, problems
    return plain(table)


def _dutch(number: str) -> float:
    return float(number.replace(".", "").replace(",", ".").replace("−", "-"))
