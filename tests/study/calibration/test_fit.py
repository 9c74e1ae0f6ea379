from collections.abc import Callable

import numpy as np
import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.study.calibration.fit import Objective, objective_of
from poortwachter.study.calibration.plan import Aim, Plan
from poortwachter.study.calibration.simulated import Measured

Read = Callable[[str], Plan]
ONE = {
    "instroom": {(2010, ""): 110.0, (2011, ""): 180.0},
    "uitstroom": {(2010, ""): 50.0},
    "naar_leeftijd": {(2011, "jong"): 12.0},
}
EXACT = Measured(ONE, (ONE, ONE))


def test_a_residual_is_the_gap_in_standard_errors() -> None:
    aims = [Aim("stock", 2010, "", 100.0, 5.0), Aim("flow", 2011, "man", 50.0, 2.0)]
    found = {"stock": {(2010, ""): 110.0}, "flow": {(2011, "man"): 48.0}}
    assert np.allclose(Objective(aims, np.array([5.0, 2.0]), np.zeros((1, 2)), ()).aimed(found), [2.0, -1.0])


def test_the_chance_error_of_the_simulation_widens_that_of_the_figure(read: Read, text: str) -> None:
    plan = read(text)
    sides = ({name: {k: v * f for k, v in one.items()} for name, one in ONE.items()} for f in (0.97, 1.03))
    exact, rough = (objective_of(plan, measured=one).errors for one in (EXACT, Measured(ONE, tuple(sides))))
    assert exact == pytest.approx([aim.standard_error for aim in plan.aims])
    assert rough[0] == pytest.approx(np.hypot(exact[0], 3.3))


def test_a_prior_is_a_residual_of_its_own(read: Read, text: str) -> None:
    objective = objective_of(read(text), measured=EXACT)
    logs = np.array([0.0, 0.5, 0.0])
    assert objective.prior(logs) == pytest.approx([(0.5 - 0.1) / 0.2])
    assert len(objective.residuals(ONE, logs)) == 5


def test_a_figure_that_the_model_does_not_give_is_refused_at_its_line(read: Read, text: str) -> None:
    fewer = {name: series for name, series in ONE.items() if name != "uitstroom"}
    with pytest.raises(InputError) as caught:
        objective_of(read(text), measured=Measured(fewer, (fewer, fewer)))
    (problem,) = caught.value.problems
    assert (problem.line, "no figure for uitstroom in 2010" in problem.what) == (31, True)
