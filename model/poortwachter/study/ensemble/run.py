"""Run an ensemble: draws of what is not known of behaviour, and replications of chance, as separate dimensions.

Either every draw is lived, or its expected values are computed and corrected by their gap to the simulation, which is
measured here on the estimate (draw 0), line by line and year by year. What is finished stands in part files, so that
an ensemble that was stopped goes on where it was, and one with more draws adds to it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import check_writable_folder, write_whole
from poortwachter.primitives.memory import remembered
from poortwachter.primitives.watch import Watch
from poortwachter.primitives.yaml import yaml_text
from poortwachter.results.store import PLAN, plan_text
from poortwachter.scenario.load import Scenario
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.simulation.batch import Backend
from poortwachter.simulation.blocks import Share
from poortwachter.simulation.runner import FAST, Effort, estimator_of
from poortwachter.simulation.worlds import FIRST_YEAR
from poortwachter.study.ensemble.job import Job, Task, cell_of, charges_of, content_of, job_of, worked
from poortwachter.study.ensemble.parts import PARTS, Parts
from poortwachter.study.settings import settings

DESCRIPTION: Final = "ensemble.yaml"
RESULT: Final = "ensemble.nc"
ROUND: Final = 10_000
"""Workers of a draw are a multiple of this."""
WHOLE: Final = Share(0, 1)
WIA: Final = LINE_NAMES.index("wia_benefits")


@dataclass(frozen=True)
class Ensemble:
    """What is to be done, and how it stands in a folder."""

    job: Job
    resolved: Resolved
    """The estimate."""
    draws: int
    replications: int
    draw_seed: int
    folder: Path

    @property
    def fast(self) -> bool:
        """Return whether draws are computed as expected values."""
        return self.resolved.run.method == FAST

    @property
    def years(self) -> int:
        """Return the number of years on the calendar."""
        return self.resolved.run.to - FIRST_YEAR + 1

    @property
    def estimator(self) -> str:
        """Return how lives are lived: all of them, or those of the reference."""
        run = replace(self.resolved.run, method="auto") if self.fast else self.resolved.run
        return estimator_of(replace(self.resolved, run=run))

    def parts(self) -> Parts:
        """Return its part files."""
        charges = charges_of(self.resolved)
        return Parts(self.folder / PARTS, plan=self.job.hash, charges=charges)

    def tasks(self) -> Iterator[Task]:
        """Yield all there is to do: replications of a draw one after the other, so that its tables are built once."""
        lived = (0,) if self.fast else range(self.draws + 1)
        for draw in lived:
            for replication in range(self.replications):
                yield from self.shares(draw, replication)
        if self.fast:
            yield from (Task(draw, 0, WHOLE, expected=True) for draw in range(self.draws + 1))

    def shares(self, draw: int, replication: int) -> Iterator[Task]:
        """Yield the tasks of one draw and replication that is lived."""
        parts = math.ceil(self.resolved.run.workers / settings("ensemble")["workers_per_task"])
        yield from (Task(draw, replication, Share(part, parts)) for part in range(parts))


def prepared(
    scenario: Scenario,
    *,
    options: RunOptions,
    draws: int,
    replications: int,
    draw_seed: int,
    folder: Callable[[Resolved, str], Path],
) -> Ensemble:
    """Return an ensemble; options: with the number of workers; folder: from the estimate and the plan's hash."""
    job, resolved = job_of(scenario, options=options, draw_seed=draw_seed), resolve(scenario, options)
    return Ensemble(job, resolved, draws, replications, draw_seed, folder(resolved, job.hash))


def chosen_workers(
    scenario: Scenario, *, options: RunOptions, draw_seed: int, backend: Backend, effort: Effort, watch: Watch
) -> int:
    """Return how many workers a draw needs for chance to be a small share of the variance between draws.

    A pilot tells: expected values of a few draws how far they lie apart, and one run of few workers the chance in it.
    It is done once for each plan and version of the program.
    """
    known = settings("ensemble")
    few = replace(options, workers=int(known["pilot_workers"]), method=None)
    largest = resolve(scenario, replace(options, workers=None)).run.workers
    question = {"plan": dict(content_of(scenario, options=few, draw_seed=draw_seed)), "settings": known}

    def work_out() -> list[float]:
        job = job_of(scenario, options=replace(few, method=FAST), draw_seed=draw_seed)
        resolved = resolve(scenario, few)
        charges = charges_of(resolved)
        numbers = range(1, int(known["pilot_draws"]) + 1)
        tasks = [Task(0, 0, WHOLE), *(Task(number, 0, WHOLE, expected=True) for number in numbers)]
        amounts: dict[int, tuple[float, float]] = {}
        with watch("pilot", len(tasks)) as progress:
            for task, sums in backend.results(partial(worked, job=job, effort=effort), tasks):
                cell = cell_of(sums, charges=charges)
                amounts[task.draw] = float(cell.amounts[-1, WIA]), float(cell.errors[-1, WIA])
                progress(1)
        return [float(np.var([amounts[number][0] for number in numbers], ddof=1)), amounts[0][1] ** 2]

    between, noise = remembered("pilots", plain_of(question), work_out)
    return workers_for(between=between, noise=noise, largest=largest)


def workers_for(*, between: float, noise: float, largest: int) -> int:
    """Return the workers with which noise is the asked share of the variance.

    between: variance between draws; noise: variance by chance in a draw of as many workers as the pilot has.
    """
    known = settings("ensemble")
    share, fewest = known["noise_share"], int(known["fewest_workers"])
    if between <= 0.0:
        return min(fewest, largest)
    needed = noise * known["pilot_workers"] * (1.0 - share) / (share * between)
    return min(max(math.ceil(needed / ROUND) * ROUND, fewest), largest)


def plain_of(content: Any) -> Any:
    """Return a plan as what JSON can hold: dates as text."""
    if isinstance(content, dict):
        return {str(key): plain_of(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain_of(value) for value in content]
    return content if isinstance(content, str | int | float | None) else str(content)


def begin(ensemble: Ensemble, *, force: bool) -> Parts:
    """Make the folder ready, and say in it what it is of.

    Raises:
        InputError: when the folder holds something else, or another plan and `force` is off.
    """
    folder = ensemble.folder
    check_writable_folder(folder)
    described = folder / DESCRIPTION
    if folder.is_dir() and any(folder.iterdir()) and not described.is_file():
        what = "the output folder holds files but no ensemble"
        raise InputError([Problem(what, "choose another --output", folder)])
    parts = ensemble.parts()
    if described.is_file() and not force and f"hash: {ensemble.job.hash}\n" not in described.read_text("utf-8"):
        what = "the folder holds an ensemble of another plan, or of another version of the program"
        raise InputError([Problem(what, "choose another --output, or replace it with --force", folder)])
    parts.begin(force=force)
    write_whole(folder / PLAN, plan_text(plan(ensemble.resolved)))
    write_whole(described, yaml_text(_description(ensemble)))
    return parts


def _description(ensemble: Ensemble) -> dict[str, Any]:
    return {
        "scenario": ensemble.resolved.name,
        "variant": ensemble.resolved.variant,
        "draws": ensemble.draws,
        "replications": ensemble.replications,
        "draw_seed": ensemble.draw_seed,
        "workers": ensemble.resolved.run.workers,
        "estimator": FAST if ensemble.fast else ensemble.estimator,
        "hash": ensemble.job.hash,
    }


def work_off(ensemble: Ensemble, *, parts: Parts, backend: Backend, effort: Effort, watch: Watch) -> None:
    """Do what is still to be done, and keep it."""
    for task in ensemble.tasks():
        if task.share.part == 0 and task.share.parts > 1:
            parts.merge(task)
    tasks = parts.missing(ensemble.tasks())
    every = sum(1 for _ in ensemble.tasks())
    with watch("draws", every) as progress:
        progress(every - len(tasks))
        for task, sums in backend.results(partial(worked, job=ensemble.job, effort=effort), _queue(tasks)):
            parts.keep(task, sums)
            progress(1)


def _queue(tasks: Sequence[Task]) -> Iterator[Task]:
    yield from tasks
