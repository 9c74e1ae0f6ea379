"""Follow rights to WIA benefits through the quarters by expected values: the inner loop of the recursion.

`study.expected.rights` says what is followed, sets everything up and reads it back. A quarter goes through the steps of
`follow_quarters`; in each, only the years of birth that can be at work in it are touched, a cell for every sex. Numbers
are float64: they are expectations, not counts, and an exponential of the machine stands in them, so that they are not
the same to the last bit everywhere.
"""

import math
from typing import Any, Final, NamedTuple

from poortwachter.primitives.compiled import compiled

Array = Any
"""A C-contiguous array: compiled code reads its type."""

PERSONS, BASE, WORKING, NATURAL = range(4)
"""What is carried: persons, eurocents, persons, and persons times a weekly rate."""
CARRIED: Final = 4
PARTIAL, WHOLE, LASTING = range(3)
KINDS: Final = 3
WGA: Final = 2
"""Kinds before `LASTING`."""
HALF: Final = 0.5
SAFE: Final = 1e-12
"""Least excess mortality a week, as in the kernel of lives."""


class Ready(NamedTuple):
    """What is known before the first quarter; T quarters, N cells, D quarters since the start of a right."""

    window: Array
    """(T, 2) cells that are followed in a quarter: the first, and the one after the last."""
    fate: Array
    """(T, carried, N) share that stays over a quarter."""
    dead: Array
    at_aow: Array
    """(T, N) share that dies, and that reaches the AOW age."""
    per_could: Array
    per_present: Array
    per_working: Array
    working: Array
    working_present: Array
    death_rate: Array
    ill: Array
    """(T, N)"""
    ill_share: Array
    """(T,)"""
    base: Array
    """(T, N) maandloon of spells."""
    awarded: Array
    """(K, T, delays, N) awards by quarter of onset."""
    awarded_base: Array
    refused: Array
    """(T, delays, N)"""
    dropped: Array
    ended: Array
    """(T, N) who does not claim, and who ends at the assessment after a year."""
    early: Array
    """(E, T, N) early IVAs by quarters after onset."""
    lgu: Array
    """(T, N) int64 quarters of a wage-related benefit that starts then."""
    wage_left: Array
    wage_mean: Array
    wage_spread: Array
    frail_left: Array
    frail_mean: Array
    """Depletion by wage and by frailty."""
    left_before: Array
    """(N,)"""
    frail_in_tables: Array
    """(T, N)"""
    recovers: Array
    death: Array
    living: Array
    """(D, K) weekly rates: recovery, mortality of the group, all exits but death."""
    resumes: Array
    """(D,) weekly rate of earning much beside a right."""
    lasting: Array
    changes: Array
    """(2,) weekly rates from WGA to IVA, and to the other kind."""
    recovery: float
    """Share of those who earn much beside a right that recovers in a quarter."""
    reopening: float
    term: int
    year: int
    """Chance and quarters of re-opening, and quarters after which earnings end a right."""
    waiting: int
    assessed: int
    back: float
    works: float
    ended_to_work: float
    """Chances that a refused one is at work again, works on, and that one ended after a year works."""
    weeks: float
    """Weeks in a quarter."""


class Books(NamedTuple):
    """What is followed and what is counted."""

    stock: Array
    """(D, K, carried, N)"""
    resumed: Array
    """(T + longest, 2, carried, N) who earns much beside a right, by the quarter in which that ends it."""
    lapsed: Array
    """(T, 2, 2, N)"""
    pool: Array
    """(2, 2, N) rights that may re-open: persons and maandloon."""
    out: Array
    """(N,) out of work."""
    coming: Array
    """(T + later, K, carried, N)"""
    leaving: Array
    """(T + later, N)"""
    at_risk: Array
    left: Array
    new: Array
    reopened: Array
    kinds: Array
    died: Array
    aow: Array
    recovered: Array
    by_earnings: Array
    lost: Array
    to_iva: Array
    cells_base: Array
    cells_persons: Array
    beside: Array
    beside_early: Array
    new_base: Array
    held: Array
    in_lgu: Array
    changed: Array
    returned: Array
    beside_now: Array
    """(2, carried, N) who earns much beside a right."""
    reopens: Array
    """(2, carried, N) what ends in a quarter, times the share that re-opens in any one."""
    ending: Array
    """(2, T + longest, 2) who starts to earn, by the quarters it will last: until it ends, and in the first benefit."""


@compiled
def follow_quarters(ready: Ready, books: Books) -> None:
    """Run forward from the first quarter to the last."""
    furthest = 0
    for quarter in range(ready.window.shape[0]):
        low, high = ready.window[quarter, 0], ready.window[quarter, 1]
        _set_at_risk(ready, books, quarter, low, high)
        _lay_ready(ready, books, quarter, low, high)
        _enter(ready, books, quarter, low, high)
        _grow_older(books, quarter, low, high)
        _meet_fate(ready, books, quarter, low, high)
        _end_resumed(ready, books, quarter, furthest, low, high)
        furthest = _leave(ready, books, quarter, furthest, low, high)
        _may_reopen(ready, books, quarter, low, high)
        _enter_half(books, quarter, low, high)
        _measure(ready, books, quarter, low, high)


@compiled
def _interpolated(value: float, places: Array, values: Array) -> float:
    """Return values between places, which rise; held at both ends."""
    last = places.shape[0] - 1
    if value <= places[0]:
        return values[0]
    if value >= places[last]:
        return values[last]
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if places[middle] <= value:
            low = middle
        else:
            high = middle
    return values[low] + (values[high] - values[low]) * (value - places[low]) / (places[high] - places[low])


@compiled
def _set_at_risk(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Set who is at work and not sick: all who could be, less rights, those out of work, and the sick."""
    for cell in range(low, high):
        away = books.out[cell]
        for duration in range(books.stock.shape[0]):
            for kind in range(KINDS):
                away += books.stock[duration, kind, WORKING, cell]
        for kind in range(WGA):
            away += books.beside_now[kind, WORKING, cell]
        left = min(max(1.0 - away * ready.per_could[quarter, cell], 0.0), 1.0)
        risk = _interpolated(left, ready.wage_left, ready.wage_mean)
        spread = _interpolated(left, ready.wage_left, ready.wage_spread)
        frail = _interpolated(left * ready.left_before[cell], ready.frail_left, ready.frail_mean)
        sick = ready.ill[quarter, cell]
        risk = risk * frail / ready.frail_in_tables[quarter, cell]
        # the rates are those of employees who are as often sick as they are in the long run
        books.left[quarter, cell] = left
        books.at_risk[quarter, cell] = left * risk / (1.0 - sick + sick * spread * ready.ill_share[quarter])


@compiled
def _lay_ready(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Lay what comes of the spells that begin now ready for the quarters in which it is decided."""
    idle = (1.0 - ready.back) * (1.0 - ready.works)
    for delay in range(ready.awarded.shape[2]):
        decided = quarter + ready.waiting + delay
        for cell in range(low, high):
            scale, part = books.at_risk[quarter, cell], ready.per_working[quarter, cell]
            for kind in range(KINDS):
                awarded = ready.awarded[kind, quarter, delay, cell] * scale
                base = ready.awarded_base[quarter, delay, cell]
                books.coming[decided, kind, PERSONS, cell] += awarded
                books.coming[decided, kind, BASE, cell] += awarded * base
                books.coming[decided, kind, WORKING, cell] += awarded * part
            refused = ready.refused[quarter, delay, cell]
            books.leaving[decided, cell] += refused * scale * part * idle
    for cell in range(low, high):
        scale, part = books.at_risk[quarter, cell], ready.per_working[quarter, cell]
        for later in range(ready.early.shape[0]):
            early = ready.early[later, quarter, cell] * scale * HALF
            # within their quarter half begin one later
            for first in range(quarter + later, quarter + later + 2):
                books.coming[first, LASTING, PERSONS, cell] += early
                books.coming[first, LASTING, BASE, cell] += early * ready.base[quarter, cell]
                books.coming[first, LASTING, WORKING, cell] += early * part
        dropped = ready.dropped[quarter, cell]
        books.leaving[quarter + ready.waiting, cell] += dropped * scale * part * idle
        ended = ready.ended[quarter, cell] * (1.0 - ready.ended_to_work)
        books.leaving[quarter + ready.assessed, cell] += ended * scale * part * (1.0 - ready.back)


@compiled
def _enter(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Count the new rights and re-openings of a quarter; an equal part re-opens in every quarter of the term."""
    last = books.stock.shape[0] - 1
    for cell in range(low, high):
        working, rate = ready.working[quarter, cell], ready.death_rate[quarter, cell]
        out = books.out[cell] * ready.fate[quarter, WORKING, cell]
        books.out[cell] = out + books.leaving[quarter, cell] * working
        for kind in range(KINDS):
            persons = books.coming[quarter, kind, PERSONS, cell]
            books.coming[quarter, kind, WORKING, cell] *= working
            books.coming[quarter, kind, NATURAL, cell] = persons * rate
            books.new[kind, quarter, cell] = persons
            books.new_base[kind, quarter] += books.coming[quarter, kind, BASE, cell]
        for kind in range(WGA):
            present = ready.working_present[quarter, cell]
            back = books.pool[kind, 0, cell] * present
            base = books.pool[kind, 1, cell] * present
            if quarter >= ready.term:
                for part in range(2):
                    books.pool[kind, part, cell] -= books.lapsed[quarter - ready.term, kind, part, cell]
            books.reopened[kind, quarter, cell] = back
            books.stock[last, kind, PERSONS, cell] += back
            books.stock[last, kind, BASE, cell] += base
            books.stock[last, kind, WORKING, cell] += back
            books.stock[last, kind, NATURAL, cell] += back * rate


@compiled
def _grow_older(books: Books, quarter: int, low: int, high: int) -> None:
    """Let a quarter pass since the start of every right, the last keeping its own, and half of the new ones enter."""
    last = books.stock.shape[0] - 1
    for kind in range(KINDS):
        for carried in range(CARRIED):
            for cell in range(low, high):
                books.stock[last, kind, carried, cell] += books.stock[last - 1, kind, carried, cell]
    for back in range(1, last):
        to = last - back
        for kind in range(KINDS):
            for carried in range(CARRIED):
                for cell in range(low, high):
                    books.stock[to, kind, carried, cell] = books.stock[to - 1, kind, carried, cell]
    for kind in range(KINDS):
        for carried in range(CARRIED):
            for cell in range(low, high):
                books.stock[0, kind, carried, cell] = 0.0
    _enter_half(books, quarter, low, high)


@compiled
def _enter_half(books: Books, quarter: int, low: int, high: int) -> None:
    """Let half of the new rights enter: on average they begin in the middle of the quarter."""
    for kind in range(KINDS):
        for carried in range(CARRIED):
            for cell in range(low, high):
                books.stock[0, kind, carried, cell] += books.coming[quarter, kind, carried, cell] * HALF


@compiled
def _meet_fate(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Let people die at the mortality of the population, reach the AOW age, and leave work."""
    for kind in range(KINDS):
        for cell in range(low, high):
            persons = books.new[kind, quarter, cell] * HALF
            if quarter > 0:
                persons += books.kinds[kind, quarter - 1, cell]
            if kind < LASTING:
                persons += books.reopened[kind, quarter, cell]
            books.died[kind, quarter, cell] = persons * ready.dead[quarter, cell]
            books.aow[kind, quarter, cell] = persons * ready.at_aow[quarter, cell]
    for duration in range(books.stock.shape[0]):
        for kind in range(KINDS):
            for carried in range(CARRIED):
                for cell in range(low, high):
                    books.stock[duration, kind, carried, cell] *= ready.fate[quarter, carried, cell]


@compiled
def _end_resumed(ready: Ready, books: Books, quarter: int, furthest: int, low: int, high: int) -> None:
    """End the rights beside earnings whose time has come; let others lose their earnings, recover, or die."""
    last = books.stock.shape[0] - 1
    lost = ready.reopening / (ready.term + ready.year)
    of_ended = lost / (1.0 - lost * ready.year)
    relapse = lost / (1.0 - lost * ready.year * HALF)
    stays = (1.0 - relapse) * (1.0 - ready.recovery)
    _stay_resumed(ready, books, quarter, furthest, low, high, stays)
    for kind in range(WGA):
        for carried in range(CARRIED):
            for cell in range(low, high):
                ended = books.resumed[quarter, kind, carried, cell] * ready.fate[quarter, carried, cell]
                beside = books.beside_now[kind, carried, cell]
                back = beside * relapse
                recovered = (beside - back) * ready.recovery
                books.stock[last, kind, carried, cell] += back
                books.reopens[kind, carried, cell] = ended * of_ended + recovered * ready.reopening / ready.term
                books.beside_now[kind, carried, cell] = beside * stays
                if carried == PERSONS:
                    books.recovered[kind, quarter, cell] += ended + recovered
                    books.by_earnings[quarter, cell] += ended
                    books.lost[quarter, cell] += back
                    books.returned[quarter, kind] += back


@compiled
def _stay_resumed(ready: Ready, books: Books, quarter: int, furthest: int, low: int, high: int, stays: float) -> None:
    """Set who still earns beside a right after their fate, and let a share of them stay."""
    for kind in range(WGA):
        for carried in range(CARRIED):
            for cell in range(low, high):
                books.beside_now[kind, carried, cell] = 0.0
            for ahead in range(quarter + 1, furthest + 1):
                for cell in range(low, high):
                    now = books.resumed[ahead, kind, carried, cell] * ready.fate[quarter, carried, cell]
                    books.beside_now[kind, carried, cell] += now
                    books.resumed[ahead, kind, carried, cell] = now * stays


@compiled
def _leave(ready: Ready, books: Books, quarter: int, furthest: int, low: int, high: int) -> int:
    """Let rights end, change and become lasting over a quarter; return until when earnings beside a right last."""
    longest, last = ready.year, books.stock.shape[0] - 1
    for duration in range(books.stock.shape[0]):
        for cell in range(low, high):
            left = 0
            if duration < last:
                left = max(ready.lgu[max(quarter - duration, 0), cell] - duration, 0)
            delay = max(left, ready.year)
            longest = max(longest, delay)
            _leave_one(ready, books, quarter, duration, left, delay, cell)
    _spread_ending(books, quarter, longest)
    return max(furthest, quarter + longest)


@compiled
def _dies(ready: Ready, books: Books, duration: int, kind: int, cell: int) -> float:
    """Return the weekly mortality of a group above that of the population at its ages."""
    persons = books.stock[duration, kind, PERSONS, cell]
    natural = books.stock[duration, kind, NATURAL, cell] / persons if persons > 0.0 else 0.0
    return max(ready.death[duration, kind] - natural, SAFE)


@compiled
def _leave_one(ready: Ready, books: Books, quarter: int, duration: int, left: int, delay: int, cell: int) -> None:
    """Let the rights of one cell end, change and become lasting; left: quarters of a wage-related benefit still due."""
    partial_dies, whole_dies, lasting_dies = (
        _dies(ready, books, duration, PARTIAL, cell),
        _dies(ready, books, duration, WHOLE, cell),
        _dies(ready, books, duration, LASTING, cell),
    )
    partial_total = partial_dies + ready.living[duration, PARTIAL]
    whole_total = whole_dies + ready.living[duration, WHOLE]
    lasting_total = lasting_dies + ready.living[duration, LASTING]
    # what leaves per weekly rate: all exits together take 1 - exp(-total x weeks)
    partial_per = (1.0 - math.exp(-partial_total * ready.weeks)) / partial_total
    whole_per = (1.0 - math.exp(-whole_total * ready.weeks)) / whole_total
    lasting_per = (1.0 - math.exp(-lasting_total * ready.weeks)) / lasting_total
    resumes, reopens = ready.resumes[duration], ready.reopening / ready.term
    for carried in range(CARRIED):
        partial = books.stock[duration, PARTIAL, carried, cell]
        whole = books.stock[duration, WHOLE, carried, cell]
        lasting = books.stock[duration, LASTING, carried, cell]
        partial_gone, whole_gone, lasting_gone = partial * partial_per, whole * whole_per, lasting * lasting_per
        to_iva = partial_gone * ready.lasting[PARTIAL] + whole_gone * ready.lasting[WHOLE]
        to_whole, to_partial = partial_gone * ready.changes[PARTIAL], whole_gone * ready.changes[WHOLE]
        books.stock[duration, PARTIAL, carried, cell] = partial - partial_gone * partial_total + to_partial
        books.stock[duration, WHOLE, carried, cell] = whole - whole_gone * whole_total + to_whole
        books.stock[duration, LASTING, carried, cell] = lasting - lasting_gone * lasting_total + to_iva
        partial_recovered = partial_gone * ready.recovers[duration, PARTIAL]
        whole_recovered = whole_gone * ready.recovers[duration, WHOLE]
        books.reopens[PARTIAL, carried, cell] += partial_recovered * reopens
        books.reopens[WHOLE, carried, cell] += whole_recovered * reopens
        books.resumed[quarter + delay, PARTIAL, carried, cell] += partial_gone * resumes
        books.resumed[quarter + delay, WHOLE, carried, cell] += whole_gone * resumes
        books.beside_now[PARTIAL, carried, cell] += partial_gone * resumes
        books.beside_now[WHOLE, carried, cell] += whole_gone * resumes
        if carried == PERSONS:
            books.died[PARTIAL, quarter, cell] += partial_gone * partial_dies
            books.died[WHOLE, quarter, cell] += whole_gone * whole_dies
            books.died[LASTING, quarter, cell] += lasting_gone * lasting_dies
            books.recovered[PARTIAL, quarter, cell] += partial_recovered
            books.recovered[WHOLE, quarter, cell] += whole_recovered
            books.recovered[LASTING, quarter, cell] += lasting_gone * ready.recovers[duration, LASTING]
            books.to_iva[quarter, cell] += to_iva
            books.changed[quarter, duration, PARTIAL] += to_whole
            books.changed[quarter, duration, WHOLE] += to_partial
            books.ending[0, delay, PARTIAL] += partial_gone * resumes
            books.ending[0, delay, WHOLE] += whole_gone * resumes
            books.ending[1, left, PARTIAL] += partial_gone * resumes
            books.ending[1, left, WHOLE] += whole_gone * resumes


@compiled
def _spread_ending(books: Books, quarter: int, longest: int) -> None:
    """Count who has started to earn beside a right in every quarter until it ends; clear what was noted of them."""
    for kind in range(WGA):
        for of in range(2):
            still = 0.0
            for back in range(longest):
                ahead = longest - back
                still += books.ending[of, ahead, kind]
                books.ending[of, ahead, kind] = 0.0
                if of == 0:
                    books.beside[quarter + ahead - 1, kind] += still
                else:
                    books.beside_early[quarter + ahead - 1, kind] += still
            books.ending[of, 0, kind] = 0.0


@compiled
def _may_reopen(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Keep the rights that ended of whom is at work, as far as they re-open in any quarter of the term."""
    for kind in range(WGA):
        for cell in range(low, high):
            persons = books.reopens[kind, PERSONS, cell]
            working = books.reopens[kind, WORKING, cell]
            base = books.reopens[kind, BASE, cell] * (working / persons) if persons > 0.0 else 0.0
            present = ready.per_present[quarter, cell]
            books.lapsed[quarter, kind, 0, cell] += working * present
            books.lapsed[quarter, kind, 1, cell] += base * present
            books.pool[kind, 0, cell] += working * present
            books.pool[kind, 1, cell] += base * present


@compiled
def _measure(ready: Ready, books: Books, quarter: int, low: int, high: int) -> None:
    """Measure the stock at the end of a quarter, with who earns much beside a right by then."""
    last = books.stock.shape[0] - 1
    for kind in range(KINDS):
        for duration in range(books.stock.shape[0]):
            persons = base = within_persons = within_base = 0.0
            for cell in range(low, high):
                here = books.stock[duration, kind, PERSONS, cell]
                amount = books.stock[duration, kind, BASE, cell]
                books.kinds[kind, quarter, cell] += here
                persons += here
                base += amount
                if duration < last and ready.lgu[max(quarter - duration, 0), cell] > duration:
                    within_persons += here
                    within_base += amount
            books.cells_persons[quarter, kind, 0] += within_persons
            books.cells_persons[quarter, kind, 1] += persons - within_persons
            books.cells_base[quarter, kind, 0] += within_base
            books.cells_base[quarter, kind, 1] += base - within_base
            if kind < LASTING:
                books.held[quarter, duration, kind] = persons
                books.in_lgu[quarter, duration, kind] = within_persons
    for kind in range(WGA):
        for cell in range(low, high):
            beside = books.beside_now[kind, PERSONS, cell]
            books.kinds[kind, quarter, cell] += beside
            books.cells_persons[quarter, kind, 2] += beside
            books.cells_base[quarter, kind, 2] += books.beside_now[kind, BASE, cell]
