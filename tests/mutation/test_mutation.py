"""The stored result is about modules there are, and the runner finds out a change that a test must notice."""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

from tests.mutation import record
from tests.mutation.runner import PACKAGE, Mutant, outcomes

ROOT = Path(__file__).parents[2]
TESTS = (
    "tests/law/test_rules_bounds.py",
    "tests/accounting/test_columns.py",
    "tests/accounting/test_classes.py",
)
PLANTED = {
    "killed": ("law/rules/riv_toets.py", "can_be_imposed", "return decided < latest", "return decided <= latest"),
    "survived": ("law/rules/iva.py", "iva", "maandloon * share", "maandloon + share"),
    "timed_out": ("law/rules/riv_toets.py", "can_be_imposed", "return decided < latest", "while True: pass"),
    "killed in a table": ("accounting/columns.py", "", "Status.SANCTIE: (Status.WERK,", "Status.SANCTIE: (Status.IVA,"),
    "killed at import": ("accounting/classes.py", "_divisions", "first += len(classes)", "first -= len(classes)"),
    "stillborn": ("accounting/columns.py", "", "FIRST_MONEY: Final = 0", "FIRST_MONEY: Final = 0 / 0"),
}
"""Changes whose fate under these tests is known: none of them enters `iva`."""


def planted() -> dict[str, str]:
    """Return what becomes of each; in a process of its own, without compilation."""
    mutants = []
    for module, function, before, after in PLANTED.values():
        source = (PACKAGE / module).read_text(encoding="utf-8")
        assert before in source
        mutants.append(Mutant(module, function, f"{before} -> {after}", source.replace(before, after)))
    verdicts = outcomes(mutants, tests=TESTS)
    return {what: verdict.name.lower() for what, verdict in zip(PLANTED, verdicts, strict=True)}


def test_the_runner_finds_out_what_its_tests_notice_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation.test_mutation"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {what: what.split()[0] for what in PLANTED}


def test_the_stored_result_is_about_the_modules_of_the_plan_and_explains_every_survivor() -> None:
    result = record.load_result()
    modules = {module: part.group for part in record.load_plan() for module in part.modules}
    assert result
    assert [module for module, of in result.items() if modules.get(module) != of["group"]] == []
    assert [name for name, (mutants, found) in record.scores(result).items() if found < record.ASKED * mutants] == []
    assert [each for of in result.values() for each in of["survivors"] if each["why"] == record.UNEXPLAINED] == []
    changed = [name for name in modules if result.get(name, {}).get("sha256") != record.fingerprint(name)]
    if changed:
        warnings.warn(f"new or changed since `python -m tests.mutation` last ran: {', '.join(changed)}", stacklevel=1)


def test_the_page_is_the_one_that_the_result_makes() -> None:
    assert record.PAGE.read_text(encoding="utf-8") == record.page(record.load_result())


def test_every_test_of_the_plan_exists() -> None:
    named = [test.split("::") for part in record.load_plan() for test in part.tests]
    for path, *function in named:
        found = ROOT / path
        assert found.exists()
        assert all(f"def {name}(" in found.read_text(encoding="utf-8") for name in function)


if __name__ == "__main__":
    print(json.dumps(planted()))
