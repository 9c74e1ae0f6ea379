"""Name the languages in which results are told."""

from typing import Final, Literal, TypeAlias

from poortwachter.primitives.errors import InputError, Problem, one_of

Language: TypeAlias = Literal["nl", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")


def known_language(text: str) -> Language:
    """Return a language as it was asked for.

    Raises:
        InputError: for one there is not.
    """
    for language in LANGUAGES:
        if text == language:
            return language
    raise InputError([Problem(f"language {text!r} is not known", one_of(text, LANGUAGES))])
