import numpy as np
import pytest

from poortwachter.kernel import state
from poortwachter.kernel.pack import pack
from poortwachter.scenario.load import current_world
from poortwachter.simulation.blocks import Lives, plain_ledger
from poortwachter.simulation.people import people
from poortwachter.simulation.worlds import Built, Horizon, build_world

FIELDS = (state.COHORT, state.WORKER, state.STATUS, state.SECTOR)


@pytest.fixture(scope="module")
def built() -> Built:
    world = current_world()
    return build_world(world, dated=world, horizon=Horizon(2012, 2012, False))


def lives(built: Built, *, threads: int = 1, block_size: int = 5000) -> Lives:
    return Lives(built.totals.cohort_workers(2000), 3, 0, threads, block_size)


def test_everyone_is_returned_in_order_whatever_the_threads_and_blocks(built: Built):
    years = built.world.clock.years
    one, cells = people(pack(built.world), years=years, lives=lives(built), fields=FIELDS)
    other, again = people(pack(built.world), years=years, lives=lives(built, threads=2, block_size=300), fields=FIELDS)
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(cells, again)
    counts = lives(built).workers
    assert one[:, 0].tolist() == np.repeat(np.arange(len(counts)), counts).tolist()
    assert one[:, 1].tolist() == [worker for count in counts for worker in range(count)]


def test_people_live_as_in_a_run(built: Built):
    years = built.world.clock.years
    _, cells = people(pack(built.world), years=years, lives=lives(built), fields=FIELDS)
    run = plain_ledger(pack(built.world), years=years, lives=lives(built), progress=lambda _: None)
    np.testing.assert_array_equal(cells, run)
