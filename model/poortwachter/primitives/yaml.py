"""Read YAML into a tree in which every key and value knows its line; bad files give problems, never a traceback.

The tree keeps duplicate keys, so that they are all reported. Limits on size, depth and number of values stop a
file that unfolds through aliases.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.errors import InputError, Problem

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 50
MAX_VALUES: Final = 50_000

Scalar = str | bool | int | float | date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    file: Path
    line: int
    column: int

    def problem(self, what: str, advice: str = "") -> Problem:
        """Return a problem at this place."""
        return Problem(what=what, advice=advice, file=self.file, line=self.line, column=self.column)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value, with the text as it was written."""

    value: Scalar
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A list of values."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Leaf
    value: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with their values, in the order of the file."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: Scalar) -> Entry | None:
        """Return the first entry with a key, or None."""
        return next((entry for entry in self.entries if entry.key.value == key), None)

    def without(self, key: Scalar) -> "Table":
        """Return the table without a key."""
        return Table(tuple(entry for entry in self.entries if entry.key.value != key), self.place)


Node = Leaf | Row | Table


def read_yaml(path: Path) -> tuple[Table, list[Problem]]:
    """Read a YAML file that holds one table of keys, with the problems that leave it readable.

    Those are duplicate keys, tags, endless aliases and too deep nesting; what they concern is left out of the tree.

    Raises:
        InputError: where nothing can be read (missing, too large, not UTF-8, empty, broken YAML).
    """
    return parse_yaml(_text(path), path)


def read_yaml_list(path: Path) -> tuple[Row, list[Problem]]:
    """Read a YAML file that holds one list, as `read_yaml` reads one that holds keys."""
    root, problems = _root(_text(path), path, advice="write at least one item, each behind `- `")
    if not isinstance(root, Row):
        raise InputError([root.place.problem("the file holds no list", "put `- ` before each item")])
    return root, problems


def parse_yaml(text: str, path: Path) -> tuple[Table, list[Problem]]:
    """Parse YAML text as `read_yaml` does; `path` is the file named in problems."""
    root, problems = _root(text, path, advice="write at least one key with its value")
    if not isinstance(root, Table):
        raise InputError([root.place.problem("the file holds no keys", "write `key: value` on each line")])
    return root, problems


def plain(node: Node) -> Any:
    """Return a tree as plain dictionaries, lists and values; the first of duplicate keys counts."""
    if isinstance(node, Table):
        found: dict[Any, Any] = {}
        for entry in node.entries:
            found.setdefault(entry.key.value, plain(entry.value))
        return found
    if isinstance(node, Row):
        return [plain(item) for item in node.items]
    return node.value


def yaml_text(tree: Mapping[Any, Any]) -> str:
    """Return a tree of plain mappings, lists and values as YAML, keys in the order given, always in the same bytes."""
    from ruamel.yaml import YAML

    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False
    writer.width = 4096
    text = StringIO()
    writer.dump(tree, text)
    return text.getvalue()


def described(node: Node) -> str:
    """Return in a few words what a value is, for use in a problem."""
    if isinstance(node, Table):
        return "a table of keys"
    if isinstance(node, Row):
        return f"a list of {len(node.items)}"
    if node.value is None:
        return "empty"
    shown = node.text if len(node.text) <= 40 else node.text[:37] + "..."
    return f"{shown!r}" if isinstance(node.value, str) else shown


def _root(text: str, path: Path, *, advice: str) -> tuple[Node, list[Problem]]:
    reader = _Reader(path)
    root = reader.tree(text)
    if root is None or (isinstance(root, Leaf) and root.value is None):
        raise InputError([Problem("the file is empty", advice, path, 1)])
    return root, reader.problems


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise InputError([Problem("this is a folder, not a file", "name a YAML file", path)])
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        what = "the file does not exist" if isinstance(error, FileNotFoundError) else "the file cannot be read"
        raise InputError([Problem(what, "check the name and the folder", path)]) from error
    if len(raw) > MAX_BYTES:
        raise InputError([Problem(f"the file is larger than {MAX_BYTES // 1024} KB", "split it", path)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        problem = Problem("the text is not UTF-8", "save the file with encoding UTF-8", path, line, column)
        raise InputError([problem]) from error


_TAG = "tag:yaml.org,2002:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Reader:
    """Turn the parser's nodes into a tree, counting values and gathering problems."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.count = 0

    def tree(self, text: str) -> Node | None:
        root = self._composed(text)
        if root is None:
            return None
        node = self._node(root, ())
        if self.count > MAX_VALUES:
            what = f"the file unfolds to more than {MAX_VALUES} values"
            raise InputError([Problem(what, "write the values out, without aliases", self.path, 1)])
        return node

    def _composed(self, text: str) -> Any:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        parser: Any = YAML(typ="safe", pure=True)
        parser.max_depth = MAX_DEPTH
        try:
            return parser.compose(StringIO(text))
        except RecursionError:
            raise InputError([self._too_deep(1, 1)]) from None
        except MarkedYAMLError as error:
            raise InputError(self._syntax(text, error)) from None
        except YAMLError as error:
            raise InputError([self._unreadable(text, error)]) from None
        except Exception as error:  # the parser fails on some malformed text with bare Python errors
            raise InputError([Problem("the file is not YAML", "check the syntax", self.path, 1)]) from error

    def _syntax(self, text: str, error: Any) -> list[Problem]:
        tabs = [n for n, line in enumerate(text.splitlines(), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
        if tabs:
            return [Problem("a tab stands in the indentation", "use spaces", self.path, line, 1) for line in tabs]
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        said = (error.problem or error.context or "the file is not YAML").replace("\n", " ")
        if "end of stream" in said and error.context_mark is not None:
            opened = error.context_mark
            what = "a quote or bracket that opens here is not closed"
            return [Problem(what, "close it", self.path, opened.line + 1, opened.column + 1)]
        if "mapping values are not allowed" in said and (bare := _without_colon(text, before=line)):
            return [Problem("a colon is missing on this line", "write `key: value`", self.path, bare, 1)]
        if "maximum depth" in said:
            return [self._too_deep(line, column)]
        return [Problem(f"the YAML is broken here: {said}", _syntax_advice(said), self.path, line, column)]

    def _unreadable(self, text: str, error: Any) -> Problem:
        position = getattr(error, "position", None)
        position = position if isinstance(position, int) else 0
        line = text.count("\n", 0, position) + 1
        advice = "save the file as text with encoding UTF-8" if "\0" in text else "remove it"
        return Problem("a character that YAML does not allow", advice, self.path, line)

    def _too_deep(self, line: int, column: int) -> Problem:
        what = f"values are nested more than {MAX_DEPTH} deep"
        return Problem(what, "a scenario or parameter file has a few levels", self.path, line, column)

    def _node(self, raw: Any, above: tuple[int, ...], *, key: Place | None = None) -> Node:
        """Return the tree of a parser's node; `above` are the nodes it stands in, `key` the place of its key."""
        place = Place(self.path, raw.start_mark.line + 1, raw.start_mark.column + 1)
        if key is not None and raw.value == "" and raw.start_mark.line + 1 > key.line:
            place = key  # the parser puts a value that is left out where the next token stands
        self.count += 1
        if self.count > MAX_VALUES:
            return Leaf(None, "", place)
        if len(above) >= MAX_DEPTH or id(raw) in above:
            problem = self._too_deep(place.line, place.column)
            if id(raw) in above:
                problem = (key or place).problem("an alias refers to what it stands in", "write the value out")
            self.problems.append(problem)
            return Leaf(None, "", key or place)
        inside = (*above, id(raw))
        kind = str(raw.tag).removeprefix(_TAG)
        if isinstance(raw.value, str):
            return self._leaf(raw, kind, place)
        if kind not in ("map", "seq"):
            self.problems.append(_unknown_tag(kind, place))
        if raw.id == "sequence":
            return Row(tuple(self._node(item, inside) for item in raw.value), place)
        return self._table(raw, inside, place)

    def _table(self, raw: Any, inside: tuple[int, ...], place: Place) -> Table:
        entries: list[Entry] = []
        seen: dict[Scalar, int] = {}
        for raw_key, raw_value in raw.value:
            key = self._node(raw_key, inside)
            value = self._node(raw_value, inside, key=key.place)
            if not isinstance(key, Leaf):
                self.problems.append(key.place.problem("a key must be a single word or date", "remove the brackets"))
                continue
            if key.text != key.text.strip():
                what = f"a space of another kind than the plain one stands in the key {key.text!r}"
                self.problems.append(key.place.problem(what, "use plain spaces, also in the indentation"))
            if key.value in seen:
                what = f"key {key.text!r} stands here for the second time (first on line {seen[key.value]})"
                self.problems.append(key.place.problem(what, "keep one of the two"))
            seen.setdefault(key.value, key.place.line)
            entries.append(Entry(key, value))
        return Table(tuple(entries), place)

    def _leaf(self, raw: Any, kind: str, place: Place) -> Leaf:
        text: str = raw.value
        if getattr(raw, "style", None) in ("'", '"', "|", ">") and kind == "str":
            return Leaf(text, text, place)
        try:
            return Leaf(_scalar(text, kind), text, place)
        except LookupError:
            self.problems.append(_unknown_tag(kind, place))
            return Leaf(text, text, place)


def _scalar(text: str, kind: str) -> Scalar:
    """Return the value of plain text; what only looks like a date or number stays text, for the schema to refuse."""
    try:
        if kind == "timestamp":
            return date.fromisoformat(text) if _DAY.fullmatch(text) else text
        if kind == "int":
            return int(text.replace("_", ""), 10)
        if kind == "float":
            return float(text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    if kind == "bool":
        return text.lower() == "true"
    if kind == "null":
        return None
    if kind in ("str", "merge", "value"):
        return text
    raise LookupError(kind)


def _without_colon(text: str, *, before: int) -> int | None:
    """Return the line without a colon that runs on into the line of an unexpected one (both count from 1)."""
    lines = text.splitlines()
    for number in range(before - 1, 0, -1):
        line = lines[number - 1].strip()
        if line and not line.startswith("#"):
            return None if ":" in line or line == "---" else number
    return None


def _unknown_tag(kind: str, place: Place) -> Problem:
    return place.problem(f"the tag {kind!r} is not allowed", "write the plain value, without a word behind `!`")


def _syntax_advice(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "put text with a colon between quotes, or check the indentation"
    if "expected ',' or" in said:
        return "close the bracket or put a comma"
    if "single document" in said or "another document" in said:
        return "keep one document: remove the `---` in the middle"
    if "'\\t'" in said:
        return "put spaces in place of the tab"
    if "alias" in said:
        return "put text that begins with * between quotes"
    return "check indentation, colons, quotes and brackets"
