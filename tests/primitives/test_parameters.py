from datetime import date
from pathlib import Path
from textwrap import dedent, indent

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import (
    DIMENSIONS,
    FIRST_DAY,
    UNITS,
    Kind,
    Parameter,
    ParameterSet,
    load_parameters,
)

LAW = """\
riv_toets.grond:
  label: UWV toetst het medisch advies
  unit: ja/nee
  selects: end_of_wachttijd
  article: art. 25 lid 9 Wet WIA
  source: {title: Wet WIA, url: https://wetten.overheid.nl/BWBR0019057}
  reliability: primary
  values: {2004-01-01: true, 2028-01-01: false}
"""

BEHAVIOUR = """\
loonsanctie.causaal_aandeel:
  label: Aandeel van het verschil dat het sanctiejaar veroorzaakt
  unit: aandeel
  selects: decision
  status: assumed
  reason: niet gemeten
  source: {title: Eigen aanname, url: null}
  uncertainty: {kind: uniform, low: 0, high: 1}
  values: {2004-01-01: 1}
"""


def loaded(tmp_path: Path, text: str, *, kind: Kind = "law") -> ParameterSet:
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    return load_parameters(tmp_path, kind=kind)


def refused(tmp_path: Path, text: str, *, kind: Kind = "law") -> list[str]:
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, text, kind=kind)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


def made(values: dict[date, object], **fields: object) -> Parameter:
    given_fields: dict[str, object] = {
        "name": "a.b",
        "label": "x",
        "unit": "factor",
        "source": [{"title": "t", "url": None}],
        "values": tuple(values.items()),
        **fields,
    }
    return Parameter.model_validate(given_fields)


def test_a_value_holds_from_its_date_and_the_first_also_before(tmp_path: Path):
    ground = loaded(tmp_path, LAW)["riv_toets.grond"]
    days = [date(1999, 1, 1), date(2004, 1, 1), date(2027, 12, 31), date(2028, 1, 1), date(2090, 1, 1)]
    assert [ground.at(day) for day in days] == [True, True, True, False, False]
    np.testing.assert_array_equal(ground.series(days), [1.0, 1.0, 1.0, 0.0, 0.0])


def test_whole_numbers_become_floats_and_switches_stay_bool(tmp_path: Path):
    share = loaded(tmp_path, BEHAVIOUR, kind="behaviour")["loonsanctie.causaal_aandeel"].at(date(2020, 1, 1))
    assert type(share) is float
    assert loaded(tmp_path, LAW)["riv_toets.grond"].at(date(2020, 1, 1)) is True


def test_a_parameter_by_dimensions_gives_nested_tuples_and_a_shaped_series():
    values = tuple((float(n), n + 0.5) for n in range(6))
    parameter = made({date(2004, 1, 1): values}, by=["leeftijd6", "geslacht"])
    assert parameter.at(date(2010, 1, 1)) == values
    assert parameter.series([date(2010, 1, 1)] * 3).shape == (3, 6, 2)


def test_linear_interpolation_runs_by_days_and_holds_outside_the_dates():
    parameter = made({date(2005, 1, 1): 1.0, date(2006, 1, 1): 2.0}, interpolation="linear")
    days = [date(2004, 1, 1), date(2005, 1, 1), date(2005, 1, 1 + 1), date(2006, 1, 1), date(2030, 1, 1)]
    np.testing.assert_allclose(parameter.series(days), [1, 1, 1 + 1 / 365, 2, 2])


def test_an_override_replaces_everything_from_its_date_on():
    old = made({date(2004, 1, 1): 1.0, date(2010, 1, 1): 2.0, date(2020, 1, 1): 3.0})
    new = old.overridden({date(2015, 1, 1): 9.0})
    assert new.values == ((date(2004, 1, 1), 1.0), (date(2010, 1, 1), 2.0), (date(2015, 1, 1), 9.0))


def test_an_override_on_the_date_of_a_value_takes_its_place():
    old = made({date(2004, 1, 1): 1.0, date(2010, 1, 1): 2.0})
    assert old.overridden({date(2010, 1, 1): 9.0}).values == ((date(2004, 1, 1), 1.0), (date(2010, 1, 1), 9.0))


def test_an_override_ahead_of_the_first_value_keeps_what_held_before_it():
    new = made({date(2020, 1, 1): 1.0}).overridden({date(2010, 1, 1): 9.0})
    assert [new.at(date(year, 6, 1)) for year in (2009, 2010, 2021)] == [1.0, 9.0, 9.0]


knots = st.dictionaries(st.dates(date(2004, 1, 1), date(2100, 1, 1)), st.floats(0, 100), min_size=1, max_size=5)


@given(knots, knots, st.sampled_from(["step", "linear"]))
def test_an_override_leaves_every_day_before_it_exactly_as_it_was(
    old: dict[date, float], new: dict[date, float], interpolation: str
):
    before = made(dict(sorted(old.items())), interpolation=interpolation)
    after = before.overridden(new)
    first = min(new)
    days = [day for day in (FIRST_DAY, *old, *(date(year, 7, 1) for year in range(2004, 2100))) if day < first]
    assert [before.at(day) for day in days] == [after.at(day) for day in days]
    assert after.at(max(new)) == after.at(date(2150, 1, 1)) == new[max(new)]


@pytest.mark.parametrize("interpolation", ["step", "linear"])
def test_an_override_from_the_first_day_holds_in_the_week_that_begins_before_it(interpolation: str):
    old = made({date(2004, 1, 1): 1.0, date(2010, 1, 1): 2.0}, interpolation=interpolation)
    assert old.overridden({date(2004, 1, 1): 9.0}).at(date(2003, 12, 29)) == 9.0


@given(knots, st.sampled_from(["step", "linear"]))
def test_the_series_is_the_value_of_every_day(values: dict[date, float], interpolation: str):
    parameter = made(dict(sorted(values.items())), interpolation=interpolation)
    days = [date(2003, 12, 29), *values, *(date(year, 7, 1) for year in range(2004, 2101, 7))]
    np.testing.assert_array_equal(parameter.series(days), [parameter.at(day) for day in days])


def test_a_frozen_set_has_the_value_of_one_day_for_all_dates(tmp_path: Path):
    frozen = loaded(tmp_path, LAW).frozen(date(2030, 1, 1))
    assert [frozen["riv_toets.grond"].at(date(year, 1, 1)) for year in (1990, 2004, 2027, 2080)] == [False] * 4


def test_overriding_a_set_leaves_the_set_itself_alone(tmp_path: Path):
    old = loaded(tmp_path, LAW)
    new = old.overridden({"riv_toets.grond": {date(2023, 7, 1): False}})
    assert old["riv_toets.grond"].at(date(2024, 1, 1)) is True
    assert new["riv_toets.grond"].at(date(2024, 1, 1)) is False


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path):
    with pytest.raises(KeyError, match=r"did you mean 'riv_toets\.grond'"):
        loaded(tmp_path, LAW)["riv_toets.gronden"]


@pytest.mark.parametrize("key", ["label", "unit", "selects", "article", "source", "reliability", "values"])
def test_a_law_parameter_that_lacks_a_key_is_refused_on_its_own_line(tmp_path: Path, key: str):
    text = "# first\n" + "\n".join(line for line in LAW.splitlines() if not line.startswith(f"  {key}:"))
    assert refused(tmp_path, text) == [f"p.yaml:2:1: riv_toets.grond lacks '{key}'; add `{key}:`"]


@pytest.mark.parametrize("key", ["selects", "status", "reason", "source", "uncertainty", "values"])
def test_a_behaviour_parameter_that_lacks_a_key_is_refused(tmp_path: Path, key: str):
    text = "\n".join(line for line in BEHAVIOUR.splitlines() if not line.startswith(f"  {key}:"))
    problems = refused(tmp_path, text, kind="behaviour")
    assert f"p.yaml:1:1: loonsanctie.causaal_aandeel lacks '{key}'; add `{key}:`" in problems


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("unit: aandel", "p.yaml:3:3: riv_toets.grond has the unknown unit 'aandel'; did you mean 'aandeel'?"),
        ("selects: decisions", "p.yaml:4:12: selects cannot be 'decisions'; did you mean 'decision'?"),
        ("artikel: art. 1", "p.yaml:5:3: unknown key 'artikel' in riv_toets.grond; did you mean 'article'?"),
        ("source: {title: Wet WIA, url: null}", "p.yaml:6:3: riv_toets.grond has a source without url; give the"),
        ("source: {titel: WIA, url: https://a.nl}", "p.yaml:6:12: unknown key 'titel' in riv_toets.grond source.0; "),
        ("source: {title: WIA, url: wetten}", "p.yaml:6:29: source.0.url is 'wetten', not of the form ^https?:"),
        ("reliability: 1", "p.yaml:7:16: reliability cannot be 1; choose from: primary"),
        ("values: {2004-01-01: ja}", "p.yaml:8:24: the value must be true or false, not 'ja'; write true"),
        ("values: {2004-13-01: true}", "p.yaml:8:12: '2004-13-01' is not a date; that day does not exist"),
        ("values: {1-7-2023: true}", "p.yaml:8:12: '1-7-2023' is not a date; write 2023-07-01"),
        ("values: true", "p.yaml:8:3: values must be given by date, not true; write {2028-01-01: true}"),
        ("values: {2004-01-01: [true]}", "p.yaml:8:24: one value is needed, not a list of 1; write a single value"),
    ],
)
def test_a_wrong_line_is_refused_at_its_place_with_a_suggestion(tmp_path: Path, line: str, said: str):
    key = {"artikel": "article"}.get(line.partition(":")[0], line.partition(":")[0])
    lines = [f"  {line}" if old.startswith(f"  {key}:") else old for old in LAW.splitlines()]
    assert any(problem.startswith(said) for problem in refused(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("aandeel", "25", "25 is out of range for unit 'aandeel': above 1; write 0.25 for 25%"),
        ("aandeel", "-0.1", "-0.1 is out of range for unit 'aandeel': below 0"),
        ("aandeel", "25%", "the value must be a number in 'aandeel', not '25%'; write 0.25"),
        ("aandeel", "'0,25'", "the value must be a number in 'aandeel', not '0,25'; write 0.25"),
        ("aandeel", "true", "the value must be a number in 'aandeel', not true"),
        ("weken", "104 weken", "the value must be a number in 'weken', not '104 weken'; write 104"),
        ("EUR", ".inf", ".inf is not a finite number; write a number"),
        ("EUR", "", "the value must be a number in 'EUR', not empty"),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_refused(tmp_path: Path, unit: str, value: str, said: str):
    text = LAW.replace("ja/nee", unit).replace("true, 2028-01-01: false", value)
    (problem,) = refused(tmp_path, text)
    assert said in problem


def test_a_decimal_comma_between_braces_is_recognised(tmp_path: Path):
    text = LAW.replace("ja/nee", "aandeel").replace("true, 2028-01-01: false", "0,25")
    (problem,) = refused(tmp_path, text)
    assert problem.endswith("25 is not a date; write decimals with a point, as 0.25")


def test_a_list_must_have_a_value_for_every_label(tmp_path: Path):
    text = LAW.replace("ja/nee", "factor\n  by: [geslacht]").replace("true, 2028-01-01: false", "[1, 2, 3]")
    (problem,) = refused(tmp_path, text)
    assert "2 values are needed, by geslacht (man, vrouw), not a list of 3" in problem


def test_problems_of_all_files_are_gathered(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(LAW.replace("unit: ja/nee", "unit: x"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(LAW.replace("Wet WIA,", "Wet WIA,\t"), encoding="utf-8")
    (tmp_path / "d.yaml").write_text(LAW, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_parameters(tmp_path, kind="law")
    files = [problem.file.name for problem in caught.value.problems if problem.file is not None]
    assert files == ["a.yaml", "b.yaml", "d.yaml"]
    assert "also stands in c.yaml, line 1" in str(caught.value)


@pytest.mark.parametrize(
    ("uncertainty", "said"),
    [
        ("{kind: uniform, low: 1, high: 0}", "uncertainty runs from 1 down to 0"),
        ("{kind: uniform, low: 0}", "uncertainty uniform needs low and high"),
        ("{kind: normal}", "uncertainty normal needs sd"),
        ("{kind: none}", "only a published count can be without uncertainty"),
        ("{kind: normall, sd: 1}", "did you mean 'normal'?"),
    ],
)
def test_an_uncertainty_that_says_nothing_is_refused(tmp_path: Path, uncertainty: str, said: str):
    text = BEHAVIOUR.replace("{kind: uniform, low: 0, high: 1}", uncertainty)
    assert said in "\n".join(refused(tmp_path, text, kind="behaviour"))


@pytest.mark.parametrize(("status", "key"), [("derived", "formula"), ("calibrated", "targets"), ("assumed", "reason")])
def test_a_status_asks_for_its_grounds(tmp_path: Path, status: str, key: str):
    text = BEHAVIOUR.replace("status: assumed", f"status: {status}").replace("  reason: niet gemeten\n", "")
    assert f"lacks '{key}'" in "\n".join(refused(tmp_path, text, kind="behaviour"))


def test_several_sources_are_kept_in_order(tmp_path: Path):
    sources = "source:\n" + indent(
        dedent("""\
            - {title: Een, url: https://een.nl}
            - {title: Twee, table: tabel 2, url: https://twee.nl}
        """),
        "    ",
    )
    text = LAW.replace("source: {title: Wet WIA, url: https://wetten.overheid.nl/BWBR0019057}\n", sources)
    parameter = loaded(tmp_path, text)["riv_toets.grond"]
    assert [source.title for source in parameter.sources] == ["Een", "Twee"]
    assert parameter.source.title == "Een"


def test_every_dimension_has_distinct_labels_and_every_unit_a_range():
    assert all(len(set(names)) == len(names) for names in DIMENSIONS.values())
    assert all(unit.low <= unit.high for unit in UNITS.values())


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ({"set_for": "half year"}, date(2026, 12, 31)),
        ({"set_for": "year"}, date(2027, 6, 30)),
        ({"set_until": date(2031, 12, 31)}, date(2031, 12, 31)),
        ({}, None),
    ],
)
def test_a_value_set_for_a_period_has_a_last_day(period: dict[str, object], last: date | None):
    parameter = made({date(2004, 1, 1): 1.0, date(2026, 7, 1): 2.0}, **period)
    assert parameter.last_day == last
    assert parameter.frozen(date(2020, 1, 1)).last_day is None


def test_a_period_that_ends_in_a_leap_february_ends_on_its_last_day():
    assert made({date(2023, 9, 1): 1.0}, set_for="half year").last_day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("set_for: half year", "runs out, but lacks what holds after it"),
        ("beyond: held", "says what holds beyond a period, but not which period"),
        ("set_for: year\n  set_until: 2030-12-31\n  beyond: held", "is set both for a period and until a day"),
        ("set_for: month\n  beyond: held", "set_for"),
        ("set_until: soon\n  beyond: held", "set_until"),
        ("set_for: year\n  beyond: guessed", "beyond"),
    ],
)
def test_a_period_is_refused_unless_it_says_what_holds_after_it(tmp_path: Path, lines: str, said: str):
    assert any(said in problem for problem in refused(tmp_path, f"{LAW.rstrip()}\n  {lines}\n"))


def test_a_period_read_from_a_file_is_known(tmp_path: Path):
    text = f"{LAW.rstrip()}\n  set_until: 2031-12-31\n  beyond: assumed\n"
    parameter = loaded(tmp_path, text)["riv_toets.grond"]
    assert (parameter.last_day, parameter.beyond) == (date(2031, 12, 31), "assumed")


def test_a_value_outside_its_bounds_is_told_wherever_it_came_from() -> None:
    day = date(2020, 1, 1)
    bounded = made({day: (0.5, 2.0)}, bounds={"above": 0, "below": 2})
    (problem,) = bounded.out_of_bounds()
    assert str(problem) == "a.b is 2 factor from 2020-01-01: it must be above 0 and below 2"
    assert not list(made({day: (0.5, 1.0)}, bounds={"low": 0.5, "high": 1}).out_of_bounds())
    assert list(ParameterSet({"a.b": bounded}).out_of_bounds()) == [problem]
