"""Terms in calendar days, as decisions and letters count them. Plain Python on dates; the kernel counts in weeks."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

MONTHS_PER_YEAR: Final = 12


def months_later(day: date, *, months: int) -> date:
    """Return the same day of a later (or earlier) month, or its last day where that month is shorter.

    Source: art. 7a AOW; UWV Handboek WIA, AOW-leeftijd bij de 31e.
    """
    position = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = position // MONTHS_PER_YEAR, position % MONTHS_PER_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def first_of_month(day: date, *, months: int = 0) -> date:
    """Return the first day of the month of a day, or of a later or earlier month."""
    return months_later(day.replace(day=1), months=months)


def day_after_wachttijd(first_sick_day: date, *, weeks: int) -> date:
    """Return the first day after a waiting period of weeks: 104 weeks are 728 days.

    It is also the day after the prohibition to give notice ends. Source: art. 23 lid 1 Wet WIA; art. 7:670 BW.
    """
    return first_sick_day + timedelta(weeks=weeks)


def weeks_later(day: date, *, weeks: int) -> date:
    """Return the last day of a term in weeks after a day, which itself does not count. Source: art. 4:5 Awb."""
    return day + timedelta(weeks=weeks)


def last_day_of_months(first: date, *, months: int) -> date:
    """Return the last day of a period of whole months from a day, as of the 75% of the LGU.

    Source: art. 61 lid 1 Wet WIA.
    """
    return months_later(first, months=months) - timedelta(days=1)


def whole_months(first: date, *, end: date) -> int:
    """Return how many whole months lie from a day up to (not including) another. Source: art. 61 lid 9 Wet WIA."""
    months = (end.year - first.year) * MONTHS_PER_YEAR + end.month - first.month
    return max(months - (months_later(first, months=months) > end), 0)


def months_touched(first: date, *, last: date) -> int:
    """Return in how many calendar months a period lies, both days included. Source: art. 4:1 AIB."""
    return max((last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month + 1, 0)


def reference_year(first_sick_day: date) -> tuple[date, date]:
    """Return the year on which a dagloon rests: twelve months up to (not including) the month of the first sick day.

    For wages by calendar month. Source: Dagloonbesluit werknemersverzekeringen.
    """
    end = first_of_month(first_sick_day)
    return months_later(end, months=-MONTHS_PER_YEAR), end


def weeks_of_requirement(start: date, *, day_after_wachttijd: date) -> int:
    """Return how many whole weeks begin after a day and end before the end of the waiting period.

    Source: art. 58 Wet WIA.
    """
    return max(((day_after_wachttijd - start).days - 1) // 7, 0)


def aow_day(birthday: date, *, age: int, aow_age: Callable[[date], int]) -> date:
    """Return the day on which someone reaches the AOW age.

    birthday: of an age in months; aow_age: AOW age in months in force on a day. Someone who would reach the age of one
    year only in the next falls under the age of that next year. Source: art. 7a AOW.
    """
    months = 0
    while age + months < aow_age(months_later(birthday, months=months)):
        months += 1
    return months_later(birthday, months=months)


def last_day_with_receipt(received: date, *, weeks: int) -> date:
    """Return the last day of a term in weeks in which the day of receipt counts. Source: art. 25 lid 12 Wet WIA."""
    return received + timedelta(weeks=weeks, days=-1)


def first_day_in_arrears(applied: date, *, weeks: int) -> date:
    """Return the first day over which is paid in arrears; the day of application counts. Source: art. 35 WW."""
    return applied - timedelta(weeks=weeks) + timedelta(days=1)


def effect_of_lower_class(decided: date, *, months: int) -> date:
    """Return from when a lower class works through: after whole calendar months (two) beyond that of the decision.

    Source: art. 62 lid 4 en 7 Wet WIA.
    """
    return first_of_month(decided, months=months + 1)


def days_late(reported: date, *, latest: date) -> int:
    """Return by how many days a report came after its latest day. Source: art. 38a ZW."""
    return max((reported - latest).days, 0)


def ww_end_moves(moved: int, *, passed: int) -> int:
    """Return by how many months the last day of unemployment benefit moves for a wage-related WGA benefit.

    moved: months of that benefit; passed: those that had passed already. Source: art. 43 lid 1-2 WW.
    """
    return max(moved - passed, 0)


def broken_months(first: date, *, end: date) -> float:
    """Return the months from a day up to (not including) another, whole and broken: the last counts by its days.

    Source: art. 7:673 lid 2 BW.
    """
    whole = whole_months(first, end=end)
    last, following = (months_later(first, months=whole + more) for more in (0, 1))
    return whole + max((end - last).days, 0) / (following - last).days


def end_below_lowest_class(effect: date, *, lgu_end: date) -> date:
    """Return the first day without a WGA right of who came below the lowest class: not before the end of the LGU.

    effect: from when the lower degree works through, as of `effect_of_lower_class`. Source: art. 56 Wet WIA.
    """
    return max(effect, lgu_end)
