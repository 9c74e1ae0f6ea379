"""The monitor of sanctions: shares and errors, and published figures beside the ones they are of."""

import math
from typing import Any

import numpy as np
import pytest

from poortwachter.primitives.codes import GROUPS, SECTOR_LABELS, SIZE_LABELS
from poortwachter.results.monitored import Monitor
from poortwachter.scenario.resolve import check
from poortwachter.study.monitor import BY_GROUP, PUBLISHED, TARGETS, monitor, ratio, total
from poortwachter.study.targets import load_targets

YEAR = 2024
WORKERS = 30_000


def made(scenario: str = "baseline") -> Monitor:
    return monitor(check(scenario), year=YEAR, workers=WORKERS, seed=1, threads=2)


@pytest.fixture(scope="module")
def page() -> Monitor:
    return made()


def entry(page: Monitor, part: str, measure: str, kind: str, group: str = "", *, year: int = YEAR) -> Any:
    return page.table(part, measure=measure, kind=kind)[year, group]


def test_a_total_has_the_error_of_the_sum_of_independent_groups() -> None:
    groups = np.arange(GROUPS, dtype=np.float64)
    assert total(groups).value == groups.sum()
    assert total(groups).standard_error == pytest.approx(groups.std(ddof=1) * math.sqrt(GROUPS))


def test_a_share_of_equal_groups_has_no_error_and_that_of_nothing_is_unknown() -> None:
    even = ratio(np.full(GROUPS, 1.0), np.full(GROUPS, 4.0))
    assert even.value == 0.25
    assert even.standard_error == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(ratio(np.zeros(GROUPS), np.zeros(GROUPS)).value)


def test_a_share_has_the_error_of_its_linear_approximation() -> None:
    chance = np.random.default_rng(1)
    below = chance.poisson(100.0, GROUPS).astype(np.float64)
    above = chance.binomial(below.astype(np.int64), 0.3).astype(np.float64)
    share = above.sum() / below.sum()
    residual = above - share * below
    expected = math.sqrt(GROUPS / (GROUPS - 1) * (residual**2).sum()) / below.sum()
    assert ratio(above, below).standard_error == pytest.approx(expected, rel=0.02)


def test_every_published_series_is_a_target_and_all_of_the_monitors_own_are_shown(page: Monitor) -> None:
    named = {*TARGETS.values(), *BY_GROUP.values()}
    own = load_targets(PUBLISHED)
    assert named <= (load_targets() | own).keys()
    assert own.keys() <= named
    shown = {(one.year, one.published) for one in page.entries if math.isfinite(one.published)}
    for target in own.values():
        assert {(year, value) for (year, _), value in target.series.items()} <= shown, target.name


def test_figures_stand_beside_what_they_are_of(page: Monitor) -> None:
    assert entry(page, "kinds", "files", "substantive", year=2017).published == 2247
    assert entry(page, "grounds", "share", "substantive", "bedrijfsarts", year=2016).published == 0.12
    assert entry(page, "grounds", "files", "substantive", "bedrijfsarts", year=2016).published == 290
    assert entry(page, "sectors", "share", "both", "Q", year=2013).published == 0.23
    assert math.isnan(entry(page, "sectors", "share", "administrative", "Q", year=2013).published)
    assert entry(page, "objections", "upheld", "both", year=2022).published == 152


@pytest.mark.parametrize(("part", "groups"), [("sizes", SIZE_LABELS), ("sectors", SECTOR_LABELS)])
def test_sanctions_by_employer_add_up_to_all(page: Monitor, part: str, groups: tuple[str, ...]) -> None:
    for kind in ("administrative", "substantive", "both"):
        whole = entry(page, "kinds", "files", kind).model.value
        assert whole > 0
        assert sum(entry(page, part, "files", kind, group).model.value for group in groups) == pytest.approx(whole)


def test_every_sanction_has_an_end(page: Monitor) -> None:
    ends = page.table("ends", measure="share", kind="both")
    assert sum(one.model.value for (year, _), one in ends.items() if year == YEAR) == pytest.approx(1.0)


def test_the_reform_of_a_scenario_is_monitored(page: Monitor) -> None:
    lapsed = made("advies_bedrijfsarts_leidend")
    assert entry(lapsed, "kinds", "files", "lapsed").model.value > 0
    assert not page.table("kinds", measure="files", kind="lapsed")


def test_the_same_seed_gives_the_same_monitor(page: Monitor) -> None:
    assert repr(made().entries) == repr(page.entries)
