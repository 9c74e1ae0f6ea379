"""Turn the unweighted ledgers of a run into the labelled result: weights, prices of the price year, errors.

The weight is applied here, once, in float64. A ledger that does not balance is refused.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from poortwachter.accounting import columns, views
from poortwachter.accounting.lines import LINE_NAMES, Rates, line_amounts
from poortwachter.accounting.premiums import PREMIUM_LINES, Premiums, premium_money
from poortwachter.primitives.codes import AgeBand, Event, Item, Payer, Scheme, Sex, Size, Status, labels
from poortwachter.results.arrays import (
    ChargeRates,
    Floats,
    Ledgers,
    RunArrays,
    baseline_money,
    checked_ledgers,
    effect_money,
)
from poortwachter.results.bridge import BRIDGE_UNITS, bridge_of
from poortwachter.results.channels import CHANNELS, COMBINATIONS, NAMES, channel_shares, combination_effects
from poortwachter.results.groups import Estimate, estimate, mean_of_rows
from poortwachter.results.schema import COORDINATES, SCENARIOS, VARIABLES

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ChargeRates", "Context", "RunArrays", "assemble"]

STRUCTURAL_ROWS: Final = (75, 79)
"""First and last row (inclusive) of the frozen run that make the structural amount: its years 76 to 80."""


class Insurance(NamedTuple):
    """Shares of employees by policy, year and firm size, each shape (2, Y, 5)."""

    insured: Floats
    """Whose employer is insured against absence."""
    relieved: Floats
    """Whose employer has a policy that takes over its duties (MKB verzuim-ontzorgverzekering)."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a result must know beside the ledgers.

    Attributes:
        title: title of the scenario.
        source: source of the scenario, empty when it has none.
        plan_hash: hash of the plan (`provenance.plan_hash`).
        seed: seed of the run.
        replication: replication of the run.
        workers: simulated employees in work on 1 January 2025.
        lives: simulated lives, calendar and frozen run together.
        estimator: `pair`, `affected` or `split`; `fast` without simulation.
        price_year: year of the constant prices and of the frozen run.
        first_year: year of row 0 of the calendar run.
        weight: persons per simulated worker, calendar run.
        frozen_weight: the same, frozen run.
        frozen_days_per_year: mean length of a year of the artificial calendar, days.
        deflator: nominal amount per constant-price amount, shape (Y,).
        charges: employer charges of the calendar run, each shape (Y,).
        frozen_charges: the same of the frozen run, each shape (80,).
        premiums: what employers owe in premiums in the calendar run, each shape (Y, parts), EUR mln.
        frozen_premiums: the same of the frozen run, each shape (80, parts).
        insurance: who is insured against absence, by year.
        versions: name -> version of what made the result.
        alignment: name of the factors that lay the baseline on a published series, empty without.
        granted: what each policy grants by year whatever happens in any life, EUR mln, shape (2, Y, 16, 9).
        frozen_granted: the same of the frozen run, shape (2, 80, 16, 9).
    """

    title: str
    source: str
    plan_hash: str
    seed: int
    replication: int
    workers: int
    lives: int
    estimator: str
    price_year: int
    first_year: int
    weight: float
    frozen_weight: float
    frozen_days_per_year: float
    deflator: Floats
    charges: ChargeRates
    frozen_charges: ChargeRates
    premiums: Premiums
    frozen_premiums: Premiums
    insurance: Insurance
    versions: Mapping[str, str]
    alignment: str = ""
    granted: Floats | None = None
    frozen_granted: Floats | None = None


def assemble(calendar: RunArrays, frozen: RunArrays | None, *, context: Context) -> "xr.Dataset":
    """Assemble the result of a run as the contract of `result.nc` has it.

    Standard errors are the between-group variance of the same linear functional (`groups.estimate`): with x_g its
    value in group g, total = sum x_g and variance = 256/255 x sum (x_g - mean)**2, groups in fixed order.
    Structural variables are NaN without a frozen run that is long enough. Under split, reform = baseline + effect.

    Raises:
        BalanceError: when a ledger does not balance.
    """
    halves = calendar_half(calendar, context=context), frozen_half(frozen, context=context)
    return assembled(*halves, context=context)


Half = dict[str, Floats]
"""What one of the two runs gives to a result: variables by name."""


def calendar_half(run: RunArrays, *, context: Context) -> Half:
    """Return what the run on the calendar gives to a result; its ledgers are not needed after that.

    Raises:
        BalanceError: when a ledger does not balance.
    """
    ledgers = checked_ledgers(run, first_year=context.first_year, name="calendar run")
    return _calendar_money(ledgers, context=context) | _counts(ledgers, weight=context.weight)


def frozen_half(run: RunArrays | None, *, context: Context) -> Half:
    """Return what the frozen run gives to a result: nothing where there is none or it is too short.

    Raises:
        BalanceError: when a ledger does not balance.
    """
    ledgers = None if run is None else settled_rows(checked_ledgers(run, first_year=1, name="frozen run"))
    if ledgers is None:
        return {}
    return _structural_money(ledgers, context=context) | _bridge(ledgers, context=context)


def assembled(calendar: Half, frozen: Half, *, context: Context) -> "xr.Dataset":
    """Return the result of a run from its two halves."""
    structural = frozen or _unsettled(channels="channel_effect" in calendar)
    certain = {
        "deflator": np.asarray(context.deflator, dtype=np.float64),
        "insured_share": context.insurance.insured,
        "relieved_share": context.insurance.relieved,
    }
    values = with_certain(certain | calendar | structural, context=context)
    years = context.first_year + np.arange(len(context.deflator), dtype=np.int64)
    return dataset_of(values, years=years, attributes=attributes_of(context))


def _calendar_money(ledgers: Ledgers, *, context: Context) -> dict[str, Floats]:
    base = baseline_money(ledgers, charges=context.charges)
    change = effect_money(ledgers, charges=context.charges)
    amounts = [estimate(money, scale=context.weight) for money in (base, base + change)]
    effect = estimate(change, scale=context.weight)
    lines = estimate(line_amounts(change), scale=context.weight)
    values = {
        "amount": np.stack([amount.total for amount in amounts]),
        "amount_se": np.stack([amount.se for amount in amounts]),
        "effect": effect.total,
        "effect_se": effect.se,
        "line_effect": lines.total.T,
        "line_effect_se": lines.se.T,
    }
    if ledgers.parts is not None:
        values |= _channels(combination_effects(ledgers), suffix="effect", scale=context.weight)
    return values


def _structural_money(ledgers: Ledgers, *, context: Context) -> dict[str, Floats]:
    charges = settled_charges(context.frozen_charges)
    change = effect_money(ledgers, charges=charges)
    values = _named("structural", estimate(mean_of_rows(change), scale=context.frozen_weight))
    values |= _named("line_structural", estimate(line_amounts(mean_of_rows(change)), scale=context.frozen_weight))
    if ledgers.parts is not None:
        settled = mean_of_rows(combination_effects(ledgers))
        values |= _channels(settled, suffix="structural", scale=context.frozen_weight)
    return values


def settled_lines(
    frozen: RunArrays, *, charges: ChargeRates, premiums: Premiums, granted: Floats, weight: float
) -> Estimate:
    """Return the structural amounts (lines,) of a frozen run by itself, as a result has them, with their errors.

    charges, premiums and granted (2, 80, 16, 9) are those of the frozen run.

    Raises:
        BalanceError: when a ledger does not balance.
    """
    ledgers = settled_rows(checked_ledgers(frozen, first_year=1, name="frozen run"))
    assert ledgers is not None
    change = effect_money(ledgers, charges=settled_charges(charges))
    found = estimate(line_amounts(mean_of_rows(change)), scale=weight)
    _, by_grants = _of_grants(_settled(_change(granted)))
    _, by_premiums = _of_premiums(_settled(_change(premiums)))
    return Estimate(found.total + by_grants + by_premiums, found.se)


def _unsettled(*, channels: bool) -> dict[str, Floats]:
    unknown = {"structural": (len(Item), len(Payer)), "line_structural": (len(LINE_NAMES),)}
    if channels:
        unknown["channel_structural"] = (len(CHANNELS),)
        unknown["channel_payer_structural"] = (len(CHANNELS), len(Payer))
        unknown["combination_structural"] = (len(COMBINATIONS), len(Payer))
    return {f"{name}{suffix}": np.full(shape, np.nan) for name, shape in unknown.items() for suffix in ("", "_se")}


def settled_rows(ledgers: Ledgers) -> Ledgers | None:
    """Return the rows of a frozen run that make the structural amount; None where it is too short."""
    first, last = STRUCTURAL_ROWS
    if ledgers.baseline.shape[1] <= last:
        return None
    baseline, effect = (cells[:, first : last + 1] for cells in (ledgers.baseline, ledgers.effect))
    parts = None if ledgers.parts is None else ledgers.parts[:, :, first : last + 1]
    return Ledgers(baseline, effect, ledgers.unit, parts)


def settled_charges(charges: ChargeRates) -> ChargeRates:
    """Return the charges of the rows of a frozen run that make the structural amount."""
    first, last = STRUCTURAL_ROWS
    baseline, reform = (Rates(*(rate[first : last + 1] for rate in rates)) for rates in charges)
    return ChargeRates(baseline=baseline, reform=reform)


def _named(name: str, values: Estimate) -> dict[str, Floats]:
    return {name: values.total, f"{name}_se": values.se}


def with_certain(values: Mapping[str, Floats], *, context: Context) -> dict[str, Floats]:
    """Return the amounts of a result with what is known without error in them, and feeds back on nothing.

    First what policies grant, then premiums. Amounts that are not a number stay so.
    """
    found = dict(values)
    for added in _certain(context):
        found |= {name: found[name] + money for name, money in added.items() if name in found}
    return found


def certain_lines(context: Context, *, frozen: bool) -> Floats:
    """Return what changes whatever happens in any life, by line, (Y, lines) or, structurally, (lines,)."""
    name = "line_structural" if frozen else "line_effect"
    return sum((added[name] for added in _certain(context)), start=np.zeros(())).T


def _certain(context: Context) -> Iterator[dict[str, Floats]]:
    """Yield what policies grant and what they charge, by variable of the result."""
    if context.granted is not None and context.frozen_granted is not None:
        settled = _settled(_change(context.frozen_granted))
        yield {"amount": context.granted} | _of_variables(_of_grants(_change(context.granted)), _of_grants(settled))
    settled = _settled(_change(context.frozen_premiums))
    owed = {"amount": np.stack([premium_money(one) for one in context.premiums])}
    yield owed | _of_variables(_of_premiums(_change(context.premiums)), _of_premiums(settled))


def _of_variables(yearly: tuple[Floats, Floats], settled: tuple[Floats, Floats]) -> dict[str, Floats]:
    return {
        "effect": yearly[0],
        "line_effect": yearly[1].T,
        "structural": settled[0],
        "line_structural": settled[1],
    }


def _change(policies: Sequence[Floats] | Floats) -> Floats:
    """Return reform minus baseline."""
    baseline, reform = policies
    return reform - baseline


def _settled(values: Floats) -> Floats:
    """Return the mean over the years of the structural amount of values (Y, ...)."""
    first, last = STRUCTURAL_ROWS
    return values[first : last + 1].mean(axis=0)


def _of_grants(money: Floats) -> tuple[Floats, Floats]:
    """Return amounts (..., 16, 9) and the same by line of the cost table (..., lines)."""
    return money, line_amounts(money)


def _of_premiums(parts: Floats) -> tuple[Floats, Floats]:
    """Return premiums (..., parts) as amounts (..., 16, 9) and by line of the cost table (..., lines)."""
    money = premium_money(parts)
    lines = line_amounts(money)
    for place, name in enumerate(PREMIUM_LINES):
        lines[..., LINE_NAMES.index(name)] += parts[..., place]
    return money, lines


def _channels(combinations: Floats, *, suffix: str, scale: float) -> dict[str, Floats]:
    """Return the effect on WIA benefits by combination of the channels, and its division over them, with errors.

    combinations: (256, 8, payers), or with a year after the groups, which comes second in what is returned.
    """
    shares = channel_shares(combinations)
    values: dict[str, Floats] = {}
    for name, groups in (("channel", shares.sum(axis=-1)), ("channel_payer", shares), ("combination", combinations)):
        estimated = estimate(groups, scale=scale)
        for ending, value in (("", estimated.total), ("_se", estimated.se)):
            values[f"{name}_{suffix}{ending}"] = np.swapaxes(value, 0, 1) if suffix == "effect" else value
    return values


def _counts(ledgers: Ledgers, *, weight: float) -> dict[str, Floats]:
    base = ledgers.baseline.sum(axis=0, keepdims=True)
    change = ledgers.effect.sum(axis=0, keepdims=True)

    def both(view: Any) -> Floats:
        before = view(base)[0].astype(np.float64)
        after = before + view(change)[0] * ledgers.unit
        return np.stack([before, after]) * weight

    return {
        "stock": both(views.stock_cells),
        "flow": both(views.flow_cells),
        "event": both(views.event_cells),
        "wia_stock": both(views.wia_stock_cells),
        "wia_inflow": both(views.wia_inflow_cells),
        "wga_advance_stock": both(views.advance_stock_cells),
        "wga_advance_inflow": both(views.advance_inflow_cells),
    }


def _bridge(ledgers: Ledgers, *, context: Context) -> dict[str, Floats]:
    bridge = bridge_of(
        ledgers,
        money=baseline_money(ledgers, charges=settled_charges(context.frozen_charges)),
        weight=context.frozen_weight,
        days_per_year=context.frozen_days_per_year,
    )
    return {} if bridge is None else {"bridge": bridge.values()}


def axes(years: Any) -> dict[str, Any]:
    """Return the labels along every dimension of a result."""
    return {
        "scenario": SCENARIOS,
        "year": years,
        "item": labels(Item),
        "payer": labels(Payer),
        "line": LINE_NAMES,
        "status": labels(Status),
        "transition": columns.transition_labels(),
        "event_kind": labels(Event),
        "scheme": labels(Scheme),
        "age_band": labels(AgeBand),
        "sex": labels(Sex),
        "channel": CHANNELS,
        "combination": NAMES,
        "firm_size": labels(Size),
        "bridge_term": tuple(BRIDGE_UNITS),
    }


def dataset_of(values: Mapping[str, Floats], *, years: Any, attributes: Mapping[str, Any]) -> "xr.Dataset":
    """Return values by name of variable as the labelled result of the contract."""
    import xarray as xr

    along = axes(years)
    used = {dim for name in values for dim in VARIABLES[name].dims}
    coords: dict[str, Any] = {
        dim: (dim, np.asarray(along[dim]), {"units": units, "long_name": long_name})
        for dim, (units, long_name) in COORDINATES.items()
        if dim in used
    }
    if "bridge" in values:
        unit_of_bridge = {"units": "1", "long_name": "unit of the link"}
        coords["bridge_unit"] = ("bridge_term", np.asarray(tuple(BRIDGE_UNITS.values())), unit_of_bridge)
    # Adding zero turns a negative zero into zero, so that no table ever shows a minus sign for nothing.
    variables = {name: _variable(name, values[name] + 0.0) for name in VARIABLES if name in values}
    return xr.Dataset(variables, coords=coords, attrs=dict(attributes))


def _variable(name: str, values: Floats) -> tuple[tuple[str, ...], Floats, dict[str, str]]:
    spec = VARIABLES[name]
    attributes = {"units": spec.units, "long_name": spec.long_name}
    if spec.note:
        attributes["note"] = spec.note
    return spec.dims, values, attributes


def attributes_of(context: Context) -> dict[str, Any]:
    """Return the attributes of a result."""
    aligned = {"alignment": context.alignment} if context.alignment else {}
    return aligned | {
        "title": context.title,
        "source": context.source,
        "price_level": f"constant prices {context.price_year}",
        "price_year": context.price_year,
        "seed": context.seed,
        "replication": context.replication,
        "workers": context.workers,
        "lives": context.lives,
        "weight": context.weight,
        "frozen_weight": context.frozen_weight,
        "estimator": context.estimator,
        "versions": json.dumps(dict(context.versions), sort_keys=True),
        "plan_hash": context.plan_hash,
        "sign": "a plus is higher spending; premiums: a plus is higher revenue; public_balance: a plus is a worse "
        "EMU balance (benefits and execution minus premiums)",
    }
