"""Draw up the account of an expected course: amounts by item and payer, stocks and events by year.

What the recursion does not follow is not a number; `study/data/expected.yaml` says what that is, and what is rough.
"""

from typing import Final

import numpy as np

from poortwachter.kernel.expected.bearers import EMPLOYER, PUBLIC, SECTOR
from poortwachter.kernel.expected.rights import LASTING, PARTIAL, WHOLE
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Event, Item, Payer, Status
from poortwachter.results.approximate import Expectation
from poortwachter.study.expected.absence import Absence
from poortwachter.study.expected.benefits import BESIDE, EARLY, LATER, iva_paid, wga_paid
from poortwachter.study.expected.evaluate import Expected, Reading
from poortwachter.study.expected.filed import assessed_in_time
from poortwachter.study.expected.gate import LAPSING
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, WORD, Floats, ratio, shifted
from poortwachter.study.expected.payers import Bearers, bearers_of
from poortwachter.study.expected.wages import FOLLOW_UP, IVA_SHARE, WGA_SHARE

DAYS: Final = 7

UNKNOWN_ITEMS: Final = (Item.TRANSITIEVERGOEDING, Item.COMPENSATIE_TV)


def account_of(expected: Expected) -> Expectation:
    """Return the account of an expected course."""
    return _Drawing(expected).account()


def spending_of(expected: Expected) -> Floats:
    """Return only the amounts of the account, (Y, item, payer) eurocents at the benefit index."""
    return _Drawing(expected).spending()


class _Drawing:
    """The parts of the account."""

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.reading = Reading(expected)
        self.world: World = expected.built.world
        self.grid = expected.people.grid
        self.filed, self.claims, self.course = expected.filed, expected.claims, expected.course
        self.absence: Absence = expected.absence
        self.waiting = round(self.world.law.waiting_weeks / WEEKS)
        self.bearers: Bearers = bearers_of(self.world, self.grid, self.claims, self.course, public=self.absence.public)
        self.own_risk = shifted(self.absence.own_risk, self.waiting)
        self.money = self.absence.money.copy()
        self.examined = self._examined()
        self.extended = self._extended()
        self.stock = np.full((self.grid.years, len(Status)), np.nan)

    def spending(self) -> Floats:
        """Return the amounts."""
        self._pay_wia()
        self._pay_extensions()
        self._pay_unemployment()
        self._pay_execution()
        for item in UNKNOWN_ITEMS:
            self.money[:, item] = np.nan
        return self.grid.per_year(self.money)

    def account(self) -> Expectation:
        """Return the account."""
        money = self.spending()
        self._count_stocks()
        reading = self.reading
        advances = reading.by_decision((self.claims.refused + self.claims.awarded.sum(axis=0)) * reading.waits)
        return Expectation(
            money=money,
            stock=self.stock,
            event=self._events(),
            wia_stock=reading.wia_stock(),
            wia_inflow=reading.wia_inflow(),
            advance_stock=self.grid.at_year_end(reading.bands(reading.advances(advances).held, end=True)),
            advance_inflow=self.grid.per_year(reading.bands(advances, end=False)),
        )

    def _post(self, item: Item, payer: Payer, monthly: Floats) -> None:
        self.money[:, item, payer] += monthly * MONTHS

    def _pay_wia(self) -> None:
        """Pay IVA and WGA by who bears them, with their supplements and advances."""
        base, persons = (
            self.reading.mean_of_quarter(self.course.base),
            self.reading.mean_of_quarter(self.course.persons),
        )
        floor = self.absence.floor
        self._post(Item.IVA, Payer.AOF, iva_paid(self.world, self.grid, base=base))
        beside_early = self.course.beside_early
        for paid in wga_paid(self.world, self.grid, base=base, floor=floor, beside_early=beside_early):
            shares = (self.bearers.early if paid.early else self.bearers.later)[:, paid.kind]
            self._bear(paid.item, paid.borne, shares)
            self._post(paid.item, Payer.AOF, paid.whole - paid.borne)
        self._pay_first_months()
        self._pay_advances()
        supplements = self.absence.supplements
        self._post(Item.TW, Payer.RIJK, persons[:, LASTING].sum(axis=1) * supplements[IVA_SHARE])
        in_wga = persons[:, WHOLE, :2].sum(axis=1) + persons[:, PARTIAL, EARLY]
        self._post(Item.TW, Payer.RIJK, in_wga * supplements[WGA_SHARE])
        unused = 1.0 - self.world.behaviour.uses_half / WORD
        self._post(Item.TW, Payer.RIJK, persons[:, PARTIAL, LATER] * unused * supplements[FOLLOW_UP])

    def _bear(self, item: Item, amount: Floats, shares: Floats) -> None:
        """Post what rights pay a month to who bears them; shares: (T, bearers)."""
        by_employer = amount * shares[:, EMPLOYER]
        self._post(item, Payer.ERD, by_employer * self.own_risk)
        self._post(item, Payer.WHK, by_employer * (1.0 - self.own_risk))
        self._post(item, Payer.SECTORFONDS_UFO, amount * shares[:, SECTOR])
        self._post(item, Payer.AOF, amount * shares[:, PUBLIC])

    def _pay_first_months(self) -> None:
        """Pay what the first months of a wage-related benefit are higher by."""
        law, grid = self.world.law, self.grid
        months = grid.law_at(law.lgu_first_months)
        higher = (grid.law_at(law.lgu_first_share) - grid.law_at(law.lgu_share)) * months / MONTHS
        for kind in (PARTIAL, WHOLE):
            self._bear(Item.WGA_LGU, self.course.new_base[kind] * higher, self.bearers.entering[:, kind])

    def _pay_advances(self) -> None:
        """Pay what is not claimed back of advances to who turns out to have no right."""
        bridged = self.reading.bridged.sum(axis=(1, 2))
        held = self.reading.mean_of_quarter(self.reading.advances(bridged).held)
        onsets = self.expected.onsets
        base = shifted(ratio(*(onsets.stages[one].sum(axis=(1, 2)) for one in self.reading.long)), self.waiting)
        waived = self.world.behaviour.advance_waived[self.grid.year_of(self.grid.middles)]
        self._post(Item.WGA_LGU, Payer.AOF, held * base * self.grid.law_at(self.world.law.lgu_share) * waived)

    def _extended(self) -> Floats:
        """Return who is in an imposed extension, in person-quarters, (T,)."""
        gate = self.claims.gate
        weeks = np.einsum("to,tod->td", gate.imposed, gate.extended) / WEEKS
        persons = (self.filed.at_gate * self.course.at_risk).sum(axis=(1, 2))
        return sum(
            (shifted(persons * weeks[:, delay], self.waiting + delay + MIDDLE) for delay in range(weeks.shape[1])),
            start=np.zeros(len(persons)),
        )

    def _pay_extensions(self) -> None:
        """Pay the wage of who is in an extension."""
        persons = self.extended
        self.stock[:, Status.SANCTIE] = self.grid.at_year_end(persons)
        followed = self.world.behaviour.advice_followed / WORD
        by_insurer = shifted(self.absence.relieved, self.waiting) * followed
        for item, wage in (
            (Item.LOON_SANCTIE, self.absence.extended_wage),
            (Item.CAO_AANVULLING, self.absence.extended_top),
        ):
            amount = persons * shifted(wage, self.waiting)
            self._post(item, Payer.WERKGEVER, amount * (1.0 - by_insurer))
            self._post(item, Payer.VERZEKERAAR, amount * by_insurer)

    def _pay_unemployment(self) -> None:
        """Pay unemployment benefit after a refusal, a claim not made, or the end of sickness benefit."""
        law, behaviour, grid = self.world.law, self.world.behaviour, self.grid
        stops = 1.0 - behaviour.under35_works / WORD
        lost = self.reading.refused * stops
        lost += self.reading.after(self.filed.dropped, law.waiting_weeks) * stops
        ended = self.reading.after(self.filed.assessed_ended, float(law.ezwb_week[0]))
        lost += ended * (1.0 - behaviour.ezwb_to_work / WORD)
        lost *= behaviour.under35_ww / WORD
        of_birth = lost.sum(axis=2)
        per_quarter = behaviour.under35_ww_rate * WEEKS
        longest = int(self.expected.people.ww.max())
        base = shifted(
            ratio(*(self.expected.onsets.stages[one].sum(axis=(1, 2)) for one in self.reading.long)), self.waiting
        )
        sector = grid.law_at(law.ww_sector_fund) * grid.law_at(law.ww_sector_months) / MONTHS
        public = shifted(self.absence.government, self.waiting)
        persons, by_fund = np.zeros(grid.quarters), np.zeros(grid.quarters)
        for quarter in range(longest):
            begins = (of_birth * (self.expected.people.ww > quarter)).sum(axis=1)
            still = np.exp(-per_quarter * quarter) * -np.expm1(-per_quarter) / per_quarter
            here = shifted(begins * still, quarter + MIDDLE)
            persons += here
            by_fund += shifted(begins * still * np.clip(sector - quarter, 0.0, 1.0), quarter + MIDDLE)
        self.stock[:, Status.WW] = grid.at_year_end(persons)
        amount = base * grid.law_at(law.ww_share)
        by_fund = public * persons + (1.0 - public) * by_fund
        self._post(Item.WW, Payer.SECTORFONDS_UFO, by_fund * amount)
        self._post(Item.WW, Payer.AWF, (persons - by_fund) * amount)
        higher = (grid.law_at(law.ww_first_share) - grid.law_at(law.ww_share)) * grid.law_at(law.ww_first_months)
        self._post(Item.WW, Payer.AWF, lost.sum(axis=(1, 2)) * base * higher / MONTHS)
        self._post(Item.TW, Payer.RIJK, persons * self.absence.supplements[WGA_SHARE])

    def _examined(self) -> tuple[Floats, Floats]:
        """Return the examinations by the doctor and by the labour expert, by quarter, (T,)."""
        claims = self.claims
        decided = self.reading.total_by_decision(claims.refused + claims.awarded.sum(axis=0))
        simple = self.reading.total_by_decision(claims.simple)
        by_doctor = decided - simple
        return by_doctor, simple + by_doctor * (1.0 - self.world.behaviour.doctor_alone / WORD)

    def _tested(self) -> Floats:
        law = self.world.law
        return self.reading.total_after(self.filed.reports, float(law.first_decision[0] + law.timely_decision[0]) / 2)

    def _pay_execution(self) -> None:
        behaviour = self.world.behaviour
        by_doctor, by_expert = self.examined
        tested = self._tested()
        costs = by_doctor * behaviour.doctor_cost + by_expert * behaviour.expert_cost + tested * behaviour.test_cost
        self.money[:, Item.UITVOERING, Payer.AOF] += costs

    def _count_stocks(self) -> None:
        """Count persons on 31 December by status, as far as they are known."""
        grid, absence, persons = self.grid, self.absence, self.course.persons
        behaviour = self.world.behaviour
        unused = 1.0 - behaviour.uses_half / WORD
        in_follow_up = persons[:, PARTIAL, LATER] * unused
        beside = (persons[:, :LASTING, BESIDE] * self.course.beside_early).sum(axis=1)
        early = persons[:, :LASTING, EARLY].sum(axis=1) + beside
        later = persons[:, :LASTING, LATER:].sum(axis=(1, 2)) - beside - in_follow_up
        advances = (self.reading.before_refusal.held + self.reading.before_iva.held).sum(axis=(1, 2))
        lasting = persons[:, LASTING].sum(axis=1) - self.reading.before_iva.held.sum(axis=(1, 2))
        for status, values in (
            (Status.ZIEK_LOON, absence.on_wage),
            (Status.ZIEK_ZW, absence.in_ziektewet),
            (Status.WGA_LGU, early + advances),
            (Status.WGA_LAU, later),
            (Status.WGA_VVU, in_follow_up),
            (Status.IVA, lasting),
        ):
            self.stock[:, status] = grid.at_year_end(values)

    def _events(self) -> Floats:
        """Return the events that are followed, (Y, events)."""
        found = np.full((self.grid.years, len(Event)), np.nan)
        reading = self.reading
        for event, values in reading.events().items():
            found[:, event] = self.grid.per_year(values)
        persons = reading.mean_of_quarter(self.course.stock.sum(axis=(2, 3)).T)
        bridged, lasting = (
            reading.mean_of_quarter(one.sum(axis=(1, 2)))
            for one in (reading.before_refusal.held, reading.before_iva.held)
        )
        by_doctor, by_expert = self.examined
        gate = self.claims.gate
        stands = 1.0 - gate.imposed[:, LAPSING] / np.where(gate.chance[:, LAPSING] > 0.0, gate.chance[:, LAPSING], 1.0)
        lapsing = (gate.chance[:, LAPSING] * stands).sum(axis=1) / assessed_in_time(self.world, self.grid)
        law = self.world.law
        decision = float(law.first_decision[0] + law.timely_decision[0]) / 2
        lapsed = reading.total_after(self.filed.reports * lapsing[:, None, None], decision)
        for event, by_quarter in (
            (Event.SANCTION_LAPSED, lapsed),
            (Event.SANCTION_DAYS, self.extended * WEEKS * DAYS),
            (Event.WGA_DAYS, (persons[:, :LASTING].sum(axis=1) + bridged + lasting) * WEEKS * DAYS),
            (Event.IVA_DAYS, (persons[:, LASTING] - lasting) * WEEKS * DAYS),
            (Event.ASSESSED_BY_DOCTOR, by_doctor),
            (Event.ASSESSED_BY_EXPERT, by_expert),
        ):
            found[:, event] = self.grid.per_year(by_quarter)
        of_half = self._of_half()
        found[:, Event.LAU2_YEAR_END] = self.grid.at_year_end(of_half)
        found[:, Event.LAU1_YEAR_END] = self.stock[:, Status.WGA_LAU] - found[:, Event.LAU2_YEAR_END]
        return found

    def _of_half(self) -> Floats:
        """Return who earns at least half of the remaining capacity after the wage-related benefit, (T,)."""
        behaviour = self.world.behaviour
        return self.course.persons[:, PARTIAL, LATER] * ((behaviour.uses_half - behaviour.uses_whole) / WORD)
