from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter import api
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.runner import Effort, simulate

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_folder_is_made_once_and_its_scenario_passes_the_check(tmp_path: Path, run: Run, lang: str):
    folder = tmp_path / "mine"
    code, out, err = run("init", str(folder), "--lang", lang)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"Next: poortwachter check {folder / 'scenario.yaml'}"
    code, out, _ = run("check", str(folder / "scenario.yaml"), "--variant", "later")
    assert code == 0
    assert "riv_toets.grond_bedrijfsarts_toetsbaar  from 2030-01-01: true -> false" in out
    code, out, err = run("init", str(folder))
    assert (code, out, err.count("\n")) == (2, "", 1)
    code, out, _ = run("init", str(folder), "--force")
    assert code == 0
    assert f"{folder / 'scenario.yaml'} (left as it was)" in out


def test_the_scenario_runs(tmp_path: Path, run: Run):
    run("init", str(tmp_path / "mine"))
    path = tmp_path / "mine" / "scenario.yaml"
    resolved = resolve(load(path), RunOptions(workers=3_000, to=2030))
    effect = simulate(resolved, effort=Effort(), watch=api.unwatched)["line_effect"]
    assert effect.sel(line="employers", year=2029) < 0
    assert not effect.sel(year=slice(None, 2027)).any()


@pytest.mark.parametrize("arguments", [("--lang", "de"), ("--force", "--lang", "NL")])
def test_an_unknown_language_is_bad_input(tmp_path: Path, run: Run, arguments: tuple[str, ...]):
    code, out, err = run("init", str(tmp_path / "mine"), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
