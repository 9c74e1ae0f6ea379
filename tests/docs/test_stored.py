"""The results that the documentation reads rest on the parameters and scenarios of now."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.provenance import plan_hash
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import current_world, load
from poortwachter.scenario.resolve import RunOptions, plan, resolve
from poortwachter.scenario.schema import LAYERS

HEADLINE = "advies_bedrijfsarts_leidend"


@pytest.fixture(scope="module")
def stored(root: Path, pages: None) -> Any:
    return import_module("pages.stored").Stored(root)


def _planned(*, workers: int | None = None) -> str:
    return plan_hash(plan(resolve(load(HEADLINE), RunOptions(workers=workers))))


def test_the_table_of_the_headline_is_that_of_its_plan(stored: Any) -> None:
    found = re.search(r"poortwachter \S+, scenario (\w+)\.", stored.text)
    assert found is not None
    assert _planned().startswith(found.group(1)), f"run `poortwachter run {HEADLINE}` and store its table"


def test_the_groups_are_those_of_the_headlines_plan(stored: Any) -> None:
    found = re.search(r"scenario (\w+)\.", (stored.results / "groups.md").read_text(encoding="utf-8"))
    assert found is not None
    workers = stored.group_workers
    make = f"run `poortwachter groups {HEADLINE} --workers {workers}` and store groups.md, groups.csv and gains.png"
    assert _planned(workers=workers).startswith(found.group(1)), make


def test_the_groups_add_up_to_all(stored: Any) -> None:
    for division in ("wage", "age", "sex", "size", "sector"):
        parts = sum(stored.group("income", division, each) for each in stored.classes(division))
        assert parts == pytest.approx(stored.group("income"), abs=1e-6), division


def test_the_validation_rests_on_the_parameters_of_now(root: Path) -> None:
    table, problems = read_yaml(root / "results" / "baseline" / "made.yaml")
    assert not problems
    world = current_world()
    now = {layer: fingerprint(world.layer(layer)) for layer in LAYERS}
    make = f"run `poortwachter validate --lang en --output results/baseline` and note in made.yaml: {now}"
    assert plain(table) == now, make


def test_the_gates_of_the_stored_report_are_those_of_the_gates_file(stored: Any) -> None:
    rules = import_module("poortwachter.study.validate")
    gates = rules.load_rules(targets=import_module("poortwachter.study.targets").load_targets()).gates
    assert list(stored.validation.gates) == [gate.what["en"] for gate in gates]
