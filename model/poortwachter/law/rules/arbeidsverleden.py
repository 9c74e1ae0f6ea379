"""Duration of a benefit by work history: the wage-related WGA and the WW have the same rule."""

from poortwachter.primitives.compiled import compiled


@compiled
def months_by_history(
    history_years, before_change_years, tenth, rate_before, rate_after, minimum, maximum, quarters, shortest
):
    """Return the duration of a wage-related WGA benefit or of the WW by work history, in whole months.

    history_years: years of work history at the start of the right; before_change_years: those of them before
    2016; tenth: number of years that count in full (10); rate_before and rate_after: months per further year
    before and from 2016; minimum and maximum in months; quarters: months taken off each person's own duration in
    the transition of 2016-2019, which never brings it below `shortest` (24).
    Source: art. 59 lid 1-4 en art. 133i Wet WIA; art. 42 WW.
    """
    first = min(history_years, tenth)
    further_before = max(min(before_change_years, history_years) - tenth, 0.0)
    further_after = max(history_years - tenth, 0.0) - further_before
    months = min(max(first + further_before * rate_before + further_after * rate_after, minimum), maximum)
    if quarters > 0 and months > shortest:
        months = max(months - quarters, shortest)
    return int(months)
