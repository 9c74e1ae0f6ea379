import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter import api
from poortwachter.primitives.errors import InputError
from poortwachter.study.ensemble import parts as part_files
from poortwachter.study.ensemble.outcome import QUANTILES, Amounts
from poortwachter.study.ensemble.run import workers_for
from poortwachter.study.settings import settings

Make = Callable[..., api.Ensemble]

HEADLINE = "advies_bedrijfsarts_leidend"
SMALL: dict[str, Any] = {"draws": 2, "replications": 2, "workers": 600, "to": 2026, "seed": 5, "figures": False}
TINY: dict[str, Any] = {"draws": 2, "replications": 1}
"""For what does not need more."""
LIMIT = 300.0
"""Seconds after which a process under test is taken to hang."""


def made(folder: Path, *, scheduler: str = "serial", **other: Any) -> api.Ensemble:
    options = {**SMALL, "threads": 1, "scheduler": scheduler, **other}
    return api.ensemble(HEADLINE, output=folder, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> api.Ensemble:
    return made(tmp_path_factory.mktemp("ensemble") / "serial")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> api.Ensemble:
    return made(tmp_path_factory.mktemp("ensemble") / "tiny", **TINY)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> api.Ensemble:
    return made(tmp_path_factory.mktemp("ensemble") / "fast", method="fast")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Cluster:
    """A dask scheduler and two workers of one thread each on loopback, as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
        where = ("--scheduler-file", str(self.file))

        def start(command: str, *options: str) -> subprocess.Popen[bytes]:
            words = [sys.executable, "-m", f"distributed.cli.dask_{command}", *where, "--no-dashboard", *options]
            log = (folder / f"{command}-{len(list(folder.iterdir()))}.log").open("wb")
            return subprocess.Popen(words, env=environment, stdout=log, stderr=log)

        alone = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        self.scheduler = start("scheduler", "--port", "0", "--host", "127.0.0.1")
        self.workers = [start("worker", *alone) for _ in range(2)]

    @property
    def address(self) -> str:
        import json

        def there() -> bool:
            return self.file.is_file() and bool(self.file.read_text())

        wait_until(there, what="a scheduler")
        return str(json.loads(self.file.read_text())["address"])

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    found = Cluster(folder)
    yield found
    found.stop()


def wait_until(true: Callable[[], bool], *, what: str) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < LIMIT, f"waited in vain for {what}"
        time.sleep(0.02)


def finished(folder: Path) -> int:
    return len(list((folder / "parts").glob("*.npz")))


def test_processes_give_the_bytes_of_a_serial_run(tmp_path: Path, whole: api.Ensemble):
    assert contents(made(tmp_path, scheduler="processes", threads=2).folder) == contents(whole.folder)


def test_a_dask_cluster_gives_the_bytes_of_a_serial_run(tmp_path: Path, cluster: Cluster, whole: api.Ensemble):
    found = made(tmp_path / "out", scheduler="dask", address=cluster.address)
    assert contents(found.folder) == contents(whole.folder)


def test_a_killed_worker_and_a_killed_client_change_nothing(tmp_path: Path, cluster: Cluster, whole: api.Ensemble):
    folder = tmp_path / "out"
    words = [f"--{name}={SMALL[name]}" for name in ("draws", "replications", "workers", "to", "seed")]
    words += ["--scheduler=dask", f"--address={cluster.address}", f"--output={folder}", "--quiet", "--no-figures"]
    command = [sys.executable, "-c", "from poortwachter.cli.main import main; main()", "ensemble", HEADLINE, *words]
    client = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_until(lambda: finished(folder) >= 1 or client.poll() is not None, what="the first part")
    cluster.workers[0].send_signal(signal.SIGKILL)
    before = finished(folder)
    wait_until(lambda: finished(folder) > before or client.poll() is not None, what="a part after the worker was lost")
    client.kill()
    client.wait()
    kept = {path: path.stat().st_mtime_ns for path in (folder / "parts").glob("*.npz")}
    assert 0 < len(kept) < finished(whole.folder), client.stderr.read() if client.stderr else ""
    assert not (folder / "ensemble.nc").exists()
    again = subprocess.run([*command], capture_output=True, check=True, timeout=LIMIT)
    assert b"Traceback" not in again.stderr
    assert contents(folder) == contents(whole.folder)
    assert all(path.stat().st_mtime_ns == at for path, at in kept.items())


def test_more_replications_and_draws_add_to_those_that_are_there(
    tmp_path: Path, whole: api.Ensemble, tiny: api.Ensemble
):
    shutil.copytree(tiny.folder / "parts", tmp_path / "parts")
    shutil.copy(tiny.folder / "ensemble.yaml", tmp_path)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}
    assert made(tmp_path).dataset.equals(whole.dataset)
    assert all(path.stat().st_mtime_ns == at for path, at in kept.items())
    assert tiny.dataset["effect"].equals(whole.dataset["effect"].sel(replication=[1]))


def test_parts_that_cannot_be_read_are_made_again(tmp_path: Path, tiny: api.Ensemble):
    shutil.copytree(tiny.folder, tmp_path, dirs_exist_ok=True)
    first, second, *_ = sorted((tmp_path / "parts").iterdir())
    first.write_bytes(first.read_bytes()[:100])
    second.write_bytes(b"")
    (tmp_path / "parts" / f".{first.name}.17.partial").write_bytes(b"left by a killed client")
    assert contents(made(tmp_path, **TINY).folder) == contents(tiny.folder)


def test_a_share_that_was_finished_is_kept_until_all_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: api.Ensemble
):
    monkeypatch.setattr(
        "poortwachter.study.ensemble.run.settings", lambda _: {**settings("ensemble"), "workers_per_task": 250}
    )
    stop_after(monkeypatch, parts=2, error=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path / "shares", **TINY)
    names = sorted(path.name for path in (tmp_path / "shares" / "parts").iterdir())
    assert names == [f"draw-000000-replication-0000-share-{part:04}-of-0003.npz" for part in range(2)]
    monkeypatch.undo()
    monkeypatch.setattr(
        "poortwachter.study.ensemble.run.settings", lambda _: {**settings("ensemble"), "workers_per_task": 250}
    )
    assert contents(made(tmp_path / "shares", **TINY).folder) == contents(tiny.folder)


def stop_after(monkeypatch: pytest.MonkeyPatch, *, parts: int, error: BaseException) -> None:
    """Let the writing of parts fail after some."""
    write, written = part_files.write_whole, 0

    def failing(path: Path, content: bytes) -> None:
        nonlocal written
        if written == parts:
            raise error
        written += 1
        write(path, content)

    monkeypatch.setattr(part_files, "write_whole", failing)


def test_a_full_disk_leaves_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: api.Ensemble):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    stop_after(monkeypatch, parts=2, error=full)
    with pytest.raises(OSError, match="No space left"):
        made(tmp_path, **TINY)
    monkeypatch.undo()
    assert finished(tmp_path) == 2
    assert contents(made(tmp_path, **TINY).folder) == contents(tiny.folder)


def test_a_file_that_does_not_fit_leaves_nothing_half_written(tmp_path: Path):
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom poortwachter.primitives.files import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n    write_whole(Path(sys.argv[1]) / 'part', b'x' * 1000)\nexcept OSError:\n    print('full')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), list(tmp_path.iterdir())) == ("full", [])


def test_parts_of_another_plan_are_refused_and_replaced_only_by_force(tmp_path: Path, tiny: api.Ensemble):
    shutil.copytree(tiny.folder, tmp_path, dirs_exist_ok=True)
    with pytest.raises(InputError, match="another plan"):
        made(tmp_path, **TINY, seed=6)
    forced = made(tmp_path, **TINY, seed=6, force=True)
    assert forced.dataset.attrs["seed"] == 6
    assert finished(tmp_path) == 3


def test_a_folder_with_something_else_is_refused(tmp_path: Path):
    (tmp_path / "result.nc").touch()
    with pytest.raises(InputError, match="no ensemble"):
        made(tmp_path)


def test_the_only_netcdf_lies_beside_the_parts(whole: api.Ensemble):
    assert [path.name for path in whole.folder.rglob("*.nc")] == ["ensemble.nc"]
    assert finished(whole.folder) == (SMALL["draws"] + 1) * SMALL["replications"]
    sizes = {"draw": 2, "replication": 2, "year": 23, "quantile": len(QUANTILES)}
    assert {name: whole.dataset.sizes[name] for name in sizes} == sizes
    assert all(array.attrs["units"] and array.attrs["long_name"] for array in whole.dataset.data_vars.values())


def test_ranges_are_those_of_the_means_over_replications(whole: api.Ensemble):
    amounts = whole.dataset["effect_structural"].mean("replication").to_numpy()
    np.testing.assert_allclose(whole.dataset["range_structural"], np.quantile(amounts, QUANTILES, axis=0))


def test_fast_draws_are_corrected_by_the_gap_at_the_estimate(fast: api.Ensemble, whole: api.Ensemble):
    found = fast.dataset
    np.testing.assert_allclose(found["estimate"], whole.dataset["estimate"])
    lived, gap = found["estimate_structural"], found["gap_structural"]
    headline = {"line": "wia_benefits"}
    expected = api.run(HEADLINE, method="fast", to=2026, output=fast.folder.parent / "run", figures=False).dataset
    np.testing.assert_allclose(lived - gap, np.tile(expected["line_structural"], (2, 1)), atol=1e-6)
    apart = found["effect_structural"].sel(headline) - gap.sel(headline)
    assert float(apart.std("replication").max()) < 1e-9
    assert float(apart.std("draw").max()) > 1.0


def chance(between: float, within: float, *, draws: int = 4000, replications: int = 2) -> Amounts:
    rng = np.random.default_rng(1)
    levels = rng.normal(0.0, between, (draws, 1, 1, 1))
    found = levels + rng.normal(0.0, within, (draws, replications, 1, 1))
    errors = np.full_like(found, within)
    return Amounts(found, errors, found[0], errors[0], np.zeros((draws, 1)), None)


@pytest.mark.parametrize(("within", "replications"), [(1.0, 2), (2.0, 4), (0.5, 1)])
def test_the_share_of_chance_is_that_of_known_variances(within: float, replications: int):
    found = chance(3.0, within, replications=replications)
    share = (within**2 / replications) / (9.0 + within**2 / replications)
    assert float(found.noise_share[0, 0]) == pytest.approx(share, rel=0.1)
    if replications > 1:
        assert float(found.replication_share[0, 0]) == pytest.approx(share, rel=0.15)  # type: ignore[index]
    else:
        assert found.replication_share is None


def test_common_chance_is_set_beside_the_variance_of_corrected_draws():
    found = chance(3.0, 0.0, replications=1)
    corrected = replace(found, errors=np.ones_like(found.errors), gap=np.zeros((1, 1, 1)))
    assert float(corrected.noise_share[0, 0]) == pytest.approx(1.0 / 10.0, rel=0.1)


def test_workers_follow_from_the_share_of_chance():
    known = settings("ensemble")
    share, pilot = known["noise_share"], known["pilot_workers"]
    between = 100.0
    needed = workers_for(between=between, noise=20.0, largest=10**7)
    noise = 20.0 * pilot / needed
    assert noise / (noise + between) == pytest.approx(share, rel=0.05)
    assert noise / (noise + between) <= share
    assert workers_for(between=between, noise=20.0, largest=50_000) == 50_000
    assert workers_for(between=between, noise=1e-9, largest=10**7) == known["fewest_workers"]
    assert workers_for(between=0.0, noise=1.0, largest=10**7) == known["fewest_workers"]


def test_workers_are_chosen_by_a_pilot_when_they_are_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    quick = {**settings("ensemble"), "pilot_draws": 2, "pilot_workers": 500, "fewest_workers": 400, "noise_share": 0.97}
    monkeypatch.setattr("poortwachter.study.ensemble.run.settings", lambda _: quick)
    monkeypatch.setattr("poortwachter.study.ensemble.run.ROUND", 100)
    monkeypatch.setattr("poortwachter.primitives.memory.user_cache", lambda: tmp_path / "cache")
    found = made(tmp_path / "out", workers=None, draws=2, replications=1)
    chosen = found.dataset.attrs["workers"]
    assert 400 <= chosen < 20_000
    assert chosen % 100 == 0
    assert len(list((tmp_path / "cache").rglob("*.json"))) == 1
