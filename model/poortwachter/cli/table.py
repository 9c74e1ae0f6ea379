"""Answer `poortwachter table` and `poortwachter report`: the documents of a result, ready for the letter."""

from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(table)
    app.command()(report)


def table(
    result: options.Result = None,
    formats: Annotated[
        str, typer.Option("--format", help="One or more of md, csv, xlsx, docx, tex, html, with commas between.")
    ] = "docx",
    lang: options.Lang = "nl",
    years: options.Years = "",
    rows: Annotated[str, typer.Option(help="Names of rows, with commas between [those of the letter].")] = "",
    price_level: options.PriceLevel = None,
    output: Annotated[Path | None, typer.Option(help="Folder, or with one format a file [RESULT/documents].")] = None,
    template: Annotated[Path | None, typer.Option(help="Word file with {{ table }} in it, instead of ours.")] = None,
    write_template: Annotated[
        Path | None, typer.Option(help="Write our Word template to this file, to make your own of it, and stop.")
    ] = None,
) -> None:
    """Write the table of a result with its annex as Word, Excel, LaTeX, HTML, Markdown or CSV."""
    if write_template is not None:
        _write_template(write_template, lang=lang)
        return

    from poortwachter.tables import table as tabled

    with progress_bars(lang)("documents", 1):
        made = tabled(
            result,
            formats=_listed(formats),
            lang=lang,
            years=years,
            rows=_listed(rows),
            price_level=price_level,
            output=output,
            template=template,
        )
    for path in made.files:
        print(path)


def report(
    result: options.Result = None,
    lang: options.Lang = "nl",
    years: options.Years = "",
    price_level: options.PriceLevel = None,
    output: Annotated[Path | None, typer.Option(help="Folder, or a file on .html [RESULT/documents].")] = None,
    figures: Annotated[bool, typer.Option("--figures", help="Also write every figure as PNG and SVG.")] = False,
) -> None:
    """Write one page with the table of a result, its figures and its annex, that asks nothing of the network."""
    from poortwachter.reports import write_report

    with progress_bars(lang)("figures", 1):
        written = write_report(result, lang=lang, years=years, price_level=price_level, output=output, figures=figures)
    for path in written:
        print(path)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in text.split(","))))


def _write_template(path: Path, *, lang: str) -> None:
    from poortwachter.primitives.files import write_whole
    from poortwachter.report.documents.packed import packed
    from poortwachter.report.documents.styles import own_template
    from poortwachter.report.words import load_words

    write_whole(path, packed(own_template(load_words(lang, also="annex"))))
    print(path)
