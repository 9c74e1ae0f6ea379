"""The documents of a divided package are made of its folder alone, and all say the same."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from poortwachter.api import compare
from poortwachter.primitives.errors import InputError
from poortwachter.report.documents.formats import FORMATS
from poortwachter.tables import table

MEASURES = ("advies_bedrijfsarts_leidend", "vijfjaarsregel", "scholing_wga")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("package") / "uit"
    compare(*MEASURES, workers=500, to=2030, output=place)
    return place


def test_every_format_is_made_of_the_folder_alone(folder: Path, tmp_path: Path) -> None:
    made = table(folder, formats=FORMATS, output=tmp_path)
    assert {path.suffix for path in made.files} == {f".{kind}" for kind in FORMATS}
    compared = (folder / "package_table.md").read_text(encoding="utf-8")
    document = (tmp_path / "tabel.md").read_text(encoding="utf-8")
    assert document.startswith(compared)
    assert "wga.vijfjaarsregel" in document.removeprefix(compared), "the annex says what changes"
    assert "Geen reactie" in document or "geen reactie" in document


def test_amounts_are_numbers_that_add_up_to_the_package(folder: Path, tmp_path: Path) -> None:
    table(folder, formats=("xlsx", "csv"), output=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "tabel.xlsx")
    rows: list[list[Any]] = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=5, max_row=9)]
    *parts, interaction, whole = ([*row[3:9]] for row in rows)
    for column in (2, 4):
        assert sum(row[column] for row in parts) == pytest.approx(whole[column], abs=1e-9)
    assert sum(row[0] for row in parts) + interaction[0] == pytest.approx(whole[0], abs=1e-9)
    assert not interaction[2]
    with (tmp_path / "tabel.csv").open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file, delimiter=";"))
    assert [float(cell.replace(",", ".")) for cell in read[1][4:10]] == pytest.approx(parts[0], abs=0.05)
    bare = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    whole_settled = [row for row in bare if row[0] == "wia_benefits" and row[2] == "structureel"][-2]
    assert whole_settled[3] == pytest.approx(whole[0], abs=0.05)


def test_years_are_chosen_and_rows_and_prices_are_refused(folder: Path) -> None:
    document = table(folder, years="2024-2026", lang="en").document
    by_year = document.letter.notes[4].table
    assert by_year[0][1:] == ("2024", "2025", "2026")
    with pytest.raises(InputError) as refused:
        table(folder, rows=("iva",), price_level=2020)
    assert [problem.what for problem in refused.value.problems] == [
        "--rows: the table of a package has none to choose",
        "--price-level: the table of a package has none to choose",
    ]
    with pytest.raises(InputError, match="--years: there is no 2031"):
        table(folder, years="2031")
