import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from poortwachter.report.population import csv_text, markdown, population_figure, summary, write
from poortwachter.report.words import Words, load_words

AGES = ("<25", "25-34", "65+")
GROUPS = {
    "age_sex": ("man 15-19", "vrouw 15-19", "man 65-AOW", "vrouw 65-AOW"),
    "contract": ("vast", "tijdelijk"),
    "contract_by_age": tuple(f"{age} {contract}" for age in AGES for contract in ("vast", "tijdelijk")),
    "sector": ("A-F", "Q"),
    "size": ("0-5", "100+"),
    "unqualified": AGES,
}


@dataclass(frozen=True)
class Line:
    margin: str
    category: str
    unit: str = "share"
    target: float = 0.25
    drawn: float = 0.26
    standard_error: float = 0.005
    apart: float = 2.0
    binding: bool = True
    within: bool = True


@dataclass(frozen=True)
class Census:
    year: int = 2022
    workers: int = 1000
    seed: int = 1
    counted: int = 900
    without_employer: float = 0.017
    limit: float = 4.0
    lines: list[Line] = field(default_factory=list)


@pytest.fixture
def census() -> Census:
    lines = [Line(margin, category) for margin, categories in GROUPS.items() for category in categories]
    lines += [Line("wage_by_age", age, "eur_month", 3200.4, 3190.0, 5.0, -2.1) for age in AGES]
    missed = Line("erd_wga", "0-5", drawn=0.35, apart=20.0, within=False)
    employees = Line("employees", "2010", "persons", 6.9e6, 6.8e6, 3000.0, -33.3, binding=False, within=False)
    return Census(lines=[*lines, missed, employees])


@pytest.fixture(params=["nl", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param, also="population")


def test_the_summary_counts_binding_margins_only(census: Census):
    said = summary(census, words=load_words("en", also="population"))
    binding = len(census.lines) - 1
    assert said == f"{binding - 1} of {binding} binding margins within 4 standard errors."


def test_the_table_shows_gap_and_error_and_marks_what_is_missed(census: Census):
    text = markdown(census, words=load_words("nl", also="population"))
    assert (
        "| Eigenrisicodrager WGA naar grootte 0-5, aandeel | 0,2500 | 0,3500 ± 0,0050 | +40,0% | 20,0 | **nee** |"
        in text
    )
    assert "| Leeftijd en geslacht man 15-19, aandeel | 0,2500 | 0,2600 ± 0,0050 | +4,0% | 2,0 | ja |" in text
    assert "&lt;25" in text
    assert "1,7% van hen" in text


def test_what_does_not_bind_stands_apart_with_its_reason(census: Census, words: Words):
    binding, named = markdown(census, words=words).split(f"## {words['population.named']}")
    assert f"| {words['margin.employees']}" not in binding
    assert f"| {words['margin.employees']} 2010" in named
    assert words["reason.employees"] in named
    assert words["population.not_binding"] in named


def test_the_csv_has_every_line_unrounded(census: Census):
    rows = list(csv.DictReader(io.StringIO(csv_text(census))))
    assert len(rows) == len(census.lines)
    assert (rows[-2]["margin"], float(rows[-2]["drawn"]), rows[-2]["within"]) == ("erd_wga", 0.35, "no")


def test_the_figure_has_a_panel_for_every_margin_it_shows(census: Census, words: Words):
    figure = population_figure(census, words=words)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    names = ("pyramid", "contract", "sector", "size", "permanent", "wage_by_age", "unqualified")
    assert titles == [words[f"population.{name}"] for name in names]
    permanent = figure.axes[4]
    assert [label.get_text() for label in permanent.get_xticklabels()] == list(AGES)


def test_every_file_is_written(census: Census, words: Words, tmp_path: Path):
    paths = write(census, folder=tmp_path / "out", words=words)
    assert [path.name for path in paths] == ["population.csv", "population.md", "population.png", "population.svg"]
    assert all(path.stat().st_size > 0 for path in paths)
