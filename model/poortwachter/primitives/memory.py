"""Keep on disk what has been worked out before, for as long as neither the question nor the program changes.

A folder per version of the sources lies in the per-user cache; an entry is named by the hash of the question. What
cannot be read is worked out anew, and what cannot be written is not kept. Answers are JSON; records and arrays are
pickled, which is read back as code of this user's own, as compiled code is.
"""

import hashlib
import io
import json
import os
import pickle
import platform
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from poortwachter.primitives.files import write_whole

_PACKAGE: Final = Path(__file__).resolve().parent.parent
DIGITS: Final = 12
_PICKLED_BY: Final = ("numpy", "pydantic")
"""Packages whose records stand in what is pickled."""

Answer = TypeVar("Answer")


def user_cache() -> Path:
    """Return the folder of this program in the per-user cache; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "poortwachter"


def hash_of(folders: tuple[str, ...], *, suffixes: tuple[str, ...] = (".py",)) -> str:
    """Return the hash of the files in folders of this package (12 hexadecimal digits)."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(each for each in (_PACKAGE / folder).rglob("*") if each.suffix in suffixes):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


@cache
def _of_everything() -> str:
    return hash_of((".",), suffixes=(".py", ".yaml", ".csv"))


def remembered(kind: str, question: Any, work_out: Callable[[], Any]) -> Any:
    """Return the answer to a question, worked out at most once for each version of the program.

    kind: a folder name; question and answer: what JSON can hold, the numbers to the last bit.
    """
    text = json.dumps(question, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()
    path = user_cache() / kind / _of_everything() / f"{name}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["question"] == json.loads(text):
            return kept["answer"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    answer = work_out()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps({"question": json.loads(text), "answer": answer}))
    except OSError:
        pass
    return answer


def kept(kind: str, question: str, work_out: Callable[[], Answer], *, most: int) -> Answer:
    """Return records or arrays, worked out at most once for each version of the program and of what pickles them.

    kind: a folder name, of which the `most` newest entries stay.
    """
    name = hashlib.sha256("\n".join((*_pickled_by(), question)).encode()).hexdigest()
    path = user_cache() / kind / _of_everything() / f"{name}.pickle"
    try:
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]
    except Exception:  # a damaged pickle can raise anything
        pass
    answer = work_out()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _pickled(answer))
        for old in sorted(path.parent.glob("*.pickle"), key=_written)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        pass
    return answer


class _Folding(pickle.Pickler):
    """Write a row of an array that stands in it many times running, as tables by year or week do, only once."""

    def reducer_override(self, found: Any) -> Any:
        if type(found) is not np.ndarray or found.dtype.hasobject or found.nbytes < _SMALL or len(found) == 1:
            return NotImplemented
        rows = np.ascontiguousarray(found).reshape(len(found), -1).view(np.uint8)
        starts = np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]).any(axis=1)))
        if len(starts) == len(found):
            return NotImplemented
        return np.repeat, (found[starts], np.diff(starts, append=len(found)), 0)


_SMALL: Final = 4096
"""Bytes of an array that is not worth folding."""


def _pickled(answer: Any) -> bytes:
    file = io.BytesIO()
    _Folding(file, protocol=pickle.HIGHEST_PROTOCOL).dump(answer)
    return file.getvalue()


def _pickled_by() -> tuple[str, ...]:
    return (platform.python_version(), *(f"{package} {version(package)}" for package in _PICKLED_BY))


def _written(path: Path) -> float:
    return path.stat().st_mtime
