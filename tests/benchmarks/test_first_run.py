import json
import shlex
from pathlib import Path

import pytest
import typer

from benchmarks.first_run import README, STORED, Timed, commands, headline, told
from poortwachter.cli.main import app
from poortwachter.scenario.load import load
from poortwachter.tables import table
from report.whole import whole_folder


def first() -> list[str]:
    return commands(README.read_text(encoding="utf-8"))


def test_a_newcomer_has_a_word_table_in_three_commands() -> None:
    install, run, tabled = map(shlex.split, first())
    assert install == ["pip", "install", "."]
    group = typer.main.get_command(app)
    for command, verb in ((run, "run"), (tabled, "table")):
        assert command[:2] == ["poortwachter", verb]
        found = group.commands[verb].make_context(verb, command[2:])  # type: ignore[attr-defined]
        assert load(found.params["scenario" if verb == "run" else "result"]).name == command[2]
    assert "docx" in found.params["formats"]


def test_the_stored_times_are_of_the_commands_that_the_readme_tells() -> None:
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert list(stored["seconds"]) == first()
    assert "/" not in stored["machine"]


def test_a_readme_without_the_section_is_told() -> None:
    with pytest.raises(SystemExit, match="First run"):
        commands("# x\n\n```\npip install .\n```\n")


def test_the_headline_of_the_document_is_held_against_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.first_run._open", lambda document: None)
    folder = whole_folder(tmp_path / "uit")
    (document,) = table(folder, formats=("docx",)).files
    assert headline(document)[-1].startswith("56")
    csv = folder / "cost_table.csv"
    csv.write_text(csv.read_text(encoding="utf-8").replace("wia_benefits,structureel,56", "wia_benefits,structureel,9"))
    with pytest.raises(SystemExit, match="does not give the headline"):
        headline(document)


def test_the_total_says_whether_it_stays_within_the_limit() -> None:
    assert "within 5 minutes" in told([Timed("a", 100), Timed("b", 150)])
    assert "NOT within" in told([Timed("a", 100), Timed("b", 250)])
