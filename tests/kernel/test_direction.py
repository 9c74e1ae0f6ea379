"""Every parameter of the law and of behaviour moves what it is about in the direction that theory gives it.

`directions` states the direction for every parameter, or why there is none. A few thousand lives are lived without
and with the parameter moved up, on the same draws; the difference must have its sign, beyond what chance in other
parts of the same lives makes of it.
"""

import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.views import event_cells, flow_cells, money_cells, stock_cells
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS, AgeBand, Event, Item, Payer, Scheme, Sex, Status
from poortwachter.primitives.parameters import UNITS, Parameter
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Horizon, build_world


def beside(name: str) -> Any:
    """Import a module of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


directions = beside("directions")
CASES: Final = {("behaviour", name): case for name, case in directions.BEHAVIOUR.items()} | {
    ("law", name): case for name, case in directions.LAW.items()
}
TESTED: Final = {place: case for place, case in CASES.items() if not isinstance(case, str)}

Ledger = npt.NDArray[np.int64]
HORIZON: Final = Horizon(last_year=2022, price_year=2022, frozen=False)
WORKERS: Final = 16 * GROUPS
KEY: Final = (np.uint64(1), np.uint64(0))
START: Final = date(2004, 1, 1)
QUARTER: Final = 1.25
SURE: Final = 3.0
"""Standard errors, between groups, that a difference must at least be."""


# ---- outcomes -------------------------------------------------------------------------------------------------------


def outcome(cells: Ledger, what: str) -> npt.NDArray[np.int64]:
    """Return an outcome by group, summed over years."""
    kind, _, names = what.partition(":")
    return OUTCOMES[kind](cells, names)


def _events(cells: Ledger, names: str) -> Any:
    return event_cells(cells)[..., [Event[name] for name in names.split("+")]].sum(axis=(1, 2))


def _stocks(cells: Ledger, names: str) -> Any:
    return stock_cells(cells)[..., [Status[name] for name in names.split("+")]].sum(axis=(1, 2))


def _flows(cells: Ledger, names: str) -> Any:
    origin, _, targets = names.partition(">")
    wanted = {(int(Status[origin]), int(Status[target])) for target in targets.split("+")}
    places = [place for place, change in enumerate(columns.TRANSITIONS) if change in wanted]
    assert len(places) == len(wanted)
    return flow_cells(cells)[..., places].sum(axis=(1, 2))


def _money(cells: Ledger, names: str) -> Any:
    items, _, payer = names.partition("@")
    paid = money_cells(cells)[:, :, [Item[name] for name in items.split("+")]]
    return (paid[..., Payer[payer]] if payer else paid.sum(axis=3)).sum(axis=(1, 2))


def _inflow(cells: Ledger, name: str) -> Any:
    inflow = cells[..., columns.FIRST_WIA_INFLOW : columns.FIRST_WIA_INFLOW + columns.N_CELLS_WIA]
    return inflow.reshape(*cells.shape[:2], len(Scheme), len(AgeBand), len(Sex))[..., Sex[name]].sum(axis=(1, 2, 3))


def _advances(cells: Ledger, _: str) -> Any:
    first = columns.FIRST_ADVANCE_STOCK
    return cells[..., first : first + columns.N_CELLS_ADVANCE].sum(axis=(1, 2))


OUTCOMES: Final[dict[str, Callable[[Ledger, str], Any]]] = {
    "event": _events,
    "stock": _stocks,
    "flow": _flows,
    "money": _money,
    "inflow": _inflow,
    "advance": _advances,
}


# ---- moving a parameter ---------------------------------------------------------------------------------------------


def raised(parameter: Parameter, to: Any) -> dict[date, Any]:
    """Return the dated values of a parameter moved up."""
    unit = UNITS[parameter.unit]
    if to is not None or unit.is_switch:
        return {START: True if unit.is_switch else to}
    return {max(day, START): _scaled(value, unit.high) for day, value in parameter.values}


def _scaled(value: Any, high: float) -> Any:
    return tuple(_scaled(one, high) for one in value) if isinstance(value, tuple) else min(value * QUARTER, high)


def dated(overrides: dict[str, Any]) -> dict[str, dict[date, Any]]:
    return {name: {START: value} for name, value in overrides.items()}


def ledger_of(policy: Parameters, *, dated: Parameters) -> Ledger:
    """Return the ledger of a few thousand workers of the first cohort."""
    world = build_world(policy, dated=dated, horizon=HORIZON).world
    cells = np.zeros((GROUPS, int(world.clock.years), columns.N_COLUMNS), dtype=np.int64)
    simulate_block(cells, pack(world), KEY, 0, 0, WORKERS, scratch())
    return cells


class Pairs:
    """Live with a parameter as it is and moved up; what is lived without it is kept for the next case."""

    def __init__(self, current: Parameters, much_illness: dict[str, Any]) -> None:
        self.current = current.overridden({"behaviour": dated(much_illness)})
        self.kept: dict[str, Ledger] = {}

    def of(self, layer: str, name: str, case: Any) -> tuple[Ledger, Ledger]:
        switch = {name: False} if UNITS[self.current.layer(layer)[name].unit].is_switch else {}
        law = case.law | (switch if layer == "law" else {})
        policy = self.current.overridden({"law": dated(law), "behaviour": dated(case.behaviour)})
        key = repr((law, case.behaviour))
        if key not in self.kept:
            self.kept[key] = ledger_of(policy, dated=self.current)
        moved = policy.overridden({layer: {name: raised(policy.layer(layer)[name], case.to)}})
        assert moved.layer(layer)[name] != policy.layer(layer)[name]
        return self.kept[key], ledger_of(moved, dated=self.current)


@pytest.fixture(scope="module")
def pairs(current: Parameters, much_illness: dict[str, Any]) -> Pairs:
    return Pairs(current, much_illness)


def scores(pair: tuple[Ledger, Ledger], what: str) -> float:
    """Return the difference in an outcome over its standard error between groups."""
    before, after = (outcome(cells, what).astype(np.float64) for cells in pair)
    gap = after - before
    error = float(np.sqrt(GROUPS / (GROUPS - 1) * ((gap - gap.mean()) ** 2).sum()))
    return float(gap.sum()) / error if error > 0.0 else 0.0


# ---- tests ----------------------------------------------------------------------------------------------------------


def test_every_parameter_of_law_and_behaviour_stands_in_the_table(current: Parameters) -> None:
    assert sorted(directions.BEHAVIOUR) == sorted(current.behaviour)
    assert sorted(directions.LAW) == sorted(current.law)


@pytest.mark.parametrize(("layer", "name"), TESTED, ids=[name for _, name in TESTED])
def test_a_parameter_moves_what_it_is_about_in_its_direction(layer: str, name: str, pairs: Pairs) -> None:
    case: Any = TESTED[layer, name]
    pair = pairs.of(layer, name, case)
    found = {what: scores(pair, what) for what in case.signs}
    wrong = {what: found[what] for what, sign in case.signs.items() if found[what] * (1 if sign == "+" else -1) < SURE}
    assert not wrong
