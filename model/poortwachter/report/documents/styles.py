"""Make the Word styles of our documents, and the neutral template they stand in unless a reader gives another."""

import io
from collections.abc import Callable
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from poortwachter.report.documents.fields import add_field, element
from poortwachter.report.words import Words

FONT: Final = "Arial"
BLACK: Final = RGBColor(0, 0, 0)
LOCALE: Final = {"nl": "nl-NL", "en": "en-GB"}

CAPTION: Final = "Caption"
TABLE: Final = "Poortwachter tabel"
HEAD: Final = "Poortwachter kop"
CELL: Final = "Poortwachter cel"
PART: Final = "Poortwachter waarvan"
NUMBER: Final = "Poortwachter getal"
RANGE: Final = "Poortwachter bereik"
NOTE: Final = "Poortwachter noot"
TEXT: Final = "Poortwachter tekst"
LIST: Final = "Poortwachter lijst"


def own_template(words: Words, *, wide: bool = False) -> bytes:
    """Return the neutral template as a Word file: A4 (wide: on its side), one sans-serif, black rules."""
    made: Any = docx.Document()  # its styles are richer than its types say
    section = made.sections[0]
    short, long = Cm(21.0), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    normal = made.styles["Normal"]
    _face(normal, size=9.5)
    normal.paragraph_format.space_after = Pt(4)
    for name, size, before in (("Title", 15, 0), ("Heading 1", 13, 18), ("Heading 2", 10.5, 12)):
        _heading(made.styles[name], size=size, before=before)
    caption = made.styles[CAPTION]
    _face(caption, size=9.5, bold=True)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(4)
    caption.paragraph_format.keep_with_next = True
    _language(made, LOCALE[words.language])
    complete(made, words=words)
    made.add_paragraph("{{ title }}", style="Title")
    made.add_paragraph("{{ table }}")
    made.add_paragraph("{{ notes }}")
    annex = made.add_paragraph(words["annex.title"], style="Heading 1")
    annex.paragraph_format.page_break_before = True
    made.add_paragraph("{{ annex }}")
    _foot(section, words=words)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def complete(made: Any, *, words: Words) -> None:
    """Add to a document the styles of ours that it lacks; those it has stay as they are."""
    del words
    for name, base, form in _PARAGRAPHS:
        if name not in made.styles:
            style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = made.styles[base]
            form(style)
    for name in (CAPTION, "Heading 2"):
        if name not in made.styles:
            _face(made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size=10, bold=True)
    if TABLE not in made.styles:
        made.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
        _cell_margins(made.styles[TABLE])


def _tight(style: Any) -> None:
    style.font.size = Pt(8.5)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1.5)
    style.paragraph_format.line_spacing = 1.0


def _part(style: Any) -> None:
    _tight(style)
    style.paragraph_format.left_indent = Cm(0.4)


def _number(style: Any) -> None:
    _tight(style)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _range(style: Any) -> None:
    _number(style)
    style.font.size = Pt(7)  # so that two amounts with a dash stand on one line


def _note(style: Any) -> None:
    style.font.size = Pt(8)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(2), Pt(2)


def _text(style: Any) -> None:
    style.paragraph_format.space_after = Pt(4)


def _list(style: Any) -> None:
    style.font.size = Pt(8.5)
    style.paragraph_format.left_indent = Cm(0.7)
    style.paragraph_format.first_line_indent = Cm(-0.7)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(0.7))
    style.paragraph_format.space_after = Pt(2)


_PARAGRAPHS: Final[tuple[tuple[str, str, Callable[[Any], None]], ...]] = (
    (HEAD, "Normal", _tight),
    (CELL, "Normal", _tight),
    (PART, "Normal", _part),
    (NUMBER, "Normal", _number),
    (RANGE, "Normal", _range),
    (NOTE, "Normal", _note),
    (TEXT, "Normal", _text),
    (LIST, "Normal", _list),
)
"""Our styles of paragraphs with what they rest on; a template that has one of the same name keeps its own."""


def _face(style: Any, *, size: float, bold: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _heading(style: Any, *, size: float, before: float) -> None:
    _face(style, size=size, bold=True)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    style.paragraph_format.keep_with_next = True
    for borders in style.element.pPr.findall(qn("w:pBdr")):
        borders.getparent().remove(borders)


def _language(made: Any, locale: str) -> None:
    defaults = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = element("lang")
        defaults.append(language)
    language.set(qn("w:val"), locale)


def _cell_margins(style: Any) -> None:
    properties, margins = element("tblPr"), element("tblCellMar")
    for side, twips in (("left", "30"), ("right", "60")):
        margins.append(element(side, w=twips, type="dxa"))
    properties.append(margins)
    style.element.append(properties)


def _foot(section: Any, *, words: Words) -> None:
    """Put what the document was made with and the page number at the foot of every page."""
    paragraph: Any = section.footer.paragraphs[0]
    own: Any = paragraph.style.element.pPr  # its style stops at tabs of a page of another width
    for tabs in own.findall(qn("w:tabs")):
        own.remove(tabs)
    paragraph.style.font.size = Pt(7.5)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("{{ made }}\t" + words["document.page"] + " ")
    add_field(paragraph, instruction="PAGE", shown="1")
    paragraph.add_run(f" {words['document.of']} ")
    add_field(paragraph, instruction="NUMPAGES", shown="1")
