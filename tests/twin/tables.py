"""Hold the tables of a world as plain lists, and read its clock (docs/life.md, sections 1 and 20)."""

from math import floor
from types import SimpleNamespace
from typing import Any

import numpy as np


class ByWeek:
    """Rows by week: beyond the last row stands the last row, and before the first nothing."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def __getitem__(self, week: int) -> Any:
        if week < 0:
            raise IndexError(week)
        return self.rows[week] if week < len(self.rows) else self.rows[-1]


def cents(amount: float) -> int:
    """Round as the rules of law do."""
    return floor(amount + 0.500001)


class Tables:
    """The tables of one policy in plain numbers, and its clock."""

    def __init__(self, world: Any) -> None:
        rows = world.clock.weeks + 1
        self.clock = _plain(world.clock, rows=rows)
        self.ages = _plain(world.ages)
        self.law = _plain(world.law, rows=rows)
        self.behaviour = _plain(world.behaviour)
        self.population = _plain(world.population)
        self.beside = _plain(world)
        self.years: int = self.clock.years
        self.weeks: int = self.clock.weeks
        self.weeks_per_year: float = self.beside.weeks_per_year

    def year(self, week: int) -> int:
        """Return the year of the Monday of a week; Y from the end of the clock on."""
        return self.clock.year_of_week[week]

    def held_year(self, week: int) -> int:
        """Return the year held to the clock (year° in the text)."""
        return min(self.year(min(week, self.weeks)), self.years - 1)

    def first(self, year: int) -> int:
        """Return the first week of a year."""
        return self.clock.year_first_week[year]

    def later(self, week: int, months: int) -> int:
        """Return the week of the date some months after the Monday of a week."""
        month, day = self.clock.month_of_week[week], self.clock.day_of_month[week]
        return (self.clock.months_later[month + months] + day) // 7

    def years_between(self, start: int, end: int) -> float:
        """Return the length of a stretch in years."""
        return max(end - start, 0) / self.weeks_per_year


def _plain(table: Any, *, rows: int | None = None) -> Any:
    """Return the fields of a table as numbers and nested lists; those with a row for every week read as such."""
    fields = SimpleNamespace()
    for name in table._fields:
        value = getattr(table, name)
        if hasattr(value, "_fields"):
            continue
        listed = np.asarray(value).tolist()
        by_week = rows is not None and np.ndim(value) > 0 and len(value) == rows
        setattr(fields, name, ByWeek(listed) if by_week else listed)
    return fields
