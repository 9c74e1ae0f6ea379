"""The published list: topics that are computed, with their inputs and outputs in units, and topics that are not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from poortwachter.primitives.errors import Problem, refuse
from poortwachter.primitives.validation import Strict, validated
from poortwachter.primitives.yaml import Table, plain, read_yaml

DATA: Final = Path(__file__).parents[1] / "data" / "example_topics.yaml"

Names = Annotated[tuple[str, ...], Field(strict=False)]

MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_VARIABLE: Final = {"<n>": r"(\d+)", "<maand>": f"({'|'.join(MONTHS)})"}
_FREE_NUMBER: Final = re.compile(r"\b\d+\b")


class Topic(Strict):
    """What the list says of one topic; names are keys of `Vocabulary.names`."""

    computes: str
    article: str
    rule: str
    inputs: Names = ()
    optional: Names = ()
    either: Annotated[tuple[Names, ...], Field(strict=False)] = ()
    carried: Names = ()
    outputs: Names
    units: Mapping[str, str] = Field(default_factory=dict)
    thresholds: Names = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """Return every name that an input can have."""
        return (*self.inputs, *(name for group in self.either for name in group), *self.optional)


@dataclass(frozen=True)
class Vocabulary:
    """The whole list."""

    names: Mapping[str, tuple[str, str]]
    """Unit and meaning of each name."""
    topics: Mapping[str, Topic]
    out_of_scope: Mapping[str, str]
    """Reason by topic."""
    everywhere: tuple[str, ...]
    """Names of inputs that every topic accepts."""

    @cached_property
    def _by_form(self) -> Mapping[str, str]:
        return {form(topic): topic for topic in (*self.out_of_scope, *self.topics)}

    def find(self, topic: str) -> str | None:
        """Return the topic of the list that a topic is, whatever free-standing numbers it names; None if none."""
        return topic if topic in self.topics else self._by_form.get(form(topic))

    def unit(self, template: str, *, topic: Topic) -> str:
        """Return the unit of a name in a topic."""
        return topic.units.get(template, self.names[template][0])


def form(topic: str) -> str:
    """Return a topic without what does not tell it from others: case, spaces and free-standing numbers."""
    return _FREE_NUMBER.sub("#", " ".join(topic.lower().split()))


def template_of(name: str, templates: Iterable[str]) -> str | None:
    """Return the name or the pattern (`loon_wg<n>`) in a list that a name is, or None."""
    known = tuple(templates)
    if name in known:
        return name
    return next((template for template in known if variables_in(name, template) is not None), None)


def variables_in(name: str, template: str) -> tuple[str, ...] | None:
    """Return what stands in a name at the places a pattern leaves open, or None where it does not follow it."""
    expression = re.escape(template)
    for mark, part in _VARIABLE.items():
        expression = expression.replace(re.escape(mark), part)
    found = re.fullmatch(expression, name)
    return None if found is None else found.groups()


@cache
def load_vocabulary(path: Path = DATA) -> Vocabulary:
    """Load the published list.

    Raises:
        InputError: where the list is broken: an unknown key, or a topic with a name that the list does not explain.
    """
    table, problems = read_yaml(path)
    given: dict[str, Any] = plain(table)
    names = {str(name): (str(unit), str(meaning)) for name, (unit, meaning) in given["names"].items()}
    topics: dict[str, Topic] = {}
    entry = table.get("topics")
    assert entry is not None
    assert isinstance(entry.value, Table)
    for each in entry.value.entries:
        topic, wrong = validated(Topic, each.value, at=each.key.place, what=each.key.text)
        problems.extend(wrong)
        if topic is not None:
            topics[each.key.text] = topic
            problems.extend(_unexplained(topic, names=names, at=each.key.text, path=path))
    refuse(problems)
    return Vocabulary(names, topics, given["out_of_scope"], everywhere=tuple(given["everywhere"]))


def _unexplained(topic: Topic, *, names: Mapping[str, Any], at: str, path: Path) -> list[Problem]:
    used = (*topic.accepted, *topic.carried, *topic.outputs, *topic.units, *topic.thresholds)
    return [Problem(f"topic {at!r} uses the name {name!r}", "explain it", path) for name in used if name not in names]
