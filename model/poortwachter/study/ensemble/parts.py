"""Keep what is finished of an ensemble in files, each whole or not there, and each bound to the plan it is of.

A file holds one draw and replication, or one share of it until all shares are there. What cannot be read is worked out
anew. Files of another plan are refused.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import write_whole
from poortwachter.study.ensemble.job import Cell, Charges, Sums, Task, added, cell_of

PARTS: Final = "parts"
SUFFIX: Final = ".npz"
HEADER: Final = "plan"


class Parts:
    """The finished parts of one plan in a folder."""

    def __init__(self, folder: Path, *, plan: str, charges: Charges) -> None:
        self.folder, self.plan, self.charges = folder, plan, charges

    def begin(self, *, force: bool) -> None:
        """Make the folder ready.

        Raises:
            InputError: when it holds parts of another plan; with `force` these are removed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob(".*.partial"):
            path.unlink(missing_ok=True)
        others = [path for path in sorted(self.folder.glob(f"*{SUFFIX}")) if self._plan_of(path) not in (self.plan, "")]
        if others and not force:
            what = f"the folder holds {len(others)} parts of another plan, or of another version of the program"
            raise InputError([Problem(what, "choose another --output, or replace them with --force", self.folder)])
        for path in others:
            path.unlink()

    def missing(self, tasks: Iterable[Task]) -> list[Task]:
        """Return the tasks that are still to be done, in their order."""
        return [task for task in tasks if self.cell(task) is None and (_is_whole(task) or self._share(task) is None)]

    def keep(self, task: Task, sums: Sums) -> None:
        """Keep what a task gave; once all shares of a draw and replication are there, they become one."""
        if _is_whole(task):
            self._write_cell(task, sums)
            return
        self._write(task, {**sums._asdict(), "weights": np.array(sums.weights)})
        self.merge(task)

    def merge(self, task: Task) -> None:
        """Make one of the shares of a draw and replication if all are there."""
        shares = [task._replace(share=task.share._replace(part=part)) for part in range(task.share.parts)]
        if not all(self.path(one).is_file() for one in shares):
            return
        found = [self._share(one) for one in shares]
        whole = [one for one in found if one is not None]
        if len(whole) == len(shares):
            self._write_cell(task.cell, added(whole))

    def cell(self, task: Task) -> Cell | None:
        """Return the finished amounts of a draw and replication; None when there are none that can be read."""
        found = self._read(task.cell)
        return None if found is None else Cell(found["amounts"], found["errors"], found["levels"])

    def path(self, task: Task) -> Path:
        """Return where the part of a task stands."""
        what = "expected" if task.expected else f"replication-{task.replication:04}"
        share = "" if _is_whole(task) else f"-share-{task.share.part:04}-of-{task.share.parts:04}"
        return self.folder / f"draw-{task.draw:06}-{what}{share}{SUFFIX}"

    def _write_cell(self, task: Task, sums: Sums) -> None:
        self._write(task, cell_of(sums, charges=self.charges)._asdict())
        stem = self.path(task).name.removesuffix(SUFFIX)
        for path in self.folder.glob(f"{stem}-share-*{SUFFIX}"):
            path.unlink()

    def _write(self, task: Task, arrays: Mapping[str, Any]) -> None:
        buffer = io.BytesIO()
        header = np.frombuffer(json.dumps(self.plan).encode(), dtype=np.uint8)
        np.savez(buffer, **{HEADER: header}, **arrays)
        write_whole(self.path(task), buffer.getvalue())

    def _share(self, task: Task) -> Sums | None:
        found = self._read(task)
        if found is None:
            return None
        first, last = (float(one) for one in found["weights"])
        unit, tables = float(found["unit"]), str(found["tables"])
        return Sums(found["effect"], found["wages"], (first, last), unit, found["levels"], tables)

    def _read(self, task: Task) -> dict[str, npt.NDArray[Any]] | None:
        try:
            with np.load(self.path(task), allow_pickle=False) as file:
                return dict(file)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def _plan_of(self, path: Path) -> str:
        """Return the plan that a part is of; of one that cannot be read, nothing."""
        try:
            with np.load(path, allow_pickle=False) as file:
                return str(json.loads(bytes(file[HEADER])))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return ""


def _is_whole(task: Task) -> bool:
    return task.share.parts == 1
