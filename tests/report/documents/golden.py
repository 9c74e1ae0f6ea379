"""Hold what every format of the sample must be; `python tests/report/documents/golden.py` writes it anew.

Of Word and Excel files the content is held: paragraphs with their styles, cells with their types and formats.
"""

import io
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def word_text(content: bytes) -> str:
    """Return the paragraphs and tables of a Word file in order, each with its style."""
    import docx
    from docx.table import Table

    lines: list[str] = []
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            lines.append(f"<{part.style.name if part.style is not None else ''}>")
            for row in part.rows:
                cells = [cell.paragraphs[0] for cell in row.cells]
                lines.append(" | ".join(f"{cell.text} ({_named(cell)})" for cell in cells))
        else:
            lines.append(f"{_named(part)}: {part.text}")
    return "\n".join(lines) + "\n"


def _named(paragraph) -> str:  # type: ignore[no-untyped-def]
    return str(paragraph.style.name).removeprefix("Poortwachter ")


def excel_text(content: bytes) -> str:
    """Return every cell of a workbook that holds something: place, type, format and value."""
    from openpyxl import load_workbook

    lines: list[str] = []
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        lines.append(f"# {sheet.title}")
        cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
        lines += [f"{cell.coordinate} {cell.data_type} {cell.number_format} {cell.value!r}" for cell in cells]
    return "\n".join(lines) + "\n"


def everything() -> dict[str, str]:
    """Return what the files must hold, by name."""
    from poortwachter.report.documents.formats import FORMATS, contents
    from report.documents.sample import sample

    read = {"docx": word_text, "xlsx": excel_text}
    found: dict[str, str] = {}
    for kind in FORMATS:
        for part, content in contents(sample(), kind=kind).items():
            text = read[kind](content) if kind in read else content.decode()
            found[f"{part}.{kind}{'.txt' if kind in read else ''}"] = text
    for part, content in contents(sample("en"), kind="csv").items():
        found[f"{part}.en.csv"] = content.decode()
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    FOLDER.mkdir(exist_ok=True)
    for name, text in everything().items():
        (FOLDER / name).write_bytes(text.encode())
