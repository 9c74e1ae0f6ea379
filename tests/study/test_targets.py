from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.study.targets import load_targets

TARGET = """\
claims:
  label: "Aanvragen"
  unit: aanvragen
  kind: flow
  use: fit
  source: {title: "UWV", url: "https://www.uwv.nl"}
  by: geslacht
  rounding: 100
  series:
    2014: {"man": 100, "vrouw": 200}
  standard_error:
    2014: {"man": 3, "vrouw": 4}
"""


def test_a_target_by_group_is_keyed_by_year_and_group(tmp_path: Path) -> None:
    (tmp_path / "claims.yaml").write_text(TARGET, encoding="utf-8")
    target = load_targets(tmp_path)["claims"]
    assert target.series == {(2014, "man"): 100.0, (2014, "vrouw"): 200.0}
    assert target.standard_error[2014, "vrouw"] == 4.0


def test_a_broken_target_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "claims.yaml").write_text(TARGET + TARGET, encoding="utf-8")
    with pytest.raises(InputError):
        load_targets(tmp_path)


def test_the_shipped_targets_hold_the_twelve_month_inflow_of_2012() -> None:
    assert load_targets()["wia_inflow"].series[2012, ""] == 36300.0


def test_every_shipped_figure_has_a_standard_error() -> None:
    targets = load_targets()
    assert [name for name, one in targets.items() if one.series.keys() != one.standard_error.keys()] == []
