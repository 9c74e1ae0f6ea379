"""Of a frozen run only the last years are read: whoever is gone by then is not lived, and is not missed."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.results.assemble import STRUCTURAL_ROWS
from poortwachter.scenario.load import World, load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation import runner
from poortwachter.simulation.runner import Effort, horizon_of, live_frozen
from poortwachter.simulation.worlds import Built, Horizon, build_world

WORKERS = 20_000
FIRST, LAST = STRUCTURAL_ROWS
STOCKS = slice(columns.FIRST_STOCK, columns.FIRST_EVENT)
"""They also count those who are gone: dead, of AOW age, out of the model."""


@pytest.mark.parametrize("method", ["split", "affected"])
def test_the_years_that_are_read_are_the_same_when_everyone_is_lived(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved = resolve(load("advies_bedrijfsarts_leidend"), RunOptions(workers=WORKERS, method=method))
    few = live_frozen(resolved, effort=Effort(threads=2))
    monkeypatch.setattr(runner, "_build", build_for_everyone)
    all_of_them = live_frozen(resolved, effort=Effort(threads=2))
    assert few.lives < 0.6 * all_of_them.lives
    for name in ("baseline", "reform", "effect", "parts"):
        some, every = (getattr(run.arrays, name) for run in (few, all_of_them))
        assert (some is None) == (every is None)
        if some is not None:
            assert some[..., FIRST : LAST + 1, :].any()
            differs = (some != every)[..., FIRST : LAST + 1, :].any(axis=tuple(range(some.ndim - 1)))
            differs[STOCKS] = False
            assert not differs.any()


build = runner._build


def build_for_everyone(baseline: World, reform: World, horizon: Horizon, *, dated: World) -> tuple[Built, ...]:
    worlds = build(baseline, reform, horizon, dated=dated)
    return tuple(replace(each, seen=np.ones_like(each.seen)) for each in worlds)


def aow_at(months: int, resolved: Resolved) -> Built:
    """Return the frozen world of a scenario with another AOW age."""
    policy = resolved.frozen(date(resolved.run.price_year, 1, 1))[0]
    changed = policy.overridden({"law": {"aow.leeftijd": {date(2004, 1, 1): months}}})
    return build_world(changed, dated=resolved.baseline, horizon=horizon_of(resolved, frozen=True))


def test_a_later_aow_age_keeps_older_cohorts_in() -> None:
    resolved = resolve(load("baseline"), RunOptions(workers=WORKERS))
    young, old = (aow_at(years * 12, resolved) for years in (65, 70))
    assert young.seen.sum() < old.seen.sum()
    assert (young.seen <= old.seen).all()
    lived = [runner.workers_of(resolved, *worlds) for worlds in ((young,), (young, old), (old,))]
    assert (lived[1] > 0).sum() == old.seen.sum() > (lived[0] > 0).sum()
    np.testing.assert_array_equal(lived[1] > 0, lived[2] > 0)


def test_on_the_calendar_every_cohort_is_lived() -> None:
    resolved = resolve(load("baseline"), RunOptions(workers=WORKERS))
    built = build_world(resolved.baseline, dated=resolved.baseline, horizon=horizon_of(resolved, frozen=False))
    assert built.seen.all()
