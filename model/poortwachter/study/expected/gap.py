"""Measure how far expected values lie from the simulation, and store it with the model.

`python -m poortwachter.study.expected.gap` simulates the headline once with many workers and under draws of behaviour
with few, computes both, and writes `study/data/expected_gap.yaml` and `expected_draws.csv`. Some two minutes; to
be done again when law, behaviour or population change. The draws are those of `poortwachter spread`.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import LINE_NAMES, line_amounts
from poortwachter.primitives.files import write_whole
from poortwachter.primitives.yaml import yaml_text
from poortwachter.results.approximate import settled_money
from poortwachter.results.arrays import baseline_money, checked_ledgers, effect_money
from poortwachter.results.assemble import settled_charges, settled_rows
from poortwachter.results.groups import estimate, mean_of_rows
from poortwachter.scenario.load import Scenario, load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation.runner import Effort, frozen_charges, live_frozen
from poortwachter.study.calibration.draws import drawn_scenario
from poortwachter.study.calibration.folder import Fitted, read_fit, shipped_fit
from poortwachter.study.carrying import Amount, structural_wia
from poortwachter.study.expected.known import DRAWS, GAP, fingerprints_of, judged
from poortwachter.study.expected.run import built_worlds, expectation_of
from poortwachter.study.targets import load_targets

Floats = npt.NDArray[np.float64]
HEADLINE: Final = "advies_bedrijfsarts_leidend"
COMMAND: Final = "python -m poortwachter.study.expected.gap"
WORKERS, DRAWN, DRAW_WORKERS = 830_000, 100, 20_000
DIGITS: Final = 6


def expected_structural(resolved: Resolved) -> tuple[float, float]:
    """Return the expected WIA benefits of the baseline and the structural effect on them, EUR mln a year."""
    worlds = built_worlds(resolved, frozen=True)
    baseline, reform = settled_money(expectation_of(*worlds), charges=frozen_charges(resolved, built=worlds[0]))
    return _wia(baseline), _wia(reform - baseline)


def simulated_structural(resolved: Resolved, *, effort: Effort) -> tuple[float, Amount]:
    """Return the same by simulation."""
    run = live_frozen(resolved, effort=effort)
    charges = settled_charges(frozen_charges(resolved, built=run.baseline))
    ledgers = settled_rows(checked_ledgers(run.arrays, first_year=1, name="frozen run"))
    assert ledgers is not None, "a frozen run is long enough"
    base = mean_of_rows(baseline_money(ledgers, charges=charges))
    change = mean_of_rows(effect_money(ledgers, charges=charges))
    found = estimate(line_amounts(change)[..., LINE_NAMES.index("wia_benefits")], scale=run.weight)
    return _wia(base.sum(axis=0)) * run.weight, Amount(float(found.total), float(found.se))


def _wia(money: Floats) -> float:
    return float(line_amounts(money)[..., LINE_NAMES.index("wia_benefits")])


def drawn(
    scenario: Scenario, *, fit: Fitted, draws: int, workers: int, effort: Effort
) -> Iterator[tuple[float, Amount]]:
    """Yield the expected and the simulated structural effect of numbered draws."""
    for number in range(1, draws + 1):
        resolved = resolve(drawn_scenario(number, scenario=scenario, fit=fit), RunOptions(workers=workers))
        resolved = replace(resolved, run=replace(resolved.run, replication=number))
        yield expected_structural(resolved)[1], structural_wia(resolved, effort=effort)


def main() -> None:
    """Measure the gap and store it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--draws", type=int, default=DRAWN)
    parser.add_argument("--draw-workers", type=int, default=DRAW_WORKERS)
    parser.add_argument("--threads", type=int, default=0)
    given = parser.parse_args()
    scenario, effort = load(HEADLINE), Effort(threads=given.threads)
    fit = read_fit(shipped_fit(), behaviour=scenario.current.behaviour, targets=load_targets())
    resolved = resolve(scenario, RunOptions(workers=given.workers))
    spending, effect = expected_structural(resolved)
    simulated_spending, simulated = simulated_structural(resolved, effort=effort)
    measured = {
        "expected": effect,
        "simulated": simulated.value,
        "se": simulated.se,
        "spending_expected": spending,
        "spending_simulated": simulated_spending,
    }
    content = {
        "scenario": HEADLINE,
        "date": date.today().isoformat(),
        "command": f"{COMMAND} --workers {given.workers} --draws {given.draws} --draw-workers {given.draw_workers}",
        "workers": given.workers,
        **{name: float(f"{value:.{DIGITS}g}") for name, value in measured.items()},
        "fingerprints": fingerprints_of(resolved),
    }
    rows = ["draw,expected,simulated,se"]
    found = drawn(scenario, fit=fit, draws=given.draws, workers=given.draw_workers, effort=effort)
    for number, (expected, amount) in enumerate(found, 1):
        rows.append(f"{number},{expected:.3f},{amount.value:.3f},{amount.se:.3f}")
        print(rows[-1], file=sys.stderr, flush=True)
    write_whole(DRAWS, "\n".join([*rows, ""]))
    write_whole(GAP, f"# Made by `{COMMAND}`; not written by hand. Amounts in EUR mln a year.\n{yaml_text(content)}")
    print(judged())


if __name__ == "__main__":
    main()
