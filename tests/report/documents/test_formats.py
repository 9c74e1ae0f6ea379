import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from poortwachter.primitives.errors import InputError
from poortwachter.report.documents import word
from poortwachter.report.documents.excel import _read
from poortwachter.report.documents.formats import FORMATS, contents, render
from poortwachter.report.documents.latex import escaped
from poortwachter.report.documents.packed import packed
from poortwachter.report.documents.page import fragment
from poortwachter.report.documents.styles import own_template
from poortwachter.report.words import load_words
from report.documents.golden import FOLDER, everything, word_text
from report.documents.sample import sample

WORDS = load_words("nl", also="annex")


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def template_with(*texts: str) -> bytes:
    import docx

    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_every_format_holds_what_its_golden_file_says() -> None:
    found = everything()
    assert {path.name for path in FOLDER.iterdir()} == set(found)
    for name, text in found.items():
        assert text.encode() == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_document_gives_the_same_bytes_at_another_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = contents(sample(), kind=kind)
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert contents(sample(), kind=kind) == first


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_part_of_an_archive_says_when_it_was_made(kind: str) -> None:
    (content,) = contents(sample(), kind=kind).values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert set(re.findall(r"\b20[2-9]\d-\d\d-\d\d", archive.read("docProps/core.xml").decode())) == set()
    assert packed(content) == content


def test_the_word_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    body = part_of(contents(sample(), kind="docx")["table"], "word/document.xml")
    table = body[body.index("<w:tbl>") : body.index("</w:tbl>")]
    assert table.count("w:tblHeader") == 1
    assert table.index("w:tblHeader") < table.index("Uitkeringslasten")
    assert table.count("w:cantSplit") == table.count("<w:tr>") - 1
    assert "SEQ Tabel" in body[: body.index("<w:tbl>")]
    assert "w:tblDescription" in table


def test_many_columns_turn_the_page_of_our_own_template_on_its_side() -> None:
    for columns, turned in ((3, False), (word.WIDE + 1, True)):
        body = part_of(contents(sample(columns=columns), kind="docx")["table"], "word/document.xml")
        assert ('w:orient="landscape"' in body) == turned
        latex = contents(sample(columns=columns), kind="tex")["table"].decode()
        assert ("landscape" in latex) == turned


def test_a_template_of_another_house_keeps_its_own_text_around_the_table(tmp_path: Path) -> None:
    template = tmp_path / "huis.docx"
    template.write_bytes(
        template_with("Ministerie", "Over {{ title }}, prijzen {{ price_year }}", "{{ table }}", "Slot")
    )
    text = word_text(contents(sample(), kind="docx", template=template)["table"])
    assert text.index("Ministerie") < text.index("prijzen 2022") < text.index("Totaal uitgaven") < text.index("Slot")
    assert 'bedrijfsarts: "leidend" & <dwingend>' in text
    assert "Eerste orde of gedrag" not in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"geen Word", "no Word file"),
        (template_with("niets"), "no paragraph holds {{ table }}"),
        (template_with("tabel: {{ table }}"), "no paragraph holds {{ table }}"),
        (template_with("{{ table }}", "{{ tabel }}"), "no field 'tabel'"),
        (template_with("{{ table }}", "{{ annex }}", "{{ annex }}"), "{{ annex }} must stand once"),
        (template_with("{{ table }}", "{{ title"), "cannot be read"),
        (template_with("{{ table }}", "{{ ''.__class__.mro() }}"), "cannot be read"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    template = tmp_path / "huis.docx"
    template.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(said)):
        contents(sample(), kind="docx", template=template)


def test_our_own_template_can_be_the_start_of_another(tmp_path: Path) -> None:
    template = tmp_path / "sjabloon.docx"
    template.write_bytes(own_template(WORDS))
    own = contents(sample(), kind="docx")["table"]
    assert word_text(contents(sample(), kind="docx", template=template)["table"]) == word_text(own)


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("nl", "19.526", (19_526.0, "#,##0")),
        ("nl", "−1.234,50", (-1_234.5, "#,##0.00")),
        ("nl", "0,38", (0.38, "0.00")),
        ("nl", "2040", (2040.0, "0")),
        ("en", "1,234.5", (1_234.5, "#,##0.0")),
        ("nl", "4 (0,64)", ("4 (0,64)", "General")),
        ("nl", "1.8.2", ("1.8.2", "General")),
        ("nl", "", ("", "General")),
    ],
)
def test_a_number_in_words_is_a_number_in_excel(language: str, text: str, read: tuple[object, str]) -> None:
    assert _read(text, words=load_words(language)) == read


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_number_of_the_sheet_of_the_table_is_text(language: str) -> None:
    sheet = load_workbook(io.BytesIO(contents(sample(language), kind="xlsx")["table"])).worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [text for text in texts if not isinstance(_read(text, words=load_words(language))[0], str)] == []


def test_amounts_in_excel_are_numbers_and_text_is_never_a_formula() -> None:
    book = load_workbook(io.BytesIO(contents(sample(), kind="xlsx")["table"]))
    table = book["Tabel"]
    amounts = [cell.value for row in table["D5:F11"] for cell in row]
    assert sum(isinstance(amount, int | float) for amount in amounts) == len(amounts) - 1
    assert table.freeze_panes == "D5"
    assert table.print_title_rows == "$4:$4"
    assert all(sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0 for sheet in book)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    exact = book["Onafgerond"]["D3"].value
    assert exact == 12.3456789


def test_a_page_asks_nothing_of_the_network_and_escapes_what_it_shows() -> None:
    text = contents(sample(), kind="html")["table"].decode()
    assert not re.search(r"(src|href)\s*=|@import|url\(|<script", text)
    assert "<dwingend>" not in text
    assert "&lt;dwingend&gt;" in text
    assert '<html lang="nl">' in text
    assert fragment(sample()).count("<table") == 1


def test_signs_that_mean_something_to_latex_are_escaped() -> None:
    assert escaped("50% & € 5_0 − {x} #1") == r"50\% \& \texteuro{} 5\_\allowbreak{}0 $-$ \{x\} \#1"
    assert escaped("zie https://example.org/a_b%20c nu") == r"zie \url{https://example.org/a_b\%20c} nu"


def test_nothing_is_written_when_one_format_fails(tmp_path: Path) -> None:
    template = tmp_path / "huis.docx"
    template.write_bytes(b"geen Word")
    with pytest.raises(InputError):
        render(sample(), formats=("md", "docx"), target=tmp_path / "uit", template=template)
    assert not (tmp_path / "uit").exists()


def test_one_format_can_go_to_a_file_of_any_name(tmp_path: Path) -> None:
    files = render(sample(), formats=("csv",), target=tmp_path / "bijlage.csv")
    assert [path.name for path in files] == ["bijlage.csv", "bijlage-verantwoording.csv"]
    assert [path.name for path in render(sample("en"), formats=("docx",), target=tmp_path)] == ["table.docx"]
