"""The test of the re-integration report and the extension of wage payment (art. 25 and 65 Wet WIA)."""

from poortwachter.primitives.compiled import compiled


@compiled
def sanction_weeks(repaired, repaired_in_week, maximum):
    """Return for how many weeks after the waiting period the employer keeps paying the wage.

    repaired: whether UWV accepted a request to shorten; repaired_in_week: week of the extension in which it
    then ends (UWV's three weeks to decide and the six weeks after included); maximum: 52 weeks.
    Source: art. 25 lid 9, 12-14 Wet WIA; art. 7:629 lid 11 BW.
    """
    return min(repaired_in_week, maximum) if repaired else maximum


@compiled
def ground_lapses(ground_can_lapse, ground_is_tested):
    """Return whether an intended sanction lapses because its ground is no longer tested by UWV.

    ground_can_lapse: the sanction rests on the advice of the bedrijfsarts and on no other ground;
    ground_is_tested: the law as it stands at the end of the waiting period. Source: wetsvoorstel 35589.
    """
    return ground_can_lapse and not ground_is_tested
