"""Guess which number or date was meant by text that is none, for the advice of a problem."""

import re
from datetime import date
from typing import Final

_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_STARTS_WITH_NUMBER: Final = re.compile(r"([+-]?\d[\d.,]*)\s*\D")
_AROUND: Final = " \u00a0\"'\u2018\u2019\u201c\u201d€"
"""What may stand around a number that was meant: spaces, quotes of all kinds, the euro sign."""
_GLUED: Final = re.compile(r"(\d{4}-\d{2}-\d{2}):(\S.*)")
_DAY_AND_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d.*")


def number_advice(text: str, *, unit: str = "") -> str:
    """Return what to write instead of text where a number in a unit is needed."""
    number = meant_number(text.strip(_AROUND).removesuffix("%").removesuffix(unit))
    if number is None:
        started = _STARTS_WITH_NUMBER.match(text)
        if started and unit:
            return f"write the number in {unit}, digits only"
        number = meant_number(started[1]) if started else None
        return "write digits with a decimal point" if number is None else f"write {short(number)}, digits only"
    if text.endswith("%") and unit and unit != "%":
        number /= 100
    return f"write {short(number)}"


def whole_number_advice(text: str) -> str:
    """Return what to write instead of text where a whole number is needed."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"write the year only: {text[:4]}"
    number = meant_number(text)
    is_whole = number is not None and number.is_integer()
    return f"write {short(number)}" if is_whole and number is not None else "write digits only"


def meant_number(text: str) -> float | None:
    """Return the number that text stands for: a decimal comma, points between thousands and quotes are read over."""
    bare = text.strip(_AROUND).replace("\u2212", "-")
    bare = bare.replace(".", "") if has_thousands(bare) else bare
    try:
        return float(bare.replace(",", "."))
    except ValueError:
        return None


def has_thousands(text: str) -> bool:
    """Tell whether the points in a number can only, or can also, stand between thousands."""
    return _THOUSANDS.fullmatch(text) is not None


def date_advice(text: str) -> str:
    """Return what to write instead of text where a date is needed."""
    if glued := _GLUED.fullmatch(text):
        return f"put a space behind the colon: `{glued[1]}: {glued[2]}`"
    if timed := _DAY_AND_TIME.fullmatch(text):
        return f"write {timed[1]}, without a time"
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if not all(part.isdigit() for part in parts):
        return "write it as 2028-01-01, without quotes"
    numbers = [int(part) for part in parts]
    if len(numbers) == 3 and len(parts[2]) == 4:
        numbers.reverse()
    year, month, day = (*numbers, 1, 1)[:3]
    try:
        return f"write {date(year, month, day).isoformat()}"
    except (ValueError, OverflowError):
        return "that day does not exist; write it as 2028-01-01"


def short(number: float) -> str:
    """Return a number as a user would write it."""
    return f"{number:.10g}"
