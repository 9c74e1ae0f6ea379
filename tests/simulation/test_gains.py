"""The classes of workers add up to what the run itself finds, and hold no one who is in another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting.classes import AT_WORK, DIVISIONS, IN_WIA, N_MONEY
from poortwachter.accounting.columns import FIRST_STOCK
from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.accounting.views import money_columns
from poortwachter.primitives.codes import Item, Payer, Status
from poortwachter.primitives.errors import InputError
from poortwachter.results.arrays import RunArrays
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, resolve
from poortwachter.simulation import gains as module
from poortwachter.simulation.gains import COUNTED, class_sums, simulate_gains, wage_classes
from poortwachter.simulation.runner import Effort, horizon_of, live_frozen, simulate, workers_of
from poortwachter.simulation.worlds import Built, build_world

HEADLINE = "advies_bedrijfsarts_leidend"
WORKERS = 3_000
OBJECTIONS = """title: Bezwaren
law: {riv_toets.betere_uitvoering: {2005-01-01: true}}
behaviour: {respons.bezwaren_gegrond: {2004-01-01: 3.0}}
"""
AWARDS = """title: Kwaliteitsprogramma
law: {poortwachter.kwaliteitsprogramma: {2005-01-01: true}}
behaviour: {respons.verschil_artsen_toekenning: {2004-01-01: 0.5}}
"""
SHORTER_LGU = "title: Korter\nlaw:\n  lgu.maximum_maanden: {2016-01-01: 12}\n"
SANCTION = "title: Kortere sanctie\nlaw:\n  loonsanctie.maximum: {2005-01-01: 13}\n"


@contextmanager
def unwatched(stage: str, size: int) -> Iterator[Any]:
    del stage, size
    yield lambda done: None


def resolved_of(text: str, folder: Path, *, workers: int = WORKERS, **options: Any) -> Resolved:
    name = text
    if "\n" in text:
        name = str(folder / "scenario.yaml")
        Path(name).write_text(text)
    return resolve(load(name), RunOptions(workers=workers, to=2030, seed=5, **options))


def frozen_worlds(resolved: Resolved) -> tuple[Built, Built]:
    day = module.date(resolved.run.price_year, 1, 1)
    horizon = horizon_of(resolved, frozen=True)
    before, after = (build_world(each, dated=resolved.baseline, horizon=horizon) for each in resolved.frozen(day))
    return before, after


def sums_of(resolved: Resolved, *, threads: int = 2, block_size: int = 16_384) -> Any:
    before, after = frozen_worlds(resolved)
    bounds, _ = wage_classes(before)
    effort = Effort(threads=threads, block_size=block_size)
    workers = workers_of(resolved, before)
    return class_sums(resolved, before, after, bounds=bounds, workers=workers, effort=effort, progress=ignored)


def ignored(done: int) -> None:
    del done


def effect_of(arrays: RunArrays) -> Any:
    if arrays.effect is not None:
        return arrays.effect[:, COUNTED].sum(axis=1)
    assert arrays.reform is not None
    return (arrays.reform - arrays.baseline)[:, COUNTED].sum(axis=1)


@pytest.mark.parametrize("scenario", [HEADLINE, OBJECTIONS, AWARDS, SHORTER_LGU, SANCTION])
def test_every_division_adds_up_to_the_ledger_of_the_run_to_the_cent(scenario: str, tmp_path: Path) -> None:
    resolved = resolved_of(scenario, tmp_path)
    sums = sums_of(resolved)
    ledger = effect_of(live_frozen(resolved, effort=Effort(threads=2)).arrays)
    stocks = ledger[:, FIRST_STOCK : FIRST_STOCK + len(Status)]
    assert (sums != 0).any()
    for division in DIVISIONS:
        total = sums[:, division.first : division.first + len(division.classes)].sum(axis=1)
        np.testing.assert_array_equal(total[:, :N_MONEY], money_columns(ledger))
        np.testing.assert_array_equal(total[:, AT_WORK], stocks[:, [Status.WERK, Status.ONDER35_WERK]].sum(axis=1))
        wia = [Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU, Status.IVA]
        np.testing.assert_array_equal(total[:, IN_WIA], stocks[:, wia].sum(axis=1))
        np.testing.assert_array_equal(total, sums[:, 0])


def test_the_pair_and_the_affected_have_the_same_classes(tmp_path: Path) -> None:
    affected, pair = (sums_of(resolved_of(SHORTER_LGU, tmp_path, workers=1_000, method=each)) for each in METHODS)
    np.testing.assert_array_equal(affected, pair)


METHODS = ("affected", "pair")


def test_threads_and_blocks_do_not_change_a_sum(tmp_path: Path) -> None:
    resolved = resolved_of(HEADLINE, tmp_path, workers=1_000)
    np.testing.assert_array_equal(sums_of(resolved), sums_of(resolved, threads=1, block_size=10))


def test_costs_and_benefits_are_those_of_the_result(tmp_path: Path) -> None:
    resolved = resolved_of(HEADLINE, tmp_path, workers=1_000)
    dataset = simulate(resolved, effort=Effort(threads=2), watch=unwatched)
    found = simulate_gains(resolved, effort=Effort(threads=2), watch=unwatched)
    structural, error = dataset["structural"].to_numpy(), dataset["line_structural_se"].to_numpy()
    everyone = {measure: each for (_, measure), each in found.table("all").items()}
    employers = LINE_NAMES.index("employers")
    lines = dataset["line_structural"].to_numpy()
    assert everyone["sick_pay_cost"].effect == pytest.approx(lines[employers], rel=1e-9)
    assert everyone["sick_pay_cost"].error == pytest.approx(error[employers], rel=1e-9)
    assert everyone["own_risk"].effect == pytest.approx(structural[:, Payer.ERD].sum(), rel=1e-9)
    benefits = [Item.IVA, Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU, Item.ZW, Item.WW, Item.TW]
    assert everyone["benefits"].effect == pytest.approx(structural[benefits].sum(), rel=1e-9)
    assert everyone["income"].effect == pytest.approx(
        sum(everyone[part].effect for part in ("earnings", "sick_pay", "benefits", "severance"))
    )


def test_a_reform_that_bears_on_men_alone_shows_with_men_alone(tmp_path: Path) -> None:
    resolved = resolved_of(HEADLINE, tmp_path)
    before, after = frozen_worlds(resolved)
    cells = before.world.population.birth_cell.copy()
    cells[:, ::2] = cells[:, 1::2]
    only_men = [
        replace(each, world=each.world._replace(population=each.world.population._replace(birth_cell=cells)))
        for each in (before, after)
    ]
    workers, bounds = workers_of(resolved, before), wage_classes(before)[0]
    found = class_sums(resolved, *only_men, bounds=bounds, workers=workers, effort=Effort(threads=2), progress=ignored)
    sex = next(division for division in DIVISIONS if division.name == "sex")
    assert (found[:, sex.first] != 0).any()
    assert not found[:, sex.first + 1].any()


def test_the_classes_of_employees_are_those_of_the_lives(tmp_path: Path) -> None:
    """Quintiles hold a fifth each, and the tables' mean wage is the one that lives at work have."""
    before, _ = frozen_worlds(resolved_of(HEADLINE, tmp_path))
    bounds, employees = wage_classes(before)
    wage = next(division for division in DIVISIONS if division.name == "wage")
    fifths = employees.persons[wage.first : wage.first + len(wage.classes)] / employees.persons[0]
    np.testing.assert_allclose(fifths, 0.2, atol=0.002)
    assert (np.diff(bounds) > 0).all()
    for division in DIVISIONS:
        rows = slice(division.first, division.first + len(division.classes))
        assert employees.persons[rows].sum() == pytest.approx(employees.persons[0])
        assert employees.wages[rows].sum() == pytest.approx(employees.wages[0])


def test_a_scenario_without_a_reform_is_refused() -> None:
    with pytest.raises(InputError, match="changes nothing"):
        simulate_gains(resolve(load("baseline")), effort=Effort(), watch=unwatched)
