"""Keep the last result: score by module and group, the survivors with a line on each, and what sources it is about."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.mutation.runner import PACKAGE, Mutant, Verdict

HERE: Final = Path(__file__).parent
PLAN: Final = HERE / "plan.yaml"
REASONS: Final = HERE / "survivors.yaml"
RESULT: Final = HERE / "result.yaml"
PAGE: Final = HERE / "result.md"
ASKED: Final = 0.85
"""Share of the mutants of a group that tests must find out."""
UNEXPLAINED: Final = "not explained"

_PAGE: Final = """# Mutation testing

Made by `python -m tests.mutation`; what is changed, and by what it is tested, stands in `plan.yaml`, the reasons in
`survivors.yaml`. A mutant is found out when a test fails on it or it never ends; one that cannot be imported counts
neither way, and one that changes nothing anyone could notice counts as a survivor.

| | mutants | found out | score |
|---|---|---|---|
{scores}

## Survivors

| module | function | change | why it is left |
|---|---|---|---|
{survivors}
"""


@dataclass(frozen=True)
class Part:
    """Modules of a group, and the tests that must notice when they change."""

    group: str
    modules: tuple[str, ...]
    """Paths below the package."""
    tests: tuple[str, ...]
    """As pytest takes them; a changed module is tested by them in this order."""


def load_plan() -> tuple[Part, ...]:
    """Return what is changed, group after group."""
    return tuple(
        Part(
            part["group"],
            tuple(
                str(path.relative_to(PACKAGE))
                for pattern in part["modules"]
                for path in sorted(PACKAGE.glob(pattern))
                if path.name != "__init__.py"
            ),
            tuple(part["tests"]),
        )
        for part in _read(PLAN)
    )


def fingerprint(module: str) -> str:
    """Return the hash of a module's source."""
    return hashlib.sha256((PACKAGE / module).read_bytes()).hexdigest()


def of_modules(mutants: Sequence[Mutant], verdicts: Sequence[Verdict], *, group: str) -> dict[str, Any]:
    """Return the result by module."""
    found: dict[str, Any] = {}
    for mutant, verdict in zip(mutants, verdicts, strict=True):
        module = found.setdefault(
            mutant.module,
            {"group": group, "sha256": fingerprint(mutant.module), "mutants": 0, "found_out": 0, "survivors": []},
        )
        module["mutants"] += verdict is not Verdict.STILLBORN
        module["found_out"] += verdict in (Verdict.KILLED, Verdict.TIMED_OUT)
        if verdict is Verdict.SURVIVED:
            module["survivors"].append({"function": mutant.function, "change": mutant.change})
    return found


def unexplained(mutants: Sequence[Mutant], *, result: Mapping[str, Any]) -> list[Mutant]:
    """Return the mutants that survived the last time without a reason, of modules that are as they were then."""
    known = {
        (module, survivor["function"], survivor["change"])
        for module, of in result.items()
        if of["sha256"] == fingerprint(module)
        for survivor in of["survivors"]
        if survivor["why"] == UNEXPLAINED
    }
    return [mutant for mutant in mutants if (mutant.module, mutant.function, mutant.change) in known]


def renewed(result: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result in which what had no reason is what has now been found."""
    told = dict(result)
    for module, of in found.items():
        left = [each for each in told[module]["survivors"] if each["why"] != UNEXPLAINED] + of["survivors"]
        told[module] = told[module] | {"found_out": told[module]["mutants"] - len(left), "survivors": left}
    return told


def load_result() -> dict[str, Any]:
    """Return the last result by module."""
    return _read(RESULT) if RESULT.is_file() else {}


def explained(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result with the reason of every survivor, of modules that there still are."""
    reasons = {
        (reason["module"], reason["function"], change): reason["why"]
        for reason in _read(REASONS)
        for change in reason["changes"]
    }
    modules = [module for part in load_plan() for module in part.modules if module in result]
    told = {module: dict(result[module]) for module in modules}
    for module, of in told.items():
        of["survivors"] = [
            each | {"why": reasons.get((module, each["function"], each["change"]), UNEXPLAINED)}
            for each in of["survivors"]
        ]
    return told


def scores(result: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Return the mutants and how many of them were found out, by group."""
    totals: dict[str, tuple[int, int]] = {}
    for of in result.values():
        mutants, found = totals.get(of["group"], (0, 0))
        totals[of["group"]] = mutants + of["mutants"], found + of["found_out"]
    return totals


def keep(result: Mapping[str, Any]) -> None:
    """Write a result, and the page that is made from it."""
    from poortwachter.primitives.files import write_whole
    from poortwachter.primitives.yaml import yaml_text

    write_whole(RESULT, yaml_text(result))
    write_whole(PAGE, page(result))


def page(result: Mapping[str, Any]) -> str:
    """Return the page of a result."""
    rows: list[str] = []
    for group, (mutants, found) in scores(result).items():
        rows.append(_score(f"**{group}**", mutants, found))
        rows += [
            _score(f"`{module}`", of["mutants"], of["found_out"])
            for module, of in result.items()
            if of["group"] == group
        ]
    survivors = [_survivor(module, each) for module, of in result.items() for each in of["survivors"]]
    return _PAGE.format(scores="\n".join(rows), survivors="\n".join(survivors))


def _survivor(module: str, survivor: Mapping[str, str]) -> str:
    change = survivor["change"].replace("|", "\\|")
    return f"| `{module}` | `{survivor['function'] or 'the module'}` | `{change}` | {survivor['why']} |"


def _score(what: str, mutants: int, found: int) -> str:
    return f"| {what} | {mutants} | {found} | {found / max(mutants, 1):.0%} |"


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
