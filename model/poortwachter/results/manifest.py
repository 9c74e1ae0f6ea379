"""Record the hashes of what a result folder holds, and hold the folder against them later.

The dataset is hashed by its content, not by the bytes of its file, which differ between versions of the libraries that
write it. `documents/` and files of the user are outside.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.provenance import attributes_hash, plan_hash, result_hash

if TYPE_CHECKING:
    import xarray as xr

MANIFEST: Final = "manifest.json"
RESULT: Final = "result.nc"
PLAN: Final = "plan.yaml"
DOCUMENTS: Final = "documents"
CONTENT: Final = "content"
ATTRIBUTES: Final = "attributes"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A file that is not what was recorded, and in what way."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """A result folder against its manifest: how many files were checked, which differ, which are not in it."""

    folder: Path
    checked: int
    mismatches: tuple[Mismatch, ...]
    unrecorded: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Return whether every recorded file is as it was written."""
        return not self.mismatches


def manifest_text(dataset: "xr.Dataset", *, files: Mapping[str, bytes], name: str = RESULT) -> str:
    """Return the manifest of a result; files: path within the folder -> content, all but the dataset; name: its own."""
    recorded = {
        name: {CONTENT: result_hash(dataset), ATTRIBUTES: attributes_hash(dataset)},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return json.dumps(recorded, indent=2) + "\n"


def recorded_content(folder: Path) -> str:
    """Return the hash of the content of the dataset that was recorded when the folder was written.

    Raises:
        InputError: when the folder has no manifest.
    """
    recorded = _read(folder)
    if RESULT not in recorded:
        raise InputError([Problem("this folder holds no result of a run", f"name a folder with {RESULT}", folder)])
    content: str = recorded[RESULT][CONTENT]
    return content


def verify(folder: str | Path) -> Verification:
    """Hash again what a result folder holds, and tell what differs from what was recorded when it was written.

    Raises:
        InputError: when there is no such folder, or no manifest in it that can be read.
    """
    place = Path(folder)
    recorded = _read(place)
    files: dict[str, str] = recorded.pop("files")
    ((name, of_dataset),) = recorded.items()
    mismatches = [*_of_dataset(place / name, of_dataset), *_of_files(place, files)]
    if not any(each.file in (name, PLAN) for each in mismatches):
        mismatches.extend(_of_plan(place / name))
    return Verification(
        folder=place,
        checked=len(files) + 1,
        mismatches=tuple(mismatches),
        unrecorded=tuple(_unrecorded(place, {*files, name})),
    )


def _read(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not folder.is_dir():
        raise InputError([Problem("there is no such folder", "name a result folder", folder)])
    if not path.is_file():
        what = "this folder holds no manifest" if (folder / RESULT).is_file() else "this folder holds no result"
        raise InputError([Problem(what, f"name a folder with {RESULT} and {MANIFEST}", folder)])
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        ((_, of_dataset),) = ((name, each) for name, each in recorded.items() if name != "files")
        _ = of_dataset[CONTENT], of_dataset[ATTRIBUTES], dict(recorded["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError([Problem("the manifest cannot be read", "make the result again", path)]) from error
    return recorded


def _of_dataset(path: Path, recorded: Mapping[str, str]) -> Iterator[Mismatch]:
    import xarray as xr

    if not path.is_file():
        yield Mismatch(path.name, "missing")
        return
    try:
        dataset = xr.load_dataset(path, engine="h5netcdf")
    except Exception as error:  # what a damaged file brings up depends on where the damage is
        yield Mismatch(path.name, f"cannot be read ({type(error).__name__})")
        return
    if result_hash(dataset) != recorded[CONTENT]:
        yield Mismatch(path.name, "its figures are not those that were written")
    if attributes_hash(dataset) != recorded[ATTRIBUTES]:
        yield Mismatch(path.name, "its attributes (title, units, seed, versions) are not those that were written")


def _of_files(folder: Path, recorded: Mapping[str, str]) -> Iterator[Mismatch]:
    for name, expected in recorded.items():
        path = folder / name
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield Mismatch(name, "missing")
            continue
        except OSError as error:
            yield Mismatch(name, f"cannot be read ({error.strerror})")
            continue
        if found != expected:
            yield Mismatch(name, "not the bytes that were written")


def _of_plan(dataset_path: Path) -> Iterator[Mismatch]:
    """Tell whether the plan is the one that the dataset says it was made from."""
    import xarray as xr

    with xr.open_dataset(dataset_path, engine="h5netcdf") as dataset:
        made_from = dataset.attrs.get("plan_hash")
    if plan_hash(plain(read_yaml(dataset_path.parent / PLAN)[0])) != made_from:
        yield Mismatch(PLAN, f"not the plan that {dataset_path.name} was made from")


def _unrecorded(folder: Path, recorded: set[str]) -> Iterator[str]:
    known = {*recorded, MANIFEST}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != DOCUMENTS and name.as_posix() not in known:
            yield name.as_posix()
