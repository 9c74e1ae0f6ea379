import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.lines import Line2D
from pydantic import ValidationError

from benchmarks import page, plots
from benchmarks.history import Entry, Figure, read_history

Figures = Callable[..., Figure]
Entries = Callable[..., Entry]
PAGE = Path(__file__).parents[2] / "docs" / "speed.md"
PEERS = {
    "machine": "a machine",
    "peers": [
        {"peer": "slow", "version": "2.1", "engine_is_times_as_fast": [840.0, 800.0, 900.0]},
        {"peer": "fast", "version": "", "engine_is_times_as_fast": [1.14, 1.0, 1.3]},
    ],
}


def heights(line: Line2D) -> list[float]:
    return np.asarray(line.get_ydata(), dtype=np.float64).tolist()


@pytest.fixture
def measured(entry: Entries, figure: Figures) -> Entry:
    by_workers = {
        f"lives_of[{workers}-{threads}]": figure(
            workers / 1000 / threads, lives=3.0 * workers, params={"workers": workers, "threads": threads}
        )
        for workers in (10_000, 100_000)
        for threads in (1, 2)
    }
    by_horizon = {
        f"lives_up_to[{year}]": figure(
            float(year),
            group="lives by horizon",
            unit="person_years",
            work={"person_years": 5.0},
            params={"last_year": year},
        )
        for year in (2030, 2080)
    }
    work = {"spells": 50.0, "events": 100.0, "draws": 200.0}
    events = {"events_of_the_model": figure(1.0, group="events", unit="events", work=work)}
    return entry(5, **by_workers, **by_horizon, **events)


@pytest.fixture
def peers(tmp_path: Path) -> list[page.Peer]:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(PEERS))
    return page.read_peers(path)


def test_the_page_in_the_repository_is_made_from_what_is_stored():
    made = page.page_text(page.stored(), history=read_history(), peers=page.read_peers(), folder=PAGE.stem)
    assert PAGE.read_text("utf-8") == made, "write it anew with `python -m benchmarks page`"


def test_the_page_shows_every_figure_and_every_plot(measured: Entry, peers: list[page.Peer]):
    text = page.page_text(measured, history=[measured], peers=peers, folder="speed")
    assert all(f"`{name}`" in text for name in measured.figures)
    assert all(f"(speed/{name}.svg)" in text for name in plots.TITLES)
    assert measured.machine in text
    assert page.NOTHING not in text
    assert page.NO_PEERS not in text


def test_the_page_says_where_nothing_was_measured():
    text = page.page_text(None, history=[], peers=[], folder="speed")
    assert text.count(page.NOTHING) == len(plots.TITLES)
    assert page.NO_PEERS in text
    assert "svg" not in text


def test_the_page_compares_with_the_entry_before_and_not_with_itself(measured: Entry, entry: Entries, figure: Figures):
    name = "lives_of[10000-1]"
    before = entry(2, **{name: figure(5.0, lives=30_000.0)})
    text = page.page_text(measured, history=[before, measured], peers=[], folder="speed")
    assert "2.00 +- 0.03 of 2026-11-02, **slower**" in text
    assert "of 2026-11-05" not in text


def test_times_per_event_are_those_of_the_round_over_its_events(measured: Entry):
    text = page.page_text(measured, history=[], peers=[], folder="speed")
    assert "| spell | 200 us |" in text
    assert "| event | 100 us |" in text
    assert "| draw | 50.0 us |" in text


def test_the_page_is_written_with_its_figures(tmp_path: Path, measured: Entry, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page, "stored", lambda: measured)
    monkeypatch.setattr(page, "read_history", lambda: [measured])
    page.write_page(tmp_path / "speed.md")
    drawn = {path.name for path in (tmp_path / "speed").iterdir()}
    assert {"over_time.svg", "workers.svg", "horizon.svg"} <= drawn
    assert (tmp_path / "speed.md").read_text("utf-8").startswith("# Speed")


def test_the_plots_show_what_was_measured(measured: Entry, entry: Entries, figure: Figures, peers: list[page.Peer]):
    twice = entry(9, **{"lives_of[10000-1]": figure(5.0, lives=30_000.0)})
    drawn = plots.drawn(measured, history=[measured, twice], peers=peers)
    over_time = {line.get_label(): line for line in drawn["over_time"].axes[0].lines}
    assert heights(over_time["lives"]) == [1.0, 2.0]
    per_life, gain = drawn["workers"].axes
    assert heights(per_life.lines[0]) == pytest.approx([10 / 3, 10 / 3])
    assert heights(gain.lines[0]) == pytest.approx([2.0, 2.0])
    assert heights(drawn["horizon"].axes[0].lines[0]) == pytest.approx([20.3 / 5 * 1e9, 20.8 / 5 * 1e9])
    assert [text.get_text() for text in drawn["peers"].axes[0].get_yticklabels()] == ["fast", "slow 2.1"]


def test_peers_come_fastest_first_and_wrong_ones_are_refused(peers: list[page.Peer], tmp_path: Path):
    assert [peer.name for peer in peers] == ["fast", "slow 2.1"]
    assert page.read_peers(tmp_path / "none.json") == []
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"peers": [{"peer": "slow", "version": ""}]}))
    with pytest.raises(ValidationError, match="engine_is_times_as_fast"):
        page.read_peers(wrong)
