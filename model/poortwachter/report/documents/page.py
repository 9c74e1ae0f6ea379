"""Make an HTML page that prints: own style, nothing from the network, the table first and the annex after it."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from poortwachter.report.documents.document import Document
from poortwachter.report.letter import BOLD

if TYPE_CHECKING:
    from jinja2 import Environment


def page(document: Document) -> bytes:
    """Return the document as one HTML page."""
    return environment().get_template("document.html").render(content(document)).encode()


def fragment(document: Document) -> str:
    """Return the table alone, to show in a notebook."""
    return environment().get_template("fragment.html").render(content(document))


def content(document: Document) -> dict[str, Any]:
    """Return what the templates of a page are filled with."""
    letter = document.letter
    starts = {row.name for before, row in zip(letter.rows, letter.rows[1:], strict=False) if row.block != before.block}
    return {
        "document": document,
        "letter": letter,
        "words": document.words,
        "language": document.words.language,
        "bold": BOLD,
        "starts": starts,
        "foot": letter.notes[:2],
        "notes": letter.notes[2:],
        "annex": document.annex,
        "style": _read("document.css"),
    }


def _read(name: str) -> str:
    return (files("poortwachter.report") / "data" / name).read_text(encoding="utf-8")


@cache
def environment() -> "Environment":
    """Return the templates: every text escaped, no name left undefined."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
