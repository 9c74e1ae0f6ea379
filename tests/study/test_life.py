from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import numpy as np
import pytest

import poortwachter.kernel
from poortwachter.accounting import columns
from poortwachter.kernel.pack import pack
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS
from poortwachter.primitives.errors import InputError
from poortwachter.report.life import life_text
from poortwachter.report.words import load_words
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, plan_yaml, resolve
from poortwachter.simulation.blocks import scratch
from poortwachter.study.articles import source_of
from poortwachter.study.life.listening import listen
from poortwachter.study.life.lives import Life, Lives, Setting, affected, life_of, plan_of, setting_of, totals_of
from poortwachter.study.life.readers import AT_CALL, AT_RETURN


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    resolved = resolve(load("advies_bedrijfsarts_leidend"), RunOptions(workers=50_000, to=2060))
    path = tmp_path_factory.mktemp("uit") / "plan.yaml"
    path.write_text(plan_yaml(resolved), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def setting(plan: Path) -> Setting:
    return setting_of(plan)


@pytest.fixture(scope="module")
def changed(plan: Path, setting: Setting) -> Lives:
    """Return a life that differs under the reform."""
    return life_of(plan, worker=affected(setting, number=1))


@pytest.fixture(scope="module")
def ordinary(plan: Path) -> Lives:
    return life_of(plan, worker=5)


def ledger(setting: Setting, *, worker: int, reform: bool) -> Life:
    """Return what the compiled kernel holds for a worker, without steps."""
    cohort, ordinal = setting.place(worker)
    built = setting.reform if reform else setting.baseline
    cells = np.zeros((GROUPS, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)
    key = (np.uint64(setting.resolved.run.seed), np.uint64(setting.resolved.run.replication))
    simulate_block(cells, pack(built.world), key, cohort, ordinal, ordinal + 1, scratch())
    return Life(steps=(), totals=tuple(totals_of(cells[ordinal % GROUPS])), missed=())


@pytest.mark.parametrize("name", ["changed", "ordinary"])
def test_the_steps_add_up_to_the_compiled_ledger_of_the_worker(
    name: str, setting: Setting, request: pytest.FixtureRequest
) -> None:
    lives: Lives = request.getfixturevalue(name)
    for life, reform in ((lives.baseline, False), (lives.reform, True)):
        held = ledger(setting, worker=lives.worker, reform=reform).totals
        assert life.totals == held
        assert Life(steps=life.steps, totals=held, missed=()).untold() == ()
        assert sum(step.amount for step in life.steps) == sum(total.cents for total in held) > 0


def test_a_euro_that_no_step_tells_is_found(ordinary: Lives) -> None:
    paid = next(step for step in ordinary.baseline.steps if step.kind == "payment")
    rest = tuple(step for step in ordinary.baseline.steps if step is not paid)
    untold = Life(steps=rest, totals=ordinary.baseline.totals, missed=()).untold()
    assert {(gap.year, gap.item, gap.cents) for gap in untold} == {
        (year, paid.what, cents) for year, cents in paid.years.items()
    }


def test_every_function_listened_to_was_read(changed: Lives, ordinary: Lives) -> None:
    for lives in (changed, ordinary):
        assert (*lives.baseline.missed, *lives.reform.missed) == ()


def test_every_function_listened_to_exists() -> None:
    modules = [found.name for found in walk_packages(poortwachter.kernel.__path__, "poortwachter.kernel.")]
    names = {name for module in modules for name in vars(import_module(module))}
    assert {*AT_CALL, *AT_RETURN} - names == set()


def test_every_decision_has_a_chance_between_0_and_1_and_a_parameter_that_exists(changed: Lives) -> None:
    world = load("baseline").current
    known = {*world.law, *world.behaviour, *world.population}
    decisions = [step for life in (changed.baseline, changed.reform) for step in life.steps if step.kind == "decision"]
    assert len(decisions) > 20
    for step in decisions:
        assert step.chance is not None
        assert 0.0 < step.chance <= 1.0
        assert step.what != "riv" or step.chance < 1.0
        assert set(step.parameter.split("; ")) <= known, step


def test_a_life_that_differs_has_one_past_and_parts_at_the_gate(changed: Lives) -> None:
    assert changed.parting is not None
    before = [
        [step for step in life.steps if step.week < changed.parting] for life in (changed.baseline, changed.reform)
    ]
    assert before[0] == before[1] != []
    at = {step.what for step in changed.reform.steps if step.week == changed.parting}
    assert {"riv", "sanction_lapsed", "ground_lapses"} <= at


def test_the_text_tells_both_policies_and_the_sums_in_both_languages(changed: Lives, ordinary: Lives) -> None:
    for language, same, amount in (("nl", "precies gelijk", "€ "), ("en", "exactly the same", "EUR ")):
        words = load_words(language, also="life")
        text = life_text(changed, words=words)
        assert words["life.checked"] in text
        assert words["life.baseline"] in text
        assert amount in text
        assert same not in text
        assert same in life_text(ordinary, words=words)
        assert max(map(len, text.splitlines())) <= 132


def test_the_structural_run_has_lives_too(plan: Path) -> None:
    lives = life_of(plan, worker=5, frozen=True)
    assert lives.frozen
    assert lives.baseline.untold() == ()
    assert "jr 1 w" in life_text(lives, words=load_words("nl", also="life"))


@pytest.mark.parametrize("worker", [-1, 10**9])
def test_a_worker_that_does_not_exist_is_refused_with_the_range(plan: Path, setting: Setting, worker: int) -> None:
    with pytest.raises(InputError, match=f"from 0 to {setting.lives - 1}"):
        life_of(plan, worker=worker)


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no result"):
        plan_of(tmp_path)


def test_a_reform_that_changes_nothing_affects_nobody(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(plan_yaml(resolve(load("baseline"), RunOptions(workers=1_000, to=2010))), encoding="utf-8")
    with pytest.raises(InputError, match="changes nothing"):
        affected(setting_of(path), number=0)


def test_workers_are_counted_in_order_of_cohort(setting: Setting) -> None:
    first = int(setting.workers[0])
    assert [setting.place(worker) for worker in (0, first - 1, first)] == [(0, 0), (0, first - 1), (1, 0)]
    assert setting.place(setting.lives - 1) == (len(setting.workers) - 1, int(setting.workers[-1]) - 1)


def test_the_source_of_a_rule_is_the_rest_of_its_paragraph() -> None:
    text = "Do.\n\n    a: b. Source: art. 1 lid 2\n    Wet WIA; art. 3.\n\n    More."
    assert source_of(text) == "art. 1 lid 2 Wet WIA; art. 3"
    assert source_of("Do.") == ""


def test_listening_puts_back_what_was_listening_before() -> None:
    import sys

    before = sys.getprofile()

    class Deaf:
        def called(self, call: object) -> None: ...
        def returned(self, call: object) -> None: ...

    with pytest.raises(ZeroDivisionError):
        listen(lambda: 1 // 0, listener=Deaf())
    assert sys.getprofile() is before
