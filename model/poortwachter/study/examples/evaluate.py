"""Evaluate worked examples: compute each from its inputs and compare it with what its source prints."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final

from poortwachter.law.parameters import load as load_law
from poortwachter.primitives.errors import did_you_mean, one_of
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.primitives.yaml import Entry
from poortwachter.study.examples import advances, amounts, dismissal, guarantee, hours, income, payers, sickness, terms
from poortwachter.study.examples.answers import Quantity, quantity
from poortwachter.study.examples.given import WORDS, Given, Unanswerable, converted, is_given
from poortwachter.study.examples.read import KINDS_ONLY, Example, read_examples
from poortwachter.study.examples.vocabulary import Topic, Vocabulary, load_vocabulary, template_of

EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    **income.EVALUATORS,
    **amounts.EVALUATORS,
    **guarantee.EVALUATORS,
    **hours.EVALUATORS,
    **advances.EVALUATORS,
    **terms.EVALUATORS,
    **payers.EVALUATORS,
    **dismissal.EVALUATORS,
    **sickness.EVALUATORS,
}
"""How each topic of the published list is computed."""


class Verdict(Enum):
    """What became of an example."""

    REPRODUCED = "reproduced"
    DIFFERS = "DIFFERS"
    FAILED = "CANNOT BE COMPUTED"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An example with its answers, or why there are none."""

    example: Example
    verdict: Verdict
    quantities: tuple[Quantity, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Return whether this outcome decides that the file is not reproduced."""
        return self.example.is_decisive and self.verdict in (Verdict.DIFFERS, Verdict.FAILED)


@dataclass(frozen=True, slots=True)
class _Answers:
    values: Mapping[str, Any]
    carried: Mapping[str, Any] = field(default_factory=dict[str, Any])


def evaluate_file(path: Path, *, law: ParameterSet | None = None) -> tuple[Outcome, ...]:
    """Evaluate every example of a file under the law as enacted, or another.

    Raises:
        InputError: where the file holds no examples.
    """
    return evaluate(read_examples(path), law=load_law() if law is None else law)


def evaluate(examples: Iterable[Example], *, law: ParameterSet) -> tuple[Outcome, ...]:
    """Evaluate examples in order; a case that a source carries on may lean on the examples before it."""
    vocabulary = load_vocabulary()
    told: dict[str, dict[str, Any]] = {}
    return tuple(
        _outcome(each, vocabulary=vocabulary, law=law, told=told.setdefault(each.source, {})) for each in examples
    )


def _outcome(example: Example, *, vocabulary: Vocabulary, law: ParameterSet, told: dict[str, Any]) -> Outcome:
    name = vocabulary.find(example.topic)
    if name is None or name not in vocabulary.topics:
        return Outcome(example, Verdict.OUT_OF_SCOPE, reasons=(_scope(example.topic, name, vocabulary),))
    topic = vocabulary.topics[name]
    try:
        values, carried = _inputs(example, topic, vocabulary=vocabulary, told=told)
        computed = EVALUATORS[name](Given(values, law))
    except Unanswerable as reason:
        return Outcome(example, Verdict.FAILED, reasons=tuple(str(reason).splitlines()))
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        return Outcome(example, Verdict.FAILED, reasons=(f"the inputs lead nowhere: {error}",))
    told.update(values | dict(computed))
    return _compared(example, topic, computed, carried=carried, vocabulary=vocabulary)


def _scope(topic: str, name: str | None, vocabulary: Vocabulary) -> str:
    if name is not None:
        return vocabulary.out_of_scope[name]
    near = did_you_mean(topic, vocabulary.topics)
    return f"not in the published list{f'; {near}' if near else ''}"


def _inputs(
    example: Example, topic: Topic, *, vocabulary: Vocabulary, told: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the inputs of an example as a computation takes them, and those of them that earlier examples told."""
    wrong: list[str] = []
    values: dict[str, Any] = {}
    templates: set[str] = set()
    for entry in example.inputs.entries:
        template = template_of(entry.key.text, (*topic.accepted, *vocabulary.everywhere))
        if template is None:
            wrong.append(_unknown(entry, topic))
        elif is_given(entry.value):
            templates.add(template)
            try:
                unit = vocabulary.unit(template, topic=topic)
                values[entry.key.text] = converted(entry.value, unit=unit, name=entry.key.text)
            except Unanswerable as reason:
                wrong.append(str(reason))
    wrong.extend(_missing(topic, templates, vocabulary=vocabulary))
    if wrong:
        raise Unanswerable("\n".join(wrong))
    carried = {name: told[name] for name in topic.carried if name not in values and name in told}
    return values | carried, carried


def _unknown(entry: Entry, topic: Topic) -> str:
    name = entry.key.text
    advice = one_of(name, topic.accepted)
    return f"unknown input {name!r} (line {entry.key.place.line}); {advice}"


def _missing(topic: Topic, given: set[str], *, vocabulary: Vocabulary) -> Iterator[str]:
    for name in topic.inputs:
        if name not in given:
            yield f"the input {name!r} is missing ({vocabulary.unit(name, topic=topic)})"
    for group in topic.either:
        if not given.intersection(group):
            yield f"one of the inputs {', '.join(repr(name) for name in group)} is needed"


def _compared(
    example: Example, topic: Topic, computed: Mapping[str, Any], *, carried: Mapping[str, Any], vocabulary: Vocabulary
) -> Outcome:
    reasons = [f"{name} is that of the examples before it of the same source" for name in carried]
    quantities: list[Quantity] = []
    unanswered = False
    for entry in example.expected.entries:
        name = entry.key.text
        if not is_given(entry.value):
            continue
        template = template_of(name, topic.outputs)
        unit = "" if template is None else vocabulary.unit(template, topic=topic)
        decides = example.usable != KINDS_ONLY or unit in WORDS or template in topic.thresholds
        if template is None or name not in computed:
            reasons.append(_no_answer(name, template, topic))
            unanswered = unanswered or decides
            continue
        quantities.append(quantity(name, entry.value, computed[name], unit=unit, is_compared=decides))
    agrees = not unanswered and all(each.agrees for each in quantities if each.is_compared)
    verdict = Verdict.REPRODUCED if agrees else Verdict.FAILED if unanswered else Verdict.DIFFERS
    return Outcome(example, verdict, tuple(quantities), tuple(reasons))


def _no_answer(name: str, template: str | None, topic: Topic) -> str:
    if template is None:
        return f"unknown answer {name!r}; {one_of(name, topic.outputs)}"
    lacking = [each for each in topic.optional if each in (*topic.carried, "kwijt")]
    return f"{name} does not follow from these inputs" + (f"; give {', '.join(lacking)}" if lacking else "")
