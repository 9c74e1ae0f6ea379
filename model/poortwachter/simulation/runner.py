"""Run a resolved scenario: tables, population, lives, balance, result.

The calendar run covers 2004 to the last year asked; the frozen run covers 80 years with law, population, AOW
age, wages and prices of the price year, and gives the structural amount.
"""

import os
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.granted import GRANTED, GRANTED_ONLY, granted_money
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import Stage, forking_world, touch_of
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.memory import kept
from poortwachter.primitives.watch import Progress, Watch
from poortwachter.results.arrays import ChargeRates, RunArrays
from poortwachter.results.assemble import (
    Context,
    Half,
    assembled,
    calendar_half,
    frozen_half,
    settled_lines,
)
from poortwachter.results.groups import Estimate
from poortwachter.results.provenance import plan_hash, versions
from poortwachter.scenario.load import World
from poortwachter.scenario.resolve import Resolved, plan
from poortwachter.simulation.blocks import (
    DEFAULT_BLOCK,
    WHOLE,
    Lives,
    Share,
    affected_ledgers,
    plain_ledger,
    split_ledgers,
)
from poortwachter.simulation.insurance import insurance_of
from poortwachter.simulation.premiums import PREMIUMS, WagesOf, charges_of, premiums_of, wages_of
from poortwachter.simulation.worlds import FIRST_YEAR, FROZEN_YEARS, Built, Horizon, build_world

if TYPE_CHECKING:
    import xarray as xr

PAIR: Final = "pair"
AFFECTED: Final = "affected"
SPLIT: Final = "split"
NONE: Final = "none"
FAST: Final = "fast"
"""Expected values instead of a simulation: see `study.expected`."""
DECISIONS_ONLY: Final = frozenset(
    {
        "beoordeling.afwijzing",
        "loonsanctie.bezwaar",
        "loonsanctie.bezwaar_gegrond",
        "loonsanctie.causaal_aandeel",
        "loonsanctie.factor_medische_grond",
        "loonsanctie.toekenning_doorgezet",
        "poortwachter.kwaliteitsprogramma",
        "respons.bezwaren",
        "respons.bezwaren_gegrond",
        "respons.sancties_administratief",
        "respons.sancties_bedrijfsarts",
        "respons.sancties_werkgever",
        "respons.verschil_artsen",
        "respons.verschil_artsen_toekenning",
        "riv_toets.aandeel_vervalbaar",
        "riv_toets.aandeel_vervalbaar_administratief",
        "riv_toets.betere_uitvoering",
        "riv_toets.factor_klein_of_erd",
        "riv_toets.grond_bedrijfsarts_toetsbaar",
        "riv_toets.kans_administratief",
        "riv_toets.kans_inhoudelijk",
        "riv_toets.toekenning_zonder_verlenging",
        "riv_toets.vervanging_andere_grond",
        "uitlijning.toekenning",
        "ziekengeld.verlenging_factor",
    }
)
"""Parameters that change only the chances at decisions, for which the split is exact."""


@dataclass(frozen=True)
class Effort:
    """How much is simulated and on what: never part of a result."""

    threads: int = 0
    block_size: int = DEFAULT_BLOCK
    share: Share = WHOLE
    """Which of the blocks are lived; the ledgers of all shares add up to those of the whole."""

    @property
    def used_threads(self) -> int:
        """Return the number of threads, by default one per core."""
        return self.threads or len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Run:
    """One span of years, lived: its arrays, its worlds and how many lives it took."""

    arrays: RunArrays
    baseline: Built
    lives: int
    weight: float


def estimator_of(resolved: Resolved) -> str:
    """Return the estimator a run uses: that asked for, or the sharpest that is exact for this reform.

    Raises:
        InputError: when the split is asked for and the reform changes more than the chances at decisions, or when
            nothing is to be simulated.
    """
    if resolved.run.method == FAST:
        raise InputError([Problem("method fast simulates nothing", "use method auto here")])
    if resolved.run.capacity:
        raise InputError([Problem("run: {capacity: true} is not solved here", "run the scenario by itself")])
    changed = {difference.name for difference in resolved.differences if difference.scope == "reform"}
    changed |= resolved.moved
    changed -= PREMIUMS | GRANTED_ONLY
    beyond = sorted(changed - DECISIONS_ONLY)
    if resolved.run.method == SPLIT and beyond:
        what = f"method split is exact only for a reform of chances at decisions; this changes {', '.join(beyond)}"
        raise InputError([Problem(what, "use method pair, or auto")])
    if resolved.run.method != "auto":
        return resolved.run.method
    if not changed:
        return NONE
    return AFFECTED if beyond else SPLIT


def simulate(resolved: Resolved, *, effort: Effort, watch: Watch) -> "xr.Dataset":
    """Run a scenario and return its result.

    watch: opens the stages `compile` and `lives`, and is told of progress in them.

    Raises:
        BalanceError: if people or money do not balance.
    """
    spans = (
        (resolved.baseline, resolved.reform, horizon_of(resolved, frozen=False)),
        (*_frozen_policies(resolved)[0], horizon_of(resolved, frozen=True)),
    )
    built = [_built(*span, dated=resolved.baseline) for span in spans]
    with watch("compile", 1) as progress:
        _compile(resolved, *built[0])
        progress(1)
    workers = [workers_of(resolved, *worlds).sum() for worlds in built]
    weights = [before.totals.weight(resolved.run.workers) for before, _ in built]
    context = context_of(
        resolved,
        calendar=built[0],
        frozen=built[1],
        estimator=estimator_of(resolved),
        lives=int(sum(workers)),
        weight=weights[0],
        frozen_weight=weights[1],
    )
    halves: list[Half] = []
    with importing("xarray", "h5netcdf"), watch("lives", context.lives) as progress:
        for worlds, half in zip(built, (calendar_half, frozen_half), strict=True):
            # one run's ledgers at a time: they are most of the memory
            halves.append(half(_live(resolved, *worlds, effort=effort, progress=progress).arrays, context=context))
    return assembled(*halves, context=context)


@contextmanager
def importing(*modules: str) -> Generator[None]:
    """Import on a thread of its own what is needed later, while compiled code runs and leaves Python free."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.map(import_module, modules)
        yield


def _compile(resolved: Resolved, baseline: Built, reform: Built) -> None:
    """Compile the kernel, or load it from the cache, by living nobody."""
    nobody = np.zeros(1, dtype=np.int64)
    _estimate(resolved, baseline, reform, years=1, workers=nobody, effort=Effort(threads=1), progress=lambda _: None)


def ready_kernel(resolved: Resolved) -> None:
    """Compile the kernel for a scenario, or see that it is in the cache, before others load it from there."""
    horizon = horizon_of(resolved, frozen=False)
    _compile(resolved, *_build(resolved.baseline, resolved.reform, horizon, dated=resolved.baseline))


def live_frozen(resolved: Resolved, *, effort: Effort) -> Run:
    """Live only the frozen run of a scenario."""
    return _live(resolved, *_frozen_worlds(resolved), effort=effort, progress=lambda _: None)


def structural_lines(resolved: Resolved, *, effort: Effort) -> Estimate:
    """Return the structural amount of every line of the table, EUR mln (lines,), by living the frozen run alone.

    Raises:
        BalanceError: if people or money do not balance.
    """
    policies, days = _frozen_policies(resolved)
    worlds = _frozen_worlds(resolved)
    run = _live(resolved, *worlds, effort=effort, progress=lambda _: None)
    return settled_lines(
        run.arrays,
        charges=charges_of(policies, built=worlds[0], days=days),
        premiums=premiums_of(policies, worlds, days=days),
        granted=_granted(*policies, years=FROZEN_YEARS),
        weight=run.weight,
    )


@dataclass(frozen=True)
class Spans:
    """The worlds of a run, baseline and reform: on the calendar, and frozen at the price year."""

    calendar: tuple[Built, Built]
    frozen: tuple[Built, Built]


def live_spans(resolved: Resolved, spans: Spans, *, effort: Effort) -> Iterator[Run]:
    """Live the worlds of a run one after the other, or a share of the workers in them."""
    for worlds in (spans.calendar, spans.frozen):
        yield _live(resolved, *worlds, effort=effort, progress=lambda _: None)


def horizon_of(resolved: Resolved, *, frozen: bool) -> Horizon:
    """Return the years of a run on the calendar, or of its frozen run."""
    return Horizon(last_year=resolved.run.to, price_year=resolved.run.price_year, frozen=frozen)


def _built(baseline: World, reform: World, horizon: Horizon, *, dated: World) -> tuple[Built, Built]:
    """Return the worlds of a span, of which the newest are kept in the user cache."""
    question = repr((horizon, *(policy.content() for policy in (baseline, reform, dated))))
    return kept("worlds", question, lambda: _build(baseline, reform, horizon, dated=dated), most=WORLDS_KEPT)


WORLDS_KEPT: Final = 16
"""Some three megabytes each; a scenario has two, on the calendar and frozen."""


def _build(baseline: World, reform: World, horizon: Horizon, *, dated: World) -> tuple[Built, Built]:
    before = build_world(baseline, dated=dated, horizon=horizon)
    return before, build_world(reform, dated=dated, horizon=horizon)


def workers_of(resolved: Resolved, baseline: Built, *others: Built) -> npt.NDArray[np.int64]:
    """Return how many workers of every cohort are lived, shape (cohorts,): none of those gone in the years read."""
    seen = np.any([each.seen for each in (baseline, *others)], axis=0)
    return np.where(seen, baseline.totals.cohort_workers(resolved.run.workers), 0)


def _live(resolved: Resolved, baseline: Built, reform: Built, *, effort: Effort, progress: Progress) -> Run:
    """Live one span under the estimator of the run."""
    workers = workers_of(resolved, baseline, reform)
    years = baseline.world.clock.years
    arrays = _estimate(resolved, baseline, reform, years=years, workers=workers, effort=effort, progress=progress)
    weight = baseline.totals.weight(resolved.run.workers)
    return Run(arrays=arrays, baseline=baseline, lives=int(workers.sum()), weight=weight)


def _estimate(
    resolved: Resolved,
    baseline: Built,
    reform: Built,
    *,
    years: int,
    workers: npt.NDArray[np.int64],
    effort: Effort,
    progress: Progress,
) -> RunArrays:
    """Live the workers (by cohort) under the estimator of the run and return the ledgers."""
    lives = Lives(
        workers=workers,
        seed=resolved.run.seed,
        replication=resolved.run.replication,
        threads=effort.used_threads,
        block_size=effort.block_size,
        share=effort.share,
    )
    estimator = estimator_of(resolved)
    after = pack(reform.world)
    if estimator == SPLIT:
        forking = pack(forking_world(baseline.world, reform.world))
        cells, effect, parts = split_ledgers(
            forking, after, years=years, replicates=resolved.run.k, lives=lives, progress=progress
        )
        return RunArrays(baseline=cells, reform=None, effect=effect, replicates=resolved.run.k, parts=parts)
    before = pack(baseline.world)
    touch = touch_of(baseline.world, reform.world)
    if estimator == AFFECTED and touch is not None and touch.stage > Stage.EVERYONE:
        cells, paired = affected_ledgers(before, after, touch=touch, years=years, lives=lives, progress=progress)
        return RunArrays(baseline=cells, reform=paired, effect=None, replicates=1)
    cells = plain_ledger(before, years=years, lives=lives, progress=progress)
    if estimator == NONE or (estimator == AFFECTED and touch is None):
        return RunArrays(baseline=cells, reform=None, effect=None, replicates=1)
    paired = plain_ledger(after, years=years, lives=lives, progress=lambda _: None)
    return RunArrays(baseline=cells, reform=paired, effect=None, replicates=1)


def context_of(
    resolved: Resolved,
    *,
    calendar: tuple[Built, Built],
    frozen: tuple[Built, Built],
    estimator: str,
    lives: int,
    weight: float,
    frozen_weight: float,
    wages: WagesOf = wages_of,
) -> Context:
    """Return what a result says of its run; calendar and frozen: its worlds under both policies."""
    built, policies = calendar[0], (resolved.baseline, resolved.reform)
    days = [date(FIRST_YEAR + year, 7, 1) for year in range(built.world.clock.years)]
    settled, settled_days = _frozen_policies(resolved)
    return Context(
        title=resolved.title,
        source=resolved.source or "",
        plan_hash=plan_hash(plan(resolved)),
        seed=resolved.run.seed,
        replication=resolved.run.replication,
        workers=resolved.run.workers,
        lives=lives,
        estimator=estimator,
        price_year=resolved.run.price_year,
        first_year=FIRST_YEAR,
        weight=weight,
        frozen_weight=frozen_weight,
        frozen_days_per_year=built.world.weeks_per_year * 7,
        deflator=built.index.of_year,
        charges=charges_of(policies, built=built, days=days),
        frozen_charges=charges_of(settled, built=frozen[0], days=settled_days),
        insurance=insurance_of(calendar),
        premiums=premiums_of(policies, calendar, days=days, wages=wages),
        frozen_premiums=premiums_of(settled, frozen, days=settled_days, wages=wages),
        versions=versions(),
        alignment=resolved.run.alignment or "",
        granted=_granted(resolved.baseline, resolved.reform, years=built.world.clock.years),
        frozen_granted=_granted(*settled, years=FROZEN_YEARS),
    )


def _granted(baseline: World, reform: World, *, years: int) -> npt.NDArray[np.float64]:
    """Return what both policies grant by year, EUR mln, shape (2, years, 16, 9)."""
    days = [date(FIRST_YEAR + year, 7, 1) for year in range(years)]
    budgets = [{name: policy.law[name].series(days) for name in GRANTED} for policy in (baseline, reform)]
    return np.stack([granted_money(each, years=years) for each in budgets])


def frozen_charges(resolved: Resolved, *, built: Built) -> ChargeRates:
    """Return employers' charges in a frozen run, under both policies; built: the world of its baseline."""
    policies, days = _frozen_policies(resolved)
    return charges_of(policies, built=built, days=days)


def _frozen_worlds(resolved: Resolved) -> tuple[Built, Built]:
    """Build the worlds of a frozen run, baseline and reform."""
    policies, _ = _frozen_policies(resolved)
    return _build(*policies, horizon_of(resolved, frozen=True), dated=resolved.baseline)


def _frozen_policies(resolved: Resolved) -> tuple[tuple[World, World], list[date]]:
    """Return both policies of a frozen run, and a day for each of its years."""
    day = date(resolved.run.price_year, 1, 1)
    return resolved.frozen(day), [day] * FROZEN_YEARS
