"""Live the calendar years of a world and read from them what the published series measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np

from poortwachter.kernel.pack import pack
from poortwachter.primitives.parameters import FIRST_DAY, Value
from poortwachter.scenario.load import World
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Ledger, Lives, plain_ledger
from poortwachter.simulation.worlds import FIRST_YEAR, Built, Horizon, build_world
from poortwachter.study.moments import Books, books, moments
from poortwachter.study.targets import Series

Moments: TypeAlias = Mapping[str, Series]

WITHOUT_UNEMPLOYED: Final = "vangnet.ww"
UNEMPLOYED_TARGET: Final = "zw_not_recovered_104_weeks"
UNEMPLOYED_GROUP: Final = "zieke_ww"
UNEMPLOYED_SOURCE: Final = "vangnet_not_recovered_104_weeks"
"""The moment whose difference with a world without sick unemployed is their number."""
WINDOW: Final = (-1, 0, 1)
"""Years around its own over which the small count of the sick unemployed is averaged."""


@dataclass(frozen=True)
class Lived:
    """A world lived on the calendar clock: its ledger (256, Y, C) and what turns it into persons and EUR."""

    built: Built
    lives: Lives
    cells: Ledger
    weight: float
    """Persons per worker."""
    claim_share: float
    """Share of those sick in the Ziektewet at the end of its term who claim."""

    def book(self, cells: Ledger, *, scale: float = 1.0) -> Books:
        """Return the books of a part of the ledger (groups, Y, C), scaled up to everyone."""
        return books(cells, weight=self.weight * scale, price_index=self.built.index.of_year, first_year=FIRST_YEAR)

    def moments(self) -> Moments:
        """Return the moments of the whole ledger."""
        return dict(moments(self.book(self.cells), vangnet_claim_share=self.claim_share))


def lived(world: World, *, workers: int, seed: int, last_year: int, price_year: int, threads: int) -> Lived:
    """Live so many workers in a world, from 2004 to the last year."""
    built = build_world(world, dated=world, horizon=Horizon(last_year, price_year, False))
    lives = Lives(
        workers=built.totals.cohort_workers(workers),
        seed=seed,
        replication=0,
        threads=threads,
        block_size=DEFAULT_BLOCK,
    )
    cells = plain_ledger(pack(built.world), years=built.world.clock.years, lives=lives, progress=lambda _: None)
    share: Any = world.behaviour["claim.aandeel_vangnet"].at(date(last_year, 1, 1))
    return Lived(built, lives, cells, built.totals.weight(workers), float(share))


def without_unemployed(world: World) -> World:
    """Return a world in which no unemployed fall sick."""
    nobody = _zero(world.behaviour[WITHOUT_UNEMPLOYED].at(FIRST_DAY))
    return world.overridden({"behaviour": {WITHOUT_UNEMPLOYED: {FIRST_DAY: nobody}}})


def _zero(value: Value) -> Value:
    return tuple(_zero(part) for part in value) if isinstance(value, tuple) else 0.0


def sick_unemployed(found: Mapping[str, Series], others: Mapping[str, Series], *, last_year: int) -> Series:
    """Return the sick unemployed at the end of the Ziektewet: the difference with a world without them."""
    here, there = found[UNEMPLOYED_SOURCE], others[UNEMPLOYED_SOURCE]
    return {
        (year, UNEMPLOYED_GROUP): float(np.mean([here[year + shift, ""] - there[year + shift, ""] for shift in WINDOW]))
        for year in range(FIRST_YEAR + 1, last_year)
    }
