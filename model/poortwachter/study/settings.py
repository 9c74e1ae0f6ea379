"""Read how a study is done: numbers that are chosen, each with its unit and reason in a file of `study/data`."""

from functools import cache
from pathlib import Path
from typing import Final

from poortwachter.primitives.errors import refuse
from poortwachter.primitives.yaml import plain, read_yaml

FOLDER: Final = Path(__file__).parent / "data"


@cache
def settings(study: str) -> dict[str, float]:
    """Return the numbers of a study by name."""
    table, problems = read_yaml(FOLDER / f"{study}.yaml")
    refuse(problems)
    return {key: entry["value"] for key, entry in plain(table).items()}
