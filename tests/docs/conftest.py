"""Where the documentation and its own modules are."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def pages(root: Path) -> None:
    """Make the modules importable that the documentation is built with."""
    folder = str(root / "docs" / "_ext")
    if folder not in sys.path:
        sys.path.insert(0, folder)
