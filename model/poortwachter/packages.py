"""Make the table of a divided package, and the documents around it of its folder alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from poortwachter.letters import Selection, fingerprints, years_of
from poortwachter.primitives.errors import Problem, refuse
from poortwachter.report.documents.document import Bare, Document
from poortwachter.report.letter import LetterTable
from poortwachter.report.package import package_table
from poortwachter.report.responses import at_factor_note, responses_note
from poortwachter.report.words import Words, load_words
from poortwachter.results.below import kept
from poortwachter.results.package import package_rows
from poortwachter.results.provenance import result_hash, versions
from poortwachter.results.store import PACKAGE, PLAN, read_package
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, resolve

if TYPE_CHECKING:
    import xarray as xr

WORDS = ("annex", "package")


def is_package(folder: Path) -> bool:
    """Return whether a result folder holds a divided package."""
    return (folder / PACKAGE).is_file()


def letter_of_package(
    dataset: "xr.Dataset", *, resolved: Resolved, words: Words, years: Sequence[int] = ()
) -> LetterTable:
    """Return the table of a package with all that stands below it.

    resolved: the package as a whole; years: columns of what is told by year, without any six from the first effect.
    """
    letter = package_table(dataset, words=words, years=years)
    told = at_factor_note(resolved.run.responses, words=words)
    return replace(letter, notes=(*letter.notes, *responses_note(resolved.responses, words=words), *told))


def package_document(folder: Path, *, lang: str, selection: Selection) -> Document:
    """Return a divided package on paper, of its folder alone.

    Raises:
        InputError: when the folder holds no package that this version can read, or lacks a year that is asked for.
    """
    from poortwachter.report.documents.annex import Subject, annex, origin

    dataset = read_package(folder)
    refuse(_outside(dataset, years=selection.years))
    resolved, words = resolve(load(folder / PLAN)), load_words(lang, also=WORDS)
    made = versions()["poortwachter"]
    subject = Subject(
        dataset=_whole(dataset),
        resolved=resolved,
        below=kept(dataset),
        result_hash=result_hash(dataset),
        parameters=fingerprints(resolved),
        version=made,
    )
    return Document(
        letter=letter_of_package(dataset, resolved=resolved, words=words, years=selection.years),
        annex=annex(subject, words=words),
        carried=(),
        bare=tuple(_bare(dataset, words=words)),
        origin=origin(subject, words=words),
        made=words["document.made"].format(version=made, hash=str(dataset.attrs["plan_hash"])[:12]),
        version=made,
        price_year=int(dataset.attrs["price_year"]),
        words=words,
    )


def package_selection(*, years: str | Collection[int], rows: Sequence[str], price_level: int | None) -> Selection:
    """Return what of a package is to be shown.

    Raises:
        InputError: for rows or a price level, which the table of a package does not have.
    """
    chosen, problems = years_of(years) if isinstance(years, str) else (tuple(sorted(years)), [])
    for option, value in (("--rows", rows), ("--price-level", price_level)):
        if value:
            problems.append(Problem(f"{option}: the table of a package has none to choose", "leave it out"))
    refuse(problems)
    return Selection(years=chosen)


def _outside(dataset: "xr.Dataset", *, years: Sequence[int]) -> Iterator[Problem]:
    held = [int(year) for year in dataset["year"].to_numpy()]
    lacking = [year for year in years if year not in held]
    if lacking:
        yield Problem(f"--years: there is no {', '.join(map(str, lacking))}", f"the package has {held[0]}-{held[-1]}")


def _whole(dataset: "xr.Dataset") -> "xr.Dataset":
    """Return what the package changes under the names that a result has for what a reform changes."""
    names = {"whole": "line_effect", "whole_structural": "line_structural"}
    return dataset.rename({f"{one}{error}": f"{other}{error}" for one, other in names.items() for error in ("", "_se")})


def _bare(dataset: "xr.Dataset", *, words: Words) -> Iterator[Bare]:
    titles = dict(zip(dataset["measure"].values.tolist(), dataset["measure_title"].values.tolist(), strict=True))
    for row in package_rows(dataset):
        who = titles.get(row.measure, words[f"package.{row.way}"])
        way = f" ({words[f'package.{row.way}']})" if row.measure else ""
        yield Bare(f"{row.line}", f"{words[f'line.{row.line}']}: {who}{way}", row.year, row.amount, row.se)
