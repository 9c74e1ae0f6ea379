"""Find in the sources which parameters of law are passed to which argument of a rule, and who calls it.

Nothing is run: the trees of the sources are read. An argument takes a parameter that it names (`at("lgu.aandeel")`), a
column of the law table (`law.lgu_share[week]`), or a local variable that was set from one of these. What another rule
returns is that rule's, and is not followed.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

RULES: Final = "poortwachter.law.rules"

Names = frozenset[str]
NONE: Final[Names] = frozenset()


@dataclass
class Use:
    """What is known of the calls of one rule: parameters by position of the argument, and the calling modules."""

    parameters: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    callers: set[str] = field(default_factory=set)


def columns(table: Path, *, known: Names) -> dict[str, Names]:
    """Return the parameters that every column of the law table is made from."""
    tree = ast.parse(table.read_text(encoding="utf-8"))
    made = {
        node.name: _named(node, known=known)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name != "build"
    }
    found: dict[str, Names] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "LawTable":
            for keyword in node.keywords:
                if keyword.arg:
                    called = (made.get(each, NONE) for each in _called(keyword.value) if each not in _READERS)
                    found[keyword.arg] = _named(keyword.value, known=known).union(*called)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found[key.value] = _named(value, known=known)
    return found


_READERS: Final = ("_amounts", "_upper_ages")
"""Functions of the law table that are told which parameter to read."""


def _called(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield each.func.id


def _named(node: ast.AST, *, known: Names) -> Names:
    texts = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return frozenset(texts & known)


def uses(root: Path, *, table: Mapping[str, Names], known: Names) -> dict[tuple[str, str], Use]:
    """Return the use of every rule, by module and name, in all sources of the package below `root`."""
    found: dict[tuple[str, str], Use] = defaultdict(Use)
    for path in sorted(root.rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rules = Imported(tree, within=f"poortwachter.{module}")
        if not module.startswith("law.table"):
            _read_module(tree, module=module, rules=rules, table=table, known=known, found=found)
    return found


class Imported:
    """The names under which a module knows rules: `lgu`, `wga.lgu`, or its own."""

    def __init__(self, tree: ast.Module, *, within: str = "") -> None:
        self.direct: dict[str, tuple[str, str]] = {}
        self.modules: dict[str, str] = {}
        if within.startswith(f"{RULES}."):
            own = within.rpartition(".")[2]
            self.direct = {node.name: (own, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == RULES:
                self.modules |= {each.asname or each.name: each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{RULES}."):
                home = (node.module or "").rpartition(".")[2]
                self.direct |= {each.asname or each.name: (home, each.name) for each in node.names}

    def of(self, node: ast.AST) -> tuple[str, str] | None:
        """Return the rule that an expression names, as module and name; None where it names none."""
        if isinstance(node, ast.Name):
            return self.direct.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.modules:
            return self.modules[node.value.id], node.attr
        if isinstance(node, ast.Call) and len(node.args) == 1 and getattr(node.func, "id", "") == "plain":
            return self.of(node.args[0])
        return None


def _read_module(
    tree: ast.Module,
    *,
    module: str,
    rules: Imported,
    table: Mapping[str, Names],
    known: Names,
    found: dict[tuple[str, str], Use],
) -> None:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        flow = _Flow(rules=rules, table=table, known=known)
        flow.follow(function)
        for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
            rule = flow.rule(call.func)
            if rule is None:
                continue
            found[rule].callers.add(module)
            for place, argument in enumerate(call.args):
                if not isinstance(argument, ast.Starred):
                    found[rule].parameters[place] |= flow.parameters(argument)


class _Flow:
    """Follow parameters through the local variables of one function."""

    def __init__(self, *, rules: Imported, table: Mapping[str, Names], known: Names) -> None:
        self.rules, self.table, self.known = rules, table, known
        self.local: dict[str, Names] = {}
        self.aliases: dict[str, tuple[str, str]] = {}

    def follow(self, function: ast.FunctionDef) -> None:
        """Note what every local variable was set from, in the order of the text."""
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._set(target, node.value)

    def _set(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._set(one, other)
        elif isinstance(target, ast.Name):
            rule = self.rules.of(value)
            if rule is not None:
                self.aliases[target.id] = rule
            self.local[target.id] = self.local.get(target.id, NONE) | self.parameters(value)

    def rule(self, called: ast.expr) -> tuple[str, str] | None:
        """Return the rule that is called, directly or by a local name."""
        if isinstance(called, ast.Name) and called.id in self.aliases:
            return self.aliases[called.id]
        return self.rules.of(called)

    def parameters(self, node: ast.AST) -> Names:
        """Return the parameters that an expression takes."""
        if isinstance(node, ast.Call) and self.rule(node.func) is not None:
            return NONE
        if isinstance(node, ast.Constant):
            return frozenset({str(node.value)} & self.known)
        if isinstance(node, ast.JoinedStr):
            return frozenset(name for name in self.known if re.fullmatch(_pattern(node), name))
        if isinstance(node, ast.Name):
            return self.local.get(node.id, NONE)
        if isinstance(node, ast.Attribute) and _is_law(node.value):
            return self.table.get(node.attr, NONE)
        if isinstance(node, ast.IfExp):
            return self.parameters(node.body) | self.parameters(node.orelse)
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant):
            return self.parameters(node.value)
        return self._union(ast.iter_child_nodes(node))

    def _union(self, nodes: Iterable[ast.AST]) -> Names:
        return NONE.union(*(self.parameters(each) for each in nodes))


def _is_law(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "law") or (isinstance(node, ast.Attribute) and node.attr == "law")


def _pattern(text: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_]+" for part in text.values
    )
