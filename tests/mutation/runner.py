"""Run tests against mutants, each in a fork of one process in which the tests are collected and their fixtures made.

Nothing is compiled (`NUMBA_DISABLE_JIT=1`): a mutant costs a fork and the tests that enter its function, instead of
the fourteen seconds in which the kernel compiles. A change in the body of a function takes the place of its code,
wherever that was imported. A change of a module itself, or of a function that runs when it is imported, can be in what
others made of it, so there a fork imports all anew, from a process that knows only the libraries. What cannot be
imported is no mutant: it counts neither way.
Fixtures of the session are those without the change, so what a mutant does to them is not held against it.
"""

import gc
import importlib
import importlib.abc
import importlib.util
import inspect
import os
import pickle
import resource
import signal
import sys
import time
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

import poortwachter

PACKAGE: Final = Path(poortwachter.__file__).parent
MEMORY: Final = 6 * 2**30
"""Bytes of address space a mutant may take."""
PATIENCE: Final = (2.0, 1.0)
"""Seconds of processor time that a mutant gets, and how often the time of the longest of its tests beside."""

Answer = TypeVar("Answer")
Reached = frozenset[tuple[str, str]]
"""Functions that a test or an import enters: path of the module below the package, qualified name."""

settings.register_profile(
    "mutation", deadline=None, database=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    module: str
    """Path below the package."""
    function: str
    """Qualified name of the function whose body is changed; empty where the module itself is."""
    change: str
    """The changed lines before and after, as one line."""
    source: str
    """The whole module, changed."""


class Verdict(Enum):
    """What became of a mutant."""

    SURVIVED = 0
    KILLED = 1
    TIMED_OUT = 2
    STILLBORN = 3


@dataclass(frozen=True)
class Tests:
    """A collected test, what it enters and what it costs."""

    __test__ = False

    item: pytest.Item
    reached: Reached
    seconds: float


_ANEW: Final = 300.0
"""The same for a changed module, whose tests make their fixtures anew."""
LIBRARIES: Final = ("numba", "xarray", "h5netcdf", "scipy.special", "pydantic", "ruamel.yaml", "hypothesis", "typer")
"""What the package imports, known to the process from which a changed module is imported."""


def outcomes(mutants: Sequence[Mutant], *, tests: Sequence[str]) -> list[Verdict]:
    """Return what becomes of each mutant under tests given as pytest takes them.

    Raises:
        RuntimeError: where a test fails without any change.
    """
    for library in LIBRARIES:
        importlib.import_module(library)
    at_import = in_child(lambda: _entered_by_import({mutant.module for mutant in mutants}))
    inside = [mutant for mutant in mutants if mutant.function and (mutant.module, mutant.function) not in at_import]
    found = dict(zip(inside, in_child(lambda: _inside(inside, tests=tests)), strict=True)) if inside else {}
    for mutant in mutants:
        if mutant not in found:
            found[mutant] = _anew(mutant, tests=tests)
            mark(found[mutant])
    return [found[mutant] for mutant in mutants]


def mark(verdict: Verdict) -> None:
    """Show that a mutant is done: a point for one that was found out."""
    if sys.__stderr__:
        sys.__stderr__.write(".!ts"[(1, 0, 2, 3)[verdict.value]])
        sys.__stderr__.flush()


def in_child(answer: Callable[[], Answer]) -> Answer:
    """Return what a function answers in a fork of this process.

    Raises:
        RuntimeError: where it fails.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _answer_into(writing, answer)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        raise RuntimeError("the tests could not be run without any change")
    return pickle.loads(told)


def _answer_into(pipe: int, answer: Callable[[], Any]) -> None:
    try:
        told = pickle.dumps(answer())
        with os.fdopen(pipe, "wb") as writing:
            writing.write(told)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(0)


# ---- a change in a function ------------------------------------------------------------------------------------------


def _inside(mutants: Sequence[Mutant], *, tests: Sequence[str]) -> list[Verdict]:
    session = Session(mutants)
    code = pytest.main([*_OPTIONS, *tests], plugins=[session])
    if code or len(session.verdicts) != len(mutants):
        raise RuntimeError(f"pytest ended with {code} before a mutant was tested")
    return session.verdicts


_OPTIONS: Final = (
    *("-q", "--no-header", "--no-summary", "--capture=sys"),
    *("-p", "no:cacheprovider", "--hypothesis-profile=mutation"),
)


class Session:
    """Take the place of pytest's own loop over the tests: once without a change, and then in a fork for each mutant."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        """Begin without verdicts."""
        self.mutants = mutants
        self.verdicts: list[Verdict] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests of every mutant."""
        if session.testsfailed:
            raise session.Interrupted("collection failed")
        tests = _in_order(list(_run_unchanged(session)))
        gc.freeze()
        for mutant in self.mutants:
            chosen = [test for test in tests if (mutant.module, mutant.function) in test.reached]
            self.verdicts.append(_tested(mutant, chosen) if chosen else Verdict.SURVIVED)
            mark(self.verdicts[-1])
        return True


class _Above:
    """Stands for a next test anywhere in the session, so that fixtures of the session are kept."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def _in_order(tests: Sequence[Tests]) -> list[Tests]:
    """Return the tests with the quickest file first, so that fixtures of a file are made once."""
    of_file: dict[Path, float] = {}
    for test in tests:
        of_file[test.item.path] = of_file.get(test.item.path, 0.0) + test.seconds
    return sorted(tests, key=lambda test: (of_file[test.item.path], test.item.path))


def _run_unchanged(session: pytest.Session) -> Iterator[Tests]:
    for item in session.items:
        reached: set[tuple[str, str]] = set()
        started = time.process_time()
        with _Entering(reached):
            passes = _passes(item, nextitem=_Above(session))
        if not passes:
            raise session.Failed(f"{item.nodeid} fails without any change")
        yield Tests(item, frozenset(reached), time.process_time() - started)


class _Entering:
    """Note the functions of the package that are entered."""

    def __init__(self, reached: set[tuple[str, str]]) -> None:
        self.reached = reached
        self.seen: set[types.CodeType] = set()

    def __enter__(self) -> None:
        sys.settrace(self.called)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def called(self, frame: types.FrameType, event: str, _: object) -> None:
        """Take note of a call, and follow it no further."""
        code = frame.f_code
        if code not in self.seen:
            self.seen.add(code)
            if code.co_filename.startswith(_FOLDER):
                self.reached.add((code.co_filename[len(_FOLDER) :], code.co_qualname.split(".<locals>")[0]))


_FOLDER: Final = f"{PACKAGE}/"


def _passes(item: pytest.Item, *, nextitem: Any) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=nextitem))


def _tested(mutant: Mutant, tests: Sequence[Tests]) -> Verdict:
    def killed() -> bool:
        _take_place(mutant)
        following = (*(test.item for test in tests[1:]), _Above(tests[0].item.session))
        return any(not _passes(test.item, nextitem=after) for test, after in zip(tests, following, strict=True))

    return _verdict(killed, seconds=PATIENCE[0] + PATIENCE[1] * max(test.seconds for test in tests))


def _take_place(mutant: Mutant) -> None:
    """Put the changed code in the place of that of the function."""
    module = importlib.import_module(_name(mutant.module))
    *above, name = mutant.function.split(".")
    owner: Any = module
    for part in above:
        owner = getattr(owner, part)
    found = inspect.getattr_static(owner, name)
    function = getattr(found, "__func__", getattr(found, "fget", found))
    inspect.unwrap(function).__code__ = _code_of(mutant)


def _code_of(mutant: Mutant) -> types.CodeType:
    waiting: list[Any] = [compile(mutant.source, PACKAGE / mutant.module, "exec")]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == mutant.function:
            return code
        waiting.extend(each for each in code.co_consts if isinstance(each, types.CodeType))
    raise LookupError(mutant.function)


def _name(module: str) -> str:
    return "poortwachter." + module.removesuffix(".py").replace("/", ".")


# ---- a change of a module --------------------------------------------------------------------------------------------


def _entered_by_import(modules: Iterable[str]) -> Reached:
    reached: set[tuple[str, str]] = set()
    with _Entering(reached):
        for module in modules:
            importlib.import_module(_name(module))
    return frozenset(reached)


def _anew(mutant: Mutant, *, tests: Sequence[str]) -> Verdict:
    def killed() -> bool:
        sys.meta_path.insert(0, _Changed(mutant))
        try:
            importlib.import_module(_name(mutant.module))
        except Exception:
            os._exit(Verdict.STILLBORN.value)
        return any(pytest.main(["-x", *_OPTIONS, test]) != 0 for test in tests)

    return _verdict(killed, seconds=_ANEW)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Import a mutant instead of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        """Return where the mutant comes from, if it is asked for."""
        if fullname != _name(self.mutant.module):
            return None
        return importlib.util.spec_from_file_location(fullname, self.get_filename(fullname), loader=self)

    def get_filename(self, fullname: str) -> str:
        """Return the file of the module without the change."""
        return str(PACKAGE / self.mutant.module)

    def get_data(self, path: Any) -> bytes:
        """Return the source."""
        return self.mutant.source.encode()


# ---- both ------------------------------------------------------------------------------------------------------------


def _verdict(killed: Callable[[], bool], *, seconds: float) -> Verdict:
    """Return what a fork finds within so much processor time."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _find(killed, seconds=seconds)
    _, status = os.waitpid(child, 0)
    return Verdict(os.waitstatus_to_exitcode(status)) if os.WIFEXITED(status) else Verdict.TIMED_OUT


def _find(killed: Callable[[], bool], *, seconds: float) -> None:
    verdict = Verdict.KILLED
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        verdict = Verdict.KILLED if killed() else Verdict.SURVIVED
    finally:
        os._exit(verdict.value)
