"""Follow who is sick in totals: on whose wage, by which route in the Ziektewet, and what is paid.

Nothing here depends on the year of birth, so that spells are followed by quarter of illness for every age band, sex and
contract. Sums by quarter are in eurocents at the benefit index, persons in person-quarters.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Item, Payer, Sector
from poortwachter.simulation.insurance import insured_share
from poortwachter.study.expected.filed import kept
from poortwachter.study.expected.grid import MIDDLE, MONTHS, WEEKS, WORD, Floats, ratio, shifted
from poortwachter.study.expected.people import People
from poortwachter.study.expected.spells import QUARTERS_SICK, Onsets, Stage, employers, sectors
from poortwachter.study.expected.wages import ZW_SHARE

FIRST_YEAR_QUARTERS: Final = QUARTERS_SICK // 2


class Absence(NamedTuple):
    """The sick by quarter (T), and means over long spells by quarter of onset (T,)."""

    money: Floats
    """(T, item, payer) eurocents in the quarter."""
    on_wage: Floats
    in_ziektewet: Floats
    """(T,) persons in the quarter."""
    floor: Floats
    """(T,) maandloon, at most the minimum wage, as a share of the maandloon, of long spells."""
    supplements: Floats
    """(S, T) supplement a month, eurocents, on a benefit of a share of the maandloon."""
    extended_wage: Floats
    extended_top: Floats
    """(T,) wage a month of who stands at the gate, by law and on top of it, in an extension."""
    relieved: Floats
    """(T,) share of employers among them with a policy that takes over their duties."""
    own_risk: Floats
    """(T,) share of own-risk bearers for the WGA among the employers of long spells."""
    government: Floats
    """(T,) share of public employers among them."""
    public: Floats
    """(T,) share of the unemployed, pregnancy and no-risk among claims from the Ziektewet."""


def absence_of(world: World, people: People, onsets: Onsets, *, at_risk: Floats) -> Absence:
    """Return the sick; at_risk: (T, B, 2) as in the course."""
    return _Absence(world, people, onsets, at_risk=at_risk).read()


class _Absence:
    """The spells that begin in every quarter, by age band, sex and contract."""

    def __init__(self, world: World, people: People, onsets: Onsets, *, at_risk: Floats) -> None:
        self.world, self.grid, self.onsets = world, people.grid, onsets
        self.year = self.grid.year_of(self.grid.middles)
        exposed = np.einsum("tbs,tba->tas", people.employed * at_risk, people.bands, optimize=True)
        self.exposed = exposed[..., None] * people.contracts[self.year][:, :, None] * WEEKS
        """(T, 6, 2, C) person-weeks at work in the quarter."""
        self.spells = self.exposed * onsets.sick.onset[self.year]
        self.stays = kept(world, self.grid)
        self.wages = onsets.wages
        self.sizes = employers(world).sum(axis=4)
        self.money = np.zeros((self.grid.quarters, len(Item), len(Payer)))

    def read(self) -> Absence:
        """Return what is known of the sick."""
        on_wage = self._pay_wages()
        in_ziektewet = self._pay_sickness_benefit()
        wages, population = self.wages, self.world.population
        return Absence(
            money=self.money,
            on_wage=on_wage,
            in_ziektewet=in_ziektewet,
            floor=ratio(self._mean(wages.floor), self._mean(wages.base)),
            supplements=np.stack([self._mean(one) for one in wages.supplements]),
            extended_wage=self._mean(wages.year2, stage=Stage.END_EMPLOYER),
            extended_top=self._mean(wages.top3, stage=Stage.END_EMPLOYER),
            relieved=self._mean(self._of_year_and_size(self.world.behaviour.relieved / WORD), stage=Stage.END_EMPLOYER),
            own_risk=self._mean(self._of_size(population.erd_wga), stage=Stage.END_EMPLOYER),
            government=self._mean(sectors(self.world)[None, ..., Sector.OP_OVERHEID_ONDERWIJS]),
            public=self._public(),
        )

    def _of_size(self, threshold: npt.NDArray[np.uint64]) -> Floats:
        """Return the mean of chances by size of the employer, (1, 6, 2, C)."""
        return (self.sizes @ (threshold / WORD))[None]

    def _of_year_and_size(self, shares: Floats) -> Floats:
        """Return the mean of shares by year and size of the employer (Y, 5), (Y, 6, 2, C)."""
        return np.moveaxis(self.sizes @ shares.T, -1, 0)

    def _mean(self, values: Floats, *, stage: Stage = Stage.LONG) -> Floats:
        """Return the mean of values (Y or 1, 6, 2, C) over spells that come to a stage, by quarter of onset, (T,)."""
        weight = self.exposed * self.onsets.rates[self.year, ..., stage]
        by_year = np.broadcast_to(values, self.onsets.sick.onset.shape)[self.year]
        return ratio((weight * by_year).sum(axis=(1, 2, 3)), weight.sum(axis=(1, 2, 3)))

    def _flows(self, weeks: Floats, amount: Floats | float = 1.0) -> Floats:
        """Return sums over spells of weeks (Y, 6, 2, C, 8) times amounts (Y, 6, 2, C), by quarter of onset, (T, 8)."""
        by_spell = (weeks * np.asarray(amount)[..., None])[self.year] / WEEKS
        return np.einsum("tasc,tascj->tj", self.spells, by_spell, optimize=True)

    def _placed(self, flows: Floats) -> Floats:
        """Return flows by quarter of onset and of illness (T, 8) by calendar quarter, (T,)."""
        return sum(
            (shifted(flows[:, quarter], quarter + MIDDLE) for quarter in range(flows.shape[1])),
            start=np.zeros(len(flows)),
        )

    def _post(self, item: Item, payer: Payer, monthly: Floats) -> None:
        self.money[:, item, payer] += monthly * MONTHS

    def _pay_wages(self) -> Floats:
        """Pay the wages of spells, and return who is on them, (T,)."""
        weeks, wages = self.onsets.weeks, self.wages
        insured = self._of_year_and_size(insured_share(self.world))
        halves = slice(0, FIRST_YEAR_QUARTERS), slice(FIRST_YEAR_QUARTERS, None)
        for item, half, due, top in (
            (Item.LOON_JAAR1, halves[0], wages.year1, wages.top1),
            (Item.LOON_JAAR2, halves[1], wages.year2, wages.top2),
        ):
            for one, amount in ((item, due), (Item.CAO_AANVULLING, top)):
                whole = self._in_half(weeks.wage, half, amount)
                by_insurer = self._in_half(weeks.beyond, half, amount * insured)
                self._post(one, Payer.WERKGEVER, whole - by_insurer)
                self._post(one, Payer.VERZEKERAAR, by_insurer)
        self._pay_short_spells()
        return self._placed(self._flows(weeks.wage))

    def _in_half(self, weeks: Floats, half: slice, amount: Floats) -> Floats:
        flows = np.zeros((self.grid.quarters, QUARTERS_SICK))
        flows[:, half] = self._flows(weeks[..., half], amount)
        return self._placed(flows)

    def _pay_short_spells(self) -> None:
        """Pay the working days of spells that end in their first week."""
        days = self.world.behaviour.first_week_days / self.world.law.days_per_month
        short = self.spells * (1.0 - self.onsets.sick.paid[self.year, :, :, 1])[..., None]
        for item, amount in ((Item.LOON_JAAR1, self.wages.year1), (Item.CAO_AANVULLING, self.wages.top1)):
            paid = np.einsum("tasc,tasc->t", short, amount[self.year])
            self.money[:, item, Payer.WERKGEVER] += paid * days

    def _kept_flows(self, weeks: Floats, amount: Floats | float) -> Floats:
        """Return flows of a route that the assessment after a year ends for some, (T, 8)."""
        flows = self._flows(weeks, amount)
        flows[:, FIRST_YEAR_QUARTERS:] *= self.stays[:, None]
        return flows

    def _pay_sickness_benefit(self) -> Floats:
        """Pay sickness benefit by route, with its supplement, and return who receives it, (T,)."""
        weeks, base, law = self.onsets.weeks, self.wages.base, self.world.law
        share = self.grid.law_at(law.zw_share)
        own = self._of_size(self.world.population.erd_zw)
        persons = np.zeros(self.grid.quarters)
        unemployed = self._kept_flows(weeks.unemployed, base)
        first = min(float(law.ww_sick_weeks[0]) / WEEKS, 1.0)
        in_ww = self._placed(unemployed * np.eye(1, QUARTERS_SICK)) * first
        self._post(Item.WW, Payer.AWF, in_ww * self.grid.law_at(law.ww_share))
        self._post(Item.ZW, Payer.AWF, (self._placed(unemployed) - in_ww) * share)
        for flows in (self._kept_flows, self._flows):
            route = weeks.flexible if flows == self._kept_flows else weeks.flexible_later
            of_all, of_own = flows(route, base), flows(route, base * own)
            whk = self.grid.law_at(law.zw_flex_whk)[:, None]
            self._post(Item.ZW, Payer.ERD, self._placed(of_own) * share)
            self._post(Item.ZW, Payer.WHK, self._placed((of_all - of_own) * whk) * share)
            self._post(Item.ZW, Payer.SECTORFONDS_UFO, self._placed((of_all - of_own) * (1.0 - whk)) * share)
            persons += self._placed(flows(route, 1.0))
        pregnancy = self.grid.law_at(law.zw_share_pregnancy)
        self._post(Item.ZW, Payer.AOF, self._placed(self._flows(weeks.other, base)) * pregnancy)
        persons += self._placed(self._kept_flows(weeks.unemployed, 1.0))
        supplement = self.wages.supplements[ZW_SHARE]
        topped = self._kept_flows(weeks.unemployed + weeks.flexible, supplement)
        topped += self._flows(weeks.flexible_later, supplement)
        self._post(Item.TW, Payer.RIJK, self._placed(topped))
        return persons + self._placed(self._flows(weeks.other))

    def _public(self) -> Floats:
        """Return the share of who is not at a former employer's charge among claims from the Ziektewet, (T,)."""
        rates = self.onsets.rates[self.year]
        first = (self.exposed * rates[..., Stage.CLAIMS_FIRST_YEAR]).sum(axis=(1, 2, 3)) * self.stays
        later = (self.exposed * rates[..., Stage.CLAIMS_LATER]).sum(axis=(1, 2, 3))
        unemployed = (self.exposed * rates[..., Stage.CLAIMS_WW]).sum(axis=(1, 2, 3)) * self.stays
        other = (self.exposed * rates[..., Stage.CLAIMS_OTHER]).sum(axis=(1, 2, 3))
        return ratio(unemployed + other, first + later)
