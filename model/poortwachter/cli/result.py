"""Say how a command is told which result is meant."""

from typing import Annotated

import typer

ResultArgument = Annotated[
    str | None, typer.Argument(help="A result folder; or a scenario: its newest result [the newest of all].")
]
