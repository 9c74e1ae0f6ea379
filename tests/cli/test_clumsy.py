"""What a hurried user types: every mistake is told in one line, with exit code 2 and no traceback."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

HEADLINE = "advies_bedrijfsarts_leidend"
SMALL = ("--workers", "300", "--to", "2026")
FOLDERS = {
    "run": (HEADLINE, *SMALL, "--quiet"),
    "compare": (HEADLINE, "tweede_spoor_verbeterd", *SMALL, "--quiet"),
    "ensemble": (HEADLINE, *SMALL, "--quiet"),
    "sensitivity": (HEADLINE,),
    "groups": (HEADLINE,),
    "spread": (),
    "monitor": (),
    "validate": (),
    "calibrate": (),
}
"""Commands that write a folder, with what else they are asked."""
FILES = {"catalogue": (), "law": ("--markdown",)}
"""Commands that write a file."""


def told(run: Run, *arguments: str) -> str:
    """Return the line in which a command line is refused, without the warnings before it."""
    code, out, err = run(*arguments)
    lines = [line for line in err.splitlines() if not line.startswith("warning: ")]
    assert (code, out, len(lines)) == (2, "", 1), err
    return lines[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", FOLDERS)
def test_a_file_in_place_of_the_folder_is_refused(run: Run, file: Path, command: str):
    asked = (command, *FOLDERS[command], "--output")
    assert told(run, *asked, str(file)) == f"{file}: this is a file, not a folder; name a folder"
    assert told(run, *asked, str(file / "in")) == f"{file / 'in'}: file is a file, not a folder; name another place"
    assert file.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("command", FILES)
def test_a_folder_in_place_of_the_file_is_refused(run: Run, file: Path, command: str):
    asked = (command, *FILES[command], "--output")
    assert told(run, *asked, str(file.parent)) == f"{file.parent}: this is a folder, not a file; name a file"
    assert "file is a file, not a folder" in told(run, *asked, str(file / "in.md"))


@pytest.mark.parametrize("command", [*FOLDERS, *FILES])
def test_a_place_where_nothing_may_be_written_is_refused_before_anything_is_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
):
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    place = tmp_path / "out"
    line = told(run, command, *(FOLDERS | FILES)[command], "--output", str(place))
    assert line == f"{place}: nothing may be written in {tmp_path}; name another place"
    assert not place.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", HEADLINE], "did you mean 'check'?"),
        (["run"], "missing argument"),
        (["run", HEADLINE, "more"], "unexpected extra argument"),
        (["run", HEADLINE, "--worker", "3"], "--workers"),
        (["run", HEADLINE, "--threads", "0"], "--threads"),
        (["run", HEADLINE, "--workers", "-5"], "--workers"),
        (["run", HEADLINE, "--workers", "many"], "--workers"),
        (["run", HEADLINE, "--seed", "-1"], "--seed"),
        (["run", HEADLINE, "--to", "1990"], "--to 1990"),
        (["run", HEADLINE, "--lang", "de"], "choose from: nl, en"),
        (["run", HEADLINE, "--method", "gues"], "--method gues"),
        (["run", HEADLINE, "--responses", "ja"], "--responses ja"),
        (["run", HEADLINE, "--variant", "actuel"], "did you mean 'actueel'?"),
        (["run", "nowhere"], "there is no shipped scenario or file 'nowhere'"),
        (["run", "."], "is a folder, not a file"),
        (["compare", HEADLINE, "nowhere"], "there is no shipped scenario or file 'nowhere'"),
        (["table", "FILE"], "this folder holds no result"),
        (["report", "FILE"], "this folder holds no result"),
        (["explain", "FILE", "--worker", "0"], "this folder holds no result"),
        (["verify", "FILE"], "there is no such folder"),
        (["replay", "FILE"], "there is no such folder"),
        (["diff", HEADLINE, "FILE"], "FILE:1"),
        (["examples", "nowhere.yaml"], "does not exist"),
        (["examples", "."], "this is a folder, not a file"),
        (["calibrate", "--plan", "nowhere.yaml"], "does not exist"),
        (["spread", "--fit", "FILE"], "no fit"),
        (["law", "--output", "x.md"], "add --markdown"),
        (["init", "FILE"], "this is a file, not a folder"),
        (["init", "FILE/in"], "name another place"),
    ],
)
def test_a_mistake_is_told_in_one_line(run: Run, file: Path, arguments: list[str], said: str):
    line = told(run, *(each.replace("FILE", str(file)) for each in arguments))
    assert said.replace("FILE", str(file)).lower() in line.lower()


@pytest.mark.parametrize(
    "command", ["run", "compare", "ensemble", "sensitivity", "groups", "spread", "monitor", "validate"]
)
def test_an_unknown_language_is_refused(run: Run, command: str):
    line = told(run, command, *FOLDERS[command], "--lang", "de")
    assert line == "language 'de' is not known; choose from: nl, en"


def test_no_command_at_all_gives_the_help(run: Run):
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: poortwachter ")


def test_a_measure_in_the_working_folder_is_found_by_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("title: x\nlaw: {loonsanctie.maximum: {2028-01-01: 26}}\n", encoding="utf-8")
    assert "'nowhere'" in told(run, "compare", "mine.yaml", "nowhere")
    assert told(run, "compare", "mine.yml", HEADLINE) == f"there is no file {Path.cwd() / 'mine.yml'}"
