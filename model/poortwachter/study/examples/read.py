"""Read a file of worked examples: a list of questions with inputs and the answers that their source prints."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from poortwachter.primitives.errors import Problem, one_of, refuse
from poortwachter.primitives.yaml import Entry, Leaf, Place, Table, described, read_yaml_list

DECISIVE: Final = "yes"
"""Status of the examples that decide whether a file is reproduced; all others are information."""
KINDS_ONLY: Final = "type_and_threshold_only"
"""Status of examples whose amounts the source prints otherwise than the law has them."""

_NEEDED: Final = ("id", "topic", "inputs", "expected", "usable_as_test")


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example, as it stands in the file."""

    name: str
    topic: str
    inputs: Table
    expected: Table
    usable: str
    source: str
    """Title and address of the source; empty where none is given."""
    note: str
    place: Place

    @property
    def is_decisive(self) -> bool:
        """Return whether a difference with this example is a failure."""
        return self.usable == DECISIVE


def read_examples(path: Path) -> tuple[Example, ...]:
    """Return the examples of a file, in its order.

    Raises:
        InputError: with every problem of the file: what is no YAML, no example, or lacks a key.
    """
    rows, problems = read_yaml_list(path)
    found: list[Example] = []
    for row in rows.items:
        if isinstance(row, Table):
            wrong = list(_wrong(row))
            problems.extend(wrong)
            if not wrong:
                found.append(_example(row))
        else:
            problems.append(row.place.problem(f"an example is a table of keys, not {described(row)}", "write `- id:`"))
    refuse(problems)
    return tuple(found)


def _wrong(row: Table) -> list[Problem]:
    name = _text(row, "id") or f"the example on line {row.place.line}"
    problems = [
        row.place.problem(f"{name} lacks {key!r}", _advice(row, key)) for key in _NEEDED if row.get(key) is None
    ]
    for key in _NEEDED:
        entry = row.get(key)
        if entry is not None:
            problems.extend(_wrong_value(entry, name=name))
    return problems


def _wrong_value(entry: Entry, *, name: str) -> list[Problem]:
    key, value = entry.key.text, entry.value
    is_table = key in ("inputs", "expected")
    if is_table != isinstance(value, Table):
        expected = "a table of keys" if is_table else "a word"
        return [entry.key.place.problem(f"{key} of {name} must be {expected}, not {described(value)}")]
    if key == "expected" and isinstance(value, Table) and not value.entries:
        return [entry.key.place.problem(f"{name} expects nothing", "write what the source prints")]
    if isinstance(value, Leaf) and value.value is None:
        return [entry.key.place.problem(f"{key} of {name} is empty")]
    return []


def _advice(row: Table, key: str) -> str:
    known = [entry.key.text for entry in row.entries]
    near = one_of(key, [word for word in known if word not in _NEEDED])
    return f"add `{key}:`" if not near.startswith("did you mean") else f"{near.removesuffix('?')} (rename it)?"


def _example(row: Table) -> Example:
    inputs, expected = row.get("inputs"), row.get("expected")
    assert inputs is not None
    assert expected is not None
    assert isinstance(inputs.value, Table)
    assert isinstance(expected.value, Table)
    usable = _text(row, "usable_as_test")
    return Example(
        name=_text(row, "id"),
        topic=_text(row, "topic"),
        inputs=inputs.value,
        expected=expected.value,
        # YAML reads an unquoted yes as text, but true may have been written for it.
        usable=DECISIVE if usable.lower() in (DECISIVE, "true") else usable,
        source=" ".join(part for part in (_text(row, "source_title"), _text(row, "source_url")) if part),
        note=_text(row, "note"),
        place=row.place,
    )


def _text(row: Table, key: str) -> str:
    entry = row.get(key)
    return " ".join(entry.value.text.split()) if entry is not None and isinstance(entry.value, Leaf) else ""
