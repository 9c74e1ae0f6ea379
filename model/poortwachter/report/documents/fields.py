"""Put fields and properties into a Word document that its library has no call for."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(name: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML with attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Any, *, instruction: str, shown: str) -> None:
    """Add a field to a paragraph with the text it shows until the reader updates it."""
    _run(paragraph, element("fldChar", fldCharType="begin"))
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    _run(paragraph, code)
    _run(paragraph, element("fldChar", fldCharType="separate"))
    paragraph.add_run(shown)
    _run(paragraph, element("fldChar", fldCharType="end"))


def _run(paragraph: Any, child: Any) -> None:
    paragraph.add_run()._element.append(child)
