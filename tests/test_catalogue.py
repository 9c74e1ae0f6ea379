"""The list of shipped scenarios: what it must hold, and that it is not stale."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from poortwachter.cli.main import app
from poortwachter.primitives.files import shipped
from poortwachter.report.catalogue import markdown, without_amounts
from poortwachter.report.words import load_words
from poortwachter.results.catalogue import Amounts, Made, read_header
from poortwachter.scenario.load import shipped_scenarios
from poortwachter.study import catalogue

PAGE: Final = shipped("scenarios") / "README.md"
MAKE: Final = "the list is stale: run `poortwachter catalogue --workers N`, with as many workers as it says"
EN: Final = load_words("en", also="catalogue")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_list_holds_exactly_the_shipped_scenarios(page: str) -> None:
    listed = re.findall(r"^\| `(\w+)`<br>", page, flags=re.MULTILINE)
    assert sorted(listed) == sorted(set(shipped_scenarios()) - {"baseline"}), MAKE


def test_the_list_says_with_how_many_workers_which_seed_and_which_version_it_was_made(page: str) -> None:
    made = read_header(page)
    assert made is not None, MAKE
    assert made.workers >= 20_000
    assert re.fullmatch(r"\d+(\.\w+)+", made.version)
    assert f"--workers {made.workers}`" in page


def test_the_list_is_what_the_scenarios_say_and_rests_on_the_parameters_of_now(page: str) -> None:
    made = read_header(page)
    assert made is not None, MAKE
    now = made._replace(basis=catalogue.basis())
    entries = [catalogue.described(name) for name in catalogue.names()]
    assert without_amounts(page) == without_amounts(markdown(entries, made=now, words=EN)), MAKE


def test_every_row_has_both_amounts_with_an_error(page: str) -> None:
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    for row in rows:
        for cell in (row[4], row[5]):
            assert re.fullmatch(r" -?[\d,]+\.\d \([\d,]+\.\d\) ", cell.replace("\u2212", "-")), (row[1], cell, MAKE)


def test_only_the_amounts_are_left_out_of_the_comparison() -> None:
    entry = catalogue.described("vijfjaarsregel")
    made = Made(20_000, 1, "0.1.0", "ab12")

    def page_of(**changes: object) -> str:
        return without_amounts(markdown([replace(entry, **changes)], made=made, words=EN))  # type: ignore[arg-type]

    assert page_of() == page_of(amounts=Amounts(1.0, 0.1, -2.0, 0.2))
    assert page_of() != page_of(yardstick="60 EUR mln")
    assert page_of() != page_of(lever=())
    assert "no published yardstick" in page_of(yardstick="")


def test_a_response_that_nobody_measured_is_listed_and_one_measured_as_none_is_not() -> None:
    assert catalogue.described("vijfjaarsregel").unmeasured
    assert catalogue.described("norisk_tweede_spoor").unmeasured == ()
    assert len(catalogue.described("campagne_loondoorbetaling").unmeasured) == 2
    assert catalogue.described("campagne_loondoorbetaling").lever == (
        "tweede_spoor.extra_gestart",
        "verzuimverzekering.extra_verzekerd",
    )


def test_the_basis_moves_with_a_scenario_and_with_the_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    for names in (("vijfjaarsregel",), ("visie_werknemer",)):
        monkeypatch.setattr(catalogue, "names", lambda names=names: names)
        found.append(catalogue.basis())
    assert catalogue.basis() == found[-1]
    monkeypatch.setattr(catalogue, "fingerprint", lambda parameters: "others")
    assert len({*found, catalogue.basis()}) == 3


def test_the_command_runs_what_is_listed_and_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "names", lambda: ("scholing_wga", "tegemoetkoming_kleine_werkgevers"))
    path = tmp_path / "lijst" / "README.md"
    done = CliRunner().invoke(app, ["catalogue", "--workers", "300", "--output", str(path)])
    assert done.exit_code == 0, done.output
    text = path.read_text(encoding="utf-8")
    assert read_header(text) is not None
    assert "300 workers in work" in text
    assert "## Measures" in text
    assert "## Letters" not in text
    assert re.search(r"`scholing_wga`.*\| 0\.0 \(0\.0\) \| 0\.0 \(0\.0\) \|", text)


def test_a_folder_is_refused_as_the_file_of_the_list(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["catalogue", "--output", str(tmp_path)])
    assert done.exit_code != 0
