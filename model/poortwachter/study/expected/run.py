"""Evaluate a scenario by expected values instead of by simulation: the same result, without standard errors."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from poortwachter.results.approximate import Expectation, assemble_expected
from poortwachter.scenario.load import World
from poortwachter.scenario.resolve import Resolved
from poortwachter.simulation.runner import FAST, context_of
from poortwachter.simulation.worlds import Built, Horizon, build_world
from poortwachter.study.expected.account import account_of
from poortwachter.study.expected.evaluate import expected_pair
from poortwachter.study.expected.known import limits, load_gap

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


def built_worlds(resolved: Resolved, *, frozen: bool) -> tuple[Built, Built]:
    """Return the worlds of both policies, on the calendar or frozen at the price year."""
    policies = (resolved.baseline, resolved.reform)
    if frozen:
        policies = resolved.frozen(date(resolved.run.price_year, 1, 1))
    horizon = Horizon(last_year=resolved.run.to, price_year=resolved.run.price_year, frozen=frozen)

    def build(policy: World) -> Built:
        return build_world(policy, dated=resolved.baseline, horizon=horizon)

    before = build(policies[0])
    return before, before if policies[1] == policies[0] else build(policies[1])


def expectation_of(before: Built, after: Built) -> Expectation:
    """Return the expected amounts and counts of two policies."""
    one, other = expected_pair(before, after)
    account = account_of(one)
    accounts = (account, account if other is one else account_of(other))
    return Expectation(*(np.stack([getattr(each, name) for each in accounts]) for name in Expectation._fields))
