"""Hold the state of one life and the tables it is lived under.

A life is an int64 vector; the names below are its positions. It is copied whole at a gate, so that two
continuations start from exactly the same past. Weeks are counted from week 0 of the clock.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.behaviour.table import BehaviourTable
from poortwachter.law.table import LawTable
from poortwachter.population.table import PopulationTable
from poortwachter.primitives.codes import AGE_BAND_LOWER
from poortwachter.primitives.weeks import WEEKS_PER_YEAR, Calendar

GROUP: Final = 0
WORKER: Final = 1
COHORT: Final = 2
REPLICATE: Final = 3
SEX: Final = 4
BIRTH: Final = 5
"""Week of birth."""
EXIT: Final = 6
"""Week in which this person would stop working for other reasons than in the model."""
DEATH: Final = 7
"""Week of death at the mortality of the population."""
AOW_WEEK: Final = 8
HISTORY_START: Final = 9
"""Week in which the work history began."""
WAGE_RANK: Final = 10
STATUS: Final = 11
SINCE: Final = 12
"""Week in which the present status began."""
UNDER35: Final = 13
"""1 after a refusal below 35%: at work counts as `onder35_werk`."""
ONSET: Final = 14
"""Ordinal of the next potential onset."""
CLOCK: Final = 15
"""Time of the last potential onset, in weeks times 2**16."""
FREE: Final = 16
"""First week in which a spell can start."""
JOB: Final = 17
JOB_START: Final = 18
JOB_END: Final = 19
CONTRACT: Final = 20
SIZE: Final = 21
SECTOR: Final = 22
ERD_WGA: Final = 23
ERD_ZW: Final = 24
INSURED: Final = 25
SICK: Final = 26
"""First week of the present spell."""
WAGE: Final = 27
"""Wage a month before sickness, eurocents at the benefit index of the price year."""
BASE: Final = 28
"""Maandloon: the wage, at most the maximum dagloon a month."""
ROUTE: Final = 29
GATE: Final = 30
"""Intended outcome of the RIV-toets, before the law on its grounds."""
KIND: Final = 31
"""Kind of WIA right: 0-3 partial by class, 4 full, 5 IVA."""
WIA_START: Final = 32
WIA_STEP: Final = 33
LGU_END: Final = 34
USE: Final = 35
"""Use of remaining capacity: 0 less than half, 1 between half and the whole, 2 the whole."""
REOPEN: Final = 36
"""Week in which an ended right re-opens; NEVER without."""
EWT: Final = 37
"""Week in which the waiting period of the present spell ends."""
DECIDED: Final = 38
"""Week in which the RIV-toets of the present spell was decided; NEVER without one."""
GROUND: Final = 39
"""Main ground of a sanction, if it comes to one: employer, bedrijfsarts, other."""
MEDICAL: Final = 40
"""1 if a medical shortcoming plays a role in the file."""
LEVEL: Final = 41
"""Severity: 0-3 partial, 4 full, 5 full and lasting; `KIND` is the class the law makes of it."""
STARTED: Final = 42
"""Week in which the present spell began; `SICK` lies earlier where the spell continues one before it."""
SERVED: Final = 43
"""Weeks of illness behind at the last return to work."""
RETURNED: Final = 44
"""Week of the last return to work."""
CLAIMED: Final = 45
DECIDED_IN: Final = 46
"""Ordinal of the spell in which the RIV-toets was decided."""
SATISFIED: Final = 47
"""1 if the file shows a satisfactory result."""
VOLUNTARY: Final = 48
"""Weeks by which the waiting period was extended on request."""
WORK_SINCE: Final = 49
"""Week since which this person has worked, but for sickness."""
DEFERRED: Final = 50
"""Week until which there is no income requirement after full disability."""
RESUMED: Final = 51
"""Week since which someone with a right earns more than 65% of the old wage; NEVER without."""
RIGHT_END: Final = 52
"""Week in which those earnings end the right."""
GUARANTEE_END: Final = 53
GUARANTEE_BASE: Final = 54
"""Week until which, and maandloon by which, renewed work guarantees a benefit."""
NO_RISK_UNTIL: Final = 55
NO_RISK_FREE: Final = 56
"""Weeks between which sickness falls under the no-riskpolis."""
HOUSEHOLD: Final = 57
"""0 no claim to a supplement, 1 single, 2 partner without income."""
SIMPLE: Final = 58
"""1 after the simplified assessment for those over 60: the Aof pays."""
TRACKED: Final = 59
"""1 if a second track was started in the present spell or the one it continues."""
OWN_JOB: Final = 60
"""1 if the person kept her employer at the award."""
RELAPSE: Final = 61
"""Week in which those earnings are lost again; NEVER without."""
OWN_RISK: Final = 62
"""1 if the employer at the award bears its own risk for the WGA."""
FRAILTY: Final = 63
"""Level of lasting frailty, from who is hardly ever ill to who is ill most."""
CAUSE: Final = 64
"""Class of the cause of the present spell."""
RIGHT: Final = 65
"""First of the fields in which an ended right that may re-open is kept, in the order of `KEPT`."""
KEPT: Final = (WAGE, BASE, ROUTE, USE, EWT, OWN_RISK, VOLUNTARY, SIMPLE, LEVEL)
"""What a right rests on and a later spell or job would change."""
CHANGE: Final = RIGHT + len(KEPT)
"""Week in which the job ends, or in which another contract or employer can follow from age or year."""
SCHOOLING: Final = CHANGE + 1
"""Rank of schooling, below 2**16: who ranks below the share of an age and year has no start qualification."""
GAP_FACTOR: Final = SCHOOLING + 1
"""Mean time between potential onsets, in weeks times 2**16, as the bits of a float64."""
DRAWN: Final = GAP_FACTOR + 1
"""Ordinal of the first potential onset of which the draws are at hand."""
REACHED: Final = DRAWN + 1
"""The furthest stage this life has come to (`reach.Stage`)."""
COURSE: Final = REACHED + 1
"""How the claim came to its assessment: `IN_TIME`, or by one of the ways through the gate."""
MEDICAL_FILE: Final = COURSE + 1
"""1 if the claim's file was one with a medical ground that the reform touches."""
DUE: Final = MEDICAL_FILE + 1
"""Week in which UWV is to decide on the file of the present claim."""
ADVANCED_UNTIL: Final = DUE + 1
"""Week until which a right is paid as an advance."""
SPARED: Final = ADVANCED_UNTIL + 1
"""Share (x 2**32) with the least chance of an award whose right the EZWb of this spell ended, had it been theirs."""
PROTECTED: Final = SPARED + 1
"""Week until which a right goes on beside work that would have ended it; 0 without."""
POLICY: Final = PROTECTED + 1
"""Word below which the employer of the present job is insured against absence."""
RELIEVED: Final = POLICY + 1
"""1 if the insurance of the present spell takes over the employer's duties, and may bear a sanction."""
FORCED: Final = RELIEVED + 1
"""Outcome that the next decision of a fork must have: 1 yes, -1 no, 0 as drawn."""
FORKS: Final = FORCED + 1
"""Number of decisions noted and not yet followed."""
FORK_POINT: Final = FORKS + 1
FORK_WEEK: Final = FORK_POINT + 1
FORK_VALUE: Final = FORK_WEEK + 1
"""In a noted life: which decision, in which week, and what else following it needs."""
N_STATE: Final = FORK_VALUE + 1
BATCH: Final = 16
"""Potential onsets drawn at once."""
GAPS: Final = N_STATE
ACCEPTS: Final = GAPS + BATCH
LENGTHS: Final = ACCEPTS + BATCH
ROUTES: Final = LENGTHS + BATCH
"""First of the fields that hold the draws at hand: time since the one before, and the three words."""
FORK_AREA: Final = ROUTES + BATCH
MOST_FORKS: Final = 4
"""Decisions that can be noted in one spell, at most."""
N_FIELDS: Final = FORK_AREA + MOST_FORKS * N_STATE

NEVER: Final = 1 << 30

ROUTE_EMPLOYER: Final = 0
ROUTE_CONTRACT_ENDED: Final = 1
ROUTE_AGENCY: Final = 2
ROUTE_WW: Final = 3
ROUTE_OTHER: Final = 4
ROUTE_NO_RISK: Final = 5

ADMINISTRATIVE_CAN_LAPSE: Final = 0
ADMINISTRATIVE: Final = 1
SUBSTANTIVE_CAN_LAPSE: Final = 2
SUBSTANTIVE: Final = 3
SUFFICIENT: Final = 4
LAPSED: Final = 5
LAPSED_INCOME_ONLY: Final = 6
LAPSED_RETURN_ONLY: Final = 7

IN_TIME: Final = 0
AFTER_EXTENSION: Final = 1
LAPSED_STAYER: Final = 2
LAPSED_RETURNER: Final = 3
DROPPED: Final = 4

FULL: Final = 4
IVA_KIND: Final = 5


class Columns(NamedTuple):
    """Where the ledger keeps what."""

    money: npt.NDArray[np.int32]
    receipt: npt.NDArray[np.int32]
    flow: npt.NDArray[np.int32]


class Ages(NamedTuple):
    """Lead from weeks of age to years and bands."""

    years: npt.NDArray[np.int64]
    """Completed years by weeks of age."""
    first_week: npt.NDArray[np.int64]
    """First week of each year of age."""
    band6: npt.NDArray[np.int64]
    """Age band of behaviour (<25 ... 65+) by years."""
    band7: npt.NDArray[np.int64]
    """Age band of the WIA counts by years."""


class World(NamedTuple):
    """Everything a life is lived under, for one policy."""

    clock: Calendar
    ages: Ages
    columns: Columns
    law: LawTable
    forks: npt.NDArray[np.int64]
    """(points,) 1 where the split lets a life fork at a decision; 0 everywhere in other runs."""
    degree: npt.NDArray[np.float64]
    """(5,) degree of disability by level of severity."""
    behaviour: BehaviourTable
    population: PopulationTable
    wage_level: npt.NDArray[np.float64]
    """(Y + 1,) wages relative to the base year of the wage table, over the benefit index, in eurocents per euro."""
    wage_correction: npt.NDArray[np.float64]
    """(Y + 1, 6) mean wage factor of entrants relative to those at work, by age band: what wages are multiplied by."""
    onset_by_wage: npt.NDArray[np.float64]
    """(64,) rate of onsets by wage rank, relative to the mean."""
    onset_by_frailty: npt.NDArray[np.float64]
    """(64,) rate of onsets by level of frailty, relative to a frailty of 1."""
    frailty_at_start: npt.NDArray[np.uint64]
    """(6, 64) thresholds over levels of frailty of those at work at the start of the clock, by age band."""
    job_rate: npt.NDArray[np.float64]
    """(6,) weekly rate of another employer by age band."""
    youngest: int
    """Age of the first row of the tables by single year of age."""
    history_from_age: int
    """Age from which someone in the first cohort is taken to have worked."""
    weeks_per_year: float


def build_columns() -> Columns:
    """Return the ledger's layout for the kernel."""
    return Columns(
        money=columns.money_column_table(),
        receipt=columns.receipt_column_table(),
        flow=columns.flow_column_table(),
    )


OLDEST: Final = 180
"""Age beyond anyone's on the longest clock: deaths are placed without regard to the AOW age."""


def build_ages(*, band6_lower: npt.NDArray[np.int64], oldest: int = OLDEST) -> Ages:
    """Return the age tables up to the oldest age in years."""
    first_week = np.ceil(np.arange(oldest + 2) * WEEKS_PER_YEAR).astype(np.int64)
    weeks = np.arange(first_week[-1])
    years = np.searchsorted(first_week, weeks, side="right") - 1
    ages = np.arange(oldest + 2)
    return Ages(
        years=years.astype(np.int64),
        first_week=first_week,
        band6=(np.searchsorted(band6_lower, ages, side="right") - 1).clip(0).astype(np.int64),
        band7=(np.searchsorted(np.array(AGE_BAND_LOWER), ages, side="right") - 1).astype(np.int64),
    )
