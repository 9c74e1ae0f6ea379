"""One person as asked for: typed, and read from fields of which some can be wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, ValidationError

from poortwachter.primitives.cents import to_cents
from poortwachter.primitives.errors import Problem
from poortwachter.primitives.validation import Strict

CENTS: Final = 100
YEAR_WEEKS: Final = 52
MOST_EUROS: Final = 10_000_000
MOST_WEEKS: Final = 10 * YEAR_WEEKS

Route: TypeAlias = Literal["werkgever", "contracteinde", "uitzend", "ww", "overig"]
Household: TypeAlias = Literal["alleenstaande", "paar"]
Euros: TypeAlias = Annotated[float, Field(ge=0, le=MOST_EUROS, allow_inf_nan=False)]
Percent: TypeAlias = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weeks: TypeAlias = Annotated[int, Field(ge=0, le=MOST_WEEKS)]

FLEXIBLE: Final = ("contracteinde", "uitzend")
PUBLIC: Final = ("ww", "overig")


class Dated(Strict):
    """A value from a day on; without a day it holds from the start of the right."""

    value: Euros
    since: date | None = None


class Request(Strict):
    """One person, her wage and what happens to her. Amounts in euros a month with holiday pay, unless said otherwise.

    wage, dagloon or year_wage: exactly one of them, at the level of `level` (the first sick day unless given).
    year_wage, year_extra_paid and year_extra_accrued: A, B and C of the Dagloonbesluit, euros in the reference year.
    history: years of work history at the start of the right; None: since an assumed age.
    degree: percent, or else capacity: what can still be earned; a later degree below the one before it counts after
    the term of the law. maatman: wage before sickness that capacity and earnings are compared with; None: the wage.
    early_iva: week of illness of a request for an early IVA. hours: part-time share in percent, for the minimum wage.
    paid_year1, paid_year2: share of the wage that a collective agreement pays in all, percent.
    until: last day shown.
    """

    first_sick_day: date
    birth: date
    wage: Euros | None = None
    dagloon: Euros | None = None
    year_wage: Euros | None = None
    year_extra_paid: Euros = 0.0
    year_extra_accrued: Euros = 0.0
    level: date | None = None
    history: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    weeks_worked: Weeks | None = None
    degree: tuple[Dated, ...] = ()
    capacity: tuple[Dated, ...] = ()
    maatman: Euros | None = None
    lasting: bool = False
    lasting_from: date | None = None
    early_iva: Weeks | None = None
    earnings: tuple[Dated, ...] = ()
    sanction: Weeks = 0
    voluntary: Weeks = 0
    erd: bool = False
    route: Route = "werkgever"
    contract_end: date | None = None
    hours: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 100.0
    paid_year1: Percent | None = None
    paid_year2: Percent | None = None
    household: Household | None = None
    household_income: Euros = 0.0
    ww: bool = False
    dismissed: date | None = None
    in_service: date | None = None
    until: date | None = None


def read_request(fields: Mapping[str, Any]) -> tuple[Request | None, list[Problem]]:
    """Return the request that fields make, without those that cannot be, and a problem for each of these."""
    try:
        return Request.model_validate(fields), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    wrong = {str(one["loc"][0]): f"{one['input']}: {one['msg'].replace('Input should', 'it must')}" for one in details}
    problems = [Problem(f"{name} {said}") for name, said in wrong.items()]
    rest = {name: value for name, value in fields.items() if name not in wrong}
    return (read_request(rest)[0] if len(rest) < len(fields) else None), problems


def cents(euros: float) -> int:
    """Return euros as whole eurocents."""
    return to_cents(euros * CENTS)
