"""Give tables and figures their words and their numbers as text, in Dutch or English."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from poortwachter.primitives.language import Language, known_language

MINUS: Final = "\u2212"
DASH: Final = "\u2013"


@dataclass(frozen=True)
class Words:
    """The words of one language, by key."""

    language: Language
    entries: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Return the words of a key."""
        return self.entries[key]

    def or_else(self, key: str, other: str) -> str:
        """Return the words of a key, or other words if it has none."""
        return self.entries.get(key, other)

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Return a number as text, rounded half away from zero; an unknown number has a word of its own.

        A number that rounds to zero has no minus sign.
        """
        if not math.isfinite(value):
            return self["number.unknown"]
        size = 10**decimals
        whole = math.floor(abs(value) * size + 0.5)
        text = f"{whole / size:,.{decimals}f}".translate(
            str.maketrans({",": self["number.thousands"], ".": self["number.decimal"]})
        )
        return f"{MINUS}{text}" if value < 0 and whole else text

    def span(self, low: float, high: float, *, decimals: int = 0) -> str:
        """Return a range as text: a dash between numbers, a word when a minus sign is near."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return self["number.unknown"]
        joint = self["number.to"] if min(low, high) < 0 else DASH
        return f"{self.number(low, decimals=decimals)}{joint}{self.number(high, decimals=decimals)}"


def load_words(language: str, *, also: str | Sequence[str] = ()) -> Words:
    """Return the words of tables and figures in a language, and those of more files of `report/data`.

    Raises:
        InputError: when the language is not known.
    """
    known = known_language(language)
    names = ("words", *((also,) if isinstance(also, str) else also))
    texts = {key: words for name in names for key, words in _texts(name).items()}
    return Words(known, MappingProxyType({key: words[known] for key, words in texts.items()}))


@cache
def _texts(name: str) -> Mapping[str, Mapping[str, str]]:
    from ruamel.yaml import YAML

    text = (files("poortwachter.report") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)
