from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_the_year_is_printed_and_everything_is_written(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "uit"
    code, out, err = run("monitor", "--workers", "2000", "--output", str(folder), "--lang", "en", "--year", "2024")
    assert (code, err) == (0, "")
    assert out.startswith("2024: ")
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.md", "table.csv", "sanctions.png", "sanctions.svg"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "de"], "language"),
        (["--workers", "0"], "workers"),
        (["--year", "2001"], "year"),
        (["bestaat_niet"], "there is no shipped scenario"),
        (["advies_bedrijfsarts_leidend", "--variant", "geen"], "there is no variant"),
    ],
)
def test_bad_options_give_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("monitor", *arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
