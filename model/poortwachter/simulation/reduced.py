"""Run the small invented model: read it, build the kernel's tables, simulate by blocks, return sums and errors."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import scipy.special
from ruamel.yaml import YAML

from poortwachter.kernel import reduced as kernel
from poortwachter.primitives.codes import GROUPS

MODEL_FILE = Path(kernel.__file__).parent / "data" / "reduced_model.yaml"
STATES = ("at_work", "sick", "sick_second_track", "sanction", "lgu", "lau", "vvu", "full", "iva")
EVENTS = ("onsets", "gates", "sanctions")
Method = Literal["baseline", "pair", "affected", "split"]

_METHODS: dict[Method, int] = {
    "baseline": kernel.BASELINE_ONLY,
    "pair": kernel.PAIR,
    "affected": kernel.AFFECTED,
    "split": kernel.SPLIT,
}
_EVENT_COLUMNS = (kernel.ONSETS, kernel.GATES, kernel.SANCTIONS)
_WORD = 2.0**32
_ILL = [kernel.SICK, kernel.SICK_TRACK]
_VECTOR = 8
"""Words that the widest vector registers hold."""

_SPREAD = 1.0
"""Standard deviations by which the points drawn at once exceed the expected number in a run."""

_NO_LIMIT = 1 << 40

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Probabilities:
    """Hold the model's weekly probabilities as the oracle and the table builder need them.

    Shapes: G groups, B age bands, W weeks of illness, S states.
    """

    weeks: int
    weeks_per_year: int
    life: int  # weeks from the age of entry to the age of leaving
    band: Integers  # (life,) age band of each week of age
    onset: Floats  # (G, B)
    death_at_work: Floats  # (B,)
    death: Floats  # (S,) outside work
    recover: Floats  # (G, W)
    track_week: int
    track: float
    gate: Floats  # (2 scenarios, without/with second track)
    sanction_weeks: int
    sanction_repaired: float
    sanction_recover: float
    assessment: Floats  # (2 without/after a sanction, refused lgu full iva)
    lgu_weeks: Integers  # (G,)
    then_lau: float
    exits: dict[str, dict[str, float]]  # state -> exit -> probability, in the order of the file, without death
    percent: Integers  # (S,) of the wage
    wage: Integers  # (N,) eurocents per week, equally likely


@dataclass(frozen=True)
class Sums:
    """Hold group sums of levels or of an effect, and what is needed to read them as totals with standard errors.

    groups: (256, years, columns) in the kernel's columns, with slot-weeks at work in `at_work` (256, years).
    scale divides every sum (1 for levels and pairs). slots: (256,) number of slots in each group.
    """

    groups: Integers
    at_work: Integers
    slots: Integers
    scale: float

    def _read(self, cells: Integers, *, by_year: bool) -> tuple[Floats, Floats]:
        """Return totals and their standard errors: the variance between groups of the same linear functional."""
        sums = (cells if by_year else cells.sum(axis=1)) / self.scale
        total = sums.sum(axis=0)
        shares = (self.slots / self.slots.sum()).reshape((-1,) + (1,) * total.ndim)
        return total, np.sqrt(GROUPS / (GROUPS - 1) * ((sums - shares * total) ** 2).sum(axis=0))

    def weeks(self, *, by_year: bool = True) -> tuple[Floats, Floats]:
        """Return slot-weeks and their standard errors (years, STATES), or (STATES,) over all years."""
        outside = self.groups[:, :, kernel.SICK : kernel.STATES]
        return self._read(np.concatenate([self.at_work[:, :, None], outside], axis=2), by_year=by_year)

    def cost(self, *, by_year: bool = True) -> tuple[Floats, Floats]:
        """Return eurocents and their standard errors (years, STATES from lgu on), or over all years."""
        return self._read(self.groups[:, :, kernel.COST + kernel.LGU : kernel.COST + kernel.STATES], by_year=by_year)

    def events(self, *, by_year: bool = True) -> tuple[Floats, Floats]:
        """Return numbers of events and their standard errors (years, EVENTS), or (EVENTS,) over all years."""
        return self._read(self.groups[:, :, _EVENT_COLUMNS], by_year=by_year)

    def total_cost(self) -> tuple[float, float]:
        """Return the eurocents of all states and years together and their standard error."""
        cells = self.groups[:, :, kernel.COST + kernel.LGU : kernel.COST + kernel.STATES].sum(axis=2)
        total, error = self._read(cells, by_year=False)
        return float(total), float(error)


@dataclass(frozen=True)
class ReducedResult:
    """Hold levels of the baseline and the effect of the reform (none for method `baseline`)."""

    baseline: Sums
    effect: Sums | None


def read_model(path: Path = MODEL_FILE) -> dict[str, Any]:
    """Return the model file as plain values, to be changed by a test or passed to `probabilities`."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _wages(wage: dict[str, Any]) -> Integers:
    cells = (np.arange(wage["quantiles"]) + 0.5) / wage["quantiles"]
    return np.floor(scipy.special.gammaincinv(wage["shape"], cells) * wage["scale"]).astype(np.int64)


def _onset(at_work: dict[str, Any], *, bands: Integers, groups: int) -> Floats:
    by_age = at_work["onset_by_age"]["at_first"] + at_work["onset_by_age"]["per_band"] * bands
    rise = np.arange(groups) / (groups - 1)
    by_group = at_work["onset_by_group"]["at_first"] + at_work["onset_by_group"]["rise"] * rise
    return at_work["onset"] * by_group[:, None] * by_age[None, :]


def _recover(sick: dict[str, Any], *, groups: int) -> Floats:
    recover = sick["recover"]
    week = np.arange(1, sick["weeks"] + 1)
    by_group = recover["at_first"] - recover["fall"] * np.arange(groups) / (groups - 1)
    return -np.expm1(-recover["scale"] / (week + recover["shift"])[None, :] * by_group[:, None])


def _exits(model: dict[str, Any]) -> dict[str, dict[str, float]]:
    named = {"sanction": ("repaired", "recover"), "full": ("recover", "to_iva", "to_lgu")}
    named |= dict.fromkeys(("lgu", "lau", "vvu"), ("recover", "to_full"))
    return {state: {name: model[state][name] for name in names} for state, names in named.items()}


def _gate(model: dict[str, Any]) -> Floats:
    sanction = model["gate"]["sanction"]
    baseline = np.array([sanction["without_second_track"], sanction["with_second_track"]])
    return np.stack([baseline, baseline * model["reform"]["sanction_factor"]])


def probabilities(model: dict[str, Any]) -> Probabilities:
    """Work the model file out to arrays of weekly probabilities."""
    clock, groups, lgu = model["clock"], model["groups"], model["lgu"]
    per_year = clock["weeks_per_year"]
    life = (clock["age_of_leaving"] - clock["age_of_entry"]) * per_year
    band = np.minimum(np.arange(life) // (per_year * clock["years_per_age_band"]), clock["last_age_band"])
    bands = np.arange(clock["last_age_band"] + 1)
    at_work = model["at_work"]
    percent = model["cost_percent_of_wage"]
    sick_death = model["sick"]["death"]
    return Probabilities(
        weeks=clock["years"] * per_year,
        weeks_per_year=per_year,
        life=life,
        band=band.astype(np.int64),
        onset=_onset(at_work, bands=bands, groups=groups),
        death_at_work=at_work["death_per_year"] * np.exp(at_work["death_growth_per_band"] * bands) / per_year,
        death=np.array([0.0, sick_death, sick_death, *(model[state]["death"] for state in STATES[3:])]),
        recover=_recover(model["sick"], groups=groups),
        track_week=model["sick"]["second_track"]["week"],
        track=model["sick"]["second_track"]["probability"],
        gate=_gate(model),
        sanction_weeks=model["sanction"]["weeks"],
        sanction_repaired=model["sanction"]["repaired"],
        sanction_recover=model["sanction"]["recover"],
        assessment=np.array([model["assessment"]["without_sanction"], model["assessment"]["after_sanction"]]),
        lgu_weeks=lgu["weeks"] + lgu["weeks_per_group"] * np.arange(groups),
        then_lau=lgu["then_lau"],
        exits=_exits(model),
        percent=np.array([percent.get(state, 0) for state in STATES]),
        wage=_wages(model["wage"]),
    )


def _threshold(probability: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    return np.rint(np.asarray(probability, dtype=np.float64) * _WORD).astype(np.uint64)


def _cumulative(shares: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Return cumulative thresholds along the last axis, the last one 2**32."""
    thresholds = _threshold(np.minimum(np.cumsum(shares, axis=-1), 1.0))
    thresholds[..., -1] = np.uint64(1 << 32)
    return thresholds


def _mean_stay(probability: npt.ArrayLike) -> Floats:
    return -1.0 / np.log1p(-np.asarray(probability, dtype=np.float64))


def _guide(thresholds: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """Return by the highest bits of a word the first position along a row of thresholds that can exceed it."""
    lowest = np.arange(1 << kernel.GUIDE_BITS, dtype=np.uint64) << np.uint64(32 - kernel.GUIDE_BITS)
    return np.stack([np.searchsorted(row, lowest, side="right") for row in thresholds]).astype(np.uint8)


def _recovery(p: Probabilities) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """Return the cumulative thresholds of the week of recovery, given no death, and the guide."""
    survival = np.cumprod(1.0 - p.recover / (1.0 - p.death[kernel.SICK]), axis=1)
    ended = np.concatenate([1.0 - survival, np.ones((len(survival), 1))], axis=1)
    thresholds = _threshold(ended)
    return thresholds, _guide(thresholds)


def _stays(p: Probabilities) -> tuple[Floats, npt.NDArray[np.uint64], Integers]:
    """Return by state the mean-stay factor of all exits but death, their cumulative shares and where they lead."""
    target = {"recover": kernel.AT_WORK, "repaired": kernel.ASSESSED, "to_full": kernel.FULL}
    target |= {"to_iva": kernel.IVA, "to_lgu": kernel.LGU}
    stay = np.full(kernel.STATES, np.inf)
    shares = np.ones((kernel.STATES, 3))
    to = np.zeros((kernel.STATES, 3), dtype=np.int64)
    for state, exits in p.exits.items():
        code = STATES.index(state)
        given_alive = np.array(list(exits.values())) / (1.0 - p.death[code])
        stay[code] = _mean_stay(given_alive.sum())
        shares[code] = 0.0
        shares[code, : len(exits)] = given_alive / given_alive.sum()
        to[code, : len(exits)] = [target[name] for name in exits]
    return stay, _cumulative(shares), to


def _limits(p: Probabilities) -> tuple[Integers, Integers]:
    limit = np.full((kernel.STATES, len(p.onset)), _NO_LIMIT, dtype=np.int64)
    to = np.zeros(kernel.STATES, dtype=np.int64)
    limit[kernel.SANCTION], to[kernel.SANCTION] = p.sanction_weeks, kernel.ASSESSED
    limit[kernel.LGU], to[kernel.LGU] = p.lgu_weeks, kernel.LGU_ENDED
    return limit, to


def _shift(count: int) -> np.uint64:
    """Return the right shift that maps a word to 0..count-1; count must be a power of two."""
    bits = count.bit_length() - 1
    if 1 << bits != count:
        raise ValueError(f"{count} is not a power of two")
    return np.uint64(32 - bits)


def _enough(mean: npt.ArrayLike) -> Integers:
    """Return how many points to draw at once: most often enough for the run, in whole vectors."""
    likely = np.asarray(mean) + _SPREAD * np.sqrt(mean)
    return (np.ceil(likely / _VECTOR) * _VECTOR).astype(np.int64)


def build_tables(p: Probabilities, *, seed: int, replication: int) -> kernel.Tables:
    """Build what the kernel reads, with the logarithms of this machine, once."""
    year = np.arange(p.weeks) // p.weeks_per_year
    alive_at_work = 1.0 - p.death_at_work
    onset = p.onset / alive_at_work[None, :]
    highest_onset = onset.max(axis=1)
    highest_death = max(p.death_at_work.max(), p.death.max())
    recover, guide = _recovery(p)
    stay, exits, exit_to = _stays(p)
    limit, limit_to = _limits(p)
    units = np.rint(p.gate * 2.0**kernel.UNIT_BITS).astype(np.int64)
    in_track_week = p.recover[:, p.track_week - 1]
    return kernel.Tables(
        key=np.array([seed, replication], dtype=np.uint64),
        year=year.astype(np.uint16),
        year_end=(np.arange(year[-1] + 1) + 1) * p.weeks_per_year,
        life=p.life,
        band=p.band.astype(np.uint8),
        group_shift=_shift(len(p.onset)),
        wage_shift=_shift(len(p.wage)),
        wage=p.wage,
        onsets_drawn=_enough(highest_onset * p.weeks),
        deaths_drawn=int(_enough(highest_death * p.weeks)),
        onset_stay=_mean_stay(highest_onset),
        onset_accept=_threshold(onset / highest_onset[:, None]),
        death_stay=float(_mean_stay(highest_death)),
        death_accept_work=_threshold(p.death_at_work / highest_death),
        death_accept=_threshold(p.death / highest_death),
        death_accept_well=np.uint64(_threshold(max(p.death_at_work.max(), *p.death[_ILL]) / highest_death)),
        recover=recover,
        recover_guide=guide,
        track_week=p.track_week,
        track=_threshold(p.track / (1.0 - p.death[kernel.SICK] - in_track_week)),
        gate=units.astype(np.uint64) << np.uint64(32 - kernel.UNIT_BITS),
        gate_units=units,
        assessment=_cumulative(p.assessment),
        assessment_to=np.array([kernel.AT_WORK, kernel.LGU, kernel.FULL, kernel.IVA]),
        stay=stay,
        stay_limit=limit,
        stay_limit_to=limit_to,
        exit=exits,
        exit_to=exit_to,
        then_lau=np.uint64(_threshold(p.then_lau)),
        percent=p.percent,
    )


def _ledger(p: Probabilities) -> Integers:
    return np.zeros((GROUPS, p.weeks // p.weeks_per_year, kernel.COLUMNS), dtype=np.int64)


def work_space(tables: kernel.Tables) -> kernel.Points:
    """Return the work space of one thread."""
    room = len(tables.year) + max(int(tables.onsets_drawn.max()), tables.deaths_drawn)

    def whole() -> Integers:
        return np.zeros(room, dtype=np.int64)

    def drawn() -> kernel.Drawn:
        return kernel.Drawn(*(np.zeros(room, dtype=np.uint64) for _ in kernel.Drawn._fields))

    return kernel.Points(
        onset=drawn(),
        death=drawn(),
        gap=whole(),
        onset_week=whole(),
        onset_end=whole(),
        death_week=whole(),
        deadly_week=whole(),
    )


def _run_blocks(
    blocks: SimpleQueue[tuple[int, int]], *, tables: kernel.Tables, p: Probabilities, method: int, k: int
) -> tuple[Integers, Integers]:
    """Simulate blocks until none is left, in ledgers of this thread's own."""
    baseline, second, points = _ledger(p), _ledger(p), work_space(tables)
    while True:
        try:
            first, end = blocks.get_nowait()
        except Empty:
            return baseline, second
        kernel.simulate_slots(tables, points, first, end, method, k, baseline, second)


def _level_sums(groups: Integers, *, slots: Integers, weeks_per_year: int) -> Sums:
    outside = groups[:, :, kernel.SICK : kernel.STATES].sum(axis=2)
    return Sums(groups=groups, at_work=slots[:, None] * weeks_per_year - outside, slots=slots, scale=1.0)


def _effect_sums(groups: Integers, *, slots: Integers, scale: float) -> Sums:
    outside = groups[:, :, kernel.SICK : kernel.STATES].sum(axis=2)
    return Sums(groups=groups, at_work=-outside, slots=slots, scale=scale)


def simulate_reduced(
    model: dict[str, Any],
    *,
    slots: int,
    seed: int = 1,
    replication: int = 0,
    method: Method = "split",
    k: int = 4,
    threads: int = 1,
    block_size: int = 16384,
) -> ReducedResult:
    """Simulate `slots` slots and return group sums; the same bytes for any threads and block_size.

    k: replicates at each gate under method `split`. The effect is reform minus baseline.
    """
    p = probabilities(model)
    tables = build_tables(p, seed=seed, replication=replication)
    blocks: SimpleQueue[tuple[int, int]] = SimpleQueue()
    for block in itertools.pairwise([*range(0, slots, block_size), slots]):
        blocks.put(block)
    work = partial(_run_blocks, tables=tables, p=p, method=_METHODS[method], k=k)
    with ThreadPoolExecutor(threads) as pool:
        ledgers = list(pool.map(work, [blocks] * threads))
    baseline = sum((ledger[0] for ledger in ledgers), start=_ledger(p))
    second = sum((ledger[1] for ledger in ledgers), start=_ledger(p))
    counts = np.bincount(np.arange(slots) % GROUPS, minlength=GROUPS).astype(np.int64)
    levels = _level_sums(baseline, slots=counts, weeks_per_year=p.weeks_per_year)
    if method == "baseline":
        return ReducedResult(baseline=levels, effect=None)
    if method == "pair":
        second = second - baseline
    scale = float(k << kernel.UNIT_BITS) if method == "split" else 1.0
    return ReducedResult(baseline=levels, effect=_effect_sums(second, slots=counts, scale=scale))
