"""Know how far a life has come, and which tables it has read by then.

A reform that changes only what is read from the claim on leaves alone everyone who was never ill that long: her life
under the reform is her life in the baseline, to the last eurocent, and need not be lived again.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np

from poortwachter.kernel.decisions import DECIDE
from poortwachter.kernel.pack import SPAN_OF_FIELD, WEEKS, WEEKS_BEYOND, YEARS
from poortwachter.kernel.state import AOW_WEEK, DEATH, REACHED, World
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.weeks import Calendar


class Stage(IntEnum):
    """How far a life can come, in this order."""

    EVERYONE = 0
    LONG_SICK = 1
    CLAIM = 2
    ASSESSMENT = 3


class Touch(NamedTuple):
    """Whom a reform can touch: who comes as far as a stage, and is still there at a week."""

    stage: int
    week: int


_LONG_SICK = (
    *("tweede_spoor_week", "second_track_started", "second_track_extra", "second_track_rate", "second_track_better"),
    *("second_track_cost", "placed_better", "placed_no_risk", "no_risk_second_track", "no_risk_cover"),
    *("early_iva", "first_right", "iva_first_request", "iva_last_request", "iva_maximum", "iva_minimum", "iva_term"),
    *("ezwb_to_work", "under35_back", "under35_ww", "under35_ww_rate"),
    *("ww_first_months", "ww_first_share", "ww_maximum", "ww_minimum", "ww_quarters", "ww_shortest"),
    *("ww_sector_fund", "ww_sector_months"),
)
_CLAIM = (
    *("claim", "first_decision", "timely_decision", "latest_decision", "late_decision", "riv_assessed", "voluntary"),
    *("voluntary_weeks", "enough_wage", "structural_work", "near_capacity", "agreed", "gate", "ground"),
    *("ground_tested", "medical_role", "test_cost", "upheld"),
    *("repaired", "repair_weeks", "repair_decision", "repair_end", "advice_followed"),
    *("sanction_maximum", "substantive_after_repair", "without_capacity", "no_capacity_rate", "return_rate_extension"),
    "return_by_dismissal",
    *("award_after_extension", "award_lapsed_returner", "award_lapsed_stayer", "award_medical_ground"),
    *("zw_extension", "zw_shortcoming", "under35_works"),
    *("no_risk_free", "no_risk_own", "no_risk_start"),
    *("transition_due", "transition_service", "transition_halves", "transition_months_per_year", "transition_maximum"),
    *("transition_first", "transition_ten", "transition_later", "transition_50", "transition_age"),
    *("transition_compensated", "compensation_week", "compensation_within_accrual", "compensation_within_wage"),
)
_ASSESSMENT = (
    *("award", "award_alignment", "award_iva", "partial_share", "class_threshold", "degree", "dismissed"),
    *("doctor_alone", "doctor_cost", "expert_cost", "simple_age", "simple_assessment", "simple_part"),
    *("waits", "wait_weeks", "advance_waived", "class_lower", "full_from", "least_degree"),
    *("lgu_by_age", "lgu_age_months", "lgu_age_upper", "lgu_minimum", "lgu_maximum", "lgu_shortest"),
    *("lgu_quarters", "lgu_required_weeks", "lgu_first_months", "lgu_first_share", "lgu_share", "without_weeks"),
    *("lau_share", "vvu_share", "iva_share", "income_requirement", "requirement_deferral", "half_use"),
    *("uses_half", "uses_whole", "earnings_limit", "earnings_term", "by_earnings", "resumed_earnings"),
    *("five_years", "five_years_months", "five_years_from_work", "employer_years_months", "wga_flex_whk"),
    *("resumes_protected", "trained", "trained_years", "trainable"),
    *("reopening", "reopening_months", "recovery_border", "recovery_first", "recovery_later", "change_class", "to_iva"),
    *("wga_death", "iva_recovery", "iva_death_border", "iva_death_first", "iva_death_later"),
)
READ_FROM: Final[dict[str, Stage]] = {
    **dict.fromkeys(_LONG_SICK, Stage.LONG_SICK),
    **dict.fromkeys(_CLAIM, Stage.CLAIM),
    **dict.fromkeys(_ASSESSMENT, Stage.ASSESSMENT),
}
"""The stage from which a table is read; all others are read in every life."""
ONLY_CUTS: Final = "next_change"
"""Cuts a payment where any law changes; the parts come to the same."""


def touch_of(before: World, after: World) -> Touch | None:
    """Return whom the differences between two worlds on the same clock can touch; None where nothing differs."""
    touches = [
        Touch(stage=READ_FROM.get(name, Stage.EVERYONE), week=_first_week(name, place, before.clock))
        for name, place in differences(before, after)
    ]
    if not touches:
        return None
    return Touch(stage=min(each.stage for each in touches), week=min(each.week for each in touches))


def forking_world(before: World, after: World) -> World:
    """Return the baseline of a split: a world in which lives fork at the decisions whose chances differ.

    Raises:
        ValueError: where more differs than chances at decisions.
    """
    names = {name for name, _ in differences(before, after)}
    if not names <= DECIDE.keys():
        raise ValueError(
            f"the split is exact for chances at decisions only; these differ: {sorted(names - DECIDE.keys())}"
        )
    forks = before.forks.copy()
    forks[[DECIDE[name] for name in sorted(names)]] = 1
    return before._replace(forks=forks)


def differences(before: Any, after: Any) -> Iterator[tuple[str, int]]:
    """Yield the name of every table that differs, with the first place on its first axis where it does."""
    for name, one, other in zip(before._fields, before, after, strict=True):
        if hasattr(one, "_fields"):
            yield from differences(one, other)
        elif name != ONLY_CUTS:
            differs = np.atleast_1d(np.asarray(one) != np.asarray(other))
            if differs.any():
                yield name, int(np.argmax(differs.reshape(differs.shape[0], -1).any(axis=1)))


def _first_week(name: str, place: int, clock: Calendar) -> int:
    """Return the first week to which a place on the first axis of a table belongs; 0 where it has no time."""
    span = SPAN_OF_FIELD.get(name)
    if span == WEEKS:
        return place
    return int(clock.year_first_week[place]) if span == YEARS else 0


@compiled
def reach(life, stage):
    """Note that a life has come to a stage."""
    if life[REACHED] < stage:
        life[REACHED] = stage


@compiled
def touched(life, stage, week):
    """Return whether a life, lived to its end, may have read what differs from a week on for those at a stage.

    Law can be read for a week that lies a waiting period and an extension ahead.
    """
    return life[REACHED] >= stage and last_week(life) >= week


@compiled
def last_week(life):
    """Return the last week for which a life can have read the law."""
    return min(life[DEATH], life[AOW_WEEK]) + WEEKS_BEYOND
