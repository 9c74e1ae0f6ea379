"""Make the documents of a result folder, of a scenario or of a divided package: the table with its annex."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from poortwachter.letters import asked, document_of, unknown
from poortwachter.packages import is_package, package_document, package_selection
from poortwachter.primitives.errors import Problem, refuse
from poortwachter.primitives.language import LANGUAGES
from poortwachter.report.documents.document import Document
from poortwachter.report.documents.formats import FORMATS, misplaced, render
from poortwachter.report.letter import markdown
from poortwachter.results.newest import result_folder
from poortwachter.results.store import DOCUMENTS


@dataclass(frozen=True)
class Table:
    """The documents made of a result: the table with its annex, and the files that were written."""

    document: Document
    files: tuple[Path, ...]

    def _repr_markdown_(self) -> str:
        return markdown(self.document.letter)

    def _repr_html_(self) -> str:
        from poortwachter.report.documents.page import fragment

        return fragment(self.document)


def table(
    result: str | Path | None = None,
    *,
    formats: Sequence[str] = (),
    lang: str = "nl",
    years: str | Collection[int] = (),
    rows: Sequence[str] = (),
    price_level: int | None = None,
    output: str | Path | None = None,
    template: str | Path | None = None,
) -> Table:
    """Make the documents of a result, and write them in the formats asked for.

    Args:
        result: the folder that a run or a comparison has written; or a scenario, for its newest result; or None for the
            newest of all.
        formats: of md, csv, xlsx, docx, tex, html; without any, nothing is written.
        lang: nl or en.
        years: columns, as numbers or as text like `2027-2032,2040`; without, six years from the first effect.
        rows: names of rows; without, those of the letter.
        price_level: year whose prices the amounts are given in; without, those of the result.
        output: folder, or with one format a file; without, `documents/` in the result folder.
        template: Word file to put table and annex in, instead of ours.

    Raises:
        InputError: with everything wrong in folder and options.
    """
    folder = result_folder(result)
    place = None if output is None else Path(output)
    base = None if template is None else Path(template)
    wrong = [*unknown("format", formats, known=FORMATS), *_misplaced(formats, output=place, template=base)]
    document = _document(folder, lang=lang, years=years, rows=rows, price_level=price_level, wrong=wrong)
    target = place if place is not None else folder / DOCUMENTS
    return Table(document, tuple(render(document, formats=formats, target=target, template=base)))


def _document(
    folder: Path,
    *,
    lang: str,
    years: str | Collection[int],
    rows: Sequence[str],
    price_level: int | None,
    wrong: Sequence[Problem],
) -> Document:
    """Return a result, or a divided package, on paper."""
    if is_package(folder):
        refuse([*wrong, *unknown("lang", (lang,), known=LANGUAGES)])
        selection = package_selection(years=years, rows=rows, price_level=price_level)
        return package_document(folder, lang=lang, selection=selection)
    wanted = asked(folder, lang=lang, years=years, rows=rows, price_level=price_level, wrong=wrong)
    return document_of(wanted.dataset, resolved=wanted.resolved, words=wanted.words, selection=wanted.selection)


def _misplaced(formats: Sequence[str], *, output: Path | None, template: Path | None) -> Iterator[Problem]:
    if output is not None:
        yield from misplaced(formats, target=output)
    if template is None:
        return
    if "docx" not in formats:
        yield Problem(f"--template {template}: only a Word document has a template", "add --format docx")
    if not template.is_file():
        yield Problem("--template: there is no such file", "", template)
    elif "docx" in formats:
        from poortwachter.report.documents.word import template_problems

        yield from template_problems(template)
