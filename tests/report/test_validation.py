import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from poortwachter.report.validation import (
    GateRow,
    Line,
    Page,
    Row,
    csv_text,
    figures,
    markdown,
    terminal_lines,
    write,
)
from poortwachter.report.words import LANGUAGES, load_words

NAN = float("nan")
STOCK = Row("wia_stock", "Lopende WIA", "uitkeringen", 2010, "", 110_100.0, 333.0, 119_462.0, 400.0, 0.085, 18.0, False, ("UWV",), NAN, NAN)  # fmt: skip  # noqa: E501
FITTED = replace(STOCK, name="wia_inflow", label="Nieuwe WIA", published=35_600.0, model=33_117.0, gap=-0.0697, fitted=True)  # fmt: skip  # noqa: E501
YOUNG = replace(STOCK, name="by_age", label="Naar leeftijd", year=2025, group="<25", published=99.0, model=191.0, gap=0.93)  # fmt: skip  # noqa: E501
MISSING = replace(STOCK, name="stay", label="Nog in de WIA", model=NAN, model_error=NAN, gap=NAN, apart=NAN)


def page() -> Page:
    limited = replace(STOCK, low=99_090.0, high=121_110.0)
    missed = replace(YOUNG, low=89.1, high=108.9)
    return Page(
        workers=400_000,
        lives=600_000,
        seed=1,
        gates=(
            GateRow("Stand", "Stock within 10%.", "passed", (limited,)),
            GateRow("Leeftijd", "By age within 10%.", "failed", (missed,)),
            GateRow("Verblijf", "Stay.", "not_measured", (replace(MISSING, low=0.7, high=0.9),)),
        ),
        rows=(STOCK, FITTED, YOUNG, MISSING),
        miss=0.1,
        misses={"by_age": "Omdat het zo is."},
        unmeasured={"stay": "Wordt niet geteld."},
        lines={name: Line((2009, 2010), (90_000.0, 119_462.0), (300.0, 400.0)) for name in ("wia_stock", "wia_inflow")},
        themes={"stocks": ("wia_stock", "stay"), "inflow": ("wia_inflow", "by_age"), "money": ("stay",)},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missed_gate_is_printed_as_missed(language: str) -> None:
    words = load_words(language, also="validation")
    lines = terminal_lines(page(), words=words)
    assert lines[0].startswith(words["validation.passed"])
    assert lines[1].startswith(words["validation.failed"])
    assert lines[2].startswith(words["validation.not_measured"])
    assert lines[-1] == words["validation.summary"].format(passed=1, all=3)


def test_the_terminal_tells_the_largest_gap() -> None:
    lines = terminal_lines(page(), words=load_words("en", also="validation"))
    assert lines[0].endswith("1 of 1  largest gap +8.5% (2010)")
    assert lines[1].endswith("0 of 1  largest gap +93.0% (<25 2025)")


def test_the_report_holds_every_figure_and_marks_what_is_fitted() -> None:
    text = markdown(page(), words=load_words("nl", also="validation"))
    assert "| Lopende WIA (`wia_stock`) | ○ | 2010 | 110.100 | 119.462 ± 400 | +8,5% | 18,0 | 1 |" in text
    assert "| Nieuwe WIA (`wia_inflow`) | ● |" in text
    assert "| Naar leeftijd (`by_age`): &lt;25 | ○ |" in text
    assert "| Nog in de WIA (`stay`) | Wordt niet geteld. | 2010 |" in text


def test_a_miss_has_its_reason_or_says_that_none_is_known() -> None:
    words = load_words("nl", also="validation")
    assert "| Naar leeftijd (`by_age`) | Omdat het zo is. | +93,0% (&lt;25 2025) |" in markdown(page(), words=words)
    bare = replace(page(), misses={})
    assert f"| Naar leeftijd (`by_age`) | {words['validation.no_reason']} |" in markdown(bare, words=words)


def test_a_gap_within_the_limit_is_no_miss() -> None:
    words = load_words("nl", also="validation")
    section = markdown(page(), words=words).partition(f"## {words['validation.misses']}")[2]
    assert "`wia_stock`" not in section.partition(f"## {words['validation.unmeasured']}")[0]


def test_the_table_is_unrounded_and_empty_where_nothing_is_measured() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(page()))))
    assert [row["target"] for row in rows] == ["wia_stock", "wia_inflow", "by_age", "stay"]
    assert rows[1]["gap"] == "-0.0697"
    assert rows[1]["fitted"] == "yes"
    assert rows[3]["model"] == rows[3]["gap"] == ""


def test_a_theme_without_a_measured_series_has_no_figure() -> None:
    drawn = figures(page(), words=load_words("nl", also="validation"))
    assert sorted(drawn) == ["inflow.png", "inflow.svg", "stocks.png", "stocks.svg"]


def test_figures_are_the_same_bytes_every_time() -> None:
    words = load_words("nl", also="validation")
    assert figures(page(), words=words) == figures(page(), words=words)


def test_files_are_written_whole_and_replace_earlier_ones(tmp_path: Path) -> None:
    words = load_words("nl", also="validation")
    (tmp_path / "report.md").write_text("oud", encoding="utf-8")
    written = write(page(), folder=tmp_path, words=words)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == markdown(page(), words=words)
