"""Live the split of two policies: one baseline life, continuations at its decisions (docs/life.md, section 19)."""

from itertools import pairwise
from typing import Final

from twin import assessment, gate, life, spell
from twin.chance import NEVER, Chance
from twin.course import INCOME_ONLY, LAPSED, RETURN_ONLY, Course, Decision, Factor, Split
from twin.ledger import Ledger
from twin.tables import Tables

OBJECTION, AWARD, SHORTCOMING = 1, 2, 3
"""Decisions in the table of forks."""

LAPSE_LEDGER = 0
LEDGERS = 8
_UNIT: Final = 2**20


def lived(tables: Tables, reform: Tables, chance: Chance, *, replicates: int) -> tuple[Ledger, list[Ledger]]:
    """Live one worker and return her ledger and those of the continuations."""
    ledger, effects = Ledger(tables), [Ledger(tables) for _ in range(LEDGERS)]
    life.lived(tables, chance, ledger=ledger, split=_Continuing(reform, effects, replicates))
    return ledger, effects


class _Continuing(Split):
    """Add the continuations under the reform whenever the chances of a decision differ."""

    def __init__(self, reform: Tables, ledgers: list[Ledger], replicates: int) -> None:
        self._reform = reform
        self._ledgers = ledgers
        self._replicates = replicates

    def at_gate(self, course: Course) -> None:
        self._riv(course, at_gate=True)

    def passed_by(self, course: Course) -> None:
        self._riv(course, at_gate=False)

    def at_objection(self, course: Course, *, outcome: int) -> None:
        if not course.tables.beside.forks[OBJECTION]:
            return
        year = course.tables.held_year(course.life.ewt)
        chances = [tables.behaviour.upheld[year] >> 12 for tables in (course.tables, self._reform)]
        self._fork(
            course,
            chances,
            no=lambda c: gate.after_objection(c, outcome=outcome, upheld=False),
            yes=lambda c: gate.after_objection(c, outcome=outcome, upheld=True),
        )

    def at_award(self, course: Course, week: int, *, factor: Factor, extended: bool) -> None:
        if not course.tables.beside.forks[AWARD]:
            return
        chances = [
            assessment.award_chance(course, tables, week, factor=factor) for tables in (course.tables, self._reform)
        ]
        if course.spared is not None:
            left = 2**32 - course.spared
            chances = [int(min(chance << 12, left) * _UNIT / left + 0.5) for chance in chances]
        self._fork(
            course,
            chances,
            no=lambda c: assessment.after_decision(c, week, refused=True, extended=extended),
            yes=lambda c: assessment.after_decision(c, week, refused=False, extended=extended),
        )

    def at_shortcoming(self, course: Course) -> None:
        if not course.tables.beside.forks[SHORTCOMING]:
            return
        year = course.tables.held_year(course.life.sick + 104)
        chances = [tables.behaviour.zw_shortcoming[year] >> 12 for tables in (course.tables, self._reform)]
        self._fork(
            course,
            chances,
            no=lambda c: spell.shortcoming(c, short=False),
            yes=lambda c: spell.shortcoming(c, short=True),
        )

    def _riv(self, course: Course, *, at_gate: bool) -> None:
        """Add every outcome of the gate whose chance or whose lapse differs."""
        life = course.life
        if life.decided == NEVER or life.satisfied:
            return
        mine, other = (_differences(spell.gate_chances(course, tables)) for tables in (course.tables, self._reform))
        for outcome, (chance, under_reform) in enumerate(zip(mine, other, strict=True)):
            here, there = (spell.lapses(tables, outcome, ewt=life.ewt) for tables in (course.tables, self._reform))
            if here != there and under_reform != 0:
                weight = under_reform if there else -under_reform
                by_dismissal = gate.hangs_on_dismissal(course, self._reform)
                ledgers = (3, 4, 5, 7) if by_dismissal else (0, 1, 2, 6)
                for ledger, result in zip(ledgers, (LAPSED, INCOME_ONLY, RETURN_ONLY, outcome), strict=True):
                    once = result in (INCOME_ONLY, RETURN_ONLY)
                    self._add(course, outcome, result, weight=weight, ledger=ledger, at_gate=at_gate, once=once)
            if under_reform != chance:
                result = LAPSED if here else outcome
                weight = under_reform - chance
                self._add(course, outcome, result, weight=weight, ledger=LAPSE_LEDGER, at_gate=at_gate)

    def _add(
        self,
        course: Course,
        intended: int,
        result: int,
        *,
        weight: int,
        ledger: int,
        at_gate: bool,
        once: bool = False,
    ) -> None:
        """Record an outcome, and live on from the gate with it: in every replicate, or in the first for all."""
        to = self._ledgers[ledger]
        if course.life.decided_in == course.life.onset:
            recorded = course.continuation(
                tables=self._reform, ledger=to, weight=weight * self._replicates, replicate=0
            )
            spell.record(recorded, outcome=result)

        def past_gate(continued: Course) -> bool:
            continued.life.gate = intended
            return gate.passed(continued, outcome=result)

        if at_gate and once:
            self._continue(course, past_gate, weight=weight * self._replicates, ledger=ledger, replicates=1)
        elif at_gate:
            self._continue(course, past_gate, weight=weight, ledger=ledger)

    def _fork(self, course: Course, chances: list[int], *, no: Decision, yes: Decision) -> None:
        """Live on with both answers to a decision whose chance differs."""
        mine, other = chances
        if mine != other:
            self._continue(course, no, weight=mine - other, ledger=LAPSE_LEDGER)
            self._continue(course, yes, weight=other - mine, ledger=LAPSE_LEDGER)

    def _continue(
        self, course: Course, decision: Decision, *, weight: int, ledger: int, replicates: int | None = None
    ) -> None:
        """Take up the decision in every replicate, or the first few, and live to the end under the reform."""
        for replicate in range(1, (replicates or self._replicates) + 1):
            continued = course.continuation(
                tables=self._reform, ledger=self._ledgers[ledger], weight=weight, replicate=replicate
            )
            if decision(continued):
                life.go_on(continued)


def _differences(cumulative: list[int]) -> list[int]:
    """Return the chances of all outcomes from their cumulative chances."""
    borders = [0, *cumulative, _UNIT]
    return [upper - lower for lower, upper in pairwise(borders)]
