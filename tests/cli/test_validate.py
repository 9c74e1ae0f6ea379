from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_gates_are_printed_and_everything_is_written(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "uit"
    code, out, err = run("validate", "--workers", "2000", "--output", str(folder), "--lang", "en")
    assert (code, err) == (0, "")
    assert "fail" in out
    assert "gates passed." in out
    names = {path.name for path in folder.iterdir()}
    assert {"report.md", "table.csv", "stocks.png", "money.svg"} <= names
    assert not [name for name in names if name.startswith(".")]


def test_help_says_that_failing_gates_do_not_fail_the_command(run: Run) -> None:
    code, out, _ = run("validate", "--help")
    assert code == 0
    assert "exit code is 0 where gates fail" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--lang", "de"], "language"), (["--workers", "0"], "workers")],
)
def test_bad_options_give_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("validate", *arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
