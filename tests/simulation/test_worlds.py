"""A world is built from the parameters of its policy; behaviour was measured under current law, at its newest value."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.behaviour.hazards import return_rate_during_extension
from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.scenario.load import current_world
from poortwachter.simulation.worlds import FIRST_YEAR, Built, Horizon, build_world

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


def test_longer_spells_from_a_year_on_leave_the_chances_of_the_years_before_it() -> None:
    current = current_world()
    day = date(2012, 1, 1)
    longer = current.overridden({"behaviour": {"verzuim.index_lang": {day: 1.4}}})
    before, after = (build_world(one, dated=current, horizon=HORIZON).world.behaviour for one in (current, longer))
    years = day.year - FIRST_YEAR
    np.testing.assert_array_equal(before.survival_zw, after.survival_zw)
    lengths = [one.survival[one.spell_level] for one in (before, after)]
    np.testing.assert_array_equal(lengths[0][:years], lengths[1][:years])
    assert (lengths[0][years:] < lengths[1][years:]).any(axis=(1, 2, 3, 4, 5)).all()
    rates = [one.onset_rate[:, None] * (one.onset_accept / 2**32) for one in (before, after)]
    np.testing.assert_allclose(rates[0][:years], rates[1][:years], rtol=1e-6)
    assert (rates[1][years:] > rates[0][years:] * (1.0 + 1e-6)).all()
