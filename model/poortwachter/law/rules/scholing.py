"""The training trial for those with a WGA right."""

from poortwachter.primitives.compiled import compiled


@compiled
def may_train(own_risk, without_qualification):
    """Return whether a WGA right gives a place in the training trial.

    own_risk: an own-risk bearer pays it, so that it is not publicly insured; without_qualification: she has no start
    qualification, or one that does not fit. Source: Kamerbrief 4 juli 2019 (Scholingsexperiment).
    """
    return without_qualification and not own_risk
