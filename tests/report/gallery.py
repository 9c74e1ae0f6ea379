"""Draw every figure from a small sample; `python tests/report/gallery.py FOLDER` writes them to look at."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

from poortwachter.report.words import load_words


@contextmanager
def collected() -> Iterator[list[Figure]]:
    """Collect the figures that are made for as long as this is open, whatever becomes of them."""
    made: list[Figure] = []
    begin = Figure.__init__

    def noted(figure: Figure, *args: object, **options: object) -> None:
        begin(figure, *args, **options)  # type: ignore[arg-type]
        made.append(figure)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "__init__", noted)
        yield made


def drawn(name: str, *, language: str = "nl") -> list[Figure]:
    """Return the figures of one entry of the gallery."""
    with collected() as made:
        GALLERY[name](language)
    return made


def _result(language: str) -> None:
    from poortwachter.report.figures import result_figures
    from poortwachter.report.letter import Yardstick
    from poortwachter.study.targets import load_targets
    from report.conftest import make_result
    from report.test_figures import with_benefits

    published = {name: target.series for name, target in load_targets().items()}
    stock, inflow = (
        {year: value for (year, _), value in published[f"wia_{name}"].items()} for name in ("stock", "inflow")
    )
    result_figures(
        with_benefits(make_result()),
        words=load_words(language),
        yardstick=Yardstick(60, "EUR mln per jaar", "structurele WIA-uitkeringslasten", "Kamerbrief 2022", ""),
        published_stock=stock,
        published_inflow=inflow,
        published=published,
    )


def _report(language: str) -> None:
    from report.test_result_figures import DRAWN
    from report.whole import whole_result

    for draw in DRAWN.values():
        draw(whole_result(), load_words(language, also="annex"))


def _range(language: str) -> None:
    from poortwachter.report.uncertain_figures import range_figure

    years = np.arange(2020, 2061)
    middle = np.where(years < 2023, 0.0, 40 * (1 - np.exp(-(years - 2023) / 10)))
    spread = middle * np.array([0.1, 0.3, 0.6, 1.1, 1.4])[:, None]
    dataset = xr.Dataset(
        {
            "estimate": (("line", "replication", "year"), middle[None, None]),
            "range": (("line", "quantile", "year"), spread[None]),
        },
        coords={"line": ["wia_benefits"], "year": years},
        attrs={"price_year": 2022},
    )
    range_figure(dataset, words=load_words(language, also="ensemble"))


def _sensitivity(language: str) -> None:
    from poortwachter.report.sensitivity import Page, Swing, figures

    swings = [
        Swing(
            "a",
            "Causaal aandeel van de loonsanctie in het verschil in toekenning",
            False,
            0.1,
            0.9,
            7.0,
            40.0,
            ((8.0, 1.0), (41.0, 1.0)),
        ),
        Swing("b", "Aandeel van de inhoudelijke sancties dat vervalt", True, 0.8, 1.2, 47.0, 38.0, None),
        Swing("c", "Loon", False, 1200.0, 2400.0, 45.0, 46.0, None),
    ]
    figures(
        Page("Titel", 2022, 43.9, (0.9, 0.3), 100_000, swings, [], [], {}, 12, 3),
        words=load_words(language, also="sensitivity"),
    )


def _gains(language: str) -> None:
    from poortwachter.report.gains_figure import gains_figure
    from report.test_gains import page

    gains_figure(page(income=7.0), words=load_words(language, also="gains"))


def _monitor(language: str) -> None:
    from poortwachter.report.monitor_figure import monitor_figure
    from poortwachter.results.monitored import Monitor
    from report.test_monitor import entries

    years = [entry for year in (2023, 2024) for entry in entries(year, published=1979.0)]
    both = (*years, *entries(2025, published=float("nan")))
    monitor_figure(Monitor("Huidig recht", 2025, 2024, 1000, 1500, 1, both), words=load_words(language, also="monitor"))


def _validation(language: str) -> None:
    from poortwachter.report.validation import figures
    from report.test_validation import whole_page

    figures(whole_page(), words=load_words(language, also="validation"))


def _population(language: str) -> None:
    from poortwachter.report.population import population_figure
    from report.test_population import AGES, GROUPS, Census, Line

    lines = [Line(margin, category) for margin, categories in GROUPS.items() for category in categories]
    lines += [Line("wage_by_age", age, "eur_month", 3200.4, 3190.0, 5.0, -2.1) for age in AGES]
    population_figure(Census(lines=lines), words=load_words(language, also="population"))  # type: ignore[arg-type]


def _calibration(_: str) -> None:
    from poortwachter.report.calibration import correlation_figure, fitted_figure
    from report.test_calibration import row

    fitted_figure(
        [
            row("stand", 2010),
            row("stand", 2011),
            row("leeftijd", 2011, group="<25"),
            row("leeftijd", 2011, group="25-34"),
        ]
    )
    correlation_figure(((1.0, -0.8, 0.1), (-0.8, 1.0, 0.2), (0.1, 0.2, 1.0)), names=["een", "twee", "drie"])


def _speed(_: str) -> None:
    from benchmarks import page, plots
    from benchmarks.history import read_history

    plots.drawn(page.stored(), history=read_history(), peers=page.read_peers())


GALLERY: Final = MappingProxyType(
    {
        "result": _result,
        "report": _report,
        "range": _range,
        "sensitivity": _sensitivity,
        "gains": _gains,
        "monitor": _monitor,
        "validation": _validation,
        "population": _population,
        "calibration": _calibration,
        "speed": _speed,
    }
)


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in GALLERY:
        for language in ("nl", "en"):
            for place, figure in enumerate(drawn(name, language=language)):
                figure.savefig(folder / f"{name}-{place}.{language}.png")


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[place]) for place in (1, 2)]
    _write(Path(sys.argv[1]))
