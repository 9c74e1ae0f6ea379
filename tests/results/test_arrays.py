"""What a run counted, in one form whatever the estimator; what does not fit together is refused."""

from typing import Any

import numpy as np
import pytest

from poortwachter.accounting.balance import BalanceError
from poortwachter.accounting.views import money_cells
from poortwachter.primitives.codes import Item
from poortwachter.results.arrays import (
    SPLIT_PARTS,
    SPLIT_UNIT,
    RunArrays,
    baseline_money,
    checked_ledgers,
    effect_money,
)
from poortwachter.results.assemble import Context


def checked(run: RunArrays) -> Any:
    return checked_ledgers(run, first_year=2022, name="run")


def test_a_split_counts_in_its_unit_and_its_replicates(split: RunArrays) -> None:
    ledgers = checked(split)
    assert ledgers.unit == 1 / SPLIT_UNIT / split.replicates
    assert ledgers.parts is not None
    assert len(ledgers.parts) == SPLIT_PARTS - 1


def test_a_pair_counts_whole_persons_and_cents(pair: RunArrays) -> None:
    ledgers = checked(pair)
    assert ledgers.unit == 1.0
    assert pair.reform is not None
    np.testing.assert_array_equal(ledgers.effect, pair.reform - pair.baseline)


def test_a_run_without_reform_has_an_effect_of_nothing(split: RunArrays) -> None:
    effect = checked(RunArrays(split.baseline, None, None, 1)).effect
    assert effect.shape == split.baseline.shape
    assert not effect.any()


def test_the_whole_of_a_split_is_enough(split: RunArrays) -> None:
    assert checked(split._replace(parts=None)).parts is None


def test_arrays_that_do_not_fit_together_are_refused(split: RunArrays, pair: RunArrays) -> None:
    assert split.effect is not None
    assert split.parts is not None
    assert pair.reform is not None
    for wrong, what in (
        (split._replace(reform=pair.reform), "not both"),
        (pair._replace(reform=pair.reform[:, 1:]), "differ in shape"),
        (pair._replace(reform=np.concatenate([pair.reform, pair.reform], axis=1)), "differ in shape"),
        (split._replace(effect=np.concatenate([split.effect, split.effect], axis=1)), "does not fit"),
        (split._replace(effect=split.effect[:, 1:]), "does not fit"),
        (split._replace(parts=split.parts[:2]), "do not fit"),
        (split._replace(parts=np.concatenate([split.parts, split.parts])), "do not fit"),
        (split._replace(parts=split.parts[:, :, 1:]), "do not fit"),
    ):
        with pytest.raises(ValueError, match=what):
            checked(wrong)


@pytest.mark.parametrize("which", ["baseline", "reform"])
def test_a_pair_of_which_one_does_not_balance_is_refused(which: str, pair: RunArrays) -> None:
    broken = getattr(pair, which).copy()
    broken[0, 0, 0] += 1
    with pytest.raises(BalanceError, match=f"run {which}, 2022, group 0: iva"):
        checked(pair._replace(**{which: broken}))


def test_money_is_in_millions_of_euros_and_charges_follow_what_is_paid(split: RunArrays, context: Context) -> None:
    ledgers, paid = checked(split), [item for item in Item if item != Item.WERKGEVERSLASTEN]
    base = baseline_money(ledgers, charges=context.charges)
    np.testing.assert_allclose(base[:, :, paid], money_cells(split.baseline)[:, :, paid] / 1e8, rtol=1e-15)
    assert base[:, :, Item.WERKGEVERSLASTEN].any()
    change = effect_money(ledgers, charges=context.charges)
    cents = money_cells(ledgers.effect)[:, :, paid]
    np.testing.assert_allclose(change[:, :, paid], cents / SPLIT_UNIT / split.replicates / 1e8, rtol=1e-14)
    np.testing.assert_allclose(
        change.sum(axis=0)[:, Item.WERKGEVERSLASTEN].sum(), _charges(change), rtol=1e-9, atol=1e-12
    )


def _charges(money: Any) -> float:
    """Return a fifth of wages and a tenth of the benefits that replace them."""
    wages = [Item.LOON_JAAR1, Item.LOON_JAAR2, Item.LOON_SANCTIE, Item.CAO_AANVULLING]
    benefits = [Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU, Item.IVA, Item.ZW, Item.WW]
    by_item = money.sum(axis=(0, 1))
    owners = by_item[benefits].sum() - by_item[benefits][:, :2].sum()
    return float(by_item[wages][:, :2].sum() * 0.2 + owners * 0.1)
