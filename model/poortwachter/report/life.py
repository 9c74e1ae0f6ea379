"""Write one life on paper: week by week, baseline and reform side by side from where they differ, and the sums."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Final, Protocol

from poortwachter.primitives.codes import Item, Payer, labels
from poortwachter.primitives.weeks import monday_of
from poortwachter.report.words import Words

WIDTH: Final = 132
"""Characters on a line, the default."""
MARGIN: Final = 19
"""Characters before the text: the date and the week of illness."""
GUTTER: Final = 3
_TIED: Final = "\u00a0"
"""A space at which a line is not cut."""
ARROW: Final = " → "
_CENTS: Final = 100
_NUMBER: Final = 14
"""Characters of an amount in the table of sums."""
_ILL: Final = frozenset({"ziek_loon", "ziek_zw", "sanctie"})
_WIA: Final = frozenset({"iva", "wga_lgu", "wga_lau", "wga_vvu"})
_WHO: Final = ("sex", "contract", "size", "sector")
_BETTER_SAID: Final[Mapping[str, str]] = {
    "spell": "spell_starts",
    "ground_employer": "ground",
    "ground_bedrijfsarts": "ground",
    "ground_other": "ground",
}
"""Counts of the ledger that are not written where another step of the week says the same, with its chance."""
_MARKS: Final = ("erd_wga", "erd_zw", "insured")


class Told(Protocol):
    """A step of a life; see the study that makes it."""

    @property
    def week(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def chance(self) -> float | None: ...  # noqa: D102
    @property
    def per(self) -> str: ...  # noqa: D102
    @property
    def parameter(self) -> str: ...  # noqa: D102
    @property
    def article(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> Mapping[str, int | float | str]: ...  # noqa: D102
    @property
    def payer(self) -> str: ...  # noqa: D102
    @property
    def payer_article(self) -> str: ...  # noqa: D102
    @property
    def receiver(self) -> str: ...  # noqa: D102
    @property
    def until(self) -> int: ...  # noqa: D102
    @property
    def monthly(self) -> int: ...  # noqa: D102
    @property
    def amount(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Cell:
    """What is written of one week: lines, the week of illness or none, and whether the week deserves room above it."""

    lines: tuple[str, ...]
    illness: int | None
    opens: bool = False


class _Figure:
    """A figure of a rule, written as euros (`{x:e}`, from eurocents), per cent (`{x:p}`) or a number (`{x:n}`)."""

    def __init__(self, value: float, words: Words) -> None:
        self.value = value
        self.words = words

    def __format__(self, form: str) -> str:
        if form == "e":
            return self.words["life.euro"].format(amount=self.words.number(self.value / _CENTS, decimals=2))
        if form == "p":
            return f"{self.words.number(100 * self.value, decimals=2).rstrip('0').rstrip(',.')}%"
        return self.words.number(self.value, decimals=2)


def life_text(lives: Any, *, words: Words, width: int = WIDTH) -> str:
    """Return a life as text.

    lives: one worker under both policies, as the study of lives gives it; width: characters on a line.
    """
    return "\n".join(_Paper(lives, words=words, width=width).lines()) + "\n"


class _Paper:
    """Lay out the text of one life."""

    def __init__(self, lives: Any, *, words: Words, width: int) -> None:
        self.lives = lives
        self.words = words
        self.width = width

    def lines(self) -> Iterator[str]:
        """Yield the whole text."""
        yield from self._head()
        baseline = self._cells(self.lives.baseline.steps)
        reform = self._cells(self.lives.reform.steps)
        differ = [week for week in sorted({*baseline, *reform}) if baseline.get(week) != reform.get(week)]
        if not differ:
            yield from self._heading("life.same")
            yield from self._single(baseline)
        else:
            first, last = differ[0], differ[-1]
            yield from self._heading("life.past", week=first)
            yield from self._single({week: cell for week, cell in baseline.items() if week < first})
            yield from self._heading("life.parting", week=first)
            yield from self._double(baseline, reform, weeks=range(first, last + 1))
            after = {week: cell for week, cell in baseline.items() if week > last}
            if after:
                yield from self._heading("life.merged", week=min(after))
                yield from self._single(after)
        yield from self._sums()

    def _head(self) -> Iterator[str]:
        lives, words = self.lives, self.words
        yield words["life.title"].format(worker=words.number(lives.worker), last=words.number(lives.lives - 1))
        who = {
            "title": lives.title,
            "cohort": lives.cohort,
            "ordinal": words.number(lives.ordinal),
            "seed": lives.seed,
            "weight": words.number(lives.weight),
        }
        notes = [words["life.who"].format(**who), words["life.money"].format(year=lives.price_year)]
        notes.append(words["life.chances"])
        if lives.frozen:
            notes.append(words["life.frozen"].format(year=lives.price_year))
        if lives.estimator == "split":
            notes.append(words["life.split"])
        for note in notes:
            yield from textwrap.wrap(note, self.width)

    def _heading(self, key: str, *, week: int | None = None) -> Iterator[str]:
        yield from _underlined(self.words[key].format(date="" if week is None else self._day(week)))

    # One week

    def _cells(self, steps: Sequence[Told]) -> dict[int, Cell]:
        """Return what is written of every week in which something happens."""
        by_week: dict[int, list[Told]] = defaultdict(list)
        for step in steps:
            by_week[step.week].append(step)
        cells: dict[int, Cell] = {}
        sick: int | None = None
        for week, told in by_week.items():
            starts = next((step for step in told if step.what == "spell_starts"), None)
            if starts is not None:
                sick = int(starts.facts["sick"])
            illness = None if sick is None else week - sick
            statuses = [step.what for step in told if step.kind == "status"]
            if sick is not None and statuses and statuses[-1] not in _ILL:
                sick = None
            lines = tuple(self._week(told))
            if lines:
                cells[week] = Cell(lines, illness, opens=starts is not None)
        return cells

    def _week(self, told: Sequence[Told]) -> Iterator[str]:
        """Yield the lines of a week; a spell that starts in it comes after what ends in it."""
        onset = next((place for place, step in enumerate(told) if step.what in ("onset", "spell")), 0)
        for part in (told[:onset], told[onset:]):
            yield from self._part(part)

    def _part(self, told: Sequence[Told]) -> Iterator[str]:
        """Yield what happened, and below it decisions and rules, then euros."""
        if any(step.what == "short_spell" and step.outcome == "yes" for step in told):
            yield from self._short_spell(told)
            told = [step for step in told if not _of_short_spell(step)]
        yield from filter(None, (self._happened(step, told) for step in told))
        if any(step.what == "spell_starts" for step in told):
            yield f"  · {self._spell_chances(told)}"
        said = {step.article for step in told if step.kind == "event"}
        for step in told:
            if step.kind == "decision" and step.what not in ("onset", "short_spell"):
                yield f"  · {self._decision(step)}{_in_brackets('' if step.article in said else step.article)}"
            elif step.kind == "rule" and f"rule.{step.what}" in self.words.entries:
                yield f"  · {self._rule(step)}"
        for step in told:
            if step.kind == "payment":
                yield f"  {self._payment(step)}"

    def _spell_chances(self, told: Sequence[Told]) -> str:
        chances = {step.what: self._percent(step.chance or 0.0) for step in told if step.kind == "decision"}
        facts = next(step.facts for step in told if step.what == "spell_starts")
        return self.words["life.spell_chances"].format(
            onset=chances.get("onset", ""),
            longer=chances.get("short_spell", ""),
            weeks=facts["weeks"],
            beyond=self._percent(float(facts["beyond"])),
        )

    def _short_spell(self, told: Sequence[Told]) -> Iterator[str]:
        chances = {step.what: self._percent(step.chance or 0.0) for step in told if step.kind == "decision"}
        yield self.words["life.short"].format(onset=chances.get("onset", ""), short=chances["short_spell"])
        paid = [step for step in told if _of_short_spell(step) and step.kind == "payment"]
        if paid:
            parts = " + ".join(f"{self._euro(step.amount)} {self._word('item', step.what)}" for step in paid)
            article = next((step.article for step in paid if step.article), "")
            yield f"  {parts}: {self._between(paid[0])}{_in_brackets(article)}"

    def _happened(self, step: Told, told: Sequence[Told]) -> str:
        """Return what happened, or nothing where another step of the week says it better."""
        words, facts = self.words, step.facts
        if step.kind == "status":
            return f"{ARROW.lstrip()}{self._word('status', step.what)}"
        better = _BETTER_SAID.get(step.what)
        if step.kind != "event" or (better and any(each.what == better for each in told)):
            return ""
        if step.what == "spell_starts":
            return words["life.spell"].format(age=facts["age"], wage=self._euro(int(facts["wage"])))
        if step.what in ("entry", "job", "contract"):
            household = words.or_else(f"life.household.{facts.get('household', '')}", "")
            return words[f"life.{step.what}"].format(worker=self._worker(facts)) + household
        if step.what == "aow":
            return words["life.aow"].format(age=facts["age"]) + _in_brackets(step.article)
        return self._word("event", step.what) + _in_brackets(step.article)

    def _worker(self, facts: Mapping[str, int | float | str]) -> str:
        who = {name: self._word(name, str(facts[name])) for name in _WHO}
        marks = [self.words[f"life.mark.{name}"] for name in _MARKS if facts[name]]
        said = f" ({', '.join(marks)})" if marks else ""
        wage = self._euro(int(facts["wage"]))
        return self.words["life.worker"].format(**who, age=facts["age"], marks=said, wage=wage)

    def _decision(self, step: Told) -> str:
        words = self.words
        other = words.or_else(f"outcome.{step.outcome}", step.outcome)
        outcome = words.or_else(f"outcome.{step.what}.{step.outcome}", other)
        if "result" in step.facts:
            outcome = words[f"life.detail.{step.what}"].format(outcome=outcome, result=step.facts["result"])
        chance = words["life.chance"].format(chance=self._percent(step.chance or 0.0))
        parts = [f"{chance} {words[f'life.per.{step.per}']}" if step.per else chance]
        factor = float(step.facts.get("factor", 1.0))
        if factor != 1.0:
            parts.append(words["life.factor"].format(factor=words.number(factor, decimals=2)))
        return f"{self._word('decision', step.what)}: {outcome}; {', '.join(parts)} [{step.parameter}]"

    def _rule(self, step: Told) -> str:
        facts = {name: self.words.number(value) for name, value in step.facts.items() if isinstance(value, int | float)}
        return self.words[f"rule.{step.what}"].format(**facts) + _in_brackets(step.article)

    def _payment(self, step: Told) -> str:
        words = self.words
        said = [f"{self._euro(step.amount)} {self._word('item', step.what)}: {self._between(step)}"]
        if step.monthly:
            said.append(words["life.monthly"].format(amount=self._euro(step.monthly)))
        if step.until > step.week:
            said.append(words["life.through"].format(date=self._last_day(step.until)))
        said += filter(None, [self._sum_of(step)])
        articles = dict.fromkeys(part for part in (step.article, step.payer_article) if part)
        return ", ".join(said) + _in_brackets("; ".join(articles))

    def _sum_of(self, step: Told) -> str:
        """Return how the rule came to the amount, where there are words for it."""
        pattern = self.words.or_else(f"amount.{step.what}.{step.facts.get('rule', '')}", "")
        figures = {name: _Figure(value, self.words) for name, value in step.facts.items() if not isinstance(value, str)}
        try:
            return pattern.format(**figures)
        except KeyError:  # the rule takes other arguments than the words know
            return ""

    def _between(self, step: Told) -> str:
        return f"{self._word('payer', step.payer)}{ARROW}{self._word('receiver', step.receiver)}"

    def _word(self, group: str, name: str) -> str:
        return self.words.or_else(f"{group}.{name}", name)

    def _euro(self, cents: int) -> str:
        return self.words["life.euro"].format(amount=self.words.number(cents / _CENTS, decimals=2))

    def _percent(self, chance: float) -> str:
        decimals = next((places for border, places in ((0.1, 1), (0.001, 2), (0.00001, 4)) if chance >= border), 6)
        return self.words.number(100 * chance, decimals=decimals)

    # The page

    def _day(self, week: int) -> str:
        """Return the Monday of a week; in a frozen run, where years are only numbered, year and week."""
        return self._dated(monday_of(week))

    def _last_day(self, until: int) -> str:
        return self._dated(monday_of(until) - timedelta(days=1))

    def _dated(self, day: date) -> str:
        if not self.lives.frozen:
            return day.isoformat()
        year, week, _ = day.isocalendar()
        return self.words["life.year"].format(year=year - self.lives.first_year + 1, week=week)

    def _margin(self, week: int, illness: int | None) -> str:
        told = "" if illness is None else self.words["life.spell_week"].format(week=illness)
        return f"{self._day(week):<12}{told:<7}"[:MARGIN].ljust(MARGIN)

    def _single(self, cells: Mapping[int, Cell]) -> Iterator[str]:
        for week, cell in cells.items():
            if cell.opens:
                yield ""
            lines = _wrapped(cell.lines, width=self.width - MARGIN)
            for number, line in enumerate(lines):
                yield f"{' ' * MARGIN if number else self._margin(week, cell.illness)}{line}".rstrip()

    def _double(self, baseline: Mapping[int, Cell], reform: Mapping[int, Cell], *, weeks: range) -> Iterator[str]:
        wide = (self.width - MARGIN - GUTTER) // 2
        rule = f"{' ' * MARGIN}{'-' * wide}{' ' * GUTTER}{'-' * wide}"
        names = (self.words["life.baseline"], self.words["life.reform"])
        yield f"{' ' * MARGIN}{names[0]:<{wide + GUTTER}}{names[1]}"
        yield rule
        for week in sorted(week for week in {*baseline, *reform} if week in weeks):
            left, right = baseline.get(week), reform.get(week)
            if any(cell is not None and cell.opens for cell in (left, right)):
                yield ""
            illness = next((cell.illness for cell in (left, right) if cell is not None), None)
            yield from self._row(self._margin(week, illness), left, right, wide=wide)

    def _row(self, margin: str, left: Cell | None, right: Cell | None, *, wide: int) -> Iterator[str]:
        """Yield the lines of one week in two columns; the right one says so where it is the same."""
        ours = _wrapped(left.lines, width=wide) if left is not None else []
        theirs = _wrapped(right.lines, width=wide) if right is not None else []
        if ours and ours == theirs:
            theirs = [self.words["life.idem"]]
        for number, (one, other) in enumerate(zip_longest(ours, theirs, fillvalue="")):
            start = margin if number == 0 else " " * MARGIN
            yield f"{start}{one:<{wide}}{' ' * GUTTER}{other}".rstrip()

    def _sums(self) -> Iterator[str]:
        """Yield the table of sums: by item and payer, in all, of the WIA, and by payer."""
        words, lives = self.words, self.lives
        yield from _underlined(words["life.sums"].format(year=lives.price_year))
        paid = [_by_pair(life.totals) for life in (lives.baseline, lives.reform)]
        rows = [(self._pair(pair), [each.get(pair, 0) for each in paid]) for pair in _pairs(paid)]
        rows.append((words["life.total"], [sum(each.values()) for each in paid]))
        wia = [sum(cents for (item, _), cents in each.items() if item in _WIA) for each in paid]
        by_payer = [
            (
                words["life.paid_by"].format(payer=self._word("payer", payer)),
                [sum(cents for (_, who), cents in each.items() if who == payer) for each in paid],
            )
            for payer in labels(Payer)
        ]
        rows += [(name, cents) for name, cents in ((words["life.of_which_wia"], wia), *by_payer) if any(cents)]
        wide = max(len(name) for name, _ in rows) + GUTTER
        head = (words["life.baseline"].lower(), words["life.reform"].lower(), words["life.difference"])
        yield f"{words['life.item']:<{wide}}{''.join(f'{name:>{_NUMBER}}' for name in head)}"
        for name, (baseline, reform) in rows:
            if name == words["life.total"]:
                yield "-" * (wide + 3 * _NUMBER)
            yield f"{name:<{wide}}{self._amounts(baseline, reform)}"
        yield ""
        yield from self._closing()

    def _pair(self, pair: tuple[str, str]) -> str:
        item, payer = pair
        steps = (*self.lives.baseline.steps, *self.lives.reform.steps)
        receiver = next((step.receiver for step in steps if step.kind == "payment" and step.what == item), "")
        to = f"{ARROW}{self._word('receiver', receiver)}" if receiver else ""
        return f"{self._word('item', item)}: {self._word('payer', payer)}{to}"

    def _amounts(self, baseline: int, reform: int) -> str:
        amounts = (baseline, reform, reform - baseline)
        return "".join(f"{self.words.number(cents / _CENTS, decimals=2):>{_NUMBER}}" for cents in amounts)

    def _closing(self) -> Iterator[str]:
        """Yield whether the steps add up to the ledger, and what could not be read."""
        words, first = self.words, self.lives.first_year
        said: list[str] = []
        for life in (self.lives.baseline, self.lives.reform):
            said += [
                words["life.untold"].format(
                    amount=self._euro(gap.cents),
                    item=self._word("item", gap.item),
                    payer=self._word("payer", gap.payer),
                    year=first + gap.year,
                )
                for gap in life.untold()
            ]
        said = said or [words["life.checked"]]
        missed = dict.fromkeys((*self.lives.baseline.missed, *self.lives.reform.missed))
        said += [words["life.missed"].format(what=what) for what in missed]
        for line in said:
            yield from textwrap.wrap(line, self.width)


def _of_short_spell(step: Told) -> bool:
    """Return whether a step belongs to a spell that ends in its first week."""
    if step.kind == "payment":
        return step.until <= step.week and step.what in ("loon_jaar1", "cao_aanvulling")
    return step.what in ("spell", "onset", "short_spell")


def _underlined(text: str) -> tuple[str, str, str]:
    return ("", text, "=" * len(text))


def _in_brackets(article: str) -> str:
    return f" ({article})" if article else ""


def _by_pair(totals: Sequence[Any]) -> dict[tuple[str, str], int]:
    """Return eurocents by item and payer over all years."""
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for total in totals:
        paid[total.item, total.payer] += total.cents
    return paid


def _pairs(paid: Sequence[Mapping[tuple[str, str], int]]) -> list[tuple[str, str]]:
    """Return the pairs of item and payer that occur, in the order of their codes."""
    items, payers = labels(Item), labels(Payer)
    found = {pair for each in paid for pair in each}
    return sorted(found, key=lambda pair: (items.index(pair[0]), payers.index(pair[1])))


def _wrapped(lines: Sequence[str], *, width: int) -> list[str]:
    """Return lines cut at a width, the rest of a line indented below it; an amount stays with its currency."""
    found: list[str] = []
    for line in lines:
        own = len(line) - len(line.lstrip())
        hanging = " " * (own + (4 if own and not line.lstrip().startswith("·") else 2))
        found += textwrap.wrap(line, width, subsequent_indent=hanging, break_on_hyphens=False) or [""]
    return [line.replace(_TIED, " ") for line in found]
