"""Set the expected-value approximation beside the simulation.

`python -m poortwachter.study.expected.compare` prints the gaps; `--workers` sets how many lives are simulated.
"""

import argparse
from collections.abc import Iterator, Sequence

import numpy as np

from poortwachter.primitives.parameters import Value
from poortwachter.scenario.load import World, current_world
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.expected.evaluate import expected_moments
from poortwachter.study.lived import Moments, live_pair
from poortwachter.study.targets import load_targets

LAST_YEAR = 2026
PRICE_YEAR = 2022


def simulated_moments(world: World, *, workers: int, seed: int) -> Moments:
    """Return the moments of the simulation."""
    return live_pair(world, workers=workers, seed=seed, last_year=LAST_YEAR, price_year=PRICE_YEAR, threads=1).moments()


def scaled(world: World, names: Sequence[str], *, factor: float) -> World:
    """Return the world with a factor on behaviour parameters, at every date."""
    changed = {name: {day: _times(value, factor) for day, value in world.behaviour[name].values} for name in names}
    return world.overridden({"behaviour": changed})


def _times(value: Value, factor: float) -> Value:
    return tuple(_times(part, factor) for part in value) if isinstance(value, tuple) else float(value) * factor


def levels(expected: Moments, simulated: Moments) -> Iterator[str]:
    """Yield a line for every series: the mean gap and the largest gap of a year, as parts of the simulated figure."""
    for name in sorted(set(expected) & set(simulated)):
        gaps = [
            (expected[name][key] / value - 1.0, key)
            for key, value in simulated[name].items()
            if value > 0.0 and key in expected[name] and np.isfinite(expected[name][key])
        ]
        if gaps:
            worst, (year, group) = max(gaps, key=lambda gap: abs(gap[0]))
            yield f"{name:45} {np.mean([gap for gap, _ in gaps]):+7.1%} {worst:+7.1%} {year} {group}"


def main() -> None:
    """Print the gaps of the current world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    run = load_plan(targets=load_targets()).run
    base = current_world()
    expected = expected_moments(base, last_year=LAST_YEAR, price_year=PRICE_YEAR)
    print(f"{'':45} {'mean':>7} {'worst':>7}")
    for line in levels(expected, simulated_moments(base, workers=given.workers or run.workers, seed=run.seed)):
        print(line)


if __name__ == "__main__":
    main()
