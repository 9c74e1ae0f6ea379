"""The supplement to the social minimum (Toeslagenwet)."""

from poortwachter.primitives.compiled import compiled


@compiled
def toeslag(benefit, income, social_minimum, maandloon):
    """Return the supplement in eurocents a month: up to the social minimum, and never above the old wage.

    benefit: the benefit it comes on top of; income: other income of the household that counts; social_minimum: by
    household, with holiday pay; maandloon: wage on which the benefit rests. Source: art. 2, 8 en 8a TW.
    """
    return max(min(social_minimum - benefit - income, maandloon - benefit), 0)
