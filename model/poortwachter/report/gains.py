"""Put gainers and losers on paper: effects by class of worker, and only those that the sample carries."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from poortwachter.primitives.files import write_whole
from poortwachter.report.gains_figure import gains_figure
from poortwachter.report.style import images
from poortwachter.report.words import Words
from poortwachter.results.gains import EUR_PER_MLN, TOTALS, Gain, Gains

DIVISIONS: Final = ("wage", "age", "sex", "size", "sector")
"""Divisions in the report; the table holds those by two characteristics as well."""
HEAD: Final = (
    *("division", "class", "measure", "effect", "se", "unit", "eur_per_employee", "se_eur_per_employee"),
    *("share_of_wages", "se_share_of_wages", "employees", "wages_eur_mln", "shown"),
)
FIGURE: Final = "gains"
THOUSAND: Final = 1000.0
PERCENT: Final = 100.0
SHARE_DECIMALS: Final = 4
"""Of a percentage of the wage sum: a reform of a few cases a year is some ten-thousandths of it."""
TABLES: Final = {"income": "workers_table", "cost": "employers_table"}
PERSONS: Final = ("at_work", "in_wia")


def write(found: Gains, *, folder: Path, words: Words) -> list[Path]:
    """Write report, table and figure; every file is made beside its place and then renamed."""
    files = {"groups.md": markdown(found, words=words).encode(), "groups.csv": csv_text(found).encode()}
    figure = gains_figure(found, words=words)
    files |= images({FIGURE: figure})
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def csv_text(found: Gains) -> str:
    """Return every entry, unrounded, with a flag for those that the sample carries."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_row(each) for each in found.entries)
    return buffer.getvalue()


def _row(each: Gain) -> tuple[object, ...]:
    place = (each.division, each.label, each.measure, each.effect, each.error)
    against = (each.employees, each.wages, int(each.shown))
    if each.measure in PERSONS:
        return (*place, "persons", "", "", "", "", *against)
    error_each = each.error * EUR_PER_MLN / each.employees
    return (*place, "eur_mln", each.each, error_each, each.share, each.error / each.wages, *against)


def summary(found: Gains, *, words: Words) -> str:
    """Return what workers and employers gain or lose together, in a line for both and one for persons."""
    everyone = {measure: each for (_, measure), each in found.table("all").items()}
    amounts: dict[str, str] = {}
    for measure in TOTALS:
        each = everyone[measure]
        amounts[measure] = _amount(each, words=words)
        amounts[f"{measure}_each"], amounts[f"{measure}_share"] = _each(each, words=words), _share(each, words=words)
    persons = {name: _if_shown(everyone[name], _persons, words=words) for name in PERSONS}
    return f"{words['gains.summary'].format(**amounts)}\n{words['gains.persons'].format(**persons)}"


def markdown(found: Gains, *, words: Words) -> str:
    """Return the report."""
    about = words["gains.about"].format(
        year=found.price_year,
        workers=words.number(found.workers),
        lives=words.number(found.lives),
        seed=found.seed,
        estimator=found.estimator,
        plan=found.plan_hash[:8],
    )
    parts = [
        f"# {words['gains.title'].format(title=found.title)}",
        about,
        summary(found, words=words),
        f"![{words['gains.figure']}]({FIGURE}.png)",
        *(words[f"gains.outside.{name}"] for name in found.outside),
        *(part for division in DIVISIONS for part in _section(found, division=division, words=words)),
        f"## {words['gains.reading']}",
        words["gains.reading_text"],
    ]
    return "\n\n".join(parts) + "\n"


def _section(found: Gains, *, division: str, words: Words) -> list[str]:
    head = words[f"gains.{division}"]
    tables = [
        f"**{words[f'gains.{TABLES[total]}']}**\n\n{_table_of(found, division=division, total=total, words=words)}"
        for total in TOTALS
    ]
    return [f"## {head}", *tables]


def _table_of(found: Gains, *, division: str, total: str, words: Words) -> str:
    """Return the classes of a division, with the row of all below: a total in three units, and its parts."""
    heads = [words[f"gains.{name}"] for name in (division, "employees", "mln", "each", "share", *TOTALS[total])]
    table = found.table(division) | found.table("all")
    rows: list[list[str]] = []
    for label in dict.fromkeys(label for label, _ in table):
        whole = table[label, total]
        cells = [class_name(division, label, words=words), words.number(whole.employees / THOUSAND)]
        cells += [_amount(whole, words=words), _each(whole, words=words), _share(whole, words=words)]
        cells += [_amount(table[label, part], words=words) for part in TOTALS[total]]
        rows.append(cells)
    return _table(heads, rows=rows)


def _table(heads: Sequence[str], *, rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def class_name(division: str, label: str, *, words: Words) -> str:
    """Return the name of a class on paper; without a label it is everyone."""
    return words.or_else(f"gains.class.{division}.{label}", label) if label else words["gains.all"]


def _if_shown(each: Gain, text: Callable[[Gain, Words], str], *, words: Words) -> str:
    return text(each, words) if each.shown else words["number.unknown"]


def _amount(each: Gain, *, words: Words) -> str:
    def text(one: Gain, words: Words) -> str:
        return f"{words.number(one.effect, decimals=1)} ± {words.number(one.error, decimals=1)}"

    return _if_shown(each, text, words=words)


def _each(each: Gain, *, words: Words) -> str:
    return _if_shown(each, lambda one, words: words.number(one.each, decimals=2), words=words)


def _share(each: Gain, *, words: Words) -> str:
    return _if_shown(each, lambda one, words: words.number(PERCENT * one.share, decimals=SHARE_DECIMALS), words=words)


def _persons(each: Gain, words: Words) -> str:
    return f"{words.number(each.effect)} ± {words.number(each.error)}"
