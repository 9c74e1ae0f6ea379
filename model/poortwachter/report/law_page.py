"""Write the reference page: every parameter by theme, in Dutch, with its article or reason, source and standing.

The page is Markdown and made from the data alone, so that the same data give the same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from poortwachter.primitives.files import check_writable_file, write_whole
from poortwachter.primitives.parameters import (
    DIMENSIONS,
    FIRST_DAY,
    Parameter,
    ParameterSet,
    Source,
    Uncertainty,
    Value,
)

if TYPE_CHECKING:
    from poortwachter.scenario.load import World

THEMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Loondoorbetaling bij ziekte": ("loondoorbetaling",),
        "Wachttijd en vervroegde IVA": ("wachttijd", "iva_vervroegd"),
        "Tweede spoor en RIV-toets": ("plan_van_aanpak", "tweede_spoor", "riv_toets", "poortwachter"),
        "Loonsanctie en bekorting": ("loonsanctie", "bekorting"),
        "Ziektewet en no-riskpolis": ("zw", "no_risk"),
        "Recht op WIA": ("wia", "heropening", "voorschot"),
        "WGA: loongerelateerde uitkering": ("lgu",),
        "WGA: loonaanvulling, vervolguitkering, inkomenseis": ("lau", "vvu", "inkomenseis", "wga"),
        "IVA": ("iva",),
        "Scholing van WGA-gerechtigden": ("scholing_wga",),
        "Werkloosheidswet": ("ww",),
        "Toeslagenwet": ("tw",),
        "Transitievergoeding en compensatie": ("transitievergoeding", "compensatie_tv"),
        "Capaciteit van UWV": ("capaciteit",),
        "Financiering en premies": ("werkgeversrisico", "financiering", "premie"),
        "Dagloon, maatman en inkomen": ("dagloon", "maatman", "inkomen"),
        "Bedragen": ("minimumloon", "maximumdagloon", "vakantietoeslag"),
        "AOW": ("aow",),
    }
)
"""Themes of the law, with the first words of the names in them."""

OTHER: Final = "Overig"
"""Theme of what stands in no other."""

MONTHS: Final = 12

SHORT: Final = 5
"""A value that changed more often than this stands in a series of its own."""

_SELECTS: Final = MappingProxyType(
    {
        "first_sick_day": "eerste ziektedag",
        "decision": "besluit",
        "end_of_wachttijd": "einde wachttijd",
        "dismissal": "ontslag",
        "payment": "betaling",
        "none": "",
    }
)
_STANDING: Final = MappingProxyType(
    {
        "primary": "primair",
        "secondary": "secundair",
        "derived": "afgeleid",
        "memory-unverified": "uit het geheugen",
        "published": "gepubliceerd",
        "calibrated": "geijkt",
        "assumed": "aangenomen",
    }
)
_BEYOND: Final = MappingProxyType(
    {
        "indexed": "met de lonen geïndexeerd",
        "held": "de laatste waarde aangehouden",
        "assumed": "een aangenomen pad",
    }
)
_ONE: Final = MappingProxyType({"maanden": "maand", "weken": "week", "dagen": "dag", "werkdagen": "werkdag"})
_ALWAYS: Final = MappingProxyType({"jaren": "jaar", "uren": "uur", "leeftijd in jaren": "jaar"})
"""Units that Dutch leaves in the singular after a number: five years is `5 jaar`."""


_GUIDE: Final = """\
# Het recht in cijfers

Alle parameters van het model: wat de wet zegt, wat mensen, werkgevers en UWV doen, en hoe de bevolking is
samengesteld. Deze bladzijde is gemaakt uit de gegevens van het model (`poortwachter law --markdown`) en wordt niet
met de hand gewijzigd. Een scenario wijzigt een waarde met haar naam en een datum.

**Waarde.** Een waarde geldt vanaf haar datum tot de volgende; de laatste geldt tot de wet wijzigt of, als zij voor een
tijdvak is vastgesteld, zoals onder *Wat afloopt* staat. Zonder datum geldt zij voor het hele model (vanaf 2004).

**Peildatum.** De datum die de waarde kiest: de eerste ziektedag, het besluit, het einde van de wachttijd (week 104),
het ontslag of de betaling.

**Stand van de bron.** *Primair*: wet, Kamerstuk of uitvoeringsinstantie. *Secundair*: een weergave door een ander.
*Afgeleid*: berekend uit gepubliceerde cijfers. *Uit het geheugen*: nog zonder geraadpleegde bron. Gedragscijfers zijn
*gepubliceerd*, *afgeleid*, *geijkt* (op gepubliceerde uitkomsten) of *aangenomen* (met reden en bandbreedte).
"""


class _Bibliography:
    """Numbers sources in the order in which the page first names them."""

    def __init__(self) -> None:
        self.sources: dict[tuple[str, str | None], int] = {}

    def cite(self, sources: Iterable[Source]) -> str:
        """Return references to sources; three or more in a row become a range."""
        numbers = sorted({self._number(source) for source in sources})
        return ", ".join(
            _reference(run[0]) if len(run) == 1 else f"{_reference(run[0])}-{_reference(run[-1])}"
            for run in _runs(numbers)
        )

    def listed(self) -> Iterator[str]:
        """Yield the numbered list of sources."""
        for (title, url), number in self.sources.items():
            name = _plain(title) if url is None else f"[{_plain(title)}]({url})"
            yield f'{number}. <a id="bron-{number}"></a>{name}'

    def _number(self, source: Source) -> int:
        return self.sources.setdefault((source.title, source.url), len(self.sources) + 1)


class _Rows(NamedTuple):
    """A table with what stands below it: notes and long series."""

    rows: list[tuple[str, ...]]
    notes: list[str]
    series: list[str]


def law_page(world: "World") -> str:
    """Return the reference page of a world as Markdown."""
    cited = _Bibliography()
    parts = [_GUIDE, *_run_out(world), *_unverified(world)]
    parts.append("## Recht\n")
    for theme, parameters in _by_theme(world.law).items():
        parts.append(f"### {theme}\n")
        parts.append(_law_table(parameters, cited=cited))
    for title, layer in (("Gedrag", world.behaviour), ("Bevolking", world.population)):
        parts.append(f"## {title}\n")
        parts.append(_figure_table(layer.values(), cited=cited))
    parts.append("## Bronnen\n")
    parts.append("\n".join(cited.listed()) + "\n")
    return "\n".join(parts)


def write_law_page(world: "World", *, path: Path) -> None:
    """Write the reference page; it is made beside its place and then renamed.

    Raises:
        InputError: when the path is a folder.
    """
    check_writable_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, law_page(world))


def _by_theme(law: ParameterSet) -> dict[str, list[Parameter]]:
    theme_of = {first: theme for theme, words in THEMES.items() for first in words}
    found: dict[str, list[Parameter]] = {theme: [] for theme in (*THEMES, OTHER)}
    for parameter in sorted(law.values(), key=_in_order):
        found[theme_of.get(parameter.name.partition(".")[0], OTHER)].append(parameter)
    return {theme: parameters for theme, parameters in found.items() if parameters}


def _in_order(parameter: Parameter) -> tuple[list[tuple[int, str]], str]:
    """Sort by article, with its numbers as numbers, then by name."""
    words = re.findall(r"\d+|\D+", parameter.article or "")
    return [(int(word), "") if word.isdigit() else (-1, word) for word in words], parameter.name


def _run_out(world: "World") -> Iterator[str]:
    parameters = [each for layer in _layers(world) for each in layer.values() if each.last_day is not None]
    if not parameters:
        return
    yield "## Wat afloopt\n"
    yield "Vastgesteld voor een tijdvak. Een run die langer duurt zegt dit; met `--strict` wordt zij geweigerd.\n"
    rows = [
        (_named(each), _day(each.last_day or FIRST_DAY), _BEYOND[each.beyond or "held"])
        for each in sorted(parameters, key=lambda each: (each.last_day or FIRST_DAY, each.name))
    ]
    yield _table(("Regel", "Vastgesteld tot en met", "Daarna"), rows)


def _unverified(world: "World") -> Iterator[str]:
    parameters = [e for layer in _layers(world) for e in layer.values() if e.reliability == "memory-unverified"]
    if not parameters:
        return
    yield "## Wat nog een bron mist\n"
    yield "Geheel of voor een deel uit het geheugen; elke uitkomst noemt deze regels.\n"
    yield "\n".join(f"- {_plain(each.label)} (`{each.name}`){_because(each)}" for each in parameters) + "\n"


def _because(parameter: Parameter) -> str:
    return "" if parameter.note is None else f": {_plain(parameter.note)}"


def _layers(world: "World") -> tuple[ParameterSet, ...]:
    return (world.law, world.behaviour, world.population)


def _law_table(parameters: Iterable[Parameter], *, cited: _Bibliography) -> str:
    found = _Rows([], [], [])
    for each in parameters:
        source = f"{cited.cite(each.sources)} ({_STANDING[each.reliability or 'derived']})"
        selects = _SELECTS[each.selects]
        found.rows.append((_named(each), _values(each), selects, _plain(each.article or ""), source))
        _below(each, found=found)
    return _with_below(_table(("Regel", "Waarde", "Peildatum", "Artikel", "Bron"), found.rows), found=found)


def _figure_table(parameters: Iterable[Parameter], *, cited: _Bibliography) -> str:
    found = _Rows([], [], [])
    for each in parameters:
        standing = " ".join(part for part in (_standing(each), _ground(each)) if part)
        found.rows.append((_named(each), _values(each), standing, cited.cite(each.sources)))
        _below(each, found=found)
    return _with_below(_table(("Cijfer", "Waarde", "Stand en reden", "Bron"), found.rows), found=found)


def _below(parameter: Parameter, *, found: _Rows) -> None:
    if parameter.note is not None:
        found.notes.append(f"- `{parameter.name}`: {_plain(parameter.note)}")
    if _is_series(parameter):
        found.series.append(_series(parameter))


def _with_below(table: str, *, found: _Rows) -> str:
    parts = [table, *found.series]
    if found.notes:
        parts.append("\n".join(found.notes) + "\n")
    return "\n".join(parts)


def _named(parameter: Parameter) -> str:
    return f"{_plain(parameter.label)}<br>`{parameter.name}`"


def _standing(parameter: Parameter) -> str:
    words = _STANDING[parameter.status or "assumed"]
    reach = "" if parameter.uncertainty is None else _reach(parameter.uncertainty, unit=parameter.unit)
    return f"{words} ({reach})." if reach else f"{words}."


def _reach(unsure: Uncertainty, *, unit: str) -> str:
    if unsure.kind == "uniform" and unsure.low is not None and unsure.high is not None:
        return f"{_amount(unsure.low, unit=unit)} tot {_amount(unsure.high, unit=unit)}"
    if unsure.kind == "relative" and unsure.low is not None and unsure.high is not None:
        return f"maal {_number(unsure.low)} tot {_number(unsure.high)}"
    if unsure.kind == "normal" and unsure.sd is not None:
        return f"standaardafwijking {_amount(unsure.sd, unit=unit)}"
    return ""


def _ground(parameter: Parameter) -> str:
    targets = f"Geijkt op {', '.join(parameter.targets)}." if parameter.targets else ""
    levers = ", ".join(f"`{name}`" for name in parameter.response_to)
    only = "Alleen onder een maatregel, en waar die" if parameter.waits_for_lever else "Telt alleen waar een maatregel"
    response = f"{only} {levers} inzet." if levers else ""
    return " ".join(_plain(part) for part in (parameter.reason, parameter.formula, targets, response) if part)


def _is_series(parameter: Parameter) -> bool:
    return len(parameter.values) > SHORT and not parameter.by


def _values(parameter: Parameter) -> str:
    if _is_series(parameter):
        day, value = parameter.values[-1]
        latest = f"{_amount(value, unit=parameter.unit)} vanaf {_day(day)}"
        return f"{latest}<br>({len(parameter.values)} waarden, hieronder)"
    return "<br>".join(_dated(parameter))


def _dated(parameter: Parameter) -> Iterator[str]:
    for day, value in parameter.values:
        since = "" if day == FIRST_DAY else f" vanaf {_day(day)}"
        yield f"{_value(value, parameter=parameter)}{since}"


def _value(value: Value, *, parameter: Parameter) -> str:
    if not parameter.by:
        return _amount(value, unit=parameter.unit)
    dimension, *others = parameter.by
    if others:
        return f"tabel naar {' en '.join(parameter.by)}"
    named = zip(DIMENSIONS[dimension], cast("tuple[Any, ...]", value), strict=True)
    return "; ".join(f"{_plain(label)}: {_amount(amount, unit=parameter.unit)}" for label, amount in named)


def _series(parameter: Parameter) -> str:
    rows = [(_day(day), _amount(value, unit=parameter.unit)) for day, value in parameter.values]
    summary = f"{_plain(parameter.label)}: alle {len(rows)} waarden"
    return f"<details><summary>{summary}</summary>\n\n{_table(('Vanaf', 'Waarde'), rows)}\n</details>\n"


def _amount(value: Any, *, unit: str) -> str:
    """Return a number with its unit as Dutch prose has it: 70%, € 75,50 per dag, 67 jaar en 3 maanden."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if unit in ("aandeel", "groei per jaar"):
        return f"{_number(value * 100)}%{' per jaar' if unit == 'groei per jaar' else ''}"
    if unit == "%":
        return f"{_number(value)}%"
    if unit.startswith("EUR"):
        return _money(value, unit=unit)
    if unit == "leeftijd in maanden":
        return _age(round(value))
    if unit == "jaartal":
        return f"{value:.0f}"
    if unit in ("factor", "aantal"):
        return _part(value)
    counted = _ALWAYS.get(unit, _ONE.get(unit, unit) if value == 1 else unit)
    return f"{_number(value)} {counted}"


def _part(value: float) -> str:
    """Return a number, or a simple fraction such as 1/3 where that is what it stands for."""
    near = Fraction(value).limit_denominator(MONTHS)
    exact = Fraction(f"{value:.6g}") == near
    return _number(value) if exact or float(near) != value else f"{near.numerator}/{near.denominator}"


def _money(value: float, *, unit: str) -> str:
    per = unit.removeprefix("EUR").strip()
    decimals = 0 if value == round(value) and per in ("", "mln", "/jaar") else 2
    text = f"€ {value:,.{decimals}f}".translate(_DUTCH)
    return f"{text} per {per[1:]}" if per.startswith("/") else f"{text} {per}".rstrip()


def _age(months: int) -> str:
    years, rest = divmod(months, MONTHS)
    return f"{years} jaar" if rest == 0 else f"{years} jaar en {rest} {'maand' if rest == 1 else 'maanden'}"


_DUTCH: Final = str.maketrans({",": ".", ".": ","})


def _number(value: float) -> str:
    return f"{value:,.6g}".translate(_DUTCH) if abs(value) < 1e6 else f"{value:,.0f}".translate(_DUTCH)


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _plain(text: str) -> str:
    """Return text on one line that Markdown does not take for markup inside a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _reference(number: int) -> str:
    return f"[{number}](#bron-{number})"


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers in runs of three or more consecutive ones, the others alone."""
    runs = [[number] for number in numbers[:1]]
    for one, other in pairwise(numbers):
        if other == one + 1:
            runs[-1].append(other)
        else:
            runs.append([other])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[number] for number in run])]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple(":--" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
