"""Divide the effect on WIA benefits over the three ways in which a lapsed sanction works, by year and payer.

Three switches stand for the weeks of the extension that lapses. *Income*: the claim is decided at the end of the
waiting period and paid, instead of wage. *Dismissal*: the job is no longer protected, which ends a return to it.
*Re-integration*: the employer's efforts towards return stop. A return in the extension hangs on one of the last two,
drawn for each person, so that a person under a combination of the three lives as under income and her own way to
return:

    v(i, d, r) = those whose return hangs on dismissal under (i, d) + those where it is re-integration under (i, r)

All eight combinations rest on the same draws. A channel's share is what it adds, averaged over the orders in which the
three can be switched on. Source: Shapley (1953), A value for n-person games.
"""

from itertools import product
from math import factorial
from typing import Final, TypeAlias

import numpy as np

from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, LINES
from poortwachter.accounting.views import by_item_and_payer
from poortwachter.results.arrays import BY_DISMISSAL, FULL, INCOME_ONLY, RETURN_ONLY, Floats, Ledgers

CHANNELS: Final = ("income", "dismissal", "reintegration")
Switches: TypeAlias = tuple[int, ...]
"""Which channels are on, in the order of `CHANNELS`."""
COMBINATIONS: Final[tuple[Switches, ...]] = tuple(product((0, 1), repeat=len(CHANNELS)))
NAMES: Final = tuple(
    "+".join(name for name, on in zip(CHANNELS, switches, strict=True) if on) or "none" for switches in COMBINATIONS
)
_PART: Final[dict[Switches, int]] = {(1, 1): FULL, (1, 0): INCOME_ONLY, (0, 1): RETURN_ONLY}
_WIA_ITEMS: Final = sorted({item for line in LINES if line.part_of == "wia_benefits" for item in line.items})


def combination_effects(ledgers: Ledgers) -> Floats:
    """Return the effect on WIA benefits under every combination, EUR mln, unweighted, shape (256, Y, 8, 9 payers)."""
    everyone, by_dismissal = (
        {on: _wia_benefits(ledgers, part=first + part) for on, part in _PART.items()} for first in (0, BY_DISMISSAL)
    )
    nothing = np.zeros_like(everyone[1, 1])
    by_efforts = {on: everyone[on] - by_dismissal[on] for on in _PART}
    return np.stack(
        [
            by_dismissal.get((income, dismissal), nothing) + by_efforts.get((income, efforts), nothing)
            for income, dismissal, efforts in COMBINATIONS
        ],
        axis=-2,
    )


def channel_shares(combinations: Floats) -> Floats:
    """Return the share of every channel in the effect, (..., 3, 9), of the effects of all combinations (..., 8, 9)."""
    effect: dict[Switches, Floats] = {
        switches: combinations[..., place, :] for place, switches in enumerate(COMBINATIONS)
    }
    return np.stack([_share(channel, effect) for channel in range(len(CHANNELS))], axis=-2)


def _share(channel: int, effect: dict[Switches, Floats]) -> Floats:
    total = np.zeros_like(effect[COMBINATIONS[0]])
    for without in (each for each in COMBINATIONS if not each[channel]):
        switched_on = tuple(1 if place == channel else on for place, on in enumerate(without))
        before = sum(without)
        weight = factorial(before) * factorial(len(CHANNELS) - 1 - before) / factorial(len(CHANNELS))
        total = total + weight * (effect[switched_on] - effect[without])
    return total


def _wia_benefits(ledgers: Ledgers, *, part: int) -> Floats:
    """Return what a part of the effect changes in WIA benefits by payer, EUR mln, unweighted, (256, Y, 9)."""
    money = by_item_and_payer(ledgers.money_of(part))
    benefits = money[..., _WIA_ITEMS[0], :]
    for item in _WIA_ITEMS[1:]:
        benefits = benefits + money[..., item, :]
    return np.asarray(benefits * (ledgers.unit / CENTS_PER_EUR_MLN), dtype=np.float64)
