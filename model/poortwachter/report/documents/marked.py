"""Make Markdown: the table as `cost_table.md` has it, with the annex below."""

from collections.abc import Iterator

from poortwachter.report.documents.document import Document
from poortwachter.report.letter import Note, markdown, markdown_note


def marked(document: Document) -> bytes:
    """Return the document as Markdown."""
    lines = [markdown(document.letter), f"# {document.words['annex.title']}"]
    for note in document.annex:
        lines += _section(note)
    lines += ["", document.made, ""]
    return "\n".join(lines).encode()


def _section(note: Note) -> Iterator[str]:
    if note.heading:
        yield f"\n## {note.heading}"
    yield from markdown_note(note._replace(heading=""))
