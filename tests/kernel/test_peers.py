"""A peer of the benchmarks computes the same model, and the comparison refuses one that does not."""

import numpy as np
import pytest

from benchmarks.peers import compare, engine, vectorised
from benchmarks.peers.compare import STANDARD_ERRORS, Peer, deviations, measure
from benchmarks.peers.outcome import GATES, Outcome

WEEKS = 12 * 52


def test_the_vectorised_peer_and_the_engine_agree_with_the_exact_values() -> None:
    assert np.abs(deviations([vectorised.run(20_000, WEEKS, 1)])).max() < STANDARD_ERRORS
    assert np.abs(deviations([engine.run(50_000, WEEKS, 1), engine.run(50_000, WEEKS, 2)])).max() < STANDARD_ERRORS


def test_a_peer_that_computes_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_lost_gates(slots: int, weeks: int, seed: int) -> Outcome:
        outcome = engine.run(slots, weeks, seed)
        outcome.events[GATES] = outcome.events[GATES] * 9 // 10
        return outcome

    monkeypatch.setattr(vectorised, "run", with_lost_gates)
    monkeypatch.setattr(compare, "ENGINE", Peer("engine", "engine", None, 1_000, years=12))
    with pytest.raises(SystemExit, match="computes something else"):
        measure(Peer("lossy", "vectorised", None, 50_000, years=12), rounds=1, share=1.0)
