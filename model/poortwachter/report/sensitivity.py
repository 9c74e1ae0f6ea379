"""Put on paper what an amount rests on, ranked, and the level of a parameter at which it is a given one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from poortwachter.report.uncertain_figures import Bar, tornado_figure
from poortwachter.report.words import Words

PERCENT: Final = 100.0
LEAST: Final = 0.01
"""Share of the variance from which something is named in the sentence."""
DIGITS: Final = 3


class Swing(NamedTuple):
    """One thing at both ends of its distribution: its levels, the amounts there, and those simulated with errors."""

    name: str
    label: str
    fitted: bool
    low: float
    high: float
    at_low: float
    at_high: float
    simulated: tuple[tuple[float, float], tuple[float, float]] | None


class Share(NamedTuple):
    """A share of the variance, alone and with interactions, with half-widths of 95% intervals."""

    name: str
    alone: float
    alone_error: float
    total: float
    total_error: float


class Effect(NamedTuple):
    """An elementary effect over the width of the grid, and its spread."""

    name: str
    mean: float
    spread: float


@dataclass(frozen=True)
class Page:
    """What is written of a sensitivity; amounts in EUR mln a year, the most important first everywhere."""

    title: str
    price_year: int
    estimate: float
    gap: tuple[float, float]
    workers: int
    swings: Sequence[Swing]
    shares: Sequence[Share]
    effects: Sequence[Effect]
    labels: dict[str, str]
    shown: int
    """Rows of a table, and bars of the tornado, at most."""
    named: int
    """Things named in the sentence, at most."""


def sentence(page: Page, *, words: Words) -> str:
    """Return what the amount rests on, ranked; not what the sample cannot tell from nothing."""
    chosen = [one for one in page.shares if one.total >= max(LEAST, one.total_error)][: page.named]
    if not chosen:
        return words["sensitivity.none"]
    names = (
        words["sensitivity.of"].format(label=_lower(page.labels[one.name]), share=_percent(one.total, words))
        for one in chosen
    )
    numbered = "; ".join(f"{place}. {name}" for place, name in enumerate(names, 1))
    return words["sensitivity.sentence"].format(names=numbered)


def markdown(page: Page, *, words: Words) -> str:
    """Return the page."""
    parts = [
        f"**{words['sensitivity.title']}**",
        words["sensitivity.scenario"].format(
            title=page.title, year=page.price_year, amount=words.number(page.estimate, decimals=1)
        ),
        sentence(page, words=words),
        f"**{words['sensitivity.tornado']}**",
        _table(("parameter", "values", "amounts", "simulated"), words=words, rows=_swing_rows(page, words)),
        f"**{words['sensitivity.sobol']}**",
        _table(("parameter", "alone", "total"), words=words, rows=_share_rows(page, words)),
        f"**{words['sensitivity.morris']}**",
        _table(("parameter", "effect", "spread"), words=words, rows=_effect_rows(page, words)),
        words["sensitivity.how"].format(
            gap=words.number(page.gap[0], decimals=1),
            se=words.number(page.gap[1], decimals=1),
            workers=words.number(page.workers),
            top=len(page.shares),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def figures(page: Page, *, words: Words) -> dict[str, bytes]:
    """Return the tornado."""
    bars = [
        Bar(
            label=_label(one, words),
            low=level(one.low, words),
            high=level(one.high, words),
            at_low=one.at_low,
            at_high=one.at_high,
            simulated=None if one.simulated is None else (one.simulated[0][0], one.simulated[1][0]),
        )
        for one in page.swings[: page.shown]
    ]
    return tornado_figure(
        bars,
        estimate=page.estimate,
        words=words,
        title=words["sensitivity.title"],
        axis=words["sensitivity.axis"].format(year=page.price_year),
        simulated=words["sensitivity.simulated"],
    )


def level(value: float, words: Words) -> str:
    """Return a level with three significant digits."""
    plain = format(Decimal(f"{value:.{DIGITS}g}"), "f")
    return words.number(float(plain), decimals=len(plain.partition(".")[2]))


def csv(page: Page) -> str:
    """Return everything, tidy: the measure, the name, and its numbers."""
    rows = ["measure,name,number,value"]
    for swing in page.swings:
        found = {"low": swing.low, "high": swing.high, "at_low": swing.at_low, "at_high": swing.at_high}
        for end, amount in zip(("low", "high"), swing.simulated or (), strict=False):
            found |= {f"simulated_at_{end}": amount[0], f"simulated_se_at_{end}": amount[1]}
        rows += [f"one_at_a_time,{swing.name},{number},{value!r}" for number, value in found.items()]
    for measure, group in (("sobol", page.shares), ("morris", page.effects)):
        for one in group:
            numbers = list(one._asdict().items())[1:]
            rows += [f"{measure},{one.name},{number},{value!r}" for number, value in numbers]
    return "\n".join([*rows, ""])


@dataclass(frozen=True)
class BreakEven:
    """What is written of a break-even value; amounts in EUR mln a year."""

    name: str
    label: str
    target: float
    estimate: tuple[float, float]
    range80: tuple[float, float]
    range95: tuple[float, float]
    searched: tuple[float, float]
    at_searched: tuple[float, float]
    level: float | None
    below: float | None
    simulated: tuple[float, float] | None
    gap: tuple[float, float]


def break_even_text(found: BreakEven, *, words: Words) -> str:
    """Return the break-even value with its plausibility, or why there is none."""

    def money(amount: float) -> str:
        return f"€ {words.number(amount, decimals=1)} mln"

    low, high = (level(one, words) for one in found.searched)
    lines = [f"**{words['breakeven.title']}**"]
    said = words["breakeven.not_found" if found.level is None else "breakeven.found"]
    lines.append(
        said.format(
            target=money(found.target),
            label=_lower(found.label),
            name=found.name,
            level="" if found.level is None else level(found.level, words),
            estimate=level(found.estimate[0], words),
            amount=money(found.estimate[1]),
            low=low,
            high=high,
            at_low=money(found.at_searched[0]),
            at_high=money(found.at_searched[1]),
        )
    )
    if found.level is not None and found.below is not None:
        (low80, high80), (low95, high95) = found.range80, found.range95
        where = "outside"
        if low95 <= found.level <= high95:
            where = "inside80" if low80 <= found.level <= high80 else "inside95"
        ends = {"low80": low80, "high80": high80, "low95": low95, "high95": high95}
        texts = {name: level(value, words) for name, value in ends.items()}
        lines.append(words[f"breakeven.{where}"].format(**texts, below=_percent(found.below, words)))
    if found.simulated is not None:
        names = ("amount", "se", "gap", "gap_se")
        numbers = (words.number(one, decimals=1) for one in (*found.simulated, *found.gap))
        lines.append(words["breakeven.simulated"].format(**dict(zip(names, numbers, strict=True))))
    return "\n\n".join(lines) + "\n"


def _swing_rows(page: Page, words: Words) -> Iterable[tuple[str, ...]]:
    for one in page.swings[: page.shown]:
        simulated = ""
        if one.simulated is not None:
            simulated = " – ".join(words.number(amount, decimals=1) for amount, _ in one.simulated)
        amounts = f"{words.number(one.at_low, decimals=1)} – {words.number(one.at_high, decimals=1)}"
        yield _label(one, words), f"{level(one.low, words)} – {level(one.high, words)}", amounts, simulated


def _share_rows(page: Page, words: Words) -> Iterable[tuple[str, ...]]:
    for one in page.shares[: page.shown]:
        alone, total = (
            f"{_percent(share, words)} ± {_percent(error, words)}"
            for share, error in ((one.alone, one.alone_error), (one.total, one.total_error))
        )
        yield page.labels[one.name], alone, total


def _effect_rows(page: Page, words: Words) -> Iterable[tuple[str, ...]]:
    for one in page.effects[: page.shown]:
        yield page.labels[one.name], words.number(one.mean, decimals=1), words.number(one.spread, decimals=1)


def _label(one: Swing, words: Words) -> str:
    return words["sensitivity.fitted"].format(label=one.label) if one.fitted else one.label


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _percent(share: float, words: Words) -> str:
    return f"{words.number(PERCENT * share, decimals=0)}%"


def _table(heads: Sequence[str], *, words: Words, rows: Iterable[tuple[str, ...]]) -> str:
    head = tuple(words[f"sensitivity.{name}"] for name in heads)
    lines = [head, (":--", *("--:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
