from dataclasses import replace

import numpy as np
import pytest

from poortwachter.results.provenance import versions
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, resolve
from poortwachter.simulation.blocks import Groups, Lives, Share, groups_of, own_groups
from poortwachter.simulation.runner import Effort, simulate
from poortwachter.study.ensemble import job as jobs
from poortwachter.study.ensemble.job import Job, Sums, Task, added, cell_of, charges_of, drawn, job_of, worked
from poortwachter.study.expected.run import evaluate

HEADLINE = "advies_bedrijfsarts_leidend"
WORKERS, LAST_YEAR = 1500, 2028
WHOLE = Share(0, 1)
EFFORT = Effort(threads=1, block_size=2000)
LINES = ("line_effect", "line_structural")


def asked(method: str | None = None) -> Job:
    return job_of(load(HEADLINE), options=RunOptions(workers=WORKERS, to=LAST_YEAR, method=method), draw_seed=1)


@pytest.fixture(scope="module")
def job() -> Job:
    return asked()


@pytest.fixture(scope="module")
def whole(job: Job) -> Sums:
    return worked(Task(0, 0, WHOLE), job=job, effort=EFFORT)


def cell(job: Job, sums: Sums) -> jobs.Cell:
    resolved = drawn(0, job=job)
    return cell_of(sums, charges=charges_of(resolved))


@pytest.mark.parametrize("method", ["split", "pair"])
def test_the_estimate_is_that_of_a_run_with_its_standard_error(method: str):
    job = asked(method)
    found = cell(job, worked(Task(0, 0, WHOLE), job=job, effort=EFFORT))
    result = simulate(drawn(0, job=job), effort=EFFORT, watch=_unwatched())
    for suffix, values in (("", found.amounts), ("_se", found.errors)):
        np.testing.assert_allclose(values[:-1].T, result[f"line_effect{suffix}"], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(values[-1], result[f"line_structural{suffix}"], rtol=1e-9, atol=1e-9)
    assert abs(found.amounts[-1]).max() > 1.0


def _unwatched():
    from poortwachter.api import unwatched

    return unwatched


def test_expected_values_are_those_of_the_fast_method_to_the_cent():
    job = asked("fast")
    found = cell(job, worked(Task(0, 0, WHOLE, expected=True), job=job, effort=EFFORT))
    result = evaluate(resolve(load(HEADLINE), RunOptions(to=LAST_YEAR, method="fast")))
    np.testing.assert_allclose(found.amounts[:-1].T, result["line_effect"], atol=1e-6)
    np.testing.assert_allclose(found.amounts[-1], result["line_structural"], atol=1e-6)
    assert not found.errors.any()


@pytest.mark.parametrize("parts", [2, 7])
def test_shares_of_the_workers_add_up_to_the_whole_to_the_last_bit(job: Job, whole: Sums, parts: int):
    shares = [worked(Task(0, 0, Share(part, parts)), job=job, effort=EFFORT) for part in range(parts)]
    found = added(shares[::-1])
    assert np.array_equal(found.effect, whole.effect)
    assert np.array_equal(found.wages, whole.wages)
    assert sum(bool(one.wages.any()) for one in shares) >= 2


def test_every_block_is_in_one_share():
    workers = np.array([5000, 0, 17])
    for parts in (1, 2, 3, 100):
        shares = [own_groups(Lives(workers, 1, 0, 1, 1000, Share(part, parts))) for part in range(parts)]
        assert [block for share in shares for block in share] == list(groups_of(workers, size=1000))
    assert own_groups(Lives(workers, 1, 0, 1, 4000, Share(0, 3)))[0] == Groups(0, 8)


def test_shares_lived_in_other_tables_are_not_added(whole: Sums):
    with pytest.raises(RuntimeError, match="other tables"):
        added([whole, whole._replace(tables="another machine")])


def test_draws_and_replications_have_chance_of_their_own(job: Job, whole: Sums):
    other_chance = worked(Task(0, 1, WHOLE), job=job, effort=EFFORT)
    other_draw = worked(Task(1, 0, WHOLE), job=job, effort=EFFORT)
    assert other_chance.tables == whole.tables
    assert np.array_equal(other_chance.levels, whole.levels)
    assert not np.array_equal(other_chance.effect, whole.effect)
    assert other_draw.tables != whole.tables
    assert not np.array_equal(other_draw.levels, whole.levels)


def test_a_draw_is_that_of_the_numbered_draws(job: Job):
    from poortwachter.study.calibration.draws import drawn_scenario
    from poortwachter.study.ensemble.job import fit_of_baseline

    scenario = drawn_scenario(3, scenario=load(HEADLINE), fit=fit_of_baseline(), seed=1)
    assert drawn(3, job=job).baseline.behaviour == resolve(scenario).baseline.behaviour


def test_a_worker_with_another_program_refuses(job: Job):
    with pytest.raises(RuntimeError, match="another version"):
        worked(Task(0, 0, WHOLE), job=replace(job, program="older"), effort=EFFORT)


@pytest.mark.parametrize(
    "other",
    [
        {"options": RunOptions(workers=WORKERS, to=LAST_YEAR, seed=2)},
        {"options": RunOptions(workers=WORKERS + 1, to=LAST_YEAR)},
        {"options": RunOptions(workers=WORKERS, to=LAST_YEAR + 1)},
        {"options": RunOptions(workers=WORKERS, to=LAST_YEAR, method="pair")},
        {"draw_seed": 2},
        {"scenario": load(HEADLINE, variant="actueel")},
    ],
)
def test_all_that_changes_a_result_changes_the_plan(job: Job, other: dict[str, object]):
    usual = {"scenario": load(HEADLINE), "options": RunOptions(workers=WORKERS, to=LAST_YEAR), "draw_seed": 1}
    assert job_of(**usual).hash == job.hash  # type: ignore[arg-type]
    assert job_of(**{**usual, **other}).hash != job.hash  # type: ignore[arg-type]


def test_another_version_is_another_plan(job: Job, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "versions", lambda: {**versions(), "numpy": "1.0"})
    assert asked().hash != job.hash
