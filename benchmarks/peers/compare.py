"""Run the engine and each peer by turns on one core, check that they compute the same model, and write a table."""

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.peers.outcome import Outcome, model
from poortwachter.primitives.files import write_whole
from poortwachter.simulation.reduced import read_model, simulate_reduced
from poortwachter.study.reduced_oracle import expect

HERE = Path(__file__).parent
STANDARD_ERRORS = 4.0
PILOT_SLOTS = 200_192
"""Slots of the run that gives the standard errors."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Peer:
    """Name what is compared, and give it a size at which it is at its best and takes a second or more."""

    name: str
    module: str
    package: str | None
    slots: int
    years: int = 60


ENGINE = Peer("engine", "engine", None, 500_000)
PEERS = (
    Peer("same algorithm in C", "c_twin", None, 500_000),
    Peer("every week a decision, compiled", "weekly", None, 50_000),
    Peer("NumPy, vectorised", "vectorised", None, 100_000),
    Peer("neworder", "neworder_peer", "neworder", 50_000),
    Peer("Starsim", "starsim_peer", "starsim", 100_000),
    Peer("SimPy", "simpy_peer", "simpy", 2_000),
    Peer("Mesa", "mesa_peer", "mesa", 1_500),
    Peer("vivarium", "vivarium_peer", "vivarium", 200_000, years=5),
)


@dataclass(frozen=True)
class Row:
    """Hold a peer's speed in million person-weeks a second, and the engine's beside it, by turn."""

    peer: Peer
    version: str
    speeds: list[float]
    ratios: list[float]
    deviation: float  # the largest from the exact values, in standard errors


@cache
def exact(weeks: int) -> tuple[Floats, Floats]:
    """Return expected counts a slot (states and events), and the standard deviation of a slot's."""
    changed = read_model()
    changed["clock"]["years"] = weeks // changed["clock"]["weeks_per_year"]
    expected = expect(model(weeks), scenario=0)
    pilot = simulate_reduced(changed, slots=PILOT_SLOTS, method="baseline").baseline
    errors = np.concatenate([pilot.weeks(by_year=False)[1], pilot.events(by_year=False)[1]])
    means = np.concatenate([expected.weeks.sum(axis=0), expected.events.sum(axis=0)])
    return means, errors / np.sqrt(PILOT_SLOTS)


def deviations(outcomes: Sequence[Outcome]) -> Floats:
    """Return by how many standard errors the counts of all runs together differ from the exact ones."""
    mean, spread = exact(outcomes[0].weeks)
    slots = sum(outcome.slots for outcome in outcomes)
    counts = sum(np.concatenate([outcome.slot_weeks, outcome.events]) for outcome in outcomes)
    happens = spread > 0.0  # in a short run nobody reaches the later states
    return (counts - slots * mean)[happens] / (spread * np.sqrt(slots))[happens]


def _speed(outcome: Outcome) -> float:
    return outcome.person_weeks / outcome.seconds / 1e6


def _run(peer: Peer, *, seed: int, share: float) -> Outcome:
    run = importlib.import_module(f"benchmarks.peers.{peer.module}").run
    weeks = peer.years * model(52).weeks_per_year
    return run(max(1, int(peer.slots * share)), weeks, seed)  # type: ignore[no-any-return]


def measure(peer: Peer, *, rounds: int, share: float) -> Row:
    """Run the engine and the peer by turns; the first run of each, which compiles and imports, is left out."""
    version = importlib.metadata.version(peer.package) if peer.package else ""
    for warm in (ENGINE, peer):
        _run(warm, seed=0, share=share / 10)
    outcomes, speeds, ratios = [], [], []
    for seed in range(1, rounds + 1):
        ours = _speed(_run(ENGINE, seed=seed, share=share))
        outcomes.append(_run(peer, seed=seed, share=share))
        speeds.append(_speed(outcomes[-1]))
        ratios.append(ours / speeds[-1])
    found = deviations(outcomes)
    worst = float(np.abs(found).max())
    if worst > STANDARD_ERRORS:
        raise SystemExit(f"{peer.name} computes something else, by {found.round(1)} standard errors")
    return Row(peer, version, speeds, ratios, worst)


def two_threads(*, rounds: int, share: float) -> list[float]:
    """Return by turn how many times as fast two threads are as one, when each has a core to itself."""

    def seconds(threads: int, seed: int) -> float:
        with ThreadPoolExecutor(threads) as pool:
            runs = list(pool.map(lambda _: _run(ENGINE, seed=seed, share=share), range(threads)))
        return max(run.seconds for run in runs) / threads

    return [seconds(1, seed) / seconds(2, seed) for seed in range(1, rounds + 1)]


def _span(values: Sequence[float], *, digits: int) -> str:
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}-{max(values):,.{digits}f})"


def _digits(value: float) -> int:
    return 0 if value >= 100 else 1 if value >= 10 else 2


def table(rows: Sequence[Row], missing: dict[str, str], scaling: Sequence[float], *, machine: str) -> str:
    """Return the table in markdown."""
    lines = [
        f"One core of {machine}; {len(rows[0].speeds)} turns each: the median, with the lowest and highest.",
        "",
        "| peer | version | million person-weeks a second | the engine is so many times as fast | largest deviation |",
        "|---|---|--:|--:|--:|",
    ]
    for row in rows:
        speed = _span(row.speeds, digits=_digits(median(row.speeds)))
        ratio = _span(row.ratios, digits=_digits(median(row.ratios)))
        lines.append(f"| {row.peer.name} | {row.version} | {speed} | {ratio} | {row.deviation:.1f} |")
    lines += [f"| {name} | | not run: {reason} | | |" for name, reason in missing.items()]
    lines += ["", "Deviation: of slot-weeks by state and of events from their exact values, in standard errors."]
    if scaling:
        lines += ["", f"Two threads of the engine are {_span(scaling, digits=2)} times as fast as one."]
    return "\n".join(lines) + "\n"


def _record(row: Row) -> dict[str, Any]:
    return {
        "peer": row.peer.name,
        "version": row.version,
        "slots": row.peer.slots,
        "years": row.peer.years,
        "million_person_weeks_per_second": [round(value, 4) for value in row.speeds],
        "engine_is_times_as_fast": [round(value, 4) for value in row.ratios],
        "largest_deviation_in_standard_errors": round(row.deviation, 2),
    }


def compare(*, rounds: int, share: float, machine: str, names: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the table and the same as a record."""
    scaling: list[float] = []
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    _run(ENGINE, seed=0, share=share)
    if len(cores) > 1:
        scaling = two_threads(rounds=rounds, share=share)
        os.sched_setaffinity(0, cores[-1:])
    rows, missing = [], {}
    for peer in PEERS:
        if names and peer.module not in names:
            continue
        try:
            rows.append(measure(peer, rounds=rounds, share=share))
        except (ImportError, FileNotFoundError) as error:
            missing[peer.name] = str(error).split(";")[0]
            continue
        print(f"{peer.name}: {_span(rows[-1].ratios, digits=2)}", flush=True)
    record = {
        "machine": machine,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "two_threads_over_one": [round(value, 4) for value in scaling],
        "peers": [_record(row) for row in rows],
        "missing": missing,
    }
    return table(rows, missing, scaling, machine=machine), record


def main() -> None:
    """Compare, print the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--share", type=float, default=1.0, help="of the slots, for a quick look")
    parser.add_argument("--machine", default=f"{platform.machine()}, {os.cpu_count()} cores", help="its class")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of results.json and results.md")
    parser.add_argument("peers", nargs="*", help="modules to compare with; all when none is named")
    given = parser.parse_args()
    text, record = compare(rounds=given.rounds, share=given.share, machine=given.machine, names=given.peers)
    write_whole(given.out / "results.json", json.dumps(record, indent=2) + "\n")
    write_whole(given.out / "results.md", text)
    print(text)
