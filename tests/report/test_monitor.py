import csv
import io
import math
from pathlib import Path

import pytest

from poortwachter.primitives.language import LANGUAGES
from poortwachter.report.monitor import csv_text, markdown, summary, write
from poortwachter.report.words import load_words
from poortwachter.results.comparison import Figure
from poortwachter.results.monitored import COUNT, SHARE, WEEKS, Entry, Monitor

ENDS = (
    *("back_before", "back_during", "wga_partial", "wga_full", "iva"),
    *("refused_at_work", "refused_without_work", "left"),
)
SHOWN = Figure(0.125, 0.0125)


def entries(year: int, *, published: float) -> list[Entry]:
    number = Figure(1234.0, 56.0)
    found = [Entry("kinds", "files", "tested", "", year, COUNT, Figure(33_000.0, 400.0))]
    for kind in ("administrative", "substantive", "both"):
        found.append(Entry("kinds", "files", kind, "", year, COUNT, number, published, 40.0, ("Bron A",)))
        found.append(Entry("kinds", "rate", kind, "", year, SHARE, SHOWN))
        found += [Entry("ends", "share", kind, end, year, SHARE, SHOWN) for end in ENDS]
        for part, groups in (("sizes", ("0-5", "100+")), ("sectors", ("A-F", "Q"))):
            for group in groups:
                found.append(Entry(part, "files", kind, group, year, COUNT, number))
                found += [Entry(part, measure, kind, group, year, SHARE, SHOWN) for measure in ("rate", "share")]
        found.append(Entry("repair", "repaired", kind, "", year, COUNT, number))
        found.append(Entry("repair", "repaired_share", kind, "", year, SHARE, SHOWN))
        found.append(Entry("repair", "weeks", kind, "", year, WEEKS, Figure(36.25, 1.0)))
    for part, groups in (("sizes", ("0-5", "100+")), ("sectors", ("A-F", "Q"))):
        found += [Entry(part, "files", "tested", group, year, COUNT, number) for group in groups]
    for group in ("werkgever", "bedrijfsarts", "overig", "medisch"):
        found.append(Entry("grounds", "files", "substantive", group, year, COUNT, number))
        found.append(Entry("grounds", "share", "substantive", group, year, SHARE, SHOWN))
    for measure, unit in (("raised", COUNT), ("raised_share", SHARE), ("upheld", COUNT), ("upheld_share", SHARE)):
        found.append(Entry("objections", measure, "both", "", year, unit, SHOWN if unit == SHARE else number))
    told = ("wia", "niet_doorgezet", "afgewezen")
    found += [
        Entry("ends", "after_extension", "both", one, year, SHARE, SHOWN, 0.46, 0.003, ("Bron B",)) for one in told
    ]
    return [*found, Entry("ends", "refused_at_work", "both", "", year, SHARE, Figure(0.58, 0.0))]


@pytest.fixture
def page() -> Monitor:
    both = (*entries(2024, published=1979.0), *entries(2025, published=float("nan")))
    return Monitor("Huidig recht en gedrag", 2025, 2024, 1000, 1500, 1, both)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_stands_in_the_report(page: Monitor, language: str) -> None:
    words = load_words(language, also="monitor")
    text = markdown(page, words=words)
    for part in ("kinds", "grounds", "sizes", "sectors", "repair", "objections", "ends", "sources"):
        assert f"## {words[f'monitor.{part}']}" in text
    assert all(words[f"monitor.end.{end}"] in text for end in ENDS)
    assert "1. Bron A" in text
    assert "2. Bron B" in text


def test_a_figure_stands_beside_the_published_one_or_says_that_there_is_none(page: Monitor) -> None:
    text = markdown(page, words=load_words("nl", also="monitor"))
    assert "| 2024 | 33.000 ± 400 | n.b. | 1.234 ± 56 | 1.979 |" in text
    assert "| 2025 | 33.000 ± 400 | n.b. | 1.234 ± 56 | n.b. |" in text


def test_a_figure_that_is_given_has_no_error(page: Monitor) -> None:
    text = markdown(page, words=load_words("en", also="monitor"))
    assert "| of those refused, at work | 58.0% |" in text
    assert "12.5% ± 1.3%" in text


def test_the_summary_names_the_year(page: Monitor) -> None:
    assert summary(page, words=load_words("en", also="monitor")).startswith("2025: 1,234 administrative and 1,234")


def test_the_table_holds_every_entry_and_leaves_unknown_empty(page: Monitor) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(page))))
    assert len(rows) == len(page.entries)
    for row, entry in zip(rows, page.entries, strict=True):
        assert float(row["model"]) == entry.model.value
        assert row["published"] == ("" if math.isnan(entry.published) else repr(entry.published))


def test_everything_is_written_whole(page: Monitor, tmp_path: Path) -> None:
    paths = write(page, folder=tmp_path / "nieuw", words=load_words("nl", also="monitor"))
    assert {path.name for path in paths} == {"report.md", "table.csv", "sanctions.png", "sanctions.svg"}
    assert {path.name for path in (tmp_path / "nieuw").iterdir()} == {path.name for path in paths}
    assert b"<svg" in (tmp_path / "nieuw" / "sanctions.svg").read_bytes()
