"""Live a package of measures: the effect of every set of them that its decomposition asks for, on common draws.

Everyone is lived once in the baseline, and noted is how far each came; a set of measures is then lived by those whom
it can touch, because for all others it changes nothing. Sets with the same tables are lived once, so that a measure
of prices alone costs nothing. Measures that change only chances at decisions are split off in the world of the
others, so that the small difference they make does not drown in the chance of two whole runs:

    effect(others with decisions) = lives(others) - lives(baseline) + split(decisions, in the world of the others)

In the baseline the split has the replicates of the run. In another world only its difference with the baseline is new,
and most of its chance is common to both, so that there it is that of one replicate in each.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.balance import require_balance
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.groups import chosen_groups
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import Stage, Touch, forking_world, touch_of
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.results.arrays import FULL, SPLIT_UNIT, Floats, Ledgers
from poortwachter.results.assemble import Context, attributes_of
from poortwachter.results.package import (
    Order,
    Subset,
    SubsetEffect,
    Weights,
    antithetic_orders,
    asked,
    decomposed,
    package_dataset,
    structural_lines,
    yearly_lines,
)
from poortwachter.scenario.load import Scenario
from poortwachter.scenario.reading import Once, Work, anew
from poortwachter.scenario.resolve import Part, Resolved, RunOptions, only, parts_of, resolve
from poortwachter.simulation.blocks import (
    Groups,
    Ledger,
    Progress,
    Rooms,
    effects_of,
    groups_of,
    on_threads,
    scratch,
)
from poortwachter.simulation.premiums import WagesOnce
from poortwachter.simulation.runner import (
    DECISIONS_ONLY,
    GRANTED_ONLY,
    PREMIUMS,
    Effort,
    Watch,
    context_of,
    horizon_of,
    workers_of,
)
from poortwachter.simulation.worlds import FIRST_YEAR, Built, build_world

if TYPE_CHECKING:
    import xarray as xr

NOTHING: Final[Subset] = frozenset()
MOST_WIDE: Final = 4
"""Measures that touch more than those who come to the gate, up to which all sets of a package are lived."""
MOST_EXACT: Final = 6
"""Measures of a package up to which all its sets are lived, if no more than those touch so many."""
MOST_SETS: Final = 40
"""Sets lived of a larger package."""
MOST_LIVES: Final = 40.0
"""Whole lives of everyone that a package may take: with what comes around them fifteen runs of a pair."""
LIVES_OF: Final = {Stage.EVERYONE: 1.0, Stage.LONG_SICK: 0.7, Stage.CLAIM: 0.5, Stage.ASSESSMENT: 0.45}
"""Time that those who come to a stage take, as a share of everyone's; measured."""
LIVES_OF_SPLIT: Final = 0.35
"""Time that splitting decisions off in one replicate adds; measured."""
MOST_PAIRS: Final = 16
ORDER_SEED: Final = 0
"""Seed of the orders that are taken, the same in every run."""


class Chosen(NamedTuple):
    """Workers to be lived, group after group: cohort and ordinal (N,), and the place of the first of each group."""

    cohorts: npt.NDArray[np.int16]
    workers: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    @property
    def size(self) -> int:
        """Return how many lives that are."""
        return len(self.workers)

    def only(self, where: npt.NDArray[np.bool_]) -> "Chosen":
        """Return those of them at the places where it holds."""
        before = np.concatenate([[0], np.cumsum(where, dtype=np.int64)])
        return Chosen(self.cohorts[where], self.workers[where], before[self.starts])


def everyone(workers: npt.NDArray[np.int64]) -> Chosen:
    """Return all workers; workers: (cohorts,) number of each cohort."""
    cohorts = np.repeat(np.arange(len(workers), dtype=np.int16), workers)
    ordinals = np.concatenate([np.arange(number, dtype=np.int32) for number in workers])
    groups = (ordinals % GROUPS).astype(np.int16)
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(GROUPS + 1)).astype(np.int64)
    return Chosen(cohorts[order], ordinals[order], starts)


class Lived(NamedTuple):
    """What some workers lived: the ledger (256, Y, C) of the world they walked, and the split's effect in it."""

    cells: Ledger
    effect: Ledger | np.int64
    """In units of 2**-20 / the replicates of the run; zero without a split."""

    def more_than(self, without: "Lived", *, and_all: "Lived") -> "Lived":
        """Return what those chosen lived more than without a set, and the decisions' effect on them and all others."""
        return Lived(self.cells - without.cells, self.effect - without.effect + and_all.effect)


class Far(NamedTuple):
    """How far each of some workers came in her life and its continuations: the furthest stage, and the last week."""

    stage: npt.NDArray[np.int8]
    until: npt.NDArray[np.int32]

    @classmethod
    def nowhere(cls, size: int) -> "Far":
        """Return room for workers of whom nothing is known yet."""
        return cls(np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.int32))

    def reached(self, touch: Touch) -> npt.NDArray[np.bool_]:
        """Return who may have read what differs for those at a stage from a week on."""
        return (self.stage >= touch.stage) & (self.until >= touch.week)


def simulate_package(scenario: Scenario, options: RunOptions, *, effort: Effort, watch: Watch) -> "xr.Dataset":
    """Return what a package of measures changes, divided over its measures, as `results.package` has it.

    Raises:
        InputError: for settings out of range, or without measures.
        BalanceError: if people or money do not balance.
    """
    parts = {part.name: part for part in parts_of(scenario)}
    if not parts:
        raise InputError([Problem("this scenario is no package of measures", "name two scenarios or more")])
    decisions = frozenset(name for name, part in parts.items() if _in_lives(part) and _in_lives(part) <= DECISIONS_ONLY)

    def resolved(subset: Subset) -> Resolved:
        return resolve(only(scenario, [parts[name] for name in subset]), options)

    singles = {frozenset({name}): resolved(frozenset({name})) for name in parts} | {NOTHING: resolved(NOTHING)}
    orders = _orders(tuple(parts), singles, decisions=decisions)
    sets = _closed(asked(tuple(parts), orders=orders), decisions=decisions)
    every = {one: singles.get(one) or resolved(one) for one in sets}
    spans = _spans(every, decisions=decisions, effort=effort)
    with watch("compile", 1) as progress:
        spans[0].compile()
        progress(1)
    contexts = _contexts(every, spans=spans)
    with watch("lives", sum(span.size for span in spans)) as progress:
        calendar, settled = (dict(span.amounts(contexts, progress)) for span in spans)
    context = contexts[frozenset(parts)]
    return package_dataset(
        decomposed(
            tuple(parts),
            {one: SubsetEffect(calendar=calendar[one], structural=settled[one]) for one in sets},
            orders=orders,
            weights=Weights(context.weight, context.frozen_weight),
        ),
        measures=tuple(parts),
        titles=[part.title for part in parts.values()],
        years=FIRST_YEAR + np.arange(context.deflator.size, dtype=np.int64),
        attributes=attributes_of(context)
        | {
            "split": ", ".join(name for name in parts if name in decisions),
            "orders": len(orders),
            "subsets": len(sets),
            "worlds": spans[0].different,
            "version": context.versions["poortwachter"],
        },
    )


def _orders(measures: tuple[str, ...], singles: Mapping[Subset, Resolved], *, decisions: Subset) -> list[Order]:
    """Return the orders over which shares are taken, none where all sets of the measures can be lived.

    As many pairs of orders are taken as cost no more than the most that a package may, and two at least.
    """
    stages = _stages(measures, singles)
    wide = sum(stage < Stage.CLAIM for stage in stages.values())

    def affordable(orders: list[Order]) -> bool:
        sets = _closed(asked(measures, orders=orders), decisions=decisions)
        few = not orders or len(sets) <= MOST_SETS
        return few and _lives_of(sets, stages=stages, decisions=decisions) <= MOST_LIVES

    if wide <= MOST_WIDE and len(measures) <= MOST_EXACT and affordable([]):
        return []
    orders = antithetic_orders(measures, pairs=2, seed=ORDER_SEED)
    for pairs in range(3, MOST_PAIRS + 1):
        more = antithetic_orders(measures, pairs=pairs, seed=ORDER_SEED)
        if not affordable(more):
            break
        orders = more
    return orders


def _stages(measures: tuple[str, ...], singles: Mapping[Subset, Resolved]) -> dict[str, Stage]:
    """Return from which stage on each measure touches lives; without those that touch none."""
    work = Once()
    worlds = {one: _built(each, frozen=False, work=work).world for one, each in singles.items()}
    touches = {name: touch_of(worlds[NOTHING], worlds[frozenset({name})]) for name in measures}
    return {name: Stage(touch.stage) for name, touch in touches.items() if touch is not None}


def _lives_of(sets: Iterable[Subset], *, stages: Mapping[str, Stage], decisions: Subset) -> float:
    """Return about how many whole lives of everyone it takes to live some sets, and the baseline of those touched."""
    touching = {one.intersection(stages) for one in sets}
    worlds = {(one - decisions, one & decisions) for one in touching}
    walks = [(min((stages[one] for one in others), default=Stage.EVERYONE), split) for others, split in worlds]
    return sum(LIVES_OF[stage] + (LIVES_OF_SPLIT if split else 0.0) for stage, split in (*walks, *set(walks)))


def _spans(resolved: Mapping[Subset, Resolved], *, decisions: Subset, effort: Effort) -> "tuple[_Span, _Span]":
    calendar, frozen = (_Span(resolved, frozen=frozen, decisions=decisions, effort=effort) for frozen in (False, True))
    return calendar, frozen


def _contexts(resolved: Mapping[Subset, Resolved], *, spans: "tuple[_Span, _Span]") -> dict[Subset, Context]:
    """Return what a result would say of a run of each set."""
    calendar, frozen = spans
    wages = WagesOnce()
    return {
        subset: context_of(
            one,
            calendar=(calendar.built[NOTHING], calendar.built[subset]),
            frozen=(frozen.built[NOTHING], frozen.built[subset]),
            estimator="package",
            lives=calendar.lives + frozen.lives,
            weight=calendar.weight,
            frozen_weight=frozen.weight,
            wages=wages,
        )
        for subset, one in resolved.items()
    }


def _closed(subsets: set[Subset], *, decisions: Subset) -> set[Subset]:
    """Return the sets that must be lived for some to be known: of each also its two sides, and nothing."""
    return subsets | {each - decisions for each in subsets} | {each & decisions for each in subsets} | {NOTHING}


class _Span:
    """One span of years: the tables of every set, and who is lived in them."""

    def __init__(self, resolved: Mapping[Subset, Resolved], *, frozen: bool, decisions: Subset, effort: Effort) -> None:
        self._resolved = resolved
        self._decisions = decisions
        self._effort = effort
        self._frozen = frozen
        baseline = resolved[NOTHING]
        self._run = baseline.run
        work = Once()
        self.built = {subset: _built(one, frozen=frozen, work=work) for subset, one in _by_size(resolved)}
        self._worlds: dict[Subset, World] = {subset: each.world for subset, each in self.built.items()}
        self._same = _first_alike(self._worlds)
        self._everyone = everyone(workers_of(baseline, *self.built.values()))
        self.lives = self._everyone.size
        self.weight = self.built[NOTHING].totals.weight(baseline.run.workers)
        self.different = len(set(self._same.values()))
        self._years = int(self._worlds[NOTHING].clock.years)
        self._rooms = Rooms(effort.used_threads, years=self._years)

    @property
    def size(self) -> int:
        """Return how many lives there would be if every set touched everyone."""
        return self.lives * sum(max(1, len(splits)) for splits in self._walks().values())

    def compile(self) -> None:
        """Compile the kernel, or load it from the cache, by living nobody."""
        nobody = self._everyone.only(np.zeros(self.lives, dtype=bool))
        self._live(NOTHING, None, nobody, far=Far.nowhere(0), replicates=0, progress=_ignore)

    def amounts(self, contexts: Mapping[Subset, Context], progress: Progress) -> Iterator[tuple[Subset, Floats]]:
        """Yield what every set changes; contexts: of a run of each set."""
        walks = self._walks()
        far = Far.nowhere(self.lives)
        splits = walks.pop(NOTHING)
        base = self._walk(NOTHING, splits, self._everyone, far=far, replicates=self._run.k, progress=progress)
        cells = next(iter(base.values())).cells
        base[None] = Lived(cells, _NONE)
        require_balance({"package baseline": cells}, first_year=self._first_year)
        unchanged = np.zeros_like(cells)
        alike = {split or NOTHING: Lived(unchanged, base[split].effect) for split in base}
        yield from self._reduced(contexts, alike, cells=cells)
        for touch, worlds in self._by_touch(walks).items():
            who = self._everyone.only(far.reached(touch))
            alone = {split: self._alone(split) for walked in worlds for split in walks[walked]}
            without = self._without(list(dict.fromkeys(alone.values())), who, base=base)
            for walked in worlds:
                lived = self._walk(walked, walks[walked], who, progress=progress)
                progress((self.lives - who.size) * len(lived))
                more = {
                    split or walked: one.more_than(without[alone[split]], and_all=base[alone[split]])
                    for split, one in lived.items()
                }
                plain = next(iter(more.values())).cells
                yield from self._reduced(contexts, {walked: Lived(plain, _NONE)} | more, cells=cells)

    def _without(
        self, splits: list[Subset | None], who: Chosen, *, base: dict[Subset | None, Lived]
    ) -> dict[Subset | None, Lived]:
        """Return what those touched lived in the baseline, with decisions split off in one replicate."""
        if who.size == self.lives and not any(splits):
            return base
        found = self._walk(NOTHING, [one for one in splits if one] or [None], who, progress=_ignore)
        return {None: Lived(next(iter(found.values())).cells, _NONE)} | found

    def _by_touch(self, walks: Iterable[Subset]) -> dict[Touch, list[Subset]]:
        """Return worlds that differ from the baseline by whom they touch: those whom one such world needs of it."""
        found: dict[Touch, list[Subset]] = {}
        for walked in walks:
            touch = touch_of(self._worlds[NOTHING], self._worlds[walked])
            assert touch is not None, "a world that differs from the baseline differs somewhere"
            found.setdefault(touch, []).append(walked)
        return found

    def _alone(self, split: Subset | None) -> Subset | None:
        """Return the decisions of a set as they are split off in the baseline; None where they change nothing there."""
        alone = NOTHING if split is None else self._same[split & self._decisions]
        return alone or None

    def _walks(self) -> dict[Subset, list[Subset | None]]:
        """Return the worlds to be walked, each with the sets to be split off in it; None without any."""
        walks: dict[Subset, list[Subset | None]] = {}
        for subset in self._worlds:
            walked = self._same[subset - self._decisions]
            splits = walks.setdefault(walked, [])
            if self._same[subset] != walked and self._same[subset] not in splits:
                splits.append(self._same[subset])
        return {walked: splits or [None] for walked, splits in walks.items()}

    def _walk(
        self,
        walked: Subset,
        splits: list[Subset | None],
        who: Chosen,
        *,
        progress: Progress,
        far: Far | None = None,
        replicates: int = 1,
    ) -> dict[Subset | None, Lived]:
        noted = Far.nowhere(who.size) if far is None else far
        return {
            split: self._live(
                walked, split, who, far=noted, replicates=0 if split is None else replicates, progress=progress
            )
            for split in splits
        }

    def _live(
        self, walked: Subset, split: Subset | None, who: Chosen, *, far: Far, replicates: int, progress: Progress
    ) -> Lived:
        """Live workers in one world, with a set of decisions split off in it, and note how far they come."""
        before = self._worlds[walked]
        after = before if split is None else self._worlds[split]
        world, reform = pack(forking_world(before, after)), pack(after)
        key = (np.uint64(self._run.seed), np.uint64(self._run.replication))

        def live(ledgers: tuple[Ledger, ...], groups: Groups) -> None:
            cells, *effects = ledgers
            noted, chosen = (far.stage, far.until), (who.cohorts, who.workers, who.starts)
            with self._rooms.room(groups) if effects else nullcontext(_NOWHERE) as room:
                chosen_groups(
                    cells, room, *noted, world, reform, key, *chosen, *groups, np.int64(replicates), scratch()
                )
                for effect in effects:
                    effect[slice(*groups)] = effects_of(room)[FULL]

        jobs = (
            (groups, int(who.starts[groups.last] - who.starts[groups.first]))
            for groups in groups_of(np.array([who.size]), size=self._effort.block_size)
        )
        one = (GROUPS, self._years, N_COLUMNS)
        shapes = (one, one) if replicates else (one,)
        cells, *effects = on_threads(
            live, shapes=shapes, jobs=jobs, threads=self._effort.used_threads, progress=progress
        )
        return Lived(cells, effects[0] * (self._run.k // replicates) if effects else _NONE)

    def _reduced(
        self, contexts: Mapping[Subset, Context], found: Mapping[Subset, Lived], *, cells: Ledger
    ) -> Iterator[tuple[Subset, Floats]]:
        """Yield the amounts of the sets whose tables are those of a set that was lived.

        Raises:
            BalanceError: when what it changes does not balance.
        """
        unit = SPLIT_UNIT * self._run.k
        lines = structural_lines if self._frozen else yearly_lines
        for lived_in, lived in found.items():
            effect = lived.cells * unit + lived.effect
            require_balance({"package effect": effect}, first_year=self._first_year)
            ledgers = Ledgers(cells, effect, 1.0 / unit)
            for subset, context in contexts.items():
                if self._same[subset] == lived_in:
                    yield subset, lines(ledgers, context=context)

    @property
    def _first_year(self) -> int:
        return 1 if self._frozen else FIRST_YEAR


_NONE: Final = np.int64(0)
"""The effect of no split."""
_NOWHERE: Final = np.zeros((0, 0, 0, 0), dtype=np.int64)
"""The room of continuations that nobody lives."""


def _ignore(done: int) -> None:
    del done


def _by_size(resolved: Mapping[Subset, Resolved]) -> list[tuple[Subset, Resolved]]:
    return sorted(resolved.items(), key=lambda item: (len(item[0]), sorted(item[0])))


def _built(one: Resolved, *, frozen: bool, work: Work = anew) -> Built:
    reform = one.frozen(date(one.run.price_year, 1, 1))[1] if frozen else one.reform
    return build_world(reform, dated=one.baseline, horizon=horizon_of(one, frozen=frozen), work=work)


def _in_lives(part: Part) -> frozenset[str]:
    """Return the parameters of a measure that lives are lived by: not premiums and budgets."""
    return frozenset(name for _, name in part.changes) - PREMIUMS - GRANTED_ONLY


def _first_alike(worlds: Mapping[Subset, World]) -> dict[Subset, Subset]:
    """Return for every set the smallest with the same tables."""
    first: dict[tuple[bytes, ...], Subset] = {}
    known: dict[int, bytes] = {}
    return {subset: first.setdefault(tuple(_hashes(world, known=known)), subset) for subset, world in worlds.items()}


def _hashes(tables: tuple[Any, ...], *, known: dict[int, bytes]) -> Iterator[bytes]:
    """Yield the hash of every table; known: by identity those of tables that worlds share."""
    for table in tables:
        if isinstance(table, tuple):
            yield from _hashes(table, known=known)
        elif isinstance(table, np.ndarray):
            if id(table) not in known:
                known[id(table)] = hashlib.sha256(table.tobytes()).digest()
            yield known[id(table)]
        else:
            yield repr(table).encode()
