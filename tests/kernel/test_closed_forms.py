"""Where hazards are constant, stocks, flows and cost follow from a formula; the simulation must agree.

The law and the behaviour are fictional: nobody leaves work but by sickness, everyone has the same wage and a permanent
contract, and what a test does not speak of has no chance or no duration. Symbols: r weekly rate of onsets, p = 1 -
exp(-r) the chance of one in a week, q chance that a spell lasts another week, N people. A rate h by week ends a stay
after a whole number of weeks k with chance exp(-h k) (1 - exp(-h)): it lasts 1 / (exp(h) - 1) weeks on average.
Agreement is asked for within four standard errors, which are those between the 256 groups, and these must be small.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.views import event_cells, flow_cells, money_cells, stock_cells
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import GROUPS, Event, Item, Payer, Status
from poortwachter.primitives.weeks import WEEKS_PER_YEAR
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.blocks import Lives, scratch, split_ledgers
from poortwachter.simulation.worlds import Horizon, build_world

Cells = npt.NDArray[np.int64]
Groups = npt.NDArray[np.float64]
Override = dict[str, Any]

PRICES: Final = date(2022, 1, 1)
HORIZON: Final = Horizon(last_year=2080, price_year=2022, frozen=True)
PEOPLE: Final = 80 * GROUPS
WAGE: Final = 250_000
"""Eurocents a month."""
MONTHS_PER_WEEK: Final = 12.0 / WEEKS_PER_YEAR
SETTLED: Final = 20
"""First year in which stocks no longer remember that everyone began at work."""
CENT: Final = 1e-6
"""What whole cents can make of an amount, relative to it."""
FAR: Final = 1 << 29
WORD: Final = 1 << 32

NOTHING_HAPPENS: Final[dict[str, Override]] = {
    "law": {
        "loondoorbetaling.samentelling": 0.0,
        "loondoorbetaling.bodem_minimumloon_jaar1": False,
        "zw.ezwb": False,
        "no_risk.duur": 0.0,
        "no_risk.dienst_binnen": 0.0,
        "no_risk.eigen_werkgever": 0.0,
        "wia.vereenvoudigd_60plus": False,
        "lgu.minimum_maanden": 24.0,
        "lgu.maximum_maanden": 24.0,
        "lgu.referte_weken": 0.0,
        "lgu.aandeel_eerste": 0.7,
    },
    "behaviour": {
        "verzuim.spreiding": 0.0,
        "verzuim.kwetsbaarheid_lang": 1.0,
        "verzuim.loonelasticiteit": 0.0,
        "verzuim.factor_sector": (1.0,) * 6,
        "verzuim.factor_vrouw": 1.0,
        "verzuim.index": 1.0,
        "vangnet.overig": (0.0, 0.0),
        "vangnet.ww": (0.0,) * 6,
        "iva_vervroegd.kans": (0.0,) * 6,
        "tweede_spoor.gestart": 0.0,
        "verlenging_vrijwillig.kans": 0.0,
        "claim.aandeel": 0.9,
        "tw.gebruik": 0.0,
        "dossier.structureel_werk": 0.0,
        "riv_toets.beoordeeld": 1.0,
        "riv_toets.te_laat": 0.0,
        "riv_toets.factor_klein_of_erd": 1.0,
        "riv_toets.kans_administratief": 0.0,
        "riv_toets.kans_inhoudelijk": 0.3,
        "loonsanctie.bezwaar": 0.0,
        "loonsanctie.hersteld": 0.0,
        "loonsanctie.niet_doorgezet": 0.0,
        "loonsanctie.zonder_mogelijkheden": 0.0,
        "loonsanctie.toekenning_doorgezet": 0.67,
        "riv_toets.toekenning_zonder_verlenging": 0.67,
        "beoordeling.wacht_aandeel": 0.0,
        "beoordeling.afwijzing": (0.4,) * 7,
        "beoordeling.iva": ((0.0, 0.0),) * 7,
        "beoordeling.wga_deels": 0.0,
        "ontslag.na_toekenning": (0.0,) * 6,
        "onder35.werkt": 1.0,
        "referte.flexibel_zonder": 0.0,
        "wia.herstel_eerste_jaren": 0.5,
        "wia.herstel_later": 0.5,
        "wia.herstel_door_werk": 0.0,
        "wia.heropening": 0.0,
        "wga.naar_iva_vol": 0.0,
        "wga.naar_iva_deels": 0.0,
        "wga.vol_naar_deels": 0.0,
        "wga.deels_naar_vol": 0.0,
        "wga.sterfte": 0.0,
        "iva.herstel": 0.0,
        "iva.sterfte_eerste": 0.0,
        "iva.sterfte_later": 0.0,
    },
}


class Sickness(NamedTuple):
    """Onsets at a weekly rate; a spell lasts beyond k weeks with chance survival[k], k = 0 .. 104."""

    rate: float
    survival: npt.NDArray[np.float64]

    @property
    def onset(self) -> float:
        """Return the chance that someone at work falls ill in a week."""
        return float(-np.expm1(-self.rate))


Make = Callable[..., World]


@pytest.fixture(scope="module")
def make(current: Parameters) -> Make:
    """Return the maker of worlds in which nothing happens but what is asked for."""

    def made(*, sickness: Sickness | None, people: Override | None = None, **asked: Override) -> World:
        policy = fictional(current, people=people or {}, asked=asked)
        world = immortal(build_world(policy, dated=policy, horizon=HORIZON).world)
        if sickness is None:
            return world
        behaviour = world.behaviour
        survival = np.broadcast_to(np.rint(sickness.survival * WORD).astype(np.uint64), behaviour.survival.shape)
        return world._replace(
            behaviour=behaviour._replace(
                onset_rate=np.full_like(behaviour.onset_rate, sickness.rate),
                onset_accept=np.full_like(behaviour.onset_accept, WORD),
                survival=np.ascontiguousarray(survival),
            )
        )

    return made


def fictional(current: Parameters, *, people: Override, asked: dict[str, Override]) -> Parameters:
    """Return current parameters, frozen, with what makes nothing happen and what is asked for."""
    layers = {layer: NOTHING_HAPPENS[layer] | asked.get(layer, {}) for layer in NOTHING_HAPPENS}
    start = date(2004, 1, 1)
    return current.frozen(PRICES).overridden(
        {layer: {name: {start: value} for name, value in of.items()} for layer, of in layers.items()}
        | {"population": {name: {start: value} for name, value in people.items()}}
    )


def immortal(world: World) -> World:
    """Return a world whose people never leave, have one wage and a permanent contract."""
    people, law = world.population, world.law
    return world._replace(
        population=people._replace(
            exit_chance=np.zeros_like(people.exit_chance),
            death_chance=np.zeros_like(people.death_chance),
            flex_threshold=np.full_like(people.flex_threshold, WORD),
            wage_month=np.full_like(people.wage_month, WAGE / 100),
            wage_quantile=np.ones_like(people.wage_quantile),
        ),
        law=law._replace(aow_week_of_birth_week=np.full_like(law.aow_week_of_birth_week, FAR)),
        wage_level=np.full_like(world.wage_level, 100.0),
        wage_correction=np.ones_like(world.wage_correction),
    )


def live(world: World, *, people: int = PEOPLE) -> Cells:
    """Live people from the first day on and return the ledger (256, Y, C)."""
    cells = np.zeros((GROUPS, int(world.clock.years), columns.N_COLUMNS), dtype=np.int64)
    simulate_block(cells, pack(world), (np.uint64(1), np.uint64(0)), 0, 0, people, scratch())
    assert not cells[..., columns.ERROR_COLUMN].any()
    return cells


def settled(cells: Cells) -> Cells:
    return cells[:, SETTLED:]


def event(cells: Cells, *which: Event) -> Groups:
    return event_cells(cells)[..., list(which)].sum(axis=(1, 2)).astype(np.float64)


def stock(cells: Cells, *which: Status) -> Groups:
    """Return persons on the mean 31 December by group."""
    return stock_cells(cells)[..., list(which)].sum(axis=2).mean(axis=1)  # type: ignore[no-any-return]


def flow(cells: Cells, origins: set[Status] | None, targets: set[Status]) -> Groups:
    """Return changes of status a week by group; origins None: from anywhere outside the targets."""
    wanted = [
        place
        for place, (origin, target) in enumerate(columns.TRANSITIONS)
        if target in targets and (origin in origins if origins is not None else origin not in targets)
    ]
    weeks = cells.shape[1] * WEEKS_PER_YEAR
    return flow_cells(cells)[..., wanted].sum(axis=(1, 2)) / weeks  # type: ignore[no-any-return]


def money(cells: Cells, items: list[Item], payers: list[Payer] | None = None) -> Groups:
    """Return eurocents a week by group."""
    paid = money_cells(cells)[:, :, items][..., payers if payers is not None else list(Payer)]
    return paid.sum(axis=(1, 2, 3)) / (cells.shape[1] * WEEKS_PER_YEAR)  # type: ignore[no-any-return]


def agrees(part: Groups, whole: Groups, expected: float, *, within: float = 0.02) -> None:
    """Require that part over whole is as expected, within four standard errors, which are a small part of it."""
    found = part.sum() / whole.sum()
    rest = part - found * whole
    error = float(np.sqrt(GROUPS / (GROUPS - 1) * (rest**2).sum()) / whole.sum())
    assert error < within * expected, "too few cases to say anything"
    assert abs(found - expected) < 4.0 * error + CENT * expected, f"{found} +- {error}, not {expected}"


def mean_weeks(rate: float) -> float:
    return float(1.0 / np.expm1(rate))


WGA: Final = {Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU}
AT_WORK: Final = {Status.WERK, Status.ONDER35_WERK}
WGA_ITEMS: Final = [Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU]
PERSONS: Final = np.full(GROUPS, PEOPLE / GROUPS)


# ---- short spells ---------------------------------------------------------------------------------------------------

Q: Final = 0.88
SHORT: Final = Sickness(rate=0.03, survival=np.array([Q**week for week in range(105)]))
OWN_RISK_WEEKS: Final = 10
INSURED: Final = 0.5


@pytest.fixture(scope="module")
def short(make: Make) -> Cells:
    world = make(
        sickness=SHORT,
        people={"werkgevers.verzekerd": (INSURED,) * 5},
        behaviour={"verzuimverzekering.eigen_risico": float(OWN_RISK_WEEKS), "loon_bij_ziekte.jaar1": 0.9},
    )
    return settled(live(world, people=PEOPLE // 2))


def cycle_of_short() -> float:
    """Return weeks from one onset to the next: (1 - p) / p free weeks and 1 / (1 - q) of sickness."""
    return (1.0 - SHORT.onset) / SHORT.onset + 1.0 / (1.0 - Q)


PER_YEAR: Final = 1.5


@pytest.fixture(scope="module")
def weekly(make: Make) -> Cells:
    """Live with spells that are all over in a week, as often as the parameter says."""
    rare = 1e-9
    world = make(
        sickness=None,
        behaviour={
            "verzuim.gevallen_per_jaar": (PER_YEAR,) * 6,
            "verzuim.langer_dan_1_week": (rare,) * 6,
            "verzuim.langer_dan_4_weken": (rare / 2,) * 6,
            "verzuim.langer_dan_6_weken": 0.5,
            "verzuim.langer_dan_42_weken": (rare / 1000,) * 6,
            "verzuim.factor_lang": ((1.0, 1.0),) * 7,
            "verzuim.langer_dan_91_weken": (0.1,) * 6,
        },
    )
    return live(world, people=PEOPLE // 4)


def test_one_week_spells_come_in_each_week_with_the_chance_of_an_onset(weekly: Cells) -> None:
    """N people who are ill for a week at a time have N p spells a week, p = 1 - exp(-r).

    r by parameter: g spells a year per employee, who is absent for half of one of 365.25 / 7 weeks at each, come at
    r = (g / 52.18) / (1 - g / 52.18 / 2) a week of work.
    """
    a_week = PER_YEAR / WEEKS_PER_YEAR
    weeks = weekly.shape[1] * WEEKS_PER_YEAR
    agrees(event(weekly, Event.SPELL), PERSONS / 4 * weeks, float(-np.expm1(-a_week / (1.0 - a_week / 2))))


def test_employees_have_as_many_spells_as_the_parameter_says(weekly: Cells) -> None:
    """N people have N g spells a year."""
    agrees(event(weekly, Event.SPELL), PERSONS / 4 * weekly.shape[1], PER_YEAR)


def test_the_stock_of_sick_is_their_share_of_a_cycle(short: Cells) -> None:
    """Ill for more than a week: 1 / (1 - q) - (1 - q) weeks of a cycle of (1 - p) / p + 1 / (1 - q)."""
    agrees(stock(short, Status.ZIEK_LOON), PERSONS / 2, (1.0 / (1.0 - Q) - (1.0 - Q)) / cycle_of_short())


def test_the_flow_into_sickness_is_one_long_spell_a_cycle_or_less(short: Cells) -> None:
    """Spells of more than a week: q in a cycle."""
    agrees(flow(short, AT_WORK, {Status.ZIEK_LOON}), PERSONS / 2, Q / cycle_of_short())


def test_the_stock_is_the_inflow_times_the_mean_duration(short: Cells) -> None:
    """Little's law: those ill for more than a week are so for 1 + 1 / (1 - q) weeks."""
    agrees(stock(short, Status.ZIEK_LOON), flow(short, AT_WORK, {Status.ZIEK_LOON}), 1.0 + 1.0 / (1.0 - Q))


@pytest.mark.parametrize(("counted", "weeks"), [(Event.SPELL_OVER_SIX_WEEKS, 6), (Event.WEEK42, 42)])
def test_the_share_of_long_spells_is_geometric(short: Cells, counted: Event, weeks: int) -> None:
    """P(longer than k weeks) = q^k."""
    agrees(event(short, counted), event(short, Event.SPELL), Q**weeks, within=0.1)


def weeks_paid() -> float:
    """Return weeks of wage a spell: those of spells over a week, in full, and the days of the others."""
    beyond = Q ** np.arange(1, 52)
    days = 2.5 / 21.75 / MONTHS_PER_WEEK
    return float(Q + beyond.sum() + (1.0 - Q) * days)


def test_the_cost_of_wages_is_weeks_times_amount(short: Cells) -> None:
    """Cost a week per person: 70% of the wage over the weeks of a spell, once in a cycle; one week counts 2.5 days."""
    expected = 0.7 * WAGE * MONTHS_PER_WEEK * weeks_paid() / cycle_of_short()
    agrees(money(short, [Item.LOON_JAAR1]), PERSONS / 2, expected)


def test_a_collective_agreement_tops_up_in_proportion(short: Cells) -> None:
    """With 90% paid and 70% due, the top is 20 / 70 of the wage due."""
    agrees(money(short, [Item.CAO_AANVULLING]), money(short, [Item.LOON_JAAR1]), 2 / 7)


def test_the_insurer_pays_its_part_from_the_own_risk_weeks_on(short: Cells) -> None:
    """Insured share x sum of q^k over weeks k = 10 .. 51, of all weeks paid in the first year."""
    expected = INSURED * float((Q ** np.arange(OWN_RISK_WEEKS, 52)).sum()) / weeks_paid()
    paid = money(short, [Item.LOON_JAAR1], [Payer.VERZEKERAAR])
    agrees(paid, money(short, [Item.LOON_JAAR1]), expected)


# ---- long spells ----------------------------------------------------------------------------------------------------

LONG_SHARE: Final = 0.4
LONG: Final = Sickness(rate=0.01, survival=np.array([1.0] + [LONG_SHARE] * 104))
"""A spell is over in its first week or lasts beyond week 104."""
CLAIM, SANCTION, AWARD = 0.9, 0.3, 0.6
RECOVERY: Final = 0.5 / WEEKS_PER_YEAR
YEAR_OF_WEEKS: Final = 52


@pytest.fixture(scope="module")
def long(make: Make) -> Cells:
    return settled(live(make(sickness=LONG)))


def cycle_of_long(*, extension: float, right: float) -> float:
    """Return weeks from one long spell to the next, given the mean weeks of an extension and of a right."""
    ill = LONG.onset * LONG_SHARE
    return (1.0 - ill) / ill + 104 + CLAIM * (SANCTION * extension + AWARD * right)


def test_sanctions_have_their_share_of_the_tests(long: Cells) -> None:
    """Sanctions over tests is the chance of a sanction, here in multiples of 2^-20."""
    agrees(event(long, Event.SANCTION_SUBSTANTIVE), event(long, Event.RIV), round(SANCTION * 2**20) / 2**20)


def test_refusals_have_their_share_of_the_decisions(long: Cells) -> None:
    """Refused over decided is one less the chance of an award."""
    agrees(event(long, Event.REFUSED), event(long, Event.REFUSED, Event.AWARD_WGA_FULL), 1.0 - AWARD)


def test_stocks_on_the_way_to_the_wia_are_their_shares_of_a_cycle(long: Cells) -> None:
    """Ill 104 weeks, extended c s 52, in the WGA c a / (exp(h) - 1), of a cycle with (1 - ps) / ps weeks at work."""
    cycle = cycle_of_long(extension=YEAR_OF_WEEKS, right=mean_weeks(RECOVERY))
    agrees(stock(long, Status.ZIEK_LOON), PERSONS, 104 / cycle)
    agrees(stock(long, Status.SANCTIE), PERSONS, CLAIM * SANCTION * YEAR_OF_WEEKS / cycle)
    agrees(stock(long, *WGA), PERSONS, CLAIM * AWARD * mean_weeks(RECOVERY) / cycle)


def test_the_wga_stock_is_its_inflow_times_the_mean_stay(long: Cells) -> None:
    """Little's law with exit at a constant rate h: 1 / (exp(h) - 1) weeks."""
    agrees(stock(long, *WGA), flow(long, None, WGA), mean_weeks(RECOVERY))


def test_those_past_the_wage_related_benefit_have_stayed_longer_than_it_lasts(long: Cells) -> None:
    """The share of a stock that has stayed for D weeks is exp(-h D); D is two years, to the Monday before the day."""
    weeks = two_years_in_weeks()
    agrees(stock(long, Status.WGA_LGU), stock(long, *WGA), 1.0 - float(np.exp(-RECOVERY * weeks)))


def two_years_in_weeks() -> float:
    """Return the mean number of weeks from a Monday to that of the week in which two years are over."""
    first = date(2004, 1, 5)
    mondays = [first + timedelta(weeks=week) for week in range(28 * 52)]
    two_years = [date(day.year + 2, day.month, 1) + timedelta(days=day.day - 1) for day in mondays]
    return float(np.mean([(later - day).days // 7 for day, later in zip(mondays, two_years, strict=True)]))


def test_a_right_costs_its_weeks_times_its_amount(long: Cells) -> None:
    """70% of the maandloon over a mean stay of 1 / (exp(h) - 1) weeks, per new right."""
    expected = 0.7 * WAGE * MONTHS_PER_WEEK * mean_weeks(RECOVERY)
    agrees(money(long, WGA_ITEMS), flow(long, None, WGA), expected)


def test_an_extension_costs_a_year_of_wage(long: Cells) -> None:
    """70% of the wage over 52 weeks, per sanction."""
    agrees(money(long, [Item.LOON_SANCTIE]), flow(long, None, {Status.SANCTIE}), 0.7 * WAGE * MONTHS_PER_WEEK * 52)


def test_repaired_extensions_last_until_the_terms_of_uwv_after_the_request(make: Make) -> None:
    """Repaired with chance 0.7, on request in a week uniform on 1 .. 2 (26 - 9) - 1 and 3 + 6 weeks after it.

    Days are 7 x (0.7 x mean of min(request + 9, 52) + 0.3 x 52); upheld objections (0.2) end it at once.
    """
    share, upheld, terms = 0.7, 0.2, 9
    world = make(
        sickness=LONG,
        behaviour={
            "loonsanctie.hersteld": share,
            "loonsanctie.herstel_gemiddelde_week": 26.0,
            "loonsanctie.bezwaar": upheld,
            "loonsanctie.bezwaar_gegrond": 1.0,
        },
    )
    cells = settled(live(world))
    requests = np.arange(1, 2 * (26 - terms))
    expected = share * np.minimum(requests + terms, 52).mean() + (1.0 - share) * 52
    weeks = cells.shape[1] * WEEKS_PER_YEAR
    extended = flow(cells, None, {Status.SANCTIE}) * weeks
    agrees(event(cells, Event.SANCTION_DAYS), extended, 7.0 * float(expected))
    agrees(event(cells, Event.SANCTION_REPAIRED), extended, share)
    agrees(event(cells, Event.OBJECTION_UPHELD), event(cells, Event.SANCTION_SUBSTANTIVE), upheld)


def test_those_who_do_not_pursue_return_at_a_constant_rate(make: Make) -> None:
    """A quarter returns in 52 weeks: h = -ln(0.75) / 52, and an extension lasts the sum of exp(-h k), k = 1 .. 52."""
    not_pursued = 0.25
    world = make(sickness=LONG, behaviour={"loonsanctie.niet_doorgezet": not_pursued})
    cells = settled(live(world))
    rate = -np.log(1.0 - not_pursued) / 52
    extended = flow(cells, None, {Status.SANCTIE})
    agrees(stock(cells, Status.SANCTIE), extended, float(np.exp(-rate * np.arange(1, 53)).sum()))
    agrees(event(cells, Event.AWARD_AFTER_SANCTION), extended * cells.shape[1] * WEEKS_PER_YEAR, 0.75 * AWARD)


def test_placements_in_the_second_track_are_exponential(make: Make) -> None:
    """Of spells over 42 weeks a share starts; of those, 1 - exp(-46 h) are placed in weeks 59 to 104."""
    started, rate = 0.6, 0.01
    world = make(sickness=LONG, behaviour={"tweede_spoor.gestart": started, "tweede_spoor.plaatsing": rate})
    cells = settled(live(world))
    agrees(event(cells, Event.TWEEDE_SPOOR), event(cells, Event.WEEK42), started)
    placed = event(cells, Event.PLACED_TWEEDE_SPOOR)
    agrees(placed, event(cells, Event.TWEEDE_SPOOR), float(-np.expm1(-46 * rate)))


def test_deaths_are_exposure_times_hazard(make: Make) -> None:
    """Death at a rate h after whole weeks: (exp(h) - 1) deaths a week in the IVA; the wait of 104 weeks is alive."""
    per_year = 0.06
    world = make(
        sickness=LONG,
        behaviour={
            "beoordeling.iva": ((1.0, 1.0),) * 7,
            "beoordeling.iva_psychisch": 1.0,
            "iva.sterfte_eerste": per_year,
            "iva.sterfte_later": per_year,
        },
    )
    cells = live(world)
    weeks = cells.shape[1] * WEEKS_PER_YEAR
    deaths = flow(cells, {Status.IVA}, {Status.OVERLEDEN}) * weeks
    agrees(deaths, event(cells, Event.IVA_DAYS) / 7.0, float(np.expm1(per_year / WEEKS_PER_YEAR)))
    agrees(money(cells, [Item.IVA]) * weeks, event(cells, Event.IVA_DAYS), 0.75 * WAGE * MONTHS_PER_WEEK / 7.0)


# ---- the reform -----------------------------------------------------------------------------------------------------

TESTED: Final = "riv_toets.grond_bedrijfsarts_toetsbaar"


def test_the_effect_of_a_lapse_is_a_year_of_wage_for_its_share_of_the_tests(make: Make) -> None:
    """Everyone leaves after one long spell: per test, v s x 52 weeks x 70% of the wage are saved, in pair and split."""
    lapsing = 0.25
    behaviour = {
        "beoordeling.afwijzing": (1.0,) * 7,
        "onder35.werkt": 0.0,
        "onder35.ww": 0.0,
        "onder35.terug_naar_werk": 0.0,
        "riv_toets.aandeel_vervalbaar": lapsing,
        "claim.aandeel": 1.0,
    }
    before, after = (make(sickness=LONG, behaviour=behaviour, law={TESTED: tested}) for tested in (True, False))
    expected = lapsing * SANCTION * 52 * MONTHS_PER_WEEK * 0.7 * WAGE
    saved = [Item.LOON_SANCTIE]
    pair = live(before), live(after)
    tests = event(pair[0], Event.RIV)
    weeks = pair[0].shape[1] * WEEKS_PER_YEAR
    agrees((money(pair[0], saved) - money(pair[1], saved)) * weeks, tests, expected, within=0.05)
    lives = Lives(np.array([PEOPLE]), seed=1, replication=0, threads=1, block_size=PEOPLE)
    worlds = pack(before), pack(after)
    cells, effect, _ = split_ledgers(
        *worlds, years=int(before.clock.years), replicates=1, lives=lives, progress=lambda _: None
    )
    np.testing.assert_array_equal(cells, pair[0])
    agrees(-money(effect, saved) * weeks / 2**20, tests, expected)
