"""A worker belongs to one class of every division, by wage, age, sex and employer at one moment."""

from datetime import date

import numpy as np
import pytest

from poortwachter.accounting.classes import DIVISIONS, N_DIVISIONS
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.classes import Room, classify
from poortwachter.kernel.pack import pack
from poortwachter.kernel.state import BIRTH, N_FIELDS, SECTOR, SEX, SIZE
from poortwachter.primitives.weeks import WEEKS_PER_YEAR
from poortwachter.scenario.load import current_world
from poortwachter.simulation.worlds import Built, Horizon, build_world

BOUNDS = np.array([100_000, 200_000, 300_000, 400_000])
WEEK = 500


@pytest.fixture(scope="module")
def built() -> Built:
    world = current_world().frozen(date(2025, 1, 1))
    return build_world(world, dated=current_world(), horizon=Horizon(2030, 2025, True))


def classes_of(built: Built, *, wage: int, age: float, sex: int = 0, size: int = 0, sector: int = 0) -> list[str]:
    """Return the class in every division of a worker of an age in years."""
    life = np.zeros(N_FIELDS, dtype=np.int64)
    life[BIRTH] = WEEK - round(age * WEEKS_PER_YEAR)
    life[SEX], life[SIZE], life[SECTOR] = sex, size, sector
    cells = np.zeros((1, N_COLUMNS), dtype=np.int64)
    rows = np.zeros(N_DIVISIONS + 1, dtype=np.int64)
    room = Room(np.int64(0), BOUNDS, rows, cells, cells, np.zeros((2, N_FIELDS), dtype=np.int64))
    classify(room, pack(built.world), life, np.int64(WEEK), np.int64(wage))
    assert rows[N_DIVISIONS] == wage
    named = [[(division, label) for label in division.classes] for division in DIVISIONS]
    every = [one for classes in named for one in classes]
    found = [every[row] for row in rows[:N_DIVISIONS]]
    assert [division for division, _ in found] == list(DIVISIONS)
    return [label for _, label in found]


@pytest.mark.parametrize(
    ("wage", "quintile"), [(0, "1"), (99_999, "1"), (100_000, "2"), (399_999, "4"), (400_000, "5")]
)
def test_a_wage_at_a_border_belongs_to_the_higher_quintile(built: Built, wage: int, quintile: str) -> None:
    assert classes_of(built, wage=wage, age=40.5)[1] == quintile


@pytest.mark.parametrize(("age", "band"), [(24.9, "<25"), (25.1, "25-34"), (59.9, "55-59"), (60.1, "60-64")])
def test_age_is_that_of_the_week(built: Built, age: float, band: str) -> None:
    assert classes_of(built, wage=0, age=age)[2] == band


def test_sex_and_employer_and_both_crossings_are_hers(built: Built) -> None:
    found = classes_of(built, wage=250_000, age=50.5, sex=1, size=3, sector=4)
    assert found == ["", "3", "45-54", "vrouw", "50-100", "Q", "3 x 45-54", "50-100 x Q"]
