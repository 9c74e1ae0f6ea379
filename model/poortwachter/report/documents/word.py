"""Make a Word document: a real table with a caption field and a repeated head, in our template or that of a ministry.

A template is a Word file with fields between double braces. `{{ table }}` must stand in it, `{{ annex }}` and
`{{ notes }}` can, each in a paragraph of its own; `{{ title }}`, `{{ caption }}`, `{{ price_year }}` and `{{ made }}`
can stand anywhere. Content is set in the styles named in `styles`; those that a template lacks are added to it.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.report.documents import styles
from poortwachter.report.documents.document import Document
from poortwachter.report.documents.fields import add_field, element
from poortwachter.report.documents.packed import packed
from poortwachter.report.letter import BOLD, Note, Row

BLOCKS: Final = ("table", "notes", "annex")
"""Fields that become more than text; each stands in a paragraph of its own."""
REQUIRED: Final = "table"
FIELDS: Final = (*BLOCKS, "title", "caption", "price_year", "made")
WIDE: Final = 7
"""More columns than this turn a page of ours on its side."""
LABEL_SHARE: Final = 0.34
MARK_SHARE: Final = 0.06
RULE: Final = 8
HAIR: Final = 4
"""Thickness of rules, eighths of a point."""


def word(document: Document, *, template: Path | None) -> bytes:
    """Return the document as a Word file.

    Raises:
        InputError: when the template cannot be used.
    """
    wide = len(document.letter.columns) > WIDE
    base = io.BytesIO(styles.own_template(document.words, wide=wide)) if template is None else template
    problems = list(template_problems(template)) if template is not None else []
    if problems:
        raise InputError(problems)
    filled = DocxTemplate(base)
    words = document.words
    texts = {
        "title": document.subject,
        "caption": document.letter.caption,
        "price_year": document.price_year,
        "made": document.made,
    }
    markers = {name: f"[[poortwachter:{name}]]" for name in BLOCKS}
    try:
        filled.render({**texts, **markers}, jinja_env=_environment(), autoescape=True)
    except (TemplateError, OverflowError, TypeError) as error:
        raise InputError([Problem(f"--template: its fields cannot be read: {error}", "", template)]) from None
    buffer = io.BytesIO()
    filled.save(buffer)
    made = docx.Document(buffer)
    styles.complete(made, words=words)
    _place(made, document=document, markers=markers)
    made.core_properties.title = document.subject
    made.core_properties.author = f"poortwachter {document.version}"
    made.core_properties.language = styles.LOCALE[words.language]
    done = io.BytesIO()
    made.save(done)
    return packed(done.getvalue())


def template_problems(template: Path) -> Iterator[Problem]:
    """Tell why a Word file cannot be a template."""
    try:
        loaded = DocxTemplate(template)
        fields = loaded.get_undeclared_template_variables(jinja_env=_environment())
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        yield Problem("--template: this is no Word file (.docx)", "", template)
        return
    except TemplateError as error:
        yield Problem(f"--template: its fields cannot be read: {error}", "", template)
        return
    for name in sorted(fields - set(FIELDS)):
        yield Problem(f"--template: there is no field {name!r}", f"choose from: {', '.join(FIELDS)}", template)
    body = docx.Document(str(template))
    for name in BLOCKS:
        alone = sum(_field(paragraph) == name for paragraph in body.paragraphs)
        if name == REQUIRED and not alone:
            what = f"--template: no paragraph holds {{{{ {name} }}}} and nothing else"
            yield Problem(what, "put that field where the table must come", template)
        elif name in fields and alone != 1:
            what = f"--template: {{{{ {name} }}}} must stand once, in a paragraph of its own"
            yield Problem(what, "outside tables, heads and feet", template)


def _field(paragraph: Paragraph) -> str:
    text = paragraph.text.strip()
    return text[2:-2].strip() if text.startswith("{{") and text.endswith("}}") else ""


def _environment() -> SandboxedEnvironment:
    """Return an environment in which a template can fill in fields and nothing else."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _place(made: Any, *, document: Document, markers: dict[str, str]) -> None:
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for paragraph in list(made.paragraphs):
        name = next((name for name, marker in markers.items() if paragraph.text.strip() == marker), None)
        if name is None:
            continue
        page = _Page(made, before=paragraph, width=int(width))
        if name == "table":
            page.letter(document)
        else:
            notes = document.letter.notes[2:] if name == "notes" else document.annex
            page.notes(notes)
        paragraph._element.getparent().remove(paragraph._element)


class _Page:
    """Puts content before a paragraph of a Word document, in its order."""

    def __init__(self, made: Any, *, before: Paragraph, width: int) -> None:
        self._made = made
        self._before = before
        self._width = width

    def letter(self, document: Document) -> None:
        """Put the letter's table, with its caption above and its foot below."""
        letter, words = document.letter, document.words
        caption = self.text("", style=styles.CAPTION)
        caption.add_run(f"{words['document.caption_label']} ")
        add_field(caption, instruction=f"SEQ {words['document.caption_label']} \\* ARABIC", shown="1")
        caption.add_run(f". {letter.caption}")
        shares = _shares(len(letter.columns))
        table = self._table(rows=1 + len(letter.rows), shares=shares)
        _describe(table, title=letter.title, text=document.subject)
        head = ("", "", *letter.columns)
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            _fill(cell, text, style=styles.HEAD, right=cell is not table.rows[0].cells[0], bold=True)
        _repeat(table.rows[0])
        previous = ""
        for place, row in zip(list(table.rows)[1:], letter.rows, strict=True):
            self._letter_row(place, row)
            _rules(place, top=HAIR if previous and row.block != previous else 0)
            previous = row.block
        _rules(table.rows[0], top=RULE, bottom=HAIR)
        _rules(table.rows[-1], bottom=RULE)
        for note in letter.notes[:2]:
            for text in note.text:
                self.text(text, style=styles.NOTE)

    def notes(self, notes: Sequence[Note]) -> None:
        """Put notes, each with its heading, lines and table."""
        for note in notes:
            if note.heading:
                self.text(note.heading, style="Heading 2")
            lead = note.text if note.widths and not note.numbered else ()
            if note.table:
                self._note_table(note)
            for number, text in enumerate(note.text, 1):
                if note.numbered:
                    self.text(f"{number}.\t{text}", style=styles.LIST)
                else:
                    self.text(text, style=styles.NOTE if lead or note.table else styles.TEXT)

    def text(self, text: str, *, style: str) -> Paragraph:
        """Put one paragraph."""
        return self._before.insert_paragraph_before(text, style=style)

    def _letter_row(self, place: Any, row: Row) -> None:
        bold = row.name in BOLD
        label, marks, *cells = place.cells
        _fill(label, row.label, style=styles.PART if row.part else styles.CELL, bold=bold)
        _fill(marks, row.flags, style=styles.CELL)
        style = styles.RANGE if row.block == "range" else styles.NUMBER
        for cell, text in zip(cells, row.cells, strict=True):
            _fill(cell, text, style=style, bold=bold)
        _whole(place)

    def _note_table(self, note: Note) -> None:
        count = len(note.table[0])
        shares = note.widths or (0.5, *[0.5 / max(count - 1, 3)] * (count - 1))
        table = self._table(rows=len(note.table), shares=shares)
        for number, (place, texts) in enumerate(zip(table.rows, note.table, strict=True)):
            for position, (cell, text) in enumerate(zip(place.cells, texts, strict=True)):
                right = position > 0 and not note.widths
                style = styles.HEAD if number == 0 else styles.NUMBER if right else styles.CELL
                _fill(cell, text, style=style, right=right, bold=number == 0)
            _whole(place)
        _repeat(table.rows[0])
        _rules(table.rows[0], top=RULE, bottom=HAIR)
        _rules(table.rows[-1], bottom=RULE)
        self.text("", style=styles.NOTE)

    def _table(self, *, rows: int, shares: Sequence[float]) -> Any:
        table = self._made.add_table(rows=rows, cols=len(shares))
        table.style = styles.TABLE
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        widths = [Emu(round(self._width * share)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place in table.rows:
            for cell, width in zip(place.cells, widths, strict=True):
                cell.width = width
        self._before._element.addprevious(table._element)
        return table


def _shares(columns: int) -> list[float]:
    rest = 1 - LABEL_SHARE - MARK_SHARE
    last = 1.35  # the structural amount has a second one in brackets
    unit = rest / (columns - 1 + last)
    return [LABEL_SHARE, MARK_SHARE, *[unit] * (columns - 1), unit * last]


def _fill(cell: Any, text: str, *, style: str, right: bool = False, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text).bold = True if bold else None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """Repeat a row at the top of every page the table runs on to."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit", val="true"))


def _rules(row: Any, *, top: int = 0, bottom: int = 0) -> None:
    for cell in row.cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = element("tcBorders")
            properties.append(borders)
        for side, size in (("top", top), ("bottom", bottom)):
            if size:
                borders.append(element(side, val="single", sz=str(size), space="0", color="000000"))


def _describe(table: Any, *, title: str, text: str) -> None:
    """Give the table a title and a description for who has it read aloud."""
    properties = table._tbl.tblPr
    properties.append(element("tblCaption", val=title))
    properties.append(element("tblDescription", val=text))
