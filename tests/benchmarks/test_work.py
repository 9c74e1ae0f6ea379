from collections.abc import Callable
from typing import Any

from benchmarks.work import draws_per_event, work_of
from poortwachter.accounting import columns
from poortwachter.primitives.codes import Event


def test_work_is_read_from_the_ledger(ledger: Callable[..., Any]):
    cells = ledger(1, years=6, persons=512)
    found = work_of(cells)
    assert found["lives"] == 512
    assert found["person_years"] <= 6 * 512
    sums = cells.sum(axis=(0, 1))
    flows = sums[columns.FIRST_FLOW : columns.FIRST_STOCK].sum()
    counted = (Event.AWARD_AFTER_SANCTION, Event.SANCTION_SUBSTANTIVE)  # and days and persons on 31 December besides
    assert sums[columns.FIRST_EVENT + Event.SANCTION_DAYS] > 0
    assert found["events"] == flows + sum(sums[columns.FIRST_EVENT + event] for event in counted)


def test_a_year_in_the_model_is_a_person_year_and_a_year_after_it_is_none(ledger: Callable[..., Any]):
    cells = ledger(2, years=6, persons=512)
    stocks = cells.sum(axis=(0, 1))[columns.FIRST_STOCK : columns.FIRST_EVENT]
    gone = stocks[-3:].sum()
    assert gone > 0
    assert work_of(cells)["person_years"] == stocks.sum() - gone


def test_draws_are_counted_in_plain_python():
    found = draws_per_event("reduced")
    assert 1.0 < found < 20.0  # every onset takes a draw of its own, and few take many more
