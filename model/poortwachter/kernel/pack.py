"""Pack the tables of a world in one record of fixed layout, which compiled code takes by reference.

A tuple of arrays would be copied in every call. Arrays over weeks, years or cohorts are padded with their last
value to the longest span the model allows, so that the layout, and with it the compiled code, is the same for
every run.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.law import table as law_table
from poortwachter.primitives.weeks import EPOCH, Calendar, build_calendar

Tables = TypeVar("Tables", bound=tuple[Any, ...])

LAST_YEAR: Final = 2100
"""Last year a clock can reach."""


WEEKS, YEARS, YEAR_STARTS, MONTHS = "weeks", "years", "year starts", "months"

SPAN_OF_FIELD: Final[dict[str, str]] = {
    **dict.fromkeys(("year_of_week", "month_of_week", "day_of_month", "month_days", "day_of_span"), WEEKS),
    **dict.fromkeys(law_table.BY_WEEK, WEEKS),
    **dict.fromkeys(("onset_accept", "spell_level", "survival", "vangnet_ww", "vangnet_agency"), YEARS),
    **dict.fromkeys(("ezwb_ended", "claim", "gate", "upheld", "voluntary", "zw_shortcoming", "riv_assessed"), YEARS),
    **dict.fromkeys(("simple_part", "waits", "wait_weeks", "advance_waived", "award_alignment", "trained"), YEARS),
    **dict.fromkeys(("insured_extra", "relieved", "second_track_extra"), YEARS),
    **dict.fromkeys(("exit_chance", "death_chance", "flex_threshold", "wage_index"), YEARS),
    **dict.fromkeys(("year_start_day", "year_first_week", "cohort_persons", "birth_cell"), YEAR_STARTS),
    **dict.fromkeys(("wage_level", "wage_correction"), YEAR_STARTS),
    "months_later": MONTHS,
}
"""Fields whose first axis follows the clock; all others have a fixed layout."""


def pack(world: World) -> np.void:
    """Return the tables as one record; nested tuples become nested records with the same names.

    Raises:
        ValueError: when an array that should follow the clock has another length.
    """
    tables = padded(world)
    record = np.zeros(1, dtype=np.dtype(_layout(tables), align=True))
    _fill(record, tables)
    return record[0]  # type: ignore[no-any-return]


def padded(world: World) -> World:
    """Return the tables with what follows the clock held at its last value to the longest span; all are arrays.

    Raises:
        ValueError: when an array that should follow the clock has another length.
    """
    return _padded(world, spans=_spans(world.clock))


WEEKS_BEYOND: Final = 160
"""Weeks for which law is held past the longest clock: a waiting period and an extension can end there."""


class _Span(NamedTuple):
    length: int
    longest: int


def _spans(clock: Calendar) -> dict[str, _Span]:
    """Return the length of each span on this clock and on the longest one."""
    longest = _longest_clock()
    return {
        WEEKS: _Span(clock.weeks + 1, longest.weeks + 1 + WEEKS_BEYOND),
        YEARS: _Span(clock.years, longest.years),
        YEAR_STARTS: _Span(clock.years + 1, longest.years + 1),
        MONTHS: _Span(clock.months_later.shape[0], longest.months_later.shape[0]),
    }


@cache
def _longest_clock() -> Calendar:
    return build_calendar(first_year=EPOCH.year + 1, last_year=LAST_YEAR)


def _padded(tables: Tables, *, spans: dict[str, _Span]) -> Tables:
    values = (
        _padded(value, spans=spans) if _is_nested(value) else _pad(name, np.asarray(value), spans=spans)
        for name, value in _named(tables)
    )
    return type(tables)(*values)


def _named(tables: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    names: tuple[str, ...] = tables._fields  # type: ignore[attr-defined]
    return zip(names, tables, strict=True)


def _is_nested(value: Any) -> bool:
    return hasattr(value, "_fields")


def _pad(name: str, values: npt.NDArray[Any], *, spans: dict[str, _Span]) -> npt.NDArray[Any]:
    if name not in SPAN_OF_FIELD:
        return values
    span = spans[SPAN_OF_FIELD[name]]
    if values.shape[0] != span.length:
        raise ValueError(f"{name} has {values.shape[0]} rows where its clock has {span.length}")
    return np.concatenate([values, np.repeat(values[-1:], span.longest - span.length, axis=0)])


def _layout(tables: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [
        (name, np.dtype(_layout(value), align=True)) if _is_nested(value) else (name, _kind(value.dtype), value.shape)
        for name, value in _named(tables)
    ]


def _kind(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type in the record: flags are bytes, because compiled records hold no booleans."""
    return np.dtype(np.uint8) if dtype == np.bool_ else dtype


def _fill(record: npt.NDArray[Any], tables: tuple[Any, ...]) -> None:
    for name, value in _named(tables):
        if _is_nested(value):
            _fill(record[name], value)
        else:
            record[name][0] = value
