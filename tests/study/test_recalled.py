from dataclasses import replace
from typing import NoReturn

import pytest

from poortwachter.primitives.parameters import ParameterSet
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.study.agreement import of_check
from poortwachter.study.carrying import worked_out
from poortwachter.study.first_order import order_lines
from poortwachter.study.lines import HEADLINE, headline_lines
from poortwachter.study.recalled import AMOUNTS, CHECKS, ORDERS, questions_of, recalled, shipped_lines

MAKE = "parameters have changed: run `python -m poortwachter.study.lines`"


def refuse() -> NoReturn:
    raise AssertionError("worked out what comes with the model")


@pytest.fixture(scope="module")
def lines() -> dict[str, Resolved]:
    return headline_lines()


def test_every_line_of_the_headline_comes_with_the_model(lines: dict[str, Resolved]) -> None:
    known = {question for kind, question in shipped_lines() if kind == AMOUNTS}
    assert set(questions_of([*lines.values()])) == known, MAKE
    orders = {question for kind, question in shipped_lines() if kind == ORDERS}
    assert set(questions_of(order_lines(resolve(load(HEADLINE))))) == orders, MAKE
    for workers in (None, 100_000):
        resolved = resolve(load(HEADLINE), RunOptions(workers=workers))
        (question,) = questions_of([of_check(resolved)])
        assert len(recalled(CHECKS, question, refuse)) == 4, MAKE


@pytest.mark.parametrize("label", ["hoofdgrond", "loonsanctie.bezwaar 0.25"])
def test_a_line_that_comes_with_the_model_is_what_the_model_gives(lines: dict[str, Resolved], label: str) -> None:
    (question,) = questions_of([lines[label]])
    assert recalled(AMOUNTS, question, refuse) == worked_out(lines[label]), MAKE


def test_another_run_is_another_question(lines: dict[str, Resolved]) -> None:
    line = lines["hoofdgrond"]
    current = line.current
    parameters = dict(current.behaviour)
    name = "verzuim.loonelasticiteit"
    parameters[name] = parameters[name].model_copy(update={"values": ((parameters[name].values[0][0], 0.123),)})
    others = [
        replace(line, run=replace(line.run, seed=2)),
        replace(line, run=replace(line.run, workers=10_000)),
        replace(line, run=replace(line.run, price_year=2025)),
        replace(line, current=replace(current, behaviour=ParameterSet(parameters))),
    ]
    assert len({*questions_of([line, *others])}) == 1 + len(others)


def test_another_title_is_the_same_question(lines: dict[str, Resolved]) -> None:
    line = lines["hoofdgrond"]
    assert questions_of([line]) == questions_of([replace(line, title="another", source=None)])
