from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter import api

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("uit") / "basis"
    return api.run("baseline", workers=300, to=2012, output=place, figures=False).folder


def test_a_result_is_verified_with_exit_code_0_and_damage_named_with_1(folder: Path, run: Run):
    assert run("verify", str(folder)) == (0, "All 4 files are as they were written.\n", "")
    table = folder / "cost_table.md"
    written = table.read_bytes()
    table.write_bytes(written.replace(b"0", b"1", 1))
    try:
        code, out, err = run("verify", str(folder))
    finally:
        table.write_bytes(written)
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        f"{table}: not the bytes that were written",
        "1 of 4 files differ from what was written.",
    ]


def test_a_result_is_replayed_with_exit_code_0_and_another_outcome_with_1(folder: Path, run: Run):
    code, out, err = run("replay", str(folder), "--threads", "1")
    assert (code, err) == (0, "")
    assert out.startswith("The same content: ")
    plan = folder / "plan.yaml"
    written = plan.read_text(encoding="utf-8")
    plan.write_text(written.replace("workers: 300", "workers: 301"), encoding="utf-8")
    try:
        code, out, err = run("replay", str(folder))
    finally:
        plan.write_text(written, encoding="utf-8")
    assert (code, err) == (1, "")
    assert out.splitlines()[0].startswith("Another content: ")
    assert out.splitlines()[-2:][0] == "What may be the reason:"
    assert out.splitlines()[-1].startswith("  plan: ")


@pytest.mark.parametrize("command", ["verify", "replay"])
def test_what_is_no_result_is_bad_input(tmp_path: Path, run: Run, command: str):
    for place in (tmp_path, tmp_path / "none"):
        code, out, err = run(command, str(place))
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "Traceback" not in err
