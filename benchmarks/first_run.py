"""Time a newcomer's way to a table in Word: the commands of the README, in a fresh environment with empty caches.

`python -m benchmarks.first_run` reads the commands from the README's section *First run*, runs them in a copy of the
checkout and opens the document that they leave. It fails when a command or the document does, and never on a time;
`--store` keeps the times.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated, Final, NamedTuple

import typer

from benchmarks.machine import machine_class
from poortwachter.primitives.files import write_whole

ROOT: Final = Path(__file__).parents[1]
README: Final = ROOT / "README.md"
STORED: Final = Path(__file__).parent / "first_run.json"
LIMIT_MINUTES: Final = 5
HEADLINE: Final = "wia_benefits"
LEFT_BEHIND: Final = (".git", "uitkomsten", "build", "dist", ".venv", "venv", "__pycache__", ".pytest_cache")
OWN: Final = ("PYTHONPATH", "PYTHONHOME", "NUMBA_CACHE_DIR", "VIRTUAL_ENV")
"""Variables that would let something in from outside the fresh environment."""


class Timed(NamedTuple):
    """A command and how long it took."""

    command: str
    seconds: float


def commands(readme: str) -> list[str]:
    """Return the commands of the section *First run*, in order."""
    section = re.search(r"^## First run\n.*?^```\w*\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    if section is None:
        raise SystemExit("the README has no section 'First run' with commands")
    return section[1].splitlines()


def fresh(place: Path) -> tuple[Path, dict[str, str]]:
    """Copy the checkout, make an environment beside it; return the copy and the variables of a newcomer's shell."""
    checkout = shutil.copytree(ROOT, place / "poortwachter", ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    subprocess.run([sys.executable, "-m", "venv", place / "environment"], check=True)
    shell = {name: value for name, value in os.environ.items() if name not in OWN}
    path = os.pathsep.join((str(place / "environment" / "bin"), shell["PATH"]))
    return checkout, shell | {"PATH": path, "XDG_CACHE_HOME": str(place / "cache")}


def timed(command: str, *, checkout: Path, shell: Mapping[str, str]) -> Timed:
    """Run a command in the checkout and time it."""
    start = perf_counter()
    subprocess.run(command, shell=True, cwd=checkout, env=dict(shell), check=True)
    return Timed(command, perf_counter() - start)


def headline(document: Path) -> list[str]:
    """Return the cells of the headline in the first table of a Word document, its label first.

    Raises:
        SystemExit: when they are not those of the run, or when LibreOffice, where it is present, cannot open it.
    """
    from docx import Document

    from poortwachter.report.words import load_words

    label = load_words("nl")[f"line.{HEADLINE}"]
    rows = [[cell.text for cell in row.cells] for row in Document(str(document)).tables[0].rows]
    found = next((row for row in rows if row[0] == label), [])
    shown = found[-1].replace("\u2212", "-").split()[:1]
    amount = _structural(document.parents[1] / "cost_table.csv")
    if not shown or abs(float(shown[0].replace(".", "").replace(",", ".")) - amount) > 1:
        raise SystemExit(f"{document.name} does not give the headline of {amount:.1f}: {found}")
    _open(document)
    return found


def _structural(table: Path) -> float:
    with table.open(encoding="utf-8", newline="") as file:
        rows = {(row["line"], row["year"]): row["amount_eur_mln"] for row in csv.DictReader(file)}
    return float(rows[HEADLINE, "structureel"])


def _open(document: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation={Path(place, 'profile').as_uri()}"
        options = ("--headless", profile, "--convert-to", "pdf", "--outdir", place)
        subprocess.run([office, *options, str(document)], check=True, capture_output=True)
        if not (Path(place) / document.with_suffix(".pdf").name).is_file():
            raise SystemExit(f"LibreOffice does not open {document.name}")


def told(times: Sequence[Timed]) -> str:
    """Return the times as text, with whether they stay within the limit."""
    total = sum(each.seconds for each in times)
    lines = [f"{each.seconds:6.0f} s  {each.command}" for each in times]
    within = "within" if total < LIMIT_MINUTES * 60 else "NOT within"
    return "\n".join([*lines, f"{total:6.0f} s  together, {within} {LIMIT_MINUTES} minutes; {machine_class()}"])


def main(store: Annotated[bool, typer.Option("--store", help=f"Keep the times in {STORED.name}.")] = False) -> None:
    """Run the commands of the README in a fresh environment, time each, and open the Word table."""
    with tempfile.TemporaryDirectory() as place:
        checkout, shell = fresh(Path(place))
        times = [timed(each, checkout=checkout, shell=shell) for each in commands(README.read_text(encoding="utf-8"))]
        (document,) = checkout.glob("uitkomsten/*/documents/*.docx")
        cells = headline(document)
    print(f"\n{' | '.join(cells)}\n\n{told(times)}")
    if store:
        kept = {"machine": machine_class(), "seconds": {each.command: round(each.seconds, 1) for each in times}}
        write_whole(STORED, json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    typer.run(main)
