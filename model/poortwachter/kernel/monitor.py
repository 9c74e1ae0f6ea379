"""Live workers as in a plain run and follow every file that UWV tests to its end, beside the ledger.

What becomes of a sanction is read from what the ledger gained while the life passed the gate, so that nothing of the
life itself is told twice.
"""

import numpy as np

from poortwachter.accounting.monitored import (
    ALL,
    FIRST_GROUND,
    FIRST_SECTOR,
    FIRST_SIZE,
    MEDICAL_ROLE,
    Counted,
    Kind,
    Seen,
)
from poortwachter.kernel.simulate import NO_SPELL, enter, live_spell, past_gate
from poortwachter.kernel.state import (
    ADMINISTRATIVE,
    ADMINISTRATIVE_CAN_LAPSE,
    DECIDED,
    DECIDED_IN,
    GATE,
    GROUND,
    LAPSED,
    MEDICAL,
    NEVER,
    ONSET,
    SECTOR,
    SIZE,
    SUFFICIENT,
)
from poortwachter.kernel.transition.gate import apply_law
from poortwachter.kernel.transition.sickness import AT_GATE
from poortwachter.kernel.transition.work import OVER
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled

_WHOLE = np.int64(1)
_AT_WORK = np.int64(0)
_BEFORE, _AFTER = 0, 1
_YEAR, _KIND, _PLACES = 0, 1, 2
N_PLACES_OF_FILE = 5
"""Places of a file among the counts: all, size, sector, ground, and a medical shortcoming (all again without one)."""
N_FILE = _PLACES + N_PLACES_OF_FILE
"""Length of what is remembered of a file: year of the decision, kind, and its places."""
_FILES = np.int64(Counted.FILES)
_TESTED, _ADMINISTRATIVE, _SUBSTANTIVE, _LAPSED = (np.int64(kind) for kind in Kind)
_BACK_BEFORE, _BACK_DURING, _LEFT = (
    np.int64(Counted.BACK_BEFORE),
    np.int64(Counted.BACK_DURING),
    np.int64(Counted.LEFT),
)
_AT_WORK_AFTER, _WITHOUT_WORK_AFTER = np.int64(Counted.REFUSED_AT_WORK), np.int64(Counted.REFUSED_WITHOUT_WORK)
_FIRST_AWARD, _FIRST_SEEN_AWARD = np.int64(Counted.WGA_PARTIAL), np.int64(Seen.WGA_PARTIAL)
_KINDS_OF_AWARD = 3
_FIRST_STEP, _STEPS = np.int64(Counted.UPHELD), 3
"""What happens on the way is seen first, in the order in which it is counted."""
_REFUSED, _WITHOUT_WORK = np.int64(Seen.REFUSED), np.int64(Seen.WITHOUT_WORK)


@compiled
def monitor_groups(cells, counts, world, key, workers, first, last, columns, seen, file, life):
    """Live the workers of groups first .. last - 1 into a ledger and the counts of the monitor.

    workers: (cohorts,) number of workers; cells: (256, Y, C) ledger; counts: (256, Y, kind, place, counted);
    columns: (columns, 2) ledger column and what it is seen as. Scratch: seen, int64 (2, seen); file, int64 (N_FILE,);
    life, int64 (2, N_FIELDS).
    """
    for group in range(first, last):
        for cohort in range(workers.shape[0]):
            for worker in range(group, workers[cohort], GROUPS):
                enter(cells[group], _WHOLE, world, key, life[0], cohort, worker)
                follow(cells[group], counts[group], world, key, life[0], columns, seen, file)


@compiled
def follow(row, counts, world, key, life, columns, seen, file):
    """Live on as in a plain run, and note every file when it is tested and when its claim has passed the gate."""
    resumed = _AT_WORK
    while resumed != OVER:
        resumed = live_spell(row, _WHOLE, world, key, life)
        if resumed == NO_SPELL:
            return
        tested = life[DECIDED] != NEVER and life[DECIDED] < world.clock.weeks
        if tested and life[DECIDED_IN] == life[ONSET]:
            open_file(file, world, life)
            add(counts, file, _FILES, _WHOLE)
            add(counts, file, _BACK_BEFORE, _WHOLE)
        if resumed == AT_GATE:
            look(row, columns, seen[_BEFORE])
            resumed = past_gate(row, _WHOLE, world, key, life, resumed)
            look(row, columns, seen[_AFTER])
            if tested:
                close_file(counts, file, seen, resumed)


@compiled
def open_file(file, world, life):
    """Remember a file as it is tested: the year, what came of it, and the places under which it is counted."""
    outcome = apply_law(world, life, life[GATE])
    file[_YEAR] = world.clock.year_of_week[life[DECIDED]]
    file[_KIND] = kind_of(outcome)
    file[_PLACES] = ALL
    file[_PLACES + 1] = FIRST_SIZE + life[SIZE]
    file[_PLACES + 2] = FIRST_SECTOR + life[SECTOR]
    file[_PLACES + 3] = FIRST_GROUND + life[GROUND]
    file[_PLACES + 4] = MEDICAL_ROLE if life[MEDICAL] == 1 else ALL


@compiled
def kind_of(outcome):
    """Return what came of a RIV-toets."""
    if outcome == SUFFICIENT:
        return _TESTED
    if outcome == LAPSED:
        return _LAPSED
    return _ADMINISTRATIVE if outcome in (ADMINISTRATIVE, ADMINISTRATIVE_CAN_LAPSE) else _SUBSTANTIVE


@compiled
def add(counts, file, counted, number):
    """Add a number to a count of a file's kind, and of all that were tested, in each of its places."""
    year, kind = file[_YEAR], file[_KIND]
    for one in range(N_PLACES_OF_FILE):
        place = file[_PLACES + one]
        if one == 0 or place != ALL:
            counts[year, _TESTED, place, counted] += number
            if kind != _TESTED:
                counts[year, kind, place, counted] += number


@compiled
def look(row, columns, seen):
    """Sum what is seen in a group's ledger, over the years."""
    for place in range(seen.shape[0]):
        seen[place] = 0
    for year in range(row.shape[0]):
        for place in range(columns.shape[0]):
            seen[columns[place, 1]] += row[year, columns[place, 0]]


@compiled
def close_file(counts, file, seen, resumed):
    """Count what became of a file whose claim has passed the gate."""
    add(counts, file, _BACK_BEFORE, -_WHOLE)
    add(counts, file, end_of(seen, resumed), _WHOLE)
    for step in range(_STEPS):
        add(counts, file, _FIRST_STEP + step, seen[_AFTER, step] - seen[_BEFORE, step])


@compiled
def end_of(seen, resumed):
    """Return the end a claim came to: refused, awarded, gone, or not pursued."""
    if seen[_AFTER, _REFUSED] > seen[_BEFORE, _REFUSED]:
        jobless = seen[_AFTER, _WITHOUT_WORK] > seen[_BEFORE, _WITHOUT_WORK]
        return _WITHOUT_WORK_AFTER if jobless else _AT_WORK_AFTER
    for kind in range(_KINDS_OF_AWARD):
        award = _FIRST_SEEN_AWARD + kind
        if seen[_AFTER, award] > seen[_BEFORE, award]:
            return _FIRST_AWARD + kind
    return _LEFT if resumed == OVER else _BACK_DURING
