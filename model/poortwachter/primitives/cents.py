"""Round money: amounts are whole eurocents after each rule's own rounding."""

from poortwachter.primitives.compiled import compiled

_HALF_UP = 0.500001
"""A half, and a millionth of a cent for what binary fractions lose: 1,638.50 x 0.35 must come to 573.475."""


@compiled
def to_cents(amount):
    """Return a non-negative amount in eurocents rounded to the nearest whole cent, a half upwards."""
    return int(amount + _HALF_UP)
