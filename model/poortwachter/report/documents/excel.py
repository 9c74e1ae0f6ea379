"""Make an Excel workbook: the table as typed numbers, the unrounded figures, the assumptions, the provenance."""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from poortwachter.report.documents.document import Carrying, Document
from poortwachter.report.documents.packed import packed
from poortwachter.report.letter import BOLD, Note, Row

WHOLE: Final = "#,##0;-#,##0;0"
"""Format of a rounded amount; the reader's own language sets its signs."""
EXACT: Final = "#,##0.000"
GENERAL: Final = "General"

FONT: Final = "Arial"
PLAIN: Final = Font(name=FONT, size=9)
STRONG: Final = Font(name=FONT, size=9, bold=True)
HEADING: Final = Font(name=FONT, size=11, bold=True)
SMALL: Final = Font(name=FONT, size=8)
RULE: Final = Side(style="medium", color="000000")
HAIR: Final = Side(style="thin", color="000000")
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
A4: Final = 9
"""Number of the paper size in the file format."""
LINE: Final = 11.5
"""Height of a line of small text, points."""


def excel(document: Document) -> bytes:
    """Return the document as a workbook of four sheets."""
    book = Workbook()
    words = document.words
    first = book.active
    assert first is not None
    first.title = words["sheet.table"]
    _table(first, document=document)
    _unrounded(book.create_sheet(words["sheet.unrounded"]), document=document)
    _assumptions(book.create_sheet(words["sheet.assumptions"]), document=document)
    _origin(book.create_sheet(words["sheet.origin"]), document=document)
    for sheet in book.worksheets:
        _printed(sheet, document=document)
    book.properties.title = document.subject
    book.properties.creator = f"poortwachter {document.version}"
    buffer = io.BytesIO()
    book.save(buffer)
    return packed(buffer.getvalue())


def _table(sheet: Any, *, document: Document) -> None:
    letter, words = document.letter, document.words
    _put(sheet, 1, 1, document.subject, font=HEADING)
    _put(sheet, 2, 1, letter.title, font=STRONG)
    head = 4
    names = (words["document.line"], "U", "E", *map(_number, letter.columns), words["document.coarse"])
    for column, name in enumerate(names, 1):
        cell = _put(sheet, head, column, name, font=STRONG)
        cell.alignment = Alignment(horizontal="left" if column == 1 else "right", wrap_text=True, vertical="bottom")
        cell.border = Border(top=RULE, bottom=HAIR)
    previous = ""
    for number, row in enumerate(letter.rows, head + 1):
        last = row is letter.rows[-1]
        _letter_row(sheet, number, row=row, words_of=document)
        new = bool(previous) and row.block != previous
        for column in range(1, len(names) + 1):
            sheet.cell(number, column).border = Border(top=HAIR if new else None, bottom=RULE if last else None)
        previous = row.block
    _widths(sheet, (44, 4, 4, *[11] * len(letter.columns), 12))
    sheet.freeze_panes = sheet.cell(head + 1, 4)
    sheet.print_title_rows = f"{head}:{head}"
    below = head + len(letter.rows) + 2
    for note in letter.notes:
        below = _note(sheet, below, note=note, columns=len(names))


def _letter_row(sheet: Any, number: int, *, row: Row, words_of: Document) -> None:
    font = STRONG if row.name in BOLD else PLAIN
    label = _put(sheet, number, 1, row.label, font=font)
    label.alignment = Alignment(indent=1 if row.part else 0)
    for column, mark in ((2, "U"), (3, "E")):
        if mark in row.flags:
            _put(sheet, number, column, "x", font=font).alignment = Alignment(horizontal="right")
    unknown = words_of.words["number.unknown"]
    for column, (text, amount) in enumerate(zip(row.cells, row.amounts or row.cells, strict=True), 4):
        value = text if isinstance(amount, str) else amount if math.isfinite(amount) else unknown
        cell = _put(sheet, number, column, value, font=font)
        cell.alignment = Alignment(horizontal="right")
        cell.number_format = GENERAL if isinstance(value, str) else WHOLE
    coarse = row.coarse
    if coarse is not None:
        cell = _put(sheet, number, 4 + len(row.cells), coarse, font=font)
        cell.number_format = WHOLE


def _note(sheet: Any, below: int, *, note: Note, columns: int) -> int:
    """Put a note below the table and return the next free row; text runs over the width of the table."""
    if note.heading:
        _put(sheet, below, 1, note.heading, font=STRONG)
        below += 1
    for place, texts in enumerate(note.table):
        for column, text in zip((1, *range(4, 3 + len(texts))), texts, strict=True):
            cell = _put(sheet, below, column, _number(text), font=STRONG if place == 0 else SMALL)
            cell.alignment = Alignment(horizontal="left" if column == 1 else "right")
        below += 1
    for number, text in enumerate(note.text, 1):
        cell = _put(sheet, below, 1, f"{number}. {text}" if note.numbered else text, font=SMALL)
        sheet.merge_cells(start_row=below, start_column=1, end_row=below, end_column=columns)
        cell.alignment = WRAPPED
        sheet.row_dimensions[below].height = LINE * math.ceil(len(text) / (62 + 11 * (columns - 4)))
        below += 1
    return below + 1


def _unrounded(sheet: Any, *, document: Document) -> None:
    words = document.words
    head = [words[f"document.{key}"] for key in ("name", "line", "year", "amount", "se")]
    rows = [(each.line, each.label, each.year, each.amount, each.se) for each in document.bare]
    _grid(sheet, head=head, rows=rows, widths=(18, 44, 12, 18, 22), formats={4: EXACT, 5: EXACT})
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"


def _assumptions(sheet: Any, *, document: Document) -> None:
    words = document.words
    keys = ("figure", "value", "unit", "status", "low", "high", "at_low", "at_low_se", "at_high", "at_high_se", "sources")
    head = [words["document.name"], *(words[f"annex.{key}"] for key in keys), words["annex.why"]]
    rows = [_assumption(each, document=document) for each in document.carried]
    widths = (34, 46, 10, 10, 13, 10, 10, 14, 14, 14, 14, 60, 70)
    formats = dict.fromkeys((8, 9, 10, 11), EXACT)
    below = _grid(sheet, head=head, rows=rows, widths=widths, formats=formats)
    for note in document.annex:
        below = _plain_note(sheet, below + 1, note=note)


def _assumption(each: Carrying, *, document: Document) -> Sequence[Any]:
    status = document.words.or_else(f"status.{each.status}", each.status)
    amounts = (each.at_low, each.at_low_se, each.at_high, each.at_high_se)
    return (each.name, each.label, each.value, each.unit, status, each.low, each.high, *amounts, each.sources, each.why)


def _plain_note(sheet: Any, below: int, *, note: Note) -> int:
    if note.heading:
        _put(sheet, below, 2, note.heading, font=STRONG)
        below += 1
    for place, texts in enumerate(note.table):
        for column, text in enumerate(texts, 2):
            cell = _put(sheet, below, column, text, font=STRONG if place == 0 else PLAIN)
            cell.alignment = WRAPPED if column == 2 else Alignment(vertical="top")
        below += 1
    for number, text in enumerate(note.text, 1):
        _put(sheet, below, 2, f"{number}. {text}" if note.numbered else text, font=PLAIN)
        below += 1
    return below


def _origin(sheet: Any, *, document: Document) -> None:
    words = document.words
    head = (words["annex.item"], words["annex.value"])
    _grid(sheet, head=head, rows=document.origin, widths=(36, 80), formats={})


def _grid(
    sheet: Any, *, head: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[float], formats: dict[int, str]
) -> int:
    """Fill a sheet with a table from its first row, and return the next free row."""
    for column, name in enumerate(head, 1):
        cell = _put(sheet, 1, column, name, font=STRONG)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        cell.border = Border(bottom=HAIR)
    number = 1
    for number, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            unknown = isinstance(value, float) and not math.isfinite(value)
            cell = _put(sheet, number, column, None if unknown else value, font=PLAIN)
            cell.alignment = WRAPPED if isinstance(value, str) else Alignment(vertical="top")
            cell.number_format = formats.get(column, GENERAL)
    _widths(sheet, widths)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    return number + 1


def _printed(sheet: Any, *, document: Document) -> None:
    """Print a sheet on A4 on its side, as wide as one page, with what it was made with at the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = document.made
    sheet.oddFooter.right.text = f"{document.words['document.page']} &P {document.words['document.of']} &N"
    sheet.sheet_view.showGridLines = False


def _put(sheet: Any, row: int, column: int, value: Any, *, font: Font) -> Any:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with an equals sign stays text
    cell.font = font
    return cell


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _widths(sheet: Any, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
