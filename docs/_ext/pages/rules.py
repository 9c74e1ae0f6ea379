"""Gather what there is to say of every rule of law: its text, article, formula, parameters, callers and tests."""

import ast
import inspect
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, TypeAlias

from pages import calls
from poortwachter.law.parameters import load as load_law
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import Parameter, ParameterSet
from poortwachter.primitives.yaml import plain as plain_yaml
from poortwachter.primitives.yaml import read_yaml
from poortwachter.study.articles import source_of
from poortwachter.study.examples.evaluate import Outcome, Verdict, evaluate
from poortwachter.study.examples.read import Example, read_examples

Name: TypeAlias = tuple[str, str]
"""Module and name of a rule."""
SHOWN: Final = 4
"""Dated values of a parameter that stand with a rule; the reference has all."""


@dataclass(frozen=True)
class Taken:
    """A parameter that an argument of a rule takes."""

    argument: str
    parameter: Parameter

    @property
    def values(self) -> str:
        """Return the last dated values, as text."""
        dated = [f'<span class="day">{day}</span>: {_number(value)}' for day, value in self.parameter.values]
        earlier = len(dated) - SHOWN
        return "<br>".join([f"({earlier} earlier)", *dated[-SHOWN:]] if earlier > 0 else dated)


@dataclass(frozen=True)
class Rule:
    """One rule, ready to be written."""

    module: str
    name: str
    signature: str
    text: str
    source: str
    formula: str
    taken: tuple[Taken, ...]
    callers: tuple[str, ...]
    tests: Mapping[str, Sequence[str]]
    """Sentences by file."""
    examples: tuple[Outcome, ...]
    """Worked examples in whose computation it is called."""

    @cached_property
    def summary(self) -> str:
        """Return what it returns."""
        return self.text.partition("\n")[0].strip().removeprefix("Return ")

    @property
    def reproduced(self) -> int:
        """Return how many worked examples come out as their source prints them."""
        return sum(each.verdict is Verdict.REPRODUCED for each in self.examples)


@dataclass(frozen=True)
class Module:
    """The rules of one module, with what it says of itself."""

    name: str
    text: str
    rules: tuple[Rule, ...]


def gathered(root: Path) -> tuple[Module, ...]:
    """Return all rules of law by module; root: the checkout, with the tests."""
    package = Path(inspect.getfile(import_module("poortwachter"))).parent
    law = load_law()
    known = frozenset(law)
    used = calls.uses(package, table=calls.columns(package / "law" / "table.py", known=known), known=known)
    functions = {name: plain(function) for name, function in _functions(package / "law" / "rules")}
    tests = _tests(root / "tests")
    within = _called_within(package / "law" / "rules")
    named = {function.__code__: {name, *within[name]} for name, function in functions.items()}
    examples = _examples(root / "tests/law/examples", named=named)
    rules = [
        _rule(function, module=name[0], use=used[name], law=law, tests=tests[name], examples=examples[name])
        for name, function in functions.items()
    ]
    return tuple(
        Module(name=name, text=inspect.getdoc(_module(name)) or "", rules=tuple(those))
        for name, those in groupby(rules, key=lambda rule: rule.module)
    )


def _functions(folder: Path) -> Iterator[tuple[Name, Callable[..., Any]]]:
    """Yield every rule by module and name, in the order in which they are written."""
    for path in sorted(folder.glob("[a-z]*.py")):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                yield (path.stem, each.name), getattr(_module(path.stem), each.name)


def _called_within(folder: Path) -> Mapping[Name, set[Name]]:
    """Return the rules that a rule calls: compiled, so that nobody sees it."""
    found: dict[Name, set[Name]] = {}
    for path in sorted(folder.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = calls.Imported(tree, within=f"{calls.RULES}.{path.stem}")
        for each in tree.body:
            if isinstance(each, ast.FunctionDef):
                called = {known.of(node.func) for node in ast.walk(each) if isinstance(node, ast.Call)}
                found[path.stem, each.name] = {rule for rule in called if rule is not None}
    return found


def _module(name: str) -> Any:
    return import_module(f"{calls.RULES}.{name}")


def _rule(
    function: Any,
    *,
    module: str,
    use: calls.Use,
    law: ParameterSet,
    tests: Mapping[str, Sequence[str]],
    examples: Sequence[Outcome],
) -> Rule:
    documentation = inspect.getdoc(function) or ""
    arguments = list(inspect.signature(function).parameters)
    return Rule(
        module=module,
        name=function.__name__,
        signature=f"{module}.{function.__name__}({', '.join(arguments)})",
        text=documentation.partition("Source:")[0].strip(),
        source=source_of(documentation),
        formula=_formula(function),
        taken=tuple(
            Taken(arguments[place], law[name])
            for place in sorted(use.parameters)
            for name in sorted(use.parameters[place])
        ),
        callers=tuple(sorted(use.callers)),
        tests=tests,
        examples=tuple(examples),
    )


def _formula(function: Any) -> str:
    """Return the body of a rule as it stands in the source, without its text, under the numbers that it names."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    tree = ast.parse("\n".join(lines)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    first = tree.body[0].end_lineno if ast.get_docstring(tree) is not None else tree.body[0].lineno - 1
    body = textwrap.dedent("\n".join(lines[first:])).strip()
    named = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    numbers = {name: function.__globals__.get(name) for name in named}
    heads = [f"# {name} = {value}" for name, value in numbers.items() if isinstance(value, int | float)]
    return "\n".join([*heads, body])


def _tests(folder: Path) -> Mapping[Name, Mapping[str, list[str]]]:
    """Return the names of the tests that call a rule, as sentences, by rule and file."""
    found: dict[Name, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rules = calls.Imported(tree)
        for function in (each for each in tree.body if isinstance(each, ast.FunctionDef)):
            if function.name.startswith("test_"):
                for rule in sorted({each for each in map(rules.of, ast.walk(function)) if each is not None}):
                    sentence = function.name.removeprefix("test_").replace("_", " ")
                    found[rule][path.relative_to(folder.parent).as_posix()].append(sentence)
    return found


def _examples(folder: Path, *, named: Mapping[CodeType, set[Name]]) -> Mapping[Name, list[Outcome]]:
    """Return the worked examples that decide, with their outcome under the law as enacted, by rule that they call."""
    law = load_law()
    found: dict[Name, list[Outcome]] = defaultdict(list)
    for path in sorted(folder.glob("*.yaml")):
        watched = _Watched(read_examples(path), named=named)
        for outcome, called in zip(watched.evaluated(law), watched.called, strict=True):
            if outcome.example.is_decisive and outcome.verdict is not Verdict.OUT_OF_SCOPE:
                for rule in called:
                    found[rule].append(outcome)
    return found


class _Watched:
    """Examples of which is noted which rules are called while each is computed."""

    def __init__(self, examples: Sequence[Example], *, named: Mapping[CodeType, set[Name]]) -> None:
        self.examples, self.named = examples, named
        self.called: list[set[Name]] = []

    def evaluated(self, law: ParameterSet) -> tuple[Outcome, ...]:
        """Compute the examples in order."""
        sys.setprofile(self._note)
        try:
            return evaluate(self._one_by_one(), law=law)
        finally:
            sys.setprofile(None)

    def _one_by_one(self) -> Iterator[Example]:
        for each in self.examples:
            self.called.append(set())
            yield each

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in self.named:
            self.called[-1] |= self.named[frame.f_code]


def linked(source: str, *, laws: Mapping[str, Mapping[str, str]]) -> str:
    """Return a reference to law with a link at every act that is known."""
    names = "|".join(re.escape(name) for name in sorted(laws, key=len, reverse=True))
    return re.sub(rf"\b({names})\b", lambda found: _link(found.group(1), laws[found.group(1)]), source)


def _link(name: str, act: Mapping[str, str]) -> str:
    return f'[{name}](https://wetten.overheid.nl/{act["id"]} "{act["title"]}, {act["id"]}")'


def load_laws(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return title and identification of acts, by the name that rules use."""
    table, problems = read_yaml(path)
    assert not problems
    return plain_yaml(table)


def acts_named(modules: Iterable[Module], *, laws: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield title and identification of every act that some rule names, each once."""
    text = " ".join(rule.source for module in modules for rule in module.rules)
    named = {(act["title"], act["id"]) for name, act in laws.items() if re.search(rf"\b{re.escape(name)}\b", text)}
    yield from sorted(named)


def _number(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_number(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}"
