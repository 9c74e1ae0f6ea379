"""Compile the scalar core, with one cache per version of its sources.

numba keeps a stale result when a callee in another file changes, so the cache directory carries a hash of
every source file that can end up in a kernel. It must be set before numba is imported, which only this module
does. Where the directory cannot be written the code is compiled without a cache, with one line of notice.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import cached_property, update_wrapper
from pathlib import Path
from typing import Any, TypeVar

from poortwachter.primitives.memory import hash_of, user_cache

Function = TypeVar("Function", bound=Callable[..., Any])

_COMPILED_FOLDERS = ("primitives", "law", "behaviour", "population", "accounting", "kernel")


def source_hash() -> str:
    """Return the hash of all sources that the compiled kernels are made of (12 hexadecimal digits)."""
    return hash_of(_COMPILED_FOLDERS)


def cache_directory() -> Path:
    """Return the per-user cache directory for these sources; it need not exist."""
    return user_cache() / "numba" / source_hash()


def _writable(directory: Path) -> bool:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            return True
    except OSError:
        return False


def _set_cache() -> bool:
    if "numba" in sys.modules and not os.environ.get("NUMBA_CACHE_DIR"):
        return False
    directory = cache_directory()
    if not _writable(directory):
        sys.stderr.write(f"poortwachter: {directory} is not writable; compiling without a cache\n")
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(directory)
    return True


CACHED = _set_cache()

import numba  # noqa: E402  (the cache directory has to be set first)

from poortwachter.primitives.inner import EntryCompiler, InnerCompiler, keep, take_all_values  # noqa: E402

# Without numba's reference counting, which would cost more than the work itself wherever an array stands in a record
# or a tuple; so compiled code allocates nothing and scratch space comes from the caller.
_OPTIONS: Any = {"error_model": "numpy", "nogil": True, "_nrt": False}
_INNER: Any = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": InnerCompiler}


class Compiled:
    """A compiled function: compiled code links it, Python calls an entry that is cached with all below it.

    numba is told of each only where it is asked for: a run calls a handful of the functions, and where these come from
    the cache none of those below them is looked at.
    """

    def __init__(self, function: Callable[..., Any], *, inline: bool) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._inline = inline

    @cached_property
    def _inner(self) -> Any:
        return take_all_values(numba.njit(**_INNER, forceinline=self._inline)(self.py_func))  # type: ignore[call-overload]

    @cached_property
    def _entry(self) -> Any:
        entry: Any = numba.njit(**_OPTIONS, pipeline_class=EntryCompiler)(self.py_func)  # type: ignore[call-overload]
        return keep(entry) if CACHED else entry

    @property
    def _numba_type_(self) -> Any:
        """Return what numba sees where compiled code names this function."""
        return self._inner._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        """Call the entry."""
        return self._entry(*arguments)


def compiled(function: Function) -> Function:
    """Compile a scalar function of the core; with NUMBA_DISABLE_JIT=1 it stays plain Python."""
    return function if numba.config.DISABLE_JIT else Compiled(function, inline=False)  # type: ignore[return-value]


def inlined(function: Function) -> Function:
    """Compile a function that is copied into whatever calls it, so that a loop of it goes through the vector unit."""
    return function if numba.config.DISABLE_JIT else Compiled(function, inline=True)  # type: ignore[return-value]


def plain(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return the Python function behind a compiled rule."""
    return getattr(rule, "py_func", rule)  # type: ignore[no-any-return]
