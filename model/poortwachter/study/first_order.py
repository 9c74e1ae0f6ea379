"""Set the structural amounts without responses beside those with them: first order against behaviour.

Every line is a frozen run of its own with few workers on the same draws, so that the difference between lines is
sharper than their levels. A line that was worked out before is recalled.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.results.below import AtFactor
from poortwachter.scenario.resolve import Resolved
from poortwachter.scenario.schema import RESPONSES
from poortwachter.simulation.runner import Effort, structural_lines
from poortwachter.study.carrying import few
from poortwachter.study.recalled import ORDERS, questions_of, recalled

SHOWN: Final = ("wia_benefits", "public_balance")
"""Lines of the table that are worked out."""


def order_lines(resolved: Resolved) -> list[Resolved]:
    """Return what is run: the scenario without responses, with them, and as it was asked for; nothing without any."""
    if not resolved.active:
        return []
    small = replace(resolved, run=replace(resolved.run, workers=few(resolved)))
    return [small.with_responses(factor) for factor in sorted({*RESPONSES.values(), resolved.run.responses})]


def by_order(lines: Sequence[Resolved], *, effort: Effort) -> Iterator[AtFactor]:
    """Yield the amounts of some lines in their order: those known as they were, the others side by side."""

    def amounts(line: Resolved, question: str) -> AtFactor:
        wia, wia_se, balance, balance_se = recalled(ORDERS, question, lambda: worked_out_order(line))
        factor = line.run.responses
        return AtFactor(factor=factor, wia=wia, wia_se=wia_se, balance=balance, balance_se=balance_se)

    with ThreadPoolExecutor(max_workers=effort.used_threads) as pool:
        yield from pool.map(amounts, lines, questions_of(lines))


def worked_out_order(line: Resolved) -> list[float]:
    """Return the amounts of a line, each with its standard error; on one thread, as other lines are run beside it."""
    found = structural_lines(line, effort=Effort(threads=1))
    places = [LINE_NAMES.index(name) for name in SHOWN]
    return [float(each[place]) for place in places for each in (found.total, found.se)]
