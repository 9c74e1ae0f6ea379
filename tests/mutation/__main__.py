"""Change the law's rules, the ledger and the estimators in small ways, and count the changes that tests find out.

A command of its own, no part of the tests: `pip install ".[test,mutation]" && python -m tests.mutation`. Mutants come
from cosmic-ray as a library (`mutants.py` says why); its own way to run them, and that of mutmut, start a process for
each and compile the kernel there, so they run here in forks of one process without compilation (`runner.py`).
"""

import os
import sys
import time
from typing import Annotated

import typer

os.environ["NUMBA_DISABLE_JIT"] = "1"  # before anything imports numba

from tests.mutation import record
from tests.mutation.mutants import mutants_of
from tests.mutation.runner import outcomes


def main(
    only: Annotated[list[str] | None, typer.Argument(help="Groups or modules, as rules or law/rules/wga.py.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Only survivors without a reason.")] = False,
) -> None:
    """Test the mutants of all groups, or of some, and keep the result beside this command.

    The result of other modules stays. Exit code 1: fewer mutants of a group found out than is asked, or a survivor
    without a reason in `survivors.yaml`.
    """
    result = record.load_result()
    for part in record.load_plan():
        modules = [module for module in part.modules if not only or part.group in only or module in only]
        mutants = [mutant for module in modules for mutant in mutants_of(module)]
        if again:
            mutants = record.unexplained(mutants, result=record.explained(result))
        if mutants:
            print(f"{part.group}: {len(mutants)} mutants in {', '.join(modules)}", flush=True)
            started = time.perf_counter()
            verdicts = outcomes(mutants, tests=part.tests)
            print(f"\n{(time.perf_counter() - started) / len(mutants):.2f} seconds a mutant", flush=True)
            found = record.of_modules(mutants, verdicts, group=part.group)
            result = record.explained(record.renewed(record.explained(result), found) if again else result | found)
            record.keep(result)
    result = record.explained(result)
    record.keep(result)
    raise typer.Exit(_tell(result))


def _tell(result: dict[str, dict[str, object]]) -> int:
    """Print the scores, and return the exit code."""
    low = False
    for group, (mutants, found) in record.scores(result).items():
        print(f"{group}: {found} of {mutants} found out, {found / mutants:.1%}")
        low |= found < record.ASKED * mutants
    text = record.page(result)
    unexplained = [line for line in text.splitlines() if record.UNEXPLAINED in line]
    print("\n".join(unexplained))
    return int(low or bool(unexplained))


if __name__ == "__main__":
    sys.exit(typer.run(main))
