"""Live the calendar years of a world and read from them what the published series measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.tallies import Tallies
from poortwachter.kernel.pack import pack
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.parameters import FIRST_DAY, Value
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.scenario.load import World
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Ledger, Lives, plain_ledger, tallied_ledger
from poortwachter.simulation.worlds import FIRST_YEAR, Built, Horizon, build_world
from poortwachter.study.moments import Books, books, moments
from poortwachter.study.people import People, by_person, people
from poortwachter.study.targets import Series

Moments: TypeAlias = Mapping[str, Series]

WITHOUT_UNEMPLOYED: Final = "vangnet.ww"
UNEMPLOYED_TARGET: Final = "zw_not_recovered_104_weeks"
UNEMPLOYED_GROUP: Final = "zieke_ww"
UNEMPLOYED_SOURCE: Final = "vangnet_not_recovered_104_weeks"
"""The moment whose difference with a world without sick unemployed is their number."""
WINDOW: Final = (-1, 0, 1)
"""Years around its own over which the small count of the sick unemployed is averaged."""
MONTHS: Final = 12


@dataclass(frozen=True)
class Lived:
    """A world lived on the calendar clock: its ledger (256, Y, C) and what turns it into persons and EUR."""

    built: Built
    lives: Lives
    cells: Ledger
    tallies: Tallies | None
    """Whose the counts are, where that was asked for."""
    weight: float
    """Persons per worker."""
    claim_share: float
    """Share of those sick in the Ziektewet at the end of its term who claim."""

    @cached_property
    def whole(self) -> tuple[Ledger, Tallies | None]:
        """Return ledger and tallies summed over groups."""
        tallies = self.tallies
        return self.cells.sum(axis=0), None if tallies is None else Tallies(*(part.sum(axis=0) for part in tallies))

    def book(self, cells: Ledger, *, scale: float = 1.0) -> Books:
        """Return the books of a part of the ledger (groups, Y, C), scaled up to everyone."""
        return books(cells, weight=self.weight * scale, price_index=self.built.index.of_year, first_year=FIRST_YEAR)

    def people(self, *, without: slice | None = None) -> People | None:
        """Return the tallies of all groups, or of all but some scaled up to everyone."""
        whole = self.whole[1]
        if self.tallies is None or whole is None:
            return None
        chosen = [_left(total, groups, without=without) for total, groups in zip(whole, self.tallies, strict=True)]
        world = self.built.world
        return people(
            Tallies(*chosen),
            weight=self.weight * _scale(without),
            weeks_of_year=np.diff(world.clock.year_first_week),
            first_year=FIRST_YEAR,
            first_week=world.behaviour.first_week_days / (world.law.days_per_month * MONTHS),
        )

    def moments(self, *, without: slice | None = None) -> dict[str, Series]:
        """Return the moments of all groups, or of all but some scaled up to everyone."""
        cells = _left(self.whole[0], self.cells, without=without)
        book, told = self.book(cells, scale=_scale(without)), self.people(without=without)
        further = {} if told is None else by_person(told)
        return {**moments(book, vangnet_claim_share=self.claim_share), **further}


def _left(total: npt.NDArray[np.int64], groups: npt.NDArray[np.int64], *, without: slice | None) -> Ledger:
    """Return the sum over groups, or over all but some, on an axis of length one."""
    return (total if without is None else total - groups[without].sum(axis=0))[None]


def _scale(without: slice | None) -> float:
    return 1.0 if without is None else GROUPS / (GROUPS - len(range(GROUPS)[without]))


def lived(
    world: World,
    *,
    workers: int,
    seed: int,
    last_year: int,
    price_year: int,
    threads: int,
    tallied: bool = True,
    watch: Watch = unwatched,
) -> Lived:
    """Live so many workers in a world, from 2004 to the last year.

    tallied: keep whose the counts are as well, which takes a fifth more time.
    """
    built = build_world(world, dated=world, horizon=Horizon(last_year, price_year, False))
    lives = Lives(
        workers=built.totals.cohort_workers(workers),
        seed=seed,
        replication=0,
        threads=threads,
        block_size=DEFAULT_BLOCK,
    )
    live = tallied_ledger if tallied else _plain
    with watch("lives", int(lives.workers.sum())) as progress:
        cells, tallies = live(pack(built.world), years=built.world.clock.years, lives=lives, progress=progress)
    share: Any = world.behaviour["claim.aandeel_vangnet"].at(date(last_year, 1, 1))
    return Lived(built, lives, cells, tallies, built.totals.weight(workers), float(share))


def _plain(world: np.void, *, years: int, lives: Lives, progress: Any) -> tuple[Ledger, None]:
    return plain_ledger(world, years=years, lives=lives, progress=progress), None


@dataclass(frozen=True)
class Pair:
    """A world, and the same world without sick unemployed, lived on the same draws."""

    here: Lived
    there: Lived
    last_year: int

    def moments(self, *, without: slice | None = None) -> dict[str, Series]:
        """Return every moment of all groups, or of all but some scaled up to everyone."""
        found, others = self.here.moments(without=without), self.there.moments(without=without)
        return found | {UNEMPLOYED_TARGET: sick_unemployed(found, others, last_year=self.last_year)}


def ready_kernel(world: World, *, last_year: int, price_year: int) -> None:
    """Compile what lives a world, or see that it is in the cache, by living nobody."""
    built = build_world(world, dated=world, horizon=Horizon(last_year, price_year, False))
    nobody = Lives(np.zeros(1, dtype=np.int64), seed=0, replication=0, threads=1, block_size=DEFAULT_BLOCK)
    for live in (tallied_ledger, plain_ledger):
        live(pack(built.world), years=built.world.clock.years, lives=nobody, progress=lambda _: None)


def live_pair(
    world: World,
    *,
    workers: int,
    seed: int,
    last_year: int,
    price_year: int,
    threads: int,
    watch: Watch = unwatched,
) -> Pair:
    """Live a world with and without sick unemployed: all that `Pair.moments` reads is then known."""

    def live(one: World, *, tallied: bool) -> Lived:
        return lived(
            one,
            workers=workers,
            seed=seed,
            last_year=last_year,
            price_year=price_year,
            threads=threads,
            tallied=tallied,
            watch=watch,
        )

    return Pair(live(world, tallied=True), live(without_unemployed(world), tallied=False), last_year)


def without_unemployed(world: World) -> World:
    """Return a world in which no unemployed fall sick."""
    return with_zero(world, name=WITHOUT_UNEMPLOYED)


def with_zero(world: World, *, name: str) -> World:
    """Return a world in which a parameter of behaviour is zero throughout."""
    nobody = _zero(world.behaviour[name].at(FIRST_DAY))
    return world.overridden({"behaviour": {name: {FIRST_DAY: nobody}}})


def _zero(value: Value) -> Value:
    return tuple(_zero(part) for part in value) if isinstance(value, tuple) else 0.0


def sick_unemployed(found: Mapping[str, Series], others: Mapping[str, Series], *, last_year: int) -> Series:
    """Return the sick unemployed at the end of the Ziektewet: the difference with a world without them."""
    here, there = found[UNEMPLOYED_SOURCE], others[UNEMPLOYED_SOURCE]
    return {
        (year, UNEMPLOYED_GROUP): float(np.mean([here[year + shift, ""] - there[year + shift, ""] for shift in WINDOW]))
        for year in range(FIRST_YEAR + 1, last_year)
    }
