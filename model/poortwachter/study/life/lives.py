"""Put one simulated life on paper: the steps of a worker of a run under baseline and reform, with their sums.

The life is lived again in plain Python, in a process of its own (`NUMBA_DISABLE_JIT=1`), on the worlds that the
plan of the run describes. Its ledger is that of the run, bit for bit, and its steps add up to it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import views
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS, Item, Payer
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, resolve
from poortwachter.simulation.blocks import blocks_of, scratch
from poortwachter.simulation.runner import FAST, estimator_of
from poortwachter.simulation.worlds import FIRST_YEAR, Built, Horizon, build_world
from poortwachter.study.life.listening import listen
from poortwachter.study.life.readers import AT_CALL, AT_RETURN
from poortwachter.study.life.telling import Step, Teller

PLAN: Final = "plan.yaml"
SEARCHED_AT_ONCE: Final = 4096
"""Lives in which differences are searched at once; never changes who is found."""


@dataclass(frozen=True)
class Total:
    """What a payer paid for an item in a year of the ledger (0 is the first), eurocents."""

    year: int
    item: str
    payer: str
    cents: int


@dataclass(frozen=True)
class Life:
    """A life under one policy: its steps by week, and what the ledger holds for it.

    missed: kernel functions that could not be read, with the reason; their euros are in the totals all the same.
    """

    steps: tuple[Step, ...]
    totals: tuple[Total, ...]
    missed: tuple[str, ...]

    def untold(self) -> tuple[Total, ...]:
        """Return what the ledger holds beyond the steps: nothing, if every euro was told."""
        told: Counter[tuple[int, str, str]] = Counter()
        for step in self.steps:
            for year, cents in step.years.items():
                told[year, step.what, step.payer] += cents
        held = Counter({(total.year, total.item, total.payer): total.cents for total in self.totals})
        gaps = {key: held[key] - told[key] for key in sorted({*held, *told})}
        return tuple(Total(*key, cents) for key, cents in gaps.items() if cents)


@dataclass(frozen=True)
class Lives:
    """One worker under baseline and reform. Amounts in eurocents, at the benefit level of the price year."""

    title: str
    worker: int
    """Position among all lives of the run, in order of cohort."""
    lives: int
    cohort: int
    ordinal: int
    """Position within the cohort."""
    weight: float
    """Persons a simulated worker stands for."""
    seed: int
    price_year: int
    first_year: int
    last_year: int
    estimator: str
    frozen: bool
    baseline: Life
    reform: Life

    @property
    def parting(self) -> int | None:
        """Return the first week in which the two lives differ, or None."""
        for one, other in zip(self.baseline.steps, self.reform.steps, strict=False):
            if one != other:
                return min(one.week, other.week)
        common = min(len(self.baseline.steps), len(self.reform.steps))
        longer = (*self.baseline.steps[common:], *self.reform.steps[common:])
        return longer[0].week if longer else None


@dataclass(frozen=True)
class Setting:
    """A run as its plan describes it: settings, the worlds of both policies, and how many live in each cohort."""

    resolved: Resolved
    frozen: bool
    baseline: Built
    reform: Built
    workers: npt.NDArray[np.int64]

    @property
    def lives(self) -> int:
        """Return the number of lives."""
        return int(self.workers.sum())

    def place(self, worker: int) -> tuple[int, int]:
        """Return cohort and ordinal of a worker by position among all lives."""
        ends = np.cumsum(self.workers)
        cohort = int(np.searchsorted(ends, worker, side="right"))
        return cohort, worker - int(ends[cohort] - self.workers[cohort])


def setting_of(plan: Path, *, frozen: bool = False) -> Setting:
    """Return the setting of a plan; frozen: of its structural run.

    Raises:
        InputError: for anything wrong in the plan.
    """
    resolved = resolve(load(plan))
    if resolved.run.method == FAST:
        what = "expected values (method fast) have no lives"
        raise InputError([Problem(what, "run the scenario with another method", plan)])
    horizon = Horizon(last_year=resolved.run.to, price_year=resolved.run.price_year, frozen=frozen)
    policies = resolved.frozen(date(resolved.run.price_year, 1, 1)) if frozen else (resolved.baseline, resolved.reform)
    baseline, reform = (build_world(policy, dated=resolved.baseline, horizon=horizon) for policy in policies)
    workers = baseline.totals.cohort_workers(resolved.run.workers)
    return Setting(resolved, frozen, baseline, reform, workers)


def plan_of(folder: Path) -> Path:
    """Return the plan of a result folder.

    Raises:
        InputError: when the folder holds none.
    """
    path = folder / PLAN
    if not path.is_file():
        raise InputError([Problem("this folder holds no result", f"name a folder with {PLAN}", folder)])
    return path


def life_of(plan: Path, *, worker: int, frozen: bool = False) -> Lives:
    """Return one life of a run, told in a process of its own.

    worker: position among all lives of the run, in order of cohort.

    Raises:
        InputError: for a worker that does not exist, and for anything wrong in the plan.
        RuntimeError: when the process fails.
    """
    lives = setting_of(plan, frozen=frozen).lives
    if not 0 <= worker < lives:
        raise InputError([Problem(f"worker {worker}: there is none", f"choose from 0 to {lives - 1}")])
    arguments = [str(plan), "--worker", str(worker), *(["--frozen"] if frozen else [])]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "poortwachter.study.life.lives", *arguments],
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the life could not be told:\n{done.stderr.strip()}")
    return _from_json(json.loads(done.stdout))


def _environment() -> dict[str, str]:
    """Return the environment in which this same package runs without compilation."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "PYTHONIOENCODING": "utf-8",
    }


def told(setting: Setting, *, worker: int) -> Lives:
    """Live a worker under both policies and tell both; only in a process with NUMBA_DISABLE_JIT=1."""
    cohort, ordinal = setting.place(worker)
    run, clock = setting.resolved.run, setting.baseline.world.clock
    policies = setting.resolved.baseline, setting.resolved.reform
    baseline, reform = (
        _told(setting, built, law=policy.law, cohort=cohort, ordinal=ordinal)
        for built, policy in zip((setting.baseline, setting.reform), policies, strict=True)
    )
    return Lives(
        title=setting.resolved.title,
        worker=worker,
        lives=setting.lives,
        cohort=cohort,
        ordinal=ordinal,
        weight=setting.baseline.totals.weight(run.workers),
        seed=run.seed,
        price_year=run.price_year,
        first_year=FIRST_YEAR,
        last_year=FIRST_YEAR + int(clock.years) - 1,
        estimator=estimator_of(setting.resolved),
        frozen=setting.frozen,
        baseline=baseline,
        reform=reform,
    )


def _told(setting: Setting, built: Built, *, law: Any, cohort: int, ordinal: int) -> Life:
    from poortwachter.kernel.plain import live, plain_world

    run, world = setting.resolved.run, plain_world(built.world)
    teller = Teller(world, law=law, at_call=AT_CALL, at_return=AT_RETURN)
    row = listen(
        lambda: live(world, seed=run.seed, replication=run.replication, cohort=cohort, worker=ordinal),
        listener=teller,
    )
    steps = sorted(teller.steps, key=lambda step: (step.week, step.order))
    return Life(steps=tuple(steps), totals=tuple(totals_of(row)), missed=tuple(sorted(teller.missed)))


def totals_of(row: npt.NDArray[np.int64]) -> Iterator[Total]:
    """Yield what a ledger (Y, C) holds in euros, by year, item and payer."""
    money = views.money_cells(row)
    for year, item, payer in np.argwhere(money):
        cents = int(money[year, item, payer])
        yield Total(int(year), Item(int(item)).name.lower(), Payer(int(payer)).name.lower(), cents)


def affected(setting: Setting, *, number: int) -> int:
    """Return the position of the worker, counted from 0, whose ledger is the `number`-th to differ under the reform.

    Uses the compiled kernel: blocks first, by error group, then the workers of a group that differs one by one.

    Raises:
        InputError: when fewer workers differ.
    """
    found = 0
    for worker in _differing(setting):
        if found == number:
            return worker
        found += 1
    advice = f"choose from 0 to {found - 1}" if found else "the reform changes nothing in this run"
    raise InputError([Problem(f"affected {number}: only {found} lives differ under the reform", advice)])


def _differing(setting: Setting) -> Iterator[int]:
    """Yield the workers whose ledger differs, in order."""
    run = setting.resolved.run
    if estimator_of(setting.resolved) == "none":
        return
    key = (np.uint64(run.seed), np.uint64(run.replication))
    worlds = pack(setting.baseline.world), pack(setting.reform.world)
    shape = (2, GROUPS, int(setting.baseline.world.clock.years), views.columns.N_COLUMNS)
    cells, life = np.zeros(shape, dtype=np.int64), scratch()

    def live(cohort: int, first: int, last: int) -> None:
        for ledger, world in zip(cells, worlds, strict=True):
            simulate_block(ledger, world, key, cohort, first, last, life)

    starts = np.cumsum(setting.workers) - setting.workers
    for cohort, first, last in blocks_of(setting.workers, size=SEARCHED_AT_ONCE):
        cells[:] = 0
        live(cohort, first, last)
        groups = set(np.flatnonzero((cells[0] != cells[1]).any(axis=(1, 2))).tolist())
        for worker in (each for each in range(first, last) if each % GROUPS in groups):
            cells[:, worker % GROUPS] = 0
            live(cohort, worker, worker + 1)
            if (cells[0, worker % GROUPS] != cells[1, worker % GROUPS]).any():
                yield int(starts[cohort]) + worker


def _from_json(found: Mapping[str, Any]) -> Lives:
    lives = {name: _life(found[name]) for name in ("baseline", "reform")}
    return Lives(**{**found, **lives})


def _life(found: Mapping[str, Any]) -> Life:
    return Life(
        steps=tuple(
            Step(**{**step, "years": {int(year): cents for year, cents in step["years"].items()}})
            for step in found["steps"]
        ),
        totals=tuple(Total(**total) for total in found["totals"]),
        missed=tuple(found["missed"]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one life of a plan as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--worker", type=int, required=True)
    parser.add_argument("--frozen", action="store_true")
    given = parser.parse_args(arguments)
    lives = told(setting_of(given.plan, frozen=given.frozen), worker=given.worker)
    json.dump(asdict(lives), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
