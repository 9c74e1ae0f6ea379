"""Rules of law with the parameters they need, read by a caller who knows on which day each of them is read."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeAlias

from poortwachter.law.rules import arbeidsverleden, transitievergoeding
from poortwachter.law.rules.termijnen import MONTHS_PER_YEAR
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet

At: TypeAlias = Callable[[str], Any]
"""Value of a parameter on the day that selects it."""

LGU_AGES: Final = tuple(int(label.rstrip("+").split("-")[0]) for label in DIMENSIONS["leeftijd_lgu"][1:])
"""Age from which each class of `lgu.duur_naar_leeftijd` after the first holds."""


def lgu_age_class(age: float) -> int:
    """Return the position of an age in years among the classes `<23`, `23-27` and so on, up to `58+`."""
    return bisect_right(LGU_AGES, age)


def months_by_history(
    scheme: str, *, years: float, before_change: float, rate_after: float, at: At, law: ParameterSet
) -> int:
    """Return the months of a benefit by years of work history; scheme: `lgu` or `ww`.

    before_change: years of them before the second rate; rate_after: months a year at that rate.
    """
    rule = plain(arbeidsverleden.months_by_history)
    return int(
        rule(
            years,
            before_change,
            at("lgu.volledige_jaren"),
            law["lgu.maanden_per_jaar_boven_10"].at(date.min),
            rate_after,
            at(f"{scheme}.minimum_maanden"),
            at(f"{scheme}.maximum_maanden"),
            round(at(f"{scheme}.overgang_kwartalen")),
            # The transition lowers nobody's duration below the maximum that holds after it.
            law[f"{scheme}.maximum_maanden"].at(date.max),
        )
    )


def months_by_half_year(*, service: int, until_50: int, at: At) -> float:
    """Return the transition payment of 2015-2019 in months of wage, for months of service and those before 50."""
    first_ten = round(at("transitievergoeding.jaren_50plus")) * MONTHS_PER_YEAR
    rates = [at(f"transitievergoeding.halfjaar_{name}") for name in ("eerste_tien", "later", "50plus")]
    return float(plain(transitievergoeding.months_by_half_year)(service, until_50, first_ten, *rates))
