from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.scenario import alignment as module
from poortwachter.scenario import resolve as resolving
from poortwachter.scenario.alignment import PARAMETER, Alignment, fingerprint, load_alignment, shipped_alignments
from poortwachter.scenario.load import World, current_world, load
from poortwachter.scenario.resolve import plan, plan_yaml, resolve
from poortwachter.scenario.schema import LAYERS

SHIPPED = "wia_inflow_2006_2025"
REFORM = "law: {riv_toets.grond_bedrijfsarts_toetsbaar: {2023-07-01: false}}\n"


@pytest.fixture(scope="module")
def current() -> World:
    return current_world()


def written(folder: Path, text: str) -> Path:
    path = folder / "proef.yaml"
    path.write_text(f"title: Proef\n{text}", encoding="utf-8")
    return path


def factors(world: World) -> Mapping[int, object]:
    return {year: world.behaviour[PARAMETER].at(date(year, 7, 1)) for year in range(2004, 2031)}


def test_without_an_alignment_no_factor_is_set_and_the_plan_does_not_name_one(tmp_path: Path, current: World) -> None:
    resolved = resolve(load(written(tmp_path, REFORM), current=current))
    assert set(factors(resolved.baseline).values()) == {1.0}
    assert "alignment" not in plan(resolved)["run"]


def test_baseline_and_reform_get_the_same_frozen_factors(tmp_path: Path, current: World) -> None:
    text = f"{REFORM}run: {{alignment: {SHIPPED}}}\n"
    resolved = resolve(load(written(tmp_path, text), current=current))
    shipped = load_alignment(SHIPPED).factors
    assert factors(resolved.baseline) == factors(resolved.reform)
    assert factors(resolved.baseline) == {year: shipped.get(year, 1.0) for year in range(2004, 2031)}
    assert set(shipped.values()) != {1.0}


def test_the_plan_names_the_alignment_and_gives_the_same_worlds(tmp_path: Path, current: World) -> None:
    resolved = resolve(load(written(tmp_path, f"run: {{alignment: {SHIPPED}}}\n"), current=current))
    again = tmp_path / "plan.yaml"
    again.write_text(plan_yaml(resolved), encoding="utf-8")
    assert f"alignment: {SHIPPED}" in plan_yaml(resolved)
    assert factors(resolve(load(again, current=current)).baseline) == factors(resolved.baseline)


def test_an_unknown_alignment_is_refused_with_the_nearest_name(tmp_path: Path, current: World) -> None:
    with pytest.raises(InputError, match=SHIPPED):
        load(written(tmp_path, "run: {alignment: wia_inflow_2006_2017}\n"), current=current)


def test_factors_cannot_be_given_twice(tmp_path: Path, current: World) -> None:
    text = f"behaviour: {{{PARAMETER}: {{2004-01-01: 1.1}}}}\nrun: {{alignment: {SHIPPED}}}\n"
    with pytest.raises(InputError, match="leave one of the two out"):
        resolve(load(written(tmp_path, text), current=current))


def test_an_alignment_of_other_parameters_is_warned_of(
    tmp_path: Path, current: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {layer: fingerprint(current.layer(layer)) for layer in LAYERS}
    for estimated_on, warned in ((now, False), ({**now, "behaviour": "iets anders"}, True)):
        known = Alignment(SHIPPED, "wia_inflow", {2010: 1.1}, estimated_on)
        monkeypatch.setattr(resolving, "load_alignment", lambda _, known=known: known)
        resolved = resolve(load(written(tmp_path, f"run: {{alignment: {SHIPPED}}}\n"), current=current))
        assert any("another behaviour" in warning for warning in resolved.warnings) == warned


def test_every_shipped_alignment_can_be_read() -> None:
    assert SHIPPED in shipped_alignments()
    for name in shipped_alignments():
        assert module.load_alignment(name).factors
