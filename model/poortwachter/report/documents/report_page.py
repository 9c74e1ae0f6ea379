"""Make the report: one page with table, figures and annex that asks nothing of the network."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from poortwachter.report.documents.document import Document
from poortwachter.report.documents.page import content, environment
from poortwachter.report.style import image

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Part(NamedTuple):
    """One figure of the report: a name for links, a heading, what it shows in words, and the figure itself."""

    name: str
    heading: str
    text: str
    figure: "Figure"


_DRAWING: Final = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SIZE: Final = re.compile(r'(<svg\b[^>]*?) width="[^"]*"([^>]*?)>', re.DOTALL)
_HEIGHT: Final = re.compile(r'(<svg\b[^>]*?) height="[^"]*"([^>]*?)>', re.DOTALL)
_NAMES: Final = re.compile(r'(\bid="|href="#|url\(#)')


def report_page(document: Document, *, parts: Sequence[Part]) -> bytes:
    """Return the report as one HTML page, with its figures drawn in it."""
    drawn = [(part, inline(image(part.figure, kind="svg").decode(), name=part.name)) for part in parts]
    return environment().get_template("report.html").render({**content(document), "parts": drawn}).encode()


def inline(svg: str, *, name: str) -> str:
    """Return a drawing to stand inside a page: without size of its own, with names that no other drawing has."""
    found = _DRAWING.search(svg)
    assert found is not None
    drawing = _METADATA.sub("", found[0])
    for size in (_SIZE, _HEIGHT):
        drawing = size.sub(r"\1\2>", drawing, count=1)
    drawing = _NAMES.sub(rf"\g<1>{name}-", drawing)
    return drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
