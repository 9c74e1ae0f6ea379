"""The wages premiums are owed over are those of the people who are simulated, without simulating them."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from poortwachter.kernel import state
from poortwachter.kernel.pack import pack
from poortwachter.population.parameters import on_day
from poortwachter.population.selection import ranks_at_work
from poortwachter.primitives.codes import GROUPS, Status
from poortwachter.scenario.load import World, current_world, load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation import runner
from poortwachter.simulation.blocks import Lives
from poortwachter.simulation.people import people
from poortwachter.simulation.premiums import charges_of, premiums_of, wages_of
from poortwachter.simulation.worlds import Built, Horizon, build_world

FIELDS = (
    *(state.GROUP, state.STATUS, state.BIRTH, state.SEX, state.CONTRACT, state.SIZE, state.SECTOR),
    state.WAGE_RANK,
)
LEFT = (Status.UIT, Status.OVERLEDEN, Status.AOW)
BENEFITS = (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU, Status.IVA, Status.WW)
WORKERS = 40_000
COMPENSATION = "tegemoetkoming_kleine_werkgevers"
DAYS = [date(2004 + year, 7, 1) for year in range(9)]


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


@pytest.fixture(scope="module")
def built(world: World) -> Built:
    return build_world(world, dated=world, horizon=Horizon(2012, 2012, False))


def test_the_wages_by_firm_size_are_those_of_the_people_who_are_simulated(world: World, built: Built) -> None:
    """On 31 December, without the difference in wage by size, which lives do not have."""
    lives = Lives(built.totals.cohort_workers(WORKERS), 1, 0, 1, 5000)
    rows, _ = people(pack(built.world), years=built.world.clock.years, lives=lives, fields=FIELDS)
    at_work = rows[~np.isin(rows[:, 1], (*LEFT, *BENEFITS))]
    group, _, born, sex, contract, size, sector, rank = at_work.T
    population, clock = built.world.population, built.world.clock
    band = built.world.ages.band6[built.world.ages.years[clock.weeks - born]]
    wage = population.wage_month[band, sex, contract, sector] * population.wage_quantile[rank]
    wage *= built.world.wage_correction[-1, band] * built.world.wage_level[-1]
    highest = built.world.law.maximum_maandloon[clock.weeks]
    paid = np.minimum(wage, highest)
    plain = world.overridden({"population": {"werkgevers.loon_naar_grootte": {date(2004, 1, 1): (1.0,) * 5}}})
    expected = wages_of(built, population=plain.population)[-1].sum(axis=(1, 2))
    weight = built.totals.weight(WORKERS) * 12 / 1e8
    for place in range(5):
        mine = np.bincount(group, paid * (size == place), minlength=GROUPS) * weight
        share = mine.sum() / (paid.sum() * weight)
        error = mine.std(ddof=1) * np.sqrt(GROUPS) / (paid.sum() * weight)
        assert abs(share - expected[place] / expected.sum()) < 4 * error + 0.002
    assert paid.sum() * weight == pytest.approx(expected.sum(), rel=0.02)


def test_the_mean_wage_factor_of_the_ranks_at_work_is_what_wages_are_set_relative_to(built: Built) -> None:
    ranks = ranks_at_work(built.totals.stock, risks=built.world.onset_by_wage)
    means = ranks @ built.world.population.wage_quantile
    people_there = built.totals.stock.employees.sum(axis=(1, 2)) > 0
    np.testing.assert_allclose(means[people_there] * built.world.wage_correction[people_there], 1.0, rtol=1e-12)


def test_a_difference_in_wage_by_size_leaves_the_sum_of_all_wages(world: World, built: Built) -> None:
    even = world.overridden({"population": {"werkgevers.loon_naar_grootte": {date(2004, 1, 1): (1.0,) * 5}}})
    one, other = (wages_of(built, population=each.population) for each in (world, even))
    np.testing.assert_allclose(one.sum(axis=(1, 2, 3)), other.sum(axis=(1, 2, 3)), rtol=1e-12)
    assert (one[:, 0] < other[:, 0]).all()


def test_no_wage_counts_above_the_maximum(world: World, built: Built) -> None:
    low = world.overridden({"law": {"maximumdagloon.dag": {date(2004, 1, 1): 1.0}}})
    capped = build_world(low, dated=world, horizon=Horizon(2012, 2012, False))
    wages = wages_of(capped, population=low.population).sum(axis=(1, 2, 3))
    persons = (built.totals.stock.employees[:-1] + built.totals.stock.employees[1:]).sum(axis=(1, 2)) / 2
    most = float(on_day(low.law, "dagloon.dagen_per_maand", date(2004, 1, 1))) * 12 / 1e6
    np.testing.assert_allclose(wages[:2], (persons * most / built.index.of_year)[:2], rtol=1e-3)


def test_a_lower_premium_for_small_employers_is_its_gap_times_their_wages(world: World, built: Built) -> None:
    gap = {"premie.aof_laag": {date(2010, 1, 1): 3.95}}
    after = world.overridden({"law": gap})
    found = premiums_of((world, after), (built, built), days=DAYS)
    wages = wages_of(built, population=world.population).sum(axis=(2, 3))
    small = wages @ on_day(world.population, "werkgevers.klein_voor_premie", date(2025, 1, 1))
    np.testing.assert_allclose((found.reform - found.baseline).sum(axis=1)[6:], -0.01 * small[6:], rtol=1e-9)
    assert not (found.reform - found.baseline)[:6].any()


def test_charges_change_by_what_employers_pay_on_average(world: World, built: Built) -> None:
    same = charges_of((world, world), built=built, days=DAYS)
    assert same.reform is same.baseline
    lower = world.overridden({"law": {"premie.aof_laag": {date(2010, 1, 1): 3.95}}})
    found = charges_of((world, lower), built=built, days=DAYS)
    fall = found.baseline.wages - found.reform.wages
    assert not fall[:6].any()
    assert ((fall[6:] > 0.0015) & (fall[6:] < 0.003)).all()
    np.testing.assert_array_equal(found.baseline.benefits, found.reform.benefits)


def test_a_measure_of_premiums_alone_is_not_simulated_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    spans: list[Any] = []
    real = runner.plain_ledger

    def counted(*args: Any, **kwargs: Any) -> Any:
        spans.append(kwargs["years"])
        return real(*args, **kwargs)

    monkeypatch.setattr(runner, "plain_ledger", counted)
    resolved = resolve(load(COMPENSATION), RunOptions(workers=512, to=2024))
    assert runner.estimator_of(resolved) == runner.NONE
    dataset = runner.simulate(resolved, effort=runner.Effort(threads=1), watch=_unwatched)
    assert len(spans) == 3  # one to compile, the calendar and the frozen run
    effect = dataset["line_effect"]
    lines = {str(name): effect.sel(line=name).to_numpy() for name in effect["line"].to_numpy()}
    assert not effect.sel(year=slice(None, 2021)).to_numpy().any()
    assert (effect.sel(line="premiums", year=slice(2022, None)).to_numpy() < 0).all()
    np.testing.assert_allclose(lines["premiums"], lines["premiums_aof_all"] + lines["premiums_aof_small"], atol=1e-9)
    np.testing.assert_allclose(lines["public_balance"], -lines["premiums"], atol=1e-9)
    assert not any(lines[name].any() for name in ("wia_benefits", "other_benefits", "execution_costs"))
    assert not dataset["line_effect_se"].sel(line="premiums").to_numpy().any()


def test_a_measure_of_premiums_and_chances_is_still_split(tmp_path: Any) -> None:
    file = tmp_path / "both.yaml"
    file.write_text("extends: advies_bedrijfsarts_leidend\ntitle: Beide\nlaw: {premie.whk: {2023-01-01: 2.0}}\n")
    assert runner.estimator_of(resolve(load(file), RunOptions(workers=512))) == runner.SPLIT


def _unwatched(stage: str, size: int) -> Any:
    from poortwachter.api import unwatched

    return unwatched(stage, size)
