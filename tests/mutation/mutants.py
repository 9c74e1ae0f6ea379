"""Make the mutants of a module: its source with one small change each.

cosmic-ray's operators are used as a library, because they change decorated functions and tables of a module too, which
mutmut leaves alone. Left out are changes that only crash (bitwise operators on amounts), and removed decorators, which
say nothing where nothing is compiled. Added are three changes that matter most in rules and ledgers.
"""

# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false

import ast
import difflib
import itertools
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import Keyword

from tests.mutation.runner import PACKAGE, Mutant

_ARITHMETIC: Final = (
    *itertools.permutations(("Add", "Sub", "Mul", "Div"), 2),
    *(("Div", "FloorDiv"), ("FloorDiv", "Div"), ("FloorDiv", "Mul"), ("FloorDiv", "Mod")),
    *(("Mod", "FloorDiv"), ("Mod", "Mul"), ("LShift", "RShift"), ("RShift", "LShift")),
)
_COMPARED: Final = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")
_SAME: Final = ("Is", "IsNot")
_NAMES: Final = (
    *(f"ReplaceBinaryOperator_{a}_{b}" for a, b in _ARITHMETIC),
    *(f"ReplaceComparisonOperator_{a}_{b}" for kind in (_COMPARED, _SAME) for a, b in itertools.permutations(kind, 2)),
    *("ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "AddNot"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop"),
)
"""Operators of cosmic-ray that are used."""


class SwapExtremes(Operator):
    """Take the lower of two for the higher, and the other way round."""

    other: ClassVar = {"min": "max", "max": "min"}

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield where `min` or `max` is called."""
        if node.type == "name" and node.value in self.other and node.parent.type == "atom_expr":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Change the name."""
        node.value = self.other[node.value]
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Return none."""
        return ()


class SwapAugmented(SwapExtremes):
    """Take off what is added, and the other way round."""

    other: ClassVar = {"+=": "-=", "-=": "+="}

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield where something is added to a variable in place."""
        if node.type == "operator" and node.value in self.other:
            yield node.start_pos, node.end_pos


class DropStatement(SwapExtremes):
    """Leave out a statement that is there for what it does: a call, a posting, a change of state, a yield."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield statements that bind no name."""
        if node.type == "simple_stmt" and _acts(node.children[0]):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Do nothing instead."""
        prefix = node.get_first_leaf().prefix
        node.children[0] = Keyword("pass", node.start_pos, prefix)
        return node


def _acts(statement: Any) -> bool:
    if statement.type != "expr_stmt":
        return statement.type in ("atom_expr", "yield_expr")
    operator = statement.children[1]
    return operator.type == "operator" and (operator.value != "=" or statement.children[0].type == "atom_expr")


def mutants_of(module: str) -> Iterator[Mutant]:
    """Yield the mutants of a module, each changed source once."""
    source = (PACKAGE / module).read_text(encoding="utf-8")
    functions = _functions(source)
    seen = {source}
    for operator in _operators():
        for occurrence, line in enumerate(_lines(source, operator)):
            changed = MutationVisitor.mutate_code(source, operator, occurrence)
            if line and changed is not None and changed not in seen and _parses(changed):
                seen.add(changed)
                function = functions.get(line, "")
                yield Mutant(module, function, change_of(source, changed), changed)


def _operators() -> Iterator[Operator]:
    provider = OperatorProvider()
    yield from (provider[name]() for name in _NAMES)
    yield from (SwapExtremes(), SwapAugmented(), DropStatement())


def _lines(source: str, operator: Operator) -> Iterator[int]:
    """Yield the line of every occurrence; 0 for the asterisk in a list of parameters, which is no product."""
    for node in ast_nodes(parso.parse(source)):
        for start, _ in operator.mutation_positions(node):
            yield 0 if node.parent is not None and node.parent.type in ("parameters", "param") else start[0]


def _parses(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _functions(source: str) -> dict[int, str]:
    """Return the outermost function or method by the lines of its body."""
    found: dict[int, str] = {}

    def look(body: list[ast.stmt], above: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                look(node.body, f"{above}{node.name}.")
            elif isinstance(node, ast.FunctionDef):
                lines = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
                found.update(dict.fromkeys(lines, above + node.name))

    look(ast.parse(source).body, "")
    return found


def change_of(before: str, after: str) -> str:
    """Return what differs between two sources, as one line."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone, come = (" ".join(line[2:].strip() for line in lines if line.startswith(mark)) for mark in ("- ", "+ "))
    return f"{gone} -> {come}"
