"""Say what an ensemble does, and do one task of it: a draw of behaviour, a replication, a share of the workers.

A job is small and travels to wherever a task is done; law, behaviour and population are those of the program there,
which must be the same. A task gives sums in whole numbers, so that shares add up to the same bytes in any order.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import CENTS_PER_EUR_MLN
from poortwachter.accounting.sums import WAGES, line_sums, lines_of_sums
from poortwachter.accounting.views import Cells, money_cells
from poortwachter.kernel.pack import pack
from poortwachter.primitives.memory import hash_of
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.results.arrays import ChargeRates, checked_ledgers
from poortwachter.results.assemble import STRUCTURAL_ROWS, certain_lines
from poortwachter.results.groups import estimate
from poortwachter.results.provenance import plan_hash, versions
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import Scenario, current_world
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.scenario.schema import LAYERS
from poortwachter.simulation.blocks import Share
from poortwachter.simulation.runner import (
    Effort,
    Spans,
    context_of,
    live_spans,
)
from poortwachter.study.calibration.draws import drawn_logs, drawn_scenario
from poortwachter.study.calibration.folder import COVARIANCE, PLAN, Fitted, read_fit, shipped_fit
from poortwachter.study.expected.run import Common, built_worlds, common_of, expected_spending
from poortwachter.study.targets import load_targets

Floats = npt.NDArray[np.float64]

MOST_REPLICATIONS: Final = 1024
"""Replications of a draw at most: every draw has as many keys of chance, used or not."""
DIGITS: Final = 6
"""Significant digits of what is noted of a draw."""
SOURCES: Final = (
    *("primitives", "law", "behaviour", "population", "accounting", "kernel", "scenario", "simulation"),
    *("results", "study/expected", "study/calibration", "study/ensemble"),
)
"""Folders whose sources can change a result."""


class Task(NamedTuple):
    """One thing to do; a draw is lived, or its expected values are computed, which has one share and no replication."""

    draw: int
    replication: int
    share: Share
    expected: bool = False

    @property
    def cell(self) -> "Task":
        """Return the task of which this is a share."""
        return self._replace(share=Share(0, 1))


class Sums(NamedTuple):
    """What a task gives; the last row is the sum over the years of the structural amount."""

    effect: Cells
    """(G, Y + 1, sums) in `unit` eurocents; G groups of workers, one without chance."""
    wages: Cells
    """(G, Y + 1) wages in the baseline over which employers owe charges, eurocents."""
    weights: tuple[float, float]
    """Persons per worker, on the calendar and frozen."""
    unit: float
    levels: Floats
    """What was drawn: the factors of the fit, and the mean of every other parameter, in the order of `level_names`."""
    tables: str
    """Hash of the tables that were lived in: shares of one draw have the same."""


@dataclass(frozen=True)
class Job:
    """What is done for a scenario; two are the same if their hashes are."""

    hash: str
    scenario: Scenario = field(compare=False)
    """Without current law and behaviour."""
    options: RunOptions = field(compare=False)
    draw_seed: int = field(compare=False)
    program: str = field(compare=False)
    """Hash of what must be the same wherever a task is done."""


def job_of(scenario: Scenario, *, options: RunOptions, draw_seed: int) -> Job:
    """Return the job of a scenario; options: method and workers among them."""
    content = content_of(scenario, options=options, draw_seed=draw_seed)
    bare = replace(scenario, current=None)  # type: ignore[arg-type]
    return Job(plan_hash(content), bare, options, draw_seed, program_hash())


def content_of(scenario: Scenario, *, options: RunOptions, draw_seed: int) -> Mapping[str, Any]:
    """Return all that the parts of an ensemble depend on; not how many draws and replications there are."""
    return {
        "plan": plan(resolve(scenario, options)),
        "draws": {"seed": draw_seed, "fit": fit_hash()},
        "parameters": {layer: fingerprint(scenario.current.layer(layer)) for layer in LAYERS},
        "versions": versions(),
        "program": program_hash(),
    }


@cache
def program_hash() -> str:
    """Return the hash of the sources and parameters of this program."""
    world = current_world()
    parts = (hash_of(SOURCES), fit_hash(), *(fingerprint(world.layer(layer)) for layer in LAYERS))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@cache
def fit_hash() -> str:
    """Return the hash of the fit that draws are made from."""
    folder = shipped_fit()
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in (PLAN, COVARIANCE))).hexdigest()


@cache
def fit_of_baseline() -> Fitted:
    """Return the fit that draws are made from."""
    return read_fit(shipped_fit(), behaviour=current_world().behaviour, targets=load_targets())


def worked(task: Task, *, job: Job, effort: Effort) -> Sums:
    """Do a task.

    Raises:
        RuntimeError: when the program here is another than that of the job.
    """
    if job.program != program_hash():
        raise RuntimeError("a worker runs another version of the program, or has other parameters, than its client")
    return _expected(task, job=job) if task.expected else _lived(task, job=job, effort=effort)


def drawn(draw: int, *, job: Job) -> Resolved:
    """Return the scenario of a job under a draw."""
    scenario = replace(job.scenario, current=current_world())
    return resolve(drawn_scenario(draw, scenario=scenario, fit=fit_of_baseline(), seed=job.draw_seed), job.options)


def level_names(behaviour: ParameterSet) -> tuple[str, ...]:
    """Return the names of what is noted of a draw."""
    fit = fit_of_baseline()
    free = [one.name for one in fit.plan.free]
    return (*free, *(name for name in behaviour if name not in fit.plan.parameters))


def _levels(resolved: Resolved, *, draw: int, job: Job) -> Floats:
    fit = fit_of_baseline()
    logs = drawn_logs(draw, fit=fit, seed=job.draw_seed) if draw else fit.logs
    behaviour = resolved.baseline.behaviour
    means = [
        float(np.mean([np.mean(np.asarray(value, dtype=np.float64)) for _, value in one.values]))
        for name, one in behaviour.items()
        if name not in fit.plan.parameters
    ]
    return np.array([float(f"{value:.{DIGITS}g}") for value in (*np.exp(logs), *means)])


@lru_cache(maxsize=1)
def _worlds(job: Job, draw: int) -> tuple[Resolved, Spans, str, Floats]:
    """Return the worlds of a draw, kept for its next replication or share."""
    resolved = drawn(draw, job=job)
    if resolved.run.method == "fast":
        resolved = replace(resolved, run=replace(resolved.run, method="auto"))
    calendar, frozen = (built_worlds(resolved, frozen=one, common=_common(job, one)) for one in (False, True))
    spans = Spans(calendar, frozen)
    digest = hashlib.sha256()
    for built in (*spans.calendar, *spans.frozen):
        digest.update(pack(built.world).tobytes())
    return resolved, spans, digest.hexdigest(), _levels(resolved, draw=draw, job=job)


def _lived(task: Task, *, job: Job, effort: Effort) -> Sums:
    resolved, spans, tables, levels = _worlds(job, task.draw)
    chance = resolved.run.replication + task.draw * MOST_REPLICATIONS + task.replication
    resolved = replace(resolved, run=replace(resolved.run, replication=chance))
    effort = replace(effort, share=task.share)
    rows: list[tuple[Cells, Cells]] = []
    weights: list[float] = []
    unit = 1.0
    for run, name in zip(live_spans(resolved, spans, effort=effort), ("calendar run", "frozen run"), strict=True):
        ledgers = checked_ledgers(run.arrays, first_year=1, name=name)
        unit = ledgers.unit
        rows.append((line_sums(money_cells(ledgers.effect)), line_sums(money_cells(ledgers.baseline))))
        weights.append(run.weight)
    (effect, base), (settled, settled_base) = rows
    wages = np.concatenate([base[..., WAGES], _settled(settled_base[..., WAGES])], axis=1)
    return Sums(
        np.concatenate([effect, _settled(settled)], axis=1), wages, (weights[0], weights[1]), unit, levels, tables
    )


def _settled(sums: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the sum over the years of the structural amount, (G, 1, ...)."""
    first, last = STRUCTURAL_ROWS
    return sums[:, first : last + 1].sum(axis=1, keepdims=True)


@lru_cache(maxsize=2)
def _common(job: Job, frozen: bool) -> Common:
    """Return what the draws of a job have in common: they change behaviour only."""
    return common_of(drawn(0, job=job), frozen=frozen)


def _expected(task: Task, *, job: Job) -> Sums:
    resolved = drawn(task.draw, job=job)
    calendar, frozen = (expected_spending(resolved, frozen=one, common=_common(job, one)) for one in (False, True))

    def rows(take: Any) -> Cells:
        both = (take(calendar)[None], _settled(take(frozen)[None]))
        return np.rint(np.concatenate(both, axis=1)).astype(np.int64)

    def effect(money: Floats) -> Floats:
        return line_sums(money[1] - money[0])

    def wages(money: Floats) -> Floats:
        return line_sums(money[0])[..., WAGES]

    levels = _levels(resolved, draw=task.draw, job=job)
    return Sums(rows(effect), rows(wages), (1.0, 1.0), 1.0, levels, "")


class Cell(NamedTuple):
    """The amounts of one draw and replication, EUR mln: of every line by year, and structural in the last row."""

    amounts: Floats
    errors: Floats
    """(Y + 1, lines); standard errors are zero without chance."""
    levels: Floats


@dataclass(frozen=True)
class Charges:
    """Employers' charges of a job, and its premiums and budgets by line, EUR mln: what no draw changes."""

    calendar: ChargeRates
    frozen: ChargeRates
    certain: Floats
    """(Y + 1, lines)"""


def charges_of(resolved: Resolved) -> Charges:
    """Return the charges, premiums and budgets of a scenario."""
    calendar, frozen = (built_worlds(resolved, frozen=one) for one in (False, True))
    context = context_of(
        resolved, calendar=calendar, frozen=frozen, estimator="", lives=0, weight=1.0, frozen_weight=1.0
    )
    certain = np.vstack([certain_lines(context, frozen=one) for one in (False, True)])
    return Charges(context.charges, context.frozen_charges, certain)


def added(parts: list[Sums]) -> Sums:
    """Return the sums of shares of one draw and replication.

    Raises:
        RuntimeError: when they were not lived in the same tables, as on machines whose arithmetic differs.
    """
    first = parts[0]
    if any(one.tables != first.tables for one in parts):
        raise RuntimeError("shares of one draw were lived in other tables: do an ensemble on machines of one kind")
    effect = np.sum([one.effect for one in parts], axis=0)
    return first._replace(effect=effect, wages=np.sum([one.wages for one in parts], axis=0))


def cell_of(sums: Sums, *, charges: Charges) -> Cell:
    """Return the amounts of whole sums: weights, prices, employers' charges and standard errors."""
    first, last = STRUCTURAL_ROWS
    years = last - first + 1
    found: list[tuple[Floats, Floats]] = []
    scales = (sums.weights[0], sums.weights[1] / years)
    spans = ((slice(None, -1), charges.calendar), (slice(-1, None), charges.frozen))
    for (rows, rates), scale in zip(spans, scales, strict=True):
        before, after = rates
        if rows.start == -1:
            before, after = (type(one)(*(rate[-1:] for rate in one)) for one in (before, after))
        effect = sums.effect[:, rows] * sums.unit / CENTS_PER_EUR_MLN
        lines = lines_of_sums(
            effect, baseline_wages=sums.wages[:, rows] / CENTS_PER_EUR_MLN, before=before, after=after
        )
        if len(lines) == 1:
            found.append((lines[0] * scale, np.zeros_like(lines[0])))
        else:
            found.append(estimate(lines, scale=scale))
    amounts, errors = (np.concatenate([one[place] for one in found]) for place in (0, 1))
    return Cell(amounts + charges.certain, errors, sums.levels)
