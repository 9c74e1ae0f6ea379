"""Turn behaviour parameters into the thresholds and tables the compiled kernel reads.

Probabilities that meet a whole 32-bit word are thresholds (probability x 2**32 as uint64); gate outcomes are
multiples of 2**-20, so that the split estimator's contributions stay integers.
"""

from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.behaviour.hazards import (
    FORTY_TWO,
    WEEK_AT_WORK,
    by_cause,
    frailties,
    mixed,
    onset_at_work,
    psychological,
    return_powers,
    return_rate_during_extension,
    return_survival,
)
from poortwachter.primitives.codes import Cause, Contract, Sex
from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.parameters import DIMENSIONS, ParameterSet
from poortwachter.primitives.weeks import EPOCH, WEEKS_PER_YEAR

WORD: Final = 1 << 32
PERCENT: Final = 100.0
GATE_UNIT: Final = 1 << 20
"""Gate probabilities are multiples of 1 / GATE_UNIT."""
SPELL_WEEKS: Final = 104
SIX_OF_SEVEN: Final = (0, 1, 2, 3, 4, 4, 5)
"""Place among the six age bands of absence of the seven of the WIA, which spells are followed by."""
FIRST_OF_SIX: Final = tuple(SIX_OF_SEVEN.index(band) for band in range(max(SIX_OF_SEVEN) + 1))
"""First of the seven bands in each of the six."""
FRAILTIES: Final = 64
"""Number of equally likely levels of frailty."""
RETURNS: Final = 8
"""Number of levels of frailty with a return hazard of their own; each holds as many levels."""
SCHOOLING_RANKS: Final = 1 << 16
"""Number of equally likely ranks of schooling."""
PLAN_WEEK: Final = 8
"""Week of illness of the plan van aanpak."""


class BehaviourTable(NamedTuple):
    """Behaviour as the kernel reads it. Y years, 6 age bands, 2 sexes."""

    onset_rate: npt.NDArray[np.float64]
    """(2,) weekly rate of potential onsets by sex: the highest over ages, sectors and years."""
    onset_accept: npt.NDArray[np.uint64]
    """(Y, 6, 2, 6) threshold below which a potential onset is one, by year, age band, sex, sector."""
    first_week_days: float
    """Working days lost in a spell that ends in its first week."""
    spell_level: npt.NDArray[np.int64]
    """(Y,) place in `survival` by year of onset."""
    survival: npt.NDArray[np.uint64]
    """(Y, 8, 2, 7, 2, 105) P(spell longer than k weeks) as threshold, paid by an employer, by level of the year of
    onset (as many as differ; the rest is room), frailty, cause, age, sex. The share longer than a week is the same
    for both causes."""
    survival_zw: npt.NDArray[np.uint64]
    """(8, 2, 7, 2, 105) the same in the Ziektewet, for every year."""
    psychological: int
    """Threshold: a spell longer than a week has a psychological cause."""
    vangnet_ww: npt.NDArray[np.uint64]
    """(Y, 6) threshold by year of onset and age band: falls ill while unemployed."""
    vangnet_agency: npt.NDArray[np.uint64]
    """(Y, 3) threshold by year of onset and contract: the contract ends on the first sick day."""
    vangnet_other: npt.NDArray[np.uint64]
    """(2,) threshold by sex: pregnancy or no-risk."""
    contract_end_rate: npt.NDArray[np.float64]
    """(3,) weekly rate at which a contract ends during a spell; 0 for a permanent one."""
    ezwb_ended: npt.NDArray[np.uint64]
    """(Y,) threshold by year of the assessment after a year: right to sickness benefit ended."""
    ezwb_targeted: int
    """Threshold: the assessment after a year ends the right of who has the least chance of an award."""
    ezwb_to_work: int
    """Threshold: of those whose right ended, at work."""
    second_track_started: int
    second_track_rate: float
    """Threshold of a start by week 58, and weekly rate of a placement after it."""
    placed_no_risk: float
    placed_better: float
    """Factors on that rate where work found in it is covered by the no-riskpolis, and in one of the better kind."""
    second_track_cost: int
    """What a second track of the better kind costs more, in eurocents."""
    second_track_extra: npt.NDArray[np.int64]
    """(Y,) what is added to that threshold by year of the start."""
    early_iva: npt.NDArray[np.uint64]
    """(6,) threshold by age band: asks and gets an early IVA, of spells longer than 42 weeks."""
    claim: npt.NDArray[np.uint64]
    """(Y, 2) threshold of a claim by year of week 104: employee, vangnet."""
    household: npt.NDArray[np.uint64]
    """(2,) cumulative thresholds of a household: single, partner without income."""
    supplement_use: int
    """Threshold: a household that is entitled to a supplement to the social minimum claims it."""
    voluntary: npt.NDArray[np.uint64]
    voluntary_weeks: int
    """(Y,) threshold by year of the claim, and weeks, of a voluntary extension of the waiting period."""
    riv_assessed: npt.NDArray[np.uint64]
    """(Y,) threshold by year of decision: the file is assessed before a sanction is no longer possible."""
    late_decision: int
    """Threshold: the RIV-toets is decided less than six weeks before the end of the waiting period."""
    structural_work: int
    near_capacity: int
    agreed: int
    """Thresholds: the file shows lasting work; it fits capacity and wage; employer and worker agree on it."""
    gate: npt.NDArray[np.int64]
    """(Y, 2, 3, 4) cumulative chances x 2**20 by year of decision, (other, small firm or own-risk bearer) and main
    ground, of a file without a satisfactory result: administrative that can lapse, administrative, substantive that
    can lapse, substantive."""
    ground: npt.NDArray[np.uint64]
    """(3,) cumulative thresholds of the main ground: employer, bedrijfsarts, other."""
    medical_role: int
    repaired: int
    repair_weeks: int
    """Threshold of a repair; the week of the request is uniform on 1 .. repair_weeks."""
    substantive_after_repair: int
    upheld: npt.NDArray[np.uint64]
    """(Y,) threshold by year of the end of the waiting period: an objection to the extension is upheld."""
    no_capacity_rate: float
    """Weekly rate at which a worker loses all usable capacity during an extension."""
    zw_shortcoming: npt.NDArray[np.uint64]
    """(Y,) threshold by year of the end of the waiting period: sickness benefit is extended at a risk-bearer."""
    recourse: int
    recourse_stagnation: int
    """Threshold of recourse on a former employer, and weeks of stagnation in it."""
    return_rate_extension: float
    return_by_dismissal: int
    """Word below which it is the protection from dismissal that return to work in an extension hangs on."""
    """Weekly rate of return to work (or of dropping the claim) during an extension."""
    award: npt.NDArray[np.float64]
    """(7,) chance of an award at the end of the waiting period without extension, by age band of the WIA."""
    award_alignment: npt.NDArray[np.float64]
    """(Y,) factor on it by year of the end of the waiting period; 1 unless aligned to a published series, or where
    doctors come to judge more alike."""
    award_after_extension: float
    """Factor on it after an extension, of those who pursue the claim."""
    award_lapsed_stayer: float
    """Factor on it for a lapsed sanction, of those who would not have returned during the extension."""
    award_lapsed_returner: float
    """The same for those who would have returned."""
    award_medical_ground: float
    """Factor on awards in files with a medical ground (sanctions that can lapse)."""
    award_iva: npt.NDArray[np.float64]
    """(7, 2, 2) share of IVA among awards, by age band of the WIA, sex and cause."""
    partial_share: float
    """Share of partial among WGA awards."""
    class_threshold: npt.NDArray[np.uint64]
    """(4,) cumulative thresholds of the class of the partially disabled."""
    recovery_first: float
    recovery_later: float
    recovery_border: int
    """Weekly rates at which a WGA right ends by recovery, before and after a duration in weeks."""
    to_iva: npt.NDArray[np.float64]
    """(2,) weekly rate WGA to IVA: partial, full."""
    change_class: npt.NDArray[np.float64]
    """(2,) weekly rate partial to full, full to partial."""
    iva_death_first: float
    iva_death_later: float
    iva_death_border: int
    wga_death: float
    """Weekly mortality of the group; what it exceeds the population's at that age is drawn on top of it."""
    iva_recovery: float
    reopening: int
    """Threshold: an ended right re-opens within the term of the law."""
    by_earnings: float
    resumed_earnings: float
    """Share of the ends of a WGA right that come by earnings, and those earnings as a share of the old wage."""
    resumes_protected: float
    """What the resumption of work gains while earnings cannot end the right, as a share of its rate."""
    trained: npt.NDArray[np.float64]
    trained_years: int
    trainable: int
    """(Y,) what it gains in a year in which the training trial runs, over those it is for; the years up to its last;
    the rank of schooling below which it is for someone."""
    simple_part: npt.NDArray[np.uint64]
    """(Y,) threshold by year of the end of the waiting period: takes part in the simplified assessment."""
    waits: npt.NDArray[np.uint64]
    wait_weeks: npt.NDArray[np.int64]
    """(Y,) threshold by year of the end of the waiting period: the claim is decided later, with an advance; the wait
    is uniform on 1 .. wait_weeks."""
    advance_waived: npt.NDArray[np.float64]
    """(Y,) share of an advance without a right that is not claimed back."""
    without_weeks: npt.NDArray[np.uint64]
    """(3,) threshold by contract: does not meet the weeks requirement for an LGU."""
    uses_whole: int
    uses_half: int
    """Cumulative thresholds: earns the whole, at least half, of remaining capacity."""
    half_use: float
    """Earnings over remaining capacity of those between half and the whole."""
    under35_works: int
    under35_ww: int
    under35_ww_rate: float
    under35_back: int
    """Thresholds after a refusal: stays at work; takes WW; weekly rate of leaving it; back to work after it."""
    dismissed: npt.NDArray[np.uint64]
    """(6,) threshold of dismissal at an award, by class and IVA."""
    wage_paid: npt.NDArray[np.float64]
    """(3,) share of the wage paid in year 1, year 2 and an extension."""
    insurer_from_week: int
    """Week of a spell from which an insurer pays the wage of an insured employer."""
    insured_extra: npt.NDArray[np.int64]
    """(Y, 5) what is added to the threshold of being insured, by year of the first sick day and firm size."""
    relieved: npt.NDArray[np.int64]
    """(Y, 5) threshold by year of the first sick day and firm size: insured by a policy that takes over the duties."""
    guided_rate: float
    """Weekly rate of return, on top of the others, under the case manager of such a policy."""
    advice_followed: int
    """Threshold: such a policy bears an imposed extension."""
    doctor_alone: int
    """Threshold: a claim is assessed by the doctor alone."""
    doctor_cost: int
    expert_cost: int
    test_cost: int
    """Cost in eurocents of an assessment by the doctor, by the labour expert, and of a RIV-toets."""


def mean_of_six(values: npt.NDArray[np.float64], *, axis: int) -> npt.NDArray[np.float64]:
    """Return values by the seven age bands of the WIA as means by the six of absence, along an axis."""
    sums = np.moveaxis(np.add.reduceat(values, FIRST_OF_SIX, axis=axis), axis, -1)
    return np.moveaxis(sums / np.bincount(SIX_OF_SEVEN), -1, axis)


def threshold(probability: float) -> int:
    """Return a probability as a threshold for a 32-bit word."""
    return round(probability * WORD)


def thresholds(probabilities: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Return probabilities as thresholds, the same shape."""
    return np.rint(np.asarray(probabilities, dtype=np.float64) * WORD).astype(np.uint64)


def cumulative(shares: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Return cumulative thresholds of shares that add up to one; the last is 2**32."""
    sums = np.cumsum(np.asarray(shares, dtype=np.float64))
    result = np.rint(sums / sums[-1] * WORD).astype(np.uint64)
    result[-1] = np.uint64(WORD)
    return result


def _weekly(per_year: float) -> float:
    return per_year / WEEKS_PER_YEAR


class _Reader:
    """Read parameters at the start of a run or by year."""

    def __init__(self, behaviour: ParameterSet, *, first_year: int, years: int) -> None:
        self.behaviour = behaviour
        self.days = [date(first_year + year, 7, 1) for year in range(years)]

    def one(self, name: str) -> float:
        return float(self.behaviour[name].at(self.days[0]))  # type: ignore[arg-type]

    def many(self, name: str) -> npt.NDArray[np.float64]:
        return np.asarray(self.behaviour[name].at(self.days[0]), dtype=np.float64)

    def by_year(self, name: str) -> npt.NDArray[np.float64]:
        return self.behaviour[name].series(self.days)


def build(
    behaviour: ParameterSet,
    *,
    first_year: int,
    years: int,
    waiting_weeks: int,
    extension_maximum: int,
    repair_term: int,
    small_or_erd: float,
    enough_wage: float,
    spells: "Spells",
    training_budget: npt.NDArray[np.float64],
    policy: "GatePolicy",
    frozen: bool,
) -> BehaviourTable:
    """Build the behaviour table for a run of `years` years from `first_year`.

    extension_maximum: longest extension by law, in weeks; repair_term: weeks from a request to shorten it until
    the end; small_or_erd: share of assessed files from small firms or own-risk bearers, which the published average
    is spread over; enough_wage: wage value that is a satisfactory result by current law, whose files are among that
    average; spells: how often people fall ill and for how long; training_budget: (Y,) of the training trial, EUR mln;
    policy: on the RIV-toets, by year of the decision; frozen: a run without history, hence without start-up.
    """
    if waiting_weeks != SPELL_WEEKS:
        raise ValueError("spell tables reach week 104")
    read = _Reader(behaviour, first_year=first_year, years=years)
    return BehaviourTable(
        onset_rate=spells.onset_rate,
        onset_accept=spells.onset_accept,
        first_week_days=read.one("verzuim.eerste_week_werkdagen"),
        **spells.survival,
        **_vangnet(read),
        **_trajectory(read),
        claim=_claims(read, first_year=first_year, frozen=frozen),
        **_files(read),
        gate=_gate(read, policy=policy, small_or_erd=small_or_erd, enough_wage=enough_wage),
        ground=_cumulative(read, "riv_toets.hoofdgrond"),
        medical_role=threshold(read.one("riv_toets.medische_rol")),
        **_extension(read, policy=policy, extension_maximum=extension_maximum, repair_term=repair_term),
        **_assessment(read, policy=policy),
        **_after_award(read, training_budget=training_budget),
        **_after_refusal(read),
        household=_household(read),
        supplement_use=threshold(read.one("tw.gebruik")),
        wage_paid=np.array([read.one(f"loon_bij_ziekte.{year}") for year in ("jaar1", "jaar2", "sanctie")]),
        insurer_from_week=int(read.one("verzuimverzekering.eigen_risico")),
        **_insurance(read),
        doctor_alone=threshold(read.one("beoordeling.zonder_arbeidsdeskundige")),
        doctor_cost=round(read.one("uitvoering.kosten_arts") * 100),
        expert_cost=round(read.one("uitvoering.kosten_arbeidsdeskundige") * 100),
        test_cost=round(read.one("uitvoering.kosten_riv_toets") * 100),
    )


class Spells(NamedTuple):
    """How often people fall ill and for how long: the part of the table that takes long to build."""

    onset_rate: npt.NDArray[np.float64]
    onset_accept: npt.NDArray[np.uint64]
    survival: dict[str, Any]


def spells(
    behaviour: ParameterSet,
    *,
    first_year: int,
    years: int,
    at_work: npt.NDArray[np.float64],
    own_view: npt.NDArray[np.bool_],
) -> Spells:
    """Build the tables of spells for a run of `years` years from `first_year`.

    at_work: (6, 64) shares of frailty among employees by age band; own_view: (Y,) whether the plan of who falls ill in
    the year holds the worker's own view.
    """
    read = _Reader(behaviour, first_year=first_year, years=years)
    frailty = frailty_levels(behaviour)
    survival = _survival(read, frailty=frailty, at_work=at_work)
    rate, accept = _onsets(
        read, frailty=frailty, at_work=at_work, weeks=_weeks_per_spell(survival), level=survival["spell_level"]
    )
    survival = _with_own_view(survival, own_view=own_view, factor=read.one("respons.visie_terugkeer"))
    return Spells(rate, accept, survival)


def _cumulative(read: _Reader, name: str) -> npt.NDArray[np.uint64]:
    shares = read.many(name)
    if not shares.any():
        raise InputError([Problem(f"{name} is 0 everywhere: its shares must add up to 1", "give one of them")])
    return cumulative(shares)


def frailty_levels(behaviour: ParameterSet) -> npt.NDArray[np.float64]:
    """Return the frailty of equally large parts of a cohort, (64,); their mean is 1."""
    return frailties(spread=float(behaviour["verzuim.spreiding"].at(EPOCH)), count=FRAILTIES)  # type: ignore[arg-type]


def long_sickness(behaviour: ParameterSet) -> npt.NDArray[np.float64]:
    """Return the relative risk of long sickness by level of frailty, (64,)."""
    elasticity = float(behaviour["verzuim.kwetsbaarheid_lang"].at(EPOCH))  # type: ignore[arg-type]
    risk = frailty_levels(behaviour) ** elasticity
    return risk / risk.mean()


def _onsets(
    read: _Reader,
    *,
    frailty: npt.NDArray[np.float64],
    at_work: npt.NDArray[np.float64],
    weeks: npt.NDArray[np.float64],
    level: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint64]]:
    """Return the highest weekly rate by sex and the acceptance thresholds below it, of someone at work, frailty 1.

    The published rates are per employee, at work or sick: the frail become fewer with age and are at work less.
    frailty: (64,); at_work: (6, 64) its shares among employees; weeks: (L, 6, 8) mean length of a spell by level of
    its survival; level: (Y,) that of the year.
    """
    sex = np.array([1.0, read.one("verzuim.factor_vrouw")])
    sex /= sex.mean()
    per_year = read.many("verzuim.gevallen_per_jaar")
    absent = np.repeat((weeks - WEEK_AT_WORK) / WEEKS_PER_YEAR, FRAILTIES // RETURNS, axis=2)
    try:
        when_at_work = [
            [
                onset_at_work(float(rate), frailty=frailty, shares=shares, absent=one)
                for rate, shares, one in zip(per_year, at_work, of_level, strict=True)
            ]
            for of_level in absent
        ]
    except ValueError as problem:
        raise InputError([Problem(f"verzuim.gevallen_per_jaar: {problem}", "give fewer spells a year")]) from None
    rates = (
        read.by_year("verzuim.index")[:, None, None, None]
        * np.array(when_at_work)[level][:, :, None, None]
        * sex[None, None, :, None]
        * read.many("verzuim.factor_sector")[None, None, None, :]
        / WEEKS_PER_YEAR
    )
    highest = rates.max(axis=(0, 1, 3))
    return highest, thresholds(rates / np.where(highest > 0.0, highest, 1.0)[None, None, :, None])


def _weeks_per_spell(survival: dict[str, Any]) -> npt.NDArray[np.float64]:
    """Return the mean length of a spell in weeks by level, age band and part of frailty (L, 6, 8).

    Over causes and sexes.
    """
    longer = survival["survival"][: survival["spell_level"].max() + 1] / WORD
    shares = np.array([WORD - survival["psychological"], survival["psychological"]]) / WORD
    return mean_of_six(np.einsum("lpcask,c->lap", longer, shares) / len(Sex), axis=1)


def _survival(read: _Reader, *, frailty: npt.NDArray[np.float64], at_work: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return the survival tables. The dated chance of a long spell is of employees: it does not date the Ziektewet."""
    level, of_year = np.unique(read.by_year("verzuim.index_lang"), return_inverse=True)
    marginal = np.stack([marginal_survival(read, long=float(one)) for one in [*level, 1.0]])
    marginal[-1] = _slowed(marginal[-1], factor=read.one("vangnet.terugkeer_factor"))
    cause = psychological(read.many("verzuim.aandeel_psychisch"), weeks=SPELL_WEEKS)
    tables = _by_frailty(read, marginal, frailty=frailty, at_work=at_work, cause=cause)
    used = thresholds(tables[:-1])
    room = np.repeat(used[:1], len(read.days) - len(level), axis=0)
    return {
        "spell_level": of_year.astype(np.int64),
        "survival": np.concatenate([used, room]),
        "survival_zw": thresholds(tables[-1]),
        "psychological": threshold(float(cause[1])),
    }


def _with_own_view(survival: dict[str, Any], *, own_view: npt.NDArray[np.bool_], factor: float) -> dict[str, Any]:
    """Return the survival tables with a factor on the chance of return after the plan, in years that have it.

    How often someone falls ill is of before: the same spells are shorter.
    """
    if factor == 1.0 or not own_view.any():
        return survival
    level, sooner = survival["spell_level"], survival["survival"].copy()
    pairs, of_year = np.unique(np.stack([level, own_view]), axis=1, return_inverse=True)
    for place, (before, has_view) in enumerate(pairs.T):
        longer = survival["survival"][before]
        sooner[place] = _sooner(longer, factor=factor) if has_view else longer
    return survival | {"spell_level": of_year.reshape(-1).astype(np.int64), "survival": sooner}


def _sooner(longer: npt.NDArray[np.uint64], *, factor: float) -> npt.NDArray[np.uint64]:
    """Return thresholds of a longer spell with a factor on the chance of return after the plan."""
    planned, later = longer[..., PLAN_WEEK : PLAN_WEEK + 1], longer[..., PLAN_WEEK + 1 :]
    left = np.divide(later, planned, out=np.zeros(later.shape), where=planned > 0)
    return np.concatenate([longer[..., : PLAN_WEEK + 1], np.rint(planned * left**factor).astype(np.uint64)], axis=-1)


def marginal_survival(read: _Reader, *, long: float) -> npt.NDArray[np.float64]:
    """Return P(spell longer than k weeks) over all causes and levels of frailty, shape (7, 2, 105).

    long: factor on the share of spells over 42 weeks.

    Raises:
        InputError: if the shares leave no hazard of return above its floor.
    """
    long_factor = read.many("verzuim.factor_lang") * long
    beyond_1, beyond_4 = read.many("verzuim.langer_dan_1_week"), read.many("verzuim.langer_dan_4_weken")
    beyond_42 = read.many("verzuim.langer_dan_42_weken")[list(SIX_OF_SEVEN), None] * long_factor
    tables = np.empty((len(SIX_OF_SEVEN), len(Sex), SPELL_WEEKS + 1))
    for age, band in enumerate(SIX_OF_SEVEN):
        for sex in Sex:
            try:
                tables[age, sex] = return_survival(
                    beyond_1=beyond_1[band],
                    beyond_4=beyond_4[band],
                    beyond_6=beyond_4[band] * read.one("verzuim.langer_dan_6_weken"),
                    beyond_42=beyond_42[age, sex],
                    beyond_91=beyond_42[age, sex] * read.many("verzuim.langer_dan_91_weken")[band],
                    floor=read.one("verzuim.terugkeer_vloer"),
                    weeks=SPELL_WEEKS,
                )
            except ValueError as problem:
                who = f"leeftijd7 {DIMENSIONS['leeftijd7'][age]}, {sex.name.lower()}"
                advice = "see verzuim.langer_dan_6_weken, _42_weken, verzuim.factor_lang and verzuim.terugkeer_vloer"
                raise InputError([Problem(f"{who}: {problem}", advice)]) from None
    return tables


def _slowed(survival: npt.NDArray[np.float64], *, factor: float) -> npt.NDArray[np.float64]:
    """Return survival with a factor on the chance of return after the first week."""
    start = survival[..., 1:2]
    slow = start * (survival[..., 1:] / start) ** factor
    return np.concatenate([survival[..., :1], slow], axis=-1)


def _by_frailty(
    read: _Reader,
    marginal: npt.NDArray[np.float64],
    *,
    frailty: npt.NDArray[np.float64],
    at_work: npt.NDArray[np.float64],
    cause: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return survival by frailty and cause, (L, 8, 2, 7, 2, 105), whose mean over spells is the marginal one.

    marginal: (L, 7, 2, 105); frailty: (64,) levels; at_work: (6, 64) their shares among employees; cause: (105,)
    share of psychological causes among spells longer than k weeks. The length of a spell up to a week does not
    depend on its cause, and no level depends on another.
    """
    spells = (at_work * frailty)[list(SIX_OF_SEVEN)].reshape(len(SIX_OF_SEVEN), RETURNS, -1)
    weights = spells.sum(axis=2) / spells.sum(axis=(1, 2))[:, None]
    of_part = (spells * frailty.reshape(RETURNS, -1)).sum(axis=2) / spells.sum(axis=2)
    elasticity = read.one("verzuim.kwetsbaarheid_lang")
    tables = np.ones((len(marginal), RETURNS, len(Cause), len(SIX_OF_SEVEN), len(Sex), SPELL_WEEKS + 1))
    of_cause = by_cause(marginal[..., 1:], share=cause[1:])
    for level, age in np.ndindex(*marginal.shape[:2]):
        beyond_42 = float(marginal[level, age, :, FORTY_TWO].mean())
        powers = return_powers(of_part[age], elasticity=elasticity, beyond_42=beyond_42)
        for one in Cause:
            tables[level, :, one, age, :, 1:] = mixed(of_cause[one, level, age], powers=powers, weights=weights[age])
    return tables


def _vangnet(read: _Reader) -> dict[str, Any]:
    agency = np.zeros((len(read.days), len(Contract)))
    agency[:, Contract.UITZEND] = read.by_year("vangnet.uitzendbeding")
    ends = np.full(len(Contract), read.one("vangnet.contracteinde"))
    ends[Contract.VAST] = 0.0
    unemployed = read.by_year("vangnet.ww_index")[:, None] * read.many("vangnet.ww")
    return {
        "vangnet_ww": thresholds(np.minimum(unemployed, 1.0)),
        "vangnet_agency": thresholds(agency),
        "vangnet_other": thresholds(read.many("vangnet.overig")),
        "contract_end_rate": ends,
        "ezwb_ended": thresholds(read.by_year("ezwb.beeindigd")),
        "ezwb_targeted": threshold(read.one("ezwb.gericht")),
        "ezwb_to_work": threshold(read.one("ezwb.naar_werk")),
    }


def _trajectory(read: _Reader) -> dict[str, Any]:
    return {
        "second_track_started": threshold(read.one("tweede_spoor.gestart")),
        "second_track_rate": read.one("tweede_spoor.plaatsing"),
        "placed_no_risk": read.one("respons.norisk_plaatsing"),
        "placed_better": read.one("respons.tweede_spoor_plaatsing"),
        "second_track_cost": round(read.one("tweede_spoor.meerkosten") * 100),
        "early_iva": thresholds(read.many("iva_vervroegd.kans")),
        "second_track_extra": _added(read.by_year("tweede_spoor.extra_gestart")),
    }


def _insurance(read: _Reader) -> dict[str, Any]:
    return {
        "insured_extra": _added(read.by_year("verzuimverzekering.extra_verzekerd")),
        "relieved": thresholds(read.by_year("ontzorgverzekering.aandeel")).astype(np.int64),
        "guided_rate": read.one("ontzorgverzekering.terugkeer"),
        "advice_followed": threshold(read.one("ontzorgverzekering.advies_gevolgd")),
    }


def _added(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return percentage points as what is added to a threshold for a 32-bit word."""
    return np.rint(points / PERCENT * WORD).astype(np.int64)


def _claims(read: _Reader, *, first_year: int, frozen: bool) -> npt.NDArray[np.uint64]:
    """Return the claim shares by year of week 104, with the linear start-up ramp."""
    start, end = EPOCH.year + 3, read.one("claim.aanloop_einde")
    begin = read.one("claim.aanloop_begin")
    years = first_year + np.arange(len(read.days))
    ramp = begin + (1.0 - begin) * np.clip((years - start) / (end - start), 0.0, 1.0)
    if frozen:
        ramp = np.ones_like(ramp)
    shares = np.stack([read.by_year("claim.aandeel"), read.by_year("claim.aandeel_vangnet")], axis=1)
    return thresholds(shares * ramp[:, None])


def _files(read: _Reader) -> dict[str, Any]:
    """Return what can stand in a file besides shortcomings."""
    return {
        "voluntary": thresholds(read.by_year("verlenging_vrijwillig.kans")),
        "voluntary_weeks": int(read.one("verlenging_vrijwillig.weken")),
        "riv_assessed": thresholds(read.by_year("riv_toets.beoordeeld")),
        "late_decision": threshold(read.one("riv_toets.te_laat")),
        "structural_work": threshold(read.one("dossier.structureel_werk")),
        "near_capacity": threshold(read.one("dossier.nabij_vermogen")),
        "agreed": threshold(read.one("dossier.eens")),
    }


def satisfactory_share(*, structural: float, near: float, agreed: float, enough_wage: float) -> float:
    """Return the share of files with a satisfactory result; the wage value of other lasting work is uniform."""
    return structural * (near + (1.0 - near) * agreed * (1.0 - enough_wage))


class GatePolicy(NamedTuple):
    """Policy that UWV and doctors respond to at the RIV-toets and after it, by year."""

    execution: npt.NDArray[np.bool_]
    """(Y,) whether UWV carries out the test in a better way."""
    quality: npt.NDArray[np.bool_]
    """(Y,) whether the programme runs, or has run, by which doctors judge more alike."""


def _response(read: _Reader, name: str, *, where: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return a response by year: 1 where no policy brings it about."""
    return np.where(where, read.one(f"respons.{name}"), 1.0)


def _gate(read: _Reader, *, policy: GatePolicy, small_or_erd: float, enough_wage: float) -> npt.NDArray[np.int64]:
    """Return cumulative gate chances x 2**20 (Y, 2, 3, 4).

    The published average holds over both groups of employers, and over files with and without a satisfactory result.
    """
    satisfactory = satisfactory_share(
        structural=read.one("dossier.structureel_werk"),
        near=read.one("dossier.nabij_vermogen"),
        agreed=read.one("dossier.eens"),
        enough_wage=enough_wage,
    )
    relative = read.one("riv_toets.factor_klein_of_erd")
    if satisfactory >= 1.0:
        raise InputError([Problem("dossier.structureel_werk and dossier.nabij_vermogen leave no file to test")])
    other = 1.0 / (1.0 - small_or_erd + small_or_erd * relative) / (1.0 - satisfactory)
    kept = 1.0 - read.one("riv_toets.vervanging_andere_grond")
    parts = []
    disagreed = _response(read, "verschil_artsen", where=policy.quality)
    for kind, lapsing, by_ground in _sanctions(read, policy=policy):
        chance = read.by_year(f"riv_toets.kans_{kind}")
        can_lapse = chance * read.by_year(f"riv_toets.aandeel_vervalbaar{lapsing}") * kept
        parts += [part[:, None] * by_ground for part in (can_lapse * disagreed, chance - can_lapse)]
    chances = np.stack(parts, axis=2)[:, None, :, :] * np.array([other, other * relative])[None, :, None, None]
    if chances.sum(axis=3).max() > 1.0:
        what = "riv_toets.kans_administratief and riv_toets.kans_inhoudelijk, with riv_toets.factor_klein_of_erd, "
        raise InputError([Problem(what + "sanction more than all files of some employers", "lower one of them")])
    return np.cumsum(np.rint(chances * GATE_UNIT).astype(np.int64), axis=3)


def _sanctions(read: _Reader, *, policy: GatePolicy) -> tuple[tuple[str, str, npt.NDArray[np.float64]], ...]:
    """Return both kinds of sanction, how their share that can lapse is named, and the response (Y, 3) by ground.

    What is incomplete has no ground; of other grounds than employer and bedrijfsarts nothing is known.
    """
    employer, doctor, complete = (
        _response(read, f"sancties_{name}", where=policy.execution)
        for name in ("werkgever", "bedrijfsarts", "administratief")
    )
    by_ground = np.stack([employer, doctor, np.ones_like(employer)], axis=1)
    incomplete = np.broadcast_to(complete[:, None], by_ground.shape)
    return ("administratief", "_administratief", incomplete), ("inhoudelijk", "", by_ground)


def _upheld(read: _Reader, *, policy: GatePolicy) -> npt.NDArray[np.uint64]:
    """Return the chance that an objection is raised and upheld, as threshold by year."""
    raised = read.by_year("loonsanctie.bezwaar") * _response(read, "bezwaren", where=policy.execution)
    upheld = read.by_year("loonsanctie.bezwaar_gegrond") * _response(read, "bezwaren_gegrond", where=policy.execution)
    return thresholds(np.minimum(raised, 1.0) * np.minimum(upheld, 1.0))


def _extension(read: _Reader, *, policy: GatePolicy, extension_maximum: int, repair_term: int) -> dict[str, Any]:
    mean = int(read.one("loonsanctie.herstel_gemiddelde_week"))
    if mean <= repair_term:
        what = f"loonsanctie.herstel_gemiddelde_week must be above {repair_term}"
        raise InputError([Problem(what, "UWV's terms follow the request")])
    return {
        "repaired": threshold(read.one("loonsanctie.hersteld")),
        "repair_weeks": 2 * (mean - repair_term) - 1,
        "substantive_after_repair": threshold(read.one("loonsanctie.weer_inhoudelijk")),
        "upheld": _upheld(read, policy=policy),
        "no_capacity_rate": _weekly(read.one("loonsanctie.zonder_mogelijkheden")),
        "zw_shortcoming": thresholds(
            read.by_year("riv_toets.kans_inhoudelijk") * read.one("ziekengeld.verlenging_factor")
        ),
        "recourse": threshold(read.one("zw.verhaal_kans")),
        "recourse_stagnation": int(read.one("zw.verhaal_weken")),
        "return_by_dismissal": threshold(read.one("loonsanctie.aandeel_ontslag")),
        "return_rate_extension": return_rate_during_extension(
            not_pursued=read.one("loonsanctie.niet_doorgezet"),
            repaired=read.one("loonsanctie.hersteld"),
            mean_repair_week=mean,
            maximum=extension_maximum,
        ),
    }


def _assessment(read: _Reader, *, policy: GatePolicy) -> dict[str, Any]:
    """Return award chances. The causal share moves a lapsed file from the sanctioned to the other awards.

    Without causality those who would have returned are refused and the others keep their lower award; with
    full causality everyone has the award chance of files without an extension; in between, linear.
    """
    pursued = read.one("loonsanctie.toekenning_doorgezet")
    without = read.one("riv_toets.toekenning_zonder_verlenging")
    if without == 0.0:
        raise InputError(
            [Problem("riv_toets.toekenning_zonder_verlenging must be above 0", "others are set against it")]
        )
    causal = read.one("loonsanctie.causaal_aandeel")
    alike = _response(read, "verschil_artsen_toekenning", where=policy.quality)
    return {
        "award": 1.0 - read.many("beoordeling.afwijzing"),
        "award_alignment": read.by_year("uitlijning.toekenning") * alike,
        "award_after_extension": pursued / without,
        "award_lapsed_stayer": (pursued + causal * (without - pursued)) / without,
        "award_lapsed_returner": causal,
        "award_medical_ground": read.one("loonsanctie.factor_medische_grond"),
        "award_iva": _award_iva(read),
        "partial_share": read.one("beoordeling.wga_deels"),
        "simple_part": thresholds(read.by_year("vereenvoudigd_60plus.deelname")),
        **_waits(read),
        "advance_waived": 1.0 - read.by_year("voorschot.teruggevorderd"),
        "without_weeks": _without_weeks(read),
        "class_threshold": _cumulative(read, "beoordeling.klasse"),
    }


def _waits(read: _Reader) -> dict[str, Any]:
    """Return who waits for a decision and how long, with what a policy changes in it."""
    share = read.by_year("beoordeling.wacht_aandeel") * read.by_year("respons.wacht_aandeel")
    weeks = read.by_year("beoordeling.wacht_weken") * read.by_year("respons.wacht_weken")
    whole = np.maximum(np.floor(weeks + ROUNDING).astype(np.int64), 1)
    return {"waits": thresholds(np.minimum(share, 1.0)), "wait_weeks": 2 * whole - 1}


ROUNDING: Final = 1e-9
"""What a product of weeks and a ratio of weeks can fall short of a whole number by."""


def _award_iva(read: _Reader) -> npt.NDArray[np.float64]:
    """Return the share of IVA among awards (7, 2, 2): the published mean over causes, spread by the ratio of causes."""
    psychological_share = read.many("verzuim.aandeel_psychisch")[-1]
    ratio = np.array([1.0, read.one("beoordeling.iva_psychisch")])
    mean = 1.0 - psychological_share + psychological_share * ratio[Cause.PSYCHISCH]
    return np.minimum(read.many("beoordeling.iva")[:, :, None] * (ratio / mean), 1.0)


def _without_weeks(read: _Reader) -> npt.NDArray[np.uint64]:
    shares = np.full(len(Contract), read.one("referte.flexibel_zonder"))
    shares[Contract.VAST] = 0.0
    return thresholds(shares)


def _household(read: _Reader) -> npt.NDArray[np.uint64]:
    shares = np.array([read.one("huishouden.alleenstaand"), read.one("huishouden.partner_zonder_inkomen")])
    return thresholds(np.cumsum(shares))


def _training(read: _Reader, *, budget: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return what the training trial does to the resumption of work; budget: (Y,) EUR mln in the year."""
    reached = np.minimum(budget * read.one("scholing_wga.bereik"), 1.0)
    trained = reached * (read.one("respons.scholing_hervatting") - 1.0)
    running = np.flatnonzero(trained)
    return {
        "trained": trained,
        "trained_years": int(running[-1]) + 1 if running.size else 0,
        "trainable": round(read.one("scholing_wga.doelgroep") * SCHOOLING_RANKS),
    }


def _after_award(read: _Reader, *, training_budget: npt.NDArray[np.float64]) -> dict[str, Any]:
    whole, half = read.one("wga.benut_geheel"), read.one("wga.benut_half")
    return {
        "recovery_first": _weekly(read.one("wia.herstel_eerste_jaren")),
        "recovery_later": _weekly(read.one("wia.herstel_later")),
        "recovery_border": round(read.one("wia.herstel_grens") * WEEKS_PER_YEAR),
        "to_iva": np.array([_weekly(read.one("wga.naar_iva_deels")), _weekly(read.one("wga.naar_iva_vol"))]),
        "change_class": np.array([_weekly(read.one("wga.deels_naar_vol")), _weekly(read.one("wga.vol_naar_deels"))]),
        "iva_death_first": _weekly(read.one("iva.sterfte_eerste")),
        "iva_death_later": _weekly(read.one("iva.sterfte_later")),
        "iva_death_border": round(read.one("iva.sterfte_eerste_jaren") * WEEKS_PER_YEAR),
        "wga_death": _weekly(read.one("wga.sterfte")),
        "iva_recovery": _weekly(read.one("iva.herstel")),
        "reopening": threshold(read.one("wia.heropening")),
        "by_earnings": read.one("wia.herstel_door_werk"),
        "resumed_earnings": read.one("wga.hervat_mate"),
        "resumes_protected": read.one("respons.vijfjaarsregel_hervatting") - 1.0,
        **_training(read, budget=training_budget),
        "uses_whole": threshold(whole),
        "uses_half": threshold(whole + half),
        "half_use": read.one("wga.benut_half_mate"),
        "dismissed": thresholds(read.many("ontslag.na_toekenning")),
    }


def _after_refusal(read: _Reader) -> dict[str, Any]:
    return {
        "under35_works": threshold(read.one("onder35.werkt")),
        "under35_ww": threshold(read.one("onder35.ww")),
        "under35_ww_rate": MONTHS_PER_WEEK / months if (months := read.one("onder35.ww_maanden")) > 0 else np.inf,
        "under35_back": threshold(read.one("onder35.terug_naar_werk")),
    }


MONTHS_PER_WEEK: Final = 12 / WEEKS_PER_YEAR
