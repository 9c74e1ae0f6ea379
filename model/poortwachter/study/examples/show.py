"""Show outcomes as text, and the published list as a page."""

from collections.abc import Iterable, Iterator, Sequence

from poortwachter.study.examples.answers import Quantity
from poortwachter.study.examples.evaluate import Outcome, Verdict
from poortwachter.study.examples.vocabulary import Topic, Vocabulary

_HEADS = ("", "expected", "computed", "difference")


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the text of an evaluation: every example, the topics out of scope by name, and the last line."""
    inside = [each for each in outcomes if each.verdict is not Verdict.OUT_OF_SCOPE]
    lines = [line for outcome in inside for line in (*_shown(outcome), "")]
    lines += _out_of_scope(outcomes)
    return "\n".join([*lines, summary(outcomes)])


def summary(outcomes: Iterable[Outcome]) -> str:
    """Return the last line: of the examples that decide, how many are reproduced; how many lie out of scope."""
    every = tuple(outcomes)
    decisive = [each for each in every if each.example.is_decisive and each.verdict is not Verdict.OUT_OF_SCOPE]
    reproduced = sum(each.verdict is Verdict.REPRODUCED for each in decisive)
    beyond = sum(each.verdict is Verdict.OUT_OF_SCOPE for each in every)
    return f"{reproduced} of {len(decisive)} reproduced, {beyond} out of scope"


def _shown(outcome: Outcome) -> Iterator[str]:
    example = outcome.example
    mark = "" if example.is_decisive else f" (information: {example.usable})"
    yield f"{example.name}  {example.topic}: {outcome.verdict.value}{mark}"
    rows = [_cells(each) for each in outcome.quantities]
    if rows:
        widths = [max(len(row[column]) for row in (_HEADS, *rows)) for column in range(len(_HEADS))]
        for row in (_HEADS, *rows):
            name, *numbers = (
                cell.ljust(width) if not column else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            yield f"    {'  '.join([name, *numbers])}".rstrip()
    for reason in outcome.reasons:
        yield f"    {reason}"
    if outcome.verdict is not Verdict.REPRODUCED and example.note:
        yield f"    note: {example.note}"


def _cells(each: Quantity) -> tuple[str, str, str, str]:
    difference = each.difference if each.is_compared else f"{each.difference} (not compared)".strip()
    return each.name, each.expected, each.computed, difference


def _out_of_scope(outcomes: Iterable[Outcome]) -> list[str]:
    found: dict[str, tuple[str, list[str]]] = {}
    for each in outcomes:
        if each.verdict is Verdict.OUT_OF_SCOPE:
            found.setdefault(each.example.topic, (each.reasons[0], []))[1].append(each.example.name)
    if not found:
        return []
    lines = [f"    {topic} ({', '.join(names)}): {reason}" for topic, (reason, names) in found.items()]
    return ["Out of scope:", *lines, ""]


def topics_page(vocabulary: Vocabulary) -> str:
    """Return the published list as Markdown."""
    common = ", ".join(f"`{name}`" for name in vocabulary.everywhere)
    lines = [*_OPENING, f"Every topic also accepts {common}, whether it needs them or not.", "", "## Topics", ""]
    for name, topic in vocabulary.topics.items():
        lines += _section(name, topic, vocabulary=vocabulary)
    lines += ["## Out of scope", "", "| topic | why |", "|---|---|"]
    lines += [f"| {_cell(topic)} | {_cell(reason)} |" for topic, reason in vocabulary.out_of_scope.items()]
    return "\n".join(lines) + "\n"


_OPENING = (
    "# Worked examples: topics, inputs and answers",
    "",
    "Written by `poortwachter examples --topics`; never edited.",
    "",
    "`poortwachter examples FILE.yaml` computes every example of a file and prints expected, computed and difference.",
    "A file is a list; each item has `id`, `topic`, `inputs`, `expected` and `usable_as_test`, and may have `unit`,",
    "`article`, `source_title`, `source_url` and `note`. Only `usable_as_test: yes` decides: one that differs, or with",
    "inputs that the topic does not know, gives exit code 1. `type_and_threshold_only` is compared on kinds, classes",
    "and thresholds. The rest is information. A topic that is not listed here is out of scope and does not fail.",
    "",
    "- Amounts agree when they round to the same cent, percentages to the digits that the source prints, counts, dates",
    "  and words exactly.",
    "- A number that stands apart in a topic is an example: `maximum transitievergoeding 2024` is the same topic as",
    "  `maximum transitievergoeding 2023`. `<n>` stands for digits, `<maand>` for the name of a month.",
    "- Dates are written as 2008-01-15. What an input does not give is the law on `datum`, or the newest law.",
    "- *carried*: left out, it comes from the examples before it of the same source, where a case runs on.",
    "",
)


def _section(name: str, topic: Topic, *, vocabulary: Vocabulary) -> Iterator[str]:
    yield from (f"### {_cell(name)}", "", f"{_sentence(topic.computes)} {topic.article}. Rule: {topic.rule}.", "")
    yield from ("| name | unit | meaning | |", "|---|---|---|---|")
    for each, role in _roles(topic):
        unit, meaning = vocabulary.unit(each, topic=topic), vocabulary.names[each][1]
        yield f"| `{_cell(each)}` | {unit} | {_cell(meaning)} | {role} |"
    yield ""


def _roles(topic: Topic) -> Iterator[tuple[str, str]]:
    yield from ((name, "input") for name in topic.inputs)
    for group in topic.either:
        yield from ((name, f"input, or {' or '.join(other for other in group if other != name)}") for name in group)
    for name in topic.optional:
        yield name, "optional, carried" if name in topic.carried else "optional"
    yield from ((name, "answer") for name in topic.outputs)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
