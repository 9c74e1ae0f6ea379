"""Measure (`python -m benchmarks run`) and show what was measured (`python -m benchmarks page`).

Benchmarks measure a checkout and keep their history in it, so this is no command of the installed package.
"""

import sys
from pathlib import Path
from typing import Annotated, Final

import pytest
import typer

HERE: Final = Path(__file__).parent
PAGE: Final = HERE.parent / "docs" / "speed.md"

app = typer.Typer(
    help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.command()
def run(
    quick: Annotated[bool, typer.Option("--quick", help="Only what takes a minute together.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Also the large populations.")] = False,
    store: Annotated[bool, typer.Option("--store", help="Keep the measurement as the one the page shows.")] = False,
    mark: Annotated[bool, typer.Option("--mark", help="Also add it to the history.")] = False,
    only: Annotated[str, typer.Option(help="Only benchmarks whose name has this, as `pytest -k`.")] = "",
) -> None:
    """Measure, and print the change since the last entry of the history. A slower figure warns and never fails."""
    asked = {"--quick": quick, "--full": full, "--store": store, "--mark": mark}
    options = [name for name, given in asked.items() if given]
    quiet = ["-q", "--benchmark-columns=median,iqr,rounds"]
    raise typer.Exit(pytest.main([str(HERE), *options, *quiet, "-k", only]))


@app.command()
def page(
    to: Annotated[Path, typer.Option(help="The page; its figures stand in a folder beside it.")] = PAGE,
) -> None:
    """Write the page about speed and its figures from what was measured."""
    from benchmarks.page import write_page

    write_page(to)
    print(to)


if __name__ == "__main__":
    sys.exit(app())
