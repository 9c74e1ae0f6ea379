"""Write a file whole or not at all, and find the folders that come with the model."""

import os
from pathlib import Path

from poortwachter.primitives.errors import InputError, Problem

_PACKAGE = Path(__file__).parents[1]


def shipped(name: str) -> Path:
    """Return a folder that comes with the model: in an installed package, or in the repository."""
    folders = (_PACKAGE / "_shipped" / name, _PACKAGE.parents[1] / name)
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file beside its place and rename it, so that nothing half-written is ever found there."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def check_writable_folder(folder: Path) -> None:
    """Refuse a folder that cannot be made or written in; call it before long work.

    Raises:
        InputError: for a file in its place, or a place where nothing may be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder", folder)])
    _check_open(folder, path=folder)


def check_writable_file(path: Path) -> None:
    """Refuse a file that cannot be made or replaced; call it before long work.

    Raises:
        InputError: for a folder in its place, or a place where nothing may be written.
    """
    if path.is_dir():
        raise InputError([Problem("this is a folder, not a file", "name a file", path)])
    _check_open(path.parent, path=path)


def _check_open(folder: Path, *, path: Path) -> None:
    """Refuse a path when of its folder the nearest that stands is none, or is closed."""
    standing = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not standing.is_dir():
        raise InputError([Problem(f"{standing.name} is a file, not a folder", "name another place", path)])
    if not os.access(standing, os.W_OK | os.X_OK):
        raise InputError([Problem(f"nothing may be written in {standing}", "name another place", path)])
