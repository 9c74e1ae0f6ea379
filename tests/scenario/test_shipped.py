from datetime import date
from pathlib import Path

import pytest

from poortwachter.scenario.load import World, current_world, load, shipped_scenarios
from poortwachter.scenario.resolve import plan_yaml, resolve
from poortwachter.scenario.schema import LAYERS

HEADLINE = "advies_bedrijfsarts_leidend"
GROUND = "riv_toets.grond_bedrijfsarts_toetsbaar"
SUBSTANTIVE = "riv_toets.kans_inhoudelijk"
ADMINISTRATIVE = "riv_toets.kans_administratief"

VARIANTS = (
    "alle_sancties",
    "hoofdgrond",
    "medische_rol",
    "sancties_2024",
    "sancties_2025",
    "causaal_half",
    "causaal_nul",
    "per_2021",
    "per_2028",
    "actueel",
)


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


def test_no_parameter_stands_in_two_layers(world: World):
    names = [name for layer in LAYERS for name in world.layer(layer)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_every_shipped_scenario_resolves_with_all_its_variants(world: World, name: str):
    for variant in (None, *load(name, current=world).variants):
        assert resolve(load(name, variant=variant, current=world)).warnings == ()


def test_the_baseline_differs_from_current_law_in_nothing(world: World):
    assert resolve(load("baseline", current=world)).differences == ()


def test_the_headline_runs_under_the_conditions_of_the_letter(world: World):
    headline = resolve(load(HEADLINE, current=world))
    assert [each.name for each in headline.differences if each.scope == "reform"] == [GROUND]
    assert headline.reform.law[GROUND].at(date(2023, 6, 30)) is True
    assert headline.reform.law[GROUND].at(date(2023, 7, 1)) is False
    assert headline.run.price_year == 2022
    for name, count in ((SUBSTANTIVE, 2247), (ADMINISTRATIVE, 1711)):
        for year in (2018, 2025, 2070):
            assert headline.baseline.behaviour[name].at(date(year, 1, 1)) == round(count / 32300, 4)
    assert headline.yardstick is not None
    assert headline.yardstick.amount == 60


def test_the_headline_has_the_variants_of_the_design(world: World):
    assert load(HEADLINE, current=world).variants == VARIANTS


@pytest.mark.parametrize(
    ("variant", "layer", "name", "day", "value"),
    [
        ("alle_sancties", "behaviour", "riv_toets.aandeel_vervalbaar_administratief", date(2030, 1, 1), 0.25),
        ("hoofdgrond", "behaviour", "riv_toets.aandeel_vervalbaar", date(2030, 1, 1), 0.12),
        ("medische_rol", "behaviour", "riv_toets.aandeel_vervalbaar", date(2030, 1, 1), 0.23),
        ("medische_rol", "behaviour", "riv_toets.vervanging_andere_grond", date(2030, 1, 1), 0.25),
        ("sancties_2024", "behaviour", SUBSTANTIVE, date(2030, 1, 1), round(1385 / 32151, 4)),
        ("sancties_2024", "behaviour", ADMINISTRATIVE, date(2030, 1, 1), round(1319 / 32151, 4)),
        ("sancties_2025", "behaviour", SUBSTANTIVE, date(2030, 1, 1), round(927 / 24236, 4)),
        ("sancties_2025", "behaviour", ADMINISTRATIVE, date(2030, 1, 1), round(956 / 24236, 4)),
        ("causaal_half", "behaviour", "loonsanctie.causaal_aandeel", date(2030, 1, 1), 0.5),
        ("causaal_nul", "behaviour", "loonsanctie.causaal_aandeel", date(2030, 1, 1), 0.0),
        ("per_2021", "law", GROUND, date(2021, 9, 1), False),
        ("per_2021", "law", GROUND, date(2021, 8, 31), True),
        ("per_2028", "law", GROUND, date(2028, 1, 1), False),
        ("per_2028", "law", GROUND, date(2027, 12, 31), True),
        ("actueel", "law", GROUND, date(2027, 12, 31), True),
        ("actueel", "behaviour", SUBSTANTIVE, date(2030, 1, 1), round(1385 / 32151, 4)),
        ("actueel", "behaviour", "loonsanctie.causaal_aandeel", date(2030, 1, 1), 0.5),
    ],
)
def test_a_variant_sets_its_figure(world: World, variant: str, layer: str, name: str, day: date, value: object):
    reform = resolve(load(HEADLINE, variant=variant, current=world)).reform
    assert reform.layer(layer)[name].at(day) == value


def test_every_variant_of_the_headline_can_be_run_again_from_its_plan(world: World, tmp_path: Path):
    path = tmp_path / "plan.yaml"
    for variant in (None, *VARIANTS):
        first = resolve(load(HEADLINE, variant=variant, current=world))
        path.write_text(plan_yaml(first), encoding="utf-8")
        second = resolve(load(path, current=world))
        assert (second.baseline, second.reform, second.run) == (first.baseline, first.reform, first.run)
