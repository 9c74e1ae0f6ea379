"""Choose benchmarks, keep their figures, and say what changed since the last entry of the history."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from benchmarks import words
from benchmarks.history import RESULTS, Entry, Figure, append, changes, read_history
from benchmarks.machine import machine_class
from benchmarks.measure import Measure
from poortwachter import __version__
from poortwachter.primitives.files import write_whole
from poortwachter.scenario.load import World, current_world
from poortwachter.simulation.worlds import Built, Horizon, build_world

collect_ignore = ["peers"]
PRICE_YEAR = 2022

FIGURES = pytest.StashKey[dict[str, Figure]]()
LOOPS = pytest.StashKey[list[float]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("measurement")
    group.addoption("--quick", action="store_true", help="Only the benchmarks that take a minute together.")
    group.addoption("--full", action="store_true", help="Also the large populations.")
    group.addoption("--store", action="store_true", help="Keep the measurement as the one the page shows.")
    group.addoption("--mark", action="store_true", help="Also add it to the history.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "quick: measured with --quick as well")
    config.addinivalue_line("markers", "full: measured with --full only")
    config.stash[FIGURES], config.stash[LOOPS] = {}, []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    quick, full = config.getoption("quick"), config.getoption("full")

    def left_out(item: pytest.Item) -> bool:
        if here not in item.path.parents:
            return False
        return (quick and item.get_closest_marker("quick") is None) or (
            not full and item.get_closest_marker("full") is not None
        )

    config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
    items[:] = [item for item in items if not left_out(item)]


def pytest_benchmark_update_machine_info(machine_info: dict[str, Any]) -> None:
    machine_info.pop("node", None)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    entry = _entry(config)
    if entry is None:
        return
    terminalreporter.section("speed")
    for line, slower in words.summary(entry, changes(entry, history=read_history())):
        terminalreporter.write_line(line, yellow=slower)
    if exitstatus == 0 and (config.getoption("store") or config.getoption("mark")):
        write_whole(RESULTS, entry.model_dump_json(indent=1) + "\n")
        terminalreporter.write_line(f"stored in {RESULTS.name}")
    if exitstatus == 0 and config.getoption("mark"):
        terminalreporter.write_line(f"added to {append(entry).name}")


def _entry(config: pytest.Config) -> Entry | None:
    figures = config.stash[FIGURES]
    if not figures:
        return None
    commit = config.hook.pytest_benchmark_generate_commit_info(config=config)
    return Entry(
        commit=commit["id"][:12] + "+" * commit["dirty"],
        date=datetime.now(UTC).date(),
        version=__version__,
        machine=machine_class(),
        loop=median(config.stash[LOOPS]),
        figures=figures,
    )


@pytest.fixture
def measure(benchmark: Any, request: pytest.FixtureRequest) -> Measure:
    def keep(figure: Figure, loops: list[float]) -> None:
        request.config.stash[FIGURES][request.node.name.removeprefix("test_")] = figure
        request.config.stash[LOOPS].extend(loops)

    return Measure(benchmark, keep=keep)


@pytest.fixture(scope="session")
def current() -> World:
    return current_world()


@cache
def _built(last_year: int) -> Built:
    world = current_world()
    return build_world(world, dated=world, horizon=Horizon(last_year=last_year, price_year=PRICE_YEAR, frozen=False))


@pytest.fixture(scope="session")
def built() -> Any:
    """Return what builds today's world up to a year, each once."""
    return _built
