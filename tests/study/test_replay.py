from pathlib import Path

import pytest

from poortwachter import api
from poortwachter.primitives.errors import InputError
from poortwachter.results.manifest import PLAN
from poortwachter.study import replay as module
from poortwachter.study.replay import Moved, replay


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("uit") / "basis"
    return api.run("baseline", workers=300, to=2012, output=place, figures=False).folder


def test_a_plan_run_again_gives_the_same_content_whatever_the_threads_and_blocks(folder: Path) -> None:
    found = replay(folder, threads=2, block_size=7)
    assert found.same
    assert (found.moved, found.reasons) == ((), ())


def test_another_outcome_is_told_by_variable_with_what_changed_since(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = folder / PLAN
    written = plan.read_text(encoding="utf-8")
    now = module.versions() | {"numba": "99.0"}
    monkeypatch.setattr(module, "versions", lambda: now)
    try:
        plan.write_text(written.replace("seed: 1", "seed: 2"), encoding="utf-8")
        found = replay(folder)
    finally:
        plan.write_text(written, encoding="utf-8")
    assert not found.same
    names = [moved.name for moved in found.moved]
    assert "amount" in names
    assert "year" not in names
    assert all(moved.cells > 0 and moved.largest for moved in found.moved)
    assert [reason.split(":")[0] for reason in found.reasons] == ["plan", "numba"]


def test_no_known_reason_is_said_to_be_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    simulate = module.simulate

    def moved(*arguments: object, **options: object) -> object:
        dataset = simulate(*arguments, **options)  # type: ignore[arg-type]
        dataset["deflator"][0] += 0.5
        return dataset

    monkeypatch.setattr(module, "simulate", moved)
    found = replay(folder)
    assert found.moved == (Moved("deflator", cells=1, largest=0.5),)
    assert found.reasons == ("nothing that was recorded has changed: plan, sources, versions and machine are the same",)


def test_a_folder_without_result_or_plan_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no result"):
        replay(tmp_path)
    hidden = folder / "plan.hidden"
    (folder / PLAN).rename(hidden)
    try:
        with pytest.raises(InputError, match="holds no plan"):
            replay(folder)
    finally:
        hidden.rename(folder / PLAN)
