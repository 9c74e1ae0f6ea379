"""Every scenario that comes with the model runs on a small population, and says what it is and what nobody knows."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

import poortwachter
from poortwachter.api import unwatched
from poortwachter.scenario.load import load, shipped_scenarios
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.runner import Effort, simulate
from poortwachter.study.capacity import settled

SMALL: Final = RunOptions(workers=2_000, to=2030)
HEADLINE: Final = "advies_bedrijfsarts_leidend"
MEASURES: Final = sorted(name for name, path in shipped_scenarios().items() if path.parent.name == "measures")
VARIANTS: Final = [(name, variant) for name in MEASURES if name != HEADLINE for variant in load(name).variants]


@pytest.fixture(autouse=True)
def quick_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the many reruns below the table of the headline out."""
    from poortwachter.study import carrying

    monkeypatch.setattr(carrying, "CARRYING", ("loonsanctie.causaal",))
    monkeypatch.setattr(carrying, "WORKERS", 200)


@pytest.fixture(scope="module")
def lived() -> Callable[..., Any]:
    """Return what runs a scenario on few workers; the same one is run once."""

    @cache
    def run(name: str, variant: str | None = None) -> Any:
        scenario = load(name, variant=variant)
        if scenario.run.capacity:
            scenario, _ = settled(scenario)
        return simulate(resolve(scenario, SMALL), effort=Effort(), watch=unwatched)

    return run


def moved(dataset: Any, *, name: str = "line_effect") -> list[str]:
    """Return the lines of the table that a measure moves in any year, sums left out."""
    lines = [str(line) for line in dataset["line"].to_numpy()]
    sums = ("wia_benefits", "other_benefits", "public_balance")
    return [line for line in lines if line not in sums and bool((dataset[name].sel(line=line) != 0).any())]


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_runs_and_its_table_says_whose_yardstick_it_has(name: str, tmp_path: Path) -> None:
    found = poortwachter.run(name, workers=2_000, to=2030, output=tmp_path / name, figures=False)
    assert np.isfinite(found.dataset["line_effect"]).all()
    assert np.isfinite(found.dataset["line_structural"]).all()
    table = (tmp_path / name / "cost_table.md").read_text(encoding="utf-8")
    assert ("Ter vergelijking" in table) != ("Geen gepubliceerde maatstaf" in table)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_every_variant_of_a_measure_runs(name: str, variant: str, lived: Callable[..., Any]) -> None:
    assert np.isfinite(lived(name, variant)["line_structural"]).all()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("vijfjaarsregel", "geen reactie, want niet gemeten (1 factor; aanname; bandbreedte 1 tot 1,5)"),
        ("norisk_tweede_spoor", "geen reactie gemeten (1 factor; gepubliceerd; bandbreedte 0,9 tot 1,33)"),
        ("tweede_spoor_verbeterd", "geen reactie, want niet gemeten (1 factor; aanname; bandbreedte 1 tot 1,8)"),
        ("tweede_spoor_verbeterd", "verbeterde aanpak: 1.000 EUR (aanname; bandbreedte 0 tot 2.500)"),
        ("scholing_wga", "geen reactie, want niet gemeten (1 factor; aanname; bandbreedte 1 tot 2)"),
        ("verzekeringsgraad", "boven werkgevers.verzekerd: 0 tot 42 procentpunt (aanname; bandbreedte −10 tot 10)"),
        ("visie_werknemer", "geen reactie, want niet gemeten (1 factor; aanname; bandbreedte 1 tot 1,05)"),
    ],
)
def test_the_table_says_which_responses_are_none_because_nobody_measured_them(
    name: str, said: str, tmp_path: Path
) -> None:
    found = poortwachter.run(name, workers=500, to=2030, output=tmp_path / name, figures=False)
    assert said in (found.folder / "cost_table.md").read_text(encoding="utf-8")


def test_rights_that_earnings_no_longer_end_cost_more_and_not_before_the_rule(lived: Callable[..., Any]) -> None:
    dataset = lived("vijfjaarsregel")
    effect = dataset["line_effect"].sel(line="wia_benefits")
    assert not effect.sel(year=slice(2004, 2020)).any()
    assert float(effect.sel(year=slice(2021, 2030)).sum()) > 0.0
    assert float(dataset["line_structural"].sel(line="wia_benefits")) > 0.0


def test_without_a_response_a_protected_right_changes_nothing_but_benefits(lived: Callable[..., Any]) -> None:
    dataset = lived("vijfjaarsregel")
    assert set(moved(dataset)) <= {"wga", "wga_erd", "tw"}
    events = dataset["event"].sum("year")
    changed = (events.sel(scenario="baseline") != events.sel(scenario="reform")).to_numpy()
    assert set(dataset["event_kind"].to_numpy()[changed]) <= {
        *("ended_by_earnings", "recovered", "reopened", "protected_year_end"),
    }
    assert float(events.sel(scenario="reform", event_kind="protected_year_end")) > 0.0


def test_without_a_response_an_early_no_riskpolis_only_moves_sickness_from_employer_to_fund(
    lived: Callable[..., Any],
) -> None:
    dataset = lived("norisk_tweede_spoor")
    effect = dataset["effect"].sum("year")
    assert float(effect.sel(item="zw", payer="aof")) > 0.0
    assert float(effect.sel(item=["loon_jaar1", "loon_jaar2"], payer=["werkgever", "verzekeraar"]).sum()) < 0.0
    assert not dataset["effect"].sel(year=slice(2004, 2022)).any()
    # Who is placed, and when, stays as it was until a first spell under the cover makes lives differ.
    placed = dataset["event"].sel(event_kind="placed_tweede_spoor", year=2023).to_numpy()
    assert placed[0] == placed[1] > 0.0


def test_a_better_second_track_without_effect_costs_employers_its_price(lived: Callable[..., Any]) -> None:
    dataset = lived("tweede_spoor_verbeterd")
    assert moved(dataset) == moved(dataset, name="line_structural") == ["employers"]
    started = dataset["event"].sel(event_kind="tweede_spoor", scenario="reform", year=2029)
    cost = dataset["line_effect"].sel(line="employers", year=2029)
    assert float(cost) == pytest.approx(float(started) * 1000 / 1e6)


def test_the_budget_of_the_training_trial_stands_in_the_table_as_published(lived: Callable[..., Any]) -> None:
    dataset = lived("scholing_wga")
    assert moved(dataset) == ["execution_costs"]
    spent = dataset["line_effect"].sel(line="execution_costs")
    assert {int(year): float(spent.sel(year=year)) for year in spent["year"] if spent.sel(year=year)} == {
        2020: 3.0,
        2021: 10.0,
        2022: 8.725,
    }
    assert moved(dataset, name="line_structural") == []
    assert not dataset["line_effect_se"].any()
    assert float(dataset["amount"].sel(scenario="reform", item="uitvoering", payer="rijk", year=2021)) == 10.0


def test_small_employers_get_what_was_published_and_all_employers_pay_for_part_of_it(lived: Callable[..., Any]) -> None:
    """450 for small employers, 250 over all, 200 net; within a fifth, as the scenario says why."""
    dataset = lived("tegemoetkoming_kleine_werkgevers")
    premiums = {"premiums", "premiums_aof_all", "premiums_aof_small"}
    assert set(moved(dataset, name="line_structural")) == premiums | {"employers"}
    small, everyone, net = (
        float(dataset["line_structural"].sel(line=line))
        for line in ("premiums_aof_small", "premiums_aof_all", "premiums")
    )
    assert small == pytest.approx(-450, rel=0.2)
    assert everyone == pytest.approx(250, rel=0.2)
    assert net == pytest.approx(small + everyone, abs=1e-6)
    assert net == pytest.approx(-200, abs=50)


def test_the_published_premium_gaps_give_the_published_amounts(lived: Callable[..., Any]) -> None:
    """450 with 300 once in 2022; with 150 once and 230 in 2023; with 301 from 2024 on. In euros of the year."""
    dataset = lived("tegemoetkoming_kleine_werkgevers", "gepubliceerde_premies")
    small = -dataset["line_effect"].sel(line="premiums_aof_small") * dataset["deflator"]
    for year, published in {2022: 750, 2023: 830, 2024: 751}.items():
        assert float(small.sel(year=year)) == pytest.approx(published, rel=0.2)
    assert not small.sel(year=slice(2004, 2021)).any()
    letter = lived("tegemoetkoming_kleine_werkgevers")["line_effect"].sel(line="premiums_aof_small")
    given = dataset["line_effect"].sel(line="premiums_aof_small")
    assert float(letter.sel(year=2022)) == float(given.sel(year=2022))
    assert float(letter.sel(year=2024) / given.sel(year=2024)) == pytest.approx(450 / 751, abs=0.005)


def test_a_view_that_changes_nothing_costs_nothing_and_one_that_does_shortens_sickness(
    lived: Callable[..., Any],
) -> None:
    assert moved(lived("visie_werknemer")) == []
    sooner = lived("visie_werknemer", "meer_terugkeer")
    weeks = sooner["event"].sel(event_kind="week42", year=slice(2025, 2030)).sum("year")
    assert float(weeks.sel(scenario="reform")) < float(weeks.sel(scenario="baseline"))
    assert not sooner["effect"].sel(year=slice(2004, 2023)).any()
