"""Write a file whole or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file beside its place and rename it, so that nothing half-written is ever found there."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.partial")
    fresh.write_bytes(content.encode() if isinstance(content, str) else content)
    fresh.replace(path)
