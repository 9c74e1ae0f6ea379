"""Compute the exact expected values of the small invented model by recursion, without chance.

The mass of all slots moves week by week over (group, cohort). A cohort is the set of slots whose holder had the age
of entry in the same week modulo the length of a working life, so that cohorts stay in place in the
arrays and one of them is renewed each week. Only work depends on age. The week of illness enters through the onsets of
the last 104 weeks (a convolution with the survival curve); sanction and LGU have constant exits and a longest
stay, so they need only their inflow of that many weeks ago. All else is Markov. The probabilities are those of the
file; nothing is shared with the sampler but them and the wage of each equally likely cell.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from poortwachter.simulation.reduced import EVENTS, STATES, Probabilities

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_WORK, _SICK, _SICK_TRACK, _SANCTION, _LGU, _LAU, _VVU, _FULL, _IVA = range(len(STATES))


@dataclass(frozen=True)
class Expected:
    """Hold expected values per slot.

    weeks: (years, STATES) slot-weeks; cost: (years, STATES from lgu on) eurocents; events: (years, EVENTS).
    """

    weeks: Floats
    cost: Floats
    events: Floats


class _Delay:
    """Give back the inflow of `length` weeks ago, cohort by cohort."""

    def __init__(self, *, length: Integers, cohorts: int) -> None:
        """Start empty. length: (G,) weeks, at least 1."""
        self._length = length
        self._group = np.arange(len(length))
        self._kept = np.zeros((len(length), int(length.max()), cohorts))

    def exchange(self, inflow: Floats, *, week: int) -> Floats:
        """Store this week's inflow (G, cohorts) and return the one it replaces."""
        position = week % self._length
        outflow = self._kept[self._group, position]
        self._kept[self._group, position] = inflow
        return outflow

    def clear(self, cohort: int) -> None:
        """Forget one cohort."""
        self._kept[:, :, cohort] = 0.0


class _Illness:
    """Follow spells of illness: recoveries in weeks up to and after the second track, and arrivals at the gate."""

    def __init__(self, p: Probabilities, *, cohorts: int) -> None:
        """Work out the survival curves. A spell's first week is the week after its onset."""
        groups, weeks = p.recover.shape
        stays = 1.0 - p.recover - p.death[_SICK]
        self._reach = np.concatenate([np.ones((groups, 1)), np.cumprod(stays, axis=1)], axis=1)[:, :, None]
        recovered = self._reach[:, :-1, 0] * p.recover
        late = np.arange(weeks) >= p.track_week
        self._curves = np.stack([np.where(late, 0.0, recovered), np.where(late, recovered, 0.0)], axis=1)
        self._weeks, self._track_week = weeks, p.track_week
        self._onsets = np.zeros((groups, weeks, cohorts))

    def flows(self, onsets: Floats, *, week: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Return early and late recoveries, moves past the track week and arrivals at the gate, each (G, cohorts)."""
        age_of_spell = (week - np.arange(self._weeks) - 1) % self._weeks  # 0: in its first week
        recovered = np.matmul(self._curves[:, :, age_of_spell], self._onsets)
        late = self._onsets[:, (week - self._track_week) % self._weeks] * self._reach[:, self._track_week]
        gate = self._onsets[:, week % self._weeks] * self._reach[:, self._weeks]
        self._onsets[:, week % self._weeks] = onsets
        return recovered[:, 0], recovered[:, 1], late, gate

    def clear(self, cohort: int) -> None:
        """Forget one cohort."""
        self._onsets[:, :, cohort] = 0.0


_MOVES = {
    "sanction": {"recover": _WORK},
    "lgu": {"recover": _WORK, "to_full": _FULL},
    "lau": {"recover": _WORK, "to_full": _FULL},
    "vvu": {"recover": _WORK, "to_full": _FULL},
    "full": {"recover": _WORK, "to_iva": _IVA},
}
"""Exits with a constant probability that need no more than the mass of the state; `repaired` and `to_lgu` do."""

_OUTCOMES = (_WORK, _LGU, _FULL, _IVA)
"""Where the assessment leads, in the order of its shares."""


class _Recursion:
    """Hold the mass (STATES, G, cohorts) and move it one week at a time."""

    def __init__(self, p: Probabilities, *, scenario: int) -> None:
        """Put all mass at work, uniform over groups and over the weeks of a working life."""
        groups, cohorts = len(p.onset), p.life
        self.p = p
        self.mass = np.zeros((len(STATES), groups, cohorts))
        self.mass[_WORK] = 1.0 / (groups * cohorts)
        self._gate_share = p.gate[scenario]
        self._illness = _Illness(p, cohorts=cohorts)
        self._sanctions = _Delay(length=np.full(groups, p.sanction_weeks), cohorts=cohorts)
        self._lgu = _Delay(length=p.lgu_weeks, cohorts=cohorts)
        sanction_stay = 1.0 - p.sanction_repaired - p.sanction_recover - p.death[_SANCTION]
        lgu_stay = 1.0 - sum(p.exits["lgu"].values()) - p.death[_LGU]
        self._sanction_completed = sanction_stay**p.sanction_weeks
        self._lgu_completed = (lgu_stay**p.lgu_weeks)[:, None]
        # among those sick after the track week; the exits of that week share one uniform
        self._track = (p.track / (1.0 - p.recover[:, p.track_week - 1] - p.death[_SICK]))[:, None]

    def advance(self, *, week: int) -> Floats:
        """Move the mass from `week` to the next; return the expected events (EVENTS)."""
        leaving = (week + 1) % self.p.life  # the cohort in its last week
        band = self.p.band[(week - np.arange(self.p.life)) % self.p.life]
        onsets = self.p.onset[:, band] * self.mass[_WORK]
        onsets[:, leaving] = 0.0
        deaths = self.p.death[:, None, None] * self.mass
        deaths[_WORK] = self.p.death_at_work[band] * self.mass[_WORK]
        change = -deaths
        gate = self._fall_ill(onsets, change, week=week, leaving=leaving)
        sanctioned = gate * (self._track * self._gate_share[1] + (1.0 - self._track) * self._gate_share[0])
        self._after_gate(change, gate=gate, sanctioned=sanctioned, week=week)
        self.mass += change
        self._renew(leaving, died=deaths.sum(axis=(0, 2)))
        return np.array([onsets.sum(), gate.sum(), sanctioned.sum()])

    def _fall_ill(self, onsets: Floats, change: Floats, *, week: int, leaving: int) -> Floats:
        """Move the mass of work and illness; return the arrivals at the gate (G, cohorts)."""
        early_recovered, late_recovered, late, gate = self._illness.flows(onsets, week=week)
        gate[:, leaving] = 0.0
        late_exits = late_recovered + gate
        change[_WORK] += early_recovered + late_recovered - onsets
        change[_SICK] += onsets - early_recovered - (1.0 - self._track) * late_exits - self._track * late
        change[_SICK_TRACK] += self._track * (late - late_exits)
        return gate

    def _after_gate(self, change: Floats, *, gate: Floats, sanctioned: Floats, week: int) -> None:
        """Move the mass from the gate on."""
        for name, exits in _MOVES.items():
            state = STATES.index(name)
            for exit_name, to in exits.items():
                flow = self.p.exits[name][exit_name] * self.mass[state]
                change[state] -= flow
                change[to] += flow
        served = self._sanctions.exchange(sanctioned, week=week) * self._sanction_completed
        after = self.p.sanction_repaired * self.mass[_SANCTION] + served
        change[_SANCTION] += sanctioned - after
        awarded = (
            self.p.assessment[0, :, None, None] * (gate - sanctioned) + self.p.assessment[1, :, None, None] * after
        )
        to_lgu = self.p.exits["full"]["to_lgu"] * self.mass[_FULL]
        change[_FULL] -= to_lgu
        awarded[_OUTCOMES.index(_LGU)] += to_lgu
        for state, flow in zip(_OUTCOMES, awarded, strict=True):
            change[state] += flow
        ended = self._lgu.exchange(awarded[_OUTCOMES.index(_LGU)], week=week) * self._lgu_completed
        change[_LGU] -= ended
        change[_LAU] += self.p.then_lau * ended
        change[_VVU] += (1.0 - self.p.then_lau) * ended

    def _renew(self, leaving: int, *, died: Floats) -> None:
        """Let newcomers at the age of entry take the places of who left or died (G,)."""
        newcomers = died + self.mass[:, :, leaving].sum(axis=0)
        for history in (self._illness, self._sanctions, self._lgu):
            history.clear(leaving)
        self.mass[:, :, leaving] = 0.0
        self.mass[_WORK, :, leaving] = newcomers


def expect(p: Probabilities, *, scenario: int) -> Expected:
    """Return the expected values per slot in the baseline (scenario 0) or under the reform (1)."""
    years = p.weeks // p.weeks_per_year
    weeks = np.zeros((years, len(STATES)))
    events = np.zeros((years, len(EVENTS)))
    recursion = _Recursion(p, scenario=scenario)
    for week in range(p.weeks):
        year = week // p.weeks_per_year
        weeks[year] += recursion.mass.sum(axis=(1, 2))
        events[year] += recursion.advance(week=week)
    mean_cost = np.array([(p.wage * percent // 100).mean() for percent in p.percent[_LGU:]])
    return Expected(weeks=weeks, cost=weeks[:, _LGU:] * mean_cost, events=events)
