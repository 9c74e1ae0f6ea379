"""Measure what comes before the first life: import, answers, compilation, scenarios, tables."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.measure import Measure
from benchmarks.work import Work
from poortwachter.scenario.load import World, load, read_world
from poortwachter.scenario.resolve import resolve
from poortwachter.simulation.worlds import Horizon, build_world

SCENARIO = "advies_bedrijfsarts_leidend"
ROUNDS = 5
COLD_ROUNDS = 4
RUN = """
from contextlib import contextmanager
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.runner import Effort, simulate
@contextmanager
def unwatched(stage, size):
    yield lambda done: None
simulate(resolve(load("{scenario}"), RunOptions(workers=1, to=2025)), effort=Effort(threads=1), watch=unwatched)
"""
"""A run of one worker a cohort: next to nothing but import, tables and compilation."""


def start(*arguments: str, cache: Path | None = None) -> None:
    """Run Python in a process of its own, with a cache of compiled code of its own where one is given."""
    environment = dict(os.environ) if cache is None else {**os.environ, "XDG_CACHE_HOME": str(cache)}
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)


COMMANDS = {
    "import": ("-c", "import poortwachter.api"),
    "help": ("-c", "from poortwachter.cli.main import main; main()", "--help"),
    "check": ("-c", "from poortwachter.cli.main import main; main()", "check", SCENARIO),
    "run": ("-c", RUN.format(scenario=SCENARIO)),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.benchmark(group="start")
def test_start(measure: Measure, command: str) -> None:
    measure(lambda: start(*COMMANDS[command]), unit="starts", work=_starts, rounds=ROUNDS)


@pytest.mark.benchmark(group="start")
def test_start_with_nothing_compiled(measure: Measure, tmp_path_factory: Any, request: Any) -> None:
    def cold() -> None:
        start(*COMMANDS["run"], cache=tmp_path_factory.mktemp("cache"))

    measure(
        cold, unit="starts", work=_starts, rounds=COLD_ROUNDS if request.config.getoption("full") else 1, warm=False
    )


@pytest.mark.quick
@pytest.mark.benchmark(group="tables")
def test_scenario(measure: Measure) -> None:
    measure(lambda: resolve(load(SCENARIO)), unit="scenarios", work=lambda _: {"scenarios": 1})


@pytest.mark.benchmark(group="tables")
def test_parameters(measure: Measure) -> None:
    measure(read_world, unit="loads", work=lambda _: {"loads": 1})


@pytest.mark.quick
@pytest.mark.benchmark(group="tables")
def test_tables_of_a_world(measure: Measure, current: World) -> None:
    horizon = Horizon(last_year=2080, price_year=2022, frozen=False)

    def build() -> Any:
        return build_world(current, dated=current, horizon=horizon)

    measure(build, unit="worlds", work=lambda _: {"worlds": 1})


def _starts(_: Any) -> Work:
    return {"starts": 1}
