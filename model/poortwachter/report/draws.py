"""Put the amount under draws of behaviour on paper: median and ranges beside the yardstick."""

from collections.abc import Sequence
from dataclasses import dataclass

from poortwachter.report.letter import Yardstick
from poortwachter.report.words import Words


@dataclass(frozen=True)
class Page:
    """What is written of draws; amounts in EUR mln."""

    title: str
    price_year: int
    point: float
    point_error: float
    amounts: tuple[float, ...]
    quantiles: tuple[float, float, float, float, float]
    """Ends of the 95% and 80% ranges around the median, from low to high."""
    noise_share: float
    workers: int
    yardstick: Yardstick | None
    ranks: tuple[tuple[str, float], ...]
    """Rank correlations by name, the strongest first."""
    held: tuple[str, ...] = ()
    """Parameters that were not drawn."""


def markdown(page: Page, *, words: Words) -> str:
    """Return the page."""
    parts = [
        f"**{words['draws.title']}**",
        words["draws.scenario"].format(title=page.title),
        _table((words["draws.what"].format(year=page.price_year), words["draws.amount"]), rows=_rows(page, words)),
        words["draws.noise"].format(
            share=f"{words.number(100 * page.noise_share, decimals=1)}%",
            workers=words.number(page.workers, decimals=0),
        ),
        words["draws.how"],
        *([words["draws.held"].format(names=", ".join(page.held))] if page.held else []),
        f"**{words['draws.carries']}**",
        _table(
            (words["draws.parameter"], words["draws.rank"]),
            rows=[(name, words.number(value, decimals=2)) for name, value in page.ranks],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _rows(page: Page, words: Words) -> list[tuple[str, str]]:
    low95, low80, median, high80, high95 = (words.number(one, decimals=1) for one in page.quantiles)
    error = words.number(page.point_error, decimals=1)
    rows = [
        (words["draws.point"].format(se=error), words.number(page.point, decimals=1)),
        (words["draws.median"].format(draws=len(page.amounts)), median),
        (words["draws.range80"], f"{low80} – {high80}"),
        (words["draws.range95"], f"{low95} – {high95}"),
    ]
    if page.yardstick is not None:
        measure = page.yardstick
        below = sum(amount < measure.amount for amount in page.amounts) / len(page.amounts)
        label = words["draws.yardstick"].format(what=measure.what, source=measure.source)
        rows.append((label, words.number(measure.amount, decimals=0)))
        rows.append((words["draws.below"], f"{words.number(100 * below, decimals=0)}%"))
    return rows


def _table(heads: Sequence[str], *, rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, (":--", "--:"), *rows))
