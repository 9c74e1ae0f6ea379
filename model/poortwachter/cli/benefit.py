"""Answer `poortwachter benefit`: read one person from the command line and print what is paid, month by month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeAlias, cast

import typer

from poortwachter.cli.interpreted import compile_nothing
from poortwachter.cli.printed import print_table
from poortwachter.primitives.errors import Problem, one_of, refuse

TABLE_WIDTH = 140
"""Narrower than this the columns of the table would be cut."""

REQUIRED = ("first_sick_day", "birth")
CHOICES = {
    "route": ("werkgever", "contracteinde", "uitzend", "ww", "overig"),
    "household": ("alleenstaande", "paar"),
    "lang": ("nl", "en"),
}

Text: TypeAlias = str | None
Texts: TypeAlias = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("benefit")(benefit)


def benefit(
    first_sick_day: Annotated[Text, typer.Option(help="First day of sickness, 2022-03-15.", metavar="DATE")] = None,
    birth: Annotated[Text, typer.Option(help="Day of birth.", metavar="DATE")] = None,
    wage: Annotated[Text, typer.Option(help="Wage a month with holiday pay.", metavar="EUR")] = None,
    dagloon: Annotated[Text, typer.Option(help="Dagloon, instead of a wage; not maximised.", metavar="EUR")] = None,
    year_wage: Annotated[Text, typer.Option(help="Wage of the reference year (A), instead.", metavar="EUR")] = None,
    year_extra_paid: Annotated[Text, typer.Option(help="Holiday and extra pay in it (B).", metavar="EUR")] = None,
    year_extra_accrued: Annotated[Text, typer.Option(help="Extra pay accrued in it (C).", metavar="EUR")] = None,
    level: Annotated[Text, typer.Option(help="Day of that wage level [first sick day].", metavar="DATE")] = None,
    degree: Annotated[Texts, typer.Option(help="Percent disabled, or DATE:PERCENT later.", metavar="PERCENT")] = None,
    capacity: Annotated[Texts, typer.Option(help="Instead: what she can still earn a month.", metavar="EUR")] = None,
    maatman: Annotated[Text, typer.Option(help="Wage it is compared with [the wage].", metavar="EUR")] = None,
    lasting: Annotated[bool, typer.Option("--lasting", help="Fully and lastingly disabled: IVA.")] = False,
    lasting_from: Annotated[Text, typer.Option(help="IVA from a later day on.", metavar="DATE")] = None,
    early_iva: Annotated[Text, typer.Option(help="Week of illness of a request for early IVA.", metavar="WEEK")] = None,
    earnings: Annotated[Texts, typer.Option(help="Earnings a month, or DATE:EUR; repeated.", metavar="EUR")] = None,
    history: Annotated[Text, typer.Option(help="Work history [from birth].", metavar="YEARS")] = None,
    weeks_worked: Annotated[Text, typer.Option(help="Weeks worked in the 36 before.", metavar="WEEKS")] = None,
    hours: Annotated[Text, typer.Option(help="Part-time share, for the minimum wage [100].", metavar="PERCENT")] = None,
    paid_year1: Annotated[Text, typer.Option(help="Share paid by agreement in year 1.", metavar="PERCENT")] = None,
    paid_year2: Annotated[Text, typer.Option(help="The same from year 2 on.", metavar="PERCENT")] = None,
    sanction: Annotated[Text, typer.Option(help="Weeks of loonsanctie.", metavar="WEEKS")] = None,
    voluntary: Annotated[Text, typer.Option(help="Weeks of voluntary extension.", metavar="WEEKS")] = None,
    route: Annotated[str, typer.Option(help="werkgever, contracteinde, uitzend, ww or overig.")] = "werkgever",
    contract_end: Annotated[Text, typer.Option(help="First day without it [first sick day].", metavar="DATE")] = None,
    erd: Annotated[bool, typer.Option("--erd", help="The employer is eigenrisicodrager.")] = False,
    household: Annotated[Text, typer.Option(help="For a toeslag: alleenstaande or paar.")] = None,
    household_income: Annotated[Text, typer.Option(help="Other income of the household.", metavar="EUR")] = None,
    ww: Annotated[bool, typer.Option("--ww", help="Unemployment benefit where there is no WIA.")] = False,
    dismissed: Annotated[Text, typer.Option(help="Day on which the contract ends.", metavar="DATE")] = None,
    in_service: Annotated[Text, typer.Option(help="First day of service.", metavar="DATE")] = None,
    until: Annotated[Text, typer.Option(help="Last day shown [a year after the LGU].", metavar="DATE")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the rows to this file too.", metavar="PATH")] = None,
    lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "nl",
) -> None:
    """Print what one person is paid, month by month, by whom and on which article.

    Amounts are euros a month with holiday pay. Terms in force on each date come from the law.
    """
    given = dict(locals())
    csv, lang = given.pop("csv"), given.pop("lang")
    reading = _Reading()
    request = reading.request(given)
    reading.choice("lang", lang)
    compile_nothing()

    from poortwachter.law.parameters import load
    from poortwachter.study.benefit.evaluate import benefit as worked_out
    from poortwachter.study.benefit.problems import find_problems
    from poortwachter.study.benefit.request import read_request

    law = load()
    person, found = read_request(request)
    if person is not None:
        found += find_problems(person, law=law)
    reading.add(map(_as_option, found))
    refuse(reading.problems)
    assert person is not None
    _show(worked_out(person, law=law), lang=lang, csv=csv)


@dataclass
class _Reading:
    """Reads options from text and keeps every problem."""

    problems: list[Problem] = field(default_factory=list[Problem])
    refused: set[str] = field(default_factory=set[str])

    def add(self, found: Iterable[Problem]) -> None:
        """Add problems of the whole, without those that rest on an option that could not be read."""
        self.problems += [problem for problem in found if not _rests_on(problem, self.refused)]

    def request(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that were given and could be read."""
        for name in REQUIRED:
            if given[name] is None:
                self._refuse(name, "is missing", "give a day such as 2022-03-15")
        readers = _readers()
        read = {name: self._read(name, value, readers.get(name)) for name, value in given.items()}
        return {name: value for name, value in read.items() if value is not None}

    def choice(self, name: str, value: str) -> str | None:
        """Return a word that must be one of a few."""
        if value in CHOICES[name]:
            return value
        self._refuse(name, f"{value}: there is no such choice", one_of(value, CHOICES[name]))
        return None

    def _read(self, name: str, value: Any, reader: "_Reader | None") -> Any:
        if value is None or isinstance(value, bool):
            return value
        if name in CHOICES:
            return self.choice(name, value)
        if reader is None:
            raise KeyError(name)
        try:
            if isinstance(value, list):
                return tuple(_dated(text, reader) for text in cast("list[str]", value))
            return reader(value)
        except _UnreadableError as error:
            self._refuse(name, f"{error.text}: {error.what}", error.advice)
            return None

    def _refuse(self, name: str, what: str, advice: str) -> None:
        self.refused.add(name)
        self.problems.append(Problem(f"{_option(name)} {what}", advice))


_Reader: TypeAlias = Callable[[str], Any]


def _readers() -> dict[str, _Reader]:
    """Return how the text of each option is read."""
    days = ("first_sick_day", "birth", "level", "lasting_from", "contract_end", "dismissed", "in_service", "until")
    amounts = ("wage", "dagloon", "year_wage", "year_extra_paid", "year_extra_accrued", "maatman", "household_income")
    shares = ("degree", "hours", "paid_year1", "paid_year2")
    whole = ("early_iva", "weeks_worked", "sanction", "voluntary")
    return {
        **dict.fromkeys(days, _day),
        **dict.fromkeys((*amounts, "capacity", "earnings", "history"), _amount),
        **dict.fromkeys(shares, _percent),
        **dict.fromkeys(whole, _weeks),
    }


class _UnreadableError(Exception):
    """A text that cannot be read, with what is wrong and what to do."""

    def __init__(self, text: str, what: str, advice: str) -> None:
        self.text, self.what, self.advice = text, what, advice
        super().__init__(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _UnreadableError(text, "this is not a day", "write it as 2022-03-15") from None


def _amount(text: str) -> float:
    whole, _, cents = text.partition(".")
    if not (whole.isdecimal() and (cents.isdecimal() or "." not in text)):
        raise _UnreadableError(text, "this is not an amount", "write digits, with a point before the cents: 2500.50")
    return float(text)


def _percent(text: str) -> float:
    share = _amount(text.removesuffix("%"))
    if share > 100:
        raise _UnreadableError(text, "this is more than 100 percent", "give 0 .. 100")
    return share


def _weeks(text: str) -> int:
    if not text.isdecimal():
        raise _UnreadableError(text, "this is not a number of weeks", "write digits only")
    return int(text)


def _dated(text: str, reader: _Reader) -> dict[str, Any]:
    """Return a value with the day it holds from: `VALUE` or `DATE:VALUE`."""
    day, colon, value = text.rpartition(":")
    return {"value": reader(value), "since": _day(day) if colon else None}


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _as_option(problem: Problem) -> Problem:
    """Return a problem of a field as one of its option."""
    name, _, rest = problem.what.partition(" ")
    return Problem(f"{_option(name)} {rest}", problem.advice.replace("_", "-"))


def _rests_on(problem: Problem, names: Iterable[str]) -> bool:
    """Return whether a problem is about an option that could not be read, or set against one."""
    words = problem.what.replace(":", " ").split(" ")
    return any(_option(name) == words[0] or name in words[1:] for name in names)


def _show(found: Any, *, lang: str, csv: Path | None) -> None:
    """Print the benefit, and write its rows to a file beside its final name, which it then takes."""
    from poortwachter.primitives.files import write_whole
    from poortwachter.report.benefit import csv_text, terminal
    from poortwachter.report.words import load_words

    if csv is not None:
        write_whole(csv, csv_text(found))
    print_table(terminal(found, words=load_words(lang, also="benefit")), width=TABLE_WIDTH)
