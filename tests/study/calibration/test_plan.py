from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.parameters import FIRST_DAY
from poortwachter.study.calibration.plan import Plan, load_plan
from poortwachter.study.targets import load_targets

Read = Callable[[str], Plan]


def test_at_factor_one_every_value_is_its_start(read: Read, text: str) -> None:
    values = read(text).values(np.zeros(3))
    assert values["wia.herstel_eerste_jaren"] == {FIRST_DAY: 0.04}
    assert values["beoordeling.afwijzing"][FIRST_DAY] == pytest.approx((0.4, 0.4, 0.35, 0.3, 0.2, 0.15, 0.1))


def test_a_factor_acts_on_every_cell_and_odds_on_the_cells_named(read: Read, text: str) -> None:
    values = read(text).values(np.log([2.0, 0.5, 3.0]))
    assert values["wia.herstel_eerste_jaren"][FIRST_DAY] == pytest.approx(0.08)
    young = 3 * 0.2 / (0.8 + 3 * 0.2)
    assert values["beoordeling.afwijzing"][FIRST_DAY] == pytest.approx((young, young, 0.175, 0.15, 0.1, 0.075, 0.05))


def test_odds_keep_a_share_between_zero_and_one(read: Read, text: str) -> None:
    plan = read(text)
    for logs in plan.bounds:
        shares = np.array(plan.values(logs)["beoordeling.afwijzing"][FIRST_DAY])
        assert ((shares > 0) & (shares < 1)).all()


def test_one_row_of_a_table_by_two_dimensions_can_be_free(read: Read, text: str) -> None:
    table = "[[2, 3], [1, 2], [1, 2], [1, 2], [1, 2], [1, 2], [2, 3]]"
    women = (
        "  vrouw:\n    multiplies: [verzuim.factor_lang]\n    where: {geslacht: [vrouw]}\n    low: 0.5\n    high: 2\n"
    )
    start = text.replace("start:\n", f"start:\n  verzuim.factor_lang: {table}\n")
    plan = read(start.replace("targets:\n  instroom", f"{women}targets:\n  instroom"))
    values = np.array(plan.values(np.log([1.0, 1.0, 1.0, 2.0]))["verzuim.factor_lang"][FIRST_DAY])
    assert values[0] == pytest.approx((2.0, 6.0))
    assert values[1] == pytest.approx((1.0, 4.0))


def test_a_dated_start_can_be_free_from_one_date_only(read: Read, text: str) -> None:
    dated = "  ezwb.beeindigd: {2004-01-01: 0.0, 2013-01-01: 0.3, 2015-01-01: 0.4}\n"
    free = "  later:\n    multiplies: [ezwb.beeindigd]\n    where: {datum: [2015-01-01]}\n    low: 0.5\n    high: 2\n"
    plan = read(text.replace("start:\n", f"start:\n{dated}").replace("targets:\n  inst", f"{free}targets:\n  inst"))
    values = plan.values(np.log([1.0, 1.0, 1.0, 1.5]))["ezwb.beeindigd"]
    assert values == {FIRST_DAY: 0.0, date(2013, 1, 1): 0.3, date(2015, 1, 1): pytest.approx(0.6)}


def test_all_groups_of_a_target_are_aims_unless_some_are_named(read: Read, text: str) -> None:
    assert [aim.group for aim in read(text).aims if aim.name == "naar_leeftijd"] == ["jong"]
    every = read(text.replace(", groups: [jong]", ""))
    assert [aim.group for aim in every.aims if aim.name == "naar_leeftijd"] == ["jong", "oud"]


def test_the_discrepancy_widens_the_published_error(read: Read, text: str) -> None:
    aim = next(aim for aim in read(text).aims if aim.year == 2011 and aim.name == "instroom")
    assert aim.standard_error == pytest.approx(np.hypot(2.0, 20.0))


def test_the_spread_beforehand_is_the_prior_or_the_bounds(read: Read, text: str) -> None:
    assert read(text).spreads == pytest.approx([np.log(4) / np.sqrt(12), 0.2, np.log(8) / np.sqrt(12)])


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("wia.herstel_eerste_jaren: 0.04", "wia.herstel_eerst_jaren: 0.04", 10, "no parameter"),
        ("[wia.herstel_eerste_jaren]", "[wia.herstel_later]", 14, "no starting value"),
        ("0.4, 0.4, 0.35, 0.3, 0.2, 0.15, 0.1]", "0.4, 0.3]", 11, "7 values are needed"),
        ("{leeftijd7:", "{geslacht:", 25, "no dimension 'geslacht'"),
        ('"25-34"]', '"25-35"]', 25, "no '25-35'"),
        ("    high: 1.5", "    high: 3", 11, "above 1"),
        ("    low: 0.5\n    high: 2.0", "    low: 1.5\n    high: 2.0", 13, "factor 1"),
        ("targets: [uitstroom]", "targets: [uitsroom]", 17, "no figure of 'uitsroom'"),
        ("  uitstroom: {", "  uitstrom: {", 31, "no target 'uitstrom'"),
        ("years: [2010, 2011]", "years: [2010, 2019]", 30, "no figure of 2019"),
        ("groups: [jong]", "groups: [jon]", 32, "no group 'jon'"),
        ("discrepancy: 0.1", "discrepantie: 0.1", 30, "unknown key 'discrepantie'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(read: Read, text: str, old: str, new: str, line: int, said: str) -> None:
    assert old in text
    with pytest.raises(InputError) as caught:
        read(text.replace(old, new, 1))
    assert any(problem.line == line and said in problem.what for problem in caught.value.problems), caught.value


def test_every_problem_is_told_at_once(read: Read, text: str) -> None:
    wrong = text.replace("2010, 2011", "2019").replace("{leeftijd7:", "{sekse:").replace("[jong]", "[jon]")
    with pytest.raises(InputError) as caught:
        read(wrong)
    assert len(caught.value.problems) == 3


def test_the_shipped_plan_can_be_read() -> None:
    plan = load_plan(targets=load_targets())
    aimed = {aim.name for aim in plan.aims}
    assert {name for free in plan.free for name in free.targets} <= aimed
    assert all(free.targets for free in plan.free)
