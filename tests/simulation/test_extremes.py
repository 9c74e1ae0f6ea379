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

NO_SUM: Final = "shares of which none is above 0 are taken for the first of them"
CAUSES: Final = "with every case of one cause there is no survival of the other, by which the first week is told"
LATE: Final = "is refused, but in words about something else, after a division by zero"
KNOWN: Final = {
    "beoordeling.klasse": NO_SUM,
    "riv_toets.hoofdgrond": NO_SUM,
    "verzuim.aandeel_psychisch": CAUSES,
    "verzuim.factor_lang": LATE,
    "verzuim.index_lang": LATE,
    "verzuim.langer_dan_1_week": LATE,
    "verzuim.langer_dan_42_weken": LATE,
    "verzuim.langer_dan_4_weken": LATE,
    "verzuim.langer_dan_6_weken": LATE,
    "verzuim.langer_dan_91_weken": "a share of nobody divides by zero on its way",
}


def marked(name: str) -> Any:
    return pytest.param(name, marks=[pytest.mark.xfail(strict=True, reason=KNOWN[name])] if name in KNOWN else [])


@pytest.mark.parametrize("name", [marked(name) for name in load_behaviour()])
def test_behaviour_at_the_ends_of_its_unit_makes_tables_or_is_refused(name: str) -> None:
    assert [fault for value in ends(CURRENT.behaviour[name]) for fault in faults(name, value)] == []


@pytest.mark.xfail(
    strict=True, reason="an AOW age in years is taken for one in months, and the population is no number"
)
def test_an_aow_age_in_years_is_refused_in_words() -> None:
    policy = CURRENT.overridden({"law": {"aow.leeftijd": {date(2005, 1, 1): 67.0}}})
    with np.errstate(all="ignore"), pytest.raises(InputError):
        build_world(policy, dated=CURRENT, horizon=HORIZON)


@pytest.mark.xfail(strict=True, reason="an age of a century ends in an index beyond a table", raises=IndexError)
def test_an_aow_age_beyond_all_lives_is_refused_in_words() -> None:
    policy = CURRENT.overridden({"law": {"aow.leeftijd": {date(2005, 1, 1): 1200.0}}})
    with pytest.raises(InputError):
        build_world(policy, dated=CURRENT, horizon=HORIZON)


@pytest.mark.xfail(strict=True, reason="margins that cannot be met end in a traceback", raises=ArithmeticError)
def test_margins_that_cannot_be_met_are_refused_in_words() -> None:
    nobody: World = CURRENT.overridden({"population": {"werkgevers.aandeel_vrouw": {START: (0.0,) * 6}}})
    with pytest.raises(InputError):
        build_world(nobody, dated=CURRENT, horizon=HORIZON)
