"""Evaluate worked examples on the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from poortwachter.cli.interpreted import compile_nothing
from poortwachter.primitives.errors import InputError, Problem

NOT_REPRODUCED = 1


def register(app: typer.Typer) -> None:
    """Add the command `examples`."""
    app.command()(examples)


def examples(
    file: Annotated[Path | None, typer.Argument(help="A YAML file of worked examples.")] = None,
    topics: Annotated[
        bool, typer.Option("--topics", help="Print the topics, inputs and units that are known.")
    ] = False,
) -> None:
    """Compute worked examples and compare them with what their sources print."""
    if file is None and not topics:
        raise InputError([Problem("no file of examples is named", "name a YAML file, or ask for --topics")])
    compile_nothing()
    from poortwachter.study.examples import evaluate, show, vocabulary

    if topics:
        sys.stdout.write(show.topics_page(vocabulary.load_vocabulary()))
    if file is not None:
        outcomes = evaluate.evaluate_file(file)
        print(show.report(outcomes))
        if any(outcome.fails for outcome in outcomes):
            raise typer.Exit(NOT_REPRODUCED)
