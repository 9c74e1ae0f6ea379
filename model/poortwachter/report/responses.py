"""Say below the table which responses a measure can bring about, and which of them are none because nobody knows."""

from collections.abc import Iterator, Sequence

import numpy as np

from poortwachter.primitives.parameters import Parameter
from poortwachter.report.letter import Note, supported
from poortwachter.report.words import Words
from poortwachter.results.below import Below
from poortwachter.scenario.resolve import Resolved
from poortwachter.scenario.schema import RESPONSES


def responses_note(responses: Sequence[Parameter], *, words: Words) -> tuple[Note, ...]:
    """Return the note that lists the responses, a line for each; nothing without any."""
    if not responses:
        return ()
    return (Note(words["table.responses"], text=tuple(_line(each, words=words) for each in responses), numbered=True),)


def orders_note(below: Below | None, *, resolved: Resolved, words: Words) -> tuple[Note, ...]:
    """Return the note that sets first order beside behaviour; nothing of a result that did not work them out."""
    told = at_factor_note(resolved.run.responses, words=words)
    if below is None or below.orders is None:
        return told
    if not below.orders:
        return (*told, Note("", text=(words["table.orders_alike"],)))
    head = ("", *(words[f"line.{name}"] for name in ("wia_benefits", "public_balance")))
    rows = (
        (
            _order(each.factor, words=words),
            _with_error(each.wia, each.wia_se, words),
            _with_error(each.balance, each.balance_se, words),
        )
        for each in below.orders
    )
    names = "; ".join(response.parameter.label for response in resolved.active)
    text = (words["table.orders_how"].format(names=names), *(line for note in told for line in note.text))
    return (Note(words["table.orders"], table=(head, *rows), text=text),)


def at_factor_note(factor: float, *, words: Words) -> tuple[Note, ...]:
    """Say of a table that it is not made with the responses as they are."""
    if factor == 1.0:
        return ()
    return (Note("", text=(words["table.at_factor"].format(how=_order(factor, words=words)),)),)


def _order(factor: float, *, words: Words) -> str:
    name = next((f"order.{name}" for name, known in RESPONSES.items() if known == factor), "order.factor")
    return words[name].format(factor=_number(factor, words))


def _with_error(amount: float, se: float, words: Words) -> str:
    error = words.number(se, decimals=2 if se < 1 else 1)
    return words["order.amount"].format(amount=supported(amount, se=se, words=words), se=error)


def _line(response: Parameter, *, words: Words) -> str:
    measured = "measured" if response.status == "published" else "assumed"
    return words[f"table.response_{measured}_none" if response.is_neutral else "table.response"].format(
        label=response.label,
        value=_shown(response, words=words),
        unit=response.unit,
        status=words[f"status.{response.status}"],
        range=_range(response, words=words),
    )


def _shown(response: Parameter, *, words: Words) -> str:
    """Return the values in order of date, of a table the lowest and the highest."""
    values = list(_values(response))
    if response.by:
        values = sorted({min(values), max(values)})
    between = words["number.to"] if response.by else ", "
    return between.join(_number(value, words) for value in values)


def _values(response: Parameter) -> Iterator[float]:
    """Yield the values, in order of date and within a table in that of its cells."""
    for _, value in response.values:
        yield from np.ravel(np.asarray(value, dtype=np.float64)).tolist()


def _range(response: Parameter, *, words: Words) -> str:
    unsure = response.uncertainty
    if unsure is None or unsure.low is None or unsure.high is None:
        return words["number.unknown"]
    scale = float(next(_values(response))) if unsure.kind == "relative" else 1.0
    return f"{_number(unsure.low * scale, words)}{words['number.to']}{_number(unsure.high * scale, words)}"


def _number(value: float, words: Words) -> str:
    text = words.number(value, decimals=5)
    return text.rstrip("0").rstrip(",.")
