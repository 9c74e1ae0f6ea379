"""Build what the benchmarks run on."""

import pytest

from poortwachter.scenario.load import current_world
from poortwachter.simulation.worlds import Built, Horizon, build_world


@pytest.fixture(scope="session")
def built() -> Built:
    current = current_world()
    return build_world(current, dated=current, horizon=Horizon(last_year=2080, price_year=2022, frozen=False))
