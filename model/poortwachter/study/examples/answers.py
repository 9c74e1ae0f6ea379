"""Compare what a source prints with what the law gives, in the precision of the unit."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from poortwachter.primitives.yaml import Leaf, Node, Row
from poortwachter.study.examples.given import CENTS, LISTED
from poortwachter.study.examples.vocabulary import MONTHS

CENT: Final = 0.005
"""Largest difference that still rounds to the same cent."""
NOISE: Final = 1e-9
_WHOLE: Final = frozenset({"maanden", "jaren", "weken", "dagen", "aantal", "jaar"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """One printed answer beside the computed one."""

    name: str
    expected: str
    computed: str
    difference: str
    agrees: bool
    is_compared: bool = True


def quantity(name: str, expected: Node, computed: Any, *, unit: str, is_compared: bool = True) -> Quantity:
    """Compare one answer; amounts of `computed` are eurocents."""
    if isinstance(expected, Row):
        return _listed(name, expected, computed, unit=unit, is_compared=is_compared)
    assert isinstance(expected, Leaf)
    answer = in_unit(computed, unit=unit)
    said: Any = _as_number(expected.value) if _is_number(answer) else expected.value
    if _is_number(said) and _is_number(answer):
        difference = answer - said
        agrees = abs(difference) <= tolerance(expected.text, unit=unit)
        shown = shown_in(0.0 if abs(difference) < NOISE else difference, unit=unit)
        return Quantity(name, shown_in(said, unit=unit), shown_in(answer, unit=unit), shown, agrees, is_compared)
    agrees = _same_word(said, answer)
    difference = "same" if agrees else _days_between(said, answer)
    return Quantity(name, _word(said), _word(answer), difference, agrees, is_compared)


def tolerance(printed: str, *, unit: str) -> float:
    """Return how far an answer may lie from the printed one: half a cent, half a last digit of a %, none for counts."""
    if unit in _WHOLE:
        return NOISE
    half_digit = 0.5 * 10.0 ** -_decimals(printed)
    return (half_digit if unit == "%" else min(half_digit, CENT)) + NOISE


def in_unit(computed: Any, *, unit: str) -> Any:
    """Return a computed value in its unit: euros for eurocents, ja or nee, a month as `februari 2014`."""
    if isinstance(computed, bool):
        return computed
    if unit.startswith("EUR") and isinstance(computed, int | float):
        return computed / CENTS
    if unit == "maand" and isinstance(computed, date):
        return f"{MONTHS[computed.month - 1]} {computed.year}"
    return computed


def shown_in(value: float, *, unit: str) -> str:
    """Return a number as text: cents for amounts, at most four decimals for the rest."""
    return f"{value:.2f}" if unit.startswith("EUR") else f"{value:.4f}".rstrip("0").rstrip(".")


def _listed(name: str, expected: Row, computed: Any, *, unit: str, is_compared: bool) -> Quantity:
    inner = unit.removeprefix(LISTED)
    answers = list(computed) if isinstance(computed, tuple | list) else [computed]
    pairs = zip(expected.items, answers, strict=False)
    parts = [quantity(name, item, answer, unit=inner) for item, answer in pairs]
    agrees = len(expected.items) == len(answers) and all(part.agrees for part in parts)
    texts = [", ".join(getattr(part, field) for part in parts) for field in ("expected", "computed", "difference")]
    return Quantity(name, texts[0], texts[1], texts[2], agrees, is_compared)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _as_number(said: Any) -> Any:
    """Return a number that was written between quotes as one."""
    try:
        return float(said) if isinstance(said, str) else said
    except ValueError:
        return said


def _decimals(printed: str) -> int:
    _, _, decimals = printed.lower().partition(".")
    return len(decimals) if decimals.isdigit() else 0


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())


def _same_word(said: Any, answer: Any) -> bool:
    return _word(said).lower() == _word(answer).lower()


def _days_between(said: Any, answer: Any) -> str:
    if not isinstance(answer, date):
        return "other"
    try:
        day = said if isinstance(said, date) else date.fromisoformat(str(said))
    except ValueError:
        return "other"
    return f"{(answer - day).days:+d} days"
