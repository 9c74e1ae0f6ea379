"""Answer `poortwachter validate`: the baseline beside every published figure, and the gates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from poortwachter.report.validation import Page, Row
    from poortwachter.study.validate import Compared, Validation

OUTPUT = Path("uitkomsten/validatie")
"""Folder of the report unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(validate)


def validate(
    workers: Annotated[
        int | None, typer.Option(min=1, help="Simulated employees in work on 1 January 2025 [1500000].")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all chance events.")] = None,
    output: Annotated[Path, typer.Option(help="Folder of report.md, table.csv and the figures.")] = OUTPUT,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
) -> None:
    """Compare the baseline of 2006-2025 with every published figure and with the gates.

    It reports and does not judge: the exit code is 0 where gates fail as well.
    """
    from poortwachter.primitives.errors import InputError, Problem
    from poortwachter.report.validation import terminal_lines, write
    from poortwachter.report.words import load_words

    words = load_words(lang, also="validation")
    if output.exists() and not output.is_dir():
        raise InputError([Problem("this is a file, not a folder", "name a folder with --output", output)])

    from poortwachter.simulation.runner import Effort
    from poortwachter.study import validate as study

    found = study.validate(
        workers=workers or study.WORKERS,
        seed=study.SEED if seed is None else seed,
        threads=Effort().used_threads,
    )
    page = page_of(found, lang=words.language)
    write(page, folder=output, words=words)
    print("\n".join(terminal_lines(page, words=words)))
    print(f"{output}/")


def page_of(found: "Validation", *, lang: str) -> "Page":
    """Return what is written of a validation, in a language."""
    from poortwachter.report.validation import GateRow, Line, Page

    rules = found.rules
    return Page(
        workers=found.workers,
        lives=found.lives,
        seed=found.seed,
        gates=tuple(
            GateRow(
                what=judged.gate.what[lang],
                source=judged.gate.source,
                outcome=judged.outcome,
                rows=tuple(map(_row, judged.figures)),
            )
            for judged in found.judged
        ),
        rows=tuple(map(_row, found.compared)),
        miss=rules.miss,
        misses={name: texts[lang] for name, texts in rules.misses.items()},
        unmeasured={name: texts[lang] for name, texts in rules.unmeasured.items()},
        lines={name: Line(one.years, one.values, one.standard_errors) for name, one in found.lines.items()},
        themes=rules.themes,
    )


def _row(one: "Compared") -> "Row":
    from poortwachter.report.validation import Row

    return Row(
        name=one.name,
        label=one.label,
        unit=one.unit,
        year=one.year,
        group=one.group,
        published=one.published,
        published_error=one.published_error,
        model=one.model.value if one.model else float("nan"),
        model_error=one.model.standard_error if one.model else float("nan"),
        gap=one.gap,
        apart=one.apart,
        fitted=one.fitted,
        sources=one.sources,
        low=one.low,
        high=one.high,
    )
