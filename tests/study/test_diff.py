import math
from datetime import date
from pathlib import Path

import pytest
import xarray as xr

from poortwachter import api
from poortwachter.primitives.errors import InputError
from poortwachter.results.store import read_result
from poortwachter.study.diff import Diff, diff

LEADING = "advies_bedrijfsarts_leidend"
GROUND = "riv_toets.grond_bedrijfsarts_toetsbaar"


def written(folder: Path, text: str, name: str = "s.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def parameter_names(found: Diff) -> list[str]:
    return [parameter.name for parameter in found.parameters]


def test_a_scenario_does_not_differ_from_itself() -> None:
    found = diff(LEADING, LEADING)
    assert found.nothing
    assert (found.lines, found.provenance, found.same_content) == (None, None, None)


def test_a_reform_differs_from_current_law_from_its_date_under_the_reform_only(tmp_path: Path) -> None:
    path = written(tmp_path, f"title: x\nsource: Kamerbrief\nlaw: {{{GROUND}: {{2028-01-01: false}}}}\n")
    (found,) = diff("baseline", path).parameters
    assert (found.name, found.scope, found.unit) == (GROUND, "reform", "ja/nee")
    assert [(step.day, step.values) for step in found.steps] == [(date(2028, 1, 1), (True, False))]
    assert found.sources[0].startswith("art. 25")
    assert found.sources[1] == "scenario: Kamerbrief"


def test_a_condition_differs_under_both_policies_until_the_two_come_together(tmp_path: Path) -> None:
    text = "title: x\nbehaviour: {{riv_toets.kans_inhoudelijk: {}}}\n"
    one = written(tmp_path, text.format("{2026-01-01: 0.05, 2030-01-01: 0.04}"))
    other = written(tmp_path, text.format("{2026-01-01: 0.06, 2030-01-01: 0.04}"), "t.yaml")
    (found,) = diff(one, other).parameters
    assert found.scope == "baseline and reform"
    assert [(step.day.year, step.values) for step in found.steps] == [(2026, (0.05, 0.06)), (2030, (0.04, 0.04))]


def test_two_ways_to_write_the_same_path_do_not_differ(tmp_path: Path) -> None:
    text = "title: x\nbehaviour: {{riv_toets.kans_inhoudelijk: {}}}\n"
    one = written(tmp_path, text.format("{2026-01-01: 0.05}"))
    other = written(tmp_path, text.format("{2026-01-01: 0.05, 2030-01-01: 0.05}"), "t.yaml")
    assert diff(one, other).nothing


def test_settings_that_differ_are_told() -> None:
    found = diff(LEADING, LEADING, variant_other="actueel")
    assert {pair.name: pair.values for pair in found.settings}["price_year"] == ("2022", "2025")
    assert GROUND in parameter_names(found)


def run(place: Path, *, seed: int) -> Path:
    """Run the headline in little; as a pair, so that nothing below the table is worked out."""
    return api.run(LEADING, method="pair", workers=1_000, to=2026, seed=seed, output=place, figures=False).folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("uit")
    return run(root / "een", seed=1), run(root / "twee", seed=2)


def test_results_differ_line_by_line_with_the_error_of_the_difference(results: tuple[Path, Path]) -> None:
    found = diff(*results)
    assert (found.parameters, found.same_content, found.nothing) == ((), False, False)
    assert found.lines is not None
    assert found.provenance is not None
    rows = {(line.line, line.year): line for line in found.lines}
    datasets = [api_result(folder) for folder in results]
    last = rows["wia_benefits", "structureel"]
    assert last.amounts == tuple(float(each["line_structural"].sel(line="wia_benefits")) for each in datasets)
    late = rows["iva", "2026"]
    assert late.amounts == tuple(float(each["line_effect"].sel(line="iva", year=2026)) for each in datasets)
    errors = [float(each["line_structural_se"].sel(line="wia_benefits")) for each in datasets]
    assert last.error == pytest.approx(math.hypot(*errors))
    assert last.difference == last.amounts[1] - last.amounts[0] != 0
    assert [pair.name for pair in found.settings] == ["seed"]
    assert {"seed", "plan_hash"} <= {pair.name for pair in found.provenance}
    assert not any(pair.name.startswith("version") for pair in found.provenance)


def api_result(folder: Path) -> xr.Dataset:
    return read_result(folder)


def test_a_result_is_the_same_as_itself(results: tuple[Path, Path]) -> None:
    found = diff(results[0], results[0])
    assert found.same_content
    assert found.nothing
    assert found.lines is not None
    assert not any(line.difference or line.error for line in found.lines)


def test_a_result_is_compared_with_a_scenario_by_its_plan(results: tuple[Path, Path]) -> None:
    found = diff(results[0], LEADING)
    assert (parameter_names(found), found.lines) == ([], None)
    assert {pair.name for pair in found.settings} == {"method", "workers", "to"}


def test_a_folder_without_result_and_a_variant_of_a_result_are_refused(
    results: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="is a folder"):
        diff(tmp_path, LEADING)
    with pytest.raises(InputError, match="a result has no variants"):
        diff(results[0], LEADING, variant_one="actueel")
