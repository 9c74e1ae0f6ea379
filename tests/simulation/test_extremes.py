"""At the ends of what a unit allows, a parameter makes tables of chances and finite numbers, or is refused in words."""

import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.behaviour.table import GATE_UNIT
from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import UNITS, Parameter
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.worlds import Horizon, build_world

CURRENT: Final = current_world()
START: Final = date(2004, 1, 1)
HORIZON: Final = Horizon(last_year=2006, price_year=2006, frozen=False)
WHOLE_WORD: Final = 1 << 32
MANY: Final = 5.0
"""What a number that its unit does not bound is multiplied by."""


def ends(parameter: Parameter) -> list[Any]:
    """Return the lowest and highest value of a unit, in the shape of a parameter."""
    unit, value = UNITS[parameter.unit], parameter.values[-1][1]
    if unit.is_switch:
        return [False, True]
    bounded = unit.high <= 1.0
    return [_each(value, lambda _: unit.low), _each(value, lambda one: unit.high if bounded else MANY * one)]


def _each(value: Any, of: Any) -> Any:
    return tuple(_each(one, of) for one in value) if isinstance(value, tuple) else of(value)


def arrays_of(tables: Any) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name, table in zip(tables._fields, tables, strict=True):
        yield name, np.asarray(table)


def faults(name: str, value: Any) -> list[str]:
    """Return what is wrong with the tables of a world in which a parameter of behaviour has a value."""
    policy = CURRENT.overridden({"behaviour": {name: {START: value}}})
    found = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            world = build_world(policy, dated=CURRENT, horizon=HORIZON).world
        except InputError:
            return [f"refused, after {one.message}" for one in warned]
    found += [str(one.message) for one in warned]
    for field, table in (*arrays_of(world.behaviour), *arrays_of(world.population)):
        if table.dtype == np.uint64 and field not in MAY_BE_CERTAIN and (table > WHOLE_WORD).any():
            found.append(f"{field}: a chance above 1")
        if table.dtype.kind == "f" and field not in MAY_BE_ENDLESS and not np.isfinite(table).all():
            found.append(f"{field}: not finite")
    if (world.behaviour.gate > GATE_UNIT).any():
        found.append("gate: a chance above 1")
    return found


MAY_BE_CERTAIN: Final = frozenset({"claim", "household"})
"""Chances that are only compared with a word, so that above 1 is always."""
MAY_BE_ENDLESS: Final = frozenset({"under35_ww_rate"})
"""A mean duration of nothing is a rate without end."""


@pytest.mark.parametrize("name", list(load_behaviour()))
def test_behaviour_at_the_ends_of_its_unit_makes_tables_or_is_refused(name: str) -> None:
    assert [fault for value in ends(CURRENT.behaviour[name]) for fault in faults(name, value)] == []


@pytest.mark.parametrize("months", [67.0, 1200.0])
def test_an_aow_age_in_years_or_beyond_all_lives_is_refused_in_words(months: float) -> None:
    policy = CURRENT.overridden({"law": {"aow.leeftijd": {date(2005, 1, 1): months}}})
    with pytest.raises(InputError, match=r"aow\.leeftijd is (67|1200) .* at least 756 and at most 900"):
        build_world(policy, dated=CURRENT, horizon=HORIZON)


@pytest.mark.parametrize("months", [756.0, 900.0])
def test_the_lowest_and_highest_aow_age_make_a_population(months: float) -> None:
    policy = CURRENT.overridden({"law": {"aow.leeftijd": {START: months}}})
    built = build_world(policy, dated=CURRENT, horizon=HORIZON)
    people = built.totals.stock.employees[:, :, 0]
    oldest = int(months // 12) - 15
    assert (people[:, oldest - 1] > 0.0).all()
    assert not people[:, oldest:].any()
    assert (built.totals.stock.entry >= 0.0).all()


@pytest.mark.parametrize(
    ("name", "nobody", "said"),
    [
        ("werkgevers.aandeel_vrouw", (0.0,) * 6, "employees cannot be spread"),
        ("werkgevers.verhouding_contract", ((0.0,) * 6,) * 3, "employees cannot be spread"),
        ("werknemers.leeftijdstrend", (0.0,) * 7, "there is nobody to spread"),
        ("werknemers.aandeel_man", 1.0, "sector has nobody"),
        ("loon.flexibel_uren", (0.0,) * 3, "hours cannot be spread"),
        ("loon.naar_leeftijd", (0.0,) * 6, "wages cannot be spread"),
    ],
)
def test_margins_that_cannot_be_met_are_refused_in_words(name: str, nobody: Any, said: str) -> None:
    world: World = CURRENT.overridden({"population": {name: {START: nobody}}})
    with np.errstate(all="ignore"), pytest.raises(InputError, match=said):
        build_world(world, dated=CURRENT, horizon=HORIZON)
