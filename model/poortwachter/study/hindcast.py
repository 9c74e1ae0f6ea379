"""Live the baseline over 2004-2026 and read every published series from it, with standard errors.

Errors come from the 256 fixed groups of workers: every figure is computed anew without each group (a jackknife),
which for a count is the variance between groups and holds for shares and averages too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.accounting.views import advance_inflow_cells
from poortwachter.kernel import state
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import GROUPS, Event, Scheme, Sex, labels
from poortwachter.primitives.parameters import DIMENSIONS
from poortwachter.scenario.load import World as Policy
from poortwachter.simulation.blocks import Ledger, Lives, scratch
from poortwachter.simulation.worlds import FIRST_YEAR
from poortwachter.study.lived import UNEMPLOYED_TARGET, Lived, Moments, lived, sick_unemployed, without_unemployed
from poortwachter.study.moments import Books, Years, moments

Floats = npt.NDArray[np.float64]
Persons = npt.NDArray[np.float64]
"""(256, Y, event, age band, sex) workers with an event in the year."""
Key = tuple[str, int, str]
"""Name of a series, year and group; the group is empty where there is none."""

AGE_BANDS: Final = DIMENSIONS["leeftijd6"]
BY_PERSON: Final = {"notifications_42_weeks": Event.WEEK42, "wia_claims_refused": Event.REFUSED}
"""Events whose age and sex are read life by life: the ledger counts them by year only."""
ONE_BY_ONE: Final = 5
"""Every so many workers one is lived life by life, which is slow; it gives the shares of age and sex in the ledger."""
AGES_FROM: Final = 2023
"""First year in which events are counted by age and sex: those of earlier years are not published."""


@dataclass(frozen=True)
class Figure:
    """A figure of the model with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True)
class Hindcast:
    """Every figure of the model, and the same figures without each of the 256 groups."""

    whole: Mapping[Key, float]
    without: Mapping[Key, Floats]
    workers: int
    seed: int
    lives: int

    def figure(self, keys: tuple[Key, ...]) -> Figure | None:
        """Return the sum of figures with its standard error, or None where the model does not give them all."""
        if not all(key in self.whole and np.isfinite(self.whole[key]) for key in keys):
            return None
        left_out = np.sum([self.without[key] for key in keys], axis=0)
        spread = (GROUPS - 1) / GROUPS * ((left_out - left_out.mean()) ** 2).sum()
        return Figure(float(sum(self.whole[key] for key in keys)), float(np.sqrt(spread)))


def hindcast(
    policy: Policy,
    *,
    workers: int,
    seed: int,
    last_year: int,
    price_year: int,
    threads: int,
) -> Hindcast:
    """Live the workers, and again without sick unemployed, and return every figure."""

    def live(world: Policy) -> Lived:
        return lived(world, workers=workers, seed=seed, last_year=last_year, price_year=price_year, threads=threads)

    here = live(policy)
    number = int(here.lives.workers.sum())
    there = live(without_unemployed(policy))
    few = here.lives._replace(workers=here.built.totals.cohort_workers(max(workers // ONE_BY_ONE, 1)))
    people = persons(here.built.world, lives=few)
    drawn = _Drawn(here, there, people, last_year)
    whole = dict(drawn.figures(None))
    without = {key: np.empty(GROUPS) for key in whole}
    for group in range(GROUPS):
        for key, value in drawn.figures(group):
            without[key][group] = value
    return Hindcast(whole, without, workers, seed, number)


def persons(world: World, *, lives: Lives) -> Persons:
    """Live everyone one by one and return events by age and sex.

    A life tells the year of an event, not the week: its age is spread over the weeks of that year.
    """
    years = world.clock.years
    first = AGES_FROM - FIRST_YEAR
    found = np.zeros((GROUPS, years, len(BY_PERSON), len(AGE_BANDS), len(Sex)))
    if first >= years:
        return found
    events = [columns.FIRST_EVENT + event for event in BY_PERSON.values()]
    cells: Ledger = np.zeros((GROUPS, years, columns.N_COLUMNS), dtype=np.int64)
    packed, key, life = pack(world), (np.uint64(lives.seed), np.uint64(lives.replication)), scratch()
    for cohort, number in enumerate(lives.workers):
        for ordinal in range(int(number)):
            simulate_block(cells, packed, key, cohort, ordinal, ordinal + 1, life)
            counts = cells[ordinal % GROUPS][first:, events]
            if counts.any():
                _spread(found[ordinal % GROUPS, first:], counts, world=world, life=life[0], first=first)
                cells[ordinal % GROUPS][first:, events] = 0
    return found


def _spread(found: Floats, counts: Ledger, *, world: World, life: Ledger, first: int) -> None:
    """Add a life's events by year and event (Y, event) to the age bands it passes through in those years."""
    begins = world.clock.year_first_week
    for year, event in zip(*np.nonzero(counts), strict=True):
        weeks = np.arange(int(begins[first + year]), int(begins[first + year + 1]))
        bands = world.ages.band6[world.ages.years[weeks - life[state.BIRTH]]]
        shares = np.bincount(bands, minlength=len(AGE_BANDS)) / len(weeks)
        found[year, event, :, life[state.SEX]] += counts[year, event] * shares


@dataclass(frozen=True)
class _Drawn:
    """What was lived: with and without sick unemployed, and events by age and sex."""

    here: Lived
    there: Lived
    people: Persons
    last_year: int

    def figures(self, without: int | None) -> Iterator[tuple[Key, float]]:
        """Yield every figure of all groups, or of all but one."""
        book = _book(self.here, without=without)
        found: Moments = {
            **moments(book, vangnet_claim_share=self.here.claim_share),
            **_further(self.here, book, without=without),
        }
        others = moments(_book(self.there, without=without), vangnet_claim_share=self.there.claim_share)
        found[UNEMPLOYED_TARGET] = sick_unemployed(found, others, last_year=self.last_year)
        found |= self._by_person(book, without=without)
        for name, series in found.items():
            for (year, group), value in series.items():
                yield (name, year, group), value

    def _by_person(self, book: Books, *, without: int | None) -> Moments:
        """Return the events of the ledger by age and by sex, with the shares of those lived one by one."""
        total = _left(self.people, without=without)
        found: Moments = {}
        for place, (name, event) in enumerate(BY_PERSON.items()):
            counted = total[:, place].sum(axis=(1, 2))
            scale = np.divide(book.event(event), counted, out=np.full_like(counted, np.nan), where=counted > 0)
            for by, names, axis in (("age", AGE_BANDS, 2), ("sex", labels(Sex), 1)):
                counts = total[:, place].sum(axis=axis) * scale[:, None]
                found[f"{name}_by_{by}"] = {
                    (year, group): float(counts[year - FIRST_YEAR, column])
                    for year in range(AGES_FROM, self.last_year + 1)
                    for column, group in enumerate(names)
                }
        return found


def _left(groups: Floats | Ledger, *, without: int | None) -> Floats:
    """Return the sum over groups; without one of them the others are scaled up to everyone."""
    total = groups.sum(axis=0).astype(np.float64)
    return total if without is None else (total - groups[without]) * (GROUPS / (GROUPS - 1))


def _book(one: Lived, *, without: int | None) -> Books:
    total = one.cells.sum(axis=0)
    if without is None:
        return one.book(total[None])
    return one.book((total - one.cells[without])[None], scale=GROUPS / (GROUPS - 1))


def _further(one: Lived, book: Books, *, without: int | None) -> Moments:
    """Return series that only the validation reads."""
    awarded = book.event(Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA, Event.AWARD_EARLY_IVA)
    refused, simple = book.event(Event.REFUSED), book.event(Event.AWARD_SIMPLE)
    outcomes = {
        "onder35": refused,
        "wga_gedeeltelijk": book.event(Event.AWARD_WGA_PARTIAL),
        "wga_volledig": book.event(Event.AWARD_WGA_FULL) - simple,
        "iva": book.event(Event.AWARD_IVA),
        "60plus": simple,
    }
    advances = _left(advance_inflow_cells(one.cells).sum(axis=(2, 3)), without=without) * one.weight
    plain: dict[str, dict[str, Years]] = {
        "wga_advances": {"": advances},
        "wga_inflow_8_months": {"": book.wia_inflow[:, Scheme.WGA].sum(axis=(1, 2))},
        "wia_claims_decided": {"": awarded + refused},
        "riv_received": {"": book.event(Event.CLAIM) - book.event(Event.CLAIM_VANGNET)},
        "voluntary_extensions": {"": book.event(Event.VOLUNTARY_EXTENSION)},
        "decisions_end_of_wachttijd": outcomes,
    }
    return {
        name: {
            (FIRST_YEAR + year, group): float(value)
            for group, values in groups.items()
            for year, value in enumerate(values)
        }
        for name, groups in plain.items()
    }
