from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
HEADLINE = "advies_bedrijfsarts_leidend"


def test_the_amounts_are_printed_and_everything_is_written(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "uit"
    code, out, err = run("groups", HEADLINE, "--workers", "1000", "--output", str(folder), "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Workers: ")
    assert {path.name for path in folder.iterdir()} == {"groups.md", "groups.csv", "gains.png", "gains.svg"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([HEADLINE, "--lang", "de"], "language"),
        ([HEADLINE, "--workers", "0"], "workers"),
        ([HEADLINE, "--method", "fast"], "method"),
        (["bestaat_niet"], "there is no shipped scenario"),
        ([HEADLINE, "--variant", "geen"], "there is no variant"),
        (["baseline"], "changes nothing"),
    ],
)
def test_bad_options_give_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("groups", *arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
