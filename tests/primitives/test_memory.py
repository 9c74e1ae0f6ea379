from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poortwachter.primitives import memory
from poortwachter.primitives.memory import kept, remembered, user_cache


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


class Working:
    """Counts how often an answer was worked out."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.times = answer, 0

    def __call__(self) -> Any:
        self.times += 1
        return self.answer


def test_numbers_are_worked_out_once_and_come_back_to_the_last_bit() -> None:
    work = Working([0.1, 1 / 3])
    assert [remembered("amounts", {"a": 1}, work) for _ in range(2)] == [[0.1, 1 / 3]] * 2
    assert work.times == 1


def test_records_and_arrays_are_worked_out_once() -> None:
    work = Working({"a": np.arange(5)})
    found = [kept("worlds", "question", work, most=3) for _ in range(2)]
    np.testing.assert_array_equal(found[1]["a"], np.arange(5))
    assert work.times == 1


def test_an_array_with_equal_rows_takes_little_room_and_comes_back_to_the_last_bit() -> None:
    rng = np.random.default_rng(1)
    table = np.repeat(rng.normal(size=(3, 20, 50)), (40, 1, 36), axis=0)
    table[60], table[61] = 0.0, -0.0
    found = [kept("worlds", "question", Working(table), most=3) for _ in range(2)][1]
    assert (found.dtype, found.shape, found.tobytes()) == (table.dtype, table.shape, table.tobytes())
    (entry,) = user_cache().rglob("*.pickle")
    assert entry.stat().st_size < table.nbytes / 10


def test_another_question_is_worked_out_anew() -> None:
    work = Working(1)
    for question in ("one", "other"):
        kept("worlds", question, work, most=3)
    assert work.times == 2


@pytest.mark.parametrize("content", [b"", b"nonsense", b"cno_such_module\nname\n."])
def test_a_damaged_entry_is_worked_out_anew(content: bytes) -> None:
    work = Working(1)
    kept("worlds", "question", work, most=3)
    (entry,) = user_cache().rglob("*.pickle")
    entry.write_bytes(content)
    assert kept("worlds", "question", work, most=3) == 1
    assert work.times == 2


def test_only_the_newest_entries_stay() -> None:
    for number in range(5):
        kept("worlds", str(number), Working(number), most=2)
    assert len(list(user_cache().rglob("*.pickle"))) == 2


def test_a_changed_program_works_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Working(1)
    for version in ("one", "other"):
        monkeypatch.setattr(memory, "_of_everything", lambda version=version: version)
        kept("worlds", "question", work, most=3)
    assert work.times == 2


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kept("worlds", "question", Working(1), most=3) == 1
