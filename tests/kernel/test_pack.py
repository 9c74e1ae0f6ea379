from collections.abc import Callable

import numpy as np
import pytest

from poortwachter.kernel.pack import SPAN_OF_FIELD, pack
from poortwachter.simulation.worlds import Built, Horizon

Build = Callable[..., Built]


def test_the_layout_is_the_same_for_every_clock(build: Build) -> None:
    layouts = {
        pack(build(horizon=horizon).world).dtype.descr.__repr__()
        for horizon in (
            Horizon(last_year=2009, price_year=2022, frozen=False),
            Horizon(last_year=2080, price_year=2025, frozen=False),
            Horizon(last_year=2080, price_year=2022, frozen=True),
        )
    }
    assert len(layouts) == 1


def test_every_field_that_follows_the_clock_exists(build: Build) -> None:
    world = build().world
    nested = [table._fields for table in world if isinstance(table, tuple)]
    names = {name for fields in nested for name in fields} | set(world._fields)
    assert set(SPAN_OF_FIELD) <= names


def test_a_record_holds_what_the_tables_hold(build: Build) -> None:
    world = build().world
    record = pack(world)
    np.testing.assert_array_equal(
        record["law"]["maximum_maandloon"][: world.clock.weeks], world.law.maximum_maandloon[:-1]
    )
    assert record["law"]["minimum_wage"] == world.law.minimum_wage


def test_an_array_of_another_clock_is_refused(build: Build) -> None:
    world = build().world
    with pytest.raises(ValueError, match="gate has 3 rows"):
        pack(world._replace(behaviour=world.behaviour._replace(gate=world.behaviour.gate[:3])))
