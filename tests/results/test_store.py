import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from ruamel.yaml import YAML

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.errors import InputError
from poortwachter.results import store
from poortwachter.results.arrays import RunArrays
from poortwachter.results.assemble import Context, assemble
from poortwachter.results.provenance import plan_hash, result_hash

PLAN = {"title": "Proef: één", "law": {"riv": {date(2023, 7, 1): False}}, "run": {"seed": 1, "rate": 1e-9}}


@pytest.fixture
def dataset(split: RunArrays, frozen: RunArrays, context: Context) -> xr.Dataset:
    return assemble(split, frozen, context=context)


def write(dataset: xr.Dataset, folder: Path, *, plan: dict[str, Any] = PLAN, force: bool = False) -> Path:
    figures = {"effect.svg": b"<svg/>"}
    return store.write_result(dataset, folder=folder, plan=plan, cost_table="# tabel\n", figures=figures, force=force)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "result.nc"
    }


def test_a_result_reads_back_as_it_was_written(dataset: xr.Dataset, tmp_path: Path) -> None:
    folder = write(dataset, tmp_path / "diep" / "proef")
    back = store.read_result(folder)
    assert result_hash(back) == result_hash(dataset)
    assert back.attrs == dataset.attrs
    assert back["effect"].attrs["units"] == dataset["effect"].attrs["units"]
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "cost_table.csv", "cost_table.md", "figures", "manifest.json", "plan.yaml", "result.nc",
    ]  # fmt: skip
    assert [entry.name for entry in folder.parent.iterdir()] == ["proef"]


def test_the_same_plan_again_gives_the_same_bytes(dataset: xr.Dataset, tmp_path: Path) -> None:
    before = contents(write(dataset, tmp_path / "proef"))
    assert contents(write(dataset, tmp_path / "proef")) == before
    assert contents(write(dataset, tmp_path / "ander")) == before


def test_the_cost_table_holds_every_line_in_every_year_and_unrounded(dataset: xr.Dataset) -> None:
    rows = list(csv.DictReader(io.StringIO(store.cost_table_csv(dataset))))
    assert list(rows[0]) == ["line", "year", "amount_eur_mln", "se_eur_mln"]
    assert [(row["line"], row["year"]) for row in rows] == [
        (line, year) for line in LINE_NAMES for year in (*map(str, range(2022, 2028)), "structureel")
    ]
    found = {(row["line"], row["year"]): float(row["amount_eur_mln"]) for row in rows}
    assert found["iva", "2024"] == dataset["effect"].sel(item="iva", year=2024).sum().item()
    assert found["wga", "structureel"] == dataset["line_structural"].sel(line="wga").item()


def test_another_plan_is_refused_without_force_and_replaces_with_it(dataset: xr.Dataset, tmp_path: Path) -> None:
    folder = write(dataset, tmp_path / "proef")
    before = contents(folder)
    with pytest.raises(InputError, match="another plan"):
        write(dataset, folder, plan=PLAN | {"title": "ander"})
    assert contents(folder) == before
    write(dataset, folder, plan=PLAN | {"title": "ander"}, force=True)
    assert contents(folder) != before


def test_a_folder_with_other_files_is_never_replaced(dataset: xr.Dataset, tmp_path: Path) -> None:
    (tmp_path / "thuis").mkdir()
    (tmp_path / "thuis" / "brief.docx").write_text("x")
    for force in (False, True):
        with pytest.raises(InputError, match="holds files but no result"):
            write(dataset, tmp_path / "thuis", force=force)
    assert (tmp_path / "thuis" / "brief.docx").read_text() == "x"


def test_documents_and_own_notes_survive_a_second_run(dataset: xr.Dataset, tmp_path: Path) -> None:
    folder = write(dataset, tmp_path / "proef")
    (folder / "documents").mkdir()
    (folder / "documents" / "brief.docx").write_text("x")
    (folder / "notitie.txt").write_text("y")
    write(dataset, folder)
    assert (folder / "documents" / "brief.docx").read_text() == "x"
    write(dataset, folder, plan=PLAN | {"title": "ander"}, force=True)
    assert not (folder / "documents").exists()
    assert (folder / "notitie.txt").read_text() == "y"


def test_an_interruption_while_writing_leaves_the_earlier_result_whole(
    dataset: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(dataset, tmp_path / "proef")
    before = contents(folder)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xr.Dataset, "to_netcdf", interrupted)
    for place in (folder, tmp_path / "nieuw"):
        with pytest.raises(KeyboardInterrupt):
            write(dataset, place, plan=PLAN | {"title": "ander"}, force=True)
    assert contents(folder) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["proef"]


def test_a_result_set_aside_by_an_interruption_is_put_back(dataset: xr.Dataset, tmp_path: Path) -> None:
    folder = write(dataset, tmp_path / "proef")
    folder.rename(tmp_path / ".proef.earlier")
    assert result_hash(store.read_result(folder)) == result_hash(dataset)
    assert [entry.name for entry in tmp_path.iterdir()] == ["proef"]


def test_a_folder_without_a_result_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no result"):
        store.read_result(tmp_path)


def test_a_plan_survives_the_round_trip_through_yaml() -> None:
    back = YAML(typ="safe", pure=True).load(store.plan_text(PLAN))
    assert back == PLAN
    assert plan_hash(back) == plan_hash(PLAN)
    assert store.plan_text(back) == store.plan_text(PLAN)


def test_the_plan_hash_does_not_depend_on_the_order_of_keys_but_on_values_and_order_of_lists() -> None:
    assert plan_hash({"a": 1, "b": [1, 2]}) == plan_hash({"b": [1, 2], "a": 1})
    assert len({plan_hash(plan) for plan in ({"a": [1, 2]}, {"a": [2, 1]}, {"a": ["1", 2]}, {"b": [1, 2]})}) == 4


def test_a_plan_with_something_that_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        plan_hash({"a": np.float64})


def test_a_figure_cannot_be_written_outside_its_folder(dataset: xr.Dataset, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no plain file name"):
        store.write_result(
            dataset, folder=tmp_path / "a", plan=PLAN, cost_table="", figures={"../x.png": b""}, force=False
        )
    assert not list(tmp_path.iterdir())
