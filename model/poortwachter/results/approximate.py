"""Assemble a result from expected values: the variables of the contract, without standard errors.

What is not followed is not a number; a standard error never is one here, because nothing is drawn.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from poortwachter.accounting.columns import TRANSITIONS
from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, LINE_NAMES, Rates, charges, line_amounts
from poortwachter.primitives.codes import Item, Payer
from poortwachter.results.arrays import ChargeRates, Floats
from poortwachter.results.assemble import (
    STRUCTURAL_ROWS,
    Context,
    attributes_of,
    dataset_of,
    with_certain,
)
from poortwachter.results.bridge import bridge_from

if TYPE_CHECKING:
    import xarray as xr

METHOD: Final = "fast: expected values, approximate"


class Expectation(NamedTuple):
    """Expected amounts and counts by year, in persons of the population; NaN is not known.

    Of one policy, or of both with a first axis: baseline, reform.
    """

    money: Floats
    """(..., Y, item, payer) eurocents at the benefit index, without employers' charges."""
    stock: Floats
    """(..., Y, status) persons on 31 December."""
    event: Floats
    """(..., Y, event)"""
    wia_stock: Floats
    wia_inflow: Floats
    """(..., Y, scheme, age band, sex) persons."""
    advance_stock: Floats
    advance_inflow: Floats
    """(..., Y, age band, sex) persons."""


def assemble_expected(
    calendar: Expectation, frozen: Expectation | None, *, context: Context, remarks: Mapping[str, Any]
) -> "xr.Dataset":
    """Assemble the result of an expected-value run; remarks: further attributes of the result.

    Structural variables are NaN without a frozen run.
    """
    money = _with_charges(calendar.money, rates=context.charges)
    effect = money[1] - money[0]
    years = money.shape[1]
    values: dict[str, Floats] = {
        "deflator": np.asarray(context.deflator, dtype=np.float64),
        "insured_share": context.insurance.insured,
        "relieved_share": context.insurance.relieved,
        "amount": money,
        "effect": effect,
        "line_effect": line_amounts(effect).T,
        "stock": calendar.stock,
        "event": calendar.event,
        "flow": np.full((2, years, len(TRANSITIONS)), np.nan),
        "wia_stock": calendar.wia_stock,
        "wia_inflow": calendar.wia_inflow,
        "wga_advance_stock": calendar.advance_stock,
        "wga_advance_inflow": calendar.advance_inflow,
        **_structural(frozen, context=context),
    }
    values = with_certain(values, context=context)
    for name in ("amount", "effect", "line_effect", "structural", "line_structural"):
        values[f"{name}_se"] = np.full_like(values[name], np.nan)
    labelled = context.first_year + np.arange(years, dtype=np.int64)
    return dataset_of(values, years=labelled, attributes={**attributes_of(context), "method": METHOD, **remarks})


def _with_charges(money: Floats, *, rates: ChargeRates) -> Floats:
    """Return amounts with employers' charges, EUR mln, (2, Y, item, payer)."""
    found = money / CENTS_PER_EUR_MLN
    for policy, of_policy in enumerate(rates):
        assert isinstance(of_policy, Rates)
        found[policy, :, Item.WERKGEVERSLASTEN] = charges(found[policy], rates=of_policy)
    return found


def _structural(frozen: Expectation | None, *, context: Context) -> dict[str, Floats]:
    if frozen is None:
        unknown = {"structural": (len(Item), len(Payer)), "line_structural": (len(LINE_NAMES),)}
        return {name: np.full(shape, np.nan) for name, shape in unknown.items()}
    money = settled_money(frozen, charges=context.frozen_charges)
    change = money[1] - money[0]
    bridge = _bridge(frozen, spending=float(_wia(money[0])), year=context.frozen_days_per_year)
    return {"structural": change, "line_structural": line_amounts(change), **bridge}


def settled_money(frozen: Expectation, *, charges: ChargeRates) -> Floats:
    """Return the structural amounts of both policies, EUR mln a year, (2, item, payer)."""
    return settled_spending(frozen.money, charges=charges)


def settled_spending(money: Floats, *, charges: ChargeRates) -> Floats:
    """Return the same of the amounts alone, (2, 80, item, payer) eurocents."""
    return _settled(_with_charges(money, rates=charges))


def _settled(values: Floats) -> Floats:
    """Return the mean over the years of the structural amount of values (2, Y, ...)."""
    first, last = STRUCTURAL_ROWS
    return values[:, first : last + 1].mean(axis=1)


def _wia(money: Floats) -> Floats:
    return line_amounts(money)[..., LINE_NAMES.index("wia_benefits")]


def _bridge(frozen: Expectation, *, spending: float, year: float) -> dict[str, Floats]:
    events, inflow, stock = _settled(frozen.event), _settled(frozen.wia_inflow), _settled(frozen.wia_stock)
    found = bridge_from(
        events[0],
        events[1] - events[0],
        inflow=float(inflow[0].sum()),
        stock=float(stock[0].sum()),
        extra=float(inflow[1].sum() - inflow[0].sum()),
        spending=spending,
        year=year,
    )
    return {} if found is None else {"bridge": found.values()}
