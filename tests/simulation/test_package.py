"""A package is lived once per different world, by those whom it touches, and that changes nothing."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter.api import compare, run
from poortwachter.kernel.pack import pack
from poortwachter.results.manifest import verify
from poortwachter.results.package import all_subsets
from poortwachter.scenario.load import Scenario, package
from poortwachter.scenario.reading import Once
from poortwachter.scenario.resolve import RunOptions, only, parts_of, resolve
from poortwachter.simulation import package as package_module
from poortwachter.simulation.runner import Effort, simulate

OPTIONS = RunOptions(workers=3_000, to=2030, seed=3)
HEADLINE = "advies_bedrijfsarts_leidend"


@contextmanager
def unwatched(stage: str, size: int) -> Any:
    del stage, size
    yield lambda done: None


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("measures")
    texts = {
        "vijf": "title: Vijf jaar\nlaw:\n  wga.vijfjaarsregel: {2015-01-01: true}\n",
        "premie": "title: Premie\nlaw:\n  premie.aof_hoog: {2020-01-01: 7.0}\n",
        "lgu": "title: Korter\nlaw:\n  lgu.maximum_maanden: {2016-01-01: 12}\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    return [HEADLINE, *(str(folder / f"{name}.yaml") for name in texts)]


@pytest.fixture(scope="module")
def loaded(measures: list[str]) -> Scenario:
    return package(measures)


def test_a_measure_alone_is_what_its_run_gives(loaded: Scenario) -> None:
    dataset = package_module.simulate_package(loaded, OPTIONS, effort=Effort(threads=2), watch=unwatched)
    for part in parts_of(loaded):
        single = simulate(resolve(only(loaded, [part]), OPTIONS), effort=Effort(threads=2), watch=unwatched)
        alone = dataset["part"].sel(way="alone", measure=part.name).to_numpy()
        np.testing.assert_allclose(alone, single["line_effect"].to_numpy(), atol=2e-8)
        error = dataset["part_se"].sel(way="alone", measure=part.name).to_numpy()
        np.testing.assert_allclose(error, single["line_effect_se"].to_numpy(), atol=1e-9)
    assert dataset.attrs["worlds"] == 8, "a measure of prices alone has no world of its own"
    assert dataset.attrs["split"] == HEADLINE


def test_only_those_touched_are_lived_and_it_is_the_same_to_the_cent(
    loaded: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(loaded)
    sets = {frozenset(p.name for p in parts if p.name in one): one for one in all_subsets([p.name for p in parts])}
    resolved = {one: resolve(only(loaded, [p for p in parts if p.name in one]), OPTIONS) for one in sets}
    decisions = frozenset({HEADLINE})
    lived: list[int] = []
    original = package_module._Span._live

    def counted(self: Any, walked: Any, split: Any, who: Any, **rest: Any) -> Any:
        lived.append(who.size)
        return original(self, walked, split, who, **rest)

    monkeypatch.setattr(package_module._Span, "_live", counted)

    def amounts() -> dict[Any, Any]:
        spans = package_module._spans(resolved, decisions=decisions, effort=Effort(threads=2))
        contexts = package_module._contexts(resolved, spans=spans)
        return dict(spans[0].amounts(contexts, lambda done: None))

    few, number = amounts(), sum(lived)
    lived.clear()
    monkeypatch.setattr(package_module.Far, "reached", lambda self, touch: np.ones(len(self.stage), dtype=bool))
    everyone = amounts()
    assert number < 0.5 * sum(lived)
    for one in resolved:
        np.testing.assert_array_equal(few[one], everyone[one])
    assert (few[frozenset(p.name for p in parts)] != 0).any()


def test_compare_writes_a_folder_that_gives_itself_again(measures: list[str], tmp_path: Path) -> None:
    told = compare(*measures[:2], workers=1_000, to=2026, output=tmp_path / "one", threads=1)
    assert sorted(file.name for file in (tmp_path / "one").iterdir()) == [
        "figures",
        "manifest.json",
        "package.nc",
        "package_table.csv",
        "package_table.md",
        "plan.yaml",
    ]
    assert verify(tmp_path / "one").intact
    again = compare(tmp_path / "one" / "plan.yaml", output=tmp_path / "two", threads=2, block_size=100)
    assert told.dataset.drop_attrs().identical(again.dataset.drop_attrs())
    assert (tmp_path / "one" / "package_table.csv").read_bytes() == (
        tmp_path / "two" / "package_table.csv"
    ).read_bytes()


def test_a_result_can_be_compared_by_its_folder(measures: list[str], tmp_path: Path) -> None:
    run(HEADLINE, workers=1_000, to=2026, output=tmp_path / "result", figures=False, method="fast")
    told = compare(tmp_path / "result", measures[1], workers=500, output=tmp_path / "both")
    assert [str(name) for name in told.dataset["measure"].to_numpy()] == [
        str(tmp_path / "result/plan.yaml"),
        measures[1],
    ]


def test_tables_that_sets_share_are_built_once_and_are_those_built_anew(loaded: Scenario) -> None:
    parts = parts_of(loaded)
    once, built = Once(), 0

    def counted(kind: str, work_out: Any, *worlds: Any) -> Any:
        def working(*given: Any) -> Any:
            nonlocal built
            built += kind == "spells"
            return work_out(*given)

        return once(kind, working, *worlds)

    for frozen in (False, True):
        for one in all_subsets([part.name for part in parts]):
            resolved = resolve(only(loaded, [part for part in parts if part.name in one]), OPTIONS)
            reused = package_module._built(resolved, frozen=frozen, work=counted)
            anew = package_module._built(resolved, frozen=frozen)
            assert pack(reused.world).tobytes() == pack(anew.world).tobytes()
        assert built == 1, "no measure here changes who falls ill, or for how long"
        once, built = Once(), 0


def test_a_package_that_would_take_too_long_is_divided_over_some_orders() -> None:
    wide = [
        "visie_werknemer:meer_terugkeer",
        "verzuim_ontzorgverzekering:casemanager_helpt",
        "norisk_tweede_spoor",
        "tweede_spoor_verbeterd:bovengrens",
    ]

    def orders(names: list[str]) -> int:
        scenario = package(names)
        parts = {part.name: part for part in parts_of(scenario)}
        sets = [frozenset[str](), *(frozenset({name}) for name in parts)]
        singles = {one: resolve(only(scenario, [parts[name] for name in one]), OPTIONS) for one in sets}
        decisions = frozenset({HEADLINE}) & parts.keys()
        return len(package_module._orders(tuple(parts), singles, decisions=decisions))

    assert orders(wide) == 0, "all sets of four wide measures are lived"
    assert orders([HEADLINE, "vijfjaarsregel"]) == 0
    assert orders([*wide, HEADLINE, "vijfjaarsregel"]) >= 4
