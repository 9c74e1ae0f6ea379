"""A measure that current law holds already is set against the law before it."""

from datetime import date
from pathlib import Path

from poortwachter.scenario.load import current_world, load
from poortwachter.scenario.resolve import BOTH, REFORM, check, plan_yaml

NAME = "premie.aof_laag"
TEXT = f"""
extends: baseline
title: Lagere premie
law_before: {{{NAME}: {{2022-01-01: 7.0}}}}
law: {{{NAME}: {{2022-01-01: 5.49, 2023-01-01: 5.82}}}}
run: {{price_year: 2020}}
"""


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "proef.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_law_before_goes_for_the_baseline_and_the_law_for_the_reform(tmp_path: Path) -> None:
    resolved = check(written(tmp_path))
    for day, before, after in ((date(2021, 12, 31), 7.03, 7.03), (date(2022, 1, 1), 7.0, 5.49)):
        assert resolved.baseline.law[NAME].at(day) == before
        assert resolved.reform.law[NAME].at(day) == after


def test_the_law_before_is_told_as_a_difference_of_both_worlds(tmp_path: Path) -> None:
    told = [(each.date.year, each.old, each.new, each.scope) for each in check(written(tmp_path)).differences]
    assert told == [(2022, 5.49, 7.0, BOTH), (2022, 7.0, 5.49, REFORM), (2023, 7.0, 5.82, REFORM)]


def test_in_a_frozen_run_both_have_their_final_value(tmp_path: Path) -> None:
    baseline, reform = check(written(tmp_path)).frozen(date(2020, 1, 1))
    for day in (date(2004, 1, 1), date(2080, 1, 1)):
        assert (baseline.law[NAME].at(day), reform.law[NAME].at(day)) == (7.0, 5.82)


def test_a_plan_with_it_gives_the_same_worlds_again(tmp_path: Path) -> None:
    resolved = check(written(tmp_path))
    again = check(written(tmp_path, plan_yaml(resolved)))
    assert (again.baseline, again.reform) == (resolved.baseline, resolved.reform)
    assert plan_yaml(again) == plan_yaml(resolved)


def test_without_it_the_law_of_current_law_changes_nothing(tmp_path: Path) -> None:
    text = TEXT.replace("law_before", "#law_before").replace("5.82", "5.82, 2024-01-01: 6.18, 2025-01-01: 6.28")
    resolved = check(written(tmp_path, text.replace("6.28}", "6.28, 2026-01-01: 6.27}")))
    assert resolved.baseline == resolved.reform
    assert resolved.law_before == {}


def test_the_law_before_leaves_current_law_as_it_is(tmp_path: Path) -> None:
    scenario = load(written(tmp_path))
    assert scenario.current == current_world()
    assert scenario.before.law[NAME].at(date(2022, 1, 1)) == 7.0
