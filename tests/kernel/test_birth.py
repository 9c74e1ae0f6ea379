"""Jobs follow the tables of age and year, whatever happens to a person in the model."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.kernel import state as s
from poortwachter.kernel.birth import be_born, employer_of, move_on
from poortwachter.kernel.chance import FIRST, attribute
from poortwachter.kernel.pack import pack
from poortwachter.primitives.codes import Contract, Sector, Status
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.primitives.rng import Decision, pick
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.blocks import Lives
from poortwachter.simulation.people import people
from poortwachter.simulation.worlds import Horizon, build_world

HORIZON = Horizon(last_year=2022, price_year=2022, frozen=False)
KEY = (np.uint64(1), np.uint64(0))
WORKERS = 3000
FIELDS = (s.STATUS, s.COHORT, s.WORKER, s.JOB, s.JOB_START, s.CONTRACT, s.SIZE, s.SECTOR, s.ERD_WGA, s.BIRTH, s.SEX)
AT_WORK = (Status.WERK, Status.ONDER35_WERK)
Life = npt.NDArray[np.int64]


class Moved(NamedTuple):
    """A life before and after a move, and what was said of it."""

    before: Life
    after: Life
    week: int
    another: bool


@pytest.fixture(scope="module")
def current() -> World:
    return current_world()


@pytest.fixture(scope="module")
def world(current: World) -> s.World:
    return build_world(current, dated=current, horizon=HORIZON).world


@pytest.fixture(scope="module")
def moves(world: s.World) -> list[Moved]:
    return list(_moves(world))


def _moves(world: s.World) -> Iterator[Moved]:
    record = pack(world)
    life = np.zeros(s.N_FIELDS, dtype=np.int64)
    for worker in range(WORKERS):
        be_born(record, KEY, life, np.int64(0), np.int64(worker))
        while life[s.CHANGE] < world.clock.weeks:
            before, week = life.copy(), int(life[s.CHANGE])
            another = bool(move_on(record, KEY, life))
            yield Moved(before, life.copy(), week, another)


def at_end(policy: World) -> Life:
    """Return the fields of everyone at the end of the clock."""
    built = build_world(policy, dated=policy, horizon=HORIZON)
    lives = Lives(built.totals.cohort_workers(WORKERS), 1, 0, 1, 1000)
    found, _ = people(pack(built.world), years=built.world.clock.years, lives=lives, fields=FIELDS)
    return found


def cell(life: Life) -> int:
    return int(life[s.SIZE] * len(Sector) + life[s.SECTOR])


def test_everyone_at_work_has_the_contract_and_employer_of_age_and_year(current: World, world: s.World):
    record = pack(world)
    life = np.zeros(s.N_FIELDS, dtype=np.int64)
    checked = 0
    for found in at_end(current)[::17]:
        life[list(FIELDS)] = found
        if life[s.STATUS] not in AT_WORK:
            continue
        band = world.ages.band6[world.ages.years[world.clock.weeks - life[s.BIRTH]]]
        _, word, _, _ = attribute(KEY, life, np.int64(Decision.JOB), life[s.JOB], FIRST)
        assert life[s.CONTRACT] == pick(word, world.population.flex_threshold[-1, band])
        assert cell(life) == employer_of(record, KEY, life, np.int64(band))
        checked += 1
    assert checked > 100


def test_jobs_do_not_depend_on_what_happens_in_the_model(current: World, much_illness: dict[str, Any]):
    ill = current.overridden({"behaviour": {name: {FIRST_DAY: value} for name, value in much_illness.items()}})
    one, other = at_end(current), at_end(ill)
    both = np.isin(one[:, 0], AT_WORK) & np.isin(other[:, 0], AT_WORK)
    assert (one[:, 0] != other[:, 0]).mean() > 0.05
    assert both.sum() > WORKERS / 2
    np.testing.assert_array_equal(one[both][:, 1:], other[both][:, 1:])


def test_service_starts_anew_with_another_employer_and_only_then(moves: list[Moved]):
    kept = [move for move in moves if not move.another]
    assert len(kept) > 100
    for move in moves:
        if move.another:
            assert move.after[s.JOB_START] == move.week
        else:
            assert move.after[s.JOB_START] == move.before[s.JOB_START]
            assert (move.after[s.JOB], cell(move.after)) == (move.before[s.JOB], cell(move.before))


def test_temporary_jobs_become_permanent_at_the_same_employer(moves: list[Moved]):
    def became(before: Contract, after: Contract) -> int:
        same = [move for move in moves if not move.another]
        return sum(move.before[s.CONTRACT] == before and move.after[s.CONTRACT] == after for move in same)

    assert became(Contract.TIJDELIJK, Contract.VAST) > 50
    assert became(Contract.VAST, Contract.TIJDELIJK) == 0
    assert any(m.before[s.CONTRACT] == Contract.VAST and m.after[s.CONTRACT] != Contract.VAST for m in moves)


def test_the_contract_holds_until_the_week_in_which_it_changes(moves: list[Moved], world: s.World):
    for move in moves[::23]:
        life = move.after
        _, word, _, _ = attribute(KEY, life, np.int64(Decision.JOB), life[s.JOB], FIRST)
        for week in range(move.week, min(int(life[s.CHANGE]), world.clock.weeks)):
            band = world.ages.band6[world.ages.years[week - life[s.BIRTH]]]
            borders = world.population.flex_threshold[world.clock.year_of_week[week], band]
            assert pick(word, borders) == life[s.CONTRACT]
