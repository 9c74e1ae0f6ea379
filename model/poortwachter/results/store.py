"""Write and read a result folder: complete or not at all.

A folder is made beside its place and then renamed. Run again, the same plan gives the same bytes in
`cost_table.csv`, `cost_table.md`, `plan.yaml` and `manifest.json`.
"""

import csv
import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import check_writable_folder
from poortwachter.primitives.yaml import yaml_text
from poortwachter.results.manifest import DOCUMENTS, MANIFEST, PLAN, RESULT, manifest_text

if TYPE_CHECKING:
    import xarray as xr

COST_CSV: Final = "cost_table.csv"
COST_MD: Final = "cost_table.md"
PACKAGE: Final = "package.nc"
PACKAGE_CSV: Final = "package_table.csv"
PACKAGE_MD: Final = "package_table.md"
FIGURES: Final = "figures"

STRUCTURAL: Final = "structureel"

_OURS: Final = (RESULT, COST_CSV, COST_MD, PLAN, MANIFEST, PACKAGE, PACKAGE_CSV, PACKAGE_MD, FIGURES, DOCUMENTS)


def write_result(
    dataset: "xr.Dataset",
    *,
    folder: Path,
    plan: Mapping[str, Any],
    cost_table: str,
    figures: Mapping[str, bytes],
    force: bool = False,
) -> Path:
    """Write a result folder and return its path.

    What stands in an earlier folder of the same plan under `documents/` is kept, and so is every file that is
    not part of the contract.

    Args:
        dataset: what `assemble` returned.
        folder: where; its parent is made if needed.
        plan: the fully resolved scenario: mappings, lists, text, numbers, booleans and dates.
        cost_table: content of `cost_table.md`.
        figures: file name -> bytes, for `figures/`.
        force: replace the result of another plan.

    Raises:
        InputError: when the folder holds another plan and `force` is off, or holds files but no result.
    """
    files = {COST_CSV: cost_table_csv(dataset).encode(), COST_MD: cost_table.encode()}
    files |= {f"{FIGURES}/{_plain_name(name)}": content for name, content in figures.items()}
    _write_folder(dataset, RESULT, folder=folder, plan=plan, files=files, force=force)
    return folder


def write_package(
    dataset: "xr.Dataset", *, folder: Path, plan: Mapping[str, Any], table: str, csv_text: str, force: bool = False
) -> Path:
    """Write the folder of a divided package: `package.nc`, `package_table.csv` and `.md`, `plan.yaml`; return its path.

    Raises:
        InputError: see `write_result`.
    """
    files = {PACKAGE_CSV: csv_text.encode(), PACKAGE_MD: table.encode()}
    _write_folder(dataset, PACKAGE, folder=folder, plan=plan, files=files, force=force)
    return folder


def _write_folder(
    dataset: "xr.Dataset",
    dataset_name: str,
    *,
    folder: Path,
    plan: Mapping[str, Any],
    files: Mapping[str, bytes],
    force: bool,
) -> None:
    text = plan_text(plan)
    place = folder.resolve()
    _recover(place)
    check_folder(place, plan=plan, force=force)
    same_plan = _read_plan(place) == text
    place.parent.mkdir(parents=True, exist_ok=True)
    with _beside(place) as fresh:
        (fresh / FIGURES).mkdir()
        contents = {PLAN: text.encode(), **files}
        for name, content in contents.items():
            _write(fresh / name, content)
        _write(fresh / MANIFEST, manifest_text(dataset, files=contents, name=dataset_name).encode())
        dataset.to_netcdf(fresh / dataset_name, engine="h5netcdf", format="NETCDF4")
        _settle(fresh / dataset_name)
        _carry_over(place, fresh, keep_documents=same_plan)
        _swap(place, fresh)


def check_folder(folder: Path, *, plan: Mapping[str, Any], force: bool) -> None:
    """Refuse an output folder that must not be overwritten; call it before a long run.

    Raises:
        InputError: see `write_result`.
    """
    check_writable_folder(folder)
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    held = _read_plan(folder)
    if held is None:
        what = "the output folder holds files but no result of this program"
        raise InputError([Problem(what, "choose another --output", folder)])
    if held != plan_text(plan) and not force:
        what = "the output folder holds the result of another plan"
        raise InputError([Problem(what, "choose another --output, or replace it with --force", folder)])


def read_result(folder: Path) -> "xr.Dataset":
    """Return the dataset of a result folder, loaded into memory.

    Raises:
        InputError: when the folder holds no result.
    """
    return _read(folder, RESULT)


def read_package(folder: Path) -> "xr.Dataset":
    """Return the dataset of the folder of a divided package, loaded into memory.

    Raises:
        InputError: when the folder holds no package.
    """
    return _read(folder, PACKAGE)


def _read(folder: Path, name: str) -> "xr.Dataset":
    import xarray as xr

    place = folder.resolve()
    _recover(place)
    path = place / name
    if not path.is_file():
        raise InputError([Problem("this folder holds no result", f"name a folder with {name}", folder)])
    return xr.load_dataset(path, engine="h5netcdf")


def plan_text(plan: Mapping[str, Any]) -> str:
    """Return a plan as YAML, keys in the order given, always the same bytes for the same plan."""
    return yaml_text(_plain(plan))


def cost_table_csv(dataset: "xr.Dataset") -> str:
    """Return the lines of the cost table, tidy and unrounded: `line,year,amount_eur_mln,se_eur_mln`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("line", "year", "amount_eur_mln", "se_eur_mln"))
    years = [int(year) for year in dataset["year"].to_numpy()]
    for row, line in enumerate(dataset["line"].to_numpy()):
        effect, se = (dataset[name].to_numpy()[row] for name in ("line_effect", "line_effect_se"))
        for year, value, error in zip(years, effect, se, strict=True):
            writer.writerow((line, year, _number(value), _number(error)))
        last = (dataset[name].to_numpy()[row] for name in ("line_structural", "line_structural_se"))
        writer.writerow((line, STRUCTURAL, *(_number(value) for value in last)))
    return buffer.getvalue()


def _number(value: np.float64) -> str:
    return repr(float(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _plain_name(name: str) -> str:
    if name != PurePosixPath(name).name:
        msg = f"{name!r} is no plain file name"
        raise ValueError(msg)
    return name


def _read_plan(folder: Path) -> str | None:
    path = folder / PLAN
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Lend an empty folder on the same disk; whatever is left of it afterwards is removed."""
    fresh = place.parent / f".{place.name}.{os.getpid()}.partial"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _carry_over(place: Path, fresh: Path, *, keep_documents: bool) -> None:
    if not place.is_dir():
        return
    for entry in sorted(place.iterdir()):
        if entry.name not in _OURS or (entry.name == DOCUMENTS and keep_documents):
            copy = shutil.copytree if entry.is_dir() else shutil.copy2
            copy(entry, fresh / entry.name)


def _swap(place: Path, fresh: Path) -> None:
    """Put the fresh folder in its place. Between the two renames the earlier result stands under `_aside`."""
    aside = _aside(place)
    if place.is_dir():
        place.rename(aside)
    try:
        fresh.rename(place)
    except OSError:
        _recover(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _recover(place: Path) -> None:
    """Put an earlier result back that an interruption left beside its place, or remove it when it was replaced."""
    aside = _aside(place)
    if not aside.is_dir():
        return
    if place.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(place)


def _aside(place: Path) -> Path:
    return place.parent / f".{place.name}.earlier"
