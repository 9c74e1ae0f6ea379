"""Set the expected-value approximation beside the simulation: levels, and what a change of each parameter does.

`python -m poortwachter.study.expected.compare` prints both tables; `--workers` sets how many lives are simulated.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from poortwachter.primitives.parameters import Value
from poortwachter.scenario.load import World, current_world
from poortwachter.study.calibrate import Aim, Free, Plan, load_plan
from poortwachter.study.expected.evaluate import expected_moments
from poortwachter.study.lived import UNEMPLOYED_TARGET, Moments, lived, sick_unemployed, without_unemployed
from poortwachter.study.targets import load_targets

STEP = 0.1
"""Relative change of a parameter for the derivatives."""


def simulated_moments(world: World, *, plan: Plan, workers: int) -> Moments:
    """Return the moments of the simulation, on the plan's draws."""

    def live(one: World) -> Moments:
        return lived(
            one,
            workers=workers,
            seed=plan.seed,
            last_year=plan.last_year,
            price_year=plan.price_year,
            threads=1,
        ).moments()

    found = dict(live(world))
    found[UNEMPLOYED_TARGET] = sick_unemployed(found, live(without_unemployed(world)), last_year=plan.last_year)
    return found


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


def responses(before: Moments, after: Moments, aims: Sequence[Aim]) -> Mapping[str, float]:
    """Return the relative change of every aimed series, over its years together."""
    names = sorted({(aim.name, aim.group) for aim in aims})
    found: dict[str, float] = {}
    for name, group in names:
        keys = [(aim.year, aim.group) for aim in aims if (aim.name, aim.group) == (name, group)]
        found[name] = sum(after[name][key] for key in keys) / sum(before[name][key] for key in keys) - 1.0
    return found


def derivatives(base: World, *, plan: Plan, workers: int) -> Iterator[str]:
    """Yield, for every free number, what a change of it does to the series of the plan, expected and simulated."""
    expected, simulated = _expected(base, plan=plan), simulated_moments(base, plan=plan, workers=workers)
    for one in plan.free:
        changed = scaled(base, list(one.start), factor=1.0 + STEP)
        ours = responses(expected, _expected(changed, plan=plan), plan.aims)
        theirs = responses(simulated, simulated_moments(changed, plan=plan, workers=workers), plan.aims)
        yield f"{_name(one)} {STEP:+.0%}"
        for name, response in ours.items():
            yield f"    {name:40} {response:+9.4f} {theirs[name]:+9.4f}"


def _expected(world: World, *, plan: Plan) -> Moments:
    return expected_moments(world, last_year=plan.last_year, price_year=plan.price_year)


def _name(one: Free) -> str:
    return ", ".join(one.start)


def main() -> None:
    """Print levels and derivatives of the current world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--levels-only", action="store_true")
    given = parser.parse_args()
    plan = load_plan(targets=load_targets())
    base = current_world()
    workers = given.workers or plan.workers
    print(f"{'':45} {'mean':>7} {'worst':>7}")
    for line in levels(_expected(base, plan=plan), simulated_moments(base, plan=plan, workers=workers)):
        print(line)
    if not given.levels_only:
        for line in derivatives(base, plan=plan, workers=workers):
            print(line)


if __name__ == "__main__":
    main()
