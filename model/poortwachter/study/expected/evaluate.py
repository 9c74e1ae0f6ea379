"""Approximate the published series without chance, under the names the simulation gives them.

Expected values are followed by quarter, year of birth and sex, from onset to the end of a right. It is an
approximation: sickness does not make later sickness more likely, chances are those at mean dates and ages, and a spell
does not continue an earlier one. Its use is to steer a fit, corrected by its gap to the simulation, and to look ahead.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np

from poortwachter.accounting.columns import TRANSITIONS
from poortwachter.kernel.expected.rights import LASTING, PARTIAL, WHOLE
from poortwachter.kernel.state import SUFFICIENT
from poortwachter.primitives.codes import AgeBand, Event, Item, Payer, Sex, Status, labels
from poortwachter.primitives.parameters import DIMENSIONS
from poortwachter.scenario.load import World
from poortwachter.simulation.worlds import FIRST_YEAR, Built, Horizon, build_world
from poortwachter.study.expected.absence import Absence, absence_of
from poortwachter.study.expected.benefits import iva_paid, wga_paid
from poortwachter.study.expected.claims import Claims, decide
from poortwachter.study.expected.filed import Filed, assessed_in_time, filed_of, kept
from poortwachter.study.expected.gate import ADMINISTRATIVE_ONES
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, WORD, Floats, ages_at, chance, shifted
from poortwachter.study.expected.people import People, people_of
from poortwachter.study.expected.rights import Course, follow
from poortwachter.study.expected.spells import HALF_YEARS, NOTIFICATION, Onsets, Stage, onsets_of
from poortwachter.study.lived import UNEMPLOYED_GROUP, UNEMPLOYED_TARGET, WINDOW, Moments
from poortwachter.study.moments import REGELING, Books, moments

CENTS: Final = 100.0
LEFT_OUT: Final = (
    *("wga_stock_august_by_kind", "wga_share_august_by_kind", "transition_payment_compensation_amount"),
    *("inflow_psychological_share", "absence_over_6_weeks"),
)
NOT_BY_PAYER: Final = "spending_2023"
"""Moments of the books that the approximation does not give."""
AGE_BANDS: Final = DIMENSIONS["leeftijd6"]


def expected_moments(world: World, *, last_year: int, price_year: int, people: People | None = None) -> Moments:
    """Return the approximate moments of a world, under the names and keys of the simulation's.

    people: those of a world with the same law and population, to save making them anew.
    """
    built = build_world(world, dated=world, horizon=Horizon(last_year, price_year, False))
    share: Any = world.behaviour["claim.aandeel_vangnet"].at(date(last_year, 1, 1))
    return expected_of(built, people=people).moments(claim_share=float(share))


@dataclass(frozen=True)
class Expected:
    """The expected course of a world, in persons by quarter of onset or of event."""

    built: Built
    people: People
    onsets: Onsets
    filed: Filed
    claims: Claims
    course: Course
    absence: Absence

    def moments(self, *, claim_share: float) -> Moments:
        """Return the moments; claim_share: share of the sick at the end of the Ziektewet who claim."""
        return Reading(self).moments(claim_share=claim_share)


def expected_of(built: Built, *, people: People | None = None) -> Expected:
    """Return the expected course of a built world; people: of a world with the same law and population."""
    people = people_of(built.world, first_read=built.first_read) if people is None else people
    onsets = onsets_of(built.world, people)
    return _decided(built, people, onsets, filed_of(built.world, people, onsets))


def expected_pair(before: Built, after: Built, *, people: People | None = None) -> tuple[Expected, Expected]:
    """Return the expected courses of two policies; what both have in common is worked out once.

    people: of a world with the law and population of the first.
    """
    one = expected_of(before, people=people)
    if alike(before.world, after.world):
        return one, one
    if alike(before.world, after.world, but=LATE):
        return one, _decided(after, one.people, one.onsets, one.filed)
    return one, expected_of(after)


def _decided(built: Built, people: People, onsets: Onsets, filed: Filed) -> Expected:
    claims = decide(built.world, people, onsets, filed)
    course = follow(built.world, people, onsets, filed, claims)
    absence = absence_of(built.world, people, onsets, at_risk=course.at_risk)
    return Expected(built, people, onsets, filed, claims, course, absence)


LATE: Final = frozenset(
    {
        *("ground_tested", "sanction_maximum", "repair_decision", "repair_end", "without_capacity"),
        *("gate", "repaired", "repair_weeks", "substantive_after_repair", "upheld", "no_capacity_rate"),
        *("return_rate_extension", "award", "award_alignment", "award_after_extension", "award_lapsed_stayer"),
        *("award_lapsed_returner", "award_medical_ground", "award_iva", "partial_share", "class_threshold"),
        *("insured_extra", "relieved", "advice_followed"),
        *("recovery_first", "recovery_later", "to_iva", "change_class", "reopening", "by_earnings"),
    }
)
"""Fields of law and behaviour that matter from the RIV-toets on, or only to who pays: people, spells and
what is filed read none."""


def alike(one: Any, other: Any, *, but: frozenset[str] = frozenset()) -> bool:
    """Return whether two tables hold the same, down to every field, whatever some of them hold."""
    if one is other:
        return True
    fields = getattr(one, "_fields", None)
    if fields is None:
        return bool(np.array_equal(one, other))
    return all(alike(getattr(one, name), getattr(other, name), but=but) for name in fields if name not in but)


class Advances(NamedTuple):
    """Who has an advance at the end of each quarter, and for whom it ends in it, both (T, ...)."""

    held: Floats
    ended: Floats


class Reading:
    """Read what the published series measure from an expected course."""

    long: Final = (Stage.BASE, Stage.LONG)
    """Stages of which the ratio is the mean maandloon of long spells."""

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.world = expected.built.world
        self.grid = expected.people.grid
        self.filed, self.claims, self.course = expected.filed, expected.claims, expected.course
        self.waiting = round(self.world.law.waiting_weeks / WEEKS)
        waits = self.grid.year_after(self.world.law.waiting_weeks)
        self.waits = chance(self.world.behaviour.waits)[waits][:, None, None, None]
        self.refused = self.by_decision(self.claims.refused)
        self.bridged = self.by_decision(self.claims.refused * self.waits)

    @cached_property
    def lasting(self) -> Floats:
        """Return the IVAs that an advance went before, by quarter of the decision, (T, B, 2)."""
        return self.by_decision(self.claims.awarded[LASTING] * self.waits)

    @cached_property
    def before_refusal(self) -> Advances:
        """Return the advances that a refusal follows."""
        return self.advances(self.bridged)

    @cached_property
    def before_iva(self) -> Advances:
        """Return the advances that an IVA follows."""
        return self.advances(self.lasting)

    @cached_property
    def in_bands(self) -> tuple[Floats, Floats]:
        """Return the shares of years of birth in age bands in the middle of a quarter and at its end, (T, B, 7)."""
        middle, end = (self._shares(len(AgeBand), band=self.world.ages.band7, later=late) for late in (0.0, MIDDLE))
        return middle, end

    def moments(self, *, claim_share: float) -> Moments:
        """Return all moments."""
        book = self.books()
        found: Moments = {
            **{
                name: series
                for name, series in moments(book, vangnet_claim_share=claim_share).items()
                if name not in LEFT_OUT
            },
            **self._by_person(),
        }
        found[NOT_BY_PAYER] = {key: value for key, value in found[NOT_BY_PAYER].items() if key[1] == REGELING[0]}
        return {**found, UNEMPLOYED_TARGET: self._unemployed(claim_share)}

    def books(self) -> Books:
        """Return the books of the expected course, as those of a ledger."""
        claims, events, flows = self.claims, np.zeros((self.grid.years, len(Event))), self._flows()
        for event, values in self.events().items():
            events[:, event] = self.grid.per_year(values)
        stocks = np.zeros((self.grid.years, len(Status)))
        stocks[:, Status.ZIEK_ZW] = self.grid.at_year_end(self._on_sickness_benefit())
        stocks[:, Status.IVA] = self.grid.at_year_end(self.course.stock[LASTING].sum(axis=(1, 2)))
        return Books(
            first_year=FIRST_YEAR,
            events=events,
            flows=flows,
            stocks=stocks,
            wia_stock=self.wia_stock(),
            wia_inflow=self.wia_inflow(),
            advances=self._yearly(self.by_decision((claims.refused + claims.awarded.sum(axis=0)) * self.waits)),
            money=self._money(),
        )

    def mean_of_quarter(self, at_end: Floats) -> Floats:
        """Return the mean over each quarter of values at its end (T, ...)."""
        before = np.concatenate([np.zeros_like(at_end[:1]), at_end[:-1]])
        return (before + at_end) / 2

    def _at_risk(self, values: Floats) -> Floats:
        """Return values by quarter of onset (T, ..., B, 2) of those at work then."""
        return values * self.course.at_risk.reshape(len(values), *(1,) * (values.ndim - 3), *values.shape[-2:])

    def by_decision(self, values: Floats) -> Floats:
        """Return values by quarter of onset and delay (T, D, B, 2) by quarter of the decision, (T, B, 2)."""
        values = self._at_risk(values)
        return sum(
            (shifted(values[:, delay], self.waiting + delay) for delay in range(values.shape[1])),
            start=np.zeros_like(values[:, 0]),
        )

    def after(self, values: Floats, weeks: float) -> Floats:
        """Return values by quarter of onset (T, B, 2) some weeks later."""
        return shifted(self._at_risk(values), weeks / WEEKS)

    def total_by_decision(self, values: Floats) -> Floats:
        """Return sums over people of values by quarter of onset and delay (T, D, B, 2) by quarter of decision, (T,)."""
        sums = np.einsum("tdbs,tbs->td", values, self.course.at_risk)
        parts = (shifted(sums[:, delay], self.waiting + delay) for delay in range(sums.shape[1]))
        return sum(parts, start=np.zeros(len(sums)))

    def total_after(self, values: Floats, weeks: float) -> Floats:
        """Return sums over people of values by quarter of onset (T, B, 2) some weeks later, (T,)."""
        return shifted(np.einsum("tbs,tbs->t", values, self.course.at_risk), weeks / WEEKS)

    def _yearly(self, values: Floats) -> Floats:
        """Return sums by year of values (T, B, 2)."""
        return self.grid.per_year(values.sum(axis=(1, 2)))

    def _early(self) -> Floats:
        """Return the early IVAs by quarter of their start, (T, B, 2)."""
        return sum(
            (shifted(self._at_risk(one), later + MIDDLE) for later, one in enumerate(self.filed.early)),
            start=np.zeros_like(self.filed.week42),
        )

    def events(self) -> dict[Event, Floats]:
        """Return the events by quarter, (T,)."""
        filed, claims, course, law = self.filed, self.claims, self.course, self.world.law
        claim, decision = float(law.claim_week[0]), float(law.first_decision[0] + law.timely_decision[0]) / 2
        imposed = claims.gate.imposed
        sanctioned = imposed / assessed_in_time(self.world, self.grid)[:, None]
        grounds = np.diff(self.world.behaviour.ground / WORD, prepend=0.0)
        administrative = list(ADMINISTRATIVE_ONES)
        substantive = [one for one in range(SUFFICIENT) if one not in ADMINISTRATIVE_ONES]
        early = self._early().sum(axis=(1, 2))
        extended = np.einsum("to,tod->td", imposed, claims.gate.repaired)[:, :, None, None]
        efforts = self.total_after(filed.reports * sanctioned[:, substantive].sum(axis=1)[:, None, None], decision)
        partial, full, lasting = (self.total_by_decision(one) for one in claims.awarded)
        return {
            Event.WEEK42: self.total_after(filed.week42, NOTIFICATION),
            Event.EZWB_ENDED: self.total_after(filed.assessed_ended, float(law.ezwb_week[0])),
            Event.CLAIM: self.total_after(filed.received, claim),
            Event.CLAIM_VANGNET: self.total_after(filed.vangnet, claim),
            Event.ADVANCE_TO_IVA: self.before_iva.ended.sum(axis=(1, 2)),
            Event.CLAIM_EARLY_IVA: early,
            Event.AWARD_EARLY_IVA: early,
            Event.RIV: self.total_after(filed.reports, decision),
            Event.SANCTION_ADMINISTRATIVE: self.total_after(
                filed.reports * sanctioned[:, administrative].sum(axis=1)[:, None, None], decision
            ),
            Event.SANCTION_SUBSTANTIVE: efforts,
            Event.GROUND_EMPLOYER: efforts * grounds[0],
            Event.GROUND_BEDRIJFSARTS: efforts * grounds[1],
            Event.GROUND_OTHER: efforts * grounds[2],
            Event.SANCTION_REPAIRED: self.total_by_decision(filed.at_gate[:, None] * extended),
            Event.AWARD_WGA_PARTIAL: partial,
            Event.AWARD_WGA_FULL: full,
            Event.AWARD_IVA: lasting,
            Event.AWARD_SIMPLE: self.total_by_decision(claims.simple),
            Event.AWARD_AFTER_SANCTION: self.total_by_decision(claims.after_extension),
            Event.REFUSED: self.refused.sum(axis=(1, 2)),
            Event.ADVANCE_REFUSED: self.bridged.sum(axis=(1, 2)),
            Event.REOPENED: course.reopened.sum(axis=(0, 2, 3)),
            Event.RECOVERED: course.recovered.sum(axis=(0, 2, 3)),
            Event.ENDED_BY_EARNINGS: course.by_earnings.sum(axis=(1, 2)),
            Event.EARNINGS_LOST: course.earnings_lost.sum(axis=(1, 2)),
            Event.DISMISSED: self._dismissed(),
            Event.VOLUNTARY_EXTENSION: self.total_after(filed.postponed, float(law.waiting_weeks)),
        }

    def _dismissed(self) -> Floats:
        """Return who is dismissed after the waiting period where a transition payment is due, (T,)."""
        claims, behaviour = self.claims, self.world.behaviour
        shares = chance(behaviour.dismissed)
        classes = np.diff(behaviour.class_threshold / WORD, prepend=0.0)
        by_kind = (float(classes @ shares[: len(classes)]), *shares[len(classes) :])
        ended = np.tensordot(np.array(by_kind), claims.awarded, axes=1)
        stops = 1.0 - behaviour.under35_works / WORD
        refused = claims.refused * claims.refused_employer
        leave = self.total_by_decision(ended * claims.awarded_employer + refused * stops)
        leave += self.total_after(self.filed.dropped_employer * stops, self.waiting * WEEKS)
        return leave * self.grid.law_at(self.world.law.transition_due)

    def advances(self, started: Floats) -> Advances:
        """Return the advances of those for whom one starts in a quarter, (T, ...)."""
        longest = self.world.behaviour.wait_weeks[self.grid.year_of(self.grid.middles)].astype(np.float64)
        longest = longest.reshape(-1, *(1,) * (started.ndim - 1))
        stock, ended = np.zeros_like(started), np.zeros_like(started)
        left = np.ones_like(longest)
        for later in range(int(np.ceil(longest.max() / WEEKS)) + 1):
            # waits are uniform, and begin anywhere in the quarter
            now = np.maximum(1.0 - (later + MIDDLE) * WEEKS / longest, 0.0)
            stock += shifted(started * now, later)
            ended += shifted(started * (left - now), later)
            left = now
        return Advances(stock, ended)

    def _on_sickness_benefit(self) -> Floats:
        """Return who receives sickness benefit at the end of every quarter, (T,)."""
        stages = self.expected.onsets.stages
        keeps = kept(self.world, self.grid)[:, None, None]
        total = np.zeros(self.grid.quarters)
        for part in range(HALF_YEARS):
            stays = keeps if part * 2 >= HALF_YEARS else 1.0
            weeks = self._at_risk(stages[Stage.ZW + part] * stays + stages[Stage.ZW_LATER + part]).sum(axis=(1, 2))
            per_week = weeks / WEEKS
            total += (shifted(per_week, 2.0 * part) + shifted(per_week, 2.0 * part + 1.0)) / 2
        return total

    def wia_inflow(self) -> Floats:
        """Return new, re-opened and bridged rights by year, scheme, age band and sex."""
        course = self.course
        wga = course.new[[PARTIAL, WHOLE]].sum(axis=0) + course.reopened.sum(axis=0) + self.bridged
        both = (wga + self.lasting, course.new[LASTING] - self.lasting)
        return np.stack([self.grid.per_year(self.bands(one, end=False)) for one in both], axis=1)

    def wia_stock(self) -> Floats:
        """Return rights and advances on 31 December by year, scheme, age band and sex."""
        course = self.course
        wga = course.stock[[PARTIAL, WHOLE]].sum(axis=0) + self.before_refusal.held
        both = (wga + self.before_iva.held, course.stock[LASTING] - self.before_iva.held)
        return np.stack([self.grid.at_year_end(self.bands(one, end=True)) for one in both], axis=1)

    def _shares(self, bands: int, *, band: Any, later: float) -> Floats:
        ages = ages_at(self.grid, self.grid.middles + later, oldest=len(band) - 1)
        return ages.mean(np.eye(bands)[band])

    def bands(self, values: Floats, *, end: bool) -> Floats:
        """Return values by quarter (T, B, 2) by age band of the WIA, at the end of the quarter or in its middle."""
        return np.swapaxes(self.in_bands[end], 1, 2) @ values

    def _flows(self) -> Floats:
        """Return the changes of status that moments are read from, (Y, transitions); a WGA stands in its LGU."""
        course = self.course
        wga, iva = [PARTIAL, WHOLE], [LASTING]
        from_zw, from_wage = self._origins()
        found = {
            (Status.ZIEK_ZW, Status.WGA_LGU): from_zw,
            (Status.ZIEK_LOON, Status.WGA_LGU): from_wage,
            (Status.WGA_LGU, Status.IVA): course.to_iva + self.before_iva.ended,
            (Status.WGA_LGU, Status.WERK): course.recovered[wga].sum(axis=0) + self.before_refusal.ended,
            (Status.WGA_LGU, Status.OVERLEDEN): course.died[wga].sum(axis=0),
            (Status.WGA_LGU, Status.AOW): course.aow[wga].sum(axis=0),
            (Status.IVA, Status.WERK): course.recovered[iva].sum(axis=0),
            (Status.IVA, Status.OVERLEDEN): course.died[iva].sum(axis=0),
            (Status.IVA, Status.AOW): course.aow[iva].sum(axis=0),
        }
        flows = np.zeros((self.grid.years, len(TRANSITIONS)))
        for (origin, target), values in found.items():
            flows[:, TRANSITIONS.index((int(origin), int(target)))] = self._yearly(values)
        return flows

    def _origins(self) -> tuple[Floats, Floats]:
        """Return who comes into the WIA from sickness benefit and from wage, (T, B, 2)."""
        claims = self.claims
        awarded, bridged = claims.awarded.sum(axis=0), claims.refused * self.waits
        wage = self.by_decision(awarded * claims.awarded_employer + bridged * claims.refused_employer)
        every = self.by_decision(awarded + bridged)
        vangnet = self._early_vangnet()
        early = self._early()
        return every - wage + early * vangnet, wage + early * (1.0 - vangnet)

    def _early_vangnet(self) -> Floats:
        """Return the share of the Ziektewet in early IVAs by quarter, as that of claims, (T, 1, 1)."""
        onsets = self.expected.onsets
        keeps = kept(self.world, self.grid)[:, None, None]
        zw = (onsets.of(Stage.CLAIMS_LATER) + onsets.of(Stage.CLAIMS_FIRST_YEAR) * keeps).sum(axis=(1, 2))
        return (zw / (zw + onsets.of(Stage.CLAIMS_EMPLOYER).sum(axis=(1, 2))))[:, None, None]

    def _money(self) -> Floats:
        """Return the spending on benefits (Y, item, payer), EUR in the prices of the year; all by the Aof."""
        course = self.course
        index = self.expected.built.index.of_year
        money = np.zeros((self.grid.years, len(Item), len(Payer)))
        base = self.mean_of_quarter(course.base)
        iva = iva_paid(self.world, self.grid, base=base)
        paid = wga_paid(
            self.world, self.grid, base=base, floor=self.expected.absence.floor, beside_early=course.beside_early
        )
        wga = sum((one.whole for one in paid), start=np.zeros_like(iva))
        for item, amount in ((Item.IVA, iva), (Item.WGA_LGU, wga)):
            money[:, item, Payer.AOF] = self.grid.per_year(amount) * MONTHS / CENTS * index
        return money

    def _by_person(self) -> Moments:
        """Return notifications and refusals by age and by sex."""
        found: Moments = {}
        noticed = self.after(self.filed.week42, NOTIFICATION)
        for name, values in (("notifications_42_weeks", noticed), ("wia_claims_refused", self.refused)):
            bands = np.swapaxes(self.expected.people.bands, 1, 2) @ values
            by_age = self.grid.per_year(bands.sum(axis=2))
            by_sex = self.grid.per_year(values.sum(axis=1))
            found[f"{name}_by_age"] = self._keyed(dict(zip(AGE_BANDS, by_age.T, strict=True)))
            found[f"{name}_by_sex"] = self._keyed(dict(zip(labels(Sex), by_sex.T, strict=True)))
        return found

    def _unemployed(self, claim_share: float) -> dict[tuple[int, str], float]:
        """Return the sick unemployed at the end of the Ziektewet, averaged over the years around."""
        claims = self._yearly(self.after(self.filed.unemployed, float(self.world.law.claim_week[0]))) / claim_share
        return {
            (FIRST_YEAR + year, UNEMPLOYED_GROUP): float(np.mean([claims[year + shift] for shift in WINDOW]))
            for year in range(1, self.grid.years - 1)
        }

    def _keyed(self, groups: dict[str, Floats]) -> dict[tuple[int, str], float]:
        return {
            (FIRST_YEAR + year, group): float(value)
            for group, values in groups.items()
            for year, value in enumerate(values)
        }
