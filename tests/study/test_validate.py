import math
from pathlib import Path

import numpy as np
import pytest

from poortwachter.primitives.codes import GROUPS, Event
from poortwachter.primitives.errors import InputError
from poortwachter.primitives.language import LANGUAGES
from poortwachter.results.comparison import FAILED, NOT_MEASURED, PASSED, Validation
from poortwachter.scenario.load import current_world
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.hindcast import GIVEN_INFLOW, Hindcast, Key, Size, contrasted, hindcast
from poortwachter.study.lived import lived, with_zero
from poortwachter.study.targets import Target, load_targets
from poortwachter.study.validate import Gate, Rules, Without, compare, contrast, fitted_figures, load_rules

WORKERS = 3_000
TARGETS = load_targets()
RULES = load_rules(targets=TARGETS)
SIZE = Size(WORKERS, 3, 2026, 2022, 1)
INFLOW = {year: value for (year, _), value in TARGETS["wia_inflow"].series.items()}


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast(current_world(), size=SIZE, inflow=INFLOW)


@pytest.fixture(scope="module")
def validation(found: Hindcast) -> Validation:
    return compare(found, rules=RULES, targets=TARGETS, fitted=fitted_figures(TARGETS))


def target(name: str, **series: float) -> Target:
    keyed = {(int(year[1:]), ""): value for year, value in series.items()}
    return Target(name, name, "personen", "flow", "validate", None, keyed, dict.fromkeys(keyed, 10.0), ("UWV",))


def lived_as(values: dict[Key, float], *, spread: float = 0.0) -> Hindcast:
    odd = (np.arange(GROUPS) % 2).astype(np.float64)
    without = {key: value + spread * odd for key, value in values.items()}
    return Hindcast(values, without, 100, 1, 200)


def judged(gate: Gate, found: Hindcast, *targets: Target) -> str:
    rules = Rules(2026, 2022, 0.1, (gate,), {}, {}, {})
    named = {one.name: one for one in targets}
    return compare(found, rules=rules, targets=named, fitted=frozenset()).judged[0].outcome


def gate(**given: object) -> Gate:
    usual: dict[str, object] = {
        "name": "poort",
        "what": {"nl": "poort"},
        "targets": ("stock",),
        "years": (2010, 2011),
        "together": False,
        "tolerance": 0.1,
        "ranges": {},
        "errors": 0.0,
        "moment": None,
        "source": {"nl": ""},
    }
    return Gate(**{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(("second", "outcome"), [(109.9, PASSED), (110.1, FAILED), (89.9, FAILED)])
def test_a_gate_is_passed_only_when_every_figure_lies_within_it(second: float, outcome: str) -> None:
    found = lived_as({("stock", 2010, ""): 100.0, ("stock", 2011, ""): second})
    assert judged(gate(), found, target("stock", y2010=100.0, y2011=100.0)) == outcome


def test_years_outside_a_gate_do_not_count() -> None:
    found = lived_as({("stock", 2009, ""): 900.0, ("stock", 2010, ""): 100.0})
    assert judged(gate(years=(2010,)), found, target("stock", y2009=100.0, y2010=100.0)) == PASSED


def test_a_figure_the_model_does_not_give_is_not_a_pass() -> None:
    found = lived_as({("stock", 2010, ""): 100.0})
    assert judged(gate(), found, target("stock", y2010=100.0, y2011=100.0)) == NOT_MEASURED


def test_targets_together_are_summed() -> None:
    found = lived_as({("stock", 2010, ""): 80.0, ("flow", 2010, ""): 120.0})
    both = (target("stock", y2010=100.0), target("flow", y2010=100.0))
    names, years = ("stock", "flow"), (2010,)
    assert judged(gate(targets=names, years=years, together=True), found, *both) == PASSED
    assert judged(gate(targets=names, years=years), found, *both) == FAILED


@pytest.mark.parametrize(("model", "outcome"), [(179.0, FAILED), (181.0, PASSED), (229.0, PASSED), (231.0, FAILED)])
def test_a_range_is_widened_by_the_errors_of_the_source(model: float, outcome: str) -> None:
    found = lived_as({("stock", 2010, ""): model})
    ranged = gate(years=(2010,), tolerance=None, ranges={2010: (200.0, 210.0)}, errors=2.0)
    assert judged(ranged, found, target("stock", y2010=205.0)) == outcome


def test_the_gap_is_told_in_errors_of_model_and_source_together() -> None:
    found = lived_as({("stock", 2010, ""): 150.0}, spread=2.0)
    rules = Rules(2026, 2022, 0.1, (), {}, {}, {})
    stock = target("stock", y2010=100.0)
    (one,) = compare(found, rules=rules, targets={"stock": stock}, fitted=frozenset()).compared
    assert one.model is not None
    assert one.model.standard_error == pytest.approx(math.sqrt(GROUPS - 1))
    assert one.gap == pytest.approx(0.5)
    assert one.apart == pytest.approx(50.0 / math.hypot(10.0, one.model.standard_error))


def test_every_published_figure_is_reported(validation: Validation) -> None:
    shown = {(one.name, one.year, one.group) for one in validation.compared}
    assert shown == {(name, *key) for name, one in TARGETS.items() for key in one.series}


def test_every_figure_is_measured_or_says_why_not(validation: Validation) -> None:
    without = {one.name for one in validation.compared if one.model is None}
    partly = {"zw_not_recovered_104_weeks"}
    assert without - partly == RULES.unmeasured.keys() - partly


def test_every_measured_series_is_drawn(validation: Validation) -> None:
    measured = {one.name for one in validation.compared if one.model is not None}
    drawn = [name for theme in RULES.themes.values() for name in theme]
    assert sorted(measured) == sorted(drawn)


def test_what_is_fitted_is_marked(validation: Validation) -> None:
    aims = load_plan(targets=TARGETS).aims
    assert sum(one.fitted for one in validation.compared) == len(aims)


def test_every_gate_is_measured(validation: Validation) -> None:
    assert [one.name for one in validation.judged if one.outcome == NOT_MEASURED] == []


def test_the_error_of_a_count_is_the_variance_between_groups(found: Hindcast) -> None:
    one = lived(current_world(), workers=WORKERS, seed=3, last_year=2026, price_year=2022, threads=1)
    groups = np.array([one.book(one.cells[[group]]).event(Event.RIV) for group in range(GROUPS)])
    year = 2017 - 2004
    figure = found.figure((("riv_assessed", 2017, ""),))
    assert figure is not None
    assert figure.value == pytest.approx(groups[:, year].sum())
    assert figure.standard_error == pytest.approx(groups[:, year].std(ddof=1) * math.sqrt(GROUPS))


def test_events_by_age_and_sex_add_up_to_the_ledger(found: Hindcast) -> None:
    for by in ("age", "sex"):
        keys = [key for key in found.whole if key[0] == f"notifications_42_weeks_by_{by}" and key[1] == 2024]
        total = found.whole["notifications_42_weeks", 2024, ""]
        assert sum(found.whole[key] for key in keys) == pytest.approx(total)
        assert total > 0


def test_a_gate_can_hold_another_moment_against_a_target() -> None:
    found = lived_as({("stock", 2010, ""): 200.0, ("other", 2010, ""): 101.0})
    assert judged(gate(moment="other", years=(2010,)), found, target("stock", y2010=100.0)) == PASSED
    assert judged(gate(years=(2010,)), found, target("stock", y2010=100.0)) == FAILED


def test_the_stock_given_inflow_is_that_of_the_model_where_published_inflow_is_the_models(found: Hindcast) -> None:
    own = {year: found.whole["wia_inflow", year, ""] for year in range(2004, 2027)}
    same = hindcast(current_world(), size=SIZE, inflow=own)
    for year in range(2006, 2027):
        assert same.whole[GIVEN_INFLOW, year, ""] == pytest.approx(found.whole["wia_stock", year, ""])


def test_a_part_that_does_nothing_makes_no_difference_and_no_error(found: Hindcast) -> None:
    nothing = Without("none", {}, ("wia_stock",), (2010, 2012), None)
    one = contrast(nothing, found=found, other=contrasted(current_world(), size=SIZE), targets=TARGETS)
    here, there = one.lines["wia_stock"]
    assert here == there
    assert here.years == (2010, 2011, 2012)


def test_a_jump_is_explained_by_what_is_missing_without_the_part(found: Hindcast) -> None:
    ezwb = next(one for one in RULES.contrasts if one.jump)
    other = contrasted(with_zero(current_world(), name="ezwb.beeindigd"), size=SIZE)
    jump = contrast(ezwb, found=found, other=other, targets=TARGETS).jump
    assert jump is not None
    assert jump.published == pytest.approx(0.650 - 0.574)
    assert jump.explained.value == pytest.approx(jump.model.value - jump.without.value)
    assert 0 < jump.explained.standard_error < jump.model.standard_error + jump.without.standard_error


def test_ages_hold_the_whole_stock_and_the_whole_inflow(found: Hindcast, validation: Validation) -> None:
    ages = validation.ages
    assert ages is not None
    for year in RULES.ages:
        stock = sum(figure.value for (of, _), figures in ages.stock.items() if of == year for figure in figures)
        assert stock == pytest.approx(found.whole["wia_stock", year, ""])
        assert sum(line.at(year).value for line in ages.inflow.values()) == pytest.approx(1.0)


def test_every_sentence_stands_in_both_languages() -> None:
    texts = [text for one in RULES.gates for text in (one.what, one.source)]
    texts += [*RULES.misses.values(), *RULES.unmeasured.values()]
    assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in texts)


def test_the_gates_stand_as_they_were_written_down() -> None:
    gates = {one.name: one for one in RULES.gates}
    assert {name: one.tolerance for name, one in gates.items()} == {
        "stock": 0.1,
        "stock_given_inflow": 0.03,
        "inflow": 0.1,
        "inflow_by_age": 0.1,
        "awards": 0.1,
        "advances": 0.1,
        "notifications_by_age": 0.1,
        "sanctions_substantive": None,
        "sanctions_administrative": None,
    }
    assert gates["stock_given_inflow"].years == tuple(range(2008, 2016))
    assert gates["inflow"].years == gates["stock"].years == (2010, 2011, 2012, 2013, 2014, 2015)
    assert TARGETS["wia_inflow"].series[2012, ""] == 36300.0


def test_a_range_holds_the_published_figure() -> None:
    for one in RULES.gates:
        for year, (low, high) in one.ranges.items():
            assert low <= TARGETS[one.targets[0]].series[year, ""] <= high, (one.name, year)
        assert one.tolerance is not None or one.ranges.keys() == set(one.years)


def test_a_gate_on_no_target_is_refused(tmp_path: Path) -> None:
    text = (Path(load_rules.__code__.co_filename).parent / "data" / "gates.yaml").read_text(encoding="utf-8")
    path = tmp_path / "gates.yaml"
    path.write_text(text.replace("targets: [wia_stock]", "targets: [wia_stok]"), encoding="utf-8")
    with pytest.raises(InputError, match="wia_stok is no target"):
        load_rules(path, targets=TARGETS)
