from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results.provenance import plan_hash
from poortwachter.study.calibration.folder import read_fit, targets_hash
from poortwachter.study.targets import load_targets

Run = Callable[..., tuple[int, str, str]]

PLAN = """\
run: {workers: 2000, seed: 1, check_workers: 2000, check_seed: 2, last_year: 2012, price_year: 2012, step: 0.3}
start:
  wia.herstel_eerste_jaren: 0.045
  beoordeling.afwijzing: [0.4, 0.4, 0.36, 0.33, 0.22, 0.22, 0.11]
free:
  herstel: {multiplies: [wia.herstel_eerste_jaren], low: 0.4, high: 2.5, targets: [wia_outflow]}
  afwijzing_jong:
    multiplies: [beoordeling.afwijzing]
    where: {leeftijd7: ["<25", "25-34"]}
    scale: odds
    low: 0.4
    high: 2.5
    prior: {mean: 0.0, sd: 0.3}
    targets: [wia_inflow]
targets:
  wia_inflow: {years: [2009, 2010, 2011], discrepancy: 0.05}
  wia_outflow: {years: [2010, 2011], discrepancy: 0.05}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_fit_is_written_whole_and_can_be_read_back(tmp_path: Path, plan: Path, run: Run) -> None:
    folder = tmp_path / "fits" / "klein"
    code, out, err = run("calibrate", "--plan", str(plan), "--output", str(folder), "--threads", "1")
    assert code == 0, err
    assert "fitted figures are missed" in out
    names = {path.name for path in folder.iterdir()}
    texts = {"behaviour.yaml", "covariance.csv", "residuals.csv", "plan.yaml", "manifest.yaml", "report.md"}
    assert names == texts | {"fitted.png", "correlations.png"}
    fit = read_fit(folder, behaviour=load_behaviour(), targets=load_targets())
    values = plain(read_yaml(folder / "behaviour.yaml")[0])
    again = fit.plan.values(fit.logs, digits=4)
    for name, entry in values.items():
        assert np.allclose(np.array(entry["value"]), np.array(next(iter(again[name].values()))), rtol=1e-3)
    assert (np.linalg.eigvalsh(fit.covariance) > 0).all()
    assert values["beoordeling.afwijzing"]["relative_standard_error"][2:] == [0.0] * 5
    manifest = plain(read_yaml(folder / "manifest.yaml")[0])
    assert manifest["hashes"]["plan"] == plan_hash(plain(read_yaml(plan)[0]))
    assert manifest["hashes"]["targets"] == targets_hash(load_targets())
    assert (manifest["workers"], manifest["seed"], manifest["figures"]) == (2000, 1, 5)
    rows = (folder / "residuals.csv").read_text(encoding="utf-8").splitlines()
    assert sum(row.endswith(",yes") for row in rows) == 5
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_the_same_inputs_give_the_same_bytes_for_any_threads(tmp_path: Path, plan: Path, run: Run) -> None:
    for threads in ("1", "2"):
        code, out, err = run(
            "calibrate", "--plan", str(plan), "--output", str(tmp_path / threads), "--threads", threads, "--quiet"
        )
        assert (code, out, err) == (0, "", "")
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_a_recovery_test_leaves_its_outcome_beside_the_fit(tmp_path: Path, plan: Path, run: Run) -> None:
    folder = tmp_path / "uit"
    code, out, _ = run("calibrate", "--plan", str(plan), "--output", str(folder), "--recover")
    assert (code, "2 numbers recovered" in out) == (0, True)
    told = plain(read_yaml(folder / "recovery.yaml")[0])
    assert told["factors"].keys() == {"herstel", "afwijzing_jong"}
    assert told["plan"] == plan_hash(plain(read_yaml(plan)[0]))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wia.herstel_eerste_jaren: 0.045", "wia.herstel: 0.045", ":3:3: there is no parameter"),
        ("wia_outflow: {years: [2010, 2011]", "wia_outflow: {years: [2010, 2031]", ":17:31: wia_outflow has no figure"),
        ("[2009, 2010, 2011], discrepancy", "[2013], discrepancy", ":16:24: the model gives no figure"),
    ],
)
def test_what_is_wrong_in_a_plan_gives_exit_code_2_and_its_line(
    tmp_path: Path, plan: Path, run: Run, old: str, new: str, said: str
) -> None:
    plan.write_text(PLAN.replace(old, new), encoding="utf-8")
    code, _, err = run("calibrate", "--plan", str(plan), "--output", str(tmp_path / "uit"), "--quiet")
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, plan: Path, run: Run) -> None:
    folder = tmp_path / "uit"
    folder.mkdir()
    (folder / "brief.txt").write_text("iets", encoding="utf-8")
    code, _, err = run("calibrate", "--plan", str(plan), "--output", str(folder))
    assert (code, "no fit" in err) == (2, True)
    code, _, err = run("calibrate", "--plan", str(plan), "--output", str(plan))
    assert (code, "not a folder" in err) == (2, True)
