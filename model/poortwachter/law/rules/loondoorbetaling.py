"""Continued payment of wages during sickness (art. 7:629 BW)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def statutory_wage(wage, share, maximum, floor):
    """Return the wage an employer owes by law for a month of sickness, in eurocents.

    wage: eurocents a month before sickness; share: 0.70; maximum: maximum dagloon a month; floor: minimum
    wage in the first year, 0 in the second. The floor never lifts the payment above the wage itself.
    Source: art. 7:629 lid 1 BW.
    """
    due = to_cents(min(wage, maximum) * share)
    return max(due, min(wage, floor))


@compiled
def wage_on_top(wage, statutory, paid_share):
    """Return what a collective agreement adds to the statutory wage, in eurocents a month.

    paid_share: share of the wage that the agreement pays in all; never less than the law. Source: cao of contract.
    """
    return max(to_cents(wage * paid_share) - statutory, 0)


@compiled
def spells_join(interruption, joined_below):
    """Return whether a spell continues an earlier one: fewer weeks (four) lie between them.

    Source: art. 7:629 lid 10 BW; art. 23 lid 3 Wet WIA.
    """
    return interruption < joined_below
