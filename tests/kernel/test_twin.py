"""The kernel and its twin, written from docs/life.md alone in plain Python, have the same ledger to the eurocent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.kernel.groups import chosen_groups
from poortwachter.kernel.pack import pack
from poortwachter.kernel.plain import plain_world
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives import rng
from poortwachter.primitives.codes import GROUPS
from poortwachter.scenario.load import World as Parameters
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import resolve
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Built, Horizon, build_world
from twin import life, split
from twin.chance import Chance, exponential
from twin.ledger import COLUMNS, EVENT_COLUMN, MONEY_COLUMN, Ledger
from twin.tables import Tables

Cells = npt.NDArray[np.int64]
Worker = tuple[int, int]
"""Cohort and ordinal."""
Build = Callable[..., Built]
Ledgers = Callable[[Worker], list[Cells]]

START = date(2004, 1, 1)
LAPSE = date(2014, 1, 1)
LONG = Horizon(last_year=2070, price_year=2022, frozen=False)
SHORT = Horizon(last_year=2045, price_year=2022, frozen=False)
FROZEN = Horizon(last_year=2070, price_year=2022, frozen=True)
HEADLINE = "advies_bedrijfsarts_leidend"
GROUND = "riv_toets.grond_bedrijfsarts_toetsbaar"
SEED, REPLICATION = 5, 2
KEY = (np.uint64(SEED), np.uint64(REPLICATION))
REPLICATES = 2
TOUCHED = 60

BY_INSURER = ("loon_sanctie", "verzekeraar")
PAYER_NEVER_OF_ITEM = {BY_INSURER: "current behaviour has no policies that bear an extension"}
WHOLE_RUN = ("ontzorgverzekering.terugkeer", "ontzorgverzekering.advies_gevolgd")
RELIEF: dict[str, Any] = {
    "ontzorgverzekering.aandeel": (0.5, 0.5, 0.5, 0.2, 0.1),
    "ontzorgverzekering.terugkeer": 0.01,
    "ontzorgverzekering.advies_gevolgd": 0.6,
    "verzuimverzekering.extra_verzekerd": (30.0, -20.0, 10.0, -50.0, 40.0),
    "tweede_spoor.extra_gestart": 20.0,
}
"""Policies that take over the employer's duties, more and fewer insured, and more second tracks."""


def lives(cohorts: tuple[int, ...], number: int) -> list[Worker]:
    return [(cohort, worker) for cohort in cohorts for worker in range(number)]


def overridden(policy: Parameters, day: date, **layers: dict[str, Any]) -> Parameters:
    return policy.overridden({layer: {n: {day: v} for n, v in values.items()} for layer, values in layers.items()})


@pytest.fixture(scope="session")
def ill(current: Parameters, much_illness: dict[str, Any]) -> Parameters:
    return overridden(current, START, behaviour=much_illness)


def as_read(built: Built) -> Any:
    """Return tables as the kernel reads them, here or in a process without compilation."""
    return pack(built.world) if hasattr(simulate_block, "py_func") else plain_world(built.world)


def kernel_ledgers(built: Built) -> Ledgers:
    """Return what lives one worker in the kernel: her ledger (Y, C)."""
    world = as_read(built)
    cells = np.zeros((GROUPS, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)

    def of(worker: Worker) -> list[Cells]:
        cohort, ordinal = worker
        group = cells[ordinal % GROUPS]
        group[:] = 0
        with np.errstate(all="ignore"):  # as compiled code, where nothing is compiled
            simulate_block(cells, world, KEY, np.int64(cohort), np.int64(ordinal), np.int64(ordinal + 1), scratch())
        return [group.copy()]

    return of


def twin_ledgers(built: Built) -> Ledgers:
    """Return what lives one worker in the twin: her ledger (Y, C)."""
    tables = Tables(built.world)

    def of(worker: Worker) -> list[Cells]:
        ledger = Ledger(tables)
        life.lived(tables, chance_of(worker), ledger=ledger)
        return [ledger.cells()]

    return of


def kernel_split(before: Built, after: Built) -> Ledgers:
    """Return what splits one worker in the kernel: her ledger and those of her continuations, (Y, C) each."""
    worlds = as_read(before), as_read(after)
    cells = np.zeros((GROUPS, before.world.clock.years, columns.N_COLUMNS), dtype=np.int64)
    effects = np.zeros((1, split.LEDGERS, *cells.shape[1:]), dtype=np.int64)
    stage, until = np.zeros(1, dtype=np.int8), np.zeros(1, dtype=np.int32)

    def of(worker: Worker) -> list[Cells]:
        cohort, ordinal = worker
        group = ordinal % GROUPS
        cells[group], effects[:] = 0, 0
        who = (np.array([cohort], dtype=np.int16), np.array([ordinal], dtype=np.int32))
        starts = np.where(np.arange(GROUPS + 1) > group, 1, 0)
        groups = (np.int64(group), np.int64(group + 1))
        with np.errstate(all="ignore"):
            chosen_groups(
                cells, effects, stage, until, *worlds, KEY, *who, starts, *groups, np.int64(REPLICATES), scratch()
            )
        return [cells[group].copy(), *effects[0].copy()]

    return of


def twin_split(before: Built, after: Built) -> Ledgers:
    """Return what splits one worker in the twin, as `kernel_split`."""
    tables, reform = Tables(before.world), Tables(after.world)

    def of(worker: Worker) -> list[Cells]:
        ledger, effects = split.lived(tables, reform, chance_of(worker), replicates=REPLICATES)
        return [ledger.cells(), *(effect.cells() for effect in effects)]

    return of


def chance_of(worker: Worker) -> Chance:
    cohort, ordinal = worker
    return Chance(SEED, REPLICATION, ordinal, cohort)


def assert_same(kernel: Ledgers, twin: Ledgers, workers: list[Worker]) -> list[list[Cells]]:
    """Check worker by worker, cell by cell, and return the ledgers."""
    found = []
    for worker in workers:
        expected, told = kernel(worker), twin(worker)
        for number, (cells, again) in enumerate(zip(expected, told, strict=True)):
            differ = [
                (2004 + int(year), int(column), int(cells[year, column]), int(again[year, column]))
                for year, column in np.argwhere(cells != again)
            ]
            assert not differ, f"worker {worker}, ledger {number}: (year, column, kernel, twin) {differ[:8]}"
        found.append(expected)
    return found


# ---- chance ---------------------------------------------------------------------------------------------------------


def test_waiting_times_agree_to_the_last_bit() -> None:
    words = [*range(100), *range(0, 2**32, 2**32 // 9973), *range(2**32 - 100, 2**32)]
    assert [word for word in words if exponential(word) != rng.exponential(np.uint64(word))] == []


# ---- plain lives ----------------------------------------------------------------------------------------------------


def compare(built: Built, workers: list[Worker]) -> Cells:
    """Check the ledgers and return their sums by column."""
    found = assert_same(kernel_ledgers(built), twin_ledgers(built), workers)
    return sum((cells.sum(axis=0) for (cells,) in found), start=np.zeros(COLUMNS, dtype=np.int64))


def test_lives_under_current_law_agree_to_the_cent(current: Parameters) -> None:
    built = build_world(current, dated=current, horizon=LONG)
    compare(built, lives((0, 1, 20, 45), 150))


def test_lives_with_much_illness_and_a_reform_agree_to_the_cent_and_meet_everything(
    current: Parameters, ill: Parameters
) -> None:
    policy = overridden(ill, LAPSE, law=dict.fromkeys(LEVERS, True) | {GROUND: False})
    built = build_world(policy, dated=current, horizon=LONG)
    seen = compare(built, lives((0, 3, 10), 700))
    assert [event for event, column in EVENT_COLUMN.items() if not seen[column]] == []
    assert [pair for pair, column in MONEY_COLUMN.items() if not seen[column]] == list(PAYER_NEVER_OF_ITEM)
    assert seen[columns.ERROR_COLUMN] == 0


def test_lives_with_policies_that_bear_an_extension_agree_to_the_cent(current: Parameters, ill: Parameters) -> None:
    policy = overridden(ill, date(2012, 1, 1), behaviour={n: RELIEF[n] for n in RELIEF if n not in WHOLE_RUN})
    policy = overridden(policy, START, behaviour={n: RELIEF[n] for n in WHOLE_RUN})
    seen = compare(build_world(policy, dated=current, horizon=LONG), lives((0, 3, 10), 300))
    assert seen[MONEY_COLUMN[BY_INSURER]] > 0


LEVERS = ("tweede_spoor.verbeterde_aanpak", "wga.vijfjaarsregel")
"""Levers without which some events and payments do not exist."""
OTHER_LAW: dict[str, dict[date, Any]] = {
    "wga.vijfjaarsregel": {date(2010, 1, 1): True},
    "wga.vijfjaarsregel_vanaf_werk": {date(2022, 1, 1): True},
    "wga.einde_verdiensten_aandeel": {date(2030, 1, 1): 0.9},
    "loondoorbetaling.samentelling": {date(2018, 1, 1): 26.0},
    "wia.ondergrens": {date(2016, 1, 1): 0.45},
    GROUND: {LAPSE: False},
    "lgu.referte_weken": {date(2026, 1, 1): 0.0, date(2036, 1, 1): 40.0},
    "lgu.naar_leeftijd": {date(2032, 1, 1): True},
    "inkomenseis.aandeel": {date(2020, 1, 1): 0.8},
    "inkomenseis.uitstel": {date(2020, 1, 1): 6.0},
    "werkgeversrisico.duur": {date(2012, 1, 1): 60.0, date(2024, 1, 1): 0.0},
    "no_risk.dienst_binnen": {date(2020, 1, 1): 12.0},
    "financiering.zw_flex_whk": {date(2025, 1, 1): False},
    "financiering.wga_flex_whk": {date(2025, 1, 1): False},
    "transitievergoeding.oude_opbouw": {date(2016, 1, 1): False},
    "transitievergoeding.maandloon_per_jaar": {date(2016, 1, 1): 1.0},
    "transitievergoeding.maximum": {date(2016, 1, 1): 1000.0},
    "compensatie_tv.grens_opbouw": {date(2026, 1, 1): False},
    "compensatie_tv.grens_loon": {date(2030, 1, 1): False},
    "loonsanctie.maximum": {date(2026, 1, 1): 26.0},
    "bekorting.einde_na_akkoord": {date(2015, 1, 1): 3.0},
    "iva_vervroegd.laatste_aanvraag": {date(2015, 1, 1): 90.0},
    "iva_vervroegd.wachttijd_maximum": {date(2015, 1, 1): 100.0},
    "zw.ezwb_week": {date(2020, 1, 1): 40.0},
    "tweede_spoor.uiterste_start": {date(2020, 1, 1): 45.0},
    "no_risk.tweede_spoor": {date(2014, 1, 1): True},
    "tweede_spoor.verbeterde_aanpak": {date(2010, 1, 1): True},
    "plan_van_aanpak.visie_werknemer": {date(2018, 1, 1): True},
    "scholing_wga.budget": {date(2012, 1, 1): 200.0, date(2026, 1, 1): 0.0},
}
"""Changes of law that turn on rules, or values of them, that current law does not have."""
OTHER_BEHAVIOUR: dict[str, Any] = {
    "riv_toets.aandeel_vervalbaar_administratief": 0.5,
    "loon_bij_ziekte.jaar2": 0.8,
    "loon_bij_ziekte.sanctie": 0.9,
    "iva.herstel": 0.1,
    "onder35.ww_maanden": 0.0,
    "respons.vijfjaarsregel_hervatting": 1.5,
    "respons.norisk_plaatsing": 1.3,
    "respons.tweede_spoor_plaatsing": 3.0,
    "respons.visie_terugkeer": 1.2,
    "respons.scholing_hervatting": 3.0,
}
"""Behaviour that tells apart what is equal, or hardly happens, in the data."""


def test_lives_under_laws_that_never_were_agree_to_the_cent(current: Parameters, ill: Parameters) -> None:
    policy = overridden(ill.overridden({"law": OTHER_LAW}), START, behaviour=OTHER_BEHAVIOUR)
    built = build_world(policy, dated=current, horizon=LONG)
    compare(built, lives((0, 3, 10), 400))


def test_frozen_lives_agree_to_the_cent() -> None:
    resolved = resolve(load(HEADLINE))
    _, reform = resolved.frozen(date(2022, 1, 1))
    built = build_world(reform, dated=resolved.baseline, horizon=FROZEN)
    compare(built, lives((0, 40), 150))


# ---- the split ------------------------------------------------------------------------------------------------------


def compare_split(before: Built, after: Built, workers: list[Worker]) -> Cells:
    """Check the five ledgers and return which of the four of the continuations each worker touches, (workers, 4)."""
    found = assert_same(kernel_split(before, after), twin_split(before, after), workers)
    return np.array([[bool(effect.any()) for effect in ledgers[1:]] for ledgers in found])


def test_the_split_of_the_headline_agrees_to_the_cent(current: Parameters, ill: Parameters) -> None:
    before = build_world(ill, dated=current, horizon=SHORT)
    after = build_world(overridden(ill, LAPSE, law={GROUND: False}), dated=current, horizon=SHORT)
    touched = compare_split(before, after, lives((0, 2), 120))
    assert (touched.sum(axis=0) >= TOUCHED // 2).all(), "both ways to return"


OTHER_CHANCES: dict[str, float] = {
    "loonsanctie.bezwaar_gegrond": 0.1,
    "ziekengeld.verlenging_factor": 1.0,
    "loonsanctie.toekenning_doorgezet": 0.5,
    "loonsanctie.causaal_aandeel": 0.5,
    "loonsanctie.factor_medische_grond": 0.6,
    "riv_toets.kans_inhoudelijk": 0.2,
    "uitlijning.toekenning": 0.9,
}


def test_the_split_at_every_other_decision_agrees_to_the_cent(current: Parameters, ill: Parameters) -> None:
    policy = overridden(overridden(ill, LAPSE, law={GROUND: False}), START, behaviour=OTHER_BEHAVIOUR)
    before = build_world(policy, dated=current, horizon=SHORT)
    after = build_world(overridden(policy, START, behaviour=OTHER_CHANCES), dated=current, horizon=SHORT)
    everywhere = before.world._replace(forks=np.ones_like(before.world.forks))
    touched = compare_split(replace(before, world=everywhere), after, lives((0, 2), 100))
    assert touched[:, 0].sum() >= TOUCHED


# ---- a few lives that meet everything -------------------------------------------------------------------------------

Told = tuple[tuple[Built, ...], dict[Worker, list[Cells]]]
"""Worlds, and what the twin tells of the fewest lives that leave something wherever any of them does."""


def fewest(of: Ledgers, candidates: list[Worker]) -> dict[Worker, list[Cells]]:
    """Return the ledgers of lives chosen one by one, each for what is met in it and in none before."""
    told = {worker: of(worker) for worker in candidates}
    met = {worker: np.stack([cells.any(axis=0) for cells in ledgers]) for worker, ledgers in told.items()}
    left, chosen = np.logical_or.reduce(list(met.values())), []
    while left.any():
        chosen.append(max(met, key=lambda worker: int((met[worker] & left).sum())))
        left = left & ~met[chosen[-1]]
    return {worker: told[worker] for worker in chosen}


@pytest.fixture(scope="session")
def told_plainly(current: Parameters, ill: Parameters) -> Told:
    policy = overridden(overridden(ill, LAPSE, law={GROUND: False}), START, behaviour=OTHER_BEHAVIOUR)
    built = build_world(policy, dated=current, horizon=SHORT)
    return (built,), fewest(twin_ledgers(built), lives((0, 3), 300))


def lapse_and_back(current: Parameters, ill: Parameters) -> list[tuple[Parameters, Parameters]]:
    """Return policies of which the second lets sanctions lapse that the first does not, and the other way round."""
    lapse = overridden(ill, LAPSE, law={GROUND: False})
    return [(ill, lapse), (lapse, ill)]


def chances_and_back(current: Parameters, ill: Parameters) -> list[tuple[Parameters, Parameters]]:
    """Return policies with other chances at all decisions, the other way round, and at the award alone."""
    policy = overridden(overridden(ill, LAPSE, law={GROUND: False}), START, behaviour=OTHER_BEHAVIOUR)
    others = overridden(policy, START, behaviour=OTHER_CHANCES)
    award = overridden(policy, START, behaviour={"uitlijning.toekenning": 0.9})
    return [(policy, others), (others, policy), (policy, award)]


@pytest.fixture(scope="session", params=[lapse_and_back, chances_and_back])
def told_of_splits(request: pytest.FixtureRequest, current: Parameters, ill: Parameters) -> list[Told]:
    """Return what the twin tells of splits; lives fork at every decision, also where its chances are the same."""
    told = []
    for policies in request.param(current, ill):
        before, after = (build_world(policy, dated=current, horizon=SHORT) for policy in policies)
        before = replace(before, world=before.world._replace(forks=np.ones_like(before.world.forks)))
        told.append(((before, after), fewest(twin_split(before, after), lives((0,), 80))))
    return told


def test_the_fewest_lives_that_meet_everything_agree_to_the_cent(told_plainly: Told) -> None:
    (built,), told = told_plainly
    assert_same(kernel_ledgers(built), told.__getitem__, list(told))


def test_the_fewest_splits_that_meet_everything_agree_to_the_cent(told_of_splits: list[Told]) -> None:
    for (before, after), told in told_of_splits:
        assert_same(kernel_split(before, after), told.__getitem__, list(told))
