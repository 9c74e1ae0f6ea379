from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter.results.newest import usual_folder
from report.whole import whole_folder

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "uitkomsten: no result is kept here; run a scenario first"),
        (["advies_bedrijfsarts_leidend"], "first: poortwachter run advies_bedrijfsarts_leidend"),
        (["NERGENS"], "holds no result"),
        (["NERGENS", "--format", "pdf,docx"], "--format pdf: there is no such format"),
        (["NERGENS", "--years", "27"], "no year or range"),
        (["NERGENS", "--rows", "totaal"], "did you mean 'total'?"),
        (["NERGENS", "--template", "geen.docx"], "there is no such file"),
    ],
)
def test_bad_input_gives_exit_code_2(
    run: Run, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("table", *(str(tmp_path) if each == "NERGENS" else each for each in arguments))
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_what_is_written_is_printed_and_stands_in_the_result_folder(run: Run, tmp_path: Path) -> None:
    folder = whole_folder(tmp_path / "uit")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    code, out, err = run("table", str(folder), "--format", "docx,csv", "--lang", "en", "--years", "2025-2027,2040")
    assert (code, err) == (0, "")
    names = ["table.docx", "table.csv", "annex.csv"]
    assert out.splitlines() == [str(folder / "documents" / name) for name in names]
    assert "2025,2026,2027,2040,structural" in (folder / "documents" / "table.csv").read_text(encoding="utf-8")
    code, out, err = run("report", str(folder), "--output", str(tmp_path / "blad.html"))
    assert (code, out, err) == (0, f"{tmp_path / 'blad.html'}\n", "")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("asked", [(), ("advies_bedrijfsarts_leidend",)])
def test_a_newcomer_need_not_name_the_folder(
    run: Run, asked: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = whole_folder(usual_folder("advies_bedrijfsarts_leidend", plan_hash="0123456789abcdef"))
    assert run("table", *asked) == (0, f"{folder / 'documents' / 'tabel.docx'}\n", "")
    assert run("report", *asked) == (0, f"{folder / 'documents' / 'rapport.html'}\n", "")
    assert f"{folder / 'plan.yaml'}: " in run("verify", *asked)[1]  # its hash is none


def test_our_template_can_be_written_to_start_from(run: Run, tmp_path: Path) -> None:
    import docx

    path = tmp_path / "sjabloon.docx"
    assert run("table", "--write-template", str(path)) == (0, f"{path}\n", "")
    assert "{{ table }}" in [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
