"""Every part of the law happens in a life when it should and never otherwise, with the weeks and euros of its rule.

The population is small and ill: almost one in ten spells lasts beyond week 42, so that a few thousand lives meet
everything. Whole lives are compared worker by worker; single steps of a life (a spell, the gate, a re-opening) are
lived again from the same moment under another law; amounts are held against slow twins that go week by week through
the calendar.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poortwachter.accounting import columns
from poortwachter.accounting.balance import require_balance
from poortwachter.kernel import state as s
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import enter, simulate_block
from poortwachter.kernel.transition.assessment import duration_of_ww, pay_ww, refuse
from poortwachter.kernel.transition.benefits import live_in_iva, live_in_wga, own_risk_end, pay_wga
from poortwachter.kernel.transition.dismissal import dismiss
from poortwachter.kernel.transition.gate import apply_law, extension, pass_gate
from poortwachter.kernel.transition.sickness import AT_GATE, begin_spell, fall_sick, pay_wage, pay_zw, ziektewet
from poortwachter.kernel.transition.terms import duration_of_lgu
from poortwachter.kernel.transition.wia import change_level, protection_of, reopen, resume_beside
from poortwachter.kernel.transition.work import OVER, REOPENED, end_of_presence, next_spell, wage_of
from poortwachter.law.rules.wga import NO_RIGHT
from poortwachter.primitives.codes import GROUPS, Event, Item, Payer, Sector, Status
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.primitives.weeks import WEEKS_PER_YEAR, monday_of, week_of
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world

HORIZON = Horizon(last_year=2024, price_year=2022, frozen=False)
START = date(2004, 1, 1)
END = date(2025, 1, 1)
NUMBER = 8 * GROUPS
"""Workers of the first cohort whose whole lives are compared."""
FOLLOWED = 3 * GROUPS
"""Workers whose steps are followed one by one."""
KEY = (np.uint64(1), np.uint64(0))
ONE = np.int64(1)
WORD = 1 << 32
CENT_BY_PAYER = 2
"""What splitting an amount over payers can cost in whole cents."""
RARE = 1e-9
"""A weekly rate of what must not happen."""

IN_FORCE: dict[str, Any] = {"wia.vereenvoudigd_60plus": True}


Rows = Any
"""Ledgers of single workers (workers, Y, C), or one of them (Y, C): int64."""
Life = Any
"""The state of a life: int64 (N_FIELDS,)."""
Record = Any
"""A packed world."""
Override = dict[str, Any]
Busy = Callable[..., Built]


# ---- worlds and ledgers ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def busy(build: Callable[..., Built], much_illness: Override) -> Busy:
    """Return a builder of worlds of much illness, with overrides that hold from the start."""

    def built(*, law: Override | None = None, behaviour: Override | None = None) -> Built:
        return build(law=IN_FORCE | (law or {}), behaviour=much_illness | (behaviour or {}), horizon=HORIZON)

    return built


class Place:
    """A world, packed for the kernel, with its law; short where a failing example prints its arguments."""

    def __init__(self, world: s.World, law: ParameterSet) -> None:
        self.world, self.record, self.law = world, pack(world), law

    def __repr__(self) -> str:
        return "Place()"


@pytest.fixture(scope="module")
def place(busy: Busy, current: Parameters) -> Place:
    return Place(busy().world, current.law)


@pytest.fixture(scope="module")
def world(place: Place) -> s.World:
    return place.world


@pytest.fixture(scope="module")
def record(place: Place) -> Record:
    return place.record


@pytest.fixture(scope="module")
def usual(world: s.World) -> Rows:
    return rows_of(world)


def filled(table: Any, values: Mapping[str, Any]) -> Any:
    """Return a table in which some fields hold one value throughout."""
    return table._replace(
        **{
            name: np.full_like(getattr(table, name), value) if isinstance(getattr(table, name), np.ndarray) else value
            for name, value in values.items()
        }
    )


def varied(world: s.World, *, law: Override | None = None, behaviour: Override | None = None) -> s.World:
    """Return a world in which some fields of the tables that the kernel reads hold one value throughout."""
    return world._replace(law=filled(world.law, law or {}), behaviour=filled(world.behaviour, behaviour or {}))


def rows_of(world: s.World) -> Rows:
    """Return the ledgers of the first workers, one by one, after closing their books."""
    record = pack(world)
    rows = np.zeros((NUMBER, world.clock.years, columns.N_COLUMNS), dtype=np.int64)
    for first in range(0, NUMBER, GROUPS):
        simulate_block(rows[first : first + GROUPS], record, KEY, 0, first, first + GROUPS, scratch())
    require_balance({"lives": rows}, first_year=START.year)
    return rows


def counted(rows: Rows, *events: Event) -> Any:
    """Return how often events happened, over all years."""
    return rows[..., [columns.FIRST_EVENT + event for event in events]].sum(axis=(-1, -2))


def paid(rows: Rows, *items: Item, by: tuple[Payer, ...] = tuple(Payer)) -> Any:
    """Return what some payers paid for some items over all years, in eurocents."""
    chosen = [place for place, (item, payer) in enumerate(columns.MONEY) if item in items and payer in by]
    return rows[..., chosen].sum(axis=(-1, -2))


def into(rows: Rows, *targets: Status) -> Any:
    """Return how often someone came into one of some statuses."""
    chosen = [columns.FIRST_FLOW + i for i, (_, target) in enumerate(columns.TRANSITIONS) if target in targets]
    return rows[..., chosen].sum(axis=(-1, -2))


def advances(rows: Rows) -> Any:
    return rows[..., columns.FIRST_ADVANCE_STOCK : columns.ERROR_COLUMN].sum(axis=(-1, -2))


WAGES = (Item.LOON_JAAR1, Item.LOON_JAAR2, Item.LOON_SANCTIE, Item.CAO_AANVULLING)
WGA = (Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU)
WIA = (*WGA, Item.IVA)
SANCTIONS = (Event.SANCTION_ADMINISTRATIVE, Event.SANCTION_SUBSTANTIVE)
AWARDS = (Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA)


# ---- one step of a life ---------------------------------------------------------------------------------------------


class Lived(NamedTuple):
    """One step of a life: the state after it, its ledger (Y, C), and where the kernel goes on."""

    life: Life
    row: Rows
    resumed: Any


class Moment(NamedTuple):
    """A life where a step begins; `call` is what a spell was drawn with."""

    life: Life
    call: tuple[Any, Any, Any]


class Moments(NamedTuple):
    """Where the spells of over six weeks, the gates and the re-openings of some lives begin."""

    spells: list[Moment]
    gates: list[Life]
    reopenings: list[Life]


def empty_row() -> Rows:
    return np.zeros((HORIZON.years, columns.N_COLUMNS), dtype=np.int64)


def live_spell(record: Record, moment: Moment) -> Lived:
    life, row = moment.life.copy(), empty_row()
    return Lived(life, row, fall_sick(row, ONE, record, KEY, life, *moment.call))


def live_gate(record: Record, at: Life) -> Lived:
    life, row = at.copy(), empty_row()
    outcome = np.int64(apply_law(record, life, life[s.GATE]))
    return Lived(life, row, pass_gate(row, ONE, record, KEY, life, outcome))


def live_reopening(record: Record, at: Life) -> Lived:
    life, row = at.copy(), empty_row()
    return Lived(life, row, reopen(row, ONE, record, KEY, life))


def moments_of(record: Record) -> Moments:
    """Follow whole lives as the kernel does, and keep where their steps begin."""
    moments = Moments([], [], [])
    for worker in range(FOLLOWED):
        follow(record, worker, moments)
    return moments


def follow(record: Record, worker: int, moments: Moments) -> Rows:
    """Live one life step by step; return its ledger."""
    life, row = np.zeros(s.N_FIELDS, dtype=np.int64), empty_row()
    enter(row, ONE, record, KEY, life, 0, worker)
    resumed = 0
    while resumed != OVER:
        length, word, route = next_spell(row, ONE, record, KEY, life)
        if length == OVER:
            break
        if length == REOPENED:
            moments.reopenings.append(life.copy())
            resumed = reopen(row, ONE, record, KEY, life)
            continue
        call = (np.int64(length), np.uint64(word), np.uint64(route))
        if length > 6:
            moments.spells.append(Moment(life.copy(), call))
        resumed = fall_sick(row, ONE, record, KEY, life, *call)
        if resumed == AT_GATE:
            moments.gates.append(life.copy())
            outcome = np.int64(apply_law(record, life, life[s.GATE]))
            resumed = pass_gate(row, ONE, record, KEY, life, outcome)
    return row


@pytest.fixture(scope="module")
def moments(record: Record) -> Moments:
    return moments_of(record)


def test_a_life_that_is_followed_step_by_step_has_the_ledger_of_the_kernel(record: Record, usual: Rows) -> None:
    for worker in range(100):
        np.testing.assert_array_equal(follow(record, worker, Moments([], [], [])), usual[worker])


def test_enough_happens_to_judge_by(usual: Rows, moments: Moments) -> None:
    happened = {event: counted(usual, event).sum() for event in Event}
    assert {event.name for event, number in happened.items() if number == 0} == {
        "SANCTION_LAPSED",
        "PROTECTED_YEAR_END",
    }
    assert len(moments.gates) > 100
    assert len(moments.reopenings) > 30


# ---- switched off: never --------------------------------------------------------------------------------------------

Measure = Callable[[Rows], Any]
Part = tuple[Override, Override, Measure]
"""Law and behaviour that switch a part off, and what is then zero."""


def occurs(*events: Event) -> Measure:
    return lambda rows: counted(rows, *events)


def costs(*items: Item, by: tuple[Payer, ...] = tuple(Payer)) -> Measure:
    return lambda rows: paid(rows, *items, by=by)


NEVER: dict[str, Part] = {
    "voluntary extension": ({}, {"verlenging_vrijwillig.kans": 0.0}, occurs(Event.VOLUNTARY_EXTENSION)),
    "satisfactory result": ({}, {"dossier.structureel_werk": 0.0}, occurs(Event.SATISFACTORY_RESULT)),
    "objection": ({}, {"loonsanctie.bezwaar": 0.0}, occurs(Event.OBJECTION_UPHELD)),
    "objection upheld": ({}, {"loonsanctie.bezwaar_gegrond": 0.0}, occurs(Event.OBJECTION_UPHELD)),
    "sanctions": (
        {},
        {"riv_toets.kans_inhoudelijk": 0.0, "riv_toets.kans_administratief": 0.0},
        lambda rows: counted(rows, *SANCTIONS, Event.OBJECTION_UPHELD) + into(rows, Status.SANCTIE),
    ),
    "wages in an extension": (
        {},
        {"riv_toets.kans_inhoudelijk": 0.0, "riv_toets.kans_administratief": 0.0},
        costs(Item.LOON_SANCTIE),
    ),
    "repair": ({}, {"loonsanctie.hersteld": 0.0}, occurs(Event.SANCTION_REPAIRED)),
    "extended ziekengeld, by law": ({"zw.verlenging_erd": 0.0}, {}, occurs(Event.ZW_EXTENDED)),
    "extended ziekengeld": ({}, {"ziekengeld.verlenging_factor": 0.0}, occurs(Event.ZW_EXTENDED)),
    "recourse": ({}, {"zw.verhaal_kans": 0.0}, occurs(Event.ZW_RECOURSE)),
    "recourse, its money": ({}, {"zw.verhaal_kans": 0.0}, costs(Item.ZW, by=(Payer.WERKGEVER,))),
    "recourse without stagnation": ({}, {"zw.verhaal_weken": 0.0}, occurs(Event.ZW_RECOURSE)),
    "recourse where all weeks are free": ({"zw.verhaal_vrije_weken": 104.0}, {}, occurs(Event.ZW_RECOURSE)),
    "WW in sickness": ({"ww.doorloop_bij_ziekte": 0.0}, {"onder35.ww": 0.0}, costs(Item.WW)),
    "WW after a refusal": (
        {},
        {"onder35.ww": 0.0},
        lambda rows: into(rows, Status.WW) + paid(rows, Item.WW, by=(Payer.SECTORFONDS_UFO,)),
    ),
    "no-riskpolis": (
        {"no_risk.duur": 0.0, "no_risk.eigen_werkgever": 0.0},
        {},
        occurs(Event.NO_RISK_SPELL),
    ),
    "weeks requirement": ({"lgu.referte_weken": 0.0}, {"referte.flexibel_zonder": 0.0}, occurs(Event.WITHOUT_LGU)),
    "simplified assessment, by law": ({"wia.vereenvoudigd_60plus": False}, {}, occurs(Event.AWARD_SIMPLE)),
    "simplified assessment": ({}, {"vereenvoudigd_60plus.deelname": 0.0}, occurs(Event.AWARD_SIMPLE)),
    "simplified assessment, at no age": ({"wia.vereenvoudigd_60plus_leeftijd": 100.0}, {}, occurs(Event.AWARD_SIMPLE)),
    "end by earnings": ({}, {"wia.herstel_door_werk": 0.0}, occurs(Event.ENDED_BY_EARNINGS)),
    "end by earnings, by law": ({"wga.einde_verdiensten_aandeel": 0.9}, {}, occurs(Event.ENDED_BY_EARNINGS)),
    "end by earnings in five years of a right": (
        {"wga.vijfjaarsregel": True, "wga.vijfjaarsregel_duur": 30.0},
        {},
        occurs(Event.ENDED_BY_EARNINGS),
    ),
    "advance": (
        {},
        {"beoordeling.wacht_aandeel": 0.0},
        lambda rows: counted(rows, Event.ADVANCE_REFUSED) + advances(rows),
    ),
    "re-opening": ({}, {"wia.heropening": 0.0}, occurs(Event.REOPENED)),
    "loss of earnings": ({}, {"wia.heropening": 0.0}, occurs(Event.EARNINGS_LOST)),
    "supplement": ({}, {"tw.gebruik": 0.0}, costs(Item.TW)),
    "supplement, by law": (
        {"tw.sociaal_minimum_alleenstaande": 0.0, "tw.sociaal_minimum_paar": 0.0},
        {},
        costs(Item.TW),
    ),
    "transition payment": (
        {"transitievergoeding.verschuldigd": False},
        {},
        costs(Item.TRANSITIEVERGOEDING, Item.COMPENSATIE_TV),
    ),
    "transition payment below the least service": (
        {"transitievergoeding.minimum_dienst": 1200.0},
        {},
        costs(Item.TRANSITIEVERGOEDING, Item.COMPENSATIE_TV),
    ),
    "compensation": ({"compensatie_tv.toegekend": False}, {}, costs(Item.COMPENSATIE_TV)),
    "compensation, by week 104": ({"compensatie_tv.in_aanmerking": False}, {}, costs(Item.COMPENSATIE_TV)),
    "EZWb": ({"zw.ezwb": False}, {}, occurs(Event.EZWB_ENDED)),
    "early IVA": ({}, {"iva_vervroegd.kans": (0.0,) * 6}, occurs(Event.AWARD_EARLY_IVA)),
    "employer's risk": (
        {"werkgeversrisico.duur": 0.0},
        {},
        costs(*WGA, by=(Payer.ERD, Payer.WHK, Payer.SECTORFONDS_UFO)),
    ),
    "flexible workers in the sector fund": (
        {"financiering.wga_flex_whk": True, "financiering.zw_flex_whk": True},
        {},
        costs(*WGA, Item.ZW, by=(Payer.SECTORFONDS_UFO,)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", NEVER)
def test_a_part_that_is_switched_off_never_happens(part: str, busy: Busy, usual: Rows) -> None:
    law, behaviour, measure = NEVER[part]
    assert measure(usual).sum() > 0, "it must happen when it is on, or this test proves nothing"
    assert not measure(rows_of(busy(law=law, behaviour=behaviour).world)).any()


def test_without_the_weeks_requirement_nobody_is_without_a_wage_related_benefit(busy: Busy) -> None:
    assert not counted(rows_of(busy(law={"lgu.referte_weken": 0.0}).world), Event.WITHOUT_LGU).any()


def test_an_extension_of_no_weeks_is_not_an_objection_upheld(world: s.World, record: Record, moments: Moments) -> None:
    none = pack(varied(world, law={"sanction_maximum": 0}))
    for life in moments.gates:
        without = live_gate(none, life)
        assert paid(without.row, Item.LOON_SANCTIE) == 0
        assert counted(without.row, Event.OBJECTION_UPHELD) == counted(
            live_gate(record, life).row, Event.OBJECTION_UPHELD
        )


def test_the_sector_fund_pays_no_ww_of_private_employers_after_2019(world: s.World, record: Record) -> None:
    for week, private in ((week_of(date(2016, 5, 2)), Payer.SECTORFONDS_UFO), (week_of(date(2020, 5, 4)), Payer.AWF)):
        for sector in Sector:
            life, row = np.zeros(s.N_FIELDS, dtype=np.int64), empty_row()
            life[s.BASE], life[s.SECTOR] = 300_000, sector
            pay_ww(row, ONE, record, life, week, week + 20)
            payer = Payer.SECTORFONDS_UFO if sector == Sector.OP_OVERHEID_ONDERWIJS else private
            assert paid(row, Item.WW, by=(payer,)) == paid(row, Item.WW) > 0


# ---- switched on: always --------------------------------------------------------------------------------------------


def test_every_file_at_the_gate_is_extended_on_request_when_all_ask(busy: Busy, moments: Moments) -> None:
    everyone = pack(busy(behaviour={"verlenging_vrijwillig.kans": 1.0}).world)
    nobody = pack(busy(behaviour={"verlenging_vrijwillig.kans": 0.0}).world)
    seen = 0
    for moment in moments.spells:
        without = live_spell(nobody, moment)
        if without.resumed != AT_GATE or moment.life[s.STARTED] - moment.life[s.SICK] > 93:
            continue
        seen += 1
        longer = live_spell(everyone, moment)
        assert counted(longer.row, Event.VOLUNTARY_EXTENSION) == 1
        assert longer.life[s.EWT] == without.life[s.EWT] + 26 == moment.life[s.SICK] + 130
        more = paid(longer.row, Item.LOON_JAAR2, by=(Payer.WERKGEVER,)) - paid(
            without.row, Item.LOON_JAAR2, by=(Payer.WERKGEVER,)
        )
        start, until = moment.life[s.SICK] + 104, moment.life[s.SICK] + 130
        if longer.resumed == AT_GATE:
            months = month_count(start, until)
            assert more == pytest.approx(0.7 * min(moment.life[s.WAGE], moment.life[s.BASE]) * months, rel=1e-3)
        assert paid(longer.row, Item.LOON_SANCTIE) == 0
    assert seen > 50


def test_a_voluntary_extension_still_holds_in_a_spell_that_continues_the_one_it_was_asked_in(world: s.World) -> None:
    sick = week_of(date(2012, 3, 5))
    life = lasting_life(sick + 104)
    life[s.SICK], life[s.STARTED], life[s.SERVED], life[s.STATUS] = sick, sick + 97, 97, Status.WERK
    life[s.CLAIMED], life[s.DECIDED], life[s.GATE] = 1, sick + 95, s.SUFFICIENT
    life[s.VOLUNTARY], life[s.EWT] = 26, sick + 130
    call = (np.int64(105), np.uint64(0), np.uint64(WORD - 1))
    lived = live_spell(pack(varied(world, behaviour={"return_rate_extension": RARE})), Moment(life, call))
    assert lived.resumed == AT_GATE
    assert counted(lived.row, Event.VOLUNTARY_EXTENSION) == 1
    assert lived.life[s.EWT] == sick + 130


def test_a_voluntary_extension_shortens_the_employers_risk(record: Record) -> None:
    life = np.zeros(s.N_FIELDS, dtype=np.int64)
    life[s.WIA_START] = week_of(date(2012, 3, 5))
    assert monday_of(own_risk_end(record, life)) == date(2022, 2, 28)
    life[s.VOLUNTARY] = 26
    assert monday_of(own_risk_end(record, life)) == date(2021, 10, 4)


@pytest.mark.parametrize(("late", "weeks"), [(0.0, range(93, 99)), (1.0, range(99, 104))])
def test_a_decision_falls_in_the_weeks_of_the_law(late: float, weeks: range, busy: Busy, moments: Moments) -> None:
    world = pack(busy(behaviour={"riv_toets.te_laat": late}).world)
    found = set()
    for moment in moments.spells:
        life = live_spell(world, moment).life
        if life[s.DECIDED] != s.NEVER and life[s.DECIDED_IN] == moment.life[s.ONSET]:
            found.add(int(life[s.DECIDED] - moment.life[s.SICK]))
    assert found == set(weeks)


def test_a_decision_that_would_come_too_late_is_not_taken(busy: Busy, moments: Moments) -> None:
    world = pack(busy(law={"riv_toets.uiterste_besluit": 93.0}).world)
    ends = [live_spell(world, moment) for moment in moments.spells]
    assert any(end.resumed == AT_GATE for end in ends)
    assert not any(counted(end.row, Event.RIV) for end in ends)
    assert all(end.life[s.GATE] == s.SUFFICIENT for end in ends if end.resumed == AT_GATE)


def test_every_file_with_a_satisfactory_result_passes_untested(world: s.World, usual: Rows) -> None:
    rows = rows_of(varied(world, behaviour={"structural_work": WORD, "near_capacity": WORD}))
    np.testing.assert_array_equal(counted(rows, Event.SATISFACTORY_RESULT), counted(rows, Event.RIV))
    assert not counted(rows, *SANCTIONS).any()
    assert 0 < counted(usual, Event.SATISFACTORY_RESULT).sum() < counted(usual, Event.RIV).sum()


@pytest.mark.parametrize(("agreed", "enough", "share"), [(WORD, 0.65, 0.35), (WORD, 0.25, 0.75), (0, 0.25, 0.0)])
def test_lasting_work_suffices_above_a_wage_value_if_both_agree(
    agreed: int, enough: float, share: float, world: s.World
) -> None:
    changed = {"structural_work": WORD, "near_capacity": 0, "agreed": agreed}
    rows = rows_of(varied(world, behaviour=changed, law={"enough_wage": enough}))
    tests, passed = counted(rows, Event.RIV).sum(), counted(rows, Event.SATISFACTORY_RESULT).sum()
    assert abs(passed - share * tests) <= 4 * np.sqrt(tests * share * (1 - share))


def test_every_extension_is_taken_back_when_all_objections_are_upheld(world: s.World) -> None:
    changed = varied(world, behaviour={"upheld": WORD})
    rows, record = rows_of(changed), pack(changed)
    assert not into(rows, Status.SANCTIE).any()
    assert not paid(rows, Item.LOON_SANCTIE).any()
    for life in moments_of(record).gates:
        assert counted(live_gate(record, life).row, Event.OBJECTION_UPHELD) == int(life[s.GATE] < s.SUFFICIENT)


UNENDING: Override = {
    "upheld": 0,
    "no_capacity_rate": 0.0,
    "contract_end_rate": 0.0,
    "return_rate_extension": RARE,
    "repaired": 0,
    "substantive_after_repair": 0,
}
"""Nothing ends an extension before its maximum."""


def weeks_extended(world: s.World, lives: list[Life], *, administrative: bool = False) -> list[int]:
    record = pack(world)
    return [int(extension(record, KEY, life, administrative)[0]) for life in lives]


def maximum_of(life: Life) -> int:
    """Return the longest extension by the law of the first sick day: 17 weeks at first."""
    return 52 if monday_of(int(life[s.SICK])) >= date(2004, 8, 15) else 17


def test_an_extension_lasts_the_maximum_unless_something_ends_it(world: s.World, moments: Moments) -> None:
    weeks = weeks_extended(varied(world, behaviour=UNENDING), moments.gates)
    assert weeks == [maximum_of(life) for life in moments.gates]
    assert len(set(weeks)) == 2


def test_a_repair_ends_an_extension_nine_weeks_on_less_the_delay_of_the_decision(
    world: s.World, moments: Moments
) -> None:
    at_once = varied(world, behaviour=UNENDING | {"repaired": WORD, "repair_weeks": 1})
    weeks = weeks_extended(at_once, moments.gates)
    late = [max(int(life[s.DECIDED] - life[s.SICK]) - 98, 0) for life in moments.gates]
    assert weeks == [1 + 3 + 6 - delay for delay in late]
    assert len(set(late)) > 3


def test_an_administrative_repair_that_fails_the_substantive_test_keeps_the_whole_extension(
    world: s.World, moments: Moments
) -> None:
    fails = UNENDING | {"repaired": WORD, "repair_weeks": 1, "substantive_after_repair": WORD}
    weeks = weeks_extended(varied(world, behaviour=fails), moments.gates, administrative=True)
    assert weeks == [maximum_of(life) for life in moments.gates]


def test_an_extension_ends_three_months_after_all_capacity_is_lost(world: s.World, moments: Moments) -> None:
    lost = varied(world, behaviour=UNENDING | {"no_capacity_rate": 1e9})
    assert set(weeks_extended(lost, moments.gates)) == {13}


def test_an_extension_ends_with_a_contract_that_is_not_permanent(world: s.World, moments: Moments) -> None:
    rate = np.array([0.0, 0.05, 0.05])
    ends = world._replace(behaviour=filled(world.behaviour, UNENDING)._replace(contract_end_rate=rate))
    weeks = weeks_extended(ends, moments.gates)
    short = [w < maximum_of(life) for w, life in zip(weeks, moments.gates, strict=True)]
    permanent = [life[s.CONTRACT] == 0 for life in moments.gates]
    assert any(short)
    assert not any(np.array(short) & np.array(permanent))
    assert all(w <= maximum_of(life) for w, life in zip(weeks, moments.gates, strict=True))


def test_the_wage_goes_on_for_exactly_the_weeks_of_the_extension(world: s.World, moments: Moments) -> None:
    unending = pack(varied(world, behaviour=UNENDING))
    for life in moments.gates:
        lived = live_gate(unending, life)
        if life[s.GATE] == s.SUFFICIENT:
            assert counted(lived.row, Event.SANCTION_DAYS) == 0
            continue
        end = min(life[s.EWT] + maximum_of(life), end_of_presence(unending, life))
        assert counted(lived.row, Event.SANCTION_DAYS) == days_between(life[s.EWT], end)
        wage = min(int(life[s.WAGE]), int(world.law.maximum_maandloon[life[s.EWT]]))
        assert paid(lived.row, Item.LOON_SANCTIE) == pytest.approx(0.7 * wage * month_count(life[s.EWT], end), abs=60)


def test_everyone_at_an_employer_that_bears_the_risk_is_paid_a_year_longer_when_all_fall_short(
    world: s.World, moments: Moments
) -> None:
    on = pack(varied(world, behaviour={"zw_shortcoming": WORD, "return_rate_extension": RARE}))
    off = pack(varied(world, behaviour={"zw_shortcoming": 0, "return_rate_extension": RARE}))
    extended = 0
    for moment in moments.spells:
        without = live_spell(off, moment)
        decided = counted(without.row, Event.REFUSED, *AWARDS) > 0
        entitled = without.life[s.ERD_ZW] == 1 and without.life[s.ROUTE] in (s.ROUTE_CONTRACT_ENDED, s.ROUTE_AGENCY)
        if without.life[s.ROUTE] == s.ROUTE_EMPLOYER:
            continue
        lived = live_spell(on, moment)
        assert counted(lived.row, Event.ZW_EXTENDED) == int(decided and entitled)
        if decided and entitled:
            extended += 1
            start = moment.life[s.SICK] + 104
            end = min(start + 52, end_of_presence(on, moment.life))
            more = paid(lived.row, Item.ZW, by=(Payer.ERD,)) - paid(without.row, Item.ZW, by=(Payer.ERD,))
            assert more == between(start, end, half_up(0.7 * moment.life[s.BASE]))
    assert extended > 10


def test_recourse_moves_ziekengeld_to_the_former_employer_for_the_weeks_of_stagnation(
    world: s.World, moments: Moments
) -> None:
    on, off = (pack(varied(world, behaviour={"recourse": chance, "zw_shortcoming": 0})) for chance in (WORD, 0))
    whole = 0
    for moment in moments.spells:
        without, lived = live_spell(off, moment), live_spell(on, moment)
        recovered, ziekengeld = paid(lived.row, Item.ZW, by=(Payer.WERKGEVER,)), paid(lived.row, Item.ZW)
        assert ziekengeld == paid(without.row, Item.ZW)
        left = week_of_leaving(on, moment)
        weeks = 0 if left is None or moment.life[s.ERD_ZW] == 1 else min(14 + 8, left - int(moment.life[s.SICK])) - 14
        assert counted(lived.row, Event.ZW_RECOURSE) == int(weeks > 0)
        due = between(left, left + weeks, half_up(0.7 * moment.life[s.BASE])) if left is not None and weeks > 0 else 0
        assert recovered == min(due, ziekengeld)
        whole += 0 < recovered == due
    assert whole > 10


def week_of_leaving(record: Record, moment: Moment) -> int | None:
    """Return the week in which a contract ends during a spell at an employer, None where it goes on."""
    life = moment.life.copy()
    begin_spell(record, life, moment.call[2])
    if life[s.ROUTE] != s.ROUTE_EMPLOYER:
        return None
    length, word, _ = moment.call
    _, zw_from, _ = ziektewet(record, KEY, life, length, word, np.int64(life[s.STARTED] - life[s.SICK]))
    lived = live_spell(record, moment)
    return None if lived.life[s.ROUTE] == s.ROUTE_EMPLOYER else int(life[s.SICK] + zw_from)


def test_unemployment_benefit_goes_on_in_the_first_weeks_of_sickness_and_then_the_ziektewet(
    world: s.World, moments: Moments
) -> None:
    on, off = (pack(varied(world, law={"ww_sick_weeks": weeks}, behaviour={"under35_ww": 0})) for weeks in (13, 0))
    seen = 0
    for moment in moments.spells:
        without, lived = live_spell(off, moment), live_spell(on, moment)
        assert paid(without.row, Item.WW) == 0
        ww = paid(lived.row, Item.WW)
        if lived.life[s.ROUTE] != s.ROUTE_WW:
            assert ww == 0
            continue
        seen += 1
        assert paid(lived.row, Item.WW, by=(Payer.AWF,)) == ww
        assert ww + paid(lived.row, Item.ZW) == paid(without.row, Item.ZW)
        start, served_until = int(moment.life[s.STARTED]), int(moment.life[s.SICK]) + 13
        whole = between(start, max(served_until, start), half_up(0.7 * moment.life[s.BASE]))
        assert ww == whole or (ww < whole and paid(lived.row, Item.ZW) == 0)
    assert seen > 80


def test_sickness_is_under_the_no_riskpolis_exactly_between_its_weeks(record: Record, moments: Moments) -> None:
    seen = 0
    for moment in moments.spells:
        life = moment.life
        covered = life[s.NO_RISK_FREE] <= life[s.SICK] < life[s.NO_RISK_UNTIL]
        lived = live_spell(record, moment)
        assert counted(lived.row, Event.NO_RISK_SPELL) == int(covered)
        if covered:
            seen += 1
            assert paid(lived.row, *WAGES) == 0
            assert paid(lived.row, Item.ZW, by=(Payer.AOF,)) == paid(lived.row, Item.ZW) > 0
            assert paid(lived.row, *WGA, by=(Payer.AOF,)) == paid(lived.row, *WGA)
    assert seen > 30


def test_who_leaves_the_ziektewet_after_a_year_has_no_no_riskpolis(world: s.World, moments: Moments) -> None:
    nobody_works = {"ezwb_to_work": 0, "ezwb_ended": WORD, "under35_ww": 0, "under35_back": WORD}
    record = pack(varied(world, behaviour=nobody_works))
    left = [one for one in moments.spells if one.life[s.NO_RISK_UNTIL] == 0]
    ended = [lived for lived in (live_spell(record, one) for one in left) if counted(lived.row, Event.EZWB_ENDED)]
    assert ended
    assert all(lived.life[s.NO_RISK_UNTIL] == 0 for lived in ended)


def test_a_requirement_that_nobody_can_meet_leaves_all_without_a_wage_related_benefit(busy: Busy) -> None:
    rows = rows_of(busy(law={"lgu.referte_weken": 37.0}, behaviour={"beoordeling.wacht_aandeel": 0.0}).world)
    awards = counted(rows, Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL)
    np.testing.assert_array_equal(counted(rows, Event.WITHOUT_LGU), awards)
    assert not paid(rows, Item.WGA_LGU).any()
    assert paid(rows, Item.WGA_LAU, Item.WGA_VVU).any()


def test_who_is_sixty_gets_the_simplified_assessment_when_all_take_part(world: s.World, moments: Moments) -> None:
    record = pack(varied(world, behaviour={"simple_part": WORD, "waits": 0}))
    simple = 0
    for life in moments.gates:
        lived = live_gate(record, life)
        decided = counted(lived.row, Event.REFUSED, *AWARDS)
        if decided == 0:
            continue
        of_sixty = counted(lived.row, Event.AWARD_SIMPLE) == 1
        if counted(lived.row, Event.AWARD_IVA) == 1:
            assert not of_sixty
        elif counted(lived.row, Event.REFUSED) == 0:
            week = int(lived.life[s.WIA_START])
            age = (week - life[s.BIRTH]) / WEEKS_PER_YEAR
            assert of_sixty == (age >= 60.0)
        else:
            assert not of_sixty
        if of_sixty:
            simple += 1
            assert counted(lived.row, Event.AWARD_WGA_FULL) == 1
            assert counted(lived.row, Event.ASSESSED_BY_DOCTOR) == 0
            assert paid(lived.row, *WGA, by=(Payer.AOF,)) == paid(lived.row, *WGA)
    assert simple > 5


def test_all_refused_get_an_advance_when_all_wait_and_it_is_as_the_wage_related_benefit(
    busy: Busy, moments: Moments
) -> None:
    behaviour = {"beoordeling.wacht_aandeel": 1.0, "voorschot.teruggevorderd": 0.0, "onder35.ww": 0.0}
    record = pack(busy(behaviour=behaviour).world)
    claimed_back = pack(busy(behaviour=behaviour | {"voorschot.teruggevorderd": 1.0}).world)
    for life in moments.gates:
        lived = live_gate(record, life)
        refused = counted(lived.row, Event.REFUSED)
        assert counted(lived.row, Event.ADVANCE_REFUSED) == refused
        if refused:
            assert paid(live_gate(claimed_back, life).row, Item.WGA_LGU) == 0
            assert paid(lived.row, Item.WGA_LGU, by=(Payer.AOF,)) == paid(lived.row, Item.WGA_LGU) > 0
            assert lived.row[:, columns.FIRST_ADVANCE_INFLOW : columns.ERROR_COLUMN].sum() == 1


@given(start=st.integers(week_of(date(2006, 1, 2)), 900), waiting=st.integers(1, 50), base=st.integers(1, 600_000))
@settings(max_examples=60, deadline=None)
def test_an_advance_to_who_is_refused_is_75_per_cent_for_two_months_and_then_70(
    start: int, waiting: int, base: int, no_claw_back: Place
) -> None:
    life, row = lasting_life(start), empty_row()
    life[s.BASE] = life[s.WAGE] = base
    life[s.STATUS] = Status.ZIEK_LOON
    refuse(row, ONE, no_claw_back.record, KEY, life, start, waiting)
    border = min(months_later(start, 2), start + waiting)
    expected = between(start, border, half_up(0.75 * base)) + between(border, start + waiting, half_up(0.70 * base))
    assert abs(paid(row, Item.WGA_LGU, by=(Payer.AOF,)) - expected) <= waiting // 4 + 1
    assert counted(row, Event.WGA_DAYS) == 7 * waiting


@pytest.fixture(scope="module")
def no_claw_back(place: Place) -> Place:
    return Place(varied(place.world, behaviour={"advance_waived": 1.0, "under35_works": WORD}), place.law)


def test_a_spell_continues_the_one_before_only_after_a_short_interruption(busy: Busy) -> None:
    for weeks in (0, 4, 26):
        moments = moments_of(pack(busy(law={"loondoorbetaling.samentelling": float(weeks)}).world))
        joined = [life for life, _ in moments.spells if life[s.SICK] < life[s.STARTED]]
        assert all(life[s.STARTED] - life[s.RETURNED] < weeks for life in joined)
        assert all(life[s.STARTED] - life[s.SICK] == life[s.SERVED] for life, _ in moments.spells)
        assert all(life[s.SERVED] == 0 for life, _ in moments.spells if life[s.STARTED] - life[s.RETURNED] >= weeks)
        assert bool(joined) == (weeks > 0)


def test_a_spell_that_continues_one_reaches_the_second_year_and_the_gate_sooner(
    record: Record, moments: Moments
) -> None:
    seen = 0
    for life, call in moments.spells:
        served = int(life[s.STARTED] - life[s.SICK])
        if served == 0 or served >= 52 or counted(live_spell(record, Moment(life, call)).row, Event.NO_RISK_SPELL):
            continue
        fresh = life.copy()
        fresh[s.SICK] = life[s.STARTED]
        first, later = (live_spell(record, Moment(one, call)) for one in (fresh, life))
        if later.life[s.ROUTE] == s.ROUTE_EMPLOYER == first.life[s.ROUTE] and call[0] < 42:
            seen += 1
            second_year = min(max(served + int(call[0]) - 52, 0), int(call[0]))
            assert (paid(later.row, Item.LOON_JAAR2) > 0) == (second_year > 0)
            assert paid(later.row, *WAGES) <= paid(first.row, *WAGES)
    assert seen > 3


# ---- durations ------------------------------------------------------------------------------------------------------


def half_up(amount: float) -> int:
    return int(amount + 0.5 + 1e-6)


def calendar_day(week: int) -> date:
    return min(max(monday_of(int(week)), START), END)


def so_far(week: int, monthly: int) -> int:
    """Return what a monthly amount comes to from the start of the clock to a Monday, whole cents."""
    day = calendar_day(week)
    length = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - day.replace(day=1)).days
    return ((day.year - 2004) * 12 + day.month - 1) * monthly + (day.day - 1) * monthly // length


def between(start: int, end: int, monthly: float) -> int:
    """Return what a monthly amount comes to over weeks start .. end - 1."""
    return so_far(int(end), int(monthly)) - so_far(int(start), int(monthly)) if end > start else 0


def month_count(start: int, end: int) -> float:
    return between(start, end, 10**9) / 10**9


def days_between(start: int, end: int) -> int:
    return (calendar_day(int(end)) - calendar_day(int(start))).days


def months_later(week: int, months: int) -> int:
    """Return the week of the date so many months after a week's Monday."""
    day = calendar_day(week)
    count = (day.year * 12 + day.month - 1) + months
    return week_of(date(count // 12, count % 12 + 1, 1) + timedelta(days=day.day - 1))


def lasting_life(week: int) -> Life:
    """Return someone of 30 who lives and works on beyond the clock, with a waiting period that ends at a week."""
    life = np.zeros(s.N_FIELDS, dtype=np.int64)
    life[s.BIRTH] = week - 1566
    life[s.EXIT] = life[s.DEATH] = life[s.AOW_WEEK] = life[s.REOPEN] = life[s.RESUMED] = s.NEVER
    life[s.SICK], life[s.EWT], life[s.SINCE] = week - 104, week, week
    life[s.WAGE] = life[s.BASE] = 300_000
    life[s.HISTORY_START] = week - 521
    return life


LGU_BY_AGE = ((23, 6), (28, 9), (33, 12), (38, 18), (43, 24), (48, 30), (53, 36), (58, 48), (999, 60))
QUARTER_STARTS = [date(2016 + (q - 1) // 4, 1 + 3 * ((q - 1) % 4), 1) for q in range(1, 14)]


def months_by_history(day: date, years: float, years_before_2016: float, *, shortest: int, longest: int) -> int:
    """Return the duration in months as the law of a day has it: a month per year, half a month from 2016 on."""
    over_before = max(min(years, years_before_2016) - 10, 0.0)
    over_after = max(years - 10, 0.0) - over_before
    months = min(max(min(years, 10) + over_before + 0.5 * over_after, shortest), longest)
    if day < date(2019, 4, 1) and months > 24:
        months = max(months - sum(start <= day for start in QUARTER_STARTS), 24)
    return int(months)


@given(ewt=st.integers(104, 1200), age=st.integers(18, 66), years=st.floats(0, 48))
@settings(max_examples=200, deadline=None)
def test_the_wage_related_benefit_lasts_as_the_law_of_its_day_says(
    ewt: int, age: int, years: float, place: Place
) -> None:
    life = lasting_life(ewt)
    life[s.BIRTH] = ewt - int(age * WEEKS_PER_YEAR) - 20
    life[s.HISTORY_START] = ewt - int(years * WEEKS_PER_YEAR)
    day = calendar_day(ewt)
    if day < date(2008, 1, 1):
        expected = next(months for upper, months in LGU_BY_AGE if age < upper)
    else:
        history = (ewt - life[s.HISTORY_START]) / WEEKS_PER_YEAR
        before = max(min(ewt, week_of(date(2016, 1, 1))) - life[s.HISTORY_START], 0) / WEEKS_PER_YEAR
        longest = 38 if day < date(2019, 4, 1) else 24
        expected = months_by_history(day, history, before, shortest=3, longest=longest)
    assert duration_of_lgu(place.record, life, np.int64(ewt)) == expected


@given(week=st.integers(104, 1090), years=st.floats(0, 48))
@settings(max_examples=200, deadline=None)
def test_unemployment_benefit_lasts_as_the_law_of_its_day_says(week: int, years: float, place: Place) -> None:
    life = lasting_life(week)
    life[s.HISTORY_START] = week - int(years * WEEKS_PER_YEAR)
    day = calendar_day(week)
    history = (week - life[s.HISTORY_START]) / WEEKS_PER_YEAR
    before = max(min(week, week_of(date(2016, 1, 1))) - life[s.HISTORY_START], 0) / WEEKS_PER_YEAR
    old = day < date(2006, 10, 1)
    longest = 60 if old else 38 if day < date(2019, 4, 1) else 24
    expected = months_by_history(day, history, before, shortest=6 if old else 3, longest=longest)
    assert duration_of_ww(place.record, life, np.int64(week)) == expected


@pytest.mark.parametrize("from_work", [False, True])
@given(started=st.integers(104, 900), later=st.integers(0, 150), lgu=st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_earnings_end_a_right_after_a_year_but_not_in_the_wage_related_benefit_nor_in_the_five_years(
    from_work: bool, started: int, later: int, lgu: int, five_years: dict[bool, Place], place: Place
) -> None:
    for rules, since in ((place, None), (five_years[from_work], started + later if from_work else started)):
        life = lasting_life(started)
        life[s.WIA_START], life[s.LGU_END] = started, started + lgu
        resume_beside(rules.record, KEY, life, np.int64(started + later))
        year_over = months_later(started + later, 12)
        assert life[s.RIGHT_END] == max(year_over, started + lgu)
        protected = protection_of(rules.record, life, np.int64(life[s.RIGHT_END]))
        assert protected == (0 if since is None else months_later(since, 60))
        assert life[s.RESUMED] == started + later
        lost = int(life[s.RELAPSE])
        assert lost == s.NEVER or started + later < lost <= months_later(started + later, 12 + 60)


@pytest.fixture(scope="module")
def five_years(place: Place) -> dict[bool, Place]:
    return {
        from_work: Place(varied(place.world, law={"five_years": True, "five_years_from_work": from_work}), place.law)
        for from_work in (False, True)
    }


def test_in_the_five_years_nobodys_right_ends_by_earnings(busy: Busy, usual: Rows) -> None:
    rows = rows_of(busy(law={"wga.vijfjaarsregel": True}).world)
    first_award = first_year_of(rows, columns.FIRST_EVENT + Event.AWARD_WGA_PARTIAL)
    first_award = np.minimum(first_award, first_year_of(rows, columns.FIRST_EVENT + Event.AWARD_WGA_FULL))
    first_end = first_year_of(rows, columns.FIRST_EVENT + Event.ENDED_BY_EARNINGS)
    ended = first_end < HORIZON.years
    assert ended.sum() > 20
    years = (first_end - first_award)[ended]
    assert years.min() >= 4
    assert (years == 4).mean() < 0.05  # a term ends in the week of its date, which can begin in the year before
    beside_work = counted(rows, Event.PROTECTED_YEAR_END)
    assert beside_work.sum() > 20
    assert counted(rows, Event.ENDED_BY_EARNINGS).sum() < counted(usual, Event.ENDED_BY_EARNINGS).sum()


def first_year_of(rows: Rows, column: int) -> Any:
    """Return the first year in which something is counted, by worker; the number of years where it never is."""
    happens = rows[:, :, column] > 0
    return np.where(happens.any(axis=1), happens.argmax(axis=1), rows.shape[1])


def test_who_was_full_has_no_income_requirement_for_24_months(record: Record, world: s.World) -> None:
    week = week_of(date(2012, 3, 5))
    life, row = lasting_life(week - 300), empty_row()
    life[s.WIA_START] = life[s.LGU_END] = week - 300
    life[s.LEVEL] = life[s.KIND] = s.FULL
    life[s.STATUS], life[s.SINCE] = Status.WGA_LAU, week
    change_level(record, KEY, life, np.int64(week))
    border = months_later(week, 24)
    assert life[s.LEVEL] < s.FULL
    assert life[s.DEFERRED] == border
    live_in_wga(row, ONE, record, life, week, border + 52)
    share = world.law.vvu_share[week, life[s.KIND]]
    vvu = half_up(share * min(300_000, world.law.minimum_wage))
    assert paid(row, Item.WGA_LAU) == between(week, border, 210_000)
    assert paid(row, Item.WGA_VVU) == between(border, border + 52, vvu)


def test_who_becomes_partial_from_the_start_has_an_income_requirement_at_once(record: Record) -> None:
    week = week_of(date(2012, 3, 5))
    life, row = lasting_life(week), empty_row()
    life[s.WIA_START] = life[s.LGU_END] = life[s.DEFERRED] = week
    life[s.STATUS], life[s.SINCE] = Status.ZIEK_LOON, week
    live_in_wga(row, ONE, record, life, week, week + 52)
    assert paid(row, Item.WGA_LAU) == 0 < paid(row, Item.WGA_VVU)


# ---- amounts: slow twins --------------------------------------------------------------------------------------------

Money = Counter[tuple[Item, Payer]]


def booked(row: Rows) -> Money:
    """Return what a ledger (Y, C) holds by item and payer, over all years."""
    totals = row[:, : len(columns.MONEY)].sum(axis=0)
    return Counter({pair: int(total) for pair, total in zip(columns.MONEY, totals, strict=True) if total})


def assert_same_money(found: Money, expected: Money, *, weeks: int) -> None:
    """Compare money by item and payer; a cent a month may differ where a rule rounds just another way."""
    for pair in found.keys() | expected.keys():
        assert abs(found[pair] - expected[pair]) <= weeks // 4 + 2, (pair, found[pair], expected[pair])


def value_of(law: ParameterSet, name: str, day: date) -> Any:
    return law[name].at(day)


def twin_of_wga(world: s.World, law: ParameterSet, life: Life, start: int, end: int) -> Money:
    """Return the money of a WGA right, week by week, by the text of the law."""
    money: Money = Counter()
    wage, base, level = int(life[s.WAGE]), int(life[s.BASE]), int(life[s.LEVEL])
    capacity = half_up(wage * (1.0 - float(world.degree[level])))
    earned = int(capacity * (0.0, world.behaviour.half_use, 1.0)[life[s.USE]]) if level < s.FULL else 0
    if life[s.RESUMED] != s.NEVER:
        earned = int(wage * world.behaviour.resumed_earnings)
    counts = base / wage if wage > base else 1.0
    risk_months = 120 - int(life[s.VOLUNTARY] * 12 / WEEKS_PER_YEAR)
    for week in range(start, end):
        day = calendar_day(week)
        payer = wga_payer(life, within=week < months_later(int(life[s.WIA_START]), risk_months))
        if week < life[s.LGU_END]:
            early = week < months_later(int(life[s.WIA_START]), 2)
            share = value_of(law, "lgu.aandeel_eerste" if early else "lgu.aandeel", day)
            benefit = share * max(base - earned * counts, 0.0)
            money[Item.WGA_LGU, payer] += between(week, week + 1, half_up(benefit))
            add_supplement(money, world, law, life, week, benefit, earned)
            continue
        shares = (*value_of(law, "vvu.aandeel", day), value_of(law, "vvu.aandeel_volledig", day))
        fictive = shares[level] * min(base, world.law.minimum_wage)
        share = value_of(law, "lau.aandeel", day)
        as_lau1 = share * max(base - earned * counts, 0.0)
        required = value_of(law, "inkomenseis.aandeel", day) * capacity
        item, benefit = Item.WGA_LAU, as_lau1
        if level < s.FULL and week >= life[s.DEFERRED] and half_up(earned) < half_up(capacity):
            if half_up(earned) >= half_up(required):
                benefit = max(share * max(base - capacity * counts, 0.0), min(fictive, as_lau1))
            else:
                item, benefit = Item.WGA_VVU, fictive
        borne = min(half_up(benefit), half_up(fictive))
        money[item, payer] += between(week, week + 1, borne)
        money[item, Payer.AOF] += between(week, week + 1, half_up(benefit) - borne)
        if week < life[s.GUARANTEE_END]:
            lift = max(value_of(law, "lgu.aandeel", day) * max(life[s.GUARANTEE_BASE] - earned, 0.0) - benefit, 0.0)
            money[item, Payer.AOF] += between(week, week + 1, half_up(lift))
            benefit += lift
        add_supplement(money, world, law, life, week, benefit, earned)
    return money


def wga_payer(life: Life, *, within: bool) -> Payer:
    """Return who pays the WGA by the route to it."""
    if not within or life[s.SIMPLE] or life[s.ROUTE] in (s.ROUTE_WW, s.ROUTE_OTHER, s.ROUTE_NO_RISK):
        return Payer.AOF
    flexible = life[s.ROUTE] in (s.ROUTE_CONTRACT_ENDED, s.ROUTE_AGENCY)
    if flexible and monday_of(int(life[s.EWT])) < date(2017, 1, 1):
        return Payer.SECTORFONDS_UFO
    return Payer.ERD if life[s.OWN_RISK] else Payer.WHK


def add_supplement(
    money: Money, world: s.World, law: ParameterSet, life: Life, week: int, benefit: float, earned: float
) -> None:
    """Add the supplement to the social minimum of a single (1) or of a couple (2), in a week."""
    if life[s.HOUSEHOLD] == 0:
        return
    name = ("tw.sociaal_minimum_alleenstaande", "tw.sociaal_minimum_paar")[life[s.HOUSEHOLD] - 1]
    minimum = value_of(law, name, calendar_day(week)) * world.law.minimum_wage
    supplement = max(min(minimum - benefit - earned, life[s.BASE] - benefit), 0.0)
    money[Item.TW, Payer.RIJK] += between(week, week + 1, int(supplement + 0.01))


FULL_MONTHS = st.integers(0, 400)


@st.composite
def rights(draw: st.DrawFn) -> tuple[Life, int, int]:
    """Draw a WGA right and a stretch of it."""
    started = draw(st.integers(week_of(date(2006, 1, 2)), 900))
    life = lasting_life(started)
    start = started + draw(FULL_MONTHS) // 3
    life[s.BIRTH] = started - 1566
    life[s.WIA_START] = started
    life[s.WAGE] = draw(st.integers(50_000, 900_000))
    life[s.BASE] = draw(st.one_of(st.just(life[s.WAGE]), st.integers(int(life[s.WAGE]) // 2, int(life[s.WAGE]))))
    life[s.LEVEL] = life[s.KIND] = draw(st.integers(0, 4))
    life[s.USE] = draw(st.integers(0, 2))
    life[s.LGU_END] = started + draw(st.integers(0, 200))
    life[s.DEFERRED] = start + draw(st.integers(0, 120))
    life[s.GUARANTEE_END] = draw(st.sampled_from([0, start + 60]))
    life[s.GUARANTEE_BASE] = draw(st.integers(50_000, 500_000))
    life[s.ROUTE] = draw(st.integers(0, 5))
    life[s.OWN_RISK] = draw(st.integers(0, 1))
    life[s.SIMPLE] = draw(st.sampled_from([0, 0, 1]))
    life[s.VOLUNTARY] = draw(st.sampled_from([0, 0, 26]))
    life[s.HOUSEHOLD] = draw(st.integers(0, 2))
    life[s.STATUS], life[s.SINCE] = Status.ZIEK_LOON, start
    if draw(st.booleans()) and draw(st.booleans()):
        life[s.RESUMED] = start
    end = min(start + draw(st.integers(1, 260)), week_of(date(2024, 12, 30)))
    return life, start, max(end, start + 1)


@given(right=rights())
@settings(max_examples=120, deadline=None)
def test_a_wga_right_is_paid_as_its_slow_twin_says(right: tuple[Life, int, int], place: Place) -> None:
    life, start, end = right
    row, before = empty_row(), life.copy()
    live_in_wga(row, ONE, place.record, life, start, end)
    assert_same_money(booked(row), twin_of_wga(place.world, place.law, before, start, end), weeks=end - start)
    assert counted(row, Event.WGA_DAYS) == 7 * (end - start)


@given(right=rights())
@settings(max_examples=80, deadline=None)
def test_shares_that_change_in_a_running_right_are_followed_from_their_week_on(
    right: tuple[Life, int, int], changing: Place
) -> None:
    life, start, end = right
    row, before = empty_row(), life.copy()
    live_in_wga(row, ONE, changing.record, life, start, end)
    assert_same_money(booked(row), twin_of_wga(changing.world, changing.law, before, start, end), weeks=end - start)


@pytest.fixture(scope="module")
def changing(current: Parameters) -> Place:
    """Return a place where every share changes at odd dates."""
    days = [date(2009, 3, 18), date(2013, 10, 1), date(2018, 6, 7)]
    shares = {
        "lgu.aandeel_eerste": (0.8, 0.6, 0.78),
        "lgu.aandeel": (0.6, 0.75, 0.65),
        "lau.aandeel": (0.65, 0.8, 0.5),
        "vvu.aandeel_volledig": (0.6, 0.8, 0.7),
        "vvu.aandeel": ((0.2, 0.3, 0.4, 0.5), (0.3, 0.4, 0.5, 0.6), (0.25, 0.3, 0.35, 0.4)),
        "inkomenseis.aandeel": (0.9, 0.4, 0.6),
        "tw.sociaal_minimum_alleenstaande": (0.6, 0.9, 0.7),
        "tw.sociaal_minimum_paar": (0.9, 1.0, 0.8),
    }
    changed = current.overridden(
        {"law": {name: {START: current.law[name].at(START), **dict(zip(days, values, strict=True))}
                 for name, values in shares.items()}}
    )  # fmt: skip
    return Place(build_world(changed, dated=current, horizon=HORIZON).world, changed.law)


@pytest.mark.parametrize("route", [s.ROUTE_CONTRACT_ENDED, s.ROUTE_AGENCY, s.ROUTE_WW, s.ROUTE_OTHER, s.ROUTE_NO_RISK])
@pytest.mark.parametrize("own_risk", [0, 1])
@pytest.mark.parametrize("sick", [date(2009, 5, 4), date(2015, 6, 1)])
def test_ziekengeld_is_paid_by_whom_the_route_says(route: int, own_risk: int, sick: date, record: Record) -> None:
    first = week_of(sick)
    life, row = lasting_life(first + 104), empty_row()
    life[s.ROUTE], life[s.ERD_ZW] = route, own_risk
    pay_zw(row, ONE, record, life, first, first + 70, np.int64(0))
    money: Money = Counter()
    if route == s.ROUTE_WW:
        money[Item.WW, Payer.AWF] = between(first, first + 13, 210_000)
        money[Item.ZW, Payer.AWF] = between(first + 13, first + 70, 210_000)
    elif route in (s.ROUTE_OTHER, s.ROUTE_NO_RISK):
        money[Item.ZW, Payer.AOF] = between(first, first + 70, 300_000 if route == s.ROUTE_OTHER else 210_000)
    else:
        fund = Payer.WHK if sick >= date(2014, 1, 1) else Payer.SECTORFONDS_UFO
        money[Item.ZW, Payer.ERD if own_risk else fund] = between(first, first + 70, 210_000)
    assert booked(row) == money


@given(
    sick=st.integers(10, 900),
    served=st.integers(0, 60),
    weeks=st.integers(1, 140),
    wage=st.integers(10_000, 900_000),
    insured=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_wages_are_paid_as_their_slow_twin_says(
    sick: int, served: int, weeks: int, wage: int, insured: bool, place: Place
) -> None:
    life, row = lasting_life(sick + 104), empty_row()
    life[s.WAGE], life[s.INSURED] = wage, int(insured)
    start, end = sick + served, sick + served + weeks
    pay_wage(row, ONE, place.record, life, start, end)
    money: Money = Counter()
    for week in range(start, end):
        first_year = week < sick + 52
        own = not insured or week < sick + 6 or week >= sick + 104
        payer = Payer.WERKGEVER if own else Payer.VERZEKERAAR
        due = 0.7 * min(wage, int(place.world.law.maximum_maandloon[week]))
        if first_year:
            due = max(due, min(wage, place.world.law.minimum_wage))
        money[Item.LOON_JAAR1 if first_year else Item.LOON_JAAR2, payer] += between(week, week + 1, half_up(due))
        agreed = (1.0 if first_year else 0.7) * wage
        money[Item.CAO_AANVULLING, payer] += between(week, week + 1, max(half_up(agreed) - half_up(due), 0))
    found = booked(row)
    for pair in found.keys() | money.keys():
        assert found[pair] == pytest.approx(money[pair], rel=0.01, abs=300), pair


@given(start=st.integers(104, 1000), weeks=st.integers(1, 80), government=st.booleans(), base=st.integers(1, 500_000))
@settings(max_examples=60, deadline=None)
def test_unemployment_benefit_is_paid_as_its_slow_twin_says(
    start: int, weeks: int, government: bool, base: int, place: Place
) -> None:
    life, row = lasting_life(start), empty_row()
    life[s.BASE] = base
    life[s.SECTOR] = Sector.OP_OVERHEID_ONDERWIJS if government else Sector.Q_ZORG
    pay_ww(row, ONE, place.record, life, start, start + weeks)
    money: Money = Counter()
    for week in range(start, start + weeks):
        fund = calendar_day(start) < date(2020, 1, 1) and week < months_later(start, 6)
        payer = Payer.SECTORFONDS_UFO if government or fund else Payer.AWF
        share = 0.75 if week < months_later(start, 2) else 0.70
        money[Item.WW, payer] += between(week, week + 1, half_up(share * base))
    assert_same_money(booked(row), money, weeks=weeks)


@pytest.mark.parametrize(("household", "minimum"), [(0, 0.0), (1, 0.7), (2, 1.0)])
def test_a_supplement_lifts_a_benefit_to_the_social_minimum_but_not_above_the_old_wage(
    household: int, minimum: float, place: Place
) -> None:
    week = week_of(date(2022, 3, 7))
    if household == 1:
        minimum = value_of(place.law, "tw.sociaal_minimum_alleenstaande", date(2022, 3, 7))
    for base in (50_000, 120_000, 200_000, 400_000):
        life, row = lasting_life(week), empty_row()
        life[s.BASE] = life[s.WAGE] = base
        life[s.HOUSEHOLD] = household
        pay_ww(row, ONE, place.record, life, week, week + 4)
        benefit = 0.75 * base
        expected = max(min(minimum * place.world.law.minimum_wage, base) - benefit, 0.0) if household else 0.0
        assert paid(row, Item.TW, by=(Payer.RIJK,)) == pytest.approx(month_count(week, week + 4) * expected, abs=2)


def accrued_in(months: float, months_to_50: float, *, wage: int, day: date) -> float:
    """Return what so many months of service are worth in a transition payment on a day, in eurocents."""
    if day >= date(2020, 1, 1):
        return wage * months / 12 / 3
    whole, until_50 = int(months), int(months_to_50)
    young = min(whole, until_50) if whole >= 120 else whole
    rest = young % 6 + (whole - young) % 6
    halves = young // 6 + rest // 6
    return wage * (min(halves, 20) / 6 + max(halves - 20, 0) / 4 + (whole - young) // 6 / 2)


@given(
    week=st.integers(week_of(date(2014, 1, 6)), week_of(date(2024, 11, 4))),
    service=st.integers(10, 2300),
    age=st.integers(20, 66),
    wage=st.integers(100_000, 900_000),
    extended=st.integers(0, 52),
)
@settings(max_examples=200, deadline=None)
def test_a_dismissal_costs_the_transition_payment_of_its_day_and_brings_back_what_is_compensated(
    week: int, service: int, age: int, wage: int, extended: int, place: Place
) -> None:
    life, row = lasting_life(week), empty_row()
    life[s.BIRTH] = week - int(age * WEEKS_PER_YEAR) - 10
    life[s.JOB_START], life[s.WAGE], life[s.SICK] = week - service, wage, week - extended - 104
    dismiss(row, ONE, place.record, life, week)
    day = monday_of(week)
    fifty = (max(int(life[s.BIRTH] + place.world.ages.first_week[50]) - (week - service), 0)) / WEEKS_PER_YEAR * 12

    def due(weeks: int) -> float:
        months = weeks / WEEKS_PER_YEAR * 12
        if day < date(2020, 1, 1) and months < 24:
            return 0.0
        amount = accrued_in(months, fifty, wage=wage, day=day)
        return min(amount, max(int(place.world.law.transition_maximum[week]), 12 * wage))

    payment = due(service) if day >= date(2015, 7, 1) else 0.0
    assert paid(row, Item.TRANSITIEVERGOEDING, by=(Payer.WERKGEVER,)) == pytest.approx(payment, abs=1)
    over = monday_of(week - extended)
    returned = 0.0
    if payment and over >= date(2015, 7, 1):
        returned = min(payment, due(service - extended) if service >= extended else 0.0, 12 * 1.7 * wage)
    assert paid(row, Item.COMPENSATIE_TV) == pytest.approx(returned, abs=1)
    assert row[: 2020 - START.year, columns.MONEY.index((Item.COMPENSATIE_TV, Payer.AOF))].sum() == 0


def test_who_left_by_the_end_of_a_contract_gets_no_transition_payment_here(record: Record) -> None:
    week = week_of(date(2021, 3, 1))
    for route in range(1, 6):
        life, row = lasting_life(week), empty_row()
        life[s.ROUTE], life[s.JOB_START] = route, week - 500
        dismiss(row, ONE, record, life, week)
        assert not row.any()


# ---- re-opening -----------------------------------------------------------------------------------------------------


def test_a_right_re_opens_on_the_higher_maandloon_and_guarantees_what_the_new_work_would_give(
    world: s.World, moments: Moments
) -> None:
    record = pack(varied(world, behaviour={"without_weeks": 0}))
    higher, guaranteed = 0, 0
    for life in moments.reopenings:
        week = max(int(life[s.REOPEN]), int(life[s.FREE]))
        lived = live_reopening(record, life)
        kept = dict(zip(s.KEPT, life[s.RIGHT : s.RIGHT + len(s.KEPT)].tolist(), strict=True))
        wage = int(wage_of(record, life, np.int64(week)))
        new = min(wage, int(world.law.maximum_maandloon[week]))
        assert lived.life[s.BASE] == max(kept[s.BASE], new)
        assert lived.life[s.WAGE] == (max(kept[s.WAGE], wage) if new > kept[s.BASE] else kept[s.WAGE])
        assert lived.life[s.OWN_RISK] == kept[s.OWN_RISK]
        assert counted(lived.row, Event.REOPENED) == 1
        higher += new > kept[s.BASE]
        if week - life[s.WORK_SINCE] >= 26:
            guaranteed += 1
            restored = life.copy()
            for position, field in enumerate(s.KEPT):
                restored[field] = life[s.RIGHT + position]
            months = int(duration_of_lgu(record, restored, np.int64(week)))
            assert lived.life[s.GUARANTEE_BASE] == new
            assert lived.life[s.GUARANTEE_END] == months_later(week, months)
        else:
            assert lived.life[s.GUARANTEE_END] == life[s.GUARANTEE_END]
    assert higher > 0
    assert guaranteed > 0


def test_a_guarantee_never_lowers_what_a_re_opened_right_pays(world: s.World, moments: Moments) -> None:
    with_it, without = (
        pack(varied(world, behaviour={"without_weeks": chance, "household": 0})) for chance in (0, WORD)
    )
    more = [
        int(paid(live_reopening(with_it, life).row, *WGA) - paid(live_reopening(without, life).row, *WGA))
        for life in moments.reopenings
    ]
    assert min(more) == 0 < max(more)


def test_a_class_that_gives_no_right_any_more_does_not_re_open(busy: Busy, moments: Moments) -> None:
    record = pack(busy(law={"wia.klassegrens": (0.45, 0.5, 0.55, 0.65)}).world)
    lowest = [life for life in moments.reopenings if life[s.RIGHT + s.KEPT.index(s.LEVEL)] == 0]
    assert lowest
    for life in lowest:
        assert paid(live_reopening(record, life).row, *WIA) == 0


def test_who_comes_below_the_least_degree_during_a_right_has_none(world: s.World) -> None:
    least = varied(world, law={"least_degree": 0.45}, behaviour={"class_threshold": WORD})
    week = week_of(date(2012, 3, 5))
    life = lasting_life(week - 60)
    life[s.LEVEL] = life[s.KIND] = s.FULL
    change_level(pack(least), KEY, life, np.int64(week))
    assert life[s.LEVEL] == 0
    assert life[s.KIND] == NO_RIGHT


# ---- lives that never meet a part -----------------------------------------------------------------------------------

TESTED = occurs(Event.RIV)
CLAIMED = occurs(Event.CLAIM)
AT_SANCTION = occurs(*SANCTIONS)


def left_sick(rows: Rows) -> Any:
    return into(rows, Status.ZIEK_ZW)


def in_wga(rows: Rows) -> Any:
    return counted(rows, Event.WGA_DAYS)


def decided(rows: Rows) -> Any:
    return counted(rows, Event.REFUSED, *AWARDS)


def fell_ill_again(rows: Rows) -> Any:
    return counted(rows, Event.SPELL) > 1


def long_ill(rows: Rows) -> Any:
    return counted(rows, Event.WEEK42) + left_sick(rows)


def early_or_long_ill(rows: Rows) -> Any:
    return counted(rows, Event.AWARD_EARLY_IVA) + long_ill(rows)


REACHES: dict[str, tuple[Override, Override, Measure]] = {
    "interruption": ({"loondoorbetaling.samentelling": 26.0}, {}, fell_ill_again),
    "voluntary extension": ({}, {"verlenging_vrijwillig.kans": 1.0}, CLAIMED),
    "late decision": ({}, {"riv_toets.te_laat": 1.0}, CLAIMED),
    "latest decision": ({"riv_toets.uiterste_besluit": 93.0}, {}, CLAIMED),
    "satisfactory result": ({}, {"dossier.structureel_werk": 0.9}, TESTED),
    "wage value": ({"riv_toets.loonwaarde_volstaat": 0.1}, {"dossier.eens": 0.5}, TESTED),
    "objection": ({}, {"loonsanctie.bezwaar": 1.0, "loonsanctie.bezwaar_gegrond": 1.0}, AT_SANCTION),
    "no capacity": ({}, {"loonsanctie.zonder_mogelijkheden": 0.9}, AT_SANCTION),
    "no capacity, by law": ({"loonsanctie.einde_zonder_mogelijkheden": 6.0}, {}, AT_SANCTION),
    "maximum": (
        {"loonsanctie.maximum": 26.0},
        {},
        occurs(*SANCTIONS, Event.VOLUNTARY_EXTENSION, Event.ZW_EXTENDED),
    ),
    "extended ziekengeld": ({"zw.verlenging_erd": 26.0}, {}, lambda rows: paid(rows, Item.ZW, by=(Payer.ERD,))),
    "recourse": ({}, {"zw.verhaal_kans": 1.0}, left_sick),
    "free weeks of recourse": ({"zw.verhaal_vrije_weken": 4.0}, {}, left_sick),
    "WW in sickness": ({"ww.doorloop_bij_ziekte": 26.0}, {}, costs(Item.ZW, Item.WW, by=(Payer.AWF,))),
    "no-riskpolis": ({"no_risk.duur": 1.0}, {}, occurs(Event.NO_RISK_SPELL)),
    "free weeks of the no-riskpolis": ({"no_risk.vrije_weken": 104.0}, {}, occurs(Event.NO_RISK_SPELL)),
    "weeks requirement": ({"lgu.referte_weken": 30.0}, {"referte.flexibel_zonder": 0.8}, in_wga),
    "shortest LGU": ({"lgu.minimum_maanden": 36.0}, {}, in_wga),
    "longest LGU": ({"lgu.maximum_maanden": 12.0}, {}, in_wga),
    "duration of the WW": ({"ww.maximum_maanden": 4.0}, {}, lambda rows: into(rows, Status.WW)),
    "deferral": ({"inkomenseis.uitstel": 0.0}, {}, in_wga),
    "income requirement": ({"inkomenseis.aandeel": 0.9}, {}, in_wga),
    "re-opening": ({"heropening.termijn": 1.0}, {}, in_wga),
    "end by earnings": ({"wga.einde_verdiensten_termijn": 24.0}, {}, in_wga),
    "five years": ({"wga.vijfjaarsregel": True}, {}, in_wga),
    "simplified assessment": ({"wia.vereenvoudigd_60plus": False}, {}, occurs(Event.AWARD_SIMPLE)),
    "advance": ({}, {"beoordeling.wacht_aandeel": 1.0}, decided),
    "advance not claimed back": ({}, {"voorschot.teruggevorderd": 0.3}, occurs(Event.ADVANCE_REFUSED)),
    "supplement": ({}, {"tw.gebruik": 0.0}, costs(Item.TW)),
    "social minimum": (
        {"tw.sociaal_minimum_alleenstaande": 0.5, "tw.sociaal_minimum_paar": 0.5},
        {},
        costs(Item.TW),
    ),
    "sector fund": ({"financiering.ww_sectorfonds": False}, {}, lambda rows: into(rows, Status.WW)),
    "half-years": ({"transitievergoeding.halfjaar_later": 0.5}, {}, costs(Item.TRANSITIEVERGOEDING)),
    "compensation": ({"compensatie_tv.grens_opbouw": False}, {}, costs(Item.COMPENSATIE_TV)),
    "payer of flexible workers": ({"financiering.wga_flex_whk": True}, {}, costs(*WGA, by=(Payer.SECTORFONDS_UFO,))),
    "employer's years": ({"werkgeversrisico.duur": 3.0}, {}, in_wga),
    "second track": ({"tweede_spoor.uiterste_start": 70.0}, {}, long_ill),
    "early IVA": ({"iva_vervroegd.termijn": 30.0}, {}, early_or_long_ill),
    "IVA": ({"iva.aandeel": 0.8}, {}, costs(Item.IVA)),
    "LGU": ({"lgu.aandeel": 0.6}, {}, in_wga),
    "LAU": ({"lau.aandeel": 0.6}, {}, costs(Item.WGA_LAU)),
    "VVU": ({"vvu.aandeel": (0.3, 0.4, 0.5, 0.6)}, {}, in_wga),
    "ziekengeld": ({"zw.aandeel": 0.8}, {}, costs(Item.ZW)),
    "pregnancy": ({"zw.aandeel_zwangerschap": 0.8}, {}, costs(Item.ZW, by=(Payer.AOF,))),
}  # fmt: skip


@pytest.mark.parametrize("part", REACHES)
def test_a_part_that_changes_leaves_lives_that_never_meet_it_untouched(part: str, busy: Busy, usual: Rows) -> None:
    law, behaviour, reaches = REACHES[part]
    changed = rows_of(busy(law=law, behaviour=behaviour).world)
    differs = (changed != usual).any(axis=(1, 2))
    assert differs.any(), "the change must reach somebody, or this test proves nothing"
    assert not (differs & ~(reaches(usual) > 0)).any()
    assert not differs.all()


# ---- a share that changes in a running benefit ----------------------------------------------------------------------

DATED: dict[str, tuple[Any, tuple[Item, ...]]] = {
    "iva.aandeel": (0.8, (Item.IVA, Item.TW)),
    "lau.aandeel": (0.6, (Item.WGA_LAU, Item.TW)),
    "lgu.aandeel": (0.6, (*WGA, Item.TW)),
    "lgu.aandeel_eerste": (0.6, (Item.WGA_LGU, Item.TW)),
    "vvu.aandeel": ((0.3, 0.4, 0.5, 0.6), (*WGA, Item.TW)),
    "vvu.aandeel_volledig": (0.6, WGA),
    "zw.aandeel": (0.8, (Item.ZW, Item.TW)),
    "zw.aandeel_zwangerschap": (0.8, (Item.ZW, Item.TW)),
    "tw.sociaal_minimum_alleenstaande": (0.6, (Item.TW,)),
    "tw.sociaal_minimum_paar": (0.6, (Item.TW,)),
}
"""A new value, and the items in which it can show: the guarantee rests on the LGU's share, the bodem on the VVU's."""
PEOPLE = slice(columns.FIRST_FLOW, columns.ERROR_COLUMN)
LARGEST_CHANGE = 0.4
"""Of these shares; no amount they are taken of exceeds 6,000 euros a month."""


Dated = Callable[[Mapping[str, Mapping[date, Any]]], s.World]


@pytest.fixture(scope="module")
def dated(current: Parameters, much_illness: Override) -> Dated:
    """Return a builder of worlds of much illness, with dated overrides of the law."""
    always = {"law": IN_FORCE, "behaviour": much_illness}
    base = current.overridden(
        {layer: {name: {START: value} for name, value in values.items()} for layer, values in always.items()}
    )

    def built(law: Mapping[str, Mapping[date, Any]]) -> s.World:
        return build_world(base.overridden({"law": law}), dated=current, horizon=HORIZON).world

    return built


@pytest.mark.parametrize("name", DATED)
def test_a_share_that_changes_in_2015_changes_money_from_then_on_and_nobodys_life(
    name: str, dated: Dated, usual: Rows
) -> None:
    value, items = DATED[name]
    changed = rows_of(dated({name: {date(2015, 1, 1): value}}))
    other = [place for place, (item, _) in enumerate(columns.MONEY) if item not in items]
    np.testing.assert_array_equal(changed[..., PEOPLE], usual[..., PEOPLE])
    np.testing.assert_array_equal(changed[..., other], usual[..., other])
    np.testing.assert_array_equal(changed[:, : 2015 - START.year], usual[:, : 2015 - START.year])
    assert (changed[:, 2015 - START.year] != usual[:, 2015 - START.year]).any()


@pytest.mark.parametrize("name", DATED)
def test_a_share_that_changes_a_week_later_differs_in_that_week_alone(name: str, dated: Dated) -> None:
    value, items = DATED[name]
    monday = date(2015, 7, 6)
    at_once, on_monday, later = (
        rows_of(dated({name: {day: value}})) for day in (date(2015, 7, 1), monday, monday + timedelta(weeks=1))
    )
    np.testing.assert_array_equal(at_once, on_monday)
    gap = np.abs(paid(on_monday, *items) - paid(later, *items))
    assert 0 < gap.max() <= between(week_of(monday), week_of(monday) + 1, half_up(LARGEST_CHANGE * 600_000))
    assert ((on_monday != later).any(axis=(0, 2)).nonzero()[0] == 2015 - START.year).all()


def test_a_running_iva_follows_a_new_share_to_the_cent(dated: Dated) -> None:
    record = pack(dated({"iva.aandeel": {date(2015, 1, 1): 0.8}}))
    start, border, end = week_of(date(2012, 2, 6)), week_of(date(2015, 1, 5)), week_of(date(2018, 4, 2))
    life, row = lasting_life(start), empty_row()
    live_in_iva(row, ONE, record, life, start, end)
    expected = between(start, border, 225_000) + between(border, end, 240_000)
    assert booked(row) == {(Item.IVA, Payer.AOF): expected}
    year = 2015 - START.year
    assert row[year, columns.MONEY.index((Item.IVA, Payer.AOF))] == 225_000 * 4 // 31 + 12 * 240_000 - 240_000 * 4 // 31


def test_an_advance_follows_a_share_that_changes_while_it_runs(dated: Dated) -> None:
    changed = dated({"lgu.aandeel_eerste": {date(2015, 1, 1): 0.5}})
    record = pack(varied(changed, behaviour={"advance_waived": 1.0, "under35_works": WORD}))
    start, border = week_of(date(2014, 12, 8)), week_of(date(2015, 1, 5))
    life, row = lasting_life(start), empty_row()
    life[s.STATUS] = Status.ZIEK_LOON
    refuse(row, ONE, record, KEY, life, start, 8)
    assert paid(row, Item.WGA_LGU) == between(start, border, 225_000) + between(border, start + 8, 150_000)


def test_a_supplement_to_ww_follows_a_social_minimum_that_changes_while_it_runs(dated: Dated) -> None:
    world = dated({"tw.sociaal_minimum_paar": {date(2015, 1, 1): 0.9}})
    record, row, minimum = pack(world), empty_row(), world.law.minimum_wage
    start, border = week_of(date(2014, 6, 2)), week_of(date(2015, 1, 5))
    life = lasting_life(start)
    life[s.BASE] = life[s.WAGE] = minimum
    life[s.HOUSEHOLD] = 2
    pay_ww(row, ONE, record, life, start, start + 60)
    later = months_later(start, 2)
    expected = between(start, later, 0.25 * minimum) + between(later, border, 0.3 * minimum)
    expected += between(border, start + 60, 0.2 * minimum)
    assert paid(row, Item.TW) == pytest.approx(expected, abs=30)


def test_wages_in_an_extension_follow_the_law_of_the_first_sick_day(dated: Dated, usual: Rows) -> None:
    changed = rows_of(dated({"loondoorbetaling.aandeel": {date(2015, 1, 1): 0.9}}))
    before = 2016 - START.year
    for item in (Item.LOON_JAAR2, Item.LOON_SANCTIE):
        assert (paid(changed, item) != paid(usual, item)).any()
    extension_of = [columns.MONEY.index((Item.LOON_SANCTIE, Payer.WERKGEVER))]
    np.testing.assert_array_equal(changed[:, : before + 1, extension_of], usual[:, : before + 1, extension_of])


# ---- more is never less ---------------------------------------------------------------------------------------------


def test_a_longer_maximum_never_lowers_the_wage_an_employer_pays_after_the_gate(
    world: s.World, moments: Moments
) -> None:
    maxima = (0, 13, 26, 52, 78, 104)
    records = [pack(varied(world, law={"sanction_maximum": weeks})) for weeks in maxima]
    rises = 0
    for life in moments.gates:
        spent = [int(paid(live_gate(record, life).row, *WAGES)) for record in records]
        assert spent == sorted(spent)
        rises += spent[0] < spent[-1]
    assert rises > 20


def test_a_longer_maximum_never_lowers_the_weeks_of_a_file(world: s.World, moments: Moments) -> None:
    by_maximum = [
        weeks_extended(varied(world, law={"sanction_maximum": weeks}), moments.gates) for weeks in (13, 26, 52, 78)
    ]
    for shorter, longer in pairwise(by_maximum):
        assert all(a <= b for a, b in zip(shorter, longer, strict=True))


@given(right=rights())
@settings(max_examples=80, deadline=None)
def test_a_higher_class_never_pays_less(right: tuple[Life, int, int], place: Place) -> None:
    life, start, _ = right
    life[s.RESUMED], life[s.HOUSEHOLD] = s.NEVER, 0
    life[s.STATUS] = Status.WGA_LGU if start < life[s.LGU_END] else Status.WGA_LAU
    amounts = []
    for level in range(5):
        life[s.LEVEL] = life[s.KIND] = level
        row = empty_row()
        pay_wga(row, ONE, place.record, life, start, start + 4)
        amounts.append(int(paid(row, *WGA)))
    assert all(low <= high + CENT_BY_PAYER for low, high in pairwise(amounts))


@given(right=rights(), raised=st.integers(1, 200_000))
@settings(max_examples=60, deadline=None)
def test_a_higher_maandloon_and_wage_never_pay_less(right: tuple[Life, int, int], raised: int, place: Place) -> None:
    life, start, end = right
    life[s.BASE] = life[s.WAGE]
    life[s.GUARANTEE_END] = 0
    life[s.HOUSEHOLD] = 0
    low, high = empty_row(), empty_row()
    richer = life.copy()
    richer[s.BASE] += raised
    richer[s.WAGE] += raised
    live_in_wga(low, ONE, place.record, life, start, end)
    live_in_wga(high, ONE, place.record, richer, start, end)
    assert paid(high, *WGA) + (end - start) >= paid(low, *WGA)


@given(right=rights())
@settings(max_examples=60, deadline=None)
def test_more_use_of_capacity_never_leaves_less_benefit_and_earnings_together(
    right: tuple[Life, int, int], place: Place
) -> None:
    life, start, _ = right
    life[s.RESUMED], life[s.HOUSEHOLD], life[s.BASE] = s.NEVER, 0, life[s.WAGE]
    life[s.LEVEL] = life[s.KIND] = min(int(life[s.LEVEL]), 3)
    life[s.LGU_END] = life[s.DEFERRED] = start
    life[s.STATUS] = Status.WGA_LAU
    capacity = life[s.WAGE] * (1.0 - place.world.degree[life[s.LEVEL]])
    incomes = []
    for use, share in ((0, 0.0), (1, place.world.behaviour.half_use), (2, 1.0)):
        life[s.USE] = use
        row = empty_row()
        pay_wga(row, ONE, place.record, life, start, start + 4)
        incomes.append(paid(row, *WGA) + share * capacity * month_count(start, start + 4))
    assert incomes[0] <= incomes[1] + 10 <= incomes[2] + 20
