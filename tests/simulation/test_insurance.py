"""The shares that a result gives are those that lives read on their first sick day."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.kernel import state
from poortwachter.kernel.pack import pack
from poortwachter.primitives.codes import Size, Status
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.blocks import Lives
from poortwachter.simulation.insurance import insurance_of, insured_share
from poortwachter.simulation.people import people
from poortwachter.simulation.worlds import Built, Horizon, build_world

YEAR = 2012
LONG_ENOUGH = 8
"""Weeks of illness after which a spell has come where insurance matters."""
PUBLISHED = [0.44, 0.86, 0.76, 0.47, 0.23]


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


def built_of(world: World, behaviour: dict[str, Any]) -> Built:
    changed = world.overridden({"behaviour": {name: {date(2010, 1, 1): new} for name, new in behaviour.items()}})
    return build_world(changed, dated=world, horizon=Horizon(YEAR, YEAR, False))


def test_without_a_measure_the_published_shares_hold_in_every_year(world: World) -> None:
    found = insurance_of((built_of(world, {}), built_of(world, {})))
    np.testing.assert_allclose(found.insured, np.broadcast_to(PUBLISHED, found.insured.shape), atol=1e-9)
    assert not found.relieved.any()


def test_extra_points_come_on_top_and_a_relieving_policy_first_to_who_is_insured(world: World) -> None:
    extra = {"verzuimverzekering.extra_verzekerd": (10.0, 20.0, -10.0, 0.0, 0.0)}
    relief = {"ontzorgverzekering.aandeel": (0.3, 0.1, 0.7, 0.0, 0.5)}
    share = insured_share(built_of(world, extra | relief).world)
    np.testing.assert_allclose(share[:6], np.broadcast_to(PUBLISHED, (6, 5)), atol=1e-9)
    np.testing.assert_allclose(share[-1], [0.54, 1.0, 0.7, 0.47, 0.5], atol=1e-9)


def test_the_sick_are_insured_as_the_shares_say(world: World) -> None:
    relief = {"ontzorgverzekering.aandeel": (0.3, 0.3, 0.3, 0.0, 0.6)}
    built = built_of(world, relief)
    fields = (state.STATUS, state.SIZE, state.INSURED, state.RELIEVED, state.POLICY, state.SICK)
    lives = Lives(built.totals.cohort_workers(20_000), 1, 0, 1, 5000)
    rows, _ = people(pack(built.world), years=built.world.clock.years, lives=lives, fields=fields)
    sick, clock = rows[:, -1], built.world.clock
    in_force = (sick >= clock.year_first_week[6]) & (sick < clock.weeks - LONG_ENOUGH)
    _, size, insured, relieved, policy, _ = rows[(rows[:, 0] == Status.ZIEK_LOON) & in_force].T
    share = insured_share(built.world)[-1]
    np.testing.assert_array_equal(insured, policy < np.rint(share * 2**32)[size])
    np.testing.assert_array_equal(
        relieved, policy < np.rint(np.array(relief["ontzorgverzekering.aandeel"]) * 2**32)[size]
    )
    for place in Size:
        count = (size == place).sum()
        error = np.sqrt(share[place] * (1 - share[place]) / count)
        assert abs(insured[size == place].mean() - share[place]) < 4 * error
