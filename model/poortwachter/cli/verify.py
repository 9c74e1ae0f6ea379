"""Answer `poortwachter verify` and `replay`: is a result still what was written, and does it come out again."""

from typing import Annotated

import typer

from poortwachter.cli import options
from poortwachter.cli.progress import progress_bars

DIFFERS = 1
SHOWN = 12
"""Digits of a hash that are shown."""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(verify)
    app.command()(replay)


def verify(result: options.Result = None) -> None:
    """Hash again what a result folder holds and name what is not as it was written (exit code 1)."""
    from poortwachter.results.manifest import verify as verified
    from poortwachter.results.newest import result_folder

    found = verified(result_folder(result))
    for mismatch in found.mismatches:
        print(f"{found.folder / mismatch.file}: {mismatch.what}")
    for name in found.unrecorded:
        print(f"{found.folder / name}: not part of the result, not checked")
    if not found.intact:
        files = len({mismatch.file for mismatch in found.mismatches})
        print(f"{files} of {found.checked} files differ from what was written.")
        raise typer.Exit(DIFFERS)
    print(f"All {found.checked} files are as they were written.")


def replay(
    result: options.Result = None,
    threads: options.Threads = None,
    block_size: options.BlockSize = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no progress.")] = False,
) -> None:
    """Run the plan of a result again and tell whether the same bytes come out (exit code 1 where not)."""
    from poortwachter.results.newest import result_folder
    from poortwachter.study.replay import replay as replayed

    watch = progress_bars("en", shown=not quiet)
    found = replayed(result_folder(result), threads=threads or 0, block_size=block_size or 0, watch=watch)
    if found.same:
        print(f"The same content: {found.found}")
        return
    print(f"Another content: recorded {found.recorded[:SHOWN]}, now {found.found[:SHOWN]}")
    for moved in found.moved:
        by = "" if moved.largest is None else f", by {moved.largest:.6g} at most"
        print(f"  {moved.name}: {moved.cells} cells{by}")
    print("What may be the reason:")
    for reason in found.reasons:
        print(f"  {reason}")
    raise typer.Exit(DIFFERS)
