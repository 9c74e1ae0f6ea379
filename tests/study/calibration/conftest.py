"""Make small plans of calibration, with published figures of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter.study.calibration.plan import Plan, load_plan
from poortwachter.study.targets import Target

PLAN = """\
run:
  workers: 2000
  seed: 5
  check_workers: 2000
  check_seed: 6
  last_year: 2012
  price_year: 2012
  step: 0.1
start:
  wia.herstel_eerste_jaren: 0.04
  beoordeling.afwijzing: [0.4, 0.4, 0.35, 0.3, 0.2, 0.15, 0.1]
free:
  herstel:
    multiplies: [wia.herstel_eerste_jaren]
    low: 0.5
    high: 2.0
    targets: [uitstroom]
  afwijzing:
    multiplies: [beoordeling.afwijzing]
    low: 0.5
    high: 1.5
    prior: {mean: 0.1, sd: 0.2}
  afwijzing_jong:
    multiplies: [beoordeling.afwijzing]
    where: {leeftijd7: ["<25", "25-34"]}
    scale: odds
    low: 0.5
    high: 4.0
targets:
  instroom: {years: [2010, 2011], discrepancy: 0.1}
  uitstroom: {years: [2010], discrepancy: 0}
  naar_leeftijd: {years: [2011], groups: [jong], discrepancy: 0}
"""


def target(name: str, series: dict[tuple[int, str], float]) -> Target:
    errors = {key: value / 100 for key, value in series.items()}
    return Target(name, f"Reeks {name}", "uitkeringen", "flow", "fit", None, series, errors)


@pytest.fixture
def targets() -> dict[str, Target]:
    """Return three small series."""
    return {
        "instroom": target("instroom", {(2010, ""): 100.0, (2011, ""): 200.0}),
        "uitstroom": target("uitstroom", {(2010, ""): 50.0}),
        "naar_leeftijd": target("naar_leeftijd", {(2011, "jong"): 10.0, (2011, "oud"): 20.0}),
    }


@pytest.fixture
def text() -> str:
    """Return a small plan as it stands in a file."""
    return PLAN


@pytest.fixture
def read(tmp_path: Path, targets: dict[str, Target]) -> Callable[[str], Plan]:
    """Return a function that reads a plan from text."""

    def reader(text: str) -> Plan:
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        return load_plan(path, targets=targets)

    return reader
