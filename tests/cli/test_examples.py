import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import poortwachter.primitives.compiled  # noqa: F401  (numba is loaded here, so that the command leaves it compiling)

Run = Callable[..., tuple[int, str, str]]

RIGHT = """\
- id: A
  topic: maandloon
  inputs: {dagloon: 50}
  expected: {maandloon: 1087.5}
  usable_as_test: 'yes'
"""
WRONG = RIGHT.replace("1087.5", "1087.49").replace("id: A", "id: B")
INFORMATION = WRONG.replace("'yes'", "'no'")
UNKNOWN_INPUT = RIGHT.replace("dagloon", "dagloon: 50, weekloon")
BEYOND = RIGHT.replace("maandloon\n", "dagloon Toeslagenwet\n", 1)


@pytest.mark.parametrize(
    ("text", "code", "last"),
    [
        (RIGHT, 0, "1 of 1 reproduced, 0 out of scope"),
        (RIGHT + WRONG, 1, "1 of 2 reproduced, 0 out of scope"),
        (RIGHT + INFORMATION, 0, "1 of 1 reproduced, 0 out of scope"),
        (RIGHT + UNKNOWN_INPUT, 1, "1 of 2 reproduced, 0 out of scope"),
        (UNKNOWN_INPUT.replace("'yes'", "'no'"), 0, "0 of 0 reproduced, 0 out of scope"),
        (RIGHT + BEYOND, 0, "1 of 1 reproduced, 1 out of scope"),
    ],
)
def test_only_usable_examples_decide_the_exit_code(
    tmp_path: Path,
    run: Run,
    text: str,
    code: int,
    last: str,
):
    path = tmp_path / "examples.yaml"
    path.write_text(text, encoding="utf-8")
    found, out, err = run("examples", str(path))
    assert (found, out.splitlines()[-1], err) == (code, last, "")


def test_expected_computed_and_difference_are_printed(tmp_path: Path, run: Run):
    path = tmp_path / "examples.yaml"
    path.write_text(WRONG + BEYOND, encoding="utf-8")
    _, out, _ = run("examples", str(path))
    lines = [line.split() for line in out.splitlines()]
    assert ["B", "maandloon:", "DIFFERS"] in lines
    assert ["expected", "computed", "difference"] in lines
    assert ["maandloon", "1087.49", "1087.50", "0.01"] in lines
    assert "dagloon Toeslagenwet (A)" in out


@pytest.mark.parametrize(
    ("text", "places"),
    [("- id: A\n- id: B\n", ["1:3"] * 4 + ["3:3"] * 4), ("- id: [\n", ["2:1"]), ("a: 1\n", ["1:1"]), ("", ["1"])],
)
def test_a_file_that_is_no_file_of_examples_gives_exit_code_2_and_no_traceback(
    tmp_path: Path, run: Run, text: str, places: list[str]
):
    path = tmp_path / "examples.yaml"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("examples", str(path))
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.splitlines()) == len(places)


@pytest.mark.parametrize("arguments", [["nowhere.yaml"], [], ["--topic"]])
def test_bad_input_gives_exit_code_2(run: Run, arguments: list[str]):
    code, _, err = run("examples", *arguments)
    assert code == 2
    assert err
    assert "Traceback" not in err


def test_the_published_list_is_printed_on_request(run: Run):
    code, out, _ = run("examples", "--topics")
    assert code == 0
    assert "### LAU/VVU inkomenseis en klasse" in out
    assert "| `inkomen_maand` | EUR/maand |" in out


def test_the_command_compiles_nothing(tmp_path: Path):
    path = tmp_path / "examples.yaml"
    path.write_text(WRONG, encoding="utf-8")
    code = (
        "import sys\nfrom poortwachter.cli.main import main\n"
        f"sys.argv = ['poortwachter', 'examples', {str(path)!r}]\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    print(stop.code)\n"
        "from poortwachter.law.rules.wga import lgu\nprint(type(lgu).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["1", "function"]
