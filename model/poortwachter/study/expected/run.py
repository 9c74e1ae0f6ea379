"""Evaluate a scenario by expected values instead of by simulation: the same result, without standard errors."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from poortwachter.results.approximate import Expectation, assemble_expected
from poortwachter.scenario.load import World
from poortwachter.scenario.resolve import Resolved
from poortwachter.simulation.runner import FAST, context_of
from poortwachter.simulation.worlds import Built, Ground, Horizon, build_world, ground_of
from poortwachter.study.expected.account import account_of, spending_of
from poortwachter.study.expected.evaluate import alike, expected_pair
from poortwachter.study.expected.grid import Floats
from poortwachter.study.expected.known import limits, load_gap
from poortwachter.study.expected.people import People, people_of

if TYPE_CHECKING:
    import xarray as xr


def evaluate(resolved: Resolved) -> "xr.Dataset":
    """Return the expected result of a scenario; its attributes say what it leaves out and its gap to the simulation."""
    worlds, settled = (built_worlds(resolved, frozen=frozen) for frozen in (False, True))
    remarks = {"left_out": " ".join(each["en"] for each in limits()), **_gap_remarks(resolved)}
    context = context_of(
        resolved, calendar=worlds, frozen=settled, estimator=FAST, lives=0, weight=1.0, frozen_weight=1.0
    )
    calendar, frozen = expectation_of(*worlds), expectation_of(*settled)
    return assemble_expected(calendar, frozen, context=context, remarks=remarks)


def _gap_remarks(resolved: Resolved) -> dict[str, str]:
    gap = load_gap()
    return {"gap": gap.sentence(), "gap_measured_on": "these parameters" if gap.holds_for(resolved) else "others"}


@dataclass(frozen=True)
class Common:
    """What evaluations have in common that differ in behaviour only: law, population and people, of both policies."""

    grounds: tuple[Ground, Ground]
    people: People
    same_population: bool
    """Whether both policies have the same population, and sickness that is followed as long."""


def common_of(resolved: Resolved, *, frozen: bool) -> Common:
    """Return what other evaluations of a scenario can use, on the calendar or frozen at the price year."""
    (before, after), dated, horizon = _policies(resolved, frozen=frozen)
    grounds = tuple(ground_of(policy, dated=dated, horizon=horizon) for policy in (before, after))
    built = build_world(before, dated=dated, horizon=horizon, ground=grounds[0])
    one, other = grounds
    same = all(alike(getattr(one, name), getattr(other, name)) for name in ("clock", "population", "index"))
    same = same and alike(one.totals.stock, other.totals.stock)
    people = people_of(built.world, first_read=built.first_read)
    return Common((one, other), people, same and one.law.waiting_weeks == other.law.waiting_weeks)


def built_worlds(resolved: Resolved, *, frozen: bool, common: Common | None = None) -> tuple[Built, Built]:
    """Return the worlds of both policies, on the calendar or frozen at the price year.

    common: of a scenario with the same law and population.
    """
    policies, dated, horizon = _policies(resolved, frozen=frozen)
    grounds = (None, None) if common is None else common.grounds

    def build(place: int) -> Built:
        return build_world(policies[place], dated=dated, horizon=horizon, ground=grounds[place])

    before = build(0)
    if policies[1] == policies[0]:
        return before, before
    if common is not None and common.same_population and policies[1].behaviour == policies[0].behaviour:
        return before, replace(before, world=before.world._replace(law=common.grounds[1].law))
    return before, build(1)


def expected_spending(resolved: Resolved, *, frozen: bool, common: Common) -> Floats:
    """Return the expected amounts of both policies, (2, Y, item, payer), and nothing else of their course."""
    worlds = built_worlds(resolved, frozen=frozen, common=common)
    one, other = expected_pair(*worlds, people=common.people)
    money = spending_of(one)
    return np.stack([money, money if other is one else spending_of(other)])


def _policies(resolved: Resolved, *, frozen: bool) -> tuple[tuple[World, World], World, Horizon]:
    """Return both policies, the baseline with its dates, and the years."""
    policies = (resolved.baseline, resolved.reform)
    if frozen:
        policies = resolved.frozen(date(resolved.run.price_year, 1, 1))
    horizon = Horizon(last_year=resolved.run.to, price_year=resolved.run.price_year, frozen=frozen)
    return policies, resolved.baseline, horizon


def expectation_of(before: Built, after: Built) -> Expectation:
    """Return the expected amounts and counts of two policies."""
    one, other = expected_pair(before, after)
    account = account_of(one)
    accounts = (account, account if other is one else account_of(other))
    return Expectation(*(np.stack([getattr(each, name) for each in accounts]) for name in Expectation._fields))
