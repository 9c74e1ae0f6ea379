"""Show what carries a structural amount: its value under the variants and under the ends of the ranges.

Every line is a frozen run of its own with few workers on the same draws, so that differences between lines are
sharper than their levels. A line that was worked out before is recalled.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, LINE_NAMES, line_amounts
from poortwachter.accounting.views import money_cells
from poortwachter.primitives.parameters import Parameter, Value
from poortwachter.results.arrays import SPLIT_UNIT
from poortwachter.results.assemble import STRUCTURAL_ROWS
from poortwachter.results.groups import estimate
from poortwachter.scenario.load import Scenario, load_variants
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation.runner import Effort, live_frozen
from poortwachter.study.recalled import AMOUNTS, questions_of, recalled

WORKERS: Final = 20_000
"""Workers of each line; the headline itself is run with all."""
CARRYING: Final = ("riv_toets.", "loonsanctie.")
"""First words of the parameters on which a lapse of sanctions rests directly."""
START: Final = date(2004, 1, 1)
NORMAL_80: Final = 1.2816
"""Half-width of an 80% interval of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Amount:
    """A structural amount of WIA benefits, EUR mln, with its standard error."""

    value: float
    se: float


@dataclass(frozen=True)
class Swing:
    """What a parameter does to the amount at the ends of its range."""

    parameter: Parameter
    low: Value
    high: Value
    at_low: Amount
    at_high: Amount

    @property
    def width(self) -> float:
        """Return how far apart the two ends are, EUR mln."""
        return abs(self.at_high.value - self.at_low.value)


def structural_wia(resolved: Resolved, *, effort: Effort) -> Amount:
    """Return the structural effect on WIA benefits of one frozen run by the split."""
    run = live_frozen(resolved, effort=effort)
    assert run.arrays.effect is not None
    first, last = STRUCTURAL_ROWS
    settled = money_cells(run.arrays.effect[:, first : last + 1]).mean(axis=1)
    change = settled / (SPLIT_UNIT * run.arrays.replicates) / CENTS_PER_EUR_MLN
    found = estimate(line_amounts(change)[:, LINE_NAMES.index("wia_benefits")], scale=run.weight)
    return Amount(float(found.total), float(found.se))


def by_variant(
    resolved: Resolved, *, scenario: Scenario, variants: Sequence[str], effort: Effort
) -> Iterator[tuple[str, Amount]]:
    """Yield the amount under each variant of a scenario, at few workers and the seed of the run."""
    lines = variant_lines(resolved, scenario=scenario, variants=variants)
    yield from zip(variants, _amounts(lines, effort=effort), strict=True)


def variant_lines(resolved: Resolved, *, scenario: Scenario, variants: Sequence[str]) -> list[Resolved]:
    """Return what is run for each variant."""
    asked = resolved.run.responses
    own = 1.0 if scenario.run.responses is None else scenario.run.responses
    options = RunOptions(
        seed=resolved.run.seed,
        workers=few(resolved),
        method=resolved.run.method,
        responses=None if asked == own else asked,
    )
    return [resolve(each, options) for each in load_variants(scenario, variants)]


def swings(resolved: Resolved, *, effort: Effort) -> Iterator[Swing]:
    """Yield what each carrying parameter does at the two ends of its range."""
    ends_of = swing_lines(resolved)
    amounts = _amounts([line for _, _, line in ends_of], effort=effort)
    for (parameter, low, _), (_, high, _) in zip(ends_of[::2], ends_of[1::2], strict=True):
        yield Swing(parameter, low, high, next(amounts), next(amounts))


def swing_lines(resolved: Resolved) -> list[tuple[Parameter, float, Resolved]]:
    """Return what is run for each carrying parameter, at the low end of its range and then at the high one."""
    small = replace(resolved, run=replace(resolved.run, workers=few(resolved)))
    return [
        (parameter, value, _with(small, name=parameter.name, value=value))
        for parameter in carrying(resolved)
        for value in ends(parameter, on=date(resolved.run.price_year, 1, 1))
    ]


def _amounts(lines: Sequence[Resolved], *, effort: Effort) -> Iterator[Amount]:
    """Yield the amounts of some lines in their order: those known as they were, the others side by side."""

    def amount(line: Resolved, question: str) -> Amount:
        return Amount(*recalled(AMOUNTS, question, lambda: worked_out(line)))

    with ThreadPoolExecutor(max_workers=effort.used_threads) as pool:
        yield from pool.map(amount, lines, questions_of(lines))


def worked_out(line: Resolved) -> list[float]:
    """Return the amount of a line and its standard error; on one thread, as other lines are run beside it."""
    found = structural_wia(line, effort=Effort(threads=1))
    return [found.value, found.se]


def heaviest(swings: Sequence[Swing]) -> list[Swing]:
    """Return the swings wider than the simulation noise of a line, the widest first."""
    wide = [swing for swing in swings if swing.width > max(swing.at_low.se, swing.at_high.se)]
    return sorted(wide, key=lambda swing: -swing.width)


def few(resolved: Resolved) -> int:
    """Return the number of workers of a line."""
    return min(WORKERS, resolved.run.workers)


def carrying(resolved: Resolved) -> list[Parameter]:
    """Return the parameters that carry a lapse of sanctions and have a range."""
    return [
        parameter
        for name, parameter in sorted(resolved.baseline.behaviour.items())
        if name.startswith(CARRYING) and not parameter.by and _has_range(parameter)
    ]


def _has_range(parameter: Parameter) -> bool:
    low, high = ends(parameter, on=START)
    return low != high


def ends(parameter: Parameter, *, on: date) -> tuple[float, float]:
    """Return the ends of a parameter's range: its bounds, or 80% of a normal distribution."""
    value = float(parameter.at(on))  # type: ignore[arg-type]
    unsure = parameter.uncertainty
    if unsure is None or unsure.kind == "none":
        return value, value
    if unsure.kind == "normal":
        half = NORMAL_80 * (unsure.sd or 0.0)
        return value - half, value + half
    low, high = unsure.low or 0.0, unsure.high or 0.0
    return (value * low, value * high) if unsure.kind == "relative" else (low, high)


def _with(resolved: Resolved, *, name: str, value: float) -> Resolved:
    """Return a resolved scenario in which one behaviour parameter has another value throughout."""
    behaviour: Mapping[str, Mapping[date, Value]] = {**resolved.overrides.get("behaviour", {}), name: {START: value}}
    return replace(resolved, overrides={**resolved.overrides, "behaviour": behaviour})
