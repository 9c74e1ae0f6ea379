"""Measure the expected values of a whole scenario, baseline and reform. Nothing here fails on a time."""

from typing import Any

import pytest

from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.study.expected.run import built_worlds, expectation_of


@pytest.mark.benchmark(group="expected")
@pytest.mark.parametrize("frozen", [False, True], ids=["calendar", "frozen"])
def test_both_policies_by_expected_values(benchmark: Any, frozen: bool) -> None:
    resolved = resolve(load("advies_bedrijfsarts_leidend"), RunOptions(method="fast"))
    benchmark(lambda: expectation_of(*built_worlds(resolved, frozen=frozen)))
