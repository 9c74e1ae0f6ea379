"""The layout of the ledger: every column is one thing, and what the law does not know has none."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from accounting.names import NUMBERED, name_of
from poortwachter.accounting import columns, tallies, views
from poortwachter.accounting.tallies import OfCohort, Tallied
from poortwachter.primitives.codes import (
    GROUPS,
    OUTSIDE,
    AgeBand,
    Event,
    Item,
    Payer,
    Recipient,
    Scheme,
    Sex,
    Status,
)

Cells = npt.NDArray[np.int64]

VIEWS: dict[Callable[[Cells], Cells], tuple[int, ...]] = {
    views.receipt_cells: (len(Item), len(Recipient)),
    views.flow_cells: (len(columns.TRANSITIONS),),
    views.stock_cells: (len(Status),),
    views.event_cells: (len(Event),),
    views.wia_stock_cells: (len(Scheme), len(AgeBand), len(Sex)),
    views.wia_inflow_cells: (len(Scheme), len(AgeBand), len(Sex)),
    views.advance_stock_cells: (len(AgeBand), len(Sex)),
    views.advance_inflow_cells: (len(AgeBand), len(Sex)),
}
"""Everything after the money, in the order of the columns, and its axes."""


# ---- one column, one thing -------------------------------------------------------------------------------------------


def test_every_column_stands_in_one_view_and_the_last_takes_errors() -> None:
    money = [columns.money_column_table()[pair] for pair in columns.MONEY]
    others = [view(NUMBERED).ravel() for view in VIEWS]
    found = np.concatenate([money, *others, [columns.ERROR_COLUMN]])
    assert found.tolist() == list(range(columns.N_COLUMNS))


@pytest.mark.parametrize(("view", "axes"), VIEWS.items())
def test_a_view_has_its_own_axes_behind_any_others(view: Callable[[Cells], Cells], axes: tuple[int, ...]) -> None:
    cells = np.stack([np.concatenate([NUMBERED] * 3)] * 5)
    assert view(cells).shape == (5, 3, *axes)
    assert (view(cells) == view(NUMBERED)[0]).all()


def test_money_reads_back_by_item_and_payer_and_is_zero_where_none_can_be_paid() -> None:
    cells = np.stack([NUMBERED + 1] * 4)
    money = views.money_cells(cells)
    assert money.shape == (4, 1, len(Item), len(Payer))
    table = columns.money_column_table()
    allowed = table != columns.ERROR_COLUMN
    assert [tuple(map(int, place)) for place in np.argwhere(allowed)] == sorted(columns.MONEY)
    np.testing.assert_array_equal(money[3, 0][allowed], table[allowed] + 1)
    assert not money[:, :, ~allowed].any()


def test_the_change_of_a_stock_begins_from_nothing() -> None:
    cells = np.zeros((2, 3, columns.N_COLUMNS), dtype=np.int64)
    cells[1, :, columns.FIRST_STOCK + Status.IVA] = 5, 7, 4
    assert views.stock_change_cells(cells)[1, :, Status.IVA].tolist() == [5, 2, -3]
    assert not views.stock_change_cells(cells)[0].any()


# ---- who pays, who receives, who moves -------------------------------------------------------------------------------


def test_only_compensation_goes_to_the_employer_and_only_execution_to_uwv() -> None:
    table = columns.receipt_column_table()
    places = {item: np.argwhere(views.receipt_cells(NUMBERED)[0] == table[item]) for item in columns.PAYERS_OF_ITEM}
    assert all(place[0, 0] == item for item, place in places.items())
    others = {item: int(place[0, 1]) for item, place in places.items() if place[0, 1] != Recipient.WERKNEMER}
    assert others == {Item.COMPENSATIE_TV: Recipient.WERKGEVER, Item.UITVOERING: Recipient.UWV}


def test_charges_and_premiums_are_made_later_and_have_no_column_of_their_own() -> None:
    made_later = [Item.WERKGEVERSLASTEN, Item.PREMIE]
    assert [item for item in Item if columns.receipt_column_table()[item] == columns.ERROR_COLUMN] == made_later
    assert (columns.money_column_table()[made_later] == columns.ERROR_COLUMN).all()


def test_every_change_of_status_has_a_column_and_no_other_pair_has() -> None:
    table = columns.flow_column_table()
    assert table.shape == (len(Status) + 1, len(Status) + 1)
    known = {(int(origin), int(target)) for origin, target in np.argwhere(table != columns.ERROR_COLUMN)}
    assert known == set(columns.TRANSITIONS)
    assert len(columns.TRANSITIONS) == len(known)
    for place, pair in enumerate(columns.TRANSITIONS):
        assert views.flow_cells(NUMBERED)[0, place] == table[pair]


def test_everyone_enters_at_work_and_nobody_comes_back_from_where_lives_end() -> None:
    assert [target for origin, target in columns.TRANSITIONS if origin == OUTSIDE] == [Status.WERK]
    assert {origin for origin, _ in columns.TRANSITIONS}.isdisjoint({Status.UIT, Status.OVERLEDEN, Status.AOW})
    assert columns.transition_labels()[0] == "buiten>werk"
    assert "sanctie>wga_lgu" in columns.transition_labels()


# ---- what is tallied -------------------------------------------------------------------------------------------------


def test_tallies_count_the_events_and_people_that_they_name() -> None:
    named = {what: [name_of(column) for column in places] for what, places in tallies.COLUMNS.items()}
    assert named == {
        Tallied.SPELLS: ["spell"],
        Tallied.LONGER_SPELLS: [
            *("werk>ziek_loon", "werk>ziek_zw"),
            *("onder35_werk>ziek_loon", "onder35_werk>ziek_zw"),
        ],
        Tallied.NOTIFICATIONS: ["week42"],
        Tallied.CLAIMS: ["claim", "claim_early_iva"],
        Tallied.REFUSALS: ["refused"],
        Tallied.EMPLOYEES: ["werk", "ziek_loon", "sanctie", "onder35_werk"],
        Tallied.SICK_ON_PAY: ["ziek_loon", "sanctie"],
    }


def test_tallies_are_numbered_as_they_are_stored() -> None:
    assert [int(what) for what in Tallied] == list(range(tallies.N_TALLIED)) == list(range(len(tallies.COLUMNS)))
    assert len(Tallied.__members__) == tallies.N_TALLIED, "two of them have one number"
    assert [int(what) for what in OfCohort] == [0, 1]
    by_age = (GROUPS, 9, tallies.N_TALLIED, len(AgeBand), len(Sex))
    assert tallies.shapes(9) == (by_age, by_age, (GROUPS, 9, 9, 2))
    table = tallies.column_table()
    assert table.tolist() == [[column, what] for what in Tallied for column in tallies.COLUMNS[what]]
