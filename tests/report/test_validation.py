import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from poortwachter.primitives.language import LANGUAGES
from poortwachter.report.validation import csv_text, figures, jump_text, markdown, terminal_lines, write
from poortwachter.report.words import load_words
from poortwachter.results.comparison import Ages, Compared, Contrast, Figure, Judged, Jump, Line, Validation

STOCK = Compared(
    "wia_stock", "Lopende WIA", "uitkeringen", 2010, "", 110_100.0, 333.0, Figure(119_462.0, 400.0), False, ("UWV",)
)
FITTED = replace(STOCK, name="wia_inflow", label="Nieuwe WIA", published=35_600.0, model=Figure(33_117.0, 400.0), fitted=True)  # fmt: skip  # noqa: E501
YOUNG = replace(STOCK, name="by_age", label="Naar leeftijd", year=2025, group="<25", published=99.0, model=Figure(191.0, 9.0))  # fmt: skip  # noqa: E501
MISSING = replace(STOCK, name="stay", label="Nog in de WIA", model=None)
LINE = Line((2009, 2010), (90_000.0, 119_462.0), (300.0, 400.0))
JUMP = Jump("wia_stock", (2009, 2010), 0.076, Figure(0.02, 0.005), Figure(0.01, 0.005), Figure(0.019, 0.001))


def texts(nl: str) -> dict[str, str]:
    return {"nl": nl, "en": f"{nl} (en)"}


def page() -> Validation:
    limited = replace(STOCK, low=99_090.0, high=121_110.0)
    missed = replace(YOUNG, low=89.1, high=108.9)
    return Validation(
        workers=400_000,
        lives=600_000,
        seed=1,
        judged=(
            Judged("stock", texts("Stand"), texts("Stand binnen 10%."), (limited,)),
            Judged("age", texts("Leeftijd"), texts("Leeftijd binnen 10%."), (missed,)),
            Judged("stay", texts("Verblijf"), texts("Blijft."), (replace(MISSING, low=0.7, high=0.9),)),
        ),
        compared=(STOCK, FITTED, YOUNG, MISSING),
        miss=0.1,
        misses={"by_age": texts("Omdat het zo is.")},
        unmeasured={"stay": texts("Wordt niet geteld.")},
        lines=dict.fromkeys(("wia_stock", "wia_inflow"), LINE),
        contrasts=(),
        ages=None,
        themes={"stocks": ("wia_stock", "stay"), "inflow": ("wia_inflow", "by_age"), "money": ("stay",)},
    )


def whole_page() -> Validation:
    """Return a page with everything that a page can have."""
    bands, figures_of = ("<25", "65-AOW"), (Figure(1_000.0, 10.0), Figure(2_000.0, 20.0))
    shares = Line((2009, 2010), (0.25, 0.75), (0.01, 0.01))
    contrast = Contrast("ezwb", {"wia_stock": (LINE, replace(LINE, values=(80_000.0, 110_000.0)))}, JUMP)
    stock = {(year, scheme): figures_of for year in (2015, 2024) for scheme in ("wga", "iva")}
    return replace(
        page(),
        lines={**page().lines, "wia_stock_given_inflow": replace(LINE, values=(85_000.0, 108_000.0))},
        contrasts=(contrast,),
        ages=Ages(bands, stock, dict.fromkeys(bands, shares)),
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
    assert lines[1].endswith("0 of 1  largest gap +92.9% (<25 2025)")


def test_the_report_holds_every_figure_and_marks_what_is_fitted() -> None:
    text = markdown(page(), words=load_words("nl", also="validation"))
    assert "| Lopende WIA (`wia_stock`) | ○ | 2010 | 110.100 | 119.462 ± 400 | +8,5% | 18,0 | 1 |" in text
    assert "| Nieuwe WIA (`wia_inflow`) | ● |" in text
    assert "| Naar leeftijd (`by_age`): &lt;25 | ○ |" in text
    assert "| Nog in de WIA (`stay`) | Wordt niet geteld. | 2010 |" in text


def test_a_miss_has_its_reason_or_says_that_none_is_known() -> None:
    words = load_words("nl", also="validation")
    assert "| Naar leeftijd (`by_age`) | Omdat het zo is. | +92,9% (&lt;25 2025) |" in markdown(page(), words=words)
    bare = replace(page(), misses={})
    assert f"| Naar leeftijd (`by_age`) | {words['validation.no_reason']} |" in markdown(bare, words=words)


def test_a_gap_within_the_limit_is_no_miss() -> None:
    words = load_words("nl", also="validation")
    section = markdown(page(), words=words).partition(f"## {words['validation.misses']}")[2]
    assert "`wia_stock`" not in section.partition(f"## {words['validation.unmeasured']}")[0]


def test_the_table_is_unrounded_and_empty_where_nothing_is_measured() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(page()))))
    assert [row["target"] for row in rows] == ["wia_stock", "wia_inflow", "by_age", "stay"]
    assert float(rows[1]["gap"]) == 33_117.0 / 35_600.0 - 1.0
    assert rows[1]["fitted"] == "yes"
    assert rows[3]["model"] == rows[3]["gap"] == ""


def test_a_gate_is_named_in_the_language_of_the_report() -> None:
    text = markdown(page(), words=load_words("en", also="validation"))
    assert "| Stand (en) | **pass** | Stand binnen 10%. (en) |" in text


def test_the_report_shows_what_the_parts_do_and_the_wia_by_age() -> None:
    text = markdown(whole_page(), words=load_words("nl", also="validation"))
    assert "![Stand bij gepubliceerde instroom](stock_given_inflow.png)" in text
    assert "| 2010 | 110.100 | 119.462 ± 400 | 110.000 ± 400 |" in text
    assert "| &lt;25 | 1.000 ± 10 | 1.000 ± 10 |" in text
    assert "| 2010 | 75,0% | 75,0% |" in text


def test_the_report_says_where_the_published_series_do_not_close() -> None:
    def rows(name: str, *published: float) -> list[Compared]:
        return [replace(STOCK, name=name, year=2009 + place, published=one) for place, one in enumerate(published)]

    series = [*rows("wia_stock", 100.0, 150.0, 190.0), *rows("wia_outflow", 5.0, 10.0, 10.0)]
    series += rows("wia_inflow", 0.0, 60.0, 52.0)
    text = markdown(replace(whole_page(), compared=tuple(series)), words=load_words("en", also="validation"))
    assert "stocks and outflow of 2011 close on an inflow of 50, while 52 is given" in text


@pytest.mark.parametrize(
    ("explained", "verdict"),
    [
        (Figure(0.019, 0.001), "Dat is 25% van de gepubliceerde verandering."),
        (Figure(-0.019, 0.001), "Dat werkt de gepubliceerde verandering tegen"),
        (Figure(0.019, 0.010), "Dat is niet van nul te onderscheiden"),
    ],
)
def test_a_jump_is_explained_in_points_with_their_error(explained: Figure, verdict: str) -> None:
    text = jump_text(replace(JUMP, explained=explained), words=load_words("nl", also="validation"))
    assert verdict in text
    assert "met 7,6 punt; in het model met 2,0 ± 0,5 punt, zonder dit onderdeel met 1,0 ± 0,5 punt" in text


def test_every_part_and_the_ages_are_drawn() -> None:
    drawn = figures(whole_page(), words=load_words("en", also="validation"))
    assert {"stock_given_inflow.png", "ezwb.svg", "ages.png"} <= drawn.keys()


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
