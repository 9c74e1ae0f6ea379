from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.primitives.yaml import yaml_text
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import World, current_world, load
from poortwachter.scenario.resolve import (
    Difference,
    Resolved,
    RunOptions,
    RunOut,
    _changing,
    plan,
    plan_yaml,
    resolve,
)
from poortwachter.simulation.runner import DECISIONS_ONLY

GROUND = "riv_toets.grond_bedrijfsarts_toetsbaar"
SHARE = "riv_toets.aandeel_vervalbaar"
RATE = "riv_toets.kans_inhoudelijk"
EFFORT = "inzet.minder_voor_week_104"

REFORM = f"""\
title: Hervorming
source: bron
yardstick: {{amount: 60, unit: EUR mln, what: lasten, source: brief}}
law:
  {GROUND}: {{2028-01-01: false}}
  vvu.aandeel: {{2030-01-01: [0.1, 0.2, 0.3, 0.4]}}
behaviour:
  {RATE}: {{2018-01-01: 0.07, 2022-01-01: 0.06}}
  {EFFORT}: {{2028-01-01: 0.1}}
population:
  werknemers.aantal: {{2030-01-01: 7000000}}
run: {{price_year: 2022, to: 2060}}
"""


def resolved(folder: Path, text: str, current: World, options: RunOptions | None = None) -> Resolved:
    path = folder / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return resolve(load(path, current=current), options)


def test_law_and_responses_change_the_reform_only_and_the_rest_of_the_world_both(tmp_path: Path, current: World):
    result, day = resolved(tmp_path, REFORM, current), date(2040, 1, 1)
    assert (result.baseline.law[GROUND].at(day), result.reform.law[GROUND].at(day)) == (True, False)
    assert (result.baseline.behaviour[EFFORT].at(day), result.reform.behaviour[EFFORT].at(day)) == (0.0, 0.1)
    assert (result.baseline.behaviour[RATE].at(day), result.reform.behaviour[RATE].at(day)) == (0.06, 0.06)
    assert result.baseline.population == result.reform.population
    assert result.baseline.population["werknemers.aantal"].at(day) == 7_000_000


def test_an_empty_scenario_has_the_same_baseline_reform_and_current_world(tmp_path: Path, current: World):
    result = resolved(tmp_path, "title: x\n", current)
    assert result.baseline == result.reform == current
    assert result.differences == ()
    assert result.warnings == ()


def test_differences_say_old_new_and_where_they_hold(tmp_path: Path, current: World):
    result = resolved(tmp_path, REFORM, current)
    by_name = {(each.name, each.date.year): each for each in result.differences}
    assert by_name[GROUND, 2028] == Difference(GROUND, date(2028, 1, 1), True, False, "reform")
    assert by_name[EFFORT, 2028].scope == "reform"
    assert by_name[RATE, 2018] == (
        RATE, date(2018, 1, 1), 0.05, 0.07, "baseline and reform", ((date(2020, 1, 1), 0.04),)
    )  # fmt: skip
    assert by_name[RATE, 2022].replaced == ((date(2024, 1, 1), 0.03),)


def test_an_override_that_says_what_already_holds_is_no_difference(tmp_path: Path, current: World):
    result = resolved(tmp_path, f"title: x\nbehaviour: {{{SHARE}: {{2004-01-01: 0.25}}}}\n", current)
    assert result.differences == ()


RESTATED = {
    "at a later date": f"law: {{{GROUND}: {{2028-01-01: true}}}}",
    "with all its changes": f"behaviour: {{{RATE}: {{2010-01-01: 0.05, 2020-01-01: 0.04, 2024-01-01: 0.03}}}}",
    "from its last change on": f"behaviour: {{{RATE}: {{2030-01-01: 0.03}}}}",
    "of a response": f"behaviour: {{{EFFORT}: {{2028-01-01: 0}}}}",
    "on the line between two years": "population: {werknemers.aantal: {2030-01-01: AT_2030, 2045-01-01: 9000000}}",
}


@pytest.mark.parametrize("text", RESTATED.values(), ids=RESTATED.keys())
def test_what_holds_already_is_no_difference_on_any_date(tmp_path: Path, current: World, text: str):
    on_the_line = current.population["werknemers.aantal"].at(date(2030, 1, 1))
    text = text.replace("AT_2030", str(on_the_line))
    result = resolved(tmp_path, f"title: x\n{text}\n", current)
    assert result.differences == ()
    assert result.frozen(date(2012, 1, 1)) == (current.frozen(date(2012, 1, 1)),) * 2


def test_only_what_changes_is_a_difference_among_dated_values(tmp_path: Path, current: World):
    text = f"title: x\nlaw: {{{GROUND}: {{2026-01-01: true, 2028-01-01: false}}}}\n"
    (difference,) = resolved(tmp_path, text, current).differences
    assert difference.date == date(2028, 1, 1)


def test_an_amount_held_beyond_its_period_is_a_difference():
    maximum = current_world().law["maximumdagloon.dag"]
    day = date(2029, 1, 1)
    held = {"law": {maximum.name: {day: maximum.at(day)}}}
    assert _changing(held, current=current_world()) == held


def test_a_value_held_against_a_later_change_is_a_difference(tmp_path: Path, current: World):
    result = resolved(tmp_path, f"title: x\nbehaviour: {{{RATE}: {{2020-01-01: 0.04}}}}\n", current)
    (difference,) = result.differences
    assert difference.old == difference.new == 0.04
    assert difference.replaced == ((date(2024, 1, 1), 0.03),)


def test_a_reform_after_the_last_year_gives_a_warning(tmp_path: Path, current: World):
    assert resolved(tmp_path, REFORM, current).warnings == ()
    early = resolved(tmp_path, REFORM, current, RunOptions(to=2027))
    assert [warning.partition(" ")[0] for warning in early.warnings] == [
        GROUND,
        "vvu.aandeel",
        EFFORT,
        "werknemers.aantal",
    ]
    assert early.warnings[0].endswith(
        "changes on 2028-01-01, after the last year of the run (2027): its effect there is 0"
    )


def set_for_a_year(current: World, layer: str, name: str) -> World:
    """Return the world in which the last value of a parameter, of 1 January 2024, is set for a year."""
    parameter = current.layer(layer)[name]
    update = {"values": (*parameter.values[:1], (date(2024, 1, 1), parameter.values[-1][1]))}
    timed = parameter.model_copy(update=update | {"set_for": "year", "beyond": "held"})
    layers = {each: current.layer(each) for each in ("law", "behaviour", "population")}
    return World(**{**layers, layer: ParameterSet({**layers[layer], name: timed})})


@pytest.mark.parametrize(
    ("to", "price_year", "runs_out"), [(2024, 2024, False), (2025, 2024, True), (2024, 2025, True)]
)
def test_a_value_runs_out_when_the_run_or_its_prices_outlast_its_period(
    tmp_path: Path, current: World, to: int, price_year: int, runs_out: bool
):
    world = set_for_a_year(current, "law", GROUND)
    result = resolved(tmp_path, f"title: x\nrun: {{to: {to}, price_year: {price_year}}}\n", world)
    expected = (RunOut(GROUND, world.law[GROUND].label, date(2024, 12, 31), "held"),)
    assert result.run_outs == (expected if runs_out else ())
    assert result.warnings == ()


def test_what_a_scenario_overrides_in_the_whole_world_does_not_run_out(tmp_path: Path, current: World):
    world = set_for_a_year(current, "behaviour", RATE)
    assert [each.name for each in resolved(tmp_path, "title: x\n", world).run_outs] == [RATE]
    text = f"title: x\nbehaviour: {{{RATE}: {{2025-01-01: 0.05}}}}\n"
    assert resolved(tmp_path, text, world).run_outs == ()


def test_an_override_of_law_leaves_the_baseline_with_what_runs_out(tmp_path: Path, current: World):
    text = f"title: x\nlaw: {{{GROUND}: {{2028-01-01: false}}}}\n"
    result = resolved(tmp_path, text, set_for_a_year(current, "law", GROUND))
    assert [each.name for each in result.run_outs] == [GROUND]


def test_options_go_before_the_scenario_and_the_scenario_before_the_baseline(tmp_path: Path, current: World):
    run = resolved(tmp_path, REFORM, current, RunOptions(seed=5, workers=1000, method="pair")).run
    assert (run.seed, run.workers, run.method, run.to, run.price_year) == (5, 1000, "pair", 2060, 2022)
    assert (run.replication, run.k) == (0, 4)


def test_without_workers_a_run_has_one_for_every_ten_employees_of_2025(tmp_path: Path, current: World):
    assert resolved(tmp_path, "title: x\n", current).run.workers == 800_000
    assert resolved(tmp_path, "title: x\nrun: {workers: 12}\n", current).run.workers == 12


def test_wrong_options_are_refused_all_at_once(tmp_path: Path, current: World):
    with pytest.raises(InputError) as caught:
        resolved(tmp_path, "title: x\n", current, RunOptions(seed=-1, workers=0, to=1999, method="guess"))
    said = sorted(str(problem) for problem in caught.value.problems)
    assert said == [
        "--method guess: there is no such method; choose from: auto, pair, affected, split, fast",
        "--seed -1: it must be greater than or equal to 0",
        "--to 1999: it must be greater than or equal to 2004",
        "--workers 0: it must be greater than or equal to 1",
    ]


def test_the_frozen_worlds_hold_the_reform_throughout_and_current_law_at_one_day(tmp_path: Path, current: World):
    baseline, reform = resolved(tmp_path, REFORM, current).frozen(date(2022, 1, 1))
    for year in (2004, 2022, 2079):
        day = date(year, 1, 1)
        assert (baseline.law[GROUND].at(day), reform.law[GROUND].at(day)) == (True, False)
        assert baseline.behaviour[RATE].at(day) == reform.behaviour[RATE].at(day) == 0.06
        assert baseline.behaviour[EFFORT].at(day) == 0.0
        assert reform.behaviour[EFFORT].at(day) == 0.1
        assert baseline.population["werknemers.aantal"].at(day) == 7_000_000


def test_the_frozen_worlds_of_an_empty_scenario_are_current_law_of_that_day(tmp_path: Path, current: World):
    baseline, reform = resolved(tmp_path, "title: x\n", current).frozen(date(2022, 1, 1))
    assert baseline == reform
    assert baseline.behaviour[RATE].at(date(2060, 1, 1)) == 0.04


def again(folder: Path, text: str, current: World) -> Resolved:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return resolve(load(path, current=current))


def test_the_plan_run_again_is_the_same_scenario(tmp_path: Path, current: World):
    first = resolved(tmp_path, REFORM, current, RunOptions(seed=5, workers=1000))
    second = again(tmp_path, plan_yaml(first), current)
    assert plan_yaml(second) == plan_yaml(first)
    assert (second.baseline, second.reform, second.run) == (first.baseline, first.reform, first.run)
    assert (second.title, second.source, second.yardstick) == (first.title, first.source, first.yardstick)


def test_the_plan_names_every_run_setting(tmp_path: Path, current: World):
    settings = plan(resolved(tmp_path, "title: x\n", current))["run"]
    assert settings == {
        "seed": 1,
        "workers": 800_000,
        "to": 2080,
        "method": "auto",
        "price_year": 2025,
        "replication": 0,
        "replicates": 4,
        "population": "projection",
    }


CONSTANT = "title: x\nrun: {population: constant}\n"
EMPLOYEES = "werknemers.aantal"


def test_a_constant_population_stays_as_last_observed(tmp_path: Path, current: World):
    held = resolved(tmp_path, CONSTANT, current)
    days = [date(2015, 1, 1), date(2025, 1, 1), date(2035, 1, 1), date(2060, 1, 1)]
    projected = [current.population[EMPLOYEES].at(day) for day in days]
    for world in (held.baseline, held.reform):
        assert [world.population[EMPLOYEES].at(day) for day in days] == [*projected[:2], 8_000_000, 8_000_000]
    assert projected[2:] == [pytest.approx(8_500_000, rel=1e-3), 9_000_000]
    assert held.frozen(date(2035, 1, 1))[0].population[EMPLOYEES].at(days[0]) == 8_000_000
    assert held.differences == ()


def test_the_plan_of_a_constant_population_run_again_is_the_same(tmp_path: Path, current: World):
    first = resolved(tmp_path, CONSTANT, current)
    second = again(tmp_path, plan_yaml(first), current)
    assert plan(first)["run"]["population"] == "constant"
    assert (second.baseline, plan_yaml(second)) == (first.baseline, plan_yaml(first))


def test_an_override_of_employees_goes_before_a_constant_population(tmp_path: Path, current: World):
    text = CONSTANT + f"population: {{{EMPLOYEES}: {{2030-01-01: 7000000}}}}\n"
    path = resolved(tmp_path, text, current).baseline.population[EMPLOYEES]
    assert (path.at(date(2025, 1, 1)), path.at(date(2040, 1, 1))) == (8_000_000, 7_000_000)


def test_an_unknown_population_path_is_refused_with_the_known_ones(tmp_path: Path, current: World):
    with pytest.raises(InputError) as caught:
        resolved(tmp_path, "title: x\nrun: {population: constnt}\n", current)
    (problem,) = caught.value.problems
    said = "run.population cannot be 'constnt': there is no such population path; did you mean 'constant'?"
    assert str(problem) == f"{tmp_path / 's.yaml'}:2:19: {said}"


@given(share=st.floats(0, 1), title=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), min_size=1))
def test_the_plan_keeps_every_number_and_title_exactly(
    tmp_path_factory: pytest.TempPathFactory, current: World, share: float, title: str
):
    assume(share != current.behaviour[SHARE].at(date(2010, 6, 15)))  # what holds already is no override
    folder = tmp_path_factory.mktemp("plan")
    text = f"title: x\nbehaviour: {{{SHARE}: {{2010-06-15: {share!r}}}}}\n"
    first = resolved(folder, text, current)
    content = plan_yaml(first)
    assert again(folder, content, current).overrides["behaviour"][SHARE] == {date(2010, 6, 15): share}
    assert again(folder, yaml_text({**plan(first), "title": title}), current).title == title


@pytest.mark.parametrize(
    "title", ["2028-01-01", "true", "null", "12", "a: b", "- x", "# y", "'q'", "é € “”", "x" * 5000]
)
def test_the_plan_keeps_titles_that_look_like_something_else(tmp_path: Path, current: World, title: str):
    assert again(tmp_path, yaml_text({"title": title}), current).title == title


CAUSAL = "loonsanctie.causaal_aandeel"
LEADING = "advies_bedrijfsarts_leidend"
DAY = date(2040, 1, 1)


@pytest.mark.parametrize(("asked", "factor"), [("off", 0.0), ("on", 1.0), ("0.5", 0.5), (0.25, 0.25)])
def test_responses_are_moved_in_the_reform_and_its_frozen_run_only(asked: str | float, factor: float) -> None:
    found = resolve(load(LEADING), RunOptions(responses=asked))
    for before, after in ((found.baseline, found.reform), found.frozen(date(2022, 1, 1))):
        assert before.behaviour[CAUSAL].at(DAY) == 1.0
        assert after.behaviour[CAUSAL].at(DAY) == factor
    assert found.moved == ({CAUSAL} if factor != 1.0 else set())


def test_without_its_lever_a_condition_is_no_response() -> None:
    plain = load("baseline")
    overrides = {**plain.overrides, "behaviour": {CAUSAL: {date(2004, 1, 1): 0.5}}}
    found = resolve(replace(plain, overrides=overrides), RunOptions(responses="off"))
    assert found.active == ()
    assert found.reform.behaviour[CAUSAL].at(DAY) == found.baseline.behaviour[CAUSAL].at(DAY) == 0.5


def test_a_response_without_neutral_value_is_moved_from_where_it_is_without_the_scenario(
    tmp_path: Path, current: World
) -> None:
    found = resolved(tmp_path, REFORM, current, RunOptions(responses=0.5))
    assert found.reform.behaviour[EFFORT].at(DAY) == pytest.approx(0.05)
    assert found.frozen(date(2025, 1, 1))[1].behaviour[EFFORT].at(DAY) == pytest.approx(0.05)
    assert found.reform.behaviour[EFFORT].at(date(2027, 1, 1)) == 0.0
    assert found.reform.behaviour[RATE] == found.baseline.behaviour[RATE]


def test_beyond_its_range_a_response_is_refused() -> None:
    with pytest.raises(InputError, match=r"causaal_aandeel is 1\.5 aandeel .* at most 1; take a smaller factor"):
        resolve(load(LEADING), RunOptions(responses=1.5))


@pytest.mark.parametrize("asked", ["yes", "-1", "nan", "half", -0.5])
def test_responses_are_off_on_or_a_factor(asked: str | float) -> None:
    with pytest.raises(InputError, match="--responses"):
        resolve(load(LEADING), RunOptions(responses=asked))


def test_a_factor_with_a_decimal_comma_is_told_with_a_point() -> None:
    with pytest.raises(InputError, match=r"--responses 0,5: .*; write 0\.5"):
        resolve(load(LEADING), RunOptions(responses="0,5"))


def test_a_switch_is_no_word_for_responses(tmp_path: Path, current: World) -> None:
    with pytest.raises(InputError, match=r"s\.yaml:2:18: run\.responses cannot be true: .*; write on"):
        resolved(tmp_path, "title: x\nrun: {responses: true}\n", current)


@pytest.mark.parametrize(("asked", "kept"), [("on", None), ("off", 0.0), ("0.5", 0.5)])
def test_the_plan_keeps_responses_that_are_not_on_and_moves_them_once(
    asked: str, kept: float | None, tmp_path: Path, current: World
) -> None:
    first = resolved(tmp_path, REFORM, current, RunOptions(responses=asked, workers=1000))
    assert plan(first)["run"].get("responses") == kept
    again = resolved(tmp_path, plan_yaml(first), current)
    assert plan(again) == plan(first)
    assert again.reform.content() == first.reform.content()


def test_what_is_told_apart_as_a_response_leaves_the_fingerprints_of_the_world_alone() -> None:
    behaviour = current_world().behaviour
    told = {name: each.model_copy(update={"neutral": None, "response_to": ()}) for name, each in behaviour.items()}
    known = {name: told[name] if name == CAUSAL else each for name, each in behaviour.items()}
    assert behaviour[CAUSAL].response_to
    assert fingerprint(ParameterSet(known)) == fingerprint(behaviour)


def test_every_lever_of_a_response_exists_and_what_a_split_cannot_see_is_no_response_to_one_it_can() -> None:
    world = current_world()
    for parameter in world.behaviour.values():
        assert set(parameter.response_to) <= set(world.law)
        if parameter.response_to and set(parameter.response_to) <= DECISIONS_ONLY:
            assert parameter.name in DECISIONS_ONLY
