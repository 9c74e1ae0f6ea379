"""Keep on disk what has been worked out before, for as long as neither the question nor the program changes.

A folder per version of the sources lies in the per-user cache; an entry is named by the hash of the question. What
cannot be read is worked out anew, and what cannot be written is not kept.
"""

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.files import write_whole

_PACKAGE: Final = Path(__file__).resolve().parent.parent
DIGITS: Final = 12


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
