"""Put an ensemble on paper: median and ranges by year and structural, and how much of them is chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.report.letter import EUR_MLN, YEAR_COLUMNS, Yardstick
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]

HEADLINE: Final = "wia_benefits"
EFFECT: Final = 0.5
"""EUR mln from which a year has an effect."""
PERCENT: Final = 100.0


@dataclass(frozen=True)
class Approximation:
    """How well corrected expected values stood for a simulation, where it was measured."""

    scenario: str
    explained: float
    left: float


def markdown(
    dataset: "xr.Dataset", *, words: Words, yardstick: Yardstick | None, approximation: Approximation | None
) -> str:
    """Return the page of an ensemble; approximation: where draws are expected values."""
    attributes = dataset.attrs
    parts = [
        f"**{words['ensemble.title'].format(year=attributes['price_year'])}**",
        words["ensemble.scenario"].format(
            title=attributes["title"],
            draws=words.number(attributes["draws"]),
            replications=words.number(attributes["replications"]),
        ),
        _table(_by_year(dataset, words=words)),
        _noise(dataset, words=words, approximation=approximation),
        words["ensemble.how"],
        *_comparison(dataset, words=words, yardstick=yardstick),
        f"**{words['ensemble.lines']}**",
        _table(_by_line(dataset, words=words)),
    ]
    return "\n\n".join(parts) + "\n"


def _by_year(dataset: "xr.Dataset", *, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield the rows of WIA benefits by year; structural last."""
    line = dataset.sel(line=HEADLINE)
    years = _years(line)
    yield ("", *map(str, years), words["ensemble.structural"])

    def of(name: str, **at: Any) -> Floats:
        by_year = line[name].sel(year=years, **at).to_numpy()
        return np.concatenate([by_year, line[f"{name}_structural"].sel(**at).to_numpy()[..., None]], axis=-1)

    def numbers(values: Floats) -> Iterator[str]:
        return (words.number(float(value), decimals=1) for value in values)

    low95, low80, median, high80, high95 = (of("range", quantile=q) for q in dataset["quantile"].to_numpy())
    yield (words["ensemble.estimate"], *numbers(of("estimate").mean(axis=0)))
    yield (words["ensemble.error"], *numbers(_pooled(of("estimate_se"))))
    yield (words["ensemble.median"], *numbers(median))
    for name, low, high in (("range80", low80, high80), ("range95", low95, high95)):
        spans = (words.span(float(a), float(b), decimals=1) for a, b in zip(low, high, strict=True))
        yield (words[f"ensemble.{name}"], *spans)
    yield (words["ensemble.share"], *(_percent(float(share), words) for share in of("noise_share")))


def _by_line(dataset: "xr.Dataset", *, words: Words) -> Iterator[tuple[str, ...]]:
    names = ("estimate", "median", "range80", "range95")
    yield ("", *(words[f"ensemble.{name}"] for name in names))
    for line in dataset["line"].to_numpy():
        one = dataset.sel(line=line)
        low95, low80, median, high80, high95 = (float(value) for value in one["range_structural"].to_numpy())
        yield (
            words.or_else(f"line.{line}", str(line)),
            words.number(float(one["estimate_structural"].mean()), decimals=1),
            words.number(median, decimals=1),
            words.span(low80, high80, decimals=1),
            words.span(low95, high95, decimals=1),
        )


def _years(line: "xr.Dataset") -> list[int]:
    """Return the years across: as many as in the letter, from the first in which there is an effect."""
    every = line["year"].to_numpy()
    size = np.abs(line["estimate"].mean("replication").to_numpy())
    touched = np.flatnonzero(size >= min(EFFECT, size.max() or EFFECT))
    first = int(touched[0]) if len(touched) else max(len(every) - YEAR_COLUMNS, 0)
    return [int(year) for year in every[first : first + YEAR_COLUMNS]]


def _pooled(errors: Floats) -> Floats:
    """Return the standard error of a mean over replications, (R, ...)."""
    return np.sqrt((errors**2).mean(axis=0) / len(errors))


def _percent(share: float, words: Words) -> str:
    return f"{words.number(PERCENT * share, decimals=1)}%"


def _noise(dataset: "xr.Dataset", *, words: Words, approximation: Approximation | None) -> str:
    """Say how draws were made and how much of what differs between them is chance."""
    line, attributes = dataset.sel(line=HEADLINE), dataset.attrs
    workers = words.number(attributes["workers"])
    if approximation is not None:
        return words["ensemble.fast"].format(
            gap=words.number(float(line["gap_structural"].mean()), decimals=1),
            se=words.number(float(_pooled(line["estimate_se_structural"].to_numpy())), decimals=1),
            estimator=attributes["reference_estimator"],
            workers=workers,
            scenario=approximation.scenario,
            explained=_percent(approximation.explained, words),
            left=words.number(approximation.left, decimals=1),
        )
    lives = words["ensemble.one"]
    if "replication_share_structural" in line:
        share = _percent(float(line["replication_share_structural"]), words)
        lives = words["ensemble.replicated"].format(share=share)
    return words["ensemble.lived"].format(
        estimator=attributes["estimator"],
        workers=workers,
        lives=lives,
        share=_percent(float(line["noise_share_structural"]), words),
    )


def _comparison(dataset: "xr.Dataset", *, words: Words, yardstick: Yardstick | None) -> list[str]:
    if yardstick is None or not yardstick.unit.startswith(EUR_MLN):
        return []
    amounts = dataset["effect_structural"].sel(line=yardstick.line).mean("replication").to_numpy()
    said = words["ensemble.yardstick"].format(
        amount=f"€ {words.number(yardstick.amount)} mln",
        what=yardstick.what,
        source=yardstick.source,
        share=_percent(float(np.mean(amounts < yardstick.amount)), words),
    )
    return [said]


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *body = rows
    return "\n".join(_row(cells) for cells in (head, (":--", *("--:" for _ in head[1:])), *body))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
