"""Measure what tasks of an ensemble take, and reckon what the whole register takes: writes docs/scale.md.

`python -m benchmarks.scale` lives one draw of the headline at two sizes, and computes some by expected values, each in
a process of its own and one thread; a few minutes. On a machine that does something else the times are too long.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Final

PAGE: Final = Path("docs") / "scale.md"
HEADLINE: Final = "advies_bedrijfsarts_leidend"
SIZES: Final = (20_000, 100_000)
EXPECTED: Final = 10
"""Draws by expected values whose median counts."""
DRAWS: Final = 1000
MACHINES: Final = (2, 16, 64, 256)
"""Cores of clusters that the page reckons with."""
EUR_PER_CORE_HOUR: Final = 0.05
"""Assumed price of a core for an hour, rented."""
HOUR: Final = 3600.0
MIB: Final = 2**20


def measure(what: str, size: int) -> dict[str, float]:
    """Measure one kind of task in this process: seconds of its processor, and the peak of memory in MiB."""
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions
    from poortwachter.simulation.blocks import Share
    from poortwachter.simulation.runner import Effort
    from poortwachter.study.ensemble.job import Task, job_of, worked

    expected = what == "expected"
    options = RunOptions(workers=size, method="fast" if expected else None)
    job, effort, times = job_of(load(HEADLINE), options=options, draw_seed=1), Effort(threads=1), list[float]()
    for number in range(EXPECTED + 1 if expected else 2):
        began = time.process_time()
        worked(Task(number, 0, Share(0, 1), expected), job=job, effort=effort)
        times.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB
    return {"seconds": sorted(times[1:])[len(times[1:]) // 2], "peak": peak}


def client(draws: int) -> dict[str, float]:
    """Measure the bytes of a part, and the peak of memory when so many draws are put together.

    The parts are copies of one, under other names.
    """
    import shutil

    from poortwachter.api import unwatched
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import RunOptions
    from poortwachter.simulation.batch import backend
    from poortwachter.simulation.runner import Effort
    from poortwachter.study.ensemble import outcome
    from poortwachter.study.ensemble.run import Ensemble, begin, prepared, work_off

    with tempfile.TemporaryDirectory() as folder:
        asked = prepared(
            load(HEADLINE),
            options=RunOptions(workers=2000),
            draws=draws,
            replications=1,
            draw_seed=1,
            folder=lambda *_: Path(folder) / "out",
        )
        parts = begin(asked, force=False)
        one = Ensemble(asked.job, asked.resolved, 0, 1, 1, asked.folder)
        with backend("processes", cores=1) as found:
            work_off(one, parts=parts, backend=found, effort=Effort(threads=1), watch=unwatched)
        first = next(parts.folder.iterdir())
        for number in range(1, draws + 1):
            shutil.copy(first, parts.folder / first.name.replace("draw-000000", f"draw-{number:06}"))
        outcome.dataset_of(asked, outcome.amounts_of(asked, parts=parts))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB
        return {"bytes": float(first.stat().st_size), "peak": peak}


def _apart(*words: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", *words]
    alone = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=alone)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def page(few: dict[str, float], many: dict[str, float], fast: dict[str, float], kept: dict[str, float]) -> str:
    """Return the page from what was measured."""
    from poortwachter.scenario.load import load
    from poortwachter.scenario.resolve import EMPLOYEES_PER_WORKER, resolve
    from poortwachter.study.settings import settings

    whole = resolve(load(HEADLINE)).run.workers * EMPLOYEES_PER_WORKER
    each = int(settings("ensemble")["workers_per_task"])
    per_worker = (many["seconds"] - few["seconds"]) / (SIZES[1] - SIZES[0])
    fixed = few["seconds"] - per_worker * SIZES[0]
    tasks = math.ceil(whole / each)
    per_draw = tasks * fixed + whole * per_worker
    plans = (
        (
            f"{DRAWS} draws by expected values, corrected by one run of {whole // 10:,} workers",
            DRAWS * fast["seconds"] + math.ceil(whole / 10 / each) * fixed + whole / 10 * per_worker,
        ),
        (f"100 simulated draws of {SIZES[1]:,} workers", 101 * many["seconds"]),
        ("one draw of the whole register", per_draw),
        (f"{DRAWS} draws of the whole register", (DRAWS + 1) * per_draw),
    )
    heads = ("plan", "core hours", *(f"{cores} cores" for cores in MACHINES), "cost, EUR")
    rows = [
        (
            name,
            f"{seconds / HOUR:,.2f}",
            *(_span(seconds / cores) for cores in MACHINES),
            f"{seconds / HOUR * EUR_PER_CORE_HOUR:,.2f}",
        )
        for name, seconds in plans
    ]
    cost, draw = f"EUR {EUR_PER_CORE_HOUR}", f"{DRAWS:,} draws"
    return TEXT.format(
        date=date.today().isoformat(),
        cores=os.cpu_count(),
        machine=platform.machine(),
        load=f"{os.getloadavg()[2]:.1f}",
        measured="\n".join(
            f"| {name} | {found['seconds']:.2f} | {found['peak']:,.0f} |"
            for name, found in (
                (f"a draw lived by {SIZES[0]:,} workers", few),
                (f"a draw lived by {SIZES[1]:,} workers", many),
                ("a draw by expected values", fast),
            )
        ),
        fixed=f"{fixed:.2f}",
        per_worker=f"{per_worker * 1e6:,.1f}",
        whole=f"{whole:,}",
        tasks=tasks,
        each=f"{each:,}",
        heads=" | ".join(heads),
        rule=" --: |" * (len(heads) - 1),
        plans="\n".join("| " + " | ".join(row) + " |" for row in rows),
        cost=cost,
        memory=f"{many['peak'] / 1024:.1f}",
        part=f"{kept['bytes'] / 1024:.0f}",
        draws=draw,
        client=f"{kept['peak']:,.0f}",
    )


TEXT: Final = """\
# At the scale of the whole register

Written by `python -m benchmarks.scale`; never edited. Run it on a machine that does nothing else: on a busy one the
times are too long.

Measured on {date} on one core of {cores}, {machine}; load of the machine meanwhile {load}. The headline, 2004-2080 and
the frozen run, split with four replicates.

| task | seconds of processor time | peak, MiB |
| :-- | --: | --: |
{measured}

A lived task takes {fixed} s, whatever its size, for tables, ledgers and their balance, and {per_worker} microseconds
for every worker in work on 1 January 2025, with all lives that such a worker stands for in other years. The whole
register, {whole} employees, is {tasks} tasks of at most {each}.

| {heads} |
| :-- |{rule}
{plans}

The cost assumes {cost} for a core and an hour, rented (assumed). Tasks do not wait for each other and there are many
more of them than cores, so that hours go down with cores; what the last round leaves idle is seconds. Every worker
process needs {memory} GiB.

The client holds nothing of what is finished but its files, {part} KiB for a draw and replication; putting {draws}
together peaks at {client} MiB, imports included.

A draw of the whole register has less chance in it than is needed: a draw needs only as many workers as make chance a
small share of what differs between draws, which `poortwachter ensemble` chooses by itself.
"""


def _span(seconds: float) -> str:
    hours = seconds / HOUR
    return f"{hours:,.1f} h" if hours >= 1.0 else f"{seconds / 60:,.1f} min"


def main() -> None:
    """Measure and write the page, or measure one thing and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("lived", "expected", "client"))
    parser.add_argument("size", nargs="?", type=int, default=0)
    given = parser.parse_args()
    if given.what is not None:
        print(json.dumps(client(given.size) if given.what == "client" else measure(given.what, given.size)))
        return
    _apart("lived", "100")  # so that nothing is compiled while it is timed
    few, many = (_apart("lived", str(size)) for size in SIZES)
    PAGE.write_text(page(few, many, _apart("expected", str(SIZES[0])), _apart("client", str(DRAWS))), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
