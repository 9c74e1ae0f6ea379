"""Whom a reform can touch, and lives lived again only for those; compiled or, in a process without that, plain."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.kernel.decisions import DECIDE
from poortwachter.kernel.groups import affected_groups, simulate_groups
from poortwachter.kernel.pack import WEEKS_BEYOND
from poortwachter.kernel.reach import READ_FROM, Stage, Touch, differences, forking_world, reach, touch_of, touched
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import AOW_WEEK, DEATH, N_FIELDS, REACHED, World
from poortwachter.primitives.codes import GROUPS
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world

Build = Callable[..., Built]
Cells = npt.NDArray[np.int64]

HORIZON: Final = Horizon(last_year=2024, price_year=2022, frozen=False)
KEY: Final = (np.uint64(3), np.uint64(1))
BORDER: Final = (GROUPS - 4, GROUPS + 4)
"""Workers on both sides of where the groups begin anew."""


@pytest.fixture(scope="session")
def baseline(build: Build, much_illness: dict[str, Any]) -> World:
    return build(behaviour=much_illness, horizon=HORIZON).world


@pytest.fixture(scope="session")
def later(current: Parameters, much_illness: dict[str, Any]) -> Callable[..., World]:
    """Return a builder of worlds in which a parameter of the law changes on a day."""

    def built(name: str, value: Any, day: date) -> World:
        illness = {of: {date(2004, 1, 1): known} for of, known in much_illness.items()}
        policy = current.overridden({"behaviour": illness, "law": {name: {day: value}}})
        return build_world(policy, dated=current, horizon=HORIZON).world

    return built


def cells_of(world: World) -> Cells:
    return np.zeros((GROUPS, int(world.clock.years), columns.N_COLUMNS), dtype=np.int64)


def lived(tables: Any, cells: Cells, first: int, last: int) -> Cells:
    with np.errstate(all="ignore"):
        simulate_block(cells, tables, KEY, np.int64(0), np.int64(first), np.int64(last), scratch())
    return cells


# ---- what differs ----------------------------------------------------------------------------------------------------


def test_worlds_without_a_difference_touch_nobody(baseline: World) -> None:
    assert list(differences(baseline, baseline)) == []
    assert touch_of(baseline, baseline) is None


def test_a_difference_is_named_with_the_first_week_in_which_it_stands(
    baseline: World, later: Callable[..., World]
) -> None:
    changed = later("loonsanctie.maximum", 26.0, date(2015, 1, 1))
    found = dict(differences(baseline, changed))
    week = found["sanction_maximum"]
    tables = baseline.law.sanction_maximum, changed.law.sanction_maximum
    assert tables[0][week] != tables[1][week]
    np.testing.assert_array_equal(tables[0][:week], tables[1][:week])
    assert touch_of(baseline, changed) == Touch(stage=Stage.CLAIM, week=week)


def test_a_difference_by_year_stands_from_the_first_week_of_that_year(baseline: World) -> None:
    upheld = baseline.behaviour.upheld.copy()
    upheld[6:] += 1
    changed = baseline._replace(behaviour=baseline.behaviour._replace(upheld=upheld))
    assert list(differences(baseline, changed)) == [("upheld", 6)]
    assert touch_of(baseline, changed) == Touch(stage=Stage.CLAIM, week=int(baseline.clock.year_first_week[6]))


def test_the_first_difference_in_a_table_of_more_axes_is_that_on_the_first(baseline: World) -> None:
    chances = baseline.behaviour.gate.copy()
    chances[6, ..., 0] += 1
    chances[4, ..., -1] += 1
    changed = baseline._replace(behaviour=baseline.behaviour._replace(gate=chances))
    assert chances.ndim > 1
    assert list(differences(baseline, changed)) == [("gate", 4)]


def test_two_differences_touch_from_the_earlier_on(baseline: World, later: Callable[..., World]) -> None:
    changed = later("loonsanctie.maximum", 26.0, date(2015, 1, 1))
    upheld = baseline.behaviour.upheld.copy()
    upheld[6:] += 1
    both = changed._replace(behaviour=changed.behaviour._replace(upheld=upheld))
    assert touch_of(baseline, both) == Touch(stage=Stage.CLAIM, week=int(baseline.clock.year_first_week[6]))


def test_a_difference_without_time_stands_from_the_start_and_what_every_life_reads_touches_everyone(
    baseline: World,
) -> None:
    threshold = baseline.behaviour.class_threshold.copy()
    threshold[-1] += 1
    changed = baseline._replace(behaviour=baseline.behaviour._replace(class_threshold=threshold))
    assert touch_of(baseline, changed) == Touch(stage=Stage.ASSESSMENT, week=0)
    both = changed._replace(behaviour=changed.behaviour._replace(spell_level=changed.behaviour.spell_level + 1))
    assert touch_of(baseline, both) == Touch(stage=Stage.EVERYONE, week=0)


def test_where_payments_are_cut_is_no_difference(baseline: World) -> None:
    cut = baseline._replace(law=baseline.law._replace(next_change=baseline.law.next_change + 1))
    assert touch_of(baseline, cut) is None


def test_every_table_with_a_stage_exists(baseline: World) -> None:
    shifted = type(baseline)(*(_shifted(each) for each in baseline))
    assert READ_FROM.keys() | DECIDE.keys() <= {name for name, _ in differences(baseline, shifted)}


def _shifted(table: Any) -> Any:
    if hasattr(table, "_fields"):
        return type(table)(*(_shifted(each) for each in table))
    return ~np.asarray(table) if np.asarray(table).dtype == bool else np.asarray(table) + 1


# ---- forks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["upheld", "gate"])
def test_lives_fork_at_the_decisions_whose_chances_differ_and_nowhere_else(name: str, baseline: World) -> None:
    other = {name: getattr(baseline.behaviour, name) + 1}
    changed = baseline._replace(behaviour=baseline.behaviour._replace(**other))
    forks = forking_world(baseline, changed).forks
    assert np.flatnonzero(forks).tolist() == [DECIDE[name]]
    assert forks[DECIDE[name]] == 1
    assert not baseline.forks.any(), "the baseline itself stays as it was"


def test_more_than_chances_at_decisions_is_refused(baseline: World) -> None:
    changed = baseline._replace(
        behaviour=baseline.behaviour._replace(class_threshold=baseline.behaviour.class_threshold + 1)
    )
    with pytest.raises(ValueError, match=r"these differ: \['class_threshold'\]"):
        forking_world(baseline, changed)


# ---- how far a life has come -----------------------------------------------------------------------------------------


def test_a_life_never_goes_back_a_stage() -> None:
    life = np.zeros(N_FIELDS, dtype=np.int64)
    come = []
    for stage in (1, 3, 2, 3, 0):
        reach(life, np.int64(stage))
        come.append(int(life[REACHED]))
    assert come == [1, 3, 3, 3, 3]


def test_a_life_that_never_began_to_be_ill_is_touched_by_what_everyone_reads_and_nothing_else() -> None:
    assert list(Stage) == [Stage.EVERYONE, Stage.LONG_SICK, Stage.CLAIM, Stage.ASSESSMENT]
    assert sorted(Stage) == list(Stage)
    life = np.zeros(N_FIELDS, dtype=np.int64)
    assert [bool(touched(life, np.int64(stage), np.int64(0))) for stage in Stage] == [True, False, False, False]


@pytest.mark.parametrize(
    ("stage", "week", "expected"),
    [
        (Stage.CLAIM, 500 + WEEKS_BEYOND, True),
        (Stage.CLAIM, 501 + WEEKS_BEYOND, False),
        (Stage.ASSESSMENT, 0, False),
        (Stage.LONG_SICK, 0, True),
    ],
)
@pytest.mark.parametrize(("death", "aow"), [(500, 900), (900, 500)])
def test_a_life_is_touched_at_its_stage_until_its_end_and_what_is_read_ahead(
    stage: Stage, week: int, expected: bool, death: int, aow: int
) -> None:
    life = np.zeros(N_FIELDS, dtype=np.int64)
    life[REACHED], life[DEATH], life[AOW_WEEK] = Stage.CLAIM, death, aow
    assert bool(touched(life, np.int64(stage), np.int64(week))) is expected


# ---- blocks ----------------------------------------------------------------------------------------------------------


def test_every_worker_of_a_block_is_lived_once_in_the_group_of_her_ordinal(
    baseline: World, as_read: Callable[[World], Any]
) -> None:
    tables = as_read(baseline)
    together = lived(tables, cells_of(baseline), *BORDER)
    for worker in range(*BORDER):
        alone = lived(tables, cells_of(baseline), worker, worker + 1)
        assert np.flatnonzero(alone.any(axis=(1, 2))).tolist() == [worker % GROUPS]
        together -= alone
    assert not together.any()


@pytest.mark.parametrize("stage", [Stage.EVERYONE, Stage.CLAIM])
def test_living_the_touched_again_gives_the_difference_of_living_everyone_twice(
    stage: Stage, baseline: World, later: Callable[..., World], as_read: Callable[[World], Any]
) -> None:
    changed = later("loonsanctie.maximum", 26.0, date(2009, 1, 1))
    worlds = as_read(baseline), as_read(changed)
    who = (np.array([BORDER[1], 0, 8]), np.int64(0), np.int64(32))
    cells, effect, before, after = (cells_of(baseline) for _ in range(4))
    with np.errstate(all="ignore"):
        affected_groups(cells, effect, *worlds, KEY, *who, np.int64(stage), np.int64(0), scratch())
        for world, alone in zip(worlds, (before, after), strict=True):
            simulate_groups(alone, world, KEY, *who, scratch())
    np.testing.assert_array_equal(cells, before)
    np.testing.assert_array_equal(effect, after - before)
    assert effect.any(), "nothing happened"
