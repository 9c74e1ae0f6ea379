"""Decide claims by expected values, cell by cell, before `rights` follows what comes of them.

`study.expected.claims` says what is decided, sets everything up and reads it back.
"""

from typing import NamedTuple

from poortwachter.kernel.expected.rights import LASTING, PARTIAL, WHOLE, Array
from poortwachter.primitives.compiled import compiled


class Asked(NamedTuple):
    """What is decided on and by which chances; T quarters of onset, D quarters of delay, N cells.

    A cell is a year of birth and sex. M = T + D - 1 quarters of decision: that of a quarter of onset and a delay has
    their sum as its place.
    """

    employed: Array
    """(T, N) claims of employees at the end of the waiting period."""
    later: Array
    assessed: Array
    """(T, N) claims from the Ziektewet: without the assessment after a year, and after it."""
    stays: Array
    """(T,) share that kept its right at that assessment."""
    targeted: float
    """Share of those who lost it who had the least chance of an award."""
    decided: Array
    pursued: Array
    """(T, D) share of employees' claims that is decided so much later, and the same times the factor on awards."""
    extended: Array
    """(T, D) share of extensions that were imposed among what is pursued."""
    present: Array
    """(M, N) share of a year of birth that is alive and below the AOW age."""
    award: Array
    lasting: Array
    """(M, N) chance of an award, and of an IVA if there is one."""
    alignment: Array
    """(T,) factor on the chance of an award."""
    simple: Array
    """(M, N) share old enough for a simple assessment."""
    simply: Array
    """(T,) chance of one for them."""
    partial: Array
    full: Array
    """(T,) share of awards of WGA by kind; the law leaves the rest without a right."""
    base_employer: Array
    base_other: Array
    """(T, N) maandloon of employees, and of the others."""


class Decisions(NamedTuple):
    """What is decided, all zero at first: see `study.expected.claims.Claims`."""

    awarded: Array
    """(K, T, D, N)"""
    refused: Array
    simple: Array
    base: Array
    awarded_employer: Array
    refused_employer: Array
    after_extension: Array
    """(T, D, N)"""


@compiled
def decide_all(asked: Asked, decisions: Decisions) -> None:
    """Decide on every cell that holds anyone."""
    quarters, cells = asked.employed.shape
    for quarter in range(quarters):
        for delay in range(asked.decided.shape[1]):
            for cell in range(cells):
                employed = asked.employed[quarter, cell]
                others = asked.later[quarter, cell] + asked.assessed[quarter, cell]
                if employed + others > 0.0:
                    _decide(asked, decisions, quarter, delay, cell)


@compiled
def _ratio(above: float, below: float) -> float:
    return above / below if below > 0.0 else 0.0


@compiled
def _decide(asked: Asked, decisions: Decisions, quarter: int, delay: int, cell: int) -> None:
    """Decide on one cell: first the IVA, then who is assessed simply, then the WGA by the law."""
    moment = quarter + delay
    still = _ratio(asked.present[moment, cell], asked.present[quarter, cell])
    employed = asked.employed[quarter, cell] * still
    chance = asked.award[moment, cell] * asked.alignment[quarter]
    decided_employer = employed * asked.decided[quarter, delay]
    pursued = employed * asked.pursued[quarter, delay]
    decided, weighted = decided_employer, pursued
    if delay == 0:
        later, assessed = asked.later[quarter, cell], asked.assessed[quarter, cell]
        decided += later + assessed
        weighted += later + assessed * _kept_for_award(asked.targeted, asked.stays[quarter], chance)
    rights = weighted * chance
    iva = rights * asked.lasting[moment, cell]
    simply = asked.simple[moment, cell] * asked.simply[quarter]
    simple = (decided - iva) * simply
    wga = (rights - iva) * (1.0 - simply)
    partial, full = wga * asked.partial[quarter], wga * asked.full[quarter]
    employer = _ratio(pursued, weighted)
    base_employer, base_other = asked.base_employer[quarter, cell], asked.base_other[quarter, cell]
    decisions.awarded[PARTIAL, quarter, delay, cell] = partial
    decisions.awarded[WHOLE, quarter, delay, cell] = full + simple
    decisions.awarded[LASTING, quarter, delay, cell] = iva
    decisions.refused[quarter, delay, cell] = decided - iva - simple - partial - full
    decisions.simple[quarter, delay, cell] = simple
    decisions.base[quarter, delay, cell] = employer * base_employer + (1.0 - employer) * base_other
    decisions.awarded_employer[quarter, delay, cell] = employer
    refused_employer = _ratio(decided_employer - pursued * chance, decided - rights)
    decisions.refused_employer[quarter, delay, cell] = refused_employer
    decisions.after_extension[quarter, delay, cell] = pursued * chance * asked.extended[quarter, delay]


@compiled
def _kept_for_award(targeted: float, stays: float, chance: float) -> float:
    """Return the factor on the chance of an award of who kept a right at the assessment after a year.

    As far as that was targeted, those who lost it had the least chance of an award.
    """
    most = 1.0 / chance if chance > 0.0 else 1.0
    return 1.0 - targeted + targeted * min(_ratio(1.0, stays), most)
