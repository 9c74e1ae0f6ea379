"""Work out what stands below the table of a run: what carries its amount, its variants, and what the oracle gives."""

from collections.abc import Mapping

from poortwachter.primitives.watch import Watch
from poortwachter.results.below import AtFactor, Below, Carried, Check, VariantAmount
from poortwachter.scenario.load import Scenario
from poortwachter.scenario.resolve import Resolved
from poortwachter.simulation.runner import SPLIT, Effort, estimator_of
from poortwachter.study import agreement, carrying, first_order


def below_the_table(
    resolved: Resolved, *, scenario: Scenario | None, parameters: Mapping[str, str], effort: Effort, watch: Watch
) -> Below:
    """Rerun the amount over variants and ranges at few workers, and set the oracle beside the simulation.

    scenario: whose variants are run; without one none are. parameters: the hash of every layer's current values.
    """
    orders = _by_order(resolved, effort=effort, watch=watch)
    if estimator_of(resolved) != SPLIT:
        return Below(orders=orders, parameters=parameters)
    variants, swings = _ranges(resolved, scenario=scenario, effort=effort, watch=watch)
    with watch("check", 1) as progress:
        check = _check(resolved)
        progress(1)
    return Below(
        carried=tuple(_carried(swing, resolved) for swing in carrying.heaviest(swings)),
        variants=tuple(variants),
        orders=orders,
        check=check,
        parameters=parameters,
    )


def _by_order(resolved: Resolved, *, effort: Effort, watch: Watch) -> tuple[AtFactor, ...]:
    """Rerun the amount without responses and with them, at few workers; nothing where none is active."""
    lines = first_order.order_lines(resolved)
    if not lines:
        return ()
    found: list[AtFactor] = []
    with watch("order", len(lines)) as progress:
        for amounts in first_order.by_order(lines, effort=effort):
            found.append(amounts)
            progress(1)
    return tuple(found)


def _ranges(
    resolved: Resolved, *, scenario: Scenario | None, effort: Effort, watch: Watch
) -> tuple[list[VariantAmount], list[carrying.Swing]]:
    """Rerun the amount under each variant, and at both ends of the range of each parameter that carries it."""
    others = () if scenario is None or scenario.variant else scenario.variants
    variants: list[VariantAmount] = []
    swings: list[carrying.Swing] = []
    with watch("range", len(others) + len(carrying.carrying(resolved))) as progress:
        if scenario is not None:
            for name, amount in carrying.by_variant(resolved, scenario=scenario, variants=others, effort=effort):
                variants.append(VariantAmount(name=name, value=amount.value, se=amount.se))
                progress(1)
        for swing in carrying.swings(resolved, effort=effort):
            swings.append(swing)
            progress(1)
    return variants, swings


def _check(resolved: Resolved) -> Check:
    found = agreement.check_run(resolved)
    return Check(simulated=float(found.simulated), se=float(found.se), expected=float(found.expected), z=float(found.z))


def _carried(swing: carrying.Swing, resolved: Resolved) -> Carried:
    name = swing.parameter.name
    return Carried(
        name=name,
        value=resolved.baseline.behaviour[name].values[-1][1],  # type: ignore[arg-type]
        low=swing.low,  # type: ignore[arg-type]
        high=swing.high,  # type: ignore[arg-type]
        at_low=swing.at_low.value,
        at_low_se=swing.at_low.se,
        at_high=swing.at_high.value,
        at_high_se=swing.at_high.se,
    )
