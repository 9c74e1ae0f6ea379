"""Build worlds to live in: current law, and the reform that makes the bedrijfsarts' advice decisive."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.kernel.pack import pack
from poortwachter.kernel.plain import plain_world
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import World as Tables
from poortwachter.primitives.codes import GROUPS
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.blocks import Lives, scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world

HORIZON = Horizon(last_year=2030, price_year=2022, frozen=False)
KEY = (np.uint64(1), np.uint64(0))

Override = dict[str, Any]

MUCH_ILLNESS: Override = {
    "verzuim.langer_dan_1_week": (0.4,) * 6,
    "verzuim.langer_dan_4_weken": (0.2,) * 6,
    "verzuim.langer_dan_42_weken": (0.08,) * 6,
    "verzuim.factor_lang": ((1.0, 1.0),) * 7,
    "verzuim.index_lang": 1.0,
    "verzuim.langer_dan_91_weken": (0.78,) * 6,
    "iva_vervroegd.kans": (0.05,) * 6,
    "claim.aanloop_begin": 1.0,
    "riv_toets.kans_inhoudelijk": 0.3,
    "riv_toets.kans_administratief": 0.2,
    "riv_toets.te_laat": 0.3,
    "verlenging_vrijwillig.kans": 0.2,
    "loonsanctie.zonder_mogelijkheden": 0.3,
    "loonsanctie.bezwaar_gegrond": 0.4,
    "zw.verhaal_kans": 0.5,
    "ziekengeld.verlenging_factor": 2.0,
    "vangnet.contracteinde": 0.02,
    "vangnet.overig": (0.04, 0.15),
    "vereenvoudigd_60plus.deelname": 0.9,
    "beoordeling.wacht_aandeel": 0.5,
    "tw.gebruik": 1.0,
    "wga.vol_naar_deels": 0.1,
    "wga.deels_naar_vol": 0.1,
    "wia.herstel_eerste_jaren": 0.2,
    "wia.herstel_later": 0.1,
}
"""Behaviour under which a few thousand lives meet everything: one in twelve spells lasts beyond week 42."""


@pytest.fixture(scope="session")
def current() -> World:
    return current_world()


@pytest.fixture(scope="session")
def much_illness() -> Override:
    return dict(MUCH_ILLNESS)


@pytest.fixture(scope="session")
def build(current: World) -> Callable[..., Built]:
    """Return a builder of worlds with overrides that hold from the start."""

    def built(*, law: Override | None = None, behaviour: Override | None = None, horizon: Horizon = HORIZON) -> Built:
        start = date(2004, 1, 1)
        changed = current.overridden(
            {
                "law": {name: {start: value} for name, value in (law or {}).items()},
                "behaviour": {name: {start: value} for name, value in (behaviour or {}).items()},
            }
        )
        return build_world(changed, dated=current, horizon=horizon)

    return built


@pytest.fixture(scope="session")
def as_read() -> Callable[[Tables], Any]:
    """Return how the kernel reads tables in this process: a packed record, or without compilation plain tables."""
    return pack if hasattr(simulate_block, "py_func") else plain_world


@pytest.fixture(scope="session")
def lives() -> Callable[..., Lives]:
    def of(built: Built, *, workers: int, threads: int = 2, block_size: int = 4096, seed: int = 1) -> Lives:
        return Lives(built.totals.cohort_workers(workers), seed, 0, threads, block_size)

    return of


@pytest.fixture(scope="session")
def rows_by_worker() -> Callable[[Built, int], Any]:
    """Return the ledger rows (Y, C) of single workers of the first cohort, one by one."""

    def rows(built: Built, number: int) -> Any:
        world = pack(built.world)
        cells = np.zeros((GROUPS, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)
        found = np.empty((number, *cells.shape[1:]), dtype=np.int64)
        for worker in range(number):
            simulate_block(cells, world, KEY, 0, worker, worker + 1, scratch())
            found[worker] = cells[worker % GROUPS]
            cells[worker % GROUPS] = 0
        return found

    return rows
