"""Open what was written in the programs that readers use; skipped, with the reason, where a program is absent."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from poortwachter.report.documents.formats import contents
from report.documents.sample import sample

pytestmark = [pytest.mark.needs_program, pytest.mark.slow]

SECONDS = 300


def program(*names: str) -> str:
    """Return the path of the first program that is present, or skip the test."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed")
    return found


def call(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def converted(folder: Path, *, kind: str, to: str) -> Path:
    office = program("soffice", "libreoffice")
    (folder / f"tabel.{kind}").write_bytes(contents(sample(), kind=kind)["table"])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call(office, "--headless", profile, "--convert-to", to, f"tabel.{kind}", folder=folder)
    return folder / f"tabel.{to.partition(':')[0]}"


def text_of(pdf: Path) -> str:
    reader = program("pdftotext")
    call(reader, "-layout", str(pdf), "tabel.txt", folder=pdf.parent)
    return (pdf.parent / "tabel.txt").read_text(encoding="utf-8")


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_the_word_document_opens_in_libreoffice_with_its_table(tmp_path: Path) -> None:
    text = words_of(text_of(converted(tmp_path, kind="docx", to="pdf")))
    assert "Totaal uitgaven 0 11 1.234" in text
    assert "Tabel 1. Budgettaire gevolgen" in text
    assert "Pagina 1 van 2" in text


def test_the_workbook_opens_in_libreoffice_with_numbers(tmp_path: Path) -> None:
    made = converted(tmp_path, kind="xlsx", to="csv:Text - txt - csv (StarCalc):44,34,76,1")
    with made.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row for row in csv.reader(file)}
    assert rows["Totaal uitgaven"][3:6] == ["0", "11", "1,234"]


@pytest.mark.parametrize("compiler", ["pdflatex", "lualatex"])
def test_the_latex_compiles_in_one_go(tmp_path: Path, compiler: str) -> None:
    found = program(compiler)
    (tmp_path / "tabel.tex").write_bytes(contents(sample(), kind="tex")["table"])
    call(found, "-interaction=nonstopmode", "-halt-on-error", "tabel.tex", folder=tmp_path)
    text = words_of(text_of(tmp_path / "tabel.pdf"))
    assert "Totaal uitgaven 0 11 1.234" in text
    assert "Overfull" not in (tmp_path / "tabel.log").read_text(encoding="utf-8", errors="replace")


def test_the_page_prints_from_a_browser(tmp_path: Path) -> None:
    browser = program("chromium", "chromium-browser", "google-chrome")
    (tmp_path / "tabel.html").write_bytes(contents(sample(), kind="html")["table"])
    page = (tmp_path / "tabel.html").as_uri()
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    call(browser, *quiet, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'tabel.pdf'}", page, folder=tmp_path)
    assert "Totaal uitgaven 0 11 1.234" in words_of(text_of(tmp_path / "tabel.pdf"))
