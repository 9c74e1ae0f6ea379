from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.primitives.codes import GROUPS, Event, Item, Payer, Scheme, Status
from poortwachter.study.moments import Books, books, moments
from poortwachter.study.targets import load_targets

Cells = npt.NDArray[np.int64]
YEARS = 3
WEIGHT = 10.0
FIRST = 2010


def empty() -> Cells:
    return np.zeros((GROUPS, YEARS, columns.N_COLUMNS), dtype=np.int64)


def read(cells: Cells, *, price_index: float = 1.0) -> dict[str, dict[tuple[int, str], float]]:
    return moments(book_of(cells, price_index=price_index), vangnet_claim_share=0.8)


def book_of(cells: Cells, *, price_index: float = 1.0) -> Books:
    return books(cells, weight=WEIGHT, price_index=np.full(YEARS, price_index), first_year=FIRST)


def count(cells: Cells, event: Event, *, year: int, number: int) -> None:
    cells[number % GROUPS, year - FIRST, columns.FIRST_EVENT + event] += number


def move(cells: Cells, origin: int, target: int, *, year: int, number: int) -> None:
    cells[0, year - FIRST, columns.flow_column_table()[origin, target]] += number


def test_events_of_all_groups_are_counted_in_persons() -> None:
    cells = empty()
    count(cells, Event.WEEK42, year=2011, number=3)
    count(cells, Event.WEEK42, year=2011, number=4)
    assert read(cells)["notifications_42_weeks"] == {(2010, ""): 0.0, (2011, ""): 70.0, (2012, ""): 0.0}


def test_claims_received_hold_those_for_an_early_iva() -> None:
    cells = empty()
    count(cells, Event.CLAIM, year=2010, number=5)
    count(cells, Event.CLAIM_EARLY_IVA, year=2010, number=2)
    assert read(cells)["wia_claims_received"][2010, ""] == 70.0


def test_claims_are_those_of_the_vangnet_and_of_employees_who_hand_in_a_report() -> None:
    cells = empty()
    count(cells, Event.CLAIM, year=2010, number=12)
    count(cells, Event.CLAIM_VANGNET, year=2010, number=4)
    found = read(cells)
    assert found["riv_received"][2010, ""] == 80.0
    assert found["vangnet_claims"][2010, ""] == 40.0
    assert found["vangnet_not_recovered_104_weeks"][2010, ""] == 50.0


def test_the_vangnet_share_counts_the_inflow_from_sickness_and_not_a_reopening() -> None:
    cells = empty()
    move(cells, Status.ZIEK_ZW, Status.WGA_LGU, year=2011, number=3)
    move(cells, Status.ZIEK_LOON, Status.IVA, year=2011, number=2)
    move(cells, Status.SANCTIE, Status.WGA_LGU, year=2011, number=1)
    move(cells, Status.WERK, Status.WGA_LAU, year=2011, number=9)
    assert read(cells)["inflow_share_vangnet"][2011, ""] == pytest.approx(0.5)


def test_a_move_from_wga_to_iva_is_no_outflow() -> None:
    cells = empty()
    move(cells, Status.WGA_LAU, Status.IVA, year=2012, number=4)
    move(cells, Status.WGA_LGU, Status.WGA_LAU, year=2012, number=7)
    move(cells, Status.WGA_VVU, Status.AOW, year=2012, number=2)
    move(cells, Status.IVA, Status.OVERLEDEN, year=2012, number=1)
    found = read(cells)
    assert found["wga_to_iva"][2012, ""] == 40.0
    assert (found["wga_outflow"][2012, ""], found["iva_outflow"][2012, ""]) == (20.0, 10.0)
    assert found["wia_outflow"][2012, ""] == 30.0


def test_an_average_benefit_is_in_prices_of_the_year_over_the_mean_stock() -> None:
    cells = empty()
    stock = columns.FIRST_WIA_STOCK + Scheme.IVA * columns.N_CELLS_WIA // len(Scheme)
    cells[0, 0, stock], cells[0, 1, stock] = 2, 4
    cells[0, 1, columns.money_column_table()[Item.IVA, Payer.AOF]] = 600_000
    found = read(cells, price_index=0.5)
    assert found["iva_average_benefit"][2011, ""] == pytest.approx(6000 * 0.5 / 3)


def test_what_an_own_risk_bearer_pays_stands_apart() -> None:
    cells = empty()
    money = columns.money_column_table()
    cells[0, 0, money[Item.WGA_LGU, Payer.ERD]] = 100_000_000
    cells[0, 0, money[Item.WGA_LAU, Payer.WHK]] = 200_000_000
    spent = read(cells)["spending_2023"]
    assert (spent[2010, "wga_erd"], spent[2010, "wga"], spent[2010, "iva"]) == (10.0, 20.0, 0.0)


def test_the_stock_at_the_end_of_august_lies_two_thirds_of_the_way() -> None:
    cells = empty()
    cells[0, :, columns.FIRST_WIA_STOCK] = (0, 3, 6)
    assert read(cells)["wga_stock_august"][2011, ""] == pytest.approx(20.0)


def test_the_wga_by_kind_takes_the_split_of_lau_from_its_count_on_31_december() -> None:
    cells = empty()
    cells[0, :, columns.FIRST_WIA_STOCK] = 10
    cells[0, :, columns.FIRST_STOCK + Status.WGA_LGU] = (2, 2, 5)
    cells[0, :, columns.FIRST_STOCK + Status.WGA_LAU] = (7, 7, 4)
    cells[0, :, columns.FIRST_STOCK + Status.WGA_VVU] = 1
    cells[0, :, columns.FIRST_EVENT + Event.LAU1_YEAR_END] = (6, 6, 3)
    cells[0, :, columns.FIRST_EVENT + Event.LAU2_YEAR_END] = 1
    found = read(cells)
    kinds = ("lgu", "lau1", "lau2", "vvu")
    assert [found["wga_stock_august_by_kind"][2012, kind] for kind in kinds] == pytest.approx([40.0, 40.0, 10.0, 10.0])
    assert [found["wga_share_august_by_kind"][2012, kind] for kind in kinds] == pytest.approx([0.4, 0.4, 0.1, 0.1])


def test_what_the_validation_compares_by_kind_is_not_fitted() -> None:
    targets = load_targets()
    for name in ("wga_share_august_by_kind", "wga_stock_august_by_kind", "wga_average_benefit"):
        assert targets[name].use == "validate", name
        assert read(empty())[name].keys() >= {(2010, group) for _, group in targets[name].series}, name


def test_stock_changes_by_inflow_less_outflow_and_what_goes_to_iva(ledger: Callable[..., Cells]) -> None:
    found = read(ledger(1, years=YEARS))
    for year in (2011, 2012):
        growth = found["iva_stock"][year, ""] - found["iva_stock"][year - 1, ""]
        into = found["iva_inflow"][year, ""] + found["wga_to_iva"][year, ""]
        assert growth == pytest.approx(into - found["iva_outflow"][year, ""])


def test_groups_add_up_to_the_whole(ledger: Callable[..., Cells]) -> None:
    found = read(ledger(2, years=YEARS))
    for scheme in ("wga", "iva"):
        for by in ("age", "sex"):
            whole = sum(value for (year, _), value in found[f"{scheme}_inflow_by_{by}"].items() if year == 2011)
            assert whole == pytest.approx(found[f"{scheme}_inflow"][2011, ""])


def test_a_moment_by_group_has_the_groups_of_its_target() -> None:
    found, targets = read(empty()), load_targets()
    for name in found.keys() & targets.keys():
        groups = {group for _, group in targets[name].series}
        assert groups & {group for _, group in found[name]}, name
