"""Whatever law and behaviour hold, a life keeps its books: one status on 31 December, no day or cent from nowhere.

Parameters are drawn within their ranges (law within plausible factors), with a seed, a horizon, a price year and a
cohort. With one worker to each of the 256 groups the ledger is that of single persons.
"""

from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poortwachter.accounting import columns
from poortwachter.accounting.balance import WIA_STATUSES, require_balance
from poortwachter.accounting.views import event_cells, flow_cells, money_cells, receipt_cells, stock_cells
from poortwachter.kernel.groups import split_groups
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import N_CONTINUATIONS, simulate_block
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import GROUPS, OUTSIDE, Event, Item, Payer, Scheme, Status
from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import UNITS, Parameter
from poortwachter.scenario.load import World as Parameters
from poortwachter.scenario.load import current_world
from poortwachter.scenario.schema import LAYERS
from poortwachter.simulation.blocks import effects_of, scratch
from poortwachter.simulation.worlds import Horizon, build_world

Cells = npt.NDArray[np.int64]

CURRENT: Final = current_world()
START: Final = date(2004, 1, 1)
TESTED: Final = "riv_toets.grond_bedrijfsarts_toetsbaar"
FACTORS: Final = (0.5, 1.5)
"""What a number of the law is multiplied by, at least and at most."""
NARROW: Final = {"aow.leeftijd": (0.97, 1.02)}
"""Law within narrower factors: the population is made for AOW ages near those there are."""
FIXED: Final = frozenset({"wachttijd.duur", "loondoorbetaling.duur", "zw.duur"})
"""Law that must stay the waiting period."""
WHOLE: Final = frozenset({"weken", "maanden", "jaren", "aantal", "leeftijd in jaren", "jaartal"})
"""Units that come in whole numbers."""
NAMES: Final = [
    (layer, name)
    for layer in LAYERS
    for name, parameter in CURRENT.layer(layer).items()
    if name not in FIXED and (parameter.uncertainty is None or parameter.uncertainty.kind != "none")
]
"""Parameters that are drawn, by layer."""

DECIDED: Final = {
    "beoordeling.afwijzing": (0.3,) * 7,
    "loonsanctie.bezwaar_gegrond": 0.6,
    "riv_toets.kans_inhoudelijk": 0.2,
}
"""Chances at the other decisions at which a split forks a life, under the reform."""

LONGEST_YEAR: Final = 366


# ---- drawing a world ------------------------------------------------------------------------------------------------


def moved(parameter: Parameter, place: float) -> dict[date, Any]:
    """Return the dated values of a parameter at a place from 0 to 1 within its range."""
    unit = UNITS[parameter.unit]
    if unit.is_switch:
        return {START: place >= 0.5}
    known = parameter.uncertainty
    if known is not None and known.kind == "uniform":
        assert known.low is not None
        assert known.high is not None
        value = known.low + place * (known.high - known.low)
        return {START: _shaped(parameter.values[0][1], whole=parameter.unit in WHOLE, of=lambda _: value)}
    low, high = NARROW.get(parameter.name, FACTORS)
    if known is not None:
        assert known.low is not None
        assert known.high is not None
        low, high = known.low, known.high
    factor = low + place * (high - low)
    return {
        max(day, START): _shaped(
            value, whole=parameter.unit in WHOLE, of=lambda one: min(max(one * factor, unit.low), unit.high)
        )
        for day, value in parameter.values
    }


def _shaped(value: Any, *, whole: bool, of: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_shaped(one, whole=whole, of=of) for one in value)
    return float(round(of(value))) if whole else float(of(value))


EXAMPLES: Final = 40
Drawn = dict[tuple[str, str], float]
"""Places from 0 to 1 within the range of a parameter, by layer and name."""

places = st.dictionaries(st.sampled_from(NAMES), st.floats(0.0, 1.0), min_size=5, max_size=60)
horizons = st.builds(
    Horizon, last_year=st.integers(2006, 2050), price_year=st.integers(2006, 2035), frozen=st.booleans()
)


def policy_of(drawn: Drawn, *, illness: dict[str, Any], horizon: Horizon) -> Parameters:
    """Return the parameters at the places drawn, frozen where the run is."""
    overrides: dict[str, dict[str, Any]] = {layer: {} for layer in LAYERS}
    overrides["behaviour"] = {name: {START: value} for name, value in illness.items()}
    for (layer, name), place in drawn.items():
        overrides[layer][name] = moved(CURRENT.layer(layer)[name], place)
    policy = CURRENT.overridden(overrides)
    return policy.frozen(date(horizon.price_year, 1, 1)) if horizon.frozen else policy


def one_each(world: World, *, seed: int, cohort: int) -> Cells:
    """Live 256 workers of a cohort, each in a group of her own."""
    cells = np.zeros((GROUPS, int(world.clock.years), columns.N_COLUMNS), dtype=np.int64)
    simulate_block(cells, pack(world), (np.uint64(seed), np.uint64(0)), cohort, 0, GROUPS, scratch())
    return cells


def split_of(before: World, after: World, *, seed: int, cohort: int) -> tuple[Cells, Cells]:
    """Live them with the split and return the ledger and the parts of the effect."""
    shape = (int(before.clock.years), columns.N_COLUMNS)
    cells, effect = (np.zeros((GROUPS, *more, *shape), dtype=np.int64) for more in ((), (N_CONTINUATIONS,)))
    key = (np.uint64(seed), np.uint64(0))
    workers = np.zeros(cohort + 1, dtype=np.int64)
    workers[cohort] = GROUPS
    split_groups(cells, effect, pack(before), pack(after), key, workers, 0, GROUPS, 1, scratch())
    return cells, effects_of(effect)


# ---- what must hold -------------------------------------------------------------------------------------------------


def nothing_is_negative(cells: Cells) -> None:
    """No count of persons, days or events and no amount is: money flows one way, from payer to recipient."""
    assert (cells >= 0).all(), [int(column) for column in np.unique(np.nonzero(cells < 0)[2])]


def everyone_is_somewhere(cells: Cells) -> None:
    """On 31 December of the year of entry and all after it a person has one status, and before it none."""
    entry = [place for place, (origin, _) in enumerate(columns.TRANSITIONS) if origin == OUTSIDE]
    entered = flow_cells(cells)[..., entry].sum(axis=2).cumsum(axis=1)
    assert (entered[:, -1] == 1).all()
    np.testing.assert_array_equal(stock_cells(cells).sum(axis=2), entered)


def nobody_returns_from_the_dead(cells: Cells) -> None:
    for status in (Status.UIT, Status.OVERLEDEN, Status.AOW):
        assert (np.diff(stock_cells(cells)[..., status], axis=1) >= 0).all()


def a_year_has_no_more_days_than_it_has(cells: Cells) -> None:
    """Days in the WIA and in extensions fit in the year, and fill it where someone has a right all through it."""
    events = event_cells(cells)
    wia = events[..., [Event.WGA_DAYS, Event.IVA_DAYS]].sum(axis=2)
    assert (wia + events[..., Event.SANCTION_DAYS] <= LONGEST_YEAR).all()
    for scheme, counted in ((Scheme.WGA, Event.WGA_DAYS), (Scheme.IVA, Event.IVA_DAYS)):
        statuses = list(WIA_STATUSES[scheme])
        standing = stock_cells(cells)[..., statuses].sum(axis=2)
        outward = [
            place
            for place, (origin, target) in enumerate(columns.TRANSITIONS)
            if origin in statuses and target not in statuses
        ]
        through = (standing[:, 1:] == 1) & (standing[:, :-1] == 1)
        through &= flow_cells(cells)[:, 1:][..., outward].sum(axis=2) == 0
        full = events[:, 1:, counted][through]
        assert np.isin(full, (LONGEST_YEAR - 1, LONGEST_YEAR)).all()


def money_is_received(cells: Cells) -> None:
    np.testing.assert_array_equal(money_cells(cells).sum(axis=3), receipt_cells(cells).sum(axis=3))


def benefits_come_with_their_status(cells: Cells) -> None:
    """No WGA without days of it."""
    events, paid = event_cells(cells), money_cells(cells).sum(axis=3)
    wga = paid[..., [Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU]].sum(axis=2)
    assert (events[..., Event.WGA_DAYS][wga > 0] > 0).all()


def wages_and_iva_come_with_their_days(cells: Cells) -> None:
    events, paid = event_cells(cells), money_cells(cells).sum(axis=3)
    assert (events[..., Event.SANCTION_DAYS][paid[..., Item.LOON_SANCTIE] > 0] > 0).all()
    right = events[..., [Event.WGA_DAYS, Event.IVA_DAYS]].sum(axis=2)
    assert (right[paid[..., Item.IVA] > 0] > 0).all()


def what_reopens_had_ended(cells: Cells) -> None:
    total = event_cells(cells).sum(axis=1)
    assert (total[:, Event.REOPENED] <= total[:, Event.RECOVERED]).all()


def decisions_add_up(cells: Cells) -> None:
    """Over a life there are no more sanctions than tests, tests than claims, decisions than claims."""
    total = event_cells(cells).sum(axis=1)
    sanctions = total[:, [Event.SANCTION_ADMINISTRATIVE, Event.SANCTION_SUBSTANTIVE, Event.SANCTION_LAPSED]].sum(axis=1)
    assert (sanctions <= total[:, Event.RIV]).all()
    assert (total[:, Event.RIV] <= total[:, Event.CLAIM]).all()
    decided = [Event.REFUSED, Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA]
    assert (total[:, decided].sum(axis=1) <= total[:, Event.CLAIM]).all()
    assert (total[:, Event.ASSESSED_BY_DOCTOR] <= total[:, Event.CLAIM]).all()
    grounds = [Event.GROUND_EMPLOYER, Event.GROUND_BEDRIJFSARTS, Event.GROUND_OTHER]
    np.testing.assert_array_equal(total[:, grounds].sum(axis=1), total[:, Event.SANCTION_SUBSTANTIVE])


CONDITIONS: Final = (
    nothing_is_negative,
    everyone_is_somewhere,
    nobody_returns_from_the_dead,
    a_year_has_no_more_days_than_it_has,
    money_is_received,
    wages_and_iva_come_with_their_days,
    decisions_add_up,
)
WITHOUT_PROTECTION: Final = (benefits_come_with_their_status, what_reopens_had_ended)
"""What holds where no right is paid beside work that would have ended it."""


def test_lives_keep_their_books(much_illness: dict[str, Any]) -> None:
    refused = []

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(
        drawn=places,
        ill=st.booleans(),
        horizon=horizons,
        seed=st.integers(0, 2**32 - 1),
        later=st.integers(1, 60),
    )
    def lived(drawn: Drawn, ill: bool, horizon: Horizon, seed: int, later: int) -> None:
        policy = policy_of(drawn, illness=much_illness if ill else {}, horizon=horizon)
        try:
            world = build_world(policy, dated=policy, horizon=horizon).world
        except InputError:
            refused.append(drawn)
            return
        for cohort in (0, min(later, int(world.clock.years))):
            cells = one_each(world, seed=seed, cohort=cohort)
            require_balance({"baseline": cells}, first_year=START.year)
            protects = world.law.five_years.any()
            for condition in CONDITIONS if protects else (*CONDITIONS, *WITHOUT_PROTECTION):
                condition(cells)

    lived()
    assert len(refused) < EXAMPLES / 4, "lives that are refused prove nothing"


def test_a_split_keeps_its_books(much_illness: dict[str, Any]) -> None:
    changed: list[bool] = []

    @settings(max_examples=EXAMPLES // 4, deadline=None, derandomize=True, database=None)
    @given(drawn=places, seed=st.integers(0, 2**32 - 1))
    def lived(drawn: Drawn, seed: int) -> None:
        horizon = Horizon(last_year=2024, price_year=2022, frozen=False)
        policy = policy_of(drawn, illness=much_illness, horizon=horizon).overridden({"law": {TESTED: {START: True}}})
        reform = policy.overridden(
            {"law": {TESTED: {START: False}}, "behaviour": {name: {START: value} for name, value in DECIDED.items()}}
        )
        try:
            before, after = (build_world(one, dated=policy, horizon=horizon).world for one in (policy, reform))
        except InputError:
            return
        cells, effect = split_of(before, after, seed=seed, cohort=0)
        np.testing.assert_array_equal(cells, one_each(before, seed=seed, cohort=0))
        books = {f"part {number}": part for number, part in enumerate(effect)}
        require_balance({"baseline": cells, **books}, first_year=START.year)
        changed.append(bool(effect.any()))

    lived()
    assert sum(changed) > EXAMPLES // 8, "books without postings prove nothing"


def _first(mask: Any) -> tuple[int, ...]:
    return tuple(int(place) for place in np.argwhere(mask)[0])


BROKEN: Final[dict[Any, Any]] = {
    nothing_is_negative: lambda cells: _first(cells == 0),
    everyone_is_somewhere: lambda cells: (0, 5, columns.FIRST_STOCK),
    nobody_returns_from_the_dead: lambda cells: (
        *_first(stock_cells(cells).sum(axis=2) - stock_cells(cells)[..., Status.AOW]),
        columns.FIRST_STOCK + Status.AOW,
    ),
    a_year_has_no_more_days_than_it_has: lambda cells: (
        *_first(event_cells(cells)[..., Event.WGA_DAYS] == LONGEST_YEAR),
        columns.FIRST_EVENT + Event.WGA_DAYS,
    ),
    money_is_received: lambda cells: (0, 5, columns.FIRST_MONEY),
    benefits_come_with_their_status: lambda cells: (
        *(0, 0),
        columns.FIRST_MONEY + columns.MONEY.index((Item.WGA_LGU, Payer.AOF)),
    ),
    wages_and_iva_come_with_their_days: lambda cells: (0, 0, columns.FIRST_MONEY),
    what_reopens_had_ended: lambda cells: (
        *_first(event_cells(cells).sum(axis=1)[:, Event.RECOVERED] == 0),
        *(0, columns.FIRST_EVENT + Event.REOPENED),
    ),
    decisions_add_up: lambda cells: (0, 0, columns.FIRST_EVENT + Event.SANCTION_SUBSTANTIVE),
}
"""A cell that breaks each condition when one is added to it, or taken from it where nothing may be negative."""


@pytest.mark.parametrize("condition", [*CONDITIONS, *WITHOUT_PROTECTION])
def test_every_condition_can_fail(condition: Any, much_illness: dict[str, Any]) -> None:
    horizon = Horizon(last_year=2040, price_year=2022, frozen=False)
    policy = policy_of({}, illness=much_illness, horizon=horizon)
    cells = one_each(build_world(policy, dated=policy, horizon=horizon).world, seed=1, cohort=0)
    condition(cells)
    cells[BROKEN[condition](cells)] += 1 if condition is not nothing_is_negative else -1
    with pytest.raises(AssertionError):
        condition(cells)
