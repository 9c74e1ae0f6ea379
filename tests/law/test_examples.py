"""The law against official worked examples and its own boundary cases, through the evaluator that users have."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from poortwachter.law.parameters import load as load_law
from poortwachter.primitives.parameters import Parameter, ParameterSet
from poortwachter.study.examples import evaluate, show, vocabulary
from poortwachter.study.examples.evaluate import EVALUATORS, Outcome, Verdict
from poortwachter.study.examples.read import Example, read_examples

FOLDER = Path(__file__).parent / "examples"
FILES = sorted(FOLDER.glob("*.yaml"))
RULES = Path(evaluate.__file__).parents[2] / "law" / "rules"
PAGE = Path(__file__).parents[2] / "docs" / "examples.md"


class Read(ParameterSet):
    """Law that remembers on which days each parameter was read."""

    def __init__(self, law: ParameterSet) -> None:
        super().__init__(dict(law.items()))
        self.days: dict[str, set[date]] = {}

    def __getitem__(self, name: str) -> Any:
        parameter, days = super().__getitem__(name), self.days.setdefault(name, set())

        class Remembering:
            by = parameter.by

            @staticmethod
            def at(day: date) -> Any:
                days.add(day)
                return parameter.at(day)

        return Remembering


@pytest.fixture(scope="module")
def law(enacted: ParameterSet) -> Read:
    return Read(enacted)


@pytest.fixture(scope="session")
def enacted() -> ParameterSet:
    return load_law()


@pytest.fixture(scope="session")
def examples() -> dict[str, tuple[Example, ...]]:
    return {path.stem: read_examples(path) for path in FILES}


@pytest.fixture(scope="module")
def outcomes(examples: dict[str, tuple[Example, ...]], law: Read) -> dict[str, tuple[Outcome, ...]]:
    return {name: evaluate.evaluate(those, law=law) for name, those in examples.items()}


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_every_example_that_decides_is_reproduced(name: str, outcomes: dict[str, tuple[Outcome, ...]]) -> None:
    found = outcomes[name]
    assert [each.example.name for each in found if each.verdict is Verdict.OUT_OF_SCOPE] == []
    assert show.report([each for each in found if each.fails]).splitlines() == ["0 of 0 reproduced, 0 out of scope"]
    assert sum(each.example.is_decisive for each in found) > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_example_names_its_source_and_stands_once(path: Path) -> None:
    examples = read_examples(path)
    assert [each.name for each in examples if not each.source] == []
    assert len({each.name for each in examples}) == len(examples)


def test_kinds_and_thresholds_agree_where_the_source_prints_amounts_without_the_share(
    outcomes: dict[str, tuple[Outcome, ...]],
) -> None:
    found = [each for each in outcomes["lau_vvu"] if each.example.usable == "type_and_threshold_only"]
    assert len(found) > 10
    assert {each.verdict for each in found} == {Verdict.REPRODUCED}


def test_every_topic_of_the_published_list_has_an_evaluator_and_an_example(
    outcomes: dict[str, tuple[Outcome, ...]],
) -> None:
    published = vocabulary.load_vocabulary()
    assert set(EVALUATORS) == set(published.topics)
    tested = {published.find(each.example.topic) for found in outcomes.values() for each in found}
    assert set(published.topics) - tested == set()
    assert set(published.topics) & set(published.out_of_scope) == set()


def test_the_published_list_names_rules_that_exist() -> None:
    named = [
        rule.strip()
        for topic in vocabulary.load_vocabulary().topics.values()
        for rule in topic.rule.split(",")
        if "parameter" not in topic.rule
    ]
    missing = [rule for rule in named if f"def {rule.split('.')[1]}(" not in _source(rule.split(".")[0])]
    assert named
    assert missing == []


def _source(module: str) -> str:
    return (RULES / f"{module}.py").read_text(encoding="utf-8")


def _changes(parameter: Parameter) -> Iterator[date]:
    for (_, earlier), (day, value) in zip(parameter.values, parameter.values[1:], strict=False):
        if value != earlier:
            yield day


def test_every_value_of_the_law_is_tested_on_the_day_it_changes_and_the_day_before(
    law: Read, outcomes: dict[str, tuple[Outcome, ...]]
) -> None:
    assert outcomes
    untested = [
        f"{name} {day}"
        for name, parameter in load_law().items()
        for day in _changes(parameter)
        if not {day, day - timedelta(days=1)} <= law.days.get(name, set())
    ]
    assert untested == []


def test_the_page_with_the_published_list_is_the_one_that_the_command_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == show.topics_page(vocabulary.load_vocabulary())
