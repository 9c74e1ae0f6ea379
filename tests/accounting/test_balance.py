from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.balance import BalanceError, require_balance
from poortwachter.primitives.codes import Event, Item, Payer, Status

Maker = Callable[..., Any]


def found(cells: Any) -> list[tuple[str, int, int, int]]:
    with pytest.raises(BalanceError) as error:
        require_balance({"baseline": cells}, first_year=2004)
    return [(v.what.split(":")[0], v.year, v.group, v.difference) for v in error.value.violations]


def test_a_ledger_of_lives_that_are_followed_to_the_end_balances(ledger: Maker) -> None:
    cells = ledger(1, years=8)
    assert cells[..., columns.FIRST_WIA_STOCK :].any()
    require_balance({"baseline": cells}, first_year=2004)


def test_a_difference_of_two_ledgers_balances_in_its_own_units(ledger: Maker) -> None:
    require_balance({"effect": (ledger(2, years=8) - ledger(1, years=8)) * 2**22}, first_year=2004)


def test_a_lost_cent_is_named_with_its_item_year_group_and_size(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[7, 2, columns.money_column_table()[Item.IVA, Payer.AOF]] += 1
    assert found(cells) == [("iva", 2006, 7, 1)]


def test_a_person_who_leaves_a_status_without_a_flow_is_found(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[3, 1:, columns.FIRST_STOCK + Status.WW] -= 1
    assert found(cells) == [("ww", 2005, 3, -1), ("entrants not found in any status at the end", 2007, 3, 1)]


def test_errors_that_cancel_between_groups_are_still_found(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    column = columns.money_column_table()[Item.ZW, Payer.WHK]
    cells[0, 0, column] += 5
    cells[1, 0, column] -= 5
    assert found(cells) == [("zw", 2004, 0, 5), ("zw", 2004, 1, -5)]


def test_a_posting_in_the_error_column_is_refused(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[0, 0, columns.ERROR_COLUMN] = 2
    assert found(cells) == [("postings in the error column", 2004, 0, 2)]


def test_a_wia_count_in_the_wrong_scheme_is_found_in_both(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[0, 3, columns.FIRST_WIA_STOCK] -= 1
    cells[0, 3, columns.FIRST_WIA_STOCK + columns.N_CELLS_WIA // 2] += 1
    assert found(cells) == [("wga", 2007, 0, -1), ("iva", 2007, 0, 1)]


def test_a_long_list_of_violations_is_kept_whole_but_shown_short(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[..., columns.ERROR_COLUMN] = 1
    with pytest.raises(BalanceError, match="in 1024 place") as error:
        require_balance({"baseline": cells}, first_year=2004)
    assert len(error.value.violations) == 1024
    shown = str(error.value).splitlines()
    assert len(shown) == 22
    assert shown[-1] == "... and 1004 more"


def test_a_ledger_of_the_wrong_kind_is_refused(ledger: Maker) -> None:
    cells = ledger(1, years=2)
    wider = np.concatenate([cells, cells[..., :1]], axis=-1)
    for wrong in (cells.astype(np.float64), cells.astype(np.int32), cells[0], cells[None], cells[..., 1:], wider):
        with pytest.raises(ValueError, match="a ledger is int64"):
            require_balance({"baseline": wrong}, first_year=2004)


def test_a_short_list_of_violations_is_told_whole(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[0, :2, columns.ERROR_COLUMN] = 1
    with pytest.raises(BalanceError, match="in 2 place") as error:
        require_balance({"baseline": cells}, first_year=2004)
    assert len(str(error.value).splitlines()) == 3


def test_as_many_violations_as_are_shown_leave_no_others(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    cells[:5, :, columns.ERROR_COLUMN] = 1
    with pytest.raises(BalanceError, match="in 20 place") as error:
        require_balance({"baseline": cells}, first_year=2004)
    assert str(error.value).splitlines()[-1] == "baseline, 2007, group 4: postings in the error column: difference 1"


def test_both_kinds_of_wage_supplement_make_up_its_status(ledger: Maker) -> None:
    cells = ledger(1, years=4)
    first, second = (columns.FIRST_EVENT + event for event in (Event.LAU1_YEAR_END, Event.LAU2_YEAR_END))
    moved = np.arange(cells.shape[0])[:, None] % 2 * cells[..., first]
    cells[..., first] -= moved
    cells[..., second] += moved
    assert moved.any()
    require_balance({"baseline": cells}, first_year=2004)
    cells[9, 1, second] += 1
    assert found(cells) == [("lau", 2005, 9, -1)]
