"""Read the published figures that the model is calibrated to or tested against."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.errors import refuse
from poortwachter.primitives.files import shipped
from poortwachter.primitives.yaml import plain, read_yaml

Series = Mapping[tuple[int, str], float]
"""Figures by year and group; the group is empty where a target has none."""

TARGETS: Final = Path("calibration") / "targets"


@dataclass(frozen=True)
class Target:
    """One published series."""

    name: str
    label: str
    unit: str
    kind: str
    """stock, flow, share or amount."""
    use: str
    """fit or validate."""
    by: str | None
    series: Series
    standard_error: Series
    """Of the published figures, for rounding and chance."""
    sources: tuple[str, ...] = ()
    """Titles of where the figures stand."""


def shipped_folder() -> Path:
    """Return the folder of targets."""
    return shipped(str(TARGETS))


def load_targets(folder: Path | None = None) -> dict[str, Target]:
    """Return all targets by name, from every YAML file of a folder (the shipped one by default).

    Raises:
        InputError: with every file that cannot be read.
    """
    found: dict[str, Target] = {}
    for path in sorted((folder or shipped_folder()).glob("*.yaml")):
        table, problems = read_yaml(path)
        refuse(problems)
        for name, entry in plain(table).items():
            found[name] = _target(name, entry)
    return found


def _target(name: str, entry: Mapping[str, Any]) -> Target:
    return Target(
        name=name,
        label=entry["label"],
        unit=entry["unit"],
        kind=entry["kind"],
        use=entry["use"],
        by=entry.get("by"),
        series=_series(entry["series"]),
        standard_error=_series(entry["standard_error"]),
        sources=_sources(entry["source"]),
    )


def _sources(source: Mapping[str, str] | list[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(one["title"] for one in (source if isinstance(source, list) else [source]))


def _series(years: Mapping[int, Any]) -> dict[tuple[int, str], float]:
    series: dict[tuple[int, str], float] = {}
    for year, value in years.items():
        groups = value if isinstance(value, dict) else {"": value}
        series.update({(year, str(group)): float(one) for group, one in groups.items()})
    return series
