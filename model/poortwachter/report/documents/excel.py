"""Make an Excel workbook: the table as typed numbers, the unrounded figures, the assumptions, the provenance."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from poortwachter.report.documents.document import Carrying, Document
from poortwachter.report.documents.packed import packed
from poortwachter.report.letter import BOLD, Note, Row
from poortwachter.report.words import MINUS, Words

WHOLE: Final = "#,##0;-#,##0;0"
TENTHS: Final = "#,##0.0;-#,##0.0;0.0"
"""Formats of rounded amounts; the reader's own language sets their signs."""
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
BESIDE: Final = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
"""Of text that stands beside numbers."""
A4: Final = 9
"""Number of the paper size in the file format."""
LINE: Final = 11.5
"""Height of a line of small text, points."""
PER_WIDTH: Final = 1.2
"""Characters of small text in a unit of column width, cautiously."""
ASSUMED: Final = (
    *("figure", "value", "unit", "status", "low", "high"),
    *("at_low", "at_low_se", "at_high", "at_high_se", "sources", "why"),
)
"""Columns of the sheet of assumptions after the name."""
ANNEX_WIDTHS: Final = (46, 26, 14, 14, 14, 14, 22)


def excel(document: Document) -> bytes:
    """Return the document as a workbook: table, unrounded figures, assumptions, annex, provenance."""
    book = Workbook()
    words = document.words
    first = book.active
    assert first is not None
    first.title = words["sheet.table"]
    _table(first, document=document)
    _unrounded(book.create_sheet(words["sheet.unrounded"]), document=document)
    _assumptions(book.create_sheet(words["sheet.assumptions"]), document=document)
    _annex(book.create_sheet(words["annex.title"]), document=document)
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
    coarse = (words["document.coarse"],) if letter.has_coarse else ()
    names = (words["document.line"], "U", "E", *map(_number, letter.columns), *coarse)
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
    _widths(sheet, _table_widths(len(letter.columns)))
    sheet.freeze_panes = sheet.cell(head + 1, 4)
    sheet.print_title_rows = f"{head}:{head}"
    below = head + len(letter.rows) + 2
    for note in letter.notes:
        below = _note(sheet, below, note=note, columns=len(names), words=words)


def _table_widths(columns: int) -> tuple[float, ...]:
    return (38, 3, 3, *[9] * (columns - 1), 11, 11)


def _letter_row(sheet: Any, number: int, *, row: Row, words_of: Document) -> None:
    font = STRONG if row.name in BOLD else PLAIN
    label = _put(sheet, number, 1, row.label, font=font)
    label.alignment = Alignment(indent=1 if row.part else 0)
    for column, mark in ((2, "U"), (3, "E")):
        if mark in row.flags:
            _put(sheet, number, column, "x", font=font).alignment = Alignment(horizontal="right")
    rounded = TENTHS if words_of.letter.decimals else WHOLE
    for column, (text, amount) in enumerate(zip(row.cells, row.amounts or row.cells, strict=True), 4):
        value = text if isinstance(amount, str) or not math.isfinite(amount) else amount
        cell = _put(sheet, number, column, value, font=font)
        cell.alignment = Alignment(horizontal="right")
        cell.number_format = GENERAL if isinstance(value, str) else rounded
    coarse = row.coarse
    if coarse is not None:
        cell = _put(sheet, number, 4 + len(row.cells), coarse, font=font)
        cell.number_format = WHOLE


def _note(sheet: Any, below: int, *, note: Note, columns: int, words: Words) -> int:
    """Put a note below the table and return the next free row; text runs over the width of the table."""
    if note.heading:
        _put(sheet, below, 1, note.heading, font=STRONG)
        below += 1
    for place, texts in enumerate(note.table):
        for column, text in zip((1, *range(4, 3 + len(texts))), texts, strict=True):
            value, shown = _read(text, words=words)
            cell = _put(sheet, below, column, value, font=STRONG if place == 0 else SMALL)
            cell.number_format = shown
            cell.alignment = Alignment(horizontal="left" if column == 1 else "right")
        below += 1
    for number, text in enumerate(note.text, 1):
        said = f"{number}. {text}" if note.numbered else text
        width = sum(_table_widths(columns - 4))
        _spread(sheet, below, text=said, font=SMALL, columns=columns, width=width)
        below += 1
    return below + 1


def _read(text: str, *, words: Words) -> tuple[str | float, str]:
    """Return the number that a text of the language is, with its format; or the text."""
    thousands, decimal = (re.escape(words[f"number.{sign}"]) for sign in ("thousands", "decimal"))
    found = re.fullmatch(rf"({MINUS}?)(\d{{1,3}}(?:{thousands}\d{{3}})*|\d+)(?:{decimal}(\d+))?", text)
    if found is None:
        return text, GENERAL
    sign, whole, part = found.groups(default="")
    value = float(f"{'-' if sign else ''}{re.sub(thousands, '', whole)}.{part or 0}")
    grouped = "#,##0" if re.search(thousands, whole) else "0"
    return value, f"{grouped}.{'0' * len(part)}" if part else grouped


def _unrounded(sheet: Any, *, document: Document) -> None:
    words = document.words
    head = [words[f"document.{key}"] for key in ("name", "line", "year", "amount", "se")]
    rows = [(each.line, each.label, each.year, each.amount, each.se) for each in document.bare]
    _grid(sheet, head=head, rows=rows, widths=(18, 44, 12, 18, 22), formats={4: EXACT, 5: EXACT})
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"


def _assumptions(sheet: Any, *, document: Document) -> None:
    words = document.words
    head = [words["document.name"], *(words[f"annex.{key}"] for key in ASSUMED)]
    rows = [_assumption(each, document=document) for each in document.carried]
    widths = (32, 34, 8, 9, 12, 8, 8, 12, 12, 12, 12, 36, 46)
    formats: dict[int, str] = dict.fromkeys(range(8, 12), EXACT)
    _grid(sheet, head=head, rows=rows, widths=widths, formats=formats)


def _annex(sheet: Any, *, document: Document) -> None:
    """Put the annex on a sheet, with a column of words first and as many beside it as its widest table has."""
    _widths(sheet, ANNEX_WIDTHS)
    below = 1
    for note in document.annex:
        if note.heading:
            _put(sheet, below, 1, note.heading, font=HEADING)
            below += 1
        for place, texts in enumerate(note.table):
            below = _words_row(sheet, below, texts=texts, font=STRONG if place == 0 else PLAIN)
        for number, text in enumerate(note.text, 1):
            said = f"{number}. {text}" if note.numbered else text
            _spread(sheet, below, text=said, font=PLAIN, columns=len(ANNEX_WIDTHS), width=sum(ANNEX_WIDTHS))
            below += 1
        below += 1


def _words_row(sheet: Any, below: int, *, texts: Sequence[str], font: Font) -> int:
    """Put a row of a table of words, the last one on to the right edge, and return the next free row."""
    widths = [*ANNEX_WIDTHS[: len(texts) - 1], sum(ANNEX_WIDTHS[len(texts) - 1 :])]
    for column, text in enumerate(texts, 1):
        _put(sheet, below, column, text, font=font).alignment = WRAPPED
    if len(texts) < len(ANNEX_WIDTHS):
        sheet.merge_cells(start_row=below, start_column=len(texts), end_row=below, end_column=len(ANNEX_WIDTHS))
    sheet.row_dimensions[below].height = max(_height(text, width=w) for text, w in zip(texts, widths, strict=True))
    return below + 1


def _spread(sheet: Any, row: int, *, text: str, font: Font, columns: int, width: float) -> None:
    """Put a text over several columns, in a row as high as it needs: merged cells do not set their own height."""
    cell = _put(sheet, row, 1, text, font=font)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    cell.alignment = WRAPPED
    sheet.row_dimensions[row].height = _height(text, width=width)


def _height(text: str, *, width: float) -> float:
    """Return the height that a text needs in a column, points."""
    return LINE * max(math.ceil(len(text) / (width * PER_WIDTH)), 1) + 2


def _assumption(each: Carrying, *, document: Document) -> Sequence[Any]:
    status = document.words.or_else(f"status.{each.status}", each.status)
    amounts = (each.at_low, each.at_low_se, each.at_high, each.at_high_se)
    return (each.name, each.label, each.value, each.unit, status, each.low, each.high, *amounts, each.sources, each.why)


def _origin(sheet: Any, *, document: Document) -> None:
    words = document.words
    head = (words["annex.item"], words["annex.value"])
    _grid(sheet, head=head, rows=document.origin, widths=(36, 80), formats={})


def _grid(
    sheet: Any, *, head: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[float], formats: dict[int, str]
) -> None:
    """Fill a sheet with a table from its first row."""
    filled = [list(values) for values in rows]
    for column, name in enumerate(head, 1):
        cell = _put(sheet, 1, column, name, font=STRONG)
        numeric = any(isinstance(values[column - 1], float) for values in filled)
        side, indent = ("right", 0) if numeric else ("left", 1)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=side, indent=indent)
        cell.border = Border(bottom=HAIR)
    sheet.row_dimensions[1].height = max(_height(name, width=width) for name, width in zip(head, widths, strict=True))
    for number, values in enumerate(filled, 2):
        for column, value in enumerate(values, 1):
            unknown = isinstance(value, float) and not math.isfinite(value)
            cell = _put(sheet, number, column, None if unknown else value, font=PLAIN)
            cell.alignment = BESIDE if isinstance(value, str) else Alignment(vertical="top", horizontal="right")
            cell.number_format = formats.get(column, GENERAL)
        texts = [(str(value), width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
        sheet.row_dimensions[number].height = max(_height(text, width=width) for text, width in texts)
    _widths(sheet, widths)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


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
