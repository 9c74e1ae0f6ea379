"""The recursion conserves mass, equals a plain weekly walk of all mass, and the simulation agrees with it."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.simulation.reduced import (
    STATES,
    Probabilities,
    ReducedResult,
    probabilities,
    read_model,
    simulate_reduced,
)
from poortwachter.study.reduced_oracle import Expected, expect

Floats = npt.NDArray[np.float64]

YEARS = 12
SLOTS = 400_384
MANY_SLOTS = 2_000_128
STANDARD_ERRORS = 4.0


def _model(*, years: int) -> dict[str, Any]:
    model = read_model()
    model["clock"]["years"] = years
    return model


@pytest.fixture(scope="module")
def p() -> Probabilities:
    return probabilities(_model(years=YEARS))


@pytest.fixture(scope="module")
def baseline(p: Probabilities) -> Expected:
    return expect(p, scenario=0)


@pytest.fixture(scope="module")
def reform(p: Probabilities) -> Expected:
    return expect(p, scenario=1)


@pytest.fixture(scope="module")
def split() -> ReducedResult:
    return simulate_reduced(_model(years=YEARS), slots=SLOTS, method="split")


@pytest.fixture(scope="module")
def levels() -> ReducedResult:
    return simulate_reduced(_model(years=YEARS), slots=MANY_SLOTS, method="baseline", threads=2)


@pytest.fixture(scope="module")
def pair() -> ReducedResult:
    return simulate_reduced(_model(years=YEARS), slots=SLOTS, method="affected")


def test_every_slot_is_somewhere_every_week(baseline: Expected) -> None:
    assert baseline.weeks.sum(axis=1) == pytest.approx(52.0, rel=1e-12)
    assert (baseline.weeks >= -1e-12).all()


def _gap(found: Any, exact: Any) -> float:
    estimate, error = found
    return _deviation(estimate, error, exact)


def _deviation(estimate: Floats, error: Floats, exact: Floats) -> float:
    """Return the largest distance in standard errors; where the error is 0 the estimate must be exact."""
    silent = error == 0.0
    assert estimate[silent] == pytest.approx(exact[silent], abs=1e-6)
    return float(np.abs((estimate - exact)[~silent] / error[~silent]).max())


@pytest.mark.parametrize("what", ["weeks", "cost", "events"])
def test_simulated_levels_agree_with_the_exact_ones(levels: ReducedResult, baseline: Expected, what: str) -> None:
    exact = MANY_SLOTS * getattr(baseline, what)
    assert _gap(getattr(levels.baseline, what)(), exact) < STANDARD_ERRORS
    over_years = getattr(levels.baseline, what)(by_year=False)
    assert _gap(over_years, exact.sum(axis=0)) < STANDARD_ERRORS


def _eventful_model() -> dict[str, Any]:
    """Return a model in which most spells reach the gate, so that errors after it stand out from the noise."""
    model = _model(years=YEARS)
    model["sick"]["recover"]["scale"] = 0.3
    model["sick"]["death"] = 0.001
    model["gate"]["sanction"] = {"without_second_track": 0.6, "with_second_track": 0.4}
    model["reform"]["sanction_factor"] = 0.5
    for state in ("lgu", "lau", "vvu", "full"):
        model[state]["recover"] = 0.01
        model[state]["death"] = 0.002
    model["iva"]["death"] = 0.01
    return model


@pytest.mark.parametrize("what", ["weeks", "cost", "events"])
def test_levels_and_effect_agree_where_most_spells_reach_the_gate(
    eventful: tuple[ReducedResult, Expected, Expected], what: str
) -> None:
    simulated, baseline, reform = eventful
    exact = MANY_SLOTS // 4 * getattr(baseline, what)
    change = MANY_SLOTS // 4 * getattr(reform, what) - exact
    assert simulated.effect is not None
    for sums, expected in ((simulated.baseline, exact), (simulated.effect, change)):
        assert _gap(getattr(sums, what)(), expected) < STANDARD_ERRORS
        assert _gap(getattr(sums, what)(by_year=False), expected.sum(axis=0)) < STANDARD_ERRORS


@pytest.fixture(scope="module")
def eventful() -> tuple[ReducedResult, Expected, Expected]:
    model = _eventful_model()
    p = probabilities(model)
    simulated = simulate_reduced(model, slots=MANY_SLOTS // 4, method="split", k=1, threads=2)
    return simulated, expect(p, scenario=0), expect(p, scenario=1)


@pytest.mark.parametrize("what", ["weeks", "cost", "events"])
def test_the_split_effect_agrees_with_the_exact_one(
    split: ReducedResult, baseline: Expected, reform: Expected, what: str
) -> None:
    assert split.effect is not None
    estimate, error = getattr(split.effect, what)()
    exact = SLOTS * (getattr(reform, what) - getattr(baseline, what))
    late = slice(3, None)  # in the first years the cells hold too few gates for a standard error
    assert _deviation(estimate[late], error[late], exact[late]) < STANDARD_ERRORS
    over_years = getattr(split.effect, what)(by_year=False)
    assert _gap(over_years, exact.sum(axis=0)) < STANDARD_ERRORS


def test_the_paired_effect_agrees_with_the_exact_one(pair: ReducedResult, baseline: Expected, reform: Expected) -> None:
    assert pair.effect is not None
    estimate, error = pair.effect.total_cost()
    exact = SLOTS * (reform.cost - baseline.cost).sum()
    assert abs(estimate - exact) < STANDARD_ERRORS * error


def test_the_reform_raises_benefits_and_lowers_sanctions(baseline: Expected, reform: Expected) -> None:
    assert reform.cost.sum() > baseline.cost.sum()
    assert reform.events[3:, 2] == pytest.approx(0.9 * baseline.events[3:, 2], rel=0.001)


def _walk(p: Probabilities, *, group: int, cohort_step: int) -> Floats:
    """Return slot-weeks by (year, state) of one group, moving all mass by week of age and week in the state.

    Written from the model file alone, state by state: the slow twin of the recursion. Only every `cohort_step`th
    starting age is filled, which is exact for those.
    """
    ages, years = p.life, p.weeks // 52
    longest = {"sick": 104, "track": 104, "sanction": p.sanction_weeks, "lgu": int(p.lgu_weeks[group])}
    mass = {name: np.zeros((ages, length)) for name, length in longest.items()}
    mass |= {name: np.zeros((ages, 1)) for name in ("work", "lau", "vvu", "full", "iva")}
    mass["work"][::cohort_step, 0] = 1.0 / len(range(0, ages, cohort_step))
    order = ("work", "sick", "track", "sanction", "lgu", "lau", "vvu", "full", "iva")
    death = {name: p.death[place] for place, name in enumerate(order)}
    total = np.zeros((years, len(STATES)))
    for week in range(p.weeks):
        total[week // 52] += [mass[name].sum() for name in order]
        new = {name: np.zeros_like(values) for name, values in mass.items()}
        alive = {name: values * (1.0 - death[name]) for name, values in mass.items()}
        alive["work"] = mass["work"] * (1.0 - p.death_at_work[p.band])[:, None]
        died = sum((mass[name] - alive[name]).sum() for name in order)
        onset = p.onset[group, p.band] * mass["work"][:, 0]
        new["sick"][:, 0] += onset
        new["work"] += alive["work"] - onset[:, None]
        gate = {}
        for name in ("sick", "track"):
            recovered = mass[name] * p.recover[group]
            new["work"][:, 0] += recovered.sum(axis=1)
            staying = alive[name] - recovered
            new[name][:, 1:] += staying[:, :-1]
            gate[name] = staying[:, -1]
        tracked = mass["sick"][:, p.track_week - 1] * p.track
        new["sick"][:, p.track_week] -= tracked
        new["track"][:, p.track_week] += tracked
        fined = gate["sick"] * p.gate[0, 0] + gate["track"] * p.gate[0, 1]
        new["sanction"][:, 0] += fined
        repaired, returned = mass["sanction"] * p.sanction_repaired, mass["sanction"] * p.sanction_recover
        new["work"][:, 0] += returned.sum(axis=1)
        staying = alive["sanction"] - repaired - returned
        new["sanction"][:, 1:] += staying[:, :-1]
        after = repaired.sum(axis=1) + staying[:, -1]
        for place, name in enumerate(("work", "lgu", "full", "iva")):
            without = gate["sick"] + gate["track"] - fined
            new[name][:, 0] += without * p.assessment[0, place] + after * p.assessment[1, place]
        for name in ("lgu", "lau", "vvu"):
            back, worse = mass[name] * p.exits[name]["recover"], mass[name] * p.exits[name]["to_full"]
            new["work"][:, 0] += back.sum(axis=1)
            new["full"][:, 0] += worse.sum(axis=1)
            staying = alive[name] - back - worse
            if name == "lgu":
                new["lgu"][:, 1:] += staying[:, :-1]
                new["lau"][:, 0] += p.then_lau * staying[:, -1]
                new["vvu"][:, 0] += (1.0 - p.then_lau) * staying[:, -1]
            else:
                new[name] += staying
        exits = {to: mass["full"][:, 0] * p.exits["full"][exit_name] for exit_name, to in FULL_EXITS.items()}
        for to, flow in exits.items():
            new[to][:, 0] += flow
        new["full"][:, 0] += alive["full"][:, 0] - sum(exits.values())
        new["iva"] += alive["iva"]
        left = sum(values[-1].sum() for values in new.values())
        for name in order:
            mass[name] = np.concatenate([np.zeros_like(new[name][:1]), new[name][:-1]])
        mass["work"][0, 0] += died + left
    return total


FULL_EXITS = {"recover": "work", "to_iva": "iva", "to_lgu": "lgu"}


def test_the_recursion_equals_a_plain_weekly_walk_of_all_mass() -> None:
    model = _model(years=5)
    model["groups"] = 2
    # a short working life, so that the walk is small and many leave; the bands follow at five-year steps
    model["clock"]["age_of_leaving"] = 33
    p = probabilities(model)
    walked = np.mean([_walk(p, group=group, cohort_step=1) for group in range(2)], axis=0)
    assert expect(p, scenario=0).weeks == pytest.approx(walked, rel=1e-10, abs=1e-13)
