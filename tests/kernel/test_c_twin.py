"""The compiled kernel gives, to the byte, the ledger of the same algorithm written in C."""

from typing import Any

import numpy as np
import pytest

from benchmarks.peers import c_twin
from poortwachter.simulation.reduced import build_tables, probabilities, read_model, simulate_reduced

pytestmark = pytest.mark.skipif(not c_twin.available(), reason="there is no gcc to compile the C twin with")


def _eventful() -> dict[str, Any]:
    """Return a model in which most spells reach the gate, so that every state is visited often."""
    model = read_model()
    model["sick"]["recover"]["scale"] = 0.3
    model["iva"]["death"] = 0.01
    return model


@pytest.mark.parametrize(("model", "seed"), [(read_model(), 1), (read_model(), 2), (_eventful(), 3)])
def test_the_ledger_is_that_of_the_same_algorithm_in_c(model: dict[str, Any], seed: int) -> None:
    slots = 20_011  # not a multiple of the groups
    p = probabilities(model)
    twin = c_twin.simulate(p, build_tables(p, seed=seed, replication=0), slots=slots)
    ours = simulate_reduced(model, slots=slots, seed=seed, method="baseline", block_size=1_000)
    assert twin.any(axis=(0, 1)).sum() == np.count_nonzero(ours.baseline.groups.any(axis=(0, 1))) > 12
    assert (twin == ours.baseline.groups).all()
