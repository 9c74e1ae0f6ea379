"""Holiday allowance on top of the minimum wage, and within a benefit, which is stated with it (art. 15 Wml)."""

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.compiled import compiled


@compiled
def with_allowance(amount, share):
    """Return an amount in eurocents with the holiday allowance added to it; share: 0.08.

    Source: art. 15 Wet minimumloon en minimumvakantiebijslag.
    """
    return to_cents(amount * (1.0 + share))


@compiled
def without_allowance(amount, share):
    """Return an amount in eurocents without the holiday allowance in it: what is paid out every month.

    Source: art. 15 Wet minimumloon en minimumvakantiebijslag; UWV, afhandeling voorschot WIA.
    """
    return to_cents(amount / (1.0 + share))
