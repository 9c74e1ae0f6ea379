"""Make the JSON schema of scenario files, with which an editor completes and explains keys, parameters and values.

The keys come from the pydantic models, the parameters with their units and bounds from their files, so that the schema
accepts no more than a check does; what only a check sees (a circle of files, a date that does not exist) it lets pass.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.parameters import DIMENSIONS, UNITS, Parameter, Value
from poortwachter.primitives.yaml import parse_yaml, plain
from poortwachter.scenario.alignment import shipped_alignments
from poortwachter.scenario.load import FIRST_DATE, FIXED_LAW, World, holds_for_whole_run, shipped_scenarios
from poortwachter.scenario.schema import (
    LAW_BEFORE,
    LAYERS,
    METHODS,
    POPULATIONS,
    RESPONSES,
    RunKeys,
    ScenarioKeys,
    VariantKeys,
    Yardstick,
)

Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
"""The version of JSON Schema that language servers for YAML read."""
DATE: Final = r"^(200[4-9]|20[1-9]\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
START: Final = "2028-01-01"
"""Date that a completed override begins with, to be typed over."""


def json_schema(world: World, *, lang: str) -> Schema:
    """Return the JSON schema of a scenario file on the parameters of a world; lang: nl or en."""
    words = _words(lang)
    overlay = {layer: {"$ref": f"#/definitions/{layer}"} for layer in LAYERS}
    run = _record(RunKeys, words, prefix="run.")
    run["properties"]["method"]["enum"] = list(METHODS)
    run["properties"]["population"]["enum"] = list(POPULATIONS)
    factor = run["properties"]["responses"]
    run["properties"]["responses"] = {
        "description": factor["description"],
        "anyOf": [{"enum": list(RESPONSES)}, {"type": "number", "minimum": 0}],
    }
    run["properties"]["alignment"]["enum"] = sorted(shipped_alignments())
    yardstick = _record(Yardstick, words, prefix="yardstick.")
    yardstick["properties"]["line"]["enum"] = list(LINE_NAMES)
    special = {**overlay, "run": {"$ref": "#/definitions/run"}}
    variant = _record(VariantKeys, words, replaced=special)
    special[LAW_BEFORE] = overlay["law"]
    names = sorted(shipped_scenarios())
    variant_or_path = {"type": "string", "pattern": rf"^({'|'.join(names)}):[^:]+$|\.ya?ml(:[^:]+)?$"}
    measures = {"type": "array", "items": {"anyOf": [{"enum": names}, variant_or_path]}}
    special |= {
        "extends": {"anyOf": [{"enum": sorted(shipped_scenarios())}, {"type": "string", "pattern": r"\.ya?ml$"}]},
        "yardstick": {"$ref": "#/definitions/yardstick"},
        "measures": measures,
        "variants": {"type": ["object", "null"], "additionalProperties": {"$ref": "#/definitions/variant"}},
    }
    definitions = {layer: _layer(world, layer=layer, words=words) for layer in LAYERS}
    return {
        "$schema": DRAFT,
        "title": "poortwachter",
        **_record(ScenarioKeys, words, replaced=special),
        "type": "object",
        "definitions": {**definitions, "run": run, "yardstick": yardstick, "variant": variant},
    }


def _record(
    model: type[RunKeys | Yardstick | VariantKeys | ScenarioKeys],
    words: Mapping[str, str],
    *,
    prefix: str = "",
    replaced: Mapping[str, Schema] | None = None,
) -> Schema:
    """Return the schema of a record of keys, each explained; `replaced` gives keys another schema of their own."""
    made = model.model_json_schema()
    properties: dict[str, Schema] = {}
    for name, found in made["properties"].items():
        given = (replaced or {}).get(name)
        explained = {"description": words[f"key.{prefix}{name}"]}
        # A key beside `$ref` is ignored in this draft.
        properties[name] = explained | ({"allOf": [given]} if given and "$ref" in given else given or _bare(found))
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "required": made.get("required", []),
        "properties": properties,
    }


def _bare(schema: Mapping[str, Any]) -> Schema:
    """Return a schema without titles, defaults and the choice of null that stands for a key that is left out."""
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    inner = choices[0] if len(choices) == 1 else schema
    return {key: value for key, value in inner.items() if key not in ("title", "default")}


def _layer(world: World, *, layer: str, words: Mapping[str, str]) -> Schema:
    properties = {
        name: _parameter(parameter, layer=layer, words=words)
        for name, parameter in world.layer(layer).items()
        if layer != "law" or name not in FIXED_LAW
    }
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}


def _parameter(parameter: Parameter, *, layer: str, words: Mapping[str, str]) -> Schema:
    whole_run = holds_for_whole_run(parameter, layer=layer)
    first = FIRST_DATE.isoformat()
    shown = _shown(parameter)
    return {
        "description": "\n\n".join(_explained(parameter, whole_run=whole_run, words=words)),
        "type": "object",
        "minProperties": 1,
        # Values under dates by pattern would be checked alike, but language servers complete only these.
        "propertyNames": {
            "pattern": f"^{first}$" if whole_run else DATE,
            "patternErrorMessage": words["word.whole_run" if whole_run else "word.no_date"],
        },
        "additionalProperties": _value(parameter, by=parameter.by),
        "defaultSnippets": [
            {"label": words["word.date"], "body": {first if whole_run else f"${{1:{START}}}": _example(shown)}}
        ],
    }


def _value(parameter: Parameter, *, by: tuple[str, ...]) -> Schema:
    if by:
        labels = DIMENSIONS[by[0]]
        return {
            "type": "array",
            "minItems": len(labels),
            "maxItems": len(labels),
            "description": ", ".join(labels),
            "items": _value(parameter, by=by[1:]),
        }
    unit, bounds = UNITS[parameter.unit], parameter.bounds
    if unit.is_switch:
        return {"type": "boolean"}
    asked = {
        "minimum": max(unit.low, bounds.low) if bounds and bounds.low is not None else unit.low,
        "maximum": min(unit.high, bounds.high) if bounds and bounds.high is not None else unit.high,
        "exclusiveMinimum": bounds.above if bounds else None,
        "exclusiveMaximum": bounds.below if bounds else None,
    }
    finite = {key: bound for key, bound in asked.items() if bound is not None and abs(bound) != float("inf")}
    return {"type": "number", "description": parameter.unit, **finite}


def _explained(parameter: Parameter, *, whole_run: bool, words: Mapping[str, str]) -> Iterator[str]:
    day, value = parameter.values[-1]
    yield parameter.label
    yield f"{words['word.unit']}: {parameter.unit}"
    if parameter.by:
        yield f"{words['word.by']}: " + "; ".join(f"{name} ({', '.join(DIMENSIONS[name])})" for name in parameter.by)
    yield f"{words['word.now']}: {_text(value)} ({words['word.from']} {day})"
    if parameter.article:
        yield f"{words['word.article']}: {parameter.article}"
    if parameter.selects != "none":
        yield f"{words['word.selects']}: {parameter.selects}"
    if parameter.status:
        yield f"{words['word.status']}: {parameter.status}"
    yield f"{words['word.source']}: {parameter.source.title}"
    if whole_run:
        yield words["word.whole_run"]


def _shown(parameter: Parameter) -> Value:
    """Return the value that a completed override begins with: the last known one, or the other side of a switch."""
    last = parameter.values[-1][1]
    return not last if isinstance(last, bool) else last


def _example(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_example(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_text(each) for each in cast('tuple[Any, ...]', value))}]"
    return str(value).lower() if isinstance(value, bool) else f"{value:.10g}"


@cache
def _all_words() -> Mapping[str, Mapping[str, str]]:
    source = files("poortwachter.scenario") / "data" / "editor.yaml"
    return plain(parse_yaml(source.read_text(encoding="utf-8"), Path(str(source)))[0])


def _words(lang: str) -> Mapping[str, str]:
    return {key: each[lang] for key, each in _all_words().items()}
