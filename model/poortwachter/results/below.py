"""Keep what is worked out beside the amounts, so that any document can be made from the result folder alone.

It stands as JSON in the attribute `below` of `result.nc`; numbers come back as the same bits.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import xarray as xr

ATTRIBUTE: Final = "below"


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A parameter that carries the amount: the structural WIA benefits at both ends of its range, EUR mln."""

    name: str
    value: float
    low: float
    high: float
    at_low: float
    at_low_se: float
    at_high: float
    at_high_se: float


@dataclass(frozen=True, kw_only=True)
class VariantAmount:
    """The structural WIA benefits under a variant of the scenario, EUR mln."""

    name: str
    value: float
    se: float


@dataclass(frozen=True, kw_only=True)
class AtFactor:
    """Structural amounts, EUR mln, with responses at a factor of what they are: 0 is first order, 1 as they are."""

    factor: float
    wia: float
    wia_se: float
    balance: float
    balance_se: float


@dataclass(frozen=True, kw_only=True)
class Check:
    """The effect per worker on the reduced population: simulated, exact, and how many standard errors apart; EUR."""

    simulated: float
    se: float
    expected: float
    z: float


@dataclass(frozen=True, kw_only=True)
class Below:
    """What stands below the table: parameters from the widest range down, variants, check, and which values held.

    `parameters` is the hash of every layer's values that the run was made with. `orders` are the amounts without
    responses and with them, none where no response is active, and None where nobody worked them out.
    """

    carried: tuple[Carried, ...] = ()
    variants: tuple[VariantAmount, ...] = ()
    check: Check | None = None
    orders: tuple[AtFactor, ...] | None = None
    parameters: Mapping[str, str]

    def scaled(self, factor: float) -> "Below":
        """Return the same with amounts in other prices; the check, in those of its own, stays."""
        carried = tuple(
            replace(
                each,
                at_low=each.at_low * factor,
                at_low_se=each.at_low_se * factor,
                at_high=each.at_high * factor,
                at_high_se=each.at_high_se * factor,
            )
            for each in self.carried
        )
        variants = tuple(replace(each, value=each.value * factor, se=each.se * factor) for each in self.variants)
        orders = self.orders if self.orders is None else tuple(_scaled(each, factor) for each in self.orders)
        return replace(self, carried=carried, variants=variants, orders=orders)


def _scaled(each: AtFactor, factor: float) -> AtFactor:
    return replace(
        each,
        wia=each.wia * factor,
        wia_se=each.wia_se * factor,
        balance=each.balance * factor,
        balance_se=each.balance_se * factor,
    )


def keep(below: Below, *, dataset: "xr.Dataset") -> None:
    """Write what stands below the table into the attributes of a result."""
    dataset.attrs[ATTRIBUTE] = json.dumps(asdict(below), sort_keys=True, ensure_ascii=False)


def kept(dataset: "xr.Dataset") -> Below | None:
    """Return what stands below the table of a result, or None of a result that does not say."""
    if ATTRIBUTE not in dataset.attrs:
        return None
    read: dict[str, Any] = json.loads(dataset.attrs[ATTRIBUTE])
    orders = read.get("orders")
    return Below(
        carried=tuple(Carried(**each) for each in read["carried"]),
        variants=tuple(VariantAmount(**each) for each in read["variants"]),
        check=None if read["check"] is None else Check(**read["check"]),
        orders=None if orders is None else tuple(AtFactor(**each) for each in orders),
        parameters=read["parameters"],
    )
