"""Put the solved capacity of UWV on paper: a note below the table, and every month in a file."""

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from poortwachter.primitives.files import write_whole
from poortwachter.report.letter import Note
from poortwachter.report.words import Words
from poortwachter.results.capacity import MONTHS_PER_YEAR, Capacity, Years

DOCUMENTS: Final = "documents"
FILE: Final = "capacity.csv"
BASELINE, REFORM = "baseline", "reform"
PERCENT: Final = 100.0
THOUSAND: Final = 1000.0


def notes(found: Years, *, waived: Mapping[int, float], words: Words) -> tuple[Note, ...]:
    """Return what stands below the table; waived: share of an advance without a right that is kept, by first year."""
    kept = "; ".join(
        words["capacity.waived"].format(year=year, share=_percent(share, words=words)) for year, share in waived.items()
    )
    about = words["capacity.about"].format(
        iterations=found.iterations,
        residual=f"{found.residual:.1g}".replace(".", words["number.decimal"]),
        last=max(found.by_year[BASELINE]),
        advances=kept,
    )
    policies = [BASELINE, *([REFORM] if differs(found) else [])]
    tables = [
        Note(
            words[f"capacity.{policy}"] + f": {words[f'capacity.{part}']}",
            table=table(found, policy=policy, words=words),
        )
        for policy in policies
        for part, table in (("work", _work), ("waits", _waits))
    ]
    return Note(words["capacity.title"], text=(about,)), *tables


def differs(found: Years) -> bool:
    """Return whether the reform has other waits than the baseline."""
    return found.by_year[BASELINE] != found.by_year[REFORM]


def _work(found: Years, *, policy: str, words: Words) -> tuple[tuple[str, ...], ...]:
    """Return assessments and hours by year."""
    hours = ("doctor_hours", "doctor_capacity", "expert_hours")
    names = ("year", "needed", "assessed", "published", *hours)
    done = found.published["assessments_done"]
    rows = [
        (
            str(year),
            words.number(values["needed"]),
            words.number(values["assessed"]),
            words.number(done.get(year, math.nan)),
            *(words.number(values[name] / THOUSAND) for name in hours),
        )
        for year, values in found.by_year[policy].items()
    ]
    return tuple(words[f"capacity.{name}"] for name in names), *rows


def _waits(found: Years, *, policy: str, words: Words) -> tuple[tuple[str, ...], ...]:
    """Return backlog, waits and advances by year."""
    names = (
        "year",
        "backlog",
        "published",
        "share",
        "weeks",
        "advances",
        "published",
        "refused",
        "of_new",
        "published",
    )
    backlog, advances, of_new = (found.published[name] for name in ("backlog", "advances", "advances_share"))
    rows = [
        (
            str(year),
            words.number(values["backlog"]),
            words.number(backlog.get(year, math.nan)),
            _percent(values["share"], words=words),
            words.number(values["weeks"]),
            words.number(values["advances"]),
            words.number(advances.get(year, math.nan)),
            words.number(values["advances_refused"]),
            _percent(values["advances_share"], words=words),
            _percent(of_new.get(year, math.nan), words=words),
        )
        for year, values in found.by_year[policy].items()
    ]
    return tuple(words[f"capacity.{name}"] for name in names), *rows


def _percent(share: float, *, words: Words) -> str:
    return f"{words.number(PERCENT * share)}%" if math.isfinite(share) else words["number.unknown"]


def write(found: Capacity, *, folder: Path) -> Path:
    """Write every month of both policies into the documents of a result folder."""
    place = folder / DOCUMENTS / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, csv_text(found).encode())
    return place


def csv_text(found: Capacity) -> str:
    """Return every month of both policies as CSV, unrounded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = next(iter(found.course.values())).months._fields
    writer.writerow(("scenario", "year", "month", *names))
    for policy, course in found.course.items():
        for place in range(len(found.years) * MONTHS_PER_YEAR):
            year, month = found.years[place // MONTHS_PER_YEAR], place % MONTHS_PER_YEAR + 1
            writer.writerow(
                (policy, year, month, *(repr(float(getattr(course.months, name)[place])) for name in names))
            )
    return out.getvalue()
