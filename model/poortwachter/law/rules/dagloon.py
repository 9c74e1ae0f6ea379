"""The wage on which benefits rest (art. 13-15 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def maandloon(wage, maximum):
    """Return the maandloon in eurocents: the wage with holiday pay, at most the maximum dagloon a month.

    Source: art. 13 en 14 Wet WIA.
    """
    return min(wage, maximum)
