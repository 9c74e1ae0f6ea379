"""No two decisions of a life read the same words, but for those that do so on purpose; all of them are listed here.

Lives are lived in plain Python, by a script in a process without compilation, and every draw is written down with
the function that asks for it. A life and each of its continuations in a split count apart: continuations share the
draws of their replicate, which is what makes them comparable.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel import chance, decisions, simulate, state
from poortwachter.kernel.plain import plain_world
from poortwachter.kernel.state import World
from poortwachter.kernel.transition import sickness
from poortwachter.primitives.rng import Decision
from poortwachter.scenario.load import current_world
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Horizon, build_world

HORIZON: Final = Horizon(last_year=2040, price_year=2022, frozen=False)
WORKERS: Final = 250
REPLICATES: Final = 2
START: Final = date(2004, 1, 1)

Counted = dict[str, int]
"""Number of counters by what asked for their words: the decision, and the functions that did."""

SHARED: Final = {
    "ASSESSMENT decide_claim no_prospect": "the assessment after a year ends the right of who would get no award",
    "CLAIM claim test_file": "of the first block words 1-2 and 3-4, of the second words 2-4 and 1",
    "RIGHT procedure worked_enough": "words 1-3 and word 4 of one block",
    "SANCTION_RETURN extension returns_by_dismissal": "word 1, and word 2",
    "JOB move_on start_job": "the word of the contract belongs to the job, whatever age and year make of it",
    "JOB place start_job": "words 1-3, and word 4, the past of a job that was running already",
    "JOB move_on again": "the same, at every border of age or year",
    "JOB place again": "the words of an employer belong to the job; another contract asks them anew",
    "JOB employer_of again": "the proposals of employers belong to the job",
}
"""What asks for the words of one counter more than once, and why."""


@pytest.fixture(scope="module")
def drawn(much_illness: dict[str, Any]) -> dict[str, Counted]:
    done = subprocess.run(
        [sys.executable, __file__, json.dumps(much_illness)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Counted] = json.loads(done.stdout)
    return found


def shared(counted: Counted) -> set[str]:
    """Return what asked for words that something else, or the same once more, asked for too."""
    return {askers for askers in counted if len(askers.split()) > 2}


def test_the_same_words_serve_twice_only_where_that_is_meant(drawn: dict[str, Counted]) -> None:
    assert shared(drawn["lives"]) == set(SHARED)


def test_every_decision_is_drawn(drawn: dict[str, Counted]) -> None:
    assert {askers.split()[0] for askers in drawn["lives"]} == {decision.name for decision in Decision}


def test_a_replicate_reads_no_words_of_another_but_for_attributes(drawn: dict[str, Counted]) -> None:
    assert set(drawn["across replicates"]) == {"JOB"}


def test_two_decisions_with_one_number_are_found(drawn: dict[str, Counted]) -> None:
    assert "CLAIM claim ziektewet" in shared(drawn["lives with a fault"])


def test_replicates_with_one_number_are_found(drawn: dict[str, Counted]) -> None:
    assert "ASSESSMENT" in drawn["across replicates with a fault"]


# ---- the lives, in a process without compilation --------------------------------------------------------------------


Draws = dict[tuple[int, ...], list[str]]
"""What asked for every counter."""


class Notes:
    """Write down the draws of a life, first, and of each of its continuations, with the replicate they are of."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, Draws]] = [(0, {})]
        self.current = 0
        self.draw = chance.draw
        self.kept = {name: getattr(simulate, name) for name in ("copy_life", "recall", "split_gate", "follow_forks")}

    def __enter__(self) -> "Notes":
        """Listen to the kernel."""
        chance.draw = self.drawing
        simulate.copy_life, simulate.recall = self.beginning("copy_life"), self.beginning("recall")
        simulate.split_gate, simulate.follow_forks = self.ending("split_gate"), self.ending("follow_forks")
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the kernel as it was."""
        chance.draw = self.draw
        for name, function in self.kept.items():
            setattr(simulate, name, function)

    def drawing(self, key: Any, worker: int, cohort: int, onset: int, decision: int, step: int, replicate: int) -> Any:
        counter = (int(onset), int(decision), int(step), int(replicate))
        self.parts[self.current][1].setdefault(counter, []).append(sys._getframe(2).f_code.co_name)
        return self.draw(key, worker, cohort, onset, decision, step, replicate)

    def beginning(self, name: str) -> Callable[..., None]:
        """Return a function of the kernel that makes a copy to continue, for the replicate in its last argument."""

        def function(*arguments: Any) -> None:
            self.kept[name](*arguments)
            self.current = len(self.parts)
            self.parts.append((1 + int(arguments[-1]), {}))

        return function

    def ending(self, name: str) -> Callable[..., None]:
        """Return a function of the kernel after which the life itself goes on."""

        def function(*arguments: Any) -> None:
            self.kept[name](*arguments)
            self.current = 0

        return function


def described(counter: tuple[int, ...], askers: list[str]) -> str:
    once = " ".join(sorted(set(askers)))
    again = " again" if len(set(askers)) == 1 and len(askers) > 1 else ""
    return f"{Decision(counter[1]).name} {once}{again}"


def lived(worlds: tuple[World, World]) -> tuple[Counted, Counted]:
    """Live and return what asked for counters, and the decisions of those that several replicates ask for."""
    found: Counter[str] = Counter()
    across: Counter[str] = Counter()
    effect = np.zeros((simulate.N_CONTINUATIONS, int(worlds[0].clock.years), N_COLUMNS), dtype=np.int64)
    key, one = (np.uint64(1), np.uint64(0)), np.int64(1)
    for worker in range(WORKERS):
        row, life = np.zeros(effect.shape[1:], dtype=np.int64), scratch()
        with Notes() as notes, np.errstate(all="ignore"):
            simulate.enter(row, one, worlds[0], key, life[0], np.int64(0), np.int64(worker))
            simulate.live_and_split(row, effect, *worlds, key, life[0], life[1], REPLICATES)
        replicates: dict[tuple[int, ...], set[int]] = {}
        for replicate, draws in notes.parts:
            found.update(described(counter, askers) for counter, askers in draws.items())
            for counter in draws:
                replicates.setdefault(counter, set()).add(replicate)
        across.update(Decision(counter[1]).name for counter, those in replicates.items() if len(those) > 1)
    return dict(found), dict(across)


def tables(behaviour: dict[str, Any]) -> tuple[World, World]:
    """Return the worlds without and with the reform, for plain Python."""
    policy = current_world().overridden({"behaviour": {name: {START: value} for name, value in behaviour.items()}})
    reform = policy.overridden(
        {
            "law": {"riv_toets.grond_bedrijfsarts_toetsbaar": {START: False}},
            "behaviour": {"beoordeling.afwijzing": {START: (0.3,) * 7}, "loonsanctie.bezwaar_gegrond": {START: 0.5}},
        }
    )
    before, after = (plain_world(build_world(one, dated=policy, horizon=HORIZON).world) for one in (policy, reform))
    return before, after


if __name__ == "__main__":
    of = tables(json.loads(sys.argv[1]))
    names = ("lives", "across replicates")
    result = dict(zip(names, lived(of), strict=True))
    sickness._VANGNET = sickness._CLAIM_DRAW
    decisions.REPLICATE = state.SCHOOLING  # which no life in the kernel asks for
    result |= dict(zip((f"{name} with a fault" for name in names), lived(of), strict=True))
    json.dump(result, sys.stdout)
