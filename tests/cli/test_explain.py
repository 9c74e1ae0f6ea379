from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, plan_yaml, resolve

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uit")
    resolved = resolve(load("advies_bedrijfsarts_leidend"), RunOptions(workers=2_000, to=2030))
    (folder / "plan.yaml").write_text(plan_yaml(resolved), encoding="utf-8")
    return folder


def test_a_life_is_printed(result: Path, run: Run) -> None:
    code, out, err = run("explain", str(result), "--worker", "3", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("The life of worker 3 ")
    assert "add up to the cent" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give either --worker N or --affected K"),
        (["--worker", "1", "--affected", "0"], "give either"),
        (["--worker", "-1"], "choose from 0 to"),
        (["--worker", "1", "--lang", "de"], "language"),
    ],
)
def test_bad_options_give_exit_code_2(
    result: Path,
    run: Run,
    arguments: list[str],
    said: str,
) -> None:
    code, out, err = run("explain", str(result), *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_folder_without_a_result_gives_exit_code_2(tmp_path: Path, run: Run) -> None:
    code, _, err = run("explain", str(tmp_path), "--worker", "1")
    assert code == 2
    assert "holds no result" in err
