import numpy as np
import pytest

from poortwachter.population.selection import staying_wage
from poortwachter.population.stock import AGES, Stock

FACTORS = np.array([0.5, 1.5])
RISKS = np.array([1.5, 0.5])
AGE = 20
"""Place of the only age at which anyone starts, 35 years."""


def stock(disability: float, years: int = 2, entry: float = 0.0) -> Stock:
    """Return a stock of people of one age, of whom a share leaves through disability in a year."""
    shape = (years, AGES, 2)
    people, entrants = np.zeros((years + 1, AGES, 2)), np.zeros(shape)
    people[0, AGE] = 100.0
    entrants[:, AGE + 1] = entry
    chance = np.full(shape, disability)
    nobody = np.zeros(shape)
    return Stock(people, entrants, nobody, np.zeros((years, 85, 2)), chance, 1.0 - chance, np.ones(shape))


def test_the_higher_risk_of_lower_wages_lifts_the_mean_of_those_who_stay():
    found = staying_wage(stock(0.1, years=1), factors=FACTORS, risks=RISKS)
    low, high = 0.9**1.5, 0.9**0.5
    assert found[0, 2] == 1.0
    assert found[1, 2] == pytest.approx((0.5 * low + 1.5 * high) / (low + high))
    assert found[1, 2] > 1.0


def test_without_disability_or_with_equal_risks_the_mean_stays():
    assert staying_wage(stock(0.0), factors=FACTORS, risks=RISKS) == pytest.approx(1.0)
    assert staying_wage(stock(0.2), factors=FACTORS, risks=np.ones(2)) == pytest.approx(1.0)


def test_entrants_pull_the_mean_back():
    alone = staying_wage(stock(0.1), factors=FACTORS, risks=RISKS)[2, 2]
    joined = staying_wage(stock(0.1, entry=100.0), factors=FACTORS, risks=RISKS)[2, 2]
    assert 1.0 < joined < alone
