"""What must not matter does not, and what is only a unit is only that: exact laws between two runs of the model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.parameters import UNITS, Parameter
from poortwachter.scenario.load import FIXED_LAW, WHOLE_RUN_LAW, load
from poortwachter.scenario.load import World as Parameters
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.runner import Effort, simulate
from poortwachter.simulation.worlds import Horizon, build_world

Ledger = npt.NDArray[np.int64]
Dated = dict[str, dict[date, Any]]

START: Final = date(2004, 1, 1)
HORIZON: Final = Horizon(last_year=2024, price_year=2022, frozen=False)
KEY: Final = (np.uint64(1), np.uint64(0))
WORKERS: Final = 12 * GROUPS
MONEY: Final = slice(columns.FIRST_MONEY, columns.FIRST_FLOW)
PEOPLE: Final = slice(columns.FIRST_FLOW, None)


def ledger_of(policy: Parameters, *, dated: Parameters | None = None) -> Ledger:
    world = build_world(policy, dated=dated or policy, horizon=HORIZON).world
    return lived(pack(world), [(0, WORKERS)], years=int(world.clock.years))


def lived(world: np.void, blocks: list[tuple[int, int]], *, years: int) -> Ledger:
    """Live blocks of workers of the first cohort, one after the other."""
    cells = np.zeros((GROUPS, years, columns.N_COLUMNS), dtype=np.int64)
    for first, last in blocks:
        simulate_block(cells, world, KEY, 0, first, last, scratch())
    return cells


@pytest.fixture(scope="module")
def ill(current: Parameters, much_illness: dict[str, Any]) -> Parameters:
    """Return current parameters with much illness."""
    return current.overridden({"behaviour": {name: {START: value} for name, value in much_illness.items()}})


@pytest.fixture(scope="module")
def usual(ill: Parameters) -> Ledger:
    return ledger_of(ill)


# ---- the unit of money ----------------------------------------------------------------------------------------------

AMOUNTS: Final = {
    "law": ("minimumloon.maand", "maximumdagloon.dag", "transitievergoeding.maximum"),
    "behaviour": (
        "uitvoering.kosten_arbeidsdeskundige",
        "uitvoering.kosten_arts",
        "uitvoering.kosten_riv_toets",
    ),
    "population": ("loon.index",),
}
"""All euros that a life depends on; the index of wages stands for the wages themselves."""
ROUNDING: Final = 1e-4
"""What whole cents can make of a sum, relative to it."""


def times(parameter: Parameter, factor: float) -> dict[date, Any]:
    return {day: np.multiply(value, factor).item() for day, value in parameter.values}  # type: ignore[arg-type]


def scaled(policy: Parameters, factor: float, *, but: str = "") -> Parameters:
    """Return the parameters with every amount but one times a factor."""
    return policy.overridden(
        {
            layer: {name: times(policy.layer(layer)[name], factor) for name in names if name != but}
            for layer, names in AMOUNTS.items()
        }
    )


def differs(before: Ledger, after: Ledger, *, factor: float) -> bool:
    """Return whether money is not times the factor, or people are not the same."""
    one, other = before.sum(axis=0), after.sum(axis=0)
    if not np.array_equal(one[:, PEOPLE], other[:, PEOPLE]):
        return True
    return not np.allclose(other[:, MONEY], factor * one[:, MONEY], rtol=ROUNDING, atol=10_000 * factor)


@pytest.mark.parametrize("factor", [2.0, 10.0])
def test_all_amounts_times_a_factor_make_all_money_times_it_and_leave_people_alone(
    factor: float, ill: Parameters, usual: Ledger
) -> None:
    assert not differs(usual, ledger_of(scaled(ill, factor)), factor=factor)


@pytest.mark.parametrize("but", [name for names in AMOUNTS.values() for name in names])
def test_each_amount_is_needed_for_that(but: str, ill: Parameters, usual: Ledger) -> None:
    assert differs(usual, ledger_of(scaled(ill, 2.0, but=but)), factor=2.0)


def test_every_parameter_in_euros_is_among_them(ill: Parameters) -> None:
    in_euros = {
        name
        for layer in AMOUNTS
        for name, parameter in ill.layer(layer).items()
        if parameter.unit.startswith("EUR") and name not in FOR_ONE_CASE
    }
    assert in_euros | {"loon.index"} == {name for names in AMOUNTS.values() for name in names}


FOR_ONE_CASE: Final = frozenset(
    {"zw.boete_late_aangifte", "scholing_wga.budget", "tweede_spoor.meerkosten", "poortwachter.kwaliteitsbudget"}
)
"""Amounts that no simulated life depends on, under current law."""


# ---- the order of the work ------------------------------------------------------------------------------------------

CUTS: Final = [0, 1, 255, 256, 257, 1000, 1001, WORKERS]


def test_blocks_in_any_cut_and_order_make_the_same_ledger(ill: Parameters, usual: Ledger) -> None:
    world = pack(build_world(ill, dated=ill, horizon=HORIZON).world)
    blocks = list(pairwise(CUTS))
    for order in (blocks, blocks[::-1], blocks[3:] + blocks[:3]):
        np.testing.assert_array_equal(lived(world, order, years=usual.shape[1]), usual)


def test_workers_in_any_order_make_the_same_ledger(ill: Parameters) -> None:
    world = pack(build_world(ill, dated=ill, horizon=HORIZON).world)
    workers = np.random.default_rng(1).permutation(600).tolist()
    one_by_one = lived(world, [(worker, worker + 1) for worker in workers], years=HORIZON.years)
    np.testing.assert_array_equal(one_by_one, lived(world, [(0, 600)], years=HORIZON.years))
    without_one = lived(world, [(worker, worker + 1) for worker in workers[1:]], years=HORIZON.years)
    assert (one_by_one != without_one).any(axis=(1, 2)).nonzero()[0].tolist() == [workers[0] % GROUPS]


# ---- the date of a reform -------------------------------------------------------------------------------------------

EARLY, LATE = date(2012, 1, 1), date(2015, 1, 1)
SOONER: Final = {
    "riv_toets.grond_bedrijfsarts_toetsbaar": 1,
    "claim.aandeel": 1,
    "claim.aandeel_vangnet": 1,
}
"""Years by which an effect comes before its date: who claims, and the test, come before the waiting period ends."""
VALUES: Final = {"inkomenseis.aandeel": 0.9, "wia.ondergrens": 0.45}
"""Values of a reform where half of what holds makes no difference."""
KNOWN: Final = {
    "verzuim.index": "the highest rate of onsets over all years sets the times of potential onsets in every year",
    "verzuim.index_lang": "the same: people who are absent for less long fall ill at a lower rate while at work",
}
"""Behaviour of which a later value draws the years before it anew, with the same chances."""

LAW: Final = (
    "financiering.zw_flex_whk",
    "iva.aandeel",
    "inkomenseis.aandeel",
    "lau.aandeel",
    "lgu.maximum_maanden",
    "loondoorbetaling.aandeel",
    "loonsanctie.maximum",
    "riv_toets.grond_bedrijfsarts_toetsbaar",
    "riv_toets.loonwaarde_volstaat",
    "vvu.aandeel",
    "werkgeversrisico.duur",
    "wia.ondergrens",
    "ww.aandeel",
    "zw.aandeel",
    "zw.ezwb",
)
IN_LAW_ONLY: Final = frozenset(
    {
        "riv_toets.aandeel_vervalbaar",
        "riv_toets.aandeel_vervalbaar_administratief",
        "vereenvoudigd_60plus.deelname",
        "ontzorgverzekering.aandeel",
        "respons.wacht_aandeel",
        "respons.wacht_weken",
        "tweede_spoor.extra_gestart",
        "verzuimverzekering.extra_verzekerd",
    }
)
"""Behaviour that matters under a law that is not in force, or as the response to a measure."""


def other(parameter: Parameter) -> Any:
    """Return another value than a parameter has on the days of reform."""
    unit = UNITS[parameter.unit]
    if unit.is_switch:
        return not parameter.at(LATE)
    return VALUES.get(parameter.name, _halved(parameter.at(LATE)))


def _halved(value: Any) -> Any:
    return tuple(_halved(one) for one in value) if isinstance(value, tuple) else value / 2


def years_with_effect(policy: Parameters, usual: Ledger, *, layer: str, name: str, day: date) -> list[int]:
    reform = policy.overridden({layer: {name: {day: other(policy.layer(layer)[name])}}})
    gap = (ledger_of(reform, dated=policy) != usual).any(axis=(0, 2))
    return [START.year + int(year) for year in gap.nonzero()[0]]


def test_every_behaviour_that_can_change_is_shifted(current: Parameters) -> None:
    dated = {name for name, parameter in current.behaviour.items() if parameter.selects != "none"}
    assert set(BEHAVIOUR) | IN_LAW_ONLY == dated


BEHAVIOUR: Final = (
    "beoordeling.wacht_aandeel",
    "beoordeling.wacht_weken",
    "claim.aandeel",
    "claim.aandeel_vangnet",
    "ezwb.beeindigd",
    "loonsanctie.bezwaar",
    "loonsanctie.bezwaar_gegrond",
    "riv_toets.beoordeeld",
    "riv_toets.kans_administratief",
    "riv_toets.kans_inhoudelijk",
    "uitlijning.toekenning",
    "vangnet.uitzendbeding",
    "vangnet.ww_index",
    "verlenging_vrijwillig.kans",
    "verzuim.index",
    "verzuim.index_lang",
    "voorschot.teruggevorderd",
)


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        pytest.param(layer, name, marks=[pytest.mark.xfail(strict=True, reason=KNOWN[name])] if name in KNOWN else [])
        for layer, names in (("law", LAW), ("behaviour", BEHAVIOUR))
        for name in names
    ],
    ids=[*LAW, *BEHAVIOUR],
)
def test_a_reform_at_a_later_date_leaves_the_years_before_it_alone(
    layer: str, name: str, ill: Parameters, usual: Ledger
) -> None:
    early, late = (years_with_effect(ill, usual, layer=layer, name=name, day=day) for day in (EARLY, LATE))
    assert early
    assert late
    assert EARLY.year - SOONER.get(name, 0) <= early[0] <= late[0]
    assert late[0] >= LATE.year - SOONER.get(name, 0)


# ---- an empty reform ------------------------------------------------------------------------------------------------


def can_change(policy: Parameters) -> Iterator[tuple[str, str]]:
    for name in policy.law:
        if name not in FIXED_LAW and name not in WHOLE_RUN_LAW:
            yield "law", name
    for name, parameter in policy.behaviour.items():
        if parameter.selects != "none":
            yield "behaviour", name


def again(parameter: Parameter, day: date) -> dict[date, Any]:
    """Return the values of a parameter from a day on, as a reform that changes nothing states them."""
    later = {start: value for start, value in parameter.values if start > day}
    return {day: parameter.at(day), **later}


def test_a_reform_that_states_what_holds_already_makes_the_same_world(ill: Parameters) -> None:
    usual = pack(build_world(ill, dated=ill, horizon=HORIZON).world).tobytes()
    overrides: dict[str, Dated] = {"law": {}, "behaviour": {}}
    for layer, name in can_change(ill):
        overrides[layer][name] = again(ill.layer(layer)[name], LATE)
    same = ill.overridden(overrides)
    assert pack(build_world(same, dated=ill, horizon=HORIZON).world).tobytes() == usual
    changed = same.overridden({"law": {"iva.aandeel": {LATE: 0.7}}})
    assert pack(build_world(changed, dated=ill, horizon=HORIZON).world).tobytes() != usual


@contextmanager
def unwatched(stage: str, size: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


NOTHING_NEW: Final = {
    "pair": "iva.aandeel: {2008-01-01: 0.75}",
    "affected": "iva.aandeel: {2008-01-01: 0.75}",
    "split": "riv_toets.grond_bedrijfsarts_toetsbaar: {2008-01-01: true}",
}
"""What holds already, by the method that takes a reform of it."""


@pytest.mark.parametrize("method", NOTHING_NEW)
def test_an_empty_reform_has_an_effect_of_exactly_zero(method: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(f"title: what holds already\nlaw:\n  {NOTHING_NEW[method]}\n")
    resolved = resolve(load(path), RunOptions(workers=2_000, to=2010, method=method))
    assert resolved.run.method == method
    result = simulate(resolved, effort=Effort(threads=1), watch=unwatched)
    for name in ("effect", "effect_se"):
        assert not np.nan_to_num(result[name].to_numpy()).any()
    for name in ("amount", "stock", "flow"):
        values = result[name].to_numpy()
        assert values.any()
        np.testing.assert_array_equal(values[0], values[1])
