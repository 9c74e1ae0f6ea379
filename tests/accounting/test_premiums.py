"""Premiums over the wages of all employers, and what of them is meant for small ones."""

import numpy as np
import pytest

from poortwachter.accounting.premiums import (
    PREMIUM_LINES,
    PremiumRates,
    premium_money,
    premiums_owed,
    small_share,
)
from poortwachter.primitives.codes import Contract, Item, Payer, Sector, Size

SMALL = np.array([1.0, 1.0, 0.5, 0.0, 0.0])


def wages(amount: float, *, size: Size, contract: Contract = Contract.VAST, sector: Sector = Sector.Q_ZORG):
    found = np.zeros((1, len(Size), len(Contract), len(Sector)))
    found[0, size, contract, sector] = amount
    return found


def rates(high: float = 0.07, low: float = 0.05) -> PremiumRates:
    return PremiumRates(*(np.array([rate]) for rate in (high, low, 0.03, 0.08, 0.01)))


@pytest.mark.parametrize(("size", "rate"), [(Size.UNDER_5, 0.05), (Size.FROM_10, 0.06), (Size.FROM_100, 0.07)])
def test_an_employer_owes_the_lower_premium_as_far_as_it_is_small(size: Size, rate: float) -> None:
    owed = dict(zip(PREMIUM_LINES, premiums_owed(wages(1000.0, size=size), rates=rates(), small=SMALL)[0], strict=True))
    assert owed["premiums_aof_all"] == pytest.approx(70.0)
    assert owed["premiums_aof_all"] + owed["premiums_aof_small"] == pytest.approx(1000.0 * rate)
    assert owed["premiums_whk"] == pytest.approx(10.0)


def test_a_wider_gap_at_the_same_higher_premium_changes_only_what_small_employers_get() -> None:
    paid = wages(1000.0, size=Size.FROM_5) + wages(9000.0, size=Size.FROM_100)
    before, after = (premiums_owed(paid, rates=rates(low=low), small=SMALL)[0] for low in (0.07, 0.05))
    assert (after - before).tolist() == pytest.approx([0.0, -20.0, 0.0, 0.0])


def test_what_all_pay_is_the_rise_of_the_higher_premium_over_all_wages() -> None:
    paid = wages(1000.0, size=Size.FROM_5) + wages(9000.0, size=Size.FROM_100)
    before, after = (
        premiums_owed(paid, rates=rates(high=high, low=high - 0.02), small=SMALL)[0] for high in (0.07, 0.071)
    )
    assert (after - before).tolist() == pytest.approx([10.0, 0.0, 0.0, 0.0])


def test_flexible_contracts_owe_the_higher_premium_for_unemployment_and_government_none() -> None:
    def awf(paid: np.ndarray) -> float:
        return float(premiums_owed(paid, rates=rates(), small=SMALL)[0, PREMIUM_LINES.index("premiums_awf")])

    assert awf(wages(100.0, size=Size.FROM_5)) == pytest.approx(3.0)
    assert awf(wages(100.0, size=Size.FROM_5, contract=Contract.UITZEND)) == pytest.approx(8.0)
    assert awf(wages(100.0, size=Size.FROM_5, sector=Sector.OP_OVERHEID_ONDERWIJS)) == 0.0


def test_the_share_of_small_employers_is_that_of_their_wages() -> None:
    paid = wages(300.0, size=Size.FROM_10) + wages(850.0, size=Size.FROM_100)
    assert small_share(paid, small=SMALL).tolist() == pytest.approx([150.0 / 1150.0])


@pytest.mark.parametrize("years", [(), (1,), (2, 3)])
def test_employers_pay_all_premiums(years: tuple[int, ...]) -> None:
    money = premium_money(np.broadcast_to([5.0, -2.0, 1.0, 0.5], (*years, 4)))
    assert money.shape == (*years, len(Item), len(Payer))
    assert (money[..., Item.PREMIE, Payer.WERKGEVER] == 4.5).all()
    assert np.count_nonzero(money) == np.prod(years)
