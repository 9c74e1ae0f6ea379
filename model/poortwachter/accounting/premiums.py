"""Work out the premiums that employers owe over the wages they pay, and what of them is meant for small employers.

Premiums are proportional and feed back on nobody, so that they are made when a result is assembled. Over the wages of
small employers the lower premium for the Aof is owed. Written as the higher premium over all wages less the gap over
those of small employers, a change of the two premiums falls apart into what all pay and what small employers get.
Government employers owe no premium for the Awf; who bears its own risk is not told apart in that for the Whk.

Source: art. 24, 27, 34, 36 and 38 Wfsv.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import Contract, Item, Payer, Sector

Floats = npt.NDArray[np.float64]

PREMIUM_LINES: Final = ("premiums_aof_all", "premiums_aof_small", "premiums_awf", "premiums_whk")
"""Parts of the premiums, and the lines of the cost table that hold them."""


class PremiumRates(NamedTuple):
    """Premiums as a share of the wage, each shape (Y,)."""

    aof_high: Floats
    aof_low: Floats
    awf_low: Floats
    awf_high: Floats
    whk: Floats


class Premiums(NamedTuple):
    """What employers owe under both policies, EUR mln by year and part, each shape (Y, parts)."""

    baseline: Floats
    reform: Floats


def premiums_owed(wages: Floats, *, rates: PremiumRates, small: Floats) -> Floats:
    """Return the premiums over wages by part, shape (Y, parts), in the unit of the wages.

    wages: (Y, 5, 3, 6) premium wages by year, firm size, contract and sector; small: (5,) share of the wages in a
    size class whose employer is small.
    """
    by_size, total = wages.sum(axis=(2, 3)), wages.sum(axis=(1, 2, 3))
    covered = np.delete(wages, Sector.OP_OVERHEID_ONDERWIJS, axis=3).sum(axis=(1, 3))
    permanent = covered[:, Contract.VAST]
    flexible = covered.sum(axis=1) - permanent
    return np.stack(
        [
            total * rates.aof_high,
            -(by_size @ small) * (rates.aof_high - rates.aof_low),
            permanent * rates.awf_low + flexible * rates.awf_high,
            total * rates.whk,
        ],
        axis=1,
    )


def small_share(wages: Floats, *, small: Floats) -> Floats:
    """Return the share of small employers in the premium wages, shape (Y,)."""
    by_size = wages.sum(axis=(2, 3))
    return (by_size @ small) / by_size.sum(axis=1)


def premium_money(premiums: Floats) -> Floats:
    """Return premiums (..., parts) as amounts by item and payer, shape (..., 16, 9): employers pay them."""
    money = np.zeros((*premiums.shape[:-1], len(Item), len(Payer)))
    money[..., Item.PREMIE, Payer.WERKGEVER] = premiums.sum(axis=-1)
    return money
