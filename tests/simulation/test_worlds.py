"""A world is built from the parameters of its policy; behaviour was measured under current law, at its newest value."""

from datetime import date
from typing import Any

import pytest

from poortwachter.behaviour.hazards import return_rate_during_extension
from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.scenario.load import current_world
from poortwachter.simulation.worlds import Built, Horizon, build_world

HORIZON = Horizon(last_year=2020, price_year=2015, frozen=False)


def built(law: dict[str, Any]) -> Built:
    current = current_world()
    return build_world(current.overridden({"law": law}), dated=current, horizon=HORIZON)


@pytest.mark.parametrize("law", [{}, {"loonsanctie.maximum": {date(2010, 1, 1): 78.0}}])
def test_the_rate_of_return_in_an_extension_is_that_of_sanctions_of_a_year(law: dict[str, Any]) -> None:
    behaviour = {name: float(load_behaviour()[f"loonsanctie.{name}"].values[0][1]) for name in MEASURED}  # type: ignore[arg-type]
    expected = return_rate_during_extension(
        not_pursued=behaviour["niet_doorgezet"],
        repaired=behaviour["hersteld"],
        mean_repair_week=int(behaviour["herstel_gemiddelde_week"]),
        maximum=52,
    )
    assert built(law).world.behaviour.return_rate_extension == expected


MEASURED = ("niet_doorgezet", "hersteld", "herstel_gemiddelde_week")


def test_a_repair_is_asked_so_that_it_ends_the_extension_in_its_mean_week() -> None:
    world = built({}).world
    asked = (1 + world.behaviour.repair_weeks) / 2
    assert asked + world.law.repair_decision[-1] + world.law.repair_end[-1] == 26
