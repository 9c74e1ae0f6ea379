"""Make the yearly monitor of sanctions: by kind, ground, firm size, sector, repair and objection, and what followed.

The baseline, or a scenario's reform, is lived with every tested file followed to its end (`kernel.monitor`); published
figures stand beside it. Errors are those of the 256 fixed groups of workers, of shares by leaving each out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import monitored
from poortwachter.accounting.monitored import ALL, FIRST_GROUND, FIRST_SECTOR, FIRST_SIZE, MEDICAL_ROLE, Counted, Kind
from poortwachter.kernel.pack import pack
from poortwachter.primitives.codes import GROUPS, SECTOR_LABELS, SIZE_LABELS
from poortwachter.primitives.parameters import DIMENSIONS
from poortwachter.primitives.watch import Watch, unwatched
from poortwachter.results.comparison import Figure
from poortwachter.results.monitored import COUNT, SHARE, WEEKS, Entry, Monitor
from poortwachter.scenario.load import World
from poortwachter.scenario.resolve import Resolved
from poortwachter.simulation.blocks import DEFAULT_BLOCK, Lives, monitored_ledger
from poortwachter.simulation.worlds import FIRST_YEAR, Horizon, build_world
from poortwachter.study.targets import Target, load_targets

PUBLISHED: Final = Path(__file__).parent / "data" / "monitor"
FIRST_SHOWN: Final = 2013
"""First year of the report: sanctions by kind are published from it on."""
FOLLOWED: Final = 2
"""Years that lives go on after the last year shown, so that its sanctions have come to their end."""
DAYS_PER_WEEK: Final = 7
WORKERS: Final = 2_000_000
"""Workers unless told otherwise: errors of some 5% on a year's sanctions of one kind."""

ADMINISTRATIVE, SUBSTANTIVE = (Kind.ADMINISTRATIVE,), (Kind.SUBSTANTIVE,)
BOTH: Final = (Kind.ADMINISTRATIVE, Kind.SUBSTANTIVE)
KINDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "administrative": ADMINISTRATIVE,
    "substantive": SUBSTANTIVE,
    "both": BOTH,
}
AWARDS: Final = (Counted.WGA_PARTIAL, Counted.WGA_FULL, Counted.IVA)
REFUSALS: Final = (Counted.REFUSED_AT_WORK, Counted.REFUSED_WITHOUT_WORK)
AFTER_EXTENSION: Final[Mapping[str, tuple[Counted, ...]]] = {
    "wia": AWARDS,
    "niet_doorgezet": (Counted.BACK_DURING,),
    "afgewezen": REFUSALS,
}
"""What followed, as UWV and Panteia tell it of those who were extended."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """The counts of a monitored run in persons, by group of workers, (256, Y, kind, place, counted)."""

    cells: Floats

    def of(
        self, year: int, kinds: tuple[Kind, ...], *, place: int = ALL, what: tuple[Counted, ...] = (Counted.FILES,)
    ) -> Floats:
        """Return a count by group of workers, (256,)."""
        row = self.cells[:, year - FIRST_YEAR, :, place]
        return row[:, list(kinds)][:, :, list(what)].sum(axis=(1, 2))


def total(groups: Floats) -> Figure:
    """Return a count with its standard error from its values by group (256,)."""
    spread = GROUPS / (GROUPS - 1) * ((groups - groups.mean()) ** 2).sum()
    return Figure(float(groups.sum()), float(np.sqrt(spread)))


def ratio(above: Floats, below: Floats) -> Figure:
    """Return a share with its standard error: everything is computed anew without each group."""
    if below.sum() == 0.0:
        return Figure(float("nan"), float("nan"))
    left = below.sum() - below
    without = np.divide(above.sum() - above, left, out=np.zeros(GROUPS), where=left > 0.0)
    spread = (GROUPS - 1) / GROUPS * ((without - without.mean()) ** 2).sum()
    return Figure(float(above.sum() / below.sum()), float(np.sqrt(spread)))


def monitor(
    resolved: Resolved, *, year: int, workers: int, seed: int, threads: int, watch: Watch = unwatched
) -> Monitor:
    """Return the monitor of a scenario's reform, or of the baseline where it changes nothing, up to a year."""
    horizon = Horizon(last_year=year + FOLLOWED, price_year=resolved.run.price_year, frozen=False)
    built = build_world(resolved.reform, dated=resolved.baseline, horizon=horizon)
    lives = Lives(built.totals.cohort_workers(workers), seed, 0, threads, DEFAULT_BLOCK)
    world, nobody = pack(built.world), lives._replace(workers=np.zeros(1, dtype=np.int64), threads=1)
    with watch("compile", 1) as progress:
        monitored_ledger(world, years=horizon.years, lives=nobody, progress=progress)
    with watch("lives", int(lives.workers.sum())) as progress:
        _, cells = monitored_ledger(world, years=horizon.years, lives=lives, progress=progress)
    counts = Counts(np.asarray(cells * built.totals.weight(workers), dtype=np.float64))
    published = load_targets() | load_targets(PUBLISHED)
    years = range(FIRST_SHOWN, year + 1)
    entries = [entry for one in years for entry in _entries(counts, year=one, world=resolved.reform)]
    return Monitor(
        title=resolved.title,
        year=year,
        first_year=FIRST_SHOWN,
        workers=workers,
        lives=int(lives.workers.sum()),
        seed=seed,
        entries=tuple(_beside(entry, published=published) for entry in entries),
    )


def _entries(counts: Counts, *, year: int, world: World) -> Iterator[Entry]:
    yield from _kinds(counts, year=year)
    yield from _grounds(counts, year=year)
    yield from _by_employer(counts, year=year, part="sizes", first=FIRST_SIZE, groups=SIZE_LABELS)
    yield from _by_employer(counts, year=year, part="sectors", first=FIRST_SECTOR, groups=SECTOR_LABELS)
    yield from _repair(counts, year=year)
    yield from _objections(counts, year=year, world=world)
    yield from _ends(counts, year=year)


def _kinds(counts: Counts, *, year: int) -> Iterator[Entry]:
    tested = counts.of(year, (Kind.TESTED,))
    yield Entry("kinds", "files", "tested", "", year, COUNT, total(tested))
    for name, kinds in KINDS.items():
        files = counts.of(year, kinds)
        yield Entry("kinds", "files", name, "", year, COUNT, total(files))
        yield Entry("kinds", "rate", name, "", year, SHARE, ratio(files, tested))
    lapsed = counts.of(year, (Kind.LAPSED,))
    if lapsed.any():
        yield Entry("kinds", "files", "lapsed", "", year, COUNT, total(lapsed))


def _grounds(counts: Counts, *, year: int) -> Iterator[Entry]:
    """Yield sanctions by main ground, and those in which a medical shortcoming plays a role."""
    files = counts.of(year, SUBSTANTIVE)
    places = dict(zip(DIMENSIONS["hoofdgrond"], range(FIRST_GROUND, MEDICAL_ROLE), strict=True))
    for group, place in {**places, "medisch": MEDICAL_ROLE}.items():
        there = counts.of(year, SUBSTANTIVE, place=place)
        yield Entry("grounds", "files", "substantive", group, year, COUNT, total(there))
        yield Entry("grounds", "share", "substantive", group, year, SHARE, ratio(there, files))


def _by_employer(counts: Counts, *, year: int, part: str, first: int, groups: tuple[str, ...]) -> Iterator[Entry]:
    """Yield sanctions by size or sector: how many, per tested file, and their share in all sanctions."""
    every = {name: counts.of(year, kinds) for name, kinds in KINDS.items()}
    for place, group in enumerate(groups, start=first):
        tested = counts.of(year, (Kind.TESTED,), place=place)
        yield Entry(part, "files", "tested", group, year, COUNT, total(tested))
        for name, kinds in KINDS.items():
            files = counts.of(year, kinds, place=place)
            yield Entry(part, "files", name, group, year, COUNT, total(files))
            yield Entry(part, "rate", name, group, year, SHARE, ratio(files, tested))
            yield Entry(part, "share", name, group, year, SHARE, ratio(files, every[name]))


def _repair(counts: Counts, *, year: int) -> Iterator[Entry]:
    """Yield extensions shortened after a repair, and how long an extension lasts on average."""
    for name, kinds in KINDS.items():
        files, repaired = counts.of(year, kinds), counts.of(year, kinds, what=(Counted.REPAIRED,))
        begun = files - counts.of(year, kinds, what=(Counted.BACK_BEFORE, Counted.UPHELD))
        weeks = counts.of(year, kinds, what=(Counted.DAYS,)) / DAYS_PER_WEEK
        yield Entry("repair", "repaired", name, "", year, COUNT, total(repaired))
        yield Entry("repair", "repaired_share", name, "", year, SHARE, ratio(repaired, files))
        yield Entry("repair", "weeks", name, "", year, WEEKS, ratio(weeks, begun))


def _objections(counts: Counts, *, year: int, world: World) -> Iterator[Entry]:
    """Yield objections; the kernel draws those that are upheld, and how many are raised follows from their share."""
    share: Any = world.behaviour["loonsanctie.bezwaar"].at(date(year, 7, 1))
    if world.law["riv_toets.betere_uitvoering"].at(date(year, 7, 1)):
        share = min(share * float(world.behaviour["respons.bezwaren"].at(date(year, 7, 1))), 1.0)  # type: ignore[arg-type]
    begun = counts.of(year, BOTH) - counts.of(year, BOTH, what=(Counted.BACK_BEFORE,))
    upheld = counts.of(year, BOTH, what=(Counted.UPHELD,))
    raised = begun * float(share)
    yield Entry("objections", "raised", "both", "", year, COUNT, total(raised))
    yield Entry("objections", "raised_share", "both", "", year, SHARE, Figure(float(share), 0.0))
    yield Entry("objections", "upheld", "both", "", year, COUNT, total(upheld))
    yield Entry("objections", "upheld_share", "both", "", year, SHARE, ratio(upheld, raised))


def _ends(counts: Counts, *, year: int) -> Iterator[Entry]:
    """Yield what became of the people: every end as a share of the sanctions, and as it is published."""
    for name, kinds in KINDS.items():
        files = counts.of(year, kinds)
        for end in monitored.ENDS:
            there = counts.of(year, kinds, what=(end,))
            yield Entry("ends", "share", name, end.name.lower(), year, SHARE, ratio(there, files))
    told = {group: counts.of(year, BOTH, what=what) for group, what in AFTER_EXTENSION.items()}
    extended = np.sum(list(told.values()), axis=0)
    for group, there in told.items():
        yield Entry("ends", "after_extension", "both", group, year, SHARE, ratio(there, extended))
    refused, at_work = (counts.of(year, BOTH, what=what) for what in (REFUSALS, REFUSALS[:1]))
    yield Entry("ends", "refused_at_work", "both", "", year, SHARE, ratio(at_work, refused))


TARGETS: Final[Mapping[tuple[str, str, str], str]] = {
    ("kinds", "files", "tested"): "riv_assessed",
    ("kinds", "files", "administrative"): "sanctions_administrative",
    ("kinds", "files", "substantive"): "sanctions_substantive",
    ("grounds", "share", "substantive"): "ground_share",
    ("sectors", "share", "both"): "sector_share",
    ("repair", "repaired", "both"): "extensions_shortened",
    ("objections", "raised", "both"): "objections_closed",
    ("objections", "raised_share", "both"): "objections_share",
    ("objections", "upheld", "both"): "objections_upheld",
    ("objections", "upheld_share", "both"): "objections_upheld_share",
    ("ends", "after_extension", "both"): "after_extension",
    ("ends", "refused_at_work", "both"): "refused_at_work",
}
"""Published series by part, measure and kind."""
BY_GROUP: Final[Mapping[tuple[str, str, str], str]] = {
    ("grounds", "share", "medisch"): "medical_role_share",
    ("grounds", "files", "bedrijfsarts"): "sanctions_medical_ground",
}
"""Published series of one group, by part, measure and group; they go first."""


def _beside(entry: Entry, *, published: Mapping[str, Target]) -> Entry:
    """Return an entry with the published figure of the same, where there is one."""
    name, group = BY_GROUP.get((entry.part, entry.measure, entry.group)), ""
    if name is None:
        name, group = TARGETS.get((entry.part, entry.measure, entry.kind)), entry.group
    if name is None or (entry.year, group) not in published[name].series:
        return entry
    target, key = published[name], (entry.year, group)
    return replace(
        entry,
        published=target.series[key],
        published_error=target.standard_error[key],
        sources=target.sources,
    )
