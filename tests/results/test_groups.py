"""The standard error from groups, where it can be worked out by hand."""

import numpy as np
import pytest

from poortwachter.primitives.codes import GROUPS
from poortwachter.results.groups import estimate, mean_of_rows


@pytest.mark.parametrize("group", [0, 7, GROUPS - 1])
def test_what_happens_to_one_person_has_a_standard_error_of_all_of_it(group: int) -> None:
    groups = np.zeros((GROUPS, 3))
    groups[group, 1] = -5.0
    found = estimate(groups, scale=2.0)
    assert found.total.tolist() == [0.0, -10.0, 0.0]
    np.testing.assert_allclose(found.se, [0.0, 10.0, 0.0], rtol=1e-14)


def test_what_is_the_same_in_every_group_has_no_error() -> None:
    found = estimate(np.full(GROUPS, 3.0), scale=0.5)
    assert (found.total, found.se) == (GROUPS * 1.5, 0.0)


def test_half_of_the_groups_against_the_other_half() -> None:
    found = estimate(np.where(np.arange(GROUPS) % 2, 1.0, -1.0), scale=1.0)
    assert found.total == 0.0
    assert found.se == pytest.approx(GROUPS / np.sqrt(GROUPS - 1), rel=1e-14)


@pytest.mark.parametrize("number", [GROUPS - 1, GROUPS + 1])
def test_any_other_number_of_groups_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"expected {GROUPS} groups, got {number}"):
        estimate(np.zeros((number, 2)), scale=1.0)


def test_the_mean_of_rows_keeps_groups_and_what_lies_behind_the_rows() -> None:
    groups = np.arange(2 * 4 * 3, dtype=np.float64).reshape(2, 4, 3)
    np.testing.assert_array_equal(mean_of_rows(groups), [[4.5, 5.5, 6.5], [16.5, 17.5, 18.5]])
    np.testing.assert_array_equal(mean_of_rows(groups[:, 3:]), groups[:, 3])
