"""Hold what is wrong with a user's input: every problem found, with its place and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LISTED: Final = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, what to do.

    `line` and `column` count from 1; without a file the problem lies in an option of the call.
    """

    what: str
    advice: str = ""
    file: Path | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the problem on one line: `file:line:column: what; advice`."""
        place = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        said = f"{self.what}; {self.advice}" if self.advice else self.what
        return f"{':'.join(place)}: {said}" if place else said


class InputError(Exception):
    """Refuse an input, with every problem found in it, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(dict.fromkeys(problems), key=_place))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the problems, one per line."""
        return "\n".join(str(problem) for problem in self.problems)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise an `InputError` if there is any problem."""
    found = tuple(problems)
    if found:
        raise InputError(found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?` for the known word nearest to an unknown one, or nothing if none is near.

    A dotted name is also compared by its last part, so that a name in the wrong group is found.
    """
    names = sorted(set(known))
    near = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if not near and "." in word:
        tails = {name.rpartition(".")[2]: name for name in names}
        near = [tails[tail] for tail in difflib.get_close_matches(word.rpartition(".")[2], tails, n=1, cutoff=0.8)]
    return f"did you mean {near[0]!r}?" if near else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word as advice, or else the list to choose from if it is short enough to read."""
    names = tuple(known)
    listed = f"choose from: {', '.join(names)}" if len(names) <= _LISTED else ""
    return did_you_mean(word, names) or listed


def _place(problem: Problem) -> tuple[str, int, int]:
    return (str(problem.file or ""), problem.line or 0, problem.column or 0)
