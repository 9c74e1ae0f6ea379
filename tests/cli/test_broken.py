"""A corpus of broken scenarios: every one is refused with exit code 2, at its line, with what to write instead."""

import os
import re
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from poortwachter.primitives.yaml import MAX_BYTES, plain, read_yaml

Run = Callable[..., tuple[int, str, str]]
CORPUS = Path(__file__).parents[1] / "scenario" / "broken"
EXPECTED: dict[str, dict[str, Any]] = plain(read_yaml(CORPUS.with_suffix(".yaml"))[0])
SAID = re.compile(r"^(?P<file>.*?)(:(?P<line>\d+)(:\d+)?)?: (?P<what>.*?)(; (?P<advice>.*))?$")


def problems(err: str) -> list[dict[str, str]]:
    """Return file, line, what and advice of every problem on the error stream; a missing part is empty."""
    found = [SAID.match(line) for line in err.splitlines()]
    assert None not in found, err
    return [{name: part or "" for name, part in match.groupdict().items()} for match in found if match]


def test_the_corpus_and_its_index_name_the_same_files():
    assert {path.stem for path in CORPUS.iterdir()} == set(EXPECTED)
    assert len(EXPECTED) >= 60
    assert all(each.keys() & {"says", "near"} for each in EXPECTED.values())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_scenario_is_refused_at_its_lines_with_what_to_write_instead(run: Run, name: str):
    expected = EXPECTED[name]
    code, out, err = run("check", str(CORPUS / f"{name}.yaml"))
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    told = problems(err)
    if expected["lines"]:
        assert [int(each["line"]) for each in told] == expected["lines"], err
    assert any(expected.get("says", "") in f"{each['what']}; {each['advice']}" for each in told), err
    assert any(expected.get("near", "") in each["advice"] for each in told), err


@pytest.mark.parametrize("command", ["run", "check"])
def test_every_command_that_takes_a_scenario_refuses_it_alike(run: Run, command: str):
    code, out, err = run(command, str(CORPUS / "decimal_comma.yaml"))
    assert (code, out) == (2, "")
    assert problems(err)[0]["line"] == "6"


def test_a_problem_in_an_extended_file_names_that_file(run: Run):
    _, _, err = run("check", str(CORPUS / "extends_a_broken_file.yaml"))
    assert Path(problems(err)[0]["file"]).name == "decimal_comma.yaml"


def test_a_file_of_100_mb_is_refused_before_it_is_read_whole(tmp_path: Path, run: Run):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.write(b"title: x\n")
        file.truncate(100 * 1024**2)
    run("check", str(CORPUS / "empty.yaml"))  # loads what every check loads
    tracemalloc.start()
    code, _, err = run("check", str(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (code, err.count("\n")) == (2, 1)
    assert "larger than" in err
    assert peak < 20 * MAX_BYTES


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "none.yaml", "folder/none.yaml", "~nobody_of_that_name/x.yaml", "x" * 5000, "a\0b", "folder", "/"],
)
def test_what_is_no_file_is_refused(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    code, out, err = run("check", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Traceback" not in err
    path = tmp_path / "s.yaml"
    path.write_text(f"title: x\nextends: {name!r}\n".replace("\\x00", "_"), encoding="utf-8")
    code, _, err = run("check", str(path))
    assert (code, [each["line"] for each in problems(err)]) == (2, ["2"])


def test_a_link_to_nothing_or_to_itself_is_refused(tmp_path: Path, run: Run):
    for name, target in (("nothing.yaml", "none"), ("itself.yaml", "itself.yaml")):
        (tmp_path / name).symlink_to(tmp_path / target)
        code, _, err = run("check", str(tmp_path / name))
        assert (code, err.count("\n")) == (2, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is denied to root")
def test_a_file_without_permission_is_refused(tmp_path: Path, run: Run):
    path = tmp_path / "closed.yaml"
    path.write_text("title: x\n", encoding="utf-8")
    path.chmod(0)
    code, _, err = run("check", str(path))
    assert (code, "cannot be read" in err) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens but cannot be read")
def test_a_file_that_the_system_will_not_read_is_refused(run: Run):
    code, _, err = run("check", "/proc/self/mem")
    assert (code, "cannot be read" in err) == (2, True)


GROUND = "law:\n  riv_toets.grond_bedrijfsarts_toetsbaar: {2028-01-01: false}\n"

SOUND = {
    "a byte order mark": b"\xef\xbb\xbftitle: x\n" + GROUND.encode(),
    "lines that end as on Windows": b"title: x\r\n" + GROUND.replace("\n", "\r\n").encode(),
    "a byte order mark and lines as on Windows": b"\xef\xbb\xbftitle: x\r\n" + GROUND.replace("\n", "\r\n").encode(),
    "lines that end as on old Macs": b"title: x\r" + GROUND.replace("\n", "\r").encode(),
    "no end of line at the end": b"title: x\n" + GROUND.strip().encode(),
    "spaces at the end of lines": b"title: x   \n" + GROUND.replace("\n", "  \n").encode(),
    "a document start and end": b"---\ntitle: x\n" + GROUND.encode() + b"...\n",
    "the version of YAML": b"%YAML 1.2\n---\ntitle: x\n" + GROUND.encode(),
    "JSON": b'{"title": "x", "law": {"riv_toets.grond_bedrijfsarts_toetsbaar": {2028-01-01: false}}}',
    "keys between quotes": b"'title': x\n\"law\":\n  'riv_toets.grond_bedrijfsarts_toetsbaar': {2028-01-01: false}\n",
    "accents and other scripts": "title: één π 中 🙂\n".encode() + GROUND.encode(),
    "a key of one space more": b"title: x\n" + GROUND.replace("  riv", "    riv").encode(),
    "an alias": b"title: x\nvariants:\n  a: {law: &l {riv_toets.grond_bedrijfsarts_toetsbaar: {2028-01-01: false}}}\n"
    b"law: *l\n",
    "False with a capital": b"title: x\n" + GROUND.replace("false", "False").encode(),
    "a layer left empty": b"title: x\nbehaviour:\n" + GROUND.encode(),
}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND.keys())
def test_a_sound_scenario_is_accepted_however_it_was_saved(tmp_path: Path, run: Run, content: bytes):
    path = tmp_path / "s.yaml"
    path.write_bytes(content)
    code, out, err = run("check", str(path))
    assert code == 0, err
    assert "riv_toets.grond_bedrijfsarts_toetsbaar  from 2028-01-01: true -> false" in out
