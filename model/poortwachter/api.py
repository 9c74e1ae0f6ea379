"""Offer the verbs of the command line to Python: run a scenario and keep its result in a folder."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poortwachter.letters import fingerprints, letter_of, yardstick_of
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.report.letter import LetterTable, Yardstick, markdown
from poortwachter.report.words import Words, load_words
from poortwachter.results.below import Below, keep
from poortwachter.results.capacity import keep as keep_capacity
from poortwachter.results.newest import result_folder, usual_folder
from poortwachter.results.provenance import plan_hash
from poortwachter.results.store import PLAN, check_folder, write_result
from poortwachter.scenario.load import Scenario, load, package
from poortwachter.scenario.resolve import Resolved, RunOptions, parts_of, plan, resolve

if TYPE_CHECKING:
    import xarray as xr

    from poortwachter.results.capacity import Capacity
    from poortwachter.simulation.runner import Effort
    from poortwachter.study.life.lives import Lives
    from poortwachter.study.targets import Target


@dataclass(frozen=True)
class Result:
    """What a run or a comparison gives: the labelled result, the folder it was written to, and its table."""

    dataset: "xr.Dataset"
    folder: Path
    letter: LetterTable

    def table(self) -> Any:
        """Return the table as a rich renderable, in the language of the run."""
        from poortwachter.report.terminal import terminal_table

        return terminal_table(self.letter)

    def _repr_markdown_(self) -> str:
        return markdown(self.letter)


def run(
    scenario: str | Path,
    *,
    variant: str | None = None,
    workers: int | None = None,
    seed: int | None = None,
    output: Path | None = None,
    threads: int | None = None,
    block_size: int | None = None,
    to: int | None = None,
    method: str | None = None,
    responses: str | float | None = None,
    lang: str = "nl",
    figures: bool = True,
    force: bool = False,
    watch: Watch = unwatched,
) -> Result:
    """Run a scenario under baseline and reform, write its result folder and return the result.

    Args:
        scenario: a shipped name or a path.
        variant: name of a variant in the file.
        workers: simulated employees in work on 1 January 2025; default one in ten.
        seed: seed of all chance events.
        output: result folder; default `uitkomsten/<scenario>-<hash of the plan>`.
        threads: threads, default one per core; never changes a result.
        block_size: workers per block; never changes a result.
        to: last simulated year (inclusive).
        method: estimator auto, pair, affected or split; or fast: expected values without simulation, approximate.
        responses: to the reform: off, on (default), or a factor on their distance to their neutral value.
        lang: language of table and figures: nl or en.
        figures: whether to draw the figures.
        force: replace the result of another plan in the folder.
        watch: told of the stages and their progress.

    Raises:
        InputError: for anything wrong in the scenario or the options.
        BalanceError: if people or money do not balance; nothing is written then.
    """
    from poortwachter.simulation.blocks import DEFAULT_BLOCK
    from poortwachter.simulation.runner import Effort

    loaded, capacity = _settled(load(scenario, variant=variant), watch=watch)
    options = RunOptions(seed=seed, workers=workers, to=to, method=method, responses=responses)
    resolved = resolve(loaded, options)
    planned = plan(resolved)
    folder = output or usual_folder(_folder_name(resolved), plan_hash=plan_hash(planned))
    check_folder(folder, plan=planned, force=force)
    words = load_words(lang)
    effort = Effort(threads=threads or 0, block_size=block_size or DEFAULT_BLOCK)
    dataset = _computed(resolved, scenario=None if capacity else loaded, effort=effort, watch=watch)
    if capacity is not None:
        keep_capacity(capacity.in_years, dataset=dataset)
    letter = letter_of(dataset, resolved=resolved, words=words)
    with watch("figures", 1) if figures else nullcontext():
        pictures = _figures(dataset, words=words, yardstick=yardstick_of(resolved)) if figures else {}
    write_result(dataset, folder=folder, plan=planned, cost_table=markdown(letter), figures=pictures, force=force)
    if capacity is not None:
        from poortwachter.report.capacity import write

        write(capacity, folder=folder)
    return Result(dataset=dataset, folder=folder, letter=letter)


def compare(
    *scenarios: str | Path,
    workers: int | None = None,
    seed: int | None = None,
    output: Path | None = None,
    threads: int | None = None,
    block_size: int | None = None,
    to: int | None = None,
    responses: str | float | None = None,
    lang: str = "nl",
    force: bool = False,
    watch: Watch = unwatched,
) -> Result:
    """Divide what several measures change together over them: each alone, stacked, and by Shapley.

    Args:
        scenarios: measures in the order in which they are stacked: shipped names, paths, each with a variant after a
            colon if one is meant, or folders of results, of which the plan is taken; or one scenario with `measures:`.
        workers: simulated employees in work on 1 January 2025; default one in ten.
        seed: seed of all chance events.
        output: folder of the result; default `uitkomsten/<measures>-<hash of the plan>`.
        threads: threads, default one per core; never changes a result.
        block_size: workers per block; never changes a result.
        to: last simulated year (inclusive).
        responses: to the reform: off, on (default), or a factor on their distance to their neutral value.
        lang: language of the table: nl or en.
        force: replace the result of another plan in the folder.
        watch: told of the stages and their progress.

    Raises:
        InputError: for anything wrong in the scenarios or the options, and for measures that contradict each other.
        BalanceError: if people or money do not balance; nothing is written then.
    """
    from poortwachter.packages import letter_of_package
    from poortwachter.results.package import package_csv
    from poortwachter.results.store import write_package
    from poortwachter.simulation.blocks import DEFAULT_BLOCK
    from poortwachter.simulation.package import simulate_package
    from poortwachter.simulation.runner import Effort

    words = load_words(lang, also="package")
    named = [_measure_named(each) for each in scenarios]
    loaded = load(named[0]) if len(named) == 1 else package(named)
    options = RunOptions(seed=seed, workers=workers, to=to, responses=responses)
    resolved = resolve(loaded, options)
    planned = plan(resolved) | {"measures": [part.name for part in parts_of(loaded)]}
    folder = output or usual_folder(loaded.name, plan_hash=plan_hash(planned))
    check_folder(folder, plan=planned, force=force)
    effort = Effort(threads=threads or 0, block_size=block_size or DEFAULT_BLOCK)
    dataset = simulate_package(loaded, options, effort=effort, watch=watch)
    dataset.attrs["plan_hash"] = plan_hash(planned)
    keep(Below(parameters=fingerprints(resolved)), dataset=dataset)
    letter = letter_of_package(dataset, resolved=resolved, words=words)
    write_package(
        dataset, folder=folder, plan=planned, table=markdown(letter), csv_text=package_csv(dataset), force=force
    )
    return Result(dataset=dataset, folder=folder, letter=letter)


def _measure_named(scenario: str | Path) -> str:
    """Return a measure as a package names it; of a folder with a result, its plan."""
    plan_file = Path(scenario) / PLAN
    return str(plan_file) if plan_file.is_file() else str(scenario)


def _computed(resolved: Resolved, *, scenario: Scenario | None, effort: "Effort", watch: Watch) -> "xr.Dataset":
    """Return the result of a run with what stands below its table; scenario: whose variants stand there."""
    from poortwachter.simulation.runner import FAST, simulate
    from poortwachter.study.below import below_the_table
    from poortwachter.study.expected.run import evaluate

    parameters = fingerprints(resolved)
    if resolved.run.method == FAST:
        with watch("expected", 1):
            dataset = evaluate(resolved)
        below = Below(orders=None if resolved.active else (), parameters=parameters)
    else:
        dataset = simulate(resolved, effort=effort, watch=watch)
        below = below_the_table(resolved, scenario=scenario, parameters=parameters, effort=effort, watch=watch)
    keep(below, dataset=dataset)
    return dataset


def _settled(loaded: Scenario, *, watch: Watch) -> "tuple[Scenario, Capacity | None]":
    """Return a scenario with the waits of UWV's decisions solved, where it asks for that."""
    if not loaded.run.capacity:
        return loaded, None
    from poortwachter.study.capacity import settled

    with watch("waits", 1):
        return settled(loaded)


def _folder_name(resolved: Resolved) -> str:
    return f"{resolved.name}-{resolved.variant}" if resolved.variant else resolved.name


def _figures(dataset: "xr.Dataset", *, words: Words, yardstick: Yardstick | None) -> dict[str, bytes]:
    from poortwachter.report.figures import result_figures
    from poortwachter.study.targets import load_targets

    targets = load_targets()
    return result_figures(
        dataset,
        words=words,
        yardstick=yardstick,
        published_stock=_by_year(targets["wia_stock"]),
        published_inflow=_by_year(targets["wia_inflow"]),
        published={name: target.series for name, target in targets.items()},
    )


def _by_year(target: "Target") -> dict[int, float]:
    return {year: value for (year, _), value in target.series.items()}


@dataclass(frozen=True)
class Explanation:
    """One life: the text, and the steps and sums behind it."""

    text: str
    lives: "Lives"

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    def _repr_html_(self) -> str:
        return f'<pre style="overflow-x: auto; white-space: pre">{escape(self.text)}</pre>'


def explain(
    result: str | Path | None = None,
    *,
    worker: int | None = None,
    affected: int | None = None,
    lang: str = "nl",
    frozen: bool = False,
    width: int | None = None,
    watch: Watch = unwatched,
) -> Explanation:
    """Tell one life of a run, under baseline and reform.

    Args:
        result: the folder a run has written; or a scenario, for its newest result; or None for the newest of all.
        worker: which one, counted from 0 over all lives of the run in order of cohort.
        affected: instead of `worker`: the how-manieth, counted from 0, whose life differs under the reform.
        lang: nl or en.
        frozen: follow the structural run instead of the one on the calendar.
        width: characters on a line.
        watch: told of the stages.

    Raises:
        InputError: for a folder without a result, a worker that does not exist, or a language that is not known.
    """
    from poortwachter.report.life import WIDTH, life_text
    from poortwachter.study.life.lives import affected as affected_worker
    from poortwachter.study.life.lives import life_of, plan_of, setting_of

    words = load_words(lang, also="life")
    if (worker is None) == (affected is None):
        raise InputError([Problem("which life is not said", "give either --worker N or --affected K")])
    plan = plan_of(result_folder(result))
    if worker is None:
        assert affected is not None
        with watch("life", 1):
            worker = affected_worker(setting_of(plan, frozen=frozen), number=affected)
    with watch("told", 1):
        lives = life_of(plan, worker=worker, frozen=frozen)
    return Explanation(text=life_text(lives, words=words, width=width or WIDTH), lives=lives)


@dataclass(frozen=True)
class Ensemble:
    """What an ensemble gives: the content of `ensemble.nc`, the folder it was written to, and the page on it."""

    dataset: "xr.Dataset"
    folder: Path
    text: str

    def _repr_markdown_(self) -> str:
        return self.text


def ensemble(
    scenario: str | Path,
    *,
    draws: int = 100,
    replications: int = 1,
    scheduler: str = "processes",
    address: str | None = None,
    draw_seed: int | None = None,
    variant: str | None = None,
    workers: int | None = None,
    seed: int | None = None,
    output: Path | None = None,
    threads: int | None = None,
    block_size: int | None = None,
    to: int | None = None,
    method: str | None = None,
    lang: str = "nl",
    figures: bool = True,
    force: bool = False,
    watch: Watch = unwatched,
) -> Ensemble:
    """Run a scenario under draws of behaviour and replications of chance; go on where an earlier call was stopped.

    Args:
        scenario: a shipped name or a path.
        draws: joint draws of all uncertain behaviour; more draws later add to those that are finished.
        replications: of chance, for every draw; with method fast for the simulation that draws are corrected by.
        scheduler: serial, processes (of this machine) or dask; never changes a result.
        address: of the scheduler of a running dask cluster.
        draw_seed: seed of the draws.
        variant: name of a variant in the file.
        workers: simulated employees in work on 1 January 2025; by default as many as keep chance a small share of
            the variance between draws, and with method fast those of a run.
        seed: seed of all chance events.
        output: folder; default `uitkomsten/<scenario>-ensemble-<hash of the plan>`.
        threads: threads, or processes, used at a time; default one per core; never changes a result.
        block_size: workers per block; never changes a result.
        to: last simulated year (inclusive).
        method: as of a run; fast computes draws by expected values, corrected by their measured gap.
        lang: language of page and figure: nl or en.
        figures: whether to draw the figure.
        force: replace the ensemble of another plan in the folder.
        watch: told of the stages and their progress.

    Raises:
        InputError: for anything wrong in the scenario or the options.
        BalanceError: if people or money do not balance.
        ConnectionError: when workers are lost again and again; what is finished stays.
    """
    from poortwachter.primitives.files import write_whole
    from poortwachter.report.ensemble import markdown as page_of
    from poortwachter.report.uncertain_figures import range_figure
    from poortwachter.simulation.batch import SERIAL, backend
    from poortwachter.simulation.blocks import DEFAULT_BLOCK
    from poortwachter.simulation.runner import FAST, Effort, ready_kernel
    from poortwachter.study.calibration.draws import SEED
    from poortwachter.study.ensemble import outcome
    from poortwachter.study.ensemble import run as study

    loaded = load(scenario, variant=variant)
    options = RunOptions(seed=seed, workers=workers, to=to, method=method)
    resolved, words = resolve(loaded, options), load_words(lang, also="ensemble")
    fast = resolved.run.method == FAST
    chance = SEED if draw_seed is None else draw_seed
    cores = Effort(threads=threads or 0).used_threads
    effort = Effort(threads=cores if scheduler == SERIAL else 1, block_size=block_size or DEFAULT_BLOCK)
    if address is None:
        with watch("compile", 1) as progress:
            ready_kernel(replace(resolved, run=replace(resolved.run, method="auto")) if fast else resolved)
            progress(1)
    with backend(scheduler, cores=cores, address=address) as found:
        if workers is None and not fast:
            workers = study.chosen_workers(
                loaded, options=options, draw_seed=chance, backend=found, effort=effort, watch=watch
            )
            options = replace(options, workers=workers)
        asked = study.prepared(
            loaded,
            options=options,
            draws=draws,
            replications=replications,
            draw_seed=chance,
            folder=lambda one, hashed: output or usual_folder(f"{_folder_name(one)}-ensemble", plan_hash=hashed),
        )
        parts = study.begin(asked, force=force)
        study.work_off(asked, parts=parts, backend=found, effort=effort, watch=watch)
    amounts = outcome.amounts_of(asked, parts=parts)
    dataset = outcome.dataset_of(asked, amounts)
    text = page_of(dataset, words=words, yardstick=yardstick_of(resolved), approximation=_approximation(asked.fast))
    outcome.write_dataset(dataset, folder=asked.folder)
    write_whole(asked.folder / "ensemble.csv", outcome.table_csv(amounts))
    write_whole(asked.folder / "ensemble.md", text)
    (asked.folder / "figures").mkdir(exist_ok=True)
    for name, picture in (range_figure(dataset, words=words) if figures else {}).items():
        write_whole(asked.folder / "figures" / name, picture)
    return Ensemble(dataset=dataset, folder=asked.folder, text=text)


def _approximation(fast: bool) -> Any:
    """Return how well corrected expected values were measured to stand for a simulation."""
    from poortwachter.report.ensemble import Approximation
    from poortwachter.study.expected.known import judged, load_gap

    if not fast:
        return None
    found = judged()
    return Approximation(scenario=load_gap().scenario, explained=found.explained, left=found.spread)
