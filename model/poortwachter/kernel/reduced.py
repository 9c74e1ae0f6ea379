"""Simulate the small invented model of `data/reduced_model.yaml`, one slot at a time, from event to event.

The model is weekly: in each week one uniform decides over the exits of a state. The sampler has the same
distribution without visiting the weeks:

- onsets and deaths are potential processes in calendar time: gaps are geometric at the maximum probability, and a
  point counts with the ratio of the state's probability to that maximum. Paths that part at a gate see the same
  points afterwards, so they merge exactly when both are at work at the same age;
- death is independent of the other exits, whose probabilities are therefore taken given survival, p / (1 - d);
- the week of recovery inverts one uniform through the survival curve; states with constant exits draw a
  geometric stay for all exits together, then the exit itself with a second uniform.

The potential points of a slot are drawn first, most often in one go, in loops that the compiler turns into vector
instructions. They serve every path of that slot: baseline, reform and the continuations from a gate. Most spells
are short and end in recovery, and are walked without branches; all others one decision at a time.

Ledger: int64 (256 groups, years, columns). Columns 1..8 are slot-weeks by state, COST + state eurocents, and ONSETS,
GATES and SANCTIONS numbers of events, in the year of the week in which they are decided. Slot-weeks at work
are the remainder.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.compiled import compiled, inlined
from poortwachter.primitives.rng import Decision, draw, exponential, pick

AT_WORK, SICK, SICK_TRACK, SANCTION, LGU, LAU, VVU, FULL, IVA = range(9)
STATES = 9
ASSESSED = 9
LGU_ENDED = 10
"""Places without duration: at the claim assessment, and at the end of the LGU."""

ONSETS = 0
COST = 5
GATES = 14
SANCTIONS = 15
COLUMNS = 16

BASELINE_ONLY, PAIR, AFFECTED, SPLIT = range(4)
UNIT_BITS = 20
"""Gate probabilities are integer multiples of 2**-20, so that split contributions stay integers."""

_BIRTH = int(Decision.BIRTH)
_FATE = int(Decision.FATE)
_ONSET = int(Decision.ONSET)
_SANCTION = int(Decision.SANCTION)
_ASSESSMENT = int(Decision.ASSESSMENT)
_WIA_EXIT = int(Decision.WIA_EXIT)
_GROUP_MASK = GROUPS - 1
# numba compiles a function again for every literal it is called with, not for constants of a numpy type
_NONE, _ONE = np.int64(0), np.int64(1)
_UNSIGNED_ONE = np.uint64(1)
_BASELINE, _REFORM = np.int64(0), np.int64(1)
_ILL, _ILL_ON_TRACK = np.int64(SICK), np.int64(SICK_TRACK)
_FROM_SANCTION, _FROM_ASSESSMENT = np.int64(SANCTION), np.int64(ASSESSED)
_WORD_BITS = 32
_WORD = np.uint64((1 << _WORD_BITS) - 1)
GUIDE_BITS = 12
_GUIDE_SHIFT = np.uint64(_WORD_BITS - GUIDE_BITS)

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Places = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""Small and unsigned: they stay in the nearest cache, and positions that cannot be negative need no test for it."""


class Tables(NamedTuple):
    """Hold what the kernel reads; built once by the client. Thresholds are probabilities times 2**32 (uint64).

    Shapes: G groups, B age bands, W weeks of illness. `*_stay` is -1 / ln(1 - p) in weeks.
    """

    key: Words  # (2,) seed, replication
    year: Places  # (weeks,) year of each week
    year_end: Integers  # (years,) first week after each year
    life: int  # weeks from entry to leaving
    band: Places  # (life,) age band of each week of age
    group_shift: np.uint64  # right shift that leaves the group of a word
    wage_shift: np.uint64  # right shift that leaves the position in `wage`
    wage: Integers  # eurocents per week, by equal cells of probability
    onsets_drawn: Integers  # (G,) potential onsets drawn together, most often enough for the run
    deaths_drawn: int  # the same for potential deaths
    onset_stay: Floats  # (G,) between potential onsets, at the group's maximum
    onset_accept: Words  # (G, B) given no death
    death_stay: float  # of potential deaths, at the maximum probability
    death_accept_work: Words  # (B,)
    death_accept: Words  # (STATES,) outside work
    death_accept_well: np.uint64  # the highest at work and in illness
    recover: Words  # (G, W + 1) cumulative over the weeks of illness; the last is 2**32
    recover_guide: Places  # (G, 2**GUIDE_BITS) first week to look at, by the highest bits of a word
    track_week: int
    track: Words  # (G,) second track given neither death nor recovery in that week
    gate: Words  # (2 scenarios, 2 tracks)
    gate_units: Integers  # (2 scenarios, 2 tracks) in units of 2**-20
    assessment: Words  # (2 without/after a sanction, 4) cumulative
    assessment_to: Integers  # (4,)
    stay: Floats  # (STATES,) all exits but death, given no death
    stay_limit: Integers  # (STATES, G) longest stay in weeks
    stay_limit_to: Integers  # (STATES,)
    exit: Words  # (STATES, 3) cumulative over the exits but death
    exit_to: Integers  # (STATES, 3)
    then_lau: np.uint64
    percent: Integers  # (STATES,) of the wage


class Drawn(NamedTuple):
    """Hold the words of the potential onsets or deaths of a slot, by what they decide; deaths use two."""

    gap: Words
    accept: Words
    recovery: Words
    track: Words


class Points(NamedTuple):
    """Hold the potential onsets and deaths of the slot at hand; work space, one per thread.

    All have room for the weeks and one draw more: a week has at most one point of each kind, and the last point lies
    after the run.
    """

    onset: Drawn
    death: Drawn
    gap: Integers  # weeks since the point before
    onset_week: Integers
    onset_end: Integers  # first week after the illness, which lasts W + 1 weeks where it outlasts W
    death_week: Integers
    deadly_week: Integers  # of the first potential death from this one on that can befall who is at work or ill


class Slot(NamedTuple):
    """Identify a slot and what stays fixed in it.

    wage: its position among the wages. replicate numbers the draws from the gate on; 0 is the life itself.
    """

    number: int | np.int64
    group: int | np.int64
    wage: int | np.int64
    scenario: int | np.int64
    replicate: int | np.int64


class Path(NamedTuple):
    """Say where a path stands: at work from `week`, or at the gate at its start.

    birth: week in which the holder had the age of entry. onset, death: positions in the potential points, at most
    those of the first points from `week` on; at the gate `onset` is that of the spell itself.
    """

    week: int | np.int64
    birth: int | np.int64
    onset: int | np.int64
    death: int | np.int64


@compiled
def _weeks_of_illness(tables, group, word):
    """Return the weeks until recovery, or one more than the longest duration."""
    week = np.uint64(tables.recover_guide[group, word >> _GUIDE_SHIFT])
    while word >= tables.recover[group, week]:
        week += _UNSIGNED_ONE
    return np.int64(week) + 1


@inlined
def _draw(key, number, first, decision, count, words):
    """Draw four words each for `count` potential onsets or deaths, from ordinal `first` on.

    A loop without a branch, so LLVM makes vector instructions of it.
    """
    start = np.uint64(first)
    key = (key[0] & _WORD, key[1] & _WORD)  # says that all fits in 32 bits, for which there is a vector multiplication
    for lane in range(count):
        at = start + np.uint64(lane)
        drawn = draw(key, number, 0, at & _WORD, decision, 0, 0)
        words.gap[at], words.accept[at], words.recovery[at], words.track[at] = drawn


@compiled
def _gaps(words, first, count, stay, gap):
    """Turn the first words into geometric gaps, in vector instructions as well."""
    start = np.uint64(first)
    for lane in range(count):
        at = start + np.uint64(lane)
        gap[at] = 1 + np.int64(exponential(words[at]) * stay)


@compiled
def _onset_points(tables, number, group, points):
    """Fill the potential onsets of a slot and the illness that would follow each."""
    week, first, weeks = -_ONE, _NONE, tables.year.shape[0]
    count = tables.onsets_drawn[group]
    while week < weeks:
        _draw(tables.key, number, first, _ONSET, count, points.onset)
        _gaps(points.onset.gap, first, count, tables.onset_stay[group], points.gap)
        for place in range(first, first + count):
            at = np.uint64(place)
            week += points.gap[at]
            points.onset_week[at] = week
            points.onset_end[at] = week + 1 + _weeks_of_illness(tables, group, points.onset.recovery[at])
            if week >= weeks:
                break
        first += count


@compiled
def _death_points(tables, number, points):
    """Fill the potential deaths of a slot, and the next deadly one from each on; the last lies after the run."""
    week, first, weeks = -_ONE, _NONE, tables.year.shape[0]
    last = first
    while week < weeks:
        _draw(tables.key, number, first, _FATE, tables.deaths_drawn, points.death)
        _gaps(points.death.gap, first, tables.deaths_drawn, tables.death_stay, points.gap)
        for place in range(first, first + tables.deaths_drawn):
            at = np.uint64(place)
            week += points.gap[at]
            points.death_week[at] = week
            last = place
            if week >= weeks:
                break
        first += tables.deaths_drawn
    deadly = week
    for behind in range(last + 1):
        at = np.uint64(last - behind)
        if points.death.accept[at] < tables.death_accept_well:
            deadly = points.death_week[at]
        points.deadly_week[at] = deadly


@compiled
def _book(tables, ledger, first, end, column, amount):
    """Add `amount` for every week from first up to end (exclusive) to the years they lie in."""
    end = min(end, tables.year.shape[0])
    while first < end:
        year = tables.year[np.uint64(first)]
        stop = min(end, tables.year_end[year])
        ledger[year, column] += (stop - first) * amount
        first = stop


@compiled
def _survive(tables, points, state, end, death):
    """Pass the potential deaths before `end` in a state outside work; return (died, position)."""
    end = min(end, tables.year.shape[0])  # no points are drawn after the run
    while points.death_week[death] < end:
        if points.death.accept[death] < tables.death_accept[state]:
            return True, death
        death += 1
    return False, death


@compiled
def _short_spells(tables, points, slot, path, ledger, weight):
    """Walk from work through the spells that end in recovery before the week of the second track.

    Stops at the first potential onset that could end otherwise, in death or leaving, or outlast the run. Most onsets do
    not, and whether one counts is hard to foresee, so it is a factor here, 0 or the weight, and not a branch.
    Returns the path at work.
    """
    week, birth, onset, death = path
    longest = 1 + tables.track_week
    limit = min(points.deadly_week[np.uint64(death)], birth + tables.life, tables.year.shape[0])
    at = np.uint64(onset)
    while points.onset_week[at] < week:
        at += _UNSIGNED_ONE
    while True:
        onset_week, end = points.onset_week[at], points.onset_end[at]
        if end > limit or end - onset_week > longest:
            return Path(week, birth, np.int64(at), death)
        band = tables.band[np.uint64(onset_week - birth)]
        counts = (onset_week >= week) & (points.onset.accept[at] < tables.onset_accept[slot.group, band])
        factor = weight if counts else _NONE
        week = end if counts else week
        first = onset_week + 1
        year, last_year = tables.year[np.uint64(first)], tables.year[np.uint64(end - 1)]
        stop = min(end, tables.year_end[year])
        ledger[tables.year[np.uint64(onset_week)], ONSETS] += factor
        ledger[year, SICK] += (stop - first) * factor
        ledger[last_year, SICK] += (end - stop) * factor
        at += _UNSIGNED_ONE


@compiled
def _work(tables, points, group, path):
    """Walk from work to the next onset, or to the end of the run. Returns (falls_ill, path); path.onset is the onset.

    Deaths and leaving on the way make newcomers.
    """
    week, birth, onset, death = path
    weeks = tables.year.shape[0]
    while points.onset_week[onset] < week:
        onset += 1
    while points.death_week[death] < week:
        death += 1
    while True:
        onset_week = points.onset_week[onset]
        # a death goes before an onset in the same week, leaving before both
        while points.death_week[death] <= onset_week:
            death_week = points.death_week[death]
            if death_week >= weeks:
                break
            while death_week >= birth + tables.life:
                birth += tables.life
            if points.death.accept[death] < tables.death_accept_work[tables.band[death_week - birth]]:
                birth = death_week + 1
            death += 1
        if onset_week >= weeks:
            return False, Path(weeks, birth, onset, death)
        while onset_week >= birth + tables.life:
            birth += tables.life
        age = onset_week - birth
        if 0 <= age < tables.life - 1 and points.onset.accept[onset] < tables.onset_accept[group, tables.band[age]]:
            return True, Path(onset_week + 1, birth, onset, death)
        onset += 1


@compiled
def _fall_ill(tables, points, slot, path, ledger, weight):
    """Walk from the first week of illness to recovery, death, leaving or the gate.

    Returns (at_gate, with_second_track, path).
    """
    first, birth, onset, death = path
    leaving = birth + tables.life
    longest = tables.recover.shape[1] - 1
    recovers = points.onset_end[np.uint64(onset)]
    end = min(recovers, first + longest, leaving)
    died = False
    if points.death_week[death] < end:
        died, death = _survive(tables, points, _ILL, end, death)
        if died:
            end = points.death_week[death] + 1
    on_track = False
    if end - first > tables.track_week:
        on_track = points.onset.track[onset] < tables.track[slot.group]
        start = first + tables.track_week
        _book(tables, ledger, first, start, _ILL, weight)
        _book(tables, ledger, start, end, _ILL_ON_TRACK if on_track else _ILL, weight)
    else:
        _book(tables, ledger, first, end, _ILL, weight)
    if died or end == leaving:
        return False, on_track, Path(end, end, onset, death)
    return recovers > first + longest and end <= tables.year.shape[0], on_track, Path(end, birth, onset, death)


@compiled
def _to_gate(tables, points, slot, path, ledger, weight):
    """Walk from work through spells to the next gate, or to the end of the run.

    Returns (at_gate, with_second_track, path).
    """
    weeks = tables.year.shape[0]
    while path.week < weeks:
        path = _short_spells(tables, points, slot, path, ledger, weight)
        ill, path = _work(tables, points, slot.group, path)
        if ill:
            ledger[tables.year[path.week - 1], ONSETS] += weight
            at_gate, on_track, path = _fall_ill(tables, points, slot, path, ledger, weight)
            if at_gate:
                return True, on_track, path
    return False, False, path


@compiled
def _from_gate(tables, points, slot, path, state, ledger, weight):
    """Walk from the end of the last week of illness, in `state` (SANCTION or ASSESSED), back to work.

    Returns the path at work.
    """
    number, group, replicate = slot.number, slot.group, slot.replicate
    week, birth, onset, death = path
    leaving = birth + tables.life
    after_sanction = 1 if state == SANCTION else 0
    step = 0
    while state != AT_WORK:
        if state == ASSESSED:
            word, _, _, _ = draw(tables.key, number, 0, onset, _ASSESSMENT, 0, replicate)
            state = tables.assessment_to[pick(word, tables.assessment[after_sanction])]
            continue
        if state == SANCTION:
            _, stay, cause, then = draw(tables.key, number, 0, onset, _SANCTION, 0, replicate)
        else:
            stay, cause, then, _ = draw(tables.key, number, 0, onset, _WIA_EXIT, step, replicate)
            step += 1
        length = exponential(stay) * tables.stay[state]
        limit = tables.stay_limit[state, group]
        if length < limit:
            end = week + 1 + np.int64(length)
            following = tables.exit_to[state, pick(cause, tables.exit[state])]
        else:
            end = week + limit
            following = tables.stay_limit_to[state]
        end = min(end, leaving)
        died, death = _survive(tables, points, state, end, death)
        if died:
            end = points.death_week[death] + 1
        _book(tables, ledger, week, end, state, weight)
        if state >= LGU:
            cost = tables.wage[slot.wage] * tables.percent[state] // 100
            _book(tables, ledger, week, end, COST + state, cost * weight)
        week = end
        if died or end == leaving:
            birth = week
            following = AT_WORK
        state = following
        if state == LGU_ENDED:
            state = LAU if then < tables.then_lau else VVU
        if week >= tables.year.shape[0]:
            state = AT_WORK
    return Path(week, birth, onset, death)


@compiled
def _decide(tables, slot, path, on_track, ledger, weight):
    """Count the gate, decide on a sanction. Returns (state, would the other scenario decide differently)."""
    word, _, _, _ = draw(tables.key, slot.number, 0, path.onset, _SANCTION, 0, slot.replicate)
    row = 1 if on_track else 0
    year = tables.year[path.week - 1]
    ledger[year, GATES] += weight
    sanctioned = word < tables.gate[slot.scenario, row]
    differs = sanctioned != (word < tables.gate[1 - slot.scenario, row])
    if sanctioned:
        ledger[year, SANCTIONS] += weight
        return _FROM_SANCTION, differs
    return _FROM_ASSESSMENT, differs


@compiled
def _fill(tables, number, points):
    """Draw the potential points of a slot."""
    slot, _ = _start(tables, number, _BASELINE)
    _onset_points(tables, number, slot.group, points)
    _death_points(tables, number, points)


@compiled
def _start(tables, number, scenario):
    """Return the slot and its path in week 0: at work, with uniform group and age and a wage."""
    group, age, wage, _ = draw(tables.key, number, 0, 0, _BIRTH, 0, 0)
    place = np.int64(group >> tables.group_shift)
    slot = Slot(number, place, np.int64(wage >> tables.wage_shift), scenario, 0)
    birth = -np.int64((age * np.uint64(tables.life)) >> np.uint64(32))
    return slot, Path(0, birth, 0, 0)


@compiled
def _spell(tables, points, slot, path, ledger, weight):
    """Walk from work past the next gate to work again, or to the end of the run."""
    at_gate, on_track, path = _to_gate(tables, points, slot, path, ledger, weight)
    if at_gate:
        state, _ = _decide(tables, slot, path, on_track, ledger, weight)
        path = _from_gate(tables, points, slot, path, state, ledger, weight)
    return path


@compiled
def _split(tables, points, slot, path, on_track, replicates, effect):
    """Add (p_reform - p_baseline) x [Y(sanction) - Y(no sanction)] at one gate, in units of 2**-20 per replicate.

    Both continuations live under the reform; the one behind steps until both are at work at the same week and age,
    from where on they are equal.
    """
    row = 1 if on_track else 0
    weight = tables.gate_units[1, row] - tables.gate_units[0, row]
    if weight == 0:
        return
    weeks = tables.year.shape[0]
    for replicate in range(1, replicates + 1):
        other = Slot(slot.number, slot.group, slot.wage, _REFORM, replicate)
        effect[tables.year[path.week - 1], SANCTIONS] += weight
        treated = _from_gate(tables, points, other, path, _FROM_SANCTION, effect, weight)
        untreated = _from_gate(tables, points, other, path, _FROM_ASSESSMENT, effect, -weight)
        while min(treated.week, untreated.week) < weeks:
            if treated.week == untreated.week and treated.birth == untreated.birth:
                break
            if treated.week <= untreated.week:
                treated = _spell(tables, points, other, treated, effect, weight)
            else:
                untreated = _spell(tables, points, other, untreated, effect, -weight)


@compiled
def _live(tables, points, number, scenario, replicates, ledger, effect, weight):
    """Walk one slot through the whole run; return whether any gate would differ under the other scenario."""
    slot, path = _start(tables, number, scenario)
    affected = False
    weeks = tables.year.shape[0]
    while path.week < weeks:
        at_gate, on_track, path = _to_gate(tables, points, slot, path, ledger, weight)
        if at_gate:
            state, differs = _decide(tables, slot, path, on_track, ledger, weight)
            affected = affected or differs
            if replicates > 0:
                _split(tables, points, slot, path, on_track, replicates, effect)
            path = _from_gate(tables, points, slot, path, state, ledger, weight)
    return affected


@compiled
def simulate_slots(tables, points, first, end, method, replicates, baseline, second):
    """Simulate the slots first up to end (exclusive) and add them to two ledgers.

    baseline: levels. second: by method nothing (BASELINE_ONLY), levels of the reform (PAIR), reform minus baseline
    (AFFECTED: only slots with a gate that differs are walked again), or the effect times replicates times 2**20
    (SPLIT). Both int64 (256, years, COLUMNS).
    """
    splits = replicates if method == SPLIT else _NONE
    for ahead in range(min(GROUPS, end - first)):  # by group, whose ledger then stays in the nearest cache
        group = (first + ahead) & _GROUP_MASK
        for number in range(first + ahead, end, GROUPS):
            _fill(tables, number, points)
            affected = _live(tables, points, number, _BASELINE, splits, baseline[group], second[group], _ONE)
            if method == PAIR:
                _live(tables, points, number, _REFORM, _NONE, second[group], second[group], _ONE)
            elif method == AFFECTED and affected:
                _live(tables, points, number, _BASELINE, _NONE, second[group], second[group], -_ONE)
                _live(tables, points, number, _REFORM, _NONE, second[group], second[group], _ONE)
