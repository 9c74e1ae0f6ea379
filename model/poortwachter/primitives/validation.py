"""Check a YAML tree against a pydantic model, and say every error with its line and a suggestion."""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from poortwachter.primitives.advice import number_advice, whole_number_advice
from poortwachter.primitives.errors import Problem, one_of
from poortwachter.primitives.yaml import Leaf, Node, Place, Row, Table, described, plain

M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A frozen record without unknown keys and without silent conversion of types."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", arbitrary_types_allowed=True)


def validated(model: type[M], node: Node, *, at: Place, what: str) -> tuple[M | None, list[Problem]]:
    """Return the record that a tree describes, or None and the problems found in it.

    `at` is the place of the record's own key, named when a key is missing; `what` is its name in problems.
    """
    if not isinstance(node, Table):
        problem = node.place.problem(f"{what} must be a table of keys, not {described(node)}", "write `key: value`")
        return None, [problem]
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(detail, model=model, node=node, at=at, what=what) for detail in details]


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys a record can have in a file."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


_TYPES: Final[dict[str, tuple[str, str]]] = {
    "string_type": ("text", "put it between quotes"),
    "int_type": ("a whole number", "write digits only"),
    "int_from_float": ("a whole number", "write digits only"),
    "float_type": ("a number", "write digits with a decimal point"),
    "bool_type": ("true or false", "write true or false"),
    "date_type": ("a date", "write it as 2028-01-01"),
    "date_from_datetime_parsing": ("a date", "write it as 2028-01-01"),
    "dict_type": ("a table of keys", "write `key: value` below it"),
    "model_type": ("a table of keys", "write `key: value` below it"),
    "list_type": ("a list", "write it between [ and ]"),
    "tuple_type": ("a list", "write it between [ and ]"),
}


_ADVISED: Final[dict[str, Callable[[str], str]]] = {
    "int_type": whole_number_advice,
    "int_from_float": whole_number_advice,
    "float_type": number_advice,
}
"""Types for which the advice follows from what was written."""


def _problem(detail: Any, *, model: type[BaseModel], node: Table, at: Place, what: str) -> Problem:
    loc: tuple[Any, ...] = detail["loc"]
    kind: str = detail["type"]
    key_place, found = _located(node, loc, fallback=at)
    place = found.place if isinstance(found, Leaf) and found.value is not None else key_place
    path = ".".join(str(part) for part in loc)
    if kind == "missing":
        return place.problem(f"{_named(what, loc[:-1])} lacks {str(loc[-1])!r}", f"add `{loc[-1]}:`")
    if kind == "extra_forbidden":
        known = keys_of(_model_at(model, loc[:-1]))
        unknown = f"unknown key {str(loc[-1])!r} in {_named(what, loc[:-1])}"
        return key_place.problem(unknown, one_of(str(loc[-1]), known))
    if kind == "literal_error":
        known = str(detail["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        return place.problem(f"{path} cannot be {_shown(found)}", one_of(str(detail["input"]), known))
    if kind in _TYPES:
        expected, advice = _TYPES[kind]
        if isinstance(found, Leaf) and kind in _ADVISED:
            advice = _ADVISED[kind](found.text)
        return place.problem(f"{path} must be {expected}, not {_shown(found)}", advice)
    if kind == "value_error":
        text, _, advice = str(detail["msg"]).removeprefix("Value error, ").partition("; ")
        return place.problem(f"{path} cannot be {_shown(found)}: {text}", advice)
    if kind == "string_too_short":
        return place.problem(f"{path} is empty", "write some text")
    if kind == "string_pattern_mismatch":
        return place.problem(f"{path} is {_shown(found)}, not of the form {detail['ctx']['pattern']}")
    said = str(detail["msg"]).replace("Input should be", "must be")
    return place.problem(f"{path} {said}, not {_shown(found)}")


def _named(what: str, loc: tuple[Any, ...]) -> str:
    return " ".join([what, ".".join(str(part) for part in loc)]).strip()


def _shown(found: Node | None) -> str:
    return "this" if found is None else described(found)


def _located(node: Node, loc: Iterable[Any], *, fallback: Place) -> tuple[Place, Node | None]:
    """Return the place of the deepest key of a path that the file has, and the value if the whole path is there."""
    place: Place = fallback
    here: Node | None = node
    for part in loc:
        if isinstance(here, Table) and (entry := here.get(part)) is not None:
            place, here = entry.key.place, entry.value
        elif isinstance(here, Row) and isinstance(part, int) and part < len(here.items):
            here = here.items[part]
            place = here.place
        else:
            here = None
    return place, here


def _model_at(model: type[BaseModel], loc: Iterable[Any]) -> type[BaseModel]:
    """Return the model in which a path lies, following fields whose type is a model."""
    here = model
    for part in loc:
        fields = {field.alias or name: field for name, field in here.model_fields.items()}
        if part in fields:
            inner = _inner_model(fields[part].annotation)
            here = inner or here
    return here


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
