"""Live workers as in a plain run and tally, life by life, whose the counts of the ledger are.

After every life the ledger of its group is compared with what it was before: what was added is this life's. That
costs a fraction of a life, where a ledger of its own for every life would double it.
"""

import numpy as np

from poortwachter.accounting.columns import FIRST_WIA_INFLOW, FIRST_WIA_STOCK, N_CELLS_WIA
from poortwachter.accounting.tallies import OfCohort
from poortwachter.kernel.simulate import enter, live_on
from poortwachter.kernel.state import BIRTH, SEX
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled

_ONE = np.int64(1)
_AT_WORK = np.int64(0)
_INFLOW, _STOCK = np.int64(OfCohort.INFLOW), np.int64(OfCohort.STOCK)


@compiled
def tally_groups(cells, times, persons, cohorts, world, key, workers, first, last, columns, seen, wia, life):
    """Live the workers of groups first .. last - 1 into a ledger and its tallies, cohort after cohort.

    cells: (256, Y, C) ledger; times, persons, cohorts: tallies; workers: (cohorts,) number of workers;
    columns: (columns, 2) ledger column and tally.
    Scratch: seen, int64 (Y, columns); wia, int64 (Y, 2), inflow and stock; life, int64 (2, N_FIELDS).
    """
    for group in range(first, last):
        row = cells[group]
        look(row, columns, seen, wia)
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(row, _ONE, world, key, life[0], cohort, worker)
                live_on(row, _ONE, world, key, life[0], _AT_WORK)
                tally_ages(row, times[group], persons[group], world, life[0], columns, seen)
                tally_cohort(row, cohorts[group], wia)


@compiled
def look(row, columns, seen, wia):
    """Remember what a group's ledger holds."""
    for year in range(row.shape[0]):
        for place in range(columns.shape[0]):
            seen[year, place] = row[year, columns[place, 0]]
        wia[year, _INFLOW] = sum_of(row[year], FIRST_WIA_INFLOW)
        wia[year, _STOCK] = sum_of(row[year], FIRST_WIA_STOCK)


@compiled
def sum_of(counts, start):
    """Return the sum of a year's WIA counts by scheme, age and sex."""
    total = np.int64(0)
    for place in range(start, start + N_CELLS_WIA):
        total += counts[place]
    return total


@compiled
def tally_ages(row, times, persons, world, life, columns, seen):
    """Add what a life added to the chosen columns to the ages it passed through in the year."""
    for year in range(row.shape[0]):
        for place in range(columns.shape[0]):
            now = row[year, columns[place, 0]]
            added = now - seen[year, place]
            if added != 0:
                # A person counts once a year: again only for the first of the columns that are tallied as one.
                tallied = columns[place, 1]
                once = _ONE
                for other in range(place):
                    if columns[other, 1] == tallied and row[year, columns[other, 0]] != seen[year, other]:
                        once = np.int64(0)
                spread(times[year, tallied], world, life, year, added)
                spread(persons[year, tallied], world, life, year, once)
        for place in range(columns.shape[0]):
            seen[year, place] = row[year, columns[place, 0]]


@compiled
def spread(table, world, life, year, number):
    """Add a number to the age bands a life passes through in a year, times the weeks spent in each."""
    ages, birth, sex = world.ages, life[BIRTH], life[SEX]
    first, end = world.clock.year_first_week[year], world.clock.year_first_week[year + 1]
    oldest = ages.years[end - 1 - birth]
    before, after = ages.band7[ages.years[first - birth]], ages.band7[oldest]
    border = end if before == after else birth + ages.first_week[oldest]
    table[before, sex] += number * (border - first)
    table[after, sex] += number * (end - border)


@compiled
def tally_cohort(row, cohorts, wia):
    """Add a life's WIA inflow and stock to the cohort of its first inflow."""
    first = -1
    for year in range(row.shape[0]):
        inflow = sum_of(row[year], FIRST_WIA_INFLOW)
        if inflow != wia[year, _INFLOW] and first < 0:
            first = year
        if first >= 0:
            stock = sum_of(row[year], FIRST_WIA_STOCK)
            cohorts[first, year, _INFLOW] += inflow - wia[year, _INFLOW]
            cohorts[first, year, _STOCK] += stock - wia[year, _STOCK]
            wia[year, _INFLOW] = inflow
            wia[year, _STOCK] = stock
