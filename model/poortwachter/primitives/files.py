"""Write a file whole or not at all, and find the folders that come with the model."""

import os
from pathlib import Path

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
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
