"""The split agrees with living everyone twice, for every parameter that changes only chances at decisions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting.views import event_cells, money_cells
from poortwachter.kernel.decisions import DECIDE
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import differences, forking_world
from poortwachter.primitives.codes import Event, Item
from poortwachter.primitives.errors import InputError
from poortwachter.scenario.load import World as Parameters
from poortwachter.simulation.blocks import Lives, plain_ledger, split_ledgers
from poortwachter.simulation.runner import DECISIONS_ONLY
from poortwachter.simulation.worlds import Built, Horizon, build_world

START = date(2004, 1, 1)
LAPSE = date(2014, 1, 1)
"""From when sanctions on the ground in question lapse, so that what the lapse does is part of the baseline."""
HORIZON = Horizon(last_year=2024, price_year=2022, frozen=False)
WORKERS = 20_000
REPLICATES = 4
ENOUGH = 64
"""Groups of the 256 in which the pair must differ for its error to be known."""
UNIT = 2**20 * REPLICATES
OFTEN = {
    "riv_toets.kans_inhoudelijk": 0.3,
    "riv_toets.kans_administratief": 0.2,
    "riv_toets.aandeel_vervalbaar": 0.5,
    "riv_toets.aandeel_vervalbaar_administratief": 0.5,
    "loonsanctie.bezwaar_gegrond": 0.3,
    "loonsanctie.factor_medische_grond": 0.9,
    "riv_toets.vervanging_andere_grond": 0.2,
    "loonsanctie.causaal_aandeel": 0.8,
    **{f"respons.sancties_{name}": 0.8 for name in ("administratief", "bedrijfsarts", "werkgever")},
    **{f"respons.{name}": 0.8 for name in ("bezwaren", "bezwaren_gegrond", "verschil_artsen")},
    "respons.verschil_artsen_toekenning": 0.8,
}
"""Sanctions and what becomes of them, often enough for a few thousand lives to say something."""

Build = Callable[..., Built]


def changed(value: Any) -> Any:
    """Return another value of a share or a table of shares, well within its range."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return tuple(changed(each) for each in value)
    return value * 0.5


def ignore(_: int) -> None:
    pass


@pytest.fixture(scope="module")
def of(build: Build) -> Lives:
    return Lives(workers=np.array([WORKERS]), seed=1, replication=0, threads=2, block_size=4096)


def policy_with(name: str, policy: Parameters) -> Parameters:
    layer = "law" if name in policy.law else "behaviour"
    value = changed(policy.layer(layer)[name].at(START))
    return policy.overridden({layer: {name: {START: value}}})


@pytest.fixture(scope="module")
def often(current: Parameters, much_illness: dict[str, Any]) -> Parameters:
    behaviour = {name: {START: value} for name, value in (much_illness | OFTEN).items()}
    law = {
        "riv_toets.grond_bedrijfsarts_toetsbaar": {LAPSE: False},
        "riv_toets.betere_uitvoering": {LAPSE: True},
        "poortwachter.kwaliteitsprogramma": {LAPSE: True},
    }
    return current.overridden({"behaviour": behaviour, "law": law})


def groups(cells: Any, items: list[Item]) -> Any:
    return money_cells(cells)[..., items, :].sum(axis=(1, 2, 3)).astype(float)


MEASURES: dict[str, Callable[[Any], Any]] = {
    "WIA": lambda cells: groups(cells, [Item.IVA, Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU]),
    "wages in an extension": lambda cells: groups(cells, [Item.LOON_SANCTIE]),
    "sickness benefit": lambda cells: groups(cells, [Item.ZW]),
    "refusals": lambda cells: event_cells(cells)[..., Event.REFUSED].sum(axis=1).astype(float),
    "sanctions": lambda cells: event_cells(cells)[..., Event.SANCTION_SUBSTANTIVE].sum(axis=1).astype(float),
    "spells": lambda cells: event_cells(cells)[..., Event.SPELL].sum(axis=1).astype(float),
}


def standard_error(values: Any) -> float:
    return float(np.sqrt(256 / 255 * ((values - values.mean()) ** 2).sum()))


@pytest.mark.parametrize("name", sorted(DECISIONS_ONLY))
def test_split_and_pair_agree_on_what_a_changed_chance_does(name: str, often: Parameters, of: Lives) -> None:
    before, after = (
        build_world(policy, dated=often, horizon=HORIZON).world for policy in (often, policy_with(name, often))
    )
    years = before.clock.years
    cells, effect, _ = split_ledgers(
        pack(forking_world(before, after)), pack(after), years=years, replicates=REPLICATES, lives=of, progress=ignore
    )
    paired = plain_ledger(pack(after), years=years, lives=of, progress=ignore) - cells
    assert effect.any(), "nothing happened"
    for what, measure in MEASURES.items():
        by_pair, by_split = measure(paired), measure(effect) / UNIT
        if np.count_nonzero(by_pair) < ENOUGH:
            continue  # of events in so few groups the groups do not tell the error
        gap = by_pair - by_split
        assert abs(gap.sum()) <= 4 * standard_error(gap), what
        assert standard_error(by_split) <= standard_error(by_pair) * 1.5, what


def test_the_parameters_of_the_split_are_those_that_change_only_chances_at_decisions(often: Parameters) -> None:
    before = build_world(often, dated=often, horizon=HORIZON).world
    exact = set()
    for name in (*often.law, *often.behaviour):
        try:
            after = build_world(policy_with(name, often), dated=often, horizon=HORIZON).world
        except (ValueError, InputError):  # half of it cannot be; no chance at a decision is refused at half
            continue
        names = {table for table, _ in differences(before, after)}
        if names and names <= DECIDE.keys():
            exact.add(name)
    assert exact == DECISIONS_ONLY
