"""Say what a scenario file can hold; its overrides are checked against the parameters themselves, on loading."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError, field_validator

from poortwachter.accounting.lines import LINE_NAMES
from poortwachter.primitives.advice import meant_number, number_advice
from poortwachter.primitives.errors import Problem, one_of
from poortwachter.primitives.validation import Strict
from poortwachter.scenario.alignment import shipped_alignments

_NO_SWITCH: Final = ("write off", "write on")

LAYERS: Final = ("law", "behaviour", "population")
"""Keys under which a scenario overrides parameters."""

METHODS: Final = ("auto", "pair", "affected", "split", "fast")
LAW_BEFORE: Final = "law_before"
"""Key under which a scenario sets law in the baseline too."""

POPULATIONS: Final = ("projection", "constant")
"""What employees do after the last observed year: follow the projection, or keep their number and composition."""

FIRST_YEAR: Final = 2004
LAST_YEAR: Final = 2100

_Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
_Overrides = dict[Any, Any] | None


class Yardstick(Strict):
    """A published amount to set the result beside; it is compared with, never fitted to.

    `line` is the line of the cost table that it is compared with, `note` what its source leaves open.
    """

    amount: float
    unit: str
    what: str
    source: str
    note: str = ""
    line: str = "wia_benefits"

    @field_validator("line")
    @classmethod
    def _known_line(cls, line: str) -> str:
        if line not in LINE_NAMES:
            raise ValueError(f"there is no such line in the cost table; {one_of(line, LINE_NAMES)}")
        return line


RESPONSES: Final[Mapping[str, float]] = MappingProxyType({"off": 0.0, "on": 1.0})
"""Factors on the distance of responses to their neutral value that have a name."""


class RunKeys(Strict):
    """How to run: chance, size, years, estimator, prices, alignment; what is not given comes from what it extends."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    workers: Annotated[int, Field(ge=1)] | None = None
    to: _Year | None = None
    method: str | None = None
    price_year: _Year | None = None
    replication: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    replicates: Annotated[int, Field(ge=1, le=1024)] | None = None
    population: str | None = None
    alignment: str | None = None
    capacity: bool | None = None
    """Solve how long UWV's decisions wait, by the capacity of its doctors, before any life is lived."""
    responses: float | None = None
    """Where responses stand between their neutral value (0, off) and their value (1, on), or beyond."""

    @field_validator("responses", mode="before")
    @classmethod
    def _known_factor(cls, responses: str | float | None) -> float | None:
        if responses is None:
            return None
        factor = RESPONSES.get(responses, responses) if isinstance(responses, str) else responses
        if isinstance(factor, bool):
            raise ValueError("responses are off, on, or at a factor; " + _NO_SWITCH[factor])
        try:
            number = float(factor)
        except ValueError:
            advice = number_advice(str(factor)) if meant_number(str(factor)) else one_of(str(factor), RESPONSES)
            raise ValueError(f"responses are off, on, or at a factor; {advice}") from None
        if not 0.0 <= number < math.inf:
            raise ValueError("a factor on responses is at least 0; write off, on or a number")
        return number

    @field_validator("method")
    @classmethod
    def _known_method(cls, method: str | None) -> str | None:
        if method is not None and method not in METHODS:
            raise ValueError(f"there is no such method; {one_of(method, METHODS)}")
        return method

    @field_validator("population")
    @classmethod
    def _known_population(cls, population: str | None) -> str | None:
        if population is not None and population not in POPULATIONS:
            raise ValueError(f"there is no such population path; {one_of(population, POPULATIONS)}")
        return population

    @field_validator("alignment")
    @classmethod
    def _known_alignment(cls, alignment: str | None) -> str | None:
        known = shipped_alignments()
        if alignment is not None and alignment not in known:
            raise ValueError(f"there is no such alignment; {one_of(alignment, known)}")
        return alignment


class VariantKeys(Strict):
    """An overlay on a scenario: only what differs from it."""

    title: str | None = None
    law: _Overrides = None
    behaviour: _Overrides = None
    population: _Overrides = None
    run: RunKeys | None = None


class ScenarioKeys(Strict):
    """A scenario file: only what differs from what it extends.

    `law_before` is law without the measure where current law holds it already: it goes for the baseline, and for the
    reform as far as `law` does not set it again.
    """

    title: Annotated[str, Field(min_length=1)]
    extends: str | None = None
    source: str | None = None
    yardstick: Yardstick | None = None
    law_before: _Overrides = None
    law: _Overrides = None
    behaviour: _Overrides = None
    population: _Overrides = None
    measures: Annotated[tuple[str, ...], Field(strict=False)] | None = None
    variants: dict[str, VariantKeys] | None = None
    run: RunKeys | None = None


def checked_options(options: dict[str, Any]) -> tuple[RunKeys | None, list[Problem]]:
    """Return run settings given in a call, or None and what is wrong with them."""
    try:
        return RunKeys.model_validate(options), []
    except ValidationError as error:
        return None, [_option_problem(detail) for detail in error.errors(include_url=False)]


def _option_problem(detail: Any) -> Problem:
    name = str(detail["loc"][0]).replace("_", "-")
    said, _, advice = str(detail["msg"]).removeprefix("Value error, ").partition("; ")
    return Problem(f"--{name} {detail['input']}: {said.replace('Input should be', 'it must be')}", advice)
