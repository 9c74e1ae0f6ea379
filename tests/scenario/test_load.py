from datetime import date
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.scenario.load import World, load, shipped_scenarios


def written(folder: Path, text: str, name: str = "s.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, current: World, *, variant: str | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(written(folder, text), variant=variant, current=current)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_a_scenario_with_only_a_title_is_valid_and_runs_as_the_baseline(tmp_path: Path, current: World):
    scenario = load(written(tmp_path, "title: Niets"), current=current)
    assert scenario.title == "Niets"
    assert scenario.name == "s"
    assert not any(scenario.overrides.values())
    assert (scenario.run.seed, scenario.run.to, scenario.run.method, scenario.run.price_year) == (1, 2080, "auto", 2025)


GROUND = "  riv_toets.grond_bedrijfsarts_toetsbaar: {2023-07-01: false}\n"

BROKEN = {
    "an unknown top-level key": ("titel: x\ntitle: y\n", "1:1: unknown key 'titel' in the scenario; did you mean"),
    "no title": ("law: {}\n", "1:1: the scenario lacks 'title'; add `title:`"),
    "an empty title": ("title: ''\n", "1:8: title is empty; write some text"),
    "a title that is a number": ("title: 12\n", "1:8: title must be text, not 12; put it between quotes"),
    "a duplicate key": ("title: x\nlaw: {}\nlaw: {}\n", "3:1: key 'law' stands here for the second time (first on "),
    "a duplicate date": (
        "title: x\nlaw:\n  zw.vrije_weken: {2020-01-01: 100, 2020-01-01: 90}\n",
        "3:37: key '2020-01-01' stands here for the second time (first on line 3); keep one of the two",
    ),
    "a misspelt parameter": (
        "title: x\nlaw:\n  riv_toets.grond_bedrijfsart_toetsbaar: {2023-07-01: false}\n",
        "3:3: there is no parameter 'riv_toets.grond_bedrijfsart_toetsbaar'; did you mean 'riv_toets.grond_bedrijfs",
    ),
    "a parameter of another layer": (
        "title: x\nlaw:\n  riv_toets.aandeel_vervalbaar: {2023-07-01: 0.2}\n",
        "3:3: 'riv_toets.aandeel_vervalbaar' is a parameter of behaviour, not of law; move it below `behaviour:`",
    ),
    "a key that slid under law": (
        "title: x\nlaw:\n  run: {seed: 1}\n",
        "3:3: 'run' is no parameter but a key of the scenario; check its indentation",
    ),
    "a parameter like no other": (
        "title: x\nlaw:\n  zzz.qqq: {2020-01-01: 1}\n",
        "3:3: there is no parameter 'zzz.qqq'; `poortwachter law` lists every parameter",
    ),
    "an override without a date": (
        "title: x\nlaw:\n  zw.vrije_weken: 52\n",
        "3:3: values must be given by date, not 52; write {2028-01-01: 52}",
    ),
    "a Dutch date": (
        "title: x\nlaw:\n  zw.vrije_weken: {1-7-2023: 52}\n",
        "3:20: '1-7-2023' is not a date; write 2023-07-01",
    ),
    "a day that does not exist": (
        "title: x\nlaw:\n  zw.vrije_weken: {2023-02-30: 52}\n",
        "3:20: '2023-02-30' is not a date; that day does not exist; write it as 2028-01-01",
    ),
    "a year instead of a date": (
        "title: x\nlaw:\n  zw.vrije_weken: {2023: 52}\n",
        "3:20: '2023' is not a date; write 2023-01-01",
    ),
    "a date before 2004": (
        "title: x\nlaw:\n  zw.vrije_weken: {2003-12-31: 52}\n",
        "3:20: 2003-12-31 lies outside 2004-01-01 to 2100-12-31; write 2004-01-01 or a date between",
    ),
    "a date after 2100": (
        "title: x\nlaw:\n  zw.vrije_weken: {2101-01-01: 52}\n",
        "3:20: 2101-01-01 lies outside 2004-01-01 to 2100-12-31; write 2100-12-31 or a date between",
    ),
    "a share in percents": (
        "title: x\nbehaviour:\n  riv_toets.aandeel_vervalbaar: {2023-07-01: 25}\n",
        "3:46: 25 is out of range for unit 'aandeel': above 1; write 0.25 for 25%",
    ),
    "a percent sign": (
        "title: x\nbehaviour:\n  riv_toets.aandeel_vervalbaar: {2023-07-01: 25%}\n",
        "3:46: the value must be a number in 'aandeel', not '25%'; write 0.25",
    ),
    "a decimal comma": (
        "title: x\nbehaviour:\n  riv_toets.aandeel_vervalbaar: {2023-07-01: 0,25}\n",
        "3:48: 25 is not a date; write decimals with a point, as 0.25",
    ),
    "a unit behind a number": (
        "title: x\nlaw:\n  zw.vrije_weken: {2023-07-01: 52 weken}\n",
        "3:32: the value must be a number in 'weken', not '52 weken'; write 52",
    ),
    "ja for true": (
        "title: x\nlaw:\n  riv_toets.grond_bedrijfsarts_toetsbaar: {2023-07-01: nee}\n",
        "3:56: the value must be true or false, not 'nee'; write false",
    ),
    "a number for a switch": (
        "title: x\nlaw:\n  riv_toets.grond_bedrijfsarts_toetsbaar: {2023-07-01: 0}\n",
        "3:56: the value must be true or false, not 0; write false",
    ),
    "one value for a list": (
        "title: x\nlaw:\n  vvu.aandeel: {2023-07-01: 0.5}\n",
        "3:29: 4 values are needed, by klasse4 (35-45, 45-55, 55-65, 65-80), not 0.5; write them between [ and ]",
    ),
    "a share out of range within a list": (
        "title: x\nlaw:\n  vvu.aandeel: {2023-07-01: [0.1, 0.2, 1.3, 0.4]}\n",
        "3:40: 1.3 is out of range for unit 'aandeel': above 1",
    ),
    "law as a list": (
        "title: x\nlaw:\n  - a\n",
        "2:1: law must be a table of keys, not a list of 1; write `key: value`",
    ),
    "an unknown run key": (
        "title: x\nrun: {sead: 1}\n",
        "2:7: unknown key 'sead' in the scenario run; did you mean 'see",
    ),
    "a seed with a fraction": ("title: x\nrun: {seed: 1.5}\n", "2:13: run.seed must be a whole number, not 1.5"),
    "a negative seed": ("title: x\nrun: {seed: -1}\n", "2:13: run.seed must be greater than or equal to 0, not -1"),
    "no workers": ("title: x\nrun: {workers: 0}\n", "2:16: run.workers must be greater than or equal to 1, not 0"),
    "a last year as a date": (
        "title: x\nrun: {to: 2060-01-01}\n",
        "2:11: run.to must be a whole number, not 2060-01-01",
    ),
    "a last year too late": (
        "title: x\nrun: {to: 2101}\n",
        "2:11: run.to must be less than or equal to 2100, not 2101",
    ),
    "a misspelt method": (
        "title: x\nrun: {method: splitt}\n",
        "2:15: run.method cannot be 'splitt': there is no such method; did you mean 'split'?",
    ),
    "a misspelt key of the yardstick": (
        "title: x\nyardstick: {amout: 60, unit: EUR mln, what: x, source: y}\n",
        "2:13: unknown key 'amout' in the scenario yardstick; did you mean 'amount'?",
    ),
    "a yardstick without source": (
        "title: x\nyardstick: {amount: 60, unit: EUR mln, what: x}\n",
        "2:1: the scenario yardstick lacks 'source'; add `source:`",
    ),
    "an unknown key in a variant": (
        "title: x\nvariants:\n  a: {extends: b}\n",
        "3:7: unknown key 'extends' in the scenario variants.a; choose from: title, law, behaviour, population, run",
    ),
    "a wrong override in a variant": (
        "title: x\nvariants:\n  a:\n    law: {zw.vrije_weken: {2020-01-01: x}}\n",
        "4:40: the value must be a number in 'weken', not 'x'; write digits with a decimal point",
    ),
    "an unknown scenario to extend": (
        "title: x\nextends: basline\n",
        "2:10: there is no shipped scenario or file 'basline'; did you mean 'baseline'?",
    ),
    "a missing file to extend": ("title: x\nextends: ./none.yaml\n", "2:10: there is no file "),
    "an unknown measure": (
        "title: x\nmeasures: [advies_bedrijfsarts]\n",
        "2:12: there is no shipped scenario or file 'advies_bedrijfsarts'; did you mean 'advies_bedrijfsarts_leidend'?",
    ),
    "a merge key": ("title: x\nbase: &b {}\nrun: {<<: *b}\n", "3:7: unknown key '<<' in the scenario run; "),
    "a tab": (
        "title: x\nlaw:\n\tzw.vrije_weken: {2020-01-01: 1}\n",
        "3:1: a tab stands in the indentation; use spaces",
    ),
    "broken YAML": (
        "title: x: y\n",
        "1:9: the YAML is broken here: mapping values are not allowed here; put text with ",
    ),
    "an empty file": ("", "1: the file is empty; write at least one key with its value"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_scenario_is_refused_at_its_line_with_a_suggestion(
    tmp_path: Path, current: World, text: str, said: str
):
    problems = refused(tmp_path, text, current)
    assert any(problem.startswith(f"s.yaml:{said}") for problem in problems), problems


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path, current: World):
    text = """\
titel: x
law:
  riv_toets.grond: {2023-07-01: false}
  zw.vrije_weken: {01-07-2023: 52}
behaviour:
  riv_toets.aandeel_vervalbaar: {2004-01-01: 25}
  riv_toets.aandeel_vervalbaar: {2004-01-01: 0.3}
variants:
  a: {behaviour: {riv_toets.kans: {2004-01-01: 1}}}
run: {seed: x}
"""
    lines = [int(problem.split(":")[1]) for problem in refused(tmp_path, text, current)]
    assert lines == [1, 1, 3, 4, 6, 7, 9, 10]


def test_problems_in_an_extended_file_are_told_with_its_own_name(tmp_path: Path, current: World):
    written(tmp_path, "title: x\nlaw: {zw.vrije_weken: {2020-01-01: -1}}\n", "base.yaml")
    problems = refused(tmp_path, "title: y\nextends: base.yaml\nlow: {}\n", current)
    assert [problem.split(":")[0] for problem in problems] == ["base.yaml", "s.yaml"]


def test_a_scenario_extends_a_file_beside_it_and_replaces_what_it_says_of_a_parameter(tmp_path: Path, current: World):
    (tmp_path / "sub").mkdir()
    written(
        tmp_path,
        "title: x\nsource: bron\nlaw:\n  zw.vrije_weken: {2020-01-01: 90, 2030-01-01: 80}\n"
        + GROUND
        + "run: {to: 2050}\n",
    )
    path = written(
        tmp_path / "sub", "extends: ../s.yaml\ntitle: y\nlaw: {zw.vrije_weken: {2025-01-01: 70}}\nrun: {seed: 7}\n"
    )
    scenario = load(path, current=current)
    assert scenario.overrides["law"] == {
        "riv_toets.grond_bedrijfsarts_toetsbaar": {date(2023, 7, 1): False},
        "zw.vrije_weken": {date(2025, 1, 1): 70.0},
    }
    assert (scenario.title, scenario.source, scenario.run.to, scenario.run.seed) == ("y", "bron", 2050, 7)


def test_a_circle_of_extends_is_refused(tmp_path: Path, current: World):
    written(tmp_path, "title: b\nextends: s.yaml\n", "b.yaml")
    (problem,) = refused(tmp_path, "title: a\nextends: b.yaml\n", current)
    assert problem == "b.yaml:2:10: the scenario extends itself: s.yaml > b.yaml > s.yaml; break the circle"


def test_a_scenario_that_extends_itself_is_refused(tmp_path: Path, current: World):
    (problem,) = refused(tmp_path, "title: a\nextends: s.yaml\n", current)
    assert "extends itself" in problem


VARIANTS = f"""\
title: x
law:
{GROUND}behaviour: {{riv_toets.aandeel_vervalbaar: {{2004-01-01: 0.3}}}}
variants:
  later: {{law: {{riv_toets.grond_bedrijfsarts_toetsbaar: {{2028-01-01: false}}}}, run: {{price_year: 2026}}}}
  half: {{title: De helft, behaviour: {{riv_toets.aandeel_vervalbaar: {{2004-01-01: 0.5}}}}}}
"""


def test_a_variant_replaces_what_the_scenario_says_of_a_parameter_and_keeps_the_rest(tmp_path: Path, current: World):
    scenario = load(written(tmp_path, VARIANTS), variant="later", current=current)
    assert scenario.overrides["law"] == {"riv_toets.grond_bedrijfsarts_toetsbaar": {date(2028, 1, 1): False}}
    assert scenario.overrides["behaviour"] == {"riv_toets.aandeel_vervalbaar": {date(2004, 1, 1): 0.3}}
    assert (scenario.title, scenario.variant, scenario.run.price_year) == ("x (variant later)", "later", 2026)


def test_a_variant_can_have_its_own_title(tmp_path: Path, current: World):
    assert load(written(tmp_path, VARIANTS), variant="half", current=current).title == "De helft"


def test_an_unknown_variant_is_refused_with_the_nearest(tmp_path: Path, current: World):
    (problem,) = refused(tmp_path, VARIANTS, current, variant="latr")
    assert problem.endswith("there is no variant 'latr'; did you mean 'later'?")
    (problem,) = refused(tmp_path, "title: x\n", current, variant="later")
    assert problem.endswith("there is no variant 'later'; this scenario has no variants")


def test_variants_of_an_extended_scenario_are_inherited(tmp_path: Path, current: World):
    written(tmp_path, VARIANTS)
    path = written(tmp_path, "title: y\nextends: s.yaml\n", "t.yaml")
    assert load(path, variant="half", current=current).variants == ("later", "half")


def test_an_unknown_name_is_refused_with_the_nearest(current: World):
    with pytest.raises(InputError, match=r"did you mean 'advies_bedrijfsarts_leidend'\?"):
        load("advies_bedrijfsarts_leident", current=current)
    with pytest.raises(InputError, match="there is no file"):
        load("folder/none.yaml", current=current)


def test_shipped_scenarios_are_found_by_name_without_their_folder():
    assert shipped_scenarios()["advies_bedrijfsarts_leidend"].parent.name == "measures"
    assert "baseline" in shipped_scenarios()


def test_what_the_model_holds_for_the_whole_run_cannot_change_on_a_date(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "title: x\nlaw:\n  wachttijd.duur: {2004-01-01: 52}\nbehaviour:\n"
        "  loonsanctie.causaal_aandeel: {2028-01-01: 0.5}\n  riv_toets.kans_inhoudelijk: {2028-01-01: 0.05}\n",
    )
    with pytest.raises(InputError) as caught:
        load(path)
    told = [str(problem).split(": ", 1)[1] for problem in caught.value.problems]
    assert told == [
        "wachttijd.duur cannot be changed: sickness is followed for exactly this long; leave it out",
        "loonsanctie.causaal_aandeel holds for the whole run and cannot change on 2028-01-01; write 2004-01-01",
    ]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            "law: {aow.leeftijd: {2028-01-01: 67}}",
            "2:34: 67 is out of range, in 'leeftijd in maanden': it must be at least 756 and at most 900; "
            "write 804 for 67 years",
        ),
        (
            "law: {aow.leeftijd: {2028-01-01: 1200}}",
            "2:34: 1200 is out of range, in 'leeftijd in maanden': it must be at least 756 and at most 900",
        ),
        (
            "behaviour: {verzuim.langer_dan_1_week: {2004-01-01: [0.3, 0, 0.3, 0.3, 0.3, 0.3]}}",
            "2:59: 0 is out of range, in 'aandeel': it must be above 0",
        ),
        (
            "population: {baanwissel.kans: {2004-01-01: [0.3, 0.3, 0.3, 0.3, 0.3, 1]}}",
            "2:70: 1 is out of range, in 'per jaar': it must be below 1",
        ),
    ],
)
def test_what_makes_no_sense_in_a_parameter_is_refused_at_its_line(tmp_path: Path, override: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, f"title: x\n{override}\n"))
    assert [str(problem).split(":", 1)[1] for problem in caught.value.problems] == [said]


def test_a_scenario_of_a_folder_to_start_from_has_the_name_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mijn_maatregel"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("title: Een\n", encoding="utf-8")
    (folder / "ander.yaml").write_text("title: Twee\n", encoding="utf-8")
    assert [load(folder / name).name for name in ("scenario.yaml", "ander.yaml")] == ["mijn_maatregel", "ander"]
    with pytest.raises(InputError, match=r"is a folder, not a file; name .*mijn_maatregel.scenario\.yaml"):
        load(folder)
