import pytest

from poortwachter.report.calibration import (
    Number,
    Page,
    Value,
    correlation_figure,
    fitted_figure,
    markdown,
    written,
)
from poortwachter.results.comparison import Residual


def row(name: str, year: int, *, group: str = "", published: float = 100.0, fitted: bool = True) -> Residual:
    return Residual(name, f"Reeks {name}", "personen", group, year, published, 5.0, 110.0, 2.0, fitted)


@pytest.fixture
def page() -> Page:
    return Page(
        name="klein",
        about=("Twee getallen.",),
        numbers=(
            Number("een", "a.b [&lt;25]", 1.2, 0.05, 0.2, "0.5 - 2", at_bound=False),
            Number("twee", "c.d", 2.0, 0.4, 0.9, "+0 ± 0.4", at_bound=True),
            Number("drie", "e.f", 1.0, 0.1, 0.3, "0.5 - 2", at_bound=False),
        ),
        values=(Value("a.b", "0.1", "0.12", "0.05"),),
        rows=(row("stand", 2010), row("leeftijd", 2011, group="<25"), row("los", 2012, published=0.0, fitted=False)),
        correlations=((1.0, -0.8, 0.1), (-0.8, 1.0, 0.2), (0.1, 0.2, 1.0)),
        not_identified=("twee",),
        combinations=((0.9, "+0.95 twee -0.31 een"),),
        limit=0.7,
    )


def test_the_report_names_what_is_not_identified_and_the_strong_correlation(page: Page) -> None:
    text = markdown(page)
    section = text.split("## Not identified by the targets")[1].split("## ")[0]
    assert "twee" in section
    assert "+0.95 twee -0.31 een" in section
    assert "| een | twee | -0.80 |" in text
    assert "2.000 (at its bound)" in text


def test_a_fit_that_leaves_nothing_open_says_so(page: Page) -> None:
    closed = Page(**{**page.__dict__, "not_identified": (), "combinations": ()})
    assert "all are identified" in markdown(closed)


def test_fitted_and_other_figures_stand_apart_and_a_zero_has_no_gap(page: Page) -> None:
    fitted, others = markdown(page).split("## Fitted figures")[1].split("## Other figures, not fitted")
    assert "| stand | 2010 |" in fitted
    assert "| leeftijd &lt;25 | 2011 |" in fitted
    assert "| los | 2012 | 0.000 | 110.000 ± 2.000 | - |" in others


def test_every_fitted_series_has_a_panel_and_the_lower_half_of_correlations_is_drawn(page: Page) -> None:
    assert len(fitted_figure(page.rows).axes) == 2
    axes = correlation_figure(page.correlations, names=["een", "twee", "drie"]).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["twee", "drie"]
    assert [text.get_text() for text in axes.texts] == ["-.8"]


def test_the_same_page_gives_the_same_bytes(page: Page) -> None:
    assert written(page) == written(page)
