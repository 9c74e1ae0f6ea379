"""Turn dated law into the arrays the compiled kernel reads, one value per week.

Which date selects a value (first sick day, end of the waiting period, payment) is the caller's choice of the
week; the table holds for every week the value in force on that week's Monday. Money is in eurocents at the
benefit index of the price year: the minimum wage is constant in these units, and what is indexed with it too.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet
from poortwachter.primitives.weeks import EPOCH, WEEKS_PER_YEAR, monday_of, week_of

CENTS: Final = 100
MONTHS: Final = 12


class LawTable(NamedTuple):
    """Law by week; W = weeks + 1. Amounts in eurocents at the benefit index of the price year."""

    minimum_wage: int
    """Minimum wage a month with holiday pay."""
    maximum_maandloon: npt.NDArray[np.int64]
    """(W,) maximum dagloon a month."""
    days_per_month: float
    """Dagloon days in a month."""
    wage_share: npt.NDArray[np.float64]
    """(W,) statutory share of the wage during sickness."""
    wage_floor: npt.NDArray[np.int64]
    """(W,) floor of the wage in the first year of sickness."""
    waiting_weeks: int
    iva_first_request: int
    iva_last_request: int
    iva_term: int
    iva_minimum: int
    iva_maximum: int
    tweede_spoor_week: int
    claim_week: int
    first_decision: int
    last_decision: int
    ground_tested: npt.NDArray[np.bool_]
    """(W,) whether UWV tests the medical advice, by end of the waiting period."""
    sanction_maximum: npt.NDArray[np.int64]
    """(W,) longest extension in weeks, by first sick day."""
    ezwb: npt.NDArray[np.bool_]
    """(W,) whether the assessment after a year applies, by first sick day."""
    ezwb_week: int
    zw_share: float
    zw_share_pregnancy: float
    class_degree: npt.NDArray[np.float64]
    """(5,) degree of disability at the middle of each class; the last is fully disabled."""
    lgu_by_age: npt.NDArray[np.bool_]
    """(W,) whether the duration follows age, by end of the waiting period."""
    lgu_age_upper: npt.NDArray[np.int64]
    """(9,) upper age (exclusive) of the classes of the duration by age."""
    lgu_age_months: npt.NDArray[np.int64]
    """(9,) months by age class."""
    lgu_minimum: npt.NDArray[np.int64]
    lgu_maximum: npt.NDArray[np.int64]
    """(W,) bounds of the duration in months, by end of the waiting period."""
    lgu_full_years: int
    """Years of work history that count one month each."""
    lgu_rate_before: float
    lgu_rate_after: float
    """Months per further year of work history, before and from the change."""
    lgu_change_week: int
    """Week from which further years count at the later rate."""
    lgu_first_months: int
    lgu_first_share: float
    lgu_share: float
    lau_share: float
    vvu_share: npt.NDArray[np.float64]
    """(5,) follow-up benefit by class; the last is the fictive one of the fully disabled."""
    iva_share: float
    income_requirement: float
    employer_years_months: int
    """Duration of the employer's risk in months."""
    reopening_months: int
    wga_flex_whk: npt.NDArray[np.bool_]
    """(W,) whether the Whk pays the WGA of flexible workers, by end of the waiting period."""
    zw_flex_whk: npt.NDArray[np.bool_]
    """(W,) whether the Whk pays the ZW of flexible workers, by first sick day."""
    ww_first_months: int
    ww_first_share: float
    ww_share: float
    ww_minimum: npt.NDArray[np.int64]
    ww_maximum: npt.NDArray[np.int64]
    """(W,) bounds of the unemployment benefit in months, by payment."""
    transition_due: npt.NDArray[np.bool_]
    transition_compensated: npt.NDArray[np.bool_]
    """(W,) whether the transition payment is due and compensated, by payment."""
    transition_months_per_year: float
    aow_week_of_birth_week: npt.NDArray[np.int64]
    """(B,) week in which someone born in week (index + first_birth_week) reaches the AOW age."""
    first_birth_week: int


class BenefitIndex(NamedTuple):
    """The index benefits follow: the minimum wage."""

    of_week: npt.NDArray[np.float64]
    """(W,) minimum wage in the week over its mean in the price year."""
    of_year: npt.NDArray[np.float64]
    """(Y,) mean minimum wage of the year over its mean in the price year: the deflator."""
    minimum_wage: float
    """Mean minimum wage a month in the price year, EUR, without holiday pay."""


def _minimum_wage_of(day: date, *, law: ParameterSet, growth: float) -> float:
    parameter = law["minimumloon.maand"]
    last = parameter.values[-1][0]
    years_beyond = max((day - last).days / (WEEKS_PER_YEAR * 7), 0.0)
    return float(parameter.at(day)) * (1.0 + growth) ** years_beyond  # type: ignore[arg-type]


def _mean_of_year(year: int, *, law: ParameterSet, growth: float) -> float:
    return sum(_minimum_wage_of(date(year, month, 1), law=law, growth=growth) for month in range(1, 13)) / MONTHS


def benefit_index(
    *, law: ParameterSet, first_year: int, years: int, weeks: int, price_year: int, growth: float, frozen: bool
) -> BenefitIndex:
    """Return the benefit index by week and year; constant at 1 in a frozen run.

    growth: yearly nominal growth after the last published minimum wage.
    """
    base = _mean_of_year(price_year, law=law, growth=growth)
    if frozen:
        return BenefitIndex(of_week=np.ones(weeks + 1), of_year=np.ones(years), minimum_wage=base)
    of_week = [
        _minimum_wage_of(max(monday_of(week), date(first_year, 1, 1)), law=law, growth=growth)
        for week in range(weeks + 1)
    ]
    of_year = [_mean_of_year(first_year + year, law=law, growth=growth) for year in range(years)]
    return BenefitIndex(of_week=np.array(of_week) / base, of_year=np.array(of_year) / base, minimum_wage=base)


def aow_months_by_year(law: ParameterSet, *, first_year: int, last_year: int) -> npt.NDArray[np.float64]:
    """Return the AOW age in months on 1 July of each year, shape (years,)."""
    days = [date(year, 7, 1) for year in range(first_year, last_year + 1)]
    return law["aow.leeftijd"].series(days)


FIRST_BIRTH_WEEK: Final = -4500
LAST_BIRTH_WEEK: Final = 4500


def aow_weeks(law: ParameterSet) -> npt.NDArray[np.int64]:
    """Return the week of reaching the AOW age for every week of birth, shape (9001,).

    A person reaches it in the first month in which her age in months is at least the AOW age of that month, on
    the day of the month she was born (at most the 28th).
    """
    born = [monday_of(FIRST_BIRTH_WEEK + position) for position in range(LAST_BIRTH_WEEK - FIRST_BIRTH_WEEK + 1)]
    birth_month = np.array([day.year * MONTHS + day.month - 1 for day in born])
    lowest = int(min(float(value) for _, value in law["aow.leeftijd"].values))  # type: ignore[arg-type]
    first = int(birth_month[0]) + lowest
    months = range(first, int(birth_month[-1]) + lowest + 20 * MONTHS)
    age_due = law["aow.leeftijd"].series([date(month // MONTHS, month % MONTHS + 1, 1) for month in months])
    age = np.full(birth_month.shape, lowest)
    while (early := age < age_due[birth_month + age - first]).any():
        age += early
    reached = birth_month + age
    return np.array(
        [
            week_of(date(month // MONTHS, month % MONTHS + 1, min(day.day, 28)))
            for month, day in zip(reached.tolist(), born, strict=True)
        ]
    )


def _degrees(law: ParameterSet) -> npt.NDArray[np.float64]:
    lower = [float(value) for value in law["wia.klassegrens"].at(EPOCH)]  # type: ignore[union-attr,arg-type]
    bounds = [*lower, float(law["wia.volledig_vanaf"].at(EPOCH))]  # type: ignore[arg-type]
    middles = [(low + high) / 2 for low, high in pairwise(bounds)]
    return np.array([*middles, 1.0])


def build(law: ParameterSet, *, index: BenefitIndex, first_year: int, weeks: int) -> LawTable:
    """Build the law table. For a frozen run, pass law that was frozen (one value for all dates)."""
    start = date(first_year, 1, 1)
    days = [max(monday_of(week), start) for week in range(weeks + 1)]

    def now(name: str) -> float:
        return float(law[name].at(start))  # type: ignore[arg-type]

    def series(name: str) -> npt.NDArray[np.float64]:
        return law[name].series(days)

    def flags(name: str) -> npt.NDArray[np.bool_]:
        return series(name) > 0

    def whole(name: str) -> npt.NDArray[np.int64]:
        return series(name).astype(np.int64)

    holiday = 1.0 + now("vakantietoeslag.aandeel")
    minimum = round(index.minimum_wage * holiday * CENTS)
    maximum = series("maximumdagloon.dag") * now("dagloon.dagen_per_maand") * CENTS
    published = law["maximumdagloon.dag"].values[-1][0]
    maximum = _indexed_beyond(maximum, days=days, published=published, index=index.of_week)
    floor = np.where(flags("loondoorbetaling.bodem_minimumloon_jaar1"), minimum, 0)
    rates = law["lgu.maanden_per_jaar_boven_10"]
    return LawTable(
        minimum_wage=minimum,
        maximum_maandloon=np.floor(maximum / index.of_week).astype(np.int64),
        days_per_month=now("dagloon.dagen_per_maand"),
        wage_share=series("loondoorbetaling.aandeel"),
        wage_floor=floor.astype(np.int64),
        waiting_weeks=int(now("wachttijd.duur")),
        iva_first_request=int(now("iva_vervroegd.eerste_aanvraag")),
        iva_last_request=int(now("iva_vervroegd.laatste_aanvraag")),
        iva_term=int(now("iva_vervroegd.termijn")),
        iva_minimum=int(now("iva_vervroegd.wachttijd_minimum")),
        iva_maximum=int(now("iva_vervroegd.wachttijd_maximum")),
        tweede_spoor_week=int(now("tweede_spoor.uiterste_start")),
        claim_week=int(now("riv_toets.aanvraag")),
        first_decision=int(now("riv_toets.eerste_besluit")),
        last_decision=int(now("riv_toets.laatste_besluit")),
        ground_tested=flags("riv_toets.grond_bedrijfsarts_toetsbaar"),
        sanction_maximum=whole("loonsanctie.maximum"),
        ezwb=flags("zw.ezwb"),
        ezwb_week=int(now("zw.ezwb_week")),
        zw_share=now("zw.aandeel"),
        zw_share_pregnancy=now("zw.aandeel_zwangerschap"),
        class_degree=_degrees(law),
        lgu_by_age=flags("lgu.naar_leeftijd"),
        lgu_age_upper=_upper_ages(DIMENSIONS["leeftijd_lgu"]),
        lgu_age_months=np.array(law["lgu.duur_naar_leeftijd"].at(start), dtype=np.int64),
        lgu_minimum=whole("lgu.minimum_maanden"),
        lgu_maximum=whole("lgu.maximum_maanden"),
        lgu_full_years=int(now("lgu.volledige_jaren")),
        lgu_rate_before=float(rates.values[0][1]),  # type: ignore[arg-type]
        lgu_rate_after=float(rates.values[-1][1]),  # type: ignore[arg-type]
        lgu_change_week=max(week_of(rates.values[-1][0]), 0),
        lgu_first_months=int(now("lgu.maanden_eerste")),
        lgu_first_share=now("lgu.aandeel_eerste"),
        lgu_share=now("lgu.aandeel"),
        lau_share=now("lau.aandeel"),
        vvu_share=np.array([*law["vvu.aandeel"].at(start), now("vvu.aandeel_volledig")], dtype=np.float64),  # type: ignore[misc]
        iva_share=now("iva.aandeel"),
        income_requirement=now("inkomenseis.aandeel"),
        employer_years_months=int(now("werkgeversrisico.duur")) * MONTHS,
        reopening_months=int(now("heropening.termijn")) * MONTHS,
        wga_flex_whk=flags("financiering.wga_flex_whk"),
        zw_flex_whk=flags("financiering.zw_flex_whk"),
        ww_first_months=int(now("ww.maanden_eerste")),
        ww_first_share=now("ww.aandeel_eerste"),
        ww_share=now("ww.aandeel"),
        ww_minimum=whole("ww.minimum_maanden"),
        ww_maximum=whole("ww.maximum_maanden"),
        transition_due=flags("transitievergoeding.verschuldigd"),
        transition_compensated=flags("compensatie_tv.toegekend"),
        transition_months_per_year=now("transitievergoeding.maandloon_per_jaar"),
        aow_week_of_birth_week=aow_weeks(law),
        first_birth_week=FIRST_BIRTH_WEEK,
    )


def _upper_ages(labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the upper age (exclusive) of classes such as <23, 23-27 and 58+; the last has none."""
    first, *middle, _ = labels
    bounded = [int(first.removeprefix("<")), *(int(label.split("-")[1]) + 1 for label in middle)]
    return np.array([*bounded, np.iinfo(np.int64).max], dtype=np.int64)


def _indexed_beyond(
    amounts: npt.NDArray[np.float64],
    *,
    days: Sequence[date],
    published: date,
    index: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Let an amount follow the benefit index after its last published value."""
    beyond = np.array([day > published for day in days])
    if not beyond.any() or beyond.all():
        return amounts
    at_last = index[int(np.argmax(beyond)) - 1]
    return np.where(beyond, amounts * index / at_last, amounts)
