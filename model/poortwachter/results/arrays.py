"""Take what the kernel counted: baseline and effect cells of one run, whatever the estimator."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.balance import require_balance
from poortwachter.accounting.columns import MONEY
from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, Rates
from poortwachter.accounting.lines import charges as charges_of
from poortwachter.accounting.views import Cells, by_item_and_payer, money_columns
from poortwachter.primitives.codes import Item

Floats = npt.NDArray[np.float64]

SPLIT_UNIT: Final = 2**20
"""Probability differences of the split estimator are whole multiples of 1 / SPLIT_UNIT."""

FULL, INCOME_ONLY, RETURN_ONLY = 0, 1, 2
"""Parts of a split effect: income and return, or one alone, each minus the sanction."""
BY_DISMISSAL: Final = 3
"""From this position on the same of those whose return hangs on the protection from dismissal."""
SPLIT_PARTS: Final = 6


class RunArrays(NamedTuple):
    """The unweighted ledgers of one run.

    Attributes:
        baseline: int64 (256, Y, C).
        reform: int64 (256, Y, C) under the pair and affected estimators, else None.
        effect: int64 (256, Y, C) under split, sums of difference x 2**20 x replicates, else None.
        replicates: split replicates per gate.
        parts: int64 (5, 256, Y, len(MONEY)) under split, the money of what else is known of a lapse in the same unit:
            income only, return only, and all three of those whose return hangs on dismissal; else None.

    With neither reform nor effect the run has no reform: the effect is zero.
    """

    baseline: Cells
    reform: Cells | None
    effect: Cells | None
    replicates: int
    parts: Cells | None = None


class ChargeRates(NamedTuple):
    """Charges as shares of wages and benefits, by scenario."""

    baseline: Rates
    reform: Rates


class Ledgers(NamedTuple):
    """Baseline cells and effect cells in one form: reform = baseline + unit x effect; parts: as in `RunArrays`."""

    baseline: Cells
    effect: Cells
    unit: float
    parts: Cells | None = None

    def money_of(self, part: int) -> Cells:
        """Return the money of a part of the effect, (256, Y, len(MONEY)), in the ledgers' unit."""
        if part == FULL:
            return money_columns(self.effect)
        assert self.parts is not None, "only a split has parts"
        return self.parts[part - 1]


def checked_ledgers(run: RunArrays, *, first_year: int, name: str) -> Ledgers:
    """Return the ledgers of a run whose books close.

    Raises:
        BalanceError: when any ledger does not balance.
        ValueError: when the arrays do not fit together.
    """
    if run.reform is not None and run.effect is not None:
        msg = "a run has a reform (pair) or an effect (split), not both"
        raise ValueError(msg)
    if run.effect is not None:
        return _split_ledgers(run, effect=run.effect, first_year=first_year, name=name)
    reform = run.baseline if run.reform is None else run.reform
    if reform.shape != run.baseline.shape:
        msg = f"reform {reform.shape} and baseline {run.baseline.shape} differ in shape"
        raise ValueError(msg)
    require_balance({f"{name} baseline": run.baseline, f"{name} reform": reform}, first_year=first_year)
    return Ledgers(run.baseline, reform - run.baseline, 1.0)


def _split_ledgers(run: RunArrays, *, effect: Cells, first_year: int, name: str) -> Ledgers:
    if effect.shape != run.baseline.shape:
        msg = f"effect {effect.shape} does not fit baseline {run.baseline.shape}"
        raise ValueError(msg)
    fits = (SPLIT_PARTS - 1, *effect.shape[:-1], len(MONEY))
    if run.parts is not None and run.parts.shape != fits:
        msg = f"parts {run.parts.shape} do not fit the effect: {fits}"
        raise ValueError(msg)
    require_balance({f"{name} baseline": run.baseline, f"{name} effect": effect}, first_year=first_year)
    return Ledgers(run.baseline, effect, 1.0 / (SPLIT_UNIT * run.replicates), run.parts)


def baseline_money(ledgers: Ledgers, *, charges: ChargeRates) -> Floats:
    """Return the baseline amounts with charges in EUR mln, unweighted, shape (256, Y, 16, 9)."""
    money = _paid_in_baseline(ledgers)
    money[..., Item.WERKGEVERSLASTEN, :] = charges_of(money, rates=charges.baseline)
    return money


def effect_money(ledgers: Ledgers, *, charges: ChargeRates) -> Floats:
    """Return the effect with charges in EUR mln, unweighted, shape (256, Y, 16, 9).

    The charges change with what is paid (at the reform's rates) and with the rates (over what the baseline pays).
    """
    money = by_item_and_payer(money_columns(ledgers.effect) * ledgers.unit / CENTS_PER_EUR_MLN)
    change = charges_of(money, rates=charges.reform)
    raised = Rates(*(after - before for before, after in zip(charges.baseline, charges.reform, strict=True)))
    if any(rate.any() for rate in raised):
        change = change + charges_of(_paid_in_baseline(ledgers), rates=raised)
    money[..., Item.WERKGEVERSLASTEN, :] = change
    return money


def _paid_in_baseline(ledgers: Ledgers) -> Floats:
    return by_item_and_payer(money_columns(ledgers.baseline) / CENTS_PER_EUR_MLN)
