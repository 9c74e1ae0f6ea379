"""Compute the exact expected ledger of the whole model on a degenerate population, without chance.

Everyone of a group is the same person: born in one week, with one employer, one contract and one wage rank. Then a
life is a renewal process of spells: what follows a spell depends only on the group and the week it began. So the
oracle works out, for every week of onset t and per spell of more than a week, the chance of every status, event and
payment d weeks later; finds the expected number of spells per week by running forward; and multiplies.

What makes this exact and small:

- death and AOW come at a time that depends on nothing else in the model, so everything is computed as if they
  did not exist and weighted with the chance of being present in the week in which it happens;
- leaving work for other reasons counts only at work, so what follows a spell is weighted with the chance of not
  having left before its onset;
- exits from a WIA right are exponential times floored to weeks within a stretch: in every week that is reached,
  each exit happens with chance 1 - exp(-rate), and a change of kind starts a new stretch in the same week;
- the amount of a benefit depends on the week of onset only, and is the kernel's, rounded by the same rules.

It takes the tables of a `World` and calls none of the kernel's code. Payments of part of a month are real numbers
here and whole cents in the kernel: less than one cent for each payment of each interval.

Not covered, and refused if present: another employer, a wage that differs within a group, chances of death and exit
that vary, re-opening of rights whose amount or course depends on their past (`_without_past`), law that changes while
a benefit runs, and what makes a life depend on more than its present spell or right (`_refuse` lists it). Entrants are
not covered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.behaviour.table import SIX_OF_SEVEN, satisfactory_share
from poortwachter.kernel.state import World
from poortwachter.law.rules import (
    arbeidsverleden,
    dagloon,
    financiering,
    iva,
    loondoorbetaling,
    transitievergoeding,
    wga,
    ww,
    ziektewet,
)
from poortwachter.law.table import LawTable
from poortwachter.primitives.codes import Cause, Event, Item, Payer, Scheme, Sector, Sex, Status
from poortwachter.primitives.compiled import plain

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

WORD: Final = 2.0**32
GATE_UNIT: Final = 2.0**20
KINDS: Final = 6
PARTIAL: Final = 4
"""Kinds 0-3 are the classes of the partially disabled."""
FULL: Final = 4
IVA: Final = 5
USES: Final = 3
ADMINISTRATIVE: Final = (0, 1)
CAN_LAPSE: Final = (0, 2)
OUTCOMES: Final = 4
"""Sanctions: administrative that can lapse, administrative, substantive that can lapse, substantive."""
NOTIFICATION: Final = 42
FIRST_YEAR_WEEKS: Final = 52
SAME_WEEK_CHANGES: Final = 6
"""Changes of kind within one week that are followed; the chance of more is below 1e-18."""
_AMOUNTS: Final = (Item.WGA_LGU, Item.WGA_LGU, Item.WGA_VVU, Item.WGA_LAU, Item.WGA_LAU)
"""Amounts of a WGA right: LGU at first and later, VVU, and LAU as far as the employer or the Aof bears it."""
EARLY_IVA: Final = 7
REOPENED: Final = 8
"""Rows of `_Rights` after the seven age bands; a re-opened right of the fully disabled has the next row."""
EMPLOYER, FLEX, PUBLIC = range(3)
"""Routes as the payer of a WGA sees them: employee, former flexible worker, unemployed or no-risk."""


@dataclass(frozen=True)
class Group:
    """A group of identical workers in the first cohort."""

    share: float
    birth: int
    """Week of birth."""
    sex: int
    contract: int
    size: int
    sector: int
    erd_wga: bool
    erd_zw: bool
    insured: bool


def expected_cells(world: World, groups: Sequence[Group]) -> Floats:
    """Return the expected ledger per worker, shape (Y, C), with the ledger's columns; flows stay zero.

    Raises:
        ValueError: for a world with a feature that the oracle does not cover.
    """
    _refuse(world)
    world = world._replace(law=_steady(world.law))
    cells = np.zeros((world.clock.years, columns.N_COLUMNS))
    rights = _follow_rights(world)
    for group in groups:
        cells += group.share * _Life(world, group).expected(rights)
    money, receipt = columns.money_column_table(), columns.receipt_column_table()
    for item, payer in columns.MONEY:
        cells[:, receipt[item]] += cells[:, money[item, payer]]
    return cells


STEADY: Final = (
    *("iva_first_request", "iva_last_request", "iva_term", "iva_minimum", "iva_maximum"),
    *("tweede_spoor_week", "claim_week", "first_decision", "timely_decision", "enough_wage"),
    *("repair_decision", "repair_end", "without_capacity", "ezwb_week", "zw_share", "zw_share_pregnancy"),
    *("lgu_first_months", "lgu_first_share", "lgu_share", "lau_share", "vvu_share", "iva_share"),
    *("income_requirement", "employer_years_months", "reopening_months", "ww_sick_weeks", "ww_sector_months"),
    *("ww_first_months", "ww_first_share", "ww_share", "transition_months_per_year"),
)
"""Law that has one value for all weeks."""


def _steady(law: LawTable) -> LawTable:
    """Return the law with one value, instead of one for every week, of what does not change."""
    return law._replace(**{name: getattr(law, name)[0] for name in STEADY})


def _refuse(world: World) -> None:
    population, behaviour, law = world.population, world.behaviour, world.law
    refused = {
        "another employer": bool(world.job_rate.max() > 1e-9),
        "chances of death or exit that vary": any(
            chance.max() > chance.min() for chance in (population.death_chance, population.exit_chance)
        ),
        "a wage that differs within a group": population.wage_quantile.max() > population.wage_quantile.min(),
        "re-opening of rights that depend on their past": behaviour.reopening > 0 and not _without_past(world),
        "law that changes while a benefit runs": any(
            (getattr(law, name) != getattr(law, name)[0]).any() for name in STEADY
        ),
        "spells that continue an earlier one": law.spells_joined_below.max() > 0,
        "a voluntary extension": behaviour.voluntary.max() > 0,
        "reports that are not assessed": behaviour.riv_assessed.min() < WORD,
        "decisions that come late": behaviour.late_decision > 0,
        "extended sickness benefit or recourse": max(behaviour.zw_shortcoming.max(), behaviour.recourse) > 0,
        "the no-riskpolis": max(law.no_risk_cover.max(), law.no_risk_own.max()) > 0,
        "a second track that a policy changes": bool(law.no_risk_second_track.any() or law.second_track_better.any()),
        "the weeks requirement": max(law.lgu_required_weeks.max(), behaviour.without_weeks.max()) > 0,
        "an income requirement that is deferred": law.requirement_deferral.max() > 0,
        "rights that end by earnings": behaviour.by_earnings > 0.0,
        "the simplified assessment": bool(law.simple_assessment.any()),
        "an act that is not in force at once": law.first_right > 0,
        "advances": behaviour.waits.max() > 0,
        "frailty": bool((world.onset_by_frailty != 1.0).any()),
        "causes": behaviour.psychological > 0,
        "an assessment after a year that looks ahead to the claim": behaviour.ezwb_targeted > 0,
        "alignment": bool((behaviour.award_alignment != 1.0).any()),
        "supplements": behaviour.household.max() > 0,
        "a transition payment by half-years or with a limit": bool(
            law.transition_halves.any()
            or law.transition_service.max() > 0
            or law.transition_maximum.min() < UNLIMITED
            or law.compensation_within_wage.any()
            or not law.compensation_within_accrual.all()
        ),
    }
    found = [name for name, present in refused.items() if present]
    if found:
        raise ValueError(f"the oracle does not cover {', '.join(found)}")


UNLIMITED: Final = 10**12
"""A maximum transition payment that no one reaches, in eurocents."""


def _without_past(world: World) -> bool:
    """Return whether rights are the same whatever their duration, onset and route, and nobody leaves work otherwise."""
    law, behaviour, population = world.law, world.behaviour, world.population
    return bool(
        behaviour.recovery_first == behaviour.recovery_later
        and behaviour.iva_death_first == behaviour.iva_death_later
        and law.lgu_maximum.max() == 0
        and not law.lgu_by_age.any()
        and law.employer_years_months.max() == 0
        and population.exit_chance.max() == 0.0
        and world.wage_level.max() == world.wage_level.min()
        and law.maximum_maandloon.max() == law.maximum_maandloon.min()
        and (population.wage_month == population.wage_month[0]).all()
    )


def _follow_rights(world: World) -> "_Rights":
    """Follow a WIA right by duration, for every row of `_Rights`."""
    behaviour, weeks = world.behaviour, world.clock.weeks
    bands = len(behaviour.award)
    rows = bands + 3
    mass = np.zeros((rows, KINDS))
    partial = np.diff(behaviour.class_threshold / WORD, prepend=0.0)
    lasting = behaviour.award_iva[:, Sex.MAN, Cause.OVERIG]
    mass[:bands, IVA] = lasting
    mass[:bands, FULL] = (1.0 - lasting) * (1.0 - behaviour.partial_share)
    mass[:bands, :PARTIAL] = ((1.0 - lasting) * behaviour.partial_share)[:, None] * partial
    mass[EARLY_IVA, IVA] = mass[REOPENED + 1, FULL] = 1.0
    mass[REOPENED, :PARTIAL] = partial
    rights = _Rights(
        awarded=mass[:bands].copy(),
        partial=partial,
        kinds=np.zeros((rows, weeks, KINDS)),
        recovered_kinds=np.zeros((rows, weeks, KINDS)),
        recovered=np.zeros((rows, weeks)),
        died=np.zeros((rows, weeks)),
    )
    for passed in range(weeks):
        mass = _week_of_right(world, rights, mass, passed=passed)
        rights.kinds[:, passed] = mass
    rights.recovered[:] = rights.recovered_kinds.sum(axis=2)
    return rights


def _week_of_right(world: World, rights: "_Rights", mass: Floats, *, passed: int) -> Floats:
    """Let the exits of one week happen; return the mass that stays (rows, KINDS)."""
    behaviour = world.behaviour
    natural = float(world.population.death_chance.flat[0]) / world.weeks_per_year
    early_iva = passed < behaviour.iva_death_border
    dies = np.full(KINDS, max(behaviour.wga_death - natural, 1e-12))
    dies[IVA] = max((behaviour.iva_death_first if early_iva else behaviour.iva_death_later) - natural, 1e-12)
    early = passed < behaviour.recovery_border
    recovers = np.full(KINDS, behaviour.recovery_first if early else behaviour.recovery_later)
    recovers[IVA] = behaviour.iva_recovery
    lasting = np.array([*[behaviour.to_iva[0]] * PARTIAL, behaviour.to_iva[1], 0.0])
    changes = np.array([*[behaviour.change_class[0]] * PARTIAL, behaviour.change_class[1], 0.0])
    stays = np.zeros_like(mass)
    for _ in range(SAME_WEEK_CHANGES):
        rights.died[:, passed] += mass @ (1.0 - np.exp(-dies))
        mass = mass * np.exp(-dies)
        rights.recovered_kinds[:, passed] += mass * (1.0 - np.exp(-recovers))
        mass = mass * np.exp(-recovers)
        to_iva = mass * (1.0 - np.exp(-lasting))
        mass = mass * np.exp(-lasting)
        changed = mass * (1.0 - np.exp(-changes))
        stays += mass * np.exp(-changes)
        mass = np.zeros_like(mass)
        mass[:, IVA] = to_iva.sum(axis=1)
        mass[:, FULL] = changed[:, :PARTIAL].sum(axis=1)
        mass[:, :PARTIAL] = changed[:, [FULL]] * rights.partial
    return stays


@dataclass
class _Posts:
    """Post expected values by week in the ledger of one group; `present` is the chance of being present."""

    world: World
    present: Floats
    cells: Floats = field(init=False)
    months: Floats = field(init=False)
    days: Floats = field(init=False)

    def __post_init__(self) -> None:
        clock = self.world.clock
        years = np.arange(clock.years)
        self.cells = np.zeros((clock.years, columns.N_COLUMNS))
        month = clock.month_of_week + clock.day_of_month / clock.month_days
        self.months = _overlap(month, starts=12.0 * years, ends=12.0 * (years + 1))
        self.days = _overlap(clock.day_of_span, starts=clock.year_start_day[:-1], ends=clock.year_start_day[1:])
        self.money = columns.money_column_table()

    def pay(self, item: Item, payer: Payer, monthly: Floats) -> None:
        """Pay a monthly amount in each week (W,), eurocents."""
        self.cells[:, self.money[item, payer]] += (monthly * self.present) @ self.months

    def pay_once(self, item: Item, payer: Payer, amount: Floats) -> None:
        """Pay an amount in each week (W,), eurocents."""
        self._add(int(self.money[item, payer]), amount)

    def pay_later(self, item: Item, payer: Payer, amount: Floats, *, paid: Integers) -> None:
        """Pay an amount for what happened in each week (W,) in a later week, to whoever was present then."""
        later = np.zeros_like(amount)
        within = paid < len(amount)
        np.add.at(later, paid[within], (amount * self.present)[within])
        year = self.world.clock.year_of_week[:-1]
        self.cells[:, self.money[item, payer]] += np.bincount(year, weights=later, minlength=self.cells.shape[0])

    def count(self, event: Event, flow: Floats) -> None:
        """Count events by week (W,)."""
        self._add(columns.FIRST_EVENT + event, flow)

    def count_days(self, event: Event, mass: Floats) -> None:
        """Count days of those in a status by week (W,)."""
        self.cells[:, columns.FIRST_EVENT + event] += (mass * self.present) @ self.days

    def stock(self, column: int, mass: Floats) -> None:
        """Count those in a status in the last week of each year."""
        last = self.world.clock.year_first_week[1:] - 1
        self.cells[:, column] += (mass * self.present)[last]

    def _add(self, column: int, flow: Floats) -> None:
        year = self.world.clock.year_of_week[:-1]
        self.cells[:, column] += np.bincount(year, weights=flow * self.present, minlength=self.cells.shape[0])


def _overlap(
    points: npt.NDArray[np.generic], *, starts: npt.NDArray[np.generic], ends: npt.NDArray[np.generic]
) -> Floats:
    """Return by how much the interval between consecutive points lies within each span, (len - 1, spans)."""
    upto = np.minimum(points[1:, None], ends[None, :])
    since = np.maximum(points[:-1, None], starts[None, :])
    return np.maximum(upto - since, 0.0).astype(np.float64)


@dataclass(frozen=True)
class _Spell:
    """What a spell comes to per route, for one age band; D = waiting weeks + 1."""

    wage: Floats
    """(D,) paid by the employer in week d."""
    tracked: float
    """Share with a second track of those sick at its latest start."""
    sick_pay: dict[tuple[bool, bool], Floats]
    """(D,) paid by the Ziektewet, by (no-risk or pregnancy, unemployed)."""
    returns: Floats
    placed: Floats
    early_iva: Floats
    ezwb: float
    to_gate: Floats
    """(3,) still sick at the end of the waiting period, by route to the WGA."""
    beyond: Floats
    """(3, D) P(sick for more than d weeks) by final route."""


class _Life:
    """The expected life of one group."""

    def __init__(self, world: World, group: Group) -> None:
        self.world, self.group = world, group
        self.weeks = world.clock.weeks
        week = np.arange(self.weeks + 1)
        age = world.ages.years[week - group.birth]
        self.band = world.ages.band6[age]
        self.band7 = world.ages.band7[age]
        self.age = age
        self.year = np.minimum(world.clock.year_of_week, world.clock.years - 1)
        self.natural_death = self._beyond(world.population.death_chance)
        self.in_work = self._beyond(world.population.exit_chance)[:-1]
        aow = int(world.law.aow_week_of_birth_week[group.birth - world.law.first_birth_week])
        self.before_aow = (week < aow).astype(np.float64)
        self.present = (self.natural_death * self.before_aow)[:-1]
        self.posts = _Posts(world, self.present)
        self.live, self.reopened = np.zeros(self.weeks), np.zeros((2, self.weeks))
        self.wage, self.base = self._wages()
        self.history_start = group.birth + int(world.ages.first_week[world.history_from_age])
        self.depth = world.law.waiting_weeks + int(world.law.sanction_maximum.max()) + 1

    def _beyond(self, chances: Floats) -> Floats:
        """Return P(the event comes after week w), (W + 1,): yearly chance, uniform within the year."""
        clock, chance = self.world.clock, float(chances.flat[0])
        happens = np.zeros(self.weeks + 1)
        for year in range(clock.years):
            first, last = clock.year_first_week[year], clock.year_first_week[year + 1]
            happens[first:last] += chance * (1.0 - chance) ** year / (last - first)
        return 1.0 - np.cumsum(happens)

    def _wages(self) -> tuple[Integers, Integers]:
        """Return wage and maandloon by week of onset (W,), eurocents."""
        group, population = self.group, self.world.population
        level = population.wage_month[self.band[:-1], group.sex, group.contract, group.sector]
        wage = (level * population.wage_quantile[0] * self.world.wage_level[self.year[:-1]]).astype(np.int64)
        maximum = self.world.law.maximum_maandloon
        rule = plain(dagloon.maandloon)
        return wage, np.array([rule(one, maximum[week]) for week, one in enumerate(wage)], dtype=np.int64)

    # the spell -------------------------------------------------------------------------------------------------

    def _spell(self, *, band: int, year: int, ezwb: float) -> _Spell:
        """Work out the spells that start in an age band and a year.

        ezwb: chance that the assessment of the Ziektewet after a year ends the right. A spell takes one of many
        courses: by its route at the start, and for a temporary contract by the week in which it ends.
        """
        law, behaviour, sex, contract = self.world.law, self.world.behaviour, self.group.sex, self.group.contract
        six = SIX_OF_SEVEN[band]
        longer = self._survival(year, band) / WORD
        employed = np.concatenate([[1.0], longer[1:] / longer[1]])
        vangnet = np.concatenate([[1.0], np.minimum(self._survival_zw(band)[1:] / longer[1], 1.0)])
        other = float(behaviour.vangnet_other[sex]) / WORD
        unemployed = min(float(behaviour.vangnet_ww[year, six]) / WORD, 1.0 - other)
        agency = min(float(behaviour.vangnet_agency[year, contract]) / WORD, 1.0 - other - unemployed)
        paid = 1.0 - other - unemployed - agency
        last = law.waiting_weeks
        ends = np.arange(1, last)  # weeks in which a contract can end before the waiting period does
        rate = float(behaviour.contract_end_rate[contract])
        week = np.arange(last + 1)
        length = -np.diff(np.append(employed, 0.0))  # length[d]: returns after d + 1 weeks; the last: after week 104
        lasts = np.exp(-rate * np.minimum(week, last - 1))  # the contract lasts until then
        kept = np.cumsum((length * lasts)[::-1])[::-1]
        zw_beyond = self._survival_zw(band)
        later = np.where(week < ends[:, None], 1.0, zw_beyond / zw_beyond[ends][:, None])
        ended = np.exp(-rate * (ends - 1)) * (1.0 - np.exp(-rate)) * employed[ends]
        courses = _Courses(
            share=np.concatenate([[other, unemployed, agency, paid], paid * ended]),
            route=np.concatenate([[PUBLIC, PUBLIC, FLEX, EMPLOYER], np.full(len(ends), FLEX)]),
            zw_from=np.concatenate([[0, 0, 0, last + 1], ends]),
            beyond=np.concatenate([[employed, vangnet, vangnet, kept], later]),
            ezwb=np.concatenate([[0.0, ezwb, ezwb, 0.0], np.where(ends < law.ezwb_week, ezwb, 0.0)]),
        )
        return self._compete(courses, band=six)

    def _survival(self, year: int, band: int) -> npt.NDArray[np.uint64]:
        behaviour = self.world.behaviour
        return behaviour.survival[behaviour.spell_level[year], 0, Cause.OVERIG, band, self.group.sex]  # type: ignore[no-any-return]

    def _survival_zw(self, band: int) -> Floats:
        thresholds = self.world.behaviour.survival_zw[0, Cause.OVERIG, band, self.group.sex]
        return np.maximum(thresholds / WORD, 1e-300)  # type: ignore[no-any-return]

    def _compete(self, courses: "_Courses", *, band: int) -> _Spell:
        """Let return, placement, early IVA and the assessment after a year compete on every course."""
        law, behaviour = self.world.law, self.world.behaviour
        last = law.waiting_weeks
        week = np.arange(last + 1)
        beyond, zw_from = courses.beyond, courses.zw_from[:, None]
        asked = np.arange(int(law.iva_first_request), int(law.iva_last_request) + 1) + law.iva_term
        starts = np.bincount(np.clip(asked, law.iva_minimum, law.iva_maximum), minlength=last + 1) / len(asked)
        starts = starts * float(behaviour.early_iva[band]) / WORD
        not_iva = 1.0 - np.cumsum(starts)  # an early IVA comes after week d, if at all
        tracked, rate = behaviour.second_track_started / WORD, behaviour.second_track_rate
        first = law.tweede_spoor_week + 1
        place = np.where(week >= first, tracked * np.exp(-rate * (week - first)) * (1.0 - np.exp(-rate)), 0.0)
        place = np.where(week < zw_from, place, 0.0)
        not_placed = 1.0 - np.cumsum(place, axis=1)
        not_ended = np.where(week < law.ezwb_week, 1.0, 1.0 - courses.ezwb[:, None])
        entitled = np.where(week <= law.ezwb_week, 1.0, 1.0 - courses.ezwb[:, None])
        until = entitled * np.append(1.0, not_iva[:-1])  # no early IVA and no ending before week d
        long = beyond[:, np.maximum(week, NOTIFICATION)]  # only spells of more than 42 weeks come to something else
        short = np.maximum(beyond - beyond[:, [NOTIFICATION]], 0.0)
        stays = short + long * not_iva * not_placed * not_ended
        length = -np.diff(beyond, axis=1, prepend=beyond[:, :1])
        placed = place * beyond * until
        not_before = np.concatenate([np.ones((len(beyond), 1)), not_placed[:, :-1]], axis=1)
        returns = length * np.where(week > NOTIFICATION, not_before * until, 1.0) + placed
        early = starts * long * not_placed * entitled
        ended = np.zeros_like(stays)
        at = law.ezwb_week
        ended[:, at] = courses.ezwb * long[:, at] * not_placed[:, at] * not_iva[at]
        to_gate = np.zeros_like(stays)
        to_gate[:, last] = stays[:, last]
        stays[:, last] = 0.0
        share, paid = courses.share[:, None], week < zw_from
        after = returns + early + ended + to_gate
        employee = after * ((week <= zw_from) & (zw_from > 0))  # before the Ziektewet pays one leaves as an employee
        by_route = np.stack(
            [(share * (after - employee))[courses.route == route].sum(axis=0) for route in (EMPLOYER, FLEX, PUBLIC)]
        )
        by_route[EMPLOYER] += (share * employee).sum(axis=0)
        return _Spell(
            wage=(share * stays * paid).sum(axis=0),
            tracked=tracked,
            sick_pay={
                (one == 0, one == 1): (share * stays * ~paid)[chosen].sum(axis=0)
                for one, chosen in enumerate((slice(0, 1), slice(1, 2), slice(2, None)))
            },
            returns=(share * returns).sum(axis=0),
            placed=(share * placed).sum(axis=0),
            early_iva=(share * early).sum(axis=0),
            ezwb=float((share * ended).sum()),
            to_gate=np.array(
                [(courses.share * to_gate[:, last])[courses.route == route].sum() for route in (EMPLOYER, FLEX, PUBLIC)]
            ),
            beyond=by_route.sum(axis=1, keepdims=True) - np.cumsum(by_route, axis=1),
        )

    # from the end of the waiting period on -----------------------------------------------------------------------

    def expected(self, rights: "_Rights") -> Floats:
        """Return the expected ledger of one worker of the group (Y, C)."""
        spells = self._spells()
        gate = self._gate(spells)
        work, flagged, onsets = self._run_forward(gate, rights)
        starts = onsets * self.in_work
        at_work = work * self.in_work
        self._post_work(at_work, flagged * self.in_work)
        self._post_spells(spells, starts)
        self._post_gate(spells, gate, starts)
        self._post_rights(gate, rights, starts)
        self._post_unemployment(gate, starts)
        self._post_outside()
        return self.posts.cells

    def _spells(self) -> "_Spells":
        """Expand the spells to every week of onset (T, D)."""
        law, behaviour = self.world.law, self.world.behaviour
        assessed = self.year[np.minimum(np.arange(self.weeks) + law.ezwb_week, self.weeks)]
        chance = np.where(law.ezwb[:-1] > 0, behaviour.ezwb_ended[assessed] / WORD, 0.0)
        keys = np.stack([self.band7[:-1], self.year[:-1], chance], axis=1)
        distinct, place = np.unique(keys, axis=0, return_inverse=True)
        drawn = [self._spell(band=int(band), year=int(year), ezwb=float(ezwb)) for band, year, ezwb in distinct]
        place = place.reshape(-1)
        return _Spells(drawn=drawn, place=place)

    def _gate(self, spells: "_Spells") -> "_Gate":
        """Work out, per spell by week of onset, the gate and what follows it up to an award or a refusal."""
        law, behaviour = self.world.law, self.world.behaviour
        weeks, wait = self.weeks, law.waiting_weeks
        start = np.arange(weeks)
        ewt = np.minimum(start + wait, weeks)
        claim = behaviour.claim[self.year[ewt]] / WORD  # (T, 2)
        to_gate = spells.of(lambda spell: spell.to_gate)
        employee = to_gate[:, EMPLOYER] * claim[:, 0]
        vangnet = to_gate[:, 1:] * claim[:, 1:]
        outcome = self._outcomes(start)
        tested = law.ground_tested[ewt] > 0
        lapses = np.zeros((weeks, OUTCOMES), dtype=bool)
        lapses[:, CAN_LAPSE] = ~tested[:, None]
        gate = _Gate(weeks=weeks, depth=self.depth)
        sufficient = employee * (1.0 - outcome.sum(axis=1))
        self._decide(gate, sufficient, wait, route=EMPLOYER, factor=1.0)
        for route in (FLEX, PUBLIC):
            self._decide(gate, vangnet[:, route - 1], wait, route=route, factor=1.0)
        for kind in range(OUTCOMES):
            can_lapse, administrative = kind in CAN_LAPSE, kind in ADMINISTRATIVE
            medical = behaviour.award_medical_ground if can_lapse else 1.0
            upheld = behaviour.upheld[self.year[ewt]] / WORD
            taken_back = employee * outcome[:, kind] * upheld
            self._decide(gate, taken_back, wait, route=EMPLOYER, factor=medical)
            gate.upheld[:, wait] += taken_back * ~lapses[:, kind]
            flow = employee * outcome[:, kind] * (1.0 - upheld)
            self._lapse(gate, flow * lapses[:, kind], administrative=administrative)
            self._extend(gate, flow * ~lapses[:, kind], administrative=administrative, medical=medical)
        unclaimed = to_gate * (1.0 - claim[:, [0, 1, 1]])
        for route in (EMPLOYER, FLEX, PUBLIC):
            gate.refused[1 if route else 0][:, wait] += unclaimed[:, route]
        gate.claim, gate.lapses = claim, lapses
        self._after_refusal(gate, spells)
        return gate

    def _outcomes(self, start: Integers) -> Floats:
        """Return the chances of the four sanctions, averaged over the week of the decision (T, 4)."""
        weeks = self._decision_weeks()
        return np.mean([self._outcome_at(start + decided) for decided in weeks], axis=0)  # type: ignore[no-any-return]

    def _satisfactory(self) -> float:
        """Return the share of files with a satisfactory result."""
        behaviour = self.world.behaviour
        return satisfactory_share(
            structural=behaviour.structural_work / WORD,
            near=behaviour.near_capacity / WORD,
            agreed=behaviour.agreed / WORD,
            enough_wage=float(self.world.law.enough_wage),
        )

    def _decision_weeks(self) -> range:
        return range(self.world.law.first_decision, self.world.law.timely_decision + 1)

    def _outcome_at(self, week: Integers) -> Floats:
        small_or_erd = 1 if self.group.size < 2 or self.group.erd_wga else 0
        by_ground = self.world.behaviour.gate[self.year[np.minimum(week, self.weeks)], small_or_erd] / GATE_UNIT
        chances = np.einsum("tgo,g->to", by_ground, np.diff(self.world.behaviour.ground / WORD, prepend=0.0))
        return np.diff(chances, axis=1, prepend=0.0) * (1.0 - self._satisfactory())

    def _extension(self, *, administrative: bool, maximum: int) -> tuple[Floats, float]:
        """Return P(extension lasts k weeks) by (otherwise, ended by a repair), shape (2, maximum + 1)."""
        law, behaviour = self.world.law, self.world.behaviour
        repaired = behaviour.repaired / WORD
        if administrative:
            repaired *= 1.0 - behaviour.substantive_after_repair / WORD
        imposed = np.zeros((2, maximum + 1))
        imposed[0, maximum] = 1.0 - repaired
        requested = 1 + np.arange(behaviour.repair_weeks)
        moment = np.minimum(requested + law.repair_decision + law.repair_end, maximum)
        imposed[1] = repaired * np.bincount(moment, minlength=maximum + 1) / behaviour.repair_weeks
        week = np.arange(maximum + 2)
        goes_on = np.exp(-behaviour.no_capacity_rate * np.maximum(week - law.without_capacity, 0))
        goes_on *= np.exp(-behaviour.contract_end_rate[self.group.contract] * np.maximum(week - 1, 0))
        longer = imposed.sum(axis=0)[::-1].cumsum()[::-1] - imposed.sum(axis=0)
        lasts = imposed * goes_on[:-1]
        lasts[0] += longer * (goes_on[:-1] - goes_on[1:])
        return lasts, behaviour.return_rate_extension

    def _lapse(self, gate: "_Gate", flow: Floats, *, administrative: bool) -> None:
        """Decide the claims of lapsed sanctions: those who would have returned, and the others."""
        behaviour = self.world.behaviour
        for maximum in np.unique(self.world.law.sanction_maximum):
            here = flow * (self.world.law.sanction_maximum[:-1] == maximum)
            lasts, rate = self._extension(administrative=administrative, maximum=int(maximum))
            stayers = float(lasts.sum(axis=0) @ np.exp(-rate * np.arange(maximum + 1)))
            for share, factor in (
                (stayers, behaviour.award_lapsed_stayer),
                (1.0 - stayers, behaviour.award_lapsed_returner),
            ):
                factor *= behaviour.award_medical_ground
                self._decide(gate, here * share, self.world.law.waiting_weeks, route=EMPLOYER, factor=factor)

    def _extend(self, gate: "_Gate", flow: Floats, *, administrative: bool, medical: float) -> None:
        """Follow an extension: on it in week k, returned in it, or at its end with a claim."""
        wait, behaviour = self.world.law.waiting_weeks, self.world.behaviour
        for maximum in np.unique(self.world.law.sanction_maximum):
            here = flow * (self.world.law.sanction_maximum[:-1] == maximum)
            lasts, rate = self._extension(administrative=administrative, maximum=int(maximum))
            ends = lasts.sum(axis=0)
            for k in range(int(maximum) + 1):
                longer = float(ends[k + 1 :].sum())
                stays = np.exp(-rate * k)
                gate.sanction[:, wait + k] += here * longer * stays * np.exp(-rate)
                gate.returns[:, wait + k] += here * longer * stays * (1.0 - np.exp(-rate))
                gate.repaired[:, wait + k] += here * lasts[1, k] * stays
                self._decide(
                    gate,
                    here * ends[k] * stays,
                    wait + k,
                    route=EMPLOYER,
                    factor=medical * behaviour.award_after_extension,
                    extended=True,
                )

    def _decide(
        self, gate: "_Gate", flow: Floats, after: int, *, route: int, factor: float, extended: bool = False
    ) -> None:
        """Decide claims (T,) `after` weeks from onset: award or refusal by the age at the decision."""
        week = np.minimum(np.arange(self.weeks) + after, self.weeks)
        chance = np.minimum(self.world.behaviour.award[self.band7[week]] * factor, 1.0)
        gate.decided[:, after] += flow
        gate.awarded[route][:, after] += flow * chance
        gate.rejected[:, after] += flow * (1.0 - chance)
        gate.refused[1 if route else 0][:, after] += flow * (1.0 - chance)
        if extended:
            gate.after_extension[:, after] += flow * chance

    def _after_refusal(self, gate: "_Gate", spells: "_Spells") -> None:
        """Divide those without a right over work, WW and leaving; add the endings of the Ziektewet."""
        behaviour, depth = self.world.behaviour, self.world.law.waiting_weeks + 1
        works, takes_ww = behaviour.under35_works / WORD, behaviour.under35_ww / WORD
        back = behaviour.under35_back / WORD
        refused = gate.refused[0] + gate.refused[1]
        gate.flagged = refused * works
        without_job = refused * (1.0 - works)
        ended, to_work = spells.of(lambda spell: np.array(spell.ezwb)), behaviour.ezwb_to_work / WORD
        without_job[:, self.world.law.ezwb_week] += ended * (1.0 - to_work)
        gate.ww = without_job * takes_ww
        gate.to_work = gate.returns + gate.flagged + without_job * (1.0 - takes_ww) * back
        gate.to_work[:, :depth] += spells.of(lambda spell: spell.returns)
        gate.to_work[:, self.world.law.ezwb_week] += ended * to_work
        gate.dismissed = gate.refused[0] * (1.0 - works)
        gate.early_iva = spells.of(lambda spell: spell.early_iva)

    def _unemployment(self) -> tuple[Floats, Floats]:
        """Return P(on WW in week w, out of it in week w | started in week s), each (W, W)."""
        law, rate = self.world.law, self.world.behaviour.under35_ww_rate
        stays, ends = np.zeros((self.weeks, self.weeks)), np.zeros((self.weeks, self.weeks))
        for start in range(self.weeks):
            history = max(start - self.history_start, 0) / self.world.weeks_per_year
            before = max(min(start, law.lgu_change_week) - self.history_start, 0) / self.world.weeks_per_year
            right = plain(arbeidsverleden.months_by_history)(
                history,
                before,
                law.lgu_full_years,
                law.lgu_rate_before,
                law.lgu_rate_after,
                law.ww_minimum[start],
                law.ww_maximum[start],
                law.ww_quarters[start],
                law.ww_shortest[start],
            )
            last = self._months_after(start, int(right)) - start
            beyond = np.exp(-rate * np.arange(last))  # still on it after d weeks; a week at least
            out = -np.diff(np.concatenate([[1.0], beyond, [0.0]]))
            room = self.weeks - start
            stays[start, start : start + last] = beyond[:room]
            ends[start, start : start + last + 1] = out[:room]
        return stays, ends

    def _months_after(self, week: int | np.integer, months: Any) -> int:
        clock = self.world.clock
        return int((clock.months_later[clock.month_of_week[week] + months] + clock.day_of_month[week]) // 7)

    # forward -----------------------------------------------------------------------------------------------------

    def _run_forward(self, gate: "_Gate", rights: "_Rights") -> tuple[Floats, Floats, Floats]:
        """Return those at work, those of them once refused, and spells of more than a week, by week (T,).

        As if no one left for other reasons; row 0 of every pair is everyone, row 1 those once refused.
        """
        behaviour, group = self.world.behaviour, self.group
        accept = behaviour.onset_accept[self.year, self.band, group.sex, group.sector][:-1] / WORD
        self.falls_ill = 1.0 - np.exp(-behaviour.onset_rate[group.sex] * accept)
        level = behaviour.spell_level[self.year[:-1]]
        self.longer = behaviour.survival[level, 0, Cause.OVERIG, self.band7[:-1], group.sex, 1] / WORD
        depth, weeks = self.depth, self.weeks
        back, works = behaviour.under35_back / WORD, np.array([1.0, 0.0])
        to_work, entries, early, on_ww = (np.zeros((2, weeks + depth)) for _ in range(4))
        self.ww_stays, self.ww_ends = self._unemployment()
        awarded = gate.awarded.sum(axis=0)
        history, onsets = np.zeros((2, weeks)), np.zeros(weeks)
        pending = _Pending(self, gate, rights) if behaviour.reopening > 0 else None
        for week in range(weeks):
            ahead = weeks - week
            if pending:
                reopened = pending.reopen(week)
                pending.recover(week, entered=entries[:, week], reopened=reopened, band=self.band7[week])
                works = works - reopened.sum(axis=1)
                to_work[:, week:weeks] += reopened @ rights.recovered[REOPENED:, :ahead]
                self.reopened[:, week] = reopened[0]
            to_work[:, week:weeks] += np.outer(entries[:, week], rights.recovered[self.band7[week], :ahead])
            to_work[:, week:weeks] += np.outer(early[:, week], rights.recovered[EARLY_IVA, :ahead])
            to_work[:, week:weeks] += np.outer(on_ww[:, week] * back, self.ww_ends[week, week:])
            works = works + to_work[:, week]
            history[:, week] = works
            starts = works * self.falls_ill[week] * self.longer[week]
            onsets[week] = starts[0]
            works = works - starts
            if pending:
                pending.fall_ill(week, self.falls_ill[week] * self.longer[week])
            span = slice(week, week + depth)
            to_work[:, span] += np.outer(starts, gate.to_work[week])
            to_work[1, span] += (starts[0] - starts[1]) * gate.flagged[week]
            entries[:, span] += np.outer(starts, awarded[week])
            on_ww[:, span] += np.outer(starts, gate.ww[week])
            early[:, week : week + gate.early_iva.shape[1]] += np.outer(starts, gate.early_iva[week])
        return history[0], history[1], onsets

    # posting -----------------------------------------------------------------------------------------------------

    def _by_week(self, starts: Floats, after: Floats) -> Floats:
        """Return by week what happens d weeks after onsets (..., T); after: (T, D) per onset."""
        result = np.zeros(starts.shape)
        for d in np.flatnonzero(after.any(axis=0)):
            result[..., d:] += starts[..., : self.weeks - d] * after[: self.weeks - d, d]
        return result

    def _stock(self, status: Status, mass: Floats) -> None:
        self.posts.stock(columns.FIRST_STOCK + status, mass)
        self.live += mass

    def _post_work(self, at_work: Floats, flagged: Floats) -> None:
        spells = at_work * self.falls_ill
        stays = 1.0 - self.falls_ill * self.longer
        self._stock(Status.WERK, (at_work - flagged) * stays)
        self._stock(Status.ONDER35_WERK, flagged * stays)
        self.posts.count(Event.SPELL, spells)
        first_week = spells * (1.0 - self.longer)
        law, behaviour = self.world.law, self.world.behaviour
        due = self._due(np.arange(self.weeks), 0, floor=True)
        days = behaviour.first_week_days / law.days_per_month
        top = self._top(due, year=0)
        self.posts.pay_once(Item.LOON_JAAR1, Payer.WERKGEVER, first_week * np.floor(due * days))
        self.posts.pay_once(Item.CAO_AANVULLING, Payer.WERKGEVER, first_week * np.floor(top * days))

    def _due(self, start: Integers, after: int, *, floor: bool) -> Floats:
        """Return the statutory wage by onset (T,), by the maximum in force `after` weeks later."""
        law, rule = self.world.law, plain(loondoorbetaling.statutory_wage)
        week = np.minimum(start + after, self.weeks)
        return np.array(
            [
                rule(int(wage), one, maximum, lowest if floor else 0)
                for wage, one, maximum, lowest in zip(
                    self.wage[start],
                    law.wage_share[start],
                    law.maximum_maandloon[week],
                    law.wage_floor[start],
                    strict=True,
                )
            ],
            dtype=np.float64,
        )

    def _top(self, due: Floats, *, year: int) -> Floats:
        rule, paid = plain(loondoorbetaling.wage_on_top), self.world.behaviour.wage_paid[year]
        pairs = zip(self.wage, due, strict=True)
        return np.array([rule(int(wage), int(one), paid) for wage, one in pairs], dtype=np.float64)

    def _post_spells(self, spells: "_Spells", starts: Floats) -> None:
        law, behaviour, start = self.world.law, self.world.behaviour, np.arange(self.weeks)
        wage = spells.of(lambda spell: spell.wage)
        self._stock(Status.ZIEK_LOON, self._by_week(starts, wage))
        week = np.arange(wage.shape[1])
        own = behaviour.insurer_from_week if self.group.insured else law.waiting_weeks + 1
        borders = sorted({0, min(own, law.waiting_weeks), FIRST_YEAR_WEEKS, law.waiting_weeks})
        for first, last in pairwise(borders):
            year = 0 if first < FIRST_YEAR_WEEKS else 1
            payer = Payer.WERKGEVER if first < own else Payer.VERZEKERAAR
            due = self._due(start, first, floor=year == 0)
            mass = wage * ((week >= first) & (week < last))
            item = Item.LOON_JAAR1 if year == 0 else Item.LOON_JAAR2
            self.posts.pay(item, payer, self._by_week(starts * due, mass))
            self.posts.pay(Item.CAO_AANVULLING, payer, self._by_week(starts * self._top(due, year=year), mass))
        self._post_sick_pay(spells, starts)
        tracked = spells.drawn[0].tracked
        for event, share, after in (
            (Event.WEEK42, 1.0, NOTIFICATION),
            (Event.TWEEDE_SPOOR, tracked, law.tweede_spoor_week),
        ):
            self.posts.count(event, self._by_week(starts, wage * share * (week == after)))
        self.posts.count(Event.PLACED_TWEEDE_SPOOR, self._by_week(starts, spells.of(lambda spell: spell.placed)))
        ended = spells.of(lambda spell: np.array(spell.ezwb))[:, None] * (week == law.ezwb_week)
        self.posts.count(Event.EZWB_ENDED, self._by_week(starts, ended))

    def _post_sick_pay(self, spells: "_Spells", starts: Floats) -> None:
        law, payer_of = self.world.law, plain(financiering.zw_payer)
        for other, unemployed in spells.drawn[0].sick_pay:
            mass = spells.of(lambda spell, key=(other, unemployed): spell.sick_pay[key])  # type: ignore[misc]
            share = law.zw_share_pregnancy if other else law.zw_share
            amount = np.array([plain(ziektewet.ziekengeld)(int(base), share) for base in self.base], dtype=np.float64)
            self._stock(Status.ZIEK_ZW, self._by_week(starts, mass))
            if unemployed:
                first = np.arange(mass.shape[1]) < law.ww_sick_weeks
                on_ww = np.array([plain(ww.ww)(int(base), law.ww_share) for base in self.base], dtype=np.float64)
                self.posts.pay(Item.WW, Payer.AWF, self._by_week(starts * on_ww, mass * first))
                mass = mass * ~first
            for in_whk in (False, True):
                here = starts * ((law.zw_flex_whk[:-1] > 0) == in_whk)
                payer = Payer(int(payer_of(self.group.erd_zw, not other, in_whk, unemployed)))
                self.posts.pay(Item.ZW, payer, self._by_week(here * amount, mass))

    def _post_gate(self, spells: "_Spells", gate: "_Gate", starts: Floats) -> None:
        law, posts = self.world.law, self.posts
        beyond = spells.of(lambda spell: spell.beyond)  # (T, 3, D)
        week = np.arange(beyond.shape[2])
        claims = beyond[:, :, law.claim_week] * gate.claim[:, [0, 1, 1]]
        for event, flow in ((Event.CLAIM, claims), (Event.CLAIM_VANGNET, claims[:, 1:])):
            posts.count(event, self._by_week(starts, flow.sum(axis=1)[:, None] * (week == law.claim_week)))
        decisions = self._decision_weeks()
        for decided in decisions:
            tests = starts * gate.claim[:, 0] * beyond[:, EMPLOYER, decided] / len(decisions)
            self._post_decisions(gate, tests, decided)
        self._stock(Status.SANCTIE, self._by_week(starts, gate.sanction))
        posts.count_days(Event.SANCTION_DAYS, self._by_week(starts, gate.sanction))
        posts.count(Event.SANCTION_REPAIRED, self._by_week(starts, gate.repaired))
        due = self._due(np.arange(self.weeks), law.waiting_weeks, floor=False)
        posts.pay(Item.LOON_SANCTIE, Payer.WERKGEVER, self._by_week(starts * due, gate.sanction))
        top = self._top(due, year=2)
        posts.pay(Item.CAO_AANVULLING, Payer.WERKGEVER, self._by_week(starts * top, gate.sanction))
        decided_claims = self._by_week(starts, gate.decided)
        by_expert = decided_claims * (1.0 - self.world.behaviour.doctor_alone / WORD)
        posts.count(Event.ASSESSED_BY_DOCTOR, decided_claims)
        posts.count(Event.ASSESSED_BY_EXPERT, by_expert)
        cost = decided_claims * self.world.behaviour.doctor_cost + by_expert * self.world.behaviour.expert_cost
        posts.pay_once(Item.UITVOERING, Payer.AOF, cost)
        posts.count(Event.OBJECTION_UPHELD, self._by_week(starts, gate.upheld))
        posts.count(Event.REFUSED, self._by_week(starts, gate.rejected))
        posts.count(Event.AWARD_AFTER_SANCTION, self._by_week(starts, gate.after_extension))

    def _post_decisions(self, gate: "_Gate", tests: Floats, decided: int) -> None:
        """Count tests (T,) and their outcomes in the week of the decision."""
        behaviour, posts = self.world.behaviour, self.posts
        outcome = self._outcome_at(np.arange(self.weeks) + decided)
        later = np.arange(decided + 1) == decided
        ground = np.diff(behaviour.ground / WORD, prepend=0.0)
        flows = {
            Event.RIV: tests,
            Event.SATISFACTORY_RESULT: tests * self._satisfactory(),
            Event.SANCTION_LAPSED: tests * (outcome * gate.lapses).sum(axis=1),
        }
        imposed = tests[:, None] * outcome * ~gate.lapses
        flows[Event.SANCTION_ADMINISTRATIVE] = imposed[:, ADMINISTRATIVE].sum(axis=1)
        substantive = imposed.sum(axis=1) - flows[Event.SANCTION_ADMINISTRATIVE]
        flows[Event.SANCTION_SUBSTANTIVE] = substantive
        for position, share in enumerate(ground):
            flows[Event(Event.GROUND_EMPLOYER + position)] = substantive * share
        flows[Event.GROUND_MEDICAL_ANY_ROLE] = substantive * behaviour.medical_role / WORD
        after = np.broadcast_to(later, (self.weeks, decided + 1))
        for event, flow in flows.items():
            posts.count(event, self._by_week(flow, after))
        posts.pay_once(Item.UITVOERING, Payer.AOF, self._by_week(tests, after) * behaviour.test_cost)

    def _post_unemployment(self, gate: "_Gate", starts: Floats) -> None:
        law = self.world.law
        week = np.arange(self.weeks)
        first = np.array([self._months_after(start, law.ww_first_months) for start in week])
        entered = self._by_week(starts, gate.ww)
        self._stock(Status.WW, entered @ self.ww_stays)
        sector = np.array([self._months_after(start, law.ww_sector_months) for start in week])
        government = self.group.sector == Sector.OP_OVERHEID_ONDERWIJS
        for early, share in ((True, law.ww_first_share), (False, law.ww_share)):
            amount = np.array([plain(ww.ww)(int(base), share) for base in self.base], dtype=np.float64)
            stays = self.ww_stays * ((week[None, :] < first[:, None]) == early)
            due = self._by_week(starts * amount, gate.ww)
            for in_sector in (True, False):
                mass = stays * ((week[None, :] < sector[:, None]) == in_sector)
                for in_force in (True, False):
                    payer = Payer(int(plain(financiering.ww_payer)(government, in_sector, in_force)))
                    here = due * ((law.ww_sector_fund[:-1] > 0) == in_force)
                    self.posts.pay(Item.WW, payer, here @ mass)

    def _post_rights(self, gate: "_Gate", rights: "_Rights", starts: Floats) -> None:
        band = self.band7[:-1]
        entered, early = self._by_week(starts, gate.awarded.sum(axis=0)), self._by_week(starts, gate.early_iva)
        awarded = rights.awarded[band]
        by_kind = entered[:, None] * awarded
        reopened = self.reopened.sum(axis=0)
        for event, flow in (
            (Event.CLAIM_EARLY_IVA, early),
            (Event.AWARD_EARLY_IVA, early),
            (Event.AWARD_IVA, by_kind[:, IVA]),
            (Event.AWARD_WGA_FULL, by_kind[:, FULL]),
            (Event.AWARD_WGA_PARTIAL, by_kind[:, :PARTIAL].sum(axis=1)),
            (Event.REOPENED, reopened),
            (Event.RECOVERED, self._through(rights.recovered, entered, early)),
        ):
            self.posts.count(event, flow)
        self.died_in_wia = self._through(rights.died, entered, early)
        lasting = self._through(rights.kinds[:, :, IVA], entered, early)
        in_wga = self._through(rights.kinds[:, :, :IVA].sum(axis=2), entered, early)
        self._stock(Status.IVA, lasting)
        for scheme, mass, event, inflow in (
            (Scheme.WGA, in_wga, Event.WGA_DAYS, by_kind[:, :IVA].sum(axis=1) + reopened),
            (Scheme.IVA, lasting, Event.IVA_DAYS, by_kind[:, IVA] + early),
        ):
            self.posts.count_days(event, mass)
            self._post_wia_cells(scheme, mass, inflow)
        self._post_iva(gate, rights, starts)
        amounts = self._amounts(rights.partial)
        self._post_wga(gate, rights, starts, amounts)
        self._post_reopened(rights, amounts)
        self._post_dismissals(gate, starts, awarded)

    def _through(self, curve: Floats, entered: Floats, early: Floats) -> Floats:
        """Return by week what happens to rights by duration; curve: (rows of `_Rights`, durations)."""
        band = self.band7[:-1]
        result = np.convolve(early, curve[EARLY_IVA])[: self.weeks]
        for one in np.unique(band):
            result += np.convolve(entered * (band == one), curve[one])[: self.weeks]
        return result + self._through_again(curve).sum(axis=0)  # type: ignore[no-any-return]

    def _through_again(self, curve: Floats) -> Floats:
        """Return the same of re-opened rights, by kind at the re-opening (2, W)."""
        result = np.empty_like(self.reopened)
        for kind, flow in enumerate(self.reopened):
            result[kind] = np.convolve(flow, curve[REOPENED + kind])[: self.weeks]
        return result

    def _post_wia_cells(self, scheme: Scheme, mass: Floats, inflow: Floats) -> None:
        bands = self.band7[:-1]
        for band in np.unique(bands):
            cell = (int(scheme) * 7 + int(band)) * 2 + self.group.sex
            here = bands == band
            self.posts.stock(columns.FIRST_WIA_STOCK + cell, mass * here)
            self.posts._add(columns.FIRST_WIA_INFLOW + cell, inflow * here)

    def _post_iva(self, gate: "_Gate", rights: "_Rights", starts: Floats) -> None:
        share = self.world.law.iva_share
        amount = np.array([plain(iva.iva)(int(base), share) for base in self.base], dtype=np.float64)
        awarded = self._by_week(starts * amount, gate.awarded.sum(axis=0))
        early = self._by_week(starts * amount, gate.early_iva)
        lasting = rights.kinds[:, :, IVA]
        again = self._through_again(lasting).sum(axis=0)
        self.posts.pay(Item.IVA, Payer.AOF, self._through(lasting, awarded, early) + again * (amount[0] - 1.0))

    def _post_wga(self, gate: "_Gate", rights: "_Rights", starts: Floats, amounts: Floats) -> None:
        """Pay and count the WGA by the law at the end of the waiting period, which fixes LGU and payer."""
        law, week, band = self.world.law, np.arange(self.weeks), self.band7[:-1]
        duration = week[None, :] - week[:, None]
        reached, passed = duration >= 0, np.maximum(duration, 0)
        masses = tuple(
            one[band[:, None], passed] * reached
            for one in (rights.kinds[:, :, :PARTIAL].sum(axis=2), rights.kinds[:, :, FULL])
        )
        ewt = np.minimum(np.arange(self.weeks) + law.waiting_weeks, self.weeks)
        regimes = np.stack(
            [
                law.lgu_by_age[ewt] > 0,
                law.lgu_minimum[ewt],
                law.lgu_maximum[ewt],
                law.wga_flex_whk[ewt] > 0,
                law.lgu_quarters[ewt],
                law.lgu_shortest[ewt],
            ],
            axis=1,
        ).astype(np.int64)
        for regime in np.unique(regimes, axis=0):
            chosen = starts * (regimes == regime).all(axis=1)
            self._post_regime(gate, chosen, regime, masses=masses, amounts=amounts)

    def _post_reopened(self, rights: "_Rights", amounts: Floats) -> None:
        """Pay re-opened rights, where amounts are the same for every onset, without LGU and by the Aof alone."""
        partly = self._through_again(rights.kinds[:, :, :PARTIAL].sum(axis=2)).sum(axis=0)
        full = self._through_again(rights.kinds[:, :, FULL]).sum(axis=0)
        supplement = float(self._uses()[1:].sum())
        self._stock(Status.WGA_LAU, supplement * partly + full)
        self._count_supplements(partly=partly, full=full)
        self._stock(Status.WGA_VVU, (1.0 - supplement) * partly)
        for mass, amount in ((partly, amounts[0, :, 0]), (full, amounts[1, :, 0])):
            for position in (2, 3, 4):
                self.posts.pay(_AMOUNTS[position], Payer.AOF, amount[position] * mass)

    def _post_regime(
        self, gate: "_Gate", starts: Floats, regime: Integers, *, masses: tuple[Floats, ...], amounts: Floats
    ) -> None:
        law = self.world.law
        entered = self._by_week(starts, gate.awarded.sum(axis=0))
        found = np.flatnonzero(entered)
        if not len(found):
            return
        rows = slice(found[0], found[-1] + 1)
        starting, week = np.arange(rows.start, rows.stop), np.arange(rows.start, self.weeks)
        lgu_end, first, ten = (
            np.array([self._months_after(s, months) for s, months in zip(starting, of, strict=True)])[:, None]
            for of in (
                [self._lgu_months(s, regime) for s in starting],
                [law.lgu_first_months] * len(starting),
                [law.employer_years_months] * len(starting),
            )
        )
        own = (week < ten).astype(np.float64)
        supplement = float(self._uses()[1:].sum())
        for mass, amount, with_supplement in (
            (masses[0], amounts[0], supplement),
            (masses[1], amounts[1], 1.0),
        ):
            present = mass[rows, rows.start :]
            in_lgu = present * (week < lgu_end)
            early = in_lgu * (week < first)
            later = present - in_lgu
            count = entered[rows]
            self._stock(Status.WGA_LGU, self._from(rows.start, count @ in_lgu))
            self._stock(Status.WGA_LAU, self._from(rows.start, with_supplement * (count @ later)))
            after_lgu = self._from(rows.start, count @ later)
            none = np.zeros_like(after_lgu)
            self._count_supplements(
                partly=none if with_supplement == 1.0 else after_lgu, full=after_lgu if with_supplement == 1.0 else none
            )
            self._stock(Status.WGA_VVU, self._from(rows.start, (1.0 - with_supplement) * (count @ later)))
            phases = [(part * own, part - part * own) for part in (early, in_lgu - early, later)]
            for route, awarded in enumerate(gate.awarded):
                due = self._by_week(starts * amount, awarded)[:, rows]
                if due.any():
                    self._pay_wga(route, bool(regime[3]), due, phases, rows.start)

    def _pay_wga(self, route: int, in_whk: bool, due: Floats, phases: list[tuple[Floats, Floats]], start: int) -> None:
        """Pay what is due (amounts, rows) in each phase, within and after the years of the employer."""
        within = Payer(
            int(plain(financiering.wga_payer)(True, self.group.erd_wga, route == FLEX, in_whk, route == PUBLIC))
        )
        for position, phase in enumerate((0, 1, 2, 2)):
            if due[position].any():
                own, after = phases[phase]
                self.posts.pay(_AMOUNTS[position], within, self._from(start, due[position] @ own))
                self.posts.pay(_AMOUNTS[position], Payer.AOF, self._from(start, due[position] @ after))
        rest = due[-1] @ phases[2][0] + due[-1] @ phases[2][1]
        self.posts.pay(Item.WGA_LAU, Payer.AOF, self._from(start, rest))

    def _from(self, start: int, values: Floats) -> Floats:
        """Return values by week from a week on as values by week (W,)."""
        return np.concatenate([np.zeros(start), values])

    def _count_supplements(self, *, partly: Floats, full: Floats) -> None:
        """Count wage supplements on 31 December by kind: the fully disabled and who earn all they can, and others."""
        _, half, whole = self._uses()
        self.posts.stock(columns.FIRST_EVENT + Event.LAU1_YEAR_END, whole * partly + full)
        self.posts.stock(columns.FIRST_EVENT + Event.LAU2_YEAR_END, half * partly)

    def _uses(self) -> Floats:
        """Return the shares that earn less than half, between half and the whole, the whole of their capacity."""
        behaviour = self.world.behaviour
        whole, half = behaviour.uses_whole / WORD, behaviour.uses_half / WORD
        return np.array([1.0 - half, half - whole, whole])

    def _lgu_months(self, week: int, regime: Integers) -> int:
        law = self.world.law
        if regime[0]:
            return int(law.lgu_age_months[np.searchsorted(law.lgu_age_upper, self.age[week], side="right")])
        history = max(week - self.history_start, 0) / self.world.weeks_per_year
        before = max(min(week, law.lgu_change_week) - self.history_start, 0) / self.world.weeks_per_year
        return int(
            plain(arbeidsverleden.months_by_history)(
                history,
                before,
                law.lgu_full_years,
                law.lgu_rate_before,
                law.lgu_rate_after,
                regime[1],
                regime[2],
                regime[4],
                regime[5],
            )
        )

    def _amounts(self, classes: Floats) -> Floats:
        """Return mean amounts a month of the partially and of the fully disabled (2, `_AMOUNTS`, T)."""
        amounts = np.zeros((2, len(_AMOUNTS), self.weeks))
        pairs, place = np.unique(np.stack([self.wage, self.base], axis=1), axis=0, return_inverse=True)
        shares = [*classes, 1.0]
        for position, (wage, base) in enumerate(pairs):
            here = place.reshape(-1) == position
            for kind in range(IVA):
                for use, share in enumerate(self._uses()):
                    found = np.array(self._amounts_of(int(wage), int(base), kind=kind, use=use))
                    amounts[kind // FULL][:, here] += shares[kind] * share * found[:, None]
        return amounts

    def _amounts_of(self, wage: int, base: int, *, kind: int, use: int) -> tuple[float, float, float, float, float]:
        """Return LGU first and later, VVU, and LAU of the employer and of the Aof, each where it applies."""
        law = self.world.law
        scaled = plain(wga.counted_income)
        capacity = int(plain(wga.remaining_capacity)(wage, self.world.degree[kind]))
        income = 0 if kind == FULL or use == 0 else capacity
        if use == 1:
            income = int(income * self.world.behaviour.half_use)
        counted, counted_capacity = scaled(income, base, wage), scaled(capacity, base, wage)
        first, later = (plain(wga.lgu)(base, counted, share) for share in (law.lgu_first_share, law.lgu_share))
        fictive = plain(wga.vvu)(base, law.minimum_wage, law.vvu_share[kind])
        if kind != FULL and use == 0:
            return first, later, fictive, 0.0, 0.0
        if kind == FULL or use == USES - 1:
            benefit = plain(wga.lau1)(base, counted, law.lau_share)
        else:
            benefit = plain(wga.lau2)(base, counted, counted_capacity, law.lau_share, fictive)
        employer = plain(wga.borne_by_employer)(benefit, fictive)
        return first, later, 0.0, employer, benefit - employer

    def _post_dismissals(self, gate: "_Gate", starts: Floats, awarded: Floats) -> None:
        """Count dismissals of employees and pay the transition payment and its compensation."""
        law, behaviour, week = self.world.law, self.world.behaviour, np.arange(self.weeks)
        chance = np.append(awarded @ (behaviour.dismissed / WORD), 0.0)
        after = gate.dismissed.copy()
        for d in range(self.depth):
            after[:, d] += gate.awarded[EMPLOYER][:, d] * chance[np.minimum(week + d, self.weeks)]
        due = (law.transition_due[:-1] > 0).astype(np.float64)
        self.posts.count(Event.DISMISSED, self._by_week(starts, after) * due)
        rule = plain(transitievergoeding.transition_payment)
        months = plain(transitievergoeding.months_by_year)(1e9, law.transition_months_per_year) / 1e9
        before = 1.0 / np.expm1(self.world.job_rate[self.band[0]])  # mean weeks in the job before the clock starts
        per_month = np.array([rule(int(wage), 1e6 * months, np.inf) / 1e6 for wage in self.wage])
        per_week = per_month * 12.0 / self.world.weeks_per_year
        served = self._by_week(starts * per_week, after)
        self.posts.pay_once(Item.TRANSITIEVERGOEDING, Payer.WERKGEVER, served * (before + week) * due)
        ends = np.minimum(week + law.waiting_weeks, self.weeks)
        counted = starts * (law.transition_compensated[ends] > 0)
        at_wait = self._by_week(counted * per_week * (before + week + law.waiting_weeks), after)
        self.posts.pay_later(Item.COMPENSATIE_TV, Payer.AOF, at_wait * due, paid=law.compensation_week[:-1])

    def _post_outside(self) -> None:
        """Count on 31 December who died, reached AOW or left for other reasons: the remainder."""
        last = self.world.clock.year_first_week[1:] - 1
        alive = np.concatenate([[1.0], self.live[:-1]])
        death, aow = (np.concatenate([[1.0], one[:-1]]) for one in (self.natural_death, self.before_aow))
        died = alive * aow[:-1] * (death[:-1] - death[1:]) + self.died_in_wia * self.present
        retired = alive * death[1:] * (aow[:-1] - aow[1:])
        gone, old = np.cumsum(died)[last], np.cumsum(retired)[last]
        cells = self.posts.cells
        cells[:, columns.FIRST_STOCK + Status.OVERLEDEN] += gone
        cells[:, columns.FIRST_STOCK + Status.AOW] += old
        present = (self.live * self.present)[last]
        cells[:, columns.FIRST_STOCK + Status.UIT] += 1.0 - present - gone - old


@dataclass(frozen=True)
class _Courses:
    """Courses a spell can take (P,): share, route, first week in the Ziektewet, and P(longer than d weeks) (P, D)."""

    share: Floats
    route: Integers
    zw_from: Integers
    beyond: Floats
    ezwb: Floats


@dataclass
class _Spells:
    """Spells by age band and law (few), and which of them starts in each week."""

    drawn: list[_Spell]
    place: Integers

    def of(self, part: Callable[[_Spell], Floats]) -> Floats:
        """Return a part of the spells by week of onset (T, ...)."""
        return np.stack([part(spell) for spell in self.drawn])[self.place]


class _Gate:
    """What happens d weeks after onset from the gate on, per spell of more than a week: arrays (T, D)."""

    def __init__(self, *, weeks: int, depth: int) -> None:
        def zeros() -> Floats:
            return np.zeros((weeks, depth))

        self.decided, self.rejected, self.after_extension = zeros(), zeros(), zeros()
        self.awarded = np.zeros((3, weeks, depth))
        """By route: employee, flexible, public."""
        self.refused = [zeros(), zeros()]
        """Refused or without a claim: employees, others."""
        self.sanction, self.returns, self.repaired, self.upheld = zeros(), zeros(), zeros(), zeros()
        self.claim: Floats = np.zeros((weeks, 2))
        self.lapses: npt.NDArray[np.bool_] = np.zeros((weeks, OUTCOMES), dtype=bool)
        self.flagged, self.ww, self.to_work, self.dismissed, self.early_iva = (zeros() for _ in range(5))


class _Pending:
    """Those at work whose ended right can re-open, by the last week in which it can; layers as in the forward run.

    The week of re-opening is uniform over the weeks up to the last; in a spell that goes past it, the right re-opens
    on return. A new right puts an end to it.
    """

    def __init__(self, life: _Life, gate: _Gate, rights: "_Rights") -> None:
        self.ends = (rights.recovered_kinds[:, :, :PARTIAL].sum(axis=2), rights.recovered_kinds[:, :, FULL].copy())
        law, behaviour = life.world.law, life.world.behaviour
        self.life, self.gate = life, gate
        weeks = life.weeks
        self.term = np.array([life._months_after(week, law.reopening_months) - week for week in range(weeks)])
        self.most = int(self.term.max())
        self.chance = behaviour.reopening / WORD
        self.back = behaviour.under35_back / WORD
        longest = life.depth + int(life.world.law.ww_maximum.max() * 5)
        self.at_work = np.zeros((2, 2, weeks + self.most + 2))
        self.recovered = np.zeros((2, 2, weeks))
        self.on_return = np.zeros((2, 2, weeks + longest))
        self.returned = np.zeros((weeks + longest, 2, 2, self.most + 1))
        self.longest = longest
        left, after = np.arange(1, self.most + 1)[:, None], np.arange(longest)
        self.passed = np.minimum(after / left, 1.0)
        """Chance that it has re-opened, by weeks that were left (from 1) and weeks that passed."""
        then_left = np.arange(1, self.most + 1)
        self.waiting = then_left / (then_left + np.arange(self.most)[:, None])
        """Chance that it has not, by weeks that passed and weeks that are then left."""

    def reopen(self, week: int) -> Floats:
        """Return the rights that re-open in a week (layer, kind), and take them out."""
        ahead = np.arange(1, self.most + 2)
        here = self.at_work[:, :, week : week + self.most + 1]
        found = here / ahead[: here.shape[2]]
        here -= found
        self.at_work[:, :, week + 1 : week + 1 + self.most] += self.returned[week][:, :, 1:]
        return found.sum(axis=2) + self.on_return[:, :, week]  # type: ignore[no-any-return]

    def recover(self, week: int, *, entered: Floats, reopened: Floats, band: int) -> None:
        """Add those who recover from a WGA right, of rights that start in this week and later."""
        ahead = self.life.weeks - week
        starting = self.chance * np.column_stack([entered, reopened])
        for kind, ends in enumerate(self.ends):
            self.recovered[:, kind, week:] += starting @ ends[[band, REOPENED, REOPENED + 1], :ahead]
        self.at_work[:, :, week + self.term[week]] += self.recovered[:, :, week]

    def fall_ill(self, week: int, chance: float) -> None:
        """Let some fall ill; they return later, or never."""
        here = self.at_work[:, :, week + 1 : week + 1 + self.most]
        ill = here * chance
        here -= ill
        to_work = np.zeros(self.longest)
        to_work[: self.life.depth] = self.gate.to_work[week]
        ends = self.life.ww_ends[week : week + self.life.depth, week : week + self.longest]
        to_work[: ends.shape[1]] += self.back * self.gate.ww[week, : ends.shape[0]] @ ends
        flagged = np.zeros(self.longest)
        flagged[: self.life.depth] = self.gate.flagged[week]
        self._return(week, ill, to_work)
        self._return(week, np.stack([np.zeros_like(ill[0]), ill[0] - ill[1]]), flagged)

    def _return(self, week: int, ill: Floats, to_work: Floats) -> None:
        self.on_return[:, :, week : week + self.longest] += (ill @ self.passed) * to_work
        padded = np.concatenate([ill, np.zeros((2, 2, self.most))], axis=2)
        left = np.lib.stride_tricks.sliding_window_view(padded, self.most, axis=2)[:, :, : self.most]
        still = left * self.waiting * to_work[: self.most, None]  # (layer, kind, weeks until return, weeks then left)
        self.returned[week : week + self.most, :, :, 1:] += np.moveaxis(still, 2, 0)


@dataclass
class _Rights:
    """WIA rights by duration in weeks; rows: award in an age band, early IVA, re-opened partial, re-opened full."""

    awarded: Floats
    partial: Floats
    """Shares of the classes; they stay the same within the partially disabled, whose exits do not differ."""
    kinds: Floats
    recovered_kinds: Floats
    recovered: Floats
    died: Floats
