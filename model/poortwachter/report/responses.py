"""Say below the table which responses a measure can bring about, and which of them are none because nobody knows."""

from collections.abc import Iterator, Sequence

from poortwachter.primitives.parameters import Parameter
from poortwachter.report.letter import Note
from poortwachter.report.words import Words


def responses_note(responses: Sequence[Parameter], *, words: Words) -> tuple[Note, ...]:
    """Return the note that lists the responses, a line for each; nothing without any."""
    if not responses:
        return ()
    return (Note(words["table.responses"], text=tuple(_line(each, words=words) for each in responses), numbered=True),)


def _line(response: Parameter, *, words: Words) -> str:
    measured = "measured" if response.status == "published" else "assumed"
    return words[f"table.response_{measured}_none" if response.is_neutral else "table.response"].format(
        label=response.label,
        value=", ".join(_number(float(value), words) for value in _values(response)),
        unit=response.unit,
        status=words[f"status.{response.status}"],
        range=_range(response, words=words),
    )


def _values(response: Parameter) -> Iterator[float]:
    """Yield the values in order of date."""
    for _, value in response.values:
        assert isinstance(value, float)
        yield value


def _range(response: Parameter, *, words: Words) -> str:
    unsure = response.uncertainty
    if unsure is None or unsure.low is None or unsure.high is None:
        return words["number.unknown"]
    scale = float(next(_values(response))) if unsure.kind == "relative" else 1.0
    return f"{_number(unsure.low * scale, words)}{words['number.to']}{_number(unsure.high * scale, words)}"


def _number(value: float, words: Words) -> str:
    text = words.number(value, decimals=5)
    return text.rstrip("0").rstrip(",.")
