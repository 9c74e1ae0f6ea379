"""Offer the verbs of the command line to Python: run a scenario and keep its result in a folder."""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.parameters import Parameter, Value
from poortwachter.report.letter import (
    Assumption,
    LetterTable,
    Note,
    Variant,
    Yardstick,
    letter_table,
    markdown,
    run_out_line,
)
from poortwachter.report.words import Words, load_words
from poortwachter.results.provenance import plan_hash
from poortwachter.results.store import check_folder, write_result
from poortwachter.scenario.load import Scenario, load
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve

if TYPE_CHECKING:
    import xarray as xr

    from poortwachter.study.life.lives import Lives
    from poortwachter.study.targets import Target

OUTPUT: Final = Path("uitkomsten")
"""Folder in which results are kept unless told otherwise."""
HASH_DIGITS: Final = 8
UNVERIFIED: Final = "memory-unverified"


@dataclass(frozen=True)
class Result:
    """What a run gives: the labelled result, the folder it was written to, and the table of the letter."""

    dataset: "xr.Dataset"
    folder: Path
    letter: LetterTable

    def table(self) -> Any:
        """Return the letter table as a rich renderable, in the language of the run."""
        from poortwachter.report.terminal import terminal_table

        return terminal_table(self.letter)


Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Opens a stage of a run by name and size, and gives what is told of progress in it."""


@contextmanager
def unwatched(stage: str, size: int) -> Generator[Callable[[int], None]]:
    """Watch nothing."""
    del stage, size

    def ignore(done: int) -> None:
        del done

    yield ignore


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
        lang: language of table and figures: nl or en.
        figures: whether to draw the figures.
        force: replace the result of another plan in the folder.
        watch: told of the stages and their progress.

    Raises:
        InputError: for anything wrong in the scenario or the options.
        BalanceError: if people or money do not balance; nothing is written then.
    """
    from poortwachter.simulation.blocks import DEFAULT_BLOCK
    from poortwachter.simulation.runner import FAST, Effort, simulate
    from poortwachter.study.expected.run import evaluate

    loaded = load(scenario, variant=variant)
    resolved = resolve(loaded, RunOptions(seed=seed, workers=workers, to=to, method=method))
    planned = plan(resolved)
    folder = output or OUTPUT / f"{_folder_name(resolved)}-{plan_hash(planned)[:HASH_DIGITS]}"
    check_folder(folder, plan=planned, force=force)
    words = load_words(lang)
    yardstick = _yardstick(resolved)
    if resolved.run.method == FAST:
        dataset = evaluate(resolved)
        extra = _Below(notes=_of_fast(resolved, words=words))
    else:
        effort = Effort(threads=threads or 0, block_size=block_size or DEFAULT_BLOCK)
        dataset = simulate(resolved, effort=effort, watch=watch)
        left = _left(dataset, words=words)
        extra = _below_the_table(loaded, resolved, words=words, effort=effort, watch=watch)
        extra = replace(extra, notes=(*extra.notes, left))
    letter = letter_table(
        dataset, words=words, yardstick=yardstick, assumptions=extra.assumptions, variants=extra.variants
    )
    notes = (*letter.notes, *extra.notes, _standing(resolved, words=words))
    letter = LetterTable(letter.title, letter.columns, letter.rows, notes)
    pictures = _figures(dataset, words=words, yardstick=yardstick) if figures else {}
    write_result(dataset, folder=folder, plan=planned, cost_table=markdown(letter), figures=pictures, force=force)
    return Result(dataset=dataset, folder=folder, letter=letter)


def _folder_name(resolved: Resolved) -> str:
    return f"{resolved.name}-{resolved.variant}" if resolved.variant else resolved.name


def _yardstick(resolved: Resolved) -> Yardstick | None:
    found = resolved.yardstick
    return None if found is None else Yardstick(**found.model_dump())


@dataclass(frozen=True)
class _Below:
    """What stands below the table beside the bridge."""

    assumptions: tuple[Assumption, ...] = ()
    variants: tuple[Variant, ...] = ()
    notes: tuple[Note, ...] = ()


def _below_the_table(loaded: Scenario, resolved: Resolved, *, words: Words, effort: Any, watch: Watch) -> _Below:
    """Rerun the amount over variants and ranges at few workers, and set the oracle beside the simulation."""
    from poortwachter.simulation.runner import SPLIT, estimator_of
    from poortwachter.study import agreement, carrying

    if estimator_of(resolved) != SPLIT:
        return _Below()
    others = () if loaded.variant else loaded.variants
    parameters = carrying.carrying(resolved)
    with watch("range", len(others) + len(parameters)) as progress:
        variants: list[Variant] = []
        for name, amount in carrying.by_variant(resolved, scenario=loaded, variants=others, effort=effort):
            variants.append(Variant(name, amount.value, amount.se))
            progress(1)
        swings: list[carrying.Swing] = []
        for swing in carrying.swings(resolved, effort=effort):
            swings.append(swing)
            progress(1)
    with watch("check", 1) as progress:
        checked = agreement.check_run(resolved)
        progress(1)
    return _Below(
        notes=(Note("", text=(_checked(checked, words=words),)),),
        assumptions=tuple(_assumption(swing, resolved, words=words) for swing in carrying.heaviest(swings)),
        variants=tuple(variants),
    )


def _of_fast(resolved: Resolved, *, words: Words) -> tuple[Note, ...]:
    """Say how far expected values lie from the simulation and what they leave out."""
    from poortwachter.study.expected.known import limits, load_gap

    gap = load_gap()
    line = words["table.gap"].format(
        scenario=gap.scenario,
        date=gap.date,
        expected=words.number(gap.expected, decimals=1),
        simulated=words.number(gap.simulated, decimals=1),
        se=words.number(gap.se, decimals=1),
        effect=words.number(gap.effect * PERCENT, decimals=1),
        spending=words.number(gap.spending * PERCENT, decimals=1),
    )
    elsewhere = () if gap.holds_for(resolved) else (words["table.gap_elsewhere"],)
    said = tuple(each[words.language] for each in limits())
    return Note("", text=(line, *elsewhere)), Note(words["table.limits"], text=said, numbered=True)


PERCENT: Final = 100.0
LEFT_FROM: Final = ("ziek_loon", "ziek_zw", "sanctie", "wga_lgu", "ww")
"""Statuses from which someone without a right and without work leaves the model."""


def _left(dataset: Any, *, words: Words) -> Note:
    """Say how many people the baseline follows no further after a refusal or the end of their WW, in the price year."""
    year = int(dataset.attrs["price_year"])
    if year not in dataset["year"]:
        return Note("", text=())
    flows = dataset["flow"].sel(scenario="baseline", year=year, transition=[f"{one}>uit" for one in LEFT_FROM])
    people = words.number(round(float(flows.sum()), -2), decimals=0)
    return Note("", text=(words["table.left"].format(people=people, year=year),))


def _standing(resolved: Resolved, *, words: Words) -> Note:
    """Say how many behaviour figures have which status, and which figures rest on memory only."""
    world = resolved.baseline
    statuses = Counter(parameter.status for parameter in world.behaviour.values())
    counts = {name: statuses[name] for name in ("published", "derived", "calibrated", "assumed")}
    layers = (world.law, world.behaviour, world.population)
    names = [each.label for layer in layers for each in layer.values() if each.reliability == UNVERIFIED]
    lines = [words["table.statuses"].format(**counts)]
    if names:
        lines.append(words["table.unverified"].format(names="; ".join(names)))
    if resolved.run.alignment:
        lines.append(words["table.aligned"].format(name=resolved.run.alignment))
    if resolved.run_outs:
        lines.append(run_out_line(resolved.run_outs, words=words))
    return Note("", text=tuple(lines))


def _checked(judged: Any, *, words: Words) -> str:
    """Return the line that sets the simulation beside the exact expectation on the reduced population."""
    return words["table.check"].format(
        simulated=words.number(float(judged.simulated), decimals=2),
        se=words.number(float(judged.se), decimals=2),
        expected=words.number(float(judged.expected), decimals=2),
        z=words.number(float(judged.z), decimals=1),
    )


def _assumption(swing: Any, resolved: Resolved, *, words: Words) -> Assumption:
    parameter: Parameter = swing.parameter
    value = resolved.baseline.behaviour[parameter.name].values[-1][1]
    low, high = (words.number(amount.value) for amount in (swing.at_low, swing.at_high))
    reach = f"{_text(swing.low, words)} - {_text(swing.high, words)}: € {low} - {high} mln"
    return Assumption(parameter.label, _text(value, words), parameter.status or "", reach)


def _text(value: Value, words: Words) -> str:
    return words.number(float(value), decimals=3).rstrip("0").rstrip(",.") if isinstance(value, float) else str(value)


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


def explain(
    result_folder: str | Path,
    *,
    worker: int | None = None,
    affected: int | None = None,
    lang: str = "nl",
    frozen: bool = False,
    width: int | None = None,
) -> Explanation:
    """Tell one life of a run, under baseline and reform.

    Args:
        result_folder: the folder a run has written.
        worker: which one, counted from 0 over all lives of the run in order of cohort.
        affected: instead of `worker`: the how-manieth, counted from 0, whose life differs under the reform.
        lang: nl or en.
        frozen: follow the structural run instead of the one on the calendar.
        width: characters on a line.

    Raises:
        InputError: for a folder without a result, a worker that does not exist, or a language that is not known.
    """
    from poortwachter.report.life import WIDTH, life_text
    from poortwachter.study.life.lives import affected as affected_worker
    from poortwachter.study.life.lives import life_of, plan_of, setting_of

    words = load_words(lang, also="life")
    if (worker is None) == (affected is None):
        raise InputError([Problem("which life is not said", "give either --worker N or --affected K")])
    plan = plan_of(Path(result_folder))
    if worker is None:
        assert affected is not None
        worker = affected_worker(setting_of(plan, frozen=frozen), number=affected)
    lives = life_of(plan, worker=worker, frozen=frozen)
    return Explanation(text=life_text(lives, words=words, width=width or WIDTH), lives=lives)


@dataclass(frozen=True)
class Ensemble:
    """What an ensemble gives: the content of `ensemble.nc`, the folder it was written to, and the page on it."""

    dataset: "xr.Dataset"
    folder: Path
    text: str


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
            folder=lambda one, hashed: output or OUTPUT / f"{_folder_name(one)}-ensemble-{hashed[:HASH_DIGITS]}",
        )
        parts = study.begin(asked, force=force)
        study.work_off(asked, parts=parts, backend=found, effort=effort, watch=watch)
    amounts = outcome.amounts_of(asked, parts=parts)
    dataset = outcome.dataset_of(asked, amounts)
    text = page_of(dataset, words=words, yardstick=_yardstick(resolved), approximation=_approximation(asked.fast))
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
