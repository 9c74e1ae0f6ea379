"""The no-riskpolis: sickness benefit for who works again after a claim (art. 29b Ziektewet)."""

from poortwachter.primitives.compiled import compiled


@compiled
def no_risk_until(started, starts_before, start_plus_term, own_employer, award_plus_term, nothing):
    """Return until which week sickness of this worker falls under the no-riskpolis.

    started: week in which the work began; starts_before: five years after the end of the waiting period;
    start_plus_term: five years after the work began; own_employer: she stayed there, which counts from the
    award (award_plus_term) and only after one; nothing: what is returned without cover.
    Source: art. 29b lid 1, 2 en 4 ZW.
    """
    if own_employer:
        return award_plus_term
    return start_plus_term if started < starts_before else nothing


@compiled
def no_risk_from_placement(in_force, start_plus_term, until):
    """Return until which week sickness is covered of someone placed in the second track.

    start_plus_term: five years after the work began; until: the end of a cover she had already, or before.
    Source: Kamerbrief 25 november 2022 (vervroegde inzet, niet ingevoerd).
    """
    return max(until, start_plus_term) if in_force else until


@compiled
def covered(sick, until, free_until):
    """Return whether a spell is covered: before the cover ends, and not within four weeks of the waiting period.

    Source: art. 29b en 29 lid 5 ZW.
    """
    return free_until <= sick < until
