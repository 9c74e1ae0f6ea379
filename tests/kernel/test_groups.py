"""What a thread lives: all workers of some groups, or those chosen, cohort after cohort."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.views import event_cells, flow_cells
from poortwachter.kernel.groups import chosen_groups, simulate_groups, split_groups
from poortwachter.kernel.pack import WEEKS_BEYOND
from poortwachter.kernel.reach import Stage, forking_world
from poortwachter.kernel.simulate import N_CONTINUATIONS, simulate_block
from poortwachter.primitives.codes import GROUPS, Event, Status
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.package import everyone
from poortwachter.simulation.worlds import Built

KEY = (np.uint64(1), np.uint64(0))
SOME = (np.int64(2), np.int64(10))
"""Groups: the first, and the one after the last."""
WORKERS = np.array([GROUPS + 5, 0, 9])
"""By cohort: some groups have two workers of the first."""
NO_SPLIT, TWICE = np.int64(0), np.int64(2)
FAR_AWAY = 1_000_000
MANY = 150
CLAIMED = [Event.CLAIM, Event.CLAIM_VANGNET]
ASSESSED = [Event.REFUSED, Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL]
TO_AOW = [place for place, (_, to) in enumerate(columns.TRANSITIONS) if to == Status.AOW]

Read = Callable[[Any], Any]


@pytest.fixture(scope="module")
def before(build: Callable[..., Built], much_illness: dict[str, Any]) -> Built:
    return build(behaviour=much_illness)


@pytest.fixture(scope="module")
def after(build: Callable[..., Built], much_illness: dict[str, Any]) -> Built:
    return build(behaviour=much_illness, law={"riv_toets.grond_bedrijfsarts_toetsbaar": False})


def cells_of(built: Built, *more: int) -> Any:
    return np.zeros((*more, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)


def far(size: int) -> tuple[Any, Any]:
    return np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.int32)


def test_groups_live_each_of_their_workers_once(before: Built, as_read: Read) -> None:
    world, found, expected = as_read(before.world), cells_of(before, GROUPS), cells_of(before, GROUPS)
    with np.errstate(all="ignore"):
        simulate_groups(found, world, KEY, WORKERS, *SOME, scratch())
        for cohort, number in enumerate(WORKERS):
            for worker in range(number):
                if worker % GROUPS in range(*SOME):
                    who = (np.int64(cohort), np.int64(worker), np.int64(worker + 1))
                    simulate_block(expected, world, KEY, *who, scratch())
    np.testing.assert_array_equal(found, expected)
    assert found[SOME[0]].any()


def test_choosing_everyone_is_living_the_groups(before: Built, after: Built, as_read: Read) -> None:
    worlds = as_read(forking_world(before.world, after.world)), as_read(after.world)
    groups, chosen = int(SOME[1] - SOME[0]), everyone(WORKERS)
    ledgers = [(cells_of(before, GROUPS), cells_of(before, groups, N_CONTINUATIONS)) for _ in range(2)]
    with np.errstate(all="ignore"):
        split_groups(*ledgers[0], *worlds, KEY, WORKERS, *SOME, TWICE, scratch())
        chosen_groups(*ledgers[1], *far(chosen.size), *worlds, KEY, *chosen, *SOME, TWICE, scratch())
    for one, other in zip(*ledgers, strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.any()
    assert all(cells[: SOME[0]].sum() == cells[SOME[1] :].sum() == 0 for cells, _ in ledgers)


def test_how_far_the_chosen_come_is_noted(before: Built, as_read: Read) -> None:
    """One worker in each group, whose rows tell her life; what was noted before stays where it is more."""
    world, cells, chosen = as_read(before.world), cells_of(before, GROUPS), everyone(np.array([40]))
    stage, until = far(chosen.size)
    stage[0], until[0] = Stage.ASSESSMENT, FAR_AWAY
    groups = (np.int64(0), np.int64(chosen.size))
    with np.errstate(all="ignore"):
        chosen_groups(
            cells, cells_of(before, 0, 0), stage, until, world, world, KEY, *chosen, *groups, NO_SPLIT, scratch()
        )
    assert (stage[0], until[0]) == (Stage.ASSESSMENT, FAR_AWAY)
    events = event_cells(cells).sum(axis=1)
    assert set(stage[1:]) == set(Stage)
    assert flow_cells(cells[1:])[..., TO_AOW].any()
    for place in range(1, chosen.size):
        happened = events[place]
        assert (stage[place] >= Stage.CLAIM) >= happened[CLAIMED].any()
        assert (stage[place] == Stage.ASSESSMENT) >= happened[ASSESSED].any()
        assert (stage[place] == Stage.EVERYONE) <= (not happened[[Event.WEEK42, *CLAIMED, *ASSESSED]].any())
        for year in np.flatnonzero(flow_cells(cells[place])[:, TO_AOW].any(axis=1)):
            assert before.world.clock.year_of_week[until[place] - WEEKS_BEYOND] == year


@pytest.mark.parametrize(
    "reform",
    [{"law": {"riv_toets.grond_bedrijfsarts_toetsbaar": False}}, {"behaviour": {"loonsanctie.bezwaar_gegrond": 0.0}}],
    ids=["gate", "fork"],
)
def test_who_comes_further_in_a_continuation_is_noted_so(
    reform: dict[str, Any], before: Built, build: Callable[..., Built], much_illness: dict[str, Any], as_read: Read
) -> None:
    after = build(behaviour=much_illness | reform.get("behaviour", {}), law=reform.get("law", {}))
    worlds = as_read(forking_world(before.world, after.world)), as_read(after.world)
    chosen, cells = everyone(np.array([MANY])), cells_of(before, GROUPS)
    groups = (np.int64(0), np.int64(GROUPS))
    alone, continued = far(chosen.size), far(chosen.size)
    with np.errstate(all="ignore"):
        chosen_groups(cells, cells_of(before, 0, 0), *alone, *worlds, KEY, *chosen, *groups, NO_SPLIT, scratch())
        effect = cells_of(before, GROUPS, N_CONTINUATIONS)
        chosen_groups(cells, effect, *continued, *worlds, KEY, *chosen, *groups, TWICE, scratch())
    assert (continued[0] >= alone[0]).all()
    assert (continued[0] > alone[0]).any()
