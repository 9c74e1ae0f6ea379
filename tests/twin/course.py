"""Keep a life and let it post: what sections 2 and 3 of docs/life.md call the state, and the verbs that change it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from twin.chance import NEVER, Chance, Words
from twin.ledger import OUTSIDE, Ledger
from twin.tables import Tables

EMPLOYER, CONTRACT_ENDED, AGENCY, UNEMPLOYED, OTHER, NO_RISK = range(6)
"""Routes of a spell; `other` is pregnancy, `unemployed` the WW."""

ADMINISTRATIVE, SUBSTANTIVE = (0, 1), (2, 3)
SUFFICIENT, LAPSED, INCOME_ONLY, RETURN_ONLY = 4, 5, 6, 7
"""Outcomes of the gate."""

FULL_LASTING = 5
"""Kind of the right, and level of severity, of the IVA."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a right that has ended, for its re-opening."""

    wage: int
    base: int
    route: int
    use: int
    ewt: int
    own_risk: int
    voluntary: int
    simple: int
    level: int


@dataclass
class Life:
    """The state of one life, all whole numbers; `replace` copies it."""

    cohort: int
    sex: int = 0
    birth: int = 0
    exit: int = 0
    death: int = 0
    aow: int = 0
    history_start: int = 0
    work_since: int = 0
    wage_rank: int = 0
    frailty: int = 0
    household: int = 0
    schooling: int = 0
    replicate: int = 0

    status: str = OUTSIDE
    since: int = 0
    under35: int = 0

    onset: int = 0
    clock: int = 0
    free: int = 0

    job: int = 0
    job_start: int = 0
    job_end: int = 0
    change: int = 0
    contract: int = 0
    size: int = 0
    sector: int = 0
    erd_wga: int = 0
    erd_zw: int = 0
    insured: int = 0
    policy: int = 0

    started: int = 0
    sick: int = 0
    cause: int = 0
    wage: int = 0
    base: int = 0
    route: int = EMPLOYER
    ewt: int = 0
    tracked: int = 0
    relieved: int = 0
    voluntary: int = 0
    claimed: int = 0
    due: int = NEVER
    decided: int = NEVER
    decided_in: int = 0
    satisfied: int = 0
    gate: int = SUFFICIENT
    ground: int = 0
    medical: int = 0
    returned: int = 0
    served: int = 0

    use: int = 0
    level: int = 0
    simple: int = 0
    own_job: int = 0
    advanced_until: int = 0

    kind: int = 0
    own_risk: int = 0
    wia_start: int = 0
    lgu_end: int = 0
    deferred: int = 0
    step: int = 0
    resumed: int = NEVER
    right_end: int = 0
    relapse: int = 0
    protected: int = 0
    guarantee_base: int = 0
    guarantee_end: int = 0

    reopen: int = NEVER
    kept: Kept | None = None
    no_risk_free: int = 0
    no_risk_until: int = 0


class Split:
    """What a split does at the decisions of the baseline's own life; a plain life does nothing."""

    def at_gate(self, course: "Course") -> None:
        """Meet the gate, before anything of it is done."""

    def passed_by(self, course: "Course") -> None:
        """Meet the end of a spell that did not lead to the gate."""

    def at_objection(self, course: "Course", *, outcome: int) -> None:
        """Meet the decision on an objection."""

    def at_award(self, course: "Course", week: int, *, factor: "Factor", extended: bool) -> None:
        """Meet the decision on a claim."""

    def at_shortcoming(self, course: "Course") -> None:
        """Meet the decision on the shortcoming of an own-risk bearer."""


@dataclass
class Course:
    """A life under way: its tables, its chance, where it posts and with what weight."""

    life: Life
    tables: Tables
    chance: Chance
    ledger: Ledger
    weight: int
    split: Split
    spared: int | None = None
    """The threshold of an EZWb of this spell that ends the rights of those with the least prospect."""

    def continuation(self, *, tables: Tables, ledger: Ledger, weight: int, replicate: int) -> "Course":
        """Return a course that goes on from here, with a life of its own."""
        life = replace(self.life, replicate=replicate)
        return Course(life, tables, self.chance, ledger, weight, Split())

    def draw(self, name: str, step: int = 0) -> Words:
        """Return the words of a choice."""
        return self.chance.choice(name, step, onset=self.life.onset, replicate=self.life.replicate)

    @property
    def present(self) -> int:
        """Return the week until which she is present: death, AOW or the end of the clock."""
        return min(self.life.death, self.life.aow, self.tables.weeks)

    def age(self, week: int) -> int:
        """Return completed years."""
        return self.tables.ages.years[week - self.life.birth]

    def band6(self, week: int) -> int:
        """Return the age band of absence, jobs and wages."""
        return self.tables.ages.band6[self.age(week)]

    def band7(self, week: int) -> int:
        """Return the age band of lengths of spells and the WIA."""
        return self.tables.ages.band7[self.age(week)]

    def years(self, start: int, end: int) -> float:
        """Return the length of a stretch in years."""
        return self.tables.years_between(start, end)

    def wage_at(self, week: int) -> int:
        """Return the wage in eurocents a month in the job as last placed."""
        t, life, band = self.tables, self.life, self.band6(week)
        year = t.year(week)
        table = t.population.wage_month[band][life.sex][life.contract][life.sector]
        factor = t.population.wage_quantile[life.wage_rank] * t.beside.wage_correction[year][band]
        return int((table * factor) * t.beside.wage_level[year])

    # Statuses.

    def move(self, week: int, status: str) -> None:
        """Change status."""
        life = self.life
        if status == life.status:
            return
        origin = life.status
        self.stay(week)
        self.ledger.count_flow(origin, status, week, weight=self.weight)
        life.status = status

    def stay(self, week: int) -> None:
        """Count the status up to a week."""
        self.ledger.count_stock(self.life.status, self.life.since, week, weight=self.weight)
        self.life.since = week

    def leave(self, week: int) -> bool:
        """End the life by death, AOW or the end of the clock; it does not go on."""
        if week < self.tables.weeks:
            self.move(week, "overleden" if self.life.death <= self.life.aow else "aow")
        return self.end()

    def end(self) -> bool:
        """Stay as she is to the end of the clock; the life does not go on."""
        self.stay(self.tables.weeks)
        return False

    def work(self, week: int) -> bool:
        """Be at work again; the life goes on."""
        life = self.life
        self.move(week, "onder35_werk" if life.under35 else "werk")
        life.free, life.served = week, 0
        return True

    # Posting.

    def pay(self, item: str, payer: str, start: int, end: int, monthly: int) -> None:
        """Post a monthly amount over a stretch."""
        self.ledger.pay(item, payer, start, end, monthly, weight=self.weight)

    def pay_once(self, item: str, payer: str, week: int, amount: int) -> None:
        """Post an amount."""
        self.ledger.pay_once(item, payer, week, amount, weight=self.weight)

    def count(self, event: str, week: int) -> None:
        """Count an event."""
        self.ledger.count(event, week, weight=self.weight)

    def supplement(self, start: int, end: int, benefit: int, *, income: int) -> None:
        """Post the supplement up to the social minimum on a benefit."""
        life, law = self.life, self.tables.law
        if life.household == 0:
            return
        minimum = int(law.social_minimum[start][life.household] * law.minimum_wage)
        self.pay("tw", "rijk", start, end, max(min(minimum - benefit - income, life.base - benefit), 0))

    def pieces(self, start: int, end: int, *borders: int, by_law: bool = True) -> "list[tuple[int, int]]":
        """Cut a stretch at the borders within it, and where the law of payment changes."""
        found: list[tuple[int, int]] = []
        while start < end:
            at_change = (self.tables.law.next_change[start],) if by_law else ()
            stop = min((b for b in (*borders, *at_change) if start < b < end), default=end)
            found.append((start, stop))
            start = stop
        return found

    # Counts of the WIA.

    def inflow(self, week: int, *, iva: bool) -> None:
        """Count an inflow in the WIA."""
        self.ledger.count_wia_inflow(week, iva=iva, person=self._person(week), weight=self.weight)

    def spend(self, start: int, end: int, *, iva: bool) -> None:
        """Count a stretch in the WIA: year ends and days."""
        for year in range(self.tables.year(start), self.tables.year(end)):
            self.ledger.count_wia_stock(year, iva=iva, person=self._at_year_end(year), weight=self.weight)
        self.ledger.count_days("iva_days" if iva else "wga_days", start, end, weight=self.weight)

    def advance(self, week: int) -> None:
        """Count one whose advance begins."""
        self.ledger.count_advance_inflow(week, person=self._person(week), weight=self.weight)

    def spend_on_advance(self, start: int, end: int) -> None:
        """Count a stretch on an advance: its year ends."""
        for year in range(self.tables.year(start), self.tables.year(end)):
            self.ledger.count_advance_stock(year, person=self._at_year_end(year), weight=self.weight)

    def _person(self, week: int) -> int:
        return self.band7(week) * 2 + self.life.sex

    def _at_year_end(self, year: int) -> int:
        return self._person(self.tables.first(year + 1) - 1)


Factor = Callable[[Tables], float]
"""Return the factor on the chance of an award by the tables of a policy."""

Decision = Callable[[Course], bool]
"""Take up a life at a decision and live it until she is at work again (True) or the life is over (False)."""
