"""The indices of a function whose variance is known in closed form.

Source: Ishigami and Homma (1990), An importance quantification technique in uncertainty analysis for computer models.
"""

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.study.sensitivity.indices import screen, share_out

Floats = npt.NDArray[np.float64]

A, B = 7.0, 0.1
NAMES = ("one", "two", "three", "idle")


def ishigami(places: Floats) -> Floats:
    x = -np.pi + 2.0 * np.pi * places
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


FIRST = (1.0 + B * np.pi**4 / 5.0) ** 2 / 2.0
SECOND = A**2 / 8.0
TOGETHER = B**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
ALL = FIRST + SECOND + TOGETHER


def test_sobol_indices_of_the_ishigami_function_are_those_in_closed_form():
    found = {one.name: one for one in share_out(NAMES, of=ishigami, samples=2048, seed=1)}
    alone = {"one": FIRST / ALL, "two": SECOND / ALL, "three": 0.0, "idle": 0.0}
    total = {"one": (FIRST + TOGETHER) / ALL, "two": SECOND / ALL, "three": TOGETHER / ALL, "idle": 0.0}
    for name in NAMES:
        assert found[name].alone == pytest.approx(alone[name], abs=0.02), name
        assert found[name].total == pytest.approx(total[name], abs=0.02), name
        assert abs(found[name].total - total[name]) <= max(2 * found[name].total_error, 1e-9), name


def test_inputs_are_ranked_by_their_share():
    assert [one.name for one in share_out(NAMES, of=ishigami, samples=512, seed=1)] == ["one", "two", "three", "idle"]


def test_what_never_varies_has_no_shares():
    found = share_out(NAMES, of=lambda places: np.ones(len(places)), samples=8, seed=1)
    assert {one.total for one in found} == {0.0}


def test_elementary_effects_of_a_plane_are_its_slopes():
    slopes = np.array([1.0, -5.0, 3.0, 0.0])
    found = screen(NAMES, of=lambda places: places @ slopes, trajectories=3, levels=4, ends=(0.1, 0.9), seed=1)
    assert [one.name for one in found] == ["two", "three", "one", "idle"]
    assert [one.mean for one in found] == pytest.approx([4.0, 2.4, 0.8, 0.0])
    assert [one.spread for one in found] == pytest.approx([0.0] * 4, abs=1e-9)


def test_an_interaction_shows_as_spread():
    found = {one.name: one for one in screen(NAMES, of=ishigami, trajectories=50, levels=4, ends=(0.0, 1.0), seed=1)}
    assert found["three"].spread > 1.0
    assert found["idle"] == ("idle", 0.0, 0.0)
