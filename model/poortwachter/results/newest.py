"""Name the folder of a result, and find the one that is meant: by path, by scenario, or the newest there is."""

import re
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Final

from poortwachter.primitives.errors import InputError, Problem, did_you_mean
from poortwachter.results.manifest import MANIFEST, PLAN

OUTPUT: Final = Path("uitkomsten")
"""Folder in which results are kept unless told otherwise."""
HASH_DIGITS: Final = 8
"""Digits of the hash of the plan in the name of a folder."""
VARIANT_MARK: Final = ":"
_NAMED: Final = re.compile(f"(?P<scenario>.+)-[0-9a-f]{{{HASH_DIGITS}}}")


def usual_folder(name: str, *, plan_hash: str) -> Path:
    """Return the folder in which the result of a plan is kept unless told otherwise."""
    return OUTPUT / f"{name}-{plan_hash[:HASH_DIGITS]}"


def result_folder(asked: str | Path | None = None, *, within: Path = OUTPUT) -> Path:
    """Return the folder of the result that is meant; whether a path holds a result is for its reader to say.

    Args:
        asked: a path; a scenario, `NAME` or `NAME:VARIANT`, for its newest result; or None for the newest of all.
        within: where results are kept.

    Raises:
        InputError: when nothing is kept there, or nothing of that scenario.
    """
    kept = _kept(within)
    if asked is not None and _is_path(asked, kept=kept):
        return Path(asked)
    if asked is None:
        meant = [folder for folders in kept.values() for folder in folders]
        problem = Problem("no result is kept here", "run a scenario first, or name a result folder", within)
    else:
        meant = kept.get(str(asked).replace(VARIANT_MARK, "-"), [])
        problem = Problem(f"no result of {asked} is kept here", _advice(str(asked), kept), within)
    if not meant:
        raise InputError([problem])
    return max(meant, key=lambda folder: (folder / PLAN).stat().st_mtime_ns)


def _is_path(asked: str | Path, *, kept: Container[str]) -> bool:
    """Return whether a path is meant and not a scenario, of which a folder can have the name, as `init` makes one."""
    path = Path(asked)
    return path.name != str(asked) or (path / PLAN).is_file() or (path.is_dir() and str(asked) not in kept)


def _kept(within: Path) -> dict[str, list[Path]]:
    """Return the folders of results by scenario and variant."""
    found: dict[str, list[Path]] = {}
    for manifest in sorted(within.glob(f"*/{MANIFEST}")):
        named = _NAMED.fullmatch(manifest.parent.name)
        if named and (manifest.parent / PLAN).is_file():
            found.setdefault(named["scenario"], []).append(manifest.parent)
    return found


def _advice(asked: str, known: Iterable[str]) -> str:
    return did_you_mean(asked, known) or f"first: poortwachter run {asked}; or name a result folder"
