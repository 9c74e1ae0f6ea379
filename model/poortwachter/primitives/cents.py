"""Round money: amounts are whole eurocents after each rule's own rounding."""

from poortwachter.primitives.compiled import compiled


@compiled
def to_cents(amount):
    """Return a non-negative amount in eurocents rounded to the nearest whole cent, a half upwards."""
    return int(amount + 0.5)
