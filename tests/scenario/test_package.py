"""A package holds what its measures change, in one world, and refuses measures that contradict each other."""

from datetime import date
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.scenario.load import load, package
from poortwachter.scenario.resolve import only, parts_of, resolve

HEADLINE = "advies_bedrijfsarts_leidend"
GROUND = "riv_toets.grond_bedrijfsarts_toetsbaar"
RATE = "riv_toets.kans_inhoudelijk"
VIJF = "title: Vijf jaar\nlaw:\n  wga.vijfjaarsregel: {2015-01-01: true}\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_package_stacks_its_measures_in_one_world(tmp_path: Path) -> None:
    written(tmp_path, "vijf.yaml", VIJF)
    path = written(tmp_path, "pakket.yaml", f"title: Pakket\nmeasures: [{HEADLINE}, vijf.yaml]\n")
    scenario = load(path)
    assert [(part.name, part.title) for part in parts_of(scenario)] == [
        (HEADLINE, "Medisch advies bedrijfsarts leidend bij de RIV-toets"),
        ("vijf.yaml", "Vijf jaar"),
    ]
    resolved = resolve(scenario)
    assert resolved.run.price_year == 2022, "what a measure asks of the run holds for the package"
    day = date(2024, 1, 1)
    assert resolved.reform.law[GROUND].at(day) is False
    assert resolved.reform.law["wga.vijfjaarsregel"].at(day) is True
    _, vijf = parts_of(scenario)
    alone = resolve(only(scenario, [vijf]))
    assert alone.reform.law[GROUND].at(day) is True
    assert alone.baseline.behaviour[RATE].at(day) == 0.0696, "conditions of one measure hold for all"


def test_a_variant_of_a_measure_is_named_after_a_colon() -> None:
    resolved = resolve(package([f"{HEADLINE}:per_2021"]))
    assert resolved.reform.law[GROUND].at(date(2022, 1, 1)) is False
    with pytest.raises(InputError, match="there is no variant 'per_2012'"):
        package([f"{HEADLINE}:per_2012"])


def test_the_package_itself_goes_before_its_measures(tmp_path: Path) -> None:
    text = f"title: Pakket\nmeasures: [{HEADLINE}]\nlaw:\n  {GROUND}: {{2030-01-01: false}}\n"
    scenario = load(written(tmp_path, "pakket.yaml", text))
    assert resolve(scenario).reform.law[GROUND].at(date(2029, 1, 1)) is True
    assert [part.name for part in parts_of(scenario)] == [HEADLINE]


def test_what_a_package_changes_beside_its_measures_is_a_part_of_its_own(tmp_path: Path) -> None:
    text = f"title: Pakket\nmeasures: [{HEADLINE}]\nlaw:\n  wga.vijfjaarsregel: {{2015-01-01: true}}\n"
    parts = parts_of(load(written(tmp_path, "pakket.yaml", text)))
    assert [(part.name, sorted(part.changes)) for part in parts] == [
        (HEADLINE, [("law", GROUND)]),
        ("pakket", [("law", "wga.vijfjaarsregel")]),
    ]


def test_measures_that_contradict_each_other_are_refused_all_at_once(tmp_path: Path) -> None:
    written(tmp_path, "vijf.yaml", VIJF + "run: {price_year: 2024}\n")
    written(tmp_path, "later.yaml", VIJF.replace("2015", "2016"))
    path = written(tmp_path, "pakket.yaml", f"title: Pakket\nmeasures: [{HEADLINE}, vijf.yaml, later.yaml]\n")
    with pytest.raises(InputError) as caught:
        load(path)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 2
    assert "pakket.yaml:2:52: vijf.yaml and later.yaml set wga.vijfjaarsregel differently" in said[0]
    assert "another price_year: 2022 in advies_bedrijfsarts_leidend, 2024 in vijf.yaml" in said[1]
    settled = path.read_text() + "run: {price_year: 2023}\nlaw:\n  wga.vijfjaarsregel: {2017-01-01: true}\n"
    assert resolve(load(written(tmp_path, "pakket.yaml", settled))).run.price_year == 2023


def test_a_package_in_a_package_and_a_measure_that_is_not_there_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "inner.yaml", f"title: Pakket\nmeasures: [{HEADLINE}]\n")
    path = written(tmp_path, "pakket.yaml", f"title: Pakket\nmeasures: [inner.yaml, pakket.yaml, {HEADLINE[:-1]}]\n")
    with pytest.raises(InputError) as caught:
        load(path)
    said = [str(problem) for problem in caught.value.problems]
    assert "pakket.yaml:2:12: inner.yaml is itself a package" in said[0]
    assert "pakket.yaml is itself a package" in said[1]
    assert "did you mean" in said[2]
    assert HEADLINE in said[2]
