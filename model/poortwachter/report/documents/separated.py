"""Make CSV as spreadsheets of the language read it: in Dutch with semicolons and decimal commas."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from poortwachter.report.documents.document import Document

DELIMITER: Final = {"nl": ";", "en": ","}


def separated(document: Document) -> Mapping[str, bytes]:
    """Return the table and the annex, each as a file of its own."""
    return {"table": _file(_table(document), document=document), "annex": _file(_annex(document), document=document)}


def _table(document: Document) -> Iterable[Sequence[str]]:
    letter, words = document.letter, document.words
    coarse = (words["document.coarse"],) if letter.has_coarse else ()
    yield (words["document.name"], words["document.line"], "U", "E", *letter.columns, *coarse)
    mark = words["number.decimal"]
    for row in letter.rows:
        texts = [_plain(amount, decimals=letter.decimals, mark=mark) for amount in row.amounts] or row.cells
        marks = ["x" if mark in row.flags else "" for mark in "UE"]
        last = "" if row.coarse is None else _plain(row.coarse)
        yield (row.name, row.label, *marks, *texts, *((last,) if coarse else ()))
    yield ()
    yield ("", letter.title)
    for note in letter.notes[:2]:
        yield from (("", text) for text in note.text)


def _annex(document: Document) -> Iterable[Sequence[str]]:
    for note in (*document.letter.notes[2:], *document.annex):
        if note.heading:
            yield ()
            yield (note.heading,)
        yield from note.table
        yield from ((text,) for text in note.text)
    yield ()
    yield (document.made,)


def _plain(amount: float, *, decimals: int = 0, mark: str = ".") -> str:
    """Return an amount as spreadsheets read it, without thousands; nothing where it is not known."""
    return f"{amount:.{decimals}f}".replace(".", mark) if math.isfinite(amount) else ""


def _file(rows: Iterable[Sequence[str]], *, document: Document) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=DELIMITER[document.words.language], lineterminator="\r\n")
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
