import numpy as np
import pytest

from poortwachter.scenario.load import current_world
from poortwachter.study.calibration.plan import Aim
from poortwachter.study.calibration.simulated import Sample
from poortwachter.study.lived import UNEMPLOYED_TARGET


def sample(workers: int, *, seed: int = 1, threads: int = 1, unemployed: bool = False) -> Sample:
    return Sample(workers, seed, 2012, 2012, threads, unemployed)


def test_a_figure_is_the_same_with_and_without_its_error_and_for_any_threads() -> None:
    world = current_world()
    plain, found = sample(2000).moments(world), sample(2000, threads=2).measured(world).moments
    for name, series in plain.items():
        for key, value in series.items():
            assert found[name][key] == pytest.approx(value, nan_ok=True), (name, key)


def test_the_error_of_a_count_is_that_of_chance() -> None:
    world = current_world()
    runs = [sample(4000, seed=seed).measured(world) for seed in range(12)]
    values = np.array([run.moments["wia_inflow"][2010, ""] for run in runs])
    said = np.mean([run.errors["wia_inflow"][2010, ""] for run in runs])
    assert 0.5 < said / values.std(ddof=1) < 1.8


def test_the_number_of_sick_unemployed_is_only_lived_where_asked() -> None:
    world = current_world()
    assert UNEMPLOYED_TARGET not in sample(500).moments(world)
    assert UNEMPLOYED_TARGET in sample(500, unemployed=True).moments(world)


def test_the_shared_chance_of_two_figures_is_their_covariance() -> None:
    found = sample(4000).measured(current_world())
    aims = [Aim("wia_stock", year, "", 1.0, 1.0) for year in (2011, 2012)]
    covariance = found.chance(aims).T @ found.chance(aims)
    errors = [found.errors["wia_stock"][year, ""] for year in (2011, 2012)]
    assert np.sqrt(np.diag(covariance)) == pytest.approx(errors)
    assert covariance[0, 1] / np.prod(errors) > 0.8
