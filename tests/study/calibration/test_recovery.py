from pathlib import Path

import numpy as np
import pytest

from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.scenario.load import current_world
from poortwachter.study.calibration.plan import load_plan
from poortwachter.study.calibration.recovery import drawn_truth, recover, recovery_text
from poortwachter.study.calibration.simulated import Sample
from poortwachter.study.targets import load_targets

PLAN = """\
run: {workers: 80000, seed: 21, check_workers: 80000, check_seed: 22, last_year: 2025, price_year: 2025, step: 0.25}
start:
  vangnet.ww: [0.01, 0.035, 0.04, 0.06, 0.09, 0.09]
  claim.aandeel: 0.85
  wia.herstel_eerste_jaren: 0.045
  wga.naar_iva_vol: 0.04
  wga.naar_iva_deels: 0.03
  beoordeling.wga_deels: 0.35
free:
  ziek_uit_ww: {multiplies: [vangnet.ww], low: 0.4, high: 2.5}
  aanvragen: {multiplies: [claim.aandeel], scale: odds, low: 0.2, high: 4}
  herstel: {multiplies: [wia.herstel_eerste_jaren], low: 0.4, high: 2.5}
  naar_iva: {multiplies: [wga.naar_iva_vol, wga.naar_iva_deels], low: 0.4, high: 2.5}
  deels: {multiplies: [beoordeling.wga_deels], scale: odds, low: 0.4, high: 2.5}
targets:
  wia_inflow: {years: [2010, 2012, 2014, 2016, 2018], discrepancy: 0}
  wia_outflow: {years: [2012, 2014, 2016, 2018], discrepancy: 0}
  wga_to_iva: {years: [2011, 2012, 2013], discrepancy: 0}
  wga_to_iva_reassessed: {years: [2024, 2025], discrepancy: 0}
  wga_outflow: {years: [2011, 2012, 2013], discrepancy: 0}
  wia_recovery_rate: {years: [2019, 2020], discrepancy: 0}
  inflow_share_vangnet: {years: [2011, 2012, 2013], discrepancy: 0}
  zw_stock_with_own_risk: {years: [2024, 2025], discrepancy: 0}
  riv_assessed: {years: [2017, 2024], discrepancy: 0}
  wia_claims_awarded_wga_partial: {years: [2014, 2015, 2017, 2018], discrepancy: 0}
  wia_claims_awarded_wga_full: {years: [2014, 2015, 2017, 2018], discrepancy: 0}
"""
TRUTH = np.log([1.4, 0.4, 0.65, 1.4, 0.6])


@pytest.mark.slow
def test_five_numbers_come_back_from_figures_that_the_model_made_with_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    plan = load_plan(path, targets=load_targets())
    run = plan.run
    sample = Sample(run.workers, run.seed, run.last_year, run.price_year, 2, unemployed=False)
    published = Sample(run.check_workers, run.check_seed, run.last_year, run.price_year, 2, unemployed=False)
    found = recover(plan, base=current_world(), truth=TRUTH, sample=sample, published=published)
    assert found.worst < 4.0, recovery_text(found)
    assert (np.abs(TRUTH / found.uncertain.standard_errors) > 4.0).sum() >= 3, "the start would pass too"
    assert found.cost < len(plan.aims)
    path.write_text(recovery_text(found), encoding="utf-8")
    told = plain(read_yaml(path)[0])
    assert told["largest_distance_in_standard_errors"] == pytest.approx(found.worst, abs=0.06)
    assert told["factors"].keys() == {one.name for one in plan.free}


def test_the_truth_lies_well_within_the_bounds(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    plan = load_plan(path, targets=load_targets())
    low, high = plan.bounds
    truths = np.array([drawn_truth(plan, seed=seed) for seed in range(50)])
    assert (truths > 0.5 * low).all()
    assert (truths < 0.5 * high).all()
    assert truths.std(axis=0).min() > 0.1
