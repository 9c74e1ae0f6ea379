"""Run the plan of a result again; tell whether the same figures come out, and if not, what differs and why it may."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.results.manifest import PLAN, recorded_content
from poortwachter.results.provenance import plan_hash, result_hash, versions
from poortwachter.results.store import read_result
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import plan, resolve
from poortwachter.simulation.blocks import DEFAULT_BLOCK
from poortwachter.simulation.runner import FAST, Effort, simulate

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, slots=True)
class Moved:
    """A variable that came out otherwise: how many cells differ and by how much at most; None where shapes differ."""

    name: str
    cells: int
    largest: float | None


@dataclass(frozen=True, slots=True)
class Replay:
    """The hash of the content that was recorded and that came out now; what differs, and what may be the reason."""

    folder: Path
    recorded: str
    found: str
    moved: tuple[Moved, ...]
    reasons: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether the same figures came out, to the last bit."""
        return self.recorded == self.found


def replay(folder: str | Path, *, threads: int = 0, block_size: int = 0, watch: Watch = unwatched) -> Replay:
    """Run the plan of a result folder again and compare; nothing is written.

    Args:
        folder: a result folder.
        threads: threads, default one per core; never changes a result.
        block_size: workers per block; never changes a result.
        watch: told of the stages and their progress.

    Raises:
        InputError: when the folder holds no result, or a plan that can no longer be run.
    """
    place = Path(folder)
    recorded = recorded_content(place)
    stored = read_result(place)
    resolved = resolve(load(_plan_file(place)))
    if resolved.run.method == FAST:
        from poortwachter.study.expected.run import evaluate

        with watch("expected", 1):
            fresh = evaluate(resolved)
    else:
        effort = Effort(threads=threads, block_size=block_size or DEFAULT_BLOCK)
        fresh = simulate(resolved, effort=effort, watch=watch)
    found = result_hash(fresh)
    if found == recorded:
        return Replay(place, recorded, found, moved=(), reasons=())
    now = {"plan": plan_hash(plan(resolved)), **versions()}
    reasons = (*_edited(stored, recorded=recorded), *_changed(_made_by(stored), now))
    return Replay(place, recorded, found, moved=tuple(_moved(stored, fresh)), reasons=reasons)


def _plan_file(folder: Path) -> Path:
    path = folder / PLAN
    if not path.is_file():
        raise InputError([Problem("this folder holds no plan", f"name a result folder with {PLAN}", folder)])
    return path


def _moved(stored: "xr.Dataset", fresh: "xr.Dataset") -> Iterator[Moved]:
    for name in sorted({*map(str, stored.variables), *map(str, fresh.variables)}):
        if name not in stored.variables or name not in fresh.variables:
            yield Moved(name, cells=int((stored if name in stored.variables else fresh)[name].size), largest=None)
            continue
        one, other = stored[name].to_numpy(), fresh[name].to_numpy()
        if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
            yield Moved(name, cells=max(one.size, other.size), largest=None)
            continue
        differs = (one != other) & ~((one != one) & (other != other))
        if differs.any():
            gaps = np.abs(one[differs] - other[differs]) if one.dtype.kind in "fiu" else None
            largest = None if gaps is None or np.isnan(gaps).all() else float(np.nanmax(gaps))
            yield Moved(name, cells=int(differs.sum()), largest=largest)


def _made_by(stored: "xr.Dataset") -> dict[str, str]:
    return {"plan": str(stored.attrs.get("plan_hash", "")), **json.loads(stored.attrs.get("versions", "{}"))}


def _edited(stored: "xr.Dataset", *, recorded: str) -> Iterator[str]:
    if result_hash(stored) != recorded:
        yield "the dataset in the folder is not the one that was written (see verify)"


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Tell which version or machine is another one, and that no reason is known where none is."""
    changed = [name for name in now if then.get(name) != now[name]]
    yield from (f"{name}: {then.get(name, 'not recorded')}, now {now[name]}" for name in changed)
    if not changed:
        yield "nothing that was recorded has changed: plan, sources, versions and machine are the same"
