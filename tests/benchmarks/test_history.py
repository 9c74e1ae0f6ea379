import platform
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks.history import CERTAIN, FOLDER, WORTH_A_WARNING, Entry, Figure, append, change, read_history
from benchmarks.measure import figure_of
from benchmarks.words import summary, time_words

Figures = Callable[..., Figure]
Entries = Callable[..., Entry]


def test_every_line_of_the_history_is_valid_and_names_no_machine():
    lines = [line for path in FOLDER.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert len(read_history()) == len(lines)
    assert not [line for line in lines if platform.node() and platform.node() in line]


@pytest.mark.parametrize(
    ("field", "value"),
    [("commit", "main"), ("date", "yesterday"), ("loop", 0.0), ("host", "a-name"), ("figures", None)],
)
def test_a_line_with_something_wrong_is_refused(entry: Entries, figure: Figures, field: str, value: object):
    good = entry(one=figure(2.0)).model_dump()
    assert Entry.model_validate(good)
    with pytest.raises(ValidationError, match=field):
        Entry.model_validate(good | {field: value})


def test_a_figure_without_the_amount_it_is_compared_by_is_refused(figure: Figures):
    with pytest.raises(ValidationError, match="no amount of spells among lives"):
        figure(2.0, unit="spells")


def test_what_is_added_is_read_again_in_order_of_date(tmp_path: Path, entry: Entries, figure: Figures):
    later, sooner = entry(22, one=figure(1.1)), entry(3, one=figure(1.0, noise=None))
    for each in (later, sooner):
        append(each, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["2026.jsonl"]
    assert read_history(tmp_path) == [sooner, later]


def test_a_change_is_a_ratio_of_scaled_times_with_half_of_both_ranges(entry: Entries, figure: Figures):
    then = entry(22, one=figure(2.0, noise=0.06))
    found = change("one", entry(23, one=figure(2.5, noise=0.08)), history=[then])
    assert found is not None
    assert found.ratio == pytest.approx(1.25)
    assert found.noise == pytest.approx(1.25 * 0.05)
    assert str(found) == "1.25 +- 0.06 of 2026-11-22"


def test_a_change_is_that_of_the_time_per_unit(entry: Entries, figure: Figures):
    found = change("one", entry(23, one=figure(4.0, lives=2000.0)), history=[entry(22, one=figure(2.0))])
    assert found is not None
    assert found.ratio == pytest.approx(1.0)


def test_a_change_is_against_the_last_entry_that_has_the_figure(entry: Entries, figure: Figures):
    history = [entry(1, one=figure(1.0)), entry(2, one=figure(2.0)), entry(3, other=figure(9.0))]
    now = entry(4, one=figure(2.0), new=figure(1.0))
    found = change("one", now, history=history)
    assert found is not None
    assert (found.ratio, found.since) == (1.0, history[1])
    assert change("new", now, history=history) is None


@pytest.mark.parametrize(
    ("ratio", "noise", "slower"),
    [
        (1 + WORTH_A_WARNING + 0.01, 0.0, True),
        (1 + WORTH_A_WARNING - 0.01, 0.0, False),
        (1.5, 0.49 / CERTAIN / 1.5, True),
        (1.5, 0.51 / CERTAIN / 1.5, False),
        (0.5, 0.0, False),
        (9.0, None, False),
    ],
)
def test_only_what_noise_does_not_explain_is_slower(
    entry: Entries, figure: Figures, ratio: float, noise: float | None, slower: bool
):
    wide = None if noise is None else noise * 2  # in one of both, so that half of it is the noise relative to the ratio
    quiet = None if noise is None else 0.0
    now, then = entry(2, one=figure(ratio, noise=wide)), entry(1, one=figure(1.0, noise=quiet))
    found = change("one", now, history=[then])
    assert found is not None
    assert found.slower is slower


def test_another_class_of_machine_never_warns_and_is_told(entry: Entries, figure: Figures):
    now, then = entry(2, one=figure(9.0)), entry(1, one=figure(1.0), machine="1 core of another kind")
    found = change("one", now, history=[then])
    assert found is not None
    assert not found.slower
    assert any("on another class of machine" in line for line, _ in summary(now, {"one": found}))


def test_only_the_line_of_a_slower_figure_warns(entry: Entries, figure: Figures):
    then = entry(1, same=figure(1.0), worse=figure(1.0))
    now = entry(2, same=figure(1.0), worse=figure(2.0), fresh=figure(1.0))
    found = {name: change(name, now, history=[then]) for name in now.figures}
    warned = {line.split()[0]: slower for line, slower in summary(now, found)}
    assert {name for name, slower in warned.items() if slower} == {"worse"}
    assert {"same", "worse", "fresh"} <= set(warned)


def test_rounds_are_scaled_by_the_loops_around_them():
    found = figure_of(
        [1.0, 2.0, 4.0, 8.0],
        loops=[0.1, 0.3, 0.5, 1.5, 2.5],  # 0.2, 0.4, 1.0 and 2.0 around the rounds
        unit="lives",
        work={"lives": 10.0},
        group="",
        params={},
    )
    assert (found.seconds, found.scaled) == (3.0, pytest.approx(4.5))
    assert found.noise == pytest.approx(1.0 / 4.5)
    assert found.nanoseconds() == pytest.approx(3e8)


def test_the_noise_of_few_rounds_is_not_known():
    few: dict[str, object] = {"unit": "lives", "work": {"lives": 1.0}, "group": "", "params": {}}
    assert figure_of([1.0], loops=[1.0, 1.0], **few).noise is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nanoseconds", "words"), [(0.5, "0.50 ns"), (13_040.0, "13.0 us"), (353e6, "353 ms"), (1.6e9, "1.60 s")]
)
def test_a_time_is_told_in_three_digits(nanoseconds: float, words: str):
    assert time_words(nanoseconds) == words
