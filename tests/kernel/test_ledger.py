"""What the ledger posts for one person, worked out from the calendar; compiled or, in a process without that, plain."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.views import (
    advance_inflow_cells,
    advance_stock_cells,
    event_cells,
    flow_cells,
    money_cells,
    receipt_cells,
    stock_cells,
    wia_inflow_cells,
    wia_stock_cells,
)
from poortwachter.kernel import ledger
from poortwachter.kernel.state import BIRTH, N_FIELDS, SEX, SINCE, STATUS
from poortwachter.primitives.codes import OUTSIDE, Event, Item, Payer, Recipient, Scheme, Sex, Status
from poortwachter.primitives.weeks import monday_of, week_of
from poortwachter.simulation.worlds import Built

FIRST_YEAR: Final = 2004
MONTHLY: Final = 310_007
WEIGHT: Final = -3
"""As in a split, where what is posted counts by a difference in chance."""
WEEKS: Final = [
    (week_of(date(2010, 1, 1)) + 1, week_of(date(2010, 11, 1))),
    (week_of(date(2009, 12, 10)), week_of(date(2010, 1, 20))),
    (week_of(date(2008, 2, 25)), week_of(date(2012, 3, 5))),
    (0, 60),
    (5, 6),
]
"""First week and the one after the last: within a year, over New Year, over many, from the start of the clock."""


class Book(NamedTuple):
    """The ledger of one life, and what posts in it."""

    row: npt.NDArray[np.int64]
    life: npt.NDArray[np.int64]
    weeks: int
    post: Callable[..., None]


@pytest.fixture(scope="session")
def built(build: Callable[..., Built]) -> Built:
    return build()


@pytest.fixture
def book(built: Built, as_read: Callable[[Any], Any]) -> Book:
    world = as_read(built.world)
    row = np.zeros((int(built.world.clock.years), columns.N_COLUMNS), dtype=np.int64)
    life = np.zeros(N_FIELDS, dtype=np.int64)

    def post(function: Callable[..., None], *arguments: Any) -> None:
        function(row, np.int64(WEIGHT), world, *(each if each is life else np.int64(each) for each in arguments))

    return Book(row, life, int(built.world.clock.weeks), post)


def days_by_year(start: int, end: int) -> dict[int, int]:
    """Count the days from one week's Monday to another's one by one; week 0 begins on the first of January."""
    days: dict[int, int] = {}
    day = max(monday_of(start), date(FIRST_YEAR, 1, 1))
    while day < monday_of(end):
        days[day.year] = days.get(day.year, 0) + 1
        day += timedelta(days=1)
    return days


def year_ends(start: int, end: int) -> list[int]:
    """Return the years whose 31 December lies from one week's Monday to another's."""
    first = max(monday_of(start), date(FIRST_YEAR, 1, 1))
    return [year for year in range(first.year, first.year + 80) if first <= date(year, 12, 31) < monday_of(end)]


def due(start: int, end: int, monthly: int) -> dict[int, float]:
    """Return what a monthly amount comes to by year, every day of a month for an equal part of it."""
    amounts: dict[int, float] = {}
    day = max(monday_of(start), date(FIRST_YEAR, 1, 1))
    while day < monday_of(end):
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        amounts[day.year] = amounts.get(day.year, 0.0) + monthly / (following - day.replace(day=1)).days
        day += timedelta(days=1)
    return amounts


def of_years(values: Any) -> dict[int, int]:
    """Return by year what a view of one column holds, without the weight; nothing where it is zero."""
    assert not np.any(values % WEIGHT)
    return {FIRST_YEAR + int(year): int(values[year]) // WEIGHT for year in np.flatnonzero(values)}


# ---- money -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), WEEKS)
def test_a_monthly_amount_is_paid_by_the_day_and_booked_in_the_year_of_the_day(
    start: int, end: int, book: Book
) -> None:
    book.post(ledger.pay, start, end, Item.WGA_LGU, Payer.WHK, MONTHLY)
    paid = of_years(money_cells(book.row)[:, Item.WGA_LGU, Payer.WHK])
    assert paid == pytest.approx(due(start, end, MONTHLY), abs=1.0), "eurocents are cut off once at either end"
    assert of_years(receipt_cells(book.row)[:, Item.WGA_LGU, Recipient.WERKNEMER]) == paid
    assert np.count_nonzero(book.row) == 2 * len(paid)


def test_a_whole_year_is_twelve_times_the_month_whatever_parts_it_is_paid_in(book: Book) -> None:
    weeks = [week_of(date(2009, 12, 7)), *(week_of(date(2010, month, 15)) for month in range(1, 13)), 400]
    for start, end in pairwise(weeks):
        book.post(ledger.pay, start, end, Item.IVA, Payer.AOF, MONTHLY)
    assert of_years(money_cells(book.row)[:, Item.IVA, Payer.AOF])[2010] == 12 * MONTHLY


@pytest.mark.parametrize(("start", "end", "monthly"), [(90, 90, MONTHLY), (90, 80, MONTHLY), (80, 90, 0), (80, 90, -5)])
def test_nothing_is_paid_over_no_time_or_of_no_amount(start: int, end: int, monthly: int, book: Book) -> None:
    book.post(ledger.pay, start, end, Item.IVA, Payer.AOF, monthly)
    assert not book.row.any()


def test_a_single_cent_a_month_is_paid(book: Book) -> None:
    book.post(ledger.pay, 60, 200, Item.IVA, Payer.AOF, 1)
    assert sum(of_years(money_cells(book.row)[:, Item.IVA, Payer.AOF]).values()) == pytest.approx(140 * 7 / 30.4, abs=1)


def test_an_amount_at_once_is_booked_in_the_year_of_its_week_and_not_after_the_last(book: Book) -> None:
    for week in (week_of(date(2010, 6, 1)), book.weeks - 1, book.weeks, book.weeks + 10):
        book.post(ledger.pay_once, week, Item.COMPENSATIE_TV, Payer.AOF, 1234)
    paid = {2010: 1234, 2030: 1234}
    assert of_years(money_cells(book.row)[:, Item.COMPENSATIE_TV, Payer.AOF]) == paid
    assert of_years(receipt_cells(book.row)[:, Item.COMPENSATIE_TV, Recipient.WERKGEVER]) == paid


def test_a_payer_that_the_law_does_not_know_for_an_item_raises_the_error_column(book: Book) -> None:
    book.post(ledger.pay_once, 90, Item.IVA, Payer.WHK, 100)
    assert book.row[:, columns.ERROR_COLUMN].sum() == 100 * WEIGHT


# ---- events and days -------------------------------------------------------------------------------------------------


def test_an_event_counts_in_the_year_of_its_week_and_not_after_the_last(book: Book) -> None:
    for week in (0, week_of(date(2010, 6, 1)), book.weeks - 1, book.weeks, book.weeks + 10):
        book.post(ledger.count, week, Event.RIV)
    assert of_years(event_cells(book.row)[:, Event.RIV]) == {2004: 1, 2010: 1, 2030: 1}
    assert np.count_nonzero(book.row) == 3


@pytest.mark.parametrize(("start", "end"), WEEKS)
def test_days_are_counted_one_by_one(start: int, end: int, book: Book) -> None:
    book.post(ledger.count_days, start, end, Event.SANCTION_DAYS)
    assert of_years(event_cells(book.row)[:, Event.SANCTION_DAYS]) == days_by_year(start, end)


@pytest.mark.parametrize(("start", "end"), WEEKS)
def test_someone_counts_on_every_31_december_that_she_is_there(start: int, end: int, book: Book) -> None:
    book.post(ledger.count_year_ends, start, end, Event.LAU1_YEAR_END)
    assert list(of_years(event_cells(book.row)[:, Event.LAU1_YEAR_END])) == year_ends(start, end)


# ---- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), WEEKS)
def test_who_stays_stands_in_her_status_on_every_31_december(start: int, end: int, book: Book) -> None:
    book.life[STATUS], book.life[SINCE] = Status.ZIEK_LOON, start
    book.post(ledger.stay, book.life, end)
    stock = stock_cells(book.row)
    assert list(of_years(stock[:, Status.ZIEK_LOON])) == year_ends(start, end)
    assert np.count_nonzero(book.row) == np.count_nonzero(stock[:, Status.ZIEK_LOON])
    assert book.life[SINCE] == end


def test_who_moves_leaves_one_status_and_enters_another_and_is_counted_in_the_old_one_until_then(book: Book) -> None:
    book.life[STATUS], book.life[SINCE] = Status.WERK, week_of(date(2008, 5, 5))
    week = week_of(date(2010, 3, 1))
    book.post(ledger.move, book.life, week, Status.ZIEK_LOON)
    place = columns.TRANSITIONS.index((Status.WERK, Status.ZIEK_LOON))
    assert of_years(flow_cells(book.row)[:, place]) == {2010: 1}
    assert of_years(stock_cells(book.row)[:, Status.WERK]) == {2008: 1, 2009: 1}
    assert (book.life[STATUS], book.life[SINCE]) == (Status.ZIEK_LOON, week)


def test_who_moves_to_where_she_is_goes_on_being_counted_from_the_start(book: Book) -> None:
    book.life[STATUS], book.life[SINCE] = Status.WERK, 30
    book.post(ledger.move, book.life, 300, Status.WERK)
    assert not book.row.any()
    assert book.life[SINCE] == 30


def test_a_move_that_the_model_does_not_know_raises_the_error_column(book: Book) -> None:
    book.life[STATUS] = OUTSIDE
    book.post(ledger.move, book.life, 0, Status.IVA)
    assert book.row[0, columns.ERROR_COLUMN] == WEIGHT


# ---- the WIA by age and sex ------------------------------------------------------------------------------------------

BORN: Final = date(1970, 6, 15)
BANDS: Final = {2010: 2, 2011: 2, 2012: 2, 2013: 2, 2014: 2, 2015: 3, 2016: 3}
"""Age band on 31 December: 35-44 until the birthday of 2015, 45-54 from it."""


@pytest.fixture
def woman(book: Book) -> Book:
    book.life[BIRTH], book.life[SEX] = week_of(BORN), Sex.VROUW
    return book


@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_new_benefit_counts_at_the_age_of_its_start(scheme: Scheme, woman: Book) -> None:
    woman.post(ledger.enter_wia, woman.life, week_of(date(2015, 6, 1)), scheme)
    woman.post(ledger.enter_wia, woman.life, week_of(date(2015, 7, 1)), scheme)
    inflow = wia_inflow_cells(woman.row)[2015 - FIRST_YEAR, scheme]
    assert inflow[:, Sex.VROUW].tolist() == [WEIGHT * (band in (2, 3)) for band in range(len(inflow))]
    assert np.count_nonzero(woman.row) == 2


@pytest.mark.parametrize(("scheme", "event"), [(Scheme.WGA, Event.WGA_DAYS), (Scheme.IVA, Event.IVA_DAYS)])
def test_a_benefit_is_counted_on_31_december_at_the_age_of_that_day_and_by_its_days(
    scheme: Scheme, event: Event, woman: Book
) -> None:
    start, end = week_of(date(2010, 12, 1)), week_of(date(2016, 12, 5))
    woman.post(ledger.spend_in_wia, woman.life, start, end, scheme)
    stock = wia_stock_cells(woman.row)
    counted = {FIRST_YEAR + int(year): int(band) for year, band in np.argwhere(stock[:, scheme, :, Sex.VROUW])}
    assert counted == {year: BANDS[year] for year in year_ends(start, end)}
    assert of_years(event_cells(woman.row)[:, event]) == days_by_year(start, end)
    assert stock.sum() == WEIGHT * len(counted)


def test_an_advance_counts_at_its_start_and_on_every_31_december(woman: Book) -> None:
    start, end = week_of(date(2014, 12, 1)), week_of(date(2016, 2, 1))
    woman.post(ledger.enter_advance, woman.life, start)
    woman.post(ledger.spend_on_advance, woman.life, start, end)
    inflow, stock = advance_inflow_cells(woman.row), advance_stock_cells(woman.row)
    assert [tuple(map(int, place)) for place in np.argwhere(inflow)] == [(10, 2, Sex.VROUW)]
    assert [tuple(map(int, place)) for place in np.argwhere(stock)] == [(10, 2, Sex.VROUW), (11, 3, Sex.VROUW)]
    assert (inflow.sum(), stock.sum()) == (WEIGHT, 2 * WEIGHT)
    assert np.count_nonzero(woman.row) == 3


@pytest.mark.parametrize(("early", "older"), [(0, True), (-1, False)])
@pytest.mark.parametrize("spend", [ledger.spend_in_wia, ledger.spend_on_advance])
def test_who_is_older_from_the_last_week_of_the_year_counts_as_older_and_a_week_later_does_not(
    spend: Callable[..., None], early: int, older: bool, built: Built, book: Book
) -> None:
    ages, year = built.world.ages, 2010 - FIRST_YEAR
    border = int(np.flatnonzero(ages.band7[ages.years] == 3)[0])
    book.life[BIRTH] = int(built.world.clock.year_first_week[year + 1]) - 1 - border - early
    scheme = (Scheme.WGA,) if spend is ledger.spend_in_wia else ()
    book.post(spend, book.life, week_of(date(2010, 12, 6)), week_of(date(2011, 1, 31)), *scheme)
    stock = wia_stock_cells(book.row)[:, Scheme.WGA] if scheme else advance_stock_cells(book.row)
    assert [tuple(map(int, place)) for place in np.argwhere(stock)] == [(year, 3 if older else 2, Sex.MAN)]
