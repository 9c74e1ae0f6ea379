import numpy as np
import pytest

from poortwachter.behaviour.hazards import (
    by_cause,
    frailties,
    gompertz_makeham,
    left_at_work,
    mixed,
    onset_at_work,
    psychological,
    return_powers,
    return_rate_during_extension,
    return_survival,
)

ANCHORS = {1: 0.31, 4: 0.103, 6: 0.079, 42: 0.015, 91: 0.0075}


def survival(anchors: dict[int, float] = ANCHORS) -> np.ndarray:
    beyond = {f"beyond_{week}": share for week, share in anchors.items()}
    return return_survival(**beyond, floor=0.002, weeks=104)


def test_survival_goes_through_its_anchors_and_never_rises() -> None:
    found = survival()
    assert found[list(ANCHORS)] == pytest.approx(list(ANCHORS.values()))
    assert found[0] == 1.0
    assert (np.diff(found) < 0).all()


def test_the_hazard_falls_with_duration_and_stays_above_its_floor() -> None:
    hazard = -np.diff(np.log(survival()))[1:]
    assert (np.diff(hazard) < 0).all()
    assert hazard[-1] > 0.002


def test_from_week_six_the_hazard_falls_towards_its_floor_at_one_rate() -> None:
    above = -np.diff(np.log(survival()))[6:] - 0.002
    assert np.allclose(above[1:] / above[:-1], above[1] / above[0])


def test_a_hazard_that_would_rise_is_constant_and_one_below_its_floor_is_at_it() -> None:
    for second, late in ((1.5, 1.0 / 36), (0.05, 0.002)):
        level, decline = gompertz_makeham(first=1.0, second=second, floor=0.002)
        at_91 = 0.002 + level * np.exp(-decline * 85)
        assert 0.002 * 36 + level * -np.expm1(-decline * 36) / decline == pytest.approx(1.0)
        assert at_91 == pytest.approx(late, rel=1e-3)


def test_anchors_without_a_hazard_above_the_floor_are_refused() -> None:
    with pytest.raises(ValueError, match="no hazard above its floor"):
        gompertz_makeham(first=0.05, second=0.5, floor=0.002)


def test_frailty_has_mean_one_and_the_spread_asked_for() -> None:
    found = frailties(spread=1.5, count=4096)
    assert found.mean() == pytest.approx(1.0)
    assert found.var() == pytest.approx(1.5, rel=0.01)
    assert (np.diff(found) > 0).all()
    assert (frailties(spread=0.0, count=8) == 1.0).all()


def test_who_is_still_at_work_is_less_frail_and_as_many_as_given() -> None:
    risk = frailties(spread=1.5, count=64)
    weights = left_at_work(risk, share=0.8)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ risk < 0.9
    time = -np.log(weights[-1] / weights[0]) / (risk[-1] - risk[0])
    assert np.exp(-risk * time).mean() == pytest.approx(0.8)
    assert left_at_work(risk, share=1.0) == pytest.approx(1 / 64)


def test_a_mixture_keeps_the_published_survival_and_its_order() -> None:
    marginal = survival()[1:]
    powers, weights = np.array([0.6, 1.0, 1.4]), np.array([0.2, 0.3, 0.5])
    parts = mixed(marginal, powers=powers, weights=weights)
    assert weights @ parts == pytest.approx(marginal, rel=1e-12)
    assert (np.diff(parts, axis=0) < 0).all()


def test_long_sickness_rises_with_frailty_by_its_elasticity() -> None:
    frailty = np.array([0.5, 1.0, 2.0])
    for elasticity in (0.3, 1.0):
        powers = return_powers(frailty, elasticity=elasticity, beyond_42=0.015)
        chance = frailty * 0.015**powers
        assert np.log(chance[2] / chance[0]) / np.log(4.0) == pytest.approx(elasticity, abs=0.05)


def test_psychological_causes_go_through_their_shares() -> None:
    found = psychological(np.array([0.15, 0.35, 0.4]), weeks=104)
    assert found[[1, 6, 104]] == pytest.approx([0.15, 0.35, 0.4])
    assert (np.diff(found[1:]) > 0).all()


def test_causes_add_up_to_all_spells_and_no_spell_begins_again() -> None:
    longer = survival()[1:]
    for slow in (1.0, 0.3):
        both = longer[0] * (longer / longer[0]) ** slow
        found = by_cause(both, share=psychological(np.array([0.1, 0.5, 0.5]), weeks=104)[1:])
        assert found[:, 0] == pytest.approx(both[0])
        assert 0.9 * found[0] + 0.1 * found[1] == pytest.approx(both)
        assert (np.diff(found, axis=1) <= 1e-12).all()


def test_a_share_that_falls_sooner_than_spells_end_ends_all_of_its_own() -> None:
    longer = survival()[1:]
    found = by_cause(longer, share=psychological(np.array([0.9, 0.1, 0.1]), weeks=104)[1:])
    assert 0.1 * found[0] + 0.9 * found[1] == pytest.approx(longer)
    assert (np.diff(found, axis=1) <= 1e-12).all()
    assert found[0, :3] == pytest.approx(longer[0])  # nobody of the others returns at first


@pytest.mark.parametrize(("share", "cause"), [(0.0, 0), (1.0, 1)])
def test_with_one_cause_its_survival_is_that_of_all_spells(share: float, cause: int) -> None:
    longer = survival()[1:]
    shares = psychological(np.full(3, share), weeks=104)
    assert (shares == share).all()
    found = by_cause(longer, share=shares[1:])
    np.testing.assert_array_equal(found[cause], longer)
    np.testing.assert_array_equal(found[1 - cause, 0], longer[0])
    assert (found >= 0.0).all()
    assert (found <= 1.0).all()


def test_more_long_spells_than_short_ones_are_refused() -> None:
    with pytest.raises(ValueError, match="beyond four weeks"):
        survival({**ANCHORS, 4: 0.6})


def test_the_return_rate_of_an_extension_leaves_the_published_share() -> None:
    rate = return_rate_during_extension(not_pursued=0.25, repaired=0.32, mean_repair_week=26, maximum=52)
    weeks = np.arange(1, 52)
    gone = 0.32 * (1 - np.exp(-rate * weeks)).mean() + 0.68 * (1 - np.exp(-rate * 52))
    assert gone == pytest.approx(0.25)


def test_onsets_at_work_give_employees_the_published_number_of_spells() -> None:
    frailty, shares, absent = np.array([0.4, 1.0, 3.0]), np.array([0.4, 0.4, 0.2]), np.array([0.05, 0.06, 0.08])
    rate = onset_at_work(1.4, frailty=frailty, shares=shares, absent=absent)
    cycle = 1.0 / (rate * frailty) + absent  # mean time at work and then ill
    assert shares @ (1.0 / cycle) == pytest.approx(1.4)
    assert onset_at_work(0.0, frailty=frailty, shares=shares, absent=absent) == 0.0
    with pytest.raises(ValueError, match="no room"):
        onset_at_work(40.0, frailty=frailty, shares=shares, absent=absent)
