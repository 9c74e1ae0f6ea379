"""The JSON schema for editors: nothing that a check accepts is refused, and what can be seen in one file is found."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from poortwachter.primitives.yaml import parse_yaml, plain, read_yaml
from poortwachter.scenario.editor import json_schema
from poortwachter.scenario.load import FIXED_LAW, World, current_world, holds_for_whole_run, load, shipped_scenarios
from poortwachter.scenario.resolve import plan_yaml, resolve
from poortwachter.scenario.schema import LAYERS, RunKeys, ScenarioKeys


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


@pytest.fixture(scope="module")
def schema(world: World) -> dict[str, Any]:
    return json_schema(world, lang="en")


def as_json(value: Any) -> Any:
    """Return a tree as a language server sees it: keys are text."""
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return value


def complaints(schema: dict[str, Any], tree: Any) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft7Validator.check_schema(schema)
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(as_json(tree))]


def test_every_parameter_that_can_be_changed_is_in_the_schema_with_its_explanation(
    world: World, schema: dict[str, Any]
):
    for layer in LAYERS:
        properties = schema["definitions"][layer]["properties"]
        assert set(properties) == set(world.layer(layer)) - set(FIXED_LAW)
        for name, parameter in world.layer(layer).items():
            if name in properties:
                said = properties[name]["description"]
                assert said.startswith(f"{parameter.label}\n")
                assert f"Unit: {parameter.unit}" in said
                assert f"Source: {parameter.source.title}" in said


def test_every_key_of_a_scenario_is_in_the_schema_and_explained_in_both_languages(world: World):
    for lang in ("nl", "en"):
        made = json_schema(world, lang=lang)
        assert set(made["properties"]) == set(ScenarioKeys.model_fields)
        assert set(made["definitions"]["run"]["properties"]) == set(RunKeys.model_fields)
        for key in (*made["properties"].values(), *made["definitions"]["run"]["properties"].values()):
            assert key["description"]
    assert json_schema(world, lang="nl") != json_schema(world, lang="en")


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_the_schema_accepts_every_shipped_scenario_and_its_plan(world: World, schema: dict[str, Any], name: str):
    scenario = load(name, current=world)
    assert complaints(schema, plain(read_yaml(scenario.path)[0])) == []
    plan = parse_yaml(plan_yaml(resolve(scenario)), Path("plan.yaml"))[0]
    assert complaints(schema, plain(plan)) == []


def test_the_schema_accepts_every_parameter_at_the_value_it_has(world: World, schema: dict[str, Any]):
    for layer in LAYERS:
        first = {name: holds_for_whole_run(each, layer=layer) for name, each in world.layer(layer).items()}
        overrides = {
            name: {date(2004 if first[name] else 2028, 1, 1): parameter.values[-1][1]}
            for name, parameter in world.layer(layer).items()
            if name not in FIXED_LAW
        }
        assert complaints(schema, {"title": "x", layer: overrides}) == []


@pytest.mark.parametrize(
    "text",
    [
        "law: {}",
        "title: x\nlow: {}",
        "title: x\nlaw: {riv_toets.grond_bedrijfsarts_toetsbaar: {2028-01-01: nee}}",
        "title: x\nlaw: {riv_toets.grond_bedrijfsart_toetsbaar: {2028-01-01: false}}",
        "title: x\nlaw: {loonsanctie.maximum: {2003-12-31: 26}}",
        "title: x\nlaw: {loonsanctie.maximum: {2101-01-01: 26}}",
        "title: x\nlaw: {loonsanctie.maximum: {2028: 26}}",
        "title: x\nlaw: {loonsanctie.maximum: {2028-13-01: 26}}",
        "title: x\nlaw: {loonsanctie.maximum: 26}",
        "title: x\nlaw: {loonsanctie.maximum: {}}",
        "title: x\nlaw: {loonsanctie.maximum: {2028-01-01: -1}}",
        "title: x\nlaw: {wachttijd.duur: {2028-01-01: 52}}",
        "title: x\nlaw: {aow.leeftijd: {2028-01-01: 67}}",
        "title: x\nlaw: {vvu.aandeel: {2028-01-01: [0.1, 0.2, 0.3]}}",
        "title: x\nlaw: {loonsanctie.causaal_aandeel: {2004-01-01: 0.5}}",
        "title: x\nbehaviour: {loonsanctie.causaal_aandeel: {2028-01-01: 0.5}}",
        "title: x\nbehaviour: {loonsanctie.causaal_aandeel: {2004-01-01: 50}}",
        "title: x\npopulation: {contract.aandeel_flexibel: {2004-01-01: 1}}",
        "title: x\nextends: basline",
        "title: x\nmeasures: [advies]",
        "title: x\nyardstick: {amount: 60, unit: x, what: y}",
        "title: x\nyardstick: {amount: 60, unit: x, what: y, source: z, line: wia}",
        "title: x\nrun: {method: splitt}",
        "title: x\nrun: {to: 2101}",
        "title: x\nrun: {responses: half}",
        "title: x\nrun: {responses: -1}",
        "title: x\nrun: {responses: true}",
        "title: x\nrun: {seed: 1.5}",
        "title: x\nvariants: {a: {extends: baseline}}",
        "title: x\nvariants: {a: {law: {zzz: {2028-01-01: 1}}}}",
        "title: 12",
    ],
)
def test_the_schema_refuses_what_a_check_refuses(schema: dict[str, Any], text: str):
    assert complaints(schema, plain(parse_yaml(text, Path("x.yaml"))[0]))


def test_the_schema_offers_an_override_to_begin_with_that_a_check_accepts(
    world: World, schema: dict[str, Any], tmp_path: Path
):
    tree: dict[str, Any] = {"title": "x"}
    for layer in LAYERS:
        properties = schema["definitions"][layer]["properties"]
        tree[layer] = {name: each["defaultSnippets"][0]["body"] for name, each in properties.items()}
    path = tmp_path / "s.yaml"
    text = json.dumps(tree, indent=1).replace('"${1:2028-01-01}"', "2028-01-01").replace('"2004-01-01"', "2004-01-01")
    path.write_text(text, encoding="utf-8")
    assert set(load(path, current=world).overrides["law"]) == set(world.law) - set(FIXED_LAW)
