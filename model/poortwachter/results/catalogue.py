"""Hold the list of shipped scenarios with the amount each gives, as the command `catalogue` writes it."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple


class Amounts(NamedTuple):
    """Structural WIA benefits and public balance, EUR mln a year, with their standard errors."""

    wia: float
    wia_se: float
    balance: float
    balance_se: float


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A shipped scenario: where it comes from, what it changes, what it is set beside, and what it gives.

    `lever` are parameters that the reform changes, or the measures of a package; `unmeasured` the labels of responses
    that are zero because nobody has measured them; `yardstick` is empty where nothing was published.
    """

    name: str
    folder: str
    title: str
    letter: str
    lever: tuple[str, ...]
    price_year: int
    yardstick: str
    unmeasured: tuple[str, ...]
    amounts: Amounts | None = None


class Made(NamedTuple):
    """How a list was made; `basis` is a hash of all scenarios and of the parameters they rest on."""

    workers: int
    seed: int
    version: str
    basis: str


HEADER: Final = (
    "{workers:,} workers in work on 1 January 2025, seed {seed}, poortwachter {version}, parameters and scenarios "
    "`{basis}`."
)
_HEADER: Final = re.compile(
    r"^([\d,]+) workers in work on 1 January 2025, seed (\d+), poortwachter (\S+), parameters and scenarios "
    r"`([0-9a-f]+)`\.$",
    re.MULTILINE,
)


def header(made: Made) -> str:
    """Return the line that says how a list was made."""
    return HEADER.format(**made._asdict())


def read_header(text: str) -> Made | None:
    """Return how a list says it was made, or None of a text that does not say."""
    found = _HEADER.search(text)
    if found is None:
        return None
    workers, seed, version, basis = found.groups()
    return Made(int(workers.replace(",", "")), int(seed), version, basis)
