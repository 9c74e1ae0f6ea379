from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

HEADLINE = "advies_bedrijfsarts_leidend"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scheduler", "seriall"], "did you mean 'serial'?"),
        (["--address", "tcp://127.0.0.1:1"], "add --scheduler dask"),
        (["--draws", "1"], "--draws"),
        (["--replications", "0"], "--replications"),
        (["--lang", "de"], "language 'de' is not known"),
        (["--variant", "actuel"], "actueel"),
        (["--method", "guess"], "there is no such method"),
    ],
)
def test_bad_options_give_exit_code_2_and_no_traceback(tmp_path: Path, run: Run, arguments: list[str], said: str):
    code, out, err = run("ensemble", HEADLINE, "--output", str(tmp_path / "out"), "--quiet", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_is_refused_before_anything_is_done(tmp_path: Path, run: Run):
    (tmp_path / "mine.txt").write_text("x")
    few = ("--workers", "100", "--scheduler", "serial", "--quiet")
    code, _, err = run("ensemble", HEADLINE, "--output", str(tmp_path), *few)
    assert code == 2
    assert "holds files but no ensemble" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_small_ensemble_is_printed_and_written(tmp_path: Path, run: Run):
    options = ("--draws", "2", "--workers", "300", "--to", "2026", "--scheduler", "serial", "--lang", "en")
    code, out, err = run("ensemble", HEADLINE, "--output", str(tmp_path), *options)
    assert code == 0
    assert "2 draws of behaviour" in out
    assert "Draws" not in err
    assert {path.name for path in tmp_path.iterdir()} == {
        *("ensemble.nc", "ensemble.csv", "ensemble.md", "ensemble.yaml", "plan.yaml", "parts", "figures")
    }
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {"range_wia.png", "range_wia.svg"}
    assert (tmp_path / "ensemble.md").read_text(encoding="utf-8") in out
