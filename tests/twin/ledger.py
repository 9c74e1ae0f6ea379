"""Post to the ledger of one life: whole numbers by year and column (docs/life.md, sections 2 and 22)."""

from collections import Counter
from typing import Final

import numpy as np
import numpy.typing as npt

from twin.tables import Tables

_WGA_PAYERS: Final = ("erd", "whk", "aof", "sectorfonds_ufo")
_WAGE_PAYERS: Final = ("werkgever", "verzekeraar")
_ITEMS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "iva": (0, ("aof",)),
    "wga_lgu": (1, _WGA_PAYERS),
    "wga_lau": (2, _WGA_PAYERS),
    "wga_vvu": (3, _WGA_PAYERS),
    "zw": (4, ("werkgever", "erd", "whk", "aof", "awf", "sectorfonds_ufo")),
    "ww": (5, ("awf", "sectorfonds_ufo")),
    "tw": (6, ("rijk",)),
    "loon_jaar1": (7, _WAGE_PAYERS),
    "loon_jaar2": (8, _WAGE_PAYERS),
    "loon_sanctie": (9, _WAGE_PAYERS),
    "cao_aanvulling": (10, _WAGE_PAYERS),
    "transitievergoeding": (11, ("werkgever",)),
    "compensatie_tv": (12, ("aof",)),
    "uitvoering": (14, ("aof", "werkgever")),
}
_RECIPIENT: Final = {"compensatie_tv": 1, "uitvoering": 2}
"""Recipients other than the worker (0)."""

STATUSES: Final = (
    *("werk", "ziek_loon", "ziek_zw", "sanctie", "wga_lgu", "wga_lau", "wga_vvu", "iva", "onder35_werk", "ww"),
    *("uit", "overleden", "aow"),
)
OUTSIDE: Final = "buiten"
_FLOWS: Final = {
    "buiten": "werk",
    "werk": "ziek_loon ziek_zw wga_lgu wga_lau wga_vvu uit overleden aow",
    "ziek_loon": "werk ziek_zw sanctie wga_lgu wga_lau wga_vvu iva onder35_werk ww uit overleden aow",
    "ziek_zw": "werk wga_lgu wga_lau wga_vvu iva onder35_werk ww uit overleden aow",
    "sanctie": "werk wga_lgu wga_lau wga_vvu iva onder35_werk ww uit overleden aow",
    "wga_lgu": "werk wga_lau wga_vvu iva onder35_werk ww uit overleden aow",
    "wga_lau": "werk wga_lgu wga_vvu iva onder35_werk uit overleden aow",
    "wga_vvu": "werk wga_lgu wga_lau iva onder35_werk uit overleden aow",
    "iva": "werk onder35_werk overleden aow",
    "onder35_werk": "ziek_loon ziek_zw wga_lgu wga_lau wga_vvu uit overleden aow",
    "ww": "werk onder35_werk uit overleden aow",
}
EVENTS: Final = (
    *("spell", "week42", "ezwb_ended", "tweede_spoor", "placed_tweede_spoor", "claim", "claim_early_iva", "riv"),
    *("sanction_administrative", "sanction_substantive", "sanction_lapsed", "ground_employer"),
    *("ground_bedrijfsarts", "ground_other", "ground_medical_any_role", "sanction_repaired", "award_wga_partial"),
    *("award_wga_full", "award_iva", "award_early_iva", "award_after_sanction", "refused", "reopened", "recovered"),
    *("dismissed", "sanction_days", "wga_days", "iva_days", "lau1_year_end", "lau2_year_end", "assessed_by_doctor"),
    *("assessed_by_expert", "award_simple", "objection_upheld", "satisfactory_result", "voluntary_extension"),
    *("zw_extended", "zw_recourse", "no_risk_spell", "ended_by_earnings", "without_lgu", "advance_refused"),
    *("earnings_lost", "spell_over_six_weeks", "award_wga_psychisch", "award_iva_psychisch", "advance_to_iva"),
    *("claim_vangnet", "protected_year_end"),
)

_FIRST_RECEIPT: Final = 34
_FIRST_FLOW: Final = 98
_FIRST_STOCK: Final = 181
FIRST_EVENT: Final = 194
_FIRST_WIA_STOCK: Final = 243
_FIRST_WIA_INFLOW: Final = 271
_FIRST_ADVANCE_STOCK: Final = 299
_FIRST_ADVANCE_INFLOW: Final = 313
COLUMNS: Final = 328

MONEY_COLUMN: Final = {
    pair: place for place, pair in enumerate((item, payer) for item, (_, payers) in _ITEMS.items() for payer in payers)
}
_RECEIPT_COLUMN: Final = {
    item: _FIRST_RECEIPT + number * 4 + _RECIPIENT.get(item, 0) for item, (number, _) in _ITEMS.items()
}
FLOW_COLUMN: Final = {
    pair: _FIRST_FLOW + place
    for place, pair in enumerate((origin, target) for origin, targets in _FLOWS.items() for target in targets.split())
}
STOCK_COLUMN: Final = {status: _FIRST_STOCK + place for place, status in enumerate(STATUSES)}
EVENT_COLUMN: Final = {event: FIRST_EVENT + place for place, event in enumerate(EVENTS)}


class Ledger:
    """Sums by year and column."""

    def __init__(self, tables: Tables) -> None:
        self._clock = tables.clock
        self._tables = tables
        self._sums: Counter[tuple[int, int]] = Counter()

    def cells(self) -> npt.NDArray[np.int64]:
        """Return the ledger (Y, C)."""
        cells = np.zeros((self._tables.years, COLUMNS), dtype=np.int64)
        for place, number in self._sums.items():
            cells[place] = number
        return cells

    def pay(self, item: str, payer: str, start: int, end: int, monthly: int, *, weight: int) -> None:
        """Post a monthly amount over the weeks from start to end, each year its part."""
        if end <= start or monthly <= 0:
            return
        come_in, at_end = (self._come_in(week, monthly) for week in (start, end))
        for year in self._years(start, end):
            part = min(at_end, 12 * (year + 1) * monthly) - max(come_in, 12 * year * monthly)
            if part > 0:
                self._post(item, payer, year, part * weight)

    def pay_once(self, item: str, payer: str, week: int, amount: int, *, weight: int) -> None:
        """Post an amount in the year of a week."""
        if week < self._tables.weeks:
            self._post(item, payer, self._tables.year(week), amount * weight)

    def count(self, event: str, week: int, *, weight: int) -> None:
        """Count an event."""
        if week < self._tables.weeks:
            self._add(self._tables.year(week), EVENT_COLUMN[event], weight)

    def count_days(self, event: str, start: int, end: int, *, weight: int) -> None:
        """Count the days of a stretch, each in its calendar year."""
        first, last = self._clock.day_of_span[start], self._clock.day_of_span[end]
        borders = self._clock.year_start_day
        for year in self._years(start, end):
            days = min(last, borders[year + 1]) - max(first, borders[year])
            if days > 0:
                self._add(year, EVENT_COLUMN[event], days * weight)

    def count_year_ends(self, event: str, start: int, end: int, *, weight: int) -> None:
        """Count every 31 December in a stretch."""
        for year in range(self._tables.year(start), self._tables.year(end)):
            self._add(year, EVENT_COLUMN[event], weight)

    def count_stock(self, status: str, start: int, end: int, *, weight: int) -> None:
        """Count a status on every 31 December in a stretch; nobody is counted outside."""
        for year in range(self._tables.year(start), self._tables.year(end)):
            self._add(year, STOCK_COLUMN[status], weight)

    def count_flow(self, origin: str, target: str, week: int, *, weight: int) -> None:
        """Count a change of status."""
        self._add(self._tables.year(week), FLOW_COLUMN[origin, target], weight)

    def count_wia_stock(self, year: int, *, iva: bool, person: int, weight: int) -> None:
        """Count one on a 31 December in the WGA or IVA; person is band7 x 2 + sex."""
        self._add(year, _FIRST_WIA_STOCK + 14 * iva + person, weight)

    def count_wia_inflow(self, week: int, *, iva: bool, person: int, weight: int) -> None:
        """Count one who enters the WGA or IVA."""
        self._add(self._tables.year(week), _FIRST_WIA_INFLOW + 14 * iva + person, weight)

    def count_advance_stock(self, year: int, *, person: int, weight: int) -> None:
        """Count one on an advance on a 31 December."""
        self._add(year, _FIRST_ADVANCE_STOCK + person, weight)

    def count_advance_inflow(self, week: int, *, person: int, weight: int) -> None:
        """Count one whose advance begins."""
        self._add(self._tables.year(week), _FIRST_ADVANCE_INFLOW + person, weight)

    def _years(self, start: int, end: int) -> range:
        """Return the years of the clock that a stretch can touch."""
        return range(self._tables.year(start), min(self._tables.year(end) + 1, self._tables.years))

    def _come_in(self, week: int, monthly: int) -> int:
        """Return what a monthly amount since January 2004 has brought in by the Monday of a week."""
        days, length = self._clock.day_of_month[week], self._clock.month_days[week]
        return self._clock.month_of_week[week] * monthly + days * monthly // length

    def _post(self, item: str, payer: str, year: int, amount: int) -> None:
        self._add(year, MONEY_COLUMN[item, payer], amount)
        self._add(year, _RECEIPT_COLUMN[item], amount)

    def _add(self, year: int, column: int, number: int) -> None:
        if year < self._tables.years:
            self._sums[year, column] += number
