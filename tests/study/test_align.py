from pathlib import Path

import numpy as np
import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.scenario.alignment import PARAMETER, fingerprint, load_alignment, shipped_alignments
from poortwachter.scenario.load import World, current_world
from poortwachter.scenario.schema import LAYERS
from poortwachter.study.align import Estimate, align, text_of
from poortwachter.study.lived import lived
from poortwachter.study.targets import load_targets

SHIPPED = "wia_inflow_2006_2025"
WORKERS = 150_000
PUBLISHED = {year: value for (year, _), value in load_targets()["wia_inflow"].series.items()}


@pytest.fixture(scope="module")
def current() -> World:
    return current_world()


@pytest.fixture(scope="module")
def estimate(current: World) -> Estimate:
    return align(current, name="proef", series="wia_inflow", workers=WORKERS, seed=5)


def inflow(world: World, *, seed: int) -> dict[int, float]:
    one = lived(world, workers=WORKERS, seed=seed, last_year=max(PUBLISHED), price_year=2022, threads=1, tallied=False)
    return {year: value for (year, _), value in one.moments()["wia_inflow"].items() if year in PUBLISHED}


def test_the_aligned_baseline_meets_the_series_within_one_per_cent(current: World, estimate: Estimate) -> None:
    world = current.overridden({"behaviour": {PARAMETER: estimate.alignment.values()}})
    aligned, own = inflow(world, seed=5), inflow(current, seed=5)
    assert max(abs(own[year] / value - 1) for year, value in PUBLISHED.items()) > 0.05
    for year, value in PUBLISHED.items():
        assert aligned[year] == pytest.approx(value, rel=0.01), year
        assert estimate.gaps[year] == pytest.approx(aligned[year] / value - 1)


def test_the_file_says_what_the_factors_were_estimated_on(current: World, estimate: Estimate, tmp_path: Path) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(text_of(estimate), encoding="utf-8")
    read = plain(read_yaml(path)[0])
    assert read["factors"] == dict(estimate.alignment.factors)
    assert read["estimated_on"]["parameters"] == {layer: fingerprint(current.layer(layer)) for layer in LAYERS}


def test_other_parameters_have_another_fingerprint(current: World) -> None:
    values = {"claim.aandeel": {min(day for day, _ in current.behaviour["claim.aandeel"].values): 0.5}}
    other = current.overridden({"behaviour": values})
    assert fingerprint(other.behaviour) != fingerprint(current.behaviour)
    aligned = current.overridden({"behaviour": {PARAMETER: load_alignment(SHIPPED).values()}})
    assert fingerprint(aligned.behaviour) == fingerprint(current.behaviour)


def test_nothing_aligns_to_an_unknown_series(current: World) -> None:
    with pytest.raises(InputError, match="wia_inflow"):
        align(current, name="x", series="wia_inflo")


def test_the_shipped_alignment_covers_the_whole_series_and_met_it() -> None:
    shipped = load_alignment(SHIPPED)
    assert shipped.factors.keys() == PUBLISHED.keys()
    gaps = plain(read_yaml(shipped_alignments()[SHIPPED])[0])["gaps"]
    assert max(map(abs, gaps.values())) < 0.01


def test_the_shipped_alignment_was_estimated_on_the_shipped_parameters(current: World) -> None:
    """If this fails: `python -m poortwachter.study.align --name wia_inflow_2006_2025`."""
    shipped = load_alignment(SHIPPED)
    assert shipped.estimated_on == {layer: fingerprint(current.layer(layer)) for layer in LAYERS}


def test_the_shipped_alignment_brings_other_lives_to_the_series_too(current: World) -> None:
    world = current.overridden({"behaviour": {PARAMETER: load_alignment(SHIPPED).values()}})
    found = inflow(world, seed=9)
    apart = [abs(found[year] / value - 1) for year, value in PUBLISHED.items()]
    noise = [np.sqrt(8_300_000 / WORKERS / value) for value in PUBLISHED.values()]
    assert np.mean(apart) < np.mean(noise)
