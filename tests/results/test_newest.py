import os
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.results.newest import OUTPUT, result_folder, usual_folder

LEADING = "advies_bedrijfsarts_leidend"


def kept(within: Path, name: str, *, age: int) -> Path:
    """Make a folder as a result has it, written so many seconds ago."""
    folder = within / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").touch()
    (folder / "plan.yaml").touch()
    os.utime(folder / "plan.yaml", (1_000_000 - age, 1_000_000 - age))
    return folder


@pytest.fixture
def within(tmp_path: Path) -> Path:
    kept(tmp_path, f"{LEADING}-0123abcd", age=9)
    kept(tmp_path, f"{LEADING}-00000000", age=5)
    kept(tmp_path, f"{LEADING}-actueel-11111111", age=3)
    kept(tmp_path, "pakket_2019-22222222", age=1)
    (tmp_path / f"{LEADING}-ensemble-33333333").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (LEADING, f"{LEADING}-00000000"),
        (f"{LEADING}:actueel", f"{LEADING}-actueel-11111111"),
        (f"{LEADING}-actueel", f"{LEADING}-actueel-11111111"),
        (None, "pakket_2019-22222222"),
    ],
)
def test_a_scenario_means_its_newest_result_and_nothing_the_newest_of_all(
    asked: str | None, found: str, within: Path
) -> None:
    assert result_folder(asked, within=within).name == found


def test_a_path_is_that_folder_also_where_there_is_none(within: Path) -> None:
    for asked in (str(within), within, within / "nergens", f"{within}/nergens", "hier/nergens"):
        assert result_folder(asked, within=within) == Path(asked)


def test_a_result_goes_before_a_scenario_of_its_name_and_that_before_another_folder(
    within: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(within)
    (within / LEADING).mkdir()
    assert result_folder(LEADING, within=within).name == f"{LEADING}-00000000"
    (within / LEADING / "plan.yaml").touch()
    assert result_folder(LEADING, within=within) == Path(LEADING)
    (within / "leeg").mkdir()
    assert result_folder("leeg", within=within) == Path("leeg")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("advies_bedrijfsarts_leident", f"did you mean '{LEADING}'"),
        ("onbekend", "first: poortwachter run onbekend"),
        (f"{LEADING}-ensemble", f"did you mean '{LEADING}"),
    ],
)
def test_a_scenario_without_a_result_is_refused_with_what_to_do(asked: str, said: str, within: Path) -> None:
    with pytest.raises(InputError, match=said):
        result_folder(asked, within=within)


def test_where_nothing_is_kept_a_scenario_must_be_run_first(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run a scenario first"):
        result_folder(within=tmp_path / "geen")


def test_what_a_run_writes_by_default_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    folder = usual_folder(LEADING, plan_hash="0123456789abcdef" * 4)
    kept(OUTPUT, folder.name, age=0)
    assert result_folder(LEADING) == folder
