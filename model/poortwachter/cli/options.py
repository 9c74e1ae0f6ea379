"""Say once what an option of several commands is called, takes and means."""

from typing import Annotated, Any

import typer

from poortwachter.primitives.language import known_language


def workers(default: str) -> Any:
    """Return the option for the number of workers of a command, with what it is unless given."""
    return typer.Option(min=1, help=f"Simulated employees in work on 1 January 2025 [{default}].")


def output(default: str, *, what: str = "Result folder") -> Any:
    """Return the option for what a command writes, with where that stands unless given."""
    return typer.Option(help=f"{what} [{default}].")


Scenario = Annotated[str, typer.Argument(help="A shipped name or the path of a scenario file.")]
Result = Annotated[
    str | None, typer.Argument(help="A result folder; or a scenario: its newest result [the newest of all].")
]
Variant = Annotated[str | None, typer.Option(help="A variant that the scenario names.")]
Workers = Annotated[int | None, workers("one in ten")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Seed of all chance events.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads; never changes a result.")]
BlockSize = Annotated[int | None, typer.Option(min=1, help="Workers per block; never changes a result.")]
To = Annotated[int | None, typer.Option(help="Last simulated year.")]
Responses = Annotated[
    str | None, typer.Option(help="Responses to the reform: off (first order), on, or a factor on them.")
]
Scheduler = Annotated[str, typer.Option(help="What does the work: serial, processes or dask; never changes a result.")]
Address = Annotated[str | None, typer.Option(help="Scheduler of a running dask cluster.")]
Years = Annotated[str, typer.Option(help="Columns, such as 2027-2032,2040 [six years from the first effect].")]
PriceLevel = Annotated[int | None, typer.Option(help="Year of the prices [that of the result].")]
Lang = Annotated[str, typer.Option(help="Language: nl or en.", callback=known_language)]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="Draw no figures.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print neither progress nor outcome.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a scenario with warnings or values that run out.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what the folder holds of another plan.")]
