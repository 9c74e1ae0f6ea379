"""Whole runs, as a user makes them: small, but with every step from scenario file to result folder."""

import csv
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from poortwachter import api
from poortwachter.primitives.errors import InputError
from poortwachter.results.provenance import result_hash

SMALL = {"workers": 2_000, "figures": False}
REPOSITORY = Path(__file__).parents[1]
MAIN = "from poortwachter.cli.main import main; main()"
LEADING = "advies_bedrijfsarts_leidend"


@pytest.fixture(autouse=True)
def quick_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the many reruns below the table out of these tests, except one of each kind."""
    from poortwachter.study import carrying

    monkeypatch.setattr(carrying, "CARRYING", ("loonsanctie.causaal",))
    monkeypatch.setattr(carrying, "WORKERS", 500)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uit") / "leidend"


@pytest.fixture(scope="module")
def leading(folder: Path) -> api.Result:
    with pytest.MonkeyPatch.context() as patch:
        from poortwachter.study import carrying

        patch.setattr(carrying, "CARRYING", ("loonsanctie.causaal",))
        patch.setattr(carrying, "WORKERS", 500)
        return api.run(LEADING, variant="hoofdgrond", workers=2_000, output=folder)


def test_the_table_made_of_a_result_folder_is_the_one_its_run_wrote(leading: api.Result) -> None:
    from poortwachter.report.letter import markdown
    from poortwachter.tables import table

    stored = (leading.folder / "cost_table.md").read_text(encoding="utf-8")
    assert markdown(table(leading.folder).document.letter) == stored


def test_what_a_verb_returns_shows_itself_in_a_notebook(leading: api.Result, folder: Path) -> None:
    stored = (folder / "cost_table.md").read_text(encoding="utf-8")
    assert leading._repr_markdown_() == stored
    assert api.Ensemble(leading.dataset, folder, "**x**")._repr_markdown_() == "**x**"
    told = api.explain(folder, worker=3, lang="en")
    assert told._repr_html_().startswith("<pre ")
    assert "The life of worker 3 " in told._repr_html_()
    assert api.Explanation("a < b & c", told.lives)._repr_html_().endswith(">a &lt; b &amp; c</pre>")


def test_a_run_writes_the_result_folder_of_the_contract(leading: api.Result) -> None:
    written = {path.relative_to(leading.folder).as_posix() for path in leading.folder.rglob("*") if path.is_file()}
    assert written == {
        "result.nc",
        "cost_table.csv",
        "cost_table.md",
        "manifest.json",
        "plan.yaml",
        "figures/effect_wia.png",
        "figures/effect_wia.svg",
        "figures/hindcast_wia.png",
        "figures/hindcast_wia.svg",
        "figures/validation.png",
        "figures/validation.svg",
    }
    assert not list(leading.folder.parent.glob("*.partial"))


def test_the_table_has_stable_line_ids_and_a_structural_row(leading: api.Result) -> None:
    with (leading.folder / "cost_table.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = ["wia_benefits", "iva", "wga", "wga_erd", "other_benefits", "zw", "ww", "tw"]
    lines += ["execution_costs", "premiums", "premiums_aof_all", "premiums_aof_small", "premiums_awf", "premiums_whk"]
    lines += ["public_balance", "employers"]
    assert list(dict.fromkeys(row["line"] for row in rows)) == lines
    structural = {row["line"]: float(row["amount_eur_mln"]) for row in rows if row["year"] == "structureel"}
    assert structural["iva"] + structural["wga"] + structural["wga_erd"] == pytest.approx(structural["wia_benefits"])


def test_the_letter_shows_the_yardstick_the_bridge_and_what_carries_the_amount(leading: api.Result) -> None:
    text = (leading.folder / "cost_table.md").read_text(encoding="utf-8")
    parts = ("€ 60 mln", "Opbouw van het structurele bedrag", "Aannamen die dit bedrag dragen", "wv. WIA begint")
    for part in (*parts, "Controle:", "uit het geheugen"):
        assert part in text


def test_running_the_plan_again_gives_the_same_bytes(leading: api.Result, tmp_path: Path) -> None:
    again = api.run(leading.folder / "plan.yaml", output=tmp_path / "again", threads=1, block_size=500, figures=False)
    assert result_hash(again.dataset) == result_hash(leading.dataset)
    assert (again.folder / "cost_table.csv").read_bytes() == (leading.folder / "cost_table.csv").read_bytes()


def test_an_empty_reform_is_exactly_zero_in_every_cell(tmp_path: Path) -> None:
    scenario = tmp_path / "leeg.yaml"
    scenario.write_text("extends: baseline\ntitle: Niets verandert\n", encoding="utf-8")
    for method in ("pair", "split", "auto"):
        found = api.run(scenario, output=tmp_path / method, to=2030, method=method, **SMALL).dataset
        for name in ("effect", "effect_se", "structural", "structural_se", "line_effect", "line_structural"):
            assert not found[name].to_numpy().any(), (method, name)
        for name in ("amount", "stock", "flow", "wia_stock", "wia_inflow"):
            before, after = (found[name].sel(scenario=one).to_numpy() for one in ("baseline", "reform"))
            np.testing.assert_array_equal(before, after)


def test_expected_values_fill_the_same_folder_and_say_what_they_are(tmp_path: Path) -> None:
    result = api.run(LEADING, output=tmp_path / "fast", method="fast", lang="en")
    written = {path.name for path in result.folder.iterdir()}
    assert written == {"result.nc", "cost_table.csv", "cost_table.md", "plan.yaml", "manifest.json", "figures"}
    text = (result.folder / "cost_table.md").read_text(encoding="utf-8")
    for part in ("Method fast: expected values, approximate", "Gap to the simulation", "What fast leaves out"):
        assert part in text
    assert "simulation noise" not in text
    assert "other parameters than those" not in text
    with (result.folder / "cost_table.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["se_eur_mln"] for row in rows} == {"nan"}
    structural = {row["line"]: float(row["amount_eur_mln"]) for row in rows if row["year"] == "structureel"}
    assert structural["iva"] + structural["wga"] + structural["wga_erd"] == pytest.approx(structural["wia_benefits"])
    again = api.run(result.folder / "plan.yaml", output=tmp_path / "again", figures=False)
    assert result_hash(again.dataset) == result_hash(result.dataset)
    with pytest.raises(InputError, match="have no lives"):
        api.explain(result.folder, worker=0)


def test_expected_values_of_other_parameters_say_that_the_gap_was_measured_elsewhere(tmp_path: Path) -> None:
    scenario = tmp_path / "iva.yaml"
    scenario.write_text(
        "extends: baseline\ntitle: Hogere IVA\nlaw:\n  iva.aandeel: {2026-01-01: 0.8}\nrun: {method: fast}\n",
        encoding="utf-8",
    )
    result = api.run(scenario, output=tmp_path / "iva", to=2035, figures=False)
    assert "andere parameters dan die waarop het gat is gemeten" in (result.folder / "cost_table.md").read_text("utf-8")
    effect = result.dataset["line_effect"].sel(line="iva")
    amount = result.dataset["amount"].sel(scenario="baseline", item="iva", payer="aof")
    assert float(effect.sel(year=2030)) == pytest.approx(float(amount.sel(year=2030)) / 15, rel=0.01)
    assert float(effect.sel(year=2025)) == 0.0


def test_the_split_is_refused_where_it_would_not_be_exact(tmp_path: Path) -> None:
    scenario = tmp_path / "iva.yaml"
    scenario.write_text(
        "extends: baseline\ntitle: Hogere IVA\nlaw:\n  iva.aandeel: {2026-01-01: 0.8}\nrun: {method: split}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"iva\.aandeel"):
        api.run(scenario, output=tmp_path / "iva", to=2030, **SMALL)
    assert not (tmp_path / "iva").exists()


def test_a_change_of_amounts_is_run_again_for_those_it_touches(tmp_path: Path) -> None:
    scenario = tmp_path / "iva.yaml"
    scenario.write_text(
        "extends: baseline\ntitle: Hogere IVA\nlaw:\n  iva.aandeel: {2004-01-01: 0.8}\n", encoding="utf-8"
    )
    found = api.run(scenario, output=tmp_path / "iva", to=2030, **SMALL).dataset
    assert found.attrs["estimator"] == "affected"
    iva = found["amount"].sel(item="iva", payer="aof", year=2020).to_numpy()
    assert iva[1] / iva[0] == pytest.approx(0.8 / 0.75, rel=1e-5)


def test_a_folder_with_another_plan_is_refused_before_anything_is_simulated(leading: api.Result) -> None:
    before = (leading.folder / "plan.yaml").read_bytes()
    with pytest.raises(InputError):
        api.run("baseline", output=leading.folder, to=2030, **SMALL)
    assert (leading.folder / "plan.yaml").read_bytes() == before


def test_a_run_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAIN, "run", LEADING, "--workers", "800000", "--quiet"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    time.sleep(4)
    assert process.poll() is None, "the run must still be busy, or this test proves nothing"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) != 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_wheel_runs_in_an_empty_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    empty = tmp_path / "empty"
    empty.mkdir()
    arguments = ["run", "baseline", "--workers", "300", "--to", "2012", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); {MAIN}", *arguments],
        cwd=empty,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(list(empty.glob("uitkomsten/baseline-*/result.nc"))) == 1


def test_an_empty_reform_with_an_alignment_is_exactly_zero_and_says_so(tmp_path: Path) -> None:
    scenario = tmp_path / "uitgelijnd.yaml"
    scenario.write_text(
        "title: Uitgelijnd\nrun: {alignment: wia_inflow_2006_2025, method: pair, to: 2030}\n", encoding="utf-8"
    )
    aligned = api.run(scenario, output=tmp_path / "met", **SMALL)  # type: ignore[arg-type]
    assert not aligned.dataset["effect"].any()
    assert aligned.dataset.attrs["alignment"] == "wia_inflow_2006_2025"
    assert "wia_inflow_2006_2025" in (aligned.folder / "cost_table.md").read_text(encoding="utf-8")
    plain = api.run("baseline", output=tmp_path / "zonder", to=2030, **SMALL)  # type: ignore[arg-type]
    assert "alignment" not in plain.dataset.attrs
    inflow = [result.dataset["wia_inflow"].sel(scenario="baseline") for result in (aligned, plain)]
    assert bool((inflow[0] != inflow[1]).any())
