"""Pack the tables of a world in one record of fixed layout, which compiled code takes by reference.

A tuple of arrays would be copied in every call. Arrays over weeks, years or cohorts are padded with their last
value to the longest span the model allows, so that the layout, and with it the compiled code, is the same for
every run.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.primitives.weeks import build_calendar

LAST_YEAR: Final = 2100
"""Last year a clock can reach."""


def pack(world: World) -> np.void:
    """Return the tables as one record; nested tuples become nested records with the same names."""
    lengths = _paddings(world)
    padded = _padded(world, lengths=lengths)
    record = np.zeros(1, dtype=np.dtype(_layout(padded), align=True))
    _fill(record, padded)
    return record[0]  # type: ignore[no-any-return]


def _paddings(world: World) -> dict[int, int]:
    """Return, for every length that depends on the span of the run, the length it is padded to."""
    clock = world.clock
    longest = build_calendar(first_year=clock.first_year, last_year=LAST_YEAR)
    pairs = {
        clock.weeks + 1: longest.weeks + 1,
        clock.years: longest.years,
        clock.years + 1: longest.years + 1,
        clock.months_later.shape[0]: longest.months_later.shape[0],
    }
    if len(pairs) < 4 or clock.years in _FIXED or clock.years + 1 in _FIXED:
        raise ValueError(f"a clock of {clock.years} years cannot be told apart from a fixed table")
    return pairs


_FIXED: Final = (2, 3, 4, 5, 6, 9)
"""First lengths of the tables that do not depend on the span."""


def _padded(table: tuple[Any, ...], *, lengths: dict[int, int]) -> dict[str, Any]:
    names: tuple[str, ...] = table._fields  # type: ignore[attr-defined]
    return {
        name: _padded(value, lengths=lengths) if hasattr(value, "_fields") else _pad(np.asarray(value), lengths=lengths)
        for name, value in zip(names, table, strict=True)
    }


def _pad(values: npt.NDArray[Any], *, lengths: dict[int, int]) -> npt.NDArray[Any]:
    if values.ndim == 0 or values.shape[0] not in lengths:
        return values
    missing = lengths[values.shape[0]] - values.shape[0]
    return np.concatenate([values, np.repeat(values[-1:], missing, axis=0)])


def _layout(table: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (name, np.dtype(_layout(value), align=True))
        if isinstance(value, dict)
        else (name, _kind(value.dtype), value.shape)
        for name, value in table.items()
    ]


def _kind(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type in the record: flags are bytes, because compiled records hold no booleans."""
    return np.dtype(np.uint8) if dtype == np.bool_ else dtype


def _fill(record: npt.NDArray[Any], table: dict[str, Any]) -> None:
    for name, value in table.items():
        if isinstance(value, dict):
            _fill(record[name], value)
        else:
            record[name][0] = value
