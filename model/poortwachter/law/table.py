"""Turn dated law into the arrays the compiled kernel reads, one value per week.

Which date selects a value (first sick day, end of the waiting period, dismissal, payment) is the caller's choice of
the week; the table holds for every week the value in force on that week's Monday. Money is in eurocents at the
benefit index of the price year: the minimum wage is constant in these units, and what is indexed with it too.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet
from poortwachter.primitives.weeks import EPOCH, WEEKS_PER_YEAR, monday_of, week_of

CENTS: Final = 100
MONTHS: Final = 12


Whole: TypeAlias = npt.NDArray[np.int64]
Real: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


class LawTable(NamedTuple):
    """Law by week; W = weeks + 1. Amounts in eurocents at the benefit index of the price year.

    An array has shape (W,) unless it says otherwise, and is read at the week of the date that selects it.
    """

    minimum_wage: int
    """Minimum wage a month with holiday pay."""
    maximum_maandloon: Whole
    """Maximum dagloon a month."""
    days_per_month: float
    """Dagloon days in a month."""
    next_change: Whole
    """First later week in which something that the date of payment selects has another value."""
    wage_share: Real
    """Statutory share of the wage during sickness."""
    wage_floor: Whole
    """Floor of the wage in the first year of sickness."""
    spells_joined_below: Whole
    """Interruption in weeks below which a spell continues the one before, by first sick day."""
    waiting_weeks: int
    first_right: int
    """Week in which the first WIA right can start: the act holds for who fell ill since the clock began."""
    iva_first_request: Whole
    iva_last_request: Whole
    iva_term: Whole
    iva_minimum: Whole
    iva_maximum: Whole
    tweede_spoor_week: Whole
    second_track_better: Flags
    """Whether a second track that starts in the week is of the better kind."""
    claim_week: Whole
    first_decision: Whole
    timely_decision: Whole
    latest_decision: Whole
    """Weeks of illness, by first sick day."""
    enough_wage: Real
    """Wage value that is a satisfactory result if employer and worker agree, by decision."""
    ground_tested: Flags
    """Whether UWV tests the medical advice, by end of the waiting period."""
    sanction_maximum: Whole
    """Longest extension in weeks, by first sick day."""
    repair_decision: Whole
    repair_end: Whole
    """Weeks in which UWV decides on a repair, and until the end after it, by decision."""
    without_capacity: Whole
    """Weeks without usable capacity after which an extension ends."""
    ezwb: Flags
    """Whether the assessment after a year applies, by first sick day."""
    ezwb_week: Whole
    zw_extension: Whole
    """Longest extension of sickness benefit at an employer that bears the risk, by first sick day."""
    recourse_free: Whole
    """Weeks that do not count in the recourse on a former employer, by the week in which someone left sick."""
    zw_share: Real
    zw_share_pregnancy: Real
    no_risk_cover: Whole
    no_risk_start: Whole
    no_risk_own: Whole
    """Months of cover, months after the waiting period in which the work must start, months after an award: by the
    week in which the work begins."""
    no_risk_free: Whole
    """Weeks after the waiting period that are not covered."""
    no_risk_second_track: Flags
    """Whether work found in the second track is covered, by the week in which it begins."""
    class_lower: Real
    """(W, 4) lower bound of every class of disability."""
    full_from: Real
    """Degree from which someone is fully disabled."""
    least_degree: Real
    """Degree below which there is no right, by end of the waiting period."""
    simple_assessment: Flags
    simple_age: Whole
    """Whether claimants of this age in years get the simplified assessment, by end of the waiting period."""
    lgu_by_age: Flags
    """Whether the duration follows age, by end of the waiting period."""
    lgu_age_upper: Whole
    """(9,) upper age (exclusive) of the classes of the duration by age."""
    lgu_age_months: Whole
    """(9,) months by age class."""
    lgu_minimum: Whole
    lgu_maximum: Whole
    lgu_quarters: Whole
    """Bounds of the duration in months, and months taken off in the transition, by end of the waiting period."""
    lgu_shortest: Whole
    """Months below which the transition takes nothing off."""
    lgu_required_weeks: Whole
    """Weeks worked before sickness that an LGU asks for, by end of the waiting period."""
    lgu_full_years: int
    """Years of work history that count one month each."""
    lgu_rate_before: float
    lgu_rate_after: float
    """Months per further year of work history, before and from the change."""
    lgu_change_week: int
    """Week from which further years count at the later rate."""
    lgu_first_months: Whole
    lgu_first_share: Real
    lgu_share: Real
    lau_share: Real
    vvu_share: Real
    """(W, 5) follow-up benefit by class; the last is the fictive one of the fully disabled."""
    iva_share: Real
    income_requirement: Real
    requirement_deferral: Whole
    """Months after full disability without an income requirement."""
    earnings_limit: Real
    earnings_term: Whole
    """Earnings as a share of the old wage above which a right ends, and after how many months."""
    five_years: Flags
    five_years_months: Whole
    five_years_from_work: Flags
    """Whether, for how long and from when earnings do not lower the degree, by decision."""
    employer_years_months: Whole
    """Duration of the employer's risk in months."""
    reopening_months: Whole
    wga_flex_whk: Flags
    """Whether the Whk pays the WGA of flexible workers, by end of the waiting period."""
    zw_flex_whk: Flags
    """Whether the Whk pays the ZW of flexible workers, by first sick day."""
    ww_first_months: Whole
    ww_first_share: Real
    ww_share: Real
    ww_minimum: Whole
    ww_maximum: Whole
    ww_quarters: Whole
    ww_shortest: Whole
    """Bounds of the unemployment benefit in months, and months taken off in the transition, by decision."""
    ww_sector_fund: Flags
    ww_sector_months: Whole
    """Whether and for how many months the sector fund pays, by the start of the unemployment benefit."""
    ww_sick_weeks: Whole
    """Weeks of sickness in which unemployment benefit goes on, by first sick day."""
    social_minimum: Real
    """(W, 3) social minimum as a share of the minimum wage: no claim to a supplement, single, couple."""
    transition_due: Flags
    transition_halves: Flags
    """Whether the transition payment is due, and accrues by half-years, by dismissal."""
    transition_service: Whole
    """Months of service that it takes, by dismissal."""
    transition_months_per_year: Real
    transition_first: Real
    transition_later: Real
    transition_50: Real
    transition_age: Whole
    transition_ten: int
    """Accrual by half-years: rate in the first ten years, later and from an age, and months of those ten years."""
    transition_maximum: Whole
    """Highest payment, by dismissal."""
    transition_compensated: Flags
    """Whether the payment is compensated, by end of the waiting period."""
    compensation_within_accrual: Flags
    compensation_within_wage: Flags
    """Whether it is limited to the accrual of the waiting period, and to the wage paid in it, by payment."""
    compensation_week: Whole
    """Week in which a compensation for a dismissal in this week is paid at the earliest."""
    aow_week_of_birth_week: Whole
    """(B,) week in which someone born in week (index + first_birth_week) reaches the AOW age."""
    first_birth_week: int


_FIXED: Final = (
    "minimum_wage",
    "days_per_month",
    "waiting_weeks",
    "first_right",
    "lgu_age_upper",
    "lgu_age_months",
    "lgu_full_years",
    "lgu_rate_before",
    "lgu_rate_after",
    "lgu_change_week",
    "transition_ten",
    "aow_week_of_birth_week",
    "first_birth_week",
)

BY_WEEK: Final = tuple(name for name in LawTable._fields if name not in _FIXED)
"""Fields with a value for every week."""

PAID_BY_DATE: Final = (
    "iva.aandeel",
    "lgu.aandeel_eerste",
    "lgu.aandeel",
    "lau.aandeel",
    "vvu.aandeel",
    "vvu.aandeel_volledig",
    "inkomenseis.aandeel",
    "zw.aandeel",
    "zw.aandeel_zwangerschap",
    "tw.sociaal_minimum_alleenstaande",
    "tw.sociaal_minimum_paar",
)
"""Parameters that the date of payment selects within a running benefit."""


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
    last = parameter.last_day or parameter.values[-1][0]
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


@cache
def _births() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return month and day of the month, counted from 0 and at most the 28th, for every week of birth."""
    born = [monday_of(FIRST_BIRTH_WEEK + position) for position in range(LAST_BIRTH_WEEK - FIRST_BIRTH_WEEK + 1)]
    months = np.array([day.year * MONTHS + day.month - 1 for day in born])
    return months, np.array([min(day.day, 28) - 1 for day in born])


def aow_weeks(law: ParameterSet) -> npt.NDArray[np.int64]:
    """Return the week of reaching the AOW age for every week of birth, shape (9001,).

    A person reaches it in the first month in which her age in months is at least the AOW age of that month, on
    the day of the month she was born (at most the 28th).
    """
    birth_month, day_of_month = _births()
    lowest = int(min(float(value) for _, value in law["aow.leeftijd"].values))  # type: ignore[arg-type]
    first = int(birth_month[0]) + lowest
    months = range(first, int(birth_month[-1]) + lowest + 20 * MONTHS)
    age_due = law["aow.leeftijd"].series([date(month // MONTHS, month % MONTHS + 1, 1) for month in months])
    age = np.full(birth_month.shape, lowest)
    while (early := age < age_due[birth_month + age - first]).any():
        age += early
    reached = birth_month + age
    months_since_1970 = reached - 1970 * MONTHS
    first_of_month = months_since_1970.astype("datetime64[M]").astype("datetime64[D]")
    days_since_1970 = first_of_month.astype(np.int64) + day_of_month
    return (days_since_1970 - (EPOCH - date(1970, 1, 1)).days) // 7


def degrees(law: ParameterSet) -> Real:
    """Return the degree of disability of every level of severity, shape (5,): class middles, and the whole."""
    lower = [float(value) for value in law["wia.klassegrens"].at(EPOCH)]  # type: ignore[union-attr,arg-type]
    bounds = [*lower, float(law["wia.volledig_vanaf"].at(EPOCH))]  # type: ignore[arg-type]
    middles = [(low + high) / 2 for low, high in pairwise(bounds)]
    return np.array([*middles, 1.0])


class _Dated:
    """Read parameters by week: the value in force on the Monday of every week."""

    def __init__(self, law: ParameterSet, *, first_year: int, weeks: int) -> None:
        self.law = law
        self.start = date(first_year, 1, 1)
        self.days = [max(monday_of(week), self.start) for week in range(weeks + 1)]
        self.ordinals = np.array([day.toordinal() for day in self.days], dtype=np.int64)

    def now(self, name: str) -> float:
        """Return the value at the start of the clock, of what has one value for all dates."""
        return float(self.law[name].at(self.start))  # type: ignore[arg-type]

    def real(self, name: str) -> Real:
        parameter = self.law[name]
        return parameter.series(self.days) if parameter.moves else parameter.steps(self.ordinals)

    def whole(self, name: str) -> Whole:
        return self.real(name).astype(np.int64)

    def flags(self, name: str) -> Flags:
        return self.real(name) > 0

    def months(self, name: str) -> Whole:
        """Return a term in years as months."""
        return self.whole(name) * MONTHS

    def next_change(self, names: Sequence[str]) -> Whole:
        """Return for every week the first later one in which one of these parameters differs."""
        values = np.concatenate([self.real(name).reshape(len(self.days), -1) for name in names], axis=1)
        differs = (values[1:] != values[:-1]).any(axis=1)
        result = np.full(len(self.days), FAR, dtype=np.int64)
        for week in range(len(self.days) - 2, -1, -1):
            result[week] = week + 1 if differs[week] else result[week + 1]
        return result


FAR: Final = 1 << 30
"""A week that never comes."""


def build(law: ParameterSet, *, index: BenefitIndex, first_year: int, weeks: int) -> LawTable:
    """Build the law table. For a frozen run, pass law that was frozen (one value for all dates)."""
    read = _Dated(law, first_year=first_year, weeks=weeks)
    holiday = 1.0 + read.now("vakantietoeslag.aandeel")
    minimum = round(index.minimum_wage * holiday * CENTS)
    per_month = read.now("dagloon.dagen_per_maand")
    rates = law["lgu.maanden_per_jaar_boven_10"]
    return LawTable(
        minimum_wage=minimum,
        maximum_maandloon=_amounts(read, "maximumdagloon.dag", times=per_month, index=index.of_week),
        days_per_month=per_month,
        next_change=read.next_change(PAID_BY_DATE),
        wage_share=read.real("loondoorbetaling.aandeel"),
        wage_floor=np.where(read.flags("loondoorbetaling.bodem_minimumloon_jaar1"), minimum, 0).astype(np.int64),
        spells_joined_below=read.whole("loondoorbetaling.samentelling"),
        waiting_weeks=int(read.now("wachttijd.duur")),
        first_right=int(read.now("wachttijd.duur")),
        iva_first_request=read.whole("iva_vervroegd.eerste_aanvraag"),
        iva_last_request=read.whole("iva_vervroegd.laatste_aanvraag"),
        iva_term=read.whole("iva_vervroegd.termijn"),
        iva_minimum=read.whole("iva_vervroegd.wachttijd_minimum"),
        iva_maximum=read.whole("iva_vervroegd.wachttijd_maximum"),
        tweede_spoor_week=read.whole("tweede_spoor.uiterste_start"),
        second_track_better=read.flags("tweede_spoor.verbeterde_aanpak"),
        claim_week=read.whole("riv_toets.aanvraag"),
        first_decision=read.whole("riv_toets.eerste_besluit"),
        timely_decision=read.whole("riv_toets.laatste_besluit"),
        latest_decision=read.whole("riv_toets.uiterste_besluit"),
        enough_wage=read.real("riv_toets.loonwaarde_volstaat"),
        ground_tested=read.flags("riv_toets.grond_bedrijfsarts_toetsbaar"),
        sanction_maximum=read.whole("loonsanctie.maximum"),
        repair_decision=read.whole("bekorting.beslistermijn"),
        repair_end=read.whole("bekorting.einde_na_akkoord"),
        without_capacity=np.rint(read.real("loonsanctie.einde_zonder_mogelijkheden") * WEEKS_PER_YEAR / MONTHS).astype(
            np.int64
        ),
        ezwb=read.flags("zw.ezwb"),
        ezwb_week=read.whole("zw.ezwb_week"),
        zw_extension=read.whole("zw.verlenging_erd"),
        recourse_free=read.whole("zw.verhaal_vrije_weken"),
        zw_share=read.real("zw.aandeel"),
        zw_share_pregnancy=read.real("zw.aandeel_zwangerschap"),
        no_risk_cover=read.months("no_risk.duur"),
        no_risk_start=read.months("no_risk.dienst_binnen"),
        no_risk_own=read.months("no_risk.eigen_werkgever"),
        no_risk_free=read.whole("no_risk.vrije_weken"),
        no_risk_second_track=read.flags("no_risk.tweede_spoor"),
        class_lower=read.real("wia.klassegrens"),
        full_from=read.real("wia.volledig_vanaf"),
        least_degree=read.real("wia.ondergrens"),
        simple_assessment=read.flags("wia.vereenvoudigd_60plus"),
        simple_age=read.whole("wia.vereenvoudigd_60plus_leeftijd"),
        lgu_by_age=read.flags("lgu.naar_leeftijd"),
        lgu_age_upper=_upper_ages(DIMENSIONS["leeftijd_lgu"]),
        lgu_age_months=np.array(law["lgu.duur_naar_leeftijd"].at(read.start), dtype=np.int64),
        lgu_minimum=read.whole("lgu.minimum_maanden"),
        lgu_maximum=read.whole("lgu.maximum_maanden"),
        lgu_quarters=read.whole("lgu.overgang_kwartalen"),
        lgu_shortest=read.whole("lgu.overgang_minimum"),
        lgu_required_weeks=read.whole("lgu.referte_weken"),
        lgu_full_years=int(read.now("lgu.volledige_jaren")),
        lgu_rate_before=float(rates.values[0][1]),  # type: ignore[arg-type]
        lgu_rate_after=float(rates.values[-1][1]),  # type: ignore[arg-type]
        lgu_change_week=max(week_of(rates.values[-1][0]), 0),
        lgu_first_months=read.whole("lgu.maanden_eerste"),
        lgu_first_share=read.real("lgu.aandeel_eerste"),
        lgu_share=read.real("lgu.aandeel"),
        lau_share=read.real("lau.aandeel"),
        vvu_share=np.column_stack([read.real("vvu.aandeel"), read.real("vvu.aandeel_volledig")]),
        iva_share=read.real("iva.aandeel"),
        income_requirement=read.real("inkomenseis.aandeel"),
        requirement_deferral=read.whole("inkomenseis.uitstel"),
        earnings_limit=read.real("wga.einde_verdiensten_aandeel"),
        earnings_term=read.whole("wga.einde_verdiensten_termijn"),
        five_years=read.flags("wga.vijfjaarsregel"),
        five_years_months=read.months("wga.vijfjaarsregel_duur"),
        five_years_from_work=read.flags("wga.vijfjaarsregel_vanaf_werk"),
        employer_years_months=read.months("werkgeversrisico.duur"),
        reopening_months=read.months("heropening.termijn"),
        wga_flex_whk=read.flags("financiering.wga_flex_whk"),
        zw_flex_whk=read.flags("financiering.zw_flex_whk"),
        ww_first_months=read.whole("ww.maanden_eerste"),
        ww_first_share=read.real("ww.aandeel_eerste"),
        ww_share=read.real("ww.aandeel"),
        ww_minimum=read.whole("ww.minimum_maanden"),
        ww_maximum=read.whole("ww.maximum_maanden"),
        ww_quarters=read.whole("ww.overgang_kwartalen"),
        ww_shortest=read.whole("ww.overgang_minimum"),
        ww_sector_fund=read.flags("financiering.ww_sectorfonds"),
        ww_sector_months=read.whole("ww.sectorfonds_maanden"),
        ww_sick_weeks=read.whole("ww.doorloop_bij_ziekte"),
        social_minimum=_social_minimum(read),
        **_transition(read, index=index.of_week),
        aow_week_of_birth_week=aow_weeks(law),
        first_birth_week=FIRST_BIRTH_WEEK,
    )


def _social_minimum(read: _Dated) -> Real:
    single, couple = read.real("tw.sociaal_minimum_alleenstaande"), read.real("tw.sociaal_minimum_paar")
    return np.column_stack([np.zeros_like(single), single, couple])


def _transition(read: _Dated, *, index: Real) -> dict[str, Any]:
    """Return the fields of the transition payment and its compensation."""
    paid = np.flatnonzero(read.flags("compensatie_tv.toegekend"))
    week = np.arange(len(read.days))
    following = np.searchsorted(paid, week)
    return {
        "transition_due": read.flags("transitievergoeding.verschuldigd"),
        "transition_halves": read.flags("transitievergoeding.oude_opbouw"),
        "transition_service": read.whole("transitievergoeding.minimum_dienst"),
        "transition_months_per_year": read.real("transitievergoeding.maandloon_per_jaar"),
        "transition_first": read.real("transitievergoeding.halfjaar_eerste_tien"),
        "transition_later": read.real("transitievergoeding.halfjaar_later"),
        "transition_50": read.real("transitievergoeding.halfjaar_50plus"),
        "transition_age": read.whole("transitievergoeding.leeftijd_50plus"),
        "transition_ten": int(read.now("transitievergoeding.jaren_50plus")) * MONTHS,
        "transition_maximum": _amounts(read, "transitievergoeding.maximum", times=1.0, index=index),
        "compensation_within_accrual": read.flags("compensatie_tv.grens_opbouw"),
        "compensation_within_wage": read.flags("compensatie_tv.grens_loon"),
        "transition_compensated": read.flags("compensatie_tv.in_aanmerking"),
        "compensation_week": np.append(paid, FAR)[following].astype(np.int64),
    }


def _upper_ages(labels: Sequence[str]) -> Whole:
    """Return the upper age (exclusive) of classes such as <23, 23-27 and 58+; the last has none."""
    first, *middle, _ = labels
    bounded = [int(first.removeprefix("<")), *(int(label.split("-")[1]) + 1 for label in middle)]
    return np.array([*bounded, np.iinfo(np.int64).max], dtype=np.int64)


def _amounts(read: _Dated, name: str, *, times: float, index: Real) -> Whole:
    """Return an amount in eurocents at the benefit index; after its last published value it follows the index."""
    amounts = read.real(name) * times * CENTS
    published = read.law[name].last_day or read.law[name].values[-1][0]
    beyond = np.array([day > published for day in read.days])
    if beyond.any() and not beyond.all():
        amounts = np.where(beyond, amounts * index / index[int(np.argmax(beyond)) - 1], amounts)
    return np.floor(amounts / index).astype(np.int64)
