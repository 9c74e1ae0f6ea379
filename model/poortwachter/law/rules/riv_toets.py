"""The test of the re-integration report and the extension of wage payment (art. 25 and 65 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def satisfactory_result(structural, near_capacity, wage_share, enough, agreed):
    """Return whether the result of re-integration is satisfactory, so that efforts need no test.

    structural: the work lasts; near_capacity: it comes as close as possible to remaining capacity and old wage;
    wage_share: wage value of the work as a share of the old wage; enough: 0.65; agreed: employer and worker agree
    that it suffices. The shortcut over 65% holds only with that agreement.
    Source: art. 65 Wet WIA; Beleidsregels beoordelingskader poortwachter.
    """
    return structural and (near_capacity or (agreed and wage_share > enough))


@compiled
def can_be_imposed(decided, latest):
    """Return whether an extension can still be imposed: decided before week 104 of illness or not at all.

    Source: art. 25 lid 11 Wet WIA.
    """
    return decided < latest


@compiled
def delay(decided, timely):
    """Return by how many weeks a decision came later than six weeks before the end of the waiting period.

    Source: art. 25 lid 14 Wet WIA.
    """
    return max(decided - timely, 0)


@compiled
def weeks_after_approval(term, late):
    """Return for how many weeks wages are due after UWV accepts a repair: six, less UWV's delay.

    Source: art. 25 lid 14 Wet WIA.
    """
    return max(term - late, 0)


@compiled
def sanction_weeks(repaired, requested, decision_term, end_term, late, maximum):
    """Return for how many weeks after the waiting period the employer keeps paying the wage.

    repaired: whether UWV accepts a request to shorten (bekorting); requested: week of the extension of that request;
    decision_term: weeks in which UWV decides (3); end_term: weeks after that until the end (6); late: weeks by which
    the extension was imposed too late; maximum: 52 weeks. A shortcoming that is never repaired keeps the whole.
    Source: art. 25 lid 9, 12-14 Wet WIA; art. 7:629 lid 11 BW.
    """
    if not repaired:
        return maximum
    return min(requested + decision_term + weeks_after_approval(end_term, late), maximum)


@compiled
def end_of_extension(weeks, without_capacity, contract_end, upheld):
    """Return after how many weeks an extension ends.

    weeks: as imposed or shortened; without_capacity: week in which the worker has had no usable capacity for three
    months; contract_end: week in which the contract ends; upheld: an objection was upheld, and the extension is
    taken back from its start. Source: art. 25 lid 9 Wet WIA; art. 7:629 lid 11 BW; art. 7:11 Awb.
    """
    return 0 if upheld else min(weeks, min(without_capacity, contract_end))


@compiled
def ground_lapses(ground_can_lapse, ground_is_tested):
    """Return whether an intended sanction lapses because its ground is no longer tested by UWV.

    ground_can_lapse: the sanction rests on the advice of the bedrijfsarts and on no other ground;
    ground_is_tested: the law as it stands at the end of the waiting period. Source: wetsvoorstel 35589.
    """
    return ground_can_lapse and not ground_is_tested
