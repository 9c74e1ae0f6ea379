"""The waiting time that UWV's capacity leaves: closed forms, the plan that holds it, and the sign of 2019-2025."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.results.capacity import Capacity
from poortwachter.scenario.load import Scenario, load
from poortwachter.scenario.resolve import REFORM, plan, plan_yaml, resolve
from poortwachter.simulation.runner import estimator_of
from poortwachter.study import capacity
from poortwachter.study.capacity import SHARE, SHARE_FACTOR, WEEKS, WEEKS_FACTOR, settled

CALM = "zonder_maatregel"


@pytest.fixture(scope="module")
def solved() -> tuple[Scenario, Capacity]:
    return settled(load("capaciteit_uwv"))


@pytest.fixture(scope="module")
def years(solved: tuple[Scenario, Capacity]) -> dict[int, Any]:
    return dict(solved[1].by_year("baseline"))


def worked_off(claims: float, *, capacity_hours: float, share: float = 0.17, months: int = 36) -> Any:
    """Return a course without assessments after a year and tests, at so many claims and doctor hours a month."""
    setting = capacity.load_setting()
    setting = replace(setting, method=setting.method._replace(last_year=setting.method.first_year + months // 12 - 1))
    values = {
        "tekort.aandeel_claims": share,
        "tekort.ondergrens_overig": 0.0,
        "artsen.fte": capacity_hours,
        "artsen.uren_per_fte": 12.0,
        "nodig.overig": 12_000.0,
        "achterstand.begin": 0.0,
    }
    world = setting.parameters.overridden({name: {date(2004, 1, 1): value} for name, value in values.items()})
    nothing = np.zeros(months)
    demand = capacity._Demand(np.full(months, claims), nothing, nothing, nothing, nothing)
    return capacity._work_off(demand, setting=replace(setting, parameters=world), extra=nothing)


def test_enough_doctors_leave_nothing_behind() -> None:
    months = worked_off(5000.0, capacity_hours=5000.0 * 6 + 1000.0 * 4)
    assert np.array_equal(months.backlog, np.zeros(36))
    assert months.assessed == pytest.approx(months.needed)


def test_a_shortage_grows_the_backlog_by_its_share_every_month() -> None:
    months = worked_off(5000.0, capacity_hours=34_000.0 - 600.0, share=0.5)
    assert months.backlog == pytest.approx(50.0 * np.arange(1, 37))


def test_what_other_assessments_cannot_bear_falls_on_claims() -> None:
    months = worked_off(5000.0, capacity_hours=34_000.0 - 12_000.0, share=0.0)
    assert months.backlog == pytest.approx((12_000.0 - 4000.0) / 6 * np.arange(1, 37))


def test_a_backlog_is_worked_off_when_hours_are_left() -> None:
    setting = capacity.load_setting()
    less = worked_off(5000.0, capacity_hours=30_000.0, share=0.5)
    assert less.backlog[-1] > 0
    assert (np.diff(less.backlog) > 0).all()
    assert setting.one("achterstand.begin") > 0


def test_the_weeks_that_wait_are_the_share_times_the_delay() -> None:
    setting = capacity.load_setting()
    months = worked_off(5000.0, capacity_hours=30_000.0, share=0.5)
    setting = replace(setting, method=setting.method._replace(last_year=setting.method.first_year + 2))
    share, weeks = capacity._waits_of(months, setting=setting)
    waiting = (months.backlog / (months.claims / capacity.WEEKS_PER_MONTH)).reshape(-1, 12).mean(axis=1)
    assert share * (weeks + setting.one("wachten.na_termijn")) == pytest.approx(waiting)


def test_backlog_and_waits_rise_from_2019_to_2025_as_published(solved: Any, years: dict[int, Any]) -> None:
    span = [years[year] for year in range(2019, 2026)]
    for name in ("backlog", "share"):
        assert (np.diff([year[name] for year in span]) > 0).all(), name
    published = solved[1].published["backlog"]
    known = [year for year in published if year in years]
    model = np.array([years[year]["backlog"] for year in known])
    there = np.array([published[year] for year in known])
    assert np.corrcoef(model, there)[0, 1] > 0.5
    assert (np.abs(np.log(model / there)) < np.log(2.0)).all()


def test_assessments_fall_as_published_within_a_tenth(solved: Any, years: dict[int, Any]) -> None:
    done = {year: value for year, value in solved[1].published["assessments_done"].items() if year in years}
    assert len(done) > 4
    for year, value in done.items():
        assert years[year]["assessed"] == pytest.approx(value, rel=0.1), year
    assert years[2020]["assessed"] > years[2021]["assessed"] > years[2022]["assessed"]


def test_the_measure_frees_the_doctors_hours_in_the_test_and_shortens_the_wait(solved: Any) -> None:
    before, after = (dict(solved[1].by_year(policy)) for policy in ("baseline", "reform"))
    assert all(before[year] == after[year] for year in range(2018, 2023))
    for year in (2024, 2027, 2030):
        assert after[year]["test_hours"] == 0.0 < before[year]["test_hours"]
        assert after[year]["backlog"] < before[year]["backlog"]


def test_waits_stand_in_the_plan_which_replays_to_the_same(solved: Any, tmp_path: Path) -> None:
    resolved = resolve(solved[0])
    behaviour = plan(resolved)["behaviour"]
    assert {SHARE, WEEKS, SHARE_FACTOR, WEEKS_FACTOR} <= behaviour.keys()
    assert "capacity" not in plan(resolved)["run"]
    path = tmp_path / "plan.yaml"
    path.write_text(plan_yaml(resolved), encoding="utf-8")
    again = resolve(load(path))
    assert plan_yaml(again) == plan_yaml(resolved)
    for name in (SHARE, WEEKS):
        assert again.baseline.behaviour[name].values == resolved.baseline.behaviour[name].values
    scopes = {each.name: each.scope for each in again.differences}
    assert scopes[SHARE_FACTOR] == scopes[WEEKS_FACTOR] == REFORM != scopes[SHARE]


def test_solving_twice_gives_the_same(solved: Any) -> None:
    assert plan(resolve(settled(load("capaciteit_uwv"))[0])) == plan(resolve(solved[0]))


def test_without_a_measure_both_policies_wait_as_long() -> None:
    scenario, found = settled(load("capaciteit_uwv", variant=CALM))
    assert SHARE_FACTOR not in scenario.overrides["behaviour"]
    assert list(found.by_year("baseline")) == list(found.by_year("reform"))


def test_more_doctors_wait_less() -> None:
    _, found = settled(load("capaciteit_uwv", variant="honderd_artsen"))
    before, after = (dict(found.by_year(policy)) for policy in ("baseline", "reform"))
    assert after[2025] == before[2025]
    assert after[2027]["doctor_capacity"] > before[2027]["doctor_capacity"]
    assert after[2027]["share"] < before[2027]["share"]


def test_waits_that_are_also_given_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mijn.yaml"
    text = "title: Wachten\nrun: {capacity: true}\nbehaviour:\n  beoordeling.wacht_aandeel: {2020-01-01: 0.5}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="wacht_aandeel is overridden and solved"):
        settled(load(path))


def test_a_scenario_that_does_not_ask_keeps_its_waits() -> None:
    resolved = resolve(load("advies_bedrijfsarts_leidend"))
    assert SHARE not in plan(resolved).get("behaviour", {})
    assert resolved.run.capacity is None


def test_nothing_is_simulated_before_the_waits_are_solved() -> None:
    unsolved = resolve(load("capaciteit_uwv"))
    assert unsolved.run.capacity
    with pytest.raises(InputError, match="is not solved here"):
        estimator_of(unsolved)
