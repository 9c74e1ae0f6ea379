"""What an evaluator is given: the inputs of one example in whole eurocents, dates and numbers, and the law."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from poortwachter.law.rules import wga
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet
from poortwachter.primitives.yaml import Leaf, Node, Row, Table, described
from poortwachter.study.examples.vocabulary import variables_in

CENTS: Final = 100
PERCENT: Final = 100.0
LATEST: Final = date.max
"""The law as it stands last."""
LISTED: Final = "lijst van "
WORDS: Final = frozenset({"soort", "klasse", "woord", "betaler", "tijdvak"})
_YES_NO: Final[Mapping[str, bool]] = {"ja": True, "nee": False, "yes": True, "no": False}
_WITH_WORD: Final = re.compile(r"(\d+) [a-z]+")


class Unanswerable(Exception):  # noqa: N818  (it is no error of ours: the example cannot be computed)
    """Say why an example cannot be computed."""


@dataclass(frozen=True)
class Given:
    """The inputs of one example by name, and the law they are judged by."""

    values: Mapping[str, Any]
    law: ParameterSet

    def has(self, name: str) -> bool:
        """Return whether an input is given."""
        return name in self.values

    def cents(self, name: str, default: int | None = None) -> int:
        """Return an amount in eurocents."""
        return int(self._value(name, default))

    def number(self, name: str, default: float | None = None) -> float:
        """Return a number."""
        return float(self._value(name, default))

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number; a broken one cannot be computed with."""
        value = self.number(name, default)
        if value != int(value):
            raise Unanswerable(f"{name} must be a whole number, not {value:g}")
        return int(value)

    def day(self, name: str) -> date:
        """Return a date."""
        return cast("date", self._value(name, None))

    def flag(self, name: str, default: bool | None = None) -> bool:
        """Return a yes or no."""
        return bool(self._value(name, default))

    def word(self, name: str, default: str | None = None) -> str:
        """Return a word."""
        return str(self._value(name, default))

    def listed(self, name: str) -> tuple[Any, ...]:
        """Return a list."""
        return tuple(self._value(name, None))

    def matching(self, template: str) -> dict[tuple[str, ...], Any]:
        """Return the inputs that follow a pattern, by what stands at its open places."""
        pairs = ((variables_in(name, template), value) for name, value in self.values.items())
        return {found: value for found, value in pairs if found is not None}

    def _value(self, name: str, default: Any) -> Any:
        value = self.values.get(name, default)
        if value is None:
            raise Unanswerable(f"the input {name!r} is missing")
        return value

    # --- the law ---

    @property
    def on(self) -> date:
        """Return the day on which the law is read: `datum`, or else the last."""
        return self.values.get("datum", LATEST)

    def lawful(self, name: str, on: date | None = None) -> float:
        """Return the value of a parameter of the law."""
        return float(cast("float", self.law[name].at(on or self.on)))

    def lawful_whole(self, name: str, on: date | None = None) -> int:
        """Return the value of a parameter of the law that is a whole number."""
        return round(self.lawful(name, on))

    def lawful_cents(self, name: str, on: date | None = None) -> int:
        """Return an amount of the law in eurocents."""
        return round(self.lawful(name, on) * CENTS)

    def lawful_places(self, name: str, on: date | None = None) -> tuple[float, ...]:
        """Return the values of a parameter of the law with one dimension."""
        return tuple(cast("tuple[float, ...]", self.law[name].at(on or self.on)))

    def place_of(self, degree: float) -> int:
        """Return the class of a degree of disability, as `wga.disability_class` numbers them."""
        lower, full = self.lawful_places("wia.klassegrens"), self.lawful("wia.volledig_vanaf")
        return int(plain(wga.disability_class)(degree, lower, full))

    def class_share(self, place: int) -> float:
        """Return the share of the follow-up benefit of a class; 0 without a right."""
        if place == wga.NO_RIGHT:
            return 0.0
        return (*self.lawful_places("vvu.aandeel"), self.lawful("vvu.aandeel_volledig"))[place]


CLASSES: Final = (*DIMENSIONS["klasse4"], "80-100")
BELOW: Final = "<35"


def class_label(place: int) -> str:
    """Return the label of a class of disability."""
    return BELOW if place == wga.NO_RIGHT else CLASSES[place]


def class_place(label: str) -> int:
    """Return the class that a label names."""
    if label == BELOW:
        return wga.NO_RIGHT
    if label not in CLASSES:
        raise Unanswerable(f"there is no class {label!r}; choose from: {BELOW}, {', '.join(CLASSES)}")
    return CLASSES.index(label)


def converted(node: Node, *, unit: str, name: str) -> Any:
    """Return an input as a computation takes it: amounts in eurocents, dates, numbers, words, true or false.

    Raises:
        Unanswerable: where the value does not fit the unit.
    """
    if unit.startswith(LISTED):
        if not isinstance(node, Row):
            raise Unanswerable(f"{name} must be a list ({unit}), not {described(node)}")
        return tuple(converted(item, unit=unit.removeprefix(LISTED), name=name) for item in node.items)
    if not isinstance(node, Leaf):
        raise Unanswerable(f"{name} must be one value ({unit}), not {described(node)}")
    if unit in WORDS:
        return node.text
    if unit in ("datum", "maand"):
        return _day(node, unit=unit, name=name)
    if unit == "ja/nee":
        return _yes_no(node, name=name)
    number = _number(node, unit=unit, name=name)
    return round(number * CENTS) if unit.startswith("EUR") else number


def _day(leaf: Leaf, *, unit: str, name: str) -> date:
    if isinstance(leaf.value, date):
        return leaf.value
    text = f"{leaf.text}-01" if unit == "maand" and leaf.text.count("-") == 1 else leaf.text
    try:
        return date.fromisoformat(text)
    except ValueError:
        example = "2013-12" if unit == "maand" else "2008-01-15"
        raise Unanswerable(f"{name} must be a {unit} such as {example}, not {leaf.text!r}") from None


def _yes_no(leaf: Leaf, *, name: str) -> bool:
    if isinstance(leaf.value, bool):
        return leaf.value
    if leaf.text.lower() not in _YES_NO:
        raise Unanswerable(f"{name} must be ja or nee, not {leaf.text!r}")
    return _YES_NO[leaf.text.lower()]


def _number(leaf: Leaf, *, unit: str, name: str) -> float:
    value: Any = leaf.value
    if isinstance(value, str) and (found := _WITH_WORD.fullmatch(value)) is not None:
        value = int(found.group(1))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unanswerable(f"{name} must be a number ({unit}), not {leaf.text!r}")
    if value < 0:
        raise Unanswerable(f"{name} is below zero: {leaf.text}")
    return float(value)


def is_given(node: Node) -> bool:
    """Return whether an input holds anything."""
    return isinstance(node, Table | Row) or node.value is not None
