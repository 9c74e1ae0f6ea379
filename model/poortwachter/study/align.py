"""Estimate the factors by year that lay the baseline's WIA inflow on a published series.

A named option, off unless a scenario chooses it: `run: {alignment: NAME}`. The factors multiply the chance of an
award by year of the end of the waiting period. They are estimated on the baseline alone, once, and frozen: a reform
is lived under the same factors. Each round moves a factor by the gap of its year over the awards that follow it.

`python -m poortwachter.study.align --series wia_inflow --name wia_inflow_2006_2025` writes the factors in
calibration/alignments.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.codes import Event
from poortwachter.primitives.errors import InputError, Problem, one_of
from poortwachter.primitives.files import write_whole
from poortwachter.primitives.yaml import yaml_text
from poortwachter.results.provenance import versions
from poortwachter.scenario.alignment import ALIGNMENTS, PARAMETER, Alignment, fingerprint
from poortwachter.scenario.load import World, current_world
from poortwachter.scenario.schema import LAYERS
from poortwachter.simulation.runner import Effort
from poortwachter.simulation.worlds import FIRST_YEAR
from poortwachter.study.lived import lived
from poortwachter.study.targets import load_targets

ALIGNED_SERIES: Final = ("wia_inflow",)
"""Published series that an award chance can be aligned to."""
MOVED: Final = (Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA)
"""Awards that follow the factor."""
ROUNDS: Final = 6
WORKERS: Final = 4_000_000
"""Workers unless told otherwise: an error of three quarters of a per cent of a year's inflow."""
SEED: Final = 1
PRICE_YEAR: Final = 2022
DIGITS: Final = 4
"""Decimals of a factor."""


@dataclass(frozen=True)
class Estimate:
    """A finished alignment, and how far the aligned baseline is from the series on the same lives."""

    alignment: Alignment
    gaps: Mapping[int, float]
    """(model - published) / published by year."""
    workers: int
    seed: int


def align(
    world: World,
    *,
    name: str,
    series: str,
    workers: int = WORKERS,
    seed: int = SEED,
    rounds: int = ROUNDS,
    threads: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> Estimate:
    """Estimate the factors under which the baseline's inflow meets a published series.

    Raises:
        InputError: for a series that nothing can be aligned to.
    """
    if series not in ALIGNED_SERIES:
        raise InputError([Problem(f"nothing aligns to {series!r}", one_of(series, ALIGNED_SERIES))])
    published = {year: value for (year, _), value in load_targets()[series].series.items()}
    parameters = {layer: fingerprint(world.layer(layer)) for layer in LAYERS}
    factors = dict.fromkeys(published, 1.0)
    gaps: dict[int, float] = {}
    for number in range(rounds + 1):
        alignment = Alignment(name, series, dict(factors), parameters)
        inflow, moved = _inflow(world, alignment=alignment, workers=workers, seed=seed, threads=threads)
        gaps = {year: inflow[year] / value - 1.0 for year, value in published.items()}
        say(f"round {number}: largest gap {max(map(abs, gaps.values())):.2%}")
        if number == rounds:
            return Estimate(alignment, gaps, workers, seed)
        for year, value in published.items():
            factors[year] = round(factors[year] * (1.0 + (value - inflow[year]) / moved[year]), DIGITS)
    raise AssertionError("the last round returns")


def _inflow(
    world: World, *, alignment: Alignment, workers: int, seed: int, threads: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Return by year the inflow of an aligned baseline, and the awards that follow the factors."""
    last = max(alignment.factors)
    one = lived(
        world.overridden({"behaviour": {PARAMETER: alignment.values()}}),
        workers=workers,
        seed=seed,
        last_year=last,
        price_year=PRICE_YEAR,
        threads=threads,
        tallied=False,
    )
    book = one.book(one.cells)
    inflow, moved = book.wia_inflow.sum(axis=(1, 2, 3)), book.event(*MOVED)
    years = range(FIRST_YEAR, last + 1)
    return (
        {year: float(value) for year, value in zip(years, inflow, strict=True)},
        {year: float(value) for year, value in zip(years, moved, strict=True)},
    )


def text_of(estimate: Estimate) -> str:
    """Return an alignment as YAML: factors, what they meet, and what they were estimated on."""
    alignment = estimate.alignment
    content: dict[str, Any] = {
        "series": alignment.series,
        "parameter": PARAMETER,
        "factors": dict(sorted(alignment.factors.items())),
        "gaps": {year: round(gap, DIGITS) + 0.0 for year, gap in sorted(estimate.gaps.items())},
        "estimated_on": {
            "version": versions()["poortwachter"],
            "workers": estimate.workers,
            "seed": estimate.seed,
            "parameters": dict(alignment.estimated_on),
        },
    }
    return yaml_text(content)


def main() -> None:
    """Estimate an alignment and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", default=ALIGNED_SERIES[0])
    parser.add_argument("--name", required=True)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--output", type=Path, default=ALIGNMENTS)
    given = parser.parse_args()
    estimate = align(
        current_world(),
        name=given.name,
        series=given.series,
        workers=given.workers,
        threads=Effort().used_threads,
        say=print,
    )
    given.output.mkdir(parents=True, exist_ok=True)
    write_whole(given.output / f"{given.name}.yaml", text_of(estimate))


if __name__ == "__main__":
    main()
