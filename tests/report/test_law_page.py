import re
from pathlib import Path

import pytest

from poortwachter.report.law_page import OTHER, _amount, _part, _plain, _runs, law_page
from poortwachter.scenario.load import World, current_world

PAGE = Path(__file__).parents[2] / "docs" / "law.md"


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


@pytest.fixture(scope="module")
def page(world: World) -> str:
    return law_page(world)


def test_the_page_in_the_repository_is_made_from_these_data(page: str):
    stale = "write it anew with `poortwachter law --markdown`"
    assert PAGE.read_text(encoding="utf-8") == page, stale


def test_every_parameter_stands_on_the_page(page: str, world: World):
    for layer in (world.law, world.behaviour, world.population):
        for name in layer:
            assert f"`{name}` |" in page, name


def test_every_rule_of_the_law_belongs_to_a_theme(page: str):
    assert f"### {OTHER}" not in page, "give the first word of its name a place in THEMES"


def test_every_row_has_as_many_cells_as_its_head(page: str):
    cells = 0
    for line in page.splitlines():
        if not line.startswith("|"):
            cells = 0
            continue
        found = len(re.findall(r"(?<!\\)\|", line))
        cells = cells or found
        assert found == cells, line


def test_every_citation_leads_to_a_source_and_every_source_is_cited(page: str):
    cited = {int(number) for number in re.findall(r"\(#bron-(\d+)\)", page)}
    listed = [int(number) for number in re.findall(r'<a id="bron-(\d+)">', page)]
    assert listed == list(range(1, len(listed) + 1))
    assert cited <= set(listed)


def test_what_is_not_verified_and_what_runs_out_stand_at_the_top(page: str, world: World):
    top = page.partition("## Recht\n")[0]
    for parameter in world.law.values():
        expected = parameter.reliability == "memory-unverified" or parameter.last_day is not None
        assert (f"`{parameter.name}`" in top) == expected, parameter.name


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5075, "aandeel", "50,75%"),
        (True, "ja/nee", "ja"),
        (1264.8, "EUR/maand", "€ 1.264,80 per maand"),
        (102_000.0, "EUR", "€ 102.000"),
        (807.0, "leeftijd in maanden", "67 jaar en 3 maanden"),
        (780.0, "leeftijd in maanden", "65 jaar"),
        (1.0, "weken", "1 week"),
        (104.0, "weken", "104 weken"),
        (5.0, "jaren", "5 jaar"),
        (7.63, "%", "7,63%"),
        (2010.0, "jaartal", "2010"),
        (8_300_000.0, "personen", "8.300.000 personen"),
        (0.005, "groei per jaar", "0,5% per jaar"),
    ],
)
def test_amounts_are_written_as_in_dutch_prose(value: float, unit: str, text: str):
    assert _amount(value, unit=unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1 / 3, "1/3"), (1 / 6, "1/6"), (0.25, "0,25"), (1.0, "1"), (0.66, "0,66")]
)
def test_a_simple_fraction_is_written_as_one(value: float, text: str):
    assert _part(value) == text


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [([], []), ([4], [[4]]), ([1, 2], [[1], [2]]), ([1, 2, 3], [[1, 2, 3]]), ([1, 3, 4, 5, 9], [[1], [3, 4, 5], [9]])],
)
def test_three_or_more_references_in_a_row_become_a_range(numbers: list[int], runs: list[list[int]]):
    assert _runs(numbers) == runs


def test_text_stays_in_its_cell_and_on_its_line():
    assert _plain("van a|b\n  tot <23 * 2") == "van a\\|b tot &lt;23 \\* 2"
