from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from poortwachter.primitives.errors import InputError
from poortwachter.results import store
from poortwachter.results.arrays import RunArrays
from poortwachter.results.assemble import Context, assemble
from poortwachter.results.manifest import MANIFEST, Mismatch, recorded_content, verify
from poortwachter.results.provenance import plan_hash, result_hash

PLAN: dict[str, Any] = {"title": "Proef", "run": {"seed": 1}}


@pytest.fixture(scope="module")
def dataset(split: RunArrays, frozen: RunArrays) -> xr.Dataset:
    from .conftest import make_context

    context: Context = replace(make_context(), plan_hash=plan_hash(PLAN))
    return assemble(split, frozen, context=context)


@pytest.fixture
def folder(dataset: xr.Dataset, tmp_path: Path) -> Path:
    figures = {"effect.svg": b"<svg/>", "effect.png": b"png"}
    return store.write_result(dataset, folder=tmp_path / "r", plan=PLAN, cost_table="# tabel\n", figures=figures)


def test_a_result_is_intact_as_it_was_written(dataset: xr.Dataset, folder: Path) -> None:
    found = verify(folder)
    assert (found.intact, found.checked, found.unrecorded) == (True, 6, ())
    assert recorded_content(folder) == result_hash(dataset)


def test_the_same_result_has_the_same_manifest(dataset: xr.Dataset, folder: Path) -> None:
    before = (folder / MANIFEST).read_bytes()
    figures = {"effect.svg": b"<svg/>", "effect.png": b"png"}
    store.write_result(dataset, folder=folder, plan=PLAN, cost_table="# tabel\n", figures=figures)
    assert (folder / MANIFEST).read_bytes() == before


def rewritten(folder: Path, change: Callable[[xr.Dataset], object]) -> None:
    dataset = store.read_result(folder)
    change(dataset)
    dataset.to_netcdf(folder / store.RESULT, engine="h5netcdf")


def last_bit(dataset: xr.Dataset) -> None:
    cell = dataset["effect"].to_numpy().reshape(-1)
    cell[7] += 1e-12


def other_units(dataset: xr.Dataset) -> None:
    dataset["effect"].attrs["units"] = "EUR"


def other_seed(dataset: xr.Dataset) -> None:
    dataset.attrs["seed"] = 2


DAMAGE: dict[str, tuple[Callable[[Path], object], list[Mismatch]]] = {
    "a figure in the dataset": (
        lambda folder: rewritten(folder, last_bit),
        [Mismatch("result.nc", "its figures are not those that were written")],
    ),
    "a unit in the dataset": (
        lambda folder: rewritten(folder, other_units),
        [Mismatch("result.nc", "its attributes (title, units, seed, versions) are not those that were written")],
    ),
    "the seed in the dataset": (
        lambda folder: rewritten(folder, other_seed),
        [Mismatch("result.nc", "its attributes (title, units, seed, versions) are not those that were written")],
    ),
    "a dataset cut short": (
        lambda folder: (folder / "result.nc").write_bytes((folder / "result.nc").read_bytes()[:3000]),
        [Mismatch("result.nc", "cannot be read (OSError)")],
    ),
    "no dataset": (lambda folder: (folder / "result.nc").unlink(), [Mismatch("result.nc", "missing")]),
    "a figure in the table": (
        lambda folder: (folder / "cost_table.csv").write_text("line,year\n"),
        [Mismatch("cost_table.csv", "not the bytes that were written")],
    ),
    "the plan": (
        lambda folder: (folder / "plan.yaml").write_text("title: x\n"),
        [Mismatch("plan.yaml", "not the bytes that were written")],
    ),
    "a picture that is gone": (
        lambda folder: (folder / "figures" / "effect.png").unlink(),
        [Mismatch("figures/effect.png", "missing")],
    ),
    "a folder in the place of a file": (
        lambda folder: ((folder / "cost_table.md").unlink(), (folder / "cost_table.md").mkdir()),
        [Mismatch("cost_table.md", "cannot be read (Is a directory)")],
    ),
}


@pytest.mark.parametrize(("damage", "told"), DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_not_as_it_was_written_is_named(
    folder: Path, damage: Callable[[Path], object], told: list[Mismatch]
) -> None:
    damage(folder)
    assert list(verify(folder).mismatches) == told


def test_a_rewritten_file_with_the_same_figures_is_intact(folder: Path) -> None:
    before = (folder / "result.nc").read_bytes()
    store.read_result(folder).to_netcdf(folder / "result.nc", engine="h5netcdf", encoding={"effect": {"zlib": True}})
    assert (folder / "result.nc").read_bytes() != before
    assert verify(folder).intact


def test_a_plan_of_another_result_is_found_even_with_its_own_manifest(dataset: xr.Dataset, tmp_path: Path) -> None:
    plan = PLAN | {"run": {"seed": 2}}
    folder = store.write_result(dataset, folder=tmp_path / "r", plan=plan, cost_table="", figures={})
    assert list(verify(folder).mismatches) == [Mismatch("plan.yaml", "not the plan that result.nc was made from")]


def test_documents_are_outside_and_other_files_are_named_but_do_not_count(folder: Path) -> None:
    (folder / "documents").mkdir()
    (folder / "documents" / "brief.docx").write_text("x")
    (folder / "notitie.txt").write_text("y")
    found = verify(folder)
    assert (found.intact, found.unrecorded) == (True, ("notitie.txt",))


def test_a_folder_that_cannot_be_held_against_a_manifest_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        verify(tmp_path / "none")
    with pytest.raises(InputError, match="holds no result"):
        verify(tmp_path)
    for text in ("", "{}", "[]", '{"result.nc": {"content": "x", "attributes": "y"}, "files": 3}', "\udcff"):
        (folder / MANIFEST).write_text(text, encoding="utf-8", errors="surrogateescape")
        with pytest.raises(InputError, match="manifest cannot be read"):
            verify(folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(InputError, match="holds no manifest"):
        verify(folder)
