from datetime import date

import numpy as np
import pytest

from poortwachter.population.margins import load_margins
from poortwachter.population.parameters import load
from poortwachter.population.schooling import without_qualification
from poortwachter.population.stock import band_sums, base_employees

MEASURED = date(2025, 1, 1)


@pytest.fixture(scope="module")
def population():
    return load()


def test_employees_together_have_the_published_share_without_start_qualification(population):
    people = band_sums(base_employees(population, load_margins())).sum(axis=1)
    shares = without_qualification(population, days=[MEASURED])[0]
    published = (920 + 823) / (920 + 823 + 4556 + 1884)
    assert shares @ people / people.sum() == pytest.approx(published, abs=5e-5)


def test_from_35_on_hardly_anyone_changes_side_in_ten_years(population):
    then, later = without_qualification(population, days=[date(2013, 7, 1), date(2023, 7, 1)])
    assert later[2:] == pytest.approx(then[1:-1], abs=1e-12)


def test_a_higher_share_lifts_every_age(population):
    day = date(2004, 1, 1)
    more = population.overridden({"opleiding.zonder_startkwalificatie": {day: 0.3}})
    assert np.all(without_qualification(more, days=[day]) > without_qualification(population, days=[day]))
