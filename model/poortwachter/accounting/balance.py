"""Close the books: what goes in minus what goes out is the change of what is there, in exact integers.

The identities hold for the unweighted ledger of every scenario in every error group (a worker belongs to one
group, so no identity crosses groups), and, being linear, for a split effect in its own units:

1. stock(y) - stock(y-1) = persons who enter the status in y - persons who leave it;
2. everyone who ever entered the population stands in exactly one status at the end of the last year;
3. per item and year, what all payers pay is what all recipients receive;
4. no posting hit the error column;
5. the WIA counts by age band and sex add up to the statuses wga_lgu + wga_lau + wga_vvu, and iva;
6. the two kinds of wage supplement on 31 December add up to the status wga_lau.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns, views
from poortwachter.primitives.codes import OUTSIDE, Event, Item, Scheme, Status, labels

WIA_STATUSES: Final[dict[Scheme, tuple[Status, ...]]] = {
    Scheme.WGA: (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU),
    Scheme.IVA: (Status.IVA,),
}
"""The statuses in which a person has a right under each scheme."""

INTO: Final = {
    status: [place for place, (_, target) in enumerate(columns.TRANSITIONS) if target == status] for status in Status
}
OUT_OF: Final = {
    status: [place for place, (origin, _) in enumerate(columns.TRANSITIONS) if origin == status] for status in Status
}
PAID_FOR: Final = {item: [place for place, (paid, _) in enumerate(columns.MONEY) if paid == item] for item in Item}
"""Positions among the changes of status and among the columns of money."""

SHOWN: Final = 20
"""Number of violations an error message spells out."""


class Violation(NamedTuple):
    """One identity that fails: left side minus right side is `difference`, in the units of the cells."""

    scenario: str
    what: str
    year: int
    group: int
    difference: int

    def __str__(self) -> str:
        """Name the place and the size of the gap."""
        return f"{self.scenario}, {self.year}, group {self.group}: {self.what}: difference {self.difference}"


class BalanceError(Exception):
    """A ledger does not balance; its result must not be written."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        """Keep every violation; spell out the first ones."""
        self.violations = violations
        shown = [str(violation) for violation in violations[:SHOWN]]
        if len(violations) > SHOWN:
            shown.append(f"... and {len(violations) - SHOWN} more")
        super().__init__(f"the ledger does not balance in {len(violations)} place(s):\n" + "\n".join(shown))


def require_balance(ledgers: Mapping[str, views.Cells], *, first_year: int) -> None:
    """Refuse ledgers that do not balance.

    Args:
        ledgers: scenario name -> cells, int64 (256, Y, C).
        first_year: the year of row 0.

    Raises:
        BalanceError: with every violated identity of every ledger.
    """
    violations = tuple(
        violation
        for scenario, cells in ledgers.items()
        for violation in violations_of(cells, scenario=scenario, first_year=first_year)
    )
    if violations:
        raise BalanceError(violations)


def violations_of(cells: views.Cells, *, scenario: str, first_year: int) -> Iterator[Violation]:
    """Yield every violated identity of one ledger, cells int64 (256, Y, C)."""
    if cells.ndim != 3 or cells.shape[-1] != columns.N_COLUMNS or cells.dtype != np.int64:
        msg = f"a ledger is int64 (groups, years, {columns.N_COLUMNS}), not {cells.dtype} {cells.shape}"
        raise ValueError(msg)
    found: list[tuple[int, Violation]] = []
    for start in range(0, len(cells), GROUPS_AT_ONCE):
        for order, (what, gap) in enumerate(_gaps(_by_column(cells[start : start + GROUPS_AT_ONCE]))):
            for group, row in np.argwhere(gap) if gap.any() else ():
                place = (first_year + int(row), start + int(group), int(gap[group, row]))
                found.append((order, Violation(scenario, what, *place)))
    yield from (violation for _, violation in sorted(found, key=lambda each: each[0]))


GROUPS_AT_ONCE: Final = 16
"""So few that their rows, laid out by column, stay in a core's cache while all identities are looked at."""


def _by_column(cells: views.Cells) -> views.Cells:
    """Return the same cells with each column in one piece of memory."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(cells, -1, 0)), 0, -1)


def _gaps(cells: views.Cells) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    yield "postings in the error column", cells[..., columns.ERROR_COLUMN]
    yield from _status_gaps(cells)
    yield "entrants not found in any status at the end", _entrant_gap(cells)
    yield from _money_gaps(cells)
    yield from _wia_gaps(cells)
    yield "lau: stock minus its kinds", _supplement_gap(cells)


def _status_gaps(cells: views.Cells) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    flows, changes = views.flow_cells(cells), views.stock_change_cells(cells)
    for status, label in zip(Status, labels(Status), strict=True):
        net = flows[..., INTO[status]].sum(axis=-1) - flows[..., OUT_OF[status]].sum(axis=-1)
        yield f"{label}: change of stock minus (in minus out)", changes[..., status] - net


def _entrant_gap(cells: views.Cells) -> npt.NDArray[np.int64]:
    entry = [i for i, (origin, _) in enumerate(columns.TRANSITIONS) if origin == OUTSIDE]
    entrants = views.flow_cells(cells)[..., entry].sum(axis=(-2, -1))
    gap = np.zeros(cells.shape[:2], dtype=np.int64)
    gap[:, -1] = entrants - views.stock_cells(cells)[:, -1].sum(axis=-1)
    return gap


def _money_gaps(cells: views.Cells) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    money, received = views.money_columns(cells), views.receipt_cells(cells)
    for item, label in zip(Item, labels(Item), strict=True):
        paid = money[..., PAID_FOR[item]].sum(axis=-1)
        yield f"{label}: paid minus received", paid - received[..., item, :].sum(axis=-1)


def _supplement_gap(cells: views.Cells) -> npt.NDArray[np.int64]:
    events = views.event_cells(cells)
    by_kind = events[..., Event.LAU1_YEAR_END] + events[..., Event.LAU2_YEAR_END]
    return views.stock_cells(cells)[..., Status.WGA_LAU] - by_kind  # type: ignore[no-any-return]


def _wia_gaps(cells: views.Cells) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    counted = views.wia_stock_cells(cells).sum(axis=(-2, -1))
    stocks = views.stock_cells(cells)
    for scheme, statuses in WIA_STATUSES.items():
        standing = stocks[..., list(statuses)].sum(axis=-1)
        what = f"{scheme.name.lower()}: stock by age and sex minus stock by status"
        yield what, counted[..., scheme] - standing
