"""The wage on which benefits rest, and how it follows the index (art. 13-15 Wet WIA, Dagloonbesluit)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def dagloon(wage, paid_extra, accrued_extra, days, holiday_share):
    """Return the dagloon in eurocents: ((A - B) x (1 + holiday share) + C) / D.

    wage: A, wage of the reference year; paid_extra: B, holiday and other extra pay enjoyed in it; accrued_extra:
    C, extra pay accrued in it; days: D, 261 or the dagloon days; holiday_share: 0.08 for rights of before 2022,
    when accrued holiday pay was added as a share, and 0 since. Source: art. 16 Dagloonbesluit werknemersverzekeringen.
    """
    return to_cents(((wage - paid_extra) * (1.0 + holiday_share) + accrued_extra) / days)


@compiled
def maandloon_of(dagloon_cents, days_per_month):
    """Return a dagloon as an amount a month: 21.75 times. Source: art. 14 lid 1 Wet WIA."""
    return to_cents(dagloon_cents * days_per_month)


@compiled
def maandloon(wage, maximum):
    """Return the maandloon in eurocents: the wage with holiday pay, at most the maximum dagloon a month.

    Source: art. 13 en 14 Wet WIA; art. 17 Wfsv.
    """
    return min(wage, maximum)


@compiled
def indexed(amount, index_then, index_now):
    """Return an amount that follows the minimum wage, on 1 January and 1 July. Source: art. 15 Wet WIA."""
    return to_cents(amount * (index_now / index_then))


@compiled
def reopened_maandloon(old, new):
    """Return the maandloon of a right that re-opens: the higher of the old one and that of the new work.

    Source: art. 13a Wet WIA.
    """
    return max(old, new)
