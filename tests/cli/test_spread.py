import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Run = Callable[..., tuple[int, str, str]]

PLAN = """\
run: {workers: 2000, seed: 1, check_workers: 2000, check_seed: 2, last_year: 2012, price_year: 2012, step: 0.3}
start: {wia.herstel_eerste_jaren: 0.045}
free:
  herstel: {multiplies: [wia.herstel_eerste_jaren], low: 0.4, high: 2.5}
targets:
  wia_outflow: {years: [2010, 2011], discrepancy: 0.05}
"""


@pytest.fixture
def fit(tmp_path: Path) -> Path:
    folder = tmp_path / "fit"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "covariance.csv").write_text(
        "name,log_factor,standard_error,kept,herstel\nherstel,0.1,0.2,0.5,1\n", encoding="utf-8"
    )
    return folder


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "draws.csv").read_text(encoding="utf-8").splitlines()))


def test_draws_are_written_beside_the_yardstick_and_come_back_the_same(tmp_path: Path, fit: Path, run: Run) -> None:
    for name in ("een", "twee"):
        code, _, err = run(
            "spread", "--draws", "3", "--workers", "400", "--fit", str(fit), "--output", str(tmp_path / name), "--quiet"
        )
        assert (code, err) == (0, "")
    found = rows(tmp_path / "een")
    assert [row["draw"] for row in found] == ["0", "1", "2", "3"]
    assert len({row["loonsanctie.causaal_aandeel"] for row in found}) == 4
    text = (tmp_path / "een" / "draws.md").read_text(encoding="utf-8")
    assert "Kamerbrief 2022" in text
    amounts = np.array([float(row["amount_eur_mln"]) for row in found[1:]])
    assert f"{np.median(amounts):.1f}".replace(".", ",").replace("-", "−") in text
    for name in ("draws.csv", "draws.md"):
        assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes()


def test_what_is_held_is_not_drawn(tmp_path: Path, fit: Path, run: Run) -> None:
    held = "loonsanctie.causaal_aandeel"
    options = ("--draws", "2", "--workers", "200", "--fit", str(fit), "--output", str(tmp_path / "uit"), "--hold", held)
    code, out, _ = run("spread", *options, "--lang", "en")
    assert (code, f"Not drawn: {held}" in out) == (0, True)
    assert held not in rows(tmp_path / "uit")[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--hold", "loonsanctie.causaal"], "no such parameter"),
        (["--fit", "nergens"], "no fit"),
        (["--lang", "de"], "language"),
    ],
)
def test_bad_options_give_exit_code_2(fit: Path, run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("spread", "--fit", str(fit), *arguments)
    assert (code, said in err, "Traceback" in err) == (2, True, False)
