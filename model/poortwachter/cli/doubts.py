"""Tell what is doubtful in a scenario: warnings, and values that run out before its run ends."""

import sys
from typing import TYPE_CHECKING

from poortwachter.primitives.errors import Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poortwachter.scenario.resolve import Resolved, RunOut

BEYOND = {
    "indexed": "indexed with wages",
    "held": "held at the last value",
    "assumed": "on an assumed path",
}
"""What the model does after the last period a value is set for."""


def warn(resolved: "Resolved", *, strict: bool) -> None:
    """Print what is doubtful in a scenario; refuse it where that is asked for."""
    if strict:
        refuse(_refusals(resolved))
    for warning in resolved.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if resolved.run_outs:
        print(f"warning: {_run_out_paragraph(resolved.run_outs)}", file=sys.stderr)


def _refusals(resolved: "Resolved") -> "Iterator[Problem]":
    for warning in resolved.warnings:
        yield Problem(warning, "or leave out --strict")
    for name, _, last, beyond in resolved.run_outs:
        what = f"{name} is set to {last}; beyond that it is {BEYOND[beyond]}"
        yield Problem(what, f"end the run in {last.year} (--to), or leave out --strict")


def _run_out_paragraph(run_outs: "Sequence[RunOut]") -> str:
    """Return in one paragraph which values run out during the run, by what the model does after them."""
    parts: list[str] = []
    for beyond, words in BEYOND.items():
        named = [f"{each.name} ({each.last})" for each in run_outs if each.beyond == beyond]
        if named:
            parts.append(f"{words}: {', '.join(named)}")
    count = f"{len(run_outs)} values run out" if len(run_outs) > 1 else "one value runs out"
    return f"{count} before the run ends; after the day shown, {'; '.join(parts)}"
