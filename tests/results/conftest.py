"""Make synthetic runs and their context."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.lines import Rates
from poortwachter.accounting.premiums import Premiums
from poortwachter.accounting.views import money_columns
from poortwachter.primitives.codes import Event
from poortwachter.results.arrays import SPLIT_UNIT, ChargeRates, RunArrays
from poortwachter.results.assemble import Context, Insurance

YEARS = 6
FROZEN_YEARS = 80
REPLICATES = 4


def make_context(years: int = YEARS) -> Context:
    return Context(
        title="Proef",
        source="",
        plan_hash="ab" * 32,
        seed=1,
        replication=0,
        workers=512,
        lives=1024,
        estimator="split",
        price_year=2022,
        first_year=2022,
        weight=1000.0,
        frozen_weight=500.0,
        frozen_days_per_year=365.25,
        deflator=np.linspace(1.0, 1.1, years),
        charges=ChargeRates(rates(years), rates(years)),
        frozen_charges=ChargeRates(rates(FROZEN_YEARS), rates(FROZEN_YEARS)),
        premiums=premiums(years),
        frozen_premiums=premiums(FROZEN_YEARS),
        insurance=Insurance(np.full((2, years, 5), 0.5), np.zeros((2, years, 5))),
        versions={"python": "3"},
    )


def make_parts(ledger: Callable[..., Any], *, years: int, persons: int = 256) -> tuple[Any, Any]:
    """Return the ledger of a baseline, and those of the six parts of an effect on it, in the unit of a split."""
    base, other, third = (ledger(seed, years=years, persons=persons) for seed in (1, 2, 3))
    some = [(other - base) * 2, (base - third) * 3, third - other]
    parts = [other - base, third - base, other - third, *some]
    for part in parts:
        part[..., columns.FIRST_EVENT + Event.SANCTION_LAPSED] += 1
    return base, np.stack(parts) * SPLIT_UNIT * REPLICATES


def split_of(base: Any, parts: Any) -> RunArrays:
    return RunArrays(base, None, parts[0], REPLICATES, money_columns(parts[1:]))


def premiums(years: int) -> Premiums:
    """Return premiums of 100, -10, 20 and 5 EUR mln by part, the same under both policies."""
    parts = np.tile([100.0, -10.0, 20.0, 5.0], (years, 1))
    return Premiums(parts, parts)


def rates(years: int) -> Rates:
    """Return charges of a fifth of wages and a tenth of benefits."""
    return Rates(wages=np.full(years, 0.2), benefits=np.full(years, 0.1))


@pytest.fixture
def context() -> Context:
    return make_context()


@pytest.fixture(scope="session")
def parts(ledger: Callable[..., Any]) -> Any:
    """Return the ledgers of the six parts of the effect of `split`."""
    return make_parts(ledger, years=YEARS)[1]


@pytest.fixture(scope="session")
def split(ledger: Callable[..., Any]) -> RunArrays:
    return split_of(*make_parts(ledger, years=YEARS))


@pytest.fixture(scope="session")
def frozen(ledger: Callable[..., Any]) -> RunArrays:
    return split_of(*make_parts(ledger, years=FROZEN_YEARS, persons=8192))


@pytest.fixture(scope="session")
def pair(split: RunArrays) -> RunArrays:
    assert split.effect is not None
    return RunArrays(split.baseline, split.baseline + split.effect // (SPLIT_UNIT * REPLICATES), None, 1)
